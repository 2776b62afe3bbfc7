"""What the list of records and the page of one are played with: a real window, driven by keys."""

from typing import TypeVar

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from crm.workspace import Workspace
from ui.records.list_page import ListPage
from ui.shell.crash import Crashes
from ui.shell.main_window import MainWindow
from ui.shell.navigator import Place

NONE, CONTROL, SHIFT = (
    Qt.KeyboardModifier.NoModifier,
    Qt.KeyboardModifier.ControlModifier,
    Qt.KeyboardModifier.ShiftModifier,
)
P = TypeVar("P", bound=QWidget)


class Records:
    """The window and the hands at its keyboard."""

    def __init__(self, qtbot: QtBot, workspace: Workspace, place: Place) -> None:
        self.qtbot, self.workspace = qtbot, workspace
        self.window = MainWindow(workspace, Crashes())
        self.asked: list[Place] = []
        qtbot.addWidget(self.window)
        with qtbot.waitExposed(self.window):
            self.window.start(place)
        self.window.activateWindow()
        qtbot.waitUntil(lambda: QApplication.focusWidget() is not None)
        self.navigator = self.window.context.navigator

    def listen_for(self, *panels: str) -> None:
        """Note which of these panels are asked for, in place of opening them."""
        self.navigator.asked.disconnect()
        self.navigator.set_panels(frozenset(panels))
        self.navigator.asked.connect(self.asked.append)

    def key(self, key: Qt.Key, modifier: Qt.KeyboardModifier = NONE) -> None:
        self.qtbot.keyClick(QApplication.focusWidget() or self.window, key, modifier)

    def write(self, text: str) -> None:
        self.qtbot.keyClicks(QApplication.focusWidget() or self.window, text)

    def said(self) -> str:
        message = self.window.context.toasts.current()
        return message.text if message is not None else ""

    def front(self, kind: type[P]) -> P:
        """The page in front."""
        page = self.window.host.current_page()
        assert isinstance(page, kind)
        return page

    def names(self) -> list[str]:
        """Return the names in the list."""
        rows = self.front(ListPage).table.rows()
        return [row.name for number in range(rows.rowCount()) if (row := rows.row(number)) is not None]

    def shows(self, *names: str) -> None:
        """Wait until the list shows these, in this order."""
        self.qtbot.waitUntil(lambda: self.names() == list(names))
