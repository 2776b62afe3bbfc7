"""Is a file whole? The library's own check of every page and index, then what only this program can know."""

import contextlib
import re
from collections import Counter
from collections.abc import Iterator
from itertools import groupby
from pathlib import Path
from typing import Any

import msgspec
from sqlcipher3 import dbapi2 as sqlite

from crm.db import migrate, schema_check
from crm.db.dump import TABLES
from crm.db.error_meanings import ErrorMeaning, raise_if_no_damage, trouble_of
from crm.db.raw_connection import reading_once
from crm.text import clean, fold

_OF_SEARCH = ("fts5:", "malformed inverted index", "unable to validate the inverted index")


class Health(msgspec.Struct, frozen=True):
    """What a check found. `damage` are the library's words; `orphans` count rows by table whose owner is missing;

    `unreadable` count values by `table.column` that are no text, or have a NUL in it, `unkeepable` those among them
    whose readable text is not allowed there, which is damage; `is_search_stale` that derived tables must be rebuilt;
    `is_newer` that a newer program made the file, whose tables and search this one cannot judge;
    `schema` is how the list of tables, indexes, triggers and views differs from what it should
    be.
    """

    damage: tuple[str, ...] = ()
    orphans: tuple[tuple[str, int], ...] = ()
    unreadable: tuple[tuple[str, int], ...] = ()
    unkeepable: tuple[tuple[str, int], ...] = ()
    is_search_stale: bool = False
    is_newer: bool = False
    schema: schema_check.Difference = schema_check.Difference()

    @property
    def what(self) -> str:
        """Return in plain words, in the middle of a sentence, what is damaged."""
        if self.schema.is_serious:
            return self.schema.in_words
        if self.unkeepable:
            named = _named([name for name, _ in self.unkeepable])
            return f"{named} holds bytes where text belongs, and what can be read of them is not allowed there"
        if self.damage and all(map(_limits_of, self.damage)):
            return (
                f"{_named(list(dict.fromkeys(map(_limits_of, self.damage))))} holds a value that is not allowed there"
            )
        found = list(dict.fromkeys(filter(None, map(_index_of, self.damage))))
        if not found:
            return "a check of its pages found errors"
        return f"lists would leave out records, because {_named(found)} no longer agrees with what it is an index of"

    @property
    def is_well(self) -> bool:
        """Return whether nothing at all was found."""
        return self == Health()


_INDEX_SAID = re.compile(
    r"(?:row \d+ missing from|row \d+ values differ from|wrong # of entries in|non-unique entry in) index (\S+)"
)


_LIMIT_SAID = re.compile(r"CHECK constraint failed in (\S+)")


def _named(names: list[str]) -> str:
    return ", ".join(f"“{name}”" for name in names[:3]) + (" and others" if len(names) > 3 else "")


def _limits_of(line: str) -> str:
    """Return the table a complaint of the library is about that holds what its limits refuse, or ''."""
    found = _LIMIT_SAID.match(line)
    return found[1] if found else ""


def _index_of(line: str) -> str:
    """Return the index that a complaint of the library is about alone, or ''."""
    found = _INDEX_SAID.match(line)
    return found[1] if found else ""


WHOLE, QUICK = "integrity_check", "quick_check"
"""How deep a check goes: QUICK does not compare the indexes with their tables, and takes a quarter of the time."""


def check(connection: Any, depth: str = WHOLE) -> Health:
    """Check a file; reads all of it. Raises sqlite.Error where the drive, not the file, is at fault."""
    try:
        with reading_once(connection):
            return _check(connection, depth)
    except sqlite.DatabaseError as error:
        if trouble_of(error, _path_of(connection)) is ErrorMeaning.DAMAGE:
            return Health(damage=(str(error),))
        raise


def _path_of(connection: Any) -> Path | None:
    name = str(connection.execute("PRAGMA database_list").fetchone()[2])
    return Path(name) if name else None


def _check(connection: Any, depth: str) -> Health:
    damage, of_search = pages(connection, depth)
    limited = frozenset(map(_limits_of, damage))
    if "" in limited or len(damage) == _MOST_SAID:  # there may be worse behind
        return Health(damage=damage)
    if migrate.is_newer(connection):
        return Health(damage=damage, orphans=orphans(connection), is_newer=True)
    schema = schema_check.Difference() if migrate.pending(connection) else migrate.difference(connection)
    if schema.is_serious:
        return Health(damage=(schema.in_words,), schema=schema)
    unreadable, unkeepable = _unreadable(connection)
    if unkeepable:
        return Health(damage=tuple(f"{name}: {many}" for name, many in unkeepable), unkeepable=unkeepable)
    # A connection that cannot write knows no limits: bytes that can be made text must count for no more in another.
    if not limited <= {name.partition(".")[0] for name, _ in unreadable}:
        return Health(damage=damage)
    return Health(
        orphans=orphans(connection),
        unreadable=unreadable,
        is_search_stale=of_search or _is_stale(connection),
        schema=schema,
    )


_MOST_SAID = 20


def pages(connection: Any, depth: str) -> tuple[tuple[str, ...], bool]:
    """Return the library's complaints about a file, and whether the search index is broken.

    The search index is built from the records: its own trouble is no damage. Raises sqlite.Error where the answer is
    that the drive did not give a page.
    """
    said = [str(row[0]) for row in connection.execute(f"PRAGMA {depth}({_MOST_SAID})")]
    for line in said:
        raise_if_no_damage(line)
    damage = tuple(line for line in said if line != "ok" and not line.startswith(_OF_SEARCH))
    return damage, any(line.startswith(_OF_SEARCH) for line in said)


def orphans(connection: Any) -> tuple[tuple[str, int], ...]:
    """Return by table how many of its rows refer to a record that is not there."""
    found: dict[str, int] = {}
    for table, *_ in connection.execute("PRAGMA foreign_key_check"):
        found[table] = found.get(table, 0) + 1
    return tuple(found.items())


_Counts = tuple[tuple[str, int], ...]


def _unreadable(connection: Any) -> tuple[_Counts, _Counts]:
    """Count by `table.column` the values that are no text, and those of them that cannot be made what is allowed."""
    found: Counter[str] = Counter()
    lost: Counter[str] = Counter()
    for table in TABLES:
        for row_id, texts in unreadable_rows(connection, table):
            names = [f"{table}.{column}" for column in texts]
            found.update(names)
            if not _is_allowed(connection, table, row_id, texts):
                lost.update(names)
    return tuple(found.items()), tuple(lost.items())


def unreadable_rows(connection: Any, table: str) -> Iterator[tuple[int, dict[str, str]]]:
    """Yield the id of each row with values that `unreadable_values` finds, and what can be read of them by column."""
    values = unreadable_values(connection, table)
    for row_id, of_row in groupby(values, key=lambda value: value[1]):
        yield row_id, {column: _readable(value) for column, _, value in of_row}


def _readable(value: bytes) -> str:
    return clean(value.decode("utf-8", "replace")) or "�"


def _is_allowed(connection: Any, table: str, row_id: int, texts: dict[str, str]) -> bool:
    """Return whether the limits of a table allow a row with these texts; tried on an empty table like it."""
    (sql,) = connection.execute("SELECT sql FROM sqlite_master WHERE type = 'table' AND name = ?", (table,)).fetchone()
    columns = [row[1] for row in connection.execute(f"PRAGMA table_info({table})")]
    others = [name for name in columns if name not in texts]
    values = connection.execute(f"SELECT {', '.join(others)} FROM {table} WHERE id = ?", (row_id,)).fetchone()
    with contextlib.closing(sqlite.connect(":memory:", isolation_level=None)) as trial:
        trial.create_function("fold", 1, fold, deterministic=True)
        trial.execute(sql)
        marks = ", ".join("?" * len(columns))
        try:
            trial.execute(
                f"INSERT INTO {table} ({', '.join((*others, *texts))}) VALUES ({marks})", (*values, *texts.values())
            )
        except sqlite.IntegrityError:
            return False
    return True


def unreadable_values(connection: Any, table: str) -> Iterator[tuple[str, int, bytes]]:
    """Yield column, row id and bytes of each value in a text column that is bytes, text that is not UTF-8 or has a NUL.

    No trigger, search or list can take such a value: what stands behind a NUL is seen by none of them. The rows are
    read by the thousand, and one by one only where it stands.
    """
    columns = _text_columns(connection, table)
    if not columns:
        return
    joined = " || ".join(f"coalesce({name}, '')" for name in columns)
    blobs = " + ".join(f"(typeof({name}) = 'blob')" for name in columns)
    block = (
        "SELECT max(id), sum(blobs), CAST(group_concat(line, '') AS BLOB) FROM "
        f"(SELECT id, {joined} AS line, {blobs} AS blobs FROM {table} WHERE id > ? ORDER BY id LIMIT 2000)"
    )
    first = -(1 << 62)
    while True:
        last, bad, text = connection.execute(block, (first,)).fetchone()
        if last is None:
            return
        if bad or not _is_plain(text):
            yield from _bad_values(connection, table, columns, first, last)
        first = last


def _bad_values(
    connection: Any, table: str, columns: list[str], after: int, last: int
) -> Iterator[tuple[str, int, bytes]]:
    values = ", ".join(f"typeof({name}), CAST({name} AS BLOB)" for name in columns)
    rows = connection.execute(f"SELECT id, {values} FROM {table} WHERE id > ? AND id <= ?", (after, last)).fetchall()
    for row_id, *row in rows:
        for column, kind, value in zip(columns, row[::2], row[1::2], strict=True):
            if kind == "blob" or (kind == "text" and not _is_plain(value)):
                yield column, row_id, bytes(value)


def _is_plain(text: bytes) -> bool:
    if b"\0" in text:
        return False
    try:
        text.decode()
    except UnicodeDecodeError:
        return False
    return True


def _text_columns(connection: Any, table: str) -> list[str]:
    declared = {row[1]: row[2] for row in connection.execute(f"PRAGMA table_info({table})")}
    return [name for name, kind in declared.items() if kind == "TEXT"]


def _is_stale(connection: Any) -> bool:
    if not {"stale", "contact_summary", "organisation_summary"} <= schema_check.objects(connection).keys():
        return True
    counts = connection.execute(
        "SELECT (SELECT count(*) FROM stale), "
        "(SELECT count(*) FROM contact WHERE deleted_at IS NULL) - (SELECT count(*) FROM contact_summary), "
        "(SELECT count(*) FROM organisation WHERE deleted_at IS NULL) - (SELECT count(*) FROM organisation_summary)"
    ).fetchone()
    return any(counts)
