"""A text or spreadsheet file as pages of numbered rows of clean cells, held in memory: reports are small."""

import io
import re
from collections.abc import Iterator, Sequence
from pathlib import Path

import msgspec

from crm.formats.charset import charset_of_text, chosen_charset
from crm.formats.delimited import tell_charset
from crm.formats.delimited_rows import DelimitedRows, Known, choose_dialect, named_delimiter
from crm.formats.file_signatures import refuse_strangers
from crm.formats.linked_cells import with_links
from crm.formats.rows import Report, UnreadableFile
from crm.formats.workbook import open_workbook
from crm.text import clean_line

MAX_BYTES = 64_000_000
_LONGEST_CELL = 100_000
_MAX_COLUMNS = 1_000
_PACKED = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0")
_SAMPLE = 1 << 16
_CONTROLS = re.compile("[\x00-\x08\x0e-\x1f]")

NumberedRow = tuple[int, tuple[str, ...]]


class Page(msgspec.Struct, frozen=True):
    """A table: its rows with the lines they begin on, blank ones left out; the sheet's name in a workbook."""

    rows: tuple[NumberedRow, ...]
    name: str = ""


class Pages(msgspec.Struct, frozen=True):
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
    known: Known,
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
    tell_charset(charset, report)
    text = content.decode(charset.name, charset.errors).lstrip("\ufeff")
    return pages_of_text(path, text, report, known, encoding=charset.name)


def pages_of_text(path: Path, text: str, report: Report, known: Known, *, encoding: str = "") -> Pages:
    """Return the one page of a text; raises `UnreadableFile` where most of it is no text."""
    if len(_CONTROLS.findall(text, 0, _SAMPLE)) > max(4, min(len(text), _SAMPLE) // 20):
        raise UnreadableFile(path, "this is not a text table; its bytes are not text.")
    return Pages((Page(tuple(_rows(path, text, report, known))),), text, encoding)


def _sheets(path: Path, report: Report) -> Iterator[Page]:
    for sheet in map(with_links, open_workbook(path, report)):
        yield Page(tuple((line, _clean(cells)) for line, cells in sheet.rows), sheet.name)


def _rows(path: Path, text: str, report: Report, known: Known) -> Iterator[NumberedRow]:
    lines = list(io.StringIO(text, newline=""))
    named = named_delimiter(lines[0]) if lines else ""
    skipped = 1 if named else 0
    dialect = choose_dialect(lines[skipped:], known, delimiter=named)
    for line, cells in DelimitedRows(path, iter(lines[skipped:]), dialect, report, first_line=skipped + 1):
        cleaned = _clean(cells)
        if any(cleaned):
            yield line, cleaned


def _clean(cells: Sequence[str]) -> tuple[str, ...]:
    return tuple(clean_line(cell[:_LONGEST_CELL]) for cell in cells[:_MAX_COLUMNS])
