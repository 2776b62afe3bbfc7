"""Registers of one's own: people down the side, and a column for every day on which they met."""

import re
from collections.abc import Sequence
from datetime import date

import msgspec

from crm.formats.attendance_columns import part_of
from crm.formats.attendance_statuses import read_presence
from crm.formats.timestamps import MomentReader
from crm.text import words

_MONTH = r"(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*"
_NUMERIC = re.compile(r"(?<!\d)(?:\d{4}[./-]\d{1,2}[./-]\d{1,2}|\d{1,2}[./-]\d{1,2}[./-](?:\d{4}|\d{2}))(?!\d)")
_NAMED = re.compile(
    rf"(?<!\d)(?P<day>\d{{1,2}})(?:st|nd|rd|th)?[\s./-]*(?P<month>{_MONTH})\b[\s,./'’-]*(?P<year>\d{{4}}|\d{{2}})?(?!\d)",
    re.IGNORECASE,
)
_MONTH_FIRST = re.compile(
    rf"\b(?P<month>{_MONTH})[\s./-]*(?P<day>\d{{1,2}})(?:st|nd|rd|th)?\b(?:[\s,./'’-]+(?P<year>\d{{4}}|\d{{2}}))?(?!\d)",
    re.IGNORECASE,
)
_SHORT = re.compile(r"(?<![\d./-])(\d{1,2})[./](\d{1,2})(?![\d./-])")
_WHOLE_MONTH = re.compile(rf"(?P<month>{_MONTH})[\s./'’-]*(?P<year>\d{{4}}|\d{{2}})?", re.IGNORECASE)
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_LONGEST = 60
_MOST_WORDS = 7


class Register(msgspec.Struct, frozen=True):
    """The columns of a register and their days; several columns of one day are its sessions.

    `months` are columns of whole months ("Nov 2026"), of which that of the huddle's month is the huddle's day.
    """

    days: dict[int, date]
    months: frozenset[int] = frozenset()

    @property
    def all_days(self) -> tuple[date, ...]:
        """The days it is of, each once, in their order."""
        return tuple(sorted(set(self.days.values())))

    def of(self, day: date | None) -> list[int]:
        """Return the columns of a day."""
        return [place for place, own in self.days.items() if own == day]


def day_text(heading: str, year: int | None) -> str:
    """Return the date in a heading ("Huddle 14 Oct", "Wed 14/10/26") as a reader of moments takes it, else "".

    `year` is that of a heading which names none; without it such a heading says no day.
    """
    if len(heading) > _LONGEST or _asks(heading):
        return ""
    numeric = _NUMERIC.search(heading)
    if numeric:
        return numeric[0]
    named = _NAMED.search(heading) or _MONTH_FIRST.search(heading)
    if named:
        return _with_year(f"{named['day']} {named['month']} ", named["year"], year)
    short = _SHORT.search(heading)
    return _with_year(f"{short[1]}/{short[2]}/", None, year) if short else ""


def _asks(heading: str) -> bool:
    """Tell whether a heading with a date in it asks something ("Will you join us on 11 November?")."""
    return "?" in heading or len(words(heading)) > _MOST_WORDS or part_of(heading) in ("reply", "mode", "status")


def _with_year(beginning: str, written: str | None, year: int | None) -> str:
    if written:
        return f"{beginning}{written if len(written) == 4 else f'20{written}'}"
    return f"{beginning}{year}" if year else ""


def register_of(
    headings: Sequence[str],
    rows: Sequence[Sequence[str]],
    moments: MomentReader,
    year: int | None,
    on: date | None = None,
) -> Register | None:
    """Return the register that a table is, or None: a day in a heading counts where marks of presence are under it."""
    days: dict[int, date] = {}
    for place, heading in enumerate(headings):
        moment = moments.read(text) if (text := day_text(heading, year)) else None
        if moment is not None and _holds_marks([cells[place] for cells in rows if place < len(cells)]):
            days[place] = moment.date()
    months = [] if days else _months(headings, rows)
    if on is not None:
        days |= {place: on for place in months if _is_month_of(headings[place], on)}
    return Register(days, frozenset(months)) if days or months else None


def _months(headings: Sequence[str], rows: Sequence[Sequence[str]]) -> list[int]:
    """Return the columns of months, of which one alone is no register."""
    found = [place for place, heading in enumerate(headings) if _WHOLE_MONTH.fullmatch(heading.strip())]
    marked = [place for place in found if _holds_marks([cells[place] for cells in rows if place < len(cells)])]
    return marked if len(marked) > 1 and len(marked) == len(found) else []


def _is_month_of(heading: str, day: date) -> bool:
    found = _WHOLE_MONTH.fullmatch(heading.strip())
    if found is None:
        return False
    year = found["year"] or str(day.year)
    return _MONTHS.index(found["month"][:3].lower()) + 1 == day.month and year[-2:] == f"{day.year % 100:02}"


def holds_register(headings: Sequence[str], rows: Sequence[Sequence[str]]) -> bool:
    """Tell whether a table has columns of days with marks of presence under them, whatever days they are."""
    return bool(_months(headings, rows)) or any(
        (_NUMERIC.search(heading) or _NAMED.search(heading) or _MONTH_FIRST.search(heading) or _SHORT.search(heading))
        and len(heading) <= _LONGEST
        and not _asks(heading)
        and any(values := [cells[place] for cells in rows if place < len(cells)])
        and _holds_marks(values)
        for place, heading in enumerate(headings)
    )


def _holds_marks(values: Sequence[str]) -> bool:
    filled = [value for value in values if value]
    return all(len(words(value)) <= 4 for value in filled) and (
        not filled or sum(read_presence(value)[0] is not None for value in filled) * 2 > len(filled)
    )
