"""The parts of a spreadsheet package, looked over for traps before anything parses them."""

import codecs
import errno
import re
import struct
import zipfile
import zlib
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from typing import IO

import msgspec

from crm.formats.rows import Report, UnreadableFile
from crm.formats.workbook import ods, xlsx
from crm.formats.workbook.layout import Layout

MAX_UNPACKED = 200_000_000
_MAX_RATIO = 100
_RATIO_MATTERS = 10_000_000
_MAX_PARTS = 5_000
_CHUNK = 1 << 20
_LONGEST_TAIL = 4 * _CHUNK
_SHEETS = "xl/worksheets/"

_DEFINITIONS = re.compile(rb"<!(?:DOCTYPE|ENTITY)")
_CELL = re.compile(rb"<(?:\w+:)?c ")
_DECLARED = re.compile(rb"""<\?xml[^>]{0,80}?encoding=["']([\w.:-]+)["']""")
# A cell right of column 200 (GR) or a row below 200,000.
_FAR = rb"""(?:[A-Z]{3,}|G[S-Z]|[H-Z][A-Z])\d+|[A-Z]{1,2}(?:[2-9]\d{5}|\d{7,})"""
_FAR_CELL = re.compile(rb"""<c [^>]{0,60}?r=["'](?:""" + _FAR + rb""")["']""")
_FAR_CELLS = re.compile(rb"""<c [^>]*?r=["'](?:""" + _FAR + rb""")["'][^>]*?(?:/>|>.*?</c>)""", re.DOTALL)
_FAR_ROWS = re.compile(rb"""<row [^>]*?r=["'](?:[2-9]\d{5}|\d{7,})["'][^>]*?(?:/>|>.*?</row>)""", re.DOTALL)
_FAR_ROW = re.compile(rb"""<row [^>]{0,200}?r=["'](?:[2-9]\d{5}|\d{7,})["']""")
_REPEATED = re.compile(rb"""(number-(?:columns|rows)-repeated=["'])(\d{4,})""")

DAMAGED = "the spreadsheet is damaged; it may have been cut off."
_UNSAFE = "it holds definitions that spreadsheets never need; it may be unsafe."


class Package(msgspec.Struct):
    """What may be parsed (the file, or a repaired copy), and the layout of each sheet in its order, where told."""

    source: Path | BytesIO
    layouts: list[Layout] = msgspec.field(default_factory=list)


def looked_over(path: Path, report: Report) -> Package:
    """Return what may be parsed: the file, or a copy in UTF-8 without the cells that lie absurdly far out.

    Raises `UnreadableFile` for what is damaged, unsafe, beyond 200 MB unpacked, or no spreadsheet.
    """
    try:
        with zipfile.ZipFile(path) as package:
            parts = package.infolist()
            _check_sizes(path, parts)
            names = {part.filename for part in parts}
            looking = _Look(path, package)
            for part in parts:
                looking.at(part)
            if "content.xml" in names:
                content = _less_repeated(looking.content("content.xml"))
                copy = _repacked(package, {**looking.changed, "content.xml": content})
                return Package(copy, ods.layouts(content))
            if "xl/workbook.xml" not in names:
                reason = "it is a zip archive but no XLSX or ODS spreadsheet. Save it as .xlsx or .csv and try again."
                raise UnreadableFile(path, reason)
            return Package(looking.sound_source(report), looking.layouts())
    except OSError as error:
        if error.errno not in (None, errno.EINVAL):  # the disk's own trouble, not the archive's
            raise
        raise UnreadableFile(path, DAMAGED) from error
    except (zipfile.BadZipFile, zlib.error, struct.error, EOFError, ValueError, RuntimeError, OverflowError) as error:
        raise UnreadableFile(path, DAMAGED) from error


def _check_sizes(path: Path, parts: list[zipfile.ZipInfo]) -> None:
    unpacked = sum(part.file_size for part in parts)
    packed = max(1, sum(part.compress_size for part in parts))
    if unpacked > MAX_UNPACKED or len(parts) > _MAX_PARTS or unpacked > max(_RATIO_MATTERS, packed * _MAX_RATIO):
        reason = f"it would unpack to {unpacked // 1_000_000:,} MB, which no list of contacts needs; it may be unsafe."
        raise UnreadableFile(path, reason)


class _Look:
    """Goes through the parts of one package: refuses definitions, and gathers what the sheets say of their layout."""

    def __init__(self, path: Path, package: zipfile.ZipFile) -> None:
        self._path, self._package = path, package
        self.changed: dict[str, bytes] = {}
        self._far: list[str] = []
        self._scans: dict[str, xlsx.SheetScan] = {}

    def content(self, name: str) -> bytes:
        """Return a part as it is parsed."""
        return self.changed[name] if name in self.changed else self._package.read(name)

    def at(self, part: zipfile.ZipInfo) -> None:
        """Stream one part of XML; one that is not in UTF-8 is turned into it first, as it will be parsed."""
        name = part.filename
        if not name.endswith((".xml", ".rels")):
            return
        with self._package.open(part) as stream:
            encoding = _encoding(stream.read(200))
        if encoding:
            self.changed[name] = self._as_utf8(self._package.read(part), encoding)
        scan = self._scans.setdefault(name, xlsx.SheetScan()) if name.startswith(_SHEETS) else None
        far = False
        with BytesIO(self.changed[name]) if encoding else self._package.open(part) as stream:
            for piece, window in _pieces(stream, at_cells=scan is not None):
                if _DEFINITIONS.search(window):
                    raise UnreadableFile(self._path, _UNSAFE)
                if scan:
                    scan.feed(piece)
                    far = far or _FAR_CELL.search(piece) is not None or _FAR_ROW.search(piece) is not None
        if far:
            self._far.append(name)

    def _as_utf8(self, content: bytes, encoding: str) -> bytes:
        try:
            text = content.decode(encoding).lstrip("\ufeff")
        except (LookupError, UnicodeError) as error:
            raise UnreadableFile(self._path, DAMAGED) from error
        return re.sub(
            r"^<\?xml.*?\?>", '<?xml version="1.0" encoding="UTF-8"?>', text, count=1, flags=re.DOTALL
        ).encode()

    def sound_source(self, report: Report) -> Path | BytesIO:
        """Return the file, or a copy of it where a part had to be changed."""
        if self._far:
            report.problem("Cells beyond column 200 or row 200,000 were left out.")
        trimmed = {name: _trimmed(self.content(name)) for name in self._far}
        changed = {**self.changed, **trimmed}
        return _repacked(self._package, changed) if changed else self._path

    def layouts(self) -> list[Layout]:
        """Return the layout of each sheet of an XLSX in its order."""
        names = set(self._package.namelist())
        found = []
        for part in xlsx.sheet_parts(self._package, self.changed):
            related = xlsx.relationships_of(part)
            targets = xlsx.relationships(self.content(related)) if related in names else {}
            scan = self._scans.get(part)
            found.append(scan.finished(targets) if scan else Layout())
        return found


def _encoding(head: bytes) -> str:
    """Return the encoding of XML that is not in UTF-8, by its first bytes or its declaration, else ""."""
    if head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return "utf-16"
    if head.startswith((b"<\x00", b"\x00<")):
        return "utf-16-le" if head[:1] == b"<" else "utf-16-be"
    found = _DECLARED.match(head.removeprefix(codecs.BOM_UTF8))
    declared = found[1].decode().lower() if found else "utf-8"
    if declared in ("utf-8", "utf8", "us-ascii", "ascii"):
        return ""
    return "utf-8" if declared.startswith("utf-16") else declared  # only the declaration is wrong


def _pieces(stream: IO[bytes], *, at_cells: bool) -> Iterator[tuple[bytes, bytes]]:
    """Yield the content in pieces that break before a tag (or a cell), each with the window it was cut from."""
    tail = b""
    while chunk := stream.read(_CHUNK):
        window = tail + chunk
        cut = window.rfind(b"<c ") if at_cells else -1
        cut = cut if cut > 0 else window.rfind(b"<")
        if cut <= 0:
            cut = len(window) - 128 if len(window) > _LONGEST_TAIL else 0
        yield window[:cut], window
        tail = window[cut:]
    yield tail, tail


def _trimmed(sheet: bytes) -> bytes:
    return _FAR_CELLS.sub(b"", _FAR_ROWS.sub(b"", sheet))


def _less_repeated(content: bytes) -> bytes:
    """Take repetitions (of empty cells, up to the edge of the sheet) out of an ODS; 999 are repetition enough."""
    return _REPEATED.sub(rb"\g<1>1", content)


def _repacked(package: zipfile.ZipFile, changed: dict[str, bytes]) -> BytesIO:
    copy = BytesIO()
    with zipfile.ZipFile(copy, "w", zipfile.ZIP_STORED) as target:
        for part in package.infolist():
            if part.filename.endswith((".xml", ".rels")) or part.filename == "mimetype":
                target.writestr(part.filename, changed.get(part.filename) or package.read(part))
    copy.seek(0)
    return copy
