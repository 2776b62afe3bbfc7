"""F2 goes to the title of whatever record is on the page."""

from PySide6.QtCore import Qt

from tests.ui.records.forms.catalogue import ACME, HELD
from tests.ui.stage import CONTROL, Stage
from ui.huddles.editor import HuddlePanel
from ui.organisations.editor import RenameCard

KEY = Qt.Key


def test_f2_edits_the_title_of_an_opportunity_where_it_stands(stage: Stage) -> None:
    stage.context.navigator.open("opportunity", 1)
    stage.press(KEY.Key_F2)
    stage.write("Sensor kits")
    stage.press(KEY.Key_Return, modifier=CONTROL)
    assert stage.workspace.opportunities.get(1).row.title == "Sensor kits"


def test_f2_goes_to_the_title_of_a_huddle(stage: Stage) -> None:
    stage.context.navigator.open("huddle", HELD)
    stage.press(KEY.Key_F2)
    assert stage.focus() is stage.top(HuddlePanel).form.field("title")


def test_f2_renames_an_organisation(stage: Stage) -> None:
    stage.context.navigator.open("organisation", ACME)
    stage.press(KEY.Key_F2)
    assert stage.focus() is stage.top(RenameCard).form.field("name")
