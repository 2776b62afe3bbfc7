"""Ways on from a file that does not open: a backup in its place, or what can still be read saved into a new file."""

from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sqlcipher3 import dbapi2 as sqlite

from crm.db import backup, files, history, opening, restoring
from crm.db.backup import BackupInfo
from crm.db.connecting import Access, raw
from crm.db.dump import TABLES
from crm.db.lock import FileLock
from crm.db.store import Store
from crm.errors import CrmError, FileUnreachable
from crm.progress import IsCancelled, Pace, Progress, never, silent

__all__ = ["BackupInfo", "Rescued", "backups_of", "restore", "save_readable"]

_AT_ONCE = 2_000
_PROBED = 20_000
"""Keys tried one by one in a stretch of a table that cannot be read through."""


@dataclass(frozen=True, slots=True)
class Rescued:
    """What was saved: rows by table, and how many were left out because what they belong to was lost."""

    rows: dict[str, int]
    left_out: int

    @property
    def summary(self) -> str:
        """Return the main counts in words."""
        named = (("contact", "contacts"), ("organisation", "organisations"), ("interaction", "interactions"))
        return ", ".join(f"{self.rows.get(table, 0):,} {name}" for table, name in named)


def backups_of(path: Path) -> list[BackupInfo]:
    """Return the backups of a file, newest first, as their manifests say; the file itself is not looked at."""
    return backup.listed(path.absolute())


def restore(path: Path, source: Path) -> Path | None:
    """Put a backup in the place of a file that is missing or damaged; return the name the damaged one is kept under.

    It is verified first. Raises NotABackup, AlreadyOpen, HeldElsewhere, FileUnreachable; then nothing was changed.
    """
    path = path.absolute()
    lock = FileLock(path)
    try:
        files.make_folder(path.parent)
        lock.take()
        try:
            restoring.prepare(path, source)
            return restoring.commit(path, restoring.DAMAGED)
        finally:
            if not restoring.is_under_way(path):
                restoring.sweep(path)
            lock.release()
    except OSError as error:
        raise FileUnreachable(path, "the disk is full, or the folder cannot be written to") from error


def save_readable(path: Path, target: Path, progress: Progress = silent, cancelled: IsCancelled = never) -> Rescued:
    """Save every record that can still be read from a damaged file into a new one; the damaged file is only read.

    What stands in several tables stays whole: a row whose owner is lost is left out. The history of changes is not
    taken along. Raises FileExists, CrmError where nothing can be read, Cancelled; then there is no new file.
    """
    opened = opening.create_file(target)
    try:
        try:
            with _reading(path) as damaged:
                saved = _copy(damaged, opened.store, Pace(progress, cancelled))
            if not saved.rows:
                raise CrmError(f"Nothing of “{path.name}” can be read any more. It was left as it is.")
            return saved
        finally:
            opened.store.close()
    except BaseException:
        target.unlink(missing_ok=True)
        raise


class _reading:
    """A connection that cannot write, through whatever journal there is."""

    def __init__(self, path: Path) -> None:
        self._connection = raw(path, Access.READ)

    def __enter__(self) -> Any:
        self._connection.execute("PRAGMA query_only = 1")
        # Without it the library reads nothing at all of a file that is shorter than it should be.
        self._connection.execute("PRAGMA writable_schema = ON")
        self._connection.text_factory = _text
        return self._connection

    def __exit__(self, *error: object) -> None:
        self._connection.close()


def _text(value: bytes) -> str:
    return value.decode("utf-8", "replace")


def _copy(damaged: Any, store: Store, pace: Pace) -> Rescued:
    rows: dict[str, int] = {}
    with store.action("Save what can be read", "quiet"):
        store.execute("PRAGMA defer_foreign_keys = ON")
        for table in reversed(TABLES):
            store.execute(f"DELETE FROM {table}")
        for table in TABLES:
            names = history.columns(table)
            marks = ", ".join("?" * len(names))
            sql = f"INSERT OR IGNORE INTO {table} ({', '.join(names)}) VALUES ({marks})"
            for some in _in_blocks(_rows(damaged, table, names)):
                store.executemany(sql, some)
                rows[table] = rows.get(table, 0) + len(some)
                pace.at(sum(rows.values()))
        left_out = _drop_orphans(store)
    return Rescued(rows, left_out)


def _drop_orphans(store: Store) -> int:
    """Remove rows that point at what is lost, until none is left."""
    dropped = 0
    while orphans := store.rows("PRAGMA foreign_key_check"):
        for table, row_id in {(table, row_id) for table, row_id, *_ in orphans}:
            store.execute(f"DELETE FROM {table} WHERE id = ?", (row_id,))
            dropped += 1
    return dropped


def _in_blocks(rows: Iterator[Sequence[Any]]) -> Iterator[list[Sequence[Any]]]:
    block: list[Sequence[Any]] = []
    for row in rows:
        block.append(row)
        if len(block) == _AT_ONCE:
            yield block
            block = []
    if block:
        yield block


def _rows(damaged: Any, table: str, names: Sequence[str]) -> Iterator[Sequence[Any]]:
    """Yield the rows of a table from the front up to the damage, from the back down to it, and what lies between."""
    query = f"SELECT {', '.join(names)} FROM {table}"
    key = names.index("id")
    low, high = -(1 << 62), 1 << 62
    with suppress(sqlite.DatabaseError):
        for row in damaged.execute(f"{query} ORDER BY id"):
            low = row[key]
            yield row
        return
    with suppress(sqlite.DatabaseError):
        for row in damaged.execute(f"{query} WHERE id > ? ORDER BY id DESC", (low,)):
            high = row[key]
            yield row
    if low < 0 and high == 1 << 62:
        return
    first = max(low + 1, 1)
    for row_id in range(first, min(high, first + _PROBED)):
        with suppress(sqlite.DatabaseError):
            row = damaged.execute(f"{query} WHERE id = ?", (row_id,)).fetchone()
            if row is not None:
                yield row
