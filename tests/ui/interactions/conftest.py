"""A window over a small network of invented people."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from crm.contacts import ContactDraft
from crm.organisations import OrganisationDraft
from crm.workspace import Workspace
from tests.ui.stage import Stage
from ui.kit import motion


@pytest.fixture
def stage(qtbot: QtBot, tmp_path: Path) -> Iterator[Stage]:
    """Jane Roe at Acme Imaging, Bob Lee and Bob Kay at Dee Bioworks; the tag #imaging."""
    workspace = Workspace.create(tmp_path / "network.desk")
    acme = workspace.organisations.create(OrganisationDraft("Acme Imaging"))
    dee = workspace.organisations.create(OrganisationDraft("Dee Bioworks"))
    workspace.contacts.create(
        ContactDraft("Jane", "Roe", organisation_id=acme, role="Head of Partnerships", tags=("imaging",))
    )
    workspace.contacts.create(ContactDraft("Bob", "Lee", organisation_id=dee))
    workspace.contacts.create(ContactDraft("Bob", "Kay", organisation_id=dee))
    motion.set_reduced(True)
    stage = Stage(qtbot, workspace)
    yield stage
    stage.window.close()
    workspace.close()
    motion.set_reduced(False)
