"""Reads pitches and hands; `Pitches` adds the writing."""

from datetime import datetime, timedelta

import msgspec
from msgspec.structs import asdict

from crm import clock
from crm.db.store import Store
from crm.errors import NotFound
from crm.pitches.queries import (
    HAND,
    HANDS,
    HANDS_AT,
    HANDS_OF,
    OF_CONTACT,
    OF_HUDDLE,
    OF_ORGANISATION,
    OPEN_HANDS_AT,
    PITCH,
    SLOTS,
)
from crm.pitches.records import HandRow, PitchRow, PitchSlot


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


class PitchReader:
    """Reads the pitches of huddles, people and organisations, and the hands."""

    def __init__(self, store: Store) -> None:
        self._store = store

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

    def hand(self, hand_id: int) -> HandRow:
        """Return one hand; raises NotFound."""
        found = self._store.first(HAND, into=HandRow, hand=hand_id)
        if found is None:
            raise NotFound("hand", hand_id)
        return found

    def hands(self, pitch_id: int) -> list[HandRow]:
        """Return the hands that went up for a pitch, the first first."""
        return self._store.all(HANDS, into=HandRow, pitch=pitch_id)

    def hands_at(self, huddle_id: int, *, only_open: bool = False) -> list[HandRow]:
        """Return the hands of a huddle by pitch; `only_open`: those with which something is still to be done."""
        return self._store.all(OPEN_HANDS_AT if only_open else HANDS_AT, into=HandRow, huddle=huddle_id)

    def hands_of(self, record: str, record_id: int) -> list[HandRow]:
        """Return the hands of a `contact` or an `organisation`, those of the newest huddle first."""
        return self._store.all(HANDS_OF[record], into=HandRow, record=record_id)


def _pitch(found: _Found) -> PitchRow:
    facts = asdict(found)
    facts["starts"] = _later(found.starts, facts.pop("time_zone"), facts.pop("minutes_before"))
    return PitchRow(**facts)


def _later(at: datetime, zone: str, minutes: int) -> datetime:
    """Return the wall-clock time so many minutes after a moment."""
    return clock.wall_clock(at + timedelta(minutes=minutes), zone)
