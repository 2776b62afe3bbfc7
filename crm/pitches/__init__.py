"""Pitches: who speaks at a huddle on what, and whether it was given; whose hands went up is in `hands`."""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from typing import Any

import msgspec
from msgspec.structs import asdict

from crm import clock
from crm.attendance import Attendances
from crm.contacts import Contacts
from crm.contacts.affiliations import on_date
from crm.db import schema
from crm.db.schema.allowed import PITCH_KINDS
from crm.db.store import Store, moment_text, new_uid
from crm.errors import Invalid, NotFound
from crm.pitches.queries import (
    NUMBER_OF_HUDDLE,
    OF_CONTACT,
    OF_HUDDLE,
    OF_ORGANISATION,
    ORGANISATION_NAME,
    PITCH,
    SLOTS,
    START,
)
from crm.pitches.records import HandRow, PitchDraft, PitchRow, PitchSlot
from crm.record_names import name_in
from crm.text import clean, clean_line
from crm.trash import Trash

__all__ = ["HandRow", "PitchDraft", "PitchRow", "PitchSlot", "Pitches"]


class _Found(PitchRow, frozen=True):
    """A pitch as the file holds it: `starts` is when its huddle does, in UTC, and so many minutes come before it."""

    time_zone: str
    minutes_before: int


class _Slots(msgspec.Struct, frozen=True):
    """When a huddle starts, in UTC, and what it has room for, minutes from then on."""

    starts_at: datetime
    time_zone: str
    pitch_slots: int
    pitch_minutes: int
    pitches_after: int


class Pitches:
    """Reads and writes `pitch`; presenters go on the huddle's list by the service of attendance."""

    def __init__(self, store: Store, contacts: Contacts, attendance: Attendances, trash: Trash) -> None:
        self._store = store
        self._contacts, self._attendance, self._trash = contacts, attendance, trash

    def get(self, pitch_id: int) -> PitchRow:
        """Return one pitch, a trashed one too; raises NotFound."""
        found = self._store.first(PITCH, into=_Found, pitch=pitch_id)
        if found is None:
            raise NotFound("pitch", pitch_id)
        return _pitch(found)

    def of_huddle(self, huddle_id: int) -> list[PitchRow]:
        """Return the pitches of a huddle in the order of its agenda."""
        return list(map(_pitch, self._store.all(OF_HUDDLE, into=_Found, huddle=huddle_id)))

    def of_contact(self, contact_id: int) -> list[PitchRow]:
        """Return a person's pitches, those of the newest huddle first; huddles in the trash are left out."""
        return list(map(_pitch, self._store.all(OF_CONTACT, into=_Found, contact=contact_id)))

    def of_organisation(self, organisation_id: int) -> list[PitchRow]:
        """Return the pitches that were given for an organisation, those of the newest huddle first."""
        return list(map(_pitch, self._store.all(OF_ORGANISATION, into=_Found, organisation=organisation_id)))

    def agenda(self, huddle_id: int) -> list[PitchSlot]:
        """Return a huddle's slots with their times: its pitches in order, then those still free. Raises NotFound."""
        huddle = self._store.first(SLOTS, into=_Slots, huddle=huddle_id)
        if huddle is None:
            raise NotFound("huddle", huddle_id)
        pitches = self.of_huddle(huddle_id)
        made = [PitchSlot(number, each.starts, each.length, each) for number, each in enumerate(pitches, 1)]
        after = huddle.pitches_after + sum(each.length for each in pitches)
        for number in range(len(made) + 1, huddle.pitch_slots + 1):
            made.append(PitchSlot(number, _later(huddle.starts_at, huddle.time_zone, after), huddle.pitch_minutes))
            after += huddle.pitch_minutes
        return made

    def stands_for(self, huddle_id: int, contact_id: int) -> int | None:
        """Return whom a person stands for at a huddle: as its list says, else as they stood that day (rule 1)."""
        listed = self._attendance.row(huddle_id, contact_id)
        if listed is not None:
            return listed.organisation_id
        at, zone = self._store.rows(START, huddle=huddle_id)[0]
        return on_date(self._store, contact_id, clock.wall_clock(at, zone).date())

    def add(self, huddle_id: int, draft: PitchDraft) -> int:
        """Put a pitch at the end of a huddle's agenda, its presenter on the huddle's list; return its id.

        Raises Invalid (topic, kind, minutes) or NotFound.
        """
        columns = self._columns(huddle_id, draft)
        with self._store.action(f"Add the pitch “{columns['topic']}”"):
            return self._insert(huddle_id, columns)

    def edit(self, pitch_id: int, draft: PitchDraft) -> None:
        """Make a pitch what the draft says; a presenter who no longer has one there is a speaker no more."""
        row = self.get(pitch_id)
        columns = self._columns(row.huddle_id, draft, row)
        with self._store.action(f"Edit the pitch “{columns['topic']}”"):
            self._store.update(schema.Pitch, pitch_id, **columns)
            if row.contact_id != draft.contact_id:
                self._released(row.huddle_id, [row.contact_id])
                self._put_on_list(row.huddle_id, draft.contact_id)

    def move(self, pitch_id: int, position: int) -> None:
        """Put a pitch at a place of the agenda, counted from 1; the others close up."""
        row = self.get(pitch_id)
        order = [each.id for each in self.of_huddle(row.huddle_id)]
        if row.is_trashed:
            raise Invalid("position", f"“{row.topic}” is in the trash. Restore it first.")
        order.remove(pitch_id)
        order.insert(max(0, min(position - 1, len(order))), pitch_id)
        with self._store.action(f"Move the pitch “{row.topic}”"):
            self._renumber(order)

    def deliver(self, pitch_id: int, delivered: bool | None) -> None:
        """Say that a pitch was given, was not, or that it is not known (None); Invalid before the day of the huddle."""
        row = self.get(pitch_id)
        if delivered is not None and row.starts.date() > clock.today():
            raise Invalid("delivered", f"{row.huddle} is still to come; a pitch can be given on its day.")
        verb = {True: "Given", False: "Not given", None: "Not known whether given"}[delivered]
        with self._store.action(f"{verb}: “{row.topic}”"):
            self._store.update(schema.Pitch, pitch_id, delivered=delivered)

    def set_publish(self, pitch_id: int, may_publish: bool | None) -> None:
        """Note the answer to "may we publish this?"; None: not asked."""
        row = self.get(pitch_id)
        verb = {True: "May be published", False: "Not to be published", None: "Not asked about publishing"}[may_publish]
        with self._store.action(f"{verb}: “{row.topic}”"):
            self._store.update(schema.Pitch, pitch_id, may_publish=may_publish)

    def went(self, ids: Sequence[int]) -> None:
        """Close up the agendas that pitches left for the trash; who has no other one there is a speaker no more."""
        rows = [self.get(each) for each in ids]
        for huddle_id in dict.fromkeys(row.huddle_id for row in rows):
            self._renumber([each.id for each in self.of_huddle(huddle_id)])
            self._released(huddle_id, [row.contact_id for row in rows if row.huddle_id == huddle_id])

    def came_back(self, ids: Sequence[int]) -> None:
        """Give pitches out of the trash the place that they had, and their presenters the part of a speaker."""
        waiting = set(ids)
        for row in map(self.get, ids):
            order = [each.id for each in self.of_huddle(row.huddle_id) if each.id not in waiting]
            order.insert(max(0, min(row.position - 1, len(order))), row.id)
            self._renumber(order)
            self._put_on_list(row.huddle_id, row.contact_id)
            waiting.discard(row.id)

    def mark_pitched(self, huddle_id: int, contact_ids: Sequence[int]) -> None:
        """Say that people attended and gave their pitch, as one action; whoever has no pitch there gets one.

        Raises Invalid for a huddle still to come.
        """
        people = list(dict.fromkeys(contact_ids))
        who = self._contacts.name(people[0]) if len(people) == 1 else f"{len(people):,} people"
        pitches = self.of_huddle(huddle_id)
        with self._store.action(f"Pitched: {who}, {name_in(self._store, 'huddle', huddle_id)}"):
            self._attendance.mark(huddle_id, people, "attended")
            for contact_id in people:
                own = [each for each in pitches if each.contact_id == contact_id]
                if any(each.delivered for each in own):
                    continue
                pitch_id = own[0].id if own else self._made_for(huddle_id, contact_id)
                self._store.update(schema.Pitch, pitch_id, delivered=True)

    def mark(self, cells: Sequence[tuple[int, int]], presence: str) -> None:
        """Mark cells of the grid, each a huddle and a contact, as one action.

        `presence` is attended, apologies, absent, unknown (cleared), or pitched: attended, and their pitch given. Who
        was not there gave none: a pitch that only such a mark made goes to the trash. Raises Invalid where somebody
        would have been at a huddle still to come; nothing is written then.
        """
        people: dict[int, list[int]] = {}
        for huddle_id, contact_id in cells:
            people.setdefault(huddle_id, []).append(contact_id)
        said = "Clear" if presence == "unknown" else f"{presence.capitalize()}:"
        what = f"{len(cells):,} cells of the grid"
        if len(cells) == 1:
            what = f"{self._contacts.name(cells[0][1])}, {name_in(self._store, 'huddle', cells[0][0])}"
        with self._store.action(f"{said} {what}"):
            for huddle_id, contact_ids in people.items():
                if presence == "pitched":
                    self.mark_pitched(huddle_id, contact_ids)
                else:
                    if presence != "attended":
                        self._not_given(huddle_id, contact_ids)
                    self._attendance.mark(huddle_id, contact_ids, presence, "grid")

    # -- inside

    def _columns(self, huddle_id: int, draft: PitchDraft, held: PitchRow | None = None) -> dict[str, Any]:
        topic = clean_line(draft.topic)
        if not topic:
            raise Invalid("topic", "Say what the pitch is about.")
        if draft.kind not in PITCH_KINDS:
            raise Invalid("kind", f"“{draft.kind}” is no kind of pitch.")
        if draft.minutes is not None and not 1 <= draft.minutes <= 1440:
            raise Invalid("minutes", "A pitch takes at least a minute.")
        name_in(self._store, "huddle", huddle_id)
        self._store.check_there((schema.Contact, draft.contact_id), (schema.Organisation, draft.organisation_id))
        organisation_id = draft.organisation_id
        is_new = held is None or held.contact_id != draft.contact_id
        if organisation_id is None and draft.contact_id is not None and is_new:
            organisation_id = self.stands_for(huddle_id, draft.contact_id)
        return {
            "kind": draft.kind,
            "minutes": draft.minutes,
            "topic": topic,
            "notes": clean(draft.notes),
            "contact_id": draft.contact_id,
            "organisation_id": organisation_id,
            "may_publish": draft.may_publish,
        }

    def _insert(self, huddle_id: int, columns: dict[str, Any]) -> int:
        made = self._store.insert(
            schema.Pitch,
            uid=new_uid(),
            huddle_id=huddle_id,
            position=self._last_position(huddle_id) + 1,
            created_at=moment_text(clock.now()),
            **columns,
        )
        self._put_on_list(huddle_id, columns["contact_id"])
        return made

    def _last_position(self, huddle_id: int) -> int:
        return int(self._store.value(NUMBER_OF_HUDDLE, huddle=huddle_id))

    def _not_given(self, huddle_id: int, contact_ids: Sequence[int]) -> None:
        people, unsaid = set(contact_ids), []
        for row in self.of_huddle(huddle_id):
            if row.contact_id not in people or not row.delivered or row.contact_id is None:
                continue
            if row.topic == self._plain_topic(row.contact_id, row.organisation_id) and not (row.notes or row.hands):
                unsaid.append(row.id)
            else:
                self._store.update(schema.Pitch, row.id, delivered=None)
        if unsaid:
            self._trash.put("pitch", unsaid)

    def _plain_topic(self, contact_id: int, organisation_id: int | None) -> str:
        name = self._store.value(ORGANISATION_NAME, organisation=organisation_id)
        return f"News from {name or self._contacts.name(contact_id)}"

    def _made_for(self, huddle_id: int, contact_id: int) -> int:
        organisation_id = self.stands_for(huddle_id, contact_id)
        draft = PitchDraft(self._plain_topic(contact_id, organisation_id), contact_id=contact_id)
        return self._insert(huddle_id, self._columns(huddle_id, draft))

    def _put_on_list(self, huddle_id: int, contact_id: int | None) -> None:
        if contact_id is not None:
            self._attendance.speaks(huddle_id, contact_id)

    def _released(self, huddle_id: int, contact_ids: Iterable[int | None]) -> None:
        """Take the part of a speaker from presenters who have no other pitch there."""
        speakers = {each.contact_id for each in self.of_huddle(huddle_id)}
        for contact_id in dict.fromkeys(contact_ids):
            if contact_id is not None and contact_id not in speakers:
                self._attendance.speaks_no_more(huddle_id, contact_id)

    def _renumber(self, order: Sequence[int]) -> None:
        for position, pitch_id in enumerate(order, 1):
            self._store.update(schema.Pitch, pitch_id, position=position)


def _pitch(found: _Found) -> PitchRow:
    facts = asdict(found)
    facts["starts"] = _later(found.starts, facts.pop("time_zone"), facts.pop("minutes_before"))
    return PitchRow(**facts)


def _later(at: datetime, zone: str, minutes: int) -> datetime:
    """Return the wall-clock time so many minutes after a moment."""
    return clock.wall_clock(at + timedelta(minutes=minutes), zone)
