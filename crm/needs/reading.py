"""Reads needs and offers; `Needs` adds the writing."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from crm import clock
from crm.db.derived import NAME
from crm.db.store import Store
from crm.errors import NotFound
from crm.needs.records import NeedRow

_ROW = f"""SELECT n.id, n.kind, n.category, n.title, n.notes, n.contact_id,
    CASE WHEN c.id IS NULL THEN '' ELSE {NAME.format(contact="c")} END, o.id, coalesce(o.name, ''),
    coalesce(x.symbol, ''), n.pitch_id, r.id, coalesce(r.name, ''), n.maturity_from, n.maturity_to, n.expires_on,
    n.confidential, CASE WHEN n.closed_at IS NOT NULL THEN 'closed' WHEN n.expires_on < :today THEN 'expired'
    ELSE 'open' END, n.deleted_at IS NOT NULL, n.organisation_id, n.sub_region_id,
    coalesce((SELECT group_concat(m.name, char(31) ORDER BY m.position, m.id) FROM need_offer_theme t
        JOIN theme m ON m.id = t.theme_id WHERE t.need_offer_id = n.id), '')
    FROM need_offer n LEFT JOIN contact c ON c.id = n.contact_id
    LEFT JOIN contact_summary s ON s.contact_id = n.contact_id
    LEFT JOIN organisation o ON o.id = coalesce(n.organisation_id, s.organisation_id)
    LEFT JOIN sector x ON x.id = o.sector_id
    LEFT JOIN sub_region r ON r.id = coalesce(n.sub_region_id, o.sub_region_id)"""
_STATES = {
    "open": "AND n.closed_at IS NULL AND (n.expires_on IS NULL OR n.expires_on >= :today)",
    "closed": "AND n.closed_at IS NOT NULL",
    "expired": "AND n.closed_at IS NULL AND n.expires_on < :today",
    "": "",
}


class NeedReader:
    """Reads needs and offers."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def get(self, need_id: int) -> NeedRow:
        """Return one need or offer, a trashed one too; raises NotFound."""
        found = self._read("n.id = :id", {"id": need_id})
        if not found:
            raise NotFound("need or offer", need_id)
        return found[0]

    def rows(self, kind: str = "", state: str = "open", limit: int = 500) -> list[NeedRow]:
        """Return the needs or offers ('' for both) of a state ('' for all), the newest first."""
        where = f"n.deleted_at IS NULL AND :kind IN ('', n.kind) {_STATES[state]}"
        return self._read(f"{where} ORDER BY n.created_at DESC, n.id DESC LIMIT :limit", {"kind": kind, "limit": limit})

    def of(self, record: str, record_id: int) -> list[NeedRow]:
        """Return the needs and offers of a `contact` or an `organisation` (its own), the newest first."""
        return self._read(
            f"n.deleted_at IS NULL AND n.{record}_id = :id ORDER BY n.created_at DESC, n.id DESC", {"id": record_id}
        )

    def of_huddle(self, huddle_id: int) -> dict[int, NeedRow]:
        """Return what the pitches of a huddle became, by the pitch's id."""
        rows = self._read(
            "n.deleted_at IS NULL AND n.pitch_id IN (SELECT id FROM pitch WHERE huddle_id = :id) ORDER BY n.id",
            {"id": huddle_id},
        )
        return {row.pitch_id: row for row in rows if row.pitch_id is not None}

    def of_ids(self, ids: Sequence[int]) -> dict[int, NeedRow]:
        """Return needs and offers by id."""
        marks = ", ".join(str(int(id_)) for id_ in ids)
        return {row.id: row for row in self._read(f"n.id IN ({marks})", {})}

    def _read(self, where: str, params: dict[str, Any]) -> list[NeedRow]:
        rows = self._store.rows(f"{_ROW} WHERE {where}", {**params, "today": clock.today().isoformat()})
        return [_need(row) for row in rows]


def _need(row: tuple[Any, ...]) -> NeedRow:
    facts = list(row)
    facts[15] = date.fromisoformat(row[15]) if row[15] else None
    facts[16], facts[18] = bool(row[16]), bool(row[18])
    facts[21] = tuple(row[21].split("\x1f")) if row[21] else ()
    return NeedRow(*facts)
