"""Bring a file's schema up to date: pending migrations, then the change-log triggers and derived tables.

The safe way (playhouse's own helpers can delete child rows): foreign keys off before the transaction, every pending
step and its record in one transaction, triggers dropped first and made again, foreign keys checked before the commit.
"""

from pathlib import Path
from typing import Any

from crm.db import derived, history
from crm.db import migrations as steps
from crm.errors import CrmError

APPLICATION_ID = 0x434C4453  # "CLDS"
DIRECTORY = Path(steps.__file__).parent


def known() -> list[str]:
    """Return the names of all migrations this program has, oldest first."""
    return sorted(path.stem for path in DIRECTORY.glob("[0-9]*.py"))


def applied(connection: Any) -> list[str]:
    """Return the names of the migrations a file has had, oldest first."""
    if connection.execute("SELECT 1 FROM sqlite_master WHERE name = 'schema_migration'").fetchone() is None:
        return []
    return [row[0] for row in connection.execute("SELECT name FROM schema_migration ORDER BY name")]


def pending(connection: Any) -> list[str]:
    """Return the names of the migrations a file still needs."""
    done = set(applied(connection))
    return [name for name in known() if name not in done]


def migrate(database: Any) -> list[str]:
    """Apply what is pending and install triggers and derived tables; return the names applied.

    All of it or nothing. Raises CrmError where the result would break a foreign key.
    """
    connection = database.connection()
    names = pending(connection)
    if not names and _installed(connection):
        return []
    connection.execute("PRAGMA foreign_keys = OFF")
    try:
        with database.atomic("IMMEDIATE"):
            _drop_triggers(connection)
            if names:
                _run(database)
            connection.execute(f"PRAGMA application_id = {APPLICATION_ID}")
            for sql in history.triggers().values():
                connection.execute(sql)
            derived.install(connection)
            if connection.execute("PRAGMA foreign_key_check").fetchone() is not None:
                raise CrmError(
                    "The file could not be brought up to date: records would lose each other. It is unchanged."
                )
    finally:
        connection.execute("PRAGMA foreign_keys = ON")
    return names


def _installed(connection: Any) -> bool:
    found = dict(connection.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'"))
    return all(found.get(n) == s for n, s in history.triggers().items()) and derived.is_installed(connection)


def _drop_triggers(connection: Any) -> None:
    names = [row[0] for row in connection.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'")]
    for name in names:
        if name.startswith(("log_", "stale_")):
            connection.execute(f"DROP TRIGGER {name}")


def _run(database: Any) -> None:
    # Loaded only when something is pending: a normal start does not pay for it.
    from playhouse.migrations import Runner

    runner = Runner(database, str(DIRECTORY))
    runner.up()
