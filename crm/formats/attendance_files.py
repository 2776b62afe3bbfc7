"""Files about who was, or will be, at a gathering: which report a table is, and the reader for it."""

import re
from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path
from typing import Literal

import msgspec
from msgspec.structs import replace

from crm.formats import (
    attendance_columns,
    attendance_sheet,
    eventbrite,
    google_meet,
    header_row,
    luma,
    teams,
    typed_list,
    zoom,
)
from crm.formats.attendance import DayOrder, ReadAttendance
from crm.formats.meeting_source import Source
from crm.formats.rows import Report, UnreadableFile
from crm.formats.table_pages import NumberedRow, Pages, is_workbook, load_pages, pages_of_text

Kind = Literal["contacts", "attendance", "unsure"]

_UNKNOWN = (
    "no report of a meeting and no list of people is recognised in it. Give its columns headings such as Name,"
    " Organisation and Email."
)

_PASTED = "pasted text"
_PEEKED = 1 << 17
_CARD = re.compile(r"BEGIN:\s*VCARD", re.IGNORECASE)


class _Reader(msgspec.Struct, frozen=True):
    recognise: Callable[[Sequence[NumberedRow]], bool]
    read: Callable[[Source], ReadAttendance]
    is_report: bool = True


_REPORTS = tuple(_Reader(one.recognise, one.read) for one in (luma, eventbrite, zoom, teams, google_meet))
_SHEET = _Reader(attendance_sheet.recognise, attendance_sheet.read, is_report=False)
# Without a heading that is known, a table may still be laid out as only these two write it, in a language of theirs.
_BY_ONE_HEADING = _Reader(attendance_sheet.heads_people, attendance_sheet.read, is_report=False)
_SHAPES = tuple(_Reader(one.has_shape, one.read) for one in (teams, google_meet))


def read_attendance(
    source: Path | str | bytes,
    *,
    on: date | None = None,
    order: DayOrder | None = None,
    encoding: str | None = None,
    name: str = "",
) -> ReadAttendance:
    """Read a file (a path), or the bytes of a text, about who was at a gathering or has registered for it.

    `on` is the huddle's own day, which resolves the order of day and month; `order` is what a person chose instead;
    `name` is the file's name where bytes are given. Raises `UnreadableFile`, and OSError as opening a file does.
    """
    content = source if isinstance(source, bytes) else None
    path = Path(name or _PASTED) if isinstance(source, bytes) else Path(source)
    report = Report()
    loaded = load_pages(path, report, _known_headings, content=content, encoding=encoding)
    if _CARD.search(loaded.text[:4096]):
        raise UnreadableFile(path, "it holds cards of contacts (vCard), which are imported as contacts.")
    found = _first_recognised(loaded, report)
    given = Source(path.name, found[1] if found else (), report, on, order, loaded.encoding, loaded.cut_off)
    if found:
        return _read_by(path, found[0], given)
    lines = _lines(loaded)
    _refuse_unknown_columns(path, loaded)
    if not typed_list.is_list(lines):
        raise UnreadableFile(path, _UNKNOWN)
    return _with_people(path, typed_list.read(given, lines))


def read_pasted(text: str, *, on: date | None = None, order: DayOrder | None = None) -> ReadAttendance:
    """Read what a person typed or pasted: a report, a table with headings, or "name, organisation, e-mail" a line.

    Lines that name nobody are skipped, each with its reason; raises `UnreadableFile` where no line names anybody.
    """
    path, report = Path(_PASTED), Report()
    if not text.strip():
        raise UnreadableFile(path, "it is empty.")
    loaded = pages_of_text(path, text, report, _known_headings)
    found = _first_recognised(loaded, report)
    given = Source(path.name, found[1] if found else (), report, on, order)
    if found:
        return _read_by(path, found[0], given)
    _refuse_unknown_columns(path, loaded)
    return _with_people(path, typed_list.read(given, _lines(loaded)))


def kind_of_pages(loaded: Pages) -> Kind:
    """Tell whether a file says who was at a gathering or registered for it, is a list of contacts, or may be either.

    Headings of a product, or of one's own with what they promise under them, are evidence; a shape alone is a doubt.
    """
    found = [_kind_of_rows(page.rows) for page in loaded.pages]
    if loaded.text and not any(_SHEET.recognise(page.rows) for page in loaded.pages):
        lines = _lines(loaded)
        found += ["attendance"] if typed_list.tells_who_came(lines) and typed_list.is_list(lines) else []
    return "attendance" if "attendance" in found else "unsure" if "unsure" in found else "contacts"


def _kind_of_rows(rows: Sequence[NumberedRow]) -> Kind:
    if any(one.recognise(rows) for one in _REPORTS):
        return "attendance"
    evidence = attendance_sheet.evidence(rows)
    if evidence == "strong":
        return "attendance"
    has_shape = not _SHEET.recognise(rows) and any(one.recognise(rows) for one in _SHAPES)
    return "unsure" if evidence == "weak" or has_shape else "contacts"


def peek(path: Path) -> Pages:
    """Load the first rows of a file, enough to tell what it is; raises as `read_attendance` does."""
    with path.open("rb") as handle:
        head = handle.read(_PEEKED)
    if is_workbook(head):
        return load_pages(path, Report(), _known_headings)
    whole_lines = head[: head.rfind(b"\n") + 1] if len(head) == _PEEKED else head
    return load_pages(path, Report(), _known_headings, content=whole_lines or head)


def _known_headings(cells: Sequence[str]) -> int:
    return header_row.known_headings(cells) + attendance_columns.known_headings(cells)


def _read_by(path: Path, reader: _Reader, given: Source) -> ReadAttendance:
    answer = _with_people(path, reader.read(given))
    told = answer.tells_presence or (reader.is_report and any(one.attended is not None for one in answer.attendees))
    return replace(answer, tells_presence=told)


def _refuse_unknown_columns(path: Path, loaded: Pages) -> None:
    """Refuse a table whose line of headings is not understood: read line by line, its columns would be mixed up."""
    for page in loaded.pages:
        headings = typed_list.unknown_headings(page.rows)
        if headings:
            said = ", ".join(f"“{heading}”" for heading in headings[:6])
            raise UnreadableFile(
                path,
                f"no column is recognised as a name or an e-mail address; its headings are {said}. Give its columns"
                " headings such as Name, Organisation and Email.",
            )


def _with_people(path: Path, answer: ReadAttendance) -> ReadAttendance:
    if not answer.attendees and not answer.unnamed.people:
        raise UnreadableFile(path, "no rows with people were found in it.")
    return answer


def _lines(loaded: Pages) -> list[tuple[int, str]]:
    if loaded.text:
        return list(enumerate(loaded.text.splitlines(), 1))
    return [(line, "\t".join(cells)) for page in loaded.pages for line, cells in page.rows]


def _first_recognised(loaded: Pages, report: Report) -> tuple[_Reader, tuple[NumberedRow, ...]] | None:
    for reader in (*_REPORTS, _SHEET, *_SHAPES, _BY_ONE_HEADING):
        fitting = [page for page in loaded.pages if reader.recognise(page.rows)]
        if len(fitting) > 1:
            report.note(f"Only the sheet “{fitting[0].name}” was read; others hold people too.")
        if fitting:
            return reader, fitting[0].rows
    return None
