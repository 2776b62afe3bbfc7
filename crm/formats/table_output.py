"""What the writers of tables share: columns, the guard against formulas, and what is said about a written file."""

import re
from datetime import date, datetime
from typing import Literal

import msgspec

# A spreadsheet takes such a cell for a formula: also with blanks or full-width signs in front (OWASP, CSV injection).
_FORMULA = re.compile("'*(?:[\t\r\n]|\\s*[=+\\-@\uff1d\uff0b\uff0d\uff20\u2212\ufe62\ufe63\ufe66\ufe6b])")


CellKind = Literal["text", "date", "number", "phone"]


class Column(msgspec.Struct, frozen=True):
    """A column of a table to be written: its heading, what its cells hold, and its width in characters.

    A `date` takes a date, a datetime or ISO text; a `number` an int or float; a `phone` E.164 text.
    """

    title: str
    kind: CellKind = "text"
    width: int = 20


class Written(msgspec.Struct, frozen=True):
    """A finished file: how many rows it holds, and what had to be changed on the way (sentences)."""

    rows: int
    notes: tuple[str, ...] = ()


def neutralised(text: str) -> str:
    """Return `text` so that a spreadsheet shows it instead of calculating it: an apostrophe goes before a formula."""
    return "'" + text if _FORMULA.match(text) else text


def without_own_apostrophe(text: str) -> str:
    """Take back what `neutralised` did; any other text, also one that begins with an apostrophe, stays as it is."""
    return text[1:] if text[:1] == "'" and _FORMULA.match(text, 1) else text


def iso_text(value: object) -> str:
    """Return a date or a moment as text that sorts and that every program reads: 2026-03-12, 2026-03-12 14:00."""
    if isinstance(value, datetime):
        return value.strftime("%Y-%m-%d %H:%M")
    return value.isoformat() if isinstance(value, date) else str(value)
