"""One summary row a contact and an organisation: the columns that lists show, sort and page by."""

from typing import Any

from crm.db.derived.stale import (
    CONTACT,
    CONTACT_TOUCH,
    CONTACT_WORDS,
    ORGANISATION,
    ORGANISATION_TOUCH,
    note,
    note_one,
)
from crm.db.today import is_current

TABLES: dict[str, str] = {
    "contact_summary": """CREATE TABLE contact_summary (
        contact_id INTEGER PRIMARY KEY,
        name TEXT NOT NULL,
        sort_name TEXT NOT NULL,
        role TEXT NOT NULL,
        organisation_id INTEGER,
        organisation_name TEXT NOT NULL,
        organisation_sort TEXT NOT NULL,
        sector_id INTEGER,
        sector_rank INTEGER NOT NULL,
        sub_region_id INTEGER,
        sub_region_rank INTEGER NOT NULL,
        partnership TEXT NOT NULL,
        email TEXT NOT NULL,
        phone TEXT NOT NULL,
        last_touch_at TEXT NOT NULL,
        next_follow_up_on TEXT NOT NULL)""",
    "organisation_summary": """CREATE TABLE organisation_summary (
        organisation_id INTEGER PRIMARY KEY,
        name TEXT NOT NULL,
        sort_name TEXT NOT NULL,
        sector_id INTEGER,
        sector_rank INTEGER NOT NULL,
        sub_region_id INTEGER,
        sub_region_rank INTEGER NOT NULL,
        partnership TEXT NOT NULL,
        people INTEGER NOT NULL,
        last_touch_at TEXT NOT NULL,
        next_follow_up_on TEXT NOT NULL)""",
}
"""`last_touch_at` is '' for never; `next_follow_up_on` is '9999' for none, so that both sort where a person expects."""

NO_FOLLOW_UP = "9999"
NO_RANK = 999
"""The rank of what has no sector or no sub-region."""

INDEXES: dict[str, str] = {
    f"{table}_by_{name}": f"CREATE INDEX {table}_by_{name} ON {table} ({columns})"
    for table, name, columns in (
        ("contact_summary", "name", "sort_name, contact_id"),
        ("contact_summary", "role", "role COLLATE NOCASE, sort_name, contact_id"),
        ("contact_summary", "organisation", "organisation_sort, sort_name, contact_id"),
        ("contact_summary", "organisation_id", "organisation_id"),
        ("contact_summary", "sector", "sector_rank, sort_name, contact_id"),
        ("contact_summary", "sub_region", "sub_region_rank, sort_name, contact_id"),
        ("contact_summary", "partnership", "partnership, sort_name, contact_id"),
        ("contact_summary", "email", "email COLLATE NOCASE, sort_name, contact_id"),
        ("contact_summary", "last_touch", "last_touch_at, sort_name, contact_id"),
        ("contact_summary", "next_follow_up", "next_follow_up_on, sort_name, contact_id"),
        ("organisation_summary", "name", "sort_name, organisation_id"),
        ("organisation_summary", "sector", "sector_rank, sort_name, organisation_id"),
        ("organisation_summary", "sub_region", "sub_region_rank, sort_name, organisation_id"),
        ("organisation_summary", "partnership", "partnership, sort_name, organisation_id"),
        ("organisation_summary", "people", "people, sort_name, organisation_id"),
        ("organisation_summary", "last_touch", "last_touch_at, sort_name, organisation_id"),
        ("organisation_summary", "next_follow_up", "next_follow_up_on, sort_name, organisation_id"),
    )
}

_OF_CONTACT = ("contact_email", "contact_phone", "affiliation")
_OF_ORGANISATION = ("partnership", "affiliation")
_TOUCHING = ("participant", "follow_up", "attendance")


def _people_of(organisation: str) -> str:
    return note(CONTACT, f"SELECT contact_id AS id FROM affiliation WHERE organisation_id = {organisation}")


def _bodies(alias: str) -> dict[str, str]:
    """Return for each table what a change of its row `alias` makes stale."""
    bodies: dict[str, str] = {table: note_one(CONTACT, f"{alias}.contact_id") for table in _OF_CONTACT}
    for table in _OF_ORGANISATION:
        bodies[table] = bodies.get(table, "") + note_one(ORGANISATION, f"{alias}.organisation_id")
    bodies["partnership"] += _people_of(f"{alias}.organisation_id")
    bodies["contact"] = note_one(CONTACT, f"{alias}.id")
    bodies["organisation"] = note_one(ORGANISATION, f"{alias}.id") + _people_of(f"{alias}.id")
    for table in _TOUCHING:
        bodies[table] = note_one(CONTACT_TOUCH, f"{alias}.contact_id") + note_one(
            ORGANISATION_TOUCH, f"{alias}.organisation_id"
        )
    for whole, part in (("interaction", "participant"), ("huddle", "attendance")):
        bodies[whole] = "".join(
            note(kind, f"SELECT {column} AS id FROM {part} WHERE {whole}_id = {alias}.id")
            for kind, column in ((CONTACT_TOUCH, "contact_id"), (ORGANISATION_TOUCH, "organisation_id"))
        )
    for vocabulary in ("sector", "sub_region"):
        bodies[vocabulary] = note(
            ORGANISATION, f"SELECT id FROM organisation WHERE {vocabulary}_id = {alias}.id"
        ) + note(CONTACT, f"SELECT contact_id AS id FROM contact_summary WHERE {vocabulary}_id = {alias}.id")
    return bodies


_SHOWN = {
    "contact": "given_name, family_name, preferred_name, deleted_at",
    "organisation": "name, sector_id, sub_region_id, deleted_at",
    "sector": "position",
    "sub_region": "position",
    "huddle": "starts_at, status, deleted_at",
}
"""The columns of a record that its summary shows: a change of any other leaves the summary as it is."""

_EMPLOYERS = note(ORGANISATION, "SELECT organisation_id AS id FROM affiliation WHERE contact_id = NEW.id")


def triggers() -> dict[str, str]:
    """Return the SQL of every trigger that notes stale summaries, by name."""
    made: dict[str, str] = {}
    for event, alias in (("INSERT", "NEW"), ("UPDATE", "NEW"), ("DELETE", "OLD")):
        for table, body in _bodies(alias).items():
            if event == "UPDATE" and table in (*_OF_CONTACT, *_OF_ORGANISATION, *_TOUCHING):
                body += _bodies("OLD")[table]
            name = f"stale_{table}_{event.lower()}"
            when = f"UPDATE OF {_SHOWN[table]}" if event == "UPDATE" and table in _SHOWN else event
            made[name] = f"CREATE TRIGGER {name} AFTER {when} ON {table} BEGIN {body} END"
    made["stale_contact_trash"] = (
        f"CREATE TRIGGER stale_contact_trash AFTER UPDATE OF deleted_at ON contact BEGIN {_EMPLOYERS} END"
    )
    return made


NAME = (
    "trim(CASE {contact}.preferred_name WHEN '' THEN {contact}.given_name ELSE {contact}.preferred_name END "
    "|| ' ' || {contact}.family_name)"
)
"""The SQL of a contact's name as it is shown; `{contact}` is the alias of the contact's row."""

_LAST_TOUCH = """max(coalesce((SELECT p.happened_at FROM participant p JOIN interaction i ON i.id = p.interaction_id
    WHERE p.{column} = {record} AND i.status = 'held' AND i.kind <> 'note' AND i.deleted_at IS NULL
    ORDER BY p.happened_at DESC LIMIT 1), ''),
    coalesce((SELECT t.starts_at FROM attendance t JOIN huddle h ON h.id = t.huddle_id
    WHERE t.{column} = {record} AND t.presence = 'attended' AND h.status <> 'cancelled' AND h.deleted_at IS NULL
    ORDER BY t.starts_at DESC LIMIT 1), ''))"""
_NEXT_FOLLOW_UP = """coalesce((SELECT min(max(f.due_on, coalesce(f.snoozed_until, ''))) FROM follow_up f
    WHERE f.{column} = {record} AND f.done_at IS NULL AND f.dropped_at IS NULL AND f.deleted_at IS NULL), '9999')"""


PRIMARY = f"""(SELECT m.id FROM affiliation m WHERE m.contact_id = {{contact}} AND {is_current("m")}
    AND (m.is_primary OR EXISTS (SELECT 1 FROM affiliation p
        WHERE p.contact_id = m.contact_id AND p.is_primary AND NOT {is_current("p")}))
    ORDER BY m.is_primary DESC, m.id DESC LIMIT 1)"""
"""The SQL of the affiliation a contact stands for first; once the day of that one is over, of the current one added
last."""


def _touches(record: str) -> str:
    column = f"{record}_id"
    table = f"{record}_summary"
    kind = CONTACT_TOUCH if record == "contact" else ORGANISATION_TOUCH
    return (
        f"UPDATE {table} SET "
        f"last_touch_at = {_LAST_TOUCH.format(column=column, record=f'{table}.{column}')}, "
        f"next_follow_up_on = {_NEXT_FOLLOW_UP.format(column=column, record=f'{table}.{column}')} "
        f"WHERE {column} IN (SELECT id FROM stale WHERE kind = {kind})"
    )


_REFRESH = (
    _touches("contact"),
    _touches("organisation"),
    f"DELETE FROM contact_summary WHERE contact_id IN (SELECT id FROM stale WHERE kind = {CONTACT})",
    f"""INSERT INTO contact_summary
    SELECT r.id, {NAME.format(contact="r")},
        fold(r.family_name || ' ' || r.given_name), coalesce(a.role, ''), o.id, coalesce(o.name, ''),
        fold(coalesce(o.name, '')), o.sector_id, coalesce(s.position, {NO_RANK}), o.sub_region_id,
        coalesce(g.position, {NO_RANK}), coalesce(q.status, ''),
        coalesce((SELECT value FROM contact_email e WHERE e.contact_id = r.id AND e.state = 'ok'
            ORDER BY e.is_primary DESC, e.id LIMIT 1), ''),
        coalesce((SELECT coalesce(e164, typed) FROM contact_phone n
            WHERE n.contact_id = r.id ORDER BY n.id LIMIT 1), ''),
        {_LAST_TOUCH.format(column="contact_id", record="r.id")},
        {_NEXT_FOLLOW_UP.format(column="contact_id", record="r.id")}
    FROM stale d JOIN contact r ON r.id = d.id
    LEFT JOIN affiliation a ON a.id = {PRIMARY.format(contact="r.id")}
    LEFT JOIN organisation o ON o.id = a.organisation_id AND o.deleted_at IS NULL
    LEFT JOIN sector s ON s.id = o.sector_id
    LEFT JOIN sub_region g ON g.id = o.sub_region_id
    LEFT JOIN partnership q ON q.organisation_id = o.id AND q.ended_on IS NULL
    WHERE d.kind = {CONTACT} AND r.deleted_at IS NULL""",
    f"DELETE FROM organisation_summary WHERE organisation_id IN (SELECT id FROM stale WHERE kind = {ORGANISATION})",
    f"""INSERT INTO organisation_summary
    SELECT r.id, r.name, fold(r.name), r.sector_id, coalesce(s.position, {NO_RANK}), r.sub_region_id,
        coalesce(g.position, {NO_RANK}), coalesce(q.status, ''),
        (SELECT count(DISTINCT c.id) FROM affiliation a JOIN contact c ON c.id = a.contact_id AND c.deleted_at IS NULL
            WHERE a.organisation_id = r.id AND {is_current("a")}),
        {_LAST_TOUCH.format(column="organisation_id", record="r.id")},
        {_NEXT_FOLLOW_UP.format(column="organisation_id", record="r.id")}
    FROM stale d JOIN organisation r ON r.id = d.id
    LEFT JOIN sector s ON s.id = r.sector_id
    LEFT JOIN sub_region g ON g.id = r.sub_region_id
    LEFT JOIN partnership q ON q.organisation_id = r.id AND q.ended_on IS NULL
    WHERE d.kind = {ORGANISATION} AND r.deleted_at IS NULL""",
)


def flush(connection: Any) -> None:
    """Bring every stale record's summary up to date."""
    for statement in _REFRESH:
        connection.execute(statement)


_OVER = f"""SELECT a.organisation_id AS id FROM affiliation a WHERE a.ended IS NOT NULL AND a.is_current
    AND NOT {is_current("a")} GROUP BY a.organisation_id HAVING (SELECT people FROM organisation_summary s
        WHERE s.organisation_id = a.organisation_id) <> (SELECT count(DISTINCT c.id) FROM affiliation b
        JOIN contact c ON c.id = b.contact_id AND c.deleted_at IS NULL
        WHERE b.organisation_id = a.organisation_id AND {is_current("b")})"""
"""The organisations that count somebody whose last day there is over."""
_GONE = f"SELECT contact_id AS id FROM affiliation g WHERE organisation_id IN ({_OVER}) AND NOT {is_current('g')}"


def day_is_over(connection: Any) -> bool:
    """Return whether the end of a day made a summary wrong: nobody wrote, and yet an affiliation is past."""
    return bool(connection.execute(f"SELECT EXISTS ({_OVER})").fetchone()[0])


def note_day_over(connection: Any) -> None:
    """Note as stale whom the end of a day concerns, inside the running transaction."""
    for statement in (note(CONTACT, _GONE), note(CONTACT_WORDS, _GONE), note(ORGANISATION, _OVER)):
        connection.execute(statement)


def forget(connection: Any) -> None:
    """Note every record as stale, for a rebuild."""
    for kind, table in ((CONTACT, "contact"), (ORGANISATION, "organisation")):
        connection.execute(f"INSERT OR IGNORE INTO stale (kind, id) SELECT {kind}, id FROM {table}")
        connection.execute(f"DELETE FROM {table}_summary")
