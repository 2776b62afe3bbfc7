"""Delimited text (CSV and its kin) as numbered rows of raw cells: strict first, and never a row lost in silence."""

import csv
import io
import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import TextIO

from crm.formats.charset import Charset, chosen_charset, detect_charset
from crm.formats.rows import Report, UnreadableFile

MAX_COLUMNS = 1_000
_LONGEST_CELL = 10_000_000
_LONGEST_LINE = 12_000_000
_SAMPLE = 1 << 16
_DELIMITERS = (",", ";", "\t", "|")
_SEP_LINE = re.compile(r'"?sep=(.)"?\s*', re.IGNORECASE)
_CONTROLS = re.compile("[\x00-\x08\x0e-\x1f]")

Row = tuple[int, list[str]]


class DelimitedTable:
    """A delimited text being read: `encoding`, `delimiter`, and its rows, once, as (line, raw cells).

    `known` counts how many cells of a row are headings it knows: they decide the delimiter, else columns are counted.
    Raises `UnreadableFile` where it is no such text.
    """

    def __init__(
        self, path: Path, report: Report, known: Callable[[Sequence[str]], int], *, encoding: str | None = None
    ) -> None:
        self._path, self._report = path, report
        self._size = max(1, path.stat().st_size)
        charset = chosen_charset(encoding) if encoding else detect_charset(path)
        self.encoding = charset.name
        self._tell(charset)
        self._file: TextIO = path.open(encoding=charset.name, errors=charset.errors, newline="")
        try:
            self._prepare(known)
        except BaseException:
            self.close()
            raise

    def _tell(self, charset: Charset) -> None:
        if charset.name == "cp1252" and charset.assumed:
            self._report.note("The letters were read as Western European (Windows-1252); the file does not say.")
        elif charset.assumed:
            self._report.note(f"The letters were read as {charset.name.upper()}; the file does not say.")
        if charset.doubt:
            self._report.problem(f"In this encoding ({charset.name}) {charset.doubt}; another one may fit better.")

    def _prepare(self, known: Callable[[Sequence[str]], int]) -> None:
        sample = self._file.read(_SAMPLE)
        if len(_CONTROLS.findall(sample)) > max(4, len(sample) // 20):
            raise UnreadableFile(self._path, "this is not a text table; its bytes are not text.")
        lines = list(io.StringIO(sample, newline=""))
        if len(sample) == _SAMPLE and len(lines) > 1:
            lines.pop()  # cut in the middle
        self._file.seek(0)
        self._skipped_lines = 0
        named = _SEP_LINE.fullmatch(lines[0]) if lines else None
        if named:
            self._file.readline()
            self._skipped_lines = 1
        self.delimiter = named[1] if named else choose_delimiter(lines, known)

    def rows(self) -> Iterator[Row]:
        """Yield each row that is not blank as (number of its first line, raw cells), in the order of the file."""
        csv.field_size_limit(_LONGEST_CELL)
        consumed: list[str] = []
        reader = csv.reader(self._lines(consumed), delimiter=self.delimiter, strict=True)
        while True:
            line = reader.line_num + 1 + self._skipped_lines
            consumed.clear()
            try:
                cells = next(reader)
            except StopIteration:
                return
            except csv.Error as error:
                yield from self._repaired(str(error), line, consumed)
                continue
            if len(cells) > MAX_COLUMNS:
                raise UnreadableFile(self._path, f"line {line} has too many columns: {len(cells):,}.")
            if any(cells) and not (len(cells) == 1 and cells[0].isspace()):
                yield line, cells

    def _lines(self, consumed: list[str]) -> Iterator[str]:
        while line := self._file.readline(_LONGEST_LINE):
            if len(line) == _LONGEST_LINE and line[-1] not in "\r\n":
                raise UnreadableFile(
                    self._path, "a line has no end after 12 million characters; this is no text table."
                )
            consumed.append(line)
            yield line

    def _repaired(self, error: str, line: int, raw: list[str]) -> Iterator[Row]:
        """Read a row with quotation marks out of place as well as can be; a mark never closed ends the reading."""
        if "unexpected end" in error:
            reason = f"line {line} opens a quotation mark that is not closed, so the rest cannot be told apart."
            raise UnreadableFile(self._path, reason)
        if "field larger" in error:
            reason = (
                f"from line {line} on, one cell is longer than 10 million characters: a quotation mark is not closed."
            )
            raise UnreadableFile(self._path, reason)
        try:
            rows = list(csv.reader(raw, delimiter=self.delimiter))
        except csv.Error:
            self._report.skip(line, "the line cannot be read as a row", raw[0] if raw else "")
            return
        self._report.problem("quotation marks stand in the wrong place; the row was read as well as it can be", line)
        for cells in rows:
            if any(cells):
                yield line, cells[:MAX_COLUMNS]

    def position(self) -> float:
        """Return the share of the file read so far, 0 to 1."""
        return 1.0 if self._file.closed else self._file.buffer.tell() / self._size

    def close(self) -> None:
        """Let go of the file."""
        self._file.close()


def choose_delimiter(lines: list[str], known: Callable[[Sequence[str]], int]) -> str:
    """Return the delimiter under which a row shows the most known headings, else the most even columns."""
    best, best_score = ",", (0, 0, 0)
    for delimiter in _DELIMITERS:
        try:
            rows = [cells for cells in csv.reader(lines[:40], delimiter=delimiter) if any(cells)]
        except csv.Error:
            continue
        widths = Counter(len(cells) for cells in rows if len(cells) > 1)
        width, even = widths.most_common(1)[0] if widths else (0, 0)
        headings = max((known(cells) for cells in rows[:25] if len(cells) > 1), default=0)
        if (headings, even, width) > best_score:
            best, best_score = delimiter, (headings, even, width)
    return best
