"""A held huddle, one in March, two people we know, and the review of the held one; the day is 21 May 2026."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import time_machine
from pytestqt.qtbot import QtBot

from crm.organisations import Domain, OrganisationDraft
from crm.workspace import Workspace
from tests.copies import Written
from tests.crm.huddle_maker import NOON, huddle, person
from tests.ui.huddles.review.desk import Review
from ui.kit import motion
from ui.shell.navigator import Place


@pytest.fixture(autouse=True)
def _on_a_thursday() -> Any:
    with time_machine.travel(NOON, tick=False):
        yield


def write(workspace: Workspace) -> None:
    acme = workspace.organisations.create(OrganisationDraft("Acme Imaging", domains=(Domain("acme.example"),)))
    person(workspace, "Jane Roe", acme, "jane.roe@acme.example")
    person(workspace, "Ravi Shah")


@pytest.fixture
def workspace(written: Written[None]) -> Iterator[Workspace]:
    motion.set_reduced(True)
    yield written(write)[0]
    motion.set_reduced(False)


@pytest.fixture
def march(workspace: Workspace) -> int:
    return huddle(workspace, date(2026, 3, 19))


@pytest.fixture
def held(workspace: Workspace, march: int) -> int:
    return huddle(workspace)


@pytest.fixture
def desk(qtbot: QtBot, workspace: Workspace, held: int, tmp_path: Path) -> Iterator[Review]:
    desk = Review(qtbot, workspace, tmp_path, Place("attendance_review", held))
    yield desk
    desk.window.close()
