"""What the parts of an XLSX package say beside the values of the cells, read piece by piece."""

import re
from html import unescape
from posixpath import dirname, join, normpath
from zipfile import ZipFile

from crm.formats.workbook.layout import Layout, Place, formula_target, place_of, places_in

_ERROR_CELL = re.compile(rb"""<(?:\w+:)?c [^>]*t=["']e["']""")
_HIDDEN = re.compile(rb"""<(?:\w+:)?(row|col)\b([^>]*?\bhidden=["'](?:1|true)["'][^>]*)>""")
_FILTER = re.compile(rb"""<(?:\w+:)?autoFilter\b[^>]*?\bref=["']([^"']+)["'][^>]*>\s*<(?:\w+:)?filterColumn\b""")
_LINK = re.compile(rb"<(?:\w+:)?hyperlink\b([^>]*)>")
_FORMULA = re.compile(
    rb"""<(?:\w+:)?c [^>]*?\br=["']([A-Z]+\d+)["'][^>]*>\s*<(?:\w+:)?f\b[^>]*>([^<]*HYPERLINK[^<]*)</""", re.IGNORECASE
)
_ATTRIBUTE = re.compile(rb"""([\w:]+)=(?:"([^"]*)"|'([^']*)')""")
_RELATIONSHIP = re.compile(rb"<(?:\w+:)?Relationship\b([^>]*)>")
_RELATED = "relationship"  # the attribute r:id, whatever its prefix
_SHEET = re.compile(rb"<(?:\w+:)?sheet\b([^>]*)>")


def _attributes(tag: bytes) -> dict[str, str]:
    found = {
        name.decode("utf-8", "replace"): unescape((one or other).decode("utf-8", "replace"))
        for name, one, other in _ATTRIBUTE.findall(tag)
    }
    related = next((value for name, value in found.items() if name.endswith(":id")), "")
    return {**found, _RELATED: related}


class SheetScan:
    """Gathers the layout of one sheet's part from pieces of its XML that never break inside of a tag or a cell."""

    def __init__(self) -> None:
        self.layout = Layout()
        self._links: list[dict[str, str]] = []
        self._filters: list[str] = []

    def feed(self, piece: bytes) -> None:
        """Look through one piece."""
        self.layout.errors += len(_ERROR_CELL.findall(piece))
        if b"hidden=" in piece:
            for kind, tag in _HIDDEN.findall(piece):
                self._hide(kind, _attributes(tag))
        if b"HYPERLINK" in piece:
            for name, formula in _FORMULA.findall(piece):
                self._link(place_of(name.decode()), formula_target(unescape(formula.decode("utf-8", "replace"))))
        self._links += map(_attributes, _LINK.findall(piece))
        self._filters += [reference.decode() for reference in _FILTER.findall(piece)]

    def _hide(self, kind: bytes, about: dict[str, str]) -> None:
        if kind == b"row" and about.get("r", "").isdecimal():
            self.layout.hidden_rows.add(int(about["r"]) - 1)
        elif kind == b"col" and about.get("min", "").isdecimal() and about.get("max", "").isdecimal():
            self.layout.hidden_columns.update(range(int(about["min"]) - 1, min(int(about["max"]), 1_000)))

    def _link(self, place: Place | None, target: str) -> None:
        if place and target:
            self.layout.links.setdefault(place, target)

    def finished(self, targets: dict[str, str]) -> Layout:
        """Return the layout; `targets` are those of the sheet's relationships, by their id."""
        for about in self._links:
            target, inside = targets.get(about[_RELATED], ""), about.get("location", "")
            target = f"{target}#{inside}" if target and inside else target
            for place in places_in(about.get("ref", "")):
                self._link(place, target)
        for reference in self._filters:
            first, _, last = reference.partition(":")
            start, end = place_of(first), place_of(last or first)
            if start and end:
                inside_rows = {row for row in self.layout.hidden_rows if start[0] < row <= end[0]}
                self.layout.filtered_rows |= inside_rows
                self.layout.hidden_rows -= inside_rows
        return self.layout


def relationships(part: bytes) -> dict[str, str]:
    """Return the targets that a part of relationships names, by their id."""
    found = map(_attributes, _RELATIONSHIP.findall(part))
    return {about.get("Id", ""): about.get("Target", "") for about in found}


def relationships_of(name: str) -> str:
    """Return the name of the part that holds the relationships of the part `name`."""
    folder, _, own = name.rpartition("/")
    return f"{folder}/_rels/{own}.rels"


def sheet_parts(package: ZipFile, changed: dict[str, bytes]) -> list[str]:
    """Return the parts of the workbook's sheets in their order; "" where one is not told."""
    main = "xl/workbook.xml"
    names = set(package.namelist())

    def content(name: str) -> bytes:
        return changed[name] if name in changed else package.read(name) if name in names else b""

    targets = relationships(content(relationships_of(main)))
    found = []
    for about in map(_attributes, _SHEET.findall(content(main))):
        target = targets.get(about[_RELATED], "")
        found.append(target[1:] if target[:1] == "/" else normpath(join(dirname(main), target)) if target else "")
    return found
