"""A small pipeline of collaborations, in a real window."""

from collections.abc import Iterator

import pytest
from pytestqt.qtbot import QtBot

from crm.opportunities import OpportunityDraft, PartyDraft
from crm.organisations import OrganisationDraft
from crm.workspace import Workspace
from tests.copies import Written
from tests.ui.stage import Stage
from ui.kit import motion
from ui.shell.navigator import Place

IDEA, EXPLORING, SHAPING, AGREEING, WON, LOST, PARKED = range(7)
TITLES = ("Imaging pilot", "Frailty sensor kit", "Sepsis test", "Robot trial")


def write(made: Workspace) -> None:
    """Three opportunities at the first stage of the first pipeline, one at the second; the first needs an adopter."""
    acme = made.organisations.create(OrganisationDraft("Acme Imaging", sector_id=1))
    calder = made.organisations.create(OrganisationDraft("Calder Sensors", sector_id=2))
    stages = [stage.id for stage in made.pipelines.all()[0].stages]
    for number, title in enumerate(TITLES):
        parties = [PartyDraft("lead", acme if number % 2 == 0 else calder)]
        if number == 0:
            parties.append(PartyDraft("adopter", sub_region_id=3))
        stage = stages[EXPLORING if number == 3 else IDEA]
        made.opportunities.create(OpportunityDraft(title, stage, 100_000_00 * (number + 1), parties=tuple(parties)))


@pytest.fixture
def workspace(written: Written[None]) -> Workspace:
    return written(write)[0]


@pytest.fixture
def stage(qtbot: QtBot, workspace: Workspace) -> Iterator[Stage]:
    motion.set_reduced(True)
    stage = Stage(qtbot, workspace, Place("pipeline"))
    yield stage
    stage.window.close()
    motion.set_reduced(False)
