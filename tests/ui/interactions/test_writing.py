"""What is written in the panel goes where it is meant: pasted lines, emoji, long notes, names, and the hour said."""

from datetime import timedelta

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication, QScrollArea

from crm import clock
from crm.contacts import ContactDraft
from crm.interactions import InteractionDraft, Party
from crm.introductions import IntroductionDraft
from tests.ui.stage import CONTROL, Stage
from ui.contacts.detail import ContactPage
from ui.interactions.log_panel import LogPanel
from ui.interactions.understood_parts import Role
from ui.kit.field_row import FieldRow
from ui.kit.fields import NotesField
from ui.kit.label import Label
from ui.records.history_view import HistoryView

Key = Qt.Key


def open_log(stage: Stage) -> LogPanel:
    stage.press(Key.Key_L, modifier=CONTROL)
    return stage.top(LogPanel)


def paste(stage: Stage, text: str) -> None:
    QGuiApplication.clipboard().setText(text)
    stage.press(Key.Key_V, modifier=CONTROL)


def test_the_first_of_several_pasted_lines_is_the_sentence_and_the_others_are_the_notes(stage: Stage) -> None:
    panel = open_log(stage)
    paste(stage, "\r\nMet Jane Roe re scans\r\n\r\n- two trusts\r\n- 200 scans each\r\n")
    assert panel.field.text() == "Met Jane Roe re scans"
    assert panel.notes.value() == "- two trusts\n- 200 scans each"
    stage.press(Key.Key_Return, modifier=CONTROL)
    (row,) = stage.workspace.interactions.recent()
    detail = stage.workspace.interactions.get(row.id)
    assert (detail.subject, detail.notes) == ("scans", "- two trusts\n- 200 scans each")


def test_lines_pasted_later_go_below_the_notes_there_are(stage: Stage) -> None:
    panel = open_log(stage)
    stage.write("Met ")
    panel.notes.set_value("Before")
    paste(stage, "Jane Roe\nThen\tthis")
    assert (panel.field.text(), panel.notes.value()) == ("Met Jane Roe", "Before\nThen\tthis")


def test_one_line_pasted_stays_in_the_line(stage: Stage) -> None:
    panel = open_log(stage)
    paste(stage, "  Met   Jane\tRoe \n")
    assert (panel.field.text(), panel.notes.value()) == ("Met Jane Roe", "")


@pytest.mark.parametrize("emoji", ["🎉", "👩‍⚕️", "🎉🎉 "])
def test_an_emoji_shifts_no_mark_and_no_edit(stage: Stage, emoji: str) -> None:
    panel = open_log(stage)
    paste(stage, f"{emoji} Met Jane Roe {emoji}yesterday re scans {emoji}#imaging ")
    block = panel.field.document().firstBlock()
    units = block.text().encode("utf-16-le")
    marked = [units[2 * each.start : 2 * (each.start + each.length)].decode("utf-16-le")
              for each in block.layout().formats()]  # fmt: skip
    assert marked == ["Jane Roe", "yesterday", "#imaging"]
    when = next(each for each in panel.understood.chips() if each.part and each.part.role is Role.WHEN)
    when.setFocus()
    stage.press(Key.Key_Return)
    stage.write("2 days ago")
    stage.press(Key.Key_Return)
    day = clock.today() - timedelta(days=2)
    assert f"Roe {emoji}{day.day}/{day.month}/{day.year} re" in panel.field.text()


def test_a_name_is_completed_behind_an_emoji(stage: Stage) -> None:
    panel = open_log(stage)
    paste(stage, "🎉 met")
    stage.write(" jane ro")
    stage.press(Key.Key_Tab)
    assert panel.field.text() == "🎉 met Jane Roe "


def test_a_chip_of_the_line_leads_to_its_words_behind_an_emoji(stage: Stage) -> None:
    panel = open_log(stage)
    paste(stage, "🎉 Met Jane Roe #imaging")
    tag = next(each for each in panel.understood.chips() if each.part and each.part.role is Role.TAG)
    tag.setFocus()
    stage.press(Key.Key_Return)
    assert panel.field.textCursor().selectedText() == "#imaging"


def in_sight(notes: NotesField, area: QScrollArea) -> bool:
    """Whether the line of the cursor can be seen where the notes lie."""
    at = notes.viewport().mapTo(area.viewport(), notes.cursorRect().center())
    return bool(area.viewport().rect().contains(QPoint(max(0, at.x()), at.y())))


def test_the_notes_of_the_panel_scroll_to_the_cursor_in_a_low_window(stage: Stage) -> None:
    stage.window.resize(1024, 680)
    panel = open_log(stage)
    stage.write("Met Jane Roe re scans #imaging f 2w")
    panel.notes.setFocus()
    area = panel.findChild(QScrollArea)
    for number in range(14):
        stage.write(f"line {number}")
        stage.press(Key.Key_Return)
        stage.qtbot.waitUntil(lambda: in_sight(panel.notes, area))


def test_the_notes_on_the_page_of_a_contact_scroll_to_the_cursor(stage: Stage) -> None:
    stage.window.resize(1024, 680)
    stage.workspace.contacts.edit(1, about="\n".join(f"line {number}" for number in range(30)))
    stage.context.navigator.open("contact", 1)
    page = stage.page(ContactPage)
    row = next(each for each in page.findChildren(FieldRow) if each.value() and "line 29" in str(each.value()))
    row.edit()
    notes = row.findChild(NotesField)
    area = next(each for each in page.findChildren(QScrollArea) if each.isAncestorOf(notes))
    for key in (Key.Key_End, Key.Key_Home):
        stage.press(key, modifier=CONTROL)
        stage.qtbot.waitUntil(lambda: in_sight(notes, area))


def test_the_hour_that_was_said_stands_in_the_history(stage: Stage) -> None:
    open_log(stage)
    stage.write("Met Jane Roe at 2.30pm on 3/11/2026 re scans")
    stage.press(Key.Key_Return, modifier=CONTROL)
    stage.workspace.interactions.log(InteractionDraft(clock.today() - timedelta(days=60), parties=(Party(1),)))
    for kind in ("contact", "organisation"):
        stage.context.navigator.open(kind, 1)
        events = stage.window.host.current_page().findChild(HistoryView).timeline.events()
        stage.qtbot.waitUntil(lambda events=events: events.rowCount() >= 2)
        dates = [events.event_at(number).date for number in range(events.rowCount())]
        assert "3 Nov, 14:30" in dates
        assert sum("," in each for each in dates) == 1


def test_names_keep_their_capitals_in_the_sentence_beside_the_ledger(stage: Stage) -> None:
    tessa = stage.workspace.contacts.create(ContactDraft("Tessa", "Lister"))
    made = stage.workspace.introductions.add(IntroductionDraft("A sandbox", (1, tessa)))
    stage.context.navigator.open("introductions", introduction=made)
    stage.qtbot.waitUntil(lambda: not stage.context.tasks.busy())
    QApplication.processEvents()
    texts = [each.text() for each in stage.window.findChildren(Label)]
    assert "Jane Roe and Tessa Lister not asked yet" in texts


def test_a_new_contact_is_offered_by_the_name_that_was_typed(stage: Stage) -> None:
    panel = open_log(stage)
    stage.workspace.contacts.create(ContactDraft("Mary", "O’Neill"))
    stage.workspace.contacts.create(ContactDraft("Mary", "O’Neill"))
    stage.write("Met Mary O'Neill")
    stage.press(Key.Key_Escape)
    person = next(each for each in panel.understood.chips() if each.part and each.part.role is Role.PERSON)
    person.setFocus()
    stage.press(Key.Key_Return)
    menu = QApplication.activePopupWidget()
    assert menu is not None
    assert "New contact: Mary O'Neill" in [action.text() for action in menu.actions()]
    menu.close()
