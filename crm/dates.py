"""Dates and times in a person's words: British order, always echoed, impossible ones never guessed.

Days are local dates (Europe/London), moments are UTC. A partial date is ISO text of reduced precision: `2019`,
`2019-05`, `2019-05-03`.
"""

import calendar
import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from zoneinfo import ZoneInfo

from crm.clock import LOCAL

WEEKDAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")

_WEEKDAY = r"mon(?:day)?|tue(?:s|sday)?|wed(?:s|nesday)?|thu(?:r|rs|rsday)?|fri(?:day)?|sat(?:urday)?|sun(?:day)?"
_MONTH = (
    r"jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?"
    r"|nov(?:ember)?|dec(?:ember)?"
)
_NUMBERS = {
    "a": 1, "an": 1, "one": 1, "two": 2, "a couple of": 2, "couple of": 2, "three": 3, "four": 4, "five": 5, "six": 6,
    "seven": 7, "eight": 8, "nine": 9, "ten": 10, "eleven": 11, "twelve": 12,
}  # fmt: skip
_NUMBER = r"[0-9]{1,3}|" + "|".join(sorted(_NUMBERS, key=len, reverse=True)).replace(" ", r"\s+")
_UNIT = r"d(?:ays?)?|w(?:ee)?ks?|w|fortnights?|months?|mths?|years?|yrs?|y"
_YEAR = r"(?:[12][0-9]{3}|['’]?[0-9]{2}(?![0-9:.]|\s?[ap]m\b))"
_PART_OF_DAY = r"(?:\s+(?:morning|afternoon|evening|night))?"
# A date ends where its word ends: "Monday's", "21/5/x" and "3-day" are something else.
_END = r"(?![\w/]|['’]\w|-\w|[.:][0-9])"

_RULES = rf"""
  (?P<iso>(?P<iso_y>[12][0-9]{{3}})-(?P<iso_m>[0-9]{{2}})-(?P<iso_d>[0-9]{{2}}))
| (?P<numeric>(?P<num_d>[0-9]{{1,2}})(?:/(?P<num_m>[0-9]{{1,2}})(?:/(?P<num_y>[0-9]{{4}}|[0-9]{{2}}))?
    |(?P<sep>[.-])(?P<num_m2>[0-9]{{1,2}})(?P=sep)(?P<num_y2>[0-9]{{4}}|[0-9]{{2}})))
| (?P<named>(?:the\s+day\s+|day\s+)(?:after\s+tomorrow|before\s+yesterday)
    |(?:today|tonight|yesterday|yest|tomorrow|tmrw|tmr){_PART_OF_DAY}|this\s+(?:morning|afternoon|evening)|last\s+night)
| (?P<written>(?:(?P<wr_w>{_WEEKDAY}),?\s+)?(?:the\s+)?(?:
      (?P<wr_d>[0-9]{{1,2}})(?:st|nd|rd|th)?(?:\s+of)?[\s-]?(?P<wr_m>{_MONTH})\b\.?
     |(?P<wr_m2>{_MONTH})\b\.?\s+(?:the\s+)?(?P<wr_d2>[0-9]{{1,2}})(?:st|nd|rd|th)?(?![0-9:.]|\s?[ap]m\b)
    )(?:,?[\s-](?P<wr_y>{_YEAR}))?)
| (?P<ordinal>(?:(?P<or_w>{_WEEKDAY})\s+)?the\s+(?P<or_d>[0-9]{{1,2}})(?:st|nd|rd|th))
| (?P<week_on>(?:a\s+week\s+on\s+(?P<wo_w>{_WEEKDAY})|(?P<wo_w2>{_WEEKDAY})\s+week))
| (?P<ago>(?P<ago_n>{_NUMBER})\s*(?P<ago_u>{_UNIT})\s+ago)
| (?P<ahead>(?:(?P<in>in|within)\s+)?(?P<ah_n>{_NUMBER})\s*(?P<ah_u>{_UNIT})
    (?P<time>['’]?\s+time|\s+from\s+now|\s+later)?)
| (?P<weekday>(?:(?P<wd_q>last|next|this|coming|past)\s+)?(?P<wd_w>{_WEEKDAY}){_PART_OF_DAY})
| (?P<whole>(?P<wh_q>next|last)\s+(?P<wh_u>week|fortnight|month|year))
| (?P<close>(?:the\s+)?end\s+of\s+(?:(?:the|this)\s+)?(?P<end_q>next\s+)?(?P<end_u>week|month|year|{_MONTH})
    |eow|eom|month\s+end)
| (?P<month>in\s+(?P<mo_m>{_MONTH}))
"""


@cache  # made when a date is first read: the pattern takes longer to make than a day's page to read
def _day_pattern() -> re.Pattern[str]:
    return re.compile(rf"(?:{_RULES}){_END}", re.IGNORECASE | re.VERBOSE)


@cache
def _time_pattern() -> re.Pattern[str]:
    return re.compile(
        r"(?P<at>at\s+)?(?:(?P<h>[0-9]{1,2})(?:[:.](?P<m>[0-9]{2}))?\s?(?P<half>[ap])\.?m\b\.?"
        r"|(?P<h24>[0-9]{1,2}):(?P<m24>[0-9]{2})|(?P<word>noon|midday|midnight)"
        r"|(?<=at\s)(?P<h_at>[0-9]{1,2})(?:\.(?P<m_at>[0-9]{2}))?)(?![\w/]|-\w|[.:][0-9])",
        re.IGNORECASE,
    )


@dataclass(frozen=True, slots=True)
class DayFound:
    """A date read at a place in a text: where it ends, and the day (None: it looks like a date but cannot be one).

    `counted` says that it is a bare number of days, weeks or months ("2w"), a date only where a date is expected.
    """

    end: int
    day: date | None
    counted: bool = False


@dataclass(frozen=True, slots=True)
class _Point:
    """From where a phrase is read: the day it is, where counts start, and whether what has no direction lies ahead."""

    today: date
    counted_from: date
    future: bool


def day_at(
    text: str, start: int, today: date, *, future: bool = False, counted_from: date | None = None
) -> DayFound | None:
    """Read the date that begins at character `start`, or None where no date begins.

    `future` decides what has no direction of its own: a bare weekday and a day without a year lie ahead (a follow-up)
    or behind (a meeting). Counts ("in 2 weeks") start at `counted_from`, all else at `today` (screens, rule ii).
    """
    match = _day_pattern().match(text, start)
    if match is None:
        return None
    kind = match.lastgroup or ""
    if kind == "month" and not future:  # a meeting "in March" names no day
        return None
    point = _Point(today, counted_from or today, future)
    try:
        day = _READERS[kind](match, point)
    except (ValueError, OverflowError):
        day = None
    counted = kind == "ahead" and not match["in"] and not match["time"]
    return DayFound(match.end(), day, counted)


def understand_date(text: str, today: date, *, future: bool = False) -> date | None:
    """Return the day a person means, or None: British order, impossible dates are never guessed (R54).

    Our own rules first; what none of them knows is asked of dateparser, and only if it names a day.
    """
    words = " ".join(text.split())
    words = re.sub(r"^(?:on|by)\s+", "", words, flags=re.IGNORECASE)
    found = day_at(words, 0, today, future=future)
    if found is not None and found.end == len(words):
        return found.day
    if not words or len(words) > 40 or not re.search(_WORTH_ASKING, words, re.IGNORECASE):
        return None
    return _ask_dateparser(words, today, future=future)


_WORTH_ASKING = rf"\b(?:{_MONTH}|{_WEEKDAY}|(?:days?|weeks?|fortnights?|months?|years?)(?:['’]|\b))\b"


def _ask_dateparser(words: str, today: date, *, future: bool) -> date | None:
    import dateparser  # deferred: half a second of imports that most sessions never need

    found: datetime | None = dateparser.parse(
        words,
        languages=["en"],
        settings={
            "DATE_ORDER": "DMY",
            "PREFER_DATES_FROM": "future" if future else "past",
            "RELATIVE_BASE": datetime.combine(today, time(12)),
            "REQUIRE_PARTS": ["day", "month"],
            "PARSERS": ["relative-time", "absolute-time"],
        },
    )
    return found.date() if found else None


def _number(text: str) -> int:
    words = " ".join(text.lower().split())
    return _NUMBERS[words] if words in _NUMBERS else int(words)


def _weekday(name: str) -> int:
    return WEEKDAYS.index(name[:3].title())


def _month(name: str) -> int:
    return MONTHS.index(name[:3].title()) + 1


def _year(text: str) -> int:
    digits = text.lstrip("'’")
    if len(digits) == 4:
        return int(digits)
    return int(digits) + (2000 if int(digits) < 70 else 1900)


def _add_months(day: date, months: int) -> date:
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


def _add(day: date, number: int, unit: str) -> date:
    match unit.lower()[0]:
        case "d":
            return day + timedelta(days=number)
        case "w":
            return day + timedelta(weeks=number)
        case "f":
            return day + timedelta(weeks=2 * number)
        case "m":
            return _add_months(day, number)
        case _:
            return _add_months(day, 12 * number)


def _month_end(day: date) -> date:
    return day.replace(day=calendar.monthrange(day.year, day.month)[1])


def _without_year(day: int, month: int, point: _Point) -> date | None:
    """The next such day for what lies ahead, the nearest for what was: "met ... 28/5" on the 22nd is a slip to show."""
    days: list[date] = []
    for year in (point.today.year - 1, point.today.year, point.today.year + 1):
        if month == 2 and day == 29 and not calendar.isleap(year):
            continue
        days.append(date(year, month, day))
    if point.future:
        return min((found for found in days if found >= point.today), default=None)
    return min(days, key=lambda found: abs(found - point.today), default=None)


def _iso(match: re.Match[str], point: _Point) -> date:
    return date(int(match["iso_y"]), int(match["iso_m"]), int(match["iso_d"]))


def _numeric(match: re.Match[str], point: _Point) -> date | None:
    day, month = int(match["num_d"]), int(match["num_m"] or match["num_m2"])
    year = match["num_y"] or match["num_y2"]
    return date(_year(year), month, day) if year else _without_year(day, month, point)


def _named(match: re.Match[str], point: _Point) -> date:
    words = match[0].lower()
    if "after" in words.split():
        return point.today + timedelta(days=2)
    if "before" in words:
        return point.today - timedelta(days=2)
    if words.startswith(("yest", "last")):
        return point.today - timedelta(days=1)
    return point.today + timedelta(days=1 if words.startswith(("tom", "tm")) else 0)


def _written(match: re.Match[str], point: _Point) -> date | None:
    day, month = int(match["wr_d"] or match["wr_d2"]), _month(match["wr_m"] or match["wr_m2"])
    found = date(_year(match["wr_y"]), month, day) if match["wr_y"] else _without_year(day, month, point)
    if found and match["wr_w"] and found.weekday() != _weekday(match["wr_w"]):
        return None  # "Tue 27 May" when the 27th is a Wednesday: one of the two is wrong, and we do not know which
    return found


def _ordinal(match: re.Match[str], point: _Point) -> date | None:
    day = int(match["or_d"])
    step = 1 if point.future else -1
    for months in range(13):
        month = _add_months(point.today.replace(day=1), step * months)
        if day > _month_end(month).day or day < 1:
            continue
        found = month.replace(day=day)
        if (found >= point.today) if point.future else (found <= point.today):
            wanted = match["or_w"]
            return found if not wanted or _weekday(wanted) == found.weekday() else None
    return None


def _ago(match: re.Match[str], point: _Point) -> date:
    return _add(point.today, -_number(match["ago_n"]), match["ago_u"])


def _ahead(match: re.Match[str], point: _Point) -> date:
    return _add(point.counted_from, _number(match["ah_n"]), match["ah_u"])


def _coming(weekday: int, today: date) -> date:
    return today + timedelta(days=(weekday - today.weekday() - 1) % 7 + 1)


def _week_on(match: re.Match[str], point: _Point) -> date:
    return _coming(_weekday(match["wo_w"] or match["wo_w2"]), point.today) + timedelta(weeks=1)


def _on_weekday(match: re.Match[str], point: _Point) -> date:
    wanted, today = _weekday(match["wd_w"]), point.today
    which = (match["wd_q"] or "").lower()
    monday = today - timedelta(days=today.weekday())
    if which == "next":  # screens, rule iii: that day of next calendar week
        return monday + timedelta(weeks=1, days=wanted)
    if which == "this":
        return monday + timedelta(days=wanted)
    if which == "coming" or (point.future and not which):
        return _coming(wanted, today)
    return today - timedelta(days=(today.weekday() - wanted - 1) % 7 + 1)


def _whole(match: re.Match[str], point: _Point) -> date:
    return _add(point.today, 1 if match["wh_q"].lower() == "next" else -1, match["wh_u"])


def _close(match: re.Match[str], point: _Point) -> date:
    words, today = match[0].lower(), point.today
    unit = (match["end_u"] or ("week" if words == "eow" else "month")).lower()
    later = 1 if match["end_q"] else 0
    if unit == "week":  # the working week
        return today + timedelta(days=4 - today.weekday(), weeks=later)
    if unit == "month":
        return _month_end(_add_months(today, later))
    if unit == "year":
        return date(today.year + later, 12, 31)
    ends = [_month_end(date(today.year + step, _month(unit), 1)) for step in (-1, 0, 1)]
    return min(end for end in ends if end >= today) if point.future else min(ends, key=lambda end: abs(end - today))


def _in_month(match: re.Match[str], point: _Point) -> date | None:
    return _without_year(1, _month(match["mo_m"]), point)


_READERS: dict[str, Callable[[re.Match[str], _Point], date | None]] = {
    "iso": _iso,
    "numeric": _numeric,
    "named": _named,
    "written": _written,
    "ordinal": _ordinal,
    "ago": _ago,
    "ahead": _ahead,
    "week_on": _week_on,
    "weekday": _on_weekday,
    "whole": _whole,
    "close": _close,
    "month": _in_month,
}


# Times of day and moments


def time_at(text: str, start: int) -> tuple[time, int] | None:
    """Read the time of day that begins at character `start` ("3pm", "15:30", "at 9"): the time and its end, or None.

    An hour of 1 to 6 with neither am nor pm, nor a leading 0, is in the afternoon: nobody meets at 3 in the morning.
    """
    match = _time_pattern().match(text, start)
    if match is None:
        return None
    if match["word"]:
        return time(0 if match["word"].lower() == "midnight" else 12), match.end()
    hour_text = match["h"] or match["h24"] or match["h_at"]
    hour, minute = int(hour_text), int(match["m"] or match["m24"] or match["m_at"] or 0)
    if match["half"]:
        if not 1 <= hour <= 12:
            return None
        hour = hour % 12 + (12 if match["half"].lower() == "p" else 0)
    elif len(hour_text) == 1 and 1 <= hour <= 6:
        hour += 12
    return (time(hour, minute), match.end()) if hour < 24 and minute < 60 else None


def understand_time(text: str) -> time | None:
    """Return the time of day a person means ("3pm", "15:30", "at 9", "noon"), or None."""
    words = " ".join(text.split())
    for candidate in (words, f"at {words}"):
        found = time_at(candidate, 0)
        if found and found[1] == len(candidate):
            return found[0]
    return None


def local_to_utc(day: date, at: time, *, second: bool = False, zone: ZoneInfo = LOCAL) -> datetime:
    """Return the UTC moment of a wall-clock time in Europe/London (R31), or in another zone.

    In the hour that happens twice the first is meant, or the `second`; a time that does not exist counts as one hour
    later (01:30 is shown as 02:30). `clock_note` says so in words.
    """
    return datetime.combine(day, at.replace(tzinfo=None), tzinfo=zone).replace(fold=int(second)).astimezone(UTC)


def utc_to_local(moment: datetime) -> datetime:
    """Return an aware moment as wall-clock time in Europe/London."""
    return moment.astimezone(LOCAL)


def clock_note(day: date, at: time, zone: ZoneInfo = LOCAL) -> str:
    """Return a sentence when the clocks of a zone change over this time of its walls, else an empty text."""
    first, second = local_to_utc(day, at, zone=zone), local_to_utc(day, at, second=True, zone=zone)
    if first == second:
        return ""
    shown = first.astimezone(zone)
    if shown.time().replace(fold=0) != at.replace(fold=0):
        return f"{at:%H:%M} does not exist that night: the clocks go forward. {shown:%H:%M} is meant."
    return f"{at:%H:%M} happens twice that night: the clocks go back. The first is meant."


# Words for days


def show_day(day: date, today: date) -> str:
    """Return the day as a person says it: "Yesterday", "Today", "Tomorrow", "Tue 26 May", "26 May 2024"."""
    near = {-1: "Yesterday", 0: "Today", 1: "Tomorrow"}.get((day - today).days)
    return near or show_date(day, today)


def show_date(day: date, today: date) -> str:
    """Return the day always as a date: "Tue 26 May", with the year instead of the weekday when it is another year."""
    if day.year == today.year:
        return f"{WEEKDAYS[day.weekday()]} {day.day} {MONTHS[day.month - 1]}"
    return f"{day.day} {MONTHS[day.month - 1]} {day.year}"


def echo_day(day: date, today: date) -> str:
    """Return the day understood, beyond doubt: "Yesterday, Thu 21 May", "Tue 26 May"."""
    said, exact = show_day(day, today), show_date(day, today)
    return exact if said == exact else f"{said}, {exact}"


def ago(day: date, today: date) -> str:
    """Return the distance in words: "today", "2 days ago", "1 week ago", "in 3 months"."""
    days = (today - day).days
    if days == 0:
        return "today"
    if abs(days) == 1:
        return "yesterday" if days > 0 else "tomorrow"
    size, unit = next(
        (size, unit)
        for size, unit, limit in ((1, "day", 7), (7, "week", 35), (30, "month", 365), (365, "year", abs(days) + 1))
        if abs(days) < limit
    )
    number = abs(days) // size
    words = f"{number} {unit}{'' if number == 1 else 's'}"
    return f"{words} ago" if days > 0 else f"in {words}"


# Partial dates


@cache
def _partial_pattern() -> re.Pattern[str]:
    return re.compile(
        rf"(?:(?P<iso_y>[12][0-9]{{3}})(?:-(?P<iso_m>[0-9]{{2}})(?:-(?P<iso_d>[0-9]{{2}}))?)?"
        rf"|(?:(?P<d>[0-9]{{1,2}})[/.-])?(?P<m>[0-9]{{1,2}})[/.-](?P<y>[12][0-9]{{3}})"
        rf"|(?P<d2>[0-9]{{1,2}})[/.-](?P<m2>[0-9]{{1,2}})[/.-](?P<y2>[0-9]{{2}})"
        rf"|(?:(?P<d3>[0-9]{{1,2}})(?:st|nd|rd|th)?(?:\s+of)?[\s-]+)?(?P<m3>{_MONTH})\.?(?:\s+(?P<d4>[0-9]{{1,2}})(?:st|nd|rd|th)?,?)?"
        rf"[\s-]+(?P<y3>[12][0-9]{{3}}))",
        re.IGNORECASE,
    )


_PARTIAL_TEXT = re.compile(r"[0-9]{4}(?:-[0-9]{2}(?:-[0-9]{2})?)?")


def parse_partial(text: str) -> str | None:
    """Return a date of any precision as ISO text ("May 2019" -> `2019-05`), or None: British order, with a year."""
    match = _partial_pattern().fullmatch(" ".join(text.split()))
    if match is None:
        return None
    year = _year(match["iso_y"] or match["y"] or match["y2"] or match["y3"])
    if match["d3"] and match["d4"]:  # "3 May 4 2019"
        return None
    day_text = match["iso_d"] or match["d"] or match["d2"] or match["d3"] or match["d4"]
    month_text = str(_month(match["m3"])) if match["m3"] else match["iso_m"] or match["m"] or match["m2"]
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
    return _month_end(start) if len(text) == 7 else start
