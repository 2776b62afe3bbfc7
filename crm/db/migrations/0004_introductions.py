"""Introductions with their parties and outcomes, stated relationships, needs and offers, and what became of matches."""

from typing import Any

SCHEMA = """
CREATE TABLE introduction (
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    uid TEXT NOT NULL,
    reason TEXT NOT NULL,
    notes TEXT NOT NULL DEFAULT '',
    source TEXT NOT NULL DEFAULT '',
    huddle_id INTEGER,
    pitch_id INTEGER,
    made_on TEXT,
    created_at TEXT NOT NULL,
    deleted_at TEXT,
    FOREIGN KEY (huddle_id) REFERENCES huddle (id) ON DELETE RESTRICT,
    FOREIGN KEY (pitch_id) REFERENCES pitch (id) ON DELETE RESTRICT,
    CHECK (source IN ('', 'huddle', 'pitch', 'match', 'other')),
    CHECK (trim(reason) <> '')
);

CREATE UNIQUE INDEX introduction_uid ON introduction (uid);

CREATE INDEX introduction_huddle_id ON introduction (huddle_id);

CREATE INDEX introduction_pitch_id ON introduction (pitch_id);

CREATE TABLE introduction_party (
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    introduction_id INTEGER NOT NULL,
    contact_id INTEGER NOT NULL,
    organisation_id INTEGER,
    consent TEXT NOT NULL DEFAULT '',
    consent_at TEXT,
    FOREIGN KEY (introduction_id) REFERENCES introduction (id) ON DELETE CASCADE,
    FOREIGN KEY (contact_id) REFERENCES contact (id) ON DELETE RESTRICT,
    FOREIGN KEY (organisation_id) REFERENCES organisation (id) ON DELETE RESTRICT,
    CHECK (consent IN ('', 'asked', 'yes', 'no')),
    CHECK ((consent = '') = (consent_at IS NULL))
);

CREATE INDEX introduction_party_contact_id ON introduction_party (contact_id);

CREATE INDEX introduction_party_organisation_id ON introduction_party (organisation_id);

CREATE UNIQUE INDEX introduction_party_introduction_id_contact_id
ON introduction_party (introduction_id, contact_id);

CREATE TABLE outcome (
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    introduction_id INTEGER NOT NULL,
    step TEXT NOT NULL,
    reached_on TEXT NOT NULL,
    note TEXT NOT NULL DEFAULT '',
    created_at TEXT NOT NULL,
    FOREIGN KEY (introduction_id) REFERENCES introduction (id) ON DELETE CASCADE,
    CHECK (step IN ('no contact', 'met', 'exploring', 'collaborating', 'contract', 'funded'))
);

CREATE INDEX outcome_introduction_id ON outcome (introduction_id);

CREATE TABLE relationship (
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    contact_id INTEGER NOT NULL,
    other_id INTEGER NOT NULL,
    kind TEXT NOT NULL DEFAULT 'knows',
    note TEXT NOT NULL DEFAULT '',
    created_at TEXT NOT NULL,
    FOREIGN KEY (contact_id) REFERENCES contact (id) ON DELETE RESTRICT,
    FOREIGN KEY (other_id) REFERENCES contact (id) ON DELETE RESTRICT,
    CHECK (kind IN ('knows', 'knows well', 'colleague', 'friend', 'family', 'other')),
    CHECK (contact_id <> other_id)
);

CREATE INDEX relationship_other_id ON relationship (other_id);

CREATE UNIQUE INDEX relationship_contact_id_other_id ON relationship (contact_id, other_id);

CREATE TABLE need_offer (
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    uid TEXT NOT NULL,
    kind TEXT NOT NULL,
    category TEXT NOT NULL,
    title TEXT NOT NULL,
    notes TEXT NOT NULL DEFAULT '',
    contact_id INTEGER,
    organisation_id INTEGER,
    pitch_id INTEGER,
    sub_region_id INTEGER,
    maturity_from INTEGER,
    maturity_to INTEGER,
    expires_on TEXT,
    confidential INTEGER NOT NULL DEFAULT 0,
    closed_at TEXT,
    created_at TEXT NOT NULL,
    deleted_at TEXT,
    FOREIGN KEY (contact_id) REFERENCES contact (id) ON DELETE RESTRICT,
    FOREIGN KEY (organisation_id) REFERENCES organisation (id) ON DELETE RESTRICT,
    FOREIGN KEY (pitch_id) REFERENCES pitch (id) ON DELETE RESTRICT,
    FOREIGN KEY (sub_region_id) REFERENCES sub_region (id) ON DELETE RESTRICT,
    CHECK (kind IN ('need', 'offer')),
    CHECK (category IN ('expertise', 'facility', 'data', 'funding', 'clinical site', 'supplier', 'people')),
    CHECK (trim(title) <> ''),
    CHECK (contact_id IS NOT NULL OR organisation_id IS NOT NULL),
    CHECK (maturity_from IS NULL OR maturity_from BETWEEN 1 AND 9),
    CHECK (maturity_to IS NULL OR maturity_to BETWEEN 1 AND 9),
    CHECK (maturity_from IS NULL OR maturity_to IS NULL OR maturity_from <= maturity_to)
);

CREATE UNIQUE INDEX need_offer_uid ON need_offer (uid);

CREATE INDEX need_offer_contact_id ON need_offer (contact_id);

CREATE INDEX need_offer_organisation_id ON need_offer (organisation_id);

CREATE INDEX need_offer_pitch_id ON need_offer (pitch_id);

CREATE INDEX need_offer_open ON need_offer (kind, category) WHERE closed_at IS NULL AND deleted_at IS NULL;

CREATE TABLE need_offer_theme (
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    need_offer_id INTEGER NOT NULL,
    theme_id INTEGER NOT NULL,
    FOREIGN KEY (need_offer_id) REFERENCES need_offer (id) ON DELETE CASCADE,
    FOREIGN KEY (theme_id) REFERENCES theme (id) ON DELETE CASCADE
);

CREATE INDEX need_offer_theme_theme_id ON need_offer_theme (theme_id);

CREATE UNIQUE INDEX need_offer_theme_need_offer_id_theme_id ON need_offer_theme (need_offer_id, theme_id);

CREATE TABLE match_decision (
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    need_id INTEGER NOT NULL,
    offer_id INTEGER NOT NULL,
    decision TEXT NOT NULL,
    introduction_id INTEGER,
    at TEXT NOT NULL,
    FOREIGN KEY (need_id) REFERENCES need_offer (id) ON DELETE CASCADE,
    FOREIGN KEY (offer_id) REFERENCES need_offer (id) ON DELETE CASCADE,
    FOREIGN KEY (introduction_id) REFERENCES introduction (id) ON DELETE RESTRICT,
    CHECK (decision IN ('accepted', 'dismissed')),
    CHECK (need_id <> offer_id)
);

CREATE INDEX match_decision_offer_id ON match_decision (offer_id);

CREATE INDEX match_decision_introduction ON match_decision (introduction_id) WHERE introduction_id IS NOT NULL;

CREATE UNIQUE INDEX match_decision_need_id_offer_id ON match_decision (need_id, offer_id);

ALTER TABLE follow_up ADD COLUMN introduction_id INTEGER REFERENCES introduction (id) ON DELETE RESTRICT;

CREATE INDEX follow_up_introduction ON follow_up (introduction_id) WHERE introduction_id IS NOT NULL;
"""


def up(migrator: Any, db: Any) -> None:
    """Make the tables."""
    for statement in SCHEMA.split(";\n\n"):
        if statement.strip():
            db.execute_sql(statement)
