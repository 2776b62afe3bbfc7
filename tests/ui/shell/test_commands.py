"""Undo and redo from the keyboard, however much they put back."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from crm.contacts import ContactDraft
from crm.db.dump import logical_dump
from crm.filters import EVERYTHING
from crm.workspace import Workspace
from ui.shell.crash import Crashes
from ui.shell.main_window import MainWindow


@pytest.fixture
def window(qtbot: QtBot, tmp_path: Path) -> Iterator[MainWindow]:
    workspace = Workspace.create(tmp_path / "cluster.desk")
    window = MainWindow(workspace, Crashes())
    qtbot.addWidget(window)
    window.start()
    yield window
    window.close()
    workspace.close()


def many(workspace: Workspace, number: int) -> None:
    with workspace.store.action("Add many"):
        for each in range(number):
            workspace.contacts.create(ContactDraft("Ann", f"Lee{each}"))


@pytest.mark.parametrize("number", [3, 700])
def test_undo_and_redo_put_back_few_and_many_alike(window: MainWindow, qtbot: QtBot, number: int) -> None:
    workspace = window.context.workspace
    before = logical_dump(workspace.store.connection())
    many(workspace, number)
    after = logical_dump(workspace.store.connection())
    window.context.actions.run("undo")
    qtbot.waitUntil(lambda: "Undone: Add many" in said(window))
    assert logical_dump(workspace.store.connection()) == before
    window.context.actions.run("redo")
    qtbot.waitUntil(lambda: "Done again: Add many" in said(window))
    assert logical_dump(workspace.store.connection()) == after


def test_a_large_undo_leaves_the_window_free(window: MainWindow, qtbot: QtBot) -> None:
    workspace = window.context.workspace
    many(workspace, 700)
    window.context.actions.run("undo")
    assert window.context.tasks.busy()
    assert workspace.contacts.count(EVERYTHING) in (0, 700)
    qtbot.waitUntil(lambda: workspace.contacts.count() == 0)


def said(window: MainWindow) -> str:
    message = window.context.toasts.current()
    return message.text if message is not None else ""
