"""The first look at a file: a hundred bytes and its size, before SQLite may touch it.

Opening is dangerous: a missing or empty path becomes an empty database, another program's file is changed by pragmas.
So everything that can be told from outside is told here, and a refused file stays as it is, byte for byte.
"""

import os
from pathlib import Path

import msgspec

from crm.db import files
from crm.db.error_meanings import why_not_opened
from crm.errors import FileDamaged, FileMissing, NewerFile, NotOurFile, OpeningError

APPLICATION_ID = 0x434C4453  # "CLDS"
_JOURNAL = bytes.fromhex("d9d505f920a163d7")
_MAGIC = b"SQLite format 3\0"
_LOOKS: tuple[tuple[bytes, str], ...] = (
    (b"\x1f\x8b", "a compressed archive (gzip)"),
    (b"PK\x03\x04", "a zip archive or an Office document"),
    (b"%PDF", "a PDF document"),
    (b"\x89PNG", "a picture"),
    (b"\xff\xd8\xff", "a picture"),
    (b"GIF8", "a picture"),
    (b"\xd0\xcf\x11\xe0", "an old Office document"),
    (b"BEGIN:VCARD", "a contacts file (vCard), which can be imported"),
    (b"BEGIN:VCALENDAR", "a calendar file"),
    (b"<", "a web page or XML file"),
)


class Look(msgspec.Struct, frozen=True):
    """What the outside tells: `version` is the schema's number, `has_journal` that something was left unfinished."""

    size: int
    version: int
    has_wal: bool
    has_journal: bool


def look(path: Path, newest: int) -> Look:
    """Look at a file that may be ours, of schema version up to `newest`.

    Raises FileMissing, NotOurFile, FileDamaged, NewerFile or FileUnreachable. Never call it for a file that this
    process has open: reading it by hand would drop the library's locks on it.
    """
    head, size = _head(path)
    has_wal = files.size_of(files.beside(path, "-wal")) > 0
    has_journal = files.size_of(files.beside(path, "-journal")) > 0
    if size < 100 and (_MAGIC.startswith(head) or head.startswith(_MAGIC)):
        raise FileDamaged(path, _too_short(size))
    if not head.startswith(_MAGIC):
        if not head.strip(b"\0"):
            raise FileDamaged(path, "it holds nothing but zeros")
        raise NotOurFile(path, looks_like(head))
    if int.from_bytes(head[68:72], "big") != APPLICATION_ID:
        raise NotOurFile(path, "a database of another program")
    _check_geometry(path, head, size, has_wal or has_journal)
    version = int.from_bytes(head[60:64], "big", signed=True)
    if version < 0:
        raise FileDamaged(path, "its version number makes no sense")
    if version > newest:
        raise NewerFile(path)
    return Look(size, version, has_wal, has_journal)


def is_ours(path: Path) -> bool:
    """Return whether a file says of itself that it is one of ours, by its name or its first bytes; damaged or not.

    Never call it for a file that this process has open, as `look`.
    """
    if path.suffix.lower() == ".desk":
        return True
    try:
        head, _ = _head(path)
    except OpeningError:
        return False
    return head.startswith(_MAGIC) and int.from_bytes(head[68:72], "big") == APPLICATION_ID


def journal_holds_something(path: Path) -> bool:
    """Return whether the rollback journal beside a file is one: noise, or one put out of use, says nothing."""
    with files.beside(path, "-journal").open("rb") as reading:
        return reading.read(len(_JOURNAL)) == _JOURNAL


def looks_like(head: bytes) -> str:
    """Return in plain words what the first bytes of a file say it is."""
    for start, words in _LOOKS:
        if head.lstrip(b"\xef\xbb\xbf \r\n\t").startswith(start):
            return words
    text = head.decode("utf-8", "ignore")
    is_text = len(text.encode()) >= len(head) - 3 and all(c.isprintable() or c in "\r\n\t" for c in text)
    return "a text file" if text and is_text else "something else, or encrypted"


def _head(path: Path) -> tuple[bytes, int]:
    try:
        if path.is_dir():
            raise NotOurFile(path, "a folder")
        descriptor = os.open(path, os.O_RDONLY | getattr(os, "O_BINARY", 0))
        try:
            return os.read(descriptor, 100), os.fstat(descriptor).st_size
        finally:
            os.close(descriptor)
    except FileNotFoundError:
        raise FileMissing(path) from None
    except OSError as error:
        raise why_not_opened(error, path) from error


def _too_short(size: int) -> str:
    if size == 0:
        return "it is empty"
    return "only 1 byte of it is left" if size == 1 else f"only {size} bytes of it are left"


def _check_geometry(path: Path, head: bytes, size: int, unfinished: bool) -> None:
    page = int.from_bytes(head[16:18], "big")
    page = 65536 if page == 1 else page
    if page < 512 or page & (page - 1):
        raise FileDamaged(path, "its first page makes no sense")
    if unfinished:  # what is missing may stand in the journal
        return
    pages = int.from_bytes(head[28:32], "big")
    is_known = head[24:28] == head[92:96]
    if size % page or (is_known and size < pages * page):
        raise FileDamaged(path, "its end is missing")
