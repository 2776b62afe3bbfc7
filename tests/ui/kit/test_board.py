"""The board: cards in columns, moved by keys and drops, one current card for all."""

import pytest
from PySide6.QtCore import QModelIndex, QPoint, Qt
from PySide6.QtGui import QAccessible
from PySide6.QtTest import QAbstractItemModelTester
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from tests.effort import calls
from ui.kit import board_paint
from ui.kit.board import LAST, Board, BoardCard, BoardColumn, CardQuestion
from ui.kit.board_model import CardModel, carried

MOVE = Qt.DropAction.MoveAction
SHIFTED = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier


def card(number: int, title: str = "") -> BoardCard:
    return BoardCard(number, title or f"Card {number}", "Quayside Labs", said=f"Card {number}, at Quayside Labs")


COLUMNS = (
    BoardColumn(10, "Idea", (card(1), card(2), card(3)), "£160k"),
    BoardColumn(20, "Exploring", (card(4),), "£65k"),
    BoardColumn(30, "Shaping"),
    BoardColumn(90, "Won", slot=True, count=2),
)


@pytest.fixture
def board(qtbot: QtBot) -> Board:
    made = Board("Pipeline")
    qtbot.addWidget(made)
    made.resize(1000, 600)
    made.set_columns(COLUMNS)
    with qtbot.waitExposed(made):
        made.show()
    made.activateWindow()
    made.take_focus()
    qtbot.waitUntil(made.has_focus)
    return made


def press(qtbot: QtBot, key: Qt.Key, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
    focus = QApplication.focusWidget()
    assert focus is not None
    qtbot.keyClick(focus, key, modifier)


def test_the_model_of_a_column_passes_the_model_tester(qtbot: QtBot) -> None:
    model = CardModel()
    tester = QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Fatal)
    model.show(COLUMNS[0].cards)
    model.show(())
    assert tester.model() is model


def test_arrows_move_within_a_column_and_across(qtbot: QtBot, board: Board) -> None:
    assert board.current_card() == 1
    press(qtbot, Qt.Key.Key_Down)
    assert board.current_card() == 2
    press(qtbot, Qt.Key.Key_Right)
    assert board.current_card() == 4
    press(qtbot, Qt.Key.Key_Left)
    assert board.current_card() == 1


def test_an_empty_column_can_be_reached_and_holds_no_card(qtbot: QtBot, board: Board) -> None:
    press(qtbot, Qt.Key.Key_Right)
    press(qtbot, Qt.Key.Key_Right)
    assert (board.current_column(), board.current_card()) == (30, None)


def test_there_is_one_current_card_on_the_whole_board(qtbot: QtBot, board: Board) -> None:
    lists = board.lists
    qtbot.mouseClick(lists[1].viewport(), Qt.MouseButton.LeftButton, pos=QPoint(40, 40))
    assert [each.current_card() for each in lists] == [None, 4, None]
    assert [len(each.selectedIndexes()) for each in lists] == [0, 1, 0]


@pytest.mark.parametrize(
    ("key", "wanted"),
    [
        (Qt.Key.Key_Right, (2, 20, LAST)),
        (Qt.Key.Key_Down, (2, 10, 2)),
        (Qt.Key.Key_Up, (2, 10, 0)),
    ],
)
def test_control_shift_with_an_arrow_asks_for_a_move(
    qtbot: QtBot, board: Board, key: Qt.Key, wanted: tuple[int, int, int]
) -> None:
    board.choose(2)
    with qtbot.waitSignal(board.moved) as caught:
        press(qtbot, key, SHIFTED)
    assert tuple(caught.args or ()) == wanted


def test_behind_the_last_column_come_the_slots(qtbot: QtBot, board: Board) -> None:
    columns = (COLUMNS[0], COLUMNS[3])
    board.set_columns(columns)
    with qtbot.waitSignal(board.moved) as caught:
        press(qtbot, Qt.Key.Key_Right, SHIFTED)
    assert tuple(caught.args or ()) == (1, 90, LAST)


def test_a_drop_says_card_column_and_place(qtbot: QtBot, board: Board) -> None:
    first, second = board.lists[0].cards, board.lists[1].cards
    data = first.mimeData([first.index(1)])
    with qtbot.waitSignal(board.moved) as caught:
        second.dropMimeData(data, MOVE, 0, 0, QModelIndex())
    assert tuple(caught.args or ()) == (2, 20, 0)
    with qtbot.waitSignal(board.moved) as caught:
        second.dropMimeData(data, MOVE, 1, 0, QModelIndex())
    assert tuple(caught.args or ()) == (2, 20, LAST)


def test_places_within_a_column_are_counted_without_the_card(qtbot: QtBot, board: Board) -> None:
    model = board.lists[0].cards
    with qtbot.waitSignal(board.moved) as caught:
        model.dropMimeData(model.mimeData([model.index(0)]), MOVE, 2, 0, QModelIndex())
    assert tuple(caught.args or ()) == (1, 10, 1)


def test_a_drop_moves_nothing_by_itself(qtbot: QtBot, board: Board) -> None:
    board.lists[1].cards.dropMimeData(carried(1), MOVE, 0, 0, QModelIndex())
    assert [each.id for each in board.lists[0].cards.rows] == [1, 2, 3]


def test_a_moved_card_stays_current_and_keeps_the_keyboard(qtbot: QtBot, board: Board) -> None:
    moved = (
        BoardColumn(10, "Idea", (card(2), card(3))),
        BoardColumn(20, "Exploring", (card(4), card(1))),
        *COLUMNS[2:],
    )
    board.set_columns(moved)
    assert (board.current_card(), board.current_column()) == (1, 20)
    assert board.lists[1].hasFocus()


def test_when_the_current_card_is_gone_its_neighbour_is_current(qtbot: QtBot, board: Board) -> None:
    board.set_columns((BoardColumn(10, "Idea", (card(2), card(3))), *COLUMNS[1:]))
    assert board.current_card() == 2


def test_n_asks_for_something_new_in_the_column(qtbot: QtBot, board: Board) -> None:
    press(qtbot, Qt.Key.Key_Right)
    press(qtbot, Qt.Key.Key_Right)
    with qtbot.waitSignal(board.new_requested) as caught:
        press(qtbot, Qt.Key.Key_N)
    assert tuple(caught.args or ()) == (30, None)


def test_enter_and_a_double_click_open_a_card(qtbot: QtBot, board: Board) -> None:
    with qtbot.waitSignal(board.card_activated) as caught:
        press(qtbot, Qt.Key.Key_Return)
    assert caught.args == [1]
    with qtbot.waitSignal(board.card_activated) as caught:
        qtbot.mouseDClick(board.lists[1].viewport(), Qt.MouseButton.LeftButton, pos=QPoint(40, 40))
    assert caught.args == [4]


def test_a_click_on_a_slot_asks_to_see_it(qtbot: QtBot, board: Board) -> None:
    with qtbot.waitSignal(board.slot_activated) as caught:
        qtbot.mouseClick(board.slots[0], Qt.MouseButton.LeftButton)
    assert caught.args == [90]


def test_a_question_is_asked_on_the_card_and_taken_away(qtbot: QtBot, board: Board) -> None:
    question = CardQuestion("Won", "Why?", "Enter keeps")
    board.ask(question, 3)
    room = board.lists[0].visualRect(board.lists[0].cards.index(2))
    assert room.intersects(question.geometry())
    qtbot.waitUntil(question.field.hasFocus)
    board.set_columns(COLUMNS)
    qtbot.keyClicks(question.field, "The bid won")
    with qtbot.waitSignal(question.answered) as caught:
        qtbot.keyClick(question.field, Qt.Key.Key_Return)
    assert caught.args == ["The bid won"]
    board.stop_asking()
    assert board.current_card() == 3
    assert board.has_focus()


def test_cards_and_columns_are_read_out_as_sentences(qtbot: QtBot, board: Board) -> None:
    view = board.lists[0]
    read = QAccessible.queryAccessibleInterface(view)
    assert view.accessibleName() == "Idea, 3 cards, £160k"
    assert board.lists[2].accessibleName() == "Shaping, empty: drop here or press N"
    assert read.child(0).text(QAccessible.Text.Name) == "Card 1, at Quayside Labs"


def test_two_thousand_cards_are_shown_and_moved_with_no_more_than_the_work_for_each(board: Board) -> None:
    def effort(number: int) -> int:
        columns = tuple(
            BoardColumn(c, f"Stage {c}", tuple(card(c * 1000 + each) for each in range(number))) for c in range(1, 6)
        )
        moved = (BoardColumn(1, "Stage 1", columns[0].cards[1:]), *columns[1:4])
        moved = (*moved, BoardColumn(5, "Stage 5", (*columns[4].cards, columns[0].cards[0])))
        return calls(lambda: (board.set_columns(columns), board.grab(), board.set_columns(moved), board.grab()))

    few, many = effort(40), effort(400)
    assert many < 3 * few  # only what shows is laid out and painted


def test_a_card_is_of_one_height_and_a_dragged_one_is_its_picture(qtbot: QtBot, board: Board) -> None:
    view = board.lists[0]
    size = board_paint.card_box(view.visualRect(view.cards.index(0))).size()
    assert view.picture(0).deviceIndependentSize().toSize() == size
