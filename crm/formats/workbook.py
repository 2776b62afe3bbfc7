"""Spreadsheet files (XLSX, XLS, ODS) as sheets of numbered text rows, looked over for traps before they are parsed."""

import errno
import re
import struct
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Any

from crm.formats.rows import Report, UnreadableFile

if TYPE_CHECKING:
    from python_calamine import CalamineWorkbook

MAX_COLUMNS = 200
MAX_ROWS = 200_000
_MAX_UNPACKED = 200_000_000
_MAX_RATIO = 100
_RATIO_MATTERS = 10_000_000
_MAX_PARTS = 5_000
_CHUNK = 1 << 20
_OVERLAP = 128
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")

_DEFINITIONS = re.compile(rb"<!(?:DOCTYPE|ENTITY)")
_ERROR_CELL = re.compile(rb"""<c [^>]*t=["']e["']""")
# A cell right of column 200 (GR) or a row below 200,000.
_FAR = rb"""(?:[A-Z]{3,}|G[S-Z]|[H-Z][A-Z])\d+|[A-Z]{1,2}(?:[2-9]\d{5}|\d{7,})"""
_FAR_CELL = re.compile(rb"""<c [^>]{0,60}?r=["'](?:""" + _FAR + rb""")["']""")
_FAR_CELLS = re.compile(rb"""<c [^>]*?r=["'](?:""" + _FAR + rb""")["'][^>]*?(?:/>|>.*?</c>)""", re.DOTALL)
_FAR_ROWS = re.compile(rb"""<row [^>]*?r=["'](?:[2-9]\d{5}|\d{7,})["'][^>]*?(?:/>|>.*?</row>)""", re.DOTALL)
_FAR_ROW = re.compile(rb"""<row [^>]{0,200}?r=["'](?:[2-9]\d{5}|\d{7,})["']""")
_REPEATED = re.compile(rb"""(number-(?:columns|rows)-repeated=["'])(\d{4,})""")

_DAMAGED = "the spreadsheet is damaged; it may have been cut off."

SheetRow = tuple[int, list[str]]


@dataclass(frozen=True, slots=True)
class Sheet:
    """One visible sheet: its name, how many rows it has, and these, once, as (row number, texts of the cells)."""

    name: str
    height: int
    rows: Iterator[SheetRow]


def open_workbook(path: Path, report: Report) -> Iterator[Sheet]:
    """Yield the visible sheets of a spreadsheet file in their order; hidden ones go to the report.

    Dates come as ISO text, whole numbers without a decimal point, error cells empty and reported. Nothing is ever
    calculated or fetched. Raises `UnreadableFile` for what is protected, damaged, unsafe or beyond 200 MB unpacked.
    """
    with path.open("rb") as handle:
        head = handle.read(8)
    if head.startswith(b"PK"):
        source: Path | BytesIO = _looked_over(path, report)
    else:
        source = _old_format(path)
    return _sheets(path, source, report)


def _old_format(path: Path) -> Path:
    """Let an old .xls through; a password-protected workbook of any age looks the same from outside."""
    if path.stat().st_size > 4 * _MAX_UNPACKED // 10:
        raise UnreadableFile(path, "the spreadsheet is too large.")
    if _ENCRYPTED in path.read_bytes():
        reason = "it is protected by a password. Open it in Excel, save it without the password, and try again."
        raise UnreadableFile(path, reason)
    return path


def _looked_over(path: Path, report: Report) -> Path | BytesIO:
    """Return what may be parsed: the file, or a copy without the cells that lie absurdly far out."""
    try:
        with zipfile.ZipFile(path) as package:
            parts = package.infolist()
            _check_sizes(path, parts)
            names = {part.filename for part in parts}
            far = [part.filename for part in parts if _scan(path, package, part, report)]
            if "content.xml" in names:
                return _repacked(package, {"content.xml": _less_repeated(package.read("content.xml"))})
            if "xl/workbook.xml" not in names:
                reason = "it is a zip archive but no XLSX or ODS spreadsheet. Save it as .xlsx or .csv and try again."
                raise UnreadableFile(path, reason)
            if not far:
                return path
            report.problem("Cells beyond column 200 or row 200,000 were left out.")
            return _repacked(package, {name: _trimmed(package.read(name)) for name in far})
    except OSError as error:
        if error.errno not in (None, errno.EINVAL):  # the disk's own trouble, not the archive's
            raise
        raise UnreadableFile(path, _DAMAGED) from error
    except (zipfile.BadZipFile, zlib.error, struct.error, EOFError, ValueError, RuntimeError, OverflowError) as error:
        raise UnreadableFile(path, _DAMAGED) from error


def _check_sizes(path: Path, parts: list[zipfile.ZipInfo]) -> None:
    unpacked = sum(part.file_size for part in parts)
    packed = max(1, sum(part.compress_size for part in parts))
    if unpacked > _MAX_UNPACKED or len(parts) > _MAX_PARTS or unpacked > max(_RATIO_MATTERS, packed * _MAX_RATIO):
        reason = f"it would unpack to {unpacked // 1_000_000:,} MB, which no list of contacts needs; it may be unsafe."
        raise UnreadableFile(path, reason)


def _scan(path: Path, package: zipfile.ZipFile, part: zipfile.ZipInfo, report: Report) -> bool:
    """Stream one part: refuse definitions, report error cells, and tell whether cells lie too far out."""
    if not part.filename.endswith((".xml", ".rels")):
        return False
    is_sheet = part.filename.startswith("xl/worksheets/")
    far, errors, tail = False, 0, b""
    with package.open(part) as stream:
        while chunk := stream.read(_CHUNK):
            window = tail + chunk
            if window.startswith((b"\xff\xfe", b"\xfe\xff")) or _DEFINITIONS.search(window):
                raise UnreadableFile(path, "it holds definitions that spreadsheets never need; it may be unsafe.")
            if is_sheet:
                errors += len(_ERROR_CELL.findall(window)) - len(_ERROR_CELL.findall(tail))
                far = far or _FAR_CELL.search(window) is not None or _FAR_ROW.search(window) is not None
            tail = window[-_OVERLAP:]
    if errors:
        report.problem(f"Cells that show an error such as #REF! were read as empty: {errors:,}.")
    return far


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


def _sheets(path: Path, source: Path | BytesIO, report: Report) -> Iterator[Sheet]:
    from python_calamine import SheetTypeEnum, SheetVisibleEnum  # heavy: only for spreadsheets

    workbook = _parsed(path, source)
    for number, about in enumerate(workbook.sheets_metadata):
        if about.typ != SheetTypeEnum.WorkSheet:
            continue
        if about.visible != SheetVisibleEnum.Visible:
            report.note(f"The hidden sheet “{about.name}” was not read.")
            continue
        try:
            sheet = workbook.get_sheet_by_index(number)
        except (KeyboardInterrupt, SystemExit):
            raise
        except BaseException as error:  # the parser's own errors, and its panics, which are no Exception
            raise UnreadableFile(path, f"the sheet “{about.name}” is damaged.") from error
        if sheet.start is not None:
            yield Sheet(about.name, sheet.total_height, _rows(sheet.iter_rows()))


def _parsed(path: Path, source: Path | BytesIO) -> "CalamineWorkbook":
    from python_calamine import CalamineWorkbook, PasswordError  # heavy: only for spreadsheets

    try:
        return CalamineWorkbook.from_object(source)
    except PasswordError as error:
        reason = "it is protected by a password. Open it in Excel, save it without the password, and try again."
        raise UnreadableFile(path, reason) from error
    except (KeyboardInterrupt, SystemExit):
        raise
    except BaseException as error:  # the parser's own errors, and its panics, which are no Exception
        reason = (
            "it is no spreadsheet that can be read: damaged, protected by a password, or in an old format."
            " Open it in Excel and save it as .xlsx without a password."
        )
        raise UnreadableFile(path, reason) from error


def _rows(rows: Iterator[list[Any]]) -> Iterator[SheetRow]:
    for line, values in enumerate(rows, 1):
        cells = [value if value.__class__ is str else _text(value) for value in values[:MAX_COLUMNS]]
        if any(cells):
            yield line, cells


def _text(value: object) -> str:
    """Return the text of a typed cell: ISO dates, whole numbers plain."""
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() and abs(value) < 1e18 else repr(value)
    if isinstance(value, datetime):
        return value.date().isoformat() if value.time() == time() else value.strftime("%Y-%m-%d %H:%M")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, time):
        return value.strftime("%H:%M")
    if isinstance(value, timedelta):
        return str(value)
    return "" if value is None else str(value)
