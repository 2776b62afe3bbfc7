"""Pitches: who speaks at a huddle on what, whether it was given, and whose hands went up for it."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from typing import Any

from crm import clock
from crm.attendance import Attendances
from crm.contacts import Contacts
from crm.contacts.affiliations import on_date
from crm.db import schema
from crm.db.schema.allowed import HAND_KINDS, PITCH_KINDS
from crm.db.store import Store, moment_text, new_uid
from crm.errors import Invalid, NotFound
from crm.followups import FollowUpDraft, FollowUps
from crm.pitches.reading import PitchReader
from crm.pitches.records import HandRow, PitchDraft, PitchRow, PitchSlot
from crm.text import clean, clean_line

__all__ = ["HandRow", "PitchDraft", "PitchReader", "PitchRow", "PitchSlot", "Pitches"]

_ANSWER_DAYS = 7
_TODO = {
    "interested": "Write to {contact} about “{topic}”",
    "can help": "Take up {contact}’s offer to help with “{topic}”",
    "wants an introduction": "Introduce {contact} to {presenter} about “{topic}”",
    "question": "Answer {contact}’s question about “{topic}”",
}


class Pitches(PitchReader):
    """Writes `pitch` and `hand`; presenters go on the huddle's list, and follow-ups are made, by their own services."""

    def __init__(self, store: Store, contacts: Contacts, attendance: Attendances, followups: FollowUps) -> None:
        super().__init__(store)
        self._contacts = contacts
        self._attendance = attendance
        self._followups = followups

    # -- pitches

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
                self._released(row)
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

    def trash(self, pitch_ids: Sequence[int]) -> None:
        """Move pitches to the trash; the agendas close up."""
        with self._store.action(self._label("Move {} to the trash", pitch_ids)):
            for pitch_id in pitch_ids:
                row = self.get(pitch_id)
                if not row.is_trashed:
                    self._store.update(schema.Pitch, pitch_id, deleted_at=moment_text(clock.now()))
                    self._renumber([each.id for each in self.of_huddle(row.huddle_id)])
                    self._released(row)

    def restore(self, pitch_ids: Sequence[int]) -> None:
        """Take pitches out of the trash, to the place they had."""
        with self._store.action(self._label("Restore {}", pitch_ids)):
            for pitch_id in pitch_ids:
                row = self.get(pitch_id)
                if row.is_trashed:
                    order = [each.id for each in self.of_huddle(row.huddle_id)]
                    order.insert(max(0, min(row.position - 1, len(order))), pitch_id)
                    self._store.update(schema.Pitch, pitch_id, deleted_at=None)
                    self._renumber(order)
                    self._put_on_list(row.huddle_id, row.contact_id)

    def mark_pitched(self, huddle_id: int, contact_ids: Sequence[int]) -> None:
        """Say that people attended and gave their pitch, as one action; whoever has no pitch there gets one.

        Raises Invalid for a huddle still to come.
        """
        people = list(dict.fromkeys(contact_ids))
        who = self._contacts.name(people[0]) if len(people) == 1 else f"{len(people):,} people"
        pitches = self.of_huddle(huddle_id)
        with self._store.action(f"Pitched: {who}, {self._title(huddle_id)}"):
            self._attendance.mark(huddle_id, people, "attended")
            for contact_id in people:
                own = [each for each in pitches if each.contact_id == contact_id]
                if any(each.delivered for each in own):
                    continue
                pitch_id = own[0].id if own else self._made_for(huddle_id, contact_id)
                self._store.update(schema.Pitch, pitch_id, delivered=True)

    def mark(self, cells: Sequence[tuple[int, int]], presence: str) -> None:
        """Mark cells of the grid, each a huddle and a contact, as one action.

        `presence` is attended, apologies, absent, unknown (cleared), or pitched: attended, and their pitch given.
        Raises Invalid where somebody would have been at a huddle still to come; nothing is written then.
        """
        people: dict[int, list[int]] = {}
        for huddle_id, contact_id in cells:
            people.setdefault(huddle_id, []).append(contact_id)
        said = "Clear" if presence == "unknown" else f"{presence.capitalize()}:"
        with self._store.action(f"{said} {len(cells):,} cells of the grid"):
            for huddle_id, contact_ids in people.items():
                if presence == "pitched":
                    self.mark_pitched(huddle_id, contact_ids)
                else:
                    self._attendance.mark(huddle_id, contact_ids, presence, "grid")

    # -- hands

    def raise_hand(
        self,
        pitch_id: int,
        contact_id: int,
        kind: str = "interested",
        note: str = "",
        organisation_id: int | None = None,
    ) -> int:
        """Note that somebody put a hand up; return its id. The same hand again only takes on a new note.

        Without an organisation it is that of the huddle's day. Raises Invalid (kind) or NotFound.
        """
        pitch = self.get(pitch_id)
        name = self._contacts.name(contact_id)
        columns = self._hand_columns(kind, note)
        held = self._store.value(
            "SELECT id FROM hand WHERE pitch_id = ? AND contact_id = ? AND kind = ?", (pitch_id, contact_id, kind)
        )
        if organisation_id is None:
            organisation_id = self._organisation_of_day(pitch.huddle_id, contact_id)
        self._must_exist("organisation", organisation_id)
        with self._store.action(f"Hand up: {name}, {kind}, “{pitch.topic}”"):
            if held is not None:
                if columns["note"]:
                    self._store.update(schema.Hand, held, note=columns["note"])
                return int(held)
            return self._store.insert(
                schema.Hand,
                pitch_id=pitch_id,
                contact_id=contact_id,
                organisation_id=organisation_id,
                created_at=moment_text(clock.now()),
                **columns,
            )

    def edit_hand(self, hand_id: int, kind: str, note: str, organisation_id: int | None) -> None:
        """Change what a hand says. Raises Invalid (kind) where the same person's hand is up so already."""
        hand = self.hand(hand_id)
        columns = self._hand_columns(kind, note)
        self._must_exist("organisation", organisation_id)
        if any(each.kind == kind and each.id != hand_id for each in self._own_hands(hand)):
            raise Invalid("kind", f"{hand.contact}’s hand is up as “{kind}” already.")
        with self._store.action(f"Edit the hand of {hand.contact}, “{hand.topic}”"):
            self._store.update(schema.Hand, hand_id, organisation_id=organisation_id, **columns)

    def lower_hand(self, hand_id: int) -> None:
        """Take a hand back that was noted by mistake; a follow-up made of it stays."""
        hand = self.hand(hand_id)
        with self._store.action(f"Lower the hand of {hand.contact}, “{hand.topic}”"):
            self._store.delete(schema.Hand, hand_id)

    def settle_hand(self, hand_id: int, settled: bool = True) -> None:
        """Say that nothing more is to be done with a hand, or that something is again."""
        hand = self.hand(hand_id)
        if hand.is_settled == settled:
            return
        with self._store.action(f"{'Settled' if settled else 'Not settled'}: {hand.contact}, “{hand.topic}”"):
            self._store.update(schema.Hand, hand_id, settled_at=moment_text(clock.now()) if settled else None)

    def follow_up_draft(self, hand_id: int) -> FollowUpDraft:
        """Return the follow-up that a hand asks for, due in a week: what a form begins with."""
        hand = self.hand(hand_id)
        pitch = self.get(hand.pitch_id)
        presenter = pitch.contact or pitch.organisation or "the presenter"
        return FollowUpDraft(
            _TODO[hand.kind].format(contact=hand.contact, topic=hand.topic, presenter=presenter),
            clock.today() + timedelta(days=_ANSWER_DAYS),
            notes=hand.note,
            contact_id=hand.contact_id,
            organisation_id=hand.organisation_id,
            huddle_id=hand.huddle_id,
            pitch_id=hand.pitch_id,
        )

    def follow_up_hands(self, hand_ids: Sequence[int], draft: FollowUpDraft | None = None) -> list[int]:
        """Make a follow-up of each hand and settle it, as one action; return the follow-ups' ids.

        `draft` is what the form holds for a single hand; without it each is what the hand asks for.
        """
        hands = [self.hand(each) for each in hand_ids]
        who = hands[0].contact if len(hands) == 1 else f"{len(hands):,} hands"
        made = []
        with self._store.action(f"Follow up {who}"):
            for hand in hands:
                own = self.follow_up_draft(hand.id)
                if draft is not None:
                    own = replace(draft, huddle_id=own.huddle_id, pitch_id=own.pitch_id)
                made.append(self._followups.add(own))
                self.settle_hand(hand.id)
        return made

    # -- inside

    def _columns(self, huddle_id: int, draft: PitchDraft, held: PitchRow | None = None) -> dict[str, Any]:
        topic = clean_line(draft.topic)
        if not topic:
            raise Invalid("topic", "Say what the pitch is about.")
        if draft.kind not in PITCH_KINDS:
            raise Invalid("kind", f"“{draft.kind}” is no kind of pitch.")
        if draft.minutes is not None and not 1 <= draft.minutes <= 1440:
            raise Invalid("minutes", "A pitch takes at least a minute.")
        self._title(huddle_id)
        self._must_exist("contact", draft.contact_id)
        self._must_exist("organisation", draft.organisation_id)
        organisation_id = draft.organisation_id
        is_new = held is None or held.contact_id != draft.contact_id
        if organisation_id is None and draft.contact_id is not None and is_new:
            organisation_id = self._organisation_of_day(huddle_id, draft.contact_id)
        return {
            "kind": draft.kind,
            "minutes": draft.minutes,
            "topic": topic,
            "notes": clean(draft.notes),
            "contact_id": draft.contact_id,
            "organisation_id": organisation_id,
            "may_publish": draft.may_publish,
        }

    def _hand_columns(self, kind: str, note: str) -> dict[str, Any]:
        if kind not in HAND_KINDS:
            raise Invalid("kind", f"“{kind}” is no reason to put a hand up.")
        return {"kind": kind, "note": clean(note)}

    def _insert(self, huddle_id: int, columns: dict[str, Any]) -> int:
        made = self._store.insert(
            schema.Pitch,
            uid=new_uid(),
            huddle_id=huddle_id,
            position=len(self.of_huddle(huddle_id)) + 1,
            created_at=moment_text(clock.now()),
            **columns,
        )
        self._put_on_list(huddle_id, columns["contact_id"])
        return made

    def _made_for(self, huddle_id: int, contact_id: int) -> int:
        organisation_id = self._organisation_of_day(huddle_id, contact_id)
        name = self._store.value("SELECT name FROM organisation WHERE id = ?", (organisation_id,))
        draft = PitchDraft(f"News from {name or self._contacts.name(contact_id)}", contact_id=contact_id)
        return self._insert(huddle_id, self._columns(huddle_id, draft))

    def _put_on_list(self, huddle_id: int, contact_id: int | None) -> None:
        if contact_id is not None:
            self._attendance.speaks(huddle_id, contact_id)

    def _released(self, row: PitchRow) -> None:
        """Take the part of a speaker from a presenter who has no other pitch there."""
        if row.contact_id is None or any(each.contact_id == row.contact_id for each in self.of_huddle(row.huddle_id)):
            return
        self._attendance.speaks_no_more(row.huddle_id, row.contact_id)

    def _organisation_of_day(self, huddle_id: int, contact_id: int) -> int | None:
        """Return whom a person stands for at a huddle: as its list says, else as they stood that day (rule 1)."""
        listed = self._attendance.row(huddle_id, contact_id)
        if listed is not None:
            return listed.organisation_id
        at, zone = self._store.rows("SELECT starts_at, time_zone FROM huddle WHERE id = ?", (huddle_id,))[0]
        return on_date(self._store, contact_id, clock.wall_clock(at, zone).date())

    def _own_hands(self, hand: HandRow) -> list[HandRow]:
        return [each for each in self.hands(hand.pitch_id) if each.contact_id == hand.contact_id]

    def _renumber(self, order: Sequence[int]) -> None:
        for position, pitch_id in enumerate(order, 1):
            self._store.update(schema.Pitch, pitch_id, position=position)

    def _label(self, words: str, pitch_ids: Sequence[int]) -> str:
        if len(pitch_ids) == 1:
            return words.format(f"the pitch “{self.get(pitch_ids[0]).topic}”")
        return words.format(f"{len(pitch_ids):,} pitches")

    def _title(self, huddle_id: int) -> str:
        title = self._store.value("SELECT title FROM huddle WHERE id = ?", (huddle_id,))
        if title is None:
            raise NotFound("huddle", huddle_id)
        return str(title)

    def _must_exist(self, record: str, id_: int | None) -> None:
        if id_ is not None and self._store.value(f"SELECT 1 FROM {record} WHERE id = ?", (id_,)) is None:
            raise NotFound(record, id_)
