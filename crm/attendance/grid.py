"""The grid of people, or organisations, by huddles: who came to what, read in pages and without a query a cell."""

from collections import defaultdict
from collections.abc import Callable, Sequence
from typing import Any, TypeVar

import msgspec
from msgspec.structs import asdict

from crm import clock
from crm.attendance.grid_queries import (
    BETWEEN,
    COLUMNS,
    GIVEN,
    MARKS,
    ORGANISATIONS,
    PEOPLE,
    STRENGTH,
    STRONGEST,
    lines,
    narrowed,
)
from crm.attendance.grid_records import (
    ABSENT,
    APOLOGIES,
    ATTENDED,
    BEFORE,
    DECLINED,
    HERE,
    INVITED,
    NO_SHOW,
    NOT_INVITED,
    PITCHED,
    REGISTERED,
    WAITLISTED,
    WORDS,
    GridColumn,
    GridFilter,
    OrganisationLine,
    PersonLine,
    Strip,
    sentence,
)
from crm.attendance.lifecycle import Lifecycles
from crm.db.store import Store
from crm.errors import Invalid
from crm.search import Search, read_listed

__all__ = [
    "ABSENT",
    "APOLOGIES",
    "ATTENDED",
    "BEFORE",
    "DECLINED",
    "EVERYBODY",
    "HERE",
    "INVITED",
    "NOT_INVITED",
    "NO_SHOW",
    "PITCHED",
    "REGISTERED",
    "SORTS",
    "WAITLISTED",
    "WORDS",
    "Grid",
    "GridColumn",
    "GridFilter",
    "OrganisationLine",
    "PersonLine",
    "Strip",
    "sentence",
]

_Cell = TypeVar("_Cell")

SORTS = ("name", "organisation", "total")
EVERYBODY = GridFilter()


class Grid:
    """Reads the lines of the grid: columns first, then the ids of its lines, then the lines of a page of ids."""

    def __init__(self, store: Store, lifecycles: Lifecycles) -> None:
        self._store = store
        self._lifecycles = lifecycles

    def columns(
        self, series_id: int | None = None, limit: int = 60, kinds: Sequence[str] = ("huddle",)
    ) -> tuple[GridColumn, ...]:
        """Return the newest huddles of a series, or of all, oldest first."""
        values: dict[str, Any] = {"now": clock.now(), "kinds": list(kinds), "most": limit}
        if series_id is not None:
            values["series"] = series_id
        newest = self._store.all(COLUMNS[series_id is not None], into=_Column, **values)
        return tuple(map(_column, reversed(newest)))

    # -- which lines

    def people(
        self,
        columns: Sequence[GridColumn],
        shown: GridFilter = EVERYBODY,
        sort: str = "name",
        descending: bool = False,
    ) -> list[int]:
        """Return the contacts on any list of these huddles, in order; raises Invalid for a sort not in `SORTS`."""
        return self._ids("contact", columns, shown, sort, descending)

    def organisations(
        self,
        columns: Sequence[GridColumn],
        shown: GridFilter = EVERYBODY,
        sort: str = "name",
        descending: bool = False,
    ) -> list[int]:
        """Return the organisations that anybody on these lists stood for that day, in order."""
        return self._ids("organisation", columns, shown, sort, descending)

    def _ids(
        self, subject: str, columns: Sequence[GridColumn], shown: GridFilter, sort: str, descending: bool
    ) -> list[int]:
        if sort not in SORTS:
            raise Invalid("sort", f"The grid cannot be sorted by “{sort}”.")
        if not columns:
            return []
        query, values = lines(subject, sort, descending), self._asked(subject, columns, shown)
        if values:
            query = query.where(*(narrowed(subject, name) for name in values))
        values |= {"first": columns[0].starts_at, "huddles": [each.huddle_id for each in columns]}
        if sort == "total":
            values["counted"] = [each.huddle_id for each in columns if not each.is_cancelled]
        return self._store.column(query, **values)

    def _asked(self, subject: str, columns: Sequence[GridColumn], shown: GridFilter) -> dict[str, Any]:
        """Return what a filter asks of a line, by the names that `narrowed` knows."""
        asked: dict[str, Any] = {}
        if shown.sector_id is not None:
            asked["sector"] = shown.sector_id
        if shown.sub_region_id is not None:
            asked["sub_region"] = shown.sub_region_id
        if shown.state:
            series = {each.series_id for each in columns}
            own = series.pop() if len(series) == 1 else None
            read = self._lifecycles.people if subject == "contact" else self._lifecycles.organisations
            asked["lifecycle"] = [id_ for id_, lifecycle in read(own).items() if lifecycle.state == shown.state]
        if text := read_listed(shown.text):
            asked["found"] = self._store.column(Search.matching(text, subject))
        return asked

    # -- lines

    def cells(self, columns: Sequence[GridColumn], contact_ids: Sequence[int]) -> list[PersonLine]:
        """Return the lines of these people, in their order; ask for a page of about 200."""
        places = {each.huddle_id: place for place, each in enumerate(columns)}
        codes: dict[int, dict[int, str]] = defaultdict(dict)
        pitched = self._pitched("contact", columns)
        for mark in self._marks(MARKS, _Mark, columns, contact_ids):
            if (place := places.get(mark.huddle_id)) is not None:
                given = (mark.huddle_id, mark.contact_id) in pitched
                codes[mark.contact_id][place] = PITCHED if given else mark.code
        made = []
        for who in self._store.all(PEOPLE, into=_Person, ids=list(contact_ids)):
            line, attended, of = _told(columns, codes[who.id], who.known)
            made.append(
                PersonLine(who.id, who.name, who.organisation_id, who.organisation, who.symbol, line, attended, of)
            )
        return made

    def organisation_cells(
        self, columns: Sequence[GridColumn], organisation_ids: Sequence[int]
    ) -> list[OrganisationLine]:
        """Return the lines of these organisations, in their order; ask for a page of about 200."""
        places = {each.huddle_id: place for place, each in enumerate(columns)}
        codes: dict[int, dict[int, str]] = defaultdict(dict)
        who: dict[int, list[tuple[str, ...]]] = defaultdict(lambda: [()] * len(columns))
        pitched = self._pitched("organisation", columns)
        for cell in self._marks(STRONGEST, _Strongest, columns, organisation_ids):
            if (place := places.get(cell.huddle_id)) is not None:
                given = (cell.huddle_id, cell.organisation_id) in pitched
                codes[cell.organisation_id][place] = PITCHED if given else STRENGTH[cell.strength - 1]
                if cell.names:
                    who[cell.organisation_id][place] = tuple(cell.names.split(BETWEEN))
        made = []
        for each in self._store.all(ORGANISATIONS, into=_Organisation, ids=list(organisation_ids)):
            line, attended, of = _told(columns, codes[each.id], each.known)
            came = tuple(who[each.id])
            made.append(
                OrganisationLine(each.id, each.name, each.symbol, line, tuple(map(len, came)), came, attended, of)
            )
        return made

    def strip(self, subject: str, record_id: int, limit: int = 12) -> Strip | None:
        """Return the last huddles of a contact or an organisation (`subject`); None while there are no huddles."""
        columns = self.columns(limit=limit)
        read: Callable[..., Sequence[PersonLine | OrganisationLine]] = (
            self.cells if subject == "contact" else self.organisation_cells
        )
        lines = read(columns, [record_id])
        return Strip(columns, lines[0]) if columns and lines else None

    def _marks(self, query: Any, into: type[_Cell], columns: Sequence[GridColumn], ids: Sequence[int]) -> list[_Cell]:
        """Return what a query tells of each cell in which these records are on a list."""
        if not columns:
            return []
        values = {"ids": list(ids), "first": columns[0].starts_at, "last": columns[-1].starts_at}
        return self._store.all(query, into=into, **values)

    def _pitched(self, subject: str, columns: Sequence[GridColumn]) -> set[tuple[int, int]]:
        """Return huddle and record of every pitch that was delivered by somebody who was there."""
        return set(self._store.rows(GIVEN[subject], huddles=[each.huddle_id for each in columns]))


class _Organisation(msgspec.Struct, frozen=True):
    """An organisation of a line, and the day from which on we knew it."""

    id: int
    name: str
    symbol: str
    known: str


class _Person(_Organisation, frozen=True):
    """A person of a line, with the organisation of now."""

    organisation_id: int | None
    organisation: str


class _Mark(msgspec.Struct, frozen=True):
    """What the list of a huddle says of a person."""

    contact_id: int
    huddle_id: int
    code: str


class _Strongest(msgspec.Struct, frozen=True):
    """What the list of a huddle says of an organisation: the place of its code in `STRENGTH`, and who came."""

    organisation_id: int
    huddle_id: int
    strength: int
    names: str | None


class _Column(msgspec.Struct, frozen=True):
    """A column as the file holds it, its moment in UTC."""

    huddle_id: int
    series_id: int | None
    number: int | None
    kind: str
    label: str
    status: str
    is_locked: bool
    attended: int
    headcount: int
    has_begun: bool
    is_next: bool
    starts_at: str
    time_zone: str


def _column(found: _Column) -> GridColumn:
    facts = asdict(found)
    at = clock.wall_clock(found.starts_at, facts.pop("time_zone"))
    return GridColumn(**facts, at=at)


def _told(columns: Sequence[GridColumn], codes: dict[int, str], known: str) -> tuple[str, int, int]:
    """Return the codes of a line, how many huddles they came to, and of how many that count."""
    line = [
        codes.get(place) or (NOT_INVITED if column.starts_at[:10] >= known else BEFORE)
        for place, column in enumerate(columns)
    ]
    attended = of = 0
    for code, column in zip(line, columns, strict=True):
        if code == BEFORE or column.is_cancelled:
            continue
        attended += code in HERE
        of += column.has_begun or code in HERE
    return "".join(line), attended, of
