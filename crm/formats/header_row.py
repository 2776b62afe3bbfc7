"""Tables of one's own: which row holds the headings, what to do where there is none, and which rows are no people."""

import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence

import msgspec

from crm.formats.cell_kinds import is_date, is_link, is_number, is_phone, kind_of_cells
from crm.formats.contact_columns import Target
from crm.formats.emails import is_email
from crm.formats.heading_words import STAFF
from crm.formats.headings import heading_key, read_heading
from crm.formats.rows import Report
from crm.text import clean, words

FORMAT = "plain_spreadsheets"
_LOOKED_AT = 25
_LONGEST_HEADING = 200

_TITLE = "title"
_MEETING = frozenset(
    (
        "join time",
        "first join",
        "leave time",
        "last leave",
        "in meeting duration",
        "time joined",
        "time exited",
        "user action",
        "timestamp",
    )
)
_TOTAL = re.compile(
    r"(?:grand |sub)?total|sum\b|count\b|number of (?:rows|contacts|people|records)|exported |generated |printed "
    r"|source\b|page \d|end of |©|copyright\b|report ",
    re.IGNORECASE,
)


def known_headings(cells: Sequence[str]) -> int:
    """Count the cells that are headings of people's tables, each meaning once: what tells a heading row from data."""
    keys = {heading_key(cell): cell for cell in cells if cell and len(cell) < _LONGEST_HEADING}
    return sum(key == _TITLE or _is_known(cell) for key, cell in keys.items() if key)


def _is_known(cell: str) -> bool:
    found = read_heading(cell)
    return found.target is not None and found.rank < STAFF


def is_meeting_report(cells: Sequence[str]) -> bool:
    """Tell whether headings are those of a meeting's attendance report, which is no list of contacts."""
    return len(_MEETING.intersection(" ".join(words(cell)) for cell in cells)) >= 2


class HeadingRow(msgspec.Struct, frozen=True):
    """Where a table's headings stand: index of the row among those looked at, and its cells."""

    index: int
    cells: tuple[str, ...]


def find_headings(rows: Sequence[Sequence[str]]) -> HeadingRow | None:
    """Return the heading row among the first rows of a table (title rows may stand above it), or None.

    Headings of which none is known are told by the columns below them, which hold addresses, numbers or dates.
    """
    best: HeadingRow | None = None
    best_known = 0
    for index, cells in enumerate(rows[:_LOOKED_AT]):
        known = known_headings(cells)
        filled = [cell for cell in cells if cell.strip()]
        if any(map(is_email, filled)):
            continue
        alone = known == 1 and ((best is None and index == 0) or len(filled) == 1)
        if known > best_known and (known >= 2 or alone):
            best, best_known = HeadingRow(index, _headings(rows, index)), known
    if best is None or best_known == 1:
        told = _told_by_columns(rows)
        if told is not None:
            return told
    return best


def has_headings(rows: Sequence[Sequence[str]]) -> bool:
    """Tell whether rows are a table with headings, known or not, rather than lines that somebody typed."""
    return find_headings(rows) is not None


def _headings(rows: Sequence[Sequence[str]], index: int) -> tuple[str, ...]:
    """Return the cells of a heading row; those that stand there twice take the group's heading above them in."""
    cells = [clean(cell) for cell in rows[index]]
    above = rows[index - 1] if index else ()
    if not any(count > 1 for cell, count in Counter(filter(None, cells)).items() if cell) or len(above) < 2:
        return tuple(cells)
    groups: list[str] = []
    for cell in above:
        groups.append(clean(cell) or (groups[-1] if groups else ""))
    twice = {cell for cell, count in Counter(cells).items() if cell and count > 1}
    if sum(map(bool, map(clean, above))) < 2 or any(map(_is_data, above)):
        return tuple(cells)
    return tuple(
        f"{groups[place]} {cell}".strip() if cell in twice and place < len(groups) else cell
        for place, cell in enumerate(cells)
    )


def _told_by_columns(rows: Sequence[Sequence[str]]) -> HeadingRow | None:
    """Return the first full row without address, number or date over columns that hold them, whatever its words."""
    width = max((sum(map(bool, cells)) for cells in rows[:_LOOKED_AT]), default=0)
    for index, cells in enumerate(rows[: _LOOKED_AT - 1]):
        filled = [cell for cell in cells if cell.strip()]
        if len(filled) < 2 or len(filled) * 2 < width:
            continue
        if any(map(_is_data, filled)) or len(set(filled)) < len(filled) or max(map(len, filled)) >= _LONGEST_HEADING:
            return None
        below = rows[index + 1 :]
        for place, cell in enumerate(cells):
            held = kind_of_cells([row[place] for row in below if place < len(row)]) if cell.strip() else ""
            if held in ("email", "phone", "date", "profile"):
                return HeadingRow(index, tuple(clean(each) for each in cells))
        return None
    return None


def _is_data(cell: str) -> bool:
    plain = cell.strip()
    return bool(plain) and ("@" in plain or any(test(plain) for test in (is_phone, is_date, is_number, is_link)))


def guess_targets(rows: Sequence[Sequence[str]]) -> list[Target] | None:
    """Return where the columns of a table without headings go, told by what they hold, or None where no one can tell.

    There must be a column of e-mail addresses. Text before it is the name, text after it the organisation, then notes.
    """
    width = max((len(cells) for cells in rows), default=0)
    columns = [
        [cells[place] for cells in rows if place < len(cells) and cells[place].strip()] for place in range(width)
    ]
    kinds = list(map(kind_of_cells, columns))
    if "email" not in kinds:
        return None
    first = kinds.index("email")
    names = [place for place in range(first) if columns[place] and _share(_is_name, columns[place]) > 0.8]
    after = ["organisation", "notes"]
    found: list[Target] = []
    for place, values in enumerate(columns):
        if kinds[place] in ("email", "phone"):
            found.append(Target("email" if kinds[place] == "email" else "phone", place))
        elif place in names[:2]:
            found.append(Target("whole_name" if len(names) == 1 else ("given", "family")[names.index(place)]))
        elif place > first and values and after:
            found.append(Target("organisation" if after.pop(0) == "organisation" else "notes"))
        else:
            found.append(Target("extra", label=f"column {place + 1}"))
    return found


def _share(test: Callable[[str], bool], values: Sequence[str]) -> float:
    return sum(map(test, values)) / len(values)


def _is_name(text: str) -> bool:
    return not any(character.isdigit() for character in text) and len(text) < 60


def people_only(
    rows: Iterator[tuple[int, list[str]]], headings: Sequence[str], report: Report
) -> Iterator[tuple[int, list[str]]]:
    """Pass the rows of people on; totals, footers and repeated headings go to the report instead."""
    for line, cells in rows:
        first = next((cell for cell in cells if cell), "")
        if (
            _TOTAL.match(first)
            and sum(map(bool, cells)) <= max(2, len(headings) // 3)
            and not any(map(is_email, cells))
        ):
            report.skip(line, "a total or a footer, not a person", " ".join(filter(None, cells)))
        elif first == headings[0] and first and list(cells[: len(headings)]) == list(headings):
            report.skip(line, "the headings again", first)
        else:
            yield line, cells
