"""Hands: who put one up for a pitch, and what comes of it."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from msgspec.structs import replace

from crm import clock
from crm.contacts import Contacts
from crm.db import schema
from crm.db.schema.allowed import HAND_KINDS
from crm.db.store import Store, moment_text
from crm.errors import Invalid, NotFound
from crm.followups import FollowUpDraft, FollowUps
from crm.pitches import Pitches
from crm.pitches.queries import HAND, HAND_RAISED, HANDS, HANDS_AT, HANDS_OF, OPEN_HANDS_AT
from crm.pitches.records import HandRow
from crm.text import clean

_ANSWER_DAYS = 7
_TODO = {
    "interested": "Write to {contact} about “{topic}”",
    "can help": "Take up {contact}’s offer to help with “{topic}”",
    "wants an introduction": "Introduce {contact} to {presenter} about “{topic}”",
    "question": "Answer {contact}’s question about “{topic}”",
}


class Hands:
    """Reads and writes `hand`; follow-ups are made by their own service."""

    def __init__(self, store: Store, pitches: Pitches, contacts: Contacts, followups: FollowUps) -> None:
        self._store = store
        self._pitches, self._contacts, self._followups = pitches, contacts, followups

    def get(self, hand_id: int) -> HandRow:
        """Return one hand; raises NotFound."""
        found = self._store.first(HAND, into=HandRow, hand=hand_id)
        if found is None:
            raise NotFound("hand", hand_id)
        return found

    def of_pitch(self, pitch_id: int) -> list[HandRow]:
        """Return the hands that went up for a pitch, the first first."""
        return self._store.all(HANDS, into=HandRow, pitch=pitch_id)

    def at_huddle(self, huddle_id: int, *, only_open: bool = False) -> list[HandRow]:
        """Return the hands of a huddle by pitch; `only_open`: those with which something is still to be done."""
        return self._store.all(OPEN_HANDS_AT if only_open else HANDS_AT, into=HandRow, huddle=huddle_id)

    def of(self, record: str, record_id: int) -> list[HandRow]:
        """Return the hands of a `contact` or an `organisation`, those of the newest huddle first."""
        return self._store.all(HANDS_OF[record], into=HandRow, record=record_id)

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
        pitch = self._pitches.get(pitch_id)
        name = self._contacts.name(contact_id)
        columns = self._columns(kind, note)
        held = self._store.value(HAND_RAISED, pitch=pitch_id, contact=contact_id, kind=kind)
        if organisation_id is None:
            organisation_id = self._pitches.stands_for(pitch.huddle_id, contact_id)
        self._store.check_there((schema.Organisation, organisation_id))
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

    def edit(self, hand_id: int, kind: str, note: str, organisation_id: int | None) -> None:
        """Change what a hand says. Raises Invalid (kind) where the same person's hand is up so already."""
        hand = self.get(hand_id)
        columns = self._columns(kind, note)
        self._store.check_there((schema.Organisation, organisation_id))
        if any(each.kind == kind and each.id != hand_id for each in self._own_hands(hand)):
            raise Invalid("kind", f"{hand.contact}’s hand is up as “{kind}” already.")
        with self._store.action(f"Edit the hand of {hand.contact}, “{hand.topic}”"):
            self._store.update(schema.Hand, hand_id, organisation_id=organisation_id, **columns)

    def lower(self, hand_id: int) -> None:
        """Take a hand back that was noted by mistake; a follow-up made of it stays."""
        hand = self.get(hand_id)
        with self._store.action(f"Lower the hand of {hand.contact}, “{hand.topic}”"):
            self._store.delete(schema.Hand, hand_id)

    def settle(self, hand_id: int, settled: bool = True) -> None:
        """Say that nothing more is to be done with a hand, or that something is again."""
        hand = self.get(hand_id)
        if hand.is_settled == settled:
            return
        with self._store.action(f"{'Settled' if settled else 'Not settled'}: {hand.contact}, “{hand.topic}”"):
            self._store.update(schema.Hand, hand_id, settled_at=moment_text(clock.now()) if settled else None)

    def follow_up_draft(self, hand_id: int) -> FollowUpDraft:
        """Return the follow-up that a hand asks for, due in a week: what a form begins with."""
        hand = self.get(hand_id)
        pitch = self._pitches.get(hand.pitch_id)
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

    def follow_up(self, hand_ids: Sequence[int], draft: FollowUpDraft | None = None) -> list[int]:
        """Make a follow-up of each hand and settle it, as one action; return the follow-ups' ids.

        `draft` is what the form holds for a single hand; without it each is what the hand asks for.
        """
        hands = [self.get(each) for each in hand_ids]
        who = hands[0].contact if len(hands) == 1 else f"{len(hands):,} hands"
        made = []
        with self._store.action(f"Follow up {who}"):
            for hand in hands:
                own = self.follow_up_draft(hand.id)
                if draft is not None:
                    own = replace(draft, huddle_id=own.huddle_id, pitch_id=own.pitch_id)
                made.append(self._followups.add(own))
                self.settle(hand.id)
        return made

    # -- inside

    def _columns(self, kind: str, note: str) -> dict[str, Any]:
        if kind not in HAND_KINDS:
            raise Invalid("kind", f"“{kind}” is no reason to put a hand up.")
        return {"kind": kind, "note": clean(note)}

    def _own_hands(self, hand: HandRow) -> list[HandRow]:
        return [each for each in self.of_pitch(hand.pitch_id) if each.contact_id == hand.contact_id]
