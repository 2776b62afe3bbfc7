"""Writing many rows at once: keys given out here, rows gathered and handed to the database in thousands.

Works inside a running action: the rows go through the change log and the derived tables like any other write.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

from crm.db.store import Store

_ROWS_AT_ONCE = 20_000


class BulkWriter:
    """Gathers rows by table and writes them, parents before children: in the order of `columns` (table to columns)."""

    def __init__(self, store: Store, columns: Mapping[str, Sequence[str]]) -> None:
        self._store = store
        self._sql = {
            table: f"INSERT INTO {table} ({', '.join(names)}) VALUES ({', '.join('?' * len(names))})"
            for table, names in columns.items()
        }
        self._waiting: dict[str, list[Sequence[Any]]] = {table: [] for table in columns}
        self._held = 0
        used = dict(store.rows("SELECT name, seq FROM sqlite_sequence"))
        self._used = {table: int(used.get(table, 0)) for table in columns}
        self._written: Counter[str] = Counter()

    def next_id(self, table: str) -> int:
        """Return a key of `table` that was never used."""
        self._used[table] += 1
        return self._used[table]

    def add(self, table: str, row: Sequence[Any]) -> None:
        """Take a row, its values in the order of the table's columns; it may be written at once or later."""
        self._waiting[table].append(row)
        self._held += 1
        if self._held >= _ROWS_AT_ONCE:
            self.write()

    def count(self, table: str) -> int:
        """Return how many rows of `table` were added."""
        return self._written[table] + len(self._waiting[table])

    @property
    def total(self) -> int:
        """Return how many rows were added to all tables."""
        return sum(self._written.values()) + self._held

    def write(self) -> None:
        """Hand everything gathered to the database."""
        for table, rows in self._waiting.items():
            if rows:
                self._store.executemany(self._sql[table], rows)
                self._written[table] += len(rows)
                rows.clear()
        self._held = 0
