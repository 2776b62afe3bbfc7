"""Moments as programs of every language write them; the order of day and month is never guessed in silence.

`MomentReader` looks at all the dates of a file before it reads one: a single 14/10/2026 settles 03/04/2026 as well.
"""

import re
from collections.abc import Iterable
from datetime import UTC, date, datetime, time, timedelta, timezone

import msgspec

from crm.dates import utc_to_local
from crm.formats.attendance import DayOrder
from crm.text import fold

_MARKS = re.compile("[\u200e\u200f\u202a-\u202e\u2066-\u2069]")
_NUMERIC = re.compile(r"(?:[^\W\d_]+[.,]*\s+)?(\d{1,4})\s?([./-])\s?(\d{1,2})\s?\2\s?(\d{1,4})(?!\d)[.,]?")
_DAY_NAMED = re.compile(
    r"(?:[^\W\d_]+[.,]*\s+)?(\d{1,2})(?:st|nd|rd|th|er)?[.,]?[\s-]+(?:de\s+)?([^\W\d_]{3,})\.?,?[\s-]+(?:de\s+)?(\d{4})"
)
_MONTH_NAMED = re.compile(r"(?:[^\W\d_]+,\s+)?([^\W\d_]{3,})\.?\s+(\d{1,2})(?:st|nd|rd|th)?,?\s+(\d{4})")
_CJK = re.compile(r"(\d{4})\s?[年년]\s?(\d{1,2})\s?[月월]\s?(\d{1,2})\s?[日일]")
_TIME = re.compile(r"(?<!\d)(\d{1,2})[:.h](\d{2})(?:[:.m](\d{2}))?(?:[.,]\d{1,9})?(?!\d)")
_ZONE = re.compile(r"(?:(Z|\bUTC|\bGMT)|)\s*(?:([+-])(\d{1,2}):?(\d{2})?)?\)?\s*$")
_MORNING = re.compile(
    r"(?<![^\W\d_])a\.?\s?m\b|上午|午前|오전|(?<!\w)ص(?!\w)|π\.?\s?μ|(?<![^\W\d_])de\b\.", re.IGNORECASE
)
_AFTERNOON = re.compile(
    r"(?<![^\W\d_])p\.?\s?m\b|下午|午後|오후|(?<!\w)م(?!\w)|μ\.?\s?μ|(?<![^\W\d_])du\b\.", re.IGNORECASE
)
_SERIAL = re.compile(r"([3-5]\d{4})(?:\.(\d{1,17}))?")
_SERIAL_START = datetime(1899, 12, 30)

_MONTH_NAMES = (
    "jan sty ene gen", "feb fev lut", "mar mrt maa", "apr avr abr kwi", "may mai maj mag mei", "jun giu cze juin",
    "jul lug lip juil", "aug aou ago sie", "sep set wrz", "oct okt ott out paz", "nov lis", "dec dez dic gru des",
)  # fmt: skip
_MONTHS = {name: month for month, names in enumerate(_MONTH_NAMES, 1) for name in names.split()}


class _Stamp(msgspec.Struct, frozen=True):
    """A moment as it is written: the day read either way (None where that way is impossible), time and offset."""

    day_first: date | None
    month_first: date | None
    at: time | None
    zone: timezone | None = None
    twelve_hours: bool = False

    @property
    def settles(self) -> DayOrder | None:
        """The order this date leaves no doubt about; None where it can be either, or has none."""
        if self.day_first is None:
            return "month first"
        return "day first" if self.month_first is None else None

    @property
    def doubtful(self) -> bool:
        return self.settles is None and self.day_first != self.month_first

    def day(self, order: DayOrder) -> date:
        wanted, other = self.day_first, self.month_first
        if order == "month first":
            wanted, other = other, wanted
        found = wanted or other
        assert found is not None  # a stamp is only made with one of them
        return found


def _stamp(text: str) -> _Stamp | None:
    plain = " ".join(_MARKS.sub("", text).split())
    if not plain or len(plain) > 60:
        return None
    serial = _SERIAL.fullmatch(plain)
    if serial:
        return _of_serial(plain)
    cjk = _CJK.match(plain)
    if cjk:
        return _completed(plain[cjk.end() :], *_same(int(cjk[1]), int(cjk[2]), int(cjk[3])))
    numeric = _NUMERIC.match(plain)
    if numeric:
        return _completed(plain[numeric.end() :], *_numeric_days(numeric))
    for pattern, day, month in ((_DAY_NAMED, 1, 2), (_MONTH_NAMED, 2, 1)):
        named = pattern.match(plain)
        number = named and _month_named(named[month])
        if named and number:
            return _completed(plain[named.end() :], *_same(int(named[3]), number, int(named[day])))
    return None


def _of_serial(text: str) -> _Stamp:
    """Read a spreadsheet's serial day with its fraction, to the second."""
    moment = _SERIAL_START + timedelta(seconds=round(float(text) * 86_400))
    return _Stamp(moment.date(), moment.date(), moment.time() if "." in text else None)


def _numeric_days(match: re.Match[str]) -> tuple[date | None, date | None]:
    first, mark, second, third = match[1], match[2], int(match[3]), match[4]
    if len(first) > 2:
        return _same(int(first), second, int(third))
    if len(third) not in (2, 4):
        return None, None
    year = int(third) + (2000 if len(third) == 2 else 0)
    day_first = _day(year, second, int(first))
    # No language writes the month first between dots.
    return day_first, None if mark == "." else _day(year, int(first), second)


def _same(year: int, month: int, day: int) -> tuple[date | None, date | None]:
    found = _day(year, month, day)
    return found, found


def _day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day) if 1990 <= year <= 2100 else None
    except ValueError:
        return None


def _month_named(name: str) -> int | None:
    folded = fold(name)
    return _MONTHS.get(folded[:4]) or _MONTHS.get(folded[:3])


def _completed(rest: str, day_first: date | None, month_first: date | None) -> _Stamp | None:
    """Return the stamp of two readings of a day and of the text after it, or None where neither day exists."""
    if day_first is None and month_first is None:
        return None
    found = _TIME.search(rest)
    if found is None:
        return _Stamp(day_first, month_first, None)
    at = _time_of(found, rest)
    if at is None:
        return None
    return _Stamp(day_first, month_first, at, _zone(rest[found.end() :]), _halves(rest) is not None)


def _halves(text: str) -> str | None:
    if _AFTERNOON.search(text):
        return "pm"
    return "am" if _MORNING.search(text) else None


def _time_of(found: re.Match[str], text: str) -> time | None:
    hour, half = int(found[1]), _halves(text)
    if half and hour <= 12:
        hour = hour % 12 + (12 if half == "pm" else 0)
    try:
        return time(hour, int(found[2]), int(found[3] or 0))
    except ValueError:
        return None


def _zone(rest: str) -> timezone | None:
    found = _ZONE.search(rest)
    if found is None or not (found[1] or found[2]):
        return None
    if not found[2]:
        return UTC
    ahead = timedelta(hours=int(found[3]), minutes=int(found[4] or 0))
    if not ahead:
        return UTC
    return timezone(ahead if found[2] == "+" else -ahead) if ahead < timedelta(hours=24) else None


def is_moment(text: str) -> bool:
    """Tell whether `text` is a day with a time of day, in either order of day and month."""
    stamp = _stamp(text)
    return stamp is not None and stamp.at is not None


def read_time(text: str) -> time | None:
    """Return a time of day that stands alone ("10:58 AM", "23:15"), or None."""
    plain = " ".join(_MARKS.sub("", text).split())
    found = _TIME.search(plain)
    if (
        found is None
        or len(plain) > 20
        or any(mark.isdigit() for mark in plain[: found.start()] + plain[found.end() :])
    ):
        return None
    return _time_of(found, plain)


class MomentReader:
    """Reads the moments of one file, after looking at all of `texts` for the order of day and month.

    In this order: what a person chose (`order`), a date that can be read in one way only, the huddle's own day `on`,
    the day in the file's name. `note` says which, "" where nothing was in doubt. While `ambiguous`, dates are read
    month first with a 12-hour clock and day first otherwise, and the caller has to say so.
    """

    def __init__(
        self,
        texts: Iterable[str],
        *,
        on: date | None = None,
        order: DayOrder | None = None,
        name_day: date | None = None,
    ) -> None:
        self._stamps = {text: _stamp(text) for text in dict.fromkeys(texts)}
        # A day in a title was written by somebody else, in an order of their own: moments go before days.
        stamps = [stamp for stamp in self._stamps.values() if stamp]
        found = [stamp for stamp in stamps if stamp.at] or stamps
        self._aware = all(stamp.zone for stamp in found)
        self.mixed = len({stamp.settles for stamp in found} - {None}) > 1
        self.ambiguous = False
        self.order, self.note = self._resolved(found, on, order, name_day)
        self._doubtful = [stamp for stamp in found if stamp.doubtful]

    def _resolved(
        self, found: list[_Stamp], on: date | None, order: DayOrder | None, name_day: date | None
    ) -> tuple[DayOrder, str]:
        if order:
            return order, f"{order}: as chosen"
        settled = {stamp.settles for stamp in found} - {None}
        doubtful = [stamp for stamp in found if stamp.doubtful]
        if len(settled) == 1:
            only = settled.pop() or "day first"
            sure = next(
                text for text, stamp in self._stamps.items() if stamp and stamp.settles == only and stamp in found
            )
            return only, f"{only}: {sure} can be read in no other way"
        if not doubtful:
            return "day first", "mixed: some dates are day first, others month first" if settled else ""
        for day, said in ((on, "the huddle's own date"), (name_day, "the date in the file's name")):
            fitting = _fitting(doubtful, day)
            if fitting:
                return fitting, f"{fitting}: resolved by {said}"
        self.ambiguous = True
        return "month first" if any(stamp.twelve_hours for stamp in doubtful) else "day first", "ambiguous"

    def read(self, text: str) -> datetime | None:
        """Return the moment a text of the file means, or None where it is none (a day alone counts from midnight)."""
        if text not in self._stamps:
            self._stamps[text] = _stamp(text)
        stamp = self._stamps[text]
        if stamp is None:
            return None
        moment = datetime.combine(stamp.day(self.order), stamp.at or time())
        if stamp.zone is None:
            return moment
        aware = moment.replace(tzinfo=stamp.zone)
        return aware if self._aware else utc_to_local(aware).replace(tzinfo=None)

    def possible_days(self, meeting: date | None) -> tuple[date, ...]:
        """Return the day of the meeting as read and, while that is ambiguous, the day it is the other way around."""
        if meeting is None:
            return ()
        if self.ambiguous:
            for stamp in self._doubtful:
                if stamp.day(self.order) == meeting:
                    other: DayOrder = "month first" if self.order == "day first" else "day first"
                    return meeting, stamp.day(other)
        return (meeting,)


def _fitting(doubtful: list[_Stamp], day: date | None) -> DayOrder | None:
    """Return the one order under which a doubtful date is that day, or None."""
    if day is None:
        return None
    first = any(stamp.day_first == day for stamp in doubtful)
    second = any(stamp.month_first == day for stamp in doubtful)
    if first == second:
        return None
    return "day first" if first else "month first"


def sure_day(text: str) -> date | None:
    """Return the day of a date that can be read in one way only, else None."""
    stamp = _stamp(text)
    return None if stamp is None or stamp.doubtful else stamp.day("day first")
