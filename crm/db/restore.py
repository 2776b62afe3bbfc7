"""Put another file in place of the current one, so that a kill at any moment leaves the old or the new, whole.

The new file is prepared beside the old one under `.restore.part`. Renaming it to `.restore-...` is the point of no
return: from then on `finish` completes the exchange, now or at the next start, as often as it takes.
"""

import filecmp
import glob
import re
from itertools import chain
from pathlib import Path

from sqlcipher3 import dbapi2 as sqlite

from crm import clock
from crm.db import backup, files, migrate, trial_copy
from crm.db.raw_connection import Access, code_of, connect, stoppable
from crm.progress import Cancelled, IsCancelled, never

BEFORE, DAMAGED = "before-restore", "damaged"
"""What the file that makes way is kept as: `cluster.desk.before-restore-2026-10-05`."""


def prepare(path: Path, source: Path, cancelled: IsCancelled = never) -> None:
    """Verify a backup and lay it ready beside the file at `path`, up to date; raises NotABackup, OSError, Cancelled."""
    backup.verify(source, cancelled)
    part = _part(path)
    part.unlink(missing_ok=True)
    files.copy_private(source, part, cancelled)
    connection = connect(part, Access.WRITE, "delete")
    try:
        if migrate.needs_work(connection):
            with stoppable(connection, cancelled):
                migrate.migrate(connection)
    except sqlite.Error as error:
        if code_of(error) == "SQLITE_INTERRUPT":
            raise Cancelled from error
        raise
    finally:
        connection.close()
    files.sync(part)


def commit(path: Path, keep: str = BEFORE) -> Path | None:
    """Make what was prepared the file at `path`. The old one must be closed; return the dated name it is kept under."""
    ready = files.beside(path, f".restore-{keep}")
    _part(path).replace(ready)
    files.sync_folder(path.parent)
    return _exchange(path, ready, keep)


def is_under_way(path: Path) -> bool:
    """Return whether an exchange passed its point of no return and is not complete."""
    return any(files.beside(path, f".restore-{keep}").exists() for keep in (BEFORE, DAMAGED))


def finish(path: Path) -> bool:
    """Complete an exchange that passed its point of no return; return whether there was one."""
    for keep in (BEFORE, DAMAGED):
        ready = files.beside(path, f".restore-{keep}")
        if ready.exists():
            _exchange(path, ready, keep)
            return True
    return False


def _exchange(path: Path, ready: Path, keep: str) -> Path | None:
    kept: Path | None = None
    if path.exists():
        kept = _kept_already(path, keep)
        if kept is None:
            kept = files.free_name(files.beside(path, f".{keep}-{clock.now():%Y-%m-%d}"))
            files.keep_as(path, kept)
        for suffix in ("-wal", "-journal"):
            journal = files.beside(path, suffix)
            if journal.exists():
                journal.replace(files.beside(kept, suffix))
    # A journal of another life of the file would corrupt the new one.
    for suffix in files.JOURNALS:
        files.beside(path, suffix).unlink(missing_ok=True)
    files.sync_folder(path.parent)
    ready.replace(path)
    files.sync_folder(path.parent)
    return kept


def _kept_already(path: Path, keep: str) -> Path | None:
    """Return under which name an exchange that was interrupted kept the old file, so that it is not kept twice."""
    named = re.compile(rf"{re.escape(path.name)}\.{keep}-\d{{4}}-\d\d-\d\d(-\d+)?")
    for kept in path.parent.iterdir():
        if named.fullmatch(kept.name):
            # A journal that it was kept with already is no longer beside the file; of another's there may be two.
            # What this exchange moved stands beside one of the two alone; what stands beside both is of another one.
            is_anothers = any(
                files.beside(kept, suffix).exists() and files.beside(path, suffix).exists() for suffix in files.JOURNALS
            )
            if kept.samefile(path) or (not is_anothers and filecmp.cmp(kept, path, shallow=False)):
                return kept
    return None


def sweep(path: Path) -> None:
    """Remove what interrupted work left beside a file: prepared and never put in place."""
    kept = (path.parent.glob(f"{glob.escape(path.name)}.{keep}-[0-9]*.part") for keep in (BEFORE, DAMAGED))
    for part in (_part(path), files.beside(path, ".new.part"), *chain.from_iterable(kept)):
        for suffix in ("", *files.JOURNALS):
            files.beside(part, suffix).unlink(missing_ok=True)
    trial_copy.sweep(path)


def _part(path: Path) -> Path:
    return files.beside(path, ".restore.part")
