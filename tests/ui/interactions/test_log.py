"""The Log panel: typed, understood, corrected, saved, kept."""

from datetime import timedelta

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from crm import clock
from tests.ui.stage import ALT, CONTROL, SHIFT, Stage
from ui.interactions.log_panel import LogPanel
from ui.interactions.understood import PartChip
from ui.interactions.understood_parts import Role
from ui.kit.actions import Scope
from ui.records.draft_autosave import KEPT_AFTER
from ui.shell.help.card import HelpCard

Key = Qt.Key


def open_log(stage: Stage) -> LogPanel:
    stage.press(Key.Key_L, modifier=CONTROL)
    return stage.top(LogPanel)


def chip(panel: LogPanel, role: Role) -> PartChip:
    return next(each for each in panel.understood.chips() if each.part and each.part.role is role)


def shown(panel: LogPanel) -> list[str]:
    return [each.text() for each in panel.understood.chips()]


def test_a_meeting_with_topic_tag_and_follow_up_takes_at_most_45_keys(stage: Stage) -> None:
    open_log(stage)
    stage.write("met jane ro")
    stage.press(Key.Key_Tab)
    stage.write("re imaging pilot #im")
    stage.press(Key.Key_Tab)
    stage.write("f 2w")
    stage.press(Key.Key_Return, modifier=CONTROL)
    assert stage.pressed <= 45
    row = stage.workspace.interactions.recent()[0]
    assert (row.kind, row.subject, row.tags) == ("meeting", "imaging pilot", ("imaging",))
    assert [(each.contact, each.organisation) for each in row.participants] == [("Jane Roe", "Acme Imaging")]
    follow_up = stage.workspace.followups.due_now(today=clock.today() + timedelta(days=14))[0]
    assert follow_up.due_on == clock.today() + timedelta(days=14)
    assert follow_up.contact == "Jane Roe"


def test_saving_closes_the_panel_and_says_what_was_logged_with_one_undo(stage: Stage) -> None:
    open_log(stage)
    stage.write("Met Jane Roe f 2w")
    stage.press(Key.Key_Return, modifier=CONTROL)
    assert stage.context.overlay.top() is None
    assert stage.toast().startswith("Logged: meeting with Jane Roe · follow-up ")
    stage.press(Key.Key_Z, modifier=CONTROL)
    assert stage.workspace.interactions.recent() == []
    assert sum(stage.workspace.followups.counts().values()) == 0


def test_help_lies_over_the_panel_lists_its_keys_and_runs_them_on_what_was_typed(stage: Stage) -> None:
    panel = open_log(stage)
    stage.write("Met Jane Roe")
    stage.press(Key.Key_F1)
    rows = stage.top(HelpCard).chooser.list.choices()
    assert [(row.title, row.shortcut) for row in rows if row.group == Scope.PANEL.value] == [
        ("Save", "Ctrl+Return"),
        ("Save and log another", "Ctrl+Shift+Return"),
        ("Plan it instead", "Alt+P"),
        ("Use the draft", "Alt+U"),
    ]
    stage.press(Key.Key_Escape)
    assert stage.top(LogPanel) is panel
    assert panel.field.toPlainText() == "Met Jane Roe"
    stage.press(Key.Key_F1)
    stage.write("log another")
    stage.press(Key.Key_Return)
    assert len(stage.workspace.interactions.recent()) == 1
    assert stage.top(LogPanel) is panel


def test_the_keys_of_the_panel_go_with_it(stage: Stage) -> None:
    open_log(stage)
    assert stage.context.actions.get("log.save") is not None
    stage.press(Key.Key_Escape)
    assert stage.context.actions.get("log.save") is None


def test_ctrl_enter_saves_the_panel_whatever_it_means_on_the_page(stage: Stage) -> None:
    stage.context.navigator.open("import")
    open_log(stage)
    stage.write("Met Jane Roe")
    stage.press(Key.Key_Return, modifier=CONTROL)
    assert len(stage.workspace.interactions.recent()) == 1


def test_the_resolved_day_is_shown_before_saving(stage: Stage) -> None:
    panel = open_log(stage)
    stage.write("Met Jane Roe yesterday")
    day = clock.today() - timedelta(days=1)
    assert chip(panel, Role.WHEN).text() == f"Yesterday, {day:%a} {day.day} {day:%b}"


def test_the_kind_follows_the_verb_and_can_be_chosen(stage: Stage) -> None:
    panel = open_log(stage)
    stage.write("called jane roe")
    assert panel.kinds.current() == "call"
    panel.field.set_text("Met Jane Roe")
    assert panel.kinds.current() == "meeting"
    stage.press(Key.Key_Backtab, modifier=SHIFT)
    stage.press(Key.Key_Right)
    stage.press(Key.Key_Space)
    assert panel.kinds.current() != "meeting"
    stage.press(Key.Key_Return, modifier=CONTROL)
    assert stage.workspace.interactions.recent()[0].kind != "meeting"


def test_a_name_of_two_people_is_chosen_from_its_chip_before_it_is_saved(stage: Stage) -> None:
    panel = open_log(stage)
    stage.write("met bob")
    stage.press(Key.Key_Escape)
    stage.press(Key.Key_Return, modifier=CONTROL)
    assert stage.workspace.interactions.recent() == []
    assert "bob" in panel.problem.text().lower()
    assert stage.focus() is chip(panel, Role.PERSON)
    stage.press(Key.Key_Return)
    stage.press(Key.Key_Down)
    stage.press(Key.Key_Return)
    stage.press(Key.Key_Return, modifier=CONTROL)
    assert stage.workspace.interactions.recent()[0].participants[0].contact in ("Bob Lee", "Bob Kay")


def test_an_unknown_person_becomes_a_contact_on_saving_undone_as_one_step(stage: Stage) -> None:
    panel = open_log(stage)
    stage.write("Met Zara Quill (Newco)")
    assert shown(panel)[:2] == ["New contact: Zara Quill (Newco)", "New organisation: Newco"]
    stage.press(Key.Key_Return, modifier=CONTROL)
    assert stage.workspace.contacts.count() == 4
    assert stage.workspace.organisations.count() == 3
    stage.press(Key.Key_Z, modifier=CONTROL)
    assert stage.workspace.contacts.count() == 3
    assert stage.workspace.organisations.count() == 2


def test_a_past_verb_with_a_day_ahead_is_planned_by_one_key(stage: Stage) -> None:
    panel = open_log(stage)
    stage.write("Met Jane Roe tomorrow")
    assert "still to come" in panel.hints.text()
    stage.press(Key.Key_Return, modifier=CONTROL)
    assert stage.workspace.interactions.planned() == []
    stage.press(Key.Key_P, modifier=ALT)
    assert panel.hints.text() == ""
    stage.press(Key.Key_Return, modifier=CONTROL)
    assert [row.status for row in stage.workspace.interactions.planned()] == ["planned"]
    assert stage.toast() == "Planned: meeting with Jane Roe"


def test_an_impossible_date_is_pointed_out_and_kept_as_text(stage: Stage) -> None:
    panel = open_log(stage)
    stage.write("Met Jane Roe 31/2")
    assert "no such day" in panel.hints.text()
    assert "31/2" in shown(panel)


def test_a_follow_up_without_a_day_is_asked_for_one(stage: Stage) -> None:
    panel = open_log(stage)
    stage.write("Met Jane Roe. Follow up: send the draft")
    stage.press(Key.Key_Return, modifier=CONTROL)
    assert panel.understood.day_field() is stage.focus()
    stage.write("in 3 days")
    stage.press(Key.Key_Return)
    stage.press(Key.Key_Return, modifier=CONTROL)
    found = stage.workspace.followups.due_now()
    assert [(row.title, row.due_on) for row in found] == [("Send the draft", clock.today() + timedelta(days=3))]


def test_enter_on_the_day_opens_a_date_field_and_the_line_says_what_was_chosen(stage: Stage) -> None:
    panel = open_log(stage)
    stage.write("Met Jane Roe re scans f 1w")
    chip(panel, Role.WHEN).setFocus()
    stage.press(Key.Key_Return)
    stage.write("yesterday")
    stage.press(Key.Key_Return)
    day = clock.today() - timedelta(days=1)
    assert f"{day.day}/{day.month}/{day.year}" in panel.field.text()
    stage.press(Key.Key_Return, modifier=CONTROL)
    assert stage.workspace.interactions.recent()[0].day == day
    assert stage.workspace.followups.due_now()[0].due_on == day + timedelta(days=7)


def test_saving_from_the_date_field_takes_the_day_typed_there(stage: Stage) -> None:
    panel = open_log(stage)
    stage.write("Met Jane Roe")
    chip(panel, Role.WHEN).setFocus()
    stage.press(Key.Key_Return)
    stage.write("2 days ago")
    stage.press(Key.Key_Return, modifier=CONTROL)
    assert stage.workspace.interactions.recent()[0].day == clock.today() - timedelta(days=2)


def test_escape_in_the_date_field_leaves_the_day_as_it_was(stage: Stage) -> None:
    panel = open_log(stage)
    stage.write("Met Jane Roe yesterday")
    chip(panel, Role.WHEN).setFocus()
    stage.press(Key.Key_Return)
    stage.write("2 days ago")
    stage.press(Key.Key_Escape)
    assert stage.top(LogPanel) is panel
    assert panel.field.toPlainText() == "Met Jane Roe yesterday"
    assert stage.focus() is panel.field


def test_a_line_emptied_by_hand_is_understood_as_empty(stage: Stage) -> None:
    stage.context.navigator.open("log", contact=1)
    panel = stage.top(LogPanel)
    assert chip(panel, Role.PERSON).text() == "Jane Roe"
    stage.press(Key.Key_A, modifier=CONTROL)
    stage.press(Key.Key_Delete)
    assert [each.part.role for each in panel.understood.chips() if each.part] == [Role.WHEN]


def test_logging_what_is_typed_for_several_people_keeps_each_ones_organisation(stage: Stage) -> None:
    open_log(stage)
    stage.write("Met Jane Roe and Bob Lee re scans")
    stage.press(Key.Key_Return, modifier=CONTROL)
    row = stage.workspace.interactions.recent()[0]
    found = {each.contact: each.organisation for each in row.participants}
    assert found == {"Jane Roe": "Acme Imaging", "Bob Lee": "Dee Bioworks"}


def test_backspace_on_a_chip_turns_it_back_into_text(stage: Stage) -> None:
    panel = open_log(stage)
    stage.write("Met Jane Roe #imaging")
    chip(panel, Role.TAG).setFocus()
    stage.press(Key.Key_Backspace)
    assert not [each for each in panel.understood.chips() if each.part and each.part.role is Role.TAG]
    assert panel.field.toPlainText() == "Met Jane Roe #imaging"
    stage.press(Key.Key_Return, modifier=CONTROL)
    assert stage.workspace.interactions.recent()[0].tags == ()


def test_the_organisation_a_person_stood_for_is_changed_from_its_chip(stage: Stage) -> None:
    panel = open_log(stage)
    stage.write("Met Jane Roe re scans")
    assert chip(panel, Role.STANDS_FOR).text() == "Acme Imaging"
    chip(panel, Role.STANDS_FOR).setFocus()
    stage.press(Key.Key_Return)
    stage.press(Key.Key_Down)
    stage.press(Key.Key_Return)
    assert chip(panel, Role.STANDS_FOR).text() == "No organisation"
    stage.press(Key.Key_Return, modifier=CONTROL)
    assert stage.workspace.interactions.recent()[0].participants[0].organisation == ""


def test_escape_keeps_the_draft_for_the_next_time(stage: Stage) -> None:
    panel = open_log(stage)
    stage.write("Met Jane Roe #im")
    panel.notes.set_value("Two trusts")
    stage.press(Key.Key_Escape)  # the suggestions
    stage.press(Key.Key_Escape)
    assert stage.context.overlay.top() is None
    again = open_log(stage)
    assert (again.field.text(), again.notes.value()) == ("Met Jane Roe #im", "Two trusts")


def test_what_is_typed_is_kept_within_two_seconds_without_closing(stage: Stage) -> None:
    assert KEPT_AFTER < 2000
    open_log(stage)
    stage.write("Met Jane Roe re the pilot")
    stage.qtbot.waitUntil(lambda: (stage.workspace.drafts.load("log") or {}).get("text") == "Met Jane Roe re the pilot")


def test_a_failed_save_says_why_and_keeps_everything(stage: Stage) -> None:
    panel = open_log(stage)
    stage.write("Met re imaging pilot")
    stage.press(Key.Key_Return, modifier=CONTROL)
    assert "whom" in panel.problem.text()
    assert panel.field.toPlainText() == "Met re imaging pilot"
    assert stage.workspace.drafts.load("log") is not None


def test_a_saved_entry_leaves_no_draft_behind(stage: Stage) -> None:
    open_log(stage)
    stage.write("Met Jane Roe")
    stage.press(Key.Key_Return, modifier=CONTROL)
    assert stage.workspace.drafts.all() == []
    assert open_log(stage).field.text() == ""


def test_starting_afresh_leaves_the_draft(stage: Stage) -> None:
    open_log(stage)
    stage.write("Met Jane Roe")
    stage.press(Key.Key_Escape)
    panel = open_log(stage)
    panel.hints.afresh.emit()
    assert panel.field.toPlainText() == ""
    assert stage.workspace.drafts.all() == []


@pytest.mark.parametrize("kept", ["Called Jane Roe re letter", "Called Jane Roe "])
def test_a_sentence_typed_behind_the_draft_is_a_line_of_its_own_and_neither_is_lost(stage: Stage, kept: str) -> None:
    panel = open_log(stage)
    stage.write(kept)
    panel.notes.set_value("Two trusts")
    stage.press(Key.Key_Escape)
    panel = open_log(stage)
    stage.write("met Bob Lee re beds")
    assert (panel.field.text(), panel.notes.value()) == ("met Bob Lee re beds", "")
    stage.press(Key.Key_U, modifier=ALT)
    assert (panel.field.text(), panel.notes.value()) == (kept, "Two trusts")
    stage.press(Key.Key_U, modifier=ALT)
    assert (panel.field.text(), panel.notes.value()) == ("met Bob Lee re beds", "")
    stage.press(Key.Key_Return, modifier=CONTROL)
    (row,) = stage.workspace.interactions.recent()
    detail = stage.workspace.interactions.get(row.id)
    assert ([each.contact for each in detail.participants], detail.subject, detail.notes) == (["Bob Lee"], "beds", "")
    again = open_log(stage)
    assert (again.field.text(), again.notes.value()) == (kept, "Two trusts")


@pytest.mark.parametrize("more", ["s", " and met Bob Lee", " f 2w"])
def test_what_goes_on_behind_the_draft_belongs_to_it(stage: Stage, more: str) -> None:
    open_log(stage)
    stage.write("Met Jane Roe re bed")
    stage.press(Key.Key_Escape)
    panel = open_log(stage)
    stage.write(more)
    assert panel.field.text() == f"Met Jane Roe re bed{more}"


def test_on_a_persons_page_a_verb_behind_the_draft_begins_a_line_about_them(stage: Stage) -> None:
    stage.context.navigator.open("contact", 1)
    open_log(stage)
    stage.press(Key.Key_End)
    stage.write("re beds")
    stage.press(Key.Key_Escape)
    panel = open_log(stage)
    assert panel.field.text() == "Met Jane Roe re beds"
    stage.write("called re a letter")
    assert panel.field.text() == "called Jane Roe re a letter"


def test_saving_and_another_goes_on_with_the_same_organisation_and_day(stage: Stage) -> None:
    panel = open_log(stage)
    stage.write("Met Jane Roe yesterday")
    stage.press(Key.Key_Return, modifier=CONTROL | SHIFT)
    assert stage.top(LogPanel) is panel
    stage.write("Bob Lee")
    stage.press(Key.Key_Return, modifier=CONTROL)
    last = max(stage.workspace.interactions.recent(), key=lambda row: row.id)
    assert last.day == clock.today() - timedelta(days=1)
    assert [(each.contact, each.organisation) for each in last.participants] == [("Bob Lee", "Acme Imaging")]


def test_opened_from_a_contact_it_begins_with_that_contact(stage: Stage) -> None:
    lee = next(row.id for row in stage.workspace.contacts.page() if row.name == "Bob Lee")
    stage.context.navigator.open("log", contact=lee)
    stage.write("re scans")
    stage.press(Key.Key_Return, modifier=CONTROL)
    row = stage.workspace.interactions.recent()[0]
    assert ([each.contact for each in row.participants], row.subject) == (["Bob Lee"], "scans")


def test_plain_tab_goes_from_the_line_to_the_chips_and_the_notes(stage: Stage) -> None:
    panel = open_log(stage)
    stage.write("Met Jane Roe ")
    seen = []
    for _ in range(4):
        stage.press(Key.Key_Tab)
        seen.append(QApplication.focusWidget())
    assert seen[:3] == panel.understood.chips()
    assert seen[3] is panel.notes
