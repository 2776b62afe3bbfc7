"""What a record of any table is called, and which record a column of the change log refers to."""

from crm.db.derived import NAME
from crm.db.store import Store

RECORDS = {
    "contact": NAME.format(contact="r"),
    "organisation": "r.name",
    "interaction": "coalesce(nullif(r.subject, ''), r.kind)",
    "follow_up": "r.title",
    "huddle": "r.title",
    "opportunity": "r.title",
    "introduction": "r.reason",
    "need_offer": "r.title",
}
"""The SQL of the name of each kind of record that has a trash; `r` is its row."""

_OTHERS = {
    "sector": "r.name",
    "sub_region": "r.name",
    "theme": "r.name",
    "tag": "'#' || r.name",
    "series": "r.name",
    "pitch": "r.topic",
    "purpose": "r.name",
    "pipeline": "r.name",
    "stage": "r.name",
}


class Naming:
    """Names records by table and number, each looked up once."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._references: dict[str, dict[str, str]] = {}
        self._names: dict[tuple[str, int], str | None] = {}

    def name(self, table: str, record_id: int) -> str | None:
        """Return what a record is called, or None where it is gone or its table gives no names."""
        key = (table, record_id)
        if key not in self._names:
            name = RECORDS.get(table) or _OTHERS.get(table)
            found = self._store.value(f"SELECT {name} FROM {table} r WHERE r.id = ?", (record_id,)) if name else None
            self._names[key] = None if found is None else str(found)
        return self._names[key]

    def references(self, table: str) -> dict[str, str]:
        """Return for each column of a table that refers to a record the table of that record, as the file has it."""
        if table not in self._references:
            rows = self._store.rows('SELECT "from", "table" FROM pragma_foreign_key_list(?)', (table,))
            self._references[table] = dict(sorted(rows))
        return self._references[table]
