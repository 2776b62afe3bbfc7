"""Work in another thread: with the workspace, on a connection of its own, and answered in the window."""

import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
import shiboken6
from PySide6.QtCore import QObject
from pytestqt.qtbot import QtBot

from crm.errors import CrmError
from crm.workspace import Workspace
from tests.ui.stage import Stage
from ui.kit import motion
from ui.kit.tasks import Task
from ui.records.background_calls import work


@pytest.fixture
def stage(qtbot: QtBot, tmp_path: Path) -> Iterator[Stage]:
    motion.set_reduced(True)
    workspace = Workspace.create(tmp_path / "network.desk")
    stage = Stage(qtbot, workspace)
    yield stage
    stage.window.close()
    workspace.close()
    motion.set_reduced(False)


@pytest.fixture
def happened(stage: Stage, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What happened in the one other thread, and when its connection was closed."""
    events: list[str] = []
    close = stage.store.close_thread

    def counted() -> None:
        events.append("closed")
        close()

    monkeypatch.setattr(stage.store, "close_thread", counted)
    return events


def test_it_reads_in_another_thread_and_is_answered_in_this_one(stage: Stage, happened: list[str]) -> None:
    threads: list[int] = []

    def count(workspace: Workspace, task: Task) -> int:
        threads.append(threading.get_ident())
        happened.append("counted")
        return workspace.contacts.count()

    def counted(number: int) -> None:
        threads.append(threading.get_ident())
        assert number == stage.workspace.contacts.count()

    work(stage.context, stage.window, "Counting", count, counted)
    stage.qtbot.waitUntil(lambda: not stage.context.tasks.busy())
    assert threads[1] == threading.get_ident() != threads[0]
    assert after(happened, "counted") == "closed"


@pytest.mark.parametrize("error", [CrmError("The drive is full."), ZeroDivisionError()])
def test_its_connection_is_closed_whatever_happens(stage: Stage, happened: list[str], error: Exception) -> None:
    def fail(workspace: Workspace, task: Task) -> None:
        happened.append("failed")
        raise error

    with stage.qtbot.captureExceptions() as exceptions:
        work(stage.context, stage.window, "Failing", fail, print)
        stage.qtbot.waitUntil(lambda: not stage.context.tasks.busy())
    assert after(happened, "failed") == "closed"
    assert [kind for kind, *_ in exceptions] == ([] if isinstance(error, CrmError) else [ZeroDivisionError])


def test_a_refusal_is_told_in_a_toast(stage: Stage) -> None:
    work(stage.context, stage.window, "Writing", _refuse, print)
    stage.qtbot.waitUntil(lambda: not stage.context.tasks.busy())
    assert stage.toast() == "The drive is full."


def test_a_refusal_is_told_where_the_asker_says(stage: Stage) -> None:
    said: list[str] = []
    work(stage.context, stage.window, "Writing", _refuse, print, refused=lambda error: said.append(str(error)))
    stage.qtbot.waitUntil(lambda: not stage.context.tasks.busy())
    assert said == ["The drive is full."]


def test_a_part_of_the_window_that_is_gone_is_not_answered(stage: Stage) -> None:
    asker, answers = QObject(), list[int]()
    work(stage.context, asker, "Counting", lambda workspace, task: workspace.contacts.count(), answers.append)
    shiboken6.delete(asker)
    stage.qtbot.waitUntil(lambda: not stage.context.tasks.busy())
    assert not answers


def after(events: list[str], event: str) -> str:
    """Return what happened next; other work may have come before."""
    return events[events.index(event) + 1]


def _refuse(workspace: Workspace, task: Task) -> None:
    raise CrmError("The drive is full.")
