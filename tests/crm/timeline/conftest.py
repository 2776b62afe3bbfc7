"""A person and an organisation whose histories are told."""

import pytest

from crm.workspace import Workspace
from tests.crm.timeline.records import contact, organisation


@pytest.fixture
def jane(workspace: Workspace) -> int:
    return contact(workspace, "Jane", "Roe")


@pytest.fixture
def trust(workspace: Workspace) -> int:
    return organisation(workspace, "Trust")
