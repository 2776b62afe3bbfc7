"""Counting in days, weeks, months and years."""

import calendar
import re
from datetime import date, timedelta

from crm.dates.vocabulary import NUMBER, UNIT, number

_STEP = re.compile(rf"\b({NUMBER})\s*({UNIT})\b", re.IGNORECASE)


def add_months(day: date, months: int) -> date:
    """Return the day so many months later; the last day of a month that is too short for it."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


def month_end(day: date) -> date:
    """Return the last day of the month."""
    return day.replace(day=calendar.monthrange(day.year, day.month)[1])


def monday_of(day: date) -> date:
    """Return the Monday of the calendar week."""
    return day - timedelta(days=day.weekday())


def coming(weekday: int, today: date) -> date:
    """Return the next such weekday after `today`."""
    return today + timedelta(days=(weekday - today.weekday() - 1) % 7 + 1)


def latest(weekday: int, today: date) -> date:
    """Return the last such weekday before `today`."""
    return today - timedelta(days=(today.weekday() - weekday - 1) % 7 + 1)


def add(day: date, count: int, unit: str) -> date:
    """Return the day so many units later: days, weeks, fortnights, months, quarters or years, by their first letter."""
    match unit.lower()[0]:
        case "d":
            return day + timedelta(days=count)
        case "w":
            return day + timedelta(weeks=count)
        case "f":
            return day + timedelta(weeks=2 * count)
        case "m":
            return add_months(day, count)
        case "q":
            return add_months(day, 3 * count)
        case _:
            return add_months(day, 12 * count)


def add_span(day: date, span: str, *, back: bool = False) -> date:
    """Return the day that lies "a year and 2 days" later, or earlier; a unit alone ("fortnight") counts once."""
    steps = _STEP.findall(span) or [("1", span.strip())]
    for count, unit in steps:
        day = add(day, -number(count) if back else number(count), unit)
    return day
