"""A window on Today over a small network of invented people."""

from collections.abc import Iterator

import pytest
from pytestqt.qtbot import QtBot

from crm.contacts import ContactDraft
from crm.organisations import OrganisationDraft
from crm.workspace import Workspace
from tests.copies import Written
from tests.ui.stage import Stage
from ui.kit import motion
from ui.shell.navigator import Place


def write(workspace: Workspace) -> None:
    """Jane Roe at Acme Imaging; nothing due, nothing logged."""
    acme = workspace.organisations.create(OrganisationDraft("Acme Imaging"))
    workspace.contacts.create(ContactDraft("Jane", "Roe", organisation_id=acme))


@pytest.fixture
def stage(qtbot: QtBot, written: Written[None]) -> Iterator[Stage]:
    motion.set_reduced(True)
    stage = Stage(qtbot, written(write)[0], Place("today"))
    yield stage
    stage.window.close()
    motion.set_reduced(False)
