"""Make good what a check found: values that are no text, without asking; entries without their record, when asked."""

from typing import Any

from sqlcipher3 import dbapi2 as sqlite

from crm.db import integrity_check
from crm.db.dump import TABLES
from crm.db.store import Store
from crm.errors import CrmError

_TRIES = 20
"""To find a text that no other record has."""


def make_readable(connection: Any) -> None:
    """Turn what is no text in text columns into text, in one transaction; the change log could not hold it.

    The triggers of the log and of the derived tables are away afterwards: `migrate.migrate` makes them again.
    """
    connection.execute("BEGIN IMMEDIATE")
    try:
        triggers = connection.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall()
        for (name,) in triggers:
            connection.execute(f'DROP TRIGGER "{name}"')
        for table in TABLES:
            for row_id, texts in list(integrity_check.unreadable_rows(connection, table)):
                _put(connection, table, row_id, texts)
        connection.execute("COMMIT")
    except BaseException:
        if connection.in_transaction:
            connection.execute("ROLLBACK")
        raise


def _put(connection: Any, table: str, row_id: int, texts: dict[str, str]) -> None:
    """Write what could be read of a row's values; where another record has one already (a tag's name), with a mark."""
    tried = dict(texts)
    for _ in range(_TRIES):
        try:
            changes = ", ".join(f"{column} = ?" for column in tried)
            connection.execute(f"UPDATE {table} SET {changes} WHERE id = ?", (*tried.values(), row_id))
        except sqlite.IntegrityError as error:
            if not str(error).startswith("UNIQUE"):
                raise
            named = [column for column in tried if f"{table}.{column}" in str(error)]
            for column in named or tried:
                tried[column] += " �"
        else:
            return
    raise CrmError("No text was found that no other record has.")


def tidy_orphans(store: Store) -> int:
    """Free the entries that refer to a record that is no longer there; return how many they were.

    A reference that may be empty is emptied; an entry that is nothing without its record goes. Logged, but no step of
    undo: what it would bring back the file may not hold. The caller makes a backup first.
    """
    many = 0
    with store.action("Tidy up entries without their record", "quiet"):
        for table, row_id, _, key in store.rows("PRAGMA foreign_key_check"):
            columns = {row[1]: row[3] for row in store.rows(f"PRAGMA table_info({table})")}
            (column,) = (row[3] for row in store.rows(f"PRAGMA foreign_key_list({table})") if row[0] == key)
            if columns[column] or not emptied(store, table, column, row_id):
                store.execute(f"DELETE FROM {table} WHERE id = ?", (row_id,))
            many += 1
    return many


def emptied(store: Store, table: str, column: str, row_id: int) -> bool:
    """Empty a reference, inside an action; return False where the entry would then say nothing, or twice the same."""
    try:
        store.execute(f"UPDATE {table} SET {column} = NULL WHERE id = ?", (row_id,))
    except sqlite.IntegrityError:
        return False
    return True
