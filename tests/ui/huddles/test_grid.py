"""The grid of people by huddles, played by keys."""

from collections.abc import Iterator
from datetime import date, time, timedelta
from itertools import combinations
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QAccessible, QHelpEvent
from PySide6.QtTest import QAbstractItemModelTester
from PySide6.QtWidgets import QAbstractButton, QApplication, QToolTip
from pytestqt.qtbot import QtBot

from crm import clock
from crm.attendance.grid_records import BEFORE, WORDS
from crm.contacts import ContactDraft
from crm.huddles import HuddleDraft
from crm.organisations import OrganisationDraft
from crm.settings import TEXT_SIZE
from crm.workspace import Workspace
from tests.copies import Written
from tests.ui.stage import CONTROL, SHIFT, Stage
from ui.huddles.page import HuddlesPage
from ui.kit import motion, theme
from ui.kit.label import plain_tip
from ui.records.attendance_marks import MARKS
from ui.shell.navigator import Place

NAMES = ("Ann Ashworth", "Bob Birch", "Cara Cole")


def write(workspace: Workspace) -> None:
    """Three people and four huddles held; Ann came to the first three, Bob to none, Cara to the second."""
    acme = workspace.organisations.create(OrganisationDraft("Acme Imaging"))
    people = [
        workspace.contacts.create(ContactDraft(*name.split(), organisation_id=acme if name.startswith("Ann") else None))
        for name in NAMES
    ]
    first = clock.today() - timedelta(days=120)
    with workspace.store.action("Known for long"):
        workspace.store.execute("UPDATE contact SET created_at = ?", (f"{first.isoformat()}T00:00:00Z",))
    for number in range(4):
        day = first + timedelta(days=10 + 30 * number)
        huddle = workspace.huddles.plan(HuddleDraft(day, time(15), time(16), series_id=1))
        workspace.attendance.reply(huddle, people, "registered")
        if number < 3:
            workspace.attendance.mark(huddle, [people[0]], "attended")
        if number == 1:
            workspace.attendance.mark(huddle, [people[2]], "attended")


@pytest.fixture
def stage(qtbot: QtBot, written: Written[None]) -> Iterator[Stage]:
    motion.set_reduced(True)
    stage = Stage(qtbot, written(write)[0], Place("huddles"))
    yield stage
    stage.window.close()
    motion.set_reduced(False)


def presence(stage: Stage, name: str, number: int) -> str | None:
    found: str | None = stage.store.value(
        "SELECT a.presence FROM attendance a JOIN contact c ON c.id = a.contact_id JOIN huddle h ON h.id = a.huddle_id "
        "WHERE c.given_name || ' ' || c.family_name = ? AND h.number = ?",
        (name, number),
    )
    return found


def at(stage: Stage) -> str:
    """The current cell as a screen reader says it."""
    grid = stage.page(HuddlesPage).attendance.grid
    return grid.model.said(grid.cells.currentIndex())


def go(stage: Stage, name: str, number: int) -> None:
    """Go to a cell with the arrows."""
    page = stage.page(HuddlesPage)
    page.attendance.grid.setFocus()
    model, cells = page.attendance.grid.model, page.attendance.grid.cells
    names = [model.line(row).name for row in range(model.rowCount())]  # type: ignore[union-attr]
    while cells.currentIndex().row() != names.index(name):
        stage.press(Qt.Key.Key_Down if cells.currentIndex().row() < names.index(name) else Qt.Key.Key_Up)
    while cells.currentIndex().column() != number:
        stage.press(Qt.Key.Key_Right if cells.currentIndex().column() < number else Qt.Key.Key_Left)


def test_the_model_keeps_the_rules_of_qt(stage: Stage) -> None:
    QAbstractItemModelTester(
        stage.page(HuddlesPage).attendance.grid.model, QAbstractItemModelTester.FailureReportingMode.Fatal
    )
    stage.page(HuddlesPage).attendance.search.setText("Ann")
    stage.page(HuddlesPage).reload()


def test_who_came_most_stands_first_and_the_page_says_how_many_there_are(stage: Stage) -> None:
    page = stage.page(HuddlesPage)
    assert at(stage).startswith("Ann Ashworth")
    assert page.attendance.grid.model.data(page.attendance.grid.model.index(0, 5)) == "3 / 4"
    assert page.subtitle() == "4 held or planned · 1 regular · average 1 attend"


@pytest.mark.parametrize(
    ("key", "wanted", "said"),
    [
        (Qt.Key.Key_A, "attended", "attended"),
        (Qt.Key.Key_E, "apologies", "apologies"),
        (Qt.Key.Key_X, "absent", "no-show"),
        (Qt.Key.Key_P, "attended", "attended and pitched"),
    ],
)
def test_a_letter_marks_the_cell_in_the_database_and_on_screen(
    stage: Stage, key: Qt.Key, wanted: str, said: str
) -> None:
    go(stage, "Bob Birch", 4)
    stage.press(key)
    assert presence(stage, "Bob Birch", 4) == wanted
    stage.qtbot.waitUntil(lambda: at(stage) == f"Bob Birch, huddle 4: {said}")


def test_a_pitch_by_letter_makes_a_delivered_pitch(stage: Stage) -> None:
    go(stage, "Bob Birch", 4)
    stage.press(Qt.Key.Key_P)
    assert stage.store.rows("SELECT delivered FROM pitch") == [(1,)]


def test_delete_clears_and_undo_brings_back(stage: Stage) -> None:
    go(stage, "Ann Ashworth", 1)
    stage.press(Qt.Key.Key_Delete)
    assert presence(stage, "Ann Ashworth", 1) == "unknown"
    stage.press(Qt.Key.Key_Z, modifier=CONTROL)
    assert presence(stage, "Ann Ashworth", 1) == "attended"
    stage.qtbot.waitUntil(lambda: at(stage) == "Ann Ashworth, huddle 1: attended")


def test_shift_with_an_arrow_fills_the_next_cell_and_goes_there(stage: Stage) -> None:
    go(stage, "Ann Ashworth", 3)
    stage.press(Qt.Key.Key_Right, modifier=SHIFT)
    assert presence(stage, "Ann Ashworth", 4) == "attended"
    stage.qtbot.waitUntil(lambda: at(stage) == "Ann Ashworth, huddle 4: attended")


def test_several_cells_are_marked_as_one_action(stage: Stage) -> None:
    page = stage.page(HuddlesPage)
    go(stage, "Ann Ashworth", 4)
    page.attendance.grid.cells.selectAll()
    before = stage.store.value("SELECT count(*) FROM change_set")
    stage.press(Qt.Key.Key_E)
    assert stage.store.value("SELECT count(*) FROM attendance WHERE presence = 'apologies'") == 12
    assert stage.store.value("SELECT count(*) FROM change_set") == before + 1


def test_marking_leaves_every_line_in_its_place(stage: Stage) -> None:
    go(stage, "Bob Birch", 1)
    row = stage.page(HuddlesPage).attendance.grid.cells.currentIndex().row()
    for _ in range(3):
        stage.press(Qt.Key.Key_A)
        stage.press(Qt.Key.Key_Right)
    assert stage.page(HuddlesPage).attendance.grid.cells.currentIndex().row() == row
    assert at(stage).startswith("Bob Birch, huddle 4")


def test_nobody_is_marked_as_there_before_the_day(stage: Stage) -> None:
    tomorrow = clock.today() + timedelta(days=1)
    stage.workspace.huddles.plan(HuddleDraft(tomorrow, time(15), time(16), series_id=1))
    stage.qtbot.waitUntil(lambda: len(stage.page(HuddlesPage).attendance.grid.model.huddles) == 5)
    go(stage, "Ann Ashworth", 5)
    stage.press(Qt.Key.Key_A)
    assert presence(stage, "Ann Ashworth", 5) is None
    assert "still to come" in stage.toast()
    stage.press(Qt.Key.Key_E)
    assert presence(stage, "Ann Ashworth", 5) == "apologies"


def test_a_huddle_before_a_person_was_known_is_empty_and_does_not_count(stage: Stage) -> None:
    stage.workspace.contacts.create(ContactDraft("Dev", "Malik"))
    newest = stage.workspace.huddles.plan(HuddleDraft(clock.today(), time(0, 1), time(0, 2), series_id=1))
    dev = stage.store.value("SELECT max(id) FROM contact")
    stage.workspace.attendance.mark(newest, [dev], "attended")
    stage.qtbot.waitUntil(lambda: stage.page(HuddlesPage).attendance.grid.model.rowCount() == 4)
    go(stage, "Dev Malik", 1)
    assert at(stage) == "Dev Malik, huddle 1: before we knew them"
    grid = stage.page(HuddlesPage).attendance.grid
    assert grid.model.data(grid.model.index(grid.cells.currentIndex().row(), 6)) == "1 / 1"


def test_organisations_stand_for_whoever_came_and_take_no_marks(stage: Stage) -> None:
    page = stage.page(HuddlesPage)
    stage.qtbot.mouseClick(page.attendance.subject.findChildren(QAbstractButton)[1], Qt.MouseButton.LeftButton)
    stage.qtbot.waitUntil(lambda: page.attendance.grid.model.rowCount() == 1)
    go(stage, "Acme Imaging", 1)
    assert at(stage) == "Acme Imaging, huddle 1: Ann Ashworth came"
    before = stage.store.value("SELECT count(*) FROM change_set")
    stage.press(Qt.Key.Key_X)
    assert stage.store.value("SELECT count(*) FROM change_set") == before
    assert "Show people" in stage.toast()


def test_words_filter_the_lines(stage: Stage) -> None:
    page = stage.page(HuddlesPage)
    stage.press(Qt.Key.Key_F, modifier=CONTROL)
    stage.write("cara")
    stage.qtbot.waitUntil(lambda: page.attendance.grid.model.rowCount() == 1)
    assert page.attendance.grid.model.line(0).name == "Cara Cole"  # type: ignore[union-attr]


def test_a_filter_without_anybody_offers_to_clear_it(stage: Stage) -> None:
    page = stage.page(HuddlesPage)
    stage.press(Qt.Key.Key_F, modifier=CONTROL)
    stage.write("nobody at all")
    stage.qtbot.waitUntil(lambda: page.attendance.states.showing() == "empty")
    page.attendance.states.acted.emit()
    assert page.attendance.grid.model.rowCount() == 3


def test_enter_opens_the_person(stage: Stage) -> None:
    go(stage, "Cara Cole", 2)
    stage.press(Qt.Key.Key_Return)
    place = stage.context.navigator.current
    assert place is not None
    assert (place.kind, place.id) == ("contact", 3)


def test_a_cell_is_read_out_as_a_sentence(stage: Stage) -> None:
    cells = stage.page(HuddlesPage).attendance.grid.cells
    interface = QAccessible.queryAccessibleInterface(cells)
    said = [interface.child(number).text(QAccessible.Text.Name) for number in range(interface.childCount())]
    assert "Cara Cole, huddle 2: attended" in said


def test_a_file_without_huddles_offers_to_plan_one(qtbot: QtBot, tmp_path: Path) -> None:
    workspace = Workspace.create(tmp_path / "empty.desk")
    stage = Stage(qtbot, workspace, Place("huddles"))
    page = stage.page(HuddlesPage)
    assert page.attendance.states.showing() == "empty"
    stage.press(Qt.Key.Key_N, modifier=CONTROL)
    stage.press(Qt.Key.Key_Return, modifier=CONTROL)
    assert stage.store.value("SELECT count(*) FROM huddle") == 1
    assert stage.store.value("SELECT substr(starts_at, 1, 10) FROM huddle") > date.today().isoformat()
    stage.window.close()
    workspace.close()


def test_the_totals_use_all_the_width_that_their_bar_of_scrolling_leaves(stage: Stage) -> None:
    totals = stage.page(HuddlesPage).attendance.grid.totals
    last = totals.model().columnCount() - 1
    for width in (1024, 1440):
        stage.window.resize(width, 680)
        stage.qtbot.waitUntil(lambda: totals.columnWidth(last) == totals.viewport().width())


@pytest.mark.parametrize(("width", "text"), [(1440, 100), (1024, 100), (1024, 150)])
def test_the_legend_shows_every_mark_that_can_appear_whole_in_as_many_lines_as_it_takes(
    stage: Stage, width: int, text: int
) -> None:
    stage.workspace.settings.set(TEXT_SIZE, text)
    stage.window.resize(width, 680)
    legend = stage.page(HuddlesPage).attendance.legend
    stage.qtbot.waitUntil(lambda: theme.text_size() == text)
    stage.qtbot.waitUntil(lambda: all(each.width() >= each.sizeHint().width() for each in legend.entries))
    stage.qtbot.waitUntil(lambda: all(legend.rect().contains(each.geometry()) for each in legend.entries))
    assert len({each.y() for each in legend.entries}) > 1 or width > 1024
    assert [each.text for each in legend.entries] == [
        "Attended", "Attended and pitched", "Apologies", "No-show", "Absent", "Registered", "Waitlisted",
        "Invited, no reply", "Declined", "Not invited",
    ]  # fmt: skip
    assert set(MARKS) == set(WORDS) - {BEFORE}
    places = [each.geometry() for each in legend.entries]
    assert not any(one.intersects(other) for one, other in combinations(places, 2))
    assert legend.geometry().bottom() < stage.page(HuddlesPage).attendance.grid.geometry().top()


def test_a_cell_says_its_sentence_under_the_mouse(stage: Stage) -> None:
    go(stage, "Bob Birch", 4)
    stage.workspace.attendance.reply(4, [2], "declined")
    cells = stage.page(HuddlesPage).attendance.grid.cells
    stage.qtbot.waitUntil(lambda: at(stage).endswith("declined"))
    spot = cells.visualRect(cells.currentIndex()).center()
    QApplication.sendEvent(cells.viewport(), QHelpEvent(QEvent.Type.ToolTip, spot, cells.viewport().mapToGlobal(spot)))
    assert QToolTip.text() == plain_tip("Bob Birch, huddle 4: declined")
    QToolTip.hideText()


def test_names_with_marks_of_markup_are_shown_as_they_are(stage: Stage) -> None:
    stage.workspace.contacts.edit(1, given_name="<b>Ann</b>")
    grid = stage.page(HuddlesPage).attendance.grid
    stage.qtbot.waitUntil(lambda: "<b>Ann</b>" in at(stage))
    tip = str(grid.model.data(grid.cells.currentIndex(), Qt.ItemDataRole.ToolTipRole))
    assert "<b>" not in tip
    assert "&lt;b&gt;Ann" in tip
