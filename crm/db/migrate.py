"""Bring a file's schema up to date: pending migrations, then the change-log triggers and derived tables.

The safe way (playhouse's own helpers can delete child rows): foreign keys off before the transaction, every pending
step and its record in one transaction, triggers dropped first and made again; before the commit no table has lost a
row, no record its owner, and the schema is the one a fresh file has.
"""

import importlib.util
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

from sqlcipher3 import dbapi2 as sqlite

from crm.db import derived, history, schema_check
from crm.db import migrations as steps
from crm.db.file_probe import APPLICATION_ID
from crm.db.today import give_today
from crm.errors import CrmError
from crm.text import fold

DIRECTORY = Path(steps.__file__).parent


def known(directory: Path | None = None) -> list[str]:
    """Return the names of all migrations this program has (or those of another directory), oldest first."""
    return sorted(path.stem for path in (directory or DIRECTORY).glob("[0-9]*.py"))


@cache
def fingerprint(directory: Path | None = None) -> str:
    """Return the fingerprint of the schema that a new file has, as the newest step says it; '' where it says none.

    A file that has it needs no other to be compared with, which would take 25 ms. A test says what it must be after a
    change to the schema, the triggers or the derived tables.
    """
    newest = (directory or DIRECTORY) / f"{known(directory)[-1]}.py"
    return str(getattr(_module(newest), "FINGERPRINT", ""))


def version(directory: Path | None = None) -> int:
    """Return the number of the newest migration: the `user_version` of an up-to-date file."""
    return int(known(directory)[-1][:4])


def applied(connection: Any) -> list[str]:
    """Return the names of the migrations a file has had, oldest first."""
    if connection.execute("SELECT 1 FROM sqlite_master WHERE name = 'schema_migration'").fetchone() is None:
        return []
    return [row[0] for row in connection.execute("SELECT name FROM schema_migration ORDER BY name")]


def pending(connection: Any, directory: Path | None = None) -> list[str]:
    """Return the names of the migrations a file still needs."""
    done = set(applied(connection))
    return [name for name in known(directory) if name not in done]


def unknown(connection: Any, directory: Path | None = None) -> list[str]:
    """Return the names of migrations a file has had that this program does not know: a newer program made it."""
    mine = set(known(directory))
    return [name for name in applied(connection) if name not in mine]


def is_newer(connection: Any) -> bool:
    """Return whether a newer program made a file: by its number, or by a migration that this one does not know."""
    return bool(unknown(connection)) or int(connection.execute("PRAGMA user_version").fetchone()[0]) > version()


def needs_work(connection: Any, directory: Path | None = None) -> bool:
    """Return whether `migrate` would change the file."""
    return bool(pending(connection, directory)) or difference(connection, directory).is_repairable


def difference(connection: Any, directory: Path | None = None) -> schema_check.Difference:
    """Return how the schema of an up-to-date file differs from a fresh one's."""
    return _difference(schema_check.entries(connection), directory or DIRECTORY)


@lru_cache(maxsize=2)  # a file is looked at twice as it opens, and each of its copies again
def _difference(listed: schema_check.Entries, directory: Path) -> schema_check.Difference:
    if garbled := schema_check.garbled(listed):
        return schema_check.Difference(garbled=garbled)
    found = schema_check.by_name(listed)
    if schema_check.fingerprint(found) == fingerprint(directory):
        return schema_check.Difference()
    return schema_check.compare(found, fresh(directory))


def migrate(connection: Any, directory: Path | None = None, *, anew: bool = False) -> list[str]:
    """Apply what is pending, take out what does not belong, make triggers and derived tables anew; return the names.

    An upgrade keeps the derived rows that are as this program makes them: to make them anew takes minutes for a large
    file. It may where no step changed a row, or put one where something is derived of it; not with `anew`.

    All of it or nothing. Raises CrmError, whose words begin in the middle of a sentence, where a row would be lost, a
    foreign key broken that was whole, or the schema come out other than a fresh file's.
    """
    names = pending(connection, directory)
    connection.execute("PRAGMA foreign_keys = OFF")
    try:
        connection.execute("BEGIN IMMEDIATE")
        try:
            before, orphans = _counts(connection), _orphans(connection)
            is_current = bool(names) and not anew and derived.is_current(connection, before)
            is_current = not _drop_triggers(connection, directory) and is_current
            changed = connection.total_changes
            if names:
                _run(connection, directory)
            changed = connection.total_changes - changed - len(names)  # each step is noted
            is_current = is_current and _only_filled_new_tables(connection, before, changed)
            connection.execute(f"PRAGMA application_id = {APPLICATION_ID}")
            connection.execute(f"PRAGMA user_version = {version(directory)}")
            install(connection, keeps_rows=is_current)
            _make_good(connection, difference(connection, directory), directory)
            _check_outcome(connection, before, orphans, directory)
            connection.execute("COMMIT")
        except BaseException:
            if connection.in_transaction:
                connection.execute("ROLLBACK")
            raise
    finally:
        connection.execute("PRAGMA foreign_keys = ON")
    return names


def install(connection: Any, *, keeps_rows: bool = False) -> None:
    """Make the change-log triggers and everything derived, inside the running transaction."""
    for sql in history.triggers().values():
        connection.execute(sql)
    derived.install(connection, keeps_rows=keeps_rows)


def fresh(directory: Path | None = None) -> schema_check.Objects:
    """Return the objects of the schema that a new file has, made in memory; 13 ms the first time."""
    return _fresh(directory or DIRECTORY)


@cache
def _fresh(directory: Path) -> schema_check.Objects:
    connection = sqlite.connect(":memory:", isolation_level=None)
    connection.create_function("fold", 1, fold)
    give_today(connection)
    try:
        connection.execute("BEGIN")  # one transaction takes two thirds of the time
        for name in known(directory):
            _module(directory / f"{name}.py").up(None, _Plain(connection))
        install(connection)
        return schema_check.objects(connection)
    finally:
        connection.close()


class _Plain:
    """As much of a peewee database as a migration needs: the steps are plain SQL, which is the safe way."""

    def __init__(self, connection: Any) -> None:
        self._connection = connection

    def execute_sql(self, sql: str, params: tuple[Any, ...] = ()) -> Any:
        return self._connection.execute(sql, params)


def _module(path: Path) -> Any:
    spec = importlib.util.spec_from_file_location(path.stem, path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def _drop_triggers(connection: Any, directory: Path | None) -> bool:
    """Drop the triggers that are made anew, and any that is not as this program makes it; return whether one was not.

    Those of the log follow the columns of their tables: an older file has others.
    """
    wanted = fresh(directory)
    meddled = False
    for name, sql in connection.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'").fetchall():
        is_ours = wanted.get(name) == ("trigger", sql)
        if name.startswith(("log_", "stale_")) or not is_ours:
            connection.execute(f'DROP TRIGGER "{name}"')
        meddled = meddled or not (is_ours or name.startswith("log_"))
    return meddled


def _make_good(connection: Any, found: schema_check.Difference, directory: Path | None) -> None:
    kinds = dict(connection.execute("SELECT name, type FROM sqlite_master"))
    for name in found.planted:
        connection.execute(f'DROP {kinds[name]} "{name}"')
    for name in found.repairable:
        kind, sql = fresh(directory)[name]
        connection.execute(f'DROP {kind} IF EXISTS "{name}"')
        connection.execute(sql)


def _counts(connection: Any) -> dict[str, int]:
    return {
        table: connection.execute(f'SELECT count(*) FROM "{table}"').fetchone()[0]
        for table in schema_check.base_tables(connection)
    }


def _only_filled_new_tables(connection: Any, before: dict[str, int], changes: int) -> bool:
    """Return whether all rows that the steps changed are new ones in new tables of which nothing is derived."""
    new = {table: count for table, count in _counts(connection).items() if table not in before}
    return changes == sum(new.values()) and not any(new.get(table) for table in derived.sources())


def _orphans(connection: Any) -> int:
    return len(connection.execute("PRAGMA foreign_key_check").fetchall())


def _check_outcome(connection: Any, before: dict[str, int], orphans: int, directory: Path | None) -> None:
    after = _counts(connection)
    for table, count in before.items():
        if after.get(table, count) != count:
            raise CrmError(f"the table “{table}” would not keep its {count} rows")
    if _orphans(connection) > orphans:
        raise CrmError("records would lose each other")
    left = difference(connection, directory)
    if left.is_serious or left.is_repairable:
        raise CrmError(f"the result is not what it should be, {left.in_words}")


def _run(connection: Any, directory: Path | None) -> None:
    # Loaded only when something is pending: a normal start does not pay for it.
    from crm.db.migration_runner import run

    run(connection, directory or DIRECTORY)
