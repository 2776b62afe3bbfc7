"""A window over one of everything that has a form."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from crm.workspace import Workspace
from tests.ui.forms.catalogue import network
from tests.ui.stage import Stage
from ui.kit import motion


@pytest.fixture
def workspace(tmp_path: Path) -> Iterator[Workspace]:
    made = network(tmp_path / "network.desk")
    yield made
    made.close()


@pytest.fixture
def stage(qtbot: QtBot, workspace: Workspace) -> Iterator[Stage]:
    motion.set_reduced(True)
    stage = Stage(qtbot, workspace)
    yield stage
    stage.window.close()
    motion.set_reduced(False)
