"""Tests show no window unless a platform is asked for, and are the same for the same code.

`HYPOTHESIS_PROFILE=search` lets the property tests look at other texts and orders in every run.
"""

import os

import pytest
from hypothesis import settings

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

settings.register_profile("same", derandomize=True)
settings.register_profile("search")
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "same"))


@pytest.fixture(scope="session", autouse=True)
def _a_computer_of_its_own(tmp_path_factory: pytest.TempPathFactory) -> None:
    """What the program keeps for this account stays out of the account of whoever runs the tests."""
    os.environ["XDG_DATA_HOME"] = str(tmp_path_factory.mktemp("account"))
