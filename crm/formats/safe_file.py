"""Writing a file so that nobody ever sees half of it: beside the old one first, then in its place."""

import errno
import os
import re
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import BinaryIO

from crm.errors import CrmError, DiskFull
from crm.temp_folders import is_left, mark_in_use

_NO_ROOM = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)
_NOT_ALLOWED = (errno.EACCES, errno.EPERM, errno.EROFS, errno.EBUSY, errno.ETXTBSY, errno.EISDIR, errno.ENOTDIR)


_MARK, _PART = ".desk-", ".part"
_OURS = re.compile(rf"\..{{1,40}}{re.escape(_MARK)}[a-z0-9_]{{8}}{re.escape(_PART)}")


class CannotWrite(CrmError):
    """The place for a file cannot be written: open in another program, read-only, a folder or not there."""

    def __init__(self, path: Path | str, reason: str) -> None:
        self.path = str(path)
        super().__init__(f"“{Path(path).name}” {reason} Nothing was written, and what was there is as it was.")


@contextmanager
def replacing(path: Path | str) -> Iterator[BinaryIO]:
    """Open a file to write that takes the place of `path` at the end, whole, readable by its owner alone (0600).

    Until then, and whenever the block raises, `path` is as it was and nothing else is left in its folder. Raises
    `DiskFull` without room and `CannotWrite` where the place cannot be written, also when they happen in the block.
    """
    target = Path(path).resolve()
    if target.is_dir():
        raise CannotWrite(target, "is a folder. Choose a name for the file.")
    if target.exists() and not os.access(target, os.W_OK):
        raise CannotWrite(target, "is read-only. Choose another name.")
    try:
        sweep(target.parent)
        number, name = tempfile.mkstemp(dir=target.parent, prefix=f".{target.name[:40]}{_MARK}", suffix=_PART)
    except OSError as error:
        raise _explained(error, target) from error
    mark_in_use(number)
    try:
        with os.fdopen(number, "wb") as handle:
            yield handle
            handle.flush()
            os.fsync(handle.fileno())
            if os.name != "nt":  # while it is locked: no sweep of another program comes between
                os.replace(name, target)
        if os.name == "nt":  # where an open file has to keep its name
            os.replace(name, target)
        _settle(target.parent)
    except BaseException as error:
        with suppress(OSError):
            os.unlink(name)
        cause = _system_error(error)
        if cause is None or isinstance(error, CrmError):
            raise
        raise _explained(cause, target) from error


def sweep(folder: Path) -> None:
    """Remove the halves of files that killed runs were writing into a folder; none that is being written now."""
    with suppress(OSError), os.scandir(folder) as entries:
        halves = [Path(entry.path) for entry in entries if entry.name.endswith(_PART) and _OURS.fullmatch(entry.name)]
        for half in filter(is_left, halves):
            half.unlink(missing_ok=True)


@contextmanager
def writable(target: Path | str | BinaryIO) -> Iterator[BinaryIO]:
    """Open `target` for a writer: a path is replaced safely, an open file is used as it is."""
    if isinstance(target, (str, Path)):
        with replacing(target) as handle:
            yield handle
    else:
        yield target


def _settle(folder: Path) -> None:
    """Make the renaming itself last through a power cut, where the system offers it."""
    if hasattr(os, "O_DIRECTORY"):
        number = os.open(folder, os.O_DIRECTORY)
        try:
            os.fsync(number)
        finally:
            os.close(number)


def _system_error(error: BaseException | None) -> OSError | None:
    """Return the system's error behind `error`: libraries wrap a full disk in errors of their own."""
    seen = 0
    while error is not None and seen < 10:
        if isinstance(error, OSError) and error.errno:
            return error
        error, seen = error.__cause__ or error.__context__, seen + 1
    return None


def _explained(error: OSError, target: Path) -> CrmError:
    if error.errno in _NO_ROOM:
        return DiskFull(target)
    if isinstance(error, FileNotFoundError):
        return CannotWrite(target, "cannot be written: its folder is not there.")
    if error.errno in _NOT_ALLOWED:
        reason = "is open in another program, or cannot be written there. Close it, or choose another name."
        return CannotWrite(target, reason)
    return CannotWrite(target, f"cannot be written: {os.strerror(error.errno or 0)}.")
