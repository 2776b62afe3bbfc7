"""Reads pitches and hands; `Pitches` adds the writing."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from crm.db.querying import columns
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

_COLUMNS = columns(PITCH)


class PitchReader:
    """Reads the pitches of huddles, people and organisations, and the hands."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def get(self, pitch_id: int) -> PitchRow:
        """Return one pitch, a trashed one too; raises NotFound."""
        found = self._store.row(PITCH, pitch=pitch_id)
        if found is None:
            raise NotFound("pitch", pitch_id)
        return _pitch(found)

    def of_huddle(self, huddle_id: int) -> list[PitchRow]:
        """Return the pitches of a huddle in the order of its agenda."""
        return list(map(_pitch, self._store.rows(OF_HUDDLE, huddle=huddle_id)))

    def of_contact(self, contact_id: int) -> list[PitchRow]:
        """Return a person's pitches, those of the newest huddle first; huddles in the trash are left out."""
        return list(map(_pitch, self._store.rows(OF_CONTACT, contact=contact_id)))

    def of_organisation(self, organisation_id: int) -> list[PitchRow]:
        """Return the pitches that were given for an organisation, those of the newest huddle first."""
        return list(map(_pitch, self._store.rows(OF_ORGANISATION, organisation=organisation_id)))

    def agenda(self, huddle_id: int) -> list[PitchSlot]:
        """Return a huddle's slots with their times: its pitches in order, then those still free. Raises NotFound."""
        huddle = self._store.row(SLOTS, huddle=huddle_id)
        if huddle is None:
            raise NotFound("huddle", huddle_id)
        at, zone, slots, length, after = huddle
        pitches = self.of_huddle(huddle_id)
        made = [PitchSlot(number, each.starts, each.length, each) for number, each in enumerate(pitches, 1)]
        after += sum(each.length for each in pitches)
        for number in range(len(made) + 1, slots + 1):
            made.append(PitchSlot(number, _later(at, zone, after), length))
            after += length
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


def _pitch(row: Sequence[Any]) -> PitchRow:
    facts = dict(zip(_COLUMNS, row, strict=True))
    facts["starts"] = _later(facts["starts"], facts.pop("time_zone"), facts.pop("minutes_before"))
    facts |= {name: _answer(facts[name]) for name in ("delivered", "may_publish")}
    facts["is_trashed"] = bool(facts["is_trashed"])
    return PitchRow(**facts)


def _later(at: str, zone: str, minutes: int) -> datetime:
    """Return the wall-clock time so many minutes after a moment."""
    return (datetime.fromisoformat(at) + timedelta(minutes=minutes)).astimezone(ZoneInfo(zone))


def _answer(value: int | None) -> bool | None:
    return None if value is None else bool(value)
