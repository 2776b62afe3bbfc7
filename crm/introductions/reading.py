"""Reads introductions and who knows whom; `Introductions` adds the writing."""

import json
from collections.abc import Sequence
from datetime import date
from typing import Any

from crm import clock
from crm.db.derived import NAME
from crm.db.store import Store
from crm.errors import NotFound
from crm.introductions.paths import find_paths
from crm.introductions.records import IntroductionParty, IntroductionRow, OutcomeRow, Path, RelationshipRow

_ROW = """SELECT i.id, i.reason, i.notes, i.source, i.huddle_id, i.pitch_id, i.made_on, i.created_at,
    i.deleted_at IS NOT NULL FROM introduction i"""
_PARTIES = f"""SELECT p.introduction_id, p.contact_id, {NAME.format(contact="c")}, p.organisation_id,
    coalesce(o.name, ''), p.consent, p.consent_at FROM json_each(?) t
    CROSS JOIN introduction_party p ON p.introduction_id = t.value JOIN contact c ON c.id = p.contact_id
    LEFT JOIN organisation o ON o.id = p.organisation_id ORDER BY p.id"""
_OUTCOMES = """SELECT u.introduction_id, u.id, u.step, u.reached_on, u.note FROM json_each(?) t
    CROSS JOIN outcome u ON u.introduction_id = t.value ORDER BY u.reached_on, u.id"""
_NEWEST = "ORDER BY coalesce(i.made_on, substr(i.created_at, 1, 10)) DESC, i.id DESC"


class IntroductionReader:
    """Reads the ledger of introductions, relationships, and paths to a person."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def get(self, introduction_id: int) -> IntroductionRow:
        """Return one introduction, a trashed one too; raises NotFound."""
        found = self._read("WHERE i.id = ?", (introduction_id,))
        if not found:
            raise NotFound("introduction", introduction_id)
        return found[0]

    def rows(self, offset: int = 0, limit: int = 500) -> list[IntroductionRow]:
        """Return the ledger, what was made or noted last first."""
        return self._read(f"WHERE i.deleted_at IS NULL {_NEWEST} LIMIT ? OFFSET ?", (limit, offset))

    def of(self, record: str, record_id: int) -> list[IntroductionRow]:
        """Return the introductions of a `contact` or an `organisation`, newest first."""
        return self._read(
            f"WHERE i.deleted_at IS NULL AND i.id IN (SELECT p.introduction_id FROM introduction_party p "
            f"WHERE p.{record}_id = ?) {_NEWEST}",
            (record_id,),
        )

    def relationships(self, contact_id: int) -> list[RelationshipRow]:
        """Return whom a person knows, as we were told, by name."""
        rows = self._store.rows(
            f"SELECT r.id, c.id, {NAME.format(contact='c')}, r.kind, r.note FROM (SELECT id, other_id AS who, kind, "
            "note FROM relationship WHERE contact_id = ?1 UNION ALL SELECT id, contact_id, kind, note "
            "FROM relationship WHERE other_id = ?1) r JOIN contact c ON c.id = r.who ORDER BY 3, 1",
            (contact_id,),
        )
        return [RelationshipRow(*row) for row in rows]

    def paths(self, contact_id: int, limit: int = 10) -> list[Path]:
        """Return who can introduce us to a person, the strongest path first; of one or two hops. Raises NotFound."""
        if self._store.value("SELECT 1 FROM contact WHERE id = ?", (contact_id,)) is None:
            raise NotFound("contact", contact_id)
        return find_paths(self._store, contact_id, clock.today(), limit)

    def _read(self, rest: str, params: Sequence[Any]) -> list[IntroductionRow]:
        rows = self._store.rows(f"{_ROW} {rest}", params)
        ids = json.dumps([row[0] for row in rows])
        parties: dict[int, list[IntroductionParty]] = {row[0]: [] for row in rows}
        outcomes: dict[int, list[OutcomeRow]] = {row[0]: [] for row in rows}
        for introduction, *facts in self._store.rows(_PARTIES, (ids,)):
            parties[introduction].append(IntroductionParty(*facts))
        for introduction, id_, step, on, note in self._store.rows(_OUTCOMES, (ids,)):
            outcomes[introduction].append(OutcomeRow(id_, step, date.fromisoformat(on), note))
        return [
            IntroductionRow(
                id_,
                reason,
                notes,
                source,
                huddle,
                pitch,
                _day(on),
                at,
                bool(gone),
                tuple(parties[id_]),
                tuple(outcomes[id_]),
            )
            for id_, reason, notes, source, huddle, pitch, on, at, gone in rows
        ]


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None
