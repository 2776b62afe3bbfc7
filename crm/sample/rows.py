"""The rows of the sample, by the names of their columns."""

from typing import Any

from crm.db import schema
from crm.db.bulk import BulkWriter
from crm.db.store import Store

_TABLES = (
    "tag", "organisation", "organisation_alias", "organisation_domain", "organisation_theme", "organisation_tag",
    "partnership", "contact", "contact_alias", "contact_email", "contact_phone", "contact_theme", "contact_tag",
    "affiliation", "interaction", "participant", "interaction_tag", "series", "huddle", "attendance",
    "attendance_session", "pitch", "hand", "close_out", "opportunity", "opportunity_party", "introduction",
    "introduction_party", "outcome", "need_offer", "need_offer_theme", "follow_up",
)  # fmt: skip
"""What the sample writes, parents before children."""


class Writer(BulkWriter):
    """Writes the sample."""

    def __init__(self, store: Store) -> None:
        models: dict[str, Any] = {table: schema.BY_TABLE[table] for table in _TABLES}
        self._unsaid: dict[str, dict[str, Any]] = {
            table: {field.column_name: field.default for field in model._meta.sorted_fields}
            for table, model in models.items()
        }
        super().__init__(store, {table: tuple(unsaid) for table, unsaid in self._unsaid.items()})
        self.store = store

    def put(self, table: str, **values: Any) -> int:
        """Take a row by the names of its columns, the rest as the schema has it; return its key, given out if need be.

        A column that the table has not is refused when the row is written.
        """
        if "id" not in values:
            values["id"] = self.next_id(table)
        self.add(table, tuple((self._unsaid[table] | values).values()))
        return int(values["id"])
