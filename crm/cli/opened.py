"""The file a command works on."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from crm.places import Places
from crm.workspace import Workspace


def file_of(file: Path | None, data_dir: Path | None) -> Path:
    """Return the file named, or the one the window opens."""
    places = Places.under(data_dir) if data_dir else Places.of_user()
    return file or places.default_file


@contextmanager
def opened(file: Path, *, writes: bool = False, may_create: bool = False) -> Iterator[Workspace]:
    """Open a file for one command: only to read beside a window that has it open, unless the command writes."""
    if may_create and not file.exists():
        workspace = Workspace.create(file)
    else:
        workspace = Workspace.open(file, read_only=not writes)
    try:
        yield workspace
    finally:
        workspace.close()
