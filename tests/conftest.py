"""Tests show no window unless a platform is asked for, and are the same for the same code.

`HYPOTHESIS_PROFILE=search` lets the property tests look at other texts and orders in every run.
"""

import os

from hypothesis import settings

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

settings.register_profile("same", derandomize=True)
settings.register_profile("search")
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "same"))
