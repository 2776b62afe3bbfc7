"""A file that another took the place of while it was open, and a kill before it was noticed: whose log is it?"""

import json
import os
import shutil
import signal
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from crm.contacts import ContactDraft
from crm.db import files
from crm.errors import FileDamaged
from crm.notices import NoticeKind
from crm.workspace import Workspace
from tests.crm.db.conftest import around, journals
from tests.crm.db.spoiled import NOISE

if os.name == "nt":
    pytest.skip("a file in use cannot be swapped there", allow_module_level=True)

ADDS_IDA = (
    "from crm.contacts import ContactDraft\nfor n in range(40):\n"
    "    workspace.contacts.create(ContactDraft('Ida', f'Moss {n}', tags=('imaging',)))"
)


@pytest.fixture
def other(tmp_path: Path) -> Path:
    """Another file of ours, of few people."""
    made = tmp_path / "other.desk"
    workspace = Workspace.create(made)
    for n in range(5):
        workspace.contacts.create(ContactDraft("Wren", f"Shah {n}", tags=("board",)))
    workspace.close()
    return made


@pytest.fixture
def killed(good: Path, elsewhere: Callable[..., Any]) -> Callable[[Callable[[], object]], Path]:
    """Give a way to do something to a file that is open, and kill the program that has it open."""

    def kill_after(swap: Callable[[], object]) -> Path:
        program = elsewhere(good, ADDS_IDA)
        swap()
        program.send_signal(signal.SIGKILL)
        program.wait()
        assert files.size_of(files.beside(good, "-wal")) > 0
        return good

    return kill_after


def put_over(source: Path, path: Path) -> None:
    """Rename a copy of a file over another, as a sync service does."""
    os.replace(shutil.copy(source, files.beside(path, ".incoming")), path)


def names(workspace: Workspace) -> set[str]:
    return {name for (name,) in workspace.store.rows("SELECT given_name FROM contact")}


def replaced(workspace: Workspace) -> list[Any]:
    return [notice for notice in workspace.notices if notice.kind is NoticeKind.REPLACED]


@pytest.mark.parametrize("at_once", [8_000_000, 0], ids=["small", "large"])
def test_the_log_of_the_other_file_is_put_aside_and_the_file_opens_alone(
    good: Path, other: Path, killed: Callable[..., Path], at_once: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("crm.db.opening.CHECKED_AT_ONCE", at_once)
    kept = good.with_name("kept-by-the-service.desk")
    killed(lambda: (os.link(good, kept), put_over(other, good)))
    log = files.beside(good, "-wal").read_bytes()
    workspace = Workspace.open(good)
    (notice,) = replaced(workspace)
    assert names(workspace) == {"Wren"}
    assert not workspace.needs_check
    assert workspace.backups.check().is_well
    workspace.close()
    assert notice.path is not None
    assert notice.path.read_bytes() == log
    assert notice.path.name in notice.text
    again = Workspace.open(good)
    assert not replaced(again)
    again.close()
    os.replace(kept, good)
    notice.path.rename(files.beside(good, "-wal"))
    back = Workspace.open(good)  # as the notice says
    assert "Ida" in names(back)
    assert back.backups.check().is_well
    back.close()


def test_a_file_that_was_put_there_with_its_log_opens_with_it(
    good: Path, tmp_path: Path, killed: Callable[..., Path]
) -> None:
    killed(lambda: None)
    for suffix in ("", "-wal"):
        shutil.copy(files.beside(good, suffix), tmp_path / f"copy{suffix}")
    for suffix in ("", "-wal"):
        put_over(tmp_path / f"copy{suffix}", files.beside(good, suffix))
    workspace = Workspace.open(good)
    assert "Ida" in names(workspace)
    assert not replaced(workspace)
    workspace.close()


@pytest.mark.parametrize("at_once", [8_000_000, 0], ids=["small", "large"])
def test_the_very_same_file_put_back_opens_with_its_log_after_a_check_and_it_is_said(
    good: Path, tmp_path: Path, killed: Callable[..., Path], at_once: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("crm.db.opening.CHECKED_AT_ONCE", at_once)
    killed(lambda: None)
    put_over(shutil.copy(good, tmp_path / "same.desk"), good)
    workspace = Workspace.open(good)
    assert "Ida" in names(workspace)
    assert "look whether your last changes are there" in replaced(workspace)[0].text
    assert not workspace.needs_check
    workspace.close()
    assert not journals(good)


def test_a_file_that_was_not_replaced_opens_with_its_log_and_nothing_is_said_of_it(
    good: Path, killed: Callable[..., Path]
) -> None:
    killed(lambda: None)
    workspace = Workspace.open(good)
    assert "Ida" in names(workspace)
    assert not replaced(workspace)
    workspace.close()


def test_the_note_beside_an_open_file_names_the_log_that_stands_there_now(good: Path) -> None:
    workspace = Workspace.open(good)
    for _ in range(2):
        workspace.contacts.create(ContactDraft("Ida", "Moss"))
        held = json.loads(files.beside(good, ".lock").read_text())["files"]
        for suffix in ("", "-wal", "-shm"):
            stands = files.beside(good, suffix).stat()
            assert held[suffix] == [stands.st_dev, stands.st_ino]
        workspace.store.close_thread()
        assert not files.beside(good, "-wal").exists()
        files.beside(good, "-taken").touch()  # so that the next log has another number
    workspace.close()


def test_where_the_file_is_whole_neither_with_the_log_nor_alone_nothing_is_moved(
    good: Path, other: Path, killed: Callable[..., Path]
) -> None:
    content = bytearray(other.read_bytes())
    content[4096 * 4 : 4096 * 30] = NOISE[: 4096 * 26]
    other.write_bytes(content)
    killed(lambda: put_over(other, good))
    before = {name: content for name, content in around(good).items() if not name.endswith("-shm")}
    with pytest.raises(FileDamaged):
        Workspace.open(good)
    assert {name: content for name, content in around(good).items() if not name.endswith("-shm")} == before
