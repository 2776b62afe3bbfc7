"""Which huddle an attendance file is of: those of its days, the nearest first, and what a new one would be."""

from datetime import date, datetime, time
from zoneinfo import ZoneInfo

import msgspec
from msgspec.structs import replace

from crm import clock
from crm.attendance.queries import STARTS
from crm.attendance.report_delta import is_online
from crm.db.store import Store
from crm.formats.attendance import ReadAttendance
from crm.huddles.records import HOME_ZONE, HuddleDraft

_MOST = 8
_LISTS = ("attendance_sheet", "typed_list")
"""Formats whose title is that of their file, which is no huddle's, unless they tell of its time."""


class _Start(msgspec.Struct, frozen=True):
    """When a huddle begins."""

    id: int
    starts_at: datetime
    time_zone: str

    @property
    def at(self) -> datetime:
        """Return the wall-clock moment."""
        return clock.wall_clock(self.starts_at, self.time_zone).replace(tzinfo=None)


class FileHuddles(msgspec.Struct, frozen=True):
    """The huddles that a file may be of, cancelled ones left out, and the facts of a new one.

    `days` are the days the file may be of, none where it names no day. `of_its_days` are the huddles on them, the
    nearest first; `others` the nearest ones of other days. `starts` and `ends` are wall-clock, None where not told.
    """

    file_name: str
    people: int
    days: tuple[date, ...] = ()
    of_its_days: tuple[int, ...] = ()
    others: tuple[int, ...] = ()
    title: str = ""
    starts: time | None = None
    ends: time | None = None
    is_online: bool = False
    proposal: int | None = None
    """The huddle that the file is taken to be of until somebody says otherwise; None where that has to be asked."""

    def draft(self, suggestion: HuddleDraft, day: date | None = None) -> HuddleDraft:
        """Return the draft of a new huddle of a day (the file's first, else today), filled from the file."""
        format_ = "online" if self.is_online else suggestion.format
        return replace(
            suggestion,
            day=day or next(iter(self.days), clock.today()),
            starts=self.starts or suggestion.starts,
            ends=self.ends or (suggestion.ends if self.starts is None else _later(self.starts, suggestion)),
            title=self.title or suggestion.title,
            format=format_,
            venue="" if self.is_online else suggestion.venue,
        )


def find_huddles(store: Store, read: ReadAttendance) -> FileHuddles:
    """Return which huddles a file may be of."""
    starts, ends = _times(read)
    begins = {each.id: each.at for each in store.all(STARTS, into=_Start)}
    days = read.possible_days
    near = datetime.combine(days[0], (starts or datetime.min).time()) if days else _now()
    ordered = sorted(begins, key=lambda id_: (abs(begins[id_] - near), id_))
    of_its_days = tuple(id_ for id_ in ordered if begins[id_].date() in days)
    found = {begins[id_].date() for id_ in of_its_days}
    return FileHuddles(
        file_name=read.file,
        people=len(read.attendees),
        days=days,
        of_its_days=of_its_days,
        others=tuple(id_ for id_ in ordered if id_ not in of_its_days)[:_MOST],
        title="" if starts is None and read.format in _LISTS else read.meeting.title,
        starts=starts.time() if starts else None,
        ends=ends.time() if ends else None,
        is_online=is_online(read.format),
        proposal=of_its_days[0] if len(found) == 1 else None,
    )


def _now() -> datetime:
    return clock.now().astimezone(ZoneInfo(HOME_ZONE)).replace(tzinfo=None)


def _times(read: ReadAttendance) -> tuple[datetime | None, datetime | None]:
    """Return when the gathering began and ended, to the minute and on the clock of home, as far as the file tells."""
    starts, ends = read.meeting.start, read.meeting.end
    stays = [stay for person in read.attendees for stay in person.sessions]
    if starts is None and ends is None:
        starts = min((at for stay in stays if (at := _local(stay.joined))), default=None)
        ends = max((at for stay in stays if (at := _local(stay.left))), default=None)
    return _local(starts), _local(ends)


def _local(moment: datetime | None) -> datetime | None:
    if moment is None:
        return None
    at_home = moment.astimezone(ZoneInfo(HOME_ZONE)) if moment.tzinfo else moment
    return at_home.replace(tzinfo=None, second=0, microsecond=0)


def _later(starts: time, suggestion: HuddleDraft) -> time:
    """Return the end of a huddle that is as long as the one suggested."""
    day = date(2000, 1, 1)
    length = datetime.combine(day, suggestion.ends) - datetime.combine(day, suggestion.starts)
    return (datetime.combine(day, starts) + length).time()
