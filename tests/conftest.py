"""Tests show no window unless a platform is asked for, are the same for the same code, and know no clock.

`HYPOTHESIS_PROFILE=search` lets the property tests look at other texts and orders in every run. However slow the
machine is, no example is too slow; a fixture that all examples of a test share is meant to be shared.
"""

import os

import pytest
from hypothesis import HealthCheck, settings

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

_AT_ANY_SPEED = settings(
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.function_scoped_fixture],
)
settings.register_profile("same", _AT_ANY_SPEED, derandomize=True)
settings.register_profile("search", _AT_ANY_SPEED)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "same"))


@pytest.fixture(scope="session", autouse=True)
def _a_computer_of_its_own(tmp_path_factory: pytest.TempPathFactory) -> None:
    """What the program keeps for this account stays out of the account of whoever runs the tests."""
    os.environ["XDG_DATA_HOME"] = str(tmp_path_factory.mktemp("account"))
