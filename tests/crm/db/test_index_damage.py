"""An index that no longer says what its table holds: noticed before a list leaves out a record, and taken nowhere."""

import hashlib
import json
import random
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
import time_machine

from crm.__main__ import main
from crm.contacts import ContactDraft
from crm.db import backup, files, integrity_check
from crm.db.dump import logical_dump
from crm.db.raw_connection import Access, connect, raw
from crm.errors import BackupFailed, FileDamaged, NotABackup
from crm.workspace import Workspace
from tests.crm.db.conftest import around, journals
from tests.crm.db.indexes_spoiled import KINDS, change_the_order


@pytest.fixture
def large(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let every file count as large."""
    monkeypatch.setattr("crm.db.opening.CHECKED_AT_ONCE", 0)


def spoil(path: Path, kind: str = "entries in another order", seed: int = 1) -> bytes:
    KINDS[kind](path, random.Random(seed))
    return path.read_bytes()


def rows_of(path: Path) -> Any:
    connection = raw(path, Access.FROZEN)
    try:
        return logical_dump(connection)
    finally:
        connection.close()


def backed_up(path: Path) -> backup.BackupInfo:
    workspace = Workspace.open(path)
    made = workspace.backups.make("by hand")
    workspace.close()
    return made


every_kind = pytest.mark.parametrize("kind", KINDS)
some_seeds = pytest.mark.parametrize("seed", range(5))


@pytest.mark.parametrize("kind", [kind for kind in KINDS if kind != "a write that was lost"])
@some_seeds
def test_only_a_comparison_of_index_and_table_sees_it(good: Path, kind: str, seed: int) -> None:
    spoil(good, kind, seed)
    connection = connect(good, Access.FROZEN)
    assert integrity_check.check(connection, integrity_check.QUICK).damage == ()
    assert integrity_check.check(connection).damage
    connection.close()


@every_kind
@some_seeds
def test_a_file_with_such_an_index_is_refused_as_it_was_found(good: Path, kind: str, seed: int) -> None:
    spoil(good, kind, seed)
    before = around(good)
    for read_only in (False, True):
        with pytest.raises(FileDamaged) as refused:
            Workspace.open(good, read_only=read_only)
        assert refused.value.details
    assert around(good) == before


def test_what_such_an_index_would_do_is_said(good: Path) -> None:
    spoil(good, "a letter that changed")
    with pytest.raises(FileDamaged, match=r"lists would leave out records, because “[a-z_]+” no longer agrees"):
        Workspace.open(good)


@every_kind
def test_its_repaired_copy_has_every_record(good: Path, kind: str) -> None:
    spoil(good, kind)
    whole = rows_of(good)
    opened = Workspace.open(Workspace.repair_copy(good).path)
    assert logical_dump(opened.store.connection()) == whole
    opened.close()


def test_a_copy_that_took_the_index_along_is_no_backup(good: Path, large: None) -> None:
    made = backed_up(good)
    spoil(good, "a letter that changed")
    workspace = Workspace.open(good)
    with pytest.raises(BackupFailed) as failed:
        backup.make(workspace.store.connection(), good, "by hand")
    assert failed.value.is_of_copy
    assert workspace.backups.list_backups() == [made]
    assert {path.name for path in made.path.parent.iterdir()} >= {made.path.name}
    assert not list(made.path.parent.glob("*.part*"))
    workspace.close()


def test_making_a_backup_finds_the_file_damaged_and_stops_every_write(good: Path, large: None) -> None:
    made = backed_up(good)
    before = spoil(good)
    workspace = Workspace.open(good)
    with pytest.raises(FileDamaged) as refused:
        workspace.backups.make("by hand")
    assert refused.value.backup == made
    assert workspace.store.is_damaged
    with pytest.raises(FileDamaged):
        workspace.contacts.create(ContactDraft("Ida", "Moss"))
    workspace.close()
    assert good.read_bytes() == before


def test_no_backup_makes_way_while_the_file_is_damaged(
    good: Path, large: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    workspace = Workspace.open(good)
    older = [backup.make(workspace.store.connection(), good, "by hand") for _ in range(2)]
    workspace.close()
    spoil(good)
    monkeypatch.setattr(backup, "ALL_DAYS", 0)  # all but one of a day make way for the next
    workspace = Workspace.open(good)
    with pytest.raises(FileDamaged):
        workspace.backups.make("by hand")
    with time_machine.travel(datetime.now(UTC) + timedelta(days=2)):
        assert workspace.backups.make_daily() is None
    assert workspace.backups.list_backups() == older[::-1]
    workspace.close()


def as_written_then(info: backup.BackupInfo) -> None:
    """Give a backup the manifest that it would have if it had been made as it is: by a program that checked less."""
    content = info.path.read_bytes()
    manifest = files.beside(info.path, ".json")
    said = json.loads(manifest.read_text())
    manifest.write_text(json.dumps({**said, "sha256": hashlib.sha256(content).hexdigest(), "size": len(content)}))


def test_a_backup_with_such_an_index_is_not_named_as_good_nor_restored(good: Path) -> None:
    first, second = backed_up(good), backed_up(good)
    change_the_order(second.path, random.Random(3))
    as_written_then(second)
    workspace = Workspace.open(good)
    assert workspace.backups.newest_good() == first
    with pytest.raises(NotABackup, match="damaged"):
        workspace.backups.verify(second.path)
    assert workspace.backups.last_good_backup() == first
    with pytest.raises(NotABackup):
        workspace.backups.restore(second.path)
    workspace.close()
    good.write_bytes(good.read_bytes()[:5000])
    with pytest.raises(FileDamaged) as refused:
        Workspace.open(good)
    assert refused.value.backup == first


def test_no_backup_makes_way_for_one_that_is_not_good(good: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(backup, "ALL_DAYS", 1)
    workspace = Workspace.open(good)
    connection = workspace.store.connection()
    older, newer = (backup.make(connection, good, "by hand") for _ in range(2))
    with time_machine.travel(datetime.now(UTC) + timedelta(days=40)):
        newest = backup.make(connection, good, "by hand")
    whole = newer.path.read_bytes(), files.beside(newer.path, ".json").read_bytes()
    change_the_order(newer.path, random.Random(3))
    as_written_then(newer)
    assert backup.thin(good) == []
    newer.path.write_bytes(whole[0])
    files.beside(newer.path, ".json").write_bytes(whole[1])
    assert backup.thin(good) == [older.path]
    assert workspace.backups.list_backups() == [newest, newer]
    workspace.close()


def test_no_backup_makes_way_while_the_newest_is_not_good(good: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    workspace = Workspace.open(good)
    made = [backup.make(workspace.store.connection(), good, "by hand") for _ in range(3)]
    monkeypatch.setattr(backup, "ALL_DAYS", 0)
    change_the_order(made[-1].path, random.Random(3))
    as_written_then(made[-1])
    assert backup.thin(good) == []
    workspace.close()


def test_a_command_that_writes_leaves_a_large_damaged_file_as_it_was(
    good: Path, large: None, capsys: pytest.CaptureFixture[str]
) -> None:
    before = spoil(good)
    assert main(["--file", str(good), "log", "met Ida Moss today"]) == 1
    assert "is damaged" in capsys.readouterr().err
    assert good.read_bytes() == before
    assert journals(good) == []
