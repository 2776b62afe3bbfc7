"""Delimited text (CSV and its kin) from a file, as numbered rows of raw cells; never a row lost in silence."""

import io
import re
from collections.abc import Iterator
from pathlib import Path
from typing import TextIO

from crm.formats.charset import Charset, chosen_charset, detect_charset
from crm.formats.delimited_rows import DelimitedRows, Known, Row, choose_dialect, named_delimiter
from crm.formats.rows import Report, UnreadableFile

MAX_COLUMNS = 1_000
_LONGEST_LINE = 12_000_000
_SAMPLE = 1 << 16
_CONTROLS = re.compile("[\x00-\x08\x0e-\x1f]")


class DelimitedTable:
    """A delimited text being read: `encoding`, `delimiter`, and its rows, once, as (line, raw cells).

    `known` counts how many cells of a row are headings it knows: they decide the delimiter, else columns are counted.
    Raises `UnreadableFile` where it is no such text.
    """

    def __init__(self, path: Path, report: Report, known: Known, *, encoding: str | None = None) -> None:
        self._path, self._report = path, report
        self._size = max(1, path.stat().st_size)
        charset = chosen_charset(encoding) if encoding else detect_charset(path)
        self.encoding = charset.name
        tell_charset(charset, report)
        self._file: TextIO = path.open(encoding=charset.name, errors=charset.errors, newline="")
        try:
            self._prepare(known)
        except BaseException:
            self.close()
            raise

    def _prepare(self, known: Known) -> None:
        sample = self._file.read(_SAMPLE)
        if len(_CONTROLS.findall(sample)) > max(4, len(sample) // 20):
            raise UnreadableFile(self._path, "this is not a text table; its bytes are not text.")
        lines = list(io.StringIO(sample, newline=""))
        if len(sample) == _SAMPLE and len(lines) > 1:
            lines.pop()  # cut in the middle
        self._file.seek(0)
        named = named_delimiter(lines[0]) if lines else ""
        self._skipped_lines = 1 if named else 0
        if named:
            self._file.readline()
        self._dialect = choose_dialect(lines[self._skipped_lines :], known, delimiter=named)
        self.delimiter = self._dialect.delimiter

    def rows(self) -> Iterator[Row]:
        """Yield each row that is not blank as (number of its first line, raw cells), in the order of the file."""
        first = self._skipped_lines + 1
        for line, cells in DelimitedRows(self._path, self._lines(), self._dialect, self._report, first_line=first):
            if len(cells) > MAX_COLUMNS:
                raise UnreadableFile(self._path, f"line {line} has too many columns: {len(cells):,}.")
            yield line, cells

    def _lines(self) -> Iterator[str]:
        while line := self._file.readline(_LONGEST_LINE):
            if len(line) == _LONGEST_LINE and line[-1] not in "\r\n":
                raise UnreadableFile(
                    self._path, "a line has no end after 12 million characters; this is no text table."
                )
            yield line

    def position(self) -> float:
        """Return the share of the file read so far, 0 to 1."""
        return 1.0 if self._file.closed else self._file.buffer.tell() / self._size

    def close(self) -> None:
        """Let go of the file."""
        self._file.close()


def tell_charset(charset: Charset, report: Report) -> None:
    """Say in the report which letters were taken where the file does not say, and what looks doubtful about them."""
    if charset.assumed:
        report.note(f"The letters were read as {charset.shown}; the file does not say.")
    if charset.doubt:
        report.problem(f"In this encoding ({charset.name}) {charset.doubt}; another one may fit better.")
