"""The page of one organisation: people, facts, names, partnership, history, how things stood, what is beside it."""

from datetime import date

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from crm.contacts import ContactDraft
from crm.organisations import OrganisationDraft
from crm.workspace import Workspace
from tests.ui.organisations.conftest import Driver, Network
from tests.ui.sample_records import CONTROL, SHIFT
from ui.kit import theme
from ui.kit.empty_states import EmptyState, ErrorState
from ui.kit.field_row import FieldRow
from ui.kit.label import Label
from ui.kit.rows import RowList
from ui.organisations.editor import PartnershipForm, RenameCard
from ui.organisations.side_column import ChangesSheet
from ui.shell.navigator import Place


def lines(rows: RowList) -> list[tuple[str, str]]:
    return [(row.title, row.detail) for row in rows.rows()]


def edit(driver: Driver, key: str, text: str) -> FieldRow:
    """Open a fact, type another text and press Enter."""
    row = driver.page.about.rows[key]
    row.edit()
    driver.key(Qt.Key.Key_A, CONTROL)
    driver.key(Qt.Key.Key_Delete)
    driver.write(text)
    driver.key(Qt.Key.Key_Return)
    return row


# -- what it says


def test_the_head_says_who_it_is_and_since_when(acme: Driver) -> None:
    page = acme.page
    assert page.title() == "Acme Imaging"
    assert page.sector.text() == "Industry"
    assert page.partnership.text() == "Partner since Jun 2021"
    said = "Greater Manchester · “Acme” · formerly Acme Scan Ltd (to Nov 2025) · 2 interactions"
    assert page.subtitle() == said
    assert "Organisations › Industry" in [label.text() for label in page.findChildren(Label)]


def test_people_now_and_those_who_left_with_where_they_went(acme: Driver) -> None:
    assert lines(acme.page.people.now) == [
        ("Ravi Shah", "Engineer · since Feb 2025"),
        ("Jane Roe", "Head of Partnerships · since 2021"),
    ]
    assert lines(acme.page.people.formerly) == [("Siobhan Byrne", "2022–Apr 2025 → Quayside Labs")]


def test_the_keyboard_begins_in_the_history(acme: Driver) -> None:
    assert QApplication.focusWidget() is acme.page.history.timeline


def test_the_history_is_one_stream(acme: Driver) -> None:
    assert acme.history()[0] == "Added to the file"
    assert acme.history()[1:6] == [
        "Scope of the pilot",
        "Renamed from Acme Scan Ltd",
        "Siobhan Byrne left",
        "Ravi Shah joined",
        "First visit",
    ]


def test_the_chips_above_the_history_choose_kinds(acme: Driver) -> None:
    page = acme.page
    acme.qtbot.mouseClick(page.history.filters._segments["meetings"], Qt.MouseButton.LeftButton)
    assert acme.history() == ["First visit"]
    acme.qtbot.mouseClick(page.history.filters._segments["messages"], Qt.MouseButton.LeftButton)
    assert acme.history() == ["Scope of the pilot"]
    acme.qtbot.mouseClick(page.history.filters._segments["partnership"], Qt.MouseButton.LeftButton)
    assert "Became a partner" in acme.history()


def test_the_year_bars_jump_to_their_year(acme: Driver) -> None:
    bars = acme.page.history.bars
    bars.setFocus()
    while bars.year() > 2023:
        acme.key(Qt.Key.Key_Left)
    timeline = acme.page.history.timeline
    current = timeline.events().event_at(timeline.currentIndex().row())
    assert (current.title, current.year) == ("First visit", 2023)


def test_an_organisation_without_history_invites_to_log(
    qtbot: QtBot, workspace: Workspace, network: Network, acme: Driver
) -> None:
    acme.page.show_day(date(1999, 1, 1))
    shown = acme.page.history.states.currentWidget()
    assert isinstance(shown, EmptyState)
    acme.page.back_to_now()
    assert acme.history()


def test_logging_is_about_this_organisation(acme: Driver, network: Network) -> None:
    acme.listen_for("log", "follow_up")
    acme.key(Qt.Key.Key_L, CONTROL)
    acme.key(Qt.Key.Key_F, CONTROL | SHIFT)
    about = {"organisation": network.acme}
    assert acme.asked == [Place("log", None, about), Place("follow_up", None, about)]


# -- people


def test_a_known_person_joins_by_completion(acme: Driver, workspace: Workspace, network: Network) -> None:
    workspace.contacts.create(ContactDraft("Mei", "Chen"))
    acme.key(Qt.Key.Key_N, CONTROL)
    acme.write("mei")
    acme.key(Qt.Key.Key_Tab)
    acme.write("Chief Technology Officer")
    acme.key(Qt.Key.Key_Return, CONTROL)
    assert workspace.contacts.count() == 4
    acme.waits(lambda: ("Mei Chen", "Chief Technology Officer") in lines(acme.page.people.now))
    workspace.undo()
    acme.waits(lambda: len(acme.page.people.now.rows()) == 2)


def test_a_new_person_is_made_with_the_role_as_one_step(acme: Driver, workspace: Workspace) -> None:
    acme.key(Qt.Key.Key_N, CONTROL)
    acme.write("Idris Bello")
    acme.key(Qt.Key.Key_Escape)
    acme.key(Qt.Key.Key_Return, CONTROL)
    acme.waits(lambda: "Idris Bello" in [row.title for row in acme.page.people.now.rows()])
    assert workspace.contacts.count() == 4
    workspace.undo()
    assert workspace.contacts.count() == 3


def test_enter_on_a_person_opens_them(acme: Driver, network: Network) -> None:
    people = acme.page.people.formerly
    people.setFocus()
    acme.key(Qt.Key.Key_Return)
    assert acme.navigator.current == Place("contact", network.siobhan)


def test_a_person_becomes_our_lead_contact(acme: Driver, workspace: Workspace, network: Network) -> None:
    people = acme.page.people
    row = next(row for row in people.now.rows() if row.title == "Jane Roe")
    people._open_menu(row.id, acme.window.pos())
    menu = QApplication.activePopupWidget()
    assert menu is not None
    next(action for action in menu.actions() if action.text() == "Make our lead contact").trigger()
    menu.close()
    acme.waits(lambda: people.now.rows()[0].title == "Jane Roe" and people.now.rows()[0].pill == "Lead")


# -- names and partnership


def test_a_new_name_keeps_the_former_one(acme: Driver, workspace: Workspace, network: Network) -> None:
    acme.key(Qt.Key.Key_F2)
    assert isinstance(acme.window.context.overlay.top(), RenameCard)
    acme.write("Acme Vision")
    acme.key(Qt.Key.Key_Return, CONTROL)
    acme.waits(lambda: acme.page.title() == "Acme Vision")
    assert workspace.organisations.get(network.acme).former_names[0].name == "Acme Imaging"
    assert "Renamed from Acme Imaging" in acme.history()


def test_a_name_written_wrongly_is_corrected_without_a_trace_in_the_names(
    acme: Driver, workspace: Workspace, network: Network
) -> None:
    acme.key(Qt.Key.Key_F2)
    card = acme.window.context.overlay.top()
    assert isinstance(card, RenameCard)
    card.form.set_values({"name": "ACME Imaging", "kept": False})
    acme.key(Qt.Key.Key_Return, CONTROL)
    assert workspace.organisations.name(network.acme) == "ACME Imaging"
    assert [alias.name for alias in workspace.organisations.get(network.acme).former_names] == ["Acme Scan Ltd"]


def test_another_standing_ends_the_one_so_far(acme: Driver, workspace: Workspace, network: Network) -> None:
    acme.window.context.actions.run("partnership")
    card = acme.window.context.overlay.top()
    assert isinstance(card, PartnershipForm)
    card.form.set_values({"status": "dormant", "started_on": "2026-01-10", "agreement": ""})
    card.form.field("agreement").setFocus()
    acme.key(Qt.Key.Key_Return, CONTROL)
    acme.waits(lambda: acme.page.partnership.text() == "Dormant since Jan 2026")
    assert lines(acme.page.aside.periods)[:2] == [
        ("Dormant", "since 10 Jan 2026"),
        ("Partner", "1 Jun 2021–10 Jan 2026 · Memorandum"),
    ]


def test_a_standing_before_the_one_so_far_is_refused_at_its_field(acme: Driver) -> None:
    acme.window.context.actions.run("partnership")
    card = acme.window.context.overlay.top()
    assert isinstance(card, PartnershipForm)
    card.form.set_values({"status": "dormant", "started_on": "2019", "note": "Quiet"})
    acme.key(Qt.Key.Key_Return, CONTROL)
    assert "only began on" in card.form.errors()["started_on"]
    assert card.form.values()["note"] == "Quiet"


# -- facts


def test_a_fact_is_edited_where_it_stands(acme: Driver, workspace: Workspace, network: Network) -> None:
    edit(acme, "town", "Salford")
    assert workspace.organisations.get(network.acme).town == "Salford"
    assert acme.said() == "Town of Acme Imaging saved"
    acme.key(Qt.Key.Key_Z, CONTROL)
    assert workspace.organisations.get(network.acme).town == ""


def test_a_domain_that_is_none_stays_open_with_what_was_typed(
    acme: Driver, workspace: Workspace, network: Network
) -> None:
    row = edit(acme, "domains", "acme")
    assert row.is_editing()
    assert "“acme” is not a domain" in [label.text() for label in row.findChildren(Label)][-1]
    assert workspace.organisations.get(network.acme).domains[0].domain == "acme.example"


def test_domains_and_other_names_are_typed_as_one_line(acme: Driver, workspace: Workspace, network: Network) -> None:
    edit(acme, "domains", "acme.example, health.example (shared)")
    edit(acme, "aliases", "AI (acronym), Acme Scan Ltd (to Nov 2025), Acme Group")
    shown = workspace.organisations.get(network.acme)
    assert [(each.domain, each.shared) for each in shown.domains] == [("acme.example", False), ("health.example", True)]
    assert {(each.name, each.kind, each.until) for each in shown.aliases} == {
        ("AI", "acronym", None),
        ("Acme Scan Ltd", "former", "2025-11"),
        ("Acme Group", "also", None),
    }


def test_the_parent_is_chosen_by_completion_and_shown_as_related(
    acme: Driver, workspace: Workspace, network: Network
) -> None:
    acme.page.about.rows["parent_id"].edit()
    acme.write("quay")
    acme.key(Qt.Key.Key_Return)
    acme.key(Qt.Key.Key_Return)
    assert workspace.organisations.get(network.acme).parent_id == network.quay
    acme.waits(lambda: [row.title for row in acme.page.aside.related.rows()] == ["Quayside Labs"])


def test_tags_are_saved_as_they_are_typed(acme: Driver, workspace: Workspace, network: Network) -> None:
    acme.page.about.chips["tags"].setFocus()
    acme.write("imaging")
    acme.key(Qt.Key.Key_Return)
    assert workspace.organisations.get(network.acme).tags == ("imaging",)


# -- as at a day


def test_as_at_a_day_shows_people_name_and_standing_of_that_day(acme: Driver) -> None:
    acme.key(Qt.Key.Key_J, CONTROL)
    acme.write("3 May 2023")
    acme.key(Qt.Key.Key_Return)
    page = acme.page
    assert page.title() == "Acme Scan Ltd"
    assert page.partnership.text() == "Partner"
    assert sorted(row.title for row in page.people.now.rows()) == ["Jane Roe", "Siobhan Byrne"]
    assert acme.history()[0] == "First visit"
    assert page.as_at.said.text() == "3 May 2023: Acme Scan Ltd, partner, 2 people"


def test_esc_leads_back_to_now(acme: Driver) -> None:
    acme.key(Qt.Key.Key_J, CONTROL)
    acme.write("2020")
    acme.key(Qt.Key.Key_Return)
    assert acme.page.partnership.text() == "Engaged"
    acme.key(Qt.Key.Key_Escape)
    assert acme.page.title() == "Acme Imaging"
    assert acme.page.as_at.isHidden()
    assert QApplication.focusWidget() is acme.page.history.timeline


def test_a_day_that_is_none_is_said_beside_it(acme: Driver) -> None:
    acme.key(Qt.Key.Key_J, CONTROL)
    acme.write("sometime")
    acme.key(Qt.Key.Key_Return)
    assert acme.page.as_at.said.text().startswith("“sometime” is no day")
    assert acme.page.title() == "Acme Imaging"


# -- beside the history


def test_space_completes_a_follow_up(acme: Driver, workspace: Workspace, network: Network) -> None:
    acme.page.aside.follow_ups.setFocus()
    acme.key(Qt.Key.Key_Space)
    assert workspace.followups.of("organisation", network.acme) == []
    acme.waits(lambda: "Done: Send the protocol" in acme.history())


def test_what_changed_is_listed_and_shown_whole(acme: Driver) -> None:
    changes = acme.page.aside.changes
    assert changes.rows()[0].title == "Add follow-up “Send the protocol”"
    changes.setFocus()
    acme.key(Qt.Key.Key_Return)
    sheet = acme.window.context.overlay.top()
    assert isinstance(sheet, ChangesSheet)
    titles = [sheet.changes.events().event_at(n).title for n in range(sheet.changes.events().rowCount())]
    assert "Rename Acme Scan Ltd to Acme Imaging" in titles


def test_what_was_put_into_the_trash_says_so_and_comes_back(
    acme: Driver, workspace: Workspace, network: Network
) -> None:
    acme.window.context.actions.run("trash")
    acme.waits(acme.page.trashed.isVisible)
    acme.window.context.actions.run("restore")
    acme.waits(acme.page.trashed.isHidden)
    assert workspace.organisations.get(network.acme).deleted_at is None


def test_below_1280_what_is_beside_the_history_is_a_sheet(acme: Driver) -> None:
    acme.window.resize(1024, 680)
    page = acme.page
    assert not page.aside.isVisible()
    acme.window.context.actions.run("beside")
    assert page.aside.isVisible()
    acme.key(Qt.Key.Key_Escape)
    assert not page.aside.isVisible()
    acme.window.resize(1440, 900)
    acme.waits(page.aside.isVisible)


# -- the page as such


@pytest.mark.parametrize("text_size", [100, 125])
def test_a_very_long_name_needs_no_more_than_the_smallest_window(
    acme: Driver, workspace: Workspace, text_size: int
) -> None:
    long = workspace.organisations.create(OrganisationDraft("Northern Consortium for Imaging " * 8, town="x" * 200))
    workspace.organisations.set_partnership(long, "partner", "2021")
    acme.navigator.open("organisation", long)
    acme.window.resize(1024, 680)
    theme.apply("light", text_size)
    page = acme.page
    acme.waits(page.beside.isVisible)
    acme.waits(lambda: page.minimumSizeHint().width() <= page.width())


def test_everything_that_takes_the_keyboard_has_a_name(acme: Driver) -> None:
    stops = [
        each
        for each in acme.page.findChildren(QWidget)
        if each.focusPolicy() & Qt.FocusPolicy.TabFocus and each.isVisible() and each.focusProxy() is None
    ]
    nameless = [each for each in stops if not (each.accessibleName() or getattr(each, "text", str)())]
    assert stops
    assert not nameless


def test_an_organisation_that_is_not_there_is_said_so(acme: Driver) -> None:
    acme.navigator.open("organisation", 4711)
    shown = acme.page.states.currentWidget()
    assert isinstance(shown, ErrorState)
    assert "There is no organisation “4711”" in shown.accessibleName()
