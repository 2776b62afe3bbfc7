"""The store: one open file, its connections, and the only way to write to it.

Reads go through `all`, `first`, `each`, `column` and `value` with a query built from the models; every write happens
inside `with store.action("Log meeting"):`, which is one transaction, one change set, one undo step and, after the
commit, one message on the change feed.
`crm.db.opening` decides whether a file may be opened at all; a Store only works on one that may.
"""

import logging
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from datetime import datetime
from pathlib import Path
from typing import Any

from sqlcipher3 import dbapi2 as sqlite

from crm import clock
from crm.changes import ChangeFeed, Topic
from crm.db import derived, history, last_check, save_copy
from crm.db.connections import Connections
from crm.db.lock import FileLock
from crm.db.query_builder import Values, compiled
from crm.db.query_builder import moment_text as moment_text
from crm.db.raw_connection import PATIENCE_MS, Access, Connection, code_of
from crm.db.writer import Writes
from crm.errors import Busy, CrmError, FileDamaged, FileGone, ReadOnly
from crm.progress import IsCancelled, never

log = logging.getLogger(__name__)

LARGE = 500
"""An undo of so many rows takes about as long as the window may stand still: 50 ms."""


def new_uid() -> str:
    """Return a new random UUID as text."""
    # Deferred: it asks the platform many things, and only a new record needs it.
    import uuid

    return str(uuid.uuid4())


class _Stands(Writes):
    """Whether the open file still stands under its name, and what is saved of one that does not.

    `when_gone` are told of it, in the thread that found it. `copied_to` and `kept_at` are copies: saved when asked for,
    or by closing it without one.
    """

    def __init__(self) -> None:
        self.when_gone: list[Callable[[FileGone], None]] = []
        self.kept_at: Path | None = None
        self.copied_to: Path | None = None
        self._unkept: list[tuple[str, Values]] = []
        self.checked_at: datetime | None = None
        self._writing = threading.Lock()

    def must_stand(self, *, is_writing: bool = False, is_written: bool = False) -> None:
        """Raise FileGone, after telling who waits for it, where the file no longer stands under its name.

        So it does where another program wrote over it. It is asked in the middle of a transaction, while `is_writing`,
        and right after, when all `is_written`.
        """
        with self._asking() as is_writer:
            try:
                self._connections.check_place()
                self._connections.check_content(is_writing=is_writing, is_written=is_written, is_writer=is_writer)
            except FileGone as error:
                raise self._gone(error, is_written) from None

    def _gone(self, error: FileGone, is_written: bool) -> FileGone:
        content = self._connections.content
        # A file that was written over held the change itself, unless it has a log.
        gone = FileGone(
            self.path, error.what, is_in_copy=is_written and (content.has_log or not content.is_overwritten)
        )
        self.copied_to = None if is_written else self.copied_to
        for tell in self.when_gone:
            tell(gone)
        return gone

    @contextmanager
    def _asking(self) -> Iterator[bool]:
        """Yield whether what the file holds can be asked: while another thread writes, that one does."""
        is_writer = self._is_writer()
        is_asked = is_writer or self._writing.acquire(blocking=False)
        try:
            yield is_asked
        finally:
            if is_asked and not is_writer:
                self._writing.release()

    def note_content(self) -> None:
        """Take what the file holds for right, after writing to it past `action`, as an upgrade does."""
        self._connections.content.note()

    def note_all_content(self) -> None:
        """Begin to note all that the file holds, in the background: a sample of it was, when it was opened."""
        self._connections.content.note_all()

    def save_copy(self, target: Path, cancelled: IsCancelled = never) -> None:
        """Save all that a file that is gone held, with the drafts it could not take, as `save_copy.save` does."""
        if self._connections.content.is_overwritten:
            save_copy.save(self._connections.content, target, self._unkept, cancelled)
        else:
            with self._refusing(), self._connections.any_held() as connection:
                save_copy.save(connection, target, self._unkept, cancelled)
        self.copied_to = target

    def _refused(self, error: BaseException, *, writing: bool = False) -> CrmError | None:
        if isinstance(error, sqlite.Error):  # what another program wrote over a file looks like damage of it
            with self._asking() as is_asked, suppress(CrmError):
                try:
                    self._connections.check_content(is_writing=self._is_writer(), is_writer=is_asked)
                except FileGone as gone:
                    return self._gone(gone, is_written=False)
        return super()._refused(error, writing=writing)

    def _keep_what_is_gone(self) -> None:
        """Save a copy of a file that is gone, unless there is one: closing lets go of the last that is left of it."""
        try:
            self._connections.check_place()
            self._connections.check_content()
        except FileGone:
            self.checked_at = None  # what took the name was never checked
            if self.copied_to is None:
                self.save_copy(save_copy.name_beside(self.path))
                self.kept_at = self.copied_to


class Store(_Stands):
    """An open file. Connections are per thread; one action writes at a time.

    `impatient_thread` is the thread that must never wait (the window's): there a second writer gets Busy at once.
    `is_damaged` turns True when the library finds the file broken; from then on nothing is written to it, and once, in
    whatever thread found it, `on_damage` is called. Until `is_trusted`, what is written stands in the log beside the
    file alone (see `opening.CHECKED_AT_ONCE`). `checked_at` is when it was last checked whole, as far as that counts.
    """

    def __init__(
        self,
        path: Path,
        *,
        read_only: bool = False,
        access: Access | None = None,
        journal: str = "wal",
        lock: FileLock | None = None,
        is_trusted: bool = True,
        checked_at: datetime | None = None,
    ) -> None:
        super().__init__()
        self.path = path
        self.read_only = read_only
        self.journal = journal
        self.feed = ChangeFeed()
        self.impatient_thread: int | None = None
        self.on_damage: Callable[[], object] | None = None
        self.is_trusted = is_trusted
        self.checked_at = checked_at
        self._is_damaged = False
        access = access or (Access.READ if read_only else Access.WRITE)
        self._connections = Connections(path, access, journal, spares_file=not is_trusted, lock=lock)
        self._lock = lock

    @property
    def is_damaged(self) -> bool:
        """Return whether the file proved broken."""
        return self._is_damaged

    def stop_writing(self) -> None:
        """Take the file for damaged: nothing is written to it any more, not when it is closed either."""
        is_news = not self._is_damaged
        self._is_damaged = True
        self._connections.spare_file()
        if is_news and self.on_damage is not None:
            self.on_damage()

    # -- writing

    @contextmanager
    def action(self, label: str, kind: str = "edit") -> Iterator[int]:
        """Run one undoable action: all of it is written, or nothing; it is safe on the disk when the block is left.

        Yields the id of its change set. An action inside an action joins the outer one; if it fails, only its own part
        is taken back. `kind` is `edit`, `import` or `quiet` (logged, but no undo step). Raises Busy while another
        thread or program writes, DiskFull, CrmError.
        """
        if self._is_writer():
            with self._part():
                yield int(self.value("SELECT max(id) FROM change_set"))
            return
        with self._turn(label):
            made: list[int] = []
            with self._transaction(made) as connection:
                made.append(history.begin(connection, label, kind, moment_text(clock.now())))
                yield made[0]
        self._publish(made)

    def undo(self) -> str | None:
        """Take back the newest action in effect; return its label, or None where there is none."""
        return self._reverse(lambda connection: _id(history.next_undo(connection)), "undo")

    def redo(self) -> str | None:
        """Do again the newest undone action; return its label, or None where there is none."""
        return self._reverse(lambda connection: _id(history.next_redo(connection)), "redo")

    def take_back(self, change_set: int) -> str:
        """Undo one older action, or do an undone one again; raises StandsInTheWay where later ones build on it."""

        def alone(connection: Connection) -> int:
            history.check_nothing_stands_in_the_way(connection, change_set)
            return change_set

        try:
            with self.reading() as connection:
                kind = history.kind_of_reversal(connection, change_set)
            return self._reverse(alone, kind) or ""
        except sqlite.IntegrityError as error:  # a later action took the place that a record would return to
            raise history.later_ones(self.connection(), change_set) from error

    def next_undo(self) -> str | None:
        """Return the label of what undo would take back."""
        with self.reading() as connection:
            found = history.next_undo(connection)
        return found[1] if found else None

    def next_redo(self) -> str | None:
        """Return the label of what redo would do again."""
        with self.reading() as connection:
            found = history.next_redo(connection)
        return found[1] if found else None

    def next_undo_is_large(self) -> bool:
        """Return whether undo would put back more than `LARGE` rows: a matter of more than a moment."""
        with self.reading() as connection:
            found = history.next_undo(connection)
            return found is not None and history.has_more_changes_than(connection, found[0], LARGE)

    def next_redo_is_large(self) -> bool:
        """Return whether redo would put back more than `LARGE` rows."""
        with self.reading() as connection:
            found = history.next_redo(connection)
            return found is not None and history.has_more_changes_than(connection, found[0], LARGE)

    def write_unlogged(self, query: Any, **values: Any) -> None:
        """Run a query that writes to a table that is not logged (drafts) in a transaction of its own."""
        ready = compiled(query)
        given = ready.values(values)
        try:
            with self._turn("saving a draft"), self._transaction([]) as connection:
                connection.execute(ready.sql, given)
        except FileGone:
            self._unkept.append((ready.sql, given))
            raise

    def begin_day(self) -> None:
        """Bring what is derived up to what the end of a day alone changed; no action, for no record is written.

        Where it cannot be written now, it is after the next start.
        """
        with suppress(CrmError):
            with self.reading() as connection:
                is_needed = derived.day_is_over(connection)
            if is_needed:
                with self._turn("beginning the day"), self._transaction([]) as writing:
                    derived.note_day_over(writing)

    def close(self) -> None:
        """Close the file: fold the write-ahead log back into it, close every thread's connection, free the lock.

        Waits for reads and writes that are under way and raises Busy if they do not end. Closing twice is harmless.
        A file that no longer stands under its name, and of which no copy was saved, is saved beside it: `kept_at`.
        """
        if not self._writing.acquire(timeout=PATIENCE_MS / 1000):
            raise Busy(self._writer[1] if self._writer else "another change")
        try:
            with suppress(CrmError):
                self._keep_what_is_gone()
            self._connections.close_all()
            if self._lock is not None:
                if self.checked_at is not None and self.is_trusted and not self.is_damaged:
                    last_check.remember(self.path, self.checked_at)
                self._lock.release()
        finally:
            self._writing.release()

    def trust(self) -> None:
        """Take the file for whole, because all of it was just checked, or it was just put in place."""
        self._is_damaged = False
        self._connections.trust_file()
        self.is_trusted = True
        self.checked_at = clock.now()

    def close_thread(self) -> None:
        """Close the calling thread's own connection; its next read opens another."""
        self._connections.close_mine()

    @contextmanager
    def set_aside(self) -> Iterator[None]:
        """Hold the file closed, without journals, so that another may be put in its place; then work goes on with that.

        Every thread opens a new connection at its next read. Raises Busy where a reader does not let go.
        """
        with self._turn("replacing the file", writes=False):
            self.must_stand()
            with self._connections.hold_closed():
                yield
        self.feed.publish(Topic.ALL)

    # -- inside

    @contextmanager
    def _turn(self, label: str, *, writes: bool = True) -> Iterator[None]:
        if self.read_only:
            raise ReadOnly
        if self.is_damaged and writes:
            raise FileDamaged(self.path, "a part of it cannot be read")
        waits = threading.get_ident() != self.impatient_thread
        if not self._writing.acquire(timeout=PATIENCE_MS / 1000 if waits else 0.02):
            raise Busy(self._writer[1] if self._writer else "another change")
        self._writer = (threading.get_ident(), label)
        try:
            yield
        finally:
            self._writer = None
            self._writing.release()

    @contextmanager
    def _transaction(self, made: list[int]) -> Iterator[Connection]:
        self.must_stand()
        connection = self.connection()
        with connection.busy:
            try:
                connection.be_patient(40 if threading.get_ident() == self.impatient_thread else PATIENCE_MS)
                connection.execute("BEGIN IMMEDIATE")
                yield connection
                derived.flush(connection)
                if made and not history.end(connection, made[0]):
                    made.clear()
                if self.is_damaged:  # found by another thread meanwhile
                    raise FileDamaged(self.path, "a part of it cannot be read")
                self.must_stand(is_writing=True)
                connection.execute("COMMIT")
                self.must_stand(is_written=True)
            except BaseException as error:
                _roll_back(connection)
                made.clear()
                if (refused := self._refused(error, writing=True)) is not None:
                    raise refused from error
                raise

    @contextmanager
    def _part(self) -> Iterator[None]:
        connection = self.connection()
        connection.execute("SAVEPOINT part")
        try:
            yield
        except BaseException:
            if connection.in_transaction:
                connection.execute("ROLLBACK TO part")
                connection.execute("RELEASE part")
            raise
        connection.execute("RELEASE part")

    def _reverse(self, target: Callable[[Connection], int | None], kind: str) -> str | None:
        made: list[int] = []
        with self._turn(kind), self._transaction(made) as connection:
            change_set = target(connection)
            if change_set is None:
                return None
            done = history.reverse(connection, change_set, kind, moment_text(clock.now()))
            made.append(done.change_set)
        self._publish(made)
        return done.label

    def _publish(self, made: list[int]) -> None:
        if not made:
            return
        try:
            with self.reading() as connection:
                topics = history.topics_of(connection, made[0])
        except (sqlite.Error, CrmError):
            # The commit is finished and must not look failed: let every page read again.
            log.exception("what a commit touched could not be read")
            topics = Topic.ALL
        if topics is not Topic.NONE:
            self.feed.publish(topics)


def _roll_back(connection: Connection) -> None:
    try:
        if connection.in_transaction:
            connection.execute("ROLLBACK")
    except sqlite.Error as error:
        # It was not committed, so it counts for nothing: the next to read the file takes it back.
        log.warning("a transaction was not taken back at once: %s", code_of(error))


def _id(found: tuple[int, str] | None) -> int | None:
    return found[0] if found else None
