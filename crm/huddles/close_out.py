"""The close-out of a huddle: what is to be done after it, mostly seen from the records, some of it ticked by hand."""

from collections.abc import Sequence
from datetime import datetime, timedelta

import msgspec

from crm import clock
from crm.attendance import Attendances
from crm.db import schema
from crm.db.schema.allowed import CLOSE_OUT_STEPS
from crm.db.store import Store, moment_text
from crm.errors import Invalid
from crm.huddles import Huddles
from crm.huddles.letters import Letter, Recipient, Recipients, write_letter
from crm.huddles.queries import ADDRESSES, CALLED, FOLLOWING, STEPS_TICKED, UNMATCHED_ROWS, UNTICK
from crm.huddles.records import HuddleRow
from crm.pitches.hands import Hands
from crm.settings import USER_NAME, Settings

LOCK, UNMATCHED, THANK, NO_SHOWS, FIRST_TIMERS, HANDS, NEXT = ("lock", *CLOSE_OUT_STEPS)
STEPS = (LOCK, UNMATCHED, THANK, NO_SHOWS, FIRST_TIMERS, HANDS, NEXT)
"""The steps in the order in which they are done."""

TICKED = (THANK, NO_SHOWS, FIRST_TIMERS, NEXT)
"""The steps that a person ticks; `next` only where none is to follow. The others are seen from the records alone."""

WELCOME_WITHIN = timedelta(hours=48)

_TITLES = {
    LOCK: "Lock who came",
    UNMATCHED: "Clear the unmatched rows",
    THANK: "Thank those who came",
    NO_SHOWS: "Message the no-shows",
    FIRST_TIMERS: "Welcome the first-timers",
    HANDS: "Turn hands into follow-ups",
    NEXT: "Book the next huddle",
}


class CloseOutStep(msgspec.Struct, frozen=True):
    """One step. `count` says how many it is about: people, rows, hands, or huddles booked after this one.

    `contact_ids` are the people concerned; `ids` the import rows, the hands or the next huddle. `done` is seen from the
    records or ticked; `is_ticked` says that a person ticked it. `due` is when it should be done by (wall-clock).
    """

    key: str
    title: str
    count: int
    contact_ids: tuple[int, ...]
    ids: tuple[int, ...]
    done: bool
    is_ticked: bool
    due: datetime | None = None


class CloseOut:
    """Reads the close-out list of a huddle and writes its ticks (`close_out`); makes the letters that go with it."""

    def __init__(self, store: Store, huddles: Huddles, attendance: Attendances, hands: Hands) -> None:
        self._store = store
        self._huddles = huddles
        self._attendance = attendance
        self._hands = hands

    def steps(self, huddle_id: int) -> list[CloseOutStep]:
        """Return every step in its order. Raises NotFound.

        What is about people is done when ticked, or when the huddle is locked and nobody is concerned.
        """
        huddle = self._huddles.get(huddle_id).row
        ticked = set(self._store.column(STEPS_TICKED, huddle=huddle_id))
        people = [each for each in self._attendance.rows(huddle_id) if not each.is_trashed]
        unmatched = tuple(self._store.column(UNMATCHED_ROWS, huddle=huddle_id))
        hands = self._hands.at_huddle(huddle_id, only_open=True)
        following = self._following(huddle)
        about = {
            LOCK: tuple(each.contact_id for each in people if each.is_expected and each.presence == "unknown"),
            THANK: tuple(each.contact_id for each in people if each.presence == "attended"),
            NO_SHOWS: tuple(each.contact_id for each in people if each.is_no_show),
            FIRST_TIMERS: tuple(
                each.contact_id for each in people if each.presence == "attended" and not each.times_before
            ),
            HANDS: tuple(dict.fromkeys(each.contact_id for each in hands)),
        }
        ids = {UNMATCHED: unmatched, HANDS: tuple(each.id for each in hands), NEXT: following}
        seen = {LOCK: huddle.is_locked, UNMATCHED: not unmatched, HANDS: not hands, NEXT: bool(following)}
        return [
            CloseOutStep(
                key,
                _TITLES[key],
                len(ids.get(key, about.get(key, ()))),
                about.get(key, ()),
                ids.get(key, ()),
                key in ticked or seen.get(key, huddle.is_locked and not about.get(key)),
                key in ticked,
                huddle.until + WELCOME_WITHIN if key == FIRST_TIMERS else None,
            )
            for key in STEPS
        ]

    def step(self, huddle_id: int, key: str) -> CloseOutStep:
        """Return one step; raises Invalid for one there is not, NotFound."""
        for each in self.steps(huddle_id):
            if each.key == key:
                return each
        raise Invalid("step", f"“{key}” is no step of the close-out.")

    def done(self, huddle_id: int, key: str) -> None:
        """Tick a step; Invalid for one that is done when the records say so."""
        step = self.step(huddle_id, key)
        if key not in TICKED:
            raise Invalid("step", f"“{step.title}” is done when nothing of it is left; it cannot be ticked.")
        if step.is_ticked:
            return
        with self._store.action(f"Done: {step.title}, {self._label(huddle_id)}"):
            self._store.insert(schema.CloseOut, huddle_id=huddle_id, step=key, done_at=moment_text(clock.now()))

    def undo_step(self, huddle_id: int, key: str) -> None:
        """Take the tick of a step back; what the records show stays so."""
        step = self.step(huddle_id, key)
        with self._store.action(f"Not done: {step.title}, {self._label(huddle_id)}"):
            self._store.run(UNTICK, huddle=huddle_id, step=key)

    # -- letters

    def letter(self, huddle_id: int, kind: str, contact_id: int | None = None) -> Letter:
        """Return the letter of a kind (`letters.LETTERS`), to one person or to all concerned."""
        huddle = self._huddles.get(huddle_id)
        booked = self._following(huddle.row)
        name = ""
        if contact_id is not None:
            name = self._store.value(CALLED, contact=contact_id)
        return write_letter(
            kind,
            huddle,
            name=name or "",
            following=self._huddles.get(booked[0]).row if booked else None,
            sender=Settings(self._store).get(USER_NAME),
        )

    def recipients(self, contact_ids: Sequence[int]) -> Recipients:
        """Return the addresses to write to, each person's first usable one, and who has none."""
        found = {row.contact_id: row for row in self._store.all(ADDRESSES, into=Recipient, contacts=tuple(contact_ids))}
        return Recipients(
            tuple(found[each] for each in dict.fromkeys(contact_ids) if each in found),
            tuple(each for each in dict.fromkeys(contact_ids) if each not in found),
        )

    # -- inside

    def _following(self, huddle: HuddleRow) -> tuple[int, ...]:
        """Return the next huddle of the same series, or of none, that is booked after this one."""
        return tuple(self._store.column(FOLLOWING, huddle=huddle.id))

    def _label(self, huddle_id: int) -> str:
        return self._huddles.get(huddle_id).row.label
