"""Make good what can be made good without asking: bytes where text belongs."""

from typing import Any

from crm.db import checking, history
from crm.db.dump import TABLES
from crm.text import clean


def make_readable(connection: Any) -> None:
    """Turn bytes in text columns into text, in one transaction; outside the change log, which can hold no bytes.

    The triggers of the change log are away afterwards: `migrating.migrate` makes them again.
    """
    connection.execute("BEGIN IMMEDIATE")
    try:
        for name in history.triggers():
            connection.execute(f"DROP TRIGGER IF EXISTS {name}")
        for table in TABLES:
            for column in checking.text_columns(connection, table):
                bad = connection.execute(f"SELECT id, {column} FROM {table} WHERE typeof({column}) = 'blob'").fetchall()
                for row_id, value in bad:
                    text = clean(bytes(value).decode("utf-8", "replace")) or "�"
                    connection.execute(f"UPDATE {table} SET {column} = ? WHERE id = ?", (text, row_id))
        connection.execute("COMMIT")
    except BaseException:
        if connection.in_transaction:
            connection.execute("ROLLBACK")
        raise
