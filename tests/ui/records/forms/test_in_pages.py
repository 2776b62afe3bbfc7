"""Forms that lie in a page keep and offer what is typed as those over it do."""

from datetime import time

from PySide6.QtCore import Qt

from crm import clock
from crm.huddles import HuddleDraft
from tests.ui.records.forms.catalogue import ACME, DEE
from tests.ui.records.forms.hands import click, drafts
from tests.ui.stage import CONTROL, Stage
from ui.huddles.check_in.page import CheckInPage
from ui.organisations.detail import OrganisationPage

KEY = Qt.Key


def test_who_joins_is_kept_until_cancelled(stage: Stage) -> None:
    stage.context.navigator.open("organisation", ACME)
    people = stage.page(OrganisationPage).people
    stage.press(KEY.Key_N, modifier=CONTROL)
    stage.write("Tom Ash")
    stage.press(KEY.Key_Escape, KEY.Key_Escape)
    assert [draft.key for draft in drafts(stage)] == [f"join:{ACME}"]

    stage.context.navigator.open("organisation", DEE)
    stage.press(KEY.Key_N, modifier=CONTROL)
    assert people.joining.person.text() == ""
    assert not people.joining.draft_line.isVisible()

    stage.context.navigator.open("organisation", ACME)
    stage.press(KEY.Key_N, modifier=CONTROL)
    assert people.joining.person.text() == ""
    click(stage, people.joining.draft_line.use)
    assert people.joining.person.text() == "Tom Ash"
    click(stage, people.joining.form.cancel_button)
    assert drafts(stage) == []


def test_closing_the_window_keeps_who_joins_before_the_file_closes(stage: Stage) -> None:
    kept: list[str] = []
    stage.window.closed.connect(lambda: kept.extend(draft.key for draft in drafts(stage)))
    stage.context.navigator.open("organisation", ACME)
    stage.press(KEY.Key_N, modifier=CONTROL)
    stage.write("Tom Ash")
    stage.window.close()
    assert kept == [f"join:{ACME}"]


def test_a_walk_in_is_kept_until_cancelled(stage: Stage) -> None:
    today = stage.workspace.huddles.plan(HuddleDraft(clock.today(), time(9), time(10), title="Today"))
    stage.context.navigator.open("check_in", today)
    door = stage.page(CheckInPage).door
    stage.qtbot.waitUntil(lambda: stage.focus() is door.field)
    stage.write("Ida Moss")
    stage.press(KEY.Key_Return)
    stage.write("Moss Labs")
    stage.press(KEY.Key_Escape, KEY.Key_Escape)
    (draft,) = drafts(stage)
    assert draft.key == f"walk_in:{today}"
    assert draft.content["organisation"][0] == "Moss Labs"
    stage.press(KEY.Key_Return)
    assert door.walk_in.form.field("organisation").text() == "Moss Labs"
    click(stage, door.walk_in.form.cancel_button)
    assert drafts(stage) == []
