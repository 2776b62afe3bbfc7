"""The connections of an open file: one a thread, opened on first use, all of them closed together."""

import contextlib
import logging
import threading
from collections import Counter
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

from sqlcipher3 import dbapi2 as sqlite

from crm.db import files
from crm.db.error_meanings import refusal, why_not_opened
from crm.db.lock import FileLock
from crm.db.overwrite_guard import Content
from crm.db.raw_connection import PATIENCE_MS, Access, Connection, code_of, connect, raw
from crm.db.swap_guard import SwapGuard
from crm.errors import Busy, CrmError, FileGone

log = logging.getLogger(__name__)

_PAGES_KEPT = 1000
"""Of the log before they flow into the file: SQLite's own measure."""

_open_here: Counter[Path] = Counter()
"""How many stores of this program have connections to a file."""


class Connections:
    """Gives each thread its connection, by the thread's number.

    Connections are held here, never by the thread: Qt takes a pool thread's Python state down after every run, and a
    connection freed on that way aborts the process (tried). A number the system uses again finds the one it had.

    With `spares_file` what is committed stays in the write-ahead log: not one page of the file is written, to the end
    or until `trust_file`. `spare_file` says so of a file that proved damaged, to which nothing is committed any more.
    The note of a `lock` says which files are held.
    """

    def __init__(
        self,
        path: Path,
        access: Access,
        journal: str,
        *,
        spares_file: bool = False,
        lock: FileLock | None = None,
    ) -> None:
        self._path, self._access, self._journal = path, access, journal
        self._lock = lock
        self._spares_file = spares_file
        self._is_closed = False
        self._by_thread: dict[int, Connection] = {}
        self._opening = threading.RLock()
        self._swap_guard = SwapGuard(path)
        self._is_counted = False

    def check_place(self) -> None:
        """Raise FileGone where the file no longer stands under its name, or a journal of it was taken away."""
        try:
            self._swap_guard.check(journals=bool(self._by_thread))  # they go with the last connection
        except OSError as error:
            raise why_not_opened(error, self._path) from error

    def check_content(self, *, is_writing: bool = False, is_written: bool = False, is_writer: bool = True) -> None:
        """Raise FileGone where another program wrote over the file; only the thread that may write learns all of it."""
        try:
            if is_writer:
                self._swap_guard.check_content(is_writing=is_writing, is_written=is_written)
            else:
                self._swap_guard.check_beginning()
        except OSError as error:
            raise why_not_opened(error, self._path) from error

    @property
    def content(self) -> Content:
        """Return what is known of the bytes of the file."""
        return self._swap_guard.content

    @contextlib.contextmanager
    def any_held(self) -> Iterator[Connection]:
        """Hold a connection that is open already, the caller's own before others; raises CrmError where none is."""
        with self._opening:
            thread = threading.get_ident()
            found = self._by_thread.get(thread) or next(iter(self._by_thread.values()), None)
        if found is None:
            raise CrmError("No connection to the file is left, so no copy of it can be made. Restore a backup.")
        with found.busy:
            yield found

    def mine(self) -> Connection:
        """Return this thread's connection; raises CrmError once the file is closed."""
        found = self._by_thread.get(threading.get_ident())
        return found if found is not None else self._open()

    def hold_mine(self) -> Connection:
        """Return this thread's connection, its `busy` held for the caller to release; CrmError once it is closed.

        Of a file that is gone from its place no more can be opened: the others then read by one that is there.
        """
        while True:
            try:
                connection = self.mine()
            except FileGone:
                if (borrowed := self._borrowed()) is None:
                    raise
                return borrowed
            connection.busy.acquire()
            # It may have been closed between the asking and the holding, as a backup is put in place.
            if self._by_thread.get(threading.get_ident()) is connection:
                return connection
            connection.busy.release()

    def _borrowed(self) -> Connection | None:
        for connection in list(self._by_thread.values()):
            connection.busy.acquire()
            if connection in self._by_thread.values():
                return connection
            connection.busy.release()
        return None

    def close_mine(self) -> None:
        """Close this thread's connection; its next use opens another."""
        thread = threading.get_ident()
        connection = self._by_thread.get(thread)
        if connection is not None:
            with connection.busy:  # the window may be closing it at this moment: twice at once would crash
                if len(self._by_thread) == 1 and not self._is_as_left():
                    return  # it would fold the log into what is another's file now
                if self._by_thread.pop(thread, None) is connection:
                    connection.close()
                    if not self._by_thread:
                        self._swap_guard.content.note()

    def trust_file(self) -> None:
        """Let the log flow into the file from the next commit on."""
        if not self._spares_file:
            return
        with self._opening:
            self._spares_file = False
            for connection in list(self._by_thread.values()):
                with connection.busy:
                    connection.execute(f"PRAGMA wal_autocheckpoint = {_PAGES_KEPT}")

    def spare_file(self) -> None:
        """Write not one page more into the file, when it is closed neither; any thread may say so at any moment."""
        self._spares_file = True

    def close_all(self) -> None:
        """Fold the log into the file and close every thread's connection, for good; raises Busy while one reads."""
        with self._opening:
            if self._is_closed:
                return
            spares_file = self._spares_file or not self._is_as_left()
            self._close_last(spares_file and self._stands())
            with contextlib.suppress(OSError):
                self._swap_guard.leave()
            self._forget()
            self._is_closed = True

    def _close_last(self, spares_file: bool) -> None:
        """Close every connection; the file is spared by one that cannot write and goes last, or else has the log."""
        if spares_file and files.size_of(self._path) == 0:
            with suppress(OSError):
                self._swap_guard.leave()  # the library would remove the log of an empty file
        last = raw(self._path, Access.READ) if spares_file else None
        try:
            if last is not None:
                with suppress(sqlite.DatabaseError):  # of which it needs the first page alone
                    last.execute("BEGIN")
                    last.execute("PRAGMA user_version").fetchall()  # a lock that keeps the others from folding
            else:
                self._fold_log()
            self._close(but=None)
        finally:
            if last is not None:
                last.close()

    def _is_as_left(self) -> bool:
        try:
            self._swap_guard.check_content()
        except FileGone:
            return not self._swap_guard.content.is_overwritten
        except OSError:
            return True
        return True

    def _forget(self) -> None:
        """Let the file go, after the last connection to it; where another store here reads it, not its descriptor."""
        _open_here[self._path] -= self._is_counted
        self._is_counted = False
        self._swap_guard.forget(is_last=not _open_here[self._path])

    def _stands(self) -> bool:
        try:
            self._swap_guard.check(journals=False)
        except (FileGone, OSError):
            return False
        return True

    def hold_closed(self) -> "_Held":
        """Return a context in which the file has no connection and no journal; afterwards threads open anew."""
        return _Held(self)

    def _open(self) -> Connection:
        with self._opening:
            if self._is_closed:
                raise CrmError("The file was closed. Nothing was changed; open it again.")
            made = self._connected()
            if not self._is_counted:
                self._is_counted = True
                _open_here[self._path] += 1
            if self._spares_file:
                made.execute("PRAGMA wal_autocheckpoint = 0")
            self._by_thread[threading.get_ident()] = made
            return made

    def _connected(self) -> Connection:
        """Open one more connection: to the file that the others hold, never to another that took its name."""
        if self._access is not Access.WRITE:
            return connect(self._path, self._access, self._journal)
        is_first = not self._by_thread
        self._swap_guard.check(journals=not is_first)
        if is_first:
            self._swap_guard.check_content()
            self._swap_guard.hold()
        else:
            self._swap_guard.check_beginning()
        before = self._swap_guard.number()
        made = connect(self._path, self._access, self._journal)
        try:
            if is_first:
                self._swap_guard.note(before=before)
                if self._lock is not None:
                    self._lock.note_files(self._swap_guard.held)
            else:
                self._swap_guard.check()
        except BaseException:
            made.close()
            raise
        return made

    def _fold_log(self) -> None:
        if self._access is not Access.WRITE or not self._by_thread:
            return
        try:
            self.mine().execute("PRAGMA wal_checkpoint(TRUNCATE)")
        except sqlite.Error as error:
            # What is committed is safe in the log; the next start folds it in.
            log.warning("the write-ahead log stays: %s", code_of(error))

    def _close(self, but: Connection | None) -> None:
        for thread, connection in list(self._by_thread.items()):
            if connection is but:
                continue
            if not connection.busy.acquire(timeout=0.2):
                self._stop(connection)
            try:
                if self._by_thread.pop(thread, None) is connection:  # else its thread closed it meanwhile
                    connection.close()
            finally:
                connection.busy.release()

    def _stop(self, connection: Connection) -> None:
        """Take a connection from its thread: what it does is a backup, a check or a long list, and can be made again.

        Asked again and again: between two statements nothing hears it.
        """
        for _ in range(PATIENCE_MS // 100):
            connection.interrupt()
            if connection.busy.acquire(timeout=0.1):
                return
        raise Busy("a long piece of work that is still reading")


class _Held:
    def __init__(self, connections: Connections) -> None:
        self._of = connections

    def __enter__(self) -> None:
        of = self._of
        of._opening.acquire()
        try:
            if of._spares_file:  # its pages are kept as they are, and the log beside them
                of._close_last(spares_file=True)
                of._forget()
                return
            of._fold_log()
            last = of.mine()
            of._close(but=last)
            if last.execute("PRAGMA journal_mode = delete").fetchone()[0] != "delete":
                raise Busy("another program that reads the file")
            of._close(but=None)
            of._forget()
        except sqlite.Error as error:
            of._opening.release()
            refused = refusal(error, of._path)
            raise Busy("another program that reads the file") if refused is None else refused from error
        except BaseException:
            of._opening.release()
            raise

    def __exit__(self, *_: object) -> None:
        self._of._opening.release()
