"""The file a command works on."""

import argparse
import difflib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from crm import leftovers
from crm.app_dirs import FILE_NAME, Places
from crm.cli.errors import WrongUse
from crm.cli.streams import is_standard, remark
from crm.errors import FileMissing
from crm.workspace import Workspace


class _NotThere(FileMissing):
    """There is no file; the sentence says what can be done about it on the command line."""

    def __init__(self, path: Path, named: Path | None) -> None:
        super().__init__(path)
        said = f"The file “{path.name}” is not there ({path}), and nothing was made."
        if named is not None:
            near = _near(path)
            said += f" Did you mean “{near}”?" if near else " Look at what --file names."
        said += " import and log make a new one with --new, and restore BACKUP puts a backup there."
        self.args = (said,)


def file_of(options: argparse.Namespace) -> Path:
    """Return the file named, or the one the window opens; raises WrongUse for standard input."""
    if options.file is None:
        return _places(options).default_file
    named: Path = options.file
    if is_standard(named):
        raise WrongUse("A file is worked on where it lies: --file takes its path, not “-”.")
    return named


@contextmanager
def opened(options: argparse.Namespace, *, writes: bool = False, makes: bool = False) -> Iterator[Workspace]:
    """Open the file of one command: only to read beside a window that has it open, unless the command writes.

    A command that writes to a large file that was not checked of late, or whose end was unclean, checks all of it
    first; it has no time to do so later. A file that is not there is made by a command that `makes` one: with --new, at
    the very first use of the program, or by an import into a folder without any file of ours. A path that somebody
    named may be mistyped and is never made in silence; one that was made for nothing, as what was to be done in it was
    refused, goes again.
    Raises an OpeningError.
    """
    file = file_of(options)
    leftovers.sweep(file.absolute().parent)
    workspace, is_new = _open(file, options, writes=writes, makes=makes)
    is_unused = False
    try:
        yield workspace
    except Exception:
        is_unused = is_new and not workspace.actions(limit=1)
        raise
    finally:
        workspace.close()
        if workspace.kept_at is not None:
            remark(f"All it held is saved as a copy: {workspace.kept_at}")
        elif is_unused:
            workspace.path.unlink(missing_ok=True)
        elif is_new:
            remark(f"A new file was made: {workspace.path}")


def _places(options: argparse.Namespace) -> Places:
    return Places.under(options.data_dir) if options.data_dir else Places.of_user()


def _may_make(options: argparse.Namespace, file: Path) -> bool:
    if options.new:
        return True
    if options.file is not None and options.command == "import" and file.parent.is_dir():
        return not _neighbours(file)  # nothing is there that the name could be mistyped for
    return options.file is None and options.data_dir is None and _places(options).is_new()


def _neighbours(file: Path) -> list[str]:
    """Return the names of the other files of ours in a file's folder: those of the program's ending, and of its own."""
    endings = {file.suffix.lower(), Path(FILE_NAME).suffix}
    return [each.name for each in file.parent.glob("*") if each.suffix.lower() in endings and each.is_file()]


def _near(file: Path) -> str:
    others = _neighbours(file) if file.parent.is_dir() else []
    return next(iter(difflib.get_close_matches(file.name, others, 1)), "")


def _open(file: Path, options: argparse.Namespace, *, writes: bool, makes: bool) -> tuple[Workspace, bool]:
    """Open the file, or make it; say whether it was made."""
    if writes and Workspace.upgrade_takes_long(file):
        remark("Bringing the file up to date; a copy of it is made and checked first …")
    elif writes and Workspace.check_takes_long(file):
        remark("Checking the file before anything is written to it …")
    try:
        return Workspace.open(file, read_only=not writes, checks_first=writes), False
    except FileMissing as error:
        if not (makes and _may_make(options, error.path)):
            raise _NotThere(error.path, options.file) from error
    return Workspace.create(file), True
