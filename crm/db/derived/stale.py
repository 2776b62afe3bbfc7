"""What went stale in the running transaction: one row a record and a reason, written by triggers."""

CONTACT, ORGANISATION = 1, 2
"""The record's whole summary."""
CONTACT_TOUCH, ORGANISATION_TOUCH = 3, 4
"""Only its last touch and next follow-up: all that a logged meeting changes."""
CONTACT_WORDS, ORGANISATION_WORDS = 5, 6
"""The words it is found by."""

STALE = "CREATE TABLE stale (kind INTEGER NOT NULL, id INTEGER NOT NULL, PRIMARY KEY (kind, id)) WITHOUT ROWID"


def note(kind: int, ids: str) -> str:
    """Return the statement that notes as stale every id the query `ids` gives (one column)."""
    return f"INSERT OR IGNORE INTO stale (kind, id) SELECT {kind}, id FROM ({ids}) WHERE id IS NOT NULL;"


def note_one(kind: int, expression: str) -> str:
    """Return the statement that notes one record, where `expression` is not NULL."""
    return f"INSERT OR IGNORE INTO stale (kind, id) SELECT {kind}, {expression} WHERE {expression} IS NOT NULL;"
