"""Rows of the preview that need no answer but may get one: the same person parted by hand, and who moved."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton

from crm.workspace import Workspace
from tests.ui.importing.desk import Import
from tests.ui.stage import CONTROL
from ui.importing.page import ImportPage
from ui.kit.rows import RowList
from ui.kit.table import TableView

HEADINGS = "Name,Email,Organisation,Phone\n"
TWICE = HEADINGS + (
    "Tom Ash,tom@ash.example,Ash Ltd,\n"
    "Tom Ash,tom@ash.example,Ash Ltd,07700 900123\n"
    "Tom Ash,tom@ash.example,Ash Ltd,07700 900456\n"
)
MOVED = HEADINGS + "Jane Roe,jane.roe@acme.example,Dee University,\nRavi Shah,ravi@acme.example,Dee University,\n"


@pytest.fixture
def employed(workspace: Workspace) -> None:
    """Both people who are known work at Lumen."""
    folder = workspace.path.parent / "known.csv"
    folder.write_text(HEADINGS + "Jane Roe,jane.roe@acme.example,Lumen,\nRavi Shah,ravi@acme.example,Lumen,\n")
    workspace.importing.apply(workspace.importing.plan(folder))


def go_to(desk: Import, group: str) -> TableView:
    """Choose a group of rows by the arrows, and go to the rows."""
    desk.groups.setFocus()
    titles = [row.title for row in desk.groups.rows()]
    desk.press(Qt.Key.Key_Home, *[Qt.Key.Key_Down] * titles.index(group))
    table = desk.find(TableView)
    table.setFocus()
    assert isinstance(table, TableView)
    return table


def choices(table: TableView) -> list[str]:
    """What the rows say was chosen of them."""
    rows = table.rows()
    return [row.choice for number in range(rows.rowCount()) if (row := rows.row(number)) is not None]


def jobs(workspace: Workspace, name: str) -> list[tuple[str, int]]:
    return workspace.store.rows(
        "SELECT o.name, a.is_current FROM affiliation a JOIN organisation o ON o.id = a.organisation_id "
        "JOIN contact_summary s ON s.contact_id = a.contact_id WHERE s.name = ? ORDER BY a.id",
        (name,),
    )


def phones(workspace: Workspace) -> list[str | None]:
    rows = workspace.store.rows(
        "SELECT (SELECT group_concat(e164) FROM contact_phone WHERE contact_id = c.id) "
        "FROM contact c WHERE family_name = 'Ash' ORDER BY id"
    )
    return [row for (row,) in rows]


def test_space_parts_a_row_of_the_same_person_again_into_a_person_of_their_own(
    desk: Import, workspace: Workspace
) -> None:
    desk.look_at(desk.file(TWICE))
    assert desk.counts() == {"New": "1", "Same person again": "2"}
    table = go_to(desk, "Same person again")
    assert choices(table) == ["Kept together", "Kept together"]
    desk.press(Qt.Key.Key_Down, Qt.Key.Key_Space)
    assert choices(table) == ["Kept together", "A person of their own"]
    assert any("1 parted" in row.detail for row in desk.groups.rows())
    assert "Import 2" in desk.buttons()
    desk.confirm()
    assert phones(workspace) == ["+447700900123", "+447700900456"]
    assert desk.toast() == "people.csv: 2 new (1 parted by hand), 1 the same person again."
    desk.press(Qt.Key.Key_Z, modifier=CONTROL)
    assert phones(workspace) == []


def test_space_again_keeps_the_row_together(desk: Import, workspace: Workspace) -> None:
    desk.look_at(desk.file(TWICE))
    table = go_to(desk, "Same person again")
    desk.press(Qt.Key.Key_Space, Qt.Key.Key_Space)
    assert choices(table) == ["Kept together", "Kept together"]
    assert not any("parted" in row.detail for row in desk.groups.rows())
    desk.confirm()
    assert phones(workspace) == ["+447700900123,+447700900456"]
    assert desk.toast() == "people.csv: 1 new, 2 the same person again."


def test_a_click_parts_all_rows_selected_and_another_keeps_them_together(desk: Import, workspace: Workspace) -> None:
    desk.look_at(desk.file(TWICE))
    table = go_to(desk, "Same person again")
    desk.press(Qt.Key.Key_A, modifier=CONTROL)
    desk.click("Make a person of their own")
    assert "Import 3" in desk.buttons()
    desk.click("Keep together")
    assert "Import 1" in desk.buttons()
    desk.click("Make a person of their own")
    assert choices(table) == ["A person of their own"] * 2
    desk.click("Import 3")
    desk.qtbot.waitUntil(lambda: not desk.context.tasks.busy())
    assert phones(workspace) == [None, "+447700900123", "+447700900456"]


def test_a_row_after_one_parted_that_fits_both_is_said_to_be_kept_aside(desk: Import, workspace: Workspace) -> None:
    desk.look_at(desk.file(TWICE))
    go_to(desk, "Same person again")
    desk.press(Qt.Key.Key_Space)
    desk.confirm()
    assert phones(workspace) == [None, "+447700900123"]
    assert desk.toast() == "people.csv: 2 new (1 parted by hand), 1 kept aside to decide."
    assert desk.says("1 row kept aside: see Settings, Imports.")


@pytest.mark.usefixtures("employed")
def test_who_seems_to_have_moved_is_listed_with_both_organisations_and_not_decided(desk: Import) -> None:
    desk.look_at(desk.file(MOVED))
    assert desk.counts() == {"Seem to have moved": "2", "Unchanged": "2"}
    assert "Nothing decided yet" in desk.buttons()
    table = go_to(desk, "Seem to have moved")
    assert choices(table) == ["Not decided: kept aside"] * 2
    (row, _) = [table.rows().row(number) for number in range(2)]
    assert (row.name, row.what) == ("Jane Roe", "from Lumen to Dee University")
    desk.confirm()
    assert desk.toast() == "Nothing was imported: 2 seem to have moved, and nothing is decided."


@pytest.mark.usefixtures("employed")
@pytest.mark.parametrize(
    ("key", "said", "after", "told"),
    [
        (Qt.Key.Key_1, "Changed job", [("Lumen", 0), ("Dee University", 1)], "1 changed job"),
        (Qt.Key.Key_2, "Works at both", [("Lumen", 1), ("Dee University", 1)], "1 works at both"),
        (Qt.Key.Key_3, "Stays at Lumen", [("Lumen", 1)], "1 stays"),
    ],
)
def test_a_number_says_what_became_of_who_moved(
    desk: Import, workspace: Workspace, key: Qt.Key, said: str, after: list[tuple[str, int]], told: str
) -> None:
    desk.look_at(desk.file(MOVED + "Ida Moss,ida@newco.example,Newco,\n"))
    table = go_to(desk, "Seem to have moved")
    desk.press(key)
    assert choices(table) == [said, "Not decided: kept aside"]
    assert any("1 not decided" in row.detail for row in desk.groups.rows())
    desk.confirm()
    assert jobs(workspace, "Jane Roe") == after
    assert jobs(workspace, "Ravi Shah") == [("Lumen", 1)]
    assert f"{told}, 1 seems to have moved (kept aside)" in desk.toast()


@pytest.mark.usefixtures("employed")
def test_space_goes_through_the_answers_for_all_rows_selected(desk: Import, workspace: Workspace) -> None:
    desk.look_at(desk.file(MOVED))
    table = go_to(desk, "Seem to have moved")
    desk.press(Qt.Key.Key_A, modifier=CONTROL)
    seen = []
    for _ in range(4):
        desk.press(Qt.Key.Key_Space)
        seen.append(choices(table)[1])
    assert seen == ["Changed job", "Works at both", "Stays at Lumen", "Not decided: kept aside"]
    desk.press(Qt.Key.Key_Space)
    assert "Import 2" in desk.buttons()
    desk.confirm()
    assert jobs(workspace, "Ravi Shah") == [("Lumen", 0), ("Dee University", 1)]


@pytest.mark.usefixtures("employed")
def test_the_buttons_under_the_rows_decide_who_moved(desk: Import, workspace: Workspace) -> None:
    desk.look_at(desk.file(MOVED))
    go_to(desk, "Seem to have moved")
    desk.press(Qt.Key.Key_A, modifier=CONTROL)
    desk.click("Works at both")
    desk.click("Import 2")
    desk.qtbot.waitUntil(lambda: not desk.context.tasks.busy())
    assert jobs(workspace, "Jane Roe") == [("Lumen", 1), ("Dee University", 1)]
    assert desk.toast().endswith("2 works at both.")


@pytest.mark.usefixtures("employed")
def test_who_moved_is_decided_later_from_the_rows_kept_aside(desk: Import, workspace: Workspace) -> None:
    desk.look_at(desk.file(MOVED + "Ida Moss,ida@newco.example,Newco,\n"))
    desk.confirm()
    assert desk.says("2 rows kept aside: see Settings, Imports.")
    batch = workspace.importing.batches()[0]
    desk.context.navigator.open("import", aside=batch.id, taken=1)
    desk.qtbot.waitUntil(lambda: isinstance(desk.window.host.current_page(), ImportPage) and desk.front.is_ready())
    assert desk.counts() == {"Seem to have moved": "2", "Unchanged": "2"}
    assert "Nothing decided yet" in desk.buttons()
    go_to(desk, "Seem to have moved")
    desk.press(Qt.Key.Key_1)
    assert "Import 1" in desk.buttons()
    desk.press(Qt.Key.Key_Down, Qt.Key.Key_3)
    assert "Import 2" in desk.buttons()
    desk.confirm()
    assert jobs(workspace, "Jane Roe") == [("Lumen", 0), ("Dee University", 1)]
    assert jobs(workspace, "Ravi Shah") == [("Lumen", 1)]
    assert workspace.importing.kept_aside(batch.id) == []


def test_a_row_that_was_parted_has_not_moved(desk: Import, workspace: Workspace) -> None:
    text = HEADINGS + "Tom Ash,tom@ash.example,Ash Ltd,\nTom Ash,tom@ash.example,Elm Ltd,\n"
    desk.look_at(desk.file(text))
    assert desk.counts() == {"Seem to have moved": "1", "New": "1", "Same person again": "1"}
    go_to(desk, "Same person again")
    desk.press(Qt.Key.Key_Space)
    assert desk.counts() == {"New": "1", "Same person again": "1"}
    desk.confirm()
    assert sorted(jobs(workspace, "Tom Ash")) == [("Ash Ltd", 1), ("Elm Ltd", 1)]
    assert workspace.store.value("SELECT count(*) FROM contact WHERE family_name = 'Ash'") == 2


def test_a_row_of_an_organisation_again_offers_nothing_to_part(desk: Import) -> None:
    desk.look_at(desk.file("Organisation,Postcode\nAsh Ltd,M1 1AA\nAsh Ltd,M1 1AA\n"))
    table = go_to(desk, "Same person again")
    desk.press(Qt.Key.Key_Space)
    assert choices(table) == [""]
    assert "Import 1" in desk.buttons()


@pytest.mark.usefixtures("employed")
def test_the_import_listed_in_the_settings_says_who_was_the_same_and_who_moved(
    desk: Import, workspace: Workspace
) -> None:
    desk.look_at(desk.file(MOVED + TWICE.removeprefix(HEADINGS)))
    desk.confirm()
    desk.context.navigator.open("settings", section="imports")
    (said, *_) = [
        row.detail
        for rows in desk.window.findChildren(RowList)
        if rows.accessibleName() == "Imports"
        for row in rows.rows()
    ]
    assert said == "1 new, 2 unchanged, 2 the same person again, 2 seem to have moved"


def test_the_rows_are_reached_and_left_by_tab(desk: Import) -> None:
    desk.look_at(desk.file(TWICE))
    go_to(desk, "Same person again")
    seen = []
    for _ in range(12):
        desk.press(Qt.Key.Key_Tab)
        seen.append(desk.focus())
    assert {"Keep together", "Make a person of their own"} <= {
        each.text() for each in seen if isinstance(each, QPushButton)
    }
