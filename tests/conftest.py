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
from crm.db import files, migrating, opening
from crm.db.checking import Health
from crm.sample import make_sample
from crm.workspace import Workspace

build, look_inside = opening.build, opening._look_inside
steps = migrating.DIRECTORY  # a copy is older where a test has the program know more of them

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


class _Copies:
    """Copies of closed files that were looked into when they were made: the untouched copy is not looked into again."""

    def __init__(self) -> None:
        self._untouched: dict[Path, tuple[int, int, int]] = {}

    def make(self, source: Path, path: Path) -> None:
        part = files.beside(path, ".new.part")
        part.unlink(missing_ok=True)
        files.copy_private(source, part)
        earlier = source.stat().st_mtime_ns - 10**9  # whatever is written later has another moment
        os.utime(part, ns=(earlier, earlier))
        part.replace(path)
        self._untouched[path.resolve()] = _marks(path)

    def look_inside(self, path: Path, *how: Any, **more: Any) -> Any:
        made = self._untouched.pop(path, None)
        if made is not None and made == _marks(path) and steps == migrating.DIRECTORY:
            return opening._Findings(health=Health())
        return look_inside(path, *how, **more)


def _marks(path: Path) -> tuple[int, int, int]:
    found = path.stat()
    return found.st_ino, found.st_size, found.st_mtime_ns


@pytest.fixture(scope="session")
def _copies() -> _Copies:
    return _Copies()


@pytest.fixture(scope="session", autouse=True)
def _new_files_are_copies(tmp_path_factory: pytest.TempPathFactory, _copies: _Copies) -> Iterator[None]:
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
def sampled_file(tmp_path_factory: pytest.TempPathFactory, _copies: _Copies) -> Callable[..., Path]:
    """Puts a closed file with a sample network at a path: built once for its numbers, seed and day, then copied."""
    folder = tmp_path_factory.mktemp("sampled")
    ready: dict[object, Path] = {}

    def copy(path: Path, *, today: date | None = None, **numbers: Any) -> Path:
        day = today or clock.today()
        made_for = (day, *sorted(numbers.items()))
        if made_for not in ready:
            workspace = Workspace.create(folder / f"{len(ready)}.desk")
            make_sample(workspace.store, today=day, **numbers)
            workspace.close()
            Workspace.open(workspace.path).close()
            ready[made_for] = workspace.path
        _copies.make(ready[made_for], path)
        return path

    return copy
