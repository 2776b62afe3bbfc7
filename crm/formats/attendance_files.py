"""Files about who was, or will be, at a gathering: which report a table is, and the reader for it."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from crm.formats import sheet, teams
from crm.formats.attendance import DayOrder, ReadAttendance
from crm.formats.meeting_source import Source
from crm.formats.pages import NumberedRow, Pages, load_pages
from crm.formats.rows import Report, UnreadableFile

_UNKNOWN = (
    "no report of a meeting and no list of people is recognised in it. Give its columns headings such as Name,"
    " Organisation and Email."
)


@dataclass(frozen=True, slots=True)
class _Reader:
    recognise: Callable[[Sequence[NumberedRow]], bool]
    read: Callable[[Source], ReadAttendance]


_READERS = (_Reader(teams.recognise, teams.read),)


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
    report = Report()
    content = source if isinstance(source, bytes) else None
    path = Path(name or "pasted text") if isinstance(source, bytes) else Path(source)
    loaded = load_pages(path, report, sheet.known_headings, content=content, encoding=encoding)
    found = _first_recognised(loaded)
    if found is None:
        raise UnreadableFile(path, _UNKNOWN)
    reader, rows = found
    answer = reader.read(Source(path.name, rows, report, on, order, loaded.encoding, loaded.cut_off))
    if not answer.attendees and not answer.unnamed.people:
        raise UnreadableFile(path, "no rows with people were found in it.")
    return answer


def _first_recognised(loaded: Pages) -> tuple[_Reader, tuple[NumberedRow, ...]] | None:
    for reader in _READERS:
        for page in loaded.pages:
            if reader.recognise(page.rows):
                return reader, page.rows
    return None
