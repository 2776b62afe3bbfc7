"""What a file is, told by its content, and the reader for it."""

import re
from collections.abc import Callable, Iterator, Sequence
from datetime import date
from itertools import chain, islice
from pathlib import Path

from msgspec.structs import replace

from crm.formats import google_csv, header_row, outlook_csv, vcard
from crm.formats.attendance import ReadAttendance
from crm.formats.attendance_files import Kind, kind_of_pages, peek, read_attendance
from crm.formats.column_targets import plan_columns
from crm.formats.contact_columns import RowReader, Target
from crm.formats.delimited import MAX_COLUMNS, DelimitedTable
from crm.formats.file_signatures import E_MAIL, refuse_strangers
from crm.formats.linked_cells import with_links
from crm.formats.native_table import NativeReader, own_reader
from crm.formats.opt_outs import MAILING_STATUS, status_in_name
from crm.formats.rows import ReadContact, ReadFile, Reading, ReadName, Remark, Report, UnreadableFile
from crm.formats.sectioned_tables import SectionedCells, Sections
from crm.formats.table_pages import Pages
from crm.formats.workbook import Sheet, open_workbook

_PEEKED = 200
_TABLE_NAMES = (".xlsx", ".xlsm", ".xls", ".ods", ".xlsb")
_CARD_NAMES = (".vcf", ".vcard")

_COMPOUND = b"\xd0\xcf\x11\xe0"
"""How old Excel workbooks begin, and messages of Outlook."""
_CARD = re.compile(rb"BEGIN:\s*VCARD", re.IGNORECASE)

_Rows = Iterator[tuple[int, list[str]]]


def open_contacts(path: Path | str, *, encoding: str | None = None) -> Reading:
    """Open a file of contacts for reading once, row by row: vCard, Google or Outlook CSV, or any table with headings.

    The content decides, not the name; `encoding` is what a person chose instead of the one detected. Raises
    `UnreadableFile`, saying what the file looks like, and OSError where it cannot be opened.
    """
    path = Path(path)
    with path.open("rb") as handle:
        head = handle.read(4096)
    if not head:
        raise UnreadableFile(path, "it is empty.")
    refuse_strangers(path, head)
    suffix = path.suffix.lower()
    if head.startswith((b"PK\x03\x04", _COMPOUND)):
        return _open_workbook(path)
    if _is_card(head):
        return vcard.open_cards(path, encoding=encoding)
    if suffix in _TABLE_NAMES or suffix in _CARD_NAMES:
        raise UnreadableFile(path, _misnamed(head, suffix))
    return _open_delimited(path, encoding)


def _is_card(head: bytes) -> bool:
    return _CARD.search(head.replace(b"\x00", b"")) is not None


def _misnamed(head: bytes, suffix: str) -> str:
    """Say what a file named like a spreadsheet or a card, which holds neither, looks like."""
    if suffix in _CARD_NAMES:
        hint = "If it is a table (CSV), rename it to end in .csv." if b"," in head or b";" in head else ""
        return f"it holds no vCard. {hint}".strip()
    if b"\x00" not in head and head.count(b"\n") and any(mark in head for mark in (b",", b";", b"\t")):
        return f"it is named {suffix} but holds plain text, like a CSV file. Rename it to end in .csv and try again."
    return (
        "it is no spreadsheet that can be read: damaged, protected by a password, or in an old format."
        " Open it in Excel and save it as .xlsx without a password."
    )


def _open_delimited(path: Path, encoding: str | None) -> Reading:
    report = Report()
    table = DelimitedTable(path, report, header_row.known_headings, encoding=encoding)
    try:
        found = _People.found_in(path, table.rows(), report)
        found.tell()
    except BaseException:
        table.close()
        raise
    return Reading(
        path,
        found.format,
        _with_status(path, found.contacts()),
        report,
        encoding=table.encoding,
        headings=found.headings,
        position=table.position,
        close=table.close,
    )


def _with_status(path: Path, contacts: Iterator[ReadContact]) -> Iterator[ReadContact]:
    """Put beside each row what only the name of the file says: that its people have left an audience, or bounce."""
    status = status_in_name(path.name)
    if not status:
        return contacts
    return (replace(each, extra={**each.extra, MAILING_STATUS: status}) for each in contacts)


def _open_workbook(path: Path) -> Reading:
    report = Report()
    people: list[tuple[str, _People]] = []
    empty = True
    seen = _Seen()
    for page in map(with_links, open_workbook(path, report)):
        empty = False
        try:
            found = _People.found_in(path, seen.counted(page), report)
        except UnreadableFile:
            report.note(f"The sheet “{page.name}” holds no columns of contacts and was not read.")
            continue
        people.append((page.name, found))
    if not people:
        reason = "its sheets are empty." if empty else _UNKNOWN_COLUMNS
        raise UnreadableFile(path, reason)
    chosen = list(_chosen(people, report))
    contacts = chain.from_iterable(found.contacts() for found in chosen)
    return Reading(path, chosen[0].format, contacts, report, headings=chosen[0].headings, position=seen.share)


def _chosen(people: Sequence[tuple[str, "_People"]], report: Report) -> Iterator["_People"]:
    """Yield the sheets to be read: beside one of people, a cover or a list of choices in one column is none."""
    has_people = any(found.is_list for _, found in people)
    for name, found in people:
        if found.is_list or not has_people:
            found.tell()
            yield found
        else:
            report.note(f"The sheet “{name}” holds no list of people and was not read.")


class _Seen:
    """How many of the rows of a workbook's sheets were passed on so far."""

    def __init__(self) -> None:
        self._rows = self._all = 0

    def counted(self, page: Sheet) -> _Rows:
        """Pass the rows of a sheet on, counting them."""
        self._all += page.height
        return self._passed(page)

    def _passed(self, page: Sheet) -> _Rows:
        before = self._rows
        for line, cells in page.rows:
            self._rows = before + line
            yield line, cells

    def share(self) -> float:
        """Return the share of all rows, 0 to 1."""
        return self._rows / max(1, self._all)


_UNKNOWN_COLUMNS = (
    "no column is recognised as a name or an e-mail address. Give its columns headings such as Name and Email."
)
_NO_HEADINGS = "There is no heading row; what the columns hold was guessed. Please look at the preview."
# Evolution writes the end of a line within a cell as \n, and has these headings to itself.
_ESCAPES_LINE_ENDS = frozenset(("wants_html", "name_title"))
_RECOGNISED: tuple[tuple[str, str, Callable[[Sequence[str]], list[Target] | None]], ...] = (
    (google_csv.FORMAT, ",;", google_csv.targets),
    (outlook_csv.FORMAT, ";", outlook_csv.targets),
)


class _People:
    """The people of one table: its format and headings, and its contacts, once."""

    def __init__(
        self,
        format: str,
        headings: tuple[str, ...],
        reader: RowReader | NativeReader,
        rows: Iterator[SectionedCells],
        report: Report,
        *,
        said: Sequence[Remark] = (),
        of_organisations: bool = False,
        is_list: bool = True,
    ) -> None:
        self.format, self.headings, self.is_list = format, headings, is_list
        self._reader, self._rows, self._report, self._said = reader, rows, report, said
        self._of_organisations = of_organisations

    def tell(self) -> None:
        """Put into the report what was noticed about the columns."""
        self._report.remarks.extend(self._said)

    @classmethod
    def found_in(cls, path: Path, rows: _Rows, report: Report) -> "_People":
        first = list(islice(rows, _PEEKED))
        if not first:
            raise UnreadableFile(path, "it holds only blank lines.")
        texts = [cells for _, cells in first]
        if any(map(header_row.is_meeting_report, texts)):
            raise UnreadableFile(path, "it is the attendance report of a meeting, not a list of contacts.")
        if len(texts[0]) > MAX_COLUMNS:
            raise UnreadableFile(path, f"it has too many columns: {len(texts[0]):,}.")
        found = header_row.find_headings(texts)
        if found is None:
            return cls._without_headings(path, chain(first, rows), texts, report)
        below = first[found.index + 1 :]
        own = own_reader(found.cells, report)
        if own is not None:
            ours = ((line, cells, "") for line, cells in chain(below, rows))
            return cls(header_row.FORMAT, found.cells, own, ours, report)
        for format, separators, recognise in _RECOGNISED:
            targets = recognise(found.cells)
            if targets:
                reader = RowReader(found.cells, targets, report, separators=separators)
                people = header_row.people_only(chain(below, rows), found.cells, report)
                return cls(format, found.cells, reader, ((line, cells, "") for line, cells in people), report)
        said = Report()
        if found.index:
            said.note(f"The lines above the headings (line {first[found.index][0]}) were left out.")
        plan = plan_columns(found.cells, [cells for _, cells in below], said)
        reader = RowReader(
            found.cells,
            plan.targets,
            report,
            separators=",;|",
            mailbox_is_person=True,
            escaped_line_ends=set(found.cells) >= _ESCAPES_LINE_ENDS,
        )
        people = header_row.people_only(chain(below, rows), found.cells, report)
        sections = Sections(plan.targets, report).rows(people)
        return cls(
            header_row.FORMAT,
            found.cells,
            reader,
            sections,
            report,
            said=said.remarks,
            of_organisations=plan.of_organisations,
            is_list=sum(map(bool, found.cells)) > 1 or plan.names_people,
        )

    @classmethod
    def _without_headings(cls, path: Path, rows: _Rows, sample: list[list[str]], report: Report) -> "_People":
        targets = header_row.guess_targets(sample)
        if targets is None:
            raise UnreadableFile(path, _UNKNOWN_COLUMNS)
        headings = tuple(f"column {place + 1}" for place in range(len(targets)))
        said = Remark(_NO_HEADINGS, problem=True)
        reader = RowReader(headings, targets, report, mailbox_is_person=True)
        people = header_row.people_only(rows, headings, report)
        sectioned = ((line, cells, "") for line, cells in people)
        return cls(header_row.FORMAT, headings, reader, sectioned, report, said=[said], is_list=False)

    def contacts(self) -> Iterator[ReadContact]:
        for line, cells, section in self._rows:
            contact = self._reader.read(line, cells, section)
            if contact is not None:
                yield _as_organisation(contact) if self._of_organisations else contact


def _as_organisation(row: ReadContact) -> ReadContact:
    """Return a row of a list of organisations as one."""
    return replace(row, kind="organisation", organisation=row.organisation or row.name.display, name=ReadName())


def kind_of(path: Path | str) -> Kind:
    """Tell by its content what a file is to be read as, so that a dropped file finds its page.

    "unsure" is a list of people that may be one of contacts or of a gathering: only a person can say. Raises
    `UnreadableFile` for what is no list of people at all, and OSError where it cannot be opened.
    """
    pages = _unless_address_book(Path(path))
    return kind_of_pages(pages) if pages is not None else "contacts"


def fitting(path: Path | str, *, at_huddle: bool = False) -> Kind:
    """Tell which import a file fits, as `kind_of` does, and refuse what that import would refuse.

    `at_huddle`: somebody brings it to one huddle, so that any list of people but an address book says who was there.
    """
    path = Path(path)
    pages = _unless_address_book(path)
    if pages is not None and at_huddle:
        try:
            read_attendance(path)
        except UnreadableFile:
            pass  # perhaps a list of contacts nevertheless
        else:
            return "attendance"
    kind = kind_of_pages(pages) if pages is not None else "contacts"
    if kind == "contacts":
        with open_contacts(path) as reading:
            next(iter(reading), None)  # refuses what holds nobody
    return kind


def _unless_address_book(path: Path) -> Pages | None:
    """Return the first rows of a file, None for cards and for what a mail program calls its address book."""
    with path.open("rb") as handle:
        head = handle.read(4096)
    if head.startswith(_COMPOUND) and path.suffix.lower() == ".msg":
        raise UnreadableFile(path, f"it is {E_MAIL}")
    if _is_card(head):
        return None
    pages = peek(path)
    # It says so by its headings, whatever dates and words its columns hold.
    first = [cells for page in pages.pages for _, cells in page.rows[:1]]
    return None if any(recognise(cells) for _, _, recognise in _RECOGNISED for cells in first) else pages


def read_either(path: Path | str, *, encoding: str | None = None, on: date | None = None) -> ReadFile | ReadAttendance:
    """Read a whole file as what it is: contacts, or attendance with the day of the huddle where that is known."""
    if kind_of(path) == "attendance":
        return read_attendance(path, on=on, encoding=encoding)
    return read(path, encoding=encoding)


def read(path: Path | str, *, encoding: str | None = None) -> ReadFile:
    """Read a whole file of contacts; raises as `open_contacts` does, and `UnreadableFile` where it holds nobody."""
    with open_contacts(path, encoding=encoding) as reading:
        contacts = tuple(reading)
    report = reading.report
    return ReadFile(
        path=reading.path,
        format=reading.format,
        kind=reading.kind,
        contacts=contacts,
        skipped=tuple(report.skipped),
        warnings=tuple(report.warnings),
        problems=tuple(report.problems),
        encoding=reading.encoding,
    )
