"""Reads pitches and hands; `Pitches` adds the writing."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from crm.db.derived import NAME
from crm.db.store import Store
from crm.errors import NotFound
from crm.pitches.records import HandRow, PitchRow, PitchSlot

_PITCH = f"""SELECT p.id, p.huddle_id, h.title, p.kind, p.position, h.starts_at, p.minutes,
    coalesce(p.minutes, h.pitch_minutes), p.topic, p.notes, p.contact_id,
    CASE WHEN r.id IS NULL THEN '' ELSE {NAME.format(contact="r")} END, p.organisation_id, coalesce(o.name, ''),
    coalesce(x.symbol, ''), coalesce(a.presence, 'unknown'), p.delivered, p.may_publish,
    (SELECT count(*) FROM hand d WHERE d.pitch_id = p.id),
    (SELECT count(*) FROM hand d WHERE d.pitch_id = p.id AND d.settled_at IS NULL), p.deleted_at IS NOT NULL,
    h.time_zone, h.pitches_after + coalesce((SELECT sum(coalesce(b.minutes, h.pitch_minutes)) FROM pitch b
        WHERE b.huddle_id = p.huddle_id AND b.deleted_at IS NULL AND b.position < p.position), 0)
    FROM pitch p JOIN huddle h ON h.id = p.huddle_id LEFT JOIN contact r ON r.id = p.contact_id
    LEFT JOIN organisation o ON o.id = p.organisation_id LEFT JOIN sector x ON x.id = o.sector_id
    LEFT JOIN attendance a ON a.huddle_id = p.huddle_id AND a.contact_id = p.contact_id"""
_HAND = f"""SELECT d.id, d.pitch_id, p.huddle_id, p.topic, d.contact_id, {NAME.format(contact="r")}, d.organisation_id,
    coalesce(o.name, ''), coalesce(x.symbol, ''), d.kind, d.note, d.settled_at,
    (SELECT max(f.id) FROM follow_up f WHERE f.pitch_id = d.pitch_id AND f.contact_id = d.contact_id
        AND f.deleted_at IS NULL)
    FROM hand d JOIN pitch p ON p.id = d.pitch_id JOIN huddle h ON h.id = p.huddle_id
    JOIN contact r ON r.id = d.contact_id LEFT JOIN organisation o ON o.id = d.organisation_id
    LEFT JOIN sector x ON x.id = o.sector_id"""
_SHOWN = "p.deleted_at IS NULL AND h.deleted_at IS NULL"
_AGENDA = "ORDER BY p.position, p.id"
_NEWEST = "ORDER BY h.starts_at DESC, p.position, p.id"


class PitchReader:
    """Reads the pitches of huddles, people and organisations, and the hands."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def get(self, pitch_id: int) -> PitchRow:
        """Return one pitch, a trashed one too; raises NotFound."""
        found = self._pitches("WHERE p.id = ?", (pitch_id,))
        if not found:
            raise NotFound("pitch", pitch_id)
        return found[0]

    def of_huddle(self, huddle_id: int) -> list[PitchRow]:
        """Return the pitches of a huddle in the order of its agenda."""
        return self._pitches(f"WHERE p.huddle_id = ? AND p.deleted_at IS NULL {_AGENDA}", (huddle_id,))

    def of_contact(self, contact_id: int) -> list[PitchRow]:
        """Return a person's pitches, those of the newest huddle first; huddles in the trash are left out."""
        return self._pitches(f"WHERE p.contact_id = ? AND {_SHOWN} {_NEWEST}", (contact_id,))

    def of_organisation(self, organisation_id: int) -> list[PitchRow]:
        """Return the pitches that were given for an organisation, those of the newest huddle first."""
        return self._pitches(f"WHERE p.organisation_id = ? AND {_SHOWN} {_NEWEST}", (organisation_id,))

    def agenda(self, huddle_id: int) -> list[PitchSlot]:
        """Return a huddle's slots with their times: its pitches in order, then those still free. Raises NotFound."""
        huddle = self._store.row(
            "SELECT starts_at, time_zone, pitch_slots, pitch_minutes, pitches_after FROM huddle WHERE id = ?",
            (huddle_id,),
        )
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
        found = self._hands("WHERE d.id = ?", (hand_id,))
        if not found:
            raise NotFound("hand", hand_id)
        return found[0]

    def hands(self, pitch_id: int) -> list[HandRow]:
        """Return the hands that went up for a pitch, the first first."""
        return self._hands("WHERE d.pitch_id = ? ORDER BY d.id", (pitch_id,))

    def hands_at(self, huddle_id: int, *, only_open: bool = False) -> list[HandRow]:
        """Return the hands of a huddle by pitch; `only_open`: those with which something is still to be done."""
        still = "AND d.settled_at IS NULL" if only_open else ""
        return self._hands(
            f"WHERE p.huddle_id = ? AND p.deleted_at IS NULL {still} ORDER BY p.position, p.id, d.id", (huddle_id,)
        )

    def hands_of(self, record: str, record_id: int) -> list[HandRow]:
        """Return the hands of a `contact` or an `organisation`, those of the newest huddle first."""
        return self._hands(f"WHERE d.{record}_id = ? AND {_SHOWN} {_NEWEST}, d.id", (record_id,))

    def _pitches(self, rest: str, params: Sequence[Any]) -> list[PitchRow]:
        return [_pitch(row) for row in self._store.rows(f"{_PITCH} {rest}", params)]

    def _hands(self, rest: str, params: Sequence[Any]) -> list[HandRow]:
        return [HandRow(*row) for row in self._store.rows(f"{_HAND} {rest}", params)]


def _pitch(row: tuple[Any, ...]) -> PitchRow:
    *columns, zone, after = row
    columns[5] = _later(columns[5], zone, after)
    columns[16], columns[17] = _answer(columns[16]), _answer(columns[17])
    columns[20] = bool(columns[20])
    return PitchRow(*columns)


def _later(at: str, zone: str, minutes: int) -> datetime:
    """Return the wall-clock time so many minutes after a moment."""
    return (datetime.fromisoformat(at) + timedelta(minutes=minutes)).astimezone(ZoneInfo(zone))


def _answer(value: int | None) -> bool | None:
    return None if value is None else bool(value)
