"""A ledger of three introductions among four people, in a real window."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
from pytestqt.qtbot import QtBot

from crm import clock
from crm.contacts import AffiliationDraft, ContactDraft
from crm.introductions import IntroductionDraft
from crm.organisations import OrganisationDraft
from crm.workspace import Workspace
from tests.copies import Written
from tests.ui.stage import Stage
from ui.kit import motion
from ui.shell.navigator import Place

PEOPLE = (
    ("Jane", "Roe", "Acme Imaging"),
    ("Rhys", "Davies", "Mersey Reach Trust"),
    ("Zoë", "Moss", "Pennine University"),
    ("Obi", "Cole", "Mersey Reach Trust"),
)
MADE, WAITING, FRESH = "A trial of the sensor", "A scanner for the coast", "A maker of gowns"


def write(made: Workspace) -> None:
    """One introduction was made 40 days ago, one waits for an answer, of one nobody was asked."""
    places: dict[str, int] = {}
    people = []
    for given, family, place in PEOPLE:
        if place not in places:
            places[place] = made.organisations.create(OrganisationDraft(place))
        person = made.contacts.create(ContactDraft(given_name=given, family_name=family))
        made.contacts.add_affiliation(person, AffiliationDraft(places[place], "Lead", started="2019"))
        people.append(person)
    jane, rhys, zoe, _obi = people
    introductions = made.introductions
    first = introductions.add(IntroductionDraft(MADE, (jane, rhys), notes="They met once before"))
    for person in (jane, rhys):
        introductions.consent(first, person, "yes")
    introductions.made(first, clock.today() - timedelta(days=40))
    second = introductions.add(IntroductionDraft(WAITING, (rhys, zoe)))
    introductions.consent(second, rhys, "yes")
    introductions.consent(second, zoe, "asked")
    introductions.add(IntroductionDraft(FRESH, (zoe, jane)))


@pytest.fixture
def workspace(written: Written[None]) -> Workspace:
    return written(write)[0]


@pytest.fixture
def stage(qtbot: QtBot, workspace: Workspace) -> Iterator[Stage]:
    motion.set_reduced(True)
    stage = Stage(qtbot, workspace, Place("introductions"))
    yield stage
    stage.window.close()
    motion.set_reduced(False)
