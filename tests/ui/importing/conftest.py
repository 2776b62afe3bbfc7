"""Two people who are known, and the import page over them."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from crm.contacts import ContactDraft, Email
from crm.workspace import Workspace
from tests.copies import Written
from tests.ui.importing.desk import Import
from ui.kit import motion


def write(workspace: Workspace) -> None:
    workspace.contacts.create(ContactDraft("Jane", "Roe", emails=(Email("jane.roe@acme.example"),)))
    workspace.contacts.create(ContactDraft("Ravi", "Shah", emails=(Email("ravi@acme.example"),)))


@pytest.fixture
def workspace(written: Written[None]) -> Iterator[Workspace]:
    motion.set_reduced(True)
    yield written(write)[0]
    motion.set_reduced(False)


@pytest.fixture
def desk(qtbot: QtBot, workspace: Workspace, tmp_path: Path) -> Iterator[Import]:
    desk = Import(qtbot, workspace, tmp_path)
    yield desk
    desk.window.close()
