"""What the content of an ODS spreadsheet says beside the values of its cells."""

import re
from typing import Any
from xml.parsers import expat

from crm.formats.workbook.layout import Layout, formula_target

# Without one of these there is nothing to find, and the long way through every cell is spared.
_WORTH_A_LOOK = re.compile(
    rb"""rows-spanned=["'](?:[2-9]|1\d)|visibility=["'](?:collapse|filter)|:href=|HYPERLINK|value-type=["']error"""
)
_MOST_COLUMNS = 1_000


def layouts(content: bytes) -> list[Layout]:
    """Return the layout of each table of `content.xml` in its order; none where no cell is out of the common.

    Raises ValueError where the XML is damaged.
    """
    if not _WORTH_A_LOOK.search(content):
        return []
    scan = _Scan()
    parser = expat.ParserCreate(namespace_separator=" ")
    parser.StartElementHandler, parser.EndElementHandler = scan.start, scan.end
    try:
        parser.Parse(content, True)
    except expat.ExpatError as error:
        raise ValueError("damaged XML") from error
    return scan.layouts


class _Scan:
    """Follows the tables, rows and cells of a content by their tags."""

    def __init__(self) -> None:
        self.layouts: list[Layout] = []
        self._depth = self._row = self._next_row = self._column = self._next_column = 0
        self._handlers: dict[str, Any] = {
            "table-column": self._a_column,
            "table-row": self._a_row,
            "table-cell": self._a_cell,
            "covered-table-cell": self._a_cell,
            "a": self._a_link,
        }

    def start(self, name: str, attributes: dict[str, str]) -> None:
        local = name.rpartition(" ")[2]
        if local == "table":
            self._depth += 1
            if self._depth == 1:
                self.layouts.append(Layout())
                self._next_row = self._next_column = 0
        elif self._depth == 1 and local in self._handlers:
            self._handlers[local]({key.rpartition(" ")[2]: value for key, value in attributes.items()}, attributes)

    def end(self, name: str) -> None:
        if name.rpartition(" ")[2] == "table":
            self._depth -= 1

    def _a_column(self, about: dict[str, str], _: dict[str, str]) -> None:
        count = min(_number(about.get("number-columns-repeated")), _MOST_COLUMNS)
        if about.get("visibility") in ("collapse", "filter"):
            self.layouts[-1].hidden_columns.update(range(self._next_column, self._next_column + count))
        self._next_column += count

    def _a_row(self, about: dict[str, str], _: dict[str, str]) -> None:
        self._row = self._next_row
        self._next_row += _number(about.get("number-rows-repeated"))
        self._next_column = 0
        shown = about.get("visibility")
        if shown in ("collapse", "filter"):
            layout = self.layouts[-1]
            rows = layout.filtered_rows if shown == "filter" else layout.hidden_rows
            rows.update(range(self._row, self._next_row))

    def _a_cell(self, about: dict[str, str], attributes: dict[str, str]) -> None:
        self._column = self._next_column
        self._next_column += _number(about.get("number-columns-repeated"))
        layout = self.layouts[-1]
        rows = _number(about.get("number-rows-spanned"))
        if rows > 1:
            right = self._column + _number(about.get("number-columns-spanned")) - 1
            layout.merged.append(((self._row, self._column), (self._row + rows - 1, right)))
        if "error" in attributes.values():
            layout.errors += (self._next_column - self._column) * (self._next_row - self._row)
        if "HYPERLINK" in about.get("formula", ""):
            self._link(formula_target(about["formula"]))

    def _a_link(self, about: dict[str, str], _: dict[str, str]) -> None:
        self._link(about.get("href", ""))

    def _link(self, target: str) -> None:
        if target:
            self.layouts[-1].links.setdefault((self._row, self._column), target)


def _number(text: str | None) -> int:
    return int(text) if text and text.isdecimal() and len(text) < 8 else 1
