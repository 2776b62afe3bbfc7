"""Upgrades of populated files: all rows kept, the schema of a fresh file, or nothing changed at all."""

import hashlib
import shutil
from itertools import pairwise
from pathlib import Path

import pytest

from crm.db import migrate
from crm.db.dump import logical_dump
from crm.db.history import triggers
from crm.db.raw_connection import Access, connect, raw
from crm.errors import CrmError, OlderFile, UpgradeFailed
from crm.notices import NoticeKind
from crm.settings import TEXT_SIZE
from crm.workspace import Workspace
from tests.crm.db import steps
from tests.crm.db.conftest import alter, around, spoil
from tests.crm.db.test_derived import rebuilt, state

FROZEN = {
    "0001_initial": "0f30dec7",
    "0002_huddles": "f472e7f9",
    "0003_pipelines": "9812ea64",
    "0004_introductions": "017b9683",
    "0005_files": "7c7a8b51",
    "0006_origins": "3bca4185",
    "0007_fates": "51501aff",
    "0008_successors": "30700c4a",
    "0009_authors": "de28c6b8",
}
"""How the SHA-256 of a migration begins: a file that was opened with one must never meet another of that name.

Later steps say it of the one before (`crm.db.migrations`)."""


@pytest.fixture
def whole(good: Path) -> dict[str, tuple[int, str]]:
    connection = raw(good, Access.FROZEN)
    dump = logical_dump(connection)
    connection.close()
    return dump


def test_a_migration_is_never_changed() -> None:
    steps_there = sorted(migrate.DIRECTORY.glob("[0-9]*.py"))
    begins = {path.stem: hashlib.sha256(path.read_bytes()).hexdigest()[:8] for path in steps_there}
    assert FROZEN.items() <= begins.items()
    for before, step in pairwise(steps_there):
        if step.stem not in FROZEN:
            assert f'AFTER = "{begins[before.stem]}"' in step.read_text(encoding="utf-8"), step.stem


def test_an_upgrade_keeps_every_row_and_gives_the_schema_of_a_fresh_file(
    good: Path, whole: dict[str, tuple[int, str]], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(migrate, "DIRECTORY", steps.later(tmp_path / "steps", *steps.ADD_COLUMNS))
    fresh = Workspace.create(tmp_path / "fresh.desk")
    wanted = migrate.schema_check.objects(fresh.store.connection())
    fresh.close()
    workspace = Workspace.open(good)
    store = workspace.store
    assert {notice.kind for notice in workspace.notices} == {NoticeKind.UPGRADED}
    assert logical_dump(store.connection()) == whole
    assert migrate.schema_check.objects(store.connection()) == wanted
    assert set(triggers()) <= {name for (name,) in store.rows("SELECT name FROM sqlite_master WHERE type = 'trigger'")}
    assert store.value("SELECT nickname FROM contact WHERE id = 2") == "Siâ"
    assert store.value("PRAGMA user_version") == 999
    assert store.rows("PRAGMA foreign_key_check") == []
    (kept,) = workspace.backups.list_backups()
    assert kept.reason == "before upgrade"
    assert {name: (kept.counts[name], digest) for name, digest in kept.hashes.items()} == whole
    assert workspace.undo() == "Put a person in the trash"
    assert workspace.redo() == "Put a person in the trash"
    workspace.close()


def test_everything_done_before_an_upgrade_can_be_undone_after_it(
    good: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(migrate, "DIRECTORY", steps.later(tmp_path / "steps", *steps.ADD_COLUMNS))
    workspace = Workspace.open(good)
    full = logical_dump(workspace.store.connection())
    while workspace.undo():
        pass
    assert workspace.store.value("SELECT count(*) FROM contact") == 0
    while workspace.redo():
        pass
    assert logical_dump(workspace.store.connection()) == full
    workspace.close()


PLANTED = "INSERT INTO search_token (kind, token, weight, id) VALUES (99, 'planted', 0, 1)"
"""A derived row that no rebuild makes: it stays only where nothing is derived anew."""


def derives_anew(path: Path) -> bool:
    """Upgrade a file and say whether everything derived was made anew; what is derived must be right either way."""
    alter(path, PLANTED)
    workspace = Workspace.open(path)
    assert NoticeKind.UPGRADED in {notice.kind for notice in workspace.notices}
    planted = "FROM search_token WHERE kind = 99"
    kept = bool(workspace.store.value(f"SELECT count(*) {planted}"))
    workspace.store.connection().execute(f"DELETE {planted}")
    found = state(workspace.store)
    assert found == rebuilt(workspace.store)
    workspace.close()
    return not kept


def test_an_upgrade_that_only_brings_tables_keeps_what_is_derived(
    good: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(migrate, "DIRECTORY", steps.later(tmp_path / "steps", *steps.NEW_TABLE))
    assert not derives_anew(good)


@pytest.mark.parametrize("statements", [steps.CHANGE_ROWS, steps.ADD_ROWS], ids=["changes", "adds"])
def test_an_upgrade_that_writes_records_derives_everything_anew(
    good: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, statements: tuple[str, ...]
) -> None:
    monkeypatch.setattr(migrate, "DIRECTORY", steps.later(tmp_path / "steps", *statements))
    if statements is steps.ADD_ROWS:
        monkeypatch.setattr(migrate, "_check_outcome", lambda *_: None)  # which refuses to gain rows as well
    assert derives_anew(good)


@pytest.mark.parametrize(
    "meddling",
    [
        "DROP TRIGGER stale_words_contact_insert",
        "DROP INDEX contact_summary_by_name",
        "INSERT INTO stale (kind, id) VALUES (1, 1)",
        "INSERT INTO stale_text (kind, id) VALUES (0, 1)",
        "DELETE FROM contact_summary WHERE contact_id = 1",
        "CREATE TRIGGER planted AFTER INSERT ON search_token BEGIN DELETE FROM search_record; END",
    ],
)
def test_an_upgrade_derives_anew_what_may_not_be_right(
    good: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, meddling: str
) -> None:
    monkeypatch.setattr(migrate, "DIRECTORY", steps.later(tmp_path / "steps", *steps.NEW_TABLE))
    alter(good, meddling)
    assert derives_anew(good)


@pytest.mark.parametrize(
    ("statements", "reason"),
    [
        (steps.LOSE_ROWS, "would not keep its 30 rows"),
        (steps.LOSE_PARENTS, "would not keep its 30 rows"),
        (steps.FAIL_LATE, "a step failed"),
    ],
)
def test_an_upgrade_that_goes_wrong_leaves_the_file_as_it_was(
    good: Path,
    whole: dict[str, tuple[int, str]],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    statements: tuple[str, ...],
    reason: str,
) -> None:
    with monkeypatch.context() as patched:
        patched.setattr(migrate, "DIRECTORY", steps.later(tmp_path / "steps", *statements))
        with pytest.raises(UpgradeFailed) as failed:
            Workspace.open(good)
    assert reason in str(failed.value)
    assert failed.value.backup is not None
    assert failed.value.backup.exists()
    workspace = Workspace.open(good)
    assert workspace.notices == ()
    assert logical_dump(workspace.store.connection()) == whole
    workspace.close()


def test_without_room_for_a_backup_there_is_no_upgrade(
    good: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (good.parent / "backups").write_text("no folder")
    before = around(good)
    with monkeypatch.context() as patched:
        patched.setattr(migrate, "DIRECTORY", steps.later(tmp_path / "steps", *steps.ADD_COLUMNS))
        with pytest.raises(CrmError, match="backup could not be made"):
            Workspace.open(good)
    assert around(good) == before


def test_an_older_file_is_not_opened_for_reading_alone(
    good: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(migrate, "DIRECTORY", steps.later(tmp_path / "steps", *steps.ADD_COLUMNS))
    before = around(good)
    with pytest.raises(OlderFile):
        Workspace.open(good, read_only=True)
    assert around(good) == before


def test_the_backup_made_before_an_upgrade_opens_in_the_older_program(
    good: Path, whole: dict[str, tuple[int, str]], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as newer:
        newer.setattr(migrate, "DIRECTORY", steps.later(tmp_path / "steps", *steps.ADD_COLUMNS))
        workspace = Workspace.open(good)
        workspace.settings.set(TEXT_SIZE, 140)
        (kept,) = workspace.backups.list_backups()
        workspace.close()
    older = Workspace.restore_over(good, kept.path)
    assert logical_dump(older.store.connection()) == whole
    older.close()


def test_a_backup_of_the_older_schema_is_upgraded_while_it_is_restored(
    good: Path, whole: dict[str, tuple[int, str]], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    source = Path(shutil.copy(good, tmp_path / "old.desk"))
    monkeypatch.setattr(migrate, "DIRECTORY", steps.later(tmp_path / "steps", *steps.ADD_COLUMNS))
    workspace = Workspace.open(good)
    workspace.settings.set(TEXT_SIZE, 140)
    workspace.backups.restore(source)
    assert logical_dump(workspace.store.connection()) == whole
    assert workspace.store.value("SELECT nickname FROM contact WHERE id = 2") == "Siâ"
    workspace.close()


def test_a_trigger_planted_in_an_older_file_does_not_fire_in_its_upgrade(
    good: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    alter(good, "CREATE TRIGGER zz AFTER UPDATE ON contact BEGIN DELETE FROM contact_email; END")
    monkeypatch.setattr(migrate, "DIRECTORY", steps.later(tmp_path / "steps", *steps.ADD_COLUMNS))
    workspace = Workspace.open(good)
    assert workspace.store.value("SELECT count(*) FROM contact_email") == 30
    assert workspace.store.value("SELECT count(*) FROM sqlite_master WHERE name = 'zz'") == 0
    workspace.close()


def test_orphans_that_were_there_before_do_not_stop_an_upgrade(good: Path, tmp_path: Path) -> None:
    spoil(good, "PRAGMA foreign_keys = 0", "DELETE FROM contact WHERE id = 3")
    directory = steps.later(tmp_path / "steps", *steps.ADD_COLUMNS)
    connection = connect(good, Access.WRITE)
    assert migrate.migrate(connection, directory) == ["0999_later"]
    assert connection.execute("PRAGMA foreign_keys").fetchone() == (1,)
    connection.close()
