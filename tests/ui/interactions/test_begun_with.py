"""Whom a line begins with: nobody, but from the record's own page or by a choice; and typing goes on from there."""

from datetime import time, timedelta

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, QPoint, Qt
from PySide6.QtGui import QContextMenuEvent, QGuiApplication
from PySide6.QtWidgets import QApplication

from crm import clock
from crm.contacts import ContactDraft
from crm.huddles import HuddleDraft
from crm.opportunities import OpportunityDraft, PartyDraft
from crm.organisations import OrganisationDraft
from tests.ui.stage import CONTROL, SHIFT, Stage
from ui import pages
from ui.interactions.log_panel import LogPanel
from ui.kit.table import TableView

Key = Qt.Key
JANE, ACME = 1, 1
# The pages a person may stand on when something has happened: each with the id of its record and whom it is about.
PLACES: list[tuple[str, int | None, str]] = [
    (spec.kind, 1 if spec.of_record else None, {"contact": "Jane Roe", "organisation": "Acme Imaging",
                                                "opportunity": "Acme Imaging"}.get(spec.kind, ""))
    for spec in pages.PAGES
    if spec.kind != "attendance_review"  # of a report that lies open, which the huddle's tests have
]  # fmt: skip


@pytest.fixture
def desk(stage: Stage) -> Stage:
    """The window with a huddle and an opportunity of Acme Imaging."""
    made = stage.workspace
    soon = clock.today() + timedelta(days=7)
    made.huddles.plan(HuddleDraft(soon, time(15), time(16), "Spring gathering"))
    made.opportunities.create(OpportunityDraft("Imaging pilot", parties=(PartyDraft("lead", ACME),)))
    return stage


def go(stage: Stage, kind: str, id_: int | None) -> None:
    stage.context.navigator.open(kind, id_)
    settle(stage)


def settle(stage: Stage) -> None:
    stage.qtbot.waitUntil(lambda: not stage.context.tasks.busy())
    QApplication.processEvents()


def open_log(stage: Stage) -> LogPanel:
    stage.press(Key.Key_L, modifier=CONTROL)
    return stage.top(LogPanel)


def selected(panel: LogPanel) -> str:
    return panel.field.textCursor().selectedText()


def logged(stage: Stage) -> tuple[str, list[str], str, str, tuple[str, ...]]:
    """Kind, who took part, subject, notes and tags of what was logged."""
    (row,) = stage.workspace.interactions.recent()
    detail = stage.workspace.interactions.get(row.id)
    who = [each.contact or each.organisation for each in detail.participants]
    return detail.kind, who, detail.subject, detail.notes, detail.tags


def test_a_line_is_about_somebody_on_their_own_page_alone_and_takes_45_keys_at_most_with_its_follow_up(
    desk: Stage,
) -> None:
    for kind, id_, about in PLACES:
        go(desk, kind, id_)
        desk.pressed = 0
        panel = open_log(desk)
        assert panel.field.text().strip() == (f"Met {about}" if about else ""), kind
        assert selected(panel).strip() == about
        desk.write("met bob le")
        desk.press(Key.Key_Tab)
        desk.write("re imaging pilot #im")
        desk.press(Key.Key_Tab)
        desk.write("f 2w")
        desk.press(Key.Key_Return, modifier=CONTROL)
        assert desk.pressed <= 45, kind
        assert logged(desk) == ("meeting", ["Bob Lee"], "imaging pilot", "", ("imaging",)), kind
        (due,) = desk.workspace.followups.due_now(today=clock.today() + timedelta(days=14))
        assert (due.due_on, due.contact) == (clock.today() + timedelta(days=14), "Bob Lee")
        desk.workspace.undo()


VERBS = {
    "called": "call",
    "video called": "video call",
    "spoke to": "call",
    "email from": "email",
    "had coffee with": "meeting",
    "note on": "note",
}


def test_a_second_verb_starts_over(desk: Stage) -> None:
    go(desk, "contact", JANE)
    for verb, kind in VERBS.items():
        panel = open_log(desk)
        desk.write(f"{verb} bob lee re imaging")
        assert panel.field.text().split() == [*verb.split(), "bob", "lee", "re", "imaging"]
        desk.press(Key.Key_Return, modifier=CONTROL)
        assert logged(desk) == (kind, ["Bob Lee"], "imaging", "", ())
        desk.workspace.undo()


LINES = {
    "Bob Lee re scans": "Met Bob Lee re scans",
    "with Bob Lee": "Met with Bob Lee",
    "re scans": "Met Jane Roe re scans",
    "about scans f 2w": "Met Jane Roe about scans f 2w",
    "to discuss scans": "Met Jane Roe to discuss scans",
    "yesterday re scans": "Met Jane Roe yesterday re scans",
    "on friday re scans": "Met Jane Roe on friday re scans",
    "3pm re scans": "Met Jane Roe 3pm re scans",
    "f 2w": "Met Jane Roe f 2w",
    "follow up friday": "Met Jane Roe follow up friday",
    "and Bob Lee": "Met Jane Roe and Bob Lee",
    ", Bob Lee": "Met Jane Roe, Bob Lee",
    "called re scans": "called Jane Roe re scans",
    "emailed Bob Lee": "emailed Bob Lee",
}


def test_a_name_typed_takes_the_place_of_the_one_there_and_what_is_no_name_goes_behind_it(desk: Stage) -> None:
    go(desk, "contact", JANE)
    lines = {}
    for typed in LINES:
        panel = open_log(desk)
        desk.write(typed)
        lines[typed] = panel.field.text().rstrip()
        desk.context.overlay.close_all()
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)  # the card goes, before its draft does
        for draft in desk.workspace.drafts.all():
            desk.workspace.drafts.discard(draft.key)
    assert lines == LINES


@pytest.mark.parametrize("key", [Key.Key_End, Key.Key_Right])
def test_moving_on_keeps_the_name(desk: Stage, key: Key) -> None:
    go(desk, "contact", JANE)
    panel = open_log(desk)
    desk.press(key)
    desk.write("re scans")
    assert panel.field.text() == "Met Jane Roe re scans"


def test_another_verb_behind_the_name_starts_over_with_it(desk: Stage) -> None:
    go(desk, "contact", JANE)
    panel = open_log(desk)
    desk.press(Key.Key_End)
    desk.write("called ")
    assert (panel.field.text(), selected(panel)) == ("called Jane Roe ", "Jane Roe ")
    assert panel.kinds.current() == "call"
    desk.write("bob lee")
    assert panel.field.text() == "called bob lee"


def test_a_sentence_pasted_over_the_name_is_the_line(desk: Stage) -> None:
    go(desk, "contact", JANE)
    panel = open_log(desk)
    QGuiApplication.clipboard().setText("Called Bob Lee re scans yesterday")
    desk.press(Key.Key_V, modifier=CONTROL)
    assert panel.field.text() == "Called Bob Lee re scans yesterday"


def test_a_name_that_is_deleted_stays_away(desk: Stage) -> None:
    go(desk, "contact", JANE)
    panel = open_log(desk)
    desk.press(Key.Key_Delete)
    desk.write("re scans")
    assert panel.field.text() == "Met re scans"


def test_one_step_of_undo_brings_the_name_back(desk: Stage) -> None:
    go(desk, "contact", JANE)
    panel = open_log(desk)
    desk.write("B")
    desk.press(Key.Key_Z, modifier=CONTROL)
    assert panel.field.text() == "Met Jane Roe "


@pytest.mark.parametrize(
    ("page", "line"),
    [("contacts", "Met Bob Kay and Bob Lee "), ("organisations", "Met Acme Imaging and Dee Bioworks ")],
)
def test_rows_that_were_selected_are_a_choice_and_the_current_one_is_none(desk: Stage, page: str, line: str) -> None:
    go(desk, page, None)
    desk.window.host.current_page().findChild(TableView).setFocus()
    desk.press(Key.Key_Home)
    assert open_log(desk).field.text() == ""
    desk.press(Key.Key_Escape)
    desk.press(Key.Key_Down, modifier=SHIFT)
    panel = open_log(desk)
    assert (panel.field.text(), selected(panel)) == (line, line.removeprefix("Met "))
    desk.press(Key.Key_End)
    desk.write("re scans")
    desk.press(Key.Key_Return, modifier=CONTROL)
    assert " and ".join(logged(desk)[1]) == line.removeprefix("Met ").strip()


def test_more_rows_than_a_line_takes_name_nobody_and_say_so(desk: Stage) -> None:
    for number in range(12):
        desk.workspace.organisations.create(OrganisationDraft(f"Newco {number}"))
    go(desk, "organisations", None)
    desk.window.host.current_page().findChild(TableView).setFocus()
    desk.press(Key.Key_A, modifier=CONTROL)
    assert open_log(desk).field.text() == ""
    assert desk.toast() == "A line takes 12 organisations: name those you met."


def test_the_menu_of_a_row_logs_with_that_row(desk: Stage) -> None:
    go(desk, "contacts", None)
    table = desk.window.host.current_page().findChild(TableView)
    table.setFocus()
    desk.press(Key.Key_End)
    asked = QContextMenuEvent(QContextMenuEvent.Reason.Keyboard, QPoint(40, 40), QPoint(40, 40))
    QApplication.sendEvent(table.viewport(), asked)
    menu = QApplication.activePopupWidget()
    assert menu is not None
    lines = {action.text().partition("\t")[0]: action for action in menu.actions()}
    lines["Log a meeting with this contact"].trigger()
    menu.close()
    assert desk.top(LogPanel).field.text() == "Met Jane Roe "


def test_ctrl_enter_in_the_palette_logs_with_what_it_is_on(desk: Stage) -> None:
    go(desk, "today", None)
    desk.press(Key.Key_K, modifier=CONTROL)
    desk.write("jane")
    desk.press(Key.Key_Return, modifier=CONTROL)
    assert desk.top(LogPanel).field.text() == "Met Jane Roe "


@pytest.mark.parametrize("page", ["today", "contacts", "pipeline"])
def test_the_side_bar_begins_a_line_with_nobody(desk: Stage, page: str) -> None:
    go(desk, page, None)
    desk.window.sidebar.log_button.click()
    assert desk.top(LogPanel).field.text() == ""


def test_the_card_in_focus_on_the_board_is_no_choice(desk: Stage) -> None:
    go(desk, "pipeline", None)
    desk.press(Key.Key_Tab, Key.Key_Down, Key.Key_Down)
    assert open_log(desk).field.text() == ""


def test_two_people_of_one_name_who_were_selected_are_told_apart(desk: Stage) -> None:
    twin = desk.workspace.contacts.create(ContactDraft("Jane", "Roe", organisation_id=2))
    desk.context.navigator.open("log", contacts=(JANE, twin))
    panel = desk.top(LogPanel)
    assert panel.field.text() == "Met Jane Roe at Acme Imaging and Jane Roe at Dee Bioworks "
    desk.press(Key.Key_End, Key.Key_Return, modifier=CONTROL)
    (row,) = desk.workspace.interactions.recent()
    assert [(each.contact_id, each.organisation) for each in row.participants] == [
        (JANE, "Acme Imaging"),
        (twin, "Dee Bioworks"),
    ]
