"""The schema that a file of this program has, object by object, and what a given file has otherwise.

A planted trigger could delete rows at the next save; a missing one would let the change log or the search go stale. So
a file is compared with a fresh one, made in memory (`migrate.fresh`), before anything is written to it.
"""

import hashlib
import re
from functools import cache, lru_cache
from typing import Any

import msgspec
from sqlcipher3 import dbapi2 as sqlite

from crm.db import derived
from crm.text import fold

Objects = dict[str, tuple[str, str]]
"""Type and SQL of each object of a schema by name."""


class Difference(msgspec.Struct, frozen=True):
    """How a file's schema differs from a fresh one's; every field lists names.

    `missing` tables and those with other columns (`changed`) cannot be made good; `repairable` indexes, triggers and
    derived tables can; `planted` triggers, views and indexes are not ours; `foreign` tables are not ours, but harmless.
    `garbled` entries of the list of objects contradict themselves (see `garbled`).
    """

    missing: tuple[str, ...] = ()
    changed: tuple[str, ...] = ()
    repairable: tuple[str, ...] = ()
    planted: tuple[str, ...] = ()
    foreign: tuple[str, ...] = ()
    garbled: tuple[str, ...] = ()

    @property
    def is_serious(self) -> bool:
        """Return whether records are out of reach, or the list of objects itself is damaged."""
        return bool(self.missing or self.changed or self.garbled)

    @property
    def is_repairable(self) -> bool:
        """Return whether something must be made again or taken out before the first write."""
        return bool(self.repairable or self.planted)

    @property
    def in_words(self) -> str:
        """Return the differences that matter, in a person's words."""
        said = [f"the table “{name}” is missing" for name in self.missing]
        said += [f"the table “{name}” has other columns" for name in self.changed]
        said += [f"“{name}” is missing or altered" for name in self.repairable]
        said += [f"“{name}” does not belong there" for name in self.planted]
        said += [f"the entry “{name}” in its list of tables is garbled" for name in self.garbled]
        return ", ".join(said)


Entries = tuple[tuple[Any, Any, Any, Any], ...]
"""Type, name, table and SQL of each entry in a file's list of objects, as they stand there."""


def entries(connection: Any) -> Entries:
    """Return the list of objects of a file."""
    rows = connection.execute("SELECT type, name, tbl_name, sql FROM sqlite_master WHERE sql IS NOT NULL")
    return tuple(rows.fetchall())


def objects(connection: Any) -> Objects:
    """Return type and SQL of every object of a file's schema by name, without SQLite's own and the record of steps."""
    return by_name(entries(connection))


def by_name(listed: Entries) -> Objects:
    """Return what `objects` does, of a list of objects that was read before."""
    return {name: (kind, sql) for kind, name, _, sql in listed if not name.startswith(("sqlite_", "schema_migration"))}


_CREATES = re.compile(
    r"CREATE (?:VIRTUAL |UNIQUE |TEMP )?(TABLE|INDEX|TRIGGER|VIEW) (?:IF NOT EXISTS )?"
    r"""(?:"([^"]+)"|'([^']+)'|\[([^\]]+)\]|`([^`]+)`|([^\s("'\[`]+))""",
    re.IGNORECASE,
)


@lru_cache(maxsize=2)  # asked again of each connection to a file, and of its copies
def garbled(listed: Entries) -> tuple[str, ...]:
    """Return the names of entries in the list of objects whose own SQL says otherwise; no program writes such a one.

    A flipped bit in a name leaves an object that works, and that no statement can drop or make again.
    """
    return tuple(str(name) for kind, name, table, sql in listed if not _is_of_one_piece(kind, name, table, sql))


def _is_of_one_piece(kind: Any, name: Any, table: Any, sql: Any) -> bool:
    if not all(isinstance(each, str) for each in (kind, name, table, sql)):
        return False
    said = _CREATES.match(sql)
    if said is None or said[1].lower() != kind or name not in said.groups()[1:]:
        return False
    return table == name if kind in ("table", "view") else table in sql


def fingerprint(found: Objects) -> str:
    """Return a digest of a schema: equal for two files whose every object has the same SQL."""
    return hashlib.sha256(repr(sorted(found.items())).encode()).hexdigest()


def base_tables(connection: Any) -> list[str]:
    """Return the names of the tables that hold records and the change log: whatever is not built from them."""
    made = derived_tables()
    return [name for name, (kind, _) in objects(connection).items() if kind == "table" and name not in made]


def compare(found: Objects, wanted: Objects) -> Difference:
    """Return how the schema of a file differs from the one it should have."""
    if found == wanted:
        return Difference()
    made = derived_tables()
    lost = [name for name in wanted if name not in found]
    other = [name for name in wanted if name in found and found[name] != wanted[name]]
    extra = [name for name in found if name not in wanted]
    records = {name for name, (kind, _) in wanted.items() if kind == "table"} - made
    return Difference(
        missing=tuple(name for name in lost if name in records),
        changed=tuple(name for name in other if name in records),
        repairable=tuple(name for name in (*lost, *other) if name not in records),
        planted=tuple(name for name in extra if found[name][0] != "table"),
        foreign=tuple(name for name in extra if found[name][0] == "table"),
    )


@cache
def derived_tables() -> frozenset[str]:
    """Return the names of the tables that are built from the records, a search index's own tables included."""
    connection = sqlite.connect(":memory:", isolation_level=None)
    connection.create_function("fold", 1, fold)
    for sql in derived.TABLES.values():
        connection.execute(sql)
    names = frozenset(row[0] for row in connection.execute("SELECT name FROM sqlite_master"))
    connection.close()
    return names
