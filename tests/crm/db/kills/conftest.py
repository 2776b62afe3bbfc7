"""The populated file of these tests: every kind of row, and few of them, for it is worked on some hundred times."""

from pathlib import Path

import pytest

from crm.workspace import Workspace
from tests.crm.db.populate import populate


@pytest.fixture(scope="session")
def _populated(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("small") / "good.desk"
    workspace = Workspace.create(path)
    populate(workspace.store, 5)
    workspace.close()
    return path
