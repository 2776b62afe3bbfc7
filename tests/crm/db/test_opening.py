"""Opening: looked at first, refused with its own sentence and untouched, or open with what a person should know."""

import os
import stat
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import time_machine

from crm.db import file_probe, files
from crm.db.dump import logical_dump
from crm.db.raw_connection import OLDEST_SAFE, Access, raw
from crm.errors import (
    Choice,
    CrmError,
    FileDamaged,
    FileExists,
    FileMissing,
    FileUnreachable,
    NewerFile,
    NotOurFile,
    OpeningError,
    ReadOnly,
)
from crm.notices import NoticeKind
from crm.settings import TEXT_SIZE
from crm.workspace import Workspace
from tests.crm.db.conftest import alter, around, journals, spoil

Start = Callable[..., Any]


def kinds(workspace: Workspace) -> set[NoticeKind]:
    return {notice.kind for notice in workspace.notices}


def refused(path: Path, **how: Any) -> OpeningError:
    """Return why a file does not open; whatever lies around it must be as before."""
    before = around(path)
    with pytest.raises(OpeningError) as caught:
        Workspace.open(path, **how)
    assert around(path) == before
    return caught.value


def test_a_missing_file_is_never_made_silently(tmp_path: Path) -> None:
    error = refused(tmp_path / "none.desk")
    assert isinstance(error, FileMissing)
    assert error.choices == (Choice.CHOOSE_FILE, Choice.RESTORE_BACKUP, Choice.START_NEW)
    assert "none.desk" in str(error)


def test_a_new_file_is_made_only_when_asked_and_never_over_another(tmp_path: Path) -> None:
    path = tmp_path / "new.desk"
    Workspace.create(path).close()
    before = path.read_bytes()
    with pytest.raises(FileExists):
        Workspace.create(path)
    assert path.read_bytes() == before
    assert [p.name for p in tmp_path.iterdir()] == ["new.desk"]


@pytest.mark.parametrize("umask", [0o000, 0o022, 0o077])
def test_every_file_is_private_under_any_umask(tmp_path: Path, umask: int) -> None:
    old = os.umask(umask)
    try:
        workspace = Workspace.create(tmp_path / "home" / "data" / "a.desk")
        workspace.settings.set(TEXT_SIZE, 110)
        workspace.backups.make("by hand")
        made = [tmp_path / "home", *(tmp_path / "home").rglob("*")]
        modes = {stat.S_IMODE(p.stat().st_mode) for p in made if p.is_file()}
        folders = {stat.S_IMODE(p.stat().st_mode) for p in made if p.is_dir()}
        workspace.close()
    finally:
        os.umask(old)
    assert modes == {0o600}
    assert folders == {0o700}


@pytest.mark.parametrize(
    ("content", "what"),
    [(b"", "is empty"), (b"S", "only 1 byte of it is"), (b"SQL", "only 3 bytes of it are"), (b"\0" * 9000, "zeros")],
)
def test_an_emptied_file_is_damaged_and_not_a_new_one(tmp_path: Path, content: bytes, what: str) -> None:
    path = tmp_path / "a.desk"
    path.write_bytes(content)
    error = refused(path)
    assert isinstance(error, FileDamaged)
    assert what in str(error)
    assert error.choices[0] is Choice.RESTORE_BACKUP


@pytest.mark.parametrize(
    ("content", "what"),
    [
        (b"name,email\n" * 400, "a text file"),
        (b"\x1f\x8b" + b"x" * 500, "a compressed archive"),
        (b"PK\x03\x04" + b"x" * 500, "a zip archive"),
        (b"\x93\xfe" * 3000, "something else"),
        (b"BEGIN:VCARD\r\n" * 20, "a contacts file"),
        (b"<html>" * 50, "a web page"),
    ],
)
def test_another_kind_of_file_is_named_and_untouched(tmp_path: Path, content: bytes, what: str) -> None:
    path = tmp_path / "a.desk"
    path.write_bytes(content)
    error = refused(path)
    assert isinstance(error, NotOurFile)
    assert what in str(error)


def test_a_folder_is_said_to_be_one(tmp_path: Path) -> None:
    path = tmp_path / "a.desk"
    path.mkdir()
    assert "a folder" in str(refused(path))


@pytest.mark.parametrize("journal", ["wal", "delete"])
def test_another_programs_database_is_untouched_to_the_last_file(tmp_path: Path, journal: str) -> None:
    path = tmp_path / "places.sqlite"
    path.touch()
    alter(path, f"PRAGMA journal_mode = {journal}", "CREATE TABLE moz_places (id)", "PRAGMA user_version = 7")
    error = refused(path)
    assert isinstance(error, NotOurFile)
    assert "another program" in str(error)
    assert isinstance(refused(path, read_only=True), NotOurFile)


def test_a_truncated_file_is_refused(good: Path) -> None:
    whole = good.read_bytes()
    good.write_bytes(whole[:-4096])
    assert isinstance(refused(good), FileDamaged)


def test_the_newest_good_backup_is_offered_with_its_date_and_counts(good: Path) -> None:
    workspace = Workspace.open(good)
    first = workspace.backups.make("by hand")
    second = workspace.backups.make("by hand")
    workspace.close()
    second.path.write_bytes(second.path.read_bytes()[:-1])
    good.write_bytes(b"")
    error = refused(good)
    assert isinstance(error, FileDamaged)
    assert error.backup is not None
    assert error.backup.path == first.path
    assert first.made_on in str(error)
    assert "30 contacts" in str(error)


def test_a_newer_file_is_refused_untouched_and_can_be_read(good: Path) -> None:
    alter(good, "PRAGMA user_version = 999999")
    error = refused(good)
    assert isinstance(error, NewerFile)
    assert Choice.OPEN_READ_ONLY in error.choices
    before = good.read_bytes()
    reader = Workspace.open(good, read_only=True)
    assert kinds(reader) == {NoticeKind.NEWER_FILE}
    assert reader.store.value("SELECT count(*) FROM contact") == 30
    reader.close()
    assert good.read_bytes() == before


def test_a_step_that_this_program_does_not_know_means_a_newer_file(good: Path) -> None:
    alter(good, "INSERT INTO schema_migration (name, applied) VALUES ('0999_future', '2030-01-01')")
    assert isinstance(refused(good), NewerFile)
    reader = Workspace.open(good, read_only=True)
    assert kinds(reader) == {NoticeKind.NEWER_FILE}
    reader.close()


def test_a_version_that_makes_no_sense_is_damage(good: Path) -> None:
    alter(good, "PRAGMA user_version = -5")
    assert isinstance(refused(good), FileDamaged)


@pytest.mark.parametrize("what", ["file", "folder"])
def test_a_read_only_file_or_folder_opens_for_reading_and_says_so(good: Path, what: str) -> None:
    target = good if what == "file" else good.parent
    mode = target.stat().st_mode
    target.chmod(0o400 if what == "file" else 0o500)
    before = around(good)
    try:
        workspace = Workspace.open(good)
        assert kinds(workspace) == {NoticeKind.READ_ONLY}
        assert workspace.store.value("SELECT count(*) FROM contact") == 30
        with pytest.raises(ReadOnly):
            workspace.settings.set(TEXT_SIZE, 90)
        assert workspace.drafts.save("log", {"text": "Hello"}) is not None
        workspace.close()
    finally:
        target.chmod(mode)
    if what == "folder":
        assert around(good) == before
    assert good.read_bytes() == before["good.desk"]


@pytest.mark.parametrize("suffix", ["-shm", "-wal"])
def test_a_file_that_was_read_while_read_only_and_then_made_writable_is_written_again(good: Path, suffix: str) -> None:
    good.chmod(0o400)
    Workspace.open(good).close()
    good.chmod(0o600)
    files.beside(good, suffix).touch()
    files.beside(good, suffix).chmod(0o444)
    workspace = Workspace.open(good)
    assert files.beside(good, suffix).stat().st_mode & 0o777 == 0o600
    workspace.settings.set(TEXT_SIZE, 125)
    workspace.close()
    assert not files.beside(good, suffix).exists()


@pytest.mark.parametrize("content", [b"noise" * 500, bytes(512)])
def test_a_journal_that_says_nothing_does_not_make_a_file_read_only(good: Path, content: bytes) -> None:
    files.beside(good, "-journal").write_bytes(content)
    reader = Workspace.open(good, read_only=True)
    assert reader.contacts.count() == 29
    reader.close()
    assert files.beside(good, "-journal").read_bytes() == content
    workspace = Workspace.open(good)
    workspace.settings.set(TEXT_SIZE, 125)
    workspace.close()


def test_a_failing_drive_is_no_damage(good: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object) -> bytes:
        raise OSError(5, "Input/output error")

    monkeypatch.setattr(file_probe.os, "read", fail)
    error = refused(good)
    assert isinstance(error, FileUnreachable)
    assert "damaged" not in str(error)
    assert Choice.TRY_AGAIN in error.choices


def test_a_planted_trigger_never_fires_and_is_taken_out_after_a_backup(good: Path) -> None:
    alter(good, "CREATE TRIGGER zz AFTER INSERT ON setting BEGIN DELETE FROM contact; END")
    workspace = Workspace.open(good)
    workspace.settings.set(TEXT_SIZE, 90)
    assert workspace.store.value("SELECT count(*) FROM contact") == 30
    assert kinds(workspace) == {NoticeKind.REPAIRED}
    assert workspace.backups.list_backups()[0].reason == "before repair"
    workspace.close()
    again = Workspace.open(good)
    assert again.notices == ()
    again.close()


def test_a_planted_view_is_taken_out(good: Path) -> None:
    alter(good, "CREATE VIEW zz AS SELECT * FROM contact")
    workspace = Workspace.open(good)
    assert kinds(workspace) == {NoticeKind.REPAIRED}
    assert workspace.store.value("SELECT count(*) FROM sqlite_master WHERE name = 'zz'") == 0
    workspace.close()


@pytest.mark.parametrize(
    "statement",
    [
        "DROP INDEX contact_email_value",
        "DROP TRIGGER log_contact_update",
        "DROP TRIGGER participant_moment",
        "DROP TABLE contact_summary",
    ],
)
def test_what_is_missing_but_not_records_is_made_again(good: Path, statement: str) -> None:
    before = raw(good, Access.FROZEN)
    wanted = before.execute("SELECT type, name, sql FROM sqlite_master ORDER BY 1, 2").fetchall()
    shown = before.execute("SELECT count(*) FROM contact_summary").fetchone()
    before.close()
    alter(good, statement)
    workspace = Workspace.open(good)
    assert kinds(workspace) == {NoticeKind.REPAIRED}
    store = workspace.store
    assert store.rows("SELECT type, name, sql FROM sqlite_master ORDER BY 1, 2") == wanted
    assert store.row("SELECT count(*) FROM contact_summary") == shown
    workspace.close()


def test_an_altered_trigger_is_made_as_it_should_be(good: Path) -> None:
    alter(
        good,
        "DROP TRIGGER participant_moment",
        "CREATE TRIGGER participant_moment AFTER UPDATE ON interaction BEGIN DELETE FROM contact; END",
    )
    workspace = Workspace.open(good)
    with workspace.store.action("Rename"):
        workspace.store.execute("UPDATE interaction SET subject = 'New'")
    assert workspace.store.value("SELECT count(*) FROM contact") == 30
    workspace.close()


def test_a_missing_table_is_named(good: Path) -> None:
    alter(good, "PRAGMA foreign_keys = 0", "DROP TABLE contact_email")
    error = refused(good)
    assert isinstance(error, FileDamaged)
    assert "contact_email" in str(error)


def test_a_table_of_another_program_is_left_alone_and_reported(good: Path) -> None:
    alter(good, "CREATE TABLE zz_extra (a)", "INSERT INTO zz_extra VALUES (1)")
    workspace = Workspace.open(good)
    assert kinds(workspace) == {NoticeKind.FOREIGN_TABLES}
    workspace.settings.set(TEXT_SIZE, 90)
    assert workspace.store.value("SELECT count(*) FROM zz_extra") == 1
    workspace.close()


def test_orphans_are_reported_and_none_is_removed(good: Path) -> None:
    spoil(good, "PRAGMA foreign_keys = 0", "DELETE FROM contact WHERE id = 3")
    count = raw(good, Access.FROZEN).execute("SELECT count(*) FROM participant").fetchone()[0]
    workspace = Workspace.open(good)
    assert NoticeKind.ORPHANS in kinds(workspace)
    assert workspace.store.value("SELECT count(*) FROM participant") == count
    workspace.close()


def test_orphans_are_tidied_up_when_asked_after_a_backup_and_nothing_else_goes(good: Path) -> None:
    alone = "UPDATE participant SET organisation_id = NULL WHERE contact_id = 3"
    spoil(
        good,
        "PRAGMA foreign_keys = 0",
        alone,
        "DELETE FROM contact WHERE id = 3",
        "DELETE FROM sub_region WHERE id = 2",
    )
    workspace = Workspace.open(good)
    store = workspace.store
    before = {table: count for table, (count, _) in logical_dump(store.connection()).items()}
    many = len(store.rows("PRAGMA foreign_key_check"))
    assert workspace.tidy_orphans() == many
    assert workspace.backups.list_backups()[0].reason == "before repair"
    assert store.rows("PRAGMA foreign_key_check") == []
    after = {table: count for table, (count, _) in logical_dump(store.connection()).items()}
    assert after["organisation"] == before["organisation"]
    assert after["interaction"] == before["interaction"]
    assert store.value("SELECT count(*) FROM organisation WHERE sub_region_id IS NULL") > 0
    assert workspace.undo() == "Put a person in the trash"
    workspace.close()


def test_bytes_where_text_belongs_become_text_after_a_backup(good: Path) -> None:
    alter(good, "DROP TRIGGER log_contact_update", "UPDATE contact SET family_name = x'fffe4a' WHERE id = 2")
    workspace = Workspace.open(good)
    assert NoticeKind.REPAIRED in kinds(workspace)
    assert workspace.store.value("SELECT family_name FROM contact WHERE id = 2") == "��J"
    with workspace.store.action("Rename"):
        workspace.store.execute("UPDATE contact SET family_name = 'Jones' WHERE id = 2")
    assert workspace.store.undo() == "Rename"
    workspace.close()


def test_text_that_is_no_longer_utf_8_is_made_readable(good: Path) -> None:
    alter(good, "DROP TRIGGER log_contact_update", "UPDATE contact SET about = CAST(x'41ff42' AS TEXT) WHERE id = 2")
    workspace = Workspace.open(good)
    assert "1 damaged value was turned" in " ".join(notice.text for notice in workspace.notices)
    assert workspace.store.row("SELECT about FROM contact WHERE id = 2") == ("A�B",)
    workspace.close()


def test_text_that_is_no_longer_utf_8_lists_even_before_the_check(good: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("crm.db.opening.CHECKED_AT_ONCE", 0)
    broken = good.read_bytes().replace(b"sian2@trust", b"sian2@trus\xff")
    good.write_bytes(broken)
    workspace = Workspace.open(good)
    store = workspace.store
    sql = "SELECT value FROM contact_email WHERE id < 4 ORDER BY id"
    expected = [("sian0@trust.example",), ("sian1@trust.example",), ("sian2@trus�.example",)]
    assert store.rows(sql) == expected
    store.close_thread()
    assert list(store.iterate(sql)) == expected
    workspace.close()


def test_a_clock_behind_the_last_change_is_said(good: Path) -> None:
    with time_machine.travel("2020-01-01 12:00", tick=True):
        workspace = Workspace.open(good)
        assert kinds(workspace) == {NoticeKind.CLOCK_BEHIND}
        workspace.close()


@pytest.mark.parametrize("folder", ["OneDrive - North West Cluster", "Dropbox", "Google Drive", "iCloudDrive"])
def test_a_cloud_folder_is_warned_of_and_the_file_stays_one_file(good: Path, folder: str) -> None:
    cloud = good.parent / folder
    cloud.mkdir()
    path = good.rename(cloud / good.name)
    workspace = Workspace.open(path)
    assert kinds(workspace) == {NoticeKind.CLOUD_FOLDER}
    workspace.settings.set(TEXT_SIZE, 90)
    assert workspace.store.value("PRAGMA journal_mode") == "delete"
    assert journals(path) == []
    workspace.close()


@pytest.mark.parametrize(
    "name", ["good (Ann's conflicted copy 2026-05-04).desk", "good-LAPTOP-7K2.desk", "good (1).desk"]
)
def test_a_conflicting_copy_is_told_with_both_counts_and_never_merged(good: Path, name: str) -> None:
    copy = good.with_name(name)
    copy.write_bytes(good.read_bytes())
    spoil(copy, "PRAGMA foreign_keys = 0", "DELETE FROM contact_tag", "DELETE FROM contact_summary",
          "PRAGMA recursive_triggers = 0", "UPDATE contact SET deleted_at = 'x' WHERE id < 11")  # fmt: skip
    before = copy.read_bytes()
    workspace = Workspace.open(good)
    (notice,) = workspace.notices
    assert notice.kind is NoticeKind.CONFLICTED_COPY
    assert notice.path == copy
    assert "19 contacts" in notice.text
    assert "29" in notice.text
    workspace.close()
    assert copy.read_bytes() == before


def test_the_only_library_is_new_enough_and_keeps_its_promises(good: Path) -> None:
    workspace = Workspace.open(good)
    store = workspace.store
    assert tuple(map(int, store.value("SELECT sqlite_version()").split("."))) >= OLDEST_SAFE
    assert type(store.connection()).__mro__[1].__module__.startswith("sqlcipher3")
    kept = {
        name: store.value(f"PRAGMA {name}")
        for name in ("journal_mode", "synchronous", "foreign_keys", "secure_delete", "trusted_schema", "temp_store")
    }
    assert kept == {
        "journal_mode": "wal",
        "synchronous": 2,
        "foreign_keys": 1,
        "secure_delete": 1,
        "trusted_schema": 0,
        "temp_store": 2,
    }
    workspace.close()


def test_a_clean_end_leaves_one_file(good: Path) -> None:
    workspace = Workspace.open(good)
    workspace.settings.set(TEXT_SIZE, 90)
    workspace.close()
    assert [p.name for p in good.parent.iterdir()] == ["good.desk"]


def test_a_large_file_is_checked_after_it_opened(good: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("crm.db.opening.CHECKED_AT_ONCE", 0)
    whole = bytearray(good.read_bytes())
    connection = raw(good, Access.FROZEN)
    page = connection.execute("SELECT rootpage FROM sqlite_master WHERE name = 'contact_address'").fetchone()[0]
    connection.close()
    whole[(page - 1) * 4096 : page * 4096] = b"\0" * 4096
    good.write_bytes(whole)
    workspace = Workspace.open(good)
    assert workspace.needs_check
    with pytest.raises(FileDamaged):
        workspace.deep_check()
    with pytest.raises(FileDamaged):
        workspace.settings.set(TEXT_SIZE, 90)
    with pytest.raises(FileDamaged):
        workspace.backups.make("by hand")
    workspace.close()
    assert good.read_bytes() == bytes(whole)


def test_a_sound_large_file_passes_its_later_check(good: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("crm.db.opening.CHECKED_AT_ONCE", 0)
    workspace = Workspace.open(good)
    assert workspace.deep_check() == []
    assert not workspace.needs_check
    workspace.close()


def test_leftovers_of_interrupted_work_are_gone_after_the_next_start(good: Path) -> None:
    files.beside(good, ".restore.part").write_bytes(b"half")
    files.beside(good, ".checking").mkdir()
    files.beside(good, ".new.part").write_bytes(b"half")
    Workspace.open(good).close()
    assert [p.name for p in good.parent.iterdir()] == ["good.desk"]


def test_a_rollback_journal_that_holds_nothing_is_gone_after_the_next_start(good: Path) -> None:
    files.beside(good, "-journal").write_bytes(b"\0" * 512)
    workspace = Workspace.open(good)
    assert NoticeKind.UNCLEAN_END in kinds(workspace)
    workspace.close()
    assert [p.name for p in good.parent.iterdir()] == ["good.desk"]


def test_opening_changes_no_record(good: Path) -> None:
    frozen = raw(good, Access.FROZEN)
    before = logical_dump(frozen)
    frozen.close()
    workspace = Workspace.open(good)
    assert logical_dump(workspace.store.connection()) == before
    workspace.close()


def test_work_after_closing_is_refused_in_words(good: Path) -> None:
    workspace = Workspace.open(good)
    workspace.close()
    workspace.close()
    with pytest.raises(CrmError, match="closed"):
        workspace.settings.get(TEXT_SIZE)
