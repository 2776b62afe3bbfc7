"""Reads series and huddles; `Huddles` adds the writing."""

from typing import Any

from crm import clock
from crm.db.store import Store, moment_text
from crm.errors import NotFound
from crm.huddles.records import HuddleDetail, HuddleRow, SeriesRow

_ROW = """h.id, h.series_id, coalesce(s.name, ''), h.number, h.kind, h.title, h.starts_at, h.ends_at, h.format, h.venue,
    coalesce(g.name, ''), h.status, h.locked_at IS NOT NULL, h.capacity,
    (SELECT count(*) FROM attendance a WHERE a.huddle_id = h.id AND a.registration = 'invited'),
    (SELECT count(*) FROM attendance a WHERE a.huddle_id = h.id AND a.registration = 'registered'),
    (SELECT count(*) FROM attendance a WHERE a.huddle_id = h.id AND a.presence = 'attended'),
    h.headcount,
    (SELECT count(*) FROM pitch p WHERE p.huddle_id = h.id AND p.deleted_at IS NULL), h.pitch_slots, h.time_zone"""
_FROM = "FROM huddle h LEFT JOIN series s ON s.id = h.series_id LEFT JOIN sub_region g ON g.id = h.sub_region_id"
_MORE = """h.uid, h.host_organisation_id, coalesce(o.name, ''), h.sub_region_id, h.join_link, h.pitch_minutes,
    h.pitches_after, h.notes, coalesce(s.threshold_minutes, 0), h.created_at, h.deleted_at IS NOT NULL"""


class HuddleReader:
    """Reads series and huddles, with what their lists show."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def series(self) -> list[SeriesRow]:
        """Return all series, the active ones first."""
        rows = self._store.rows(
            "SELECT s.id, s.name, s.cadence, s.threshold_minutes, s.active, "
            "(SELECT count(*) FROM huddle h WHERE h.series_id = s.id AND h.deleted_at IS NULL) "
            "FROM series s ORDER BY s.active DESC, s.id"
        )
        return [
            SeriesRow(id_, name, rule, least, bool(active), number) for id_, name, rule, least, active, number in rows
        ]

    def get(self, huddle_id: int) -> HuddleDetail:
        """Return one huddle, a trashed one too; raises NotFound."""
        row = self._store.row(
            f"SELECT {_ROW}, {_MORE} {_FROM} LEFT JOIN organisation o ON o.id = h.host_organisation_id WHERE h.id = ?",
            (huddle_id,),
        )
        if row is None:
            raise NotFound("huddle", huddle_id)
        uid, *more, trashed = row[21:]
        return HuddleDetail(*(_row(row[:21]), uid, row[20], *more, bool(trashed)))

    def rows(self, series_id: int | None = None, limit: int = 500) -> list[HuddleRow]:
        """Return huddles newest first, of one series or of all."""
        where = "h.deleted_at IS NULL" + (" AND h.series_id = :series" if series_id is not None else "")
        return self._listed(f"WHERE {where} ORDER BY h.starts_at DESC, h.id DESC LIMIT :limit", series_id, limit)

    def next(self, series_id: int | None = None) -> HuddleRow | None:
        """Return the huddle that is on or comes next, or None."""
        return self._near("h.ends_at >= :now AND h.status = 'planned' ORDER BY h.starts_at, h.id", series_id)

    def at_the_door(self, series_id: int | None = None) -> HuddleRow | None:
        """Return the huddle whose door is meant: one of today, the one that is on first, else the next, else the last.

        None where there is none of these.
        """
        following = self.next(series_id)
        of_today = following if following is not None and following.day == clock.today() else self.last(series_id)
        if of_today is not None and of_today.day == clock.today():
            return of_today
        return following or of_today

    def last(self, series_id: int | None = None, before: HuddleRow | None = None) -> HuddleRow | None:
        """Return the latest huddle that was not cancelled and has begun, or the one before another."""
        where = "h.starts_at < :now AND h.status <> 'cancelled' ORDER BY h.starts_at DESC, h.id DESC"
        at = moment_text(before.at) if before else None
        return self._near(where, series_id, at)

    def numbered(self, number: int) -> list[HuddleRow]:
        """Return the huddles of this number, one a series, the newest first."""
        return self._listed(
            "WHERE h.number = :series AND h.deleted_at IS NULL ORDER BY h.starts_at DESC LIMIT :limit", number, 100
        )

    def next_number(self, series_id: int | None) -> int | None:
        """Return the number that the next huddle of a series has; None without a series."""
        if series_id is None:
            return None
        sql = "SELECT coalesce(max(number), 0) + 1 FROM huddle WHERE series_id = ? AND deleted_at IS NULL"
        return int(self._store.value(sql, (series_id,)))

    def _near(self, where: str, series_id: int | None, at: str | None = None) -> HuddleRow | None:
        own = "" if series_id is None else "h.series_id = :series AND "
        rows = self._listed(f"WHERE h.deleted_at IS NULL AND {own}{where} LIMIT :limit", series_id, 1, at)
        return rows[0] if rows else None

    def _listed(self, rest: str, series_id: int | None, limit: int, at: str | None = None) -> list[HuddleRow]:
        now = at or moment_text(clock.now())
        values: dict[str, Any] = {"series": series_id, "limit": limit, "now": now}
        return [_row(row) for row in self._store.rows(f"SELECT {_ROW} {_FROM} {rest}", values)]


def _row(row: tuple[Any, ...]) -> HuddleRow:
    *columns, zone = row
    columns[6], columns[7] = clock.wall_clock(columns[6], zone), clock.wall_clock(columns[7], zone)
    columns[12] = bool(columns[12])
    return HuddleRow(*columns)
