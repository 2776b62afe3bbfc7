"""Two edits of one record: the second is told of the first instead of overwriting it (R28)."""

from crm.db.store import Store
from crm.errors import CrmError


class Conflict(CrmError):
    """The record changed since the form was filled in; `current` is the value now, `given` the one refused."""

    def __init__(self, field: str, current: object, given: object) -> None:
        self.field, self.current, self.given = field, current, given
        super().__init__(
            f"This was changed meanwhile: it now says “{current}”. Nothing was overwritten; yours was “{given}”."
        )


def revision(store: Store, table: str, record: int) -> int:
    """Return the number of the newest change of a row's own columns; 0 where there is none."""
    sql = "SELECT coalesce(max(id), 0) FROM change WHERE table_name = ? AND row_id = ?"
    return int(store.value(sql, (table, record)))


def check(store: Store, table: str, record: int, expected: int | None, given: dict[str, object]) -> None:
    """Raise Conflict where a column of `given` changed after the revision `expected`; None expects nothing."""
    if expected is None or revision(store, table, record) == expected:
        return
    for column, value in given.items():
        changed = store.value(
            f"SELECT 1 FROM change WHERE table_name = ? AND row_id = ? AND id > ? "
            f"AND before ->> '$.{column}' IS NOT after ->> '$.{column}'",
            (table, record, expected),
        )
        current = store.value(f"SELECT {column} FROM {table} WHERE id = ?", (record,))
        if changed and current != value:
            raise Conflict(column, current, value)
