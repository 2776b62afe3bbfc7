"""The toast: says what was done, takes it back in one press, waits while somebody is at it."""

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QEvent, QPointF, Qt, QTimer
from PySide6.QtGui import QAccessible, QEnterEvent
from PySide6.QtWidgets import QApplication, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from ui.kit import motion
from ui.kit.toast import SECONDS, Message, Toasts


class Window(QWidget):
    def __init__(self) -> None:
        super().__init__()
        self.area = QWidget(self)
        QVBoxLayout(self).addWidget(self.area)
        self.undone = 0
        self.toasts = Toasts(self, self.area, self.undo)

    def undo(self) -> None:
        self.undone += 1


@pytest.fixture(autouse=True)
def still() -> Iterator[None]:
    motion.set_reduced(True)
    yield
    motion.set_reduced(False)


@pytest.fixture(autouse=True)
def toasts_stay() -> None:
    """Here they go by themselves."""


@pytest.fixture
def window(qtbot: QtBot) -> Window:
    window = Window()
    qtbot.addWidget(window)
    window.resize(900, 400)
    with qtbot.waitExposed(window):
        window.show()
    return window


def clock_of(window: Window) -> QTimer:
    button = window.toasts.button()
    assert button is not None
    timer = button.parent().findChild(QTimer)
    assert isinstance(timer, QTimer)
    return timer


def test_undo_on_the_toast_takes_it_back_and_the_toast_goes(window: Window, qtbot: QtBot) -> None:
    window.toasts.undoable("Meeting with Jane Roe logged")
    button = window.toasts.button()
    assert button is not None
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    assert window.undone == 1
    assert window.toasts.current() is None


def test_undo_works_from_the_keyboard_alone(window: Window, qtbot: QtBot) -> None:
    window.toasts.undoable("Meeting logged")
    button = window.toasts.button()
    assert button is not None
    button.setFocus(Qt.FocusReason.TabFocusReason)
    qtbot.keyClick(button, Qt.Key.Key_Space)
    assert window.undone == 1


def test_a_toast_stays_eight_seconds(window: Window) -> None:
    window.toasts.undoable("Saved")
    assert clock_of(window).isActive()
    assert clock_of(window).interval() == SECONDS * 1000 == 8000


def test_a_toast_waits_while_it_has_the_focus(window: Window, qtbot: QtBot) -> None:
    window.toasts.undoable("Saved")
    button = window.toasts.button()
    assert button is not None
    window.activateWindow()
    button.setFocus()
    qtbot.waitUntil(button.hasFocus)
    assert not clock_of(window).isActive()
    button.clearFocus()
    assert clock_of(window).isActive()


def test_a_toast_waits_while_it_is_pointed_at(window: Window) -> None:
    window.toasts.undoable("Saved")
    button = window.toasts.button()
    assert button is not None
    toast = button.parentWidget()
    point = QPointF(4, 4)
    QApplication.sendEvent(toast, QEnterEvent(point, point, point))
    assert not clock_of(window).isActive()
    QApplication.sendEvent(toast, QEvent(QEvent.Type.Leave))
    assert clock_of(window).isActive()


def test_the_newer_toast_takes_the_place_of_the_older(window: Window) -> None:
    window.toasts.undoable("First")
    window.toasts.say("Second")
    message = window.toasts.current()
    assert message is not None
    assert message.text == "Second"


def test_a_toast_keeps_inside_a_narrow_window(window: Window) -> None:
    window.toasts.undoable("A very long sentence about everything that was done just now " * 4)
    button = window.toasts.button()
    assert button is not None
    window.resize(420, 300)
    toast = button.parentWidget()
    assert window.rect().contains(toast.geometry())
    assert toast.rect().contains(button.geometry())


def test_a_toast_is_read_out(window: Window, monkeypatch: pytest.MonkeyPatch) -> None:
    said: list[str] = []
    monkeypatch.setattr(QAccessible, "updateAccessibility", lambda event: said.append(event.message()))
    window.toasts.show(Message("1,166 contacts exported", action="Open folder"))
    assert said == ["1,166 contacts exported"]


def test_the_button_is_named_by_what_it_undoes(window: Window) -> None:
    window.toasts.undoable("Meeting with Jane Roe logged")
    button = window.toasts.button()
    assert button is not None
    assert button.accessibleName() == "Undo: Meeting with Jane Roe logged"
