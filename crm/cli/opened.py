"""The file a command works on."""

import sys
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
    """Open a file for one command: only to read beside a window that has it open, unless the command writes.

    A command that writes to a large file whose end was unclean checks all of it first; it has no time to do so later.
    """
    if may_create and not file.exists():
        workspace = Workspace.create(file)
    else:
        if writes and Workspace.upgrade_takes_long(file):
            sys.stderr.write("Bringing the file up to date; a copy of it is made and checked first …\n")
        workspace = Workspace.open(file, read_only=not writes)
    try:
        if not workspace.store.is_trusted:
            sys.stderr.write("Checking the file, because Cluster Desk was not closed properly last time …\n")
            workspace.deep_check()
        yield workspace
    finally:
        workspace.close()
