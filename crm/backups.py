"""Backups as the window and the command line use them: made, listed, verified, restored, and how fresh they are."""

import contextlib
import logging
import threading
from datetime import date, datetime
from pathlib import Path

import msgspec
from sqlcipher3 import dbapi2 as sqlite

from crm import clock
from crm.changes import Topic
from crm.db import backup, files, integrity_check, notice_texts, restore
from crm.db.backup import BackupInfo
from crm.db.error_meanings import FAILURES, clause_of, why_not_made
from crm.db.raw_connection import stoppable
from crm.db.store import Store
from crm.errors import BackupFailed, CrmError, FileDamaged, NotABackup
from crm.notices import Notice
from crm.progress import Cancelled, IsCancelled, never

__all__ = ["OVERDUE_DAYS", "BackupInfo", "BackupStatus", "Backups", "backups_of"]

log = logging.getLogger(__name__)

OVERDUE_DAYS = 3
"""After so many days without a good backup the window says so in red."""


class BackupStatus(msgspec.Struct, frozen=True):
    """The newest good backup, its age in days, whether that is too old, and why the last attempt of today failed.

    `flawed` is one made since, in which entries refer to missing records.
    """

    last: BackupInfo | None
    age_days: int | None
    is_overdue: bool
    failure: str | None
    flawed: BackupInfo | None = None


def backups_of(path: Path) -> list[BackupInfo]:
    """Return the backups of a file that is not open, newest first; the file itself is not looked at."""
    return backup.listed(path.resolve())


class Backups:
    """The backups of the open file. `make` and `restore` take seconds for a large file: run them on the worker."""

    def __init__(self, store: Store, *, needs_check: bool = False) -> None:
        self._store = store
        self._needs_check = needs_check
        self._failure: str | None = None
        self._failed: set[Path] = set()
        """Backups that did not pass when they were read again."""
        self._one_at_a_time = threading.Lock()

    @property
    def folder(self) -> Path:
        """Return where the backups of this file go: the folder set, or `backups` beside the file."""
        with self._store.reading() as connection:
            return backup.folder_for(self._store.path, connection)

    def list_backups(self) -> list[BackupInfo]:
        """Return the backups of this file, newest first, as their manifests say."""
        return backup.listed(self._store.path, self.folder)

    def make(self, reason: str, cancelled: IsCancelled = never) -> BackupInfo:
        """Make a backup, check every page, index and reference of it, and thin out the older ones.

        Raises BackupFailed, or FileDamaged where the file is to blame: then there is none, and none was removed. A file
        that is still to be checked is checked before, and then counts as whole.

        `reason` says why, as it is shown in the list: `before import`, `before delete`, `by hand`. `cancelled`, asked
        all the time, makes it raise Cancelled; then there is none.
        """
        with self._one_at_a_time:
            try:
                made = self._make(reason, cancelled)
                with contextlib.suppress(Cancelled):  # the new backup stands; the next one thins out
                    backup.thin(self._store.path, self.folder, cancelled, made)
            except (BackupFailed, FileDamaged) as error:
                if cancelled():
                    raise Cancelled from error
                self._failure = str(error)
                raise
            except OSError as error:  # thinning out: the new backup stands
                failed = BackupFailed(self.folder, clause_of(error, self.folder, ""))
                self._failure = str(failed)
                raise failed from error
            self._failure = None
        self._store.feed.publish(Topic.SETTINGS)  # where the backups are listed
        return made

    def make_daily(self, cancelled: IsCancelled = never) -> BackupInfo | None:
        """Make the backup of the day unless there is one; the worker calls this at start. A failure is only noted."""
        newest = next(filter(self._looks_whole, self.list_backups()), None)
        if newest is not None and _day(newest) == clock.today():
            return None
        try:
            return self.make("daily", cancelled)
        except CrmError as error:
            log.warning("no backup today: %s", type(error).__name__)
            return None

    def make_before_import(self, cancelled: IsCancelled = never) -> tuple[str, ...]:
        """Make a backup before a file is read in; return why there is none. That can be undone, and goes on without.

        Raises Cancelled.
        """
        try:
            self.make("before import", cancelled)
        except Cancelled:
            raise
        except CrmError as error:
            return (str(error),)
        return ()

    def last_good_backup(self) -> BackupInfo | None:
        """Return the newest backup that was good when it was made, and of which nothing else is known since.

        Its size is looked at, not each of its pages: for those see `newest_good` and `verify`.
        """
        return next((info for info in self.list_backups() if not info.orphans and self._looks_whole(info)), None)

    def newest_good(self, cancelled: IsCancelled = never) -> BackupInfo | None:
        """Return the newest backup that is good, read from end to end; raises Cancelled."""
        return backup.newest_good(self._store.path, self.folder, cancelled)

    def status(self) -> BackupStatus:
        """Return how fresh the newest backup is."""
        last = self.last_good_backup()
        age = max(0, (clock.today() - _day(last)).days) if last else None
        newest = next(filter(self._looks_whole, self.list_backups()), None)
        flawed = newest if newest is not None and newest.orphans else None
        return BackupStatus(last, age, age is None or age > OVERDUE_DAYS, self._failure, flawed)

    def verify(self, path: Path, cancelled: IsCancelled = never) -> BackupInfo:
        """Read a backup from end to end; raises NotABackup, Cancelled. Returns what it holds."""
        self._failed.discard(path)
        try:
            return backup.verify(path, cancelled)
        except NotABackup:
            self._failed.add(path)
            raise

    def restore(self, path: Path, cancelled: IsCancelled = never) -> Path | None:
        """Put a backup, or another Cluster Desk file, in place of the open file; work goes on with it at once.

        It is verified first. The present file is backed up, and kept beside under the name returned. Raises NotABackup,
        BackupFailed, Busy, FileGone, FileUnreachable, Cancelled; then nothing was changed. `cancelled` is asked until
        the exchange itself begins.
        """
        store = self._store
        store.must_stand()
        try:
            restore.prepare(store.path, path, cancelled)
            if not store.is_damaged:
                # One that proves damaged at this very moment makes way all the same, and is kept whole.
                with contextlib.suppress(FileDamaged):
                    self.make("before restore", cancelled)
            with store.set_aside():
                kept = restore.commit(store.path, restore.DAMAGED if store.is_damaged else restore.BEFORE)
            store.trust()
            self._needs_check = False
        except FAILURES as error:
            raise why_not_made(error, store.path, "the backup could not be put in its place") from error
        finally:
            if not restore.is_under_way(store.path):
                restore.sweep(store.path)
        return kept

    def check(self, cancelled: IsCancelled = never) -> integrity_check.Health:
        """Check the whole file, and stop every write where it is damaged; a worker calls this after the first paint.

        Raises Cancelled soon after `cancelled` says so.
        """
        try:
            with self._store.reading() as connection, stoppable(connection, cancelled):
                health = integrity_check.check(connection)
        except (sqlite.Error, CrmError) as error:
            if cancelled():
                raise Cancelled from error
            raise
        if health.damage:
            self._store.stop_writing()
        elif not self._store.is_damaged:
            self._store.trust()
        self._needs_check = False
        return health

    def damage(self) -> FileDamaged:
        """Return what there is to say of an open file that proved damaged as it was read or written."""
        return FileDamaged(self._store.path, "a part of it cannot be read").with_backup(self.last_good_backup())

    def findings(self) -> list[Notice]:
        """Check the whole file and change nothing; return all that was found, each with what to do about it."""
        return notice_texts.found(self._store.path, self.check())

    def _make(self, reason: str, cancelled: IsCancelled) -> BackupInfo:
        """Refuse to back up a damaged file: the copy would push out the good ones."""
        store = self._store
        try:
            with store.reading() as connection:
                if self._needs_check and not store.is_damaged:
                    # A copy may come out whole of a file that is not: an index out of order is put in order by it.
                    self._must_be_whole(self.check(cancelled))
                if store.is_damaged:
                    raise self._damaged("a part of it cannot be read", cancelled)
                made = backup.make(connection, store.path, reason, self.folder, cancelled)
        except BackupFailed as error:
            if error.is_of_copy and not cancelled():
                self._must_be_whole(self.check(cancelled))
            raise
        return made

    def _must_be_whole(self, health: integrity_check.Health) -> None:
        if health.damage:
            raise self._damaged(health.what, never)

    def _damaged(self, what: str, cancelled: IsCancelled) -> FileDamaged:
        return FileDamaged(self._store.path, what).with_backup(self.newest_good(cancelled))

    def _looks_whole(self, info: BackupInfo) -> bool:
        return info.path not in self._failed and files.size_of(info.path) == info.size


def _day(info: BackupInfo) -> date:
    return datetime.fromisoformat(info.made_at).astimezone(clock.LOCAL).date()
