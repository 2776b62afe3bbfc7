"""Interactions: what happened or is planned, with whom, and for which organisation each of them stood that day."""

from collections.abc import Sequence
from datetime import date, datetime, time
from typing import Any

import msgspec

from crm import clock, dates
from crm.db import schema
from crm.db.schema.allowed import INTERACTION_KINDS, INTERACTION_STATUSES
from crm.db.store import Store, moment_text, new_uid
from crm.errors import Invalid, NotFound
from crm.fields import INTERACTION, cleaned_texts
from crm.grouping import by_parent
from crm.interactions import labels, queries
from crm.interactions.records import (
    InteractionDetail,
    InteractionDraft,
    InteractionRow,
    Participant,
    Party,
    headline,
    in_words,
    moment_of,
    read_moment,
)
from crm.tag_links import set_links

__all__ = [
    "InteractionDetail",
    "InteractionDraft",
    "InteractionRow",
    "Interactions",
    "Participant",
    "Party",
    "headline",
    "in_words",
    "moment_of",
    "read_moment",
]


class _Checked(msgspec.Struct, frozen=True):
    """A draft that broke no rule, as columns; `names` are those of its participants."""

    columns: dict[str, Any]
    parties: tuple[tuple[int | None, int | None], ...]
    tags: tuple[str, ...]
    names: tuple[str, ...]


class _Partaker(msgspec.Struct, frozen=True):
    """Who took part in what."""

    contact_id: int | None
    interaction_id: int


class _Held(msgspec.Struct, frozen=True):
    """A participant as the file holds it."""

    id: int
    contact_id: int | None
    organisation_id: int | None


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


class Interactions:
    """Logs, edits and reads interactions; writes `interaction`, `participant`, `interaction_tag` and new tags."""

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

    def log(self, draft: InteractionDraft) -> int:
        """Write an interaction with its participants and tags as one action; return its id.

        Raises Invalid (who, kind, day, duration_minutes, ...) or NotFound; nothing is written then.
        """
        checked = self._check(draft)
        with self._store.action(
            f"{'Plan' if draft.status == 'planned' else 'Log'} {labels.said(draft.kind, checked.names)}"
        ):
            made = self._store.insert(
                schema.Interaction, uid=new_uid(), created_at=moment_text(clock.now()), **checked.columns
            )
            self._write_parties(made, checked)
            set_links(self._store, "interaction", "tag", made, checked.tags)
        return made

    def edit(self, interaction_id: int, draft: InteractionDraft) -> None:
        """Make an interaction what the draft says; whoever stays keeps their row and its history of changes."""
        self._must_exist(interaction_id)
        checked = self._check(draft)
        with self._store.action(f"Edit {labels.said(draft.kind, checked.names)}"):
            self._store.update(schema.Interaction, interaction_id, **checked.columns)
            self._write_parties(interaction_id, checked)
            set_links(self._store, "interaction", "tag", interaction_id, checked.tags)

    def edit_label(self, draft: InteractionDraft) -> str:
        """Return what the undo step of `edit` is called; raises Invalid and NotFound as that does."""
        return f"Edit {labels.said(draft.kind, self._check(draft).names)}"

    def set_status(self, interaction_id: int, status: str) -> None:
        """Say that a planned interaction was held or cancelled, or is planned again.

        What was planned for a day ahead and is held already happened now.
        """
        if status not in INTERACTION_STATUSES:
            raise Invalid("status", f"“{status}” is no status of an interaction.")
        at = self._must_exist(interaction_id)
        held_early = status == "held" and at > moment_text(clock.now())
        verb = {"held": "Mark as held:", "planned": "Mark as planned:", "cancelled": "Cancel"}[status]
        with self._store.action(f"{verb} {labels.called(self._store, interaction_id)}"):
            self._store.update(schema.Interaction, interaction_id, status=status)
            if held_early:
                self._store.update(schema.Interaction, interaction_id, happened_at=moment_text(clock.now()), has_time=1)

    def set_organisation(self, participant_id: int, organisation_id: int | None) -> None:
        """Say for which organisation a person stood that day (None: for none); Invalid where no person took part."""
        found = self._store.first(queries.PARTY, into=_Partaker, participant=participant_id)
        if found is None:
            raise NotFound("participant", participant_id)
        if found.contact_id is None:
            raise Invalid("who", "An organisation that took part without a person stands for itself.")
        if organisation_id is not None:
            self._store.check_there((schema.Organisation, organisation_id))
        with self._store.action(f"Edit {labels.called(self._store, found.interaction_id)}"):
            self._store.update(schema.Participant, participant_id, organisation_id=organisation_id)

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

    def _check(self, draft: InteractionDraft) -> _Checked:
        if draft.kind not in INTERACTION_KINDS:
            raise Invalid("kind", f"“{draft.kind}” is no kind of interaction.")
        if draft.status not in INTERACTION_STATUSES:
            raise Invalid("status", f"“{draft.status}” is no status of an interaction.")
        if draft.direction not in ("", "in", "out"):
            raise Invalid("direction", "An interaction comes in or goes out.")
        if draft.duration_minutes is not None and draft.duration_minutes < 0:
            raise Invalid("duration_minutes", "A duration cannot be less than nothing.")
        if draft.status == "held" and draft.day > clock.today():
            raise Invalid(
                "day",
                f"{dates.show_day(draft.day, clock.today())} is still to come: plan it instead, or correct the day.",
            )
        if not draft.parties and draft.kind != "note":
            raise Invalid("who", "Say with whom: at least one person or organisation.")
        parties, names = self._parties(draft)
        columns = {
            "kind": draft.kind,
            "direction": draft.direction,
            **cleaned_texts(INTERACTION, draft),
            "happened_at": moment_of(draft.day, draft.at),
            "has_time": int(draft.at is not None),
            "duration_minutes": draft.duration_minutes,
            "status": draft.status,
        }
        return _Checked(columns, parties, draft.tags, names)

    def _parties(self, draft: InteractionDraft) -> tuple[tuple[tuple[int | None, int | None], ...], tuple[str, ...]]:
        """Return the participants with the organisation of that day, each person and lone organisation once."""
        contact_names = self._names(queries.CONTACT_NAMES, [each.contact_id for each in draft.parties])
        organisation_names = self._names(queries.ORGANISATION_NAMES, [each.organisation_id for each in draft.parties])
        people: dict[int, tuple[int | None, str]] = {}
        places: dict[int, str] = {}
        for party in draft.parties:
            contact, organisation = party.contact_id, party.organisation_id
            if contact is None and organisation is None:
                raise Invalid("who", "Say with whom: at least one person or organisation.")
            if contact is not None and contact not in contact_names:
                raise NotFound("contact", contact)
            if organisation is not None and organisation not in organisation_names:
                raise NotFound("organisation", organisation)
            if contact is not None:
                if organisation is None and not party.stands_alone:
                    organisation = self.organisation_of_day(contact, draft.day)
                people[contact] = (organisation, contact_names[contact])
            elif organisation is not None:
                places[organisation] = organisation_names[organisation]
        spoken_for = {organisation for organisation, _ in people.values()}
        alone = {place: name for place, name in places.items() if place not in spoken_for}
        parties: list[tuple[int | None, int | None]] = [(contact, people[contact][0]) for contact in people]
        parties += [(None, place) for place in alone]
        return tuple(parties), (*(name for _, name in people.values()), *alone.values())

    def _names(self, query: Any, ids: Sequence[int | None]) -> dict[int, str]:
        return dict(self._store.rows(query, ids=[each for each in ids if each is not None]))

    def _write_parties(self, interaction_id: int, checked: _Checked) -> None:
        held = self._store.all(queries.PARTIES, into=_Held, interaction=interaction_id)
        there = {_who(each.contact_id, each.organisation_id): each.id for each in held}
        for contact, organisation in checked.parties:
            known = there.pop(_who(contact, organisation), None)
            if known is not None:
                self._store.update(schema.Participant, known, organisation_id=organisation)
                continue
            self._store.insert(
                schema.Participant,
                interaction_id=interaction_id,
                contact_id=contact,
                organisation_id=organisation,
                happened_at=checked.columns["happened_at"],
            )
        for id_ in there.values():
            self._store.delete(schema.Participant, id_)

    def _must_exist(self, interaction_id: int) -> str:
        at = self._store.value(queries.MOMENT, interaction=interaction_id)
        if at is None:
            raise NotFound("interaction", interaction_id)
        return str(at)


def _who(contact_id: int | None, organisation_id: int | None) -> tuple[int | None, int | None]:
    """Return what tells a participant from the others: a person, wherever they stood, or an organisation alone."""
    return contact_id, None if contact_id is not None else organisation_id
