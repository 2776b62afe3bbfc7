"""Reads introductions and who knows whom; `Introductions` adds the writing."""

import json
from collections.abc import Sequence
from datetime import date
from typing import Any

from crm import clock
from crm.dates import partial_end
from crm.db.derived import NAME
from crm.db.schema.allowed import INTRODUCTION_STEPS
from crm.db.store import Store
from crm.errors import Invalid, NotFound
from crm.introductions.paths import find_paths, find_paths_into
from crm.introductions.records import (
    IntroductionParty,
    IntroductionRow,
    LedgerFilter,
    OutcomeRow,
    Path,
    RelationshipRow,
)
from crm.text import words

_ROW = """SELECT i.id, i.reason, i.notes, i.source, i.huddle_id, i.pitch_id, i.made_on, i.created_at,
    i.deleted_at IS NOT NULL, f.id, f.due_on FROM introduction i LEFT JOIN follow_up f ON f.id = (SELECT n.id
    FROM follow_up n WHERE n.introduction_id = i.id AND n.done_at IS NULL AND n.dropped_at IS NULL
    AND n.deleted_at IS NULL ORDER BY n.due_on IS NULL, n.due_on, n.id LIMIT 1)"""
_PARTIES = f"""SELECT p.introduction_id, p.contact_id, {NAME.format(contact="c")}, p.organisation_id,
    coalesce(o.name, ''), p.consent, p.consent_at FROM json_each(?) t
    CROSS JOIN introduction_party p ON p.introduction_id = t.value JOIN contact c ON c.id = p.contact_id
    LEFT JOIN organisation o ON o.id = p.organisation_id ORDER BY p.id"""
_OUTCOMES = """SELECT u.introduction_id, u.id, u.step, u.reached_on, u.note FROM json_each(?) t
    CROSS JOIN outcome u ON u.introduction_id = t.value ORDER BY u.reached_on, u.id"""
_NAMES = f"""(SELECT group_concat(y.name, ' ') FROM (SELECT {NAME.format(contact="c")} AS name
    FROM introduction_party p JOIN contact c ON c.id = p.contact_id WHERE p.introduction_id = i.id ORDER BY p.id) y)"""
_PLACES = """(SELECT group_concat(o.name, ' ') FROM introduction_party p JOIN organisation o ON o.id = p.organisation_id
    WHERE p.introduction_id = i.id)"""
_STEP = (
    """(SELECT u.step FROM outcome u WHERE u.introduction_id = i.id ORDER BY u.reached_on DESC, u.id DESC LIMIT 1)"""
)
_SOMEBODY = "EXISTS (SELECT 1 FROM introduction_party p WHERE p.introduction_id = i.id AND p.consent"
_STANDINGS = {
    "to make": "i.made_on IS NULL",
    "not asked": f"i.made_on IS NULL AND {_SOMEBODY} = '')",
    "asked": f"i.made_on IS NULL AND {_SOMEBODY} = 'asked')",
    "ready": f"i.made_on IS NULL AND NOT {_SOMEBODY} <> 'yes')",
    "refused": f"i.made_on IS NULL AND {_SOMEBODY} = 'no')",
    "made": "i.made_on IS NOT NULL",
    "check due": "f.due_on <= :today",
    "no outcome": f"i.made_on IS NOT NULL AND {_STEP} IS NULL",
}
_LADDER = " ".join(f"WHEN '{step}' THEN {rung}" for rung, step in enumerate(INTRODUCTION_STEPS, 1))
_SORTS = {
    "newest": "coalesce(i.made_on, substr(i.created_at, 1, 10))",
    "who": f"fold({_NAMES})",
    "reason": "fold(i.reason)",
    "source": "i.source",
    "made_on": "i.made_on",
    "check_on": "f.due_on",
    "outcome": f"CASE {_STEP} {_LADDER} END",
}
"""What the ledger can be ordered by; where there is nothing to order by a line comes last."""
_NEWEST = "ORDER BY coalesce(i.made_on, substr(i.created_at, 1, 10)) DESC, i.id DESC"


EVERYTHING = LedgerFilter()


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

    def ledger(
        self, shown: LedgerFilter = EVERYTHING, sort: str = "newest", descending: bool = True
    ) -> list[IntroductionRow]:
        """Return the introductions of a filter in an order; raises Invalid where there is no such order or standing."""
        if sort not in _SORTS:
            raise Invalid("sort", f"Introductions cannot be sorted by “{sort}”.")
        parts, values = ["i.deleted_at IS NULL"], {"today": clock.today().isoformat(), "step": shown.standing}
        if shown.standing in INTRODUCTION_STEPS:
            parts.append(f"{_STEP} = :step")
        elif shown.standing:
            if shown.standing not in _STANDINGS:
                raise Invalid("standing", f"No introduction stands at “{shown.standing}”.")
            parts.append(_STANDINGS[shown.standing])
        for number, word in enumerate(words(shown.words)):
            values[f"word{number}"] = f"%{word}%"
            parts.append(f"fold(i.reason || ' ' || {_NAMES} || ' ' || coalesce({_PLACES}, '')) LIKE :word{number}")
        way = " DESC" if descending else ""
        order = f"{_SORTS[sort]} IS NULL, {_SORTS[sort]}{way}, i.id DESC"
        return self._read(f"WHERE {' AND '.join(parts)} ORDER BY {order}", values)

    def to_make_count(self) -> int:
        """Return how many are noted and not made yet."""
        sql = "SELECT count(*) FROM introduction WHERE made_on IS NULL AND deleted_at IS NULL"
        return int(self._store.value(sql))

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

    def paths_into(self, organisation_id: int, limit: int = 10) -> list[Path]:
        """Return who can introduce us to somebody at an organisation, or whom we know there; raises NotFound.

        The strongest path comes first, and one for each person to ask; of 25 people there at most.
        """
        if self._store.value("SELECT 1 FROM organisation WHERE id = ?", (organisation_id,)) is None:
            raise NotFound("organisation", organisation_id)
        return find_paths_into(self._store, organisation_id, clock.today(), limit)

    def _read(self, rest: str, params: Sequence[Any] | dict[str, Any]) -> list[IntroductionRow]:
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
                check,
                _day(due),
            )
            for id_, reason, notes, source, huddle, pitch, on, at, gone, check, due in rows
        ]


def _day(text: str | None) -> date | None:
    return partial_end(text) if text else None
