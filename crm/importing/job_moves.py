"""People who seem to have moved: a file names another organisation for them than the one where they work now."""

from collections.abc import Mapping
from typing import Protocol

from crm.db.store import Store
from crm.identity import OrganisationMatch
from crm.importing import queries
from crm.importing.records import Move, MoveDecisions


class _Named(Protocol):
    """What a row says of its number and organisation."""

    number: int
    organisation: str


class Moves:
    """Knows where everybody works now, those made on the way included, and what was decided of each row."""

    def __init__(self, store: Store, decisions: MoveDecisions | None) -> None:
        self._decisions: Mapping[int, Move] = decisions or {}
        self._now: dict[int, tuple[int, ...]] = {}
        for row, organisation in store.iterate(queries.WORKPLACES):
            self._now[row] = (*self._now.get(row, ()), organisation)

    def works_at(self, contact: int, organisation: int) -> None:
        """Know one more place where somebody works now."""
        here = self._now.get(contact, ())
        if organisation not in here:
            self._now[contact] = (*here, organisation)

    def moved_from(self, contact: int, row: _Named, place: OrganisationMatch) -> int | None:
        """Return the organisation where somebody works first of all, if the row names one where they do not."""
        here = self._now.get(contact)
        if not here or not row.organisation or place.asks or place.organisation_id in here:
            return None
        return here[0]

    def decided(self, row: _Named) -> Move | None:
        """Return what was decided of a row, or None."""
        return self._decisions.get(row.number)
