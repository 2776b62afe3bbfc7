"""How records are written to an open file: rows of the models, and queries built from them, inside an action alone."""

import threading
from collections.abc import Iterable
from typing import Any

from peewee import Model

from crm.db.query_builder import compiled
from crm.db.reader import Params, Reads


class Writes(Reads):
    """What is written to an open file. `_writer` is the thread whose action is open, with its label."""

    _writer: tuple[int, str] | None = None

    def insert(self, model: type[Model], **values: Any) -> int:
        """Insert one row, inside an action; columns left out take the database's defaults. Returns the id."""
        names = ", ".join(values)
        marks = ", ".join("?" * len(values))
        sql = f"INSERT INTO {model._meta.table_name} ({names}) VALUES ({marks})"
        return int(self.execute(sql, tuple(values.values())).lastrowid)

    def update(self, model: type[Model], row_id: int, **values: Any) -> None:
        """Set columns of one row, inside an action; a row that already holds these values is left alone."""
        names = ", ".join(f"{name} = ?" for name in values)
        # By letter: a column that sorts without regard to case still takes a change of capitals.
        differs = " OR ".join(f"{name} IS NOT ? COLLATE BINARY" for name in values)
        given = tuple(values.values())
        self.execute(
            f"UPDATE {model._meta.table_name} SET {names} WHERE id = ? AND ({differs})", (*given, row_id, *given)
        )

    def delete(self, model: type[Model], row_id: int) -> None:
        """Delete one row, inside an action."""
        self.execute(f"DELETE FROM {model._meta.table_name} WHERE id = ?", (row_id,))

    def run(self, query: Any, **values: Any) -> Any:
        """Run one INSERT, UPDATE or DELETE built from the models, inside an action; returns the cursor."""
        self._must_be_writing()
        ready = compiled(query)
        return self.connection().execute(ready.sql, ready.values(values))

    def run_for_each(self, query: Any, each: Iterable[dict[str, Any]]) -> None:
        """Run one such query for many sets of values, inside an action."""
        self._must_be_writing()
        ready = compiled(query)
        self.connection().executemany(ready.sql, map(ready.values, each))

    def execute(self, sql: str, params: Params = ()) -> Any:
        """Run one writing statement, inside an action; returns the cursor."""
        self._must_be_writing()
        return self.connection().execute(sql, params)

    def executemany(self, sql: str, params: Iterable[Params]) -> None:
        """Run one writing statement for many rows, inside an action."""
        self._must_be_writing()
        self.connection().executemany(sql, params)

    def _is_writer(self) -> bool:
        return self._writer is not None and self._writer[0] == threading.get_ident()

    def defer_references(self) -> None:
        """Let references be checked at the end of the action alone: rows may stand before those they refer to."""
        self.execute("PRAGMA defer_foreign_keys = ON")

    def _must_be_writing(self) -> None:
        if not self._is_writer():
            raise RuntimeError("a write outside an action would not be in the change log")
