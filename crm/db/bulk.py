"""Writing many rows at once: keys given out here, rows gathered and handed to the database in thousands.

Works inside a running action: the rows go into the change log and the derived tables like any other write.
"""

import gc
import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any

from crm.db import derived, history
from crm.db.derived.stale import ORGANISATION, ORGANISATION_TOUCH, ORGANISATION_WORDS
from crm.db.dump import TABLES
from crm.db.store import Store
from crm.progress import Cancelled, Pace

_ROWS_AT_ONCE = 20_000
_STEPS_BETWEEN_TELLING = 50_000
_CACHE_KIB = 128_000


class BulkWriter:
    """Gathers rows by table and writes them, parents before children: in the order of `columns` (table to columns)."""

    def __init__(self, store: Store, columns: Mapping[str, Sequence[str]]) -> None:
        self._store = store
        self._sets: _Sets | None = None
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
                if self._sets is not None:
                    self._sets.take(table, rows[0][0])
                self._written[table] += len(rows)
                rows.clear()
        self._held = 0

    @contextmanager
    def by_sets(self, change_set: int) -> Iterator[None]:
        """Keep change log and derived tables for new rows by the batch instead of row by row: a third of the cost.

        Inside, only this writer may insert into its tables, keys first and ascending. The triggers whose work is done
        here belong to the same transaction: they stand again when the block is left, and whenever it fails.
        """
        self._sets = _Sets(self._store, change_set, tuple(self._sql))
        with self._sets:
            yield
            self.write()
        self._sets = None


_INSERTED = re.compile(r"CREATE TRIGGER (\w+) AFTER INSERT ON (\w+) BEGIN (.*) END", re.DOTALL)
# What `stale.note_one` makes: one column of the new row, noted as stale.
_NOTES_ONE = r"INSERT OR IGNORE INTO stale \(kind, id\) SELECT (\d+), NEW\.(\w+) WHERE NEW\.\2 IS NOT NULL;"


class _Sets:
    """Does for whole batches of new rows what the insert triggers of some tables do for each.

    The change log always; of the derived tables whatever only notes a column as stale. Other triggers stay.
    """

    def __init__(self, store: Store, change_set: int, tables: Sequence[str]) -> None:
        self._store, self._change_set = store, change_set
        self._triggers = {f"log_{table}_insert": history.triggers()[f"log_{table}_insert"] for table in tables}
        self._stale: dict[str, set[tuple[str, str]]] = {table: set() for table in tables}
        for name, sql in derived.triggers().items():
            made = _INSERTED.fullmatch(sql)
            if made and made[2] in self._stale and re.fullmatch(f"(?:{_NOTES_ONE}\\s*)+", made[3]):
                self._triggers[name] = sql
                self._stale[made[2]] |= set(re.findall(_NOTES_ONE, made[3]))

    def __enter__(self) -> None:
        for name in self._triggers:
            self._store.execute(f"DROP TRIGGER {name}")

    def __exit__(self, kind: type[BaseException] | None, *_: object) -> None:
        if kind is None:  # else the transaction is taken back, and with it the dropping
            for sql in self._triggers.values():
                self._store.execute(sql)

    def take(self, table: str, first: int) -> None:
        """Log the rows of `table` from the key `first` on as new, and note what they make stale."""
        names = history.columns(table)
        image = ", ".join(f"'{name}', r.{name}" for name in names)
        about = ("id" if table == record else f"{record}_id" for record in ("contact", "organisation"))
        owners = ", ".join(f"r.{column}" if column in names else "NULL" for column in about)
        self._store.execute(
            "INSERT INTO change (change_set_id, table_name, row_id, after, contact_id, organisation_id) "
            f"SELECT ?, '{table}', r.id, json_object({image}), {owners} FROM {table} r WHERE r.id >= ? ORDER BY r.id",
            (self._change_set, first),
        )
        for kind, column in sorted(self._stale[table]):
            self._store.execute(
                f"INSERT OR IGNORE INTO stale (kind, id) SELECT {kind}, {column} FROM {table} "
                f"WHERE id >= ? AND {column} IS NOT NULL",
                (first,),
            )


@contextmanager
def long_work(store: Store, pace: Pace) -> Iterator[None]:
    """Run a long action: the database itself says that it is still at work, even within one statement, and can stop.

    It gets a larger cache meanwhile. The collector of cyclic garbage rests: millions of rows make it look again and
    again and find nothing, and the window's objects must not be thrown away by a worker. Raises Cancelled.
    """
    connection = store.connection()
    kept = connection.execute("PRAGMA cache_size").fetchone()[0]
    connection.execute(f"PRAGMA cache_size = {-_CACHE_KIB}")
    connection.set_progress_handler(lambda: int(pace.tick()), _STEPS_BETWEEN_TELLING)
    was_collecting = gc.isenabled()
    gc.disable()
    try:
        yield
    except Exception as error:
        if pace.is_stopped:  # the database calls it an interruption
            raise Cancelled from error
        raise
    finally:
        connection.set_progress_handler(None, 0)
        connection.execute(f"PRAGMA cache_size = {kept}")
        if was_collecting:
            gc.enable()


@contextmanager
def without_upkeep(store: Store) -> Iterator[None]:
    """Run with change log, derived tables and indexes out of the way, inside the running transaction.

    Only for a file that holds no records: there is nothing whose history could be lost. All of it belongs to the same
    transaction, so that a failure puts it back; afterwards indexes and triggers are made anew, which checks every
    unique index, and everything derived is built from the records.
    """
    indexes = store.rows(
        "SELECT name, sql FROM sqlite_master WHERE type = 'index' AND sql IS NOT NULL AND tbl_name IN "
        f"({', '.join(repr(table) for table in TABLES)})"
    )
    names = store.rows(
        "SELECT name FROM sqlite_master WHERE type = 'trigger' AND name GLOB 'log_*' OR name GLOB 'stale_*'"
    )
    for (name,) in names:
        store.execute(f"DROP TRIGGER IF EXISTS {name}")
    for name, _ in indexes:
        store.execute(f"DROP INDEX {name}")
    yield
    for _, sql in indexes:
        store.execute(sql)
    for sql in history.triggers().values():
        store.execute(sql)
    derived.install(store.connection())


class Upkeep:
    """Brings derived tables up to date while a long action goes on, so that the commit at its end is short.

    Organisations wait until `finish`: their counts would be taken anew with every batch of their people.
    """

    _LATER = f"kind IN ({ORGANISATION}, {ORGANISATION_TOUCH}, {ORGANISATION_WORDS})"

    def __init__(self, store: Store) -> None:
        self._store = store
        store.execute("CREATE TEMP TABLE IF NOT EXISTS stale_later (kind, id, PRIMARY KEY (kind, id)) WITHOUT ROWID")
        store.execute("DELETE FROM temp.stale_later")

    def settle(self) -> None:
        """Bring everything up to date but organisations."""
        self._store.execute(f"INSERT OR IGNORE INTO temp.stale_later SELECT kind, id FROM stale WHERE {self._LATER}")
        self._store.execute(f"DELETE FROM stale WHERE {self._LATER}")
        derived.flush(self._store.connection())

    def finish(self) -> Iterator[int]:
        """Bring organisations up to date, some at a time; yields after each batch how many are left."""
        while left := self._store.value("SELECT count(*) FROM temp.stale_later"):
            upto = self._store.value("SELECT id FROM temp.stale_later ORDER BY id LIMIT 1 OFFSET 300")
            chosen = "WHERE id <= ?" if upto is not None else "WHERE ? IS NULL"
            self._store.execute(f"INSERT OR IGNORE INTO stale SELECT kind, id FROM temp.stale_later {chosen}", (upto,))
            self._store.execute(f"DELETE FROM temp.stale_later {chosen}", (upto,))
            derived.flush(self._store.connection())
            yield left
