"""Reads needs and offers; `Needs` adds the writing."""

from collections.abc import Sequence
from typing import Any

from crm import clock
from crm.db.store import Store
from crm.errors import NotFound
from crm.needs import queries
from crm.needs.records import NeedRow


class NeedReader:
    """Reads needs and offers."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def get(self, need_id: int) -> NeedRow:
        """Return one need or offer, a trashed one too; raises NotFound."""
        found = self._all(queries.ROW, id=need_id)
        if not found:
            raise NotFound("need or offer", need_id)
        return found[0]

    def rows(self, kind: str = "", state: str = "open", limit: int = 500) -> list[NeedRow]:
        """Return the needs or offers ('' for both) of a state ('' for all), the newest first."""
        return self._all(queries.ROWS[state], kind=kind, limit=limit)

    def of(self, record: str, record_id: int) -> list[NeedRow]:
        """Return the needs and offers of a `contact` or an `organisation` (its own), the newest first."""
        return self._all(queries.ROWS_OF[record], record=record_id)

    def of_huddle(self, huddle_id: int) -> dict[int, NeedRow]:
        """Return what the pitches of a huddle became, by the pitch's id."""
        rows = self._all(queries.ROWS_OF_HUDDLE, huddle=huddle_id)
        return {row.pitch_id: row for row in rows if row.pitch_id is not None}

    def of_ids(self, ids: Sequence[int]) -> dict[int, NeedRow]:
        """Return needs and offers by id."""
        return {row.id: row for row in self._all(queries.ROWS_OF_IDS, ids=ids)}

    def _all(self, query: Any, **values: Any) -> list[NeedRow]:
        return self._store.all(query, into=NeedRow, today=clock.today(), **values)
