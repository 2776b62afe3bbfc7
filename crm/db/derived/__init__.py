"""Derived tables: what lists sort and show and what search looks in, kept by triggers and never logged.

Triggers only note what went stale; `flush` brings it up to date at the end of the same transaction, so that a reader
never sees an old line beside a new record. All of it can be thrown away and built again (`install`).
"""

from collections.abc import Collection
from typing import Any

from crm.db.derived import summaries, texts, tokens
from crm.db.derived.stale import STALE
from crm.db.derived.summaries import NAME, NO_FOLLOW_UP, day_is_over, note_day_over

__all__ = [
    "NAME",
    "NO_FOLLOW_UP",
    "TABLES",
    "day_is_over",
    "flush",
    "install",
    "is_installed",
    "note_day_over",
    "rebuild",
    "triggers",
]

_PARTS = (summaries, tokens, texts)
TABLES: dict[str, str] = {"stale": STALE, **summaries.TABLES, **tokens.TABLES, **texts.TABLES}
"""The SQL of every derived table by name."""

_SHORTCUTS = {
    "interaction_planned": "CREATE INDEX interaction_planned ON interaction (happened_at) "
    "WHERE status = 'planned' AND deleted_at IS NULL",
    **{
        f"{table}_trash": f"CREATE INDEX {table}_trash ON {table} (deleted_at) WHERE deleted_at IS NOT NULL"
        for table in ("contact", "organisation", "interaction", "follow_up", "huddle", "opportunity")
    },
    "attendance_came": "CREATE INDEX attendance_came ON attendance (contact_id, huddle_id) WHERE presence = 'attended'",
    "attendance_came_for": "CREATE INDEX attendance_came_for ON attendance (organisation_id, huddle_id) "
    "WHERE presence = 'attended' AND organisation_id IS NOT NULL",
}
"""Indexes over records for what a page asks that no other index answers: the few planned, or in the trash, of many;
the huddles each person and organisation came to, of everybody in one go."""


def triggers() -> dict[str, str]:
    """Return the SQL of every trigger that notes what went stale, by name."""
    return {name: sql for part in _PARTS for name, sql in part.triggers().items()}


def flush(connection: Any) -> None:
    """Bring everything stale up to date, inside the running transaction."""
    if connection.execute("SELECT 1 FROM stale LIMIT 1").fetchone() is not None:
        summaries.flush(connection)
        tokens.flush(connection)
        connection.execute("DELETE FROM stale")
    texts.flush(connection)


def _found(connection: Any) -> dict[str, str]:
    return dict(connection.execute("SELECT name, sql FROM sqlite_master WHERE sql IS NOT NULL"))


def _wanted() -> dict[str, str]:
    return {**TABLES, **summaries.INDEXES, **_SHORTCUTS, **triggers()}


def is_installed(connection: Any) -> bool:
    """Return whether every derived table, index and trigger is there as this program makes it."""
    found = _found(connection)
    return all(found.get(name) == sql for name, sql in _wanted().items())


def is_current(connection: Any, tables: Collection[str]) -> bool:
    """Return whether the derived rows of a file whose records are in `tables` are those that this program makes.

    They are where every derived table and every trigger over those tables is as this program makes it, and nothing is
    noted as stale. What is derived of tables that are still to come is no matter: there is none of it.
    """
    found = _found(connection)
    kept = {**TABLES, **summaries.INDEXES, **{name: sql for name, sql in triggers().items() if _over(sql) in tables}}
    if any(found.get(name) != sql for name, sql in kept.items()):
        return False
    stale = "SELECT EXISTS (SELECT 1 FROM stale) + EXISTS (SELECT 1 FROM stale_text)"
    return not connection.execute(stale).fetchone()[0]


def sources() -> frozenset[str]:
    """Return the names of the tables of which something is derived."""
    return frozenset(map(_over, triggers().values()))


def _over(trigger: str) -> str:
    """Return the table that a trigger is over."""
    return trigger.partition(" BEGIN ")[0].rpartition(" ON ")[2]


def install(connection: Any, *, keeps_rows: bool = False) -> None:
    """Make all derived tables and triggers anew, from the records, inside the running transaction.

    With `keeps_rows` only what is not there: the rows were found to be current.
    """
    found, wanted = _found(connection), _wanted()
    if not keeps_rows:
        for name in TABLES:
            connection.execute(f"DROP TABLE IF EXISTS {name}")  # and its indexes
    for name in found:
        if name.startswith("stale_") and name not in TABLES:
            connection.execute(f"DROP TRIGGER {name}")
        elif name in _SHORTCUTS and found[name] != wanted[name]:
            connection.execute(f"DROP INDEX {name}")
    there = _found(connection)
    for name, sql in wanted.items():
        if name not in there:
            connection.execute(sql)
    if not keeps_rows:
        texts.prepare(connection)
        rebuild(connection)


def rebuild(connection: Any) -> None:
    """Derive everything again from the records, inside the running transaction."""
    for part in _PARTS:
        part.forget(connection)
    flush(connection)
