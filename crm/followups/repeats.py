"""Rules of repetition (RFC 5545) for follow-ups: which are taken, how they read, and the next day they name.

A follow-up has a day, not a moment, so that nothing more frequent than daily is taken; and only rules of which it is
plain that they name a day again, because a rule that never does would be looked for until the year 9999.
"""

import re
from calendar import monthrange
from datetime import date, datetime, time

from crm.dates import MONTHS, WEEKDAYS
from crm.errors import Invalid

PRESETS: tuple[tuple[str, str], ...] = (
    ("Every day", "FREQ=DAILY"),
    ("Every weekday", "FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR"),
    ("Every week", "FREQ=WEEKLY"),
    ("Every 2 weeks", "FREQ=WEEKLY;INTERVAL=2"),
    ("Every month", "FREQ=MONTHLY"),
    ("Every 3 months", "FREQ=MONTHLY;INTERVAL=3"),
    ("Every 6 months", "FREQ=MONTHLY;INTERVAL=6"),
    ("Every year", "FREQ=YEARLY"),
)
"""What a form offers: the words and the rule."""

_UNITS = {"DAILY": "day", "WEEKLY": "week", "MONTHLY": "month", "YEARLY": "year"}
WEEKDAY_CODES = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
_DAYS = dict(zip(WEEKDAY_CODES, WEEKDAYS, strict=True))
_TAKEN = {
    "FREQ": "|".join(_UNITS),
    "INTERVAL": r"[1-9][0-9]{0,2}",
    "COUNT": r"[1-9][0-9]{0,2}",
    "UNTIL": r"[12][0-9]{7}(?:T[0-9]{6}Z?)?",
    "WKST": "|".join(_DAYS),
    "BYDAY": r"(?:[+-]?[1-5])?(?:MO|TU|WE|TH|FR|SA|SU)(?:,(?:[+-]?[1-5])?(?:MO|TU|WE|TH|FR|SA|SU)){0,6}",
    "BYMONTHDAY": r"-?(?:[1-9]|[12][0-9]|3[01])(?:,-?(?:[1-9]|[12][0-9]|3[01])){0,30}",
    "BYMONTH": r"(?:[1-9]|1[0-2])(?:,(?:[1-9]|1[0-2])){0,11}",
    "BYSETPOS": r"[1-4]|-1",
}
_PARTS_OF = {
    "DAILY": set(),
    "WEEKLY": {"BYDAY"},
    "MONTHLY": {"BYDAY", "BYMONTHDAY", "BYSETPOS"},
    "YEARLY": {"BYMONTH", "BYMONTHDAY"},
}
_SHORT_MONTHS = {2: 29, 4: 30, 6: 30, 9: 30, 11: 30}


def check(rule: str) -> str:
    """Return a rule in its tidy form ('' for none); raises Invalid for one that is not taken."""
    tidy = rule.strip().upper().removeprefix("RRULE:").rstrip(";")
    if not tidy:
        return ""
    parts = _parts(tidy)
    frequency = parts.get("FREQ", "")
    known = all(name in _TAKEN and re.fullmatch(_TAKEN[name], value) for name, value in parts.items())
    if not known or not frequency or len(parts) != tidy.count(";") + 1 or not _names_a_day(parts):
        raise Invalid(
            "repeat", f"“{rule.strip()}” cannot repeat a follow-up: choose every so many days, weeks, months or years."
        )
    return tidy


def _parts(rule: str) -> dict[str, str]:
    return {name: value for name, _, value in (part.partition("=") for part in rule.split(";"))}


def _names_a_day(parts: dict[str, str]) -> bool:
    frequency = parts["FREQ"]
    by = {name for name in parts if name.startswith("BY")}
    if by - _PARTS_OF[frequency] or {"BYDAY", "BYMONTHDAY"} <= by or {"COUNT", "UNTIL"} <= parts.keys():
        return False
    if frequency == "WEEKLY" and any(character.isdigit() for character in parts.get("BYDAY", "")):
        return False
    if "BYSETPOS" in by and (by != {"BYSETPOS", "BYDAY"} or any(c.isdigit() for c in parts["BYDAY"])):
        return False
    if by >= {"BYMONTH", "BYMONTHDAY"}:
        longest = max(_SHORT_MONTHS.get(int(month), 31) for month in parts["BYMONTH"].split(","))
        return min(abs(int(day)) for day in parts["BYMONTHDAY"].split(",")) <= longest
    return True


def following(rule: str, start: date, after: date, day: int = 0) -> date | None:
    """Return the first day of a checked rule, counted from `start`, that lies after `after`; None where it ended.

    A rule of months or years that names no day keeps that of `start`, or `day` where a shorter month made `start` an
    earlier one; in a month without it it falls on the last day.
    """
    from dateutil.rrule import rrulestr  # type: ignore[import-untyped]  # deferred: few follow-ups repeat

    parts = _parts(rule)
    parts.pop("COUNT", None)  # counted by `with_one_less`: each follow-up carries what is left
    if "UNTIL" in parts:
        parts["UNTIL"] = parts["UNTIL"][:8]
    if parts["FREQ"] in ("MONTHLY", "YEARLY") and not any(name.startswith("BY") for name in parts):
        return _same_day(parts, start, after, max(start.day, day))
    series = rrulestr(";".join(f"{name}={value}" for name, value in parts.items()), dtstart=_midnight(start))
    found: datetime | None = series.after(_midnight(after))
    return found.date() if found else None


def _same_day(parts: dict[str, str], start: date, after: date, day: int) -> date | None:
    """Return the first day after `after` of a rule that keeps the `day` of the month."""
    step = int(parts.get("INTERVAL", "1")) * (12 if parts["FREQ"] == "YEARLY" else 1)
    first = start.year * 12 + start.month - 1
    # From the last step that surely is not too late, so that a day of long ago costs nothing.
    steps = max(0, (after.year * 12 + after.month - 1 - first) // step)
    while True:
        year, month = divmod(first + steps * step, 12)
        if year > date.max.year:
            return None
        found = date(year, month + 1, min(day, monthrange(year, month + 1)[1]))
        if "UNTIL" in parts and found.strftime("%Y%m%d") > parts["UNTIL"]:
            return None
        if found > after:
            return found
        steps += 1


def with_one_less(rule: str) -> str | None:
    """Return the rule that the next follow-up carries, or None where this one was the last."""
    parts = _parts(rule)
    if "COUNT" not in parts:
        return rule
    left = int(parts["COUNT"]) - 1
    return re.sub(r"COUNT=\d+", f"COUNT={left}", rule) if left > 0 else None


def in_words(rule: str) -> str:
    """Return a checked rule for reading: "every 2 weeks on Mon and Thu"; '' for none."""
    if not rule:
        return ""
    if rule == "FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR":
        return "every weekday"
    parts = _parts(rule)
    unit, number = _UNITS[parts["FREQ"]], int(parts.get("INTERVAL", "1"))
    said = [f"every {unit}" if number == 1 else f"every {number} {unit}s"]
    if "BYMONTH" in parts:
        said.append("in " + _listed([MONTHS[int(month) - 1] for month in parts["BYMONTH"].split(",")]))
    if "BYDAY" in parts:
        ordinal = _ordinal(parts["BYSETPOS"]) if "BYSETPOS" in parts else ""
        days = [ordinal + _ordinal(day[:-2]) + _DAYS[day[-2:]] for day in parts["BYDAY"].split(",")]
        said.append("on " + _listed(days))
    if "BYMONTHDAY" in parts:
        days = ["the last day" if day == "-1" else f"day {day}" for day in parts["BYMONTHDAY"].split(",")]
        said.append("on " + _listed(days))
    if "UNTIL" in parts:
        said.append(f"until {date.fromisoformat(parts['UNTIL'][:8]).isoformat()}")
    if "COUNT" in parts:
        said.append(f"{parts['COUNT']} times" if parts["COUNT"] != "1" else "once more")
    return " ".join(said)


def _ordinal(number: str) -> str:
    if not number:
        return ""
    return {"1": "the first ", "2": "the second ", "3": "the third ", "4": "the fourth ", "5": "the fifth "}.get(
        number.lstrip("+"), "the last " if number == "-1" else f"{number} "
    )


def _listed(words: list[str]) -> str:
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} and {words[-1]}"


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time())
