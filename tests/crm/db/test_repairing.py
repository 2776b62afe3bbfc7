"""Text that is none, or has a NUL in it, is put right after a backup; entries without their record are known of one."""

from pathlib import Path

import pytest
from msgspec.structs import replace

from crm.contacts import ContactDraft
from crm.db import backup
from crm.notices import NoticeKind
from crm.workspace import Workspace
from tests.crm.db.conftest import spoil

NUL = "char(0)"


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "a.desk"
    workspace = Workspace.create(path)
    for name in ("Shah", "Moss", "Hart"):
        workspace.contacts.create(ContactDraft("Wren", name, tags=("imaging", "board")))
    workspace.close()
    return path


def families(workspace: Workspace) -> list[str]:
    return [name for (name,) in workspace.store.rows("SELECT family_name FROM contact ORDER BY id")]


def test_text_with_a_nul_in_it_is_made_whole_after_a_backup_and_found_again(file: Path) -> None:
    spoil(file, f"UPDATE contact SET family_name = 'Sh' || {NUL} || 'ah' WHERE id = 1")
    workspace = Workspace.open(file)
    (notice,) = (each for each in workspace.notices if "turned into readable text, after a backup" in each.text)
    assert notice.kind is NoticeKind.REPAIRED
    assert notice.details == ("contact.family_name: 1",)
    assert families(workspace) == ["Shah", "Moss", "Hart"]
    assert "before repair" in {made.reason for made in workspace.backups.list_backups()}
    assert workspace.store.rows("SELECT name FROM contact_summary WHERE contact_id = 1") == [("Wren Shah",)]
    assert workspace.backups.check().is_well
    workspace.close()
    again = Workspace.open(file)
    assert again.notices == ()
    again.close()


def test_text_that_is_all_nul_shows_that_something_stood_there(file: Path) -> None:
    spoil(file, f"UPDATE contact SET family_name = {NUL} WHERE id = 2")
    workspace = Workspace.open(file)
    assert families(workspace) == ["Shah", "�", "Hart"]
    workspace.close()


def test_a_file_with_a_nul_in_it_can_be_looked_at_as_it_is(file: Path) -> None:
    spoil(file, f"UPDATE contact SET family_name = 'Sh' || {NUL} || 'ah' WHERE id = 1")
    before = file.read_bytes()
    workspace = Workspace.open(file, read_only=True)
    assert families(workspace) == ["Sh\0ah", "Moss", "Hart"]
    assert len(workspace.contacts.rows(workspace.contacts.ids([1, 2, 3]))) == 3
    (found,) = (each for each in workspace.backups.findings() if "text with a zero byte in it" in each.text)
    assert found.text.startswith("1 value is bytes where text belongs, or ")
    assert "after a backup, as soon as the file is opened" in found.text
    workspace.close()
    assert file.read_bytes() == before


@pytest.mark.parametrize("value", [f"'board' || {NUL}", f"{NUL} || 'bo' || {NUL} || 'ard'", "CAST('board' AS BLOB)"])
def test_a_name_that_another_record_has_already_gets_a_mark_and_both_stay(file: Path, value: str) -> None:
    spoil(file, "PRAGMA ignore_check_constraints = 1", f"UPDATE tag SET name = {value} WHERE name = 'imaging'")
    workspace = Workspace.open(file)
    assert sorted(name for (name,) in workspace.store.rows("SELECT name FROM tag")) == ["board", "board �"]
    assert workspace.store.value("SELECT count(*) FROM contact_tag") == 6
    assert workspace.backups.check().is_well
    workspace.close()


def test_a_backup_with_entries_without_their_record_is_no_good_one_though_its_manifest_says_nothing_of_them(
    good: Path,
) -> None:
    workspace = Workspace.open(good)
    whole = workspace.backups.make("by hand")
    workspace.close()
    spoil(good, "PRAGMA foreign_keys = OFF", "DELETE FROM contact WHERE id = 1")
    workspace = Workspace.open(good)
    made = workspace.backups.make("by hand")
    workspace.close()
    assert made.orphans > 0
    assert not backup.is_good(replace(made, orphans=0))
    assert not backup.is_good(replace(whole, orphans=1))
    assert backup.is_good(whole)
    assert backup.newest_good(good) == whole
