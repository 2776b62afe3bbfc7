"""One action is one transaction, one step of undo and one message; threads wait their turn, the window never does."""

import gc
import os
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from sqlcipher3 import dbapi2 as sqlite

from crm.changes import Topic
from crm.db import schema
from crm.db.raw_connection import Access, raw
from crm.db.store import Store, new_uid
from crm.errors import Busy, CrmError, FileDamaged
from crm.workspace import Workspace
from tests import patience
from tests.crm.db.populate import NOW


@pytest.fixture
def store(workspace: Workspace) -> Store:
    return workspace.store


def add(store: Store, name: str = "Ann") -> int:
    return store.insert(schema.Contact, uid=new_uid(), given_name=name, created_at=NOW)


def names(store: Store) -> list[str]:
    return [name for (name,) in store.rows("SELECT given_name FROM contact ORDER BY id")]


def in_thread(work: Callable[[], Any]) -> list[Any]:
    """Run work in another thread; return what it gave, or the error."""
    result: list[Any] = []

    def run() -> None:
        try:
            result.append(work())
        except Exception as error:
            result.append(error)

    thread = threading.Thread(target=run)
    thread.start()
    thread.join(patience.SECONDS)
    return result


@pytest.mark.parametrize("error", [ValueError, KeyboardInterrupt, SystemExit, GeneratorExit, MemoryError])
def test_whatever_breaks_an_action_takes_all_of_it_back(store: Store, error: type[BaseException]) -> None:
    def work() -> None:
        with store.action("Add"):
            add(store)
            raise error

    with pytest.raises(error):
        work()
    assert names(store) == []
    assert store.rows("SELECT * FROM change_set") == []
    with store.action("Add"):
        add(store)
    assert names(store) == ["Ann"]


def test_an_action_is_told_once_after_it_is_saved(store: Store) -> None:
    told: list[Topic] = []
    seen: list[int] = []

    def listen(topics: Topic) -> None:
        told.append(topics)
        other = raw(store.path, Access.READ)
        seen.append(other.execute("SELECT count(*) FROM contact").fetchone()[0])
        other.close()

    store.feed.subscribe(listen)
    with store.action("Add two"):
        add(store)
        with store.action("Part"):
            add(store, "Bob")
        assert told == []
    assert len(told) == 1
    assert Topic.CONTACTS in told[0]
    assert seen == [2]


def test_a_listener_that_fails_does_not_make_a_saved_action_look_failed(store: Store) -> None:
    def fail(_: Topic) -> None:
        raise RuntimeError

    store.feed.subscribe(fail)
    with store.action("Add"):
        add(store)
    assert names(store) == ["Ann"]


def test_a_write_outside_an_action_is_a_mistake_of_the_program(store: Store) -> None:
    with pytest.raises(RuntimeError):
        add(store)


@pytest.fixture
def writing(store: Store) -> Iterator[threading.Event]:
    """Another thread in the middle of an action; set the event to let it end."""
    began, end = threading.Event(), threading.Event()

    def work() -> None:
        with store.action("Import 2,000 contacts"):
            add(store, "Imported")
            began.set()
            end.wait(patience.SECONDS)

    worker = threading.Thread(target=work)
    worker.start()
    began.wait(patience.SECONDS)
    yield end
    end.set()
    worker.join()


def test_the_window_is_never_kept_waiting_and_is_told_for_what(store: Store, writing: threading.Event) -> None:
    store.impatient_thread = threading.get_ident()
    with pytest.raises(Busy) as refused, store.action("Add"):
        add(store)
    assert refused.value.by == "Import 2,000 contacts"
    writing.set()


def test_another_thread_waits_its_turn(store: Store, writing: threading.Event) -> None:
    results: list[Any] = []

    def work() -> None:
        with store.action("Add"):
            results.append(add(store, "Second"))

    worker = threading.Thread(target=work)
    worker.start()
    assert results == []
    writing.set()
    worker.join(patience.SECONDS)
    assert sorted(names(store)) == ["Imported", "Second"]


def test_reading_goes_on_while_another_thread_writes(store: Store, writing: threading.Event) -> None:
    assert names(store) == []
    writing.set()


def test_another_program_that_writes_is_waited_for_and_named(store: Store) -> None:
    store.impatient_thread = threading.get_ident()
    other = raw(store.path, Access.WRITE)
    other.execute("BEGIN IMMEDIATE")
    with pytest.raises(Busy, match="another program"), store.action("Add"):
        add(store)
    other.execute("ROLLBACK")
    other.close()
    with store.action("Add"):
        add(store)
    assert names(store) == ["Ann"]


def test_a_hundred_threads_leave_no_connection_behind(store: Store) -> None:
    in_thread(lambda: names(store))
    gc.collect()
    before = len(os.listdir("/proc/self/fd")) if os.path.exists("/proc/self/fd") else 0
    for _ in range(100):
        assert in_thread(lambda: names(store)) == [[]]
    gc.collect()
    after = len(os.listdir("/proc/self/fd")) if os.path.exists("/proc/self/fd") else 0
    assert after <= before + 20


def test_closing_closes_every_threads_connection(good: Path) -> None:
    workspace = Workspace.open(good)
    read, end = threading.Event(), threading.Event()

    def work() -> None:
        workspace.store.rows("SELECT 1")
        read.set()
        end.wait(patience.SECONDS)

    worker = threading.Thread(target=work)
    worker.start()
    read.wait(patience.SECONDS)
    workspace.close()
    assert [path.name for path in good.parent.iterdir()] == ["good.desk"]
    end.set()
    worker.join()


def test_closing_stops_what_reads_for_long(good: Path) -> None:
    workspace = Workspace.open(good)
    began = threading.Event()
    results: list[Any] = []

    def work() -> None:
        endless = "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT count(*) FROM n"
        workspace.store.rows("SELECT 1")
        began.set()
        try:
            workspace.store.rows(endless)
        except CrmError as error:
            results.append(str(error))

    worker = threading.Thread(target=work)
    worker.start()
    began.wait(patience.SECONDS)
    workspace.close()
    worker.join(patience.SECONDS)
    assert "closed" in results[0]


def test_a_late_reader_of_a_closed_file_gets_a_sentence(good: Path) -> None:
    workspace = Workspace.open(good)
    workspace.close()
    (error,) = in_thread(lambda: workspace.store.rows("SELECT 1"))
    assert isinstance(error, CrmError)


def test_damage_met_while_reading_stops_every_write(good: Path) -> None:
    os.utime(good, (1e9, 1e9))
    workspace = Workspace.open(good)
    page = workspace.store.value("SELECT rootpage FROM sqlite_master WHERE name = 'contact_address'")
    workspace.store.close_thread()
    with good.open("r+b") as file:
        file.seek((page - 1) * 4096)
        file.write(b"\0" * 4096)
    os.utime(good, (1e9, 1e9))  # a drive that fails does not say when
    with pytest.raises(FileDamaged):
        workspace.store.rows("SELECT * FROM contact_address")
    with pytest.raises(FileDamaged), workspace.store.action("Add"):
        add(workspace.store)
    workspace.close()


def test_an_update_to_what_is_there_already_writes_nothing(store: Store) -> None:
    with store.action("Add"):
        person = add(store)
    with store.action("Same again"):
        store.update(schema.Contact, person, given_name="Ann", about="")
    assert store.value("SELECT count(*) FROM change") == 1


def test_drafts_are_no_step_of_undo(workspace: Workspace) -> None:
    with workspace.store.action("Add"):
        add(workspace.store)
    workspace.drafts.save("log", {"text": "met Ann"})
    assert workspace.store.next_undo() == "Add"


def test_a_wrong_read_inside_an_action_is_raised_and_takes_all_of_it_back(workspace: Workspace) -> None:
    with pytest.raises(sqlite.OperationalError), workspace.store.action("Nothing"):
        workspace.store.value("SELECT no_such_column FROM contact")
    assert workspace.store.next_undo() != "Nothing"
