"""Spreadsheet files (XLSX, XLS, ODS) as sheets of numbered text rows, looked over for traps before they are parsed."""

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from crm.formats.cell_texts import CellTexts
from crm.formats.rows import Report, UnreadableFile
from crm.formats.workbook.layout import Layout, Place, column_name
from crm.formats.workbook.package import MAX_UNPACKED, Package, looked_over

if TYPE_CHECKING:
    from python_calamine import CalamineSheet, CalamineWorkbook

MAX_COLUMNS = 200
MAX_ROWS = 200_000
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_HALF_A_SECOND = timedelta(microseconds=500_000)

SheetRow = tuple[int, list[str]]


class Sheet(msgspec.Struct, frozen=True):
    """One visible sheet: its name, how many rows it has, and these, once, as (row number, texts of the cells).

    `links` are the targets of the cells that are links, by row number and column (from 0).
    """

    name: str
    height: int
    rows: Iterator[SheetRow]
    links: dict[Place, str] = msgspec.field(default_factory=dict)


def open_workbook(path: Path, report: Report) -> Iterator[Sheet]:
    """Yield the visible sheets of a spreadsheet file in their order; hidden ones go to the report.

    Dates come as ISO text, whole numbers without a decimal point, error cells empty and reported. A cell merged over
    several rows holds in each that has values of its own. Hidden and filtered rows and hidden columns are read, and
    reported at the end of their sheet. Nothing is ever calculated or fetched. Raises `UnreadableFile` for what is
    protected, damaged, unsafe or beyond 200 MB unpacked.
    """
    with path.open("rb") as handle:
        head = handle.read(8)
    if head.startswith(b"PK"):
        return _sheets(path, looked_over(path, report), report)
    return _sheets(path, Package(_old_format(path)), report)


def _old_format(path: Path) -> Path:
    """Let an old .xls through; a password-protected workbook of any age looks the same from outside."""
    if path.stat().st_size > 4 * MAX_UNPACKED // 10:
        raise UnreadableFile(path, "the spreadsheet is too large.")
    if _ENCRYPTED in path.read_bytes():
        reason = "it is protected by a password. Open it in Excel, save it without the password, and try again."
        raise UnreadableFile(path, reason)
    return path


def _sheets(path: Path, package: Package, report: Report) -> Iterator[Sheet]:
    from python_calamine import SheetTypeEnum, SheetVisibleEnum  # heavy: only for spreadsheets

    workbook = _parsed(path, package.source)
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
            layout = package.layouts[number] if number < len(package.layouts) else Layout()
            layout.merged = layout.merged or list(sheet.merged_cell_ranges or ())
            layout.begin_at_column(sheet.start[1])  # the parser leaves out empty columns at the left
            held = layout.held_over()
            for row, columns in held.items():
                for column, top in columns:
                    if (top, column) in layout.links:
                        layout.links[row, column] = layout.links[top, column]
            links = {(row + 1, column): target for (row, column), target in layout.links.items()}
            yield Sheet(about.name, sheet.total_height, _rows(sheet, layout, held, report), links)


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


def _rows(
    sheet: "CalamineSheet", layout: Layout, held: dict[int, list[tuple[int, int]]], report: Report
) -> Iterator[SheetRow]:
    texts = CellTexts(report)
    texts.errors = layout.errors
    above: dict[int, str] = {}
    wanted: dict[int, list[int]] = {}
    for top, column in {(top, column) for columns in held.values() for column, top in columns}:
        wanted.setdefault(top, []).append(column)
    hidden = filtered = 0
    for row, values in enumerate(sheet.iter_rows()):
        cells = [value if value.__class__ is str else _text(value) for value in values[:MAX_COLUMNS]]
        if not any(cells):
            continue
        joined = "".join(cells)
        if "#" in joined or "Err:" in joined or '="' in joined:
            cells = texts.put_right(cells)
        for column, _ in held.get(row, ()):
            if column < len(cells) and not cells[column]:
                cells[column] = above.get(column, "")
        for column in wanted.get(row, ()):
            above[column] = cells[column] if column < len(cells) else ""
        hidden += row in layout.hidden_rows
        filtered += row in layout.filtered_rows
        yield row + 1, cells
    texts.tell()
    _tell_hidden(layout, hidden, filtered, sheet, report)


def _tell_hidden(layout: Layout, hidden: int, filtered: int, sheet: "CalamineSheet", report: Report) -> None:
    """Say what of a sheet that was read cannot be seen when it is opened."""
    if hidden:
        report.note(f"{hidden:,} hidden {'row was' if hidden == 1 else 'rows were'} read, too.")
    if filtered:
        rows = "row that a filter hides was" if filtered == 1 else "rows that a filter hides were"
        report.note(f"{filtered:,} {rows} read, too.")
    start, end = sheet.start, sheet.end
    columns = [column for column in sorted(layout.hidden_columns) if start and end and start[1] <= column <= end[1]]
    if columns:
        named = ", ".join(map(column_name, columns))
        report.note(
            f"{len(columns):,} hidden {'column was' if len(columns) == 1 else 'columns were'} read, too: {named}."
        )


def _text(value: object) -> str:
    """Return the text of a typed cell: ISO dates, whole numbers plain."""
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() and abs(value) < 1e18 else repr(value)
    if isinstance(value, datetime):
        value = _whole_seconds(value)
        return (
            value.date().isoformat() if value.time() == time() else f"{value.date().isoformat()} {_clock(value.time())}"
        )
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, time):
        return _clock(_whole_seconds(datetime.combine(date.min, value)).time())
    if isinstance(value, timedelta):
        minutes, seconds = divmod(round(value.total_seconds()), 60)
        return f"{minutes // 60}:{minutes % 60:02}:{seconds:02}"
    return "" if value is None else str(value)


def _whole_seconds(moment: datetime) -> datetime:
    """Return the second that a moment stored as a fraction of a day stands for."""
    return (moment + _HALF_A_SECOND).replace(microsecond=0) if moment.microsecond else moment


def _clock(at: time) -> str:
    return at.strftime("%H:%M:%S" if at.second else "%H:%M")
