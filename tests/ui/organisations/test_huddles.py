"""The huddles of an organisation: who came for it that day, whoever that was, and whether it hangs on one person."""

from datetime import time, timedelta

import pytest
from PySide6.QtCore import Qt

from crm import clock
from crm.contacts import ContactDraft
from crm.huddles import HuddleDraft
from crm.pitches import PitchDraft
from crm.workspace import Workspace
from tests.ui.organisations.conftest import Driver, Network
from ui.records.huddles_card import HuddlesCard
from ui.shell.navigator import Place


@pytest.fixture
def held(workspace: Workspace, network: Network) -> list[int]:
    """Three huddles, to all of which Jane came alone for Acme."""
    made = [
        workspace.huddles.plan(HuddleDraft(clock.today() - timedelta(days=days), time(15), time(16), series_id=1))
        for days in (90, 60, 30)
    ]
    for huddle in made:
        workspace.attendance.mark(huddle, [network.jane], "attended")
    workspace.pitches.add(made[2], PitchDraft("Imaging pilot", "ask", contact_id=network.jane))
    return made


@pytest.fixture
def card(held: list[int], acme: Driver) -> HuddlesCard:
    return acme.page.aside.huddles


def test_the_card_tells_huddles_seats_and_pitches(card: HuddlesCard) -> None:
    assert card.view.said.text() == "3 of 3 huddles · 3 seats · 1 pitch"
    assert card.view.bars.accessibleName() == "Acme Imaging came to 3 of 3 huddles. 3 seats."


def test_each_huddle_says_who_came(card: HuddlesCard) -> None:
    assert card.view.strip.rows()[0].said == "Acme Imaging, huddle 1: Jane Roe came"


def test_an_organisation_for_which_one_person_alone_comes_says_so(card: HuddlesCard) -> None:
    assert card.view.note.text() == "Jane Roe alone came for it: 3 of the last 6 huddles."


def test_a_second_person_takes_the_note_away(
    card: HuddlesCard, acme: Driver, network: Network, held: list[int]
) -> None:
    idris = acme.workspace.contacts.create(ContactDraft("Idris", "Bello", organisation_id=network.acme))
    acme.workspace.attendance.mark(held[1], [idris], "attended")
    acme.waits(lambda: card.view.said.text().startswith("3 of 3 huddles · 4 seats"))
    assert card.view.note.isHidden()


def test_a_pitch_tells_who_gave_it_and_opens_the_huddle(card: HuddlesCard, acme: Driver, held: list[int]) -> None:
    (row,) = card.view.pitches.rows.rows()
    assert (row.title, row.detail) == ("Imaging pilot", "Ask · Jane Roe · Huddle 3")
    card.view.pitches.rows.setFocus()
    acme.key(Qt.Key.Key_Return)
    assert acme.navigator.current == Place("huddle", held[2])


def test_without_any_huddle_there_is_no_card(acme: Driver) -> None:
    assert acme.page.aside.huddles.isHidden()
