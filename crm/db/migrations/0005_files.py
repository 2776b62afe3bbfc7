"""Files of opportunities, kept by their content; every closing keeps its own reason in the history of moves."""

from typing import Any

SCHEMA = """
CREATE TABLE attachment_content (
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    sha256 TEXT NOT NULL,
    content BLOB NOT NULL,
    CHECK (length(sha256) = 64)
);

CREATE UNIQUE INDEX attachment_content_sha256 ON attachment_content (sha256);

CREATE TABLE attachment (
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    uid TEXT NOT NULL,
    opportunity_id INTEGER NOT NULL,
    content_id INTEGER NOT NULL,
    name TEXT NOT NULL,
    media_type TEXT NOT NULL DEFAULT '',
    size INTEGER NOT NULL,
    created_at TEXT NOT NULL,
    FOREIGN KEY (opportunity_id) REFERENCES opportunity (id) ON DELETE CASCADE,
    FOREIGN KEY (content_id) REFERENCES attachment_content (id) ON DELETE RESTRICT,
    CHECK (trim(name) <> ''),
    CHECK (size >= 0)
);

CREATE UNIQUE INDEX attachment_uid ON attachment (uid);

CREATE INDEX attachment_opportunity_id ON attachment (opportunity_id);

CREATE INDEX attachment_content_id ON attachment (content_id);

ALTER TABLE stage_change ADD COLUMN reason TEXT NOT NULL DEFAULT '';

DROP TRIGGER IF EXISTS stage_moved;

CREATE TRIGGER stage_moved AFTER UPDATE OF stage_id ON opportunity
WHEN OLD.stage_id <> NEW.stage_id
AND (SELECT kind FROM change_set ORDER BY id DESC LIMIT 1) IN ('edit', 'import', 'quiet')
BEGIN
    INSERT INTO stage_change (opportunity_id, from_stage_id, to_stage_id, at, reason)
    VALUES (NEW.id, OLD.stage_id, NEW.stage_id, (SELECT at FROM change_set ORDER BY id DESC LIMIT 1),
        iif((SELECT outcome FROM stage WHERE id = NEW.stage_id) = 'open', '', NEW.lost_reason));
END;

CREATE TRIGGER stage_reason AFTER UPDATE OF lost_reason ON opportunity
WHEN OLD.stage_id = NEW.stage_id AND OLD.lost_reason <> NEW.lost_reason
AND (SELECT outcome FROM stage WHERE id = NEW.stage_id) <> 'open'
AND (SELECT kind FROM change_set ORDER BY id DESC LIMIT 1) IN ('edit', 'import', 'quiet')
BEGIN
    UPDATE stage_change SET reason = NEW.lost_reason
    WHERE id = (SELECT max(id) FROM stage_change WHERE opportunity_id = NEW.id);
END;

UPDATE stage_change SET reason = o.lost_reason FROM opportunity o
WHERE o.id = stage_change.opportunity_id AND o.lost_reason <> ''
AND (SELECT outcome FROM stage WHERE id = stage_change.to_stage_id) <> 'open'
AND stage_change.id = (SELECT max(n.id) FROM stage_change n WHERE n.opportunity_id = o.id);
"""


def up(migrator: Any, db: Any) -> None:
    """Make the tables; let the triggers keep the reason of a closing, and give the last ones theirs."""
    for statement in SCHEMA.split(";\n\n"):
        if statement.strip():
            db.execute_sql(statement)
