"""A file with a huddle of today, and its door."""

from collections.abc import Iterator

import pytest
from pytestqt.qtbot import QtBot

from crm.contacts import Email
from crm.contacts.whole_names import draft_named
from crm.organisations import OrganisationDraft
from crm.pitches import PitchDraft
from crm.workspace import Workspace
from tests.copies import Written
from tests.ui.huddles.check_in.door import PEOPLE, REGISTERED, Door, huddle_on
from ui.kit import motion


def write(workspace: Workspace) -> None:
    """Nineteen people, sixteen of them registered for the huddle of today; Jane Roe pitches there."""
    firms: dict[str, int] = {}
    people: list[int] = []
    for name, firm in PEOPLE:
        if firm not in firms:
            firms[firm] = workspace.organisations.create(OrganisationDraft(firm))
        mail = Email(f"{name.split()[0].lower()}@network.example", is_primary=True)
        people.append(workspace.contacts.create(draft_named(name, emails=(mail,), organisation_id=firms[firm])))
    huddle = huddle_on(workspace)
    workspace.attendance.reply(huddle, people[:REGISTERED], "registered")
    workspace.pitches.add(huddle, PitchDraft("Two-trust imaging pilot", contact_id=people[0]))


@pytest.fixture
def workspace(written: Written[None]) -> Iterator[Workspace]:
    motion.set_reduced(True)
    yield written(write)[0]
    motion.set_reduced(False)


@pytest.fixture
def door(qtbot: QtBot, workspace: Workspace) -> Iterator[Door]:
    row = workspace.huddles.numbered(42)[0]
    door = Door(qtbot, workspace, row.id)
    yield door
    door.window.close()
