"""What the tests of files share: the material beside the checkout, where it is there, and files made on the spot."""

from collections.abc import Callable
from pathlib import Path

import pytest

from crm.formats.detect import read
from crm.formats.rows import ReadFile

_SHARED = Path(__file__).resolve().parents[4] / "shared"

ReadText = Callable[..., ReadFile]


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder of samples, corpora and hostile files beside the checkout; tests that need it are skipped without."""
    if not _SHARED.is_dir():
        pytest.skip("the shared material is not beside this checkout")
    return _SHARED


@pytest.fixture
def read_text(tmp_path: Path) -> ReadText:
    """Read a file made of `content` (text becomes UTF-8), named people.csv unless a name is given."""

    def made_and_read(content: str | bytes, name: str = "people.csv", **options: str) -> ReadFile:
        path = tmp_path / name
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        return read(path, **options)

    return made_and_read
