"""A whole check of the last days counts for the very file it was of; else what is written stands beside it at first."""

import shutil
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
import time_machine

from crm.__main__ import main
from crm.contacts import ContactDraft
from crm.db import files, last_check
from crm.drafts import Drafts
from crm.errors import BackupFailed, FileDamaged
from crm.settings import TEXT_SIZE, USER_NAME
from crm.workspace import Workspace
from tests.crm.db.conftest import journals, spoil


@pytest.fixture(autouse=True)
def large(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let every file count as large: its check follows the paint."""
    monkeypatch.setattr("crm.db.opening.CHECKED_AT_ONCE", 0)


def checked_file(path: Path) -> Path:
    """Check a file whole and close it, as the window does on a day with a backup."""
    workspace = Workspace.open(path)
    workspace.backups.make("daily")
    workspace.close()
    return path


def needs_check(path: Path, *, read_only: bool = False) -> bool:
    workspace = Workspace.open(path, read_only=read_only)
    try:
        return workspace.needs_check
    finally:
        workspace.close()


def test_after_a_clean_end_a_check_of_the_last_seven_days_counts(good: Path) -> None:
    checked_file(good)
    for days in (0, 3, 6.9):
        with time_machine.travel(datetime.now(UTC) + timedelta(days=days)):
            assert not needs_check(good)
            assert not needs_check(good, read_only=True)
    with time_machine.travel(datetime.now(UTC) + timedelta(days=7.1)):
        assert needs_check(good)
        assert needs_check(good, read_only=True)


def test_being_used_does_not_make_a_check_younger(good: Path) -> None:
    checked_file(good)
    for days in (4, 5):
        with time_machine.travel(datetime.now(UTC) + timedelta(days=days)):
            workspace = Workspace.open(good)
            workspace.settings.set(TEXT_SIZE, 100 + days)
            workspace.close()
    with time_machine.travel(datetime.now(UTC) + timedelta(days=8)):
        assert needs_check(good)


def test_a_check_counts_for_no_other_file_put_in_its_place(good: Path) -> None:
    checked_file(good)
    copy = shutil.copy2(good, good.parent / "copy.desk")
    good.unlink()
    shutil.copy2(copy, good)
    assert needs_check(good)


def test_a_check_counts_for_no_other_file_put_in_its_place_while_it_was_open(good: Path) -> None:
    checked_file(good)
    workspace = Workspace.open(good)
    workspace.settings.set(TEXT_SIZE, 125)
    shutil.copy2(good, good.parent / "incoming")
    (good.parent / "incoming").replace(good)
    workspace.close()
    assert needs_check(good)


def test_a_check_does_not_count_once_another_program_wrote(good: Path) -> None:
    checked_file(good)
    spoil(good, "UPDATE setting SET value = '120' WHERE key = 'text_size'")
    assert needs_check(good)


def test_a_check_does_not_count_on_another_computer(good: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    checked_file(good)
    monkeypatch.setattr("crm.db.last_check.this_host", lambda: "elsewhere.example")
    assert needs_check(good)


def test_a_check_of_the_future_does_not_count(good: Path) -> None:
    with time_machine.travel(datetime.now(UTC) + timedelta(days=2)):
        checked_file(good)
    assert needs_check(good)


def test_a_check_does_not_count_after_an_unclean_end(good: Path, elsewhere: Callable[..., Any]) -> None:
    checked_file(good)
    other = elsewhere(good)
    other.kill()
    other.wait()
    assert needs_check(good)


@pytest.mark.parametrize("note", [b"", b"[]", b"{}", b'{"at": 7}', b"\xff"])
def test_a_note_that_says_nothing_costs_a_check(good: Path, note: bytes) -> None:
    checked_file(good)
    (written,) = (good.parent / "backups").glob("*.checked.json")
    assert written.stat().st_mode & 0o777 == 0o600
    written.write_bytes(note)
    assert needs_check(good)


def test_no_folder_is_made_for_the_note_alone(good: Path) -> None:
    workspace = Workspace.open(good)
    workspace.deep_check()
    workspace.close()
    assert not (good.parent / "backups").exists()
    assert last_check.last(good) is None


def test_a_small_file_that_was_not_checked_of_late_is_checked_before_it_opens(
    good: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("crm.db.opening.CHECKED_AT_ONCE", 8_000_000)
    assert not needs_check(good)
    workspace = Workspace.open(good)
    assert workspace.store.is_trusted
    workspace.close()


def test_after_a_clean_end_too_what_is_written_before_the_check_stands_in_the_log_alone(good: Path) -> None:
    before = good.read_bytes()
    workspace = Workspace.open(good)
    assert not workspace.store.is_trusted
    for n in range(5):
        workspace.settings.set(TEXT_SIZE, 90 + n)
    workspace.close()
    assert good.read_bytes() == before
    assert files.size_of(files.beside(good, "-wal")) > 0
    again = Workspace.open(good)
    assert again.settings.get(TEXT_SIZE) == 94
    again.deep_check()
    again.close()
    assert good.read_bytes() != before
    assert journals(good) == []


def test_a_command_that_writes_checks_the_file_before(good: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--file", str(good), "undo"]) == 0
    assert "Checking the file" in capsys.readouterr().err
    assert journals(good) == []
    checked_file(good)
    assert main(["--file", str(good), "redo"]) == 0
    assert capsys.readouterr().err == ""


def test_nothing_is_written_to_a_file_that_proved_damaged(good: Path) -> None:
    checked_file(good)
    workspace = Workspace.open(good)
    workspace.settings.set(USER_NAME, "Ida")
    log = files.beside(good, "-wal")
    before, logged = good.stat().st_mtime_ns, files.size_of(log)
    folder = sorted((good.parent / "backups").iterdir())
    workspace.store.stop_writing()
    for write in (
        lambda: workspace.settings.set(USER_NAME, "Ravi"),
        lambda: workspace.contacts.create(ContactDraft("Ravi", "Shah")),
        lambda: Drafts(workspace.store).save("log", {"line": "met"}),
        lambda: workspace.backups.make("by hand"),
        workspace.undo,
        workspace.tidy_orphans,
    ):
        with pytest.raises((FileDamaged, BackupFailed)):
            write()
    with time_machine.travel(datetime.now(UTC) + timedelta(days=400)):
        workspace.begin_day()
        assert workspace.backups.make_daily() is None
    workspace.close()
    assert (good.stat().st_mtime_ns, files.size_of(log)) == (before, logged)
    assert sorted((good.parent / "backups").iterdir()) == folder
    again = Workspace.open(good)
    assert again.settings.get(USER_NAME) == "Ida"
    again.close()


def test_a_change_under_way_when_damage_is_found_is_not_written(good: Path) -> None:
    workspace = Workspace.open(good)

    def change() -> None:
        with workspace.store.action("Change"):
            workspace.settings.set(TEXT_SIZE, 77)
            workspace.store.stop_writing()

    with pytest.raises(FileDamaged):
        change()
    assert workspace.settings.get(TEXT_SIZE) != 77
    workspace.close()
