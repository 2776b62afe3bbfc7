"""The connections of an open file: one a thread, opened on first use, all of them closed together."""

import logging
import threading
from pathlib import Path

from sqlcipher3 import dbapi2 as sqlite

from crm.db.connecting import PATIENCE_MS, Access, Connection, code_of, connect
from crm.errors import Busy, CrmError

log = logging.getLogger(__name__)


class Connections:
    """Gives each thread its connection, by the thread's number.

    Connections are held here, never by the thread: Qt takes a pool thread's Python state down after every run, and a
    connection freed on that way aborts the process (tried). A number the system uses again finds the one it had.
    """

    def __init__(self, path: Path, access: Access, journal: str) -> None:
        self._path, self._access, self._journal = path, access, journal
        self._is_closed = False
        self._by_thread: dict[int, Connection] = {}
        self._opening = threading.RLock()

    def mine(self) -> Connection:
        """Return this thread's connection; raises CrmError once the file is closed."""
        found = self._by_thread.get(threading.get_ident())
        return found if found is not None else self._open()

    def close_mine(self) -> None:
        """Close this thread's connection; its next use opens another."""
        thread = threading.get_ident()
        connection = self._by_thread.get(thread)
        if connection is not None:
            with connection.busy:  # the window may be closing it at this moment: twice at once would crash
                if self._by_thread.pop(thread, None) is connection:
                    connection.close()

    def close_all(self) -> None:
        """Fold the log into the file and close every thread's connection, for good; raises Busy while one reads."""
        with self._opening:
            if self._is_closed:
                return
            self._fold_log()
            self._close(but=None)
            self._is_closed = True

    def hold_closed(self) -> "_Held":
        """Return a context in which the file has no connection and no journal; afterwards threads open anew."""
        return _Held(self)

    def _open(self) -> Connection:
        with self._opening:
            if self._is_closed:
                raise CrmError("The file was closed. Nothing was changed; open it again.")
            made = connect(self._path, self._access, self._journal)
            self._by_thread[threading.get_ident()] = made
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
            of._fold_log()
            last = of.mine()
            of._close(but=last)
            if last.execute("PRAGMA journal_mode = delete").fetchone()[0] != "delete":
                raise Busy("another program that reads the file")
            of._close(but=None)
        except sqlite.OperationalError as error:
            of._opening.release()
            raise Busy("another program that reads the file") from error
        except BaseException:
            of._opening.release()
            raise

    def __exit__(self, *_: object) -> None:
        self._of._opening.release()
