"""Whom the words at the door may mean, and what undo takes back there; `AttendanceReader` has it."""

import json
from collections.abc import Sequence
from operator import itemgetter
from typing import Any

from crm.attendance.records import Candidate
from crm.db import history
from crm.db.derived.stale import CONTACT
from crm.db.store import Store
from crm.search import query
from crm.search.records import Fit, Records

_EXPECTED = "a.registration = 'registered' AND a.presence IN ('unknown', 'absent')"
_GROUP = f"CASE WHEN a.presence = 'attended' THEN 2 WHEN {_EXPECTED} THEN 0 ELSE 1 END"
_SHOWN = """SELECT s.contact_id, a.id, s.name, coalesce(o.name, s.organisation_name), coalesce(x.symbol, ''),
    coalesce(a.registration, 'none'), coalesce(a.presence, 'unknown'), a.checked_in_at,
    NOT EXISTS (SELECT 1 FROM attendance b JOIN huddle k ON k.id = b.huddle_id AND k.deleted_at IS NULL
        AND k.status <> 'cancelled' WHERE b.contact_id = s.contact_id AND b.presence = 'attended'
        AND b.huddle_id <> :huddle),
    coalesce((SELECT group_concat(p.topic, char(31)) FROM pitch p
        WHERE p.huddle_id = :huddle AND p.contact_id = s.contact_id AND p.deleted_at IS NULL), '')
    FROM json_each(:ids) j CROSS JOIN contact_summary s ON s.contact_id = j.value
    LEFT JOIN attendance a ON a.contact_id = s.contact_id AND a.huddle_id = :huddle
    LEFT JOIN organisation o ON o.id = coalesce(a.organisation_id, s.organisation_id)
    LEFT JOIN sector x ON x.id = o.sector_id ORDER BY j.key"""


class DoorReader:
    """Reads what check-in shows beside the list of a huddle."""

    _store: Store

    def candidates(self, huddle_id: int, text: str, limit: int = 6) -> list[Candidate]:
        """Return whom the words at the door may mean, the best match first within each group.

        First those still expected, then others on the list, then those who are in, then everybody we know: the list is
        read whole, everybody else by the ranked index, whose cost does not grow with the file. Without words: those
        still expected, by name.
        """
        wanted = query.read(text).record_words
        if not wanted:
            return self._shown(huddle_id, self._expected(huddle_id, limit)) if not text.strip() else []
        ids = self._listed(huddle_id, wanted)[:limit]
        if len(ids) < limit:
            found = Records(self._store).find(CONTACT, wanted, limit + len(ids))
            ids = list(dict.fromkeys([*ids, *found]))[:limit]
        return self._shown(huddle_id, ids)

    def undoes(self, huddle_id: int) -> bool:
        """Return whether the action that undo takes back next is one on the list of this huddle."""
        with self._store.reading() as connection:
            found = history.next_undo(connection)
        return found is not None and bool(
            self._store.value(
                "SELECT EXISTS (SELECT 1 FROM change WHERE change_set_id = ? AND table_name = 'attendance' "
                "AND json_extract(coalesce(after, before), '$.huddle_id') = ?)",
                (found[0], huddle_id),
            )
        )

    def _expected(self, huddle_id: int, limit: int) -> list[int]:
        rows = self._store.rows(
            "SELECT a.contact_id FROM attendance a JOIN contact_summary s ON s.contact_id = a.contact_id "
            f"WHERE a.huddle_id = ? AND {_EXPECTED} ORDER BY s.sort_name, s.contact_id LIMIT ?",
            (huddle_id, limit),
        )
        return [row[0] for row in rows]

    def _listed(self, huddle_id: int, wanted: Sequence[str]) -> list[int]:
        """Return who on the list of a huddle has all the words, by group and then by how well they fit."""
        has_all = " AND ".join(["instr(r.words, ?)"] * len(wanted))
        rows = self._store.rows(
            f"SELECT a.contact_id, {_GROUP}, r.words, s.sort_name FROM attendance a "
            f"CROSS JOIN search_record r ON r.kind = {CONTACT} AND r.id = a.contact_id AND {has_all} "
            "CROSS JOIN contact_summary s ON s.contact_id = a.contact_id WHERE a.huddle_id = ?",
            (*(f" {word}" for word in wanted), huddle_id),
        )
        fit = Fit(wanted)
        ranked = [(group, rank, name, id_) for id_, group, words, name in rows if (rank := fit.of(words)) is not None]
        return list(map(itemgetter(3), sorted(ranked)))

    def _shown(self, huddle_id: int, ids: Sequence[int]) -> list[Candidate]:
        values = {"huddle": huddle_id, "ids": json.dumps(list(ids))}
        return [_candidate(row) for row in self._store.rows(_SHOWN, values)]


def _candidate(row: tuple[Any, ...]) -> Candidate:
    *columns, first, told = row
    return Candidate(*(*columns, bool(first), tuple(told.split("\x1f")) if told else ()))
