"""Two people who are known, and the import page over them."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from crm.contacts import ContactDraft, Email
from crm.workspace import Workspace
from tests.ui.importing.desk import Import
from ui.kit import motion


@pytest.fixture
def workspace(tmp_path: Path) -> Iterator[Workspace]:
    motion.set_reduced(True)
    workspace = Workspace.create(tmp_path / "network.desk")
    workspace.contacts.create(ContactDraft("Jane", "Roe", emails=(Email("jane.roe@acme.example"),)))
    workspace.contacts.create(ContactDraft("Ravi", "Shah", emails=(Email("ravi@acme.example"),)))
    yield workspace
    workspace.close()
    motion.set_reduced(False)


@pytest.fixture
def desk(qtbot: QtBot, workspace: Workspace, tmp_path: Path) -> Iterator[Import]:
    desk = Import(qtbot, workspace, tmp_path)
    yield desk
    desk.window.close()
