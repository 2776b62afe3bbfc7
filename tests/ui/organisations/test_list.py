"""The list of organisations: filter, order, panel, new ones, several at once, trash, copying, what leads elsewhere."""

from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from crm.filters import Condition, Filter
from crm.workspace import Workspace
from tests.ui.organisations.conftest import Driver, Network
from tests.ui.sample_records import CONTROL
from ui.kit.empty_states import EmptyState
from ui.organisations.editor import NewOrganisationPanel
from ui.organisations.panel import OrganisationPanel
from ui.records.tags_card import TagsCard
from ui.shell.navigator import Place

EVERY = ["Acme Imaging", "Quayside Labs", "University of the Dee"]


@pytest.fixture
def nothing(qtbot: QtBot, empty: Workspace) -> Iterator[Driver]:
    driver = Driver(qtbot, empty, Place("organisations"))
    yield driver
    driver.window.close()


def form(driver: Driver) -> NewOrganisationPanel:
    top = driver.window.context.overlay.top()
    assert isinstance(top, NewOrganisationPanel)
    return top


def tags_of(workspace: Workspace, organisation: int) -> tuple[str, ...]:
    return workspace.organisations.get(organisation).tags


def test_the_keyboard_begins_in_the_list(organisations: Driver) -> None:
    assert QApplication.focusWidget() is organisations.listing.table
    assert organisations.names() == EVERY
    assert organisations.listing.page.subtitle() == "3 organisations"


def test_an_organisation_is_found_by_its_former_name(organisations: Driver) -> None:
    organisations.key(Qt.Key.Key_F, CONTROL)
    organisations.write("scan")
    organisations.shows("Acme Imaging")
    assert organisations.listing.page.subtitle() == "1 of 3 organisations"


def test_a_click_on_people_puts_the_largest_first(organisations: Driver) -> None:
    organisations.listing.table.sort_requested.emit("people", True)
    assert organisations.names() == ["Acme Imaging", "Quayside Labs", "University of the Dee"]
    organisations.listing.table.sort_requested.emit("people", False)
    assert organisations.names() == ["University of the Dee", "Quayside Labs", "Acme Imaging"]


def test_every_column_sorts(organisations: Driver) -> None:
    for column in organisations.listing.kind.columns:
        organisations.listing.table.sort_requested.emit(column.key, True)
        assert sorted(organisations.names()) == EVERY, column.key


def test_partners_alone_are_shown_by_a_condition(organisations: Driver) -> None:
    organisations.navigator.open("organisations", shown=Filter(parts=(Condition("partnership", ("partner",)),)))
    organisations.shows("Acme Imaging")
    assert [chip.text() for chip in organisations.listing.filter.chips()] == ["Partnership: Partner"]


def test_a_row_is_read_out_as_a_sentence(organisations: Driver) -> None:
    table = organisations.listing.table
    spoken = table.model().index(0, 0).data(Qt.ItemDataRole.AccessibleTextRole)
    assert spoken.startswith("Acme Imaging, formerly Acme Scan Ltd, Industry, Greater Manchester, partner, 2 people, ")
    assert QAccessible.queryAccessibleInterface(table).text(QAccessible.Text.Name) == "Organisations"


def test_space_shows_the_panel_and_the_arrows_lead_it(organisations: Driver) -> None:
    page = organisations.listing
    organisations.key(Qt.Key.Key_Space)
    panel = page.panel
    assert isinstance(panel, OrganisationPanel)
    assert page.is_open()
    assert panel.name.text() == "Acme Imaging"
    assert panel.partnership.text() == "Partner since Jun 2021"
    assert panel.next.accessibleName().startswith("Next follow-up: Send the protocol")
    assert [row.title for row in panel.people.rows()] == ["Ravi Shah", "Jane Roe"]
    organisations.key(Qt.Key.Key_Down)
    organisations.waits(lambda: panel.name.text() == "Quayside Labs")
    organisations.key(Qt.Key.Key_Space)
    assert not page.is_open()


def test_enter_opens_the_page(organisations: Driver, network: Network) -> None:
    organisations.key(Qt.Key.Key_Return)
    assert organisations.navigator.current == Place("organisation", network.acme)
    assert organisations.page.title() == "Acme Imaging"


def test_an_organisation_not_found_is_added_under_the_name_one_searched_for(
    organisations: Driver, workspace: Workspace
) -> None:
    organisations.key(Qt.Key.Key_F, CONTROL)
    organisations.write("Irwell Optics")
    organisations.shows()
    organisations.key(Qt.Key.Key_N, CONTROL)
    made = form(organisations)
    assert made.form.field("name").value() == "Irwell Optics"
    made.form.field("website").setFocus()
    organisations.write("www.irwell.example")
    organisations.key(Qt.Key.Key_Return, CONTROL)
    (found,) = workspace.organisations.named("Irwell Optics")
    assert [each.domain for each in workspace.organisations.get(found).domains] == ["irwell.example"]
    assert organisations.navigator.current == Place("organisation", found)
    workspace.undo()
    assert workspace.organisations.named("Irwell Optics") == ()


def test_a_name_that_is_taken_is_warned_about_and_can_be_saved(organisations: Driver, workspace: Workspace) -> None:
    organisations.key(Qt.Key.Key_N, CONTROL)
    organisations.write("acme scan ltd")
    made = form(organisations)
    organisations.waits(lambda: "There is “Acme Imaging” already" in made.warning.text())
    organisations.key(Qt.Key.Key_Return, CONTROL)
    assert [row.name for row in workspace.organisations.page()].count("acme scan ltd") == 1


def test_a_website_that_is_none_keeps_the_form_with_what_was_typed(organisations: Driver, workspace: Workspace) -> None:
    organisations.key(Qt.Key.Key_N, CONTROL)
    organisations.write("Irwell Optics")
    made = form(organisations)
    made.form.field("website").setFocus()
    organisations.write("none yet")
    organisations.key(Qt.Key.Key_Return, CONTROL)
    assert made.form.errors() == {"website": "“none yet” is not a domain such as acme.example."}
    assert made.form.values()["name"] == "Irwell Optics"
    assert workspace.organisations.count() == 3


def test_what_was_typed_for_a_new_organisation_survives_esc(organisations: Driver) -> None:
    organisations.key(Qt.Key.Key_N, CONTROL)
    organisations.write("Irwell")
    organisations.key(Qt.Key.Key_Escape)
    assert organisations.window.context.overlay.top() is None
    organisations.key(Qt.Key.Key_N, CONTROL)
    organisations.key(Qt.Key.Key_U, Qt.KeyboardModifier.AltModifier)
    assert form(organisations).form.field("name").value() == "Irwell"


def test_delete_moves_to_the_trash_and_undo_brings_back(organisations: Driver, workspace: Workspace) -> None:
    organisations.key(Qt.Key.Key_Delete)
    organisations.shows("Quayside Labs", "University of the Dee")
    assert organisations.said() == "Acme Imaging moved to the trash"
    organisations.key(Qt.Key.Key_Z, CONTROL)
    organisations.waits(lambda: organisations.names() == EVERY)
    assert workspace.trash.count() == 0


def test_all_that_are_selected_are_tagged_as_one_step(
    organisations: Driver, workspace: Workspace, network: Network
) -> None:
    organisations.key(Qt.Key.Key_A, CONTROL)
    assert organisations.listing.bar.isVisible()
    organisations.key(Qt.Key.Key_T, CONTROL)
    card = organisations.window.context.overlay.top()
    assert isinstance(card, TagsCard)
    organisations.write("imaging")
    organisations.key(Qt.Key.Key_Return, CONTROL)
    assert tags_of(workspace, network.acme) == tags_of(workspace, network.dee) == ("imaging",)
    workspace.undo()
    assert tags_of(workspace, network.acme) == tags_of(workspace, network.dee) == ()


def test_selected_rows_are_copied_as_a_table(organisations: Driver) -> None:
    organisations.key(Qt.Key.Key_A, CONTROL)
    organisations.key(Qt.Key.Key_C, CONTROL)
    lines = QApplication.clipboard().text().splitlines()
    assert lines[0].split("\t")[:2] == ["Name", "Sector"]
    assert [line.split("\t")[0] for line in lines[1:]] == EVERY
    assert "<td>Acme Imaging</td>" in QApplication.clipboard().mimeData().html()


def test_the_export_is_told_what_is_on_screen(organisations: Driver) -> None:
    organisations.listen_for("export")
    organisations.key(Qt.Key.Key_F, CONTROL)
    organisations.write("dee")
    organisations.shows("University of the Dee")
    organisations.key(Qt.Key.Key_E, CONTROL)
    (asked,) = organisations.asked
    assert asked.args["subject"] == "organisations"
    assert asked.args["shown"] == Filter(text="dee")
    assert asked.args["columns"][0] == "name"
    assert asked.args["ids"] is None


def test_a_view_is_saved_and_shown_again(organisations: Driver, workspace: Workspace) -> None:
    organisations.key(Qt.Key.Key_F, CONTROL)
    organisations.write("dee")
    organisations.shows("University of the Dee")
    organisations.window.context.actions.run("save_view")
    organisations.write("By the river")
    organisations.key(Qt.Key.Key_Return)
    (view,) = workspace.views.all("organisations")
    organisations.navigator.open("organisations")
    organisations.shows(*EVERY)
    organisations.navigator.open("organisations", view=view.id)
    organisations.shows("University of the Dee")


def test_logging_from_the_list_is_about_a_row_only_where_its_menu_was_asked(
    organisations: Driver, network: Network
) -> None:
    organisations.listen_for("log")
    organisations.key(Qt.Key.Key_L, CONTROL)
    organisations.window.context.actions.run("log_with")
    assert organisations.asked == [Place("log"), Place("log", None, {"organisation": network.acme})]


def test_an_empty_file_invites_to_add_the_first(nothing: Driver) -> None:
    shown = nothing.listing.states.currentWidget()
    assert isinstance(shown, EmptyState)
    assert shown.button is not None
    nothing.key(Qt.Key.Key_N, CONTROL)
    assert form(nothing)
