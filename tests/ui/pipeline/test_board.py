"""The board of a pipeline: cards moved by keys, by drops and by menu, and closed on the card."""

from datetime import timedelta

import pytest
import time_machine
from PySide6.QtCore import QEvent, QModelIndex, QPoint, Qt
from PySide6.QtGui import QAccessible, QContextMenuEvent, QDropEvent, QKeyEvent
from PySide6.QtTest import QAbstractItemModelTester
from PySide6.QtWidgets import QApplication, QMenu

from crm import clock
from crm.db.dump import logical_dump
from crm.followups import FollowUpDraft
from crm.opportunities import OpportunityDraft, OpportunityRow
from tests.ui.pipeline.conftest import AGREEING, EXPLORING, IDEA, LOST, SHAPING, TITLES, WON
from tests.ui.stage import CONTROL, SHIFT, Stage
from ui.followups.editor import FollowUpPanel
from ui.kit.board import CardQuestion
from ui.pipeline import words
from ui.pipeline.editor import NewOpportunityPanel
from ui.pipeline.page import PipelinePage

KEY = Qt.Key
PUSH = CONTROL | SHIFT


def page(stage: Stage) -> PipelinePage:
    return stage.page(PipelinePage)


def row(stage: Stage, title: str) -> OpportunityRow:
    return next(each for each in stage.workspace.opportunities.rows() if each.title == title)


def stages(stage: Stage) -> list[int]:
    return [each.id for each in stage.workspace.pipelines.all()[0].stages]


def shown(stage: Stage) -> list[list[str]]:
    return [[card.title for card in each.cards.rows] for each in page(stage).board.board.lists]


def shows(stage: Stage, column: int, *titles: str) -> None:
    stage.qtbot.waitUntil(lambda: shown(stage)[column] == list(titles))


def choose(stage: Stage, title: str) -> None:
    board = page(stage).board.board
    board.choose(row(stage, title).id)
    board.take_focus()


def asked(stage: Stage) -> CardQuestion:
    found = page(stage).findChild(CardQuestion)
    assert isinstance(found, CardQuestion)
    stage.qtbot.waitUntil(found.field.hasFocus)
    return found


def test_the_board_shows_the_open_stages_with_count_and_sum(stage: Stage) -> None:
    board = page(stage).board.board
    assert shown(stage)[:2] == [list(TITLES[:3]), [TITLES[3]]]
    assert [(each.name, each.total) for each in board.columns()[:2]] == [("Idea", "£600k"), ("Exploring", "£400k")]
    assert [slot.column.name for slot in board.slots] == ["Won", "Lost", "Parked"]
    assert page(stage).subtitle() == "4 opportunities · £1m · £160k weighted · 4 without a next step"


def test_the_first_card_has_the_keyboard(stage: Stage) -> None:
    assert page(stage).board.current() == row(stage, TITLES[0])
    assert page(stage).board.board.has_focus()


def test_control_shift_right_moves_a_card_to_the_next_stage(stage: Stage) -> None:
    choose(stage, "Imaging pilot")
    stage.press(KEY.Key_Right, modifier=PUSH)
    assert row(stage, "Imaging pilot").stage == "Exploring"
    shows(stage, 1, "Robot trial", "Imaging pilot")
    assert stage.toast() == "Moved “Imaging pilot” to Exploring"
    assert page(stage).board.current() == row(stage, "Imaging pilot")
    assert page(stage).board.board.has_focus()


def test_a_card_of_the_first_stage_has_no_stage_before(stage: Stage) -> None:
    choose(stage, "Imaging pilot")
    before = logical_dump(stage.workspace.store.connection())
    stage.press(KEY.Key_Left, modifier=PUSH)
    stage.context.actions.run("stage_back")
    assert page(stage).findChild(CardQuestion) is None
    assert logical_dump(stage.workspace.store.connection()) == before


def test_two_keys_that_come_at_once_move_a_card_two_stages(stage: Stage) -> None:
    choose(stage, "Imaging pilot")
    for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyPress):  # with no turn of the event loop between them
        QApplication.sendEvent(stage.window.windowHandle(), QKeyEvent(kind, KEY.Key_Right, PUSH))
    assert row(stage, "Imaging pilot").stage == "Shaping"
    shows(stage, 2, "Imaging pilot")


def test_control_shift_down_moves_a_card_down_its_column(stage: Stage) -> None:
    choose(stage, "Imaging pilot")
    stage.press(KEY.Key_Down, modifier=PUSH)
    shows(stage, 0, "Frailty sensor kit", "Imaging pilot", "Sepsis test")


def test_control_z_takes_a_move_back(stage: Stage) -> None:
    choose(stage, "Imaging pilot")
    stage.press(KEY.Key_Right, modifier=PUSH)
    shows(stage, 1, "Robot trial", "Imaging pilot")
    stage.press(KEY.Key_Z, modifier=CONTROL)
    assert row(stage, "Imaging pilot").stage == "Idea"
    shows(stage, 0, *TITLES[:3])


def test_a_dropped_card_stands_where_it_was_dropped(stage: Stage) -> None:
    lists = page(stage).board.board.lists
    source, target = lists[IDEA].cards, lists[EXPLORING].cards
    data = source.mimeData([source.index(2)])
    target.dropMimeData(data, Qt.DropAction.MoveAction, 0, 0, QModelIndex())
    assert row(stage, "Sepsis test").stage == "Exploring"
    shows(stage, 1, "Sepsis test", "Robot trial")


def test_a_card_dropped_on_a_filtered_board_stands_between_the_cards_it_was_dropped_between(stage: Stage) -> None:
    for title in ("Beta D", "Beta E", "Beta F"):
        stage.workspace.opportunities.create(OpportunityDraft(title))
    shows(stage, IDEA, *TITLES[:3], "Beta D", "Beta E", "Beta F")
    search = page(stage).filters.search
    search.setFocus()
    stage.write("beta")
    shows(stage, IDEA, "Beta D", "Beta E", "Beta F")
    cards = page(stage).board.board.lists[IDEA].cards
    cards.dropMimeData(cards.mimeData([cards.index(0)]), Qt.DropAction.MoveAction, 2, 0, QModelIndex())
    shows(stage, IDEA, "Beta E", "Beta D", "Beta F")
    assert stage.toast() == "Now number 2 of those shown in Idea: “Beta D”"
    search.clear()
    shows(stage, IDEA, *TITLES[:3], "Beta E", "Beta D", "Beta F")


def test_a_drop_into_an_empty_column_moves_the_card_there(stage: Stage) -> None:
    lists = page(stage).board.board.lists
    source, target = lists[IDEA].cards, lists[SHAPING].cards
    target.dropMimeData(source.mimeData([source.index(0)]), Qt.DropAction.MoveAction, -1, -1, QModelIndex())
    assert row(stage, "Imaging pilot").stage == "Shaping"


def test_dropping_into_won_asks_on_the_card_and_enter_keeps_it(stage: Stage) -> None:
    board = page(stage).board.board
    data = board.lists[IDEA].cards.mimeData([board.lists[IDEA].cards.index(1)])
    middle = board.slots[0].rect().center().toPointF()
    none = Qt.KeyboardModifier.NoModifier
    drop = QDropEvent(middle, Qt.DropAction.MoveAction, data, Qt.MouseButton.LeftButton, none)
    board.slots[0].dropEvent(drop)
    assert row(stage, "Frailty sensor kit").outcome == "open"
    asked(stage)
    stage.write("Two trusts signed")
    stage.press(KEY.Key_Return)
    found = stage.workspace.opportunities.get(row(stage, "Frailty sensor kit").id)
    assert (found.row.outcome, found.lost_reason) == ("won", "Two trusts signed")
    assert stage.toast() == "Closed as Won: “Frailty sensor kit”"
    stage.qtbot.waitUntil(board.has_focus)


def test_escape_moves_a_card_back_that_was_to_be_closed(stage: Stage) -> None:
    board = page(stage).board
    card = row(stage, "Sepsis test")
    board.move_card(card.id, stages(stage)[LOST], -1)
    asked(stage)
    stage.press(KEY.Key_Escape)
    assert row(stage, "Sepsis test") == card
    stage.qtbot.waitUntil(board.board.has_focus)


def test_behind_the_last_open_stage_the_keys_close(stage: Stage) -> None:
    board = page(stage).board
    board.move_card(row(stage, "Robot trial").id, stages(stage)[WON - 1], -1)
    shows(stage, AGREEING, "Robot trial")
    choose(stage, "Robot trial")
    stage.press(KEY.Key_Right, modifier=PUSH)
    asked(stage)
    stage.press(KEY.Key_Return)
    assert row(stage, "Robot trial").stage == "Won"


def test_what_was_closed_is_shown_and_can_be_opened_again(stage: Stage) -> None:
    stage.workspace.opportunities.move(row(stage, "Robot trial").id, stages(stage)[LOST], None, "No funding")
    stage.qtbot.mouseClick(page(stage).board.board.slots[1], Qt.MouseButton.LeftButton)
    assert [each.name for each in page(stage).board.board.columns()] == ["Won", "Lost", "Parked"]
    choose(stage, "Robot trial")
    page(stage).board.move_card(row(stage, "Robot trial").id, stages(stage)[IDEA], -1)
    assert row(stage, "Robot trial").outcome == "open"


def test_the_menu_moves_a_card_to_any_stage(stage: Stage) -> None:
    choose(stage, "Imaging pilot")
    view = page(stage).board.board.lists[IDEA]
    spot = view.visualRect(view.currentIndex()).center()
    event = QContextMenuEvent(QContextMenuEvent.Reason.Mouse, spot, view.viewport().mapToGlobal(spot))
    QApplication.sendEvent(view.viewport(), event)
    menu = QApplication.activePopupWidget()
    assert isinstance(menu, QMenu)
    under = next(action.menu() for action in menu.actions() if action.text() == "Move to")
    assert isinstance(under, QMenu)
    next(action for action in under.actions() if action.text() == "Shaping").trigger()
    menu.close()
    assert row(stage, "Imaging pilot").stage == "Shaping"


def test_n_on_a_card_opens_the_form_of_its_next_step(stage: Stage) -> None:
    choose(stage, "Imaging pilot")
    stage.press(KEY.Key_N)
    stage.top(FollowUpPanel)
    stage.write("Send the protocol")
    stage.press(KEY.Key_Return, modifier=CONTROL)
    assert row(stage, "Imaging pilot").next_step == "Send the protocol"


def test_n_in_an_empty_column_opens_the_form_of_an_opportunity_there(stage: Stage) -> None:
    choose(stage, "Robot trial")
    stage.press(KEY.Key_Right, KEY.Key_N)
    form = stage.top(NewOpportunityPanel)
    assert form.form.field("stage").value() == stages(stage)[SHAPING]


def test_delete_moves_a_card_to_the_trash_with_undo(stage: Stage) -> None:
    choose(stage, "Sepsis test")
    stage.press(KEY.Key_Delete)
    shows(stage, 0, *TITLES[:2])
    stage.press(KEY.Key_Z, modifier=CONTROL)
    shows(stage, 0, *TITLES[:3])


def test_a_card_is_read_out_with_what_matters(stage: Stage) -> None:
    read = QAccessible.queryAccessibleInterface(page(stage).board.board.lists[0]).child(0)
    said = read.text(QAccessible.Text.Name)
    assert said == "Imaging pilot, Acme Imaging, £100,000, no next step, 0 days in Idea"


def test_an_overdue_next_step_is_a_red_pill(stage: Stage) -> None:
    late, before = row(stage, "Sepsis test").id, clock.today() - timedelta(days=2)
    stage.workspace.followups.add(FollowUpDraft("Ring them", before, opportunity_id=late))
    model = page(stage).board.board.lists[0].cards
    stage.qtbot.waitUntil(lambda: model.rows[2].pill == "2 days overdue")
    assert model.rows[2].pill_tone == "danger"


def test_a_card_read_again_on_a_later_day_says_how_late_its_next_step_is(stage: Stage) -> None:
    card = row(stage, "Sepsis test")
    stage.workspace.followups.add(FollowUpDraft("Ring them", clock.today(), opportunity_id=card.id))
    now = row(stage, "Sepsis test")
    assert words.card(now).pill == "Today"
    with time_machine.travel(clock.now() + timedelta(days=3), tick=False):
        assert words.card(now).pill == "3 days overdue"


@pytest.mark.parametrize("place", [IDEA, SHAPING])
def test_the_models_of_the_board_pass_the_model_tester(stage: Stage, place: int) -> None:
    model = page(stage).board.board.lists[place].cards
    tester = QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Fatal)
    page(stage).board.move_card(row(stage, "Imaging pilot").id, stages(stage)[SHAPING], -1)
    assert tester.model() is model


def test_a_double_click_opens_the_page_of_an_opportunity(stage: Stage) -> None:
    view = page(stage).board.board.lists[0]
    stage.qtbot.mouseDClick(view.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(40, 30))
    place = stage.context.navigator.current
    assert place is not None
    assert (place.kind, place.id) == ("opportunity", row(stage, "Imaging pilot").id)
