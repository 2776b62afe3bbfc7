"""Make good what can be made good without asking: values in text columns that are no text."""

from typing import Any

from crm.db import checking
from crm.db.dump import TABLES
from crm.text import clean


def make_readable(connection: Any) -> None:
    """Turn what is no text in text columns into text, in one transaction; the change log could not hold it.

    The triggers of the log and of the derived tables are away afterwards: `migrating.migrate` makes them again.
    """
    connection.execute("BEGIN IMMEDIATE")
    try:
        triggers = connection.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall()
        for (name,) in triggers:
            connection.execute(f'DROP TRIGGER "{name}"')
        for table in TABLES:
            for column, row_id, value in list(checking.unreadable_values(connection, table)):
                text = clean(value.decode("utf-8", "replace")) or "�"
                connection.execute(f"UPDATE {table} SET {column} = ? WHERE id = ?", (text, row_id))
        connection.execute("COMMIT")
    except BaseException:
        if connection.in_transaction:
            connection.execute("ROLLBACK")
        raise
