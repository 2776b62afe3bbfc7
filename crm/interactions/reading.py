"""Reads interactions; `Interactions` adds the writing."""

from collections.abc import Sequence
from datetime import date, datetime, time

import msgspec

from crm import clock, dates
from crm.db.store import Store, moment_text
from crm.errors import NotFound
from crm.grouping import by_parent
from crm.interactions import queries
from crm.interactions.records import InteractionDetail, InteractionRow, Participant, moment_of


class _Found(msgspec.Struct, frozen=True):
    """An interaction as the file holds it; in a list `notes` are their beginning."""

    id: int
    kind: str
    direction: str
    subject: str
    notes: str
    status: str
    at: datetime
    has_time: bool


class _Opened(_Found, frozen=True):
    """One interaction with what lists do not show."""

    duration_minutes: int | None
    place: str
    created_at: str
    is_trashed: bool


class _Participant(Participant, frozen=True):
    """One who took part, with the interaction."""

    interaction_id: int

    def row(self) -> Participant:
        """Return them as they stand in their interaction."""
        return Participant(self.id, self.contact_id, self.contact, self.organisation_id, self.organisation)


class InteractionReader:
    """Reads interactions, their participants and tags."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def get(self, interaction_id: int) -> InteractionDetail:
        """Return one interaction, a trashed one too; raises NotFound."""
        found = self._store.first(queries.INTERACTION, into=_Opened, interaction=interaction_id)
        if found is None:
            raise NotFound("interaction", interaction_id)
        local = dates.utc_to_local(found.at)
        return InteractionDetail(
            id=found.id,
            kind=found.kind,
            direction=found.direction,
            subject=found.subject,
            notes=found.notes,
            status=found.status,
            at=found.at,
            day=local.date(),
            local_time=local.time().replace(fold=0) if found.has_time else None,
            duration_minutes=found.duration_minutes,
            place=found.place,
            participants=self.participants([interaction_id]).get(interaction_id, ()),
            tags=self.tags_of([interaction_id]).get(interaction_id, ()),
            created_at=found.created_at,
            is_trashed=found.is_trashed,
        )

    def recent(self, limit: int = 50, before: InteractionRow | None = None) -> list[InteractionRow]:
        """Return what was held until the end of today, newest first; `before` is the last row of the page before.

        What was logged this morning without a time of day stands at noon: it is shown at once.
        """
        latest = moment_text(before.at) if before else moment_of(clock.today(), time.max)
        last = before.id if before else 1 << 62
        return self._listed(self._store.all(queries.RECENT, into=_Found, at=latest, id=last, limit=limit))

    def planned(self, limit: int = 50) -> list[InteractionRow]:
        """Return what is planned, soonest first, what should have happened by now included."""
        return self._listed(self._store.all(queries.PLANNED, into=_Found, limit=limit))

    def organisation_of_day(self, contact_id: int, day: date) -> int | None:
        """Return the organisation of the affiliation a contact had on a day, or None (rule 1)."""
        # Deferred: a start shows interactions, and nothing of the code of contacts.
        from crm.contacts.affiliations import on_date

        return on_date(self._store, contact_id, day)

    def participants(self, interaction_ids: Sequence[int]) -> dict[int, tuple[Participant, ...]]:
        """Return who took part in each interaction, in the order in which they were named."""
        found = self._store.all(queries.PARTICIPANTS, into=_Participant, interactions=interaction_ids)
        return by_parent((each.interaction_id, each.row()) for each in found)

    def tags_of(self, interaction_ids: Sequence[int]) -> dict[int, tuple[str, ...]]:
        """Return the tags of each interaction by name."""
        return by_parent(self._store.rows(queries.TAGS, interactions=interaction_ids))

    def _listed(self, found: Sequence[_Found]) -> list[InteractionRow]:
        ids = [each.id for each in found]
        people, tags = self.participants(ids), self.tags_of(ids)
        return [
            InteractionRow(
                each.id,
                each.kind,
                each.direction,
                each.subject,
                " ".join(each.notes.split()),
                each.status,
                each.at,
                dates.utc_to_local(each.at).date(),
                each.has_time,
                people.get(each.id, ()),
                tags.get(each.id, ()),
            )
            for each in found
        ]
