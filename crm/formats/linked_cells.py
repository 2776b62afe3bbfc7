"""Cells of a sheet that are links: the target where the text only shows it, beside the text where that says more."""

import re
from collections.abc import Iterator, Sequence
from itertools import chain, islice
from urllib.parse import unquote

from msgspec.structs import replace

from crm.formats.header_row import find_headings
from crm.formats.headings import meaning
from crm.formats.workbook import Sheet, SheetRow

_LOOKED_AT = 25
_NAMES = frozenset(("whole_name", "given", "family", "nickname"))
_FIELD_OF = {"mailto": "email", "tel": "phone", "http": "url", "https": "url"}
_PROFILE = re.compile(r"https?://(?:[\w-]+\.)*linkedin\.[a-z]+/(?:in|pub)/", re.IGNORECASE)
_ADDRESS_LIKE = re.compile(r"(?:https?://|www\.)\S+|[\w-]+(?:\.[\w-]+)+(?:/\S*)?", re.IGNORECASE)
_SHOWS_ONLY = re.compile(
    r"\b(?:e-?mail|mail|write|click|here|link|profile|linkedin|web|website|site|page|view|open|call|phone)\b",
    re.IGNORECASE,
)


def with_links(sheet: Sheet) -> Sheet:
    """Return the sheet with the targets of its links in its rows.

    A column of addresses, links or phones takes the target where the text is none itself; beside any other text it
    is kept in a further column at the right ("Email", "LinkedIn", or "Link (Name)").
    """
    links = {place: found for place, target in sheet.links.items() if (found := _readable(target))}
    return replace(sheet, rows=_resolved(sheet.rows, links), links={}) if links else sheet


def _readable(target: str) -> tuple[str, str] | None:
    """Return the scheme and what a person reads of a target: address, number or link; None where it is neither."""
    scheme, colon, rest = target.strip().partition(":")
    scheme = scheme.lower()
    if not colon or not rest or scheme not in _FIELD_OF:
        return None
    if scheme in ("mailto", "tel"):
        return scheme, unquote(rest.partition("?")[0]).strip()
    return scheme, target.strip()


def _resolved(rows: Iterator[SheetRow], links: dict[tuple[int, int], tuple[str, str]]) -> Iterator[SheetRow]:
    first = list(islice(rows, _LOOKED_AT))
    found = find_headings([cells for _, cells in first])
    headings: Sequence[str] = found.cells if found else ()
    line = first[found.index][0] if found else 0
    width = max((len(cells) for _, cells in first), default=0)
    fields = [_field(heading) for heading in headings]
    by_row: dict[int, list[tuple[int, str, str]]] = {}
    extra: dict[str, int] = {}
    for (row, column), (scheme, target) in sorted(links.items()):
        if row > line and column < width:
            by_row.setdefault(row, []).append((column, scheme, target))
            if _FIELD_OF[scheme] != _at(fields, column):
                extra.setdefault(_heading(scheme, target, _at(fields, column), _at(headings, column)), len(extra))
    for row, cells in chain(first, rows):
        cells = cells + [""] * (width + len(extra) - len(cells)) if extra else cells
        if row == line:
            cells[width:] = list(extra)
        for column, scheme, target in by_row.get(row, ()):
            text = cells[column]
            if _FIELD_OF[scheme] == _at(fields, column):
                cells[column] = target if _stands_for(text, scheme, target) else text
            elif not found and _SHOWS_ONLY.search(text) and len(text) < 40:
                cells[column] = target
            elif target.lower() not in (cell.lower() for cell in cells):
                place = width + extra[_heading(scheme, target, _at(fields, column), _at(headings, column))]
                cells[place] = f"{cells[place]} ::: {target}" if cells[place] else target
        yield row, cells


def _field(heading: str) -> str:
    target = meaning(heading)
    return target.field if target else ""


def _at(texts: Sequence[str], place: int) -> str:
    return texts[place] if place < len(texts) else ""


def _heading(scheme: str, target: str, field: str, heading: str) -> str:
    """Return the heading of the column at the right that keeps a target beside the text of its cell."""
    if field in _NAMES or not heading:
        if scheme == "mailto":
            return "Email"
        if scheme == "tel":
            return "Phone"
        if _PROFILE.match(target):
            return "LinkedIn"
    return f"Link ({heading})" if heading else "Link"


def _stands_for(text: str, scheme: str, target: str) -> bool:
    """Tell whether the text of a linked cell only shows its target, and is no address, number or link of its own."""
    text = text.strip()
    if scheme == "mailto":
        return "@" not in text
    if scheme == "tel":
        return sum(map(str.isdigit, text)) < 6
    return _ADDRESS_LIKE.fullmatch(text) is None or _bare(target).startswith(_bare(text))


def _bare(link: str) -> str:
    return re.sub(r"^(?:https?://)?(?:www\.)?", "", link.lower()).rstrip("/.…")
