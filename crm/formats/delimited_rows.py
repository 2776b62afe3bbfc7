"""Lines of delimited text as rows of cells: strictly first; a quotation mark out of place costs as little as can be."""

import csv
import re
from collections import Counter, deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path

import msgspec
from msgspec.structs import replace

from crm.formats.cell_texts import CellTexts
from crm.formats.rows import Report, UnreadableFile

DELIMITERS = (",", ";", "\t", "|")
_LONGEST_CELL = 10_000_000
_LOOKED_AT = 40
_LOOKED_BACK = 200
_SEP_LINE = re.compile(r'\ufeff?"?sep=(.)"?[ \r\n]*', re.IGNORECASE)
# A quotation mark escaped by a backslash: an odd number of them stands before it.
_ESCAPED = re.compile(r'(?<!\\)((?:\\\\)*)\\"')

Row = tuple[int, list[str]]
Known = Callable[[Sequence[str]], int]


class Dialect(msgspec.Struct, frozen=True):
    """How the cells of a text are parted: `width` is how many most rows have.

    `escaped` says that \\" is a mark inside of a cell, `spaced` that blanks stand before the marks that open cells.
    """

    delimiter: str = ","
    quote: str = '"'
    escaped: bool = False
    spaced: bool = False
    width: int = 0

    def strict(self, lines: Iterable[str]) -> Iterator[list[str]]:
        """Yield rows as the standard reads them; raises `csv.Error` where a quotation mark is out of place."""
        return csv.reader(
            lines, delimiter=self.delimiter, quotechar=self.quote, strict=True, skipinitialspace=self.spaced
        )

    def lenient(self, lines: Iterable[str]) -> Iterator[list[str]]:
        """Yield rows without minding quotation marks out of place."""
        return csv.reader(lines, delimiter=self.delimiter, quotechar=self.quote, skipinitialspace=self.spaced)


def named_delimiter(line: str) -> str:
    """Return the delimiter that a first line such as `sep=;` names, else ""."""
    found = _SEP_LINE.fullmatch(line)
    return found[1] if found else ""


def choose_dialect(lines: Sequence[str], known: Known, *, delimiter: str = "") -> Dialect:
    """Return the dialect of a text by its first lines (whole ones).

    The delimiter is the one given, else the one under which a row shows the most known headings, else the most even
    columns; `known` counts the headings of a row that are known.
    """
    sample = [_unguarded_line(line, delimiter) for line in lines[:_LOOKED_AT]]
    best, best_score = Dialect(delimiter or ","), (0, 0, 0)
    for one in (delimiter,) if delimiter else DELIMITERS:
        spaced = re.compile(rf'(?:^|{re.escape(one)}) +"(?=[^"\r\n{re.escape(one)}])')
        dialect = Dialect(one, spaced=any(map(spaced.search, sample)))
        try:
            rows = [cells for cells in dialect.lenient(sample) if any(cells)]
        except csv.Error:
            continue
        widths = Counter(len(cells) for cells in rows if len(cells) > 1)
        width, even = widths.most_common(1)[0] if widths else (0, 0)
        headings = max((known(cells) for cells in rows[:25] if len(cells) > 1), default=0)
        if (headings, even, width) > best_score:
            best, best_score = replace(dialect, width=width), (headings, even, width)
    if _quotes_with_apostrophes(sample, best.delimiter):
        best = replace(best, quote="'")
    return replace(best, escaped=_escapes(sample, best))


def _quotes_with_apostrophes(lines: Sequence[str], delimiter: str) -> bool:
    filled = [cell.strip() for line in lines for cell in line.split(delimiter) if cell.strip()]
    quoted = sum(len(cell) > 1 and cell[0] == cell[-1] == "'" for cell in filled)
    return len(filled) > 3 and quoted * 4 > len(filled) * 3 and not any(cell[0] == '"' for cell in filled)


def _escapes(lines: Sequence[str], dialect: Dialect) -> bool:
    """Tell whether backslashes stand before quotation marks: the text is sound when they do, and only then."""
    if dialect.quote != '"' or not any('\\"' in line for line in lines):
        return False
    return not _is_sound(lines, dialect) and _is_sound([_ESCAPED.sub(r'\1""', line) for line in lines], dialect)


def _is_sound(lines: Sequence[str], dialect: Dialect) -> bool:
    try:
        return all(len(cells) <= max(dialect.width, 1) for cells in dialect.strict(lines))
    except csv.Error:
        return False


def _unguarded_line(line: str, delimiter: str) -> str:
    """Take the sign before a guarded cell (="01632 960101") away, so that it is an ordinary one in quotation marks."""
    if '="' not in line:
        return line
    between = re.escape(delimiter or "".join(DELIMITERS))
    return re.sub(rf'(^|[{between}])="(?=[^"\r\n{between}])', r'\1"', line)


class DelimitedRows:
    """The rows of a text, once, as (number of the first line, cells); blank rows are left out.

    Guarded cells (="0123") give their text and error values (#N/A) are empty, which is said at the end. Iterating
    raises `UnreadableFile` where a mark that opens the first row is never closed.
    """

    def __init__(
        self, path: Path, lines: Iterator[str], dialect: Dialect, report: Report, *, first_line: int = 1
    ) -> None:
        self._path, self._source, self._dialect, self._report = path, lines, dialect, report
        self._line = first_line
        self._taken: list[str] = []
        self._back: deque[str] = deque()
        self._texts = CellTexts(report)
        self._odd = False
        self._count = 0

    def __iter__(self) -> Iterator[Row]:
        csv.field_size_limit(_LONGEST_CELL)
        reader = self._dialect.strict(self._lines())
        while True:
            try:
                cells = next(reader)
            except StopIteration:
                self._texts.tell()
                return
            except csv.Error:
                line, cells = self._line, self._repaired()
                reader = self._dialect.strict(self._lines())
            else:
                line = self._line
                self._line += len(self._taken)
                self._taken.clear()
            if self._odd:
                self._odd = bool(self._back)
                cells = self._texts.put_right(cells)
            if len(cells) == 1 and self._dialect.width > 2:
                cells = self._otherwise_parted(line, cells)
            if any(cells) and not (len(cells) == 1 and cells[0].isspace()):
                self._count += 1
                yield line, cells

    def _lines(self) -> Iterator[str]:
        taken, back, source = self._taken, self._back, self._source
        escaped, delimiter = self._dialect.escaped, self._dialect.delimiter
        while line := back.popleft() if back else next(source, ""):
            taken.append(line)
            if '="' in line:
                self._odd = True
                line = _unguarded_line(line, delimiter)
            elif "#" in line or "Err:" in line:
                self._odd = True
            yield _ESCAPED.sub(r'\1""', line) if escaped and '\\"' in line else line

    def _repaired(self) -> list[str]:
        """Read the one row the strict reader failed at as well as can be, and hand the lines after it back."""
        lines, line = self._taken[:], self._line
        self._taken.clear()
        cells, used = self._as_escaped(lines)
        if not used:
            cells, used = self._as_meant(lines)
            if used:
                self._report.problem(
                    "quotation marks stand in the wrong place; the row was read as well as it can be", line
                )
        if not used:
            used = self._left_open(lines)
        self._back.extendleft(reversed(lines[used:]))
        self._line += used
        return cells

    def _as_escaped(self, lines: Sequence[str]) -> tuple[list[str], int]:
        """Read a row whose quotation marks are escaped by backslashes; nothing where it is none."""
        if not any('\\"' in line for line in lines[:_LOOKED_BACK]):
            return [], 0
        reader = self._dialect.strict(_ESCAPED.sub(r'\1""', line) for line in lines)
        try:
            cells = next(reader)
        except (csv.Error, StopIteration):
            return [], 0
        used = getattr(reader, "line_num", 0)
        return (cells, used) if not self._swallows(lines[1:used]) else ([], 0)

    def _as_meant(self, lines: Sequence[str]) -> tuple[list[str], int]:
        """Read a row in which a mark closes a cell only before a delimiter or the end of a line; else nothing."""
        text = ""
        for used, line in enumerate(lines[:_LOOKED_BACK], 1):
            text += line
            cells = _part(text.rstrip("\r\n"), self._dialect)
            if cells is not None:
                right = used == 1 or len(cells) == self._dialect.width
                return (cells, used) if right and not self._swallows(lines[1:used]) else ([], 0)
        return [], 0

    def _swallows(self, lines: Sequence[str]) -> bool:
        """Tell whether lines inside of a cell are rows of their own, by how many cells they have."""
        try:
            widths = [len(cells) for line in lines for cells in self._dialect.lenient([line])]
        except csv.Error:
            return True
        return self._dialect.width > 1 and self._dialect.width in widths

    def _left_open(self, lines: Sequence[str]) -> int:
        """Give up the line that opens a mark which is never closed, with the lines of its cell; say which."""
        if self._count < 2:
            reason = f"line {self._line} opens a quotation mark that is not closed, so the rest cannot be told apart."
            raise UnreadableFile(self._path, reason)
        used = 1
        while used < len(lines) and self._dialect.width > 1 and self._is_text(lines[used]):
            used += 1
        reason = "a quotation mark is opened and not closed; what stands there was left out"
        self._report.skip(self._line, reason, "".join(lines[:used]).strip())
        return used

    def _is_text(self, line: str) -> bool:
        return bool(line.strip()) and self._dialect.delimiter not in line

    def _otherwise_parted(self, line: int, cells: list[str]) -> list[str]:
        """Part a row by another delimiter where that makes as many cells as the others have, and say so."""
        for delimiter in DELIMITERS:
            if delimiter == self._dialect.delimiter or delimiter not in cells[0]:
                continue
            try:
                parted = next(Dialect(delimiter).strict([cells[0]]), [])
            except csv.Error:
                continue
            if len(parted) == self._dialect.width:
                shown = "tabs" if delimiter == "\t" else f"“{delimiter}”"
                self._report.problem(f"the cells of this row are parted by {shown}, unlike the others", line)
                return parted
        return cells


def _part(text: str, dialect: Dialect) -> list[str] | None:
    """Part a row leniently: a mark closes its cell only before a delimiter or the end; None where one stays open."""
    quote, delimiter = re.escape(dialect.quote), re.escape(dialect.delimiter)
    whole = re.compile(rf"[ ]*{quote}(.*?){quote}[ ]*(?={delimiter}|$|[\r\n]*\Z)", re.DOTALL)
    bare = re.compile(rf"[^{delimiter}\r\n]*")
    cells: list[str] = []
    place = 0
    while True:
        opens = text[place:].lstrip(" ").startswith(dialect.quote)
        found = whole.match(text, place) if opens else bare.match(text, place)
        if found is None:
            found = bare.match(text, place) if _is_nickname(text[place:], dialect) else None
        if found is None:
            return None
        cells.append(found[1].replace(dialect.quote * 2, dialect.quote) if found.re is whole else found[0])
        place = found.end()
        if place >= len(text):
            return cells
        if text[place] != dialect.delimiter:
            return None
        place += 1


def _is_nickname(text: str, dialect: Dialect) -> bool:
    """Tell whether a cell that begins with a quotation mark also ends it inside of the cell ("Bob" Smith)."""
    return text.partition(dialect.delimiter)[0].count(dialect.quote) % 2 == 0
