"""A follow-up that repeating made knows the one that it follows."""

from typing import Any

COLUMN = "ALTER TABLE follow_up ADD COLUMN follows_id INTEGER REFERENCES follow_up (id) ON DELETE RESTRICT"
INDEX = "CREATE INDEX follow_up_follows ON follow_up (follows_id) WHERE follows_id IS NOT NULL"
# Earlier ones can be told where exactly one was done at the moment at which exactly one of its name was made.
KNOWN = """
    WITH pair AS MATERIALIZED (
        SELECT n.id AS next, f.id AS done FROM follow_up n JOIN follow_up f ON f.done_at = n.created_at
        AND f.title = n.title AND f.id < n.id AND f.contact_id IS n.contact_id
        AND f.organisation_id IS n.organisation_id WHERE n.repeat <> '' AND f.repeat <> ''
    )
    UPDATE follow_up SET follows_id = p.done FROM pair p WHERE p.next = follow_up.id
    AND (SELECT count(*) FROM pair o WHERE o.next = p.next OR o.done = p.done) = 1
"""


def up(migrator: Any, db: Any) -> None:
    """Add the reference with its index, and fill it where there is no doubt."""
    db.execute_sql(COLUMN)
    db.execute_sql(INDEX)
    db.execute_sql(KNOWN)
