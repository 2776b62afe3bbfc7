"""A populated file, made once and copied for each test."""

import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from crm.db import files
from crm.db.raw_connection import Access, raw
from crm.workspace import Workspace
from tests.crm.db.populate import populate


@pytest.fixture(scope="session")
def _populated(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("populated") / "good.desk"
    workspace = Workspace.create(path)
    populate(workspace.store)
    workspace.close()
    return path


@pytest.fixture
def good(_populated: Path, tmp_path: Path) -> Path:
    """A closed, populated file of this test's own, in an empty folder."""
    folder = tmp_path / "place"
    folder.mkdir()
    return Path(shutil.copy(_populated, folder / "good.desk"))


def alter(path: Path, *statements: str) -> None:
    """Change a closed file behind the program's back, as another program would."""
    connection = raw(path, Access.WRITE)
    for statement in statements:
        connection.execute(statement)
    connection.close()


def spoil(path: Path, *statements: str) -> None:
    """Change records of a closed file past its log, which refuses other programs: as a failing drive would."""
    connection = raw(path, Access.WRITE)
    found = connection.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger' AND name GLOB 'log_*'")
    log = dict(found.fetchall())
    connection.close()
    alter(path, *(f"DROP TRIGGER {name}" for name in log), *statements, *log.values())


def around(path: Path) -> dict[str, bytes]:
    """Return every file in the folder of `path` with its bytes."""
    return {p.name: p.read_bytes() for p in path.parent.iterdir() if p.is_file()}


def open_elsewhere(path: Path, code: str) -> "subprocess.Popen[str]":
    """Start another program that opens `path` as `workspace`, runs `code`, says `ready` and waits to be told to end."""
    program = (
        "import os, sys\nfrom pathlib import Path\nfrom crm.workspace import Workspace\n"
        f"workspace = Workspace.open(Path({str(path)!r}))\n{code}\nprint('ready', flush=True)\nsys.stdin.readline()\n"
        "workspace.close()\n"
    )
    started = subprocess.Popen(
        [sys.executable, "-c", program], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, env=os.environ
    )
    assert started.stdout is not None
    assert started.stdout.readline() == "ready\n"
    return started


@pytest.fixture
def elsewhere() -> Iterator[Callable[..., Any]]:
    """Start other programs; whatever still runs at the end of the test is killed."""
    running: list[subprocess.Popen[str]] = []

    def start(path: Path, code: str = "pass") -> "subprocess.Popen[str]":
        running.append(open_elsewhere(path, code))
        return running[-1]

    yield start
    for program in running:
        program.kill()
        program.communicate()


def journals(path: Path) -> list[str]:
    """Return which journals stand beside a file."""
    return [suffix for suffix in files.JOURNALS if files.beside(path, suffix).exists()]
