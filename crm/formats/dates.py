"""Dates as files write them: ISO, British, spreadsheet serials, without a year; impossible ones are never guessed."""

import re
from datetime import date, timedelta

from crm.clock import today
from crm.dates import parse_partial

# What programs write where no date is known.
_NONE = frozenset(("0/0/00", "00/00/00", "0/0/0000", "00/00/0000", "0000-00-00", "1/1/4501", "01/01/4501"))
_TIME = re.compile(r"[T ]\d{1,2}:\d{2}(?::\d{2}(?:\.\d+)?)?\s*(?:[AaPp][Mm]|Z|[+-]\d{2}:?\d{2})?$|T\d{4,6}Z?$")
_SHORT_YEAR = re.compile(r"(\d{1,2})[ -]([A-Za-z]{3,9})[ -](\d{2})")
_COMPACT = re.compile(r"(\d{4})(\d{2})(\d{2})")
_YEAR_FIRST = re.compile(r"(\d{4})[/.](\d{1,2})[/.](\d{1,2})")
_YEARLESS = re.compile(r"(?:-|0000)-(\d{2})-?(\d{2})")
_SERIAL = re.compile(r"(\d{5})(?:\.\d+)?")
_SERIAL_START = date(1899, 12, 30)
_APPLE_NO_YEAR = "1604"


def read_date(text: str) -> str | None:
    """Return a date of a file as ISO text of its precision, "" where it says that there is none, None if impossible.

    Five digits are a spreadsheet's serial day (1982 to 2064); a time of day is left off; 12/13/2025 is nothing.
    """
    plain = _TIME.sub("", text.strip())
    if not plain or plain in _NONE:
        return ""
    parts = _COMPACT.fullmatch(plain) or _YEAR_FIRST.fullmatch(plain)
    if parts:
        plain = f"{parts[1]}-{parts[2]:0>2}-{parts[3]:0>2}"
    short = _SHORT_YEAR.fullmatch(plain)
    if short:
        plain = f"{short[1]} {short[2]} {_century(int(short[3]))}"
    serial = _SERIAL.fullmatch(plain)
    if serial and 30_000 <= int(serial[1]) <= 60_000:
        return (_SERIAL_START + timedelta(days=int(serial[1]))).isoformat()
    return parse_partial(plain)


def read_birthday(text: str) -> str | None:
    """Return a birthday as `read_date` does, or as `--MM-DD` where the year is not known; never one to come."""
    plain = text.strip()
    yearless = _YEARLESS.fullmatch(_TIME.sub("", plain))
    if yearless:
        plain = f"{_APPLE_NO_YEAR}-{yearless[1]}-{yearless[2]}"
    born = read_date(plain)
    if not born:
        return born
    if born.startswith(_APPLE_NO_YEAR):  # Apple's way, too, of leaving the year out; a leap year
        return "-" + born[4:]
    if born[:4] > str(today().year) and plain[-2:] == born[2:4]:
        return f"{int(born[:4]) - 100}{born[4:]}"
    return born


def _century(year: int) -> int:
    return year + (2000 if year < 70 else 1900)
