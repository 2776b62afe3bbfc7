"""Derived tables: what lists sort and show and what search looks in, kept by triggers and never logged.

Triggers only note what went stale; `flush` brings it up to date at the end of the same transaction, so that a reader
never sees an old line beside a new record. All of it can be thrown away and built again (`install`).
"""

from typing import Any

from crm.db.derived import summaries, texts, tokens
from crm.db.derived.stale import STALE
from crm.db.derived.summaries import NAME, NO_FOLLOW_UP

__all__ = ["NAME", "NO_FOLLOW_UP", "TABLES", "flush", "install", "is_installed", "rebuild", "triggers"]

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


def _wanted() -> dict[str, str]:
    return {**TABLES, **summaries.INDEXES, **_SHORTCUTS, **triggers()}


def is_installed(connection: Any) -> bool:
    """Return whether every derived table, index and trigger is there as this program makes it."""
    found = dict(connection.execute("SELECT name, sql FROM sqlite_master WHERE sql IS NOT NULL"))
    return all(found.get(name) == sql for name, sql in _wanted().items())


def install(connection: Any) -> None:
    """Make all derived tables and triggers anew, from the records, inside the running transaction."""
    for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall():
        if name.startswith("stale_"):
            connection.execute(f"DROP TRIGGER {name}")
    for name in TABLES:
        connection.execute(f"DROP TABLE IF EXISTS {name}")
    for name in _SHORTCUTS:
        connection.execute(f"DROP INDEX IF EXISTS {name}")
    for sql in _wanted().values():
        connection.execute(sql)
    texts.prepare(connection)
    rebuild(connection)


def rebuild(connection: Any) -> None:
    """Derive everything again from the records, inside the running transaction."""
    for part in _PARTS:
        part.forget(connection)
    flush(connection)
