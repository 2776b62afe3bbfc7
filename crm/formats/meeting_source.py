"""A file about a meeting on its way through a reader: what the reader is given, and how its answer is put together."""

import re
from collections import Counter
from collections.abc import Iterable
from datetime import date
from pathlib import PurePath

import msgspec
from msgspec.structs import replace

from crm.dates import show_partial, utc_to_local
from crm.formats.attendance import Attendee, DayOrder, Meeting, ReadAttendance
from crm.formats.meeting_merge import MeetingMerge
from crm.formats.rows import Report
from crm.formats.table_pages import NumberedRow
from crm.formats.timestamps import MomentReader, sure_day
from crm.text import clean_line

_NAME_DAY = re.compile(
    r"(?<!\d)(?:\d{4}[-_.]\d{2}[-_.]\d{2}|\d{1,2}[-_.]\d{1,2}[-_.](?:\d{4}|\d{2}))(?!\d)"
    r"(?:[ _T-]+\d{1,2}[-_.:]\d{2}(?:[-_.:]\d{2})?)?"
)
_DAY_ONLY = re.compile(r"\d+[-_.]\d+[-_.]\d+")
_WHAT = re.compile(r"(?:attendance(?: report)?|attendees?|guests?|participants?)", re.IGNORECASE)
_COPY = re.compile(r"\s*\(\d+\)$")


class Source(msgspec.Struct):
    """One table of a file: its rows, the name of the file, where remarks go, and what is known of the huddle's day."""

    name: str
    rows: tuple[NumberedRow, ...]
    report: Report
    on: date | None = None
    order: DayOrder | None = None
    encoding: str = ""
    cut_off: bool = False

    @property
    def name_day(self) -> date | None:
        """The day in the file's name, where it can be read in one way only."""
        found = _NAME_DAY.search(self.name)
        only = _DAY_ONLY.match(found[0]) if found else None
        return sure_day(only[0].replace("_", "-")) if only else None

    @property
    def title_in_name(self) -> str:
        """The file's name without its day and without the words for what it is; "" for what is no file."""
        if not PurePath(self.name).suffix:
            return ""
        stem = _COPY.sub("", PurePath(self.name).stem)
        pieces = [clean_line(piece).strip(" _") for piece in re.split(r"\s+-\s+|\s+[–—]\s+", _NAME_DAY.sub(" ", stem))]
        return " - ".join(piece for piece in pieces if piece.strip(" -_") and not _WHAT.fullmatch(piece))

    def moments(self, texts: Iterable[str]) -> MomentReader:
        """Return the reader of this file's moments, after a look at all of them."""
        return MomentReader(texts, on=self.on, order=self.order, name_day=self.name_day)

    def answer(
        self, format: str, meeting: Meeting, gathering: MeetingMerge, moments: MomentReader, *, live: bool = True
    ) -> ReadAttendance:
        """Put the answer together; a `live` meeting without times was from the first joining to the last leaving."""
        attendees = gathering.attendees()
        if live:
            meeting = _with_times(meeting, attendees)
        day = meeting.start.date() if meeting.start else _day_of_arrivals(attendees)
        days = moments.possible_days(day)
        if live:
            self._tell(moments, days)
        return ReadAttendance(
            file=self.name,
            format=format,
            meeting=meeting,
            attendees=attendees,
            skipped=tuple(self.report.skipped),
            warnings=tuple(self.report.warnings),
            problems=tuple(str(remark) for remark in self.report.remarks if remark.problem),
            unnamed=gathering.unnamed,
            day_order=moments.note,
            possible_days=days,
            encoding=self.encoding,
        )

    def _tell(self, moments: MomentReader, days: tuple[date, ...]) -> None:
        said = " or ".join(show_partial(day.isoformat()) for day in days)
        if len(days) > 1:
            self.report.problem(
                f"Day and month can be read both ways: {said}. The rows are read as {said.partition(' or ')[0]}; the"
                " huddle's own date, or you, must say which is right."
            )
        elif "resolved by" in moments.note:
            self.report.note(f"The dates were read {moments.note}.")
        if moments.mixed:
            self.report.problem("Some dates have the day first and others the month; look at the times.")
        if self.on and days and self.on not in days:
            self.report.problem(f"The file is of {said}, not of the huddle's day, {show_partial(self.on.isoformat())}.")


def _day_of_arrivals(attendees: tuple[Attendee, ...]) -> date | None:
    """Return the day on which most people checked in, None where nobody did."""
    days = Counter(
        utc_to_local(at).date() if at.tzinfo else at.date() for one in attendees if (at := one.checked_in_at)
    )
    return max(days, key=lambda day: (days[day], day)) if days else None


def _with_times(meeting: Meeting, attendees: tuple[Attendee, ...]) -> Meeting:
    start = meeting.start or min((one.join for one in attendees if one.join), default=None)
    end = meeting.end or max((one.leave for one in attendees if one.leave), default=None)
    return replace(meeting, start=start, end=end)
