"""A text or spreadsheet file as pages of numbered rows of clean cells, held in memory: reports are small."""

import csv
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from crm.formats.charset import Charset, charset_of_text, chosen_charset
from crm.formats.delimited import choose_delimiter
from crm.formats.rows import Report, UnreadableFile
from crm.formats.strangers import refuse_strangers
from crm.formats.workbook import open_workbook
from crm.text import clean_line

MAX_BYTES = 64_000_000
_LONGEST_CELL = 100_000
_MAX_COLUMNS = 1_000
_PACKED = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0")
_SEP = "sep="
_SAMPLE = 1 << 16
_CONTROLS = re.compile("[\x00-\x08\x0e-\x1f]")

NumberedRow = tuple[int, tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class Page:
    """A table: its rows with the lines they begin on, blank ones left out; the sheet's name in a workbook."""

    rows: tuple[NumberedRow, ...]
    name: str = ""


@dataclass(frozen=True, slots=True)
class Pages:
    """All pages of a file, and its text where it is one (else "")."""

    pages: tuple[Page, ...]
    text: str = ""
    encoding: str = ""

    @property
    def cut_off(self) -> bool:
        """Whether a text ends without the end of its last line, as a file does that breaks off."""
        return bool(self.text) and self.text[-1] not in "\r\n"


def is_workbook(head: bytes) -> bool:
    """Tell a spreadsheet file by its first bytes."""
    return head.startswith(_PACKED)


def load_pages(
    path: Path,
    report: Report,
    known: Callable[[Sequence[str]], int],
    *,
    content: bytes | None = None,
    encoding: str | None = None,
) -> Pages:
    """Load a file (or its `content`) whole; `known` counts the headings of a row, which decide the delimiter.

    Raises `UnreadableFile` for what is no table of text or spreadsheet, or above 64 MB; OSError as opening does.
    """
    if content is None:
        with path.open("rb") as handle:
            content = handle.read(MAX_BYTES + 1)
        if is_workbook(content):
            return Pages(tuple(_sheets(path, report)))
    if len(content) > MAX_BYTES:
        raise UnreadableFile(path, "it is larger than 64 MB, which no report of a meeting is.")
    if not content.strip(b"\x00 \t\r\n\xff\xfe\xef\xbb\xbf"):
        raise UnreadableFile(path, "it is empty.")
    refuse_strangers(path, content[:4096])
    if is_workbook(content):
        raise UnreadableFile(path, "it is a spreadsheet; it is read from its file.")
    charset = chosen_charset(encoding) if encoding else charset_of_text(content)
    _tell(charset, report)
    text = content.decode(charset.name, charset.errors).lstrip("\ufeff")
    return pages_of_text(path, text, report, known, encoding=charset.name)


def pages_of_text(
    path: Path, text: str, report: Report, known: Callable[[Sequence[str]], int], *, encoding: str = ""
) -> Pages:
    """Return the one page of a text; raises `UnreadableFile` where most of it is no text."""
    if len(_CONTROLS.findall(text, 0, _SAMPLE)) > max(4, min(len(text), _SAMPLE) // 20):
        raise UnreadableFile(path, "this is not a text table; its bytes are not text.")
    return Pages((Page(tuple(_rows(text, report, known))),), text, encoding)


def _tell(charset: Charset, report: Report) -> None:
    if charset.assumed:
        report.note(f"The letters were read as {charset.name.upper()}; the file does not say.")
    if charset.doubt:
        report.problem(f"In this encoding ({charset.name}) {charset.doubt}; another one may fit better.")


def _sheets(path: Path, report: Report) -> Iterator[Page]:
    for sheet in open_workbook(path, report):
        yield Page(tuple((line, _clean(cells)) for line, cells in sheet.rows), sheet.name)


def _rows(text: str, report: Report, known: Callable[[Sequence[str]], int]) -> Iterator[NumberedRow]:
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    skipped = 0
    first = lines[0].strip().strip('"')
    if first.lower().startswith(_SEP) and len(first) == len(_SEP) + 1:
        delimiter, skipped = first[-1], 1
    else:
        delimiter = choose_delimiter(lines[:200], known)
    csv.field_size_limit(10_000_000)
    for line, cells in _parsed(lines[skipped:], delimiter, report):
        cleaned = _clean(cells)
        if any(cleaned):
            yield line + skipped, cleaned


def _parsed(lines: list[str], delimiter: str, report: Report) -> Iterator[tuple[int, list[str]]]:
    """Read strictly; from a quotation mark out of place on, line by line, so that it spoils no other line."""
    reader = csv.reader((line + "\n" for line in lines), delimiter=delimiter, strict=True)
    done = 0
    try:
        for cells in reader:
            yield done + 1, cells
            done = reader.line_num
        return
    except csv.Error:
        report.problem(
            "a quotation mark stands in the wrong place; from here on every line was read by itself", done + 1
        )
    for line, text in enumerate(lines[done:], done + 1):
        try:
            cells = next(csv.reader([text], delimiter=delimiter), [])
        except csv.Error:
            cells = text.split(delimiter)
        yield line, cells


def _clean(cells: Sequence[str]) -> tuple[str, ...]:
    return tuple(clean_line(cell[:_LONGEST_CELL]) for cell in cells[:_MAX_COLUMNS])
