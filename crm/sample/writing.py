"""Writing the sample in bulk: identifiers given out here, rows gathered and handed to the database in thousands."""

from collections import Counter
from typing import Any

from crm.db.store import Store

_COLUMNS: dict[str, tuple[str, ...]] = {
    "tag": ("id", "name", "description"),
    "organisation": ("id", "uid", "name", "short_name", "sector_id", "sub_region_id", "parent_id", "website", "phone",
                     "street",
                     "town", "postcode", "country", "about", "company_number", "ods_code", "created_at"),
    "organisation_alias": ("id", "organisation_id", "name", "kind", "until"),
    "organisation_domain": ("id", "organisation_id", "domain", "shared"),
    "organisation_theme": ("id", "organisation_id", "theme_id"),
    "organisation_tag": ("id", "organisation_id", "tag_id"),
    "partnership": ("id", "organisation_id", "status", "started_on", "ended_on", "agreement", "note"),
    "contact": ("id", "uid", "title", "given_name", "family_name", "suffix", "preferred_name", "pronouns",
                "linkedin_url",
                "birthday", "about", "cadence_aim", "cadence_limit", "active", "created_at"),
    "contact_alias": ("id", "contact_id", "name", "kind"),
    "contact_email": ("id", "contact_id", "value", "kind", "is_primary", "state"),
    "contact_phone": ("id", "contact_id", "e164", "typed", "extension", "kind"),
    "contact_theme": ("id", "contact_id", "theme_id"),
    "contact_tag": ("id", "contact_id", "tag_id"),
    "affiliation": ("id", "contact_id", "organisation_id", "role", "department", "kind", "is_primary", "is_lead",
                    "started",
                    "ended", "is_current"),
    "interaction": ("id", "uid", "kind", "direction", "subject", "notes", "happened_at", "has_time", "duration_minutes",
                    "place", "status", "created_at"),
    "participant": ("id", "interaction_id", "contact_id", "organisation_id", "happened_at"),
    "interaction_tag": ("id", "interaction_id", "tag_id"),
    "follow_up": ("id", "uid", "title", "notes", "owed_by", "due_on", "due_time", "snoozed_until", "repeat", "priority",
                  "done_at", "dropped_at", "result", "contact_id", "organisation_id", "interaction_id", "created_at"),
}  # fmt: skip
_ROWS_AT_ONCE = 20_000


class Writer:
    """Gathers rows by table; writes parents before children whenever enough have come together."""

    def __init__(self, store: Store, now: str) -> None:
        self.now = now
        self._store = store
        self._waiting: dict[str, list[tuple[Any, ...]]] = {table: [] for table in _COLUMNS}
        self._held = 0
        used = dict(store.rows("SELECT name, seq FROM sqlite_sequence"))
        self._used = {table: int(used.get(table, 0)) for table in _COLUMNS}
        self._written: Counter[str] = Counter()

    def rows(self, sql: str) -> list[tuple[Any, ...]]:
        """Return rows of the file as it is."""
        return self._store.rows(sql)

    def next_id(self, table: str) -> int:
        """Return a key of `table` that was never used."""
        self._used[table] += 1
        return self._used[table]

    def add(self, table: str, row: tuple[Any, ...]) -> None:
        """Take a row, its values in the order of the table's columns here."""
        self._waiting[table].append(row)
        self._held += 1
        if self._held >= _ROWS_AT_ONCE:
            self.write()

    def count(self, table: str) -> int:
        """Return how many rows of `table` were added."""
        return self._written[table] + len(self._waiting[table])

    def write(self) -> None:
        """Hand everything gathered to the database."""
        for table, rows in self._waiting.items():
            if rows:
                names = _COLUMNS[table]
                marks = ", ".join("?" * len(names))
                self._store.executemany(f"INSERT INTO {table} ({', '.join(names)}) VALUES ({marks})", rows)
                self._written[table] += len(rows)
                rows.clear()
        self._held = 0
