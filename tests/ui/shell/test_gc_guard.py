"""Garbage is collected in the window's thread alone."""

import gc
import threading
from collections.abc import Iterator

import pytest
from pytestqt.qtbot import QtBot

from ui.shell.gc_guard import GcGuard


@pytest.fixture
def collector(qtbot: QtBot) -> Iterator[GcGuard]:
    collector = GcGuard()
    collector.begin()
    yield collector
    collector.end()


class Knot:
    """An object that only the collector can free; notes the thread it went in."""

    def __init__(self, freed_in: list[int]) -> None:
        self.freed_in = freed_in
        self.me = self

    def __del__(self) -> None:
        self.freed_in.append(threading.get_ident())


def test_what_a_worker_leaves_is_freed_in_this_thread(collector: GcGuard) -> None:
    freed: list[int] = []

    def leave_garbage() -> None:
        for _ in range(5000):
            Knot(freed)

    worker = threading.Thread(target=leave_garbage)
    worker.start()
    worker.join()
    assert freed == []
    collector.collect()
    assert set(freed) == {threading.get_ident()}


def test_with_little_to_collect_nothing_is_done(collector: GcGuard, monkeypatch: pytest.MonkeyPatch) -> None:
    gc.collect()
    done: list[int] = []
    monkeypatch.setattr(gc, "collect", done.append)
    collector.collect()
    assert done == []


def test_python_collects_again_afterwards(qtbot: QtBot) -> None:
    collector = GcGuard()
    collector.begin()
    assert not gc.isenabled()
    collector.end()
    assert gc.isenabled()
