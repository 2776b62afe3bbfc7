"""Workbooks out: every text a text, every date a date, nothing alive; the default for people."""

import re
from collections.abc import Callable, Iterable, Sequence
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO

from crm.errors import Invalid
from crm.formats.safe_file import writable
from crm.formats.table_output import Column, Written
from crm.phones import international

if TYPE_CHECKING:
    from xlsxwriter.worksheet import Worksheet

_MOST_ROWS = 1_048_575
_LONGEST = 32_767
_ILLEGAL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_FULL_DATE = re.compile(r"\d{4}-\d{2}-\d{2}")

_WriteCell = Callable[[int, int, Any], None]


def write_xlsx(
    target: Path | str | BinaryIO,
    columns: Sequence[Column],
    rows: Iterable[Sequence[object]],
    *,
    sheet: str = "List",
    above: Sequence[tuple[str, str]] = (),
) -> Written:
    """Write a table as a workbook of one sheet, row by row as they come; a path is replaced safely.

    Lines of a name and a value can stand `above` it; without any the heading row is frozen. It is filtered. Control
    characters are taken out and texts beyond 32,767 characters, which no cell can hold, are cut; the notes say so.
    Raises `Invalid` beyond 1,048,575 rows.
    """
    import xlsxwriter  # heavy: only when a workbook is written

    count = 0
    with writable(target) as handle:
        book = xlsxwriter.Workbook(
            handle,
            {
                "constant_memory": True,
                "strings_to_formulas": False,
                "strings_to_urls": False,
                "strings_to_numbers": False,
            },
        )
        page = book.add_worksheet(_sheet_name(sheet))
        cells = _Cells(page, book.add_format({"num_format": "@"}), book.add_format({"num_format": "dd/mm/yyyy"}),
                       book.add_format({"num_format": "dd/mm/yyyy hh:mm"}))  # fmt: skip
        heading = book.add_format({"bold": True, "bottom": 1, "text_wrap": False})
        for place, column in enumerate(columns):
            page.set_column(place, place, column.width)
        top = _lines_above(page, above, heading, cells)
        for place, column in enumerate(columns):
            page.write_string(top, place, column.title, heading)
        if not top:
            page.freeze_panes(1, 0)
        writers = [cells.writer(column) for column in columns]
        for count, row in enumerate(rows, 1):
            if count + top > _MOST_ROWS:
                raise Invalid("rows", f"A sheet holds at most {_MOST_ROWS:,} rows. Export fewer, or as CSV.")
            for place, (write, value) in enumerate(zip(writers, row, strict=True)):
                if value is not None and value != "":
                    write(count + top, place, value)
        page.autofilter(top, 0, count + top, max(0, len(columns) - 1))
        book.close()
    return Written(count, cells.notes())


def _lines_above(page: "Worksheet", lines: Sequence[tuple[str, str]], bold: object, cells: "_Cells") -> int:
    """Write the lines above the table; return the row of its headings."""
    write = cells.writer(Column(""))
    for number, (name, value) in enumerate(lines):
        page.write_string(number, 0, name, bold)
        if value:
            write(number, 1, value)
    return len(lines) + 1 if lines else 0


class _Cells:
    """Writes values into the cells of one sheet and remembers what had to be changed."""

    def __init__(self, page: "Worksheet", text: object, day: object, moment: object) -> None:
        self._page, self._text_format, self._day_format, self._moment_format = page, text, day, moment
        self._cleaned = self._cut = 0

    def writer(self, column: Column) -> _WriteCell:
        """Return what writes the cells of a column."""
        kinds: dict[str, _WriteCell] = {"number": self._number, "date": self._date, "phone": self._phone}
        return kinds.get(column.kind, self._text)

    def notes(self) -> tuple[str, ...]:
        """Say what had to be changed, if anything."""
        cleaned = f"Characters that no workbook can hold were left out of cells: {self._cleaned:,}."
        cut = f"Cells longer than {_LONGEST:,} characters, the most that fit, were cut: {self._cut:,}."
        return tuple(note for number, note in ((self._cleaned, cleaned), (self._cut, cut)) if number)

    def _text(self, row: int, place: int, value: Any) -> None:
        text = value if value.__class__ is str else str(value)
        if not text.isprintable() and _ILLEGAL.search(text):
            text = _ILLEGAL.sub("", text)
            self._cleaned += 1
        if len(text) > _LONGEST:
            text = text[:_LONGEST]
            self._cut += 1
        self._page.write_string(row, place, text, self._text_format)

    def _phone(self, row: int, place: int, value: Any) -> None:
        self._text(row, place, international(str(value)))

    def _number(self, row: int, place: int, value: Any) -> None:
        if isinstance(value, (int, float)):
            self._page.write_number(row, place, value)
        else:
            self._text(row, place, value)

    def _date(self, row: int, place: int, value: Any) -> None:
        if isinstance(value, str) and _FULL_DATE.fullmatch(value):
            value = date.fromisoformat(value)
        if isinstance(value, datetime):
            self._page.write_datetime(row, place, value.replace(tzinfo=None), self._moment_format)
        elif isinstance(value, date) and value.year >= 1900:
            self._page.write_datetime(row, place, value, self._day_format)
        else:  # a date of reduced precision, or older than spreadsheets can count
            self._text(row, place, value)


def _sheet_name(name: str) -> str:
    return re.sub(r"[\[\]:*?/\\']", " ", name).strip()[:31] or "List"
