"""Do a piece of work over and over on the same files, each time killed at another call that changes one of them.

The work is done once to its end first: that counts its calls. Which of them the kills fall on is the same in every run:
the first, the last, those around every rename, unlink and sync, and the rest spread over the whole of it.
`CLUSTER_DESK_KILLS` sets how many a piece of work gets.
"""

import multiprocessing
import os
import random
import shutil
import sys
import uuid
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

import pytest
import time_machine

from crm.db import files
from crm.db.dump import logical_dump
from crm.db.raw_connection import Access, raw
from crm.workspace import Workspace
from tests.crm.db.kills.tracing import SAID, Call, CannotTrace, Point, Run, run

KILLS = int(os.environ.get("CLUSTER_DESK_KILLS", "20"))
FEWER = max(2, KILLS // 4)
"""How many what is done seldom gets, and what is a cousin of another piece of work."""

MOMENT = "2026-05-22T09:30:00Z"
"""When victims work."""

READY = "ready"
"""What a victim says where its work begins: kills fall on what comes after it."""

Dump = dict[str, tuple[int, str]]
on_linux = pytest.mark.skipif(sys.platform != "linux", reason="only Linux lets Python watch the calls of a child")

_TURNS = ("rename", "link", "unlink", "sync", "cut", "folder", "create")
_processes = multiprocessing.get_context("spawn" if os.name == "nt" else "forkserver")
_processes.set_forkserver_preload(["tests.crm.db.kills.warm"])


@dataclass(frozen=True, slots=True)
class Killed:
    """How a victim ended: what it had said since it was ready, and before which call. `where` None is the end."""

    said: tuple[str, ...]
    where: Point | None
    call: Call | None

    def __str__(self) -> str:
        if self.where is None or self.call is None:
            return "after the last call"
        return f"{'in the middle of' if self.where.is_torn else 'before'} call {self.where.number}: {self.call}"


def kills(work: Callable[..., None], *arguments: Any, place: Path, many: int = KILLS) -> Iterator[Killed]:
    """Do `work(*arguments, say)` in processes of their own and kill each; what is in `place` begins as it is now.

    Yields after each kill, the last time after the work was ended behind its last call. Fails where the system lets
    nobody watch a child, where the work fails, and where a kill does not come.
    """
    origin = place.with_name(f"{place.name}.origin")
    shutil.copytree(place, origin)
    try:
        whole = watched(work, arguments, place, None)
        assert READY in whole.said, "the victim never began"
        yield Killed(_since(whole), None, None)
        made = [call for call in whole.calls if call.kind != SAID]
        for point in points(whole.calls, many):
            shutil.rmtree(place)
            shutil.copytree(origin, place)
            ended = watched(work, arguments, place, point)
            assert ended.was_killed, f"it ended before call {point.number} of {len(made)}"
            yield Killed(_since(ended), point, made[point.number])
    finally:
        shutil.rmtree(origin)


def points(calls: Sequence[Call], many: int) -> list[Point]:
    """Choose where to kill among what came after the victim was ready: all of it where it is little."""
    made = [call for call in calls if call.kind != SAID]
    begin = next(n for n, call in enumerate(calls) if call == Call(SAID, READY))
    begin -= sum(call.kind == SAID for call in calls[:begin])
    every = [
        Point(number, is_torn)
        for number, call in enumerate(made)
        for is_torn in ((False, True) if call.can_be_torn else (False,))
        if number >= begin
    ]
    turns = [
        point
        for point in every
        if made[point.number].kind in _TURNS or (point.number and made[point.number - 1].kind in _TURNS)
    ]
    chosen = set(_spread(turns, many // 2))
    rest = [point for point in every if point not in chosen]
    chosen |= {*_spread(rest, many - len(chosen)), *every[:1], *every[-1:]}
    return sorted(chosen, key=lambda point: (point.number, point.is_torn))


def _spread(of: Sequence[Point], many: int) -> list[Point]:
    if len(of) <= many:
        return list(of)
    return [of[n * (len(of) - 1) // max(1, many - 1)] for n in range(many)]


def _since(ended: Run) -> tuple[str, ...]:
    said = ended.said
    return tuple(said[said.index(READY) + 1 :]) if READY in said else ()


def watched(work: Callable[..., None], arguments: tuple[Any, ...], place: Path, at: Point | None) -> Run:
    """Run a victim under the eyes of a process of its own, which this one need not wait for by number."""
    mine, its = _processes.Pipe()
    tracer = _processes.Process(target=_watch, args=(work, arguments, place, at, its))
    tracer.start()
    its.close()
    try:
        ended = mine.recv()
    finally:
        mine.close()
        tracer.join()
        tracer.close()
    if isinstance(ended, CannotTrace):
        pytest.fail(f"Nothing can be killed at a system call here: {ended}. Allow ptrace and seccomp.", pytrace=False)
    assert not ended.failure, ended.failure
    return ended


def _watch(
    work: Callable[..., None], arguments: tuple[Any, ...], place: Path, at: Point | None, pipe: Connection
) -> None:
    # What is written is the same each time, so that it can be compared: the ids, drawn by lot, and the moment.
    lot = random.Random(20261122)
    uuid.uuid4 = lambda: uuid.UUID(int=lot.getrandbits(128), version=4)
    try:
        with time_machine.travel(MOMENT, tick=False):
            pipe.send(run(work, arguments, place, at))
    except CannotTrace as error:
        pipe.send(error)


def dump_of(path: Path) -> Dump:
    """Return what a file says, with what its journals hold; it leaves none where there were none."""
    has_log = any(files.size_of(files.beside(path, suffix)) for suffix in ("-wal", "-journal"))
    connection = raw(path, Access.READ if has_log else Access.FROZEN)
    try:
        return logical_dump(connection)
    finally:
        connection.close()


@contextmanager
def next_start(path: Path, *beside: str) -> Iterator[Workspace]:
    """Open a file as the program does when it is started again; whole it must be, and swept.

    Every backup listed is good, and beside the file and its backups stands nothing afterwards but names that begin
    with one of `beside`.
    """
    workspace = Workspace.open(path)
    try:
        if workspace.needs_check:
            workspace.deep_check()
        listed = workspace.backups.list_backups()
        for info in listed:
            assert workspace.backups.verify(info.path) == info
        if workspace.backups.folder.exists():
            names = {each.name for each in workspace.backups.folder.iterdir()}
            kept = {info.path.name + end for info in listed for end in ("", ".json")}
            assert {name for name in names if ".part" in name or name.startswith(f"{path.stem}-0")} == kept
        yield workspace
    finally:
        workspace.close()
    left = {each.name for each in path.parent.iterdir()} - {path.name, "backups"}
    assert {name for name in left if not name.startswith(beside)} == set() if beside else left == set()


def said_so_far(workspace: Workspace) -> Dump:
    """Return what an open file says."""
    return logical_dump(workspace.store.connection())
