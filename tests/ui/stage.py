"""A real window over a small network, played by keys."""

from collections.abc import Callable
from itertools import count
from threading import Event
from types import SimpleNamespace
from typing import TypeVar

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from crm.db.store import Store
from crm.workspace import Workspace
from tests import patience
from ui.context import Context
from ui.kit.tasks import Task
from ui.shell.crash import Crashes
from ui.shell.main_window import MainWindow
from ui.shell.navigator import Place

CONTROL, SHIFT, ALT = (
    Qt.KeyboardModifier.ControlModifier,
    Qt.KeyboardModifier.ShiftModifier,
    Qt.KeyboardModifier.AltModifier,
)
W = TypeVar("W", bound=QWidget)


class Stage:
    """The window and the hands at its keyboard; `pressed` counts the keys."""

    def __init__(self, qtbot: QtBot, workspace: Workspace, place: Place | None = None) -> None:
        self.qtbot, self.workspace = qtbot, workspace
        self.pressed = 0
        self.window = MainWindow(workspace, Crashes())
        qtbot.addWidget(self.window)
        self.window.resize(1280, 800)
        with qtbot.waitExposed(self.window):
            self.window.start(place or Place("follow_ups"))
        self.window.activateWindow()
        qtbot.waitUntil(lambda: QApplication.focusWidget() is not None)

    @property
    def context(self) -> Context:
        return self.window.context

    @property
    def store(self) -> Store:
        return self.workspace.store

    def focus(self) -> QWidget:
        """What has the keyboard: a pop-up, else the focus, else the window."""
        popup = QApplication.activePopupWidget()
        if popup is not None:
            return popup.focusWidget() or popup
        return QApplication.focusWidget() or self.window

    def press(self, *keys: Qt.Key, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
        """Press keys one after the other, all with the same modifiers."""
        for key in keys:
            self.qtbot.keyClick(self.focus(), key, modifier)
            self.pressed += 1

    def write(self, text: str) -> None:
        """Type a text."""
        for letter in text:
            self.qtbot.keyClick(self.focus(), letter)
            self.pressed += 1

    def top(self, kind: type[W]) -> W:
        """The card over the page."""
        card = self.context.overlay.top()
        assert isinstance(card, kind)
        return card

    def page(self, kind: type[W]) -> W:
        """The page in front."""
        page = self.window.host.current_page()
        assert isinstance(page, kind)
        return page

    def stop_half_way(self, begin: Callable[[], object], stop: Callable[[], object]) -> None:
        """Begin work, hold it where it first counts something, stop it there, and wait until it has stopped."""
        counted, progress = Event(), Task.progress

        def held(task: Task, done: int, total: int = 0) -> None:
            progress(task, done, total)
            if done:
                counted.set()
                patience.until(task.cancelled)

        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(Task, "progress", held)
            patch.setattr("crm.progress.time", SimpleNamespace(monotonic=count().__next__))  # each step is told
            begin()
            self.qtbot.waitUntil(counted.is_set)
            stop()
            self.qtbot.waitUntil(lambda: not self.context.tasks.busy())

    def toast(self) -> str:
        """What the toast says, '' without one."""
        message = self.context.toasts.current()
        return message.text if message else ""
