"""The review of attendance files in a real window: nothing is written before it is applied; by keys, mouse and drop."""

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog
from pytestqt.qtbot import QtBot

from crm.workspace import Workspace
from tests.crm.huddle_maker import LATER, huddle, person
from tests.ui.huddles.review.desk import DIAL_IN, IDA, JANE, RAVI, Review
from tests.ui.stage import CONTROL
from ui.huddles.detail import HuddlePage
from ui.huddles.editor import HuddlePanel
from ui.huddles.review.page import AttendanceReviewPage
from ui.importing.page import ImportPage
from ui.kit.rows import RowList
from ui.shell import dropped_files
from ui.shell.navigator import Place


def test_the_review_groups_the_lines_says_what_each_adds_and_writes_nothing(desk: Review) -> None:
    before = desk.dump()
    desk.look_at(desk.file(JANE, RAVI, IDA, DIAL_IN))
    assert desk.counts() == {"To decide": "1", "Matched": "1", "New": "1", "Unnamed": "1", "Skipped": "1"}
    assert desk.front.subtitle() == "report.csv: Microsoft Teams report, 3 people, 1 unnamed"
    assert desk.says("Of 20 May 2026, the day of this huddle")
    desk.show_group("Matched")
    assert desk.listed() == [("Jane Roe", "Acme Imaging guessed from the address", "attended, 60 min")]
    desk.show_group("Skipped")
    assert "telephone" in desk.listed()[0][2]
    desk.show_group("New")
    assert desk.listed() == [("Ida Moss", "Acme Imaging guessed from the address", "attended, 60 min")]
    assert desk.dump() == before


def test_a_line_that_asks_is_decided_by_a_digit_and_applied_with_ctrl_enter(desk: Review, held: int) -> None:
    before = desk.dump()
    desk.look_at(desk.file(JANE, RAVI, IDA, DIAL_IN))
    desk.press(Qt.Key.Key_1)
    assert desk.counts() == {"Matched": "2", "New": "1", "Unnamed": "1", "Skipped": "1"}
    desk.apply()
    minutes = {row.name: (row.presence, row.minutes) for row in desk.workspace.attendance.rows(held)}
    assert minutes == {"Jane Roe": ("attended", 60), "Ravi Shah": ("attended", 45), "Ida Moss": ("attended", 60)}
    assert desk.workspace.huddles.get(held).row.headcount == 1
    assert isinstance(desk.window.host.current_page(), HuddlePage)
    assert "1 new" in desk.toast()
    after = desk.dump()
    desk.press(Qt.Key.Key_Z, modifier=CONTROL)
    assert desk.dump() == before != after


def test_n_says_somebody_new_and_l_leaves_for_later(desk: Review, held: int) -> None:
    person(desk.workspace, "Tom Ash")
    desk.look_at(desk.file(RAVI, RAVI.replace("Ravi Shah", "Tom Ash")))
    desk.press(Qt.Key.Key_N)
    desk.press(Qt.Key.Key_L)
    assert desk.counts() == {"New": "1", "Left for later": "1"}
    desk.apply()
    assert [row.name for row in desk.workspace.attendance.rows(held)] == ["Ravi Shah"]
    assert desk.store.value("SELECT count(*) FROM contact_summary WHERE name = 'Ravi Shah'") == 2
    assert [line.name for line in desk.workspace.reports.kept(held)] == ["Tom Ash"]


def test_somebody_who_is_not_offered_is_named(desk: Review, held: int) -> None:
    ann = person(desk.workspace, "Ann Hale")
    desk.look_at(desk.file(RAVI))
    desk.press(Qt.Key.Key_Tab)
    desk.write("Ann Ha")
    desk.press(Qt.Key.Key_Return)
    desk.apply()
    assert [row.contact_id for row in desk.workspace.attendance.rows(held)] == [ann]


def test_a_line_that_was_recognised_wrongly_is_decided_anew(desk: Review, held: int) -> None:
    desk.look_at(desk.file(JANE))
    desk.show_group("Matched")
    desk.front.preview.table.setFocus()
    desk.press(Qt.Key.Key_Home, Qt.Key.Key_Return)
    desk.press(Qt.Key.Key_N)
    assert desk.counts() == {"New": "1"}
    desk.apply()
    assert desk.store.value("SELECT count(*) FROM contact_summary WHERE name = 'Jane Roe'") == 2


def test_the_buttons_do_what_the_keys_do(desk: Review, held: int) -> None:
    desk.look_at(desk.file(JANE, RAVI))
    desk.click("Leave for later")
    desk.click("Apply")
    desk.settle()
    assert [row.name for row in desk.workspace.attendance.rows(held)] == ["Jane Roe"]


def test_the_same_file_again_says_that_nothing_changes(desk: Review, held: int) -> None:
    path = desk.file(JANE, RAVI)
    desk.look_at(path)
    desk.apply()
    before = desk.dump()
    desk.look_at(path)
    assert desk.says("Nothing changes: what is not decided is kept for later already.")
    desk.apply()
    assert desk.dump() == before
    assert not desk.front.apply_button.isEnabled()


def test_two_possible_days_are_asked_first_and_none_is_taken_before(desk: Review, held: int) -> None:
    desk.look_at(desk.file(JANE, day="03/04/2026"))
    assert [row.title for row in desk.front.preview.days.rows()] == ["3 Apr 2026", "4 Mar 2026"]
    desk.press(Qt.Key.Key_Return)
    desk.apply()
    assert desk.row(held, "Jane Roe") is None
    desk.press(Qt.Key.Key_2)
    desk.settle()
    assert desk.says("Of 4 Mar 2026, not the day of this huddle")
    desk.apply()
    assert desk.store.value("SELECT joined_at FROM attendance_session") == "2026-03-04T15:00:00Z"


def test_a_typed_list_is_reviewed_and_counts_as_one_says(desk: Review, held: int) -> None:
    desk.front.start.list.setFocus()
    desk.write("Jane Roe, Acme Imaging, jane.roe@acme.example")
    desk.apply()
    assert desk.counts() == {"Matched": "1"}
    assert desk.listed()[0][2] == "attended"
    desk.click("Registered")
    desk.settle()
    assert desk.listed()[0][2] == "registered"
    desk.apply()
    found = desk.row(held, "Jane Roe")
    assert found is not None
    assert (found.registration, found.presence) == ("registered", "unknown")


def test_going_back_from_a_typed_list_keeps_what_was_typed(desk: Review) -> None:
    desk.front.start.list.setFocus()
    desk.write("Jane Roe")
    desk.apply()
    desk.click("Back to the list")
    assert desk.front.start.text() == "Jane Roe"
    assert desk.front.start.isVisible()


def test_what_an_earlier_file_left_is_matched_made_new_or_cleared(desk: Review, held: int) -> None:
    person(desk.workspace, "Tom Ash")
    person(desk.workspace, "Ann Hale")
    lines = [RAVI, RAVI.replace("Ravi Shah", "Tom Ash"), RAVI.replace("Ravi Shah", "Ann Hale")]
    desk.look_at(desk.file(*lines))
    desk.apply()
    desk.context.navigator.open("attendance_review", held)
    kept = desk.front.start.kept_list
    assert [row.title for row in kept.rows()] == ["Ravi Shah", "Tom Ash", "Ann Hale"]
    for key, left in ((Qt.Key.Key_1, 2), (Qt.Key.Key_N, 1), (Qt.Key.Key_C, 0)):
        desk.press(key)
        desk.wait_for_kept(left)
    assert {row.name: row.minutes for row in desk.workspace.attendance.rows(held)} == {"Ravi Shah": 45, "Tom Ash": 45}
    assert desk.store.value("SELECT count(*) FROM contact_summary WHERE name = 'Tom Ash'") == 2
    assert not desk.front.start.kept_card.isVisible()


def test_a_file_dropped_on_a_huddles_page_goes_to_that_huddle(desk: Review, march: int) -> None:
    desk.context.navigator.open("huddle", march)
    desk.look_at(desk.file(JANE))
    assert desk.context.navigator.current is not None
    assert desk.context.navigator.current.id == march
    assert desk.says("Of 20 May 2026, not the day of this huddle")


def test_a_file_dropped_elsewhere_goes_to_the_huddle_of_its_day_and_can_be_given_to_another(
    desk: Review, held: int, march: int
) -> None:
    desk.context.navigator.open("contacts")
    desk.look_at(desk.file(JANE, day="19/03/2026"))
    choice = desk.front.preview.huddle
    assert choice.value() == march
    choice.setFocus()
    desk.press(Qt.Key.Key_Up)
    desk.settle()
    assert choice.value() == held
    desk.apply()
    assert desk.row(held, "Jane Roe") is not None
    assert desk.row(march, "Jane Roe") is None


def test_contacts_and_attendance_dropped_together_go_each_to_their_page(desk: Review) -> None:
    contacts = desk.folder / "people.csv"
    contacts.write_text("Name,Email,Organisation\nIda Moss,ida@newco.example,Newco\n")
    desk.look_at(contacts, desk.file(JANE))
    assert desk.counts() == {"Matched": "1"}
    desk.context.navigator.open("import")
    assert desk.page(ImportPage).is_ready()


def test_an_attendance_file_chosen_on_the_import_page_is_reviewed(
    desk: Review, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = desk.file(JANE)
    desk.context.navigator.open("import")
    monkeypatch.setattr(QFileDialog, "getOpenFileNames", lambda *_: ([str(path)], ""))
    desk.page(ImportPage).choose_files()
    desk.settle()
    assert desk.counts() == {"Matched": "1"}


def test_two_files_are_reviewed_one_after_the_other(desk: Review, held: int) -> None:
    desk.look_at(desk.file(JANE, name="one.csv"), desk.file(IDA, name="two.csv"))
    assert "1 more file waiting" in desk.front.subtitle()
    desk.apply()
    assert desk.counts() == {"New": "1"}
    desk.apply()
    assert {row.name for row in desk.workspace.attendance.rows(held)} == {"Jane Roe", "Ida Moss"}


def test_a_file_that_cannot_be_read_says_why_and_leads_back(desk: Review) -> None:
    path = desk.folder / "empty.csv"
    path.write_text("")
    desk.context.navigator.open("attendance_review", desk.front._huddle_id, path=path)
    desk.settle()
    assert desk.front.states.showing() == "error"
    desk.click("Back to the choice of a file")
    assert desk.front.start.isVisible()


def test_a_report_of_a_huddle_still_to_come_cannot_be_applied(desk: Review) -> None:
    coming = huddle(desk.workspace, LATER)
    desk.context.navigator.open("attendance_review", coming, path=desk.file(JANE, day="18/06/2026"))
    desk.settle()
    assert desk.says("still to come")
    assert not desk.front.apply_button.isEnabled()


def test_without_any_huddle_one_is_offered_to_be_planned(qtbot: QtBot, tmp_path: Path) -> None:
    workspace = Workspace.create(tmp_path / "empty.desk")
    desk = Review(qtbot, workspace, tmp_path, Place("attendance_review"))
    assert desk.front.states.showing() == "empty"
    desk.click("Plan a huddle")
    desk.top(HuddlePanel)
    desk.press(Qt.Key.Key_Escape)
    desk.window.close()
    workspace.close()


def test_a_large_file_is_looked_into_on_the_worker(desk: Review, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(dropped_files, "AT_ONCE", 0)
    desk.context.navigator.open("contacts")
    desk.drop(desk.file(JANE))
    assert not isinstance(desk.window.host.current_page(), AttendanceReviewPage)
    desk.settle()
    desk.qtbot.waitUntil(lambda: isinstance(desk.window.host.current_page(), AttendanceReviewPage))
    desk.settle()
    assert desk.counts() == {"Matched": "1"}


def test_applying_is_stopped_with_nothing_changed_and_can_be_done_again(desk: Review, held: int) -> None:
    people = [IDA.replace("Ida Moss", f"Ida Moss{n}").replace("ida@", f"ida{n}@") for n in range(600)]
    desk.look_at(desk.file(*people))
    before = desk.dump()
    desk.stop_half_way(lambda: desk.press(Qt.Key.Key_Return, modifier=CONTROL), lambda: desk.click("Stop"))
    assert desk.toast() == "Stopped. Nothing was changed."
    assert desk.dump() == before
    desk.apply()
    assert len(desk.workspace.attendance.rows(held)) == 600


def test_every_row_is_read_out_as_a_sentence(desk: Review) -> None:
    desk.look_at(desk.file(JANE))
    table = desk.front.preview.table
    index = table.model().index(0, 0)
    assert "attended, 60 min" in str(index.data(Qt.ItemDataRole.AccessibleTextRole))
    assert all(
        isinstance(each.accessibleName(), str) and each.accessibleName() for each in desk.front.findChildren(RowList)
    )
