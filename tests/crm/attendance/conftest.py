"""A held huddle, somebody we know, and reports of Teams to apply to it; the day is 21 May 2026."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
import time_machine

from crm.organisations import Domain, OrganisationDraft
from crm.workspace import Workspace
from tests.crm.attendance.bring import DAY, Stay, Write
from tests.crm.huddle_maker import NOON, huddle, person


@pytest.fixture(autouse=True)
def _on_a_thursday() -> Any:
    with time_machine.travel(NOON, tick=False):
        yield


@pytest.fixture
def acme(workspace: Workspace) -> int:
    return workspace.organisations.create(OrganisationDraft("Acme Imaging", domains=(Domain("acme.example"),)))


@pytest.fixture
def jane(workspace: Workspace, acme: int) -> int:
    return person(workspace, "Jane Roe", acme, "jane.roe@acme.example")


@pytest.fixture
def held(workspace: Workspace) -> int:
    return huddle(workspace)


@pytest.fixture
def teams(tmp_path: Path) -> Write:
    """Write a Teams report of these stays; several of one name are sections of one person."""

    def write(*stays: Stay, day: str = DAY, name: str = "report.csv", activities: Sequence[Stay] = ()) -> Path:
        head = ["1. Summary", "Meeting title\tHuddle", f"Start time\t{day}, 15:00:00", f"End time\t{day}, 16:30:00", ""]
        columns = "Name\tFirst Join\tLast Leave\tIn-Meeting Duration\tEmail\tParticipant ID (UPN)\tRole"
        rows = [
            f"{who}\t{day}, {a}\t{b and f'{day}, {b}'}\t{long}\t{mail}\t{mail}\tAttendee"
            for who, mail, a, b, long in stays
        ]
        more = []
        if activities:
            more = ["", "3. In-Meeting Activities", "Name\tJoin Time\tLeave Time\tDuration\tEmail\tRole"]
            more += [f"{who}\t{day}, {a}\t{day}, {b}\t{long}\t{mail}\tAttendee" for who, mail, a, b, long in activities]
        path = tmp_path / name
        path.write_bytes("\r\n".join([*head, "2. Participants", columns, *rows, *more, ""]).encode("utf-16"))
        return path

    return write
