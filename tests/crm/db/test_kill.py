"""Killed at any moment, the file holds all that was acknowledged and nothing by half.

The number of kills is modest by default; CLUSTER_DESK_KILLS sets another.
"""

import multiprocessing
import os
import random
import shutil
from collections.abc import Callable
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

import pytest

from crm.db import files, migrating
from crm.db.connecting import Access, raw
from crm.db.dump import logical_dump
from crm.workspace import Workspace
from tests.crm.db import steps, victims

KILLS = int(os.environ.get("CLUSTER_DESK_KILLS", "25"))
FEWER = max(8, KILLS // 4)

_processes = multiprocessing.get_context("forkserver" if os.name != "nt" else "spawn")
_processes.set_forkserver_preload(["tests.crm.db.victims"])


def killed(work: Callable[..., None], *args: Any, acks: int, delay: float, politely: bool = False) -> int:
    """Run a victim, kill it some seconds after its `acks`th acknowledgement; return how many it gave in all.

    `politely` ends it by the signal to terminate.
    """
    mine, its = _processes.Pipe()
    victim = _processes.Process(target=work, args=(*args, its))
    victim.start()
    its.close()
    given = -1
    try:
        while given < acks and mine.poll(30):
            given = mine.recv() + 1
        victim.join(delay)
        (victim.terminate if politely else victim.kill)()
        victim.join()
        return drained(mine, given)
    finally:
        victim.close()
        mine.close()


def drained(pipe: Connection, given: int) -> int:
    try:
        while pipe.poll():
            given = pipe.recv() + 1
    except EOFError:
        pass
    return given


def dump_of(path: Path) -> dict[str, tuple[int, str]]:
    connection = raw(path, Access.READ)
    try:
        return logical_dump(connection)
    finally:
        connection.close()


def test_nothing_acknowledged_is_lost_and_nothing_is_half_there(good: Path) -> None:
    randomly = random.Random(20261122)
    expected: set[str] = set()
    acknowledged = 0
    for round_ in range(KILLS):
        given = killed(victims.write, good, round_, acks=randomly.randrange(60), delay=randomly.random() * 0.02)
        assert given >= 0, "the victim never began"
        acknowledged += given
        workspace = Workspace.open(good)  # an unclean end is checked whole: pages, indexes, references
        assert not workspace.needs_check
        store = workspace.store
        found = {
            name for (name,) in store.rows("SELECT given_name FROM contact WHERE given_name GLOB ?", (f"{round_}-*",))
        }
        # The step under way when the signal came may have been saved, or not.
        assert found in [set(victims.standing(round_, given)), set(victims.standing(round_, given + 1))]
        expected |= found
        halves = store.rows(
            "SELECT c.given_name FROM contact c WHERE c.given_name GLOB '*-*' AND ("
            "(SELECT count(*) FROM contact_email e WHERE e.contact_id = c.id) <> 1 OR "
            "(SELECT count(*) FROM participant p JOIN interaction i ON i.id = p.interaction_id "
            " AND i.subject = c.given_name WHERE p.contact_id = c.id) <> 1 OR "
            "(SELECT count(*) FROM follow_up f WHERE f.contact_id = c.id) <> 1)"
        )
        assert [name for (name,) in halves if not name.startswith("Siân")] == []
        assert workspace.backups.check().is_well
        workspace.close()
    workspace = Workspace.open(good)
    everyone = workspace.store.rows("SELECT given_name FROM contact WHERE given_name GLOB '*-*'")
    assert {name for (name,) in everyone} == expected
    assert [path.name for path in good.parent.iterdir() if "lock" in path.name] == ["good.desk.lock"]
    workspace.close()
    print(f"{KILLS} kills, {acknowledged} acknowledged actions, none lost")


def test_a_kill_while_a_backup_is_made_leaves_only_good_ones(good: Path) -> None:
    randomly = random.Random(2)
    for _ in range(FEWER):
        assert killed(victims.back_up, good, acks=0, delay=randomly.random() * 0.3) == 0
        workspace = Workspace.open(good)
        listed = workspace.backups.list_backups()
        for info in listed:
            assert workspace.backups.verify(info.path) == info
        names = {path.name for path in workspace.backups.folder.glob("*")}
        assert names == {info.path.name + end for info in listed for end in ("", ".json")}
        workspace.close()


def test_a_kill_while_a_backup_is_restored_leaves_the_old_or_the_new(good: Path, tmp_path: Path) -> None:
    randomly = random.Random(3)
    workspace = Workspace.open(good)
    source = Path(shutil.copy(workspace.backups.make("by hand").path, tmp_path / "source.desk"))
    with workspace.store.action("Delete the tags"):
        workspace.store.execute("DELETE FROM contact_tag")
    workspace.close()
    old, new = dump_of(good), dump_of(source)
    shutil.rmtree(good.parent / "backups")
    seen = []
    for round_ in range(FEWER):
        folder = tmp_path / f"round{round_}"
        folder.mkdir()
        path = Path(shutil.copy(good, folder))
        acknowledged = killed(victims.restore, path, source, acks=0, delay=randomly.random() * 0.4)
        opened = Workspace.open(path)
        found = logical_dump(opened.store.connection())
        assert found == new or (found == old and acknowledged == 0)
        seen.append(found == new)
        if found == new:
            (kept,) = {p.name for p in folder.glob("*.before-restore-????-??-??")}
            assert dump_of(folder / kept) == old
        opened.close()
        left = {p.name.removeprefix("good.desk")[:16] for p in folder.iterdir()}
        assert left <= {"", "backups", ".before-restore-"}
    print(f"{FEWER} kills in a restore: {seen.count(True)} new, {seen.count(False)} old")


def test_a_kill_while_a_file_is_upgraded_leaves_the_old_or_the_new_schema(good: Path, tmp_path: Path) -> None:
    randomly = random.Random(4)
    directory = steps.later(tmp_path / "steps", *steps.ADD_COLUMNS)
    whole = dump_of(good)
    seen = []
    for round_ in range(FEWER):
        path = Path(shutil.copy(good, tmp_path / f"round{round_}.desk"))
        acknowledged = killed(victims.migrate, path, directory, acks=0, delay=randomly.random() * 0.5)
        connection = raw(path, Access.WRITE)
        assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        assert connection.execute("PRAGMA foreign_key_check").fetchall() == []
        is_new = not migrating.pending(connection, directory)
        assert is_new or not acknowledged
        wanted = migrating.fresh(directory if is_new else None)
        assert migrating.expected.objects(connection) == wanted
        assert logical_dump(connection) == whole
        connection.close()
        seen.append(is_new)
    print(f"{FEWER} kills in an upgrade: {seen.count(True)} new, {seen.count(False)} old")


@pytest.fixture(autouse=True)
def _no_leftovers(good: Path) -> Any:
    yield
    assert not list(good.parent.glob("*.part"))
    assert not files.beside(good, ".checking").exists()
