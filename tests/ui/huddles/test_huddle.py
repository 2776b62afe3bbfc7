"""The page of one huddle: planned, invited, replied to; held, with hands and the close-out; by keys."""

from collections.abc import Iterator
from datetime import time, timedelta
from pathlib import Path

import pytest
import python_calamine
import time_machine
from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QApplication, QFileDialog, QMenu
from pytestqt.qtbot import QtBot

from crm import clock
from crm.contacts import ContactDraft, Email
from crm.db.dump import logical_dump
from crm.huddles import HuddleDraft
from crm.organisations import OrganisationDraft
from crm.pitches import PitchDraft
from crm.workspace import Workspace
from tests.copies import Written
from tests.ui.stage import ALT, CONTROL, SHIFT, Stage
from ui.huddles import sign_in_pdf
from ui.huddles.detail import HuddlePage
from ui.huddles.editor import HuddlePanel
from ui.huddles.hands import HandForm
from ui.huddles.people import COLUMNS, sentence
from ui.huddles.pitches import PitchForm
from ui.kit import motion
from ui.shell.navigator import Place

ANN, BOB, CARA = 1, 2, 3


def write(opened: Workspace) -> None:
    """Ann, Bob and Cara; huddle 1 was held 30 days ago with Ann and Bob, huddle 2 is in five days."""
    acme = opened.organisations.create(OrganisationDraft("Acme Imaging"))
    for given, family, place in (("Ann", "Ashworth", acme), ("Bob", "Birch", None), ("Cara", "Cole", None)):
        email = Email(f"{given.lower()}@{family.lower()}.example", is_primary=True)
        opened.contacts.create(ContactDraft(given, family, emails=(email,), organisation_id=place))
    today = clock.today()
    held = opened.huddles.plan(HuddleDraft(today - timedelta(days=30), time(15), time(16), series_id=1, pitch_slots=3))
    opened.attendance.reply(held, [ANN, BOB, CARA], "registered")
    opened.attendance.mark(held, [ANN, BOB], "attended")
    opened.huddles.plan(
        HuddleDraft(today + timedelta(days=5), time(15), time(16), series_id=1, pitch_slots=3, capacity=20)
    )


@pytest.fixture
def workspace(written: Written[None]) -> Workspace:
    return written(write)[0]


@pytest.fixture
def before(qtbot: QtBot, workspace: Workspace) -> Iterator[Stage]:
    yield from _stage(qtbot, workspace, 2)


@pytest.fixture
def after(qtbot: QtBot, workspace: Workspace) -> Iterator[Stage]:
    yield from _stage(qtbot, workspace, 1)


def _stage(qtbot: QtBot, workspace: Workspace, huddle: int) -> Iterator[Stage]:
    motion.set_reduced(True)
    stage = Stage(qtbot, workspace, Place("huddle", huddle))
    yield stage
    stage.window.close()
    motion.set_reduced(False)


def page(stage: Stage) -> HuddlePage:
    return stage.page(HuddlePage)


def replies(stage: Stage, huddle: int) -> dict[str, str]:
    rows = stage.store.rows(
        "SELECT c.given_name, a.registration FROM attendance a JOIN contact c ON c.id = a.contact_id "
        "WHERE a.huddle_id = ?",
        (huddle,),
    )
    return dict(rows)


def presence(stage: Stage, huddle: int) -> dict[str, str]:
    rows = stage.store.rows(
        "SELECT c.given_name, a.presence FROM attendance a JOIN contact c ON c.id = a.contact_id WHERE a.huddle_id = ?",
        (huddle,),
    )
    return dict(rows)


def choose(stage: Stage, words: str) -> None:
    """Run the line of the open menu that holds these words."""
    menu = QApplication.activePopupWidget()
    assert isinstance(menu, QMenu)
    found = [action for action in menu.actions() if words in action.text()]
    assert isinstance(found[0], QAction)
    menu.setActiveAction(found[0])
    stage.press(Qt.Key.Key_Return)


def test_a_planned_huddle_opens_with_its_before_part_and_a_held_one_with_its_after_part(
    before: Stage, workspace: Workspace
) -> None:
    assert page(before).tabs.current() == "before"
    before.context.navigator.open("huddle", 1)
    assert page(before).tabs.current() == "after"


def test_those_who_came_last_time_are_invited_in_three_keys(before: Stage) -> None:
    before.press(Qt.Key.Key_I, modifier=CONTROL)
    choose(before, "Who came to Huddle 1")
    assert replies(before, 2) == {"Ann": "invited", "Bob": "invited"}
    assert before.pressed <= 3
    assert before.toast().startswith("Invited: 2 people")


def test_whoever_is_in_the_trash_is_not_invited_again_nor_on_paper_and_the_list_says_so(
    before: Stage, workspace: Workspace
) -> None:
    workspace.trash.put("contact", [BOB])
    before.press(Qt.Key.Key_I, modifier=CONTROL)
    choose(before, "Who came to Huddle 1")
    assert replies(before, 2) == {"Ann": "invited"}
    rows = workspace.attendance.rows(1)
    assert [row.name for row in sign_in_pdf.expected(rows)] == ["Ann Ashworth", "Cara Cole"]
    assert ["in the trash" in sentence(row) for row in rows] == [False, True, False]


def test_a_letter_sets_the_reply_of_every_chosen_person(before: Stage, workspace: Workspace) -> None:
    workspace.attendance.invite(2, [ANN, BOB, CARA])
    table = page(before).before.table
    before.qtbot.waitUntil(lambda: len(table.shown) == 3)
    table.setFocus()
    before.press(Qt.Key.Key_A, modifier=CONTROL)
    before.press(Qt.Key.Key_R)
    assert set(replies(before, 2).values()) == {"registered"}
    before.press(Qt.Key.Key_Z, modifier=CONTROL)
    assert set(replies(before, 2).values()) == {"invited"}


def test_somebody_known_is_registered_by_name(before: Stage) -> None:
    field = page(before).before.add
    field.setFocus()
    before.write("cara")
    before.press(Qt.Key.Key_Return, Qt.Key.Key_Return)
    assert replies(before, 2) == {"Cara": "registered"}
    assert before.store.value("SELECT count(*) FROM contact") == 3


def test_somebody_new_is_added_to_the_contacts_and_registered_as_one_action(before: Stage) -> None:
    dump = logical_dump(before.store.connection())
    page(before).before.add.setFocus()
    before.write("Zara Quill")
    before.press(Qt.Key.Key_Return, Qt.Key.Key_Return)
    assert replies(before, 2) == {"Zara": "registered"}
    before.workspace.undo()
    assert logical_dump(before.store.connection()) == dump


def test_the_places_taken_and_the_replies_are_told_in_numbers(before: Stage, workspace: Workspace) -> None:
    workspace.attendance.reply(2, [ANN, BOB], "registered")
    workspace.attendance.invite(2, [CARA])
    part = page(before).before
    before.qtbot.waitUntil(lambda: part.places.text() == "2 of 20 places taken")
    assert part.bar.accessibleName() == "Replies: 2 registered, 1 no reply"


def test_a_pitch_is_added_and_moved_by_keys(before: Stage, workspace: Workspace) -> None:
    workspace.pitches.add(2, PitchDraft("Sensor kit findings"))
    before.press(Qt.Key.Key_P, modifier=CONTROL | SHIFT)
    before.top(PitchForm)
    before.write("Trust data sandbox")
    before.press(Qt.Key.Key_Return, modifier=CONTROL)
    agenda = page(before).before.pitches.list
    before.qtbot.waitUntil(lambda: agenda.rows()[1].title == "Trust data sandbox")
    agenda.setFocus()
    agenda.select_row(1)
    before.press(Qt.Key.Key_Up, modifier=CONTROL | SHIFT)
    titles = [row[0] for row in before.store.rows("SELECT topic FROM pitch ORDER BY position")]
    assert titles == ["Trust data sandbox", "Sensor kit findings"]
    before.qtbot.waitUntil(lambda: agenda.rows()[0].title == "Trust data sandbox")
    assert agenda.rows()[2].title == "Free slot"


def test_a_huddle_is_planned_with_what_the_last_one_had_in_one_key(before: Stage) -> None:
    before.context.navigator.open("plan_huddle")
    panel = before.top(HuddlePanel)
    assert panel.form.values()["number"] == 3
    assert panel.form.values()["capacity"] == 20
    before.press(Qt.Key.Key_Return, modifier=CONTROL)
    assert before.store.rows("SELECT title, capacity FROM huddle WHERE number = 3") == [("Huddle 3", 20)]
    assert page(before).title() == "Huddle 3"


def test_a_time_that_does_not_exist_is_refused_at_its_field_and_what_was_typed_stays(before: Stage) -> None:
    before.context.navigator.open("plan_huddle")
    form = before.top(HuddlePanel).form
    form.field("day").setText("28 March 2027")
    form.field("starts").setText("01:30")
    before.press(Qt.Key.Key_Return, modifier=CONTROL)
    assert "does not exist" in form.errors()["starts"]
    assert form.field("starts").text() == "01:30"
    assert before.store.value("SELECT count(*) FROM huddle") == 2


def test_what_was_typed_of_a_huddle_survives_esc(before: Stage) -> None:
    before.context.navigator.open("plan_huddle")
    before.top(HuddlePanel).form.field("venue").setText("Northgate University")
    before.top(HuddlePanel).form.field("venue").edited.emit()
    before.press(Qt.Key.Key_Escape)
    before.context.navigator.open("plan_huddle")
    before.press(Qt.Key.Key_U, modifier=ALT)
    assert before.top(HuddlePanel).form.field("venue").text() == "Northgate University"


def test_locking_makes_no_shows_and_unlocking_takes_them_back(after: Stage) -> None:
    closing = page(after).after.closing
    closing.list.setFocus()
    closing.list.select_row(0)
    after.press(Qt.Key.Key_Return)
    assert presence(after, 1)["Cara"] == "absent"
    after.qtbot.waitUntil(lambda: page(after).lock_chip.isVisible())
    after.press(Qt.Key.Key_Return)
    assert presence(after, 1)["Cara"] == "unknown"


def test_a_hand_is_noted_and_followed_up_by_keys(after: Stage, workspace: Workspace) -> None:
    workspace.pitches.add(1, PitchDraft("Two-trust imaging pilot", "ask", contact_id=ANN))
    card = page(after).after.hands
    after.qtbot.waitUntil(lambda: len(card.list.rows()) == 1)
    card.list.setFocus()
    after.press(Qt.Key.Key_H)
    after.top(HandForm)
    after.write("bob")
    after.press(Qt.Key.Key_Tab)
    after.press(Qt.Key.Key_Return, modifier=CONTROL)
    after.qtbot.waitUntil(lambda: len(card.list.rows()) == 2)
    assert after.store.rows("SELECT contact_id, kind FROM hand") == [(BOB, "interested")]
    card.list.select_row(1)
    after.press(Qt.Key.Key_F)
    assert after.store.rows("SELECT contact_id, huddle_id, pitch_id FROM follow_up") == [(BOB, 1, 1)]
    assert after.store.value("SELECT settled_at IS NOT NULL FROM hand") == 1


def test_a_step_of_the_close_out_shows_its_people_and_its_letter(after: Stage) -> None:
    closing = page(after).after.closing
    closing.list.setFocus()
    row = next(n for n, each in enumerate(closing.list.rows()) if each.id == "thank")
    closing.list.select_row(row)
    after.press(Qt.Key.Key_Return)
    choose(after, "Copy their addresses")
    assert QApplication.clipboard().text() == "ann@ashworth.example, bob@birch.example"
    assert {each.name for each in page(after).after.table.shown} == {"Ann Ashworth", "Bob Birch"}
    assert page(after).after.table.selected_count() == 2


def test_a_ticked_step_is_taken_back_by_the_same_key(after: Stage) -> None:
    closing = page(after).after.closing
    closing.list.setFocus()
    row = next(n for n, each in enumerate(closing.list.rows()) if each.id == "thank")
    closing.list.select_row(row)
    after.press(Qt.Key.Key_Space)
    assert after.store.rows("SELECT step FROM close_out") == [("thank",)]
    after.qtbot.waitUntil(lambda: closing.list.rows()[row].tick is True)
    after.press(Qt.Key.Key_Space)
    assert after.store.rows("SELECT step FROM close_out") == []


def test_presence_is_set_by_letters_after_the_huddle(after: Stage) -> None:
    table = page(after).after.table
    table.setFocus()
    row = next(n for n, each in enumerate(table.shown) if each.name == "Cara Cole")
    table.selectRow(row)
    after.press(Qt.Key.Key_E)
    assert presence(after, 1)["Cara"] == "apologies"


@pytest.mark.parametrize(("deed", "magic"), [("sign_in_sheet", b"%PDF"), ("badges", b"%PDF"), ("huddle_ics", b"BEGIN")])
def test_paper_and_calendar_are_written_where_one_says(
    before: Stage, workspace: Workspace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, deed: str, magic: bytes
) -> None:
    workspace.attendance.reply(2, [ANN, BOB], "registered")
    target = tmp_path / f"out{'.ics' if deed == 'huddle_ics' else '.pdf'}"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(target), ""))
    before.context.actions.run(deed)
    assert target.read_bytes().startswith(magic)
    assert target.name in before.toast()


def test_the_list_is_exported_with_names_and_replies(
    before: Stage, workspace: Workspace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    workspace.attendance.reply(2, [ANN, BOB], "registered")
    target = tmp_path / "list.xlsx"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(target), ""))
    before.press(Qt.Key.Key_E, modifier=CONTROL | SHIFT)
    before.qtbot.waitUntil(lambda: "2 rows exported" in before.toast())
    sheet = python_calamine.CalamineWorkbook.from_path(target).get_sheet_by_index(0)
    assert {"Ann Ashworth", "registered"} <= {str(cell) for row in sheet.to_python() for cell in row}


def test_the_invitation_is_copied_with_day_and_place(before: Stage) -> None:
    before.context.actions.run("copy_invitation")
    assert "Huddle 2" in QApplication.clipboard().text()
    assert "15:00" in QApplication.clipboard().text()


def test_a_huddle_in_the_trash_says_so_and_comes_back_by_undo(before: Stage) -> None:
    before.context.actions.run("trash_huddle")
    assert before.store.value("SELECT deleted_at IS NOT NULL FROM huddle WHERE id = 2") == 1
    before.press(Qt.Key.Key_Z, modifier=CONTROL)
    assert before.store.value("SELECT deleted_at FROM huddle WHERE id = 2") is None


def test_who_came_in_another_zone_came_by_the_clock_on_its_wall(workspace: Workspace) -> None:
    with time_machine.travel("2026-05-21T15:05:00Z", tick=False):
        there = workspace.huddles.plan(
            HuddleDraft(clock.today(), time(11), time(12), series_id=1, time_zone="America/New_York")
        )
        workspace.attendance.check_in(there, ANN)
    came = next(column for column in COLUMNS if column.key == "came")
    assert [came.text(row) for row in workspace.attendance.rows(there)] == ["11:05"]
