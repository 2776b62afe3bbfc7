"""A report finds the huddle of its own day, is asked about where there is none, and can plan one; by keys alone."""

from collections.abc import Iterator
from datetime import date, time
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from crm.huddles import HuddleDraft
from crm.workspace import Workspace
from tests.crm.huddle_maker import huddle
from tests.ui.huddles.review.desk import IDA, JANE, Review
from tests.ui.stage import ALT, CONTROL
from ui.huddles.editor import HuddlePanel
from ui.shell.navigator import Place

FEBRUARY = "25/02/2026"


@pytest.fixture
def empty(qtbot: QtBot, tmp_path: Path) -> Iterator[Review]:
    workspace = Workspace.create(tmp_path / "empty.desk")
    desk = Review(qtbot, workspace, tmp_path, Place("contacts"))
    yield desk
    desk.window.close()
    workspace.close()


def elsewhere(desk: Review) -> Review:
    desk.context.navigator.open("contacts")
    return desk


def plan_with_two_presses(desk: Review, monkeypatch: pytest.MonkeyPatch) -> None:
    """Save the form with Ctrl+Enter pressed twice, and move on in the review under it."""
    monkeypatch.setattr(QApplication, "doubleClickInterval", lambda: 60_000)  # however slow this machine is
    desk.press(Qt.Key.Key_Return, modifier=CONTROL)
    desk.settle()
    assert desk.context.overlay.top() is None
    made = desk.front.preview.huddle.value()
    desk.apply()
    assert desk.workspace.attendance.rows(made) == [], "the second press applied what nobody had looked at"
    desk.press(Qt.Key.Key_Tab)


def asked(desk: Review) -> list[str]:
    assert desk.front.which.isVisible()
    return [row.title for row in desk.front.which.list.rows()]


def test_a_report_without_any_huddle_plans_the_one_it_is_of(empty: Review, monkeypatch: pytest.MonkeyPatch) -> None:
    empty.look_at(empty.file(JANE, IDA, day=FEBRUARY))
    assert asked(empty) == ["Plan the huddle of 25 Feb 2026 from this report"]
    assert empty.front.subtitle() == "report.csv: 2 people"
    assert empty.says("It is of 25 Feb 2026, and there is no huddle on that day.")
    empty.press(Qt.Key.Key_Return)
    values = empty.top(HuddlePanel).form.values()
    assert (values["day"], values["starts"], values["title"], values["format"]) == (
        date(2026, 2, 25),
        time(15),
        "Huddle",
        "online",
    )
    assert empty.store.value("SELECT count(*) FROM huddle") == 0
    plan_with_two_presses(empty, monkeypatch)
    assert empty.counts() == {"New": "2"}
    assert empty.says("Of 25 Feb 2026, the day of this huddle")
    empty.apply()
    (made,) = empty.workspace.huddles.rows()
    assert {row.name for row in empty.workspace.attendance.rows(made.id)} == {"Jane Roe", "Ida Moss"}


def test_the_file_is_kept_where_the_planning_is_left(empty: Review) -> None:
    empty.look_at(empty.file(JANE, day=FEBRUARY))
    empty.press(Qt.Key.Key_1)
    empty.press(Qt.Key.Key_Escape)
    assert empty.context.overlay.top() is None
    assert asked(empty) == ["Plan the huddle of 25 Feb 2026 from this report"]
    empty.press(Qt.Key.Key_1)
    empty.top(HuddlePanel)


def test_what_was_typed_of_the_huddle_of_a_file_survives_esc_and_is_no_other_ones(desk: Review) -> None:
    elsewhere(desk).look_at(desk.file(JANE, day=FEBRUARY))
    desk.press(Qt.Key.Key_1)
    venue = desk.top(HuddlePanel).form.field("notes")
    venue.setFocus()
    desk.write("Snow")
    desk.press(Qt.Key.Key_Escape)
    desk.context.navigator.open("plan_huddle")
    desk.press(Qt.Key.Key_U, modifier=ALT)
    assert desk.top(HuddlePanel).form.values()["notes"] == ""
    desk.press(Qt.Key.Key_Escape)
    desk.press(Qt.Key.Key_1)
    assert desk.top(HuddlePanel).form.values()["notes"] == ""
    desk.press(Qt.Key.Key_U, modifier=ALT)
    assert desk.top(HuddlePanel).form.values()["notes"] == "Snow"


def test_another_series_keeps_what_the_file_says(desk: Review) -> None:
    elsewhere(desk).look_at(desk.file(JANE, day=FEBRUARY))
    desk.press(Qt.Key.Key_1)
    form = desk.top(HuddlePanel).form
    form.field("series_id").setFocus()
    desk.press(Qt.Key.Key_Down)
    assert form.values()["series_id"] is None
    assert (form.values()["day"], form.values()["title"]) == (date(2026, 2, 25), "Huddle")


def test_where_no_huddle_fits_the_day_none_is_taken_and_another_can_be_chosen(
    desk: Review, held: int, march: int
) -> None:
    elsewhere(desk).look_at(desk.file(JANE, day=FEBRUARY))
    assert asked(desk) == ["Plan the huddle of 25 Feb 2026 from this report", "Huddle 1", "Huddle 2"]
    desk.press(Qt.Key.Key_2)
    desk.settle()
    assert desk.front.preview.huddle.value() == march
    assert desk.says("Of 25 Feb 2026, not the day of this huddle")


def test_a_row_is_chosen_with_the_mouse(desk: Review, held: int) -> None:
    elsewhere(desk).look_at(desk.file(JANE, day=FEBRUARY))
    rows = desk.front.which.list
    spot = rows.visualRect(rows.model().index(2, 0)).center()
    QTest.mouseClick(rows.viewport(), Qt.MouseButton.LeftButton, pos=spot)
    desk.settle()
    assert desk.front.preview.huddle.value() == held


def test_a_new_huddle_on_the_day_of_the_file_is_always_a_choice(
    desk: Review, held: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    elsewhere(desk).look_at(desk.file(JANE))
    choice = desk.front.preview.huddle
    assert (choice.value(), choice.itemText(choice.count() - 1)) == (
        held,
        "Plan a new huddle on 20 May 2026 from this report…",
    )
    choice.setFocus()
    desk.press(Qt.Key.Key_End)
    form = desk.top(HuddlePanel).form
    assert form.values()["day"] == date(2026, 5, 20)
    assert choice.value() == held
    form.field("title").setText("The other one")
    form.field("title").edited.emit()
    plan_with_two_presses(desk, monkeypatch)
    made = desk.front.preview.huddle.value()
    assert desk.workspace.huddles.get(made).row.title == "The other one"
    desk.apply()
    assert desk.row(made, "Jane Roe") is not None
    assert desk.row(held, "Jane Roe") is None


def test_a_day_that_can_be_two_offers_a_huddle_of_each(desk: Review) -> None:
    elsewhere(desk).look_at(desk.file(JANE, day="03/04/2026"))
    assert asked(desk)[:2] == [
        "Plan the huddle of 3 Apr 2026 from this report",
        "Plan the huddle of 4 Mar 2026 from this report",
    ]
    desk.press(Qt.Key.Key_2)
    desk.press(Qt.Key.Key_Return, modifier=CONTROL)
    desk.settle()
    assert desk.says("Of 4 Mar 2026, the day of this huddle")


def test_huddles_on_both_days_it_can_be_are_asked_about(desk: Review) -> None:
    april, fourth = huddle(desk.workspace, date(2026, 4, 3)), huddle(desk.workspace, date(2026, 3, 4))
    elsewhere(desk).look_at(desk.file(JANE, day="03/04/2026"))
    assert desk.says("It may be of 3 Apr 2026 or 4 Mar 2026.")
    rows = desk.front.which.list.rows()
    assert [row.id for row in rows[:2]] == [april, fourth]
    assert [row.aside for row in rows[:2]] == ["on its day", "on its day"]


def test_of_two_huddles_on_its_day_the_nearest_in_time_is_shown(desk: Review) -> None:
    early = desk.workspace.huddles.plan(HuddleDraft(date(2026, 2, 25), time(9), time(10), "Breakfast"))
    near = desk.workspace.huddles.plan(HuddleDraft(date(2026, 2, 25), time(15, 30), time(17), "Tea"))
    elsewhere(desk).look_at(desk.file(JANE, day=FEBRUARY))
    assert early != desk.front.preview.huddle.value() == near


def test_a_file_that_names_no_day_is_asked_about(desk: Review, held: int) -> None:
    path = desk.folder / "who.csv"
    path.write_text("Name,Email,Attended\nJane Roe,jane.roe@acme.example,yes\n")
    elsewhere(desk).look_at(path)
    assert asked(desk) == ["Plan a new huddle from this report", "Huddle 2", "Huddle 1"]
    assert desk.says("It names no day.")
    desk.press(Qt.Key.Key_Down, Qt.Key.Key_Return)
    desk.settle()
    assert desk.front.preview.huddle.value() == held


def test_two_files_are_asked_about_one_after_the_other(desk: Review) -> None:
    elsewhere(desk).look_at(desk.file(JANE, day=FEBRUARY, name="one.csv"), desk.file(IDA, day=FEBRUARY, name="two.csv"))
    assert desk.front.subtitle() == "one.csv: 1 person · 1 more file waiting"
    desk.click("Not this file")
    desk.settle()
    assert desk.front.subtitle() == "two.csv: 1 person"
