"""Reads who is on the list of a huddle; `Attendances` adds the writing."""

from collections.abc import Sequence
from typing import Any

from crm.attendance.door import DoorReader
from crm.attendance.records import AttendanceRow, Counts, SectorCount
from crm.db.derived import NAME
from crm.db.store import Store

_PEOPLE = f"""SELECT a.id, a.huddle_id, a.contact_id, coalesce(c.name, {NAME.format(contact="r")}), a.organisation_id,
    coalesce(o.name, ''), coalesce(x.symbol, ''), coalesce(c.email, ''), a.registration, a.presence, a.by_lock = 1,
    a.checked_in_at, a.minutes, a.mode, a.role, a.source,
    (SELECT count(*) FROM attendance b JOIN huddle k ON k.id = b.huddle_id AND k.deleted_at IS NULL
        AND k.status <> 'cancelled' WHERE b.contact_id = a.contact_id AND b.presence = 'attended'
        AND b.starts_at < a.starts_at),
    coalesce((SELECT group_concat(p.topic, char(31)) FROM pitch p WHERE p.huddle_id = a.huddle_id
        AND p.contact_id = a.contact_id AND p.deleted_at IS NULL), ''), r.deleted_at IS NOT NULL, h.time_zone
    FROM attendance a JOIN huddle h ON h.id = a.huddle_id
    JOIN contact r ON r.id = a.contact_id LEFT JOIN contact_summary c ON c.contact_id = a.contact_id
    LEFT JOIN organisation o ON o.id = a.organisation_id LEFT JOIN sector x ON x.id = o.sector_id"""
_BY_NAME = "ORDER BY coalesce(c.sort_name, fold(r.family_name || ' ' || r.given_name)), a.contact_id"


class AttendanceReader(DoorReader):
    """Reads the people of a huddle and its numbers."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def rows(self, huddle_id: int) -> list[AttendanceRow]:
        """Return everybody on the list of a huddle, by family name."""
        return self._people(f"WHERE a.huddle_id = ? {_BY_NAME}", (huddle_id,))

    def row(self, huddle_id: int, contact_id: int) -> AttendanceRow | None:
        """Return one person of a huddle, None where they are not on its list."""
        found = self._people("WHERE a.huddle_id = ? AND a.contact_id = ?", (huddle_id, contact_id))
        return found[0] if found else None

    def arrived(self, huddle_id: int, limit: int = 50) -> list[AttendanceRow]:
        """Return who checked in, the last one first."""
        return self._people(
            "WHERE a.huddle_id = ? AND a.presence = 'attended' AND a.checked_in_at IS NOT NULL "
            "ORDER BY a.checked_in_at DESC, a.id DESC LIMIT ?",
            (huddle_id, limit),
        )

    def counts(self, huddle_id: int) -> Counts:
        """Return the numbers of a huddle."""
        replies = ("invited", "registered", "waitlisted", "declined", "cancelled")
        presences = ("attended", "apologies", "absent")
        sums = [f"sum(registration = '{name}')" for name in replies]
        sums += [f"sum(presence = '{name}')" for name in presences]
        sums += [
            f"sum(registration = 'registered' AND presence = '{name}')" for name in ("attended", "absent", "unknown")
        ]
        row = self._store.row(f"SELECT {', '.join(sums)} FROM attendance WHERE huddle_id = ?", (huddle_id,))
        return Counts(*(int(number or 0) for number in row or ()))

    def by_sector(self, huddle_id: int) -> list[SectorCount]:
        """Return how many of each sector are there, and how many registered, in the order of the sectors."""
        rows = self._store.rows(
            "SELECT coalesce(x.name, 'No sector'), coalesce(x.symbol, ''), sum(a.presence = 'attended'), "
            "sum(a.registration = 'registered') FROM attendance a LEFT JOIN organisation o ON o.id = a.organisation_id "
            "LEFT JOIN sector x ON x.id = o.sector_id WHERE a.huddle_id = ? "
            "GROUP BY x.id ORDER BY coalesce(x.position, 999), x.id",
            (huddle_id,),
        )
        return [SectorCount(*row) for row in rows if row[2] or row[3]]

    def _people(self, rest: str, params: Sequence[Any]) -> list[AttendanceRow]:
        return [_person(row) for row in self._store.rows(f"{_PEOPLE} {rest}", params)]


def _person(row: tuple[Any, ...]) -> AttendanceRow:
    *columns, told, trashed, zone = row
    columns[10] = bool(columns[10])
    return AttendanceRow(*(*columns, _topics(told), bool(trashed), zone))


def _topics(joined: str) -> tuple[str, ...]:
    return tuple(joined.split("\x1f")) if joined else ()
