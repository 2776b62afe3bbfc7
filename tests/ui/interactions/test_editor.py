"""The panel of one interaction."""

from datetime import timedelta

import pytest
from PySide6.QtCore import Qt

from crm import clock
from crm.contacts import ContactDraft
from crm.interactions import InteractionDraft, Party
from tests.ui.stage import CONTROL, Stage
from ui.interactions.editor import InteractionPanel
from ui.kit.buttons import Button

Key = Qt.Key


@pytest.fixture
def made(stage: Stage) -> int:
    jane = next(row.id for row in stage.workspace.contacts.page() if row.name == "Jane Roe")
    day = clock.today() - timedelta(days=2)
    draft = InteractionDraft(day, subject="Scans", notes="Two trusts", parties=(Party(jane),), tags=("imaging",))
    return stage.workspace.interactions.log(draft)


def open_panel(stage: Stage, id_: int) -> InteractionPanel:
    stage.context.navigator.open("interaction", id_)
    return stage.top(InteractionPanel)


def press_button(panel: InteractionPanel, text: str) -> None:
    next(each for each in panel.findChildren(Button) if each.text() == text).click()


def test_saving_without_a_change_changes_nothing(stage: Stage, made: int) -> None:
    before = stage.workspace.interactions.get(made)
    open_panel(stage, made)
    stage.press(Key.Key_Return, modifier=CONTROL)
    assert stage.workspace.interactions.get(made) == before


def test_an_organisation_whose_name_matches_is_offered_before_who_works_there(stage: Stage, made: int) -> None:
    dee = next(row.id for row in stage.workspace.organisations.page() if row.name == "Dee Bioworks")
    for number in range(6):
        stage.workspace.contacts.create(ContactDraft("Ann", f"Quill{number}", organisation_id=dee))
    panel = open_panel(stage, made)
    panel.form.field("who").setFocus()
    stage.write("dee")
    stage.press(Key.Key_Return)
    stage.press(Key.Key_Return, modifier=CONTROL)
    found = stage.workspace.interactions.get(made).participants
    assert [(each.contact, each.organisation) for each in found] == [("Jane Roe", "Acme Imaging"), ("", "Dee Bioworks")]


def test_what_is_edited_is_saved_as_one_step(stage: Stage, made: int) -> None:
    panel = open_panel(stage, made)
    panel.form.set_values({"subject": "Imaging pilot", "day": clock.today() - timedelta(days=1), "place": "Site"})
    stage.press(Key.Key_Return, modifier=CONTROL)
    after = stage.workspace.interactions.get(made)
    assert (after.subject, after.day, after.place) == ("Imaging pilot", clock.today() - timedelta(days=1), "Site")
    stage.workspace.undo()
    assert stage.workspace.interactions.get(made).subject == "Scans"


def test_the_organisation_somebody_stood_for_is_shown_and_changed(stage: Stage, made: int) -> None:
    panel = open_panel(stage, made)
    contact = stage.workspace.interactions.get(made).participants[0].contact_id
    assert contact is not None
    field = panel.stands.choice_of(contact)
    assert field.currentText() == "Acme Imaging"
    field.setFocus()
    stage.press(Key.Key_Down)
    assert field.currentText() == "No organisation"
    stage.press(Key.Key_Return, modifier=CONTROL)
    assert stage.workspace.interactions.get(made).participants[0].organisation_id is None


def test_a_day_still_to_come_is_refused_at_its_field(stage: Stage, made: int) -> None:
    panel = open_panel(stage, made)
    panel.form.set_values({"day": clock.today() + timedelta(days=1)})
    stage.press(Key.Key_Return, modifier=CONTROL)
    assert "still to come" in panel.form.errors()["day"]


def test_it_goes_to_the_trash_and_comes_back(stage: Stage, made: int) -> None:
    press_button(open_panel(stage, made), "Move to trash")
    assert stage.context.overlay.top() is None
    assert stage.workspace.interactions.recent() == []
    stage.workspace.undo()
    assert [row.id for row in stage.workspace.interactions.recent()] == [made]


def test_a_planned_one_is_marked_as_held(stage: Stage, made: int) -> None:
    stage.workspace.interactions.set_status(made, "planned")
    press_button(open_panel(stage, made), "Mark as held")
    assert stage.workspace.interactions.get(made).status == "held"


def test_changing_who_it_was_with_moves_the_follow_up_and_asks_for_whom_they_stood(stage: Stage) -> None:
    stage.press(Key.Key_L, modifier=CONTROL)
    stage.write("Met Jane Roe re scans f 2w")
    stage.press(Key.Key_Return, modifier=CONTROL)
    meeting = stage.workspace.interactions.recent()[0].id
    panel = open_panel(stage, meeting)
    who = panel.form.field("who")
    who.setFocus()
    stage.press(Key.Key_Backspace)
    assert not panel.stands.isVisible()
    stage.write("Bob Lee")
    stage.press(Key.Key_Return)
    bob = who.value()[0].data[1]
    assert panel.stands.choice_of(bob).currentText() == "Dee Bioworks"
    stage.press(Key.Key_Return, modifier=CONTROL)
    after = stage.workspace.interactions.get(meeting)
    assert [(each.contact, each.organisation) for each in after.participants] == [("Bob Lee", "Dee Bioworks")]
    (row,) = stage.workspace.followups.of("interaction", meeting)
    assert (row.contact, row.organisation) == ("Bob Lee", "Dee Bioworks")
    stage.workspace.undo()  # one step
    assert [each.contact for each in stage.workspace.interactions.get(meeting).participants] == ["Jane Roe"]
    assert [row.contact for row in stage.workspace.followups.of("interaction", meeting)] == ["Jane Roe"]


def test_a_follow_up_that_could_be_of_several_stays_and_that_is_said(stage: Stage) -> None:
    stage.press(Key.Key_L, modifier=CONTROL)
    stage.write("Met Jane Roe re scans f 2w")
    stage.press(Key.Key_Return, modifier=CONTROL)
    meeting = stage.workspace.interactions.recent()[0].id
    panel = open_panel(stage, meeting)
    panel.form.field("who").setFocus()
    stage.press(Key.Key_Backspace)
    for name in ("Bob Lee", "Bob Kay"):
        stage.write(name)
        stage.press(Key.Key_Return)
    stage.press(Key.Key_Return, modifier=CONTROL)
    assert [row.contact for row in stage.workspace.followups.of("interaction", meeting)] == ["Jane Roe"]
    assert "stays as it was" in stage.toast()
