"""Tables in sections: a row that holds an organisation alone names that of the people in the rows below it."""

from collections.abc import Iterator, Sequence

from crm.formats.cell_kinds import is_organisation_like
from crm.formats.contact_columns import Target
from crm.formats.rows import Report

NumberedCells = tuple[int, list[str]]
SectionedCells = tuple[int, list[str], str]
"""Line, cells, and the organisation of the section ("" where there is none)."""

_FEWEST_COLUMNS = 3


class Sections:
    """Passes the rows of a table on, each with the organisation of the section it stands in."""

    def __init__(self, targets: Sequence[Target], report: Report) -> None:
        self._report = report
        self._width = len(targets)
        self._place = next((n for n, target in enumerate(targets) if target.field == "organisation"), self._width)
        self._names = frozenset(n for n, target in enumerate(targets) if target.field in ("whole_name", "given"))

    def rows(self, rows: Iterator[NumberedCells]) -> Iterator[SectionedCells]:
        """Yield the rows of people (and of organisations that stand for themselves) in their order."""
        if self._width < _FEWEST_COLUMNS or not self._names:
            yield from ((line, cells, "") for line, cells in rows)
            return
        section = ""
        waiting: SectionedCells | None = None
        for line, cells in rows:
            alone = self._alone(cells)
            if waiting is not None:
                if self._heads(waiting[1], cells, is_alone=bool(alone)):
                    section = waiting[2]
                    self._report.note(f"“{section}” was read as the organisation of the rows below it", waiting[0])
                else:
                    section = ""
                    yield waiting[0], waiting[1], ""
                waiting = None
            if alone:
                waiting = line, cells, alone
                continue
            if self._is_named(cells):  # from here on it is not certain whose people follow
                section = ""
            yield line, cells, section
        if waiting is not None:
            yield from self._last(*waiting)

    def _last(self, line: int, cells: list[str], name: str) -> Iterator[SectionedCells]:
        if not self._is_named(cells) and is_organisation_like(name):
            self._report.skip(line, "an organisation alone, with nobody below it", name)
        else:
            yield line, cells, ""

    def _alone(self, cells: Sequence[str]) -> str:
        """Return the one text of a row that may be a section's heading, else ""."""
        filled = [place for place, cell in enumerate(cells) if cell and not cell.isspace()]
        if len(filled) != 1:
            return ""
        text = cells[filled[0]].strip()
        if filled[0] == self._place:
            return text.rstrip(":")
        is_heading = text.endswith(":") or is_organisation_like(text)
        return text.rstrip(": ") if is_heading and (filled[0] in self._names or filled[0] == 0) else ""

    def _heads(self, cells: Sequence[str], below: Sequence[str], *, is_alone: bool) -> bool:
        """Tell whether a row heads the one below it: that holds somebody, without an organisation of its own."""
        if not self._is_named(cells):
            return True
        return not is_alone and not self._is_named(below)

    def _is_named(self, cells: Sequence[str]) -> bool:
        """Tell whether a row names an organisation in the column for it."""
        return self._place < len(cells) and bool(cells[self._place].strip())
