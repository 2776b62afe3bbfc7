"""The grid of people, or organisations, by huddles: who came to what, read in pages and without a query a cell."""

import json
from collections import defaultdict
from collections.abc import Callable, Sequence
from typing import Any

from crm import clock
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
from crm.db.derived import NAME
from crm.db.store import Store, moment_text
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

SORTS = ("name", "organisation", "total")
EVERYBODY = GridFilter()

_COLUMNS = """SELECT h.id, h.series_id, coalesce(s.name, 'Huddle'), h.number, h.kind, h.title, h.starts_at, h.time_zone,
    h.status, h.locked_at IS NOT NULL, h.headcount, h.starts_at <= :now OR h.status = 'held', h.id IS n.id,
    (SELECT count(*) FROM attendance a WHERE a.huddle_id = h.id AND a.presence = 'attended')
    FROM huddle h LEFT JOIN series s ON s.id = h.series_id LEFT JOIN (SELECT id FROM huddle h
        WHERE ends_at >= :now AND status = 'planned' AND {own} ORDER BY starts_at, id LIMIT 1) n
    WHERE {own} AND (h.starts_at <= :now OR h.id IS n.id
        OR EXISTS (SELECT 1 FROM attendance a WHERE a.huddle_id = h.id))
    ORDER BY h.starts_at DESC, h.id DESC LIMIT :limit"""
"""Huddles still to come are columns once somebody is on their list, and the next one always."""

_OWN = "h.deleted_at IS NULL AND h.kind IN (SELECT value FROM json_each(:kinds))"

_LISTED = """WITH RECURSIVE walk(id) AS (SELECT min({column}) FROM attendance UNION ALL
    SELECT (SELECT min({column}) FROM attendance WHERE {column} > walk.id) FROM walk WHERE walk.id IS NOT NULL)
    SELECT s.{column} FROM walk CROSS JOIN {subject}_summary s ON s.{column} = walk.id {where} AND EXISTS (
        SELECT 1 FROM attendance a WHERE a.{column} = s.{column} AND a.starts_at >= :first
        AND a.huddle_id IN (SELECT value FROM json_each(:huddles))) ORDER BY {order}"""
"""Everybody on a list of the shown huddles. The walk goes from one to the next in the index, past their huddles."""

_TOTAL = """(SELECT count(DISTINCT b.huddle_id) FROM attendance b WHERE b.{column} = s.{column}
    AND b.presence = 'attended' AND b.huddle_id IN (SELECT value FROM json_each(:counted)))"""

_KNOWN = """min(substr(r.created_at, 1, 10), coalesce((SELECT substr(p.happened_at, 1, 10) FROM participant p
    JOIN interaction i ON i.id = p.interaction_id WHERE p.{column} = r.id AND i.deleted_at IS NULL
    ORDER BY p.happened_at LIMIT 1), '9999'), coalesce((SELECT substr(a.starts_at, 1, 10) FROM attendance a
    WHERE a.{column} = r.id ORDER BY a.starts_at LIMIT 1), '9999'))"""
"""The day we came to know somebody: entered, first met or first on a list, whichever was earliest."""


_CODE = f"""CASE a.presence WHEN 'attended' THEN '{ATTENDED}' WHEN 'apologies' THEN '{APOLOGIES}'
    WHEN 'absent' THEN iif(a.registration = 'registered', '{NO_SHOW}', '{ABSENT}')
    ELSE CASE a.registration WHEN 'registered' THEN '{REGISTERED}' WHEN 'invited' THEN '{INVITED}'
        WHEN 'waitlisted' THEN '{WAITLISTED}' WHEN 'none' THEN '{NOT_INVITED}' ELSE '{DECLINED}' END END"""
_STRENGTH = (
    PITCHED + ATTENDED + REGISTERED + APOLOGIES + NO_SHOW + ABSENT + WAITLISTED + INVITED + DECLINED + NOT_INVITED
)
"""Of several people of one organisation, which code its cell has: the first of these."""
_BETWEEN = "\x1f"
_STRONGEST = f"min(instr('{_STRENGTH}', {_CODE})), group_concat({NAME.format(contact='c')}, char(31))"
_WHO_CAME = "LEFT JOIN contact c ON c.id = a.contact_id AND a.presence = 'attended'"


class Grid:
    """Reads the lines of the grid: columns first, then the ids of its lines, then the lines of a page of ids."""

    def __init__(self, store: Store, lifecycles: Lifecycles) -> None:
        self._store = store
        self._lifecycles = lifecycles

    def columns(
        self, series_id: int | None = None, limit: int = 60, kinds: Sequence[str] = ("huddle",)
    ) -> tuple[GridColumn, ...]:
        """Return the newest huddles of a series, or of all, oldest first."""
        own = _OWN + ("" if series_id is None else " AND h.series_id = :series")
        values = {
            "now": moment_text(clock.now()),
            "kinds": json.dumps(list(kinds)),
            "series": series_id,
            "limit": limit,
        }
        return tuple(_column(row) for row in reversed(self._store.rows(_COLUMNS.format(own=own), values)))

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
        where, values = self._where(subject, columns, shown)
        counted = [each.huddle_id for each in columns if not each.is_cancelled]
        values |= {
            "first": columns[0].starts_at,
            "huddles": json.dumps([each.huddle_id for each in columns]),
            "counted": json.dumps(counted),
        }
        column = f"{subject}_id"
        way = "DESC" if descending else "ASC"
        order = f"s.sort_name {way}, s.{column}"
        if sort == "total":
            order = f"{_TOTAL.format(column=column)} {way}, s.sort_name, s.{column}"
        elif sort == "organisation" and subject == "contact":
            order = f"s.organisation_name = '', s.organisation_sort {way}, s.sort_name, s.contact_id"
        sql = _LISTED.format(subject=subject, column=column, where=where, order=order)
        return [id_ for (id_,) in self._store.rows(sql, values)]

    def _where(self, subject: str, columns: Sequence[GridColumn], shown: GridFilter) -> tuple[str, dict[str, Any]]:
        """Return the condition of a filter with its values."""
        parts, values = ["true"], dict[str, Any]()
        for name, value in (("sector_id", shown.sector_id), ("sub_region_id", shown.sub_region_id)):
            if value is not None:
                parts.append(f"s.{name} = :{name}")
                values[name] = value
        if shown.state:
            series = {each.series_id for each in columns}
            own = series.pop() if len(series) == 1 else None
            read = self._lifecycles.people if subject == "contact" else self._lifecycles.organisations
            found = [id_ for id_, standing in read(own).items() if standing.state == shown.state]
            parts.append(f"s.{subject}_id IN (SELECT value FROM json_each(:standing))")
            values["standing"] = json.dumps(found)
        if read_listed(shown.text):
            found = self._store.column(Search.matching(shown.text, subject))
            parts.append(f"s.{subject}_id IN (SELECT value FROM json_each(:found))")
            values["found"] = json.dumps(found)
        return f"WHERE {' AND '.join(parts)}", values

    # -- lines

    def cells(self, columns: Sequence[GridColumn], contact_ids: Sequence[int]) -> list[PersonLine]:
        """Return the lines of these people, in their order; ask for a page of about 200."""
        places = {each.huddle_id: place for place, each in enumerate(columns)}
        given = json.dumps(list(contact_ids))
        codes: dict[int, dict[int, str]] = defaultdict(dict)
        pitched = self._pitched("contact", columns)
        for contact, huddle, code in self._marks("contact", columns, given, _CODE):
            if (place := places.get(huddle)) is not None:
                codes[contact][place] = PITCHED if (huddle, contact) in pitched else code
        rows = self._store.rows(
            f"SELECT r.id, {NAME.format(contact='r')}, s.organisation_id, coalesce(s.organisation_name, ''), "
            f"coalesce(x.symbol, ''), {_KNOWN.format(column='contact_id')} FROM json_each(?) t "
            "CROSS JOIN contact r ON r.id = t.value LEFT JOIN contact_summary s ON s.contact_id = r.id "
            "LEFT JOIN sector x ON x.id = s.sector_id ORDER BY t.key",
            (given,),
        )
        lines = []
        for id_, name, organisation_id, organisation, symbol, known in rows:
            line, attended, of = _told(columns, codes[id_], known)
            lines.append(PersonLine(id_, name, organisation_id, organisation, symbol, line, attended, of))
        return lines

    def organisation_cells(
        self, columns: Sequence[GridColumn], organisation_ids: Sequence[int]
    ) -> list[OrganisationLine]:
        """Return the lines of these organisations, in their order; ask for a page of about 200."""
        places = {each.huddle_id: place for place, each in enumerate(columns)}
        given = json.dumps(list(organisation_ids))
        codes: dict[int, dict[int, str]] = defaultdict(dict)
        who: dict[int, list[tuple[str, ...]]] = defaultdict(lambda: [()] * len(columns))
        pitched = self._pitched("organisation", columns)
        for organisation, huddle, strength, names in self._marks("organisation", columns, given, _STRONGEST):
            if (place := places.get(huddle)) is not None:
                codes[organisation][place] = PITCHED if (huddle, organisation) in pitched else _STRENGTH[strength - 1]
                if names:
                    who[organisation][place] = tuple(names.split(_BETWEEN))
        rows = self._store.rows(
            f"SELECT r.id, r.name, coalesce(x.symbol, ''), {_KNOWN.format(column='organisation_id')} "
            "FROM json_each(?) t CROSS JOIN organisation r ON r.id = t.value LEFT JOIN sector x ON x.id = r.sector_id "
            "ORDER BY t.key",
            (given,),
        )
        lines = []
        for id_, name, symbol, known in rows:
            line, attended, of = _told(columns, codes[id_], known)
            came = tuple(who[id_])
            lines.append(OrganisationLine(id_, name, symbol, line, tuple(map(len, came)), came, attended, of))
        return lines

    def strip(self, subject: str, record_id: int, limit: int = 12) -> Strip | None:
        """Return the last huddles of a contact or an organisation (`subject`); None while there are no huddles."""
        columns = self.columns(limit=limit)
        read: Callable[..., Sequence[PersonLine | OrganisationLine]] = (
            self.cells if subject == "contact" else self.organisation_cells
        )
        lines = read(columns, [record_id])
        return Strip(columns, lines[0]) if columns and lines else None

    def _marks(self, subject: str, columns: Sequence[GridColumn], given: str, told: str) -> list[tuple[Any, ...]]:
        """Return record, huddle and what `told` says of each cell in which these records are on a list."""
        if not columns:
            return []
        # Of an organisation a cell is everybody who stood for it that day, by name where they came.
        more = "" if subject == "contact" else f"{_WHO_CAME} GROUP BY a.organisation_id, a.huddle_id"
        return self._store.rows(
            f"SELECT a.{subject}_id, a.huddle_id, {told} FROM json_each(?) t CROSS JOIN attendance a "
            f"ON a.{subject}_id = t.value AND a.starts_at BETWEEN ? AND ? {more}",
            (given, columns[0].starts_at, columns[-1].starts_at),
        )

    def _pitched(self, subject: str, columns: Sequence[GridColumn]) -> set[tuple[int, int]]:
        """Return huddle and record of every pitch that was delivered by somebody who was there."""
        rows = self._store.rows(
            f"SELECT p.huddle_id, a.{subject}_id FROM json_each(?) t CROSS JOIN pitch p ON p.huddle_id = t.value "
            "CROSS JOIN attendance a ON a.huddle_id = p.huddle_id AND a.contact_id = p.contact_id "
            "WHERE p.delivered = 1 AND p.deleted_at IS NULL AND a.presence = 'attended'",
            (json.dumps([each.huddle_id for each in columns]),),
        )
        return set(rows)


def _column(row: tuple[Any, ...]) -> GridColumn:
    id_, series_id, series, number, kind, title, starts_at, zone, status, locked, unnamed, begun, is_next, came = row
    return GridColumn(
        id_,
        series_id,
        number,
        kind,
        title if number is None else f"{series} {number}",
        clock.wall_clock(starts_at, zone),
        status,
        bool(locked),
        came,
        unnamed,
        bool(begun),
        bool(is_next),
        starts_at,
    )


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
