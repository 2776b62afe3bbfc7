"""Reads introductions and who knows whom; `Introductions` adds the writing."""

from datetime import date
from typing import Any

import msgspec

from crm import clock
from crm.dates import partial_end
from crm.db.schema import Contact, Organisation
from crm.db.store import Store
from crm.errors import Invalid, NotFound
from crm.grouping import by_parent
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
from crm.search.query import patterns

EVERYTHING = LedgerFilter()


class _Found(msgspec.Struct, frozen=True):
    """An introduction as the file holds it; the days may be partial ones."""

    id: int
    reason: str
    notes: str
    source: str
    huddle_id: int | None
    pitch_id: int | None
    made_on: str | None
    created_at: str
    is_trashed: bool
    check_id: int | None
    check_on: str | None


class _Party(IntroductionParty, frozen=True):
    """A party with the introduction that it is one of."""

    introduction_id: int

    def row(self) -> IntroductionParty:
        """Return it as it stands in its introduction."""
        return IntroductionParty(
            self.contact_id, self.contact, self.organisation_id, self.organisation, self.consent, self.consent_at
        )


class _Outcome(OutcomeRow, frozen=True):
    """A step with the introduction that reached it."""

    introduction_id: int

    def row(self) -> OutcomeRow:
        """Return it as it stands in its introduction."""
        return OutcomeRow(self.id, self.step, self.reached_on, self.note)


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
        words = patterns(shown.words)
        return self._read(queries.ledger(shown.standing, len(words), sort, descending), **words)

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
        found = self._store.all(query, into=_Found, **values)
        ids = [each.id for each in found]
        parties = by_parent(
            (each.introduction_id, each.row())
            for each in self._store.all(queries.PARTIES, into=_Party, introductions=ids)
        )
        outcomes = by_parent(
            (each.introduction_id, each.row())
            for each in self._store.all(queries.OUTCOMES, into=_Outcome, introductions=ids)
        )
        return [_row(each, parties.get(each.id, ()), outcomes.get(each.id, ())) for each in found]


def _row(found: _Found, parties: tuple[IntroductionParty, ...], outcomes: tuple[OutcomeRow, ...]) -> IntroductionRow:
    return IntroductionRow(
        found.id,
        found.reason,
        found.notes,
        found.source,
        found.huddle_id,
        found.pitch_id,
        _day(found.made_on),
        found.created_at,
        found.is_trashed,
        parties,
        outcomes,
        found.check_id,
        _day(found.check_on),
    )


def _day(text: str | None) -> date | None:
    return partial_end(text) if text else None
