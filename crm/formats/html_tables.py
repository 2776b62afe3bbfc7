"""Tables of a piece of a web page, as the clipboard holds it, by rows of cells."""

from html.parser import HTMLParser

from crm.formats.linked_cells import with_links
from crm.formats.workbook import Sheet

_LINE_ENDS = frozenset(("br", "p", "div", "li"))
_HIDDEN = frozenset(("script", "style", "head"))


def rows_of(html: str) -> list[list[str]]:
    """Return the rows of every table in turn, of one width, blank ones left out; none where there is no table.

    Spaces run together as a browser shows them. Addresses, numbers and profiles that links alone hold are in the rows
    as they are for a spreadsheet's links (`linked_cells`).
    """
    parser = _Tables()
    parser.feed(html)
    parser.close()
    kept = [(cells, links) for cells, links in parser.rows if any(cells)]
    width = max((len(cells) for cells, _ in kept), default=0)
    found = {(line, column): target for line, (_, links) in enumerate(kept, 1) for column, target in links.items()}
    sheet = Sheet(
        "", len(kept), ((line, cells + [""] * (width - len(cells))) for line, (cells, _) in enumerate(kept, 1)), found
    )
    return [cells for _, cells in with_links(sheet).rows]


class _Tables(HTMLParser):
    """Collects cells; what stands outside of them is no part of a table."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.rows: list[tuple[list[str], dict[int, str]]] = []
        self._cell: list[str] | None = None
        self._span = 1
        self._hidden = 0
        self._link = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Begin a row, a cell, a line within one, or a link."""
        if tag in _HIDDEN:
            self._hidden += 1
        elif tag in ("table", "tr"):
            self._end_cell()
            self.rows.append(([], {}))
        elif tag in ("td", "th"):
            self._end_cell()
            span = dict(attrs).get("colspan") or "1"
            self._span = min(int(span), 50) if span.isdecimal() and int(span) else 1
            self._cell = []
        elif tag in _LINE_ENDS and self._cell is not None:
            self._cell.append(" ")
        elif tag == "a" and self._cell is not None:
            self._link = self._link or dict(attrs).get("href") or ""

    def handle_endtag(self, tag: str) -> None:
        """End what began."""
        if tag in _HIDDEN:
            self._hidden = max(0, self._hidden - 1)
        elif tag in ("td", "th", "tr", "table"):
            self._end_cell()

    def handle_data(self, data: str) -> None:
        """Take a text."""
        if self._cell is not None and not self._hidden:
            self._cell.append(data)

    def close(self) -> None:
        """End with a cell that nobody ended."""
        super().close()
        self._end_cell()

    def _end_cell(self) -> None:
        if self._cell is not None:
            if not self.rows:
                self.rows.append(([], {}))
            cells, links = self.rows[-1]
            if self._link:
                links[len(cells)] = self._link
            cells += [" ".join("".join(self._cell).split()), *[""] * (self._span - 1)]
        self._cell, self._span, self._link = None, 1, ""
