"""What can still be done for a damaged file: repair a copy of it, or save what can be read. It stays as it is."""

import contextlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import msgspec
from sqlcipher3 import dbapi2 as sqlite

from crm import clock
from crm.db import files, integrity_check, migrate, opening, schema_check, trial_copy
from crm.db.error_meanings import FAILURES, ErrorMeaning, trouble_of, why_not_opened
from crm.db.lock import FileLock
from crm.db.raw_connection import Access, connect, raw
from crm.db.schema import LOGGED, UNLOGGED
from crm.errors import CrmError, FileDamaged

_TABLES = (*(model._meta.table_name for model in LOGGED), *(model._meta.table_name for model in UNLOGGED))
_GAP = 50_000
"""Up to so many missing ids are tried one by one in the middle of a table that breaks off."""


class Rescued(msgspec.Struct, frozen=True):
    """A new file made from a damaged one: rows by table, and the tables of which a part could not be read."""

    path: Path
    counts: dict[str, int]
    incomplete: tuple[str, ...] = ()


def repair_copy(path: Path) -> Rescued:
    """Make the indexes and the search of a copy anew, which helps where only they are broken; else raises FileDamaged.

    The copy stands beside the file as `<name>-repaired-<date>`. Raises AlreadyOpen while another program has it.
    """
    path = path.resolve()
    with _copied(path) as copy:
        part = _part(copy)
        try:
            _forget_indexes(copy)
            connection = connect(copy, Access.WRITE, "delete")
            try:
                files.make_empty(part)
                connection.execute("VACUUM INTO ?", (str(part),))
            finally:
                connection.close()
            connection = connect(part, Access.WRITE, "delete")
            try:
                migrate.migrate(connection)
            finally:
                connection.close()
            counts = _checked(part)
        except (*FAILURES, UnicodeDecodeError, CrmError) as error:
            raise _failed(path, error, "making its indexes anew did not help") from error
        return Rescued(_put_beside(path, part, "repaired"), counts)


def _forget_indexes(copy: Path) -> None:
    """Strike indexes and derived tables from a copy's schema; dropping or reindexing them would read broken pages."""
    connection = raw(copy, Access.WRITE)
    try:
        connection.execute("PRAGMA writable_schema = ON")
        made = [(name,) for name in schema_check.derived_tables()]
        connection.execute(
            "DELETE FROM sqlite_master WHERE sql IS NOT NULL AND (type = 'trigger' OR (type = 'index' "
            "AND name NOT LIKE 'schema_migration%'))"
        )
        connection.executemany("DELETE FROM sqlite_master WHERE tbl_name = ?", made)
    finally:
        connection.close()


def save_readable(path: Path) -> Rescued:
    """Write every row that can still be read into a new file beside the damaged one, `<name>-rescued-<date>`.

    Raises FileDamaged where not even the list of tables can be read, AlreadyOpen while another program has the file.
    """
    path = path.resolve()
    with _copied(path) as copy:
        part = _part(copy)
        try:
            source = connect(copy, Access.WRITE, "delete")
        except (sqlite.Error, UnicodeDecodeError) as error:
            raise _failed(path, error, "not even its list of tables can be read") from error
        try:
            tables = _readable_tables(source, path)
            opening.build(part)
            incomplete = _pour(source, part, tables)
        except FAILURES as error:
            raise _failed(path, error, "what could be read of it could not be kept") from error
        finally:
            source.close()
        counts = _checked(part)
        return Rescued(_put_beside(path, part, "rescued"), counts, tuple(incomplete))


@contextlib.contextmanager
def _copied(path: Path) -> Iterator[Path]:
    """Give a copy of a damaged file, under its lock: no other program opens, restores or repairs it meanwhile."""
    lock = FileLock(path)
    try:
        lock.take(take_over=True)  # what another computer's note says was settled when the file was opened
    except OSError as error:
        raise why_not_opened(error, path) from error
    try:
        with trial_copy.copied(path) as copy:
            yield copy
    finally:
        lock.release()


def _part(copy: Path) -> Path:
    """Return where a new file is made: in the folder of the copy, which is swept with all that a kill leaves in it."""
    return files.beside(copy, ".made")


def _put_beside(path: Path, part: Path, word: str) -> Path:
    """Give a whole new file its name beside the damaged one; return it."""
    target = files.free_name(path.with_name(f"{path.stem}-{word}-{clock.now():%Y-%m-%d}{path.suffix}"))
    try:
        files.sync(part)
        part.replace(target)
        files.sync_folder(target.parent)
    except OSError as error:
        raise why_not_opened(error, path) from error
    return target


def _failed(path: Path, error: BaseException, what: str) -> CrmError:
    """Return why a rescue failed: the damage, unless it was the drive, the disk or a lock."""
    if trouble_of(error, path) in (None, ErrorMeaning.DAMAGE):
        return FileDamaged(path, what)
    return why_not_opened(error, path)


def _checked(path: Path) -> dict[str, int]:
    connection = connect(path, Access.FROZEN)
    try:
        if integrity_check.check(connection).damage:
            raise FileDamaged(path, "a check of its pages found errors")
        return {table: connection.execute(f"SELECT count(*) FROM {table}").fetchone()[0] for table in _TABLES}
    finally:
        connection.close()


def _readable_tables(source: Any, path: Path) -> list[str]:
    try:
        found = schema_check.objects(source)
    except (sqlite.Error, UnicodeDecodeError) as error:
        raise _failed(path, error, "not even its list of tables can be read") from error
    return [table for table in _TABLES if table in found]


def _pour(source: Any, target: Path, tables: list[str]) -> list[str]:
    incomplete = [table for table in _TABLES if table not in tables]
    source.text_factory = bytes  # flipped bits may have left text that is none
    connection = connect(target, Access.WRITE, "delete")
    try:
        connection.execute("PRAGMA foreign_keys = OFF")
        connection.execute("BEGIN IMMEDIATE")
        for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall():
            connection.execute(f"DROP TRIGGER {name}")
        for table in reversed(_TABLES):
            connection.execute(f"DELETE FROM {table}")
        for table in tables:
            if not _pour_table(source, connection, table):
                incomplete.append(table)
        connection.execute("COMMIT")
        migrate.migrate(connection)
    finally:
        connection.close()
    return incomplete


def _pour_table(source: Any, target: Any, table: str) -> bool:
    """Copy the rows of a table; return whether all could be read and kept."""
    declared = {row[1]: row[2] for row in target.execute(f"PRAGMA table_info({table})")}
    try:
        there = {row[1].decode() for row in source.execute(f"PRAGMA table_info({table})")}
    except (sqlite.Error, UnicodeDecodeError):
        return False
    columns = [name for name in declared if name in there]
    raw_ones = frozenset(place for place, name in enumerate(columns) if declared[name] == "BLOB")
    marks = ", ".join("?" * len(columns))
    insert = f"INSERT OR IGNORE INTO {table} ({', '.join(columns)}) VALUES ({marks})"
    complete = [True]
    for row in _rows(source, table, columns, complete):
        if not target.execute(insert, _text(row, raw_ones)).rowcount:
            complete[0] = False
    return complete[0]


def _rows(source: Any, table: str, columns: list[str], complete: list[bool]) -> Iterator[tuple[Any, ...]]:
    """Yield the rows from the front up to the break, from the back down to it, and what stands between one by one."""
    select = f"SELECT {', '.join(columns)} FROM {table}"
    place = columns.index("id")
    low, high = -(1 << 62), 1 << 62
    try:
        for row in source.execute(f"{select} ORDER BY id"):
            low = row[place]
            yield row
        return
    except sqlite.DatabaseError as error:
        _must_be_damage(error)
        complete[0] = False
    with contextlib.suppress(sqlite.DatabaseError):
        for row in source.execute(f"{select} WHERE id > ? ORDER BY id DESC", (low,)):
            high = row[place]
            yield row
    for row_id in range(max(low, 0) + 1, min(high, max(low, 0) + _GAP)):
        with contextlib.suppress(sqlite.DatabaseError):
            row = source.execute(f"{select} WHERE id = ?", (row_id,)).fetchone()
            if row is not None:
                yield row


def _must_be_damage(error: sqlite.DatabaseError) -> None:
    """Raise an error of the drive, which may answer at the next try: what it did not give is not lost."""
    if trouble_of(error) not in (None, ErrorMeaning.DAMAGE):
        raise error


def _text(row: tuple[Any, ...], raw_ones: frozenset[int]) -> tuple[Any, ...]:
    """Return a row with its texts read, those at the places `raw_ones` left as they are."""
    return tuple(
        value.decode("utf-8", "replace") if isinstance(value, bytes) and place not in raw_ones else value
        for place, value in enumerate(row)
    )
