"""Saving a log sentence: whoever is new, the interaction and the follow-up, as one undoable action (rule 4)."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import time

import msgspec
from msgspec.structs import replace

from crm import clock, dates
from crm.contacts import Contacts
from crm.contacts.whole_names import draft_named
from crm.db.store import Store
from crm.errors import Invalid
from crm.followups import FollowUpDraft, FollowUps
from crm.identity import NameKey, spelling_key
from crm.interactions import InteractionDraft, Interactions, Participant, Party, in_words
from crm.organisations import OrganisationDraft, Organisations
from crm.search.known_names import IndexNames
from crm.sentence import Entry, Who
from crm.trash import Trash

StandsFor = Mapping[str, int | None]
"""For whom a person stood that day where the user said so, by `Who.key`: an organisation's id, None for nobody."""


class PartyPreview(msgspec.Struct, frozen=True):
    """One who will take part: a person with the organisation of that day, or an organisation alone.

    `key` is that of the `Who`; ids are None for what is new and will be made.
    """

    key: str
    contact_id: int | None
    contact: str
    organisation_id: int | None
    organisation: str

    @property
    def is_new(self) -> bool:
        """Return whether saving makes a new record of the one named."""
        return (self.contact_id if self.contact else self.organisation_id) is None


class EntryPreview(msgspec.Struct, frozen=True):
    """What saving will write: its label, who takes part, the new records, and what must be settled before."""

    label: str
    parties: tuple[PartyPreview, ...]
    new_contacts: tuple[str, ...]
    new_organisations: tuple[str, ...]
    to_choose: tuple[str, ...]


class SavedEntry(msgspec.Struct, frozen=True):
    """What was written; `label` is that of the undo step."""

    label: str
    interaction_id: int
    follow_up_id: int | None
    new_contact_ids: tuple[int, ...]
    new_organisation_ids: tuple[int, ...]
    completed_follow_up_id: int | None


class QuickLog:
    """Previews and saves sentences; writes through the services of what it makes."""

    def __init__(
        self,
        store: Store,
        contacts: Contacts,
        organisations: Organisations,
        interactions: Interactions,
        followups: FollowUps,
        trash: Trash,
    ) -> None:
        self._store = store
        self._contacts = contacts
        self._organisations = organisations
        self._interactions = interactions
        self._followups = followups
        self._trash = trash
        self._names = IndexNames(store)

    def names(self) -> IndexNames:
        """Return the names of this file, for `crm.sentence.parse` and `complete`."""
        return self._names

    def preview(self, entry: Entry, *, stands_for: StandsFor | None = None) -> EntryPreview:
        """Return what `save` would write; reads only."""
        parties = [self._party(who, entry, stands_for or {}) for who in entry.people]
        shown = {party.organisation_id for party in parties} | {spelling_key(party.organisation) for party in parties}
        for who in entry.organisations:
            if who.id not in shown and spelling_key(who.name) not in shown:
                parties.append(PartyPreview(who.key, None, "", who.id, who.name))
        new_places: dict[NameKey, str] = {}
        for party in parties:
            if party.organisation and party.organisation_id is None:
                new_places.setdefault(spelling_key(party.organisation), party.organisation)
        return EntryPreview(
            _label(entry),
            tuple(parties),
            tuple(who.name for who in entry.people if who.is_new),
            tuple(new_places.values()),
            tuple(who.name for who in entry.unresolved),
        )

    def save(
        self, entry: Entry, notes: str = "", *, stands_for: StandsFor | None = None, completes: int | None = None
    ) -> SavedEntry:
        """Write the entry as one action, `notes` after the words of the sentence itself.

        `completes` is the follow-up it was logged against, done in the same step. Raises Invalid (who, day, ...) where
        something is to be chosen or breaks a rule; nothing is written then.
        """
        if entry.unresolved:
            raise Invalid("who", _to_choose(entry.unresolved))
        label = _label(entry)
        with self._store.action(label):
            self._take_out_of_the_trash(entry)
            places = self._new_organisations(entry)
            people = self._new_contacts(entry, places)
            parties = self._parties(entry, people, places, stands_for or {})
            interaction = self._interactions.log(_interaction(entry, notes, parties))
            follow_up = self._add_follow_up(entry, interaction)
            if completes is not None:
                self._followups.done([completes])
        return SavedEntry(label, interaction, follow_up, tuple(people.values()), tuple(places.values()), completes)

    def edit(self, interaction_id: int, draft: InteractionDraft) -> tuple[str, ...]:
        """Make an interaction what the draft says, as one action; its open follow-ups go with the person.

        That is where one person took another's place, or is the only one left. Return the titles of those that stay
        with somebody who no longer took part. Raises Invalid and NotFound.
        """
        before = self._interactions.get(interaction_id).participants
        with self._store.action(self._interactions.edit_label(draft)):
            self._interactions.edit(interaction_id, draft)
            return self._move_follow_ups(interaction_id, before, self._interactions.get(interaction_id).participants)

    def _move_follow_ups(
        self, interaction_id: int, before: Sequence[Participant], after: Sequence[Participant]
    ) -> tuple[str, ...]:
        was, now = ({each.contact_id: each for each in side if each.contact_id is not None} for side in (before, after))
        gone, new = ([each for id_, each in a.items() if id_ not in b] for a, b in ((was, now), (now, was)))
        heirs = new if len(gone) == len(new) == 1 else list(now.values()) if len(now) == 1 else []
        left = []
        for row in self._followups.of("interaction", interaction_id):
            if row.contact_id is None or row.contact_id in now or row.contact_id not in was:
                continue
            if not heirs:
                left.append(row.title)
                continue
            heir, held = heirs[0], self._followups.get(row.id)
            title = row.title.replace(was[row.contact_id].name, heir.name)
            place = heir.organisation_id if held.own_organisation_id is not None else None
            moved = replace(held.draft(), title=title, contact_id=heir.contact_id, organisation_id=place)
            self._followups.edit(row.id, moved)
        return tuple(left)

    # -- inside

    def _party(self, who: Who, entry: Entry, stands_for: StandsFor) -> PartyPreview:
        if who.key in stands_for:
            place = stands_for[who.key]
        elif who.id is None or _is_said(who, entry):
            return PartyPreview(who.key, who.id, who.name, who.organisation_id, who.organisation)
        else:
            place = self._interactions.organisation_of_day(who.id, entry.day)
        return PartyPreview(
            who.key, who.id, who.name, place, self._organisations.name(place) if place is not None else ""
        )

    def _take_out_of_the_trash(self, entry: Entry) -> None:
        """Restore who was chosen although they are in the trash."""
        for kind, chosen in (("contact", entry.people), ("organisation", entry.organisations)):
            for who in chosen:
                if who.id is not None:
                    self._trash.bring_back(kind, who.id)

    def _new_organisations(self, entry: Entry) -> dict[NameKey, int]:
        """Make the organisations that are new, each once however it is spelled; return them by its spelling."""
        named = [who.name for who in entry.organisations if who.id is None]
        named += [who.organisation for who in entry.people if who.organisation and who.organisation_id is None]
        made: dict[NameKey, int] = {}
        for name in named:
            if spelling_key(name) not in made:
                made[spelling_key(name)] = self._organisations.create(OrganisationDraft(name))
        return made

    def _new_contacts(self, entry: Entry, places: Mapping[NameKey, int]) -> dict[str, int]:
        """Make the people that are new, working where they were named; return them by the key of their mention."""
        made: dict[str, int] = {}
        for who in entry.people:
            if who.id is None:
                place = (
                    who.organisation_id
                    if who.organisation_id is not None
                    else places.get(spelling_key(who.organisation))
                )
                made[who.key] = self._contacts.create(draft_named(who.name, organisation_id=place, role=who.role))
        return made

    def _parties(
        self, entry: Entry, people: Mapping[str, int], places: Mapping[NameKey, int], stands_for: StandsFor
    ) -> tuple[Party, ...]:
        parties: list[Party] = []
        for who in entry.people:
            contact = who.id if who.id is not None else people[who.key]
            said = (
                who.organisation_id if who.organisation_id is not None else places.get(spelling_key(who.organisation))
            )
            if who.key in stands_for:
                parties.append(Party(contact, stands_for[who.key], stands_alone=stands_for[who.key] is None))
            elif who.id is None or _is_said(who, entry):
                parties.append(Party(contact, said, stands_alone=True))
            else:
                parties.append(Party(contact))
        for who in entry.organisations:
            parties.append(Party(None, who.id if who.id is not None else places[spelling_key(who.name)]))
        return tuple(parties)

    def _add_follow_up(self, entry: Entry, interaction: int) -> int | None:
        if entry.follow_up is None:
            return None
        participants = self._interactions.get(interaction).participants
        first = participants[0] if participants else None
        return self._followups.add(
            FollowUpDraft(
                entry.follow_up.title,
                entry.follow_up.due,
                entry.follow_up.time,
                entry.follow_up.owed_by,
                contact_id=first.contact_id if first else None,
                organisation_id=first.organisation_id if first else None,
                interaction_id=interaction,
            )
        )


def _to_choose(unresolved: Sequence[Who]) -> str:
    """Say what has to be settled before an entry is saved."""
    gone = [who.name for who in unresolved if all(hit.in_trash for hit in who.candidates)]
    if gone:
        are = "is" if len(gone) == 1 else "are"
        return f"{in_words(gone)} {are} in the trash. Choose: restore, or a new record of that name?"
    return f"Choose who is meant by {in_words([who.name for who in unresolved])}."


def _is_said(who: Who, entry: Entry) -> bool:
    """Return whether the sentence itself says for whom a person stood, by naming the organisation."""
    said = spelling_key(who.organisation)
    return bool(who.organisation) and any(
        place.id == who.organisation_id if place.id is not None else spelling_key(place.name) == said
        for place in entry.organisations
    )


def _interaction(entry: Entry, notes: str, parties: tuple[Party, ...]) -> InteractionDraft:
    return InteractionDraft(
        entry.day,
        entry.kind.value,
        entry.time or _time_now(entry),
        entry.direction,
        entry.about,
        "\n".join(filter(None, (entry.notes, notes))),
        status="planned" if entry.planned else "held",
        parties=parties,
        tags=entry.tags,
    )


def _time_now(entry: Entry) -> time | None:
    """Return the present time for what was said to happen today; of another day no time is known."""
    if entry.planned or entry.day != clock.today():
        return None
    return dates.utc_to_local(clock.now()).time().replace(second=0)


def _label(entry: Entry) -> str:
    names = [who.name for who in (*entry.people, *(place for place in entry.organisations if place.alone))]
    between = " about " if entry.kind.value == "note" else " with "
    with_follow_up = ", with a follow-up" if entry.follow_up else ""
    verb = "Plan" if entry.planned else "Log"
    return f"{verb} {entry.kind.value}{between + in_words(_once(names)) if names else ''}{with_follow_up}"


def _once(names: Iterable[str]) -> list[str]:
    return list(dict.fromkeys(names))
