"""A window on Today over a small network of invented people."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from crm.contacts import ContactDraft
from crm.organisations import OrganisationDraft
from crm.workspace import Workspace
from tests.ui.stage import Stage
from ui.kit import motion
from ui.navigator import Place


@pytest.fixture
def stage(qtbot: QtBot, tmp_path: Path) -> Iterator[Stage]:
    """Jane Roe at Acme Imaging; nothing due, nothing logged."""
    workspace = Workspace.create(tmp_path / "network.desk")
    acme = workspace.organisations.create(OrganisationDraft("Acme Imaging"))
    workspace.contacts.create(ContactDraft("Jane", "Roe", organisation_id=acme))
    motion.set_reduced(True)
    stage = Stage(qtbot, workspace, Place("today"))
    yield stage
    stage.window.close()
    workspace.close()
    motion.set_reduced(False)
