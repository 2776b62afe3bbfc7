"""The strip of marks: what it says, and how one moves along it."""

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from ui.kit.mark_strip import Strip, StripCell
from ui.kit.marks import DOT, Mark

CAME = Mark("check", "ok_soft", "ok", "ok")


@pytest.fixture
def strip(qtbot: QtBot) -> Strip:
    made = Strip("Last huddles")
    qtbot.addWidget(made)
    made.resize(244, made.sizeHint().height())
    cells = [StripCell(n, CAME if n % 2 else DOT, str(n), f"Jane Roe, huddle {n}") for n in range(30, 42)]
    made.set_cells(cells, "Jane Roe came to 6 of 12 huddles.")
    with qtbot.waitExposed(made):
        made.show()
    made.activateWindow()
    made.setFocus()
    qtbot.waitUntil(made.hasFocus)
    return made


def test_the_keyboard_arrives_at_the_newest_gathering(strip: Strip) -> None:
    assert strip.current_id() == 41


def test_arrows_and_home_and_end_move_along_the_strip(qtbot: QtBot, strip: Strip) -> None:
    qtbot.keyClick(strip, Qt.Key.Key_Left)
    assert strip.current_id() == 40
    qtbot.keyClick(strip, Qt.Key.Key_Home)
    assert strip.current_id() == 30
    qtbot.keyClick(strip, Qt.Key.Key_Right)
    assert strip.current_id() == 31


def test_enter_and_a_click_open_the_gathering(qtbot: QtBot, strip: Strip) -> None:
    opened: list[object] = []
    strip.cell_activated.connect(opened.append)
    qtbot.keyClick(strip, Qt.Key.Key_Return)
    qtbot.mouseClick(strip.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(5, 10))
    assert opened == [41, 30]


def test_each_cell_is_read_out_as_a_sentence_and_has_it_as_its_tip(strip: Strip) -> None:
    child = QAccessible.queryAccessibleInterface(strip).child(11)
    assert child.text(QAccessible.Text.Name) == "Jane Roe, huddle 41"
    assert "Jane Roe, huddle 41" in strip.model().index(11, 0).data(Qt.ItemDataRole.ToolTipRole)


def test_all_cells_fit_into_a_narrow_card(strip: Strip) -> None:
    last = strip.visualRect(strip.model().index(11, 0))
    assert last.right() < strip.viewport().width()
    assert last.y() == strip.visualRect(strip.model().index(0, 0)).y()


def test_the_current_gathering_stays_when_it_is_read_again(qtbot: QtBot, strip: Strip) -> None:
    qtbot.keyClick(strip, Qt.Key.Key_Home)
    strip.set_cells(strip.rows()[:6], "")
    assert strip.current_id() == 30


def test_letters_and_up_and_down_are_left_to_the_page(qtbot: QtBot) -> None:
    heard: list[int] = []

    class Around(QWidget):
        def keyPressEvent(self, event: object) -> None:
            heard.append(event.key())  # type: ignore[attr-defined]

    around = Around()
    qtbot.addWidget(around)
    inside = Strip("Last huddles", around)
    inside.set_cells([StripCell(1, DOT, "1", "")], "")
    qtbot.keyClick(inside, Qt.Key.Key_L)
    qtbot.keyClick(inside, Qt.Key.Key_Down)
    assert heard == [Qt.Key.Key_L, Qt.Key.Key_Down]


@pytest.mark.parametrize("size", [(244, 4), (244, 17), (24, 46)])
def test_a_strip_without_room_for_its_marks_is_painted_without_a_warning(strip: Strip, size: tuple[int, int]) -> None:
    strip.setFixedSize(*size)
    assert strip.grab().height() == size[1]
