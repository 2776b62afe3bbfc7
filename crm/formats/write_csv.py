"""Delimited text out: for people's spreadsheets, where nothing may become a formula, or exact, for other programs."""

import csv
import io
import re
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import BinaryIO

from crm.formats.safe_file import writable
from crm.formats.table_output import Column, Written, iso_text, neutralised
from crm.phones import international

Cell = Callable[[object], str]


def write_csv(
    target: Path | str | BinaryIO,
    columns: Sequence[Column],
    rows: Iterable[Sequence[object]],
    *,
    bom: bool = True,
    delimiter: str = ",",
    for_spreadsheets: bool = True,
) -> Written:
    """Write a table as UTF-8 text with CRLF line ends, row by row as they come; a path is replaced safely.

    `for_spreadsheets` puts an apostrophe before what a spreadsheet would calculate and spaces phone numbers, so that
    they stay text; otherwise every value is written as it is. Excel needs the `bom` to see that it is UTF-8.
    """
    cells = [_cell(column, for_spreadsheets) for column in columns]
    count = 0
    with writable(target) as handle:
        text = io.TextIOWrapper(handle, "utf-8-sig" if bom else "utf-8", errors="replace", newline="")
        writer = csv.writer(text, delimiter=delimiter)
        writer.writerow([neutralised(column.title) if for_spreadsheets else column.title for column in columns])
        for row in rows:
            count += 1
            writer.writerow([cell(value) for cell, value in zip(cells, row, strict=True)])
        text.flush()
        text.detach()
    return Written(count)


def _cell(column: Column, for_spreadsheets: bool) -> Cell:
    if column.kind == "number":
        return _number
    if column.kind == "date":
        return _guarded_date if for_spreadsheets else _date
    if column.kind == "phone" and for_spreadsheets:
        return phone_text
    return _guarded if for_spreadsheets else _exact


def _exact(value: object) -> str:
    return "" if value is None else str(value)


# What `neutralised` can act on begins with one of these: a look at one character spares most cells the full search.
_SUSPECT = frozenset(
    "=+-@'\t\r\n \x0b\x0c\x1c\x1d\x1e\x1f\x85\u00a0\uff1d\uff0b\uff0d\uff20\u2212\ufe62\ufe63\ufe66\ufe6b"
)


def _guarded(value: object) -> str:
    if value.__class__ is str and value[:1].isalnum():  # nearly every cell
        return value
    text = "" if value is None else str(value)
    return neutralised(text) if text and (text[0] in _SUSPECT or text[0].isspace()) else text


def _number(value: object) -> str:
    return "" if value is None else str(value)


def _date(value: object) -> str:
    if isinstance(value, str):
        return value
    return "" if value is None else iso_text(value)


def _guarded_date(value: object) -> str:
    text = _date(value)
    return _guarded(text) if text[:1] == "-" else text  # a birthday without its year


# Numbers with blanks in them: no spreadsheet takes such a text for a sum.
_SPACED = re.compile(r"\+[0-9]{1,3}(?: [0-9]+)+(?: ext\. [0-9]+)?(?: \([a-z ]+\))?")


def phone_text(value: object) -> str:
    """Return a number, or several, as text that no spreadsheet takes for a sum: "+44 20 7946 0101"."""
    text = "" if value is None else str(value)
    spaced = international(text)
    if spaced != text and spaced[:1] == "+" and " " in spaced:  # nearly every cell
        return spaced
    return text if text[:1] == "+" and all(map(_SPACED.fullmatch, text.split("; "))) else _guarded(text)
