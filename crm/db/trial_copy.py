"""A private copy of a closed file, beside it, to try out what must not be done to the file itself.

Each has a folder of its own with a mark that is locked for as long as its program runs: what a kill left goes at the
next start, what another program works in stays.
"""

import contextlib
import os
import re
import shutil
from collections.abc import Iterator
from pathlib import Path

from crm.db import files
from crm.db.error_meanings import why_not_opened
from crm.db.lock import try_lock

_FOLDER = ".checking"
_IN_USE = ".in-use"
_TRIES = 20
"""For a name: another program may take it, or sweep the folder before it is marked."""


@contextlib.contextmanager
def copied(path: Path) -> Iterator[Path]:
    """Give a private copy of a closed file with its journals; it goes afterwards, with its folder.

    Raises FileUnreachable where it cannot be made.
    """
    try:
        folder, mark = _own_folder(path)
    except OSError as error:
        raise why_not_opened(error, path) from error
    try:
        try:
            for suffix in ("", "-wal", "-journal"):
                if files.beside(path, suffix).exists():
                    files.copy_private(files.beside(path, suffix), folder / files.beside(path, suffix).name)
        except OSError as error:
            raise why_not_opened(error, path) from error
        yield folder / path.name
    finally:
        os.close(mark)
        shutil.rmtree(folder, ignore_errors=True)


def sweep(path: Path) -> None:
    """Remove the copies of a file that killed programs left beside it, and none in which one works."""
    named = re.compile(rf"{re.escape(path.name + _FOLDER)}(-\d+)?")
    with contextlib.suppress(OSError):
        for folder in list(path.parent.iterdir()):
            if named.fullmatch(folder.name) and folder.is_dir() and not folder.is_symlink():
                _sweep(folder)


def _own_folder(path: Path) -> tuple[Path, int]:
    """Make a folder and mark it; return it with the open mark."""
    for _ in range(_TRIES):
        folder = files.free_name(files.beside(path, _FOLDER))
        with contextlib.suppress(FileExistsError, FileNotFoundError):
            folder.mkdir(mode=files.FOLDER_MODE)
            mark = os.open(folder / _IN_USE, os.O_CREAT | os.O_EXCL | os.O_RDWR, files.FILE_MODE)
            if _is_ours(folder / _IN_USE, mark):
                return folder, mark
            os.close(mark)
    raise FileExistsError(str(folder))


def _is_ours(mark: Path, descriptor: int) -> bool:
    """Lock a mark; return False where somebody sweeps it at this moment."""
    try:
        return try_lock(descriptor) and os.path.samestat(mark.stat(), os.fstat(descriptor))
    except FileNotFoundError:
        return False
    except OSError:  # a drive that lends no locks: nothing is swept there either
        return True


def _sweep(folder: Path) -> None:
    try:
        mark = os.open(folder / _IN_USE, os.O_RDWR)
    except FileNotFoundError:  # whoever is about to mark it makes another
        shutil.rmtree(folder, ignore_errors=True)
        return
    try:
        is_left = try_lock(mark)
        if is_left:
            shutil.rmtree(folder, ignore_errors=True)  # while the mark is locked: nobody takes it for theirs
    finally:
        os.close(mark)
    if is_left:
        shutil.rmtree(folder, ignore_errors=True)  # where an open file cannot be removed, the rest of it
