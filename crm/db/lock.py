"""One program per file: a lock that the operating system frees with the process, and a note of who holds it.

The lock is taken on a side file (`cluster.desk.lock`), never on the database itself: closing any handle of a file would
drop the locks that SQLite holds on it. The note is JSON `{host, user, pid, since, files}`; it is gone after a clean
end, so a note without a lock means a program that crashed here, or one that is open (or crashed) on another computer.
"""

import contextlib
import errno
import json
import os
import sys
import time
from collections.abc import Mapping
from pathlib import Path

import msgspec
from msgspec.structs import asdict, replace

from crm import clock
from crm.app_dirs import user_name
from crm.db import files
from crm.errors import AlreadyOpen, HeldElsewhere

if sys.platform == "win32":
    import msvcrt
else:
    import fcntl

_HELD = {errno.EAGAIN, errno.EWOULDBLOCK, errno.EACCES} | ({errno.EDEADLK} if sys.platform == "win32" else set())
"""How the system says that somebody else holds a lock; any other error is one of the drive."""

PATIENCE = 0.3
"""Seconds to wait for a lock that is only probed, or let go of at this moment."""
_FAR = 1 << 30  # Windows locks bytes for reading too: a byte far behind the note leaves the note readable.


class Holder(msgspec.Struct, frozen=True):
    """Who has a file open: computer, user, process, since when (UTC text).

    `files` are the system's numbers of the file and of its journals by suffix, as far as it holds them open.
    """

    host: str
    user: str
    pid: int
    since: str
    files: dict[str, tuple[int, int]] = msgspec.field(default_factory=dict)


_here: set[Path] = set()


def is_held_here(path: Path) -> bool:
    """Return whether this process itself has the file open for writing."""
    return path in _here


def is_held(path: Path) -> bool:
    """Return whether a running program has the file open for writing, here or on another computer."""
    if is_held_here(path):
        return True
    side = _side(path)
    try:
        descriptor = os.open(side, os.O_RDWR)
    except OSError:
        return False
    try:
        try:
            if not try_lock(descriptor, shared=True):
                return True
        except OSError:  # a drive that lends no locks: the note is all that tells
            return _read(descriptor) is not None
        holder = _read(descriptor)
        return holder is not None and not _is_this_host(holder.host)
    finally:
        os.close(descriptor)


def lends_locks(path: Path) -> bool:
    """Return whether the drive of a file locks files at all; SQLite says of one that does not that it is busy."""
    if sys.platform == "win32":
        return True
    probe = files.beside(path, f".{os.getpid()}.probe")
    try:
        descriptor = os.open(probe, os.O_RDWR | os.O_CREAT | os.O_EXCL, files.FILE_MODE)
    except OSError:
        return True
    try:
        fcntl.lockf(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError as error:
        return error.errno in _HELD
    finally:
        os.close(descriptor)
        probe.unlink(missing_ok=True)
    return True


class FileLock:
    """The lock on one file: `take` it, `claim` it with the note once the file has proved sound, `release` it."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.crashed: Holder | None = None
        self.was_garbage = False
        self._descriptor: int | None = None
        self._claimed = False
        self._note: Holder | None = None

    def take(self, *, take_over: bool = False) -> None:
        """Take the lock or raise AlreadyOpen or HeldElsewhere; `take_over` passes over another computer's note.

        Afterwards `crashed` tells whose program did not end cleanly on this computer, and `was_garbage` that the note
        said nothing readable: either way nobody holds the file, so it is freed without asking.
        """
        descriptor = self._locked_descriptor()
        self._descriptor = descriptor
        size = os.fstat(descriptor).st_size
        holder = _read(descriptor)
        if holder is None:
            self.was_garbage = size > 0
        elif _is_this_host(holder.host):
            self.crashed = holder
        elif not take_over:
            self.release()
            raise HeldElsewhere(self.path, holder.host, holder.user, holder.since)

    def claim(self) -> None:
        """Write the note of this process."""
        self._write(Holder(this_host(), user_name(), os.getpid(), clock.now().strftime("%Y-%m-%dT%H:%M:%SZ")))
        _here.add(self.path)
        self._claimed = True

    def note_files(self, numbers: Mapping[str, tuple[int, int]]) -> None:
        """Add to the note which files are held, so that after a crash a log is known from one of another file."""
        if self._claimed and self._note is not None:
            with contextlib.suppress(OSError):  # without it, the next start knows no more than before
                self._write(replace(self._note, files=dict(numbers)))

    def release(self) -> None:
        """Let go; a lock that was claimed leaves no note, one that was only taken leaves the note as it found it."""
        descriptor, self._descriptor = self._descriptor, None
        if descriptor is None:
            return
        if self._claimed:
            _here.discard(self.path)
            self._claimed = False
            with contextlib.suppress(OSError):
                os.ftruncate(descriptor, 0)
        _remove_empty(_side(self.path), descriptor)

    def _write(self, note: Holder) -> None:
        assert self._descriptor is not None
        said = json.dumps(asdict(note)).encode()
        os.lseek(self._descriptor, 0, os.SEEK_SET)
        os.write(self._descriptor, said)  # at once over the old one: a kill leaves one of the two
        os.ftruncate(self._descriptor, len(said))
        self._note = note

    def _locked_descriptor(self) -> int:
        side = _side(self.path)
        deadline = time.monotonic() + PATIENCE
        while True:
            descriptor = os.open(side, os.O_RDWR | os.O_CREAT, files.FILE_MODE)
            try:
                is_ours = try_lock(descriptor)
            except OSError:
                _remove_empty(side, descriptor)
                raise
            if is_ours:
                if _is_still(side, descriptor):
                    return descriptor
                os.close(descriptor)
                continue
            holder = _read(descriptor)
            os.close(descriptor)
            if time.monotonic() > deadline:
                if holder is not None and not _is_this_host(holder.host):
                    raise HeldElsewhere(self.path, holder.host, holder.user, holder.since)
                raise AlreadyOpen(self.path, holder.pid if holder else None)
            time.sleep(0.02)


def _side(path: Path) -> Path:
    return files.beside(path, ".lock")


def _is_still(side: Path, descriptor: int) -> bool:
    """Return whether the locked file is the one of that name: a releasing program may just have removed it."""
    try:
        return os.path.samestat(side.stat(), os.fstat(descriptor))
    except FileNotFoundError:
        return False


def try_lock(descriptor: int, *, shared: bool = False) -> bool:
    """Lock an open file for as long as it is open; False where another process has it. It never waits.

    Raises OSError where the drive lends no locks.
    """
    try:
        if sys.platform == "win32":
            os.lseek(descriptor, _FAR, os.SEEK_SET)
            msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)
            os.lseek(descriptor, 0, os.SEEK_SET)
        else:
            fcntl.flock(descriptor, (fcntl.LOCK_SH if shared else fcntl.LOCK_EX) | fcntl.LOCK_NB)
    except OSError as error:
        if error.errno in _HELD:
            return False
        raise
    return True


def _remove_empty(side: Path, descriptor: int) -> None:
    """Close a lock file, and take it away where it says nothing and is still the one of that name."""
    try:
        is_empty = os.fstat(descriptor).st_size == 0 and _is_still(side, descriptor)
    except OSError:
        is_empty = False
    if is_empty:
        _remove(side, descriptor)
    else:
        os.close(descriptor)


def _remove(side: Path, descriptor: int) -> None:
    if sys.platform == "win32":  # an open file cannot be removed there
        os.close(descriptor)
        with contextlib.suppress(OSError):
            side.unlink()
        return
    with contextlib.suppress(OSError):
        side.unlink()
    os.close(descriptor)


def _read(descriptor: int) -> Holder | None:
    try:
        os.lseek(descriptor, 0, os.SEEK_SET)
        note = json.loads(os.read(descriptor, 4096))
        held = {str(suffix): (int(device), int(number)) for suffix, (device, number) in note.get("files", {}).items()}
        return Holder(str(note["host"]), str(note["user"]), int(note["pid"]), str(note["since"]), held)
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return None


def _is_this_host(host: str) -> bool:
    def plain(name: str) -> str:
        return name.casefold().removesuffix(".local").partition(".")[0]

    return plain(host) == plain(this_host())


def this_host() -> str:
    """Return the name of this computer."""
    if sys.platform != "win32":
        return os.uname().nodename
    # Deferred: elsewhere the system says it without the network library, which costs a start 7 ms.
    import socket

    return socket.gethostname()
