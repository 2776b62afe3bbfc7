"""The logical dump: what a file says, regardless of how its pages lie; equal dumps mean equal records."""

import hashlib
from typing import Any

from crm.db import history, schema

TABLES = tuple(model._meta.table_name for model in schema.LOGGED)


def logical_dump(connection: Any) -> dict[str, tuple[int, str]]:
    """Return for each logged table its row count and the SHA-256 of its rows in key order."""
    found: dict[str, tuple[int, str]] = {}
    for table in TABLES:
        digest, count = hashlib.sha256(), 0
        names = ", ".join(history.columns(table))
        for row in connection.execute(f"SELECT {names} FROM {table} ORDER BY id"):
            digest.update(repr(row).encode("utf-8", "surrogatepass"))
            count += 1
        found[table] = (count, digest.hexdigest())
    return found
