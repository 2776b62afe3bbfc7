"""Exporting what is on screen: that filter, those columns, that order, all rows, names not ids (rule 7)."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, TypeVar

import msgspec

from crm.db.store import Store
from crm.errors import Invalid
from crm.exporting import vcards
from crm.exporting.columns import COLUMNS, SORTS, SUBJECTS, ExportColumn, lines
from crm.exporting.several_cells import Show
from crm.filters import EVERYTHING, Filter
from crm.listing import Listing, Selection
from crm.progress import IsCancelled, Pace, Progress, never, silent
from crm.stale_filters import refuse_gone

if TYPE_CHECKING:
    from crm.exporting.consortium import Consortium
    from crm.formats.table_output import Column
    from crm.opportunities import Opportunities
    from crm.opportunities.records import OpportunityFilter

__all__ = ["COLUMNS", "ExportColumn", "ExportOptions", "Exported", "Exporting"]

T = TypeVar("T")
FORMATS = ("xlsx", "csv", "vcf")
_TOLD_EVERY = 64


class ExportOptions(msgspec.Struct, frozen=True):
    """How a file is written. `for_spreadsheets` guards a CSV against formulas; without it every value is exact.

    `notes` makes vCards for our own use: with private notes, addresses out of use and what concerns us alone.
    """

    for_spreadsheets: bool = True
    delimiter: str = ","
    bom: bool = True
    vcard_version: Literal["3.0", "4.0"] = "3.0"
    notes: bool = False


_AS_USUAL = ExportOptions()


class Exported(msgspec.Struct, frozen=True):
    """A finished file: how many rows it holds, and what had to be changed on the way (sentences)."""

    path: Path
    rows: int
    notes: tuple[str, ...] = ()


class Exporting:
    """Writes lists to files; reads only. Long for long lists: run it on the worker."""

    def __init__(self, store: Store, opportunities: Callable[[], "Opportunities"]) -> None:
        # Made when asked for: a list of people is exported without the code of opportunities.
        self._store, self._opportunities = store, opportunities

    def chosen(self, what: str, keys: Sequence[str] = (), *, everything: bool = False) -> list[ExportColumn]:
        """Return the columns of these keys in this order; without keys those on screen, or `everything` there is."""
        known = {column.key: column for column in COLUMNS[what]}
        if unknown := [key for key in keys if key not in known]:
            raise Invalid("columns", f"There is no column “{unknown[0]}” to export.")
        return [known[key] for key in keys] or [each for each in COLUMNS[what] if everything or each.on_screen]

    def count(self, what: str, selection: Selection = EVERYTHING) -> int:
        """Return how many rows an export of a selection has."""
        if isinstance(selection, Filter):
            return self._listing(what).count(selection)
        return len(selection)

    def preview(
        self,
        what: str,
        columns: Sequence[ExportColumn],
        selection: Selection = EVERYTHING,
        sort: str = "name",
        descending: bool = False,
        limit: int = 5,
    ) -> list[list[str]]:
        """Return the first rows as text."""
        rows = self._rows(what, columns, selection, sort, descending)
        return [["" if cell is None else str(cell) for cell in row] for row, _ in zip(rows, range(limit), strict=False)]

    def export(
        self,
        what: str,
        to: Path,
        *,
        selection: Selection = EVERYTHING,
        sort: str = "name",
        descending: bool = False,
        columns: Sequence[str] = (),
        everything: bool = False,
        options: ExportOptions = _AS_USUAL,
        progress: Progress = silent,
        cancelled: IsCancelled = never,
    ) -> Exported:
        """Write a list to a file, whose ending says the format; the old file is replaced once all is written.

        Raises Invalid (format, columns, sort, a filter that asks for what was deleted), DiskFull, CannotWrite,
        Cancelled; the old file is whole then.
        """
        # The writers are loaded when a file is written, not when the program starts.
        from crm.formats import table_output, write_vcard

        if isinstance(selection, Filter):
            refuse_gone(self._store, selection)
        pace = Pace(progress, cancelled, self.count(what, selection))
        kind = to.suffix.casefold().lstrip(".")
        if kind == "vcf":
            ordered = self._listing(what).ordered(vcards.LINES[what], selection, sort, descending)
            lines = self._store.each(ordered, into=vcards.RECORDS[what])
            read = _counted(map(vcards.card, lines), pace)
            written = write_vcard.write_vcard(to, read, version=options.vcard_version, private=options.notes)
            return Exported(to, written.rows, written.notes)
        chosen = self.chosen(what, columns, everything=everything)
        headings = [table_output.Column(column.title, column.kind, column.width) for column in chosen]
        rows = _counted(self._rows(what, chosen, selection, sort, descending), pace)
        return _written(to, headings, rows, what.capitalize(), options, "a list is", ".xlsx, .csv or .vcf")

    def attendance(
        self,
        to: Path,
        *,
        huddle_id: int | None = None,
        options: ExportOptions = _AS_USUAL,
        progress: Progress = silent,
        cancelled: IsCancelled = never,
    ) -> Exported:
        """Write who was invited and who came to a file, of one huddle or of all; the ending says the format.

        Raises NotFound, Invalid (to), DiskFull, CannotWrite, Cancelled; an old file is whole then.
        """
        # Loaded with the writers.
        from crm.exporting import attendance

        pace = Pace(progress, cancelled, attendance.count(self._store, huddle_id))
        rows = _counted(attendance.rows(self._store, huddle_id), pace)
        return _written(
            to, attendance.headings(huddle_id), rows, "Attendance", options, "attendance is", ".xlsx or .csv"
        )

    def opportunities(
        self,
        to: Path,
        *,
        shown: "OpportunityFilter | None" = None,
        sort: str = "stage",
        descending: bool = False,
        options: ExportOptions = _AS_USUAL,
        progress: Progress = silent,
        cancelled: IsCancelled = never,
    ) -> Exported:
        """Write the opportunities of a filter (None: all) to a file, in an order; the ending says the format.

        Raises Invalid (to, sort, a filter that asks for what was deleted), DiskFull, CannotWrite, Cancelled; an old
        file is whole then.
        """
        # Loaded with the writers.
        from crm.exporting import opportunities
        from crm.opportunities.records import OpportunityFilter
        from crm.opportunities.saved_views import to_view  # what a filter asks for in the words of every filter

        wanted = shown or OpportunityFilter()
        refuse_gone(self._store, to_view(wanted))
        pace = Pace(progress, cancelled, self._opportunities().count(wanted))
        rows = _counted(opportunities.rows(self._opportunities(), wanted, sort, descending), pace)
        return _written(
            to, opportunities.HEADINGS, rows, "Opportunities", options, "opportunities are", ".xlsx or .csv"
        )

    def consortium(self, to: Path, opportunity_id: int, *, options: ExportOptions = _AS_USUAL) -> Exported:
        """Write the consortium sheet of an opportunity; a workbook has its title, deadline and value above the table.

        Raises NotFound, Invalid (to), DiskFull, CannotWrite; an old file is whole then.
        """
        # Loaded with the writers.
        from crm.exporting.consortium import HEADINGS

        found = self.consortium_of(opportunity_id)
        above = (("Opportunity", found.title), *found.facts)
        return _written(to, HEADINGS, found.rows(), "Consortium", options, "a consortium is", ".xlsx or .csv", above)

    def consortium_of(self, opportunity_id: int) -> "Consortium":
        """Return what the consortium sheet of an opportunity says; raises NotFound."""
        # Loaded with the writers.
        from crm.exporting.consortium import consortium

        return consortium(self._store, self._opportunities().get(opportunity_id))

    def _rows(
        self, what: str, columns: Sequence[ExportColumn], selection: Selection, sort: str, descending: bool
    ) -> Iterator[Sequence[object]]:
        query = self._listing(what).ordered(lines(what, _asked(columns)), selection, sort, descending)
        return _shown(columns, self._store.iterate(query))

    def _listing(self, what: str) -> Listing:
        return Listing(self._store, SUBJECTS[what], SORTS[what])


def _written(
    to: Path,
    headings: Sequence["Column"],
    rows: Iterable[Sequence[object]],
    sheet: str,
    options: ExportOptions,
    what: str,
    endings: str,
    above: Sequence[tuple[str, str]] = (),
) -> Exported:
    # The writers are loaded when a file is written, not when the program starts.
    from crm.formats import write_csv, write_xlsx

    kind = to.suffix.casefold()
    if kind == ".xlsx":
        written = write_xlsx.write_xlsx(to, headings, rows, sheet=sheet, above=above)
    elif kind == ".csv":
        written = write_csv.write_csv(
            to,
            headings,
            rows,
            bom=options.bom,
            delimiter=options.delimiter,
            for_spreadsheets=options.for_spreadsheets,
        )
    else:
        raise Invalid("to", f"“{to.name}”: {what} exported to a file that ends in {endings}.")
    return Exported(to, written.rows, written.notes)


def _asked(columns: Sequence[ExportColumn]) -> list[Any]:
    """Return what columns ask for, each once: several may show parts of one list."""
    return list({id(column.asked): column.asked for column in columns}.values())


def _shown(columns: Sequence[ExportColumn], rows: Iterator[tuple[Any, ...]]) -> Iterator[Sequence[object]]:
    """Return rows of what `_asked` asks for as they are shown; what a query alone makes passes as it comes."""
    places = {id(asked): place for place, asked in enumerate(_asked(columns))}
    cells = [(places[id(column.asked)], column.show) for column in columns]
    return _made_of(cells, rows) if any(show for _, show in cells) else rows


def _made_of(cells: Sequence[tuple[int, Show | None]], rows: Iterator[tuple[Any, ...]]) -> Iterator[Sequence[object]]:
    for row in rows:
        yield [row[place] if show is None else show(row[place]) for place, show in cells]


def _counted(rows: Iterable[T], pace: Pace) -> Iterator[T]:
    for done, row in enumerate(rows):
        if not done % _TOLD_EVERY:
            pace.at(done)
        yield row
