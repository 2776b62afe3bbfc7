"""What a sheet says beside the values of its cells: merged, hidden, filtered and linked ones, and errors."""

import re
from collections.abc import Iterator

import msgspec

Place = tuple[int, int]  # row and column, from 0

_NAME = re.compile(r"\$?([A-Za-z]{1,3})\$?(\d{1,7})")
_LITERAL = re.compile(r'HYPERLINK\(\s*"((?:[^"]|"")+)"\s*[,;)]', re.IGNORECASE)
_MOST_CELLS = 20_000


class Layout(msgspec.Struct):
    """A sheet's rows and columns that are hidden, targets of its linked cells, and ranges merged; all from 0."""

    hidden_rows: set[int] = msgspec.field(default_factory=set)
    filtered_rows: set[int] = msgspec.field(default_factory=set)
    hidden_columns: set[int] = msgspec.field(default_factory=set)
    links: dict[Place, str] = msgspec.field(default_factory=dict)
    merged: list[tuple[Place, Place]] = msgspec.field(default_factory=list)
    errors: int = 0

    def begin_at_column(self, first: int) -> None:
        """Count the columns of links and merged cells from column `first` on, as the rows of the sheet do."""
        self.links = {(row, column - first): target for (row, column), target in self.links.items() if column >= first}
        self.merged = [
            ((top, left - first), (bottom, right - first))
            for (top, left), (bottom, right) in self.merged
            if left >= first
        ]

    def held_over(self) -> dict[int, list[tuple[int, int]]]:
        """Return, for each row in which a cell of a row above holds, its columns with the row it stands in.

        A cell merged over columns, too, holds in its first one: a group's heading is not each column's.
        """
        held: dict[int, list[tuple[int, int]]] = {}
        count = 0
        for (top, left), (bottom, _) in self.merged:
            for row in range(top + 1, bottom + 1):
                held.setdefault(row, []).append((left, top))
                count += 1
                if count > _MOST_CELLS * 10:
                    return held
        return held


def place_of(name: str) -> Place | None:
    """Return where a cell such as C7 stands, or None where that is no cell's name."""
    found = _NAME.fullmatch(name)
    if found is None:
        return None
    column = 0
    for letter in found[1].upper():
        column = column * 26 + ord(letter) - 64
    return int(found[2]) - 1, column - 1


def column_name(column: int) -> str:
    """Return the letters of a column counted from 0."""
    letters = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def places_in(reference: str) -> Iterator[Place]:
    """Yield the cells of a reference such as C7 or C7:C9, at most 20,000."""
    first, _, last = reference.partition(":")
    start, end = place_of(first), place_of(last or first)
    if start is None or end is None or (end[0] - start[0] + 1) * (end[1] - start[1] + 1) > _MOST_CELLS:
        return
    for row in range(start[0], end[0] + 1):
        for column in range(start[1], end[1] + 1):
            yield row, column


def formula_target(formula: str) -> str:
    """Return the target that a formula names in so many words, =HYPERLINK("https://…";"…"), else ""."""
    found = _LITERAL.search(formula)
    return found[1].replace('""', '"') if found else ""
