"""Pipelines: stages, opportunities with their parties, and the history of moves, which triggers write."""

from typing import Any

SCHEMA = """
CREATE TABLE pipeline (
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    name TEXT NOT NULL COLLATE NOCASE,
    position INTEGER NOT NULL DEFAULT 0,
    active INTEGER NOT NULL DEFAULT 1,
    CHECK (trim(name) <> '')
);

CREATE UNIQUE INDEX pipeline_name ON pipeline (name);

CREATE TABLE stage (
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    pipeline_id INTEGER NOT NULL,
    name TEXT NOT NULL COLLATE NOCASE,
    position INTEGER NOT NULL DEFAULT 0,
    probability INTEGER NOT NULL DEFAULT 0,
    outcome TEXT NOT NULL DEFAULT 'open',
    stale_days INTEGER,
    active INTEGER NOT NULL DEFAULT 1,
    FOREIGN KEY (pipeline_id) REFERENCES pipeline (id) ON DELETE RESTRICT,
    CHECK (outcome IN ('open', 'won', 'lost')),
    CHECK (trim(name) <> ''),
    CHECK (probability BETWEEN 0 AND 100),
    CHECK (stale_days IS NULL OR stale_days > 0)
);

CREATE UNIQUE INDEX stage_pipeline_id_name ON stage (pipeline_id, name);

CREATE TABLE opportunity (
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    uid TEXT NOT NULL,
    title TEXT NOT NULL,
    stage_id INTEGER NOT NULL,
    position INTEGER NOT NULL DEFAULT 0,
    value_pence INTEGER,
    currency TEXT NOT NULL DEFAULT 'GBP',
    deadline TEXT,
    expected_close TEXT,
    lost_reason TEXT NOT NULL DEFAULT '',
    source TEXT NOT NULL DEFAULT '',
    huddle_id INTEGER,
    pitch_id INTEGER,
    notes TEXT NOT NULL DEFAULT '',
    created_at TEXT NOT NULL,
    deleted_at TEXT,
    FOREIGN KEY (stage_id) REFERENCES stage (id) ON DELETE RESTRICT,
    FOREIGN KEY (huddle_id) REFERENCES huddle (id) ON DELETE RESTRICT,
    FOREIGN KEY (pitch_id) REFERENCES pitch (id) ON DELETE RESTRICT,
    CHECK (source IN ('', 'huddle', 'pitch', 'introduction', 'funding call', 'other')),
    CHECK (trim(title) <> ''),
    CHECK (value_pence IS NULL OR value_pence >= 0),
    CHECK (length(currency) = 3)
);

CREATE UNIQUE INDEX opportunity_uid ON opportunity (uid);

CREATE INDEX opportunity_huddle_id ON opportunity (huddle_id);

CREATE INDEX opportunity_pitch_id ON opportunity (pitch_id);

CREATE INDEX opportunity_stage_id_position ON opportunity (stage_id, position);

CREATE TABLE opportunity_party (
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    opportunity_id INTEGER NOT NULL,
    organisation_id INTEGER,
    contact_id INTEGER,
    role TEXT NOT NULL DEFAULT 'partner',
    share INTEGER,
    letter TEXT NOT NULL DEFAULT '',
    sector_id INTEGER,
    sub_region_id INTEGER,
    note TEXT NOT NULL DEFAULT '',
    FOREIGN KEY (opportunity_id) REFERENCES opportunity (id) ON DELETE CASCADE,
    FOREIGN KEY (organisation_id) REFERENCES organisation (id) ON DELETE RESTRICT,
    FOREIGN KEY (contact_id) REFERENCES contact (id) ON DELETE RESTRICT,
    FOREIGN KEY (sector_id) REFERENCES sector (id) ON DELETE RESTRICT,
    FOREIGN KEY (sub_region_id) REFERENCES sub_region (id) ON DELETE RESTRICT,
    CHECK (role IN ('lead', 'partner', 'funder', 'adopter', 'supporter')),
    CHECK (letter IN ('', 'requested', 'received')),
    CHECK (share IS NULL OR share BETWEEN 0 AND 100)
);

CREATE INDEX opportunity_party_opportunity_id ON opportunity_party (opportunity_id);

CREATE INDEX opportunity_party_organisation_id ON opportunity_party (organisation_id);

CREATE INDEX opportunity_party_contact_id ON opportunity_party (contact_id);

CREATE TABLE opportunity_theme (
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    opportunity_id INTEGER NOT NULL,
    theme_id INTEGER NOT NULL,
    FOREIGN KEY (opportunity_id) REFERENCES opportunity (id) ON DELETE CASCADE,
    FOREIGN KEY (theme_id) REFERENCES theme (id) ON DELETE CASCADE
);

CREATE INDEX opportunity_theme_theme_id ON opportunity_theme (theme_id);

CREATE UNIQUE INDEX opportunity_theme_opportunity_id_theme_id ON opportunity_theme (opportunity_id, theme_id);

CREATE TABLE stage_change (
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    opportunity_id INTEGER NOT NULL,
    from_stage_id INTEGER,
    to_stage_id INTEGER NOT NULL,
    at TEXT NOT NULL,
    FOREIGN KEY (opportunity_id) REFERENCES opportunity (id) ON DELETE CASCADE,
    FOREIGN KEY (from_stage_id) REFERENCES stage (id) ON DELETE RESTRICT,
    FOREIGN KEY (to_stage_id) REFERENCES stage (id) ON DELETE RESTRICT
);

CREATE INDEX stage_change_opportunity_id_at ON stage_change (opportunity_id, at);

ALTER TABLE follow_up ADD COLUMN opportunity_id INTEGER REFERENCES opportunity (id) ON DELETE RESTRICT;

CREATE INDEX follow_up_opportunity ON follow_up (opportunity_id) WHERE opportunity_id IS NOT NULL;

CREATE TRIGGER stage_first AFTER INSERT ON opportunity
WHEN (SELECT kind FROM change_set ORDER BY id DESC LIMIT 1) IN ('edit', 'import', 'quiet')
BEGIN
    INSERT INTO stage_change (opportunity_id, to_stage_id, at) VALUES (NEW.id, NEW.stage_id, NEW.created_at);
END;

CREATE TRIGGER stage_moved AFTER UPDATE OF stage_id ON opportunity
WHEN OLD.stage_id <> NEW.stage_id
AND (SELECT kind FROM change_set ORDER BY id DESC LIMIT 1) IN ('edit', 'import', 'quiet')
BEGIN
    INSERT INTO stage_change (opportunity_id, from_stage_id, to_stage_id, at)
    VALUES (NEW.id, OLD.stage_id, NEW.stage_id, (SELECT at FROM change_set ORDER BY id DESC LIMIT 1));
END;
"""
# Undo and redo write the rows of the history themselves, from their images: the triggers keep out of it.

CLOSED = (("Won", 100, "won", None), ("Lost", 0, "lost", None), ("Parked", 0, "lost", None))
PIPELINES = {
    "Collaboration": (("Idea", 10, 60), ("Exploring", 25, 45), ("Shaping", 50, 45), ("Agreeing", 75, 30)),
    "Funding bid": (("Call found", 10, 30), ("Consortium", 25, 30), ("Writing", 40, 30), ("Submitted", 50, 120)),
    "Investment": (("Introduced", 10, 30), ("In talks", 30, 45), ("Due diligence", 60, 45), ("Terms", 80, 30)),
    "Adoption": (("Interest", 10, 60), ("Pilot planned", 35, 60), ("Pilot", 60, 120), ("Procurement", 80, 90)),
    "Recruiting a partner": (("Prospect", 10, 60), ("Met", 30, 45), ("Proposal", 60, 30), ("Agreement", 85, 30)),
}


def up(migrator: Any, db: Any) -> None:
    """Make the tables; seed the pipelines with their stages."""
    for statement in SCHEMA.split(";\n\n"):
        if statement.strip():
            db.execute_sql(statement)
    for number, (name, stages) in enumerate(PIPELINES.items(), 1):
        db.execute_sql("INSERT INTO pipeline (id, name, position) VALUES (?, ?, ?)", (number, name, number - 1))
        opened = [(stage, probability, "open", stale) for stage, probability, stale in stages]
        for place, (stage, probability, outcome, stale) in enumerate([*opened, *CLOSED]):
            db.execute_sql(
                "INSERT INTO stage (pipeline_id, name, position, probability, outcome, stale_days) "
                "VALUES (?, ?, ?, ?, ?, ?)",
                (number, stage, place, probability, outcome, stale),
            )
