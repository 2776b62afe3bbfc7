"""The files that were read and stand, of contacts as of attendance, and the way to take each of them back."""

from typing import Any

import msgspec

from crm.db.store import Store
from crm.errors import NotFound
from crm.reviewing import queries


class BatchRow(msgspec.Struct, frozen=True):
    """A file that was read: which, when, and what came of it; `huddle_id` where it was of attendance."""

    id: int
    file_name: str
    format: str
    imported_at: str
    counts: dict[str, int] = msgspec.field(default_factory=dict)
    huddle_id: int | None = None


class AsideRow(msgspec.Struct, frozen=True):
    """A row of a file that was kept aside, with its reason and all that it held, as JSON values."""

    id: int
    batch_id: int
    line: int
    outcome: str
    reason: str
    content: dict[str, Any]


class Batches:
    """Reads `import_batch`, which imports and the attendance of huddles write."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def all(self) -> list[BatchRow]:
        """Return the files that stand, newest first."""
        return self._store.all(queries.BATCHES, into=BatchRow)

    def one(self, batch_id: int) -> BatchRow:
        """Return one of them; raises NotFound."""
        found = self._store.first(queries.BATCH, into=BatchRow, batch=batch_id)
        if found is None:
            raise NotFound("import", batch_id)
        return found

    def take_back(self, batch_id: int) -> str:
        """Undo what a file brought, however old; return its label.

        Raises NotFound, and StandsInTheWay where later actions build on it.
        """
        change_set = self._store.value(queries.ADDED_BY, batch=batch_id)
        if change_set is None:
            raise NotFound("import", batch_id)
        return self._store.take_back(change_set)
