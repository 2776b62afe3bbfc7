"""A sample network, a day of work in it, and the clock standing still at the end of that day."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple

import pytest
import time_machine

from crm.db import files
from crm.db.device import this_device
from crm.sample import make_sample
from crm.workspace import Workspace
from tests.golden import day, day_of_files
from tests.golden.frozen import Answers

_SIZE = {"contacts": 120, "interactions": 150, "huddles": 8, "circle": 45}
_WITH_UIDS = (
    "contact", "organisation", "interaction", "follow_up", "huddle", "pitch", "opportunity", "introduction",
    "need_offer",
)  # fmt: skip


class Made(NamedTuple):
    """Closed files: the sample, and the same after a day of work; what was said that day, and what is masked."""

    sample: Path
    worked: Path
    said: dict[str, object]
    uids: frozenset[str]
    checksums: dict[str, str]


@pytest.fixture(scope="session")
def made(tmp_path_factory: pytest.TempPathFactory) -> Made:
    folder = tmp_path_factory.mktemp("golden")
    with time_machine.travel(day.MORNING, tick=False) as clock:
        workspace = Workspace.create(folder / "worked.desk")
        make_sample(workspace.store, today=day.MORNING.date(), **_SIZE)
        uids = frozenset(
            str(uid) for table in _WITH_UIDS for (uid,) in workspace.store.rows(f"SELECT uid FROM {table}")
        )
        workspace.close()
        files.copy_private(workspace.path, folder / "sample.desk")
        workspace = Workspace.open(workspace.path)
        worked = day.work(workspace, clock, folder)
        workspace.close()
    return Made(folder / "sample.desk", workspace.path, worked.said, uids, worked.checksums)


@pytest.fixture(scope="module", autouse=True)
def _evening() -> Iterator[None]:
    with time_machine.travel(day.EVENING, tick=False):
        yield


@pytest.fixture(scope="module")
def opened(made: Made, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Callable[[Path], Workspace]]:
    """Opens a copy of its own of a file."""
    folder = tmp_path_factory.mktemp("desk")
    workspaces: list[Workspace] = []

    def open_copy(of: Path) -> Workspace:
        path = folder / f"{len(workspaces)}.desk"
        files.copy_private(of, path)
        workspaces.append(Workspace.open(path))
        return workspaces[-1]

    yield open_copy
    for workspace in workspaces:
        workspace.close()


@pytest.fixture(scope="module")
def desk(made: Made, opened: Callable[[Path], Workspace]) -> Workspace:
    """The file after the day, for reading."""
    return opened(made.worked)


@pytest.fixture
def answers(made: Made, tmp_path: Path, tmp_path_factory: pytest.TempPathFactory) -> Answers:
    return Answers(
        {
            str(day_of_files.FILES): "FILES",
            str(tmp_path): "HERE",
            str(tmp_path_factory.getbasetemp()): "TEMPORARY",
            this_device(): "THIS-COMPUTER",
            **made.checksums,
        },
        made.uids,
    )
