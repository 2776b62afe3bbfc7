"""A fresh file for each test."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from crm.workspace import Workspace


@pytest.fixture
def workspace(tmp_path: Path) -> Iterator[Workspace]:
    opened = Workspace.create(tmp_path / "cluster.desk")
    yield opened
    opened.close()
