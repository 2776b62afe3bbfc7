"""The huddles of a person: the strip, how often they came, pitches and hands, on their page and beside the list."""

from datetime import time, timedelta

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from crm import clock
from crm.huddles import HuddleDraft
from crm.pitches import PitchDraft
from crm.workspace import Workspace
from tests.ui.contacts.conftest import Driver, People
from ui.huddles.detail import HuddlePage
from ui.shell.navigator import Place


@pytest.fixture
def held(workspace: Workspace, people: People) -> list[int]:
    """Four huddles: Jane came to three of them, and pitched at the last; Ravi put a hand up."""
    made = [
        workspace.huddles.plan(HuddleDraft(clock.today() - timedelta(days=days), time(15), time(16), series_id=1))
        for days in (120, 90, 60, 30)
    ]
    for huddle in made:
        workspace.attendance.reply(huddle, [people.jane], "registered")
    for huddle in (made[0], made[2], made[3]):
        workspace.attendance.mark(huddle, [people.jane], "attended")
    workspace.attendance.mark(made[1], [people.jane], "apologies")
    pitch = workspace.pitches.add(made[3], PitchDraft("Imaging pilot", "ask", contact_id=people.jane))
    workspace.pitches.deliver(pitch, True)
    workspace.hands.raise_hand(pitch, people.ravi, "can help", "Two engineers")
    return made


@pytest.fixture
def on_jane(held: list[int], jane: Driver) -> Driver:
    return jane


def test_the_strip_says_how_a_person_stood_to_each_huddle(on_jane: Driver) -> None:
    said = [cell.said for cell in on_jane.contact.huddles.view.strip.rows()]
    assert said == [
        "Jane Roe, huddle 1: attended",
        "Jane Roe, huddle 2: apologies",
        "Jane Roe, huddle 3: attended",
        "Jane Roe, huddle 4: attended and pitched",
    ]


def test_how_often_a_person_came_and_what_that_makes_them_stand_beneath(on_jane: Driver) -> None:
    view = on_jane.contact.huddles.view
    assert view.said.text() == "3 of 4 huddles · 1 pitch"
    assert view.state.text() == "Regular"


def test_enter_on_the_strip_opens_the_huddle(on_jane: Driver, held: list[int]) -> None:
    on_jane.contact.huddles.view.strip.setFocus()
    on_jane.key(Qt.Key.Key_Left)
    on_jane.key(Qt.Key.Key_Return)
    assert isinstance(on_jane.window.host.current_page(), HuddlePage)
    assert on_jane.navigator.current == Place("huddle", held[2])


def test_a_pitch_tells_kind_topic_and_huddle_and_enter_opens_the_huddle(on_jane: Driver, held: list[int]) -> None:
    rows = on_jane.contact.huddles.view.pitches.rows
    assert [(row.title, row.detail) for row in rows.rows()] == [("Imaging pilot", "Ask · Huddle 4")]
    rows.setFocus()
    on_jane.key(Qt.Key.Key_Return)
    assert on_jane.navigator.current == Place("huddle", held[3])


def test_a_hand_is_shown_to_whom_it_belongs(qtbot: QtBot, held: list[int], jane: Driver, people: People) -> None:
    jane.navigator.open("contact", people.ravi)
    view = jane.contact.huddles.view
    assert [(row.title, row.detail, row.pill) for row in view.hands.rows.rows()] == [
        ("Imaging pilot", "Can help · Huddle 4 · Two engineers", "open")
    ]
    assert view.pitches.isHidden()


def test_a_mark_made_elsewhere_is_shown_at_once(on_jane: Driver, workspace: Workspace, people: People) -> None:
    huddle = workspace.huddles.rows()[2].id
    workspace.attendance.mark(huddle, [people.jane], "attended")
    on_jane.qtbot.waitUntil(lambda: on_jane.contact.huddles.view.said.text().startswith("4 of 4"))


def test_without_any_huddle_there_is_no_card(jane: Driver) -> None:
    assert jane.contact.huddles.isHidden()


def test_the_panel_beside_the_list_has_the_strip_in_a_tab(held: list[int], contacts: Driver, people: People) -> None:
    contacts.navigator.open("contacts")
    contacts.shows("Łukasz Nowak", "Zoë Quill, MD", "Jane Roe", "Ravi Shah")
    contacts.listing.table.setFocus()
    contacts.key(Qt.Key.Key_Down)
    contacts.key(Qt.Key.Key_Down)
    contacts.key(Qt.Key.Key_Space)
    panel = contacts.listing.contact_panel
    assert panel.record_id() == people.jane
    tab = next(each for each in panel.tabs.findChildren(type(panel.log)) if each.text() == "Huddles")
    tab.setFocus()
    contacts.key(Qt.Key.Key_Space)
    contacts.qtbot.waitUntil(panel.huddles.isVisible)
    assert panel.huddles.said.text() == "3 of 4 huddles · 1 pitch"


def test_who_attended_was_in_touch_and_the_list_shows_it_at_once(
    held: list[int], contacts: Driver, people: People
) -> None:
    def touched() -> str:
        rows = contacts.listing.table.rows()
        found = (rows.row(number) for number in range(rows.rowCount()))
        return next(str(row.last_touch_at) for row in found if row is not None and row.id == people.ravi)

    contacts.shows("Łukasz Nowak", "Zoë Quill, MD", "Jane Roe", "Ravi Shah")
    assert touched() == ""
    contacts.workspace.attendance.mark(held[3], [people.ravi], "attended")
    contacts.qtbot.waitUntil(lambda: touched() != "")
