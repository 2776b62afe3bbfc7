"""Runs pending migrations through playhouse's runner, on a raw connection that is in a transaction already.

Loaded only when something is pending: peewee's migration modules cost a start more than the whole check of a file.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from peewee import PeeweeException
from playhouse.migrations import Runner
from playhouse.sqlcipher_ext import SqlCipherDatabase

from crm.errors import CrmError


class _Borrowed(SqlCipherDatabase):
    """A peewee database over a connection that somebody else opened and will close."""

    def __init__(self, connection: Any) -> None:
        self._borrowed = connection
        super().__init__("borrowed")

    def _connect(self) -> Any:
        return self._borrowed


@contextmanager
def borrowed(connection: Any) -> Iterator[Any]:
    """Give a peewee database over a raw connection; it neither begins nor ends a transaction, nor closes it."""
    database = _Borrowed(connection)
    database.connect()
    database.push_transaction(database.transaction())
    try:
        yield database
    finally:
        database.pop_transaction()


def run(connection: Any, directory: Path) -> list[str]:
    """Apply every pending migration of a directory; return their names. A step that fails raises CrmError.

    Each step and its record are a savepoint of the running transaction, so that all of them together are one.
    """
    try:
        with borrowed(connection) as database:
            return list(Runner(database, str(directory)).up())
    except PeeweeException as error:
        raise CrmError("a step failed") from error
