"""Huddles: series, attendance with sessions, pitches, hands, the close-out; and consents with their purposes."""

from typing import Any

SCHEMA = """
CREATE TABLE series (
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    name TEXT NOT NULL COLLATE NOCASE,
    cadence TEXT NOT NULL DEFAULT '',
    threshold_minutes INTEGER NOT NULL DEFAULT 10,
    active INTEGER NOT NULL DEFAULT 1,
    CHECK (trim(name) <> ''),
    CHECK (threshold_minutes BETWEEN 0 AND 1440)
);

CREATE UNIQUE INDEX series_name ON series (name);

CREATE TABLE huddle (
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    uid TEXT NOT NULL,
    series_id INTEGER,
    kind TEXT NOT NULL DEFAULT 'huddle',
    title TEXT NOT NULL,
    starts_at TEXT NOT NULL,
    ends_at TEXT NOT NULL,
    time_zone TEXT NOT NULL DEFAULT 'Europe/London',
    format TEXT NOT NULL DEFAULT 'in person',
    venue TEXT NOT NULL DEFAULT '',
    host_organisation_id INTEGER,
    sub_region_id INTEGER,
    join_link TEXT NOT NULL DEFAULT '',
    capacity INTEGER,
    status TEXT NOT NULL DEFAULT 'planned',
    headcount INTEGER NOT NULL DEFAULT 0,
    pitch_slots INTEGER NOT NULL DEFAULT 0,
    pitch_minutes INTEGER NOT NULL DEFAULT 10,
    pitches_after INTEGER NOT NULL DEFAULT 10,
    number INTEGER,
    notes TEXT NOT NULL DEFAULT '',
    locked_at TEXT,
    created_at TEXT NOT NULL,
    deleted_at TEXT,
    FOREIGN KEY (series_id) REFERENCES series (id) ON DELETE RESTRICT,
    FOREIGN KEY (host_organisation_id) REFERENCES organisation (id) ON DELETE RESTRICT,
    FOREIGN KEY (sub_region_id) REFERENCES sub_region (id) ON DELETE RESTRICT,
    CHECK (kind IN ('huddle', 'workshop', 'visit', 'mission', 'conference', 'other')),
    CHECK (format IN ('in person', 'online', 'hybrid')),
    CHECK (status IN ('planned', 'held', 'cancelled')),
    CHECK (trim(title) <> ''),
    CHECK (ends_at >= starts_at),
    CHECK (capacity IS NULL OR capacity > 0),
    CHECK (headcount >= 0),
    CHECK (pitch_slots BETWEEN 0 AND 100),
    CHECK (pitch_minutes BETWEEN 1 AND 1440),
    CHECK (pitches_after BETWEEN 0 AND 1440)
);

CREATE UNIQUE INDEX huddle_uid ON huddle (uid);

CREATE INDEX huddle_series_id ON huddle (series_id);

CREATE INDEX huddle_host_organisation_id ON huddle (host_organisation_id);

CREATE INDEX huddle_sub_region_id ON huddle (sub_region_id);

CREATE INDEX huddle_starts_at ON huddle (starts_at);

CREATE UNIQUE INDEX huddle_number ON huddle (series_id, number) WHERE number IS NOT NULL AND deleted_at IS NULL;

CREATE TABLE attendance (
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    huddle_id INTEGER NOT NULL,
    contact_id INTEGER NOT NULL,
    organisation_id INTEGER,
    starts_at TEXT NOT NULL,
    registration TEXT NOT NULL DEFAULT 'none',
    presence TEXT NOT NULL DEFAULT 'unknown',
    by_lock INTEGER NOT NULL DEFAULT 0,
    checked_in_at TEXT,
    minutes INTEGER,
    mode TEXT NOT NULL DEFAULT '',
    role TEXT NOT NULL DEFAULT 'attendee',
    source TEXT NOT NULL DEFAULT '',
    FOREIGN KEY (huddle_id) REFERENCES huddle (id) ON DELETE RESTRICT,
    FOREIGN KEY (contact_id) REFERENCES contact (id) ON DELETE RESTRICT,
    FOREIGN KEY (organisation_id) REFERENCES organisation (id) ON DELETE RESTRICT,
    CHECK (registration IN ('none', 'invited', 'registered', 'waitlisted', 'declined', 'cancelled')),
    CHECK (presence IN ('unknown', 'attended', 'apologies', 'absent')),
    CHECK (mode IN ('', 'in person', 'online')),
    CHECK (role IN ('attendee', 'organiser', 'speaker', 'guest')),
    CHECK (minutes IS NULL OR minutes >= 0)
);

CREATE UNIQUE INDEX attendance_huddle_id_contact_id ON attendance (huddle_id, contact_id);

CREATE INDEX attendance_huddle_id_presence ON attendance (huddle_id, presence);

CREATE INDEX attendance_contact_id_starts_at ON attendance (contact_id, starts_at);

CREATE INDEX attendance_organisation_id_starts_at ON attendance (organisation_id, starts_at);

CREATE TABLE attendance_session (
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    attendance_id INTEGER NOT NULL,
    joined_at TEXT NOT NULL,
    left_at TEXT,
    FOREIGN KEY (attendance_id) REFERENCES attendance (id) ON DELETE CASCADE,
    CHECK (left_at IS NULL OR left_at >= joined_at)
);

CREATE INDEX attendance_session_attendance_id ON attendance_session (attendance_id);

CREATE TABLE pitch (
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    uid TEXT NOT NULL,
    huddle_id INTEGER NOT NULL,
    kind TEXT NOT NULL DEFAULT 'news',
    position INTEGER NOT NULL DEFAULT 0,
    minutes INTEGER,
    topic TEXT NOT NULL,
    notes TEXT NOT NULL DEFAULT '',
    contact_id INTEGER,
    organisation_id INTEGER,
    delivered INTEGER,
    may_publish INTEGER,
    created_at TEXT NOT NULL,
    deleted_at TEXT,
    FOREIGN KEY (huddle_id) REFERENCES huddle (id) ON DELETE RESTRICT,
    FOREIGN KEY (contact_id) REFERENCES contact (id) ON DELETE RESTRICT,
    FOREIGN KEY (organisation_id) REFERENCES organisation (id) ON DELETE RESTRICT,
    CHECK (kind IN ('news', 'ask', 'offer', 'opportunity')),
    CHECK (trim(topic) <> ''),
    CHECK (minutes IS NULL OR minutes BETWEEN 1 AND 1440),
    CHECK (delivered IN (0, 1)),
    CHECK (may_publish IN (0, 1))
);

CREATE UNIQUE INDEX pitch_uid ON pitch (uid);

CREATE INDEX pitch_huddle_id ON pitch (huddle_id);

CREATE INDEX pitch_contact_id ON pitch (contact_id);

CREATE INDEX pitch_organisation_id ON pitch (organisation_id);

CREATE TABLE hand (
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    pitch_id INTEGER NOT NULL,
    contact_id INTEGER NOT NULL,
    organisation_id INTEGER,
    kind TEXT NOT NULL DEFAULT 'interested',
    note TEXT NOT NULL DEFAULT '',
    settled_at TEXT,
    created_at TEXT NOT NULL,
    FOREIGN KEY (pitch_id) REFERENCES pitch (id) ON DELETE RESTRICT,
    FOREIGN KEY (contact_id) REFERENCES contact (id) ON DELETE RESTRICT,
    FOREIGN KEY (organisation_id) REFERENCES organisation (id) ON DELETE RESTRICT,
    CHECK (kind IN ('interested', 'can help', 'wants an introduction', 'question'))
);

CREATE INDEX hand_contact_id ON hand (contact_id);

CREATE INDEX hand_organisation_id ON hand (organisation_id);

CREATE UNIQUE INDEX hand_pitch_id_contact_id_kind ON hand (pitch_id, contact_id, kind);

CREATE TABLE close_out (
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    huddle_id INTEGER NOT NULL,
    step TEXT NOT NULL,
    done_at TEXT NOT NULL,
    FOREIGN KEY (huddle_id) REFERENCES huddle (id) ON DELETE RESTRICT,
    CHECK (step IN ('unmatched', 'thank', 'no-shows', 'first-timers', 'hands', 'next'))
);

CREATE UNIQUE INDEX close_out_huddle_id_step ON close_out (huddle_id, step);

CREATE TABLE purpose (
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    name TEXT NOT NULL COLLATE NOCASE,
    position INTEGER NOT NULL DEFAULT 0,
    active INTEGER NOT NULL DEFAULT 1
);

CREATE UNIQUE INDEX purpose_name ON purpose (name);

CREATE TABLE consent (
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    contact_id INTEGER NOT NULL,
    purpose_id INTEGER NOT NULL,
    act TEXT NOT NULL,
    basis TEXT NOT NULL DEFAULT '',
    method TEXT NOT NULL DEFAULT '',
    wording TEXT NOT NULL DEFAULT '',
    evidence TEXT NOT NULL DEFAULT '',
    at TEXT NOT NULL,
    huddle_id INTEGER,
    FOREIGN KEY (contact_id) REFERENCES contact (id) ON DELETE RESTRICT,
    FOREIGN KEY (purpose_id) REFERENCES purpose (id) ON DELETE RESTRICT,
    FOREIGN KEY (huddle_id) REFERENCES huddle (id) ON DELETE RESTRICT,
    CHECK (act IN ('granted', 'relied on', 'withdrawn', 'objected'))
);

CREATE INDEX consent_contact_id ON consent (contact_id);

CREATE INDEX consent_purpose_id ON consent (purpose_id);

CREATE INDEX consent_huddle_id ON consent (huddle_id);

ALTER TABLE interaction ADD COLUMN huddle_id INTEGER REFERENCES huddle (id) ON DELETE RESTRICT;

CREATE INDEX interaction_huddle ON interaction (huddle_id) WHERE huddle_id IS NOT NULL;

ALTER TABLE follow_up ADD COLUMN huddle_id INTEGER REFERENCES huddle (id) ON DELETE RESTRICT;

CREATE INDEX follow_up_huddle ON follow_up (huddle_id) WHERE huddle_id IS NOT NULL;

ALTER TABLE follow_up ADD COLUMN pitch_id INTEGER REFERENCES pitch (id) ON DELETE RESTRICT;

CREATE INDEX follow_up_pitch ON follow_up (pitch_id) WHERE pitch_id IS NOT NULL;

ALTER TABLE import_batch ADD COLUMN huddle_id INTEGER REFERENCES huddle (id) ON DELETE RESTRICT;

CREATE INDEX import_batch_huddle_id ON import_batch (huddle_id);

CREATE TRIGGER attendance_moment AFTER UPDATE OF starts_at ON huddle
BEGIN
    UPDATE attendance SET starts_at = NEW.starts_at WHERE huddle_id = NEW.id AND starts_at <> NEW.starts_at;
END;
"""

SERIES = ("Huddle", "FREQ=MONTHLY")
PURPOSE = "Newsletter"


def up(migrator: Any, db: Any) -> None:
    """Make the tables; seed the first series and the first purpose."""
    for statement in SCHEMA.split(";\n\n"):
        if statement.strip():
            db.execute_sql(statement)
    db.execute_sql("INSERT INTO series (name, cadence) VALUES (?, ?)", SERIES)
    db.execute_sql("INSERT INTO purpose (name) VALUES (?)", (PURPOSE,))
