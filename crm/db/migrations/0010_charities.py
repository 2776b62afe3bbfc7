"""An organisation's number in a register of charities."""

from typing import Any

AFTER = "de28c6b8"
FINGERPRINT = "a12e56ffefc26fed4616f57b9de585d3e163f85c3e6bb521169a92b6d84ca30b"


def up(migrator: Any, db: Any) -> None:
    """Add the column; nothing is known of it yet."""
    db.execute_sql("ALTER TABLE organisation ADD COLUMN charity_number TEXT NOT NULL DEFAULT ''")
