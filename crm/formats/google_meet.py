"""Google Meet's attendance report: a duration and two times of day a person; the day stands in the file's name."""

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta

from crm.formats.attendance import Meeting, ReadAttendance
from crm.formats.attendance_row import Row
from crm.formats.attendee_names import read_shown
from crm.formats.column_types import tell_of_stays
from crm.formats.durations import read_duration
from crm.formats.emails import is_email
from crm.formats.header_table import heading_keys, heads_names
from crm.formats.meeting_merge import MeetingMerge
from crm.formats.meeting_source import Source
from crm.formats.table_pages import NumberedRow
from crm.formats.timestamps import is_moment, read_time

FORMAT = "google_meet_attendance"

_LOOKED_AT = 30
_NIGHT = time(4)


def recognise(rows: Sequence[NumberedRow]) -> bool:
    """Tell whether a table has the headings of Meet, in English or by what they say of joining and exiting."""
    for place, (_, cells) in enumerate(rows[:_LOOKED_AT]):
        if {"time joined", "time exited"} <= heading_keys(cells):
            return True
        below = [row for _, row in rows[place + 1 : place + _LOOKED_AT] if has_layout(row)]
        if below and len(cells) >= len(below[0]) and not any(map(read_time, cells)):
            end = len(below[0])
            return tell_of_stays(cells, end - 2, end - 1)
    return False


def has_shape(rows: Sequence[NumberedRow]) -> bool:
    """Tell whether rows are laid out as in a report of Meet, under headings that name no people to us."""
    first = rows[:_LOOKED_AT]
    return not any(heads_names(cells) for _, cells in first) and any(has_layout(cells) for _, cells in first)


def has_layout(cells: Sequence[str]) -> bool:
    """Tell whether a row is laid out as Meet does it: names, perhaps an address, a duration, two times of day."""
    return 4 <= len(cells) <= 6 and _is_stay(cells) and all(map(read_time, cells[-2:])) and not read_time(cells[-3])


def _is_stay(cells: Sequence[str]) -> bool:
    if any(map(is_moment, cells)):
        return False
    return len(_times(cells)) == 2 and _duration(cells) is not None


def _times(cells: Sequence[str]) -> list[time]:
    return [found for cell in cells if len(cell) < 20 and (found := read_time(cell)) is not None][-2:]


def _duration(cells: Sequence[str]) -> int | None:
    return next((found for cell in cells if (found := read_duration(cell)) is not None and not read_time(cell)), None)


def read(source: Source) -> ReadAttendance:
    """Read a report; without a day in the file's name or from the huddle, only the durations are known."""
    day = source.name_day or source.on
    if day is None:
        source.report.problem("The file names no day, so only how long people stayed is known; say which huddle it is.")
    stays = [(line, cells) for line, cells in source.rows if _is_stay(cells)]
    first = min((_times(cells)[0] for _, cells in stays if _times(cells)[0] >= _NIGHT), default=time())
    gathering = MeetingMerge(source.report)
    for line, cells in source.rows:
        if _is_stay(cells):
            gathering.add(_row(line, cells, day, first))
        elif any(map(is_email, cells)) or (stays and line > stays[0][0]):
            gathering.add(_without_stay(line, cells))
    moments = source.moments([day.isoformat()] if day else [])
    return source.answer(FORMAT, Meeting(title=source.title_in_name), gathering, moments)


def _who(line: int, cells: Sequence[str]) -> Row:
    email = next((cell for cell in cells if is_email(cell)), "")
    plain = [
        cell for cell in cells if cell and cell != email and read_time(cell) is None and read_duration(cell) is None
    ]
    return Row(read_shown(" ".join(plain[:2]), email), line, email=email)


def _without_stay(line: int, cells: Sequence[str]) -> Row:
    """Read a row whose times are missing: somebody was there, it is not known how long."""
    row = _who(line, cells)
    row.attended, row.mode, row.stated = True, "online", _duration(cells)
    return row


def _row(line: int, cells: Sequence[str], day: date | None, first: time) -> Row:
    row = _without_stay(line, cells)
    if day is None:
        return row
    joined, left = _times(cells)
    # A meeting that goes on past midnight: whoever joins in the small hours joins on the next day.
    begun = day + timedelta(days=1) if joined < _NIGHT and first >= time(18) else day
    row.join = datetime.combine(begun, joined)
    row.leave = datetime.combine(begun if left >= joined else begun + timedelta(days=1), left)
    span = (row.leave - row.join).total_seconds()
    row.is_session = row.stated is None or abs(span - row.stated) <= 60
    return row
