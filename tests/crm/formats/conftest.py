"""What the tests of files share: the material beside the checkout, where it is there, and files made on the spot."""

from collections.abc import Callable
from pathlib import Path

import pytest

from crm.formats.detect import read
from crm.formats.rows import ReadFile

_SHARED = Path(__file__).resolve().parents[4] / "shared"

ReadText = Callable[..., ReadFile]


# Files of all kinds and cards of all programs have tests of their own; these only look at more of them.
collect_ignore = [] if _SHARED.is_dir() else ["test_shared_attendance.py", "test_shared_material.py"]


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder of samples, corpora and hostile files beside the checkout."""
    return _SHARED


@pytest.fixture
def read_text(tmp_path: Path) -> ReadText:
    """Read a file made of `content` (text becomes UTF-8), named people.csv unless a name is given."""

    def made_and_read(content: str | bytes, name: str = "people.csv", **options: str) -> ReadFile:
        path = tmp_path / name
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        return read(path, **options)

    return made_and_read
