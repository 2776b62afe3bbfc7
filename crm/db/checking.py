"""Is a file whole? The library's own check of every page and index, then what only this program can know."""

from dataclasses import dataclass
from typing import Any

from crm.db import expected, history
from crm.db.dump import TABLES


@dataclass(frozen=True, slots=True)
class Health:
    """What a check found. `damage` are the library's words; `orphans` count rows by table whose owner is missing;

    `unreadable` count values by `table.column` that are no text; `is_search_stale` that derived tables must be rebuilt.
    """

    damage: tuple[str, ...] = ()
    orphans: tuple[tuple[str, int], ...] = ()
    unreadable: tuple[tuple[str, int], ...] = ()
    is_search_stale: bool = False

    @property
    def is_well(self) -> bool:
        """Return whether nothing at all was found."""
        return not (self.damage or self.orphans or self.unreadable or self.is_search_stale)


def check(connection: Any) -> Health:
    """Check a whole file; reads all of it (about a second for 500 MB). Raises sqlite.Error where it cannot be read."""
    said = [str(row[0]) for row in connection.execute("PRAGMA integrity_check(20)")]
    # A search index is built from the records: its own trouble is no damage.
    of_search = [
        line for line in said if line.startswith(("malformed inverted index", "unable to validate the inverted"))
    ]
    damage = tuple(line for line in said if line != "ok" and line not in of_search)
    if damage:
        return Health(damage=damage)
    return Health(
        orphans=_orphans(connection),
        unreadable=_unreadable(connection),
        is_search_stale=bool(of_search) or _is_stale(connection),
    )


def _orphans(connection: Any) -> tuple[tuple[str, int], ...]:
    found: dict[str, int] = {}
    for table, *_ in connection.execute("PRAGMA foreign_key_check"):
        found[table] = found.get(table, 0) + 1
    return tuple(found.items())


def _unreadable(connection: Any) -> tuple[tuple[str, int], ...]:
    """Return where text columns hold bytes, which no trigger or list can take."""
    found: list[tuple[str, int]] = []
    for table in TABLES:
        columns = text_columns(connection, table)
        sums = ", ".join(f"coalesce(sum(typeof({name}) = 'blob'), 0)" for name in columns)
        counts = connection.execute(f"SELECT {sums} FROM {table}").fetchone() if columns else ()
        found += [(f"{table}.{name}", count) for name, count in zip(columns, counts, strict=True) if count]
    return tuple(found)


def text_columns(connection: Any, table: str) -> list[str]:
    """Return the names of a logged table's text columns."""
    declared = {row[1]: row[2] for row in connection.execute(f"PRAGMA table_info({table})")}
    return [name for name in history.columns(table) if declared.get(name) == "TEXT"]


def _is_stale(connection: Any) -> bool:
    if not {"stale", "contact_summary", "organisation_summary"} <= expected.objects(connection).keys():
        return True
    counts = connection.execute(
        "SELECT (SELECT count(*) FROM stale), "
        "(SELECT count(*) FROM contact WHERE deleted_at IS NULL) - (SELECT count(*) FROM contact_summary), "
        "(SELECT count(*) FROM organisation WHERE deleted_at IS NULL) - (SELECT count(*) FROM organisation_summary)"
    ).fetchone()
    return any(counts)
