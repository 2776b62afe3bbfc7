"""The first schema: vocabularies, organisations, contacts, interactions, follow-ups, workplace, change log."""

from typing import Any

SCHEMA = """
CREATE TABLE sector (
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    name TEXT NOT NULL COLLATE NOCASE,
    symbol TEXT NOT NULL DEFAULT 'other',
    position INTEGER NOT NULL DEFAULT 0,
    active INTEGER NOT NULL DEFAULT 1,
    CHECK (symbol IN ('industry', 'academia', 'public', 'investor', 'entrepreneur', 'other'))
);

CREATE UNIQUE INDEX sector_name ON sector (name);

CREATE TABLE sub_region (
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    name TEXT NOT NULL COLLATE NOCASE,
    position INTEGER NOT NULL DEFAULT 0,
    active INTEGER NOT NULL DEFAULT 1
);

CREATE UNIQUE INDEX sub_region_name ON sub_region (name);

CREATE TABLE theme (
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    name TEXT NOT NULL COLLATE NOCASE,
    position INTEGER NOT NULL DEFAULT 0,
    active INTEGER NOT NULL DEFAULT 1
);

CREATE UNIQUE INDEX theme_name ON theme (name);

CREATE TABLE tag (
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    name TEXT NOT NULL COLLATE NOCASE,
    description TEXT NOT NULL DEFAULT ''
);

CREATE UNIQUE INDEX tag_name ON tag (name);

CREATE TABLE organisation (
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    uid TEXT NOT NULL,
    name TEXT NOT NULL,
    short_name TEXT NOT NULL DEFAULT '',
    sector_id INTEGER,
    sub_region_id INTEGER,
    parent_id INTEGER,
    website TEXT NOT NULL DEFAULT '',
    phone TEXT NOT NULL DEFAULT '',
    street TEXT NOT NULL DEFAULT '',
    town TEXT NOT NULL DEFAULT '',
    postcode TEXT NOT NULL DEFAULT '',
    country TEXT NOT NULL DEFAULT '',
    about TEXT NOT NULL DEFAULT '',
    company_number TEXT NOT NULL DEFAULT '',
    ods_code TEXT NOT NULL DEFAULT '',
    closed_on TEXT,
    created_at TEXT NOT NULL,
    deleted_at TEXT,
    FOREIGN KEY (sector_id) REFERENCES sector (id) ON DELETE RESTRICT,
    FOREIGN KEY (sub_region_id) REFERENCES sub_region (id) ON DELETE RESTRICT,
    FOREIGN KEY (parent_id) REFERENCES organisation (id) ON DELETE RESTRICT,
    CHECK (trim(name) <> ''),
    CHECK (parent_id IS NULL OR parent_id <> id)
);

CREATE UNIQUE INDEX organisation_uid ON organisation (uid);

CREATE INDEX organisation_sector_id ON organisation (sector_id);

CREATE INDEX organisation_sub_region_id ON organisation (sub_region_id);

CREATE INDEX organisation_parent_id ON organisation (parent_id);

CREATE TABLE organisation_alias (
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    organisation_id INTEGER NOT NULL,
    name TEXT NOT NULL,
    kind TEXT NOT NULL DEFAULT 'also',
    until TEXT,
    FOREIGN KEY (organisation_id) REFERENCES organisation (id) ON DELETE CASCADE,
    CHECK (kind IN ('former', 'acronym', 'also')),
    CHECK (trim(name) <> '')
);

CREATE INDEX organisation_alias_organisation_id ON organisation_alias (organisation_id);

CREATE TABLE organisation_domain (
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    organisation_id INTEGER NOT NULL,
    domain TEXT NOT NULL COLLATE NOCASE,
    shared INTEGER NOT NULL DEFAULT 0,
    FOREIGN KEY (organisation_id) REFERENCES organisation (id) ON DELETE CASCADE
);

CREATE INDEX organisation_domain_domain ON organisation_domain (domain);

CREATE UNIQUE INDEX organisation_domain_organisation_id_domain ON organisation_domain (organisation_id, domain);

CREATE TABLE organisation_theme (
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    organisation_id INTEGER NOT NULL,
    theme_id INTEGER NOT NULL,
    FOREIGN KEY (organisation_id) REFERENCES organisation (id) ON DELETE CASCADE,
    FOREIGN KEY (theme_id) REFERENCES theme (id) ON DELETE CASCADE
);

CREATE INDEX organisation_theme_theme_id ON organisation_theme (theme_id);

CREATE UNIQUE INDEX organisation_theme_organisation_id_theme_id ON organisation_theme (organisation_id, theme_id);

CREATE TABLE organisation_tag (
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    organisation_id INTEGER NOT NULL,
    tag_id INTEGER NOT NULL,
    FOREIGN KEY (organisation_id) REFERENCES organisation (id) ON DELETE CASCADE,
    FOREIGN KEY (tag_id) REFERENCES tag (id) ON DELETE CASCADE
);

CREATE INDEX organisation_tag_tag_id ON organisation_tag (tag_id);

CREATE UNIQUE INDEX organisation_tag_organisation_id_tag_id ON organisation_tag (organisation_id, tag_id);

CREATE TABLE partnership (
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    organisation_id INTEGER NOT NULL,
    status TEXT NOT NULL,
    started_on TEXT,
    ended_on TEXT,
    agreement TEXT NOT NULL DEFAULT '',
    note TEXT NOT NULL DEFAULT '',
    FOREIGN KEY (organisation_id) REFERENCES organisation (id) ON DELETE RESTRICT,
    CHECK (status IN ('prospect', 'engaged', 'partner', 'dormant', 'left')),
    CHECK (ended_on IS NULL OR started_on IS NULL OR ended_on >= started_on)
);

CREATE INDEX partnership_organisation_id ON partnership (organisation_id);

CREATE UNIQUE INDEX partnership_open ON partnership (organisation_id) WHERE ended_on IS NULL;

CREATE TABLE contact (
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    uid TEXT NOT NULL,
    title TEXT NOT NULL DEFAULT '',
    given_name TEXT NOT NULL DEFAULT '',
    family_name TEXT NOT NULL DEFAULT '',
    suffix TEXT NOT NULL DEFAULT '',
    preferred_name TEXT NOT NULL DEFAULT '',
    pronouns TEXT NOT NULL DEFAULT '',
    linkedin_url TEXT NOT NULL DEFAULT '',
    birthday TEXT,
    about TEXT NOT NULL DEFAULT '',
    cadence_aim INTEGER,
    cadence_limit INTEGER,
    active INTEGER NOT NULL DEFAULT 1,
    created_at TEXT NOT NULL,
    deleted_at TEXT,
    CHECK (trim(given_name || family_name || preferred_name) <> '')
);

CREATE UNIQUE INDEX contact_uid ON contact (uid);

CREATE TABLE contact_alias (
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    contact_id INTEGER NOT NULL,
    name TEXT NOT NULL,
    kind TEXT NOT NULL DEFAULT 'former',
    FOREIGN KEY (contact_id) REFERENCES contact (id) ON DELETE CASCADE,
    CHECK (kind IN ('former', 'also')),
    CHECK (trim(name) <> '')
);

CREATE INDEX contact_alias_contact_id ON contact_alias (contact_id);

CREATE TABLE contact_email (
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    contact_id INTEGER NOT NULL,
    value TEXT NOT NULL COLLATE NOCASE,
    kind TEXT NOT NULL DEFAULT '',
    is_primary INTEGER NOT NULL DEFAULT 0,
    state TEXT NOT NULL DEFAULT 'ok',
    FOREIGN KEY (contact_id) REFERENCES contact (id) ON DELETE CASCADE,
    CHECK (state IN ('ok', 'bounced', 'former'))
);

CREATE INDEX contact_email_contact_id ON contact_email (contact_id);

CREATE INDEX contact_email_value ON contact_email (value);

CREATE TABLE contact_phone (
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    contact_id INTEGER NOT NULL,
    e164 TEXT,
    typed TEXT NOT NULL,
    extension TEXT NOT NULL DEFAULT '',
    kind TEXT NOT NULL DEFAULT '',
    FOREIGN KEY (contact_id) REFERENCES contact (id) ON DELETE CASCADE
);

CREATE INDEX contact_phone_contact_id ON contact_phone (contact_id);

CREATE INDEX contact_phone_e164 ON contact_phone (e164);

CREATE TABLE contact_address (
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    contact_id INTEGER NOT NULL,
    kind TEXT NOT NULL DEFAULT '',
    street TEXT NOT NULL DEFAULT '',
    town TEXT NOT NULL DEFAULT '',
    region TEXT NOT NULL DEFAULT '',
    postcode TEXT NOT NULL DEFAULT '',
    country TEXT NOT NULL DEFAULT '',
    FOREIGN KEY (contact_id) REFERENCES contact (id) ON DELETE CASCADE
);

CREATE INDEX contact_address_contact_id ON contact_address (contact_id);

CREATE TABLE contact_theme (
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    contact_id INTEGER NOT NULL,
    theme_id INTEGER NOT NULL,
    FOREIGN KEY (contact_id) REFERENCES contact (id) ON DELETE CASCADE,
    FOREIGN KEY (theme_id) REFERENCES theme (id) ON DELETE CASCADE
);

CREATE INDEX contact_theme_theme_id ON contact_theme (theme_id);

CREATE UNIQUE INDEX contact_theme_contact_id_theme_id ON contact_theme (contact_id, theme_id);

CREATE TABLE contact_tag (
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    contact_id INTEGER NOT NULL,
    tag_id INTEGER NOT NULL,
    FOREIGN KEY (contact_id) REFERENCES contact (id) ON DELETE CASCADE,
    FOREIGN KEY (tag_id) REFERENCES tag (id) ON DELETE CASCADE
);

CREATE INDEX contact_tag_tag_id ON contact_tag (tag_id);

CREATE UNIQUE INDEX contact_tag_contact_id_tag_id ON contact_tag (contact_id, tag_id);

CREATE TABLE affiliation (
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    contact_id INTEGER NOT NULL,
    organisation_id INTEGER NOT NULL,
    role TEXT NOT NULL DEFAULT '',
    department TEXT NOT NULL DEFAULT '',
    kind TEXT NOT NULL DEFAULT 'employee',
    is_primary INTEGER NOT NULL DEFAULT 0,
    is_lead INTEGER NOT NULL DEFAULT 0,
    started TEXT,
    ended TEXT,
    is_current INTEGER NOT NULL DEFAULT 1,
    FOREIGN KEY (contact_id) REFERENCES contact (id) ON DELETE RESTRICT,
    FOREIGN KEY (organisation_id) REFERENCES organisation (id) ON DELETE RESTRICT,
    CHECK (kind IN ('employee', 'founder', 'honorary', 'board', 'adviser', 'investor', 'student', 'other')),
    CHECK (is_current OR NOT is_primary)
);

CREATE INDEX affiliation_contact_id ON affiliation (contact_id);

CREATE INDEX affiliation_organisation_id ON affiliation (organisation_id);

CREATE UNIQUE INDEX affiliation_primary ON affiliation (contact_id) WHERE is_primary = 1;

CREATE TABLE interaction (
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    uid TEXT NOT NULL,
    kind TEXT NOT NULL,
    direction TEXT NOT NULL DEFAULT '',
    subject TEXT NOT NULL DEFAULT '',
    notes TEXT NOT NULL DEFAULT '',
    happened_at TEXT NOT NULL,
    has_time INTEGER NOT NULL DEFAULT 0,
    duration_minutes INTEGER,
    place TEXT NOT NULL DEFAULT '',
    status TEXT NOT NULL DEFAULT 'held',
    created_at TEXT NOT NULL,
    deleted_at TEXT,
    CHECK (kind IN ('meeting', 'call', 'video call', 'email', 'visit', 'message', 'note')),
    CHECK (direction IN ('', 'in', 'out')),
    CHECK (status IN ('held', 'planned', 'cancelled'))
);

CREATE UNIQUE INDEX interaction_uid ON interaction (uid);

CREATE INDEX interaction_happened_at ON interaction (happened_at);

CREATE TABLE participant (
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    interaction_id INTEGER NOT NULL,
    contact_id INTEGER,
    organisation_id INTEGER,
    happened_at TEXT NOT NULL,
    FOREIGN KEY (interaction_id) REFERENCES interaction (id) ON DELETE CASCADE,
    FOREIGN KEY (contact_id) REFERENCES contact (id) ON DELETE RESTRICT,
    FOREIGN KEY (organisation_id) REFERENCES organisation (id) ON DELETE RESTRICT,
    CHECK (contact_id IS NOT NULL OR organisation_id IS NOT NULL)
);

CREATE INDEX participant_interaction_id ON participant (interaction_id);

CREATE INDEX participant_contact_id_happened_at ON participant (contact_id, happened_at);

CREATE INDEX participant_organisation_id_happened_at ON participant (organisation_id, happened_at);

CREATE UNIQUE INDEX participant_person ON participant (interaction_id, contact_id) WHERE contact_id IS NOT NULL;

CREATE UNIQUE INDEX participant_organisation ON participant (interaction_id, organisation_id) WHERE contact_id IS NULL;

CREATE TABLE interaction_tag (
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    interaction_id INTEGER NOT NULL,
    tag_id INTEGER NOT NULL,
    FOREIGN KEY (interaction_id) REFERENCES interaction (id) ON DELETE CASCADE,
    FOREIGN KEY (tag_id) REFERENCES tag (id) ON DELETE CASCADE
);

CREATE INDEX interaction_tag_tag_id ON interaction_tag (tag_id);

CREATE UNIQUE INDEX interaction_tag_interaction_id_tag_id ON interaction_tag (interaction_id, tag_id);

CREATE TABLE follow_up (
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    uid TEXT NOT NULL,
    title TEXT NOT NULL,
    notes TEXT NOT NULL DEFAULT '',
    owed_by TEXT NOT NULL DEFAULT 'us',
    due_on TEXT,
    due_time TEXT,
    snoozed_until TEXT,
    repeat TEXT NOT NULL DEFAULT '',
    repeat_from TEXT NOT NULL DEFAULT 'due',
    priority INTEGER NOT NULL DEFAULT 0,
    done_at TEXT,
    dropped_at TEXT,
    result TEXT NOT NULL DEFAULT '',
    contact_id INTEGER,
    organisation_id INTEGER,
    interaction_id INTEGER,
    created_at TEXT NOT NULL,
    deleted_at TEXT,
    FOREIGN KEY (contact_id) REFERENCES contact (id) ON DELETE RESTRICT,
    FOREIGN KEY (organisation_id) REFERENCES organisation (id) ON DELETE RESTRICT,
    FOREIGN KEY (interaction_id) REFERENCES interaction (id) ON DELETE RESTRICT,
    CHECK (owed_by IN ('us', 'them')),
    CHECK (repeat_from IN ('due', 'completion')),
    CHECK (priority BETWEEN -1 AND 1),
    CHECK (trim(title) <> ''),
    CHECK (done_at IS NULL OR dropped_at IS NULL)
);

CREATE UNIQUE INDEX follow_up_uid ON follow_up (uid);

CREATE INDEX follow_up_contact_id ON follow_up (contact_id);

CREATE INDEX follow_up_organisation_id ON follow_up (organisation_id);

CREATE INDEX follow_up_interaction_id ON follow_up (interaction_id);

CREATE INDEX follow_up_open ON follow_up (due_on) WHERE done_at IS NULL AND dropped_at IS NULL AND deleted_at IS NULL;

CREATE TABLE saved_view (
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    page TEXT NOT NULL,
    name TEXT NOT NULL COLLATE NOCASE,
    spec TEXT NOT NULL,
    position INTEGER NOT NULL DEFAULT 0
);

CREATE UNIQUE INDEX saved_view_page_name ON saved_view (page, name);

CREATE TABLE setting (
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    key TEXT NOT NULL,
    value TEXT NOT NULL
);

CREATE UNIQUE INDEX setting_key ON setting (key);

CREATE TABLE import_batch (
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    file_name TEXT NOT NULL,
    format TEXT NOT NULL,
    sha256 TEXT NOT NULL,
    imported_at TEXT NOT NULL,
    counts TEXT NOT NULL
);

CREATE TABLE import_row (
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    batch_id INTEGER NOT NULL,
    line INTEGER NOT NULL,
    outcome TEXT NOT NULL,
    reason TEXT NOT NULL DEFAULT '',
    content TEXT NOT NULL,
    contact_id INTEGER,
    FOREIGN KEY (batch_id) REFERENCES import_batch (id) ON DELETE CASCADE,
    FOREIGN KEY (contact_id) REFERENCES contact (id) ON DELETE RESTRICT
);

CREATE INDEX import_row_batch_id ON import_row (batch_id);

CREATE INDEX import_row_contact_id ON import_row (contact_id);

CREATE TABLE draft (
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    key TEXT NOT NULL,
    content TEXT NOT NULL,
    saved_at TEXT NOT NULL
);

CREATE UNIQUE INDEX draft_key ON draft (key);

CREATE TABLE change_set (
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    label TEXT NOT NULL,
    kind TEXT NOT NULL,
    at TEXT NOT NULL,
    reverses INTEGER,
    reversed_by INTEGER
);

CREATE TABLE change (
    id INTEGER NOT NULL PRIMARY KEY,
    change_set_id INTEGER NOT NULL,
    table_name TEXT NOT NULL,
    row_id INTEGER NOT NULL,
    before TEXT,
    after TEXT,
    contact_id INTEGER,
    organisation_id INTEGER
);

CREATE INDEX change_change_set_id_table_name ON change (change_set_id, table_name);

CREATE INDEX change_table_name_row_id ON change (table_name, row_id);

CREATE INDEX change_contact_id ON change (contact_id);

CREATE INDEX change_organisation_id ON change (organisation_id);


CREATE TRIGGER participant_moment AFTER UPDATE OF happened_at ON interaction
BEGIN
    UPDATE participant SET happened_at = NEW.happened_at
    WHERE interaction_id = NEW.id AND happened_at <> NEW.happened_at;
END;
"""

SECTORS = (
    ("Industry", "industry"),
    ("Academia", "academia"),
    ("Public sector", "public"),
    ("Investor", "investor"),
    ("Entrepreneur", "entrepreneur"),
)
SUB_REGIONS = (
    "Cheshire and Warrington",
    "Greater Manchester",
    "Lancashire",
    "Liverpool City Region",
    "Outside the area",
)
THEMES = (
    "Medical technology",
    "Digital health",
    "Diagnostics",
    "Pharmaceuticals",
    "Precision medicine",
    "Medical imaging",
    "Data and AI",
    "Ageing and frailty",
    "Infection",
    "Mental health",
)


def up(migrator: Any, db: Any) -> None:
    """Make the tables and seed the vocabularies."""
    for statement in SCHEMA.split(";\n\n"):
        if statement.strip():
            db.execute_sql(statement)
    for position, (name, symbol) in enumerate(SECTORS):
        db.execute_sql("INSERT INTO sector (name, symbol, position) VALUES (?, ?, ?)", (name, symbol, position))
    for table, names in (("sub_region", SUB_REGIONS), ("theme", THEMES)):
        for position, name in enumerate(names):
            db.execute_sql(f"INSERT INTO {table} (name, position) VALUES (?, ?)", (name, position))
