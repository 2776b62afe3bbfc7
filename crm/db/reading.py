"""What an open file says: reads, by the connection of each thread, with errors told as what they mean to a person."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, TypeVar

from sqlcipher3 import dbapi2 as sqlite

from crm.db.connecting import Connection
from crm.db.connections import Connections
from crm.db.troubles import refusal
from crm.errors import CrmError, FileDamaged

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

    def rows(self, sql: str, params: Params = ()) -> list[tuple[Any, ...]]:
        """Return all rows of a query as tuples."""
        return self._read(sql, params, _all)

    def row(self, sql: str, params: Params = ()) -> tuple[Any, ...] | None:
        """Return the first row of a query, or None."""
        return self._read(sql, params, _first)

    def value(self, sql: str, params: Params = ()) -> Any:
        """Return the first column of the first row, or None."""
        found = self.row(sql, params)
        return found[0] if found else None

    def iterate(self, sql: str, params: Params = ()) -> Iterator[tuple[Any, ...]]:
        """Yield rows straight from the cursor, for exports of any size."""
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
        with self._refusing():  # and not by `reading`: a list asks a hundred times
            connection = self._connections.hold_mine()
            try:
                return fetch(connection.execute(sql, params))
            except sqlite.DatabaseError as error:
                self._after_failed_read(connection, error)
                return fetch(connection.execute(sql, params))
            finally:
                connection.busy.release()

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


def _all(cursor: Any) -> list[tuple[Any, ...]]:
    rows: list[tuple[Any, ...]] = cursor.fetchall()
    return rows


def _first(cursor: Any) -> tuple[Any, ...] | None:
    row: tuple[Any, ...] | None = cursor.fetchone()
    return row


def _readable(text: bytes) -> str:
    return text.decode("utf-8", "replace")
