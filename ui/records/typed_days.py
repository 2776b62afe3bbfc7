"""Days as people type and read them, for date fields: the rules of `crm.dates` on today's date."""

from datetime import date

from crm import clock
from crm.dates import MONTHS, WEEKDAYS, looks_like_a_date, parse_partial, understand_date


def coming_day(text: str) -> date:
    """Return the day meant, weekdays and days of the month lying ahead; ValueError with the sentence to show."""
    return _day(text, future=True)


def any_day(text: str) -> date:
    """Return the day meant, weekdays and days of the month lying behind; ValueError with the sentence to show."""
    return _day(text, future=False)


def partial_day(text: str) -> str:
    """Return a date of any precision as ISO text: "May 2019", "3 May 2019", or a day as `any_day` reads it.

    ValueError with the sentence to show.
    """
    if found := parse_partial(text):
        return found
    if day := understand_date(text, clock.today()):
        return day.isoformat()
    if looks_like_a_date(text, clock.today()):
        raise ValueError(f"There is no “{text}” in the calendar.")
    raise ValueError(f"“{text}” is not a date. Try 3 May 2019, May 2019, 2019 or “last friday”.")


def written(day: date) -> str:
    """Return a day as it stands in a date field, so that it reads back as the same day: "Tue 26 May 2026"."""
    return f"{WEEKDAYS[day.weekday()]} {day.day} {MONTHS[day.month - 1]} {day.year}"


def typed(day: date) -> str:
    """Return a day as `coming_day`, `any_day` and the one-line entry all read it: "26/5/2026"."""
    return f"{day.day}/{day.month}/{day.year}"


def _day(text: str, *, future: bool) -> date:
    found = understand_date(text, clock.today(), future=future)
    if found is None and looks_like_a_date(text, clock.today()):
        raise ValueError(f"There is no “{text}” in the calendar.")
    if found is None:
        raise ValueError(f"“{text}” is no day. Write it as “fri”, “2w”, “21/5” or “21 May 2026”.")
    return found
