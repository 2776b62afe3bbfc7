"""Two programs import one file at once: everybody is there once."""

import multiprocessing
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

import pytest

from crm.errors import AlreadyOpen
from crm.workspace import Workspace

ROWS = 400


@pytest.fixture
def table(tmp_path: Path) -> Path:
    path = tmp_path / "people.csv"
    rows = (f"Given{n} Family{n},p{n}@big.example,Org {n % 50}\n" for n in range(ROWS))
    path.write_text("Name,Email,Organisation\n" + "".join(rows), encoding="utf-8")
    return path


@pytest.fixture
def desk(tmp_path: Path) -> Path:
    path = tmp_path / "desk" / "network.desk"
    path.parent.mkdir()
    Workspace.create(path).close()
    return path


def import_beside(path: Path, table: Path, pipe: Connection) -> None:
    """Import a file of people as soon as nobody else has the desk open; acknowledge each refusal, then the import."""
    while True:
        try:
            workspace = Workspace.open(path)
        except AlreadyOpen:
            pipe.send("refused")
            continue
        counts = workspace.importing.apply(workspace.importing.plan(table)).counts
        workspace.close()
        pipe.send((counts.new, counts.unchanged))
        return


def people(path: Path) -> list[tuple[Any, ...]]:
    """Return who works where, after the whole file was checked."""
    workspace = Workspace.open(path)
    try:
        assert workspace.backups.check().is_well
        return workspace.store.rows(
            "SELECT s.name, e.value, s.organisation_name FROM contact_summary s "
            "JOIN contact_email e USING (contact_id) ORDER BY s.contact_id"
        )
    finally:
        workspace.close()


def everybody() -> list[tuple[Any, ...]]:
    return [(f"Given{n} Family{n}", f"p{n}@big.example", f"Org {n % 50}") for n in range(ROWS)]


def test_of_two_imports_at_once_one_waits_and_finds_all_unchanged(desk: Path, table: Path) -> None:
    processes = multiprocessing.get_context("spawn")
    pipes, workers = [], []
    for _ in range(2):
        mine, its = processes.Pipe()
        worker = processes.Process(target=import_beside, args=(desk, table, its))
        worker.start()
        its.close()
        pipes.append(mine)
        workers.append(worker)
    answers = [_answer(pipe) for pipe in pipes]
    for worker in workers:
        worker.join()
        assert worker.exitcode == 0
    assert sorted(answers) == [(0, ROWS), (ROWS, 0)]
    assert people(desk) == everybody()


def _answer(pipe: Any) -> tuple[int, int]:
    while (said := pipe.recv()) == "refused":
        pass
    new, unchanged = said
    return new, unchanged
