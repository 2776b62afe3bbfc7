"""Files as a careful program makes them: private, whole or absent, and on the disk before anyone is told."""

import contextlib
import os
from pathlib import Path

from crm.progress import Cancelled, IsCancelled, never

FILE_MODE = 0o600
FOLDER_MODE = 0o700
JOURNALS = ("-wal", "-shm", "-journal")
"""The suffixes of the files that SQLite keeps beside a database."""
BACKUPS = "backups"
"""The folder beside a file for its backups and for notes about it, where no other is chosen."""


def beside(path: Path, suffix: str) -> Path:
    """Return the path with a suffix added to its whole name (`cluster.desk` and `-wal` make `cluster.desk-wal`)."""
    return path.with_name(path.name + suffix)


def make_folder(folder: Path) -> None:
    """Make a folder and its missing parents, private under any umask; one that stands already is left as it is."""
    missing = [folder]
    while not missing[-1].parent.exists():
        missing.append(missing[-1].parent)
    for part in reversed(missing):
        if not part.exists():
            part.mkdir(mode=FOLDER_MODE, exist_ok=True)
            part.chmod(FOLDER_MODE)


def make_private(path: Path) -> None:
    """Take a file away from everybody but its owner; where modes mean nothing, do nothing."""
    with contextlib.suppress(OSError):
        if path.stat().st_mode & 0o077:
            path.chmod(FILE_MODE)


def make_journals_writable(path: Path) -> None:
    """Let the journals be written again that reading left beside a file while it was read-only: they have its mode."""
    for suffix in JOURNALS:
        with contextlib.suppress(OSError):
            if not beside(path, suffix).stat().st_mode & 0o200:
                beside(path, suffix).chmod(FILE_MODE)


def make_empty(path: Path) -> None:
    """Make an empty private file; raises FileExistsError where there is one."""
    descriptor = os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, FILE_MODE)
    try:
        if hasattr(os, "fchmod"):
            os.fchmod(descriptor, FILE_MODE)
    finally:
        os.close(descriptor)


def write_private(path: Path, content: bytes) -> None:
    """Write a small private file whole or not at all, and see it onto the disk."""
    part = beside(path, ".part")
    part.unlink(missing_ok=True)
    make_empty(part)
    try:
        part.write_bytes(content)
        sync(part)
        os.replace(part, path)
    except BaseException:
        part.unlink(missing_ok=True)
        raise
    sync_folder(path.parent)


def copy_private(source: Path, target: Path, cancelled: IsCancelled = never) -> None:
    """Copy a closed file to a new private one and see it onto the disk; a failed copy leaves nothing.

    Raises Cancelled soon after `cancelled` says so.
    """
    make_empty(target)
    try:
        with source.open("rb") as reading, target.open("wb") as writing:
            while piece := reading.read(1 << 20):
                if cancelled():
                    raise Cancelled
                writing.write(piece)
        sync(target)
    except BaseException:
        target.unlink(missing_ok=True)
        raise


def keep_as(source: Path, kept: Path) -> None:
    """Give a closed file a second name, without a moment in which the first is gone; copies where links are unknown."""
    try:
        os.link(source, kept)
    except FileExistsError:
        raise
    except OSError:
        part = beside(kept, ".part")
        part.unlink(missing_ok=True)
        copy_private(source, part)
        os.replace(part, kept)


def free_name(path: Path) -> Path:
    """Return the path, or the first of `path-2`, `path-3` ... that is not taken."""
    number, free = 1, path
    while free.exists():
        number += 1
        free = beside(path, f"-{number}")
    return free


def sync(path: Path) -> None:
    """Return when the content of a file is on the disk."""
    descriptor = os.open(path, os.O_RDWR)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def sync_folder(folder: Path) -> None:
    """Return when the names in a folder are on the disk; Windows has no such call and does not need it."""
    if os.name == "nt":
        return
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def size_of(path: Path) -> int:
    """Return the size in bytes, 0 where there is no file."""
    try:
        return path.stat().st_size
    except FileNotFoundError:
        return 0


def is_writable(path: Path) -> bool:
    """Return whether an existing file, or a folder, may be written to.

    A file marked read-only counts as such even for a user whom the system would let through.
    """
    wanted = os.W_OK | (os.X_OK if path.is_dir() else 0)
    return bool(path.stat().st_mode & 0o200) and os.access(path, wanted)
