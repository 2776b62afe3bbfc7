"""An opportunity that came of an introduction knows which one."""

from typing import Any


def up(migrator: Any, db: Any) -> None:
    """Add the reference, and the index that finds what came of an introduction."""
    db.execute_sql(
        "ALTER TABLE opportunity ADD COLUMN introduction_id INTEGER REFERENCES introduction (id) ON DELETE RESTRICT"
    )
    db.execute_sql("CREATE INDEX opportunity_introduction_id ON opportunity (introduction_id)")
