"""Folders for one run alone, in the system's folder for temporary files; what a killed run left is swept later."""

import contextlib
import os
import re
import shutil
import stat
import tempfile
import time
from pathlib import Path
from types import TracebackType

from crm.db.lock import try_lock
from crm.errors import CrmError

_PREFIX = "cluster-desk-"
_OURS = re.compile(rf"{_PREFIX}[a-z0-9_]{{8}}")
_IN_USE = ".in-use"
_SURELY_DEAD = 24 * 3600
"""Seconds after which a folder that nobody has locked was left by a kill between its making and its locking."""


class Scratch:
    """A private folder (0700) that goes with `close`, or with the next start's `sweep` where this run is killed.

    Raises CrmError where there is no room for temporary files.
    """

    def __init__(self) -> None:
        try:
            self.folder = Path(tempfile.mkdtemp(prefix=_PREFIX))
            # The system frees the lock with the process: what nobody has locked, nobody uses.
            self._lock = os.open(self.folder / _IN_USE, os.O_CREAT | os.O_RDWR, 0o600)
        except OSError as error:
            raise CrmError("The folder for temporary files cannot be written to. Nothing was changed.") from error
        mark_in_use(self._lock)

    def __enter__(self) -> Path:
        return self.folder

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.close()

    def close(self) -> None:
        """Remove the folder with all that is in it."""
        os.close(self._lock)
        shutil.rmtree(self.folder, ignore_errors=True)


def mark_in_use(descriptor: int) -> None:
    """Lock an open file until it is closed, so that no sweep takes it for a left-over."""
    with contextlib.suppress(OSError):  # a drive that lends no locks is not swept either
        try_lock(descriptor)


def is_left(path: Path) -> bool:
    """Return whether a file is this user's own, no link, and in use by no running program."""
    with contextlib.suppress(OSError):
        about = path.lstat()
        if not (stat.S_ISREG(about.st_mode) and _is_mine(about)):
            return False
        descriptor = os.open(path, os.O_RDWR | getattr(os, "O_NOFOLLOW", 0))
        try:
            return try_lock(descriptor)
        finally:
            os.close(descriptor)
    return False


def sweep() -> None:
    """Remove the folders of runs that were killed: only this user's own, and none that a running program uses."""
    with contextlib.suppress(OSError), os.scandir(tempfile.gettempdir()) as entries:
        left = [Path(entry.path) for entry in entries if _OURS.fullmatch(entry.name) and _is_left_folder(entry)]
        for folder in left:
            shutil.rmtree(folder, ignore_errors=True)


def _is_left_folder(entry: "os.DirEntry[str]") -> bool:
    with contextlib.suppress(OSError):
        about = entry.stat(follow_symlinks=False)
        if stat.S_ISDIR(about.st_mode) and _is_mine(about):
            lock = Path(entry.path, _IN_USE)
            return is_left(lock) if os.path.lexists(lock) else time.time() - about.st_mtime > _SURELY_DEAD
    return False


def _is_mine(about: os.stat_result) -> bool:
    return not hasattr(os, "geteuid") or (about.st_uid == os.geteuid() and not about.st_mode & 0o077)
