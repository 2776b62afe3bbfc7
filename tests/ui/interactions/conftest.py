"""A window over a small network of invented people."""

from collections.abc import Iterator

import pytest
from pytestqt.qtbot import QtBot

from crm.contacts import ContactDraft
from crm.organisations import OrganisationDraft
from crm.workspace import Workspace
from tests.copies import Written
from tests.ui.stage import Stage
from ui.kit import motion


def write(workspace: Workspace) -> None:
    """Jane Roe at Acme Imaging, Bob Lee and Bob Kay at Dee Bioworks; the tag #imaging."""
    acme = workspace.organisations.create(OrganisationDraft("Acme Imaging"))
    dee = workspace.organisations.create(OrganisationDraft("Dee Bioworks"))
    workspace.contacts.create(
        ContactDraft("Jane", "Roe", organisation_id=acme, role="Head of Partnerships", tags=("imaging",))
    )
    workspace.contacts.create(ContactDraft("Bob", "Lee", organisation_id=dee))
    workspace.contacts.create(ContactDraft("Bob", "Kay", organisation_id=dee))


@pytest.fixture
def stage(qtbot: QtBot, written: Written[None]) -> Iterator[Stage]:
    motion.set_reduced(True)
    stage = Stage(qtbot, written(write)[0])
    yield stage
    stage.window.close()
    motion.set_reduced(False)
