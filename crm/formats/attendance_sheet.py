"""Attendance kept in a table of one's own: a name or an address, and whether, when or how long somebody was there."""

from collections.abc import Callable, Iterator, Sequence
from datetime import date, datetime
from typing import Any

from crm.formats import sheet
from crm.formats.attendance import Meeting, ReadAttendance
from crm.formats.attendee_names import ShownName, read_shown
from crm.formats.durations import read_duration
from crm.formats.fields import FieldName
from crm.formats.gathering import Gathering, Row, repaired
from crm.formats.headed import Headed
from crm.formats.headings import BY_HEADING, heading_key
from crm.formats.meeting_source import Source
from crm.formats.moments import MomentReader, is_moment, read_time
from crm.formats.names import join_name
from crm.formats.pages import NumberedRow
from crm.formats.rows import ReadName
from crm.formats.statuses import read_mode, read_presence, read_registration

FORMAT = "attendance_sheet"

_LOOKED_AT = 25
_SAMPLE = 200
_ATTENDED = (
    "attended", "attendance", "present", "presence", "checked in", "check in", "in attendance", "attended y n",
    "attended yes no", "was there", "showed up", "came", "turned up", "attended event", "attended huddle",
)  # fmt: skip
_REPLY = (
    "rsvp", "response", "registration", "registration status", "booking status", "registered", "reply", "going",
    "invitation status", "approval status",
)  # fmt: skip
_STATUS = ("attendance status", "attendee status", "status")
_MINUTES = (
    "minutes", "mins", "duration", "duration minutes", "duration mins", "minutes attended", "attended minutes",
    "time attended", "time in meeting", "in meeting duration", "total minutes", "minutes present",
    "total duration minutes",
)  # fmt: skip
_JOIN = (
    "join time", "joined", "time joined", "first join", "arrived", "arrival time", "time in", "sign in time",
    "checked in at", "check in time",
)  # fmt: skip
_LEAVE = ("leave time", "left", "time left", "last leave", "time exited", "time out", "departure time", "sign out time")
_MODE = ("mode", "attending in person or online", "in person or online", "in person online", "attendance mode")
_REGISTERED = ("registration time", "registered at", "registered on", "registration date", "booked on", "booking date")
_OF_ATTENDANCE = frozenset((*_ATTENDED, *_REPLY, *_STATUS, *_MINUTES, *_JOIN, *_LEAVE, *_MODE, *_REGISTERED))


def _headings_of(*fields: FieldName) -> tuple[str, ...]:
    return tuple(heading for heading, target in BY_HEADING.items() if target.field in fields)


_WHOLE, _GIVEN, _FAMILY = _headings_of("whole_name"), _headings_of("given"), _headings_of("family")
_EMAIL, _ORGANISATION = _headings_of("email"), _headings_of("organisation")
_TITLE, _PHONE, _NOTES = _headings_of("title"), _headings_of("phone"), _headings_of("notes")
_DEPARTMENT = _headings_of("department")
_OF_PEOPLE = frozenset((*_WHOLE, *_GIVEN, *_FAMILY, *_EMAIL))
_KNOWN = _OF_ATTENDANCE | _OF_PEOPLE | {*_ORGANISATION, *_TITLE, *_PHONE, *_NOTES, *_DEPARTMENT}


def recognise(rows: Sequence[NumberedRow]) -> bool:
    """Tell whether a table has headings of people, so that it can be read as a list of those at a gathering."""
    return _headings(rows) is not None


def tells_attendance(rows: Sequence[NumberedRow]) -> bool:
    """Tell whether a table of people also says who came or registered, by its headings and what is under them."""
    place = _headings(rows)
    if place is None:
        return False
    headings = rows[place][1]
    sample = [cells for _, cells in rows[place + 1 : place + 1 + _SAMPLE]]
    return any(
        _fits(heading_key(heading), [cells[column] for cells in sample if column < len(cells) and cells[column]])
        for column, heading in enumerate(headings)
    )


def known_headings(cells: Sequence[str]) -> int:
    """Count the cells that are headings of attendance: with those of people, they tell a heading row from data."""
    return len({heading_key(cell) for cell in cells if cell and len(cell) < 60} & _OF_ATTENDANCE)


def _headings(rows: Sequence[NumberedRow]) -> int | None:
    best, most = None, 1
    for place, (_, cells) in enumerate(rows[:_LOOKED_AT]):
        keys = {heading_key(cell) for cell in cells if cell and len(cell) < 60}
        if len(keys & _KNOWN) > most and keys & _OF_PEOPLE and not any("@" in cell for cell in cells):
            best, most = place, len(keys & _KNOWN)
    return best


def _fits(key: str, values: Sequence[str]) -> bool:
    """Tell whether a column's values are what its heading of attendance promises, more often than not."""
    tests: tuple[tuple[tuple[str, ...], Callable[[str], bool]], ...] = (
        (_ATTENDED, lambda text: read_presence(text)[0] is not None),
        ((*_REPLY, *_STATUS), lambda text: bool(_reply(text))),
        (_MINUTES, lambda text: _seconds(text) is not None),
        ((*_JOIN, *_LEAVE), lambda text: is_moment(text) or read_time(text) is not None),
    )
    return any(key in keys and values and sum(map(test, values)) * 2 > len(values) for keys, test in tests)


def _reply(text: str) -> str:
    return read_registration(text) or ("known" if read_presence(text)[0] is not None else "")


def _seconds(text: str) -> int | None:
    """Return the seconds of a cell of minutes, which may name its units."""
    if text.replace(".", "", 1).isdecimal() and len(text) < 8:
        return round(float(text) * 60)
    return read_duration(text)


def read(source: Source) -> ReadAttendance:
    """Read a table with headings; what it does not say stays unknown."""
    place = _headings(source.rows) or 0
    headings = source.rows[place][1]
    below = ((line, list(cells)) for line, cells in source.rows[place + 1 :])
    rows = [Headed(headings, line, cells) for line, cells in sheet.people_only(below, headings, source.report)]
    columns = (*_JOIN, *_LEAVE, *_REGISTERED)
    moments = source.moments(cells.get(column) for cells in rows for column in columns if cells.has(column))
    gathering = Gathering(source.report, apart_by_name=True)
    reading = _Rows(source, moments)
    for row in repaired(reading.all(rows), source.report):
        gathering.add(row)
    return source.answer(FORMAT, Meeting(title=source.title_in_name), gathering, moments)


class _Rows:
    """Reads the rows of one table."""

    def __init__(self, source: Source, moments: MomentReader) -> None:
        self._report, self._moments = source.report, moments
        self._day: date | None = source.on or source.name_day

    def all(self, rows: Sequence[Headed]) -> Iterator[Row]:
        """Yield the rows that name somebody."""
        for cells in rows:
            email = cells.email(*_EMAIL)
            shown = _shown(cells, email)
            if email or shown.raw:
                yield self._row(cells, shown, email)
            else:
                self._report.skip(cells.line, "neither a name nor an address", cells.get(*_ORGANISATION))

    def _row(self, cells: Headed, shown: ShownName, email: str) -> Row:
        join, leave = self._moment(cells.get(*_JOIN)), self._moment(cells.get(*_LEAVE))
        stated = _seconds(cells.get(*_MINUTES))
        attended, apologies, status = _said(cells)
        if attended is None and (join or leave or stated):
            attended = True
        extra: dict[str, Any] = {
            "title": cells.get(*_TITLE),
            "phone": cells.get(*_PHONE),
            "notes": cells.get(*_NOTES),
            "answers": cells.others(_KNOWN),
        }
        return Row(
            shown,
            cells.line,
            email=email,
            organisation=cells.get(*_ORGANISATION),
            join=join,
            leave=leave,
            is_session=bool(join),
            # Nought minutes of somebody who came say nothing; nor do those of somebody who did not.
            stated=stated if stated or attended is None else None,
            attended=attended,
            apologies=apologies,
            status=status,
            registered_at=self._moments.read(cells.get(*_REGISTERED)),
            mode=read_mode(cells.get(*_MODE)) or read_mode(cells.get(*_ATTENDED, *_STATUS)),
            extra={key: value for key, value in extra.items() if value},
        )

    def _moment(self, text: str) -> datetime | None:
        at = read_time(text)
        if at is not None and not is_moment(text):
            return datetime.combine(self._day, at) if self._day else None
        return self._moments.read(text)


def _said(cells: Headed) -> tuple[bool | None, bool, str]:
    """Return presence, apologies and registration, as far as the columns for them say."""
    attended, apologies = read_presence(cells.get(*_ATTENDED))
    status = read_registration(cells.get(*_REPLY))
    written = cells.get(*_STATUS)
    either = read_registration(written)
    plain = written.lower() in ("yes", "no", "y", "n", "true", "false", "1", "0")
    if attended is None and not plain:
        attended, apologies = read_presence(written)
    return attended, apologies, status or either


def _shown(cells: Headed, email: str) -> ShownName:
    given, family = cells.get(*_GIVEN), cells.get(*_FAMILY)
    if not (given and family):
        return read_shown(cells.get(*_WHOLE) or given or family, email)
    display = join_name(prefix="", given=given, middle="", family=family, suffix="")
    return ShownName(ReadName(given=given, family=family, display=display), display)
