"""What the tests of files share: the team's material beside the checkout, where it is there, and small fixtures."""

from pathlib import Path

import pytest

_SHARED = Path(__file__).resolve().parents[4] / "shared"


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder of samples, corpora and hostile files beside the checkout; tests that need it are skipped without."""
    if not _SHARED.is_dir():
        pytest.skip("the shared material is not beside this checkout")
    return _SHARED


@pytest.fixture(scope="session")
def fixtures() -> Path:
    """The small invented files of these tests."""
    return Path(__file__).parent / "fixtures"
