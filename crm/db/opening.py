"""Open a file, or say exactly why not: looked at from outside first, checked read-only next, and only then written to.

Whatever is refused stays as it is, byte for byte, and the refusal (an `OpeningError`) carries the ways on. What does
not stop the work comes with the open file as notices.
"""

import contextlib
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import msgspec
from msgspec.structs import replace
from sqlcipher3 import dbapi2 as sqlite

from crm import clock
from crm.db import (
    backup,
    file_probe,
    files,
    integrity_check,
    last_check,
    migrate,
    notice_texts,
    repair,
    restore,
    schema_check,
    swap_guard,
    trial_copy,
)
from crm.db.error_meanings import FAILURES, ErrorMeaning, clause_of, trouble_of, why_not_made, why_not_opened
from crm.db.file_location import cloud_of, is_on_network
from crm.db.lock import FileLock, is_held, is_held_here
from crm.db.raw_connection import Access, connect, stoppable
from crm.db.store import Store
from crm.errors import (
    BackupFailed,
    CrmError,
    DiskFull,
    FileDamaged,
    FileExists,
    FileMissing,
    FileUnreachable,
    NewerFile,
    NotOurFile,
    OlderFile,
    UpgradeFailed,
)
from crm.notices import Notice
from crm.progress import Cancelled, IsCancelled, never

CHECKED_AT_ONCE = 8_000_000
"""Files up to this many bytes are checked before they open, in some 80 ms; of larger ones the check follows the paint.

The check is the whole one, unless one of the last days counts (`last_check.last`): then small files get a quick one,
and larger ones none. After an unclean end none counts. A crash harms no page: the library takes back what was not
committed, and what was is in the log. Should the file be harmed all the same, by the drive or the power, a write could
spread it: so until the check has passed, what is written stands in the log beside the file alone, and the file keeps
the pages it was found with. Whatever the check says, both are there. A file that has no log (in a cloud folder, on a
network drive), or that was left with a rollback journal, is checked first.
"""


class Opened(msgspec.Struct, frozen=True):
    """An open store; `needs_check` says that the whole of the file is still to be checked, on a worker.

    `made_way` is what the file that stood there before is kept as, where a backup took its place.
    `is_unclean` says that this is so because its last end was not a clean one.
    """

    store: Store
    notices: tuple[Notice, ...]
    needs_check: bool
    made_way: Path | None = None
    is_unclean: bool = False


class _Findings(msgspec.Struct):
    """What the read-only check found inside."""

    pending: bool = False
    needs_work: bool = False
    foreign: tuple[str, ...] = ()
    health: integrity_check.Health | None = None
    notices: list[Notice] = msgspec.field(default_factory=list)


def upgrade_takes_long(path: Path) -> bool:
    """Return whether a file is old and so large that its upgrade, with the backup before it, takes many seconds."""
    look = _look_at_large(path)
    return look is not None and look.version < migrate.version()


def check_takes_long(path: Path) -> bool:
    """Return whether a file is so large that its check takes a second and more, and none of the last days counts."""
    look = _look_at_large(path)
    return look is not None and (look.has_wal or look.has_journal or last_check.last(path.resolve()) is None)


def _look_at_large(path: Path) -> file_probe.Look | None:
    """Look at a large file of ours that this process does not have open, from outside."""
    if is_held_here(path.resolve()):
        return None
    try:
        look = file_probe.look(path, migrate.version())
    except (CrmError, OSError):
        return None
    return None if _is_small(look) else look


def open_file(
    path: Path,
    *,
    read_only: bool = False,
    take_over: bool = False,
    checks_first: bool = False,
    cancelled: IsCancelled = never,
) -> Opened:
    """Open an existing file for writing, or for reading where it, or its folder, cannot be written to.

    Reading needs no lock and goes on beside a window that has the file open. `take_over` opens a file that another
    computer's note says it holds. `checks_first` leaves no check for later, however large the file. Raises an
    OpeningError, or Cancelled during an upgrade, which then leaves the file as it was; nothing is ever made where there
    is no file.
    """
    path = path.resolve()
    if not path.exists() and not restore.is_under_way(path):
        raise FileMissing(path)
    try:
        locked = not read_only and (restore.is_under_way(path) or files.is_writable(path))
        locked = locked and files.is_writable(path.parent)
        if locked and not path.is_dir():
            return _open_for_writing(path, take_over, checks_first, cancelled)
        return _open_for_reading(path, wanted=read_only)
    except DiskFull as error:
        raise why_not_made(error, path, "the disk is full or failing") from error
    except (FileDamaged, NotOurFile) as error:
        raise error.with_backup(backup.newest_good(path)) from error
    except FAILURES as error:
        refused = why_not_opened(error, path)
        if isinstance(refused, FileDamaged):
            refused = refused.with_backup(backup.newest_good(path))
        raise refused from error


def create_file(path: Path) -> Opened:
    """Make a new, empty file and open it; raises FileExists. A kill leaves no file, or a whole one."""
    path = path.resolve()
    try:
        files.make_folder(path.parent)
        lock = FileLock(path)
        lock.take()
        try:
            if path.exists():
                raise FileExists(path)
            build(path)
        finally:
            lock.release()
    except FAILURES as error:
        raise why_not_made(error, path, "it could not be made") from error
    return open_file(path)


def restore_over(path: Path, source: Path, cancelled: IsCancelled = never) -> Opened:
    """Put a backup in place of a file that is missing or does not open, and open it.

    The backup is verified first; what was there is kept with its journals as `<name>.damaged-<date>`. Raises
    NotABackup, AlreadyOpen, HeldElsewhere, FileUnreachable, Cancelled; then nothing was moved.
    """
    path = path.resolve()
    is_new_folder = not path.parent.exists()
    try:
        files.make_folder(path.parent)
        lock = FileLock(path)
        lock.take()
        try:
            restore.prepare(path, source, cancelled)
            kept = restore.commit(path, restore.DAMAGED)
        finally:
            if not restore.is_under_way(path):
                restore.sweep(path)
            lock.release()
            if is_new_folder:
                with contextlib.suppress(OSError):  # it holds the file now
                    path.parent.rmdir()
    except FAILURES as error:
        raise why_not_made(error, path, "the backup could not be put in its place") from error
    return replace(open_file(path), made_way=kept)


def after_check(store: Store, health: integrity_check.Health, cancelled: IsCancelled = never) -> list[Notice]:
    """Make good what a later check of an open file found, and return the notices; for files too large at opening.

    Raises Cancelled before anything is changed, or FileDamaged where it cannot be made good: then nothing is written
    any more.
    """
    if store.read_only:
        return notice_texts.found(store.path, health)
    needs_work = health.schema.is_repairable
    try:
        done = _make_good(store, _Findings(needs_work=needs_work, health=health), cancelled)
    except FileDamaged as error:
        store.stop_writing()
        raise error.with_backup(backup.newest_good(store.path, cancelled=cancelled)) from error
    if needs_work:
        done.append(notice_texts.repaired(store.path, (*health.schema.repairable, *health.schema.planted)))
    return done + notice_texts.left_alone(store.path, health)


def build(path: Path) -> None:
    """Make a new, empty file; the name must be free."""
    part = files.beside(path, ".new.part")
    part.unlink(missing_ok=True)
    files.make_empty(part)
    try:
        connection = connect(part, Access.WRITE, "memory")
        try:
            connection.execute("PRAGMA synchronous = OFF")  # it is synced whole, below
            migrate.migrate(connection)
        finally:
            connection.close()
        files.sync(part)
        part.replace(path)
    except BaseException:
        part.unlink(missing_ok=True)
        raise
    files.sync_folder(path.parent)


def _open_for_writing(path: Path, take_over: bool, checks_first: bool, cancelled: IsCancelled) -> Opened:
    lock = FileLock(path)
    lock.take(take_over=take_over)
    store: Store | None = None
    try:
        notices: list[Notice] = []
        if restore.finish(path):
            notices.append(notice_texts.restore_finished(path))
        restore.sweep(path)
        files.make_journals_writable(path)
        look = file_probe.look(path, migrate.version())
        if lock.crashed is not None and swap_guard.holds_log_of_another(path, lock.crashed.files):
            notices.append(_part_from_log(path, look, lock.crashed.files))
            look, checks_first = file_probe.look(path, migrate.version()), True
        is_unclean = look.has_wal or look.has_journal or lock.crashed is not None
        shared = cloud_of(path) is not None or is_on_network(path)
        checked_at = None if is_unclean else last_check.last(path)
        is_first = checks_first or shared or look.has_journal or _is_small(look)
        is_later = checked_at is None and not is_first
        depth = integrity_check.WHOLE if checked_at is None else _quick(look)
        found = _look_inside(path, look, "" if is_later else depth)
        if is_later and (found.pending or found.needs_work):  # that is written before the window shows
            is_later, found = False, _look_inside(path, look, integrity_check.WHOLE)
        if checked_at is None and not is_later:
            checked_at = clock.now()
        if is_unclean and not is_later:
            notices.append(notice_texts.unclean_end(path))
        if lock.was_garbage:
            notices.append(notice_texts.lock_freed(path))
        lock.claim()
        files.make_private(path)
        journal = "delete" if shared else "wal"
        store = Store(path, journal=journal, lock=lock, is_trusted=not is_later, checked_at=checked_at)
        backup.sweep(path, backup.folder_for(path, store.connection()))
        # That read rolled back what a kill left unfinished: a rollback journal that still stands holds nothing.
        files.beside(path, "-journal").unlink(missing_ok=True)
        notices += found.notices + _make_good(store, found, cancelled)
        notices += notice_texts.about(store.connection(), path, found.health)
        return Opened(store, tuple(notices), needs_check=is_later, is_unclean=is_unclean)
    except BaseException as error:
        if store is not None:
            refused = why_not_opened(error, path) if isinstance(error, FAILURES) else error
            if isinstance(refused, FileDamaged):
                store.stop_writing()
            store.close()
        lock.release()
        raise


def _part_from_log(path: Path, look: file_probe.Look, held: Mapping[str, tuple[int, int]]) -> Notice:
    """Take the log of a file that was replaced from beside the one that took its name; return what to say of it.

    Only where the two make no whole file, and this one is whole alone: a person may have put back the very same file,
    and then the log holds what was saved last. Raises FileDamaged where neither is whole.
    """
    try:
        _look_inside(path, look, integrity_check.WHOLE)
    except FileDamaged as error:
        try:
            _look_inside(path, replace(look, has_wal=False), integrity_check.WHOLE)
        except FileDamaged:
            raise error from None
        log = swap_guard.put_aside(path, held)
        if log is None:
            raise
        files.sync_folder(path.parent)
        return notice_texts.replaced(path, log)
    return notice_texts.replaced_but_whole(path)


def _open_for_reading(path: Path, *, wanted: bool) -> Opened:
    notices: list[Notice] = [] if wanted else [notice_texts.read_only(path)]
    if is_held_here(path):  # looked at when it was opened for writing; by hand it must not be read now
        return Opened(Store(path, read_only=True), (), needs_check=False)
    try:
        return _open_looked_at(path, notices)
    except NewerFile:
        if not wanted:
            raise
        notices.append(notice_texts.newer_file(path))
        return Opened(Store(path, read_only=True, access=_reading(path)), tuple(notices), needs_check=False)


def _open_looked_at(path: Path, notices: list[Notice]) -> Opened:
    look = file_probe.look(path, migrate.version())
    is_live = is_held(path)
    unclean = look.has_wal or look.has_journal
    if unclean and not is_live and not files.is_writable(path.parent):
        raise FileUnreachable(path, "it was not closed properly, and its folder is read-only")
    is_known = not unclean and last_check.last(path) is not None
    is_first = not (is_live or is_known) and (_is_small(look) or look.has_journal)
    depth = "" if is_live else integrity_check.WHOLE if is_first else _quick(look)
    found = _look_inside(path, look, depth, is_live=is_live, is_shown=True)
    if found.pending:
        raise OlderFile(path)
    access = _reading(path)
    if look.has_journal and not is_live:
        if file_probe.journal_holds_something(path):
            raise FileUnreachable(path, "it was not closed properly", "Open it for writing once, which puts it right")
        access = access if look.has_wal else Access.FROZEN  # which passes by a journal that says nothing
    store = Store(path, read_only=True, access=access)
    return Opened(store, tuple(notices), needs_check=not (is_live or is_known or is_first))


def _quick(look: file_probe.Look) -> str:
    return integrity_check.QUICK if _is_small(look) else ""


def _is_small(look: file_probe.Look) -> bool:
    return look.size <= CHECKED_AT_ONCE


def _reading(path: Path) -> Access:
    return Access.READ if files.is_writable(path.parent) else Access.FROZEN


def _look_inside(
    path: Path, look: file_probe.Look, depth: str, *, is_live: bool = False, is_shown: bool = False
) -> _Findings:
    """Check a file through a connection that cannot write; what a journal holds is tried out on a copy.

    A file that `is_shown` only is not refused for values that cannot be put right.
    """
    try:
        with _without_a_trace(path, look, is_live) as connection:
            return _findings(connection, path, depth, is_shown)
    except UnicodeDecodeError as error:  # flipped bits in the schema: the library's own message is no text
        raise FileDamaged(path, "its content makes no sense") from error
    except FAILURES as error:
        raise why_not_opened(error, path) from error


def _findings(connection: Any, path: Path, depth: str, is_shown: bool) -> _Findings:
    if migrate.unknown(connection):
        raise NewerFile(path)
    found = _Findings(pending=bool(migrate.pending(connection)))
    if found.pending and (garbled := schema_check.garbled(schema_check.entries(connection))):
        raise FileDamaged(path, schema_check.Difference(garbled=garbled).in_words)
    if not found.pending:
        difference = migrate.difference(connection)
        if difference.is_serious:
            raise FileDamaged(path, difference.in_words)
        found.needs_work = difference.is_repairable
        found.foreign = difference.foreign
        if difference.is_repairable:
            found.notices.append(notice_texts.repaired(path, (*difference.repairable, *difference.planted)))
        if difference.foreign:
            found.notices.append(notice_texts.foreign_tables(path, difference.foreign))
    if depth:
        found.health = integrity_check.check(connection, depth)
        is_to_be_written = found.needs_work or found.health.unreadable or found.health.is_search_stale
        if depth == integrity_check.QUICK and is_to_be_written:  # so all of it must be whole
            found.health = integrity_check.check(connection, integrity_check.WHOLE)
        if found.health.damage and not (is_shown and found.health.unkeepable):
            raise FileDamaged(path, found.health.what, found.health.damage)
    return found


@contextlib.contextmanager
def _without_a_trace(path: Path, look: file_probe.Look, is_live: bool) -> Iterator[Any]:
    if look.has_journal and not is_live:
        with trial_copy.copied(path) as copy:
            connection = connect(copy, Access.WRITE, "delete")
            try:
                yield connection
            finally:
                connection.close()
        return
    connection = connect(path, Access.READ if look.has_wal or is_live else Access.FROZEN)
    try:
        yield connection
    finally:
        connection.close()


def _make_good(store: Store, found: _Findings, cancelled: IsCancelled = never) -> list[Notice]:
    """Upgrade or repair what the check found, after a backup; nothing is written where there is nothing to do."""
    health = found.health or integrity_check.Health()
    if not (found.pending or found.needs_work or health.is_search_stale or health.unreadable):
        return []
    try:
        return _make_good_after_backup(store, found, health, cancelled)
    finally:
        store.note_content()


def _make_good_after_backup(
    store: Store, found: _Findings, health: integrity_check.Health, cancelled: IsCancelled
) -> list[Notice]:
    notices: list[Notice] = []
    connection, path = store.connection(), store.path
    try:
        reason = "before upgrade" if found.pending else "before repair"
        kept = backup.make(connection, path, reason, cancelled=cancelled)
    except BackupFailed as error:
        if cancelled():
            raise Cancelled from error
        if error.is_of_copy and (seen := integrity_check.check(connection)).damage:
            raise FileDamaged(path, seen.what, seen.damage) from error
        raise
    if health.unreadable:
        try:
            repair.make_readable(connection)
        except (CrmError, sqlite.IntegrityError) as error:
            raise FileDamaged(path, "bytes that stand where text belongs could not be turned into text") from error
        notices.append(notice_texts.made_readable(path, health.unreadable))
    try:
        with stoppable(connection, cancelled):
            migrate.migrate(connection, anew=health.is_search_stale)
    except (CrmError, sqlite.Error) as error:
        if cancelled():
            raise Cancelled from error
        why = str(error).rstrip(".") if isinstance(error, CrmError) else clause_of(error, path, "a step failed")
        if found.pending:
            raise UpgradeFailed(path, why, kept.path) from error
        if not isinstance(error, CrmError) and trouble_of(error, path) not in (None, ErrorMeaning.DAMAGE):
            raise why_not_opened(error, path) from error
        raise FileDamaged(path, "parts of it that hold no records are broken, and could not be put right") from error
    if health.is_search_stale and not found.needs_work:
        notices.append(notice_texts.search_rebuilt(path))
    if found.pending:
        notices.append(notice_texts.upgraded(path, kept.path))
    return notices
