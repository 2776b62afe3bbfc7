"""What a copy must be to count as a backup, beyond pages that read well."""

from pathlib import Path

import pytest
from msgspec.structs import replace

from crm.db import backup
from crm.errors import BackupFailed, NotABackup
from crm.progress import IsCancelled, never
from crm.workspace import Workspace
from tests.crm.db.conftest import alter


def test_a_copy_with_a_step_that_only_a_newer_version_takes_is_said_to_be_newer(good: Path) -> None:
    alter(good, "INSERT INTO schema_migration (name, applied) VALUES ('0999_future', '2030-01-01')")
    with pytest.raises(NotABackup, match="newer version"):
        backup.verify(good)


def test_a_copy_whose_list_of_tables_contradicts_itself_is_damaged(good: Path) -> None:
    renamed = "UPDATE sqlite_master SET name = 'log_tag_Insert' WHERE name = 'log_tag_insert'"
    alter(good, "PRAGMA writable_schema = ON", renamed)
    with pytest.raises(NotABackup, match="it is damaged"):
        backup.verify(good)


def test_a_copy_with_fewer_rows_than_the_file_is_no_backup_and_none_is_left(
    good: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    inspect = backup._inspect

    def short(path: Path, cancelled: IsCancelled = never) -> backup.BackupInfo:
        found = inspect(path, cancelled)
        return replace(found, counts={**found.counts, "contact": found.counts["contact"] - 1})

    workspace = Workspace.open(good)
    monkeypatch.setattr(backup, "_inspect", short)
    with pytest.raises(BackupFailed, match="does not hold what the file holds"):
        workspace.backups.make("by hand")
    assert workspace.backups.list_backups() == []
    workspace.close()
