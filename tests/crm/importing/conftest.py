"""A desk that takes tables of people as text."""

from pathlib import Path

import pytest

from crm.db.dump import logical_dump
from crm.importing import ImportPlan
from crm.workspace import Workspace

Facts = dict[str, tuple[int, str]]
JANE = "Name,Email,Organisation,Role,Phone\nJane Roe,jane.roe@lumen.example,Lumen,Chemist,01632 960101\n"


def dump(workspace: Workspace) -> Facts:
    return logical_dump(workspace.store.connection())


class Desk:
    """A workspace that takes tables as text."""

    def __init__(self, workspace: Workspace, folder: Path) -> None:
        self.workspace, self.folder, self._number = workspace, folder, 0

    def plan(self, text: str, suffix: str = ".csv") -> ImportPlan:
        self._number += 1
        path = self.folder / f"in{self._number}{suffix}"
        path.write_text(text, encoding="utf-8")
        return self.workspace.importing.plan(path)

    def take(self, text: str, suffix: str = ".csv") -> ImportPlan:
        plan = self.plan(text, suffix)
        self.workspace.importing.apply(plan)
        return plan

    def people(self) -> list[str]:
        return [name for (name,) in self.workspace.store.rows("SELECT name FROM contact_summary ORDER BY contact_id")]

    def one(self, sql: str) -> object:
        return self.workspace.store.value(sql)


@pytest.fixture
def desk(workspace: Workspace, tmp_path: Path) -> Desk:
    return Desk(workspace, tmp_path)


def outcomes(plan: ImportPlan) -> list[str]:
    return [row.outcome.value for row in plan.rows]
