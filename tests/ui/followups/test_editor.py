"""The panel that adds or edits a follow-up."""

from datetime import timedelta

from PySide6.QtCore import Qt

from crm import clock
from crm.contacts import ContactDraft
from tests.ui.stage import ALT, CONTROL, SHIFT, Stage
from ui.followups.editor import FollowUpPanel
from ui.kit.label import Label
from ui.records.typed_days import written

Key = Qt.Key


def open_panel(stage: Stage) -> FollowUpPanel:
    stage.press(Key.Key_F, modifier=CONTROL | SHIFT)
    return stage.top(FollowUpPanel)


def test_a_follow_up_is_added_from_anywhere_with_its_day_in_words(stage: Stage) -> None:
    open_panel(stage)
    stage.write("Send the minutes")
    stage.press(Key.Key_Tab)
    stage.write("in 2 days")
    stage.press(Key.Key_Return, modifier=CONTROL)
    row = next(row for row in stage.workspace.followups.page("next") if row.title == "Send the minutes")
    assert row.due_on == clock.today() + timedelta(days=2)
    assert stage.toast().startswith("Follow-up added: Send the minutes, due ")


def test_the_day_understood_is_echoed_while_it_is_typed(stage: Stage) -> None:
    panel = open_panel(stage)
    stage.press(Key.Key_Tab)
    stage.write("2w")
    day = clock.today() + timedelta(days=14)
    assert panel.form.field("due").echo() == f"{day:%a} {day.day} {day:%b} {day.year}"


def test_what_is_understood_of_a_long_phrase_stands_beside_the_name_of_its_field(stage: Stage) -> None:
    panel = open_panel(stage)
    stage.press(Key.Key_Tab)
    day = written(clock.today() + timedelta(days=7))
    for phrase in ("a week today", "in a week's time"):
        panel.form.field("due").selectAll()
        stage.write(phrase)
        assert [each.text() for each in panel.findChildren(Label) if "= " in each.text()] == [f"By when  = {day}"]
    panel.form.field("due").selectAll()
    stage.write("soon")
    assert not [each for each in panel.findChildren(Label) if "= " in each.text()]


def test_whom_it_is_about_is_completed(stage: Stage) -> None:
    panel = open_panel(stage)
    stage.write("Send it")
    panel.about.setFocus()
    stage.write("jane")
    stage.press(Key.Key_Tab)
    stage.press(Key.Key_Return, modifier=CONTROL)
    row = next(row for row in stage.workspace.followups.page("later") if row.title == "Send it")
    assert row.contact == "Jane Roe"


def test_an_organisation_whose_name_matches_comes_before_who_works_there(stage: Stage) -> None:
    acme = next(row.id for row in stage.workspace.organisations.page() if row.name == "Acme Imaging")
    for number in range(6):
        stage.workspace.contacts.create(ContactDraft("Ann", f"Quill{number}", organisation_id=acme))
    panel = open_panel(stage)
    stage.write("Send it")
    panel.about.setFocus()
    stage.write("acme")
    stage.press(Key.Key_Tab)
    stage.press(Key.Key_Return, modifier=CONTROL)
    row = next(row for row in stage.workspace.followups.page("later") if row.title == "Send it")
    assert (row.contact, row.organisation) == ("", "Acme Imaging")


def test_an_overdue_one_keeps_its_day_when_something_else_is_edited(stage: Stage) -> None:
    row = stage.workspace.followups.page("overdue")[0]
    stage.context.navigator.open("follow_up", row.id)
    stage.top(FollowUpPanel).form.field("title").setText("Send the new template")
    stage.press(Key.Key_Return, modifier=CONTROL)
    after = stage.workspace.followups.get(row.id).row
    assert (after.title, after.due_on, after.contact) == ("Send the new template", row.due_on, "Jane Roe")


def test_a_missing_title_is_said_at_its_field(stage: Stage) -> None:
    panel = open_panel(stage)
    stage.press(Key.Key_Return, modifier=CONTROL)
    assert "title" in panel.form.errors()
    assert stage.top(FollowUpPanel) is panel


def test_a_name_nobody_has_is_refused_with_everything_kept(stage: Stage) -> None:
    panel = open_panel(stage)
    stage.write("Send it")
    panel.about.setFocus()
    stage.write("zzz")
    stage.press(Key.Key_Return, modifier=CONTROL)
    assert "not known" in panel.form.errors()["about"]
    assert panel.form.values()["title"] == "Send it"


def test_a_monthly_one_comes_again_when_it_is_done(stage: Stage) -> None:
    panel = open_panel(stage)
    stage.write("Look at the figures")
    panel.form.field("due").setText("tomorrow")
    panel.form.field("repeat").set_value("FREQ=MONTHLY")
    stage.press(Key.Key_Return, modifier=CONTROL)
    row = next(row for row in stage.workspace.followups.page("next") if row.title == "Look at the figures")
    stage.workspace.followups.done([row.id])
    assert "Look at the figures" in [each.title for each in stage.workspace.followups.page("later")]


def test_what_is_typed_survives_escape_and_is_gone_once_saved(stage: Stage) -> None:
    open_panel(stage)
    stage.write("Send the min")
    stage.press(Key.Key_Escape)
    panel = open_panel(stage)
    stage.press(Key.Key_U, modifier=ALT)
    assert panel.form.values()["title"] == "Send the min"
    stage.press(Key.Key_Return, modifier=CONTROL)
    assert open_panel(stage).form.values()["title"] == ""


def test_opened_from_an_organisation_it_is_about_it(stage: Stage) -> None:
    acme = stage.workspace.organisations.page()[0].id
    stage.context.navigator.open("follow_up", organisation=acme)
    stage.write("Ask for the agreement")
    stage.press(Key.Key_Return, modifier=CONTROL)
    row = next(row for row in stage.workspace.followups.page("later") if row.title == "Ask for the agreement")
    assert (row.organisation, row.contact) == ("Acme Imaging", "")
