"""One contact beside the list: its parts, addresses shown before anything is sent, edits in place."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
from PySide6.QtCore import QObject, Qt, QUrl, Slot
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QApplication

from crm import clock
from crm.contacts import Email
from crm.followups import FollowUpDraft
from crm.workspace import Workspace
from tests.ui.contacts.conftest import Driver, People
from tests.ui.sample_records import CONTROL
from ui.contacts.panel import ContactPanel
from ui.kit.menu import Menu
from ui.records.link_opener import FollowCard


class Desktop(QObject):
    """Stands for the desktop's e-mail program."""

    def __init__(self) -> None:
        super().__init__()
        self.asked: list[str] = []

    @Slot(QUrl)
    def take(self, url: QUrl) -> None:
        self.asked.append(url.toString())


@pytest.fixture
def desktop() -> Iterator[Desktop]:
    receiver = Desktop()
    QDesktopServices.setUrlHandler("mailto", receiver, "take")
    yield receiver
    QDesktopServices.unsetUrlHandler("mailto")


@pytest.fixture
def panel(contacts: Driver, people: People) -> ContactPanel:
    contacts.listing.table.select_id(people.jane)
    contacts.key(Qt.Key.Key_Space)
    assert contacts.listing.contact_panel.record_id() == people.jane
    return contacts.listing.contact_panel


def popup() -> Menu:
    menu = QApplication.activePopupWidget()
    assert isinstance(menu, Menu)
    return menu


def test_the_addresses_are_shown_before_an_email_is_started(panel: ContactPanel, desktop: Desktop) -> None:
    panel.mail.click()
    menu = popup()
    assert [each.text() for each in menu.actions() if each.text()] == [
        "Write to jane.roe@acme.example",
        "Copy jane.roe@acme.example",
    ]
    assert desktop.asked == []
    menu.actions()[0].trigger()
    menu.close()
    assert desktop.asked == ["mailto:jane.roe@acme.example"]


def test_an_address_with_letters_that_look_like_others_is_shown_first(
    panel: ContactPanel, contacts: Driver, workspace: Workspace, people: People, desktop: Desktop
) -> None:
    workspace.contacts.set_emails(people.jane, [Email("jane.roe@b\u00fccher.example")])
    contacts.qtbot.waitUntil(lambda: "b\u00fccher" in panel.emails.entries[0].row.value())
    panel.mail.click()
    menu = popup()
    menu.actions()[0].trigger()
    menu.close()
    assert desktop.asked == []
    card = contacts.window.context.overlay.top()
    assert isinstance(card, FollowCard)
    assert card.view.toPlainText() == "mailto:jane.roe@xn--bcher-kva.example"
    card.open_button.click()
    assert desktop.asked == ["mailto:jane.roe@xn--bcher-kva.example"]


def test_a_phone_is_edited_in_place(
    contacts: Driver, panel: ContactPanel, workspace: Workspace, people: People
) -> None:
    row = panel.phones.entries[0].row
    row.setFocus()
    contacts.key(Qt.Key.Key_Return)
    contacts.key(Qt.Key.Key_A, CONTROL)
    contacts.write("07700 900123")
    contacts.key(Qt.Key.Key_Return)
    assert [phone.e164 for phone in workspace.contacts.get(people.jane).phones] == ["+447700900123"]


def test_an_address_that_bounces_is_marked_so(panel: ContactPanel, workspace: Workspace, people: People) -> None:
    panel.emails.entries[0].menu_button.click()
    menu = popup()
    states = next(action.menu() for action in menu.actions() if action.text() == "State")
    assert isinstance(states, Menu)
    next(action for action in states.actions() if action.text() == "Bounces").trigger()
    menu.close()
    assert workspace.contacts.get(people.jane).emails[0].state == "bounced"


def test_the_next_follow_up_stands_on_the_panel(
    contacts: Driver, panel: ContactPanel, workspace: Workspace, people: People
) -> None:
    assert panel.next.isHidden()
    made = workspace.followups.add(
        FollowUpDraft("Send the protocol", clock.today() + timedelta(days=1), contact_id=people.jane)
    )
    contacts.qtbot.waitUntil(panel.next.isVisible)
    assert panel.next.accessibleName() == "Next follow-up: Send the protocol, due Tomorrow"
    contacts.listen_for("follow_up")
    panel.next.click()
    assert contacts.asked[0].id == made


def test_the_tabs_show_history_facts_and_what_changed(
    contacts: Driver, panel: ContactPanel, workspace: Workspace, people: People
) -> None:
    events = panel.history.timeline.events()
    assert "Scope of the pilot" in [events.event_at(number).title for number in range(events.rowCount())]
    workspace.contacts.edit(people.jane, pronouns="she/her")
    for text in ("Details", "What changed"):
        next(each for each in panel.tabs.findChildren(type(panel.log)) if each.text() == text).click()
    changes = panel.changes.events()
    contacts.qtbot.waitUntil(lambda: changes.event_at(0).body == "Pronouns: nothing → “she/her”")
    assert [changes.event_at(number).title for number in range(changes.rowCount())] == [
        "Edit Jane Roe: pronouns",
        "Log meeting with Jane Roe",
        "Add Jane Roe",
    ]
    assert panel.facts.rows["family_name"].value() == "Roe"


def test_logging_from_the_panel_is_about_its_contact(contacts: Driver, panel: ContactPanel, people: People) -> None:
    contacts.listen_for("log")
    panel.log.click()
    assert contacts.asked[0].args == {"contact": people.jane}


def test_in_a_narrow_window_the_panel_lies_over_the_list_and_esc_closes_it(
    contacts: Driver, panel: ContactPanel
) -> None:
    contacts.window.resize(1024, 680)
    contacts.qtbot.waitUntil(contacts.listing.is_sheet)
    panel.log.setFocus()
    contacts.key(Qt.Key.Key_Escape)
    assert not contacts.listing.is_open()
