"""Tests show no window unless a platform is asked for, are the same for the same code, and know no clock.

`HYPOTHESIS_PROFILE=search` lets the property tests look at other texts and orders in every run, and at more of them.
However slow the machine is, no example is too slow; a fixture that all examples of a test share is meant to be shared.
"""

import gc
import os
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, settings

from crm import clock
from crm.db import opening
from crm.sample import make_sample
from crm.workspace import Workspace
from tests.copies import Copies, Once, T, Written

build, look_inside = opening.build, opening._look_inside

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

_AT_ANY_SPEED = settings(
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.function_scoped_fixture],
)
settings.register_profile("same", _AT_ANY_SPEED, derandomize=True, max_examples=60)
settings.register_profile("search", _AT_ANY_SPEED, max_examples=200)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "same"))


def pytest_collection_finish() -> None:
    """Leave the thousands of tests themselves out of every later search for garbage, which they would make long."""
    gc.collect()
    gc.freeze()


@pytest.fixture(scope="session", autouse=True)
def _a_computer_of_its_own(tmp_path_factory: pytest.TempPathFactory) -> None:
    """What the program keeps for this account stays out of the account of whoever runs the tests."""
    os.environ["XDG_DATA_HOME"] = str(tmp_path_factory.mktemp("account"))


@pytest.fixture(scope="session")
def _copies() -> Copies:
    return Copies()


@pytest.fixture(scope="session", autouse=True)
def _new_files_are_copies(tmp_path_factory: pytest.TempPathFactory, _copies: Copies) -> Iterator[None]:
    """A new file is built once; every other of this process is a copy of it, which takes a tenth of the time."""
    built = tmp_path_factory.mktemp("built") / "new.desk"

    def copy(path: Path) -> None:
        if not built.exists():
            build(built)
            opening.open_file(built).store.close()
        _copies.make(built, path)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(opening, "build", copy)
        patch.setattr(opening, "_look_inside", _copies.look_inside)
        yield


@pytest.fixture
def built_anew(monkeypatch: pytest.MonkeyPatch) -> None:
    """New files are built, and looked into, as the program does it."""
    monkeypatch.setattr(opening, "build", build)
    monkeypatch.setattr(opening, "_look_inside", look_inside)


@pytest.fixture(scope="session")
def _once(tmp_path_factory: pytest.TempPathFactory, _copies: Copies) -> Once:
    return Once(tmp_path_factory.mktemp("once"), _copies)


@pytest.fixture(scope="session")
def sampled_file(_once: Once) -> Callable[..., Path]:
    """Puts a closed file with a sample network at a path: built once for its numbers, seed and day, then copied."""

    def copy(path: Path, *, today: date | None = None, **numbers: Any) -> Path:
        day = today or clock.today()
        made_for = ("sample", day, *sorted(numbers.items()))
        _once.copy(path, made_for, lambda workspace: make_sample(workspace.store, today=day, **numbers))
        return path

    return copy


@pytest.fixture
def written(_once: Once, tmp_path: Path) -> Iterator[Written[Any]]:
    """Opens a file that holds what a function writes, with its answer: written once for it and the day, then copied."""
    opened: list[Workspace] = []

    def copy(write: Callable[[Workspace], T]) -> tuple[Workspace, T]:
        path = tmp_path / "network.desk"
        answer = _once.copy(path, (write, clock.today()), write)
        opened.append(Workspace.open(path))
        return opened[-1], answer

    yield copy
    for workspace in opened:
        workspace.close()
