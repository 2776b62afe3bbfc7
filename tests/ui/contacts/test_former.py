"""Who left: the filter of the list finds those who are there now, “former:” those who were, the palette both."""

from pathlib import Path

import pytest
from PySide6.QtCore import Qt

from crm.contacts import AffiliationDraft
from crm.filters import Filter
from crm.workspace import Workspace
from tests.ui.contacts.conftest import Driver, People
from tests.ui.sample_records import CONTROL, SHIFT
from ui.shell.palette.card import Palette


@pytest.fixture(autouse=True)
def moved(workspace: Workspace, people: People) -> None:
    """Ravi has left Acme for the university, and Zoë has been at Acme as well."""
    workspace.contacts.change_job(people.ravi, AffiliationDraft(people.dee, "Fellow"))
    workspace.contacts.add_affiliation(
        people.zoe, AffiliationDraft(people.acme, "Adviser", started="2015", ended="2019", is_current=False)
    )


def test_the_filter_shows_who_is_there_now_and_a_click_who_was(contacts: Driver) -> None:
    contacts.key(Qt.Key.Key_F, CONTROL)
    contacts.write("imaging")
    contacts.shows("Jane Roe")
    bar = contacts.listing.filter
    assert bar.former.isVisible()
    assert bar.former.text() == "2 formerly"
    contacts.qtbot.mouseClick(bar.former, Qt.MouseButton.LeftButton)
    contacts.shows("Zoë Quill, MD", "Ravi Shah")
    assert bar.search.text() == "former:imaging"
    assert not bar.former.isVisible()
    assert contacts.listing.page.subtitle() == "2 of 4 contacts"


def test_former_is_typed_and_what_is_typed_before_it_holds_now(contacts: Driver) -> None:
    contacts.key(Qt.Key.Key_F, CONTROL)
    contacts.write("fellow former:imaging")
    contacts.shows("Ravi Shah")


def test_a_text_that_only_those_who_left_answer_offers_them(contacts: Driver) -> None:
    contacts.key(Qt.Key.Key_F, CONTROL)
    contacts.write("engineer")
    contacts.qtbot.waitUntil(lambda: contacts.listing.states.showing() == "empty")
    assert contacts.listing.filter.former.text() == "1 formerly"
    contacts.listing.filter.former.setFocus()
    contacts.key(Qt.Key.Key_Space)
    contacts.shows("Ravi Shah")


def test_nothing_is_offered_where_nobody_left(contacts: Driver) -> None:
    contacts.key(Qt.Key.Key_F, CONTROL)
    contacts.write("dee")
    contacts.shows("Łukasz Nowak", "Zoë Quill, MD", "Ravi Shah")
    assert not contacts.listing.filter.former.isVisible()


def test_all_that_is_selected_and_exported_is_who_is_there_now(
    contacts: Driver, workspace: Workspace, tmp_path: Path
) -> None:
    contacts.listen_for("export")
    contacts.key(Qt.Key.Key_F, CONTROL)
    contacts.write("imaging")
    contacts.shows("Jane Roe")
    contacts.key(Qt.Key.Key_E, CONTROL | SHIFT)
    (asked,) = contacts.asked
    assert [row.name for row in workspace.contacts.stream(asked.args["shown"])] == ["Jane Roe"]
    assert workspace.exporting.count("contacts", Filter("imaging")) == 1
    assert workspace.exporting.count("contacts", Filter("former:imaging")) == 2


def test_the_palette_finds_who_left_last_and_says_formerly(contacts: Driver) -> None:
    contacts.key(Qt.Key.Key_K, CONTROL)
    contacts.write("@imaging")
    card = contacts.window.context.overlay.top()
    assert isinstance(card, Palette)
    rows = card.chooser.list.choices()
    assert rows[0].title == "Jane Roe"
    assert "formerly" not in rows[0].subtitle
    assert {row.title: row.subtitle for row in rows[1:]} == {
        "Ravi Shah": "Fellow, University of the Dee · formerly Engineer at Acme Imaging",
        "Zoë Quill, MD": "Reader, University of the Dee · formerly Adviser at Acme Imaging",
    }
