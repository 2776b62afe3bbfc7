"""Text that is none, or has a NUL in it, is put right after a backup; entries without their record are known of one."""

import re
from pathlib import Path

import pytest
from msgspec.structs import replace
from sqlcipher3 import dbapi2 as sqlite

from crm.contacts import ContactDraft
from crm.db import backup
from crm.errors import Choice, CrmError, FileDamaged, NotOurFile
from crm.notices import NoticeKind
from crm.workspace import Workspace
from tests.crm.db.conftest import around, spoil

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


UNLIMITED = "PRAGMA ignore_check_constraints = 1"
IN_A_LIMITED_COLUMN = "“outcome.step” holds bytes where text belongs, and what can be read of them is not allowed there"


@pytest.fixture
def backed_up(good: Path) -> Path:
    workspace = Workspace.open(good)
    workspace.backups.make("by hand")
    workspace.close()
    return good


@pytest.mark.parametrize(
    ("spoilt", "found"),
    [
        ("contact SET about = x'ff4a' WHERE id = 3", "SELECT about FROM contact WHERE id = 3"),
        ("contact SET created_at = x'ff4a' WHERE id = 3", "SELECT created_at FROM contact WHERE id = 3"),
        ("opportunity SET title = x'ff4a' WHERE id = 1", "SELECT title FROM opportunity WHERE id = 1"),
    ],
    ids=["plain", "that must hold something", "limited, but not to words"],
)
def test_bytes_are_put_right_where_the_column_allows_what_can_be_read_of_them(
    backed_up: Path, spoilt: str, found: str
) -> None:
    spoil(backed_up, f"UPDATE {spoilt}")
    workspace = Workspace.open(backed_up)
    assert workspace.store.value(found) == "�J"
    assert workspace.backups.check().is_well
    workspace.close()


def test_bytes_that_are_an_allowed_word_become_that_word(backed_up: Path) -> None:
    spoil(backed_up, UNLIMITED, "UPDATE outcome SET step = CAST('met' AS BLOB)")
    workspace = Workspace.open(backed_up)
    assert set(workspace.store.rows("SELECT step FROM outcome")) == {("met",)}
    assert workspace.backups.check().is_well
    workspace.close()


def test_two_spoilt_values_that_limit_each_other_are_put_right_together(backed_up: Path) -> None:
    values = "starts_at = CAST('2026-05-04T09:00:00Z' AS BLOB), ends_at = CAST('2026-05-04T10:00:00Z' AS BLOB)"
    spoil(backed_up, UNLIMITED, f"UPDATE huddle SET {values} WHERE id = 1")
    workspace = Workspace.open(backed_up)
    found = workspace.store.rows("SELECT starts_at, ends_at FROM huddle WHERE id = 1")
    assert found == [("2026-05-04T09:00:00Z", "2026-05-04T10:00:00Z")]
    workspace.close()


def test_bytes_in_a_limited_column_are_refused_in_words_with_the_newest_backup_and_the_file_stays(
    backed_up: Path,
) -> None:
    spoil(backed_up, UNLIMITED, "UPDATE outcome SET step = x'ff00fe' WHERE id = 1")
    before = around(backed_up)
    with pytest.raises(FileDamaged) as refused:
        Workspace.open(backed_up)
    assert f"is damaged: {IN_A_LIMITED_COLUMN}" in str(refused.value)
    assert refused.value.backup == backup.newest_good(backed_up)
    assert refused.value.backup is not None
    assert refused.value.details == ("outcome.step: 1",)
    assert around(backed_up) == before


def test_noise_where_a_file_of_ours_stood_is_refused_with_the_newest_backup(backed_up: Path) -> None:
    backed_up.write_bytes(b"\x93\xfe" * 3000)
    with pytest.raises(NotOurFile) as refused:
        Workspace.open(backed_up)
    assert refused.value.backup == backup.newest_good(backed_up)
    assert refused.value.backup is not None
    assert refused.value.choices[0] is Choice.RESTORE_BACKUP
    assert refused.value.backup.made_on in str(refused.value)


def test_an_error_of_no_known_kind_is_refused_with_the_newest_backup(
    backed_up: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fails(*_: object) -> None:
        raise sqlite.IntegrityError("constraint failed")

    monkeypatch.setattr("crm.db.notice_texts.about", fails)
    with pytest.raises(FileDamaged) as refused:
        Workspace.open(backed_up)
    assert refused.value.backup == backup.newest_good(backed_up)
    assert refused.value.backup is not None


@pytest.mark.parametrize("raised", [sqlite.IntegrityError("CHECK constraint failed: step"), CrmError("no text")])
def test_what_cannot_be_made_text_all_the_same_is_refused_in_words_with_the_backup(
    backed_up: Path, monkeypatch: pytest.MonkeyPatch, raised: Exception
) -> None:
    def fails(*_: object) -> None:
        raise raised

    spoil(backed_up, "UPDATE contact SET about = x'ff4a' WHERE id = 3")
    monkeypatch.setattr("crm.db.repair._put", fails)
    before = backed_up.read_bytes()
    with pytest.raises(FileDamaged, match="could not be turned into text") as refused:
        Workspace.open(backed_up)
    assert refused.value.backup is not None
    assert backed_up.read_bytes() == before


def test_a_check_of_it_promises_no_repair(backed_up: Path) -> None:
    spoil(backed_up, UNLIMITED, "UPDATE outcome SET step = x'ff00fe' WHERE id = 1")
    workspace = Workspace.open(backed_up, read_only=True)
    (found,) = workspace.backups.findings()
    assert found.kind is NoticeKind.DAMAGED
    assert IN_A_LIMITED_COLUMN in found.text
    workspace.close()


def test_a_repaired_copy_is_not_promised_of_it_but_the_other_rows_are_saved(backed_up: Path) -> None:
    spoil(backed_up, UNLIMITED, "UPDATE outcome SET step = x'ff00fe' WHERE id = 1")
    with pytest.raises(FileDamaged, match="did not help"):
        Workspace.repair_copy(backed_up)
    saved = Workspace.save_readable(backed_up)
    assert "outcome" in saved.incomplete
    workspace = Workspace.open(saved.path)
    assert workspace.store.value("SELECT count(*) FROM outcome") == 5
    workspace.close()


@pytest.mark.parametrize(
    ("value", "is_damaged"), [("x'ff00fe'", True), ("CAST('met' AS BLOB)", False), (f"'met' || {NUL}", False)]
)
def test_the_later_check_of_a_large_file_judges_such_bytes_as_the_first_one(
    backed_up: Path, monkeypatch: pytest.MonkeyPatch, value: str, is_damaged: bool
) -> None:
    monkeypatch.setattr("crm.db.opening.CHECKED_AT_ONCE", 0)
    spoil(backed_up, UNLIMITED, f"UPDATE outcome SET step = {value} WHERE id = 1")
    workspace = Workspace.open(backed_up)
    assert workspace.needs_check
    if is_damaged:
        with pytest.raises(FileDamaged, match=re.escape(IN_A_LIMITED_COLUMN)) as refused:
            workspace.deep_check()
        assert refused.value.backup is not None
    else:
        workspace.deep_check()
        assert workspace.store.value("SELECT step FROM outcome WHERE id = 1") == "met"
    assert workspace.store.is_damaged is is_damaged
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
