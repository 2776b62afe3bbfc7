"""What an open file says: reads, by the connection of each thread, with errors told as what they mean to a person."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import cached_property
from itertools import islice
from pathlib import Path
from typing import Any, TypeVar

from peewee import Model
from sqlcipher3 import dbapi2 as sqlite

from crm.db.connections import Connections
from crm.db.error_meanings import refusal
from crm.db.query_builder import Database, compiled
from crm.db.raw_connection import Connection
from crm.errors import CrmError, FileDamaged, NotFound

_AT_ONCE = 100
"""Rows of a stream that become records together: one by one costs as much again."""

Params = Sequence[Any] | Mapping[str, Any]

Found = TypeVar("Found")


class Reads:
    """What an open file says. Errors of the library are told as what they mean to a person."""

    path: Path
    _connections: Connections

    def stop_writing(self) -> None:
        """Take the file for damaged."""
        raise NotImplementedError

    def connection(self) -> Connection:
        """Return this thread's raw connection, opened on first use."""
        with self._refusing():
            return self._connections.mine()

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """Hold this thread's connection for a read that needs it raw: nobody closes it meanwhile."""
        with self._refusing():
            connection = self._connections.hold_mine()
            try:
                yield connection
            finally:
                connection.busy.release()

    def state(self) -> tuple[int, int, int]:
        """Return what changes with every write, here or elsewhere: so long are answers good that were kept."""
        with self.reading() as connection:  # by its number: a file put in place has other names
            return id(connection), connection.total_changes, self.value("PRAGMA data_version")

    def holds(self, model: type[Model], row_id: int) -> bool:
        """Return whether a table has a row of that id, be it in the trash."""
        return self.value(f"SELECT 1 FROM {model._meta.table_name} WHERE id = ?", (row_id,)) is not None

    def check_there(self, *records: tuple[type[Model], int | None]) -> None:
        """Raise NotFound for the first of these records that is not there; nothing is asked of one without an id."""
        for model, row_id in records:
            if row_id is not None and not self.holds(model, row_id):
                raise NotFound(model._meta.table_name, row_id)

    @cached_property
    def database(self) -> Database:
        """Return peewee's database over this file's guarded connections."""
        return Database(self.connection)

    def all(self, query: Any, *, into: type[Found], **values: Any) -> list[Found]:
        """Return the rows of a query as records, by name; raises TypeError where its columns are not the fields."""
        ready = compiled(query)
        return ready.into(into)(self._read(ready.sql, ready.values(values), _all))

    def first(self, query: Any, *, into: type[Found], **values: Any) -> Found | None:
        """Return the first row of a query as a record, or None."""
        ready = compiled(query)
        found = self._read(ready.sql, ready.values(values), _first)
        return None if found is None else ready.into(into)((found,))[0]

    def named(self, query: Any, **values: Any) -> dict[str, Any] | None:
        """Return the first row of a query by the names of its columns, or None: where only a declaration names them."""
        ready = compiled(query)
        found = self._read(ready.sql, ready.values(values), _first)
        return None if found is None else ready.by_name(found)

    def all_named(self, query: Any, **values: Any) -> list[dict[str, Any]]:
        """Return the rows of a query, each by the names of its columns."""
        ready = compiled(query)
        return list(map(ready.by_name, self._read(ready.sql, ready.values(values), _all)))

    def each(self, query: Any, *, into: type[Found], **values: Any) -> Iterator[Found]:
        """Yield the rows of a query as records straight from the cursor, for exports of any size."""
        ready = compiled(query)
        make = ready.into(into)
        rows = self._straight(ready.sql, ready.values(values))
        while some := tuple(islice(rows, _AT_ONCE)):
            yield from make(some)

    def column(self, query: Any, **values: Any) -> list[Any]:
        """Return the first column of all rows."""
        return [row[0] for row in self.rows(query, **values)]

    def rows(self, query: Any, params: Params = (), /, **values: Any) -> list[tuple[Any, ...]]:
        """Return all rows of a query, or of SQL text with its parameters, as tuples."""
        return self._read(*_ready(query, params, values), _all)

    def row(self, query: Any, params: Params = (), /, **values: Any) -> tuple[Any, ...] | None:
        """Return the first row of a query, or None."""
        return self._read(*_ready(query, params, values), _first)

    def value(self, query: Any, params: Params = (), /, **values: Any) -> Any:
        """Return the first column of the first row, or None."""
        found = self._read(*_ready(query, params, values), _first)
        return found[0] if found else None

    def used_keys(self) -> dict[str, int]:
        """Return the greatest key that each table ever had: none of them is used twice."""
        return {str(name): int(key) for name, key in self.rows("SELECT name, seq FROM sqlite_sequence")}

    def iterate(self, query: Any, params: Params = (), /, **values: Any) -> Iterator[tuple[Any, ...]]:
        """Yield rows straight from the cursor, for exports of any size."""
        return self._straight(*_ready(query, params, values))

    def _straight(self, sql: str, params: Params) -> Iterator[tuple[Any, ...]]:
        with self.reading() as connection:
            given = 0
            try:
                for row in connection.execute(sql, params):
                    yield row
                    given += 1
            except sqlite.DatabaseError as error:
                self._after_failed_read(connection, error)
                rest = connection.execute(sql, params)
                for _ in range(given):
                    next(rest, None)
                yield from rest

    def _read(self, sql: str, params: Params, fetch: Callable[[Any], Found]) -> Found:
        try:  # and not by `reading` or `_refusing`: a list asks a hundred times
            connection = self._connections.hold_mine()
            try:
                return fetch(connection.execute(sql, params))
            except sqlite.DatabaseError as error:
                self._after_failed_read(connection, error)
                return fetch(connection.execute(sql, params))
            finally:
                connection.busy.release()
        except (sqlite.Error, MemoryError) as error:
            if (refused := self._refused(error)) is not None:
                raise refused from error
            raise

    def _after_failed_read(self, connection: Connection, error: sqlite.DatabaseError) -> None:
        """Prepare a second try where text is no longer UTF-8 (flipped bits); raise the error otherwise."""
        if "decode" in str(error).lower() and connection.text_factory is str:
            connection.text_factory = _readable
            return
        raise error

    @contextmanager
    def _refusing(self) -> Iterator[None]:
        """Turn an error of the library into what it means to a person, where it means something."""
        try:
            yield
        except (sqlite.Error, MemoryError) as error:
            if (refused := self._refused(error)) is not None:
                raise refused from error
            raise

    def _refused(self, error: BaseException, *, writing: bool = False) -> CrmError | None:
        """Return what an error means to a person, or None; damage found stops every later write."""
        # An OSError is of another file, which the work reads or writes; so is what took all memory while it wrote.
        is_of_the_work = isinstance(error, OSError | CrmError) or (writing and isinstance(error, MemoryError))
        refused = None if is_of_the_work else refusal(error, self.path, writing=writing)
        if isinstance(refused, FileDamaged):
            self.stop_writing()
        return refused


def _ready(query: Any, params: Params, values: dict[str, Any]) -> tuple[str, Params]:
    if isinstance(query, str):
        return query, params
    ready = compiled(query)
    return ready.sql, ready.values(values)


def _all(cursor: Any) -> list[tuple[Any, ...]]:
    rows: list[tuple[Any, ...]] = cursor.fetchall()
    return rows


def _first(cursor: Any) -> tuple[Any, ...] | None:
    row: tuple[Any, ...] | None = cursor.fetchone()
    return row


def _readable(text: bytes) -> str:
    return text.decode("utf-8", "replace")
