"""Reads who is on the list of a huddle; `Attendances` adds the writing."""

from crm.attendance.check_in_queries import DoorReader
from crm.attendance.queries import ARRIVED, BY_SECTOR, COUNTS, LIST, ONE
from crm.attendance.records import AttendanceRow, Counts, SectorCount
from crm.db.store import Store


class AttendanceReader(DoorReader):
    """Reads the people of a huddle and its numbers."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def rows(self, huddle_id: int) -> list[AttendanceRow]:
        """Return everybody on the list of a huddle, by family name."""
        return self._store.all(LIST, into=AttendanceRow, huddle=huddle_id)

    def row(self, huddle_id: int, contact_id: int) -> AttendanceRow | None:
        """Return one person of a huddle, None where they are not on its list."""
        return self._store.first(ONE, into=AttendanceRow, huddle=huddle_id, contact=contact_id)

    def arrived(self, huddle_id: int, limit: int = 50) -> list[AttendanceRow]:
        """Return who checked in, the last one first."""
        return self._store.all(ARRIVED, into=AttendanceRow, huddle=huddle_id, most=limit)

    def counts(self, huddle_id: int) -> Counts:
        """Return the numbers of a huddle."""
        return self._store.all(COUNTS, into=Counts, huddle=huddle_id)[0]

    def by_sector(self, huddle_id: int) -> list[SectorCount]:
        """Return how many of each sector are there, and how many registered, in the order of the sectors."""
        found = self._store.all(BY_SECTOR, into=SectorCount, huddle=huddle_id)
        return [each for each in found if each.here or each.expected]
