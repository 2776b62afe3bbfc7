"""A window over one of everything that has a form."""

from collections.abc import Iterator

import pytest
from pytestqt.qtbot import QtBot

from crm.workspace import Workspace
from tests.copies import Written
from tests.ui.records.forms.catalogue import write
from tests.ui.stage import Stage
from ui.kit import motion


@pytest.fixture
def workspace(written: Written[None]) -> Workspace:
    return written(write)[0]


@pytest.fixture
def stage(qtbot: QtBot, workspace: Workspace) -> Iterator[Stage]:
    motion.set_reduced(True)
    stage = Stage(qtbot, workspace)
    yield stage
    stage.window.close()
    motion.set_reduced(False)
