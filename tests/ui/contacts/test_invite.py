"""Inviting people to the next huddle from the list of contacts."""

from datetime import time, timedelta

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton

from crm import clock
from crm.contacts import ContactDraft
from crm.huddles import HuddleDraft
from crm.workspace import Workspace
from tests.ui.contacts.conftest import Driver, People
from tests.ui.sample_records import CONTROL
from ui.huddles.editor import HuddlePanel


@pytest.fixture
def huddle(workspace: Workspace, people: People) -> int:
    """The huddle of next week; Jane said she comes."""
    made = workspace.huddles.plan(HuddleDraft(clock.today() + timedelta(days=7), time(15), time(16), series_id=1))
    workspace.attendance.reply(made, [people.jane], "registered")
    return made


@pytest.fixture
def listed(huddle: int, contacts: Driver) -> Driver:
    contacts.shows("Łukasz Nowak", "Zoë Quill, MD", "Jane Roe", "Ravi Shah")
    contacts.listing.table.setFocus()
    return contacts


def replies(driver: Driver, huddle: int) -> dict[int, str]:
    return {row.contact_id: row.registration for row in driver.workspace.attendance.rows(huddle)}


def test_everybody_selected_is_invited_and_who_replied_stays_as_they_did(
    listed: Driver, huddle: int, people: People
) -> None:
    listed.key(Qt.Key.Key_A, CONTROL)
    listed.listing.invite_next()
    assert replies(listed, huddle) == {
        people.jane: "registered",
        people.ravi: "invited",
        people.zoe: "invited",
        people.lukasz: "invited",
    }
    assert listed.said() == "3 invited to Huddle 1, 1 was on the list"


def test_undo_takes_the_invitations_back_as_one_step(listed: Driver, huddle: int, people: People) -> None:
    listed.key(Qt.Key.Key_A, CONTROL)
    listed.listing.invite_next()
    listed.key(Qt.Key.Key_Z, CONTROL)
    assert replies(listed, huddle) == {people.jane: "registered"}


def test_the_current_row_alone_is_invited(listed: Driver, huddle: int, people: People) -> None:
    listed.key(Qt.Key.Key_Home)
    listed.listing.invite_next()
    assert replies(listed, huddle) == {people.jane: "registered", people.lukasz: "invited"}


def test_the_selection_bar_has_a_button_for_it(listed: Driver, huddle: int) -> None:
    listed.key(Qt.Key.Key_A, CONTROL)
    button = next(each for each in listed.listing.bar.findChildren(QPushButton) if each.text() == "Invite")
    assert button.isVisible()
    button.click()
    assert len(replies(listed, huddle)) == 4


def test_row_menu_and_palette_know_the_action(listed: Driver) -> None:
    action = listed.window.context.actions.get("invite_next")
    assert action is not None
    assert "invite_next" in listed.listing.row_menu


def test_nobody_new_writes_nothing_and_says_so(listed: Driver, huddle: int) -> None:
    listed.key(Qt.Key.Key_A, CONTROL)
    listed.listing.invite_next()
    before = listed.workspace.actions(limit=1)
    listed.listing.invite_next()
    assert listed.workspace.actions(limit=1) == before
    assert listed.said() == "Nobody new for Huddle 1: 4 were on the list already"


def test_without_a_next_huddle_the_form_to_plan_one_opens(contacts: Driver) -> None:
    contacts.shows("Łukasz Nowak", "Zoë Quill, MD", "Jane Roe", "Ravi Shah")
    contacts.listing.table.setFocus()
    contacts.listing.invite_next()
    assert isinstance(contacts.window.context.overlay.top(), HuddlePanel)


def test_many_are_invited_on_the_worker_as_one_step(listed: Driver, huddle: int, people: People) -> None:
    workspace = listed.workspace
    with workspace.store.action("Add many"):
        for number in range(1_001):
            workspace.contacts.create(ContactDraft("Guest", f"Number {number}"))
    listed.qtbot.waitUntil(lambda: listed.listing.table.rows().rowCount() == 1_005)
    listed.key(Qt.Key.Key_A, CONTROL)
    listed.listing.invite_next()
    listed.qtbot.waitUntil(lambda: listed.said().startswith("1,004 invited to Huddle 1"))
    assert len(replies(listed, huddle)) == 1_005
    workspace.undo()
    assert replies(listed, huddle) == {people.jane: "registered"}
