"""The change log knows whose hand it was, on which computer, and which action is under way."""

from typing import Any

COLUMNS = (
    "author TEXT NOT NULL DEFAULT ''",
    "device TEXT NOT NULL DEFAULT ''",
    "is_open INTEGER NOT NULL DEFAULT 0",
)


def up(migrator: Any, db: Any) -> None:
    """Add the columns; of what was done before nobody can say who did it."""
    for column in COLUMNS:
        db.execute_sql(f"ALTER TABLE change_set ADD COLUMN {column}")
