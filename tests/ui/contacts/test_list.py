"""The list of contacts: filter, order, panel, selection, trash, views, copying and what leads elsewhere."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from crm.contacts import ContactDraft
from crm.filters import Condition, Filter
from crm.settings import BACKUP_FOLDER
from crm.workspace import Workspace
from tests.ui.contacts.conftest import Driver, People
from tests.ui.sample_records import CONTROL, SHIFT
from ui.kit.empty_states import EmptyState
from ui.kit.menu import Menu
from ui.records import service_calls
from ui.shell.navigator import Place


@pytest.fixture
def nobody(qtbot: QtBot, empty: Workspace) -> Iterator[Driver]:
    driver = Driver(qtbot, empty, Place("contacts"))
    yield driver
    driver.window.close()


def sectors(workspace: Workspace) -> dict[str, int]:
    return {term.name: term.id for term in workspace.vocabularies.terms("sector")}


def filter_by(driver: Driver, *parts: Condition) -> None:
    driver.navigator.open("contacts", shown=Filter(parts=parts))


def choose(driver: Driver, field: str, value: str) -> None:
    """Choose a value of a field in the menu that is open."""
    menu = QApplication.activePopupWidget()
    assert isinstance(menu, Menu)
    inner = next(action.menu() for action in menu.actions() if action.text() == field)
    assert isinstance(inner, Menu)
    next(action for action in inner.actions() if action.text() == value).trigger()
    menu.close()


def test_the_keyboard_begins_in_the_list(contacts: Driver) -> None:
    assert QApplication.focusWidget() is contacts.listing.table
    assert contacts.names() == ["Łukasz Nowak", "Zoë Quill, MD", "Jane Roe", "Ravi Shah"]


def test_ctrl_f_and_typing_filters_the_list_and_says_how_many_of_all(contacts: Driver) -> None:
    contacts.key(Qt.Key.Key_F, CONTROL)
    contacts.write("acme")
    contacts.shows("Jane Roe", "Ravi Shah")
    assert contacts.listing.page.subtitle() == "2 of 4 contacts"
    contacts.key(Qt.Key.Key_Down)
    assert QApplication.focusWidget() is contacts.listing.table


def test_an_accent_is_no_obstacle_to_the_filter(contacts: Driver) -> None:
    contacts.key(Qt.Key.Key_F, CONTROL)
    contacts.write("lukasz")
    contacts.shows("Łukasz Nowak")


def test_delete_on_a_chip_takes_its_condition_away(contacts: Driver, workspace: Workspace) -> None:
    filter_by(contacts, Condition("sector", (sectors(workspace)["Academia"],)))
    contacts.shows("Zoë Quill, MD")
    chip = contacts.listing.filter.chips()[0]
    assert chip.text() == "Sector: Academia"
    chip.setFocus()
    contacts.key(Qt.Key.Key_Delete)
    contacts.qtbot.waitUntil(lambda: len(contacts.names()) == 4)


def test_all_or_any_of_the_conditions(contacts: Driver, workspace: Workspace) -> None:
    filter_by(contacts, Condition("sector", (sectors(workspace)["Academia"],)), Condition("has_email"))
    contacts.shows()
    contacts.listing.filter.either.click()
    contacts.shows("Łukasz Nowak", "Zoë Quill, MD", "Jane Roe", "Ravi Shah")


def test_the_filter_menu_offers_the_words_of_the_vocabularies(contacts: Driver) -> None:
    contacts.key(Qt.Key.Key_L, CONTROL | SHIFT)
    choose(contacts, "Sector", "Industry")
    contacts.shows("Jane Roe", "Ravi Shah")


def test_the_filter_menu_offers_people_without_any_tag_or_theme(contacts: Driver) -> None:
    contacts.key(Qt.Key.Key_L, CONTROL | SHIFT)
    choose(contacts, "Tag", "No tag")
    contacts.shows("Zoë Quill, MD", "Jane Roe", "Ravi Shah")
    assert contacts.listing.filter.chips()[0].text() == "Tag: No tag"
    contacts.key(Qt.Key.Key_L, CONTROL | SHIFT)
    choose(contacts, "Theme", "No theme")
    contacts.qtbot.waitUntil(lambda: len(contacts.listing.filter.chips()) == 2)
    contacts.shows("Zoë Quill, MD", "Jane Roe", "Ravi Shah")


def test_a_tag_chosen_elsewhere_filters_the_list(contacts: Driver, workspace: Workspace) -> None:
    tag = next(tag.id for tag in workspace.tags.all() if tag.name == "pilot")
    contacts.navigator.open("contacts", tag=tag)
    contacts.shows("Łukasz Nowak")
    assert contacts.listing.filter.chips()[0].text() == "Tag: #pilot"


def test_addresses_of_a_list_that_asks_for_a_deleted_tag_are_not_copied(contacts: Driver, workspace: Workspace) -> None:
    tag = workspace.tags.create("no mail")
    filter_by(contacts, Condition("tag", (tag,), negated=True))
    contacts.qtbot.waitUntil(lambda: len(contacts.names()) == 4)
    contacts.listing.table.select_everything()
    contacts.listing.rows.copy_addresses()
    assert contacts.said() == "3 e-mail addresses copied"
    workspace.tags.delete(tag)
    filter_by(contacts, Condition("tag", (tag,), negated=True))
    contacts.listing.table.select_everything()
    contacts.listing.rows.copy_addresses()
    assert "asks for a tag that was deleted" in contacts.said()


def test_a_click_on_a_title_sorts_in_the_database(contacts: Driver) -> None:
    header = contacts.listing.table.horizontalHeader()
    number = [column.key for column in contacts.listing.kind.columns].index("last_touch")
    spot = QPoint(header.sectionViewportPosition(number) + 20, 12)
    contacts.qtbot.mouseClick(header.viewport(), Qt.MouseButton.LeftButton, pos=spot)
    contacts.qtbot.waitUntil(lambda: contacts.names()[0] == "Jane Roe")


def test_enter_opens_the_page_of_the_contact(contacts: Driver, people: People) -> None:
    contacts.key(Qt.Key.Key_Down)
    contacts.key(Qt.Key.Key_Return)
    assert contacts.navigator.current == Place("contact", people.zoe)
    assert contacts.contact.title() == "Zoë Quill, MD"


def test_space_shows_the_contact_beside_the_list_and_it_follows_the_arrows(contacts: Driver) -> None:
    panel = contacts.listing.contact_panel
    contacts.key(Qt.Key.Key_End)
    contacts.key(Qt.Key.Key_Space)
    assert panel.name.text() == "Ravi Shah"
    contacts.key(Qt.Key.Key_Up)
    contacts.qtbot.waitUntil(lambda: panel.name.text() == "Jane Roe")
    assert panel.line.text() == "Head of Partnerships · Acme Imaging"
    contacts.key(Qt.Key.Key_Space)
    assert not contacts.listing.is_open()


def test_the_open_panel_takes_its_width_from_the_least_wanted_columns(contacts: Driver) -> None:
    before = contacts.listing.table.visible_columns()
    contacts.key(Qt.Key.Key_Space)
    contacts.qtbot.waitUntil(lambda: contacts.listing.table.visible_columns() != before)
    assert contacts.listing.table.visible_columns()[:3] == ["name", "organisation", "sector"]
    assert "email" not in contacts.listing.table.visible_columns()
    contacts.qtbot.waitUntil(lambda: contacts.listing.table.horizontalScrollBar().maximum() == 0)


def test_delete_moves_to_the_trash_and_ctrl_z_brings_back(contacts: Driver, workspace: Workspace) -> None:
    contacts.key(Qt.Key.Key_Delete)
    contacts.shows("Zoë Quill, MD", "Jane Roe", "Ravi Shah")
    assert contacts.said() == "Łukasz Nowak moved to the trash"
    contacts.key(Qt.Key.Key_Z, CONTROL)
    contacts.qtbot.waitUntil(lambda: workspace.contacts.count() == 4)
    contacts.qtbot.waitUntil(lambda: len(contacts.names()) == 4)


def test_many_are_backed_up_before_they_go_into_the_trash(
    contacts: Driver, workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(service_calls, "AT_ONCE", 1)
    contacts.key(Qt.Key.Key_Down, SHIFT)
    contacts.qtbot.waitUntil(contacts.listing.bar.isVisible)
    contacts.key(Qt.Key.Key_Delete)
    contacts.shows("Jane Roe", "Ravi Shah")
    newest = workspace.backups.list_backups()[0]
    assert (newest.reason, newest.counts["contact"]) == ("before delete", 4)
    contacts.qtbot.waitUntil(lambda: contacts.said() == "2 contacts moved to the trash")


def test_many_go_into_the_trash_where_no_backup_can_be_made_and_it_is_said(
    contacts: Driver, workspace: Workspace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "taken").write_text("a file stands where the folder would be")
    workspace.settings.set(BACKUP_FOLDER, str(tmp_path / "taken"))
    monkeypatch.setattr(service_calls, "AT_ONCE", 1)
    contacts.key(Qt.Key.Key_Down, SHIFT)
    contacts.qtbot.waitUntil(contacts.listing.bar.isVisible)
    contacts.key(Qt.Key.Key_Delete)
    contacts.shows("Jane Roe", "Ravi Shah")
    contacts.qtbot.waitUntil(lambda: contacts.said().startswith("2 contacts moved to the trash. The backup could not"))
    contacts.key(Qt.Key.Key_Z, CONTROL)
    contacts.qtbot.waitUntil(lambda: workspace.contacts.count() == 4)


def test_the_trash_of_several_names_their_number(contacts: Driver) -> None:
    contacts.key(Qt.Key.Key_Down, SHIFT)
    contacts.qtbot.waitUntil(contacts.listing.bar.isVisible)
    contacts.key(Qt.Key.Key_Delete)
    contacts.shows("Jane Roe", "Ravi Shah")
    assert contacts.said() == "2 contacts moved to the trash"


def test_a_tag_for_all_is_put_on_by_the_filter_as_one_step(contacts: Driver, workspace: Workspace) -> None:
    contacts.key(Qt.Key.Key_F, CONTROL)
    contacts.write("acme")
    contacts.shows("Jane Roe", "Ravi Shah")
    contacts.key(Qt.Key.Key_Down)
    contacts.key(Qt.Key.Key_A, CONTROL)
    assert isinstance(contacts.listing.rows.selection(), Filter)
    contacts.key(Qt.Key.Key_T, CONTROL)
    contacts.write("imaging")
    contacts.key(Qt.Key.Key_Return)
    contacts.key(Qt.Key.Key_Return, CONTROL)
    tag = next(tag for tag in workspace.tags.all() if tag.name == "imaging")
    assert tag.contacts == 2
    workspace.undo()
    assert "imaging" not in [tag.name for tag in workspace.tags.all()]


def test_another_filter_leaves_nothing_of_all_that_was_selected(contacts: Driver) -> None:
    contacts.key(Qt.Key.Key_F, CONTROL)
    contacts.write("acme")
    contacts.shows("Jane Roe", "Ravi Shah")
    contacts.key(Qt.Key.Key_Down)
    contacts.key(Qt.Key.Key_A, CONTROL)
    assert contacts.listing.table.selected_count() == 2
    contacts.key(Qt.Key.Key_F, CONTROL)
    contacts.key(Qt.Key.Key_A, CONTROL)
    contacts.write("dee")
    contacts.shows("Łukasz Nowak", "Zoë Quill, MD")
    assert contacts.listing.table.selected_count() < 2  # the row that has the keyboard alone
    assert contacts.listing.rows.selection() in ([], [contacts.listing.table.current_id()])
    assert not contacts.listing.bar.isVisible()


def test_themes_and_cadence_are_set_for_the_selection(contacts: Driver, workspace: Workspace, people: People) -> None:
    theme = workspace.vocabularies.terms("theme")[0].name
    contacts.key(Qt.Key.Key_A, CONTROL)
    contacts.window.context.actions.run("add_themes")
    contacts.write(theme)
    contacts.key(Qt.Key.Key_Return)
    contacts.key(Qt.Key.Key_Return, CONTROL)
    assert workspace.contacts.get(people.zoe).themes == (theme,)
    contacts.window.context.actions.run("set_cadence")
    contacts.write("30")
    contacts.key(Qt.Key.Key_Return, CONTROL)
    assert workspace.contacts.get(people.zoe).cadence_aim == 30


def test_a_saved_view_stands_in_the_side_bar_and_opens_again(contacts: Driver, workspace: Workspace) -> None:
    filter_by(contacts, Condition("has_email", negated=True))
    contacts.shows("Zoë Quill, MD")
    contacts.listing.filter.save.click()
    contacts.write("No address")
    contacts.key(Qt.Key.Key_Return)
    (view,) = workspace.views.all("contacts")
    side = contacts.window.sidebar.views
    contacts.qtbot.waitUntil(lambda: "No address" in [item.title for item in side.items()])
    contacts.navigator.open("contacts")
    contacts.qtbot.waitUntil(lambda: len(contacts.names()) == 4)
    contacts.navigator.open("contacts", view=view.id)
    contacts.shows("Zoë Quill, MD")


def test_ctrl_c_copies_rows_as_a_table_with_their_titles(contacts: Driver) -> None:
    contacts.key(Qt.Key.Key_End)
    contacts.key(Qt.Key.Key_C, CONTROL)
    title, line = QApplication.clipboard().text().splitlines()
    assert title.split("\t")[:3] == ["Name", "Role", "Organisation"]
    assert line.split("\t")[:3] == ["Ravi Shah", "Engineer", "Acme Imaging"]


def test_addresses_are_copied_as_recipients(contacts: Driver) -> None:
    contacts.key(Qt.Key.Key_A, CONTROL)
    contacts.window.context.actions.run("copy_addresses")
    assert QApplication.clipboard().text() == (
        "Łukasz Nowak <lukasz@dee.example>, Jane Roe <jane.roe@acme.example>, Ravi Shah <ravi@acme.example>"
    )


def test_ctrl_e_asks_for_an_export_of_what_is_on_screen(contacts: Driver) -> None:
    contacts.listen_for("export")
    contacts.key(Qt.Key.Key_F, CONTROL)
    contacts.write("acme")
    contacts.shows("Jane Roe", "Ravi Shah")
    contacts.key(Qt.Key.Key_E, CONTROL | SHIFT)
    (asked,) = contacts.asked
    assert asked.kind == "export"
    assert asked.args["shown"] == Filter("acme")
    assert asked.args["columns"][:3] == ("name", "role", "organisation")
    assert (asked.args["sort"], asked.args["descending"], asked.args["ids"]) == ("name", False, None)


def test_a_follow_up_and_a_change_of_job_from_the_list_are_about_the_current_contact(
    contacts: Driver, people: People
) -> None:
    contacts.listen_for("log", "follow_up", "change_job")
    contacts.key(Qt.Key.Key_End)
    contacts.key(Qt.Key.Key_L, CONTROL)
    contacts.key(Qt.Key.Key_F, CONTROL | SHIFT)
    contacts.key(Qt.Key.Key_J, CONTROL)
    assert [(place.kind, place.args) for place in contacts.asked] == [
        ("log", {}),
        ("follow_up", {"contact": people.ravi}),
        ("change_job", {"contact": people.ravi}),
    ]


def test_no_match_offers_to_clear_and_to_create(contacts: Driver) -> None:
    contacts.listen_for("new_contact")
    contacts.key(Qt.Key.Key_F, CONTROL)
    contacts.write("Ida Moss")
    contacts.qtbot.waitUntil(lambda: contacts.listing.states.showing() == "empty")
    state = contacts.listing.states.currentWidget()
    assert isinstance(state, EmptyState)
    assert state.other is not None
    assert state.button is not None
    state.other.click()
    assert contacts.asked[0].args == {"name": "Ida Moss"}
    state.button.click()
    contacts.qtbot.waitUntil(lambda: len(contacts.names()) == 4)


def test_an_empty_file_offers_to_import_or_to_add(nobody: Driver) -> None:
    nobody.listen_for("new_contact", "import")
    state = nobody.listing.states.currentWidget()
    assert isinstance(state, EmptyState)
    assert state.button is not None
    assert state.other is not None
    state.button.click()
    state.other.click()
    assert [place.kind for place in nobody.asked] == ["import", "new_contact"]


def test_a_row_is_read_out_as_a_sentence(contacts: Driver) -> None:
    interface = QAccessible.queryAccessibleInterface(contacts.listing.table)
    found = [
        cell.text(QAccessible.Text.Name)
        for number in range(interface.childCount())
        if (cell := interface.child(number)) is not None
    ]
    assert any(text.startswith("Jane Roe, Head of Partnerships, Acme Imaging, Industry") for text in found)


def test_a_contact_added_elsewhere_appears_in_the_list(contacts: Driver, workspace: Workspace) -> None:
    before = contacts.listing.table.current_id()
    with workspace.store.action("Add two"):
        for name in ("Ann", "Bea"):
            workspace.contacts.create(ContactDraft(name, "Abel"))
    contacts.qtbot.waitUntil(lambda: len(contacts.names()) == 6)
    assert contacts.listing.table.current_id() == before
