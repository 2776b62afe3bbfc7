"""A board that a filter thins out: a card lands where it is shown, and those hidden keep their order."""

import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QDragEnterEvent, QDragMoveEvent, QDropEvent
from PySide6.QtWidgets import QApplication

from crm.opportunities import OpportunityDraft
from tests.ui.pipeline.conftest import EXPLORING, IDEA, TITLES
from tests.ui.stage import CONTROL, SHIFT, Stage
from ui.kit.board_model import carried
from ui.pipeline.page import PipelinePage

KEY = Qt.Key
PUSH = CONTROL | SHIFT
BETA = ("Beta D", "Beta E", "Beta F")


def lane(stage: Stage, column: int) -> list[str]:
    return [card.title for card in stage.page(PipelinePage).board.board.lists[column].cards.rows]


def shows(stage: Stage, column: int, *wanted: str) -> None:
    stage.qtbot.waitUntil(lambda: lane(stage, column) == list(wanted))


@pytest.fixture
def thinned(stage: Stage) -> Stage:
    """Beta D to F among others at the first stage, one more hidden after them, and the filter “beta”."""
    for title in (*BETA, "Omega"):
        stage.workspace.opportunities.create(OpportunityDraft(title))
    shows(stage, IDEA, *TITLES[:3], *BETA, "Omega")
    stage.press(KEY.Key_F, modifier=CONTROL)
    stage.write("beta")
    shows(stage, IDEA, *BETA)
    return stage


def choose(stage: Stage, title: str) -> None:
    board = stage.page(PipelinePage).board.board
    number = lane(stage, IDEA).index(title)
    spot = board.lists[IDEA].visualRect(board.lists[IDEA].cards.index(number)).center()
    stage.qtbot.mouseClick(board.lists[IDEA].viewport(), Qt.MouseButton.LeftButton, pos=spot)
    stage.qtbot.waitUntil(board.has_focus)


def drag(stage: Stage, title: str, column: int, spot: QPoint) -> None:
    """Drag a card over a spot of a column and let go: the events that the mouse brings there."""
    board = stage.page(PipelinePage).board.board
    card = next(card for each in board.lists for card in each.cards.rows if card.title == title)
    data, target = carried(card.id), board.lists[column].viewport()
    buttons, none = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    move = Qt.DropAction.MoveAction
    QApplication.sendEvent(target, QDragEnterEvent(spot, move, data, buttons, none))
    QApplication.sendEvent(target, QDragMoveEvent(spot, move, data, buttons, none))
    QApplication.sendEvent(target, QDropEvent(QPointF(spot), move, data, buttons, none, QEvent.Type.Drop))


def below(stage: Stage, title: str) -> QPoint:
    """The lower part of a card at the first stage."""
    cards = stage.page(PipelinePage).board.board.lists[IDEA]
    box = cards.visualRect(cards.cards.index(lane(stage, IDEA).index(title)))
    return QPoint(box.center().x(), box.bottom() - 14)


def clear(stage: Stage) -> None:
    stage.press(KEY.Key_F, modifier=CONTROL)
    stage.press(KEY.Key_A, modifier=CONTROL)
    stage.press(KEY.Key_Backspace)


def test_a_card_that_is_dragged_between_two_stands_between_them_with_and_without_the_filter(thinned: Stage) -> None:
    drag(thinned, "Beta D", IDEA, below(thinned, "Beta E"))
    shows(thinned, IDEA, "Beta E", "Beta D", "Beta F")
    assert thinned.toast() == "Now number 2 of those shown in Idea: “Beta D”"
    clear(thinned)
    shows(thinned, IDEA, *TITLES[:3], "Beta E", "Beta D", "Beta F", "Omega")
    thinned.press(KEY.Key_Escape)
    thinned.workspace.undo()
    shows(thinned, IDEA, *TITLES[:3], *BETA, "Omega")


def test_a_card_that_is_dragged_to_the_top_of_those_shown_passes_none_that_is_hidden_above(thinned: Stage) -> None:
    drag(thinned, "Beta F", IDEA, QPoint(40, 4))
    shows(thinned, IDEA, "Beta F", "Beta D", "Beta E")
    clear(thinned)
    shows(thinned, IDEA, *TITLES[:3], "Beta F", "Beta D", "Beta E", "Omega")


def test_keys_move_a_card_past_the_next_one_shown(thinned: Stage) -> None:
    choose(thinned, "Beta D")
    thinned.press(KEY.Key_Down, modifier=PUSH)
    shows(thinned, IDEA, "Beta E", "Beta D", "Beta F")
    thinned.press(KEY.Key_Down, modifier=PUSH)
    shows(thinned, IDEA, "Beta E", "Beta F", "Beta D")
    thinned.press(KEY.Key_Up, modifier=PUSH)
    shows(thinned, IDEA, "Beta E", "Beta D", "Beta F")
    clear(thinned)
    shows(thinned, IDEA, *TITLES[:3], "Beta E", "Beta D", "Beta F", "Omega")


def test_a_card_dragged_to_another_stage_of_a_filtered_board_stands_there_at_once(thinned: Stage) -> None:
    drag(thinned, "Beta E", EXPLORING, QPoint(40, 30))
    shows(thinned, EXPLORING, "Beta E")
    shows(thinned, IDEA, "Beta D", "Beta F")
    clear(thinned)
    shows(thinned, EXPLORING, TITLES[3], "Beta E")
    shows(thinned, IDEA, *TITLES[:3], "Beta D", "Beta F", "Omega")
