"""Lists of people at a gathering with headings of any program or one's own: who, and whether or when they came.

A table may be in blocks (staff, then attendees), each with its own headings, and may have lines between its rows that
say of those below who they are or on which day it was.
"""

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Literal

from msgspec.structs import replace

from crm.dates import show_partial
from crm.formats import header_row
from crm.formats.attendance import Meeting, ReadAttendance
from crm.formats.attendance_columns import Columns, Part, known_headings, names_people, tells_arrival
from crm.formats.attendance_person import NOT_REGISTERED, RowsOfPeople
from crm.formats.attendance_preamble import meeting_above
from crm.formats.attendance_register import Register, day_text, holds_register, register_of
from crm.formats.attendance_row import Row
from crm.formats.attendance_sections import AROUND, Section, section_of, told_of_those_below
from crm.formats.emails import is_email
from crm.formats.meeting_merge import MeetingMerge, repaired
from crm.formats.meeting_source import Source
from crm.formats.organisation_words import names_organisation
from crm.formats.rows import Report
from crm.formats.table_pages import NumberedRow
from crm.formats.timestamps import MomentReader

FORMAT = "attendance_sheet"

_LOOKED_AT = 25
_SAMPLE = 200


class _Block:
    """The rows under one row of headings, each with what the section it stands in says of it."""

    columns: Columns

    def __init__(self, headings: tuple[str, ...]) -> None:
        self.headings = headings
        self.rows: list[tuple[int, tuple[str, ...], Section]] = []

    def understand(self) -> None:
        self.columns = Columns(self.headings, [cells for _, cells, _ in self.rows[:_SAMPLE]])


def recognise(rows: Sequence[NumberedRow]) -> bool:
    """Tell whether a table has headings of people, so that it can be read as a list of those at a gathering."""
    return heading_place(rows) is not None


def heads_people(rows: Sequence[NumberedRow]) -> bool:
    """Tell whether of the first row only a heading for names or addresses is known, and it is headings all the same."""
    if heading_place(rows) is not None or len(rows) < 2 or not _may_be_headings(rows[0][1]):
        return False
    sample = [cells for _, cells in rows[1 : 1 + _SAMPLE]]
    width = len(rows[0][1])
    return width > 1 and names_people(rows[0][1]) and sum(len(cells) == width for cells in sample) * 2 > len(sample)


def evidence(rows: Sequence[NumberedRow]) -> Literal["none", "weak", "strong"]:
    """Say how sure it is that a table of people is about a gathering, by its headings and what is under them."""
    place = 0 if heads_people(rows) else heading_place(rows)
    if place is None:
        return "none"
    found: set[str] = set()
    for block in _blocks(rows[place : place + 1 + _SAMPLE], None):
        cells = [row for _, row, _ in block.rows[:_SAMPLE]]
        if holds_register(block.headings, cells) or any(section.attended is not None for _, _, section in block.rows):
            return "strong"
        found.add(block.columns.evidence())
    return "strong" if "strong" in found else "weak" if "weak" in found else "none"


def heading_place(rows: Sequence[NumberedRow]) -> int | None:
    """Return which of the first rows holds the headings of people, or None."""
    best, most = None, 1
    for place, (_, cells) in enumerate(rows[:_LOOKED_AT]):
        known = known_headings(cells) if _may_be_headings(cells) else 0
        if known < 2 or not names_people(cells):
            continue
        if known * 2 > len([cell for cell in cells if cell]):
            return place  # of several blocks the first
        if known > most:
            best, most = place, known
    return best


def _may_be_headings(cells: Sequence[str]) -> bool:
    return not any("@" in cell for cell in cells) and any(cells)


def read(source: Source) -> ReadAttendance:
    """Read a table with headings; what it does not say stays unknown."""
    place = heading_place(source.rows) or 0
    blocks = [block for block in _blocks(source.rows[place:], source, source.rows[:place]) if block.rows]
    moments = source.moments(_dates(source, blocks, place))
    meeting = meeting_above(source.rows[:place], moments)
    gathering = MeetingMerge(source.report, apart_by_name=True)
    reading = _Reading(source, moments, meeting)
    rows = [row for block in blocks for row in reading.block(block)]
    tells = any(block.columns.tells_presence for block in blocks) or bool(reading.days) or reading.is_register
    is_register = bool(reading.days) or reading.is_register
    settled = _with_the_absent(rows, source, blocks, is_register=is_register)
    for row in repaired(settled, source.report):
        gathering.add(row)
    title = meeting.title or reading.title or source.title_in_name
    answer = source.answer(FORMAT, replace(meeting, title=title), gathering, moments)
    answer = replace(answer, tells_presence=tells or any(one.attended is not None for one in answer.attendees))
    return reading.with_days(answer)


def _dates(source: Source, blocks: Sequence[_Block], place: int) -> Iterator[str]:
    """Yield every text that is a moment, so that the order of day and month is settled by all of them."""
    yield from (cell for _, cells in source.rows[:place] for cell in cells if cell)
    parts: tuple[Part, ...] = (
        "arrival", "join", "leave", "registered_at", "day", "meeting_start", "meeting_end",
    )  # fmt: skip
    for block in blocks:
        for column in block.columns.places(*parts):
            yield from (cells[column] for _, cells, _ in block.rows if column < len(cells) and cells[column])
        yield from filter(None, (day_text(heading, _year(source)) for heading in block.headings))


def _year(source: Source) -> int | None:
    day = source.on or source.name_day
    return day.year if day else None


def _with_the_absent(
    rows: Sequence[Row], source: Source, blocks: Sequence[_Block], *, is_register: bool
) -> Iterator[Row]:
    """Say of those beside whom others arrived that they did not; and that all of such a list had registered."""
    has_column = is_register or any(block.columns.has("arrival", "apology", "absence", "signature") for block in blocks)
    was_held = any(row.attended for row in rows)
    is_checking_in = has_column and all(block.columns.is_checking_in for block in blocks)
    if has_column and rows and not was_held and not is_register:
        source.report.note("Nobody is marked as having come, so the list does not say who was there.")
    is_ticketing = any(block.columns.is_ticketing for block in blocks)
    for row in rows:
        if is_checking_in and not was_held and not row.apologies:
            row.attended = None  # before the doors open, everybody is "not checked in"
        elif has_column and was_held and row.attended is None:
            row.attended, row.absence_inferred = False, True
    missed = any(row.attended is False and not row.apologies for row in rows)
    expected = is_ticketing or (has_column and was_held and missed)
    for row in rows:
        if row.status == NOT_REGISTERED:
            row.status = ""
        elif expected and not row.status and not row.apologies and not is_register and row.role != "organizer":
            row.status = "registered"
        yield row


class _Reading:
    """Reads the blocks of one table; `days` are those of a register, and the column of the huddle's own is read."""

    def __init__(self, source: Source, moments: MomentReader, meeting: Meeting) -> None:
        self._source, self._moments = source, moments
        self._day = meeting.start.date() if meeting.start else (source.on or source.name_day)
        self.days: tuple[date, ...] = ()
        self.is_register = False
        self.title = ""

    def block(self, block: _Block) -> Iterator[Row]:
        """Yield the rows of a block that are people."""
        source, columns = self._source, block.columns
        cells = [row for _, row, _ in block.rows]
        register = register_of(block.headings, cells, self._moments, _year(source), source.on)
        own = self._own_columns(register) if register else []
        reading = RowsOfPeople(columns, source.report, self._moments, self._day, own)
        self._tell_title(columns)
        wanted = self._rows_of_the_day(block)
        for line, row, section in wanted:
            found = reading.read(line, row, section)
            if found is not None:
                yield _without_days(found, block.headings, register)

    def _own_columns(self, register: Register) -> list[int]:
        self.days, self.is_register = register.all_days, True
        own = register.of(self._source.on) or (list(register.days) if len(self.days) == 1 else [])
        self._tell_days("register", bool(own))
        if not self.days:
            self._source.report.note(f"This is a register of {len(register.months)} months, and none is the huddle's.")
        if own and len(self.days) == 1:
            self._day = self.days[0]
        return own

    def _tell_days(self, what: str, is_found: bool) -> None:
        said = ", ".join(show_partial(day.isoformat()) for day in self.days)
        if len(self.days) > 1:
            more = f" {show_partial(self._source.on.isoformat())} was read." if is_found and self._source.on else ""
            self._source.report.note(f"This is a {what} of {len(self.days)} days: {said}.{more}")

    def _rows_of_the_day(self, block: _Block) -> list[tuple[int, tuple[str, ...], Section]]:
        """Return the rows of the huddle's own day, where the rows are of several days."""
        places = block.columns.places("day")
        of_rows = [self._day_of_row(cells, section, places) for _, cells, section in block.rows]
        days = tuple(sorted({day for day in of_rows if day}))
        if len(days) < 2 or self.days:
            return block.rows
        if not (block.columns.tells_presence or any(section.day for _, _, section in block.rows)):
            return block.rows
        own = self._source.on in days
        if not own and self._source.on is not None and not any(section.day for _, _, section in block.rows):
            return block.rows
        self.days = days
        self._tell_days("list", own)
        if not own:
            return [(line, cells, replace(section, attended=None)) for line, cells, section in block.rows]
        chosen = [row for row, day in zip(block.rows, of_rows, strict=True) if day in (self._source.on, None)]
        for (line, cells, _), day in zip(block.rows, of_rows, strict=True):
            if day not in (self._source.on, None):
                self._source.report.skip(line, "of another day", " ".join(filter(None, cells)))
        return chosen

    def _day_of_row(self, cells: Sequence[str], section: Section, places: Sequence[int]) -> date | None:
        texts = (cells[place] for place in places if place < len(cells) and cells[place])
        return section.day or next((found.date() for text in texts if (found := self._moments.read(text))), None)

    def _tell_title(self, columns: Columns) -> None:
        for place in columns.places("meeting"):
            titles = set(columns.values(place))
            if len(titles) == 1:
                self.title = self.title or titles.pop()

    def with_days(self, answer: ReadAttendance) -> ReadAttendance:
        """Return the answer with the days of a register: the huddle's own alone, or all of them to choose from."""
        if not self.days or (len(answer.possible_days) == 1 and self._source.on in answer.possible_days):
            return answer
        own = self._source.on
        return replace(answer, possible_days=(own,) if own in self.days else self.days)


def _without_days(row: Row, headings: Sequence[str], register: Register | None) -> Row:
    """Leave the marks of a register's other days out of what a person answered: they are of other gatherings."""
    if register is not None and "answers" in row.extra:
        of_days = {headings[place] for place in (*register.days, *register.months)}
        row.extra["answers"] = {key: text for key, text in row.extra["answers"].items() if key not in of_days}
        if not row.extra["answers"]:
            del row.extra["answers"]
    return row


def _blocks(rows: Sequence[NumberedRow], source: Source | None, above: Sequence[NumberedRow] = ()) -> list[_Block]:
    """Part a table, whose first row is headings, into its blocks; what is no person's row goes to the report.

    `above` are the rows before it, the last of which may be the name of the first block.
    """
    blocks = [_Block(rows[0][1])]
    named = _section(above[-1][1], rows[0][1], source) if above else None
    section = replace(named, day=None) if named else Section()
    for line, cells in _people_only(rows[1:], blocks, source):
        if _is_new_block(cells, blocks[-1].headings):
            blocks.append(_Block(cells))
            continue
        said = _section(cells, blocks[-1].headings, source)
        if said is None:
            blocks[-1].rows.append((line, cells, section))
            continue
        section = said
        if source is not None:
            source.report.skip(line, "a heading of the rows below it, not a person", " ".join(filter(None, cells)))
    for block in blocks:
        block.understand()
    return blocks


def _people_only(
    rows: Sequence[NumberedRow], blocks: Sequence[_Block], source: Source | None
) -> Iterator[tuple[int, tuple[str, ...]]]:
    report = source.report if source is not None else Report()
    below = ((line, list(cells)) for line, cells in rows)
    for line, cells in header_row.people_only(below, blocks[0].headings, report):
        yield line, tuple(cells)


def _is_new_block(cells: Sequence[str], headings: Sequence[str]) -> bool:
    """Tell whether a row is headings once more: names of columns of people, more than half of what stands in it."""
    if not _may_be_headings(cells):
        return False
    filled = [cell for cell in cells if cell]
    if len(filled) > 1 and [cell.lower() for cell in cells] == [cell.lower() for cell in headings]:
        return True
    return known_headings(cells) > 1 and known_headings(cells) * 2 > len(filled) and names_people(cells)


def _section(cells: Sequence[str], headings: Sequence[str], source: Source | None) -> Section | None:
    """Return what a line between the rows says, where only one of its cells is filled and names nobody."""
    filled = [cell for cell in cells if cell]
    if len(filled) != 1 or len([heading for heading in headings if heading]) < 2 or is_email(filled[0]):
        return None
    text = filled[0].strip(AROUND)
    told = told_of_those_below(text)
    if told is not None:
        return told
    moments = MomentReader([text], on=source.on if source else None)
    dated = day_text(text, source.on.year if source and source.on else None)
    day = moments.read(dated) if dated else None
    if day is not None:
        return Section(day=day.date())
    if names_organisation(text) and not tells_arrival(text):
        return Section(organisation=text)
    return section_of(text)
