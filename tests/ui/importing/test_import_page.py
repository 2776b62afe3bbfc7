"""The import page: a preview first, what asks is decided, then one undoable step; by keys, mouse and drop."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPushButton, QWidget

from crm.db.dump import logical_dump
from crm.organisations import OrganisationDraft
from crm.workspace import Workspace
from tests.ui.importing.desk import Import
from tests.ui.stage import CONTROL
from ui.importing.page import ImportPage
from ui.importing.preview import Preview
from ui.interactions.log_panel import LogPanel
from ui.kit.empty_states import ErrorState
from ui.kit.rows import RowList
from ui.kit.table import TableView
from ui.records.ask_card import AskCard
from ui.settings.page import SettingsPage

HEADINGS = "Name,Email,Organisation\n"
NEW_PEOPLE = HEADINGS + "Ida Moss,ida@newco.example,Newco Scans\nTom Ash,tom@newco.example,Newco Scans\n"
MANY_PEOPLE = HEADINGS + "".join(f"Ida Moss{n},ida{n}@newco.example,Newco {n}\n" for n in range(2_000))
NAMESAKE = "Jane Roe,jane@elsewhere.example,Elsewhere Ltd\n"
ALL_SORTS = HEADINGS + (
    "Jane Roe,jane.roe@acme.example,\n"
    "Ravi Shah,ravi@acme.example,Acme Imaging\n"
    "Ida Moss,ida@newco.example,Newco Scans\n"
    f"{NAMESAKE}Total,,\n"
)


def test_the_preview_counts_the_rows_by_outcome_and_writes_nothing(desk: Import, workspace: Workspace) -> None:
    before = logical_dump(workspace.store.connection())
    desk.look_at(desk.file(ALL_SORTS))
    assert desk.counts() == {"To decide": "1", "New": "1", "Updated": "1", "Unchanged": "1", "Skipped": "1"}
    assert "people.csv" in desk.front.subtitle()
    assert "Import 2" in desk.buttons()
    assert logical_dump(workspace.store.connection()) == before


def test_the_rows_of_an_outcome_are_listed_by_arrow_and_by_click(desk: Import) -> None:
    desk.look_at(desk.file(ALL_SORTS))
    assert desk.listed() == ["Jane Roe"]
    desk.groups.setFocus()
    desk.press(Qt.Key.Key_Down)
    assert desk.listed() == ["Ida Moss"]
    updated = desk.groups.visualRect(desk.groups.model().index(2, 0)).center()
    QTest.mouseClick(desk.groups.viewport(), Qt.MouseButton.LeftButton, pos=updated)
    assert desk.listed() == ["Ravi Shah"]


def test_ctrl_enter_imports_as_one_step_that_ctrl_z_takes_back(desk: Import, workspace: Workspace) -> None:
    before = logical_dump(workspace.store.connection())
    desk.look_at(desk.file(NEW_PEOPLE))
    desk.confirm()
    assert desk.people() == ["Ida Moss", "Jane Roe", "Ravi Shah", "Tom Ash"]
    assert workspace.organisations.named("Newco Scans")
    assert desk.toast() == "people.csv: 2 new."
    desk.press(Qt.Key.Key_Z, modifier=CONTROL)
    assert logical_dump(workspace.store.connection()) == before


def test_a_click_on_import_writes_what_the_preview_said(desk: Import) -> None:
    desk.look_at(desk.file(NEW_PEOPLE))
    desk.click("Import 2")
    desk.qtbot.waitUntil(lambda: len(desk.people()) == 4)


def test_the_same_file_again_brings_nothing_new(desk: Import, workspace: Workspace) -> None:
    path = desk.file(NEW_PEOPLE)
    desk.look_at(path)
    desk.confirm()
    after = logical_dump(workspace.store.connection())
    desk.look_at(path)
    assert desk.counts() == {"Unchanged": "2"}
    assert "Nothing new to import" in desk.buttons()
    desk.confirm()
    assert desk.toast() == "Nothing new: everyone in this file is already here."
    assert logical_dump(workspace.store.connection()) == after


@pytest.mark.parametrize(
    ("key", "people", "addresses_of_jane"),
    [
        (Qt.Key.Key_1, ["Jane Roe", "Ravi Shah"], ["jane.roe@acme.example", "jane@elsewhere.example"]),
        (Qt.Key.Key_Return, ["Jane Roe", "Ravi Shah"], ["jane.roe@acme.example", "jane@elsewhere.example"]),
        (Qt.Key.Key_N, ["Jane Roe", "Jane Roe", "Ravi Shah"], ["jane.roe@acme.example"]),
    ],
    ids=["1 the same", "Enter the same", "N someone new"],
)
def test_a_row_that_asks_is_decided_by_one_key(
    desk: Import, workspace: Workspace, key: Qt.Key, people: list[str], addresses_of_jane: list[str]
) -> None:
    desk.look_at(desk.file(HEADINGS + NAMESAKE))
    desk.press(key)
    assert desk.find(AskCard).isHidden()
    assert "Import 1" in desk.buttons()
    desk.confirm()
    assert desk.people() == people
    assert sorted(each.value for each in workspace.contacts.get(1).emails) == addresses_of_jane


MILL = HEADINGS + "Cy New,cy@a.example,Mill Ltd\nDi New,di@a.example,MILL LIMITED\nEd New,ed@b.example,Dee Labs\n"


@pytest.fixture
def trashed_mill(workspace: Workspace) -> int:
    mill = workspace.organisations.create(OrganisationDraft("Mill Ltd"))
    workspace.trash.put("organisation", [mill])
    return mill


def test_an_organisation_in_the_trash_is_asked_about_once_and_restored_by_one_key(
    desk: Import, workspace: Workspace, trashed_mill: int
) -> None:
    desk.look_at(desk.file(MILL))
    assert desk.says("Which organisation?")
    assert desk.says("“Mill Ltd” is in the trash: restore it, or make a new one? 2 rows wait.")
    assert desk.counts() == {"To decide": "2", "New": "1"}
    desk.press(Qt.Key.Key_1)
    desk.qtbot.waitUntil(lambda: desk.counts() == {"New": "3"})
    assert desk.find(AskCard).isHidden()
    desk.confirm()
    assert workspace.organisations.named("Mill Ltd") == (trashed_mill,)
    assert {"Cy New", "Di New", "Ed New"} <= set(desk.people())


def test_a_new_organisation_beside_the_one_in_the_trash_is_made_by_n(
    desk: Import, workspace: Workspace, trashed_mill: int
) -> None:
    desk.look_at(desk.file(MILL))
    assert "A new organisation" in desk.buttons()
    desk.press(Qt.Key.Key_N)
    desk.qtbot.waitUntil(lambda: desk.counts() == {"New": "3"})
    desk.confirm()
    (mill,) = workspace.organisations.named("Mill Ltd")
    assert mill != trashed_mill


def test_an_organisation_left_open_keeps_its_rows_aside_and_the_people_are_asked_next(
    desk: Import, workspace: Workspace, trashed_mill: int
) -> None:
    desk.look_at(desk.file(MILL + NAMESAKE))
    desk.press(Qt.Key.Key_S)
    assert desk.counts() == {"To decide": "1", "New": "1"}
    assert "Someone new" in desk.buttons()
    desk.press(Qt.Key.Key_N)
    desk.confirm()
    assert sorted(desk.people()) == ["Ed New", "Jane Roe", "Jane Roe", "Ravi Shah"]
    (batch,) = workspace.importing.batches()
    assert [row.line for row in workspace.importing.kept_aside(batch.id)] == [2, 3]


def test_a_row_left_out_by_s_is_kept_aside_with_its_import(desk: Import, workspace: Workspace) -> None:
    desk.look_at(desk.file(NEW_PEOPLE + NAMESAKE))
    desk.press(Qt.Key.Key_S)
    assert desk.counts() == {"New": "2"}
    desk.confirm()
    assert desk.people() == ["Ida Moss", "Jane Roe", "Ravi Shah", "Tom Ash"]
    (batch,) = workspace.importing.batches()
    assert [row.line for row in workspace.importing.kept_aside(batch.id)] == [4]
    assert desk.says("1 row kept aside: see Settings, Imports.")


def test_a_file_that_only_asks_is_not_said_to_be_known_or_kept(desk: Import, workspace: Workspace) -> None:
    desk.look_at(desk.file(HEADINGS + NAMESAKE))
    desk.press(Qt.Key.Key_S)
    desk.confirm()
    assert "already here" not in desk.toast()
    assert not desk.says("kept aside")
    assert workspace.importing.batches() == []


def test_an_unreadable_file_says_why_and_the_next_one_follows(desk: Import) -> None:
    photo = desk.folder / "photo.csv"
    photo.write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(64))
    desk.context.navigator.open("import", files=(photo, desk.file(NEW_PEOPLE)))
    desk.qtbot.waitUntil(lambda: desk.stands() == "error")
    assert desk.says("“photo.csv” was not read")
    assert desk.find(ErrorState).isAncestorOf(desk.focus())
    desk.press(Qt.Key.Key_Space)
    desk.qtbot.waitUntil(desk.front.is_ready)
    assert desk.counts() == {"New": "2"}


def test_a_file_dropped_after_an_unreadable_one_is_read_at_once(desk: Import) -> None:
    desk.context.navigator.open("import", files=(desk.folder / "gone.csv",))
    desk.qtbot.waitUntil(lambda: desk.stands() == "error")
    assert desk.says(".csv” cannot be opened: it is not there (any more). Nothing was changed.")
    desk.look_at(desk.file(NEW_PEOPLE))
    assert desk.counts() == {"New": "2"}


def test_files_are_taken_one_after_the_other(desk: Import) -> None:
    first, second = desk.file(NEW_PEOPLE), desk.file(HEADINGS + "Zoë Quill,zoe@dee.example,\n", "more.csv")
    desk.look_at(first)
    desk.drop(second)
    assert "1 more file waiting" in desk.front.subtitle()
    desk.confirm()
    desk.qtbot.waitUntil(desk.front.is_ready)
    assert "more.csv" in desk.front.subtitle()
    desk.confirm()
    assert desk.people() == ["Ida Moss", "Jane Roe", "Ravi Shah", "Tom Ash", "Zoë Quill"]


def test_the_same_file_dropped_twice_is_previewed_twice(desk: Import) -> None:
    path = desk.file(NEW_PEOPLE)
    desk.look_at(path)
    desk.click("Not this file")
    assert desk.stands() == "empty"
    desk.look_at(path)
    assert desk.counts() == {"New": "2"}


def test_an_import_stopped_half_way_writes_nothing_and_keeps_the_preview(desk: Import, workspace: Workspace) -> None:
    before = logical_dump(workspace.store.connection())
    desk.look_at(desk.file(MANY_PEOPLE + NAMESAKE))
    desk.press(Qt.Key.Key_N)
    desk.stop_half_way(lambda: desk.press(Qt.Key.Key_Return, modifier=CONTROL), lambda: desk.click("Stop"))
    assert desk.toast() == "Stopped. Nothing was changed."
    assert logical_dump(workspace.store.connection()) == before
    assert desk.front.is_ready()
    assert "Import 2,001" in desk.buttons()


def test_reading_stopped_half_way_leaves_the_page_as_it_was(desk: Import) -> None:
    desk.stop_half_way(lambda: desk.drop(desk.file(MANY_PEOPLE)), lambda: desk.click("Stop"))
    assert desk.toast() == "Stopped. Nothing was changed."
    assert desk.stands() == "empty"


def test_a_file_changed_since_its_preview_is_previewed_again(desk: Import) -> None:
    desk.look_at(desk.file(NEW_PEOPLE))
    desk.file(NEW_PEOPLE + "Zoë Quill,zoe@dee.example,\n")
    desk.confirm()
    desk.qtbot.waitUntil(desk.front.is_ready)
    assert desk.people() == ["Jane Roe", "Ravi Shah"]
    assert desk.counts() == {"New": "3"}
    assert "changed since the preview" in desk.toast()


def test_a_file_gone_since_its_preview_is_said_in_its_place(desk: Import) -> None:
    path = desk.file(NEW_PEOPLE)
    desk.look_at(path)
    path.unlink()
    desk.confirm()
    assert desk.stands() == "error"
    assert desk.says(".csv” cannot be opened: it is not there (any more). Nothing was changed.")
    assert desk.find(Preview).isHidden()


def test_ctrl_enter_in_a_form_saves_the_form_and_not_the_file_under_it(desk: Import) -> None:
    desk.look_at(desk.file(NEW_PEOPLE))
    desk.context.navigator.open("new_contact")
    desk.write("Zoe")
    desk.confirm()
    assert desk.people() == ["Jane Roe", "Ravi Shah", "Zoe"]


def test_ctrl_enter_in_the_palette_logs_with_the_person_and_imports_nothing(desk: Import) -> None:
    desk.look_at(desk.file(NEW_PEOPLE))
    desk.press(Qt.Key.Key_K, modifier=CONTROL)
    desk.write("@jane")
    desk.press(Qt.Key.Key_Return, modifier=CONTROL)
    assert desk.top(LogPanel).field.toPlainText().startswith("Met Jane Roe")
    assert desk.people() == ["Jane Roe", "Ravi Shah"]


DISAGREES = "Title,Name,Email\nProf,Jane Roe,jane.roe@acme.example\nDr,Ravi Shah,ravi@acme.example\n"


@pytest.fixture
def titled(workspace: Workspace) -> None:
    """Both people have a title that the file disagrees with."""
    for contact in (1, 2):
        workspace.contacts.edit(contact, title="Mx")


def titles(workspace: Workspace) -> list[str]:
    return [workspace.contacts.get(contact).title for contact in (1, 2)]


@pytest.mark.usefixtures("titled")
def test_space_takes_the_value_of_the_file_where_it_differs(desk: Import, workspace: Workspace) -> None:
    desk.look_at(desk.file(DISAGREES))
    assert desk.counts() == {"Different": "2", "Unchanged": "2"}
    assert "Nothing new to import" in desk.buttons()
    desk.find(TableView).setFocus()
    desk.press(Qt.Key.Key_Down, Qt.Key.Key_Space)
    assert "Import 1" in desk.buttons()
    desk.confirm()
    assert titles(workspace) == ["Mx", "Dr"]
    desk.press(Qt.Key.Key_Z, modifier=CONTROL)
    assert titles(workspace) == ["Mx", "Mx"]


@pytest.mark.usefixtures("titled")
def test_space_again_keeps_ours(desk: Import) -> None:
    desk.look_at(desk.file(DISAGREES))
    desk.find(TableView).setFocus()
    desk.press(Qt.Key.Key_Space)
    assert "Import 1" in desk.buttons()
    desk.press(Qt.Key.Key_Space)
    assert "Nothing new to import" in desk.buttons()


@pytest.mark.usefixtures("titled")
def test_a_click_takes_the_value_of_the_file_for_all_rows_selected(desk: Import, workspace: Workspace) -> None:
    desk.look_at(desk.file(DISAGREES))
    desk.find(TableView).setFocus()
    desk.press(Qt.Key.Key_A, modifier=CONTROL)
    desk.click("Take the file’s")
    desk.click("Import 2")
    desk.qtbot.waitUntil(lambda: not desk.context.tasks.busy())
    assert titles(workspace) == ["Prof", "Dr"]


@pytest.mark.usefixtures("titled")
def test_the_choice_is_offered_for_rows_that_differ_alone(desk: Import) -> None:
    desk.look_at(desk.file(DISAGREES))
    assert "Keep ours" in desk.buttons()
    desk.groups.setFocus()
    desk.press(Qt.Key.Key_Down)
    assert "Keep ours" not in desk.buttons()


def test_rows_kept_aside_are_decided_later_from_where_the_import_is_listed(desk: Import, workspace: Workspace) -> None:
    desk.look_at(desk.file(NEW_PEOPLE + NAMESAKE))
    desk.press(Qt.Key.Key_S)
    desk.confirm()
    desk.context.navigator.open("settings", section="imports")
    (rows,) = [
        each
        for each in desk.page(SettingsPage).findChildren(RowList)
        if each.accessibleName() == "Imports" and each.isVisible()
    ]
    rows.setFocus()
    desk.press(Qt.Key.Key_Return)
    desk.press(Qt.Key.Key_Down, Qt.Key.Key_Down, Qt.Key.Key_Return)
    desk.qtbot.waitUntil(lambda: isinstance(desk.window.host.current_page(), ImportPage) and desk.front.is_ready())
    assert desk.counts() == {"To decide": "1"}
    assert desk.front.subtitle() == "people.csv: 1 row kept aside"
    desk.window.activateWindow()  # without a window manager a menu leaves no window active
    desk.qtbot.waitUntil(lambda: desk.find(AskCard).isAncestorOf(desk.focus()))
    desk.press(Qt.Key.Key_1)
    desk.confirm()
    assert sorted(each.value for each in workspace.contacts.get(1).emails) == [
        "jane.roe@acme.example",
        "jane@elsewhere.example",
    ]
    (batch,) = workspace.importing.batches()
    assert workspace.importing.kept_aside(batch.id) == []
    desk.press(Qt.Key.Key_Z, modifier=CONTROL)
    assert len(workspace.importing.kept_aside(batch.id)) == 1


def test_tab_goes_by_the_outcomes_the_row_that_asks_and_the_rows(desk: Import) -> None:
    desk.look_at(desk.file(ALL_SORTS))
    seen: list[QWidget] = []
    for _ in range(30):
        seen.append(desk.focus())
        desk.press(Qt.Key.Key_Tab)
    assert {desk.groups, desk.find(TableView)} <= set(seen)
    assert {"Someone new", "Leave out"} <= {each.text() for each in seen if isinstance(each, QPushButton)}
