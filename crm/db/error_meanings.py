"""What an error of the library or of the system means to a person: one judgement for every road to a file.

A drive that does not answer, a lock that is not to be had and a full disk are no damage, and none of them is another
window: each has its own words, whether a file is being opened, read, written, checked, backed up or put back.
"""

import contextlib
import enum
import errno
import os
from pathlib import Path

from sqlcipher3 import dbapi2 as sqlite

from crm.db import files
from crm.db.lock import is_held_here, lends_locks
from crm.db.raw_connection import Access, code_of, raw
from crm.errors import Busy, CrmError, DiskFull, FileDamaged, FileGone, FileUnreachable, WriteFailed


class ErrorMeaning(enum.Enum):
    """A kind of error; the value says it as the reason of a sentence (`“x” cannot be used just now: …`)."""

    DAMAGE = "a part of it cannot be read"
    FULL = "the disk is full"
    REFUSED = "the disk is full or failing"
    DRIVE = "the drive or the network did not answer properly"
    LOCKS = "the drive or the network gave no lock on it"
    BUSY = "another program has it open"
    READ_ONLY = "it, or its folder, is read-only"
    NOT_ALLOWED = "you have no permission to read or to write it"
    CANNOT_OPEN = "it, or a file beside it, could not be opened"
    GONE = "it was moved, removed or replaced meanwhile"
    STOPPED = "the work was stopped"
    MEMORY = "this computer has no memory left"


FAILURES = (sqlite.Error, OSError, MemoryError)
"""What work on a file can raise that is no refusal yet."""

_OF_CODE = {
    "SQLITE_PERM": ErrorMeaning.NOT_ALLOWED,
    "SQLITE_AUTH": ErrorMeaning.NOT_ALLOWED,
    "SQLITE_IOERR_AUTH": ErrorMeaning.NOT_ALLOWED,
    "SQLITE_BUSY": ErrorMeaning.BUSY,
    "SQLITE_LOCKED": ErrorMeaning.BUSY,
    "SQLITE_NOMEM": ErrorMeaning.MEMORY,
    "SQLITE_IOERR_NOMEM": ErrorMeaning.MEMORY,
    "SQLITE_READONLY": ErrorMeaning.READ_ONLY,
    "SQLITE_READONLY_DBMOVED": ErrorMeaning.GONE,
    "SQLITE_IOERR_VNODE": ErrorMeaning.GONE,  # macOS: the file was moved or removed
    "SQLITE_INTERRUPT": ErrorMeaning.STOPPED,
    "SQLITE_IOERR": ErrorMeaning.DRIVE,
    "SQLITE_NOLFS": ErrorMeaning.DRIVE,
    "SQLITE_PROTOCOL": ErrorMeaning.LOCKS,
    "SQLITE_CORRUPT": ErrorMeaning.DAMAGE,
    "SQLITE_NOTADB": ErrorMeaning.DAMAGE,
    "SQLITE_FULL": ErrorMeaning.FULL,
    "SQLITE_CANTOPEN": ErrorMeaning.CANNOT_OPEN,
    **dict.fromkeys(
        (f"SQLITE_IOERR_{part}" for part in ("UNLOCK", "RDLOCK", "CHECKRESERVEDLOCK", "LOCK", "SHMLOCK", "BLOCKED")),
        ErrorMeaning.LOCKS,
    ),
    **dict.fromkeys(
        (
            f"SQLITE_IOERR_{part}"
            for part in (
                "WRITE",
                "FSYNC",
                "DIR_FSYNC",
                "TRUNCATE",
                "DELETE",
                "SHMSIZE",
                "BEGIN_ATOMIC",
                "COMMIT_ATOMIC",
            )
        ),
        ErrorMeaning.REFUSED,
    ),
}
"""By the library's name of an error, or the beginning of it; what is not here is no trouble of a file."""

_OF_ERRNO = {
    errno.ENOSPC: ErrorMeaning.FULL,
    errno.EDQUOT: ErrorMeaning.FULL,
    errno.EFBIG: ErrorMeaning.REFUSED,
    errno.EACCES: ErrorMeaning.NOT_ALLOWED,
    errno.EPERM: ErrorMeaning.NOT_ALLOWED,
    errno.EROFS: ErrorMeaning.READ_ONLY,
    errno.ENOLCK: ErrorMeaning.LOCKS,
    errno.EDEADLK: ErrorMeaning.LOCKS,
    errno.ENOTSUP: ErrorMeaning.LOCKS,
    errno.EBUSY: ErrorMeaning.BUSY,
    errno.ETXTBSY: ErrorMeaning.BUSY,
    errno.ENOMEM: ErrorMeaning.MEMORY,
    errno.EMFILE: ErrorMeaning.CANNOT_OPEN,
    errno.ENFILE: ErrorMeaning.CANNOT_OPEN,
    errno.ENOENT: ErrorMeaning.CANNOT_OPEN,
    errno.ENOTDIR: ErrorMeaning.CANNOT_OPEN,
}

_NO_DAMAGE_IN_A_CHECK = (
    "disk I/O error",
    "locking protocol",
    "unable to open database file",
    "out of memory",
    "database is locked",
    "failed to get page",
)
"""How a check says, among its complaints about pages, that it was not given one."""

_CODES_OF_DAMAGE = frozenset({11, 26})

_NEXT_STEP = {
    ErrorMeaning.FULL: "Free some space, and try again",
    ErrorMeaning.REFUSED: "Free some space or check the drive, and try again",
    ErrorMeaning.LOCKS: "Try again in a moment; if it stays so, move the file to a folder of this computer",
    ErrorMeaning.BUSY: "Close the other program, and try again",
    ErrorMeaning.NOT_ALLOWED: "Ask for the permission, or choose another file",
    ErrorMeaning.READ_ONLY: "Make it writable, and try again",
    ErrorMeaning.MEMORY: "Close other programs, and try again",
}

_kept_open: list[int] = []
"""Descriptors of files that are open here: closing one by hand would drop the library's locks on its file."""


def trouble_of(error: BaseException, path: Path | None = None) -> ErrorMeaning | None:
    """Return what kind of trouble of a file an error is, or None where it is none.

    The library's real error may stand down the chain: a full disk shows as a failed rollback first. And the library
    takes a drive that does not answer for damage, and one without locks for busy; with `path` it is looked which.
    """
    found = _as_said(error)
    if path is None:
        return found
    if found is ErrorMeaning.BUSY and not lends_locks(path):
        return ErrorMeaning.LOCKS
    if found is ErrorMeaning.DAMAGE and not _is_really_damaged(path):
        return ErrorMeaning.DRIVE
    return found


def clause_of(error: BaseException, path: Path, otherwise: str) -> str:
    """Return in words why something failed, `otherwise` where it was no trouble of a file."""
    found = trouble_of(error, path)
    return otherwise if found is None else found.value


def refusal(error: BaseException, path: Path, *, writing: bool = False) -> CrmError | None:
    """Return what an error at work on an open file means to a person, or None where it is no trouble of the file.

    While `writing`, a drive that does not say what was wrong could not take the change.
    """
    found = trouble_of(error, path)
    if found is ErrorMeaning.DRIVE and writing and _as_said(error) is ErrorMeaning.DRIVE:
        found = ErrorMeaning.REFUSED
    match found:
        case None:
            return None
        case ErrorMeaning.STOPPED:
            return CrmError("The file was being closed, so this work was stopped. Nothing was changed.")
        case ErrorMeaning.FULL:
            return DiskFull(path)
        case ErrorMeaning.REFUSED:
            return WriteFailed(path)
        case ErrorMeaning.BUSY:
            return Busy("another program that has the file open")
        case ErrorMeaning.READ_ONLY:
            return CrmError("The file cannot be written: it, or its folder, is read-only. Nothing was changed.")
        case ErrorMeaning.GONE:
            return FileGone(path, "was moved, removed or replaced")
        case ErrorMeaning.DAMAGE:
            return FileDamaged(path, found.value)
    return _unreachable(path, found)


def why_not_opened(error: BaseException, path: Path) -> CrmError:
    """Return what an error while a file is opened or looked at means: damage only where nothing else explains it."""
    found = trouble_of(error, path)
    if found is None:
        return FileDamaged(path, "its content makes no sense")
    if found is ErrorMeaning.DAMAGE:
        return FileDamaged(path, found.value)
    if found in (ErrorMeaning.STOPPED, ErrorMeaning.BUSY):
        return refusal(error, path) or _unreachable(path, found)
    return _unreachable(path, found)


def why_not_made(error: BaseException, path: Path, otherwise: str) -> FileUnreachable:
    """Return why a file could not be made or put in place, `otherwise` where it was no trouble of a file."""
    found = trouble_of(error, path)
    return FileUnreachable(path, otherwise) if found is None else _unreachable(path, found)


def raise_if_no_damage(line: str) -> None:
    """Raise sqlite.OperationalError where a line of a check's answer tells of the drive, not of the file.

    The library goes on checking when a page cannot be read, and says so among the complaints about pages.
    """
    _, has_code, number = line.rpartition("error code=")
    is_drive = bool(has_code) and number.isdecimal() and int(number) & 0xFF not in _CODES_OF_DAMAGE
    if is_drive or any(words in line for words in _NO_DAMAGE_IN_A_CHECK):
        error = sqlite.OperationalError(line)
        error.sqlite_errorname = "SQLITE_IOERR"
        raise error


def _as_said(error: BaseException) -> ErrorMeaning | None:
    if isinstance(error, OSError):
        return _OF_ERRNO.get(error.errno or 0, ErrorMeaning.DRIVE)
    seen: BaseException | None = error
    while seen is not None and not isinstance(seen, CrmError):
        if isinstance(seen, MemoryError):
            return ErrorMeaning.MEMORY
        name = code_of(seen)
        while name.startswith("SQLITE_"):
            if name in _OF_CODE:
                return _OF_CODE[name]
            name = name.rpartition("_")[0]
        seen = seen.__cause__ or seen.__context__
    return None


def _unreachable(path: Path, found: ErrorMeaning) -> FileUnreachable:
    return FileUnreachable(path, found.value, _NEXT_STEP.get(found, "Check the drive, and try again"))


def _is_really_damaged(path: Path) -> bool:
    """Return whether a file that the library called damaged is: its bytes can be read, and do not pass a check.

    The library says the same of a page that the drive did not give.
    """
    try:
        if files.size_of(path) == 0:  # the library would remove the log of an empty file
            return True
        _read_through(path)
        has_log = is_held_here(path) or files.size_of(files.beside(path, "-wal")) > 0
        with contextlib.closing(raw(path, Access.READ if has_log else Access.FROZEN)) as connection:
            said = [str(row[0]) for row in connection.execute("PRAGMA integrity_check(20)")]
        for line in said:
            raise_if_no_damage(line)
    except FileNotFoundError:
        return False
    except FAILURES as error:
        return _as_said(error) in (None, ErrorMeaning.DAMAGE)
    except UnicodeDecodeError:
        return True
    return said != ["ok"]


def _read_through(path: Path) -> None:
    for suffix in ("", "-wal"):
        part = files.beside(path, suffix)
        if suffix and not part.exists():
            continue
        descriptor = os.open(part, os.O_RDONLY | getattr(os, "O_BINARY", 0))
        try:
            while os.read(descriptor, 1 << 20):
                pass
        finally:
            if is_held_here(path):
                _kept_open.append(descriptor)
            else:
                os.close(descriptor)
