"""What befell an opportunity besides its moves: into the trash, out of it, merged; histories tell it."""

from typing import Any

SCHEMA = """
CREATE TABLE opportunity_fate (
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    opportunity_id INTEGER NOT NULL,
    kind TEXT NOT NULL,
    other_id INTEGER,
    at TEXT NOT NULL,
    FOREIGN KEY (opportunity_id) REFERENCES opportunity (id) ON DELETE CASCADE,
    FOREIGN KEY (other_id) REFERENCES opportunity (id) ON DELETE CASCADE,
    CHECK (kind IN ('trashed', 'restored', 'merged')),
    CHECK ((kind = 'merged') = (other_id IS NOT NULL))
);

CREATE INDEX opportunity_fate_opportunity_id_at ON opportunity_fate (opportunity_id, at);

CREATE INDEX opportunity_fate_other_id ON opportunity_fate (other_id);

INSERT INTO opportunity_fate (opportunity_id, kind, at)
SELECT id, 'trashed', deleted_at FROM opportunity WHERE deleted_at IS NOT NULL;

CREATE TRIGGER opportunity_trashed AFTER UPDATE OF deleted_at ON opportunity
WHEN (OLD.deleted_at IS NULL) <> (NEW.deleted_at IS NULL)
AND (SELECT kind FROM change_set ORDER BY id DESC LIMIT 1) IN ('edit', 'import', 'quiet')
BEGIN
    INSERT INTO opportunity_fate (opportunity_id, kind, at)
    VALUES (NEW.id, iif(NEW.deleted_at IS NULL, 'restored', 'trashed'),
        (SELECT at FROM change_set ORDER BY id DESC LIMIT 1));
END;
"""


def up(migrator: Any, db: Any) -> None:
    """Make the table and the trigger that fills it; what is in the trash got there when it says."""
    for statement in SCHEMA.split(";\n\n"):
        if statement.strip():
            db.execute_sql(statement)
