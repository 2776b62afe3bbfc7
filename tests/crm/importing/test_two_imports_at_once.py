"""Two programs import one file at once, or one is ended in the middle: everybody is there once, and nothing by half."""

import multiprocessing
import random
from pathlib import Path
from typing import Any

import pytest

from crm.workspace import Workspace
from tests.crm.db import victims
from tests.crm.db.test_kill import FEWER, dump_of, killed

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
        worker = processes.Process(target=victims.import_beside, args=(desk, table, its))
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


def test_an_import_that_was_ended_in_the_middle_leaves_nothing_and_can_be_done_again(desk: Path, table: Path) -> None:
    randomly = random.Random(97)
    before = dump_of(desk)
    ended = 0
    for _ in range(FEWER):
        given = killed(
            victims.import_file, desk, table, acks=0, delay=randomly.random() * 0.3, politely=randomly.random() < 0.7
        )
        if people(desk):
            assert people(desk) == everybody()
            workspace = Workspace.open(desk)
            assert (workspace.undo() or "").startswith("Import")
            workspace.close()
        else:
            assert given == 0
            ended += 1
        assert dump_of(desk) == before
    workspace = Workspace.open(desk)
    workspace.importing.apply(workspace.importing.plan(table))
    workspace.close()
    assert people(desk) == everybody()
    print(f"{FEWER} ends of an import: {ended} in the middle")
