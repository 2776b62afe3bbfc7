"""A whole desk: a new file, its window on a screen, and hands that count the keys they press."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from crm.workspace import Workspace
from tests.ui.conftest import fixed_look, no_window_is_left, qt_warnings_fail, qtbot, toasts_stay
from ui.kit import motion
from ui.pages import page_spec
from ui.shell.crash import Crashes
from ui.shell.main_window import MainWindow

__all__ = ["fixed_look", "no_window_is_left", "qt_warnings_fail", "qtbot", "toasts_stay"]

SHARED = Path(__file__).parents[3] / "shared"
CONTROL, SHIFT, ALT = (
    Qt.KeyboardModifier.ControlModifier,
    Qt.KeyboardModifier.ShiftModifier,
    Qt.KeyboardModifier.AltModifier,
)


class Desk:
    """The window of one file and a person at its keyboard; `keys` counts presses, a chord as one."""

    def __init__(self, qtbot: QtBot, workspace: Workspace) -> None:
        self.qtbot, self.workspace = qtbot, workspace
        self.window = MainWindow(workspace, Crashes())
        qtbot.addWidget(self.window)
        self.window.resize(1440, 900)
        self.window.start()
        self.window.activateWindow()
        qtbot.waitUntil(lambda: QApplication.focusWidget() is not None)
        self.keys = 0

    def focus(self) -> QWidget:
        """Return what has the keyboard."""
        return QApplication.focusWidget() or self.window

    def press(self, key: Qt.Key, *held: Qt.KeyboardModifier) -> None:
        """Press one key or chord."""
        modifiers = Qt.KeyboardModifier.NoModifier
        for each in held:
            modifiers |= each
        QTest.keyClick(self.focus(), key, modifiers)
        self.keys += 1
        QApplication.processEvents()

    def type(self, text: str) -> None:
        """Type a text, key by key."""
        for letter in text:
            QTest.keyClicks(self.focus(), letter)
            self.keys += 1
            QApplication.processEvents()

    def rush(self, *keys: "str | tuple[Qt.Key | Qt.KeyboardModifier, ...]") -> None:
        """Type texts and press chords, a tuple each, without a pause: the window works nothing off between two keys."""
        for each in keys:
            if isinstance(each, str):
                for letter in each:
                    QTest.keyClicks(self.focus(), letter)
                    self.keys += 1
                continue
            modifiers = Qt.KeyboardModifier.NoModifier
            for held in each[1:]:
                modifiers |= held  # type: ignore[operator]
            QTest.keyClick(self.focus(), each[0], modifiers)  # type: ignore[call-overload]
            self.keys += 1
        QApplication.processEvents()

    def until(self, fact: Callable[[], object]) -> None:
        """Wait until something is so."""
        self.qtbot.waitUntil(lambda: bool(fact()))

    def step_to(self, widget: QWidget) -> None:
        """Step with Tab until the keyboard is in a widget."""
        for _ in range(60):
            current = QApplication.focusWidget()
            if current is widget or (current is not None and widget.isAncestorOf(current)):
                return
            self.press(Qt.Key.Key_Tab)
        raise AssertionError(f"Tab never came to {widget.accessibleName()}")

    def go(self, kind: str) -> None:
        """Go to a page by the keys of its place in the side bar."""
        spec = page_spec(kind)
        assert spec is not None
        self.press(Qt.Key(Qt.Key.Key_0.value + int(spec.shortcut[-1])), Qt.KeyboardModifier.AltModifier)
        self.until(lambda: (place := self.window.context.navigator.current) is not None and place.kind == kind)

    def page(self) -> QWidget:
        """Return the page in front."""
        page = self.window.host.current_page()
        assert page is not None
        return page


@pytest.fixture
def desk(qtbot: QtBot, tmp_path: Path) -> Iterator[Desk]:
    motion.set_reduced(True)
    workspace = Workspace.create(tmp_path / "cluster.desk")
    desk = Desk(qtbot, workspace)
    yield desk
    desk.window.context.overlay.close_all()
    desk.window.close()
    workspace.close()
    motion.set_reduced(False)
