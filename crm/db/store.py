"""The store: one open file, its connections, and the only way to write to it.

Reads go through `rows`, `row`, `value` and `iterate`; every write happens inside `with store.action("Log meeting"):`,
which is one transaction, one change set, one undo step and, after the commit, one message on the change feed.
"""

import threading
import uuid
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from peewee import Model
from playhouse.sqlcipher_ext import SqlCipherDatabase
from sqlcipher3 import dbapi2 as sqlite

from crm import clock
from crm.changes import ChangeFeed, Topic
from crm.db import derived, history, migrating
from crm.errors import Busy, CrmError, DiskFull
from crm.text import fold

Params = Sequence[Any] | Mapping[str, Any]

PATIENCE_MS = 10_000
"""How long a writer waits for another one, where it may wait at all."""


def moment_text(moment: datetime) -> str:
    """Return an aware datetime as the UTC text that the database holds: `YYYY-MM-DDTHH:MM:SSZ`."""
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def new_uid() -> str:
    """Return a new random UUID as text."""
    return str(uuid.uuid4())


class Store:
    """An open file. Connections are per thread; one action writes at a time.

    `impatient_thread` is the thread that must never wait (the window's): there a second writer gets Busy at once.
    """

    def __init__(self, path: Path, *, read_only: bool = False) -> None:
        self.path = path
        self.read_only = read_only
        self.feed = ChangeFeed()
        self.impatient_thread: int | None = None
        self._database = _database(path, read_only)
        if not read_only:
            migrating.migrate(self._database)
        self._writing = threading.Lock()
        self._writer: tuple[int, str] | None = None

    # -- reading

    def connection(self) -> Any:
        """Return this thread's raw connection, opened on first use."""
        return self._database.connection()

    def rows(self, sql: str, params: Params = ()) -> list[tuple[Any, ...]]:
        """Return all rows of a query as tuples."""
        found: list[tuple[Any, ...]] = self.connection().execute(sql, params).fetchall()
        return found

    def row(self, sql: str, params: Params = ()) -> tuple[Any, ...] | None:
        """Return the first row of a query, or None."""
        found: tuple[Any, ...] | None = self.connection().execute(sql, params).fetchone()
        return found

    def value(self, sql: str, params: Params = ()) -> Any:
        """Return the first column of the first row, or None."""
        found = self.row(sql, params)
        return found[0] if found else None

    def iterate(self, sql: str, params: Params = ()) -> Iterator[tuple[Any, ...]]:
        """Yield rows straight from the cursor, for exports of any size."""
        yield from self.connection().execute(sql, params)

    # -- writing

    @contextmanager
    def action(self, label: str, kind: str = "edit") -> Iterator[int]:
        """Run one undoable action: all of it is written, or nothing.

        Yields the id of its change set. An action inside an action joins the outer one. `kind` is `edit`, `import` or
        `quiet` (logged, but no undo step). Raises Busy while another thread or program writes, DiskFull, CrmError.
        """
        if self._writer is not None and self._writer[0] == threading.get_ident():
            yield int(self.value("SELECT max(id) FROM change_set"))
            return
        with self._turn(label):
            made: list[int] = []
            with self._transaction(made) as connection:
                made.append(history.begin(connection, label, kind, moment_text(clock.now())))
                yield made[0]
        self._publish(made)

    def undo(self) -> str | None:
        """Take back the newest action in effect; return its label, or None where there is none."""
        return self._step(history.next_undo, "undo")

    def redo(self) -> str | None:
        """Do again the newest undone action; return its label, or None where there is none."""
        return self._step(history.next_redo, "redo")

    def take_back(self, change_set: int) -> str:
        """Undo one older action; raises StandsInTheWay where later ones build on it."""
        history.check_nothing_stands_in_the_way(self.connection(), change_set)
        return self._reverse(change_set, "undo")

    def next_undo(self) -> str | None:
        """Return the label of what undo would take back."""
        found = history.next_undo(self.connection())
        return found[1] if found else None

    def next_redo(self) -> str | None:
        """Return the label of what redo would do again."""
        found = history.next_redo(self.connection())
        return found[1] if found else None

    def insert(self, model: type[Model], **values: Any) -> int:
        """Insert one row, inside an action; columns left out take the database's defaults. Returns the id."""
        names = ", ".join(values)
        marks = ", ".join("?" * len(values))
        sql = f"INSERT INTO {model._meta.table_name} ({names}) VALUES ({marks})"
        return int(self.execute(sql, tuple(values.values())).lastrowid)

    def update(self, model: type[Model], row_id: int, **values: Any) -> None:
        """Set columns of one row, inside an action; a row that already holds these values is left alone."""
        names = ", ".join(f"{name} = ?" for name in values)
        differs = " OR ".join(f"{name} IS NOT ?" for name in values)
        given = tuple(values.values())
        self.execute(
            f"UPDATE {model._meta.table_name} SET {names} WHERE id = ? AND ({differs})", (*given, row_id, *given)
        )

    def delete(self, model: type[Model], row_id: int) -> None:
        """Delete one row, inside an action."""
        self.execute(f"DELETE FROM {model._meta.table_name} WHERE id = ?", (row_id,))

    def execute(self, sql: str, params: Params = ()) -> Any:
        """Run one writing statement, inside an action; returns the cursor."""
        self._must_be_writing()
        return self.connection().execute(sql, params)

    def executemany(self, sql: str, params: Iterable[Params]) -> None:
        """Run one writing statement for many rows, inside an action."""
        self._must_be_writing()
        self.connection().executemany(sql, params)

    def write_unlogged(self, sql: str, params: Params = ()) -> None:
        """Write to a table that is not logged (drafts) in a transaction of its own."""
        with self._turn("saving a draft"), self._transaction([]) as connection:
            connection.execute(sql, params)

    def close(self) -> None:
        """Close this thread's connection, folding the write-ahead log back into the file."""
        self._database.close()

    def close_thread(self) -> None:
        """Close the calling worker thread's own connection."""
        self._database.close()

    # -- inside

    def _must_be_writing(self) -> None:
        if self._writer is None or self._writer[0] != threading.get_ident():
            raise RuntimeError("a write outside an action would not be in the change log")

    @contextmanager
    def _turn(self, label: str) -> Iterator[None]:
        if self.read_only:
            raise CrmError("This file is open read-only, so nothing can be changed.")
        waits = threading.get_ident() != self.impatient_thread
        if not self._writing.acquire(timeout=PATIENCE_MS / 1000 if waits else 0.02):
            raise Busy(self._writer[1] if self._writer else "another change")
        self._writer = (threading.get_ident(), label)
        try:
            yield
        finally:
            self._writer = None
            self._writing.release()

    @contextmanager
    def _transaction(self, made: list[int]) -> Iterator[Any]:
        connection = self.connection()
        patience = 40 if threading.get_ident() == self.impatient_thread else PATIENCE_MS
        try:
            connection.execute(f"PRAGMA busy_timeout = {patience}")
            connection.execute("BEGIN IMMEDIATE")
            yield connection
            derived.flush(connection)
            if made and not _wrote(connection, made[0]):
                connection.execute("DELETE FROM change_set WHERE id = ?", (made.pop(),))
            connection.execute("COMMIT")
        except BaseException as error:
            if connection.in_transaction:
                connection.execute("ROLLBACK")
            made.clear()
            if (refusal := _refusal(error, self.path)) is not None:
                raise refusal from error
            raise

    def _step(self, target: Any, kind: str) -> str | None:
        found = target(self.connection())
        return self._reverse(found[0], kind) if found else None

    def _reverse(self, change_set: int, kind: str) -> str:
        made: list[int] = []
        with self._turn(kind), self._transaction(made) as connection:
            done = history.reverse(connection, change_set, kind, moment_text(clock.now()))
            made.append(done.change_set)
        self._publish(made)
        return done.label

    def _publish(self, made: list[int]) -> None:
        if made and (topics := history.topics_of(self.connection(), made[0])) is not Topic.NONE:
            self.feed.publish(topics)


def _wrote(connection: Any, change_set: int) -> bool:
    found = connection.execute("SELECT 1 FROM change WHERE change_set_id = ? LIMIT 1", (change_set,)).fetchone()
    return found is not None


def _database(path: Path, read_only: bool) -> SqlCipherDatabase:
    pragmas = [
        ("foreign_keys", 1),
        ("synchronous", "FULL"),
        ("fullfsync", 1),
        ("busy_timeout", PATIENCE_MS),
        ("temp_store", "MEMORY"),
        ("cache_size", -64_000),
        ("secure_delete", 1),
        ("trusted_schema", 0),
    ]
    if read_only:
        address = f"file:{path.as_posix()}?mode=ro"
        database = SqlCipherDatabase(address, uri=True, pragmas=[*pragmas, ("query_only", 1)])
    else:
        database = SqlCipherDatabase(str(path), pragmas=[("journal_mode", "wal"), *pragmas])
    database.register_function(fold, "fold", 1, deterministic=True)
    return database


def _refusal(error: BaseException, path: Path) -> CrmError | None:
    """Return what a database error means to a person, or None where it is no refusal.

    The real error may stand down the chain: a full disk shows as a failed rollback first.
    """
    seen: BaseException | None = error
    while seen is not None:
        if isinstance(seen, sqlite.OperationalError):
            sentence = str(seen)
            if "full" in sentence or "disk I/O" in sentence:
                return DiskFull(path)
            if "locked" in sentence or "busy" in sentence:
                return Busy("another program that has the file open")
            if "readonly" in sentence:
                return CrmError("The file cannot be written: it, or its folder, is read-only. Nothing was changed.")
        seen = seen.__cause__ or seen.__context__
    return None
