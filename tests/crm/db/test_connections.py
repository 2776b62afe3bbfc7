"""The connections of an open file: closed once, whoever closes first, and not kept waiting by long reading."""

import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from sqlcipher3 import dbapi2 as sqlite

from crm.db import raw_connection
from crm.db.connections import Connections
from crm.db.raw_connection import Access, Connection
from crm.errors import CrmError
from crm.progress import Cancelled, IsCancelled
from crm.settings import TEXT_SIZE
from crm.workspace import Workspace
from tests import patience

ENDLESS = "WITH RECURSIVE n(i) AS (VALUES (1) UNION ALL SELECT i + 1 FROM n) SELECT count(*) FROM n"


class Worker(threading.Thread):
    """A thread that says when it has its connection and then goes on with `then`; keeps what that raised."""

    def __init__(self, connections: Connections, then: Callable[[Connection], object]) -> None:
        super().__init__(daemon=True)
        self._connections, self._then = connections, then
        self.ready = threading.Event()
        self.raised: BaseException | None = None
        self.connection: Connection | None = None

    def run(self) -> None:
        self.connection = self._connections.mine()
        self.ready.set()
        try:
            self._then(self.connection)
        except BaseException as error:
            self.raised = error


def start(worker: Worker) -> Worker:
    worker.start()
    assert worker.ready.wait(patience.SECONDS)
    return worker


def count_closings(monkeypatch: pytest.MonkeyPatch) -> list[Connection]:
    closed: list[Connection] = []
    close = Connection.close

    def noted(connection: Connection) -> None:
        closed.append(connection)
        close(connection)

    monkeypatch.setattr(Connection, "close", noted)
    return closed


def test_a_thread_that_closes_its_connection_while_the_file_closes_it_waits_and_closes_nothing(
    good: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The worker is let go when the file is about to close its connection, and has it when that goes on."""
    connections = Connections(good, Access.WRITE, "wal")
    found, within = threading.Event(), threading.Event()
    go_on = threading.Event()
    closed: list[Connection] = []
    close = Connection.close

    class Turns(dict[int, Connection]):
        """Both look the worker's connection up before either may close it."""

        def get(self, thread: int, other: object = None) -> Any:
            connection = super().get(thread, other)
            if within.is_set() or threading.current_thread() is not worker:
                return connection
            found.set()
            assert within.wait(patience.SECONDS)
            return connection

    def held(connection: Connection) -> None:
        closed.append(connection)
        within.set()
        worker.join(patience.MOMENT)  # time to close it as well
        close(connection)

    worker = start(Worker(connections, lambda connection: (go_on.wait(patience.SECONDS), connections.close_mine())))
    connections._by_thread = Turns(connections._by_thread)
    monkeypatch.setattr(Connection, "close", held)
    go_on.set()
    assert found.wait(patience.SECONDS)
    connections.close_all()
    worker.join(patience.SECONDS)
    assert worker.raised is None
    assert closed.count(worker.connection) == 1


def test_the_file_closes_no_connection_that_its_thread_closed_meanwhile(
    good: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    connections = Connections(good, Access.WRITE, "wal")
    told = threading.Event()

    def then(connection: Connection) -> None:
        with connection.busy:
            assert told.wait(patience.SECONDS)
            connections.close_mine()

    worker = start(Worker(connections, then))
    closed = count_closings(monkeypatch)
    interrupt = Connection.interrupt

    def interrupted(connection: Connection) -> None:
        interrupt(connection)
        told.set()

    monkeypatch.setattr(Connection, "interrupt", interrupted)
    connections.close_all()
    worker.join(patience.SECONDS)
    assert closed.count(worker.connection) == 1
    with pytest.raises(CrmError):
        connections.mine()


def test_closing_ends_a_read_that_would_not_end(good: Path) -> None:
    connections = Connections(good, Access.WRITE, "wal")

    def then(connection: Connection) -> None:
        with connection.busy:
            connection.execute(ENDLESS).fetchone()

    worker = start(Worker(connections, then))
    connections.close_all()
    worker.join(patience.SECONDS)
    assert isinstance(worker.raised, sqlite.OperationalError)


def test_a_cancelled_check_says_so_and_the_file_can_be_checked_again(good: Path) -> None:
    workspace = Workspace.open(good)
    with pytest.raises(Cancelled):
        workspace.deep_check(lambda: True)
    assert workspace.backups.check().is_well
    workspace.close()


def test_a_backup_cancelled_at_any_moment_leaves_nothing_and_is_no_failure(
    good: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Cancelled later and later, until one is through before its turn comes; a small file is asked about often."""
    monkeypatch.setattr(raw_connection, "STEPS_BETWEEN_ASKING", 500)
    workspace = Workspace.open(good)
    stopped = 0
    while True:
        asked = iter(range(stopped * stopped))
        try:
            workspace.backups.make("by hand", lambda asked=asked: next(asked, None) is None)  # type: ignore[misc]
        except Cancelled:
            stopped += 1
            assert list((good.parent / "backups").glob("*")) == []
            assert workspace.backups.status().failure is None
        else:
            break
    assert stopped > 5
    assert len(workspace.backups.list_backups()) == 1
    workspace.close()


def stopped_ever_later(work: Callable[[IsCancelled], object], left: Callable[[], None]) -> int:
    """Do some work again and again, cancelled later each time until it is through; `left` looks after each stop."""
    stopped = 0
    while True:
        asked = iter(range(stopped * stopped))
        try:
            work(lambda asked=asked: next(asked, None) is None)  # type: ignore[misc]
        except Cancelled:
            stopped += 1
            left()
        else:
            return stopped


def test_reading_a_backup_through_stops_at_any_moment(good: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(raw_connection, "STEPS_BETWEEN_ASKING", 500)
    workspace = Workspace.open(good)
    made = workspace.backups.make("by hand")
    assert stopped_ever_later(lambda cancelled: workspace.backups.verify(made.path, cancelled), lambda: None) > 5
    workspace.close()


def test_a_restore_cancelled_at_any_moment_leaves_the_file_as_it_was(
    good: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Until the exchange begins: it was verified, copied and the present file backed up, and nothing was changed."""
    monkeypatch.setattr(raw_connection, "STEPS_BETWEEN_ASKING", 500)
    workspace = Workspace.open(good)
    made = workspace.backups.make("by hand")
    workspace.settings.set(TEXT_SIZE, 125)

    def left() -> None:
        assert workspace.settings.get(TEXT_SIZE) == 125
        assert not list(good.parent.glob("*.part")) + list(good.parent.glob("*.restore-*"))

    assert stopped_ever_later(lambda cancelled: workspace.backups.restore(made.path, cancelled), left) > 10
    assert workspace.settings.get(TEXT_SIZE) != 125
    workspace.close()


def test_a_file_that_does_not_open_stays_as_it_is_when_its_restore_is_cancelled(
    good: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(raw_connection, "STEPS_BETWEEN_ASKING", 500)
    workspace = Workspace.open(good)
    made = workspace.backups.make("by hand")
    workspace.close()
    broken = good.read_bytes()[:20_000]
    good.write_bytes(broken)

    def left() -> None:
        assert good.read_bytes() == broken
        assert {path.name for path in good.parent.iterdir()} == {"good.desk", "backups"}

    assert stopped_ever_later(lambda cancelled: Workspace.restore_over(good, made.path, cancelled).close(), left) > 5
    Workspace.open(good).close()


def test_an_import_cancelled_during_its_backup_changes_nothing(good: Path, tmp_path: Path) -> None:
    rows = tmp_path / "people.csv"
    rows.write_text("Name,Email\nIda Moss,ida@acme.example\n", encoding="utf-8")
    workspace = Workspace.open(good)
    plan = workspace.importing.plan(rows)
    people = workspace.contacts.count()
    with pytest.raises(Cancelled):
        workspace.importing.apply(plan, cancelled=lambda: True)
    assert workspace.contacts.count() == people
    assert workspace.backups.list_backups() == []
    workspace.close()


def test_a_read_that_waits_while_its_connection_is_closed_goes_on_with_a_new_one(
    good: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    store = Workspace.open(good).store
    asked, closed = threading.Event(), threading.Event()
    mine = Connections.mine

    def delayed(connections: Connections) -> Connection:
        found = mine(connections)
        if threading.current_thread() is reader and not asked.is_set():
            asked.set()
            assert closed.wait(patience.SECONDS)
        return found

    read: list[Any] = []
    reader = threading.Thread(target=lambda: read.append(store.value("SELECT count(*) FROM contact")))
    monkeypatch.setattr(Connections, "mine", delayed)
    reader.start()
    assert asked.wait(patience.SECONDS)
    with store.set_aside():
        pass
    closed.set()
    reader.join(patience.SECONDS)
    assert read == [store.value("SELECT count(*) FROM contact")]
    store.close()
