"""Layers over the window: Esc closes the top one, Tab stays inside, the focus comes back."""

import gc
import weakref
from collections.abc import Iterator

import pytest
import shiboken6
from PySide6.QtCore import QEvent, QPoint, Qt
from PySide6.QtGui import QCloseEvent, QKeyEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QApplication, QLineEdit, QPushButton, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from ui.kit import motion
from ui.kit.overlay import Overlay, Where
from ui.kit.page import scroller


class Window(QWidget):
    def __init__(self) -> None:
        super().__init__()
        self.field = QLineEdit(self)
        QVBoxLayout(self).addWidget(self.field)
        self.overlay = Overlay(self)


class Card(QWidget):
    def __init__(self, stays: bool = False) -> None:
        super().__init__()
        self.first, self.second = QLineEdit(self), QPushButton("Save", self)
        column = QVBoxLayout(self)
        column.addWidget(self.first)
        column.addWidget(self.second)
        self.setFocusProxy(self.first)
        self.stays = stays

    def closeEvent(self, event: QCloseEvent) -> None:
        event.setAccepted(not self.stays)


@pytest.fixture(autouse=True)
def still() -> Iterator[None]:
    motion.set_reduced(True)
    yield
    motion.set_reduced(False)


@pytest.fixture
def window(qtbot: QtBot) -> Window:
    window = Window()
    qtbot.addWidget(window)
    window.resize(900, 600)
    with qtbot.waitExposed(window):
        window.show()
    window.activateWindow()
    window.field.setFocus()
    qtbot.waitUntil(window.field.hasFocus)
    return window


def test_a_card_takes_the_focus_at_once(window: Window) -> None:
    card = Card()
    window.overlay.open(card)
    assert QApplication.focusWidget() is card.first


def test_esc_closes_the_top_layer_only_and_the_focus_goes_back(window: Window, qtbot: QtBot) -> None:
    below, above = Card(), Card()
    window.overlay.open(below)
    window.overlay.open(above)
    qtbot.keyClick(above.first, Qt.Key.Key_Escape)
    assert window.overlay.top() is below
    assert QApplication.focusWidget() is below.first
    qtbot.keyClick(below.first, Qt.Key.Key_Escape)
    assert window.overlay.top() is None
    assert QApplication.focusWidget() is window.field


def test_tab_goes_round_inside_the_card(window: Window, qtbot: QtBot) -> None:
    card = Card()
    window.overlay.open(card)
    qtbot.keyClick(card.first, Qt.Key.Key_Tab)
    assert QApplication.focusWidget() is card.second
    qtbot.keyClick(card.second, Qt.Key.Key_Tab)
    assert QApplication.focusWidget() is card.first
    qtbot.keyClick(card.first, Qt.Key.Key_Backtab)
    assert QApplication.focusWidget() is card.second


def test_tab_meets_what_stands_before_the_first_focus(window: Window, qtbot: QtBot) -> None:
    card = QWidget()
    before, first = QPushButton("Help", card), QLineEdit(card)
    card.setFocusProxy(first)
    window.overlay.open(card)
    assert QApplication.focusWidget() is first
    qtbot.keyClick(first, Qt.Key.Key_Tab)
    assert QApplication.focusWidget() is before


def test_tab_leaves_a_scrolled_form_whole_while_garbage_is_collected(window: Window, qtbot: QtBot) -> None:
    gc.collect()
    gc.freeze()  # what the tests before left need not be searched at every key
    card, form = QWidget(), QWidget()
    fields = [QLineEdit(form) for _ in range(3)]
    column = QVBoxLayout(form)
    for field in fields:
        column.addWidget(field)
    QVBoxLayout(card).addWidget(scroller(form, fit=True))
    del form, column, field
    window.overlay.open(card)
    for key in [Qt.Key.Key_Tab] * 7 + [Qt.Key.Key_Backtab] * 7:
        qtbot.keyClick(QApplication.focusWidget(), key)
        gc.collect()
    assert all(shiboken6.isValid(widget) for widget in (window, card, *fields))
    assert [field.parentWidget().parentWidget().parentWidget().parentWidget() for field in fields] == [card] * 3


def test_tab_in_a_card_changes_nothing_of_the_page_beneath(window: Window, qtbot: QtBot) -> None:
    met: list[QWidget | None] = []
    QApplication.instance().focusChanged.connect(lambda _, now: met.append(now))
    card = Card()
    window.overlay.open(card)
    for _ in range(5):
        qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Tab)
    assert window.field not in met


def test_a_click_beside_the_card_closes_it_and_one_on_it_does_not(window: Window, qtbot: QtBot) -> None:
    card = Card()
    window.overlay.open(card, width=300)
    layer = card.parentWidget()
    qtbot.mouseClick(layer, Qt.MouseButton.LeftButton, pos=card.geometry().center())
    assert window.overlay.top() is card
    qtbot.mouseClick(layer, Qt.MouseButton.LeftButton, pos=QPoint(5, 5))
    assert window.overlay.top() is None


def test_a_card_that_wants_to_stay_stays(window: Window) -> None:
    card = Card(stays=True)
    window.overlay.open(card)
    assert not window.overlay.close_all()
    assert window.overlay.top() is card
    card.stays = False
    assert window.overlay.close_all()


def test_closing_is_told_once(window: Window) -> None:
    told: list[str] = []
    card = Card()
    window.overlay.open(card, on_closed=lambda: told.append("closed"))
    window.overlay.close(card)
    window.overlay.close_all()
    assert told == ["closed"]


def test_a_card_hangs_centred_from_the_top_and_keeps_inside_a_small_window(window: Window) -> None:
    card = Card()
    window.overlay.open(card, width=640)
    middle = card.geometry().center().x()
    assert abs(middle - 450) <= 1
    assert card.width() == 640
    window.resize(400, 300)
    assert window.rect().contains(card.geometry())


def test_a_sheet_fills_the_right_edge(window: Window) -> None:
    card = Card()
    window.overlay.open(card, width=392, where=Where.RIGHT)
    assert card.geometry().right() == window.rect().right()
    assert card.height() == window.height()


def test_a_closed_card_is_deleted(window: Window, qtbot: QtBot) -> None:
    card = Card()
    gone: list[str] = []
    card.destroyed.connect(lambda: gone.append("gone"))
    window.overlay.open(card)
    window.overlay.close_top()
    qtbot.waitUntil(lambda: gone == ["gone"])


def test_nothing_keeps_a_closed_card_alive(window: Window, qtbot: QtBot) -> None:
    card = Card()
    kept = weakref.ref(card)
    window.overlay.open(card)
    card.layout().addWidget(QPushButton("Asks for room just before it goes"))
    window.overlay.close_top()
    del card
    qtbot.waitUntil(lambda: gc.collect() >= 0 and kept() is None)


def enter_reaches(window: Window) -> list[str]:
    """What Enter does under the card: in the field, and as a key of the window."""
    reached: list[str] = []
    window.field.returnPressed.connect(lambda: reached.append("field"))
    key = QShortcut(QKeySequence("Ctrl+Return"), window)
    key.activated.connect(lambda: reached.append("window"))
    return reached


@pytest.mark.parametrize("held", [Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.ControlModifier])
def test_enter_pressed_twice_does_nothing_under_the_card_it_closed(
    window: Window, qtbot: QtBot, held: Qt.KeyboardModifier
) -> None:
    reached, card = enter_reaches(window), Card()
    card.first.returnPressed.connect(lambda: window.overlay.close(card))
    window.overlay.open(card)
    qtbot.keyClick(card.first, Qt.Key.Key_Return)
    qtbot.keyClick(window.field, Qt.Key.Key_Control, held)
    qtbot.keyClick(window.field, Qt.Key.Key_Return, held)
    assert reached == []
    qtbot.keyClick(window.field, Qt.Key.Key_Left)
    qtbot.keyClick(window.field, Qt.Key.Key_Return, held)
    assert reached == ["window" if held else "field"]


def test_enter_after_esc_is_meant(window: Window, qtbot: QtBot) -> None:
    reached, card = enter_reaches(window), Card()
    window.overlay.open(card)
    qtbot.keyClick(card.first, Qt.Key.Key_Escape)
    qtbot.keyClick(window.field, Qt.Key.Key_Return)
    assert reached == ["field"]


@pytest.mark.parametrize("closed_a_card", [False, True])
def test_a_window_that_goes_hears_nothing_more_of_the_focus(qtbot: QtBot, closed_a_card: bool) -> None:
    going, card = Window(), Card()
    going.show()
    going.activateWindow()
    going.field.setFocus()
    qtbot.waitUntil(going.field.hasFocus)
    if closed_a_card:
        going.overlay.open(card)
        going.overlay.close(card)
        going.close()
    gone = weakref.ref(going)
    with qtbot.captureExceptions() as raised:
        del going, card
        qtbot.waitUntil(lambda: gc.collect() >= 0 and gone() is None)
    assert raised == []


def test_enter_that_is_held_does_nothing_under_the_card_it_closed(
    window: Window, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(QApplication, "doubleClickInterval", lambda: 0)  # it repeats after longer than that
    reached, card = enter_reaches(window), Card()
    window.overlay.open(card)
    window.overlay.close(card)
    QApplication.processEvents()
    again = QKeyEvent(QEvent.Type.KeyPress, Qt.Key.Key_Return, Qt.KeyboardModifier.NoModifier, "\r", autorep=True)
    QApplication.sendEvent(window.field, again)
    assert reached == []
