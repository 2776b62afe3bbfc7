"""The action table: keys reach the right action, and text fields keep what is theirs."""

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit, QMenu, QPlainTextEdit, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from ui.kit.actions import Action, ActionTable, Scope, key_caps, shortcut_text


class Window(QWidget):
    """A window with a field, a note and an action table that notes what ran."""

    def __init__(self) -> None:
        super().__init__()
        self.field, self.note = QLineEdit(self), QPlainTextEdit(self)
        column = QVBoxLayout(self)
        column.addWidget(self.field)
        column.addWidget(self.note)
        self.table = ActionTable(self)
        self.ran: list[str] = []

    def action(self, name: str, *shortcuts: str, scope: Scope = Scope.WINDOW, enabled: bool = True) -> Action:
        return Action(name, name.title(), self._noting(name), "check", shortcuts, scope, enabled=lambda: enabled)

    def _noting(self, name: str) -> Callable[[], None]:
        return lambda: self.ran.append(name)


@pytest.fixture
def window(qtbot: QtBot) -> Window:
    window = Window()
    qtbot.addWidget(window)
    window.table.attach(window)
    with qtbot.waitExposed(window):
        window.show()
    window.activateWindow()
    window.field.setFocus()
    qtbot.waitUntil(window.field.hasFocus)
    return window


def test_a_shortcut_runs_its_action_from_inside_a_text_field(window: Window, qtbot: QtBot) -> None:
    window.table.add([window.action("log", "Ctrl+L")])
    qtbot.keyClick(window.field, Qt.Key.Key_L, Qt.KeyboardModifier.ControlModifier)
    assert window.ran == ["log"]


def test_the_page_in_front_wins_a_key_that_the_window_has_too(window: Window, qtbot: QtBot) -> None:
    window.table.add([window.action("new contact", "Ctrl+N")])
    window.table.set_page([window.action("new organisation", "Ctrl+N")])
    qtbot.keyClick(window.field, Qt.Key.Key_N, Qt.KeyboardModifier.ControlModifier)
    assert window.ran == ["new organisation"]
    window.table.set_page([])
    qtbot.keyClick(window.field, Qt.Key.Key_N, Qt.KeyboardModifier.ControlModifier)
    assert window.ran == ["new organisation", "new contact"]


def test_the_keys_of_a_page_go_with_it(window: Window, qtbot: QtBot) -> None:
    window.table.set_page([window.action("export", "Ctrl+E", "Ctrl+Shift+E")])
    window.table.set_page([])
    qtbot.keyClick(window.note, Qt.Key.Key_E, Qt.KeyboardModifier.ControlModifier)
    assert window.ran == []
    assert window.table.get("export") is None


def test_a_disabled_action_leaves_its_key_to_the_next_that_has_it(window: Window, qtbot: QtBot) -> None:
    window.table.add([window.action("any", "F5")])
    window.table.set_page([window.action("own", "F5", enabled=False)])
    qtbot.keyClick(window.field, Qt.Key.Key_F5)
    assert window.ran == ["any"]


def test_an_action_whose_key_the_page_takes_is_listed_once(window: Window) -> None:
    window.table.add([window.action("new contact", "Ctrl+N"), window.action("help", "F1")])
    window.table.set_page([window.action("new organisation", "Ctrl+N")])
    assert [action.id for action in window.table.all()] == ["help", "new organisation"]
    window.table.set_page([])
    assert [action.id for action in window.table.all()] == ["new contact", "help"]


def test_a_list_action_binds_no_key_on_the_window(window: Window, qtbot: QtBot) -> None:
    window.table.add([window.action("done", "S", scope=Scope.LIST)])
    qtbot.keyClick(window, Qt.Key.Key_S)
    assert window.ran == []
    assert window.table.run("done")


def test_two_actions_of_one_name_are_refused(window: Window) -> None:
    window.table.add([window.action("log")])
    with pytest.raises(ValueError, match="log"):
        window.table.add([window.action("log")])


@pytest.mark.parametrize("name", ["field", "note"])
def test_undo_takes_back_typing_first_and_then_the_last_action(window: Window, qtbot: QtBot, name: str) -> None:
    window.table.add([window.action("undo", "Ctrl+Z")])
    widget = window.field if name == "field" else window.note
    widget.setFocus()
    qtbot.waitUntil(widget.hasFocus)
    qtbot.keyClicks(widget, "word")
    qtbot.keyClick(widget, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert window.ran == []
    assert (window.field.text() or window.note.toPlainText()) == ""
    qtbot.keyClick(widget, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert window.ran == ["undo"]


def test_a_menu_shows_the_key_and_runs_the_action(window: Window) -> None:
    window.table.add([window.action("export", "Ctrl+E"), window.action("off", enabled=False)])
    menu = QMenu(window)
    window.table.fill_menu(menu, ["export", "", "off"])
    first, separator, last = menu.actions()
    assert first.text() == "Export\tCtrl+E"
    assert separator.isSeparator()
    assert not last.isEnabled()
    first.trigger()
    assert window.ran == ["export"]


@pytest.mark.parametrize(
    ("shortcut", "caps"),
    [
        ("Ctrl+Shift+F", ["Ctrl", "Shift", "F"]),
        ("Ctrl++", ["Ctrl", "+"]),
        ("Alt+Left", ["Alt", "←"]),
        ("Ctrl+Return", ["Ctrl", "↵"]),
        ("?", ["?"]),
    ],
)
def test_a_shortcut_is_drawn_as_its_caps(shortcut: str, caps: list[str]) -> None:
    assert key_caps(shortcut) == caps


def test_a_shortcut_is_read_as_one_says_it() -> None:
    assert shortcut_text("Ctrl+Shift+F") == "Ctrl+Shift+F"
