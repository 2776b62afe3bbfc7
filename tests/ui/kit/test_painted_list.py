"""What every painted list does alike: keys, the current row over new rows, the place it takes, what is read out."""

import msgspec
import pytest
from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtGui import QAccessible, QPainter
from PySide6.QtTest import QAbstractItemModelTester
from PySide6.QtWidgets import QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from ui.kit.choices import Choice, ChoiceList
from ui.kit.mark_strip import Strip, StripCell
from ui.kit.painted_list import FittingList, RowModel, RowState


class Row(msgspec.Struct, frozen=True):
    id: int
    title: str
    is_heading: bool = False

    def spoken(self) -> str:
        return f"{self.title}, a row"


ROWS = [Row(0, "Names", is_heading=True), *[Row(n, f"Row {n}") for n in range(1, 5)]]


class Rows(RowModel[Row]):
    def tip(self, row: Row) -> str:
        return f"<b>{row.title}</b>"

    def can_be_current(self, row: Row) -> bool:
        return not row.is_heading


class Painted(FittingList[Row]):
    row_height = 30

    def __init__(self) -> None:
        super().__init__("Rows", None, Rows())
        self.clicked_rows: list[str] = []
        self.states: dict[str, RowState] = {}

    def press(self, key: Qt.Key) -> bool:
        return key == Qt.Key.Key_Space

    def click(self, row: Row, spot: QPoint) -> None:
        self.clicked_rows.append(row.title)

    def paint_row(self, painter: QPainter, rect: QRect, row: Row, state: RowState) -> None:
        self.states[row.title] = state


class Around(QWidget):
    """The page, which hears what the list has no use for."""

    def __init__(self) -> None:
        super().__init__()
        self.heard: list[int] = []
        self.rows = Painted()
        self.rows.set_rows(ROWS)
        QVBoxLayout(self).addWidget(self.rows)

    def keyPressEvent(self, event: object) -> None:
        self.heard.append(event.key())  # type: ignore[attr-defined]


@pytest.fixture
def around(qtbot: QtBot) -> Around:
    made = Around()
    qtbot.addWidget(made)
    made.resize(300, 400)
    with qtbot.waitExposed(made):
        made.show()
    made.activateWindow()
    made.rows.setFocus()
    qtbot.waitUntil(made.rows.hasFocus)
    return made


@pytest.fixture
def painted(around: Around) -> Painted:
    return around.rows


def test_the_keyboard_comes_to_the_first_row_that_is_no_heading(painted: Painted) -> None:
    assert painted.current_id() == 1
    assert painted.selectedIndexes() == [painted.currentIndex()]


def test_the_current_row_is_found_again_among_new_rows(painted: Painted) -> None:
    painted.setCurrentIndex(painted.model().index(3, 0))
    painted.set_rows([ROWS[4], ROWS[3], ROWS[1]])
    assert (painted.current_id(), painted.currentIndex().row()) == (3, 1)


def test_the_next_row_takes_the_place_of_one_that_is_gone(painted: Painted) -> None:
    painted.setCurrentIndex(painted.model().index(4, 0))
    painted.set_rows(ROWS[:4])
    assert painted.current_id() == 3


def test_keys_that_are_not_the_lists_own_go_on_to_the_page(qtbot: QtBot, around: Around, painted: Painted) -> None:
    qtbot.keyClick(painted, Qt.Key.Key_Down)
    assert painted.current_id() == 2
    qtbot.keyClick(painted, Qt.Key.Key_Space)
    qtbot.keyClick(painted, Qt.Key.Key_R)
    qtbot.keyClick(painted, Qt.Key.Key_Down, Qt.KeyboardModifier.ControlModifier)
    assert painted.current_id() == 2
    assert {Qt.Key.Key_R, Qt.Key.Key_Down} <= set(around.heard)
    assert Qt.Key.Key_Space not in around.heard
    assert around.heard.count(Qt.Key.Key_Down) == 1


def test_a_list_is_as_high_as_its_rows(painted: Painted) -> None:
    assert painted.sizeHint().height() == painted.minimumSizeHint().height() == 5 * 30
    painted.set_rows(ROWS[:2])
    assert painted.sizeHint().height() == 2 * 30


def test_a_click_is_told_with_its_row(qtbot: QtBot, painted: Painted) -> None:
    spot = painted.visualRect(painted.model().index(2, 0)).center()
    qtbot.mouseClick(painted.viewport(), Qt.MouseButton.LeftButton, pos=spot)
    qtbot.mouseClick(painted.viewport(), Qt.MouseButton.RightButton, pos=spot)
    assert painted.clicked_rows == ["Row 2"]


def test_a_row_is_read_out_and_its_tip_shown_as_it_is_written(painted: Painted) -> None:
    assert QAccessible.queryAccessibleInterface(painted).child(1).text(QAccessible.Text.Name) == "Row 1, a row"
    assert "&lt;b&gt;Row 1" in painted.model().index(1, 0).data(Qt.ItemDataRole.ToolTipRole)


def test_the_row_with_the_keyboard_is_painted_as_such(qtbot: QtBot, painted: Painted) -> None:
    painted.grab()
    assert [title for title, state in painted.states.items() if state.focused] == ["Row 1"]
    assert [title for title, state in painted.states.items() if state.chosen] == ["Row 1"]


def test_the_models_keep_qts_rules(qtbot: QtBot) -> None:
    painted, strip, choices = Painted(), Strip("Marks"), ChoiceList("Choices")
    mode = QAbstractItemModelTester.FailureReportingMode.Warning
    testers = [QAbstractItemModelTester(each.model(), mode) for each in (painted, strip, choices)]
    for each in (painted, strip, choices):
        qtbot.addWidget(each)
    painted.set_rows(ROWS)
    painted.set_rows(ROWS[:1])
    strip.set_cells([StripCell(n, None, str(n), "") for n in range(5)], "")
    choices.show_choices([Choice("One", "A"), Choice("Two", "B")])
    assert [tester.model().rowCount() for tester in testers] == [1, 5, 4]
