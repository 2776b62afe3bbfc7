"""Reads introductions and who knows whom; `Introductions` adds the writing."""

from datetime import date
from typing import Any

from crm import clock
from crm.dates import partial_end
from crm.db.schema import Contact, Organisation
from crm.db.store import Store
from crm.errors import Invalid, NotFound
from crm.introductions import queries
from crm.introductions.paths import find_paths, find_paths_into
from crm.introductions.records import (
    IntroductionParty,
    IntroductionRow,
    LedgerFilter,
    OutcomeRow,
    Path,
    RelationshipRow,
)

EVERYTHING = LedgerFilter()


class IntroductionReader:
    """Reads the ledger of introductions, relationships, and paths to a person."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def get(self, introduction_id: int) -> IntroductionRow:
        """Return one introduction, a trashed one too; raises NotFound."""
        found = self._read(queries.ROW, introduction=introduction_id)
        if not found:
            raise NotFound("introduction", introduction_id)
        return found[0]

    def rows(self, offset: int = 0, limit: int = 500) -> list[IntroductionRow]:
        """Return the ledger, what was made or noted last first."""
        return self._read(queries.ROWS, limit=limit, offset=offset)

    def ledger(
        self, shown: LedgerFilter = EVERYTHING, sort: str = "newest", descending: bool = True
    ) -> list[IntroductionRow]:
        """Return the introductions of a filter in an order; raises Invalid where there is no such order or standing."""
        if sort not in queries.SORTS:
            raise Invalid("sort", f"Introductions cannot be sorted by “{sort}”.")
        if shown.standing and shown.standing not in queries.STANDINGS:
            raise Invalid("standing", f"No introduction stands at “{shown.standing}”.")
        return self._read(queries.ledger(shown, sort, descending))

    def to_make_count(self) -> int:
        """Return how many are noted and not made yet."""
        return int(self._store.value(queries.TO_MAKE_COUNT))

    def of(self, record: str, record_id: int) -> list[IntroductionRow]:
        """Return the introductions of a `contact` or an `organisation`, newest first."""
        return self._read(queries.ROWS_OF[record], record=record_id)

    def relationships(self, contact_id: int) -> list[RelationshipRow]:
        """Return whom a person knows, as we were told, by name."""
        return self._store.all(queries.RELATIONSHIPS, into=RelationshipRow, contact=contact_id)

    def paths(self, contact_id: int, limit: int = 10) -> list[Path]:
        """Return who can introduce us to a person, the strongest path first; of one or two hops. Raises NotFound."""
        self._store.check_there((Contact, contact_id))
        return find_paths(self._store, contact_id, clock.today(), limit)

    def paths_into(self, organisation_id: int, limit: int = 10) -> list[Path]:
        """Return who can introduce us to somebody at an organisation, or whom we know there; raises NotFound.

        The strongest path comes first, and one for each person to ask; of 25 people there at most.
        """
        self._store.check_there((Organisation, organisation_id))
        return find_paths_into(self._store, organisation_id, clock.today(), limit)

    def _read(self, query: Any, **values: Any) -> list[IntroductionRow]:
        rows = self._store.rows(query, **values)
        ids = [row[0] for row in rows]
        parties: dict[int, list[IntroductionParty]] = {id_: [] for id_ in ids}
        outcomes: dict[int, list[OutcomeRow]] = {id_: [] for id_ in ids}
        for introduction, *facts in self._store.rows(queries.PARTIES, introductions=ids):
            parties[introduction].append(IntroductionParty(*facts))
        for introduction, id_, step, on, note in self._store.rows(queries.OUTCOMES, introductions=ids):
            outcomes[introduction].append(OutcomeRow(id_, step, date.fromisoformat(on), note))
        return [
            IntroductionRow(
                id_,
                reason,
                notes,
                source,
                huddle,
                pitch,
                _day(on),
                at,
                bool(gone),
                tuple(parties[id_]),
                tuple(outcomes[id_]),
                check,
                _day(due),
            )
            for id_, reason, notes, source, huddle, pitch, on, at, gone, check, due in rows
        ]


def _day(text: str | None) -> date | None:
    return partial_end(text) if text else None
