"""Pages of a summary table: counted, filtered and sorted by the database, any number of rows."""

import json
from collections.abc import Iterator, Sequence
from typing import Any

from crm import clock
from crm.db.store import Store
from crm.errors import Invalid
from crm.filters import EVERYTHING, Filter, compiled

Selection = Filter | Sequence[int]
"""What an action is for: the records a filter shows, or these ids."""


class Listing:
    """The rows of one summary table (`subject` is contact or organisation), sorted by the columns named in `sorts`."""

    def __init__(self, store: Store, subject: str, columns: str, joins: str, sorts: dict[str, str]) -> None:
        self._store = store
        self._subject = subject
        self._columns = columns
        self._joins = joins
        self._sorts = sorts

    def count(self, shown: Filter = EVERYTHING) -> int:
        """Return how many records the filter shows."""
        where, params = self._where(shown)
        return int(self._store.value(f"SELECT count(*) FROM {self._subject}_summary s {where}", params))

    def page(self, shown: Filter, sort: str, descending: bool, offset: int, limit: int) -> list[tuple[Any, ...]]:
        """Return rows `offset` to `offset + limit` of the filtered, sorted list; raises Invalid for an unknown sort."""
        where, params = self._where(shown)
        ids = (
            f"SELECT s.{self._subject}_id AS id FROM {self._subject}_summary s {where} "
            f"ORDER BY {self._order(sort, descending)} LIMIT ? OFFSET ?"
        )
        sql = (
            f"SELECT {self._columns} FROM ({ids}) t JOIN {self._subject}_summary s ON s.{self._subject}_id = t.id "
            f"{self._joins} ORDER BY {self._order(sort, descending)}"
        )
        return self._store.rows(sql, (*params, limit, offset))

    def rows_of(self, ids: Sequence[int]) -> list[tuple[Any, ...]]:
        """Return the rows of these records, in no order."""
        marks = ", ".join("?" * len(ids))
        sql = f"SELECT {self._columns} FROM {self._subject}_summary s {self._joins} WHERE s.{self._subject}_id IN"
        return self._store.rows(f"{sql} ({marks})", tuple(ids))

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
        order = self._order(sort, descending)
        rows = self._store.rows(
            f"SELECT s.{self._subject}_id FROM {self._subject}_summary s {where} ORDER BY {order}", params
        )
        return [row[0] for row in rows]

    def position(self, record: int, shown: Filter, sort: str, descending: bool) -> int | None:
        """Return the row number at which a record stands in the list, or None where the filter hides it."""
        try:
            return self.ids(shown, sort, descending).index(record)
        except ValueError:
            return None

    def _where(self, selection: Selection) -> tuple[str, list[Any]]:
        if not isinstance(selection, Filter):
            ids = json.dumps(list(selection))
            return f"WHERE s.{self._subject}_id IN (SELECT value FROM json_each(?))", [ids]
        sql, params = compiled(selection, self._subject, clock.today())
        return (f"WHERE {sql}" if sql else ""), params

    def _order(self, sort: str, descending: bool) -> str:
        if sort not in self._sorts:
            raise Invalid("sort", f"The list cannot be sorted by “{sort}”.")
        way = " DESC" if descending else ""
        id_ = f"s.{self._subject}_id"
        columns = dict.fromkeys((self._sorts[sort], "s.sort_name", id_))
        return ", ".join(column + way for column in columns)
