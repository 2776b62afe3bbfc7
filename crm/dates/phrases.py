"""The day that a phrase names: the grammar's rules, each with what it means."""

import calendar
import re
from collections.abc import Callable
from datetime import date, timedelta

import msgspec

from crm.dates.grammar import day_pattern
from crm.dates.intervals import add, add_months, add_span, coming, latest, monday_of, month_end
from crm.dates.vocabulary import month_number, number, ordinal_number, weekday_number, year_number

_LATER = re.compile(r"afternoon|evening|night", re.IGNORECASE)
_LEADING = re.compile(r"^(?:on|by|for|due|around|about)\s+", re.IGNORECASE)


class DayFound(msgspec.Struct, frozen=True):
    """A date read at a place in a text: where it ends, and the day (None: it looks like a date but cannot be one).

    `counted` says that it is a bare number of days, weeks or months ("2w"), a date only where a date is expected;
    `later` that its afternoon, evening or night was named.
    """

    end: int
    day: date | None
    counted: bool = False
    later: bool = False


class _Point(msgspec.Struct, frozen=True):
    """From where a phrase is read: the day it is, where counts start, and whether what has no direction lies ahead."""

    today: date
    counted_from: date
    future: bool


def day_at(
    text: str, start: int, today: date, *, future: bool = False, counted_from: date | None = None
) -> DayFound | None:
    """Read the date that begins at character `start`, or None where no date begins.

    `future` decides what has no direction of its own: a bare weekday and a day without a year lie ahead (a follow-up)
    or behind (a meeting). Counts ("in 2 weeks") start at `counted_from`, all else at `today`: a
    follow-up "in 2 weeks" is that long after the meeting, one "on Friday" is on the Friday that the writer sees ahead.
    """
    match = day_pattern().match(text, start)
    if match is None:
        return None
    kind = match.lastgroup or ""
    # A meeting "in March" names no day, nor does one "after 3 weeks".
    if not future and (kind == "month" or (match["in"] or "").lower() == "after"):
        return None
    point = _Point(today, counted_from or today, future)
    try:
        day = _READERS[kind](match, point)
    except (ValueError, OverflowError):
        day = None
    counted = kind == "ahead" and not match["in"] and not match["time"]
    return DayFound(match.end(), day, counted, bool(_LATER.search(match[0])))


def understand_date(text: str, today: date, *, future: bool = False) -> date | None:
    """Return the day a person means, or None: British order, impossible dates are never guessed."""
    words = _LEADING.sub("", " ".join(text.split()))
    found = day_at(words, 0, today, future=future)
    return found.day if found is not None and found.end == len(words) else None


def looks_like_a_date(text: str, today: date) -> bool:
    """Say whether a whole text is written as a date, one that the calendar may not have: "31/02", "32 Jan"."""
    words = _LEADING.sub("", " ".join(text.split()))
    found = day_at(words, 0, today, future=True)
    return found is not None and found.end == len(words)


def _without_year(day: int, month: int, point: _Point) -> date | None:
    """The next such day for what lies ahead, the nearest for what was: "met ... 28/5" on the 22nd is a slip to show."""
    days: list[date] = []
    for year in (point.today.year - 1, point.today.year, point.today.year + 1):
        if month == 2 and day == 29 and not calendar.isleap(year):
            continue
        days.append(date(year, month, day))
    return _nearest(days, point)


def _nearest(days: list[date], point: _Point) -> date | None:
    """The first of `days` that is still to come, or for what was the nearest."""
    if point.future:
        return min((found for found in days if found >= point.today), default=None)
    return min(days, key=lambda found: abs(found - point.today), default=None)


def _iso(match: re.Match[str], point: _Point) -> date:
    return date(int(match["iso_y"]), int(match["iso_m"]), int(match["iso_d"]))


def _numeric(match: re.Match[str], point: _Point) -> date | None:
    day, month = int(match["num_d"]), int(match["num_m"] or match["num_m2"])
    year = match["num_y"] or match["num_y2"]
    return date(year_number(year), month, day) if year else _without_year(day, month, point)


def _named(match: re.Match[str], point: _Point) -> date:
    words = match["named"].lower()
    if "after" in words.split():
        return point.today + timedelta(days=2)
    if "before" in words:
        return point.today - timedelta(days=2)
    if words.startswith(("yest", "last")):
        return point.today - timedelta(days=1)
    return point.today + timedelta(days=1 if words.startswith(("tom", "tm")) else 0)


def _written(match: re.Match[str], point: _Point) -> date | None:
    day = ordinal_number(next(match[name] for name in ("wr_d", "wr_d2", "wr_do", "wr_do2") if match[name]))
    month = month_number(next(match[name] for name in ("wr_m", "wr_m2", "wr_m3", "wr_m4") if match[name]))
    found = date(year_number(match["wr_y"]), month, day) if match["wr_y"] else _without_year(day, month, point)
    if found and match["wr_w"] and found.weekday() != weekday_number(match["wr_w"]):
        return None  # "Tue 27 May" when the 27th is a Wednesday: one of the two is wrong, and we do not know which
    return found


def _ordinal(match: re.Match[str], point: _Point) -> date | None:
    day = int(match["or_d"])
    step = 1 if point.future else -1
    for months in range(13):
        month = add_months(point.today.replace(day=1), step * months)
        if day > month_end(month).day or day < 1:
            continue
        found = month.replace(day=day)
        if (found >= point.today) if point.future else (found <= point.today):
            wanted = match["or_w"]
            return found if not wanted or weekday_number(wanted) == found.weekday() else None
    return None


def _shift(words: str | None) -> int:
    """How many weeks, months or years away "next", "last", "week after next" and the like are."""
    which = (words or "").lower()
    if "after" in which or "before" in which:
        return 2 if "after" in which else -2
    if which.startswith(("next", "following", "the following", "coming")):
        return 1
    return -1 if which.startswith(("last", "previous", "past")) else 0


def _of_month(match: re.Match[str], point: _Point) -> date:
    return add_months(point.today.replace(day=1), _shift(match["om_q"])).replace(day=int(match["om_d"]))


def _nth(match: re.Match[str], point: _Point) -> date | None:
    place, wanted = match["nt_n"].lower(), weekday_number(match["nt_w"])
    today = point.today
    if match["nt_m"] and match["nt_y"]:
        months = [date(int(match["nt_y"]), month_number(match["nt_m"]), 1)]
    elif match["nt_m"]:
        months = [date(today.year + step, month_number(match["nt_m"]), 1) for step in (-1, 0, 1)]
    else:
        months = [add_months(today.replace(day=1), _shift(match["nt_q"]))]
    days = []
    for first in months:
        if place == "last":
            days.append(latest(wanted, month_end(first) + timedelta(days=1)))
        else:
            days.append(coming(wanted, first - timedelta(days=1)) + timedelta(weeks=ordinal_number(place) - 1))
    return days[0] if len(days) == 1 else _nearest(days, point)


def _ago(match: re.Match[str], point: _Point) -> date:
    return add_span(point.today, match["ago_c"], back=True)


def _weekdays_ago(match: re.Match[str], point: _Point) -> date:
    return latest(weekday_number(match["wa_w"]), point.today) - timedelta(weeks=number(match["wa_n"]) - 1)


def _ahead(match: re.Match[str], point: _Point) -> date:
    return add_span(point.counted_from, match["ah_c"])


def _base(words: str, point: _Point) -> date:
    """The day from which others are counted: "today", "tomorrow", "Monday", "next Monday", "last Tuesday"."""
    said = words.lower().split()
    if said[0] in ("today", "tomorrow", "yesterday"):
        return point.today + timedelta(days={"today": 0, "tomorrow": 1, "yesterday": -1}[said[0]])
    wanted = weekday_number(said[-1])
    if said[0] == "next":
        return monday_of(point.today) + timedelta(weeks=1, days=wanted)
    return latest(wanted, point.today) if said[0] == "last" else coming(wanted, point.today)


def _after_day(match: re.Match[str], point: _Point) -> date:
    return add_span(_base(match["ad_b"], point), match["ad_c"])


def _before_day(match: re.Match[str], point: _Point) -> date:
    return add_span(_base(match["bd_b"] or match["bd_b2"], point), match["bd_c"] or match["bd_c2"], back=True)


def _week_on(match: re.Match[str], point: _Point) -> date:
    base, back = match["wo_b"], match["wo_b"].lower() == "yesterday"  # "yesterday week": a week before yesterday
    return add(_base(base, point), -1 if back else 1, match["wo_u"])


def _of_week(match: re.Match[str], point: _Point) -> date:
    wanted = weekday_number(match["ow_w"] or match["ow_w2"])
    return monday_of(point.today) + timedelta(weeks=_shift(match["ow_q"] or match["ow_q2"]), days=wanted)


def _in_weeks(match: re.Match[str], point: _Point) -> date:
    wanted = weekday_number(match["iw_w"] or match["iw_w2"])
    count, unit = number(match["iw_n"] or match["iw_n2"]), match["iw_u"] or match["iw_u2"]
    return add(monday_of(point.today), count, unit) + timedelta(days=wanted)


def _after_next(match: re.Match[str], point: _Point) -> date:
    """The second such weekday from here; of weeks, months and years the one but one."""
    unit, ahead = match["an_w"].lower(), match["an_q"].lower().startswith("after")
    if unit in ("week", "fortnight", "month", "year"):
        return add(point.today, 2 if ahead else -2, unit)
    wanted = weekday_number(unit)
    if ahead:
        return coming(wanted, point.today) + timedelta(weeks=1)
    return latest(wanted, point.today) - timedelta(weeks=1)


def _on_weekday(match: re.Match[str], point: _Point) -> date:
    wanted, today = weekday_number(match["wd_w"]), point.today
    which = (match["wd_q"] or match["wd_q2"] or "").lower().split()
    if which == ["next"]:  # "next tue" is that day of the next calendar week, and so it is shown
        return monday_of(today) + timedelta(weeks=1, days=wanted)
    if which == ["this"]:
        return monday_of(today) + timedelta(days=wanted)
    if "coming" in which or (point.future and not which):
        return coming(wanted, today)
    return latest(wanted, today)


def _weekend(match: re.Match[str], point: _Point) -> date:
    """The Saturday of it."""
    which, saturday = match["we_q"].lower(), monday_of(point.today) + timedelta(days=5)
    if which == "next":
        return saturday + timedelta(weeks=1)
    if which in ("last", "past", "this past") or (which == "the" and not point.future):
        return latest(5, monday_of(point.today) if point.today >= saturday and which == "last" else point.today)
    return saturday


def _whole(match: re.Match[str], point: _Point) -> date:
    return add(point.today, _shift(match["wh_q"]), match["wh_u"])


def _close(match: re.Match[str], point: _Point) -> date | None:
    today, short = point.today, (match["end_s"] or match["end_d"] or "").lower()
    if short in ("eod", "cob") or re.search(r"\s(?:play|business|day)$", short):
        return today
    unit = (match["end_u"] or {"eow": "week", "eoy": "year", "yea": "year"}.get(short[:3], "month")).lower()
    later = _shift(match["end_q"])
    if unit == "week":  # the working week
        return monday_of(today) + timedelta(days=4, weeks=later)
    if unit == "month":
        return month_end(add_months(today.replace(day=1), later))
    if unit == "quarter":
        return month_end(add_months(today.replace(day=1), (3 - today.month) % 3 + 3 * later))
    if unit == "year":
        return date(today.year + later, 12, 31)
    years = [int(match["end_y"])] if match["end_y"] else [today.year + step for step in (-1, 0, 1)]
    ends = [month_end(date(year, month_number(unit), 1)) for year in years]
    return ends[0] if match["end_y"] else _nearest(ends, point)


def _opening(match: re.Match[str], point: _Point) -> date | None:
    """The first day of a week, month or year, or the middle: the Wednesday, the 15th, 1 July."""
    today, middle, unit = point.today, bool(match["op_m"] or match["op_m2"]), (match["op_u"] or "").lower()
    if unit == "week":
        return monday_of(today) + timedelta(weeks=1, days=2 if middle else 0)
    if unit == "month":
        return add_months(today.replace(day=15 if middle else 1), 1)
    if unit == "year":
        return date(today.year + 1, 7 if middle else 1, 1)
    return _without_year(15 if middle else 1, month_number(match["op_n"]), point)


def _in_month(match: re.Match[str], point: _Point) -> date | None:
    if match["mo_n"]:
        return date(point.today.year + 1, 1, 1)
    day, month = 15 if match["mo_mid"] else 1, month_number(match["mo_m"])
    return date(int(match["mo_y"]), month, day) if match["mo_y"] else _without_year(day, month, point)


_READERS: dict[str, Callable[[re.Match[str], _Point], date | None]] = {
    "iso": _iso,
    "numeric": _numeric,
    "week_on": _week_on,
    "of_week": _of_week,
    "in_weeks": _in_weeks,
    "after_next": _after_next,
    "named": _named,
    "written": _written,
    "of_month": _of_month,
    "nth": _nth,
    "ordinal": _ordinal,
    "weekdays_ago": _weekdays_ago,
    "before_day": _before_day,
    "after_day": _after_day,
    "ago": _ago,
    "ahead": _ahead,
    "weekday": _on_weekday,
    "weekend": _weekend,
    "whole": _whole,
    "close": _close,
    "opening": _opening,
    "month": _in_month,
}
