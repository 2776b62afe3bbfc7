"""The logical dump: what a file says, regardless of how its pages lie; equal dumps mean equal records."""

import hashlib
from typing import Any

from crm.db import history

TABLES = tuple(history.TOPICS)
"""The names of the logged tables."""

_AT_ONCE = 2_000


def logical_dump(connection: Any) -> dict[str, tuple[int, str]]:
    """Return for each logged table its row count and the SHA-256 of its rows in key order."""
    return {table: dump_table(connection, table, history.columns(table)) for table in TABLES}


def dump_table(connection: Any, table: str, columns: tuple[str, ...]) -> tuple[int, str]:
    """Return the row count of a table and the SHA-256 of the named columns of its rows, in key order.

    The library writes out the rows by the thousand, so that neither this thread nor another one waits for Python.
    """
    line = " || char(31) || ".join(f"quote({column})" for column in columns)
    block = (
        f"SELECT count(*), max(id), CAST(group_concat(line, char(30) ORDER BY id) AS BLOB) FROM "
        f"(SELECT id, {line} AS line FROM {table} WHERE id > ? ORDER BY id LIMIT {_AT_ONCE})"
    )
    digest, count, last = hashlib.sha256(), 0, -(1 << 62)
    while True:
        found, upto, text = connection.execute(block, (last,)).fetchone()
        if not found:
            return count, digest.hexdigest()
        digest.update(text)
        count, last = count + found, upto
