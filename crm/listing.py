"""Pages of a summary table: counted, filtered and sorted by the database, any number of rows; blanks last, both ways.

A page near either end is read along the index of its sort, row by row until it is full. Where that would go through
too many rows (in the middle, or where few match), the ids of all that match are put in order once and kept until
something is written.
"""

import json
import threading
from array import array
from collections import OrderedDict
from collections.abc import Callable, Iterator, Sequence
from typing import Any

from crm import clock
from crm.db.derived import summaries
from crm.db.store import Store
from crm.errors import Invalid
from crm.filters import EVERYTHING, Filter, compiled, ids_by_text

Selection = Filter | Sequence[int]
"""What an action is for: the records a filter shows, or these ids."""

_NEAR = 4_000
"""Rows looked at for one page along an index, before putting all ids in order is quicker."""

_AHEAD = 1_000
"""Rows at the head of a filtered list that are found in one go: finding the next pages apart costs as much again."""

_NEVER_BLANK = ("s.sort_name", "s.people")
_BLANKS = {
    "s.sector_rank": str(summaries.NO_RANK),
    "s.sub_region_rank": str(summaries.NO_RANK),
    "s.next_follow_up_on": f"'{summaries.NO_FOLLOW_UP}'",
}
"""What stands for nothing in a column, greater than all else; in every other it is the empty text."""


class Listing:
    """The rows of one summary table (`subject` is contact or organisation), sorted by the columns named in `sorts`."""

    def __init__(self, store: Store, subject: str, columns: str, joins: str, sorts: dict[str, str]) -> None:
        self._store = store
        self._subject = subject
        self._id = f"s.{subject}_id"
        self._columns = columns
        self._joins = joins
        self._sorts = sorts
        self._known = _Known(store)

    def count(self, shown: Filter = EVERYTHING) -> int:
        """Return how many records the filter shows."""
        ids, params = ids_by_text(shown, self._subject)
        sql = f"SELECT count(*) FROM (SELECT DISTINCT id FROM ({ids}))"
        if not ids:
            where, params = self._where(shown)
            sql = f"SELECT count(*) FROM {self._subject}_summary s {where}"
        return int(self._known.of((sql, *params), lambda: self._store.value(sql, params)))

    def page(self, shown: Filter, sort: str, descending: bool, offset: int, limit: int) -> list[tuple[Any, ...]]:
        """Return rows `offset` to `offset + limit` of the filtered, sorted list; raises Invalid for an unknown sort."""
        where, params = self._where(shown)
        number = self.count(shown)
        limit = max(0, min(limit, number - offset))
        below = number - offset - limit
        if where and (min(offset, below) + limit) * self.count() > _NEAR * number:
            return self.rows_of(self._in_order(where, params, sort, descending)[offset : offset + limit])
        if where and offset + limit <= _AHEAD:
            # Looking for a text in three rows takes as long as putting the ids of ten that have it together.
            if number * number > 3 * _AHEAD * self.count():
                where, params = compiled(shown, self._subject, clock.today(), row_by_row=True)
                where = f"WHERE ({where})"
            return self.rows_of(self._head(where, params, sort, descending)[offset : offset + limit])
        rows: list[tuple[Any, ...]] = []
        for part in self._parts(sort):
            there, missing = self._number(where, params, part), limit - len(rows)
            rows += self._walk(
                where, params, part, sort, descending, offset, max(0, min(missing, there - offset)), there
            )
            offset = max(0, offset - there)
        return rows

    def _walk(
        self, where: str, params: list[Any], part: str, sort: str, descending: bool, offset: int, limit: int, there: int
    ) -> list[tuple[Any, ...]]:
        """Return rows `offset` to `offset + limit` of the `there` rows of one part of a list, along its index."""
        if limit < 1:
            return []
        # What is nearer to the end is read from there: the index goes both ways.
        below = there - offset - limit
        upwards = below < offset
        order = self._order(sort, descending)
        walk, skipped = (self._order(sort, not descending), below) if upwards else (order, offset)
        table = f"{self._subject}_summary s"
        ids = (
            f"SELECT {self._id} AS id FROM {table} {self._along(sort)} {_both(where, part)} ORDER BY {walk} "
            "LIMIT ? OFFSET ?"
        )
        sql = f"SELECT {self._columns} FROM ({ids}) t JOIN {table} ON {self._id} = t.id {self._joins} ORDER BY {order}"
        return self._store.rows(sql, (*params, limit, skipped))

    def rows_of(self, ids: Sequence[int]) -> list[tuple[Any, ...]]:
        """Return the rows of these records in the order given, trashed ones left out."""
        sql = (
            f"SELECT {self._columns} FROM json_each(?) t CROSS JOIN {self._subject}_summary s ON {self._id} = t.value "
            f"{self._joins} ORDER BY t.key"
        )
        return self._store.rows(sql, (json.dumps(list(ids)),))

    def stream(self, selection: Selection, sort: str, descending: bool) -> Iterator[tuple[Any, ...]]:
        """Yield every row of a selection in the list's order, for exports."""
        where, params = self._where(selection)
        return self._store.iterate(
            f"SELECT {self._columns} FROM {self._subject}_summary s {self._joins} {where} "
            f"ORDER BY {self._blanks_last(sort, descending)}",
            params,
        )

    def ids(self, selection: Selection, sort: str = "name", descending: bool = False) -> list[int]:
        """Return the ids of a selection; of a filter in the order of its list."""
        if not isinstance(selection, Filter):
            return list(selection)
        where, params = self._where(selection)
        return list(self._in_order(where, params, sort, descending))

    def position(self, record: int, shown: Filter, sort: str, descending: bool) -> int | None:
        """Return the row number at which a record stands in the list, or None where the filter hides it."""
        where, params = self._where(shown)
        table = f"{self._subject}_summary s"
        columns = self._sorted_by(sort)
        filled, *blank = self._parts(sort)
        its = self._store.row(
            f"SELECT {filled or 1}, {', '.join(columns)} FROM {table} {_both(where, f'{self._id} = ?')}",
            (*params, record),
        )
        if its is None:
            return None
        part, above = (filled, 0) if its[0] else (blank[0], self._number(where, params, filled))
        # With a filter every row must be looked at: going through the table beats jumping into it from the index.
        mine = ", ".join(f"+{column}" if where else column for column in columns)
        before = f"({mine}) {'>' if descending else '<'} ({', '.join('?' * len(columns))})"
        sql = f"SELECT count(*) FROM {table} {_both(where, part, before)}"
        return above + int(self._store.value(sql, (*params, *its[1:])))

    def _along(self, sort: str) -> str:
        index = f"{self._subject}_summary_by_{sort}"
        return f"INDEXED BY {index}" if index in summaries.INDEXES else ""

    def _head(self, where: str, params: list[Any], sort: str, descending: bool) -> "array[int]":
        order = self._order(sort, descending)
        found: array[int] = array("q")
        for part in self._parts(sort):
            if len(found) < _AHEAD:
                sql = (
                    f"SELECT {self._id} FROM {self._subject}_summary s {self._along(sort)} {_both(where, part)} "
                    f"ORDER BY {order} LIMIT {_AHEAD}"
                )
                found = found + self._ids_of(sql, params)
        return found

    def _in_order(self, where: str, params: list[Any], sort: str, descending: bool) -> "array[int]":
        # The plus keeps the planner from walking the index of the sort and fetching row after row to look at it.
        order = self._blanks_last(sort, descending, "+" if where else "")
        sql = f"SELECT {self._id} FROM {self._subject}_summary s {where} ORDER BY {order}"
        return self._ids_of(sql, params)

    def _blanks_last(self, sort: str, descending: bool, sign: str = "") -> str:
        """Return the order of all parts of a list in one, for where no index is walked."""
        order, blank = self._order(sort, descending, sign), self._parts(sort)[1:]
        return f"{blank[0]}, {order}" if blank else order

    def _number(self, where: str, params: list[Any], part: str) -> int:
        """Return how many rows there are of one part of a list."""
        sql = f"SELECT count(*) FROM {self._subject}_summary s {_both(where, part)}"
        return int(self._known.of((sql, *params), lambda: self._store.value(sql, params)))

    def _parts(self, sort: str) -> tuple[str, ...]:
        """Return the SQL of what has a value in the column of a sort and, after it, of what has none."""
        column = self._sorted_by(sort)[0]
        if column in _NEVER_BLANK:
            return ("",)
        blank = _BLANKS.get(column)
        return (f"{column} > ''", f"{column} = ''") if blank is None else (f"{column} < {blank}", f"{column} = {blank}")

    def _ids_of(self, sql: str, params: list[Any]) -> "array[int]":
        made: array[int] = self._known.of(
            (sql, *params), lambda: array("q", (row[0] for row in self._store.rows(sql, params)))
        )
        return made

    def _where(self, selection: Selection) -> tuple[str, list[Any]]:
        if not isinstance(selection, Filter):
            return f"WHERE {self._id} IN (SELECT value FROM json_each(?))", [json.dumps(list(selection))]
        sql, params = compiled(selection, self._subject, clock.today())
        return (f"WHERE ({sql})" if sql else ""), params

    def _sorted_by(self, sort: str) -> list[str]:
        if sort not in self._sorts:
            raise Invalid("sort", f"The list cannot be sorted by “{sort}”.")
        return list(dict.fromkeys((self._sorts[sort], "s.sort_name", self._id)))

    def _order(self, sort: str, descending: bool, sign: str = "") -> str:
        way = " DESC" if descending else ""
        return ", ".join(f"{sign}{column}{way}" for column in self._sorted_by(sort))


class _Known:
    """A few answers worked out from the file as it stands, each kept until this thread or another one writes."""

    _MOST = 8

    def __init__(self, store: Store) -> None:
        self._store = store
        self._answers: OrderedDict[tuple[Any, ...], tuple[Any, Any]] = OrderedDict()

    def of(self, question: tuple[Any, ...], answer: Callable[[], Any]) -> Any:
        """Return the answer to a question, asked anew where something was written since."""
        # Asked before the answer is worked out: a write in between makes a new answer look old, never the reverse.
        # The log's end tells of other connections' commits; this one's own writes count before they are committed.
        state = self._store.row("SELECT max(id), total_changes() FROM change")
        key = (threading.get_ident(), *question)
        held = self._answers.get(key)
        if held is not None and held[0] == state:
            return held[1]
        found = answer()
        self._answers.pop(key, None)  # so that it stands last, however many threads ask
        self._answers[key] = (state, found)
        while len(self._answers) > self._MOST:
            self._answers.popitem(last=False)
        return found


def _both(where: str, *conditions: str) -> str:
    """Return a WHERE with all of these, '' where there is none."""
    all_of = [where.removeprefix("WHERE "), *conditions]
    return " AND ".join(filter(None, all_of)).join(("WHERE ", "")) if any(all_of) else ""
