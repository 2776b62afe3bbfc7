"""Tables of one's own: which row holds the headings, what each heading means, and what to do where there is none."""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace

from crm.formats.emails import is_email
from crm.formats.fields import Target
from crm.formats.headings import heading_key, meaning, probable_meaning
from crm.formats.names import is_title
from crm.formats.rows import Report
from crm.phones import parse_phones
from crm.text import clean, words

FORMAT = "plain_spreadsheets"
_LOOKED_AT = 25

_SEVERAL = frozenset(("email", "phone", "url"))
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
_PHONE_LIKE = re.compile(r"\+?[\d\s().-]{9,20}")
_TOTAL = re.compile(
    r"(?:grand |sub)?total|sum\b|count\b|number of (?:rows|contacts|people|records)|exported |generated |printed "
    r"|source\b|page \d|end of |©|copyright\b|report ",
    re.IGNORECASE,
)


def known_headings(cells: Sequence[str]) -> int:
    """Count the cells that are headings of people's tables, each meaning once: what tells a heading row from data."""
    keys = {heading_key(cell) for cell in cells if cell and len(cell) < 40}
    return sum(key == _TITLE or meaning(key) is not None for key in keys if key)


def is_meeting_report(cells: Sequence[str]) -> bool:
    """Tell whether headings are those of a meeting's attendance report, which is no list of contacts."""
    return len(_MEETING.intersection(" ".join(words(cell)) for cell in cells)) >= 2


@dataclass(frozen=True, slots=True)
class HeadingRow:
    """Where a table's headings stand: index of the row among those looked at, and its cells."""

    index: int
    cells: tuple[str, ...]


def find_headings(rows: Sequence[Sequence[str]]) -> HeadingRow | None:
    """Return the heading row among the first rows of a table (title rows may stand above it), or None."""
    best: HeadingRow | None = None
    best_known = 0
    for index, cells in enumerate(rows[:_LOOKED_AT]):
        known = known_headings(cells)
        filled = [cell for cell in cells if cell.strip()]
        if any(map(is_email, filled)):
            continue
        alone = known == 1 and ((best is None and index == 0) or len(filled) == 1)
        if known > best_known and (known >= 2 or alone):
            best, best_known = HeadingRow(index, tuple(clean(cell) for cell in cells)), known
    return best


def targets(headings: Sequence[str], sample: Sequence[Sequence[str]]) -> list[Target]:
    """Return where each column goes; a heading that means nothing to us keeps its values in `extra` under its name."""
    has_job = any(meaning(heading) == Target("title") for heading in headings)
    found: list[Target] = []
    taken: set[Target] = set()
    for place, heading in enumerate(headings):
        if heading_key(heading) == _TITLE:
            target = Target("prefix") if has_job or _holds_titles(place, sample) else Target("title")
        else:
            target = meaning(heading) or probable_meaning(heading) or Target("extra")
        if target.field in _SEVERAL:
            target = replace(target, slot=place)
        elif target in taken and target.field not in ("notes", "tags", "ignore") and target.part != "street":
            target = Target("extra", label=heading)  # a second column of the same meaning is kept, not mixed in
        taken.add(target)
        found.append(target if target != Target("extra") else Target("extra", label=_own_label(heading, place)))
    return found


def _own_label(heading: str, place: int) -> str:
    return clean(heading) or f"column {place + 1}"


def _holds_titles(place: int, sample: Sequence[Sequence[str]]) -> bool:
    """Tell whether a column headed "Title" holds Mr and Dr rather than jobs."""
    values = [cells[place] for cells in sample if place < len(cells) and cells[place].strip()]
    return sum(map(is_title, values)) * 2 > len(values)


def guess_targets(rows: Sequence[Sequence[str]]) -> list[Target] | None:
    """Return where the columns of a table without headings go, told by what they hold, or None where no one can tell.

    There must be a column of e-mail addresses. Text before it is the name, text after it the organisation, then notes.
    """
    width = max((len(cells) for cells in rows), default=0)
    columns = [
        [cells[place] for cells in rows if place < len(cells) and cells[place].strip()] for place in range(width)
    ]
    emails = [place for place, values in enumerate(columns) if values and _share(is_email, values) > 0.5]
    if not emails:
        return None
    names = [place for place in range(emails[0]) if columns[place] and _share(_is_name, columns[place]) > 0.8]
    after = ["organisation", "notes"]
    found: list[Target] = []
    for place, values in enumerate(columns):
        if place in emails:
            found.append(Target("email", place))
        elif values and _share(_is_phone, values) > 0.5:
            found.append(Target("phone", place))
        elif place in names[:2]:
            found.append(Target("whole_name" if len(names) == 1 else ("given", "family")[names.index(place)]))
        elif place > emails[0] and values and after:
            found.append(Target("organisation" if after.pop(0) == "organisation" else "notes"))
        else:
            found.append(Target("extra", label=f"column {place + 1}"))
    return found


def _share(test: Callable[[str], bool], values: Sequence[str]) -> float:
    return sum(map(test, values)) / len(values)


def _is_name(text: str) -> bool:
    return not any(character.isdigit() for character in text) and len(text) < 60


def _is_phone(text: str) -> bool:
    return _PHONE_LIKE.fullmatch(text.strip()) is not None and any(phone.e164 for phone in parse_phones(text))


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
