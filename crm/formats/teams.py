"""Microsoft Teams' attendance reports, all four shapes in every language.

The list of 2020 has a row for each joining and leaving; the report of 2021 a summary and a table; the reports since
2022 numbered sections (1 summary, 2 participants, 3 activities), for webinars with the registrations beside them. They
are read by the sections' numbers and by what the columns hold, never by the words of headings.
"""

import re
from collections.abc import Sequence
from datetime import datetime

import msgspec

from crm.formats.attendance import Meeting, ReadAttendance, Role
from crm.formats.attendance_row import Row
from crm.formats.attendance_statuses import read_registration
from crm.formats.attendee_names import read_shown
from crm.formats.column_types import ColumnTypes, columns_of, is_address, tell_of_stays
from crm.formats.durations import read_duration
from crm.formats.header_table import heading_keys, heads_names
from crm.formats.meeting_merge import MeetingMerge, repaired
from crm.formats.meeting_source import Source
from crm.formats.rows import Report
from crm.formats.table_pages import NumberedRow
from crm.formats.timestamps import MomentReader, is_moment
from crm.text import fold

FORMAT = "teams_attendance"

_SECTION = re.compile(r"\s*(\d)\s*[.)\uff0e\u3001]\s*\S.*")
_ROLES: tuple[tuple[Role, re.Pattern[str]], ...] = (
    (
        "organizer",
        re.compile(
            "organi[sz]|gastgeber|veranstalter|arrang|jarjest|szervezo|duzenleyen|διοργ|организатор|主催|开催|組織|组织|주최|이끌"
        ),
    ),
    (
        "presenter",
        re.compile(
            "present|prasent|prezent|referent|moderat|ponente|relator|orador|apresent|panel|vortrag|prelegent|foredrag"
            "|esittaj|eload|sunucu|докладчик|выступ|演示|发表|発表|簡報|발표"
        ),
    ),
    ("guest", re.compile("guest|gast$|invite|gosc|ospite|invitad|convidad")),
)
_TIMES = frozenset(("join time", "leave time", "first join", "last leave"))
_EVENTS = frozenset(("user action",))
_JOINED = frozenset(
    ("joined", "joined before", "beigetreten", "ist beigetreten", "vorher beigetreten", "teilgenommen", "rejoint",
     "a rejoint", "a rejoint avant", "entree", "dolaczyl", "dolaczono", "se unio", "unido", "entrou", "entrada",
     "partecipazione", "si e unito", "deelgenomen", "ansluten", "anslot")
)  # fmt: skip
_LEFT = frozenset(
    ("left", "verlassen", "hat verlassen", "quitte", "a quitte", "parti", "sortie", "opuscil", "opuszczono", "wyszedl",
     "salio", "abandono", "saiu", "saida", "uscita", "ha abbandonato", "verlaten", "lamnade", "lamnat")
)  # fmt: skip
_LOOKED_AT = 60
_ACTIONS = 3


def recognise(rows: Sequence[NumberedRow]) -> bool:
    """Tell whether the first rows of a table are a report of Teams, of any shape, by its sections or its headings."""
    first = rows[:_LOOKED_AT]
    sections = {_section_of(cells) for _, cells in first}
    stays = any(_is_stay(cells) for _, cells in first)
    if 2 in sections and (1 in sections or stays) and any(map(is_moment, _all_cells(first))):
        return True
    return any(_are_headings(cells, first) for _, cells in first) or _is_event_list(first) or _is_summary(first)


def has_shape(rows: Sequence[NumberedRow]) -> bool:
    """Tell whether rows are laid out as in a report of Teams: a name, two moments and a duration, as the first cells.

    Headings that we know win: then the table is what they say.
    """
    first = rows[:_LOOKED_AT]
    if any(heads_names(cells) for _, cells in first):
        return False
    return any(_is_stay(cells) and is_moment(cells[1]) and is_moment(cells[2]) for _, cells in first)


def _are_headings(cells: Sequence[str], rows: Sequence[NumberedRow]) -> bool:
    """Tell whether a row holds the headings of the table of 2021, or of later ones, in English or by what they say."""
    keys = heading_keys(cells)
    if keys & {"participant id upn", "in meeting duration"} and keys & _TIMES:
        return True
    if {"first join", "last leave"} <= keys or {"full name", "join time", "leave time", "duration"} <= keys:
        return True
    stay = next((each for _, each in rows if _is_stay(each)), None)
    if stay is None or any(map(is_moment, cells)):
        return False
    joined, left = [place for place, cell in enumerate(stay) if is_moment(cell)][:2]
    return joined == 1 and left == joined + 1 and not keys & _TIMES and tell_of_stays(cells, joined, left)


def _is_summary(rows: Sequence[NumberedRow]) -> bool:
    """Tell whether this is the numbered summary of a report that breaks off before its people."""
    if len(rows) < 2 or _section_of(rows[0][1]) != 1:
        return False
    pairs = [cells for _, cells in rows[1:] if len(cells) == 2 and cells[0] and not any(map(is_address, cells))]
    return len(rows) - 2 <= len(pairs) and bool(pairs)


def read(source: Source) -> ReadAttendance:
    """Read a report of any shape."""
    if _is_event_list(source.rows):
        return _read_events(source)
    report = _parts(source.rows)
    moments = source.moments(
        cell for rows in (report.summary, report.people, report.stays) for cell in _all_cells(rows)
    )
    gathering = MeetingMerge(source.report)
    _add_table(source, report.people, moments, gathering, single_rows=not report.numbered)
    if report.stays:
        _add_table(source, report.stays, moments, gathering, single_rows=True)
    meeting = _meeting(report.summary, moments)
    _count_the_missing(source, report, meeting, gathering)
    return source.answer(FORMAT, meeting, gathering, moments)


class _Parts(msgspec.Struct, frozen=True):
    """A report's parts: the summary's rows, one row a person, one row a stay; the last two with their headings."""

    summary: list[NumberedRow]
    people: list[NumberedRow]
    stays: list[NumberedRow]
    numbered: bool


def _all_cells(rows: Sequence[NumberedRow]) -> list[str]:
    return [cell for _, cells in rows for cell in cells if cell]


def _section_of(cells: Sequence[str]) -> int | None:
    """Return the number of the section that a row alone in its line opens, or None."""
    found = _SECTION.fullmatch(cells[0]) if cells and not any(cells[1:]) else None
    return int(found[1]) if found else None


def _is_stay(cells: Sequence[str]) -> bool:
    """Tell whether a row says who came when, went when, and how long they stayed with units: what only Teams writes."""
    moments = [place for place, cell in enumerate(cells) if is_moment(cell)]
    if len(moments) < 2 or moments[0] == 0:
        return False
    return any(read_duration(cell) is not None for cell in cells[moments[1] + 1 : moments[1] + 3])


def _parts(rows: Sequence[NumberedRow]) -> _Parts:
    sections: dict[int, list[NumberedRow]] = {}
    current = 0
    for row in rows:
        opened = _section_of(row[1])
        if opened is not None and opened > current:
            current = opened
        else:
            sections.setdefault(current, []).append(row)
    if current:
        summary = [*sections.get(0, []), *sections.get(1, [])]
        return _Parts(summary, sections.get(2, []), sections.get(3, []), numbered=True)
    begin = next((place for place, (_, cells) in enumerate(rows) if sum(map(bool, cells)) >= 4), len(rows))
    return _Parts(list(rows[:begin]), list(rows[begin:]), [], numbered=False)


def _add_table(
    source: Source, rows: Sequence[NumberedRow], moments: MomentReader, gathering: MeetingMerge, *, single_rows: bool
) -> None:
    """Read a table of people; with `single_rows` each row is one stay, else the whole of a person's stays."""
    headings, data = _headed(rows)
    data = _uncut(source, headings, data)
    columns = columns_of([cells for _, cells in data])
    if columns is None:
        return
    found = (_row(line, cells, columns, moments, single_rows=single_rows) for line, cells in data)
    for row in repaired(found, source.report):
        gathering.add(row)


def _headed(rows: Sequence[NumberedRow]) -> tuple[tuple[str, ...], list[NumberedRow]]:
    """Part a table into its headings, which hold no moments, and its rows."""
    if rows and not any(is_moment(cell) or is_address(cell) for cell in rows[0][1]):
        return rows[0][1], list(rows[1:])
    return (), list(rows)


def _uncut(source: Source, headings: Sequence[str], data: list[NumberedRow]) -> list[NumberedRow]:
    """Leave the last row out where the file breaks off in it."""
    if source.cut_off and data and data[-1] == source.rows[-1] and len(data[-1][1]) < len(headings):
        line, cells = data.pop()
        source.report.skip(line, "the file is cut off in this line", " ".join(cells))
        source.report.problem("The file breaks off; whoever came after this line is missing.", line)
    return data


def _row(line: int, cells: Sequence[str], columns: ColumnTypes, moments: MomentReader, *, single_rows: bool) -> Row:
    def cell(place: int | None) -> str:
        return cells[place] if place is not None and place < len(cells) else ""

    texts = [cell(place) for place in columns.texts]
    emails = [text for text in map(cell, columns.emails) if is_address(text) and "#ext#" not in text.lower()]
    email = emails[0] if emails else ""
    registered = columns.registration
    name = cell(0) or " ".join(filter(None, map(cell, registered.names)))
    join, leave = (moments.read(cell(place)) for place in columns.join_and_leave)
    stated = read_duration(cell(columns.duration))
    came = bool(join or leave or stated)
    status = _registration(texts) if registered else ""
    return Row(
        read_shown(name, email),
        line,
        email=email,
        role=next(filter(None, map(_role, texts)), "attendee"),
        join=join,
        leave=leave,
        is_session=single_rows and _is_whole(join, leave, stated),
        stated=stated if came else None,
        attended=True if came else (False if registered else None),
        status=status,
        registered_at=moments.read(cell(registered.at)) if registered else None,
        mode="online" if came else "",
        other_emails=tuple(emails[1:]),
    )


def _is_whole(join: datetime | None, leave: datetime | None, stated: int | None) -> bool:
    """Tell whether somebody was there from joining to leaving without a break, as far as the row says."""
    if join is None or leave is None or stated is None:
        return True
    return abs((leave - join).total_seconds() - stated) <= 60


def _role(text: str) -> Role | None:
    folded = fold(text)
    return next((role for role, words in _ROLES if words.search(folded)), None)


def _registration(texts: Sequence[str]) -> str:
    return next(filter(None, map(read_registration, texts)), "registered")


def _meeting(summary: Sequence[NumberedRow], moments: MomentReader) -> Meeting:
    """Read the summary by what its values are: the first text is the title, the first number the people."""
    values = [cells[1] for _, cells in summary if len(cells) > 1 and cells[1]]
    times = [moment for value in values if is_moment(value) and (moment := moments.read(value))]
    counts = [int(value) for value in values if value.isdecimal() and len(value) < 6]
    texts = [v for v in values if not (is_moment(v) or v.isdecimal() or read_duration(v) is not None)]
    identity = next(
        (text for text in texts if re.fullmatch(r"[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}", text)), ""
    )
    return Meeting(
        title=next((text for text in texts if text != identity), ""),
        start=times[0] if times else None,
        end=times[1] if len(times) > 1 else None,
        participants=counts[0] if len(counts) == 1 else None,
        external_id=identity,
    )


def _count_the_missing(source: Source, report: _Parts, meeting: Meeting, gathering: MeetingMerge) -> None:
    """Count those whom the summary counts and no row names: they did not want to be in the report."""
    listed = len(_headed(report.people)[1])
    if not (report.numbered and meeting.participants) or meeting.participants <= listed:
        return
    missing = meeting.participants - listed
    if report.stays and not source.cut_off:
        gathering.count_hidden(missing)
        source.report.note(f"The summary counts {missing:,} more than the report names; they are counted, not named.")
    else:
        source.report.problem(f"The summary counts {missing:,} more than the report names; the file may be cut off.")


def _is_event_list(rows: Sequence[NumberedRow]) -> bool:
    """Tell whether a table is the list of 2020: name, action, moment, with two or three different actions."""
    data = [cells for _, cells in rows[1:_LOOKED_AT]]
    if not data or any(len(cells) != 3 for cells in data[:-1]) or len(rows[0][1]) != 3 or is_moment(rows[0][1][2]):
        return False
    events = [cells for cells in data if len(cells) == 3 and is_moment(cells[2])]
    actions = {fold(cells[1]) for cells in events}
    if len(events) * 2 <= len(data) or not 0 < len(actions) <= _ACTIONS:
        return False
    if heading_keys(rows[0][1]) & _EVENTS:
        return True
    return len(actions & _JOINED) > 0 and actions <= (_JOINED | _LEFT)


def _read_events(source: Source) -> ReadAttendance:
    moments = source.moments(cells[2] for _, cells in source.rows if len(cells) > 2)
    events: dict[str, list[tuple[datetime, str, int]]] = {}
    names: dict[str, str] = {}
    for line, cells in source.rows[1:]:
        moment = moments.read(cells[2]) if len(cells) > 2 else None
        if moment is None:
            source.report.skip(line, "no time can be read", " ".join(cells))
            continue
        names.setdefault(fold(cells[0]), cells[0])
        events.setdefault(fold(cells[0]), []).append((moment, fold(cells[1]), line))
    leaving = _leaving(events)
    gathering = MeetingMerge(source.report)
    for key, own in events.items():
        in_order = sorted(set(own), key=lambda one: (one[0], one[1] in leaving, one[2]))
        for row in _stays(names[key], in_order, leaving, source.report):
            gathering.add(row)
    return source.answer(FORMAT, Meeting(), gathering, moments)


def _leaving(events: dict[str, list[tuple[datetime, str, int]]]) -> frozenset[str]:
    """Return the actions that mean leaving: known words, else what nobody does before joining."""
    actions = {action for own in events.values() for _, action, _ in own}
    if actions <= (_JOINED | _LEFT):
        return _LEFT
    return frozenset(actions - {min(own)[1] for own in events.values()})


def _stays(
    name: str, events: Sequence[tuple[datetime, str, int]], leaving: frozenset[str], report: Report
) -> list[Row]:
    """Pair each joining with the next leaving; joined twice without leaving is two devices, or a lost leaving.

    Left twice is one who was still there: the later time stands, and the report says so.
    """
    shown = read_shown(name)
    rows: list[Row] = []
    open_rows: list[Row] = []
    last: Row | None = None
    for moment, action, line in events:
        if action not in leaving:
            open_rows.append(Row(shown, line, join=moment, is_session=True, attended=True, mode="online"))
            rows.append(open_rows[-1])
        elif open_rows:
            last = open_rows.pop(0)
            last.leave = moment
        elif last is not None:
            if last.leave != moment:
                report.note(f"{name} left twice without joining in between; the later time was taken", line)
            last.leave = moment
        else:
            rows.append(Row(shown, line, leave=moment, is_session=True, attended=True, mode="online"))
    return rows
