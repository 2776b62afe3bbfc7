"""A repeating follow-up ticked on somebody's page and opened again: its own next one goes, an edited one stays."""

from datetime import timedelta

import pytest
from PySide6.QtCore import Qt

from crm import clock
from crm.followups import FollowUpDraft
from crm.workspace import Workspace
from tests.ui.contacts.conftest import Driver, People
from tests.ui.sample_records import CONTROL
from ui.contacts.follow_ups import FollowUpsCard


@pytest.fixture(autouse=True)
def twins(workspace: Workspace, people: People) -> None:
    """The same repeating follow-up, for Jane and for Ravi."""
    for contact, days in ((people.jane, 0), (people.ravi, -3)):
        due = clock.today() + timedelta(days=days)
        workspace.followups.add(FollowUpDraft("Call back", due, repeat="FREQ=WEEKLY", contact_id=contact))


def open_days(workspace: Workspace, contact: int) -> list[int]:
    """Return the days from today on which something is open about somebody."""
    rows = [row for row in workspace.followups.of("contact", contact) if row.is_open and row.due_on is not None]
    return sorted((row.due_on - clock.today()).days for row in rows if row.due_on is not None)


def tick(jane: Driver, place: int) -> None:
    """Press Space on a row of the card."""
    card = jane.contact.findChild(FollowUpsCard)
    assert isinstance(card, FollowUpsCard)
    jane.qtbot.waitUntil(lambda: len(card.rows.rows()) > place)
    card.rows.setFocus()
    card.rows.select_row(place)
    jane.key(Qt.Key.Key_Space)


def test_not_done_takes_the_next_one_back_and_leaves_that_of_another_person(
    jane: Driver, workspace: Workspace, people: People
) -> None:
    (of_ravi,) = workspace.followups.of("contact", people.ravi)
    workspace.followups.done([of_ravi.id])
    tick(jane, 0)
    jane.qtbot.waitUntil(lambda: open_days(workspace, people.jane) == [7])
    tick(jane, 1)
    jane.qtbot.waitUntil(lambda: open_days(workspace, people.jane) == [0])
    assert open_days(workspace, people.ravi) == [4]
    assert jane.said() == "Not done: Call back; the next one is taken back"
    jane.key(Qt.Key.Key_Z, CONTROL)
    jane.qtbot.waitUntil(lambda: open_days(workspace, people.jane) == [7])
    assert jane.said() == "Undone: Not done: Call back"


def test_a_next_one_that_was_edited_stays_with_what_was_written_and_is_said(
    jane: Driver, workspace: Workspace, people: People
) -> None:
    tick(jane, 0)
    jane.qtbot.waitUntil(lambda: open_days(workspace, people.jane) == [7])
    (following,) = (row for row in workspace.followups.of("contact", people.jane) if row.is_open)
    workspace.followups.edit(
        following.id,
        FollowUpDraft(
            "Call back", following.due_on, notes="Ask for the key", repeat="FREQ=WEEKLY", contact_id=people.jane
        ),
    )
    tick(jane, 1)
    jane.qtbot.waitUntil(lambda: open_days(workspace, people.jane) == [0])
    (left,) = (row for row in workspace.followups.of("contact", people.jane) if row.is_open)
    assert workspace.followups.get(left.id).notes == "Ask for the key"
    assert jane.said() == "Not done: Call back; the next one was edited since and stays, in its place"
    jane.key(Qt.Key.Key_Z, CONTROL)
    jane.qtbot.waitUntil(lambda: open_days(workspace, people.jane) == [7])
