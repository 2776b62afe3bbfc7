"""The page of one opportunity: its stages, its parties and gaps, its facts."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from crm import clock
from crm.interactions import InteractionDraft, Party
from crm.opportunities import OpportunityDetail
from crm.workspace import Workspace
from tests.ui.pipeline.conftest import LOST, WON
from tests.ui.stage import CONTROL, SHIFT, Stage
from ui.contacts.page import ContactsPage
from ui.followups.editor import FollowUpPanel
from ui.interactions.editor import InteractionPanel
from ui.kit import motion
from ui.kit.board import CardQuestion
from ui.kit.label import Label
from ui.pipeline.detail import OpportunityPage
from ui.pipeline.editor import MergeForm, ReasonForm
from ui.pipeline.page import PipelinePage
from ui.pipeline.parties import PartyForm
from ui.shell.navigator import Place

KEY = Qt.Key


@pytest.fixture
def stage(qtbot: QtBot, workspace: Workspace, tmp_path: Path) -> Iterator[Stage]:
    motion.set_reduced(True)
    first = workspace.opportunities.rows()[0].id
    stage = Stage(qtbot, workspace, Place("opportunity", first))
    yield stage
    stage.window.close()
    motion.set_reduced(False)


def page(stage: Stage) -> OpportunityPage:
    return stage.page(OpportunityPage)


def of(stage: Stage, id_: int) -> OpportunityDetail:
    return stage.workspace.opportunities.get(id_)


def current(stage: Stage) -> int:
    place = stage.context.navigator.current
    assert place is not None
    assert place.id is not None
    return place.id


def test_it_says_where_it_stands_and_who_is_wanted(stage: Stage) -> None:
    shown = page(stage)
    assert shown.title() == "Imaging pilot"
    assert shown.subtitle() == "Acme Imaging · £100,000 · £10,000 weighted · 0 days in Idea"
    assert [row.title for row in shown.parties.list.rows()] == ["Acme Imaging", "Needs an adopter in Lancashire"]


def test_a_gap_opens_the_people_who_fit(stage: Stage) -> None:
    page(stage).parties.list.setFocus()
    stage.press(KEY.Key_Down, KEY.Key_Return)
    contacts = stage.page(ContactsPage)
    assert [(part.field, part.values) for part in contacts.rows.listed.shown.parts] == [("sub_region", (3,))]


def test_a_press_on_a_stage_moves_it_with_undo(stage: Stage) -> None:
    id_ = current(stage)
    stage.qtbot.mouseClick(page(stage).steps.buttons[2], Qt.MouseButton.LeftButton)
    assert of(stage, id_).row.stage == "Shaping"
    assert stage.toast() == "Moved “Imaging pilot” to Shaping"
    stage.press(KEY.Key_Z, modifier=CONTROL)
    assert of(stage, id_).row.stage == "Idea"


def test_closing_asks_for_the_reason_on_the_page(stage: Stage) -> None:
    id_ = current(stage)
    stage.qtbot.mouseClick(page(stage).steps.buttons[WON], Qt.MouseButton.LeftButton)
    question = page(stage).findChild(CardQuestion)
    assert isinstance(question, CardQuestion)
    stage.qtbot.waitUntil(question.field.hasFocus)
    stage.write("Signed")
    stage.press(KEY.Key_Return)
    assert (of(stage, id_).row.outcome, of(stage, id_).lost_reason) == ("won", "Signed")


def test_a_closed_one_is_opened_again_by_its_keys(stage: Stage) -> None:
    id_ = current(stage)
    stages = stage.workspace.pipelines.all()[0].stages
    stage.workspace.opportunities.move(id_, stages[WON].id)
    stage.qtbot.waitUntil(lambda: page(stage).stage_chip.text() == "Won")
    stage.press(KEY.Key_Left, modifier=CONTROL | SHIFT)
    assert of(stage, id_).row.outcome == "open"


def test_one_in_the_first_stage_has_none_before_and_one_in_the_last_none_after(stage: Stage) -> None:
    id_, stages = current(stage), [each.id for each in stage.workspace.pipelines.all()[0].stages]
    stage.press(KEY.Key_Left, modifier=CONTROL | SHIFT)
    assert page(stage).findChild(CardQuestion) is None
    assert of(stage, id_).row.stage_id == stages[0]
    stage.workspace.opportunities.move(id_, stages[-1], reason="No time")
    stage.qtbot.waitUntil(lambda: page(stage).stage_chip.text() == "Parked")
    stage.press(KEY.Key_Right, modifier=CONTROL | SHIFT)
    assert page(stage).findChild(CardQuestion) is None
    assert (of(stage, id_).row.stage_id, of(stage, id_).lost_reason) == (stages[-1], "No time")


def test_why_it_was_closed_is_corrected_on_the_page(stage: Stage) -> None:
    id_ = current(stage)
    action = stage.context.actions.get("reason")
    assert action is not None
    assert not action.enabled()
    stage.workspace.opportunities.move(id_, stage.workspace.pipelines.all()[0].stages[LOST].id, reason="No budget")
    stage.qtbot.waitUntil(action.enabled)
    page(stage).reason()
    stage.top(ReasonForm)
    stage.press(KEY.Key_A, modifier=CONTROL)
    stage.write("No theatre time")
    stage.press(KEY.Key_Return, modifier=CONTROL)
    assert of(stage, id_).lost_reason == "No theatre time"
    stage.qtbot.waitUntil(lambda: "No theatre time" in page(stage).moves.rows()[0].detail)


def test_a_party_is_added_with_its_role_and_letter(stage: Stage) -> None:
    id_ = current(stage)
    stage.press(KEY.Key_N, modifier=CONTROL)
    form = stage.top(PartyForm).form
    form.set_values({"role": "funder", "letter": "requested", "share": 40})
    form.field("place").setFocus()
    stage.write("Calder Sensors")
    stage.press(KEY.Key_Down, KEY.Key_Return)
    stage.press(KEY.Key_Return, modifier=CONTROL)
    added = next(each for each in of(stage, id_).parties if each.role == "funder")
    assert (added.organisation, added.role, added.letter, added.share) == ("Calder Sensors", "funder", "requested", 40)


def test_a_party_without_a_name_is_refused_at_its_field(stage: Stage) -> None:
    stage.press(KEY.Key_N, modifier=CONTROL)
    stage.press(KEY.Key_Return, modifier=CONTROL)
    assert stage.top(PartyForm).form.errors()["place"] == "Name the organisation or the person."


def test_delete_takes_a_party_out(stage: Stage) -> None:
    id_ = current(stage)
    page(stage).parties.list.setFocus()
    stage.press(KEY.Key_Down, KEY.Key_Delete)
    assert [each.organisation for each in of(stage, id_).parties] == ["Acme Imaging"]


def test_the_value_is_edited_where_it_stands(stage: Stage) -> None:
    id_ = current(stage)
    row = page(stage).facts.rows["value_pence"]
    row.edit()
    stage.press(KEY.Key_A, modifier=CONTROL)
    stage.write("250k")
    stage.press(KEY.Key_Return)
    assert of(stage, id_).row.value_pence == 250_000_00
    stage.qtbot.waitUntil(lambda: "£250,000" in page(stage).subtitle())


def test_a_title_cannot_be_emptied_and_what_was_typed_stays(stage: Stage) -> None:
    id_ = current(stage)
    row = page(stage).facts.rows["title"]
    row.edit()
    stage.press(KEY.Key_A, modifier=CONTROL)
    stage.press(KEY.Key_Delete, KEY.Key_Return)
    assert of(stage, id_).row.title == "Imaging pilot"
    assert row.is_editing()


def test_a_next_step_is_added_to_it(stage: Stage) -> None:
    id_ = current(stage)
    stage.press(KEY.Key_F, modifier=CONTROL | SHIFT)
    stage.top(FollowUpPanel)
    stage.write("Ring the trust")
    stage.press(KEY.Key_Return, modifier=CONTROL)
    assert of(stage, id_).row.next_step == "Ring the trust"
    stage.qtbot.waitUntil(lambda: [row.title for row in page(stage).follow_ups.rows()] == ["Ring the trust"])


def test_another_is_merged_into_it_and_undo_brings_it_back(stage: Stage) -> None:
    page(stage).merge()
    stage.top(MergeForm)
    stage.write("sepsis")
    stage.press(KEY.Key_Down, KEY.Key_Return)
    stage.press(KEY.Key_Return, modifier=CONTROL)
    assert [row.title for row in stage.workspace.opportunities.rows()] == [
        "Imaging pilot",
        "Frailty sensor kit",
        "Robot trial",
    ]
    stage.press(KEY.Key_Z, modifier=CONTROL)
    assert len(stage.workspace.opportunities.rows()) == 4


def test_into_the_trash_and_back(stage: Stage) -> None:
    id_ = current(stage)
    page(stage).trash()
    stage.page(PipelinePage)
    assert of(stage, id_).is_trashed
    stage.context.navigator.open("opportunity", id_)
    page(stage).restore()
    assert not of(stage, id_).is_trashed


def history(stage: Stage) -> list[str]:
    events = page(stage).history.view.timeline.events()
    return [events.event_at(number).title for number in range(events.rowCount())]


def test_the_history_shows_moves_and_what_its_parties_did_at_once(stage: Stage) -> None:
    assert history(stage) == ["New opportunity"]
    stage.press(KEY.Key_Right, modifier=CONTROL | SHIFT)
    stage.qtbot.waitUntil(lambda: history(stage)[0] == "Moved to Exploring")
    acme = of(stage, current(stage)).parties[0].organisation_id
    party = Party(organisation_id=acme)
    stage.workspace.interactions.log(InteractionDraft(clock.today(), subject="Ward visit", parties=(party,)))
    stage.qtbot.waitUntil(lambda: "Ward visit" in history(stage))


def test_a_chip_of_the_history_shows_the_stages_alone_and_the_card_says_whose_meetings_these_are(stage: Stage) -> None:
    shown = page(stage).history
    said = [label.text() for label in shown.findChildren(Label)]
    assert "Meetings and messages are those of its parties since it was added, whatever they were about." in said
    stage.press(KEY.Key_Right, modifier=CONTROL | SHIFT)
    stage.qtbot.waitUntil(lambda: len(history(stage)) == 2)
    shown.view.filters.set_current("introductions")
    shown.view.filters.changed.emit("introductions")
    assert history(stage) == []


def test_enter_on_a_meeting_opens_it(stage: Stage) -> None:
    party = Party(organisation_id=of(stage, current(stage)).parties[0].organisation_id)
    stage.workspace.interactions.log(InteractionDraft(clock.today(), subject="Ward visit", parties=(party,)))
    stage.qtbot.waitUntil(lambda: "Ward visit" in history(stage))
    timeline = page(stage).history.view.timeline
    timeline.setFocus()
    timeline.setCurrentIndex(timeline.model().index(history(stage).index("Ward visit"), 0))
    stage.press(KEY.Key_Return)
    stage.top(InteractionPanel)
