"""Partial dates: ISO text of reduced precision (`2019`, `2019-05`, `2019-05-03`), read, shown and compared."""

import re
from datetime import date
from functools import cache

from crm.dates.intervals import month_end
from crm.dates.vocabulary import MONTH, MONTHS, month_number, year_number


@cache
def _partial_pattern() -> re.Pattern[str]:
    return re.compile(
        rf"(?:(?P<iso_y>[12][0-9]{{3}})(?:-(?P<iso_m>[0-9]{{2}})(?:-(?P<iso_d>[0-9]{{2}}))?)?"
        rf"|(?:(?P<d>[0-9]{{1,2}})[/.-])?(?P<m>[0-9]{{1,2}})[/.-](?P<y>[12][0-9]{{3}})"
        rf"|(?P<d2>[0-9]{{1,2}})[/.-](?P<m2>[0-9]{{1,2}})[/.-](?P<y2>[0-9]{{2}})"
        rf"|(?:(?P<d3>[0-9]{{1,2}})(?:st|nd|rd|th)?(?:\s+of)?[\s-]+)?(?P<m3>{MONTH})\.?(?:\s+(?P<d4>[0-9]{{1,2}})(?:st|nd|rd|th)?,?)?"
        rf"[\s-]+(?P<y3>[12][0-9]{{3}}))",
        re.IGNORECASE,
    )


_PARTIAL_TEXT = re.compile(r"[0-9]{4}(?:-[0-9]{2}(?:-[0-9]{2})?)?")


def parse_partial(text: str) -> str | None:
    """Return a date of any precision as ISO text ("May 2019" -> `2019-05`), or None: British order, with a year."""
    match = _partial_pattern().fullmatch(" ".join(text.split()))
    if match is None:
        return None
    year = year_number(match["iso_y"] or match["y"] or match["y2"] or match["y3"])
    if match["d3"] and match["d4"]:  # "3 May 4 2019"
        return None
    day_text = match["iso_d"] or match["d"] or match["d2"] or match["d3"] or match["d4"]
    month_text = str(month_number(match["m3"])) if match["m3"] else match["iso_m"] or match["m"] or match["m2"]
    if not month_text:
        return f"{year:04}"
    try:
        found = date(year, int(month_text), int(day_text or 1))
    except ValueError:
        return None
    return found.isoformat() if day_text else found.isoformat()[:7]


def show_partial(text: str) -> str:
    """Return a partial date for reading: "2019", "May 2019", "3 May 2019"; ValueError if it is none."""
    day = partial_start(text)
    if len(text) == 4:
        return f"{day.year}"
    month = f"{MONTHS[day.month - 1]} {day.year}"
    return month if len(text) == 7 else f"{day.day} {month}"


def partial_start(text: str) -> date:
    """Return the first day a partial date can mean (its key in comparisons); ValueError if it is none."""
    if not _PARTIAL_TEXT.fullmatch(text):
        raise ValueError(f"not a partial date: {text!r}")
    return date.fromisoformat(text + "-01-01"[: 10 - len(text)])


def partial_end(text: str) -> date:
    """Return the last day a partial date can mean; ValueError if it is none."""
    start = partial_start(text)
    if len(text) == 4:
        return date(start.year, 12, 31)
    return month_end(start) if len(text) == 7 else start
