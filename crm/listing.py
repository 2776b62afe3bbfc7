"""Pages of a summary table: counted, filtered and sorted by the database, any number of rows.

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
        order = self._order(sort, descending)
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
        # What is nearer to the end is read from there: the index goes both ways.
        upwards = below < offset
        walk, skipped = (self._order(sort, not descending), below) if upwards else (order, offset)
        table = f"{self._subject}_summary s"
        ids = f"SELECT {self._id} AS id FROM {table} {self._along(sort)} {where} ORDER BY {walk} LIMIT ? OFFSET ?"
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
            f"ORDER BY {self._order(sort, descending)}",
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
        table, also = f"{self._subject}_summary s", f"{where} AND" if where else "WHERE"
        columns = self._sorted_by(sort)
        its = self._store.row(f"SELECT {', '.join(columns)} FROM {table} {also} {self._id} = ?", (*params, record))
        if its is None:
            return None
        # With a filter every row must be looked at: going through the table beats jumping into it from the index.
        mine = ", ".join(f"+{column}" if where else column for column in columns)
        before = f"({mine}) {'>' if descending else '<'} ({', '.join('?' * len(its))})"
        return int(self._store.value(f"SELECT count(*) FROM {table} {also} {before}", (*params, *its)))

    def _along(self, sort: str) -> str:
        index = f"{self._subject}_summary_by_{sort}"
        return f"INDEXED BY {index}" if index in summaries.INDEXES else ""

    def _head(self, where: str, params: list[Any], sort: str, descending: bool) -> "array[int]":
        order = self._order(sort, descending)
        sql = (
            f"SELECT {self._id} FROM {self._subject}_summary s {self._along(sort)} {where} "
            f"ORDER BY {order} LIMIT {_AHEAD}"
        )
        return self._ids_of(sql, params)

    def _in_order(self, where: str, params: list[Any], sort: str, descending: bool) -> "array[int]":
        # The plus keeps the planner from walking the index of the sort and fetching row after row to look at it.
        order = self._order(sort, descending, "+" if where else "")
        sql = f"SELECT {self._id} FROM {self._subject}_summary s {where} ORDER BY {order}"
        return self._ids_of(sql, params)

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
