"""Zoom's reports: participants (before and since 2024), unique users, webinars and registrations.

A report is a row of blocks: a heading row, rows of one kind, perhaps the name of the next block. Each block is read by
its own headings. A row is one joining; a registration is no presence.
"""

import re
from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from typing import Any

import msgspec
from msgspec.structs import replace

from crm.formats.attendance import Meeting, ReadAttendance, Role
from crm.formats.attendance_row import Row
from crm.formats.attendance_statuses import read_presence, read_registration
from crm.formats.attendee_names import ShownName, read_renamed
from crm.formats.header_table import Headed, heading_keys, organisation_in
from crm.formats.meeting_merge import MeetingMerge, repaired
from crm.formats.meeting_source import Source
from crm.formats.names import join_name
from crm.formats.table_pages import NumberedRow
from crm.formats.timestamps import MomentReader
from crm.text import words

FORMAT = "zoom_reports"

_NAME = ("name original name", "user name original name", "user name", "name", "participant", "full name")
_GIVEN, _FAMILY = ("first name", "given name"), ("last name", "surname", "family name")
_EMAIL = ("user email", "email", "email address", "registrant email")
_JOIN, _LEAVE = ("join time",), ("leave time",)
_MINUTES = (
    "duration minutes",
    "total duration minutes",
    "time in session minutes",
    "time in meeting minutes",
    "total time in session minutes",
)
_REGISTERED, _APPROVAL = ("registration time",), ("approval status", "registration status")
_TITLE, _PHONE = ("job title", "role title"), ("phone", "phone number")
_ORGANISATION = ("organization", "organisation", "company")
_SOURCE = ("source name", "registration source", "tracking source")
_WAITING = ("in waiting room",)
_OF_PEOPLE = frozenset((*_NAME, *_GIVEN, *_EMAIL))
_OF_STAYS = frozenset((*_JOIN, *_MINUTES, *_REGISTERED, *_APPROVAL, "attended"))
_OF_ZOOM = frozenset(
    (
        "name original name", "user name original name", "total duration minutes", "time in session minutes",
        "in waiting room", "recording consent", "recording disclaimer response", "approval status", "is guest",
        "duration minutes",
    )
)  # fmt: skip
# Others count minutes, too: the products below are told by what Zoom never writes.
_COUNTS = frozenset(("duration minutes", "time in session minutes", "total duration minutes"))
_OF_OTHERS = frozenset(
    ("user action", "participant id upn", "interest rating", "unsubscribed", "registration date time", "email address",
     "organisation", "attended minutes", "company")
)  # fmt: skip
_OF_MEETING = frozenset(
    (
        "meeting id", "webinar id", "topic", "id", "start time", "actual start time", "scheduled time", "end time",
        "host name", "host email", "host", "participants", "registered", "cancelled", "duration minutes",
        "actual duration minutes", "unique viewers", "total users", "report generated time",
    )
)  # fmt: skip
_STARTS = ("actual start time", "start time", "scheduled time", "scheduled start time")
_IDS = ("meeting id", "webinar id", "id")
_HOST = ("host email", "user email")
_KNOWN = frozenset(
    (
        *_NAME, *_GIVEN, *_FAMILY, *_EMAIL, *_JOIN, *_LEAVE, *_MINUTES, *_REGISTERED, *_APPROVAL, *_TITLE, *_PHONE,
        *_ORGANISATION, *_SOURCE, *_WAITING, "attended", "guest", "is guest", "recording consent", "type",
        "recording disclaimer response", "country region name", "country region", "city", "country", "state",
        "state province", "zip postal code", "zip", "address", "unsubscribe", "id", "connection type",
    )
)  # fmt: skip
_SECTIONS: tuple[tuple[str, Role], ...] = (("host", "organizer"), ("panelist", "presenter"), ("attendee", "attendee"))
_STATUS = re.compile(r"(cancell?ed|approved|pending|denied|declined)", re.IGNORECASE)


class _Block(msgspec.Struct, frozen=True):
    """The rows under one heading row, with the role its name gives them."""

    headings: tuple[str, ...]
    rows: list[NumberedRow]
    role: Role
    of_people: bool


def recognise(rows: Sequence[NumberedRow]) -> bool:
    """Tell whether the first rows of a table are a report of Zoom."""
    for _, cells in rows[:30]:
        keys = heading_keys(cells)
        if _is_of_people(keys) and keys & _OF_ZOOM and not keys & _OF_OTHERS:
            own = keys & (_OF_ZOOM - _COUNTS) or keys & {"user email", "guest"}
            return bool(own) and bool(keys & {*_JOIN, *_REGISTERED, "attended", "total duration minutes"})
    return False


def read(source: Source) -> ReadAttendance:
    """Read a report of any shape."""
    blocks = list(_blocks(source.rows))
    people = [block for block in blocks if block.of_people]
    moments = source.moments(cell for block in blocks for _, cells in block.rows for cell in cells if ":" in cell)
    meeting = _meeting([block for block in blocks if not block.of_people], moments)
    is_registration = not any(heading_keys(block.headings) & {*_JOIN, *_MINUTES, "attended"} for block in people)
    gathering = MeetingMerge(source.report)
    reading = _Rows(source, moments, meeting, is_registration)
    for block in people:
        for row in repaired(reading.rows(block), source.report):
            gathering.add(row)
    return source.answer(FORMAT, meeting, gathering, moments)


def _is_of_people(keys: frozenset[str]) -> bool:
    return bool(keys & _OF_PEOPLE and keys & _OF_STAYS and not keys & {"topic", "meeting id", "webinar id"})


def _blocks(rows: Sequence[NumberedRow]) -> Iterator[_Block]:
    role: Role = "attendee"
    current: _Block | None = None
    for line, cells in rows:
        keys = heading_keys(cells)
        named = words(cells[0]) if not any(cells[1:]) else []
        if _is_of_people(keys):
            current = _Block(cells, [], role, of_people=True)
            yield current
        elif len(keys & _OF_MEETING) >= 2 and keys & {"topic", *_IDS}:
            current = _Block(cells, [], role, of_people=False)
            yield current
        elif named and named[-1] in ("details", "attended", "report"):
            role = next((found for word, found in _SECTIONS if word in named), "attendee")
        elif current is not None:
            current.rows.append((line, cells))


def _meeting(blocks: Sequence[_Block], moments: MomentReader) -> Meeting:
    for block in blocks:
        if not block.rows:
            continue
        row = Headed(block.headings, *block.rows[0])
        start, end = moments.read(row.get(*_STARTS)), moments.read(row.get("end time"))
        minutes = _minutes(row.get("duration minutes", "actual duration minutes"))
        if start and end is None and minutes:
            end = start + timedelta(seconds=minutes)
        participants = row.get("participants")
        return Meeting(
            title=row.get("topic"),
            start=start,
            end=end,
            participants=int(participants) if participants.isdecimal() and len(participants) < 6 else None,
            external_id=row.get(*_IDS),
            host_email=row.email(*_HOST),
        )
    return Meeting()


def _minutes(text: str) -> int | None:
    """Return the seconds of a number of minutes, None where it is none."""
    found = re.fullmatch(r"(\d{1,5})(?:[.,](\d{1,4}))?", text.strip())
    return round(float(f"{found[1]}.{found[2] or 0}") * 60) if found else None


class _Rows:
    """Reads the rows of the blocks of people of one report."""

    def __init__(self, source: Source, moments: MomentReader, meeting: Meeting, is_registration: bool) -> None:
        self._report, self._moments, self._meeting = source.report, moments, meeting
        self._is_registration = is_registration

    def rows(self, block: _Block) -> Iterator[Row]:
        """Yield the rows of a block; waiting outside is no stay."""
        for line, cells in block.rows:
            row = self._row(block, Headed(block.headings, line, cells))
            if row is not None:
                yield row

    def _row(self, block: _Block, cells: Headed) -> Row | None:
        email = cells.email(*_EMAIL)
        shown = _shown(cells, email)
        if not (email or shown.raw):
            self._report.skip(cells.line, "neither a name nor an address", "")
            return None
        join, leave = self._moments.read(cells.get(*_JOIN)), self._moments.read(cells.get(*_LEAVE))
        stated = _minutes(cells.get(*_MINUTES))
        waited = cells.get(*_WAITING).lower() in ("yes", "y", "true")
        said = read_presence(cells.get("attended"))[0]
        came = not waited and (bool(join or leave or stated) or said is True)
        status = self._status(cells.get(*_APPROVAL))
        answers = cells.others(_KNOWN) if cells.has(*_REGISTERED) else {}
        row = Row(
            shown,
            cells.line,
            email=email,
            organisation=cells.get(*_ORGANISATION) or organisation_in(answers),
            role=self._role(block.role, email),
            attended=None if self._is_registration else came,
            status=status,
            registered_at=self._moments.read(cells.get(*_REGISTERED)),
            mode="online" if came else "",
            source=cells.get(*_SOURCE),
            extra=_extra(cells, answers),
        )
        return self._with_stay(row, join, leave, stated) if came else row

    def _with_stay(self, row: Row, join: datetime | None, leave: datetime | None, stated: int | None) -> Row:
        is_total = join is None and leave is None
        meeting = self._meeting
        if is_total and stated is not None and meeting.start and meeting.end:
            # A total over several devices may be longer than the meeting was.
            stated = min(stated, max(0, round((meeting.end - meeting.start).total_seconds())))
        return replace(row, join=join, leave=leave, is_session=not is_total, stated=stated)

    def _status(self, text: str) -> str:
        found = _STATUS.search(text)
        return read_registration(found[1] if found else text)

    def _role(self, named: Role, email: str) -> Role:
        if self._is_registration:
            return "registrant"
        if email and email.lower() == self._meeting.host_email.lower():
            return "organizer"
        return named


def _shown(cells: Headed, email: str) -> ShownName:
    whole = cells.get(*_NAME)
    given, family = cells.get(*_GIVEN), cells.get(*_FAMILY)
    shown = read_renamed(whole or f"{given} {family}".strip(), email)
    if not (given and family) or shown.nobody:
        return shown
    display = join_name(prefix="", given=given, middle="", family=family, suffix="")
    return replace(shown, name=replace(shown.name, given=given, middle="", family=family, display=display))


def _extra(cells: Headed, answers: dict[str, str]) -> dict[str, Any]:
    found = {"title": cells.get(*_TITLE), "phone": cells.get(*_PHONE), "answers": answers}
    return {key: value for key, value in found.items() if value}
