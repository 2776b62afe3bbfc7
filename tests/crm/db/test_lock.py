"""One program per file: who holds it is told apart, and a crash holds nothing."""

import json
import os
import signal
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from crm.db import files
from crm.db.lock import is_held
from crm.errors import AlreadyOpen, Choice, HeldElsewhere, ReadOnly
from crm.notices import NoticeKind
from crm.settings import TEXT_SIZE
from crm.workspace import Workspace

Start = Callable[..., Any]


def side(path: Path) -> Path:
    return files.beside(path, ".lock")


def kinds(workspace: Workspace) -> set[NoticeKind]:
    return {notice.kind for notice in workspace.notices}


def note(path: Path, host: str) -> None:
    said = {"host": host, "user": "ann", "pid": 4711, "since": "2026-05-04T09:00:00Z"}
    side(path).write_text(json.dumps(said))


def test_a_second_program_is_told_which_process_has_the_file(good: Path, elsewhere: Start) -> None:
    other = elsewhere(good)
    with pytest.raises(AlreadyOpen) as refused:
        Workspace.open(good)
    assert refused.value.pid == other.pid
    assert Choice.OPEN_READ_ONLY in refused.value.choices


def test_a_second_window_of_the_same_program_is_refused_too(good: Path) -> None:
    first = Workspace.open(good)
    with pytest.raises(AlreadyOpen) as refused:
        Workspace.open(good)
    assert refused.value.pid == os.getpid()
    first.close()
    Workspace.open(good).close()


def test_a_file_is_one_file_by_whatever_name_it_is_opened(good: Path, tmp_path: Path) -> None:
    (tmp_path / "link.desk").symlink_to(good)
    first = Workspace.open(good)
    with pytest.raises(AlreadyOpen):
        Workspace.open(tmp_path / "link.desk")
    first.close()
    second = Workspace.open(tmp_path / "link.desk")
    second.backups.restore(second.backups.make("by hand").path)
    second.close()
    assert (tmp_path / "link.desk").is_symlink()


@pytest.mark.parametrize("name", ["a b.desk", "50% #1?.desk", "Łukasz's.desk", "x'y\"z.desk"])
def test_any_name_of_a_file_works(tmp_path: Path, name: str) -> None:
    workspace = Workspace.create(tmp_path / "a folder?" / name)
    workspace.backups.make("by hand")
    workspace.close()
    reader = Workspace.open(tmp_path / "a folder?" / name, read_only=True)
    reader.close()
    assert (tmp_path / "a folder?" / name).exists()


def test_reading_goes_on_beside_the_program_that_writes_and_sees_what_it_saved(good: Path, elsewhere: Start) -> None:
    elsewhere(good, "from crm.settings import TEXT_SIZE\nworkspace.settings.set(TEXT_SIZE, 140)")
    reader = Workspace.open(good, read_only=True)
    assert reader.settings.get(TEXT_SIZE) == 140
    with pytest.raises(ReadOnly):
        reader.settings.set(TEXT_SIZE, 90)
    reader.close()


def test_a_reader_does_not_hinder_the_program_that_writes(good: Path) -> None:
    reader = Workspace.open(good, read_only=True)
    writer = Workspace.open(good)
    writer.settings.set(TEXT_SIZE, 125)
    assert reader.settings.get(TEXT_SIZE) == 125
    writer.close()
    reader.close()


def test_a_killed_program_holds_nothing_and_the_file_is_checked(good: Path, elsewhere: Start) -> None:
    other = elsewhere(good, "from crm.settings import TEXT_SIZE\nworkspace.settings.set(TEXT_SIZE, 140)")
    other.send_signal(signal.SIGKILL)
    other.wait()
    workspace = Workspace.open(good)
    assert NoticeKind.UNCLEAN_END in kinds(workspace)
    assert not workspace.needs_check
    assert workspace.settings.get(TEXT_SIZE) == 140
    workspace.close()
    again = Workspace.open(good)
    assert again.notices == ()
    again.close()


def test_a_file_open_on_another_computer_names_it_and_its_user(good: Path) -> None:
    note(good, "lab-pc")
    before = good.read_bytes()
    with pytest.raises(HeldElsewhere) as refused:
        Workspace.open(good)
    assert (refused.value.host, refused.value.user) == ("lab-pc", "ann")
    assert "lab-pc" in str(refused.value)
    assert good.read_bytes() == before
    assert is_held(good)


def test_a_typed_confirmation_takes_over_from_another_computer(good: Path) -> None:
    note(good, "lab-pc")
    workspace = Workspace.open(good, take_over=True)
    workspace.settings.set(TEXT_SIZE, 125)
    workspace.close()
    assert not side(good).exists()


def test_a_file_held_by_another_computer_can_be_read(good: Path) -> None:
    note(good, "lab-pc")
    reader = Workspace.open(good, read_only=True)
    assert reader.is_read_only
    reader.close()
    assert json.loads(side(good).read_text())["host"] == "lab-pc"


def test_an_empty_lock_file_is_freed_without_a_word(good: Path) -> None:
    side(good).write_bytes(b"")
    workspace = Workspace.open(good)
    assert workspace.notices == ()
    workspace.close()


def test_a_lock_file_of_garbage_is_freed_and_said(good: Path) -> None:
    side(good).write_bytes(b"\x00\xff not a note")
    workspace = Workspace.open(good)
    assert kinds(workspace) == {NoticeKind.LOCK_FREED}
    workspace.close()
    assert not side(good).exists()


def test_the_lock_says_who_and_is_private(good: Path) -> None:
    workspace = Workspace.open(good)
    said = json.loads(side(good).read_text())
    assert said["pid"] == os.getpid()
    assert said["host"]
    assert side(good).stat().st_mode & 0o777 == 0o600
    workspace.close()
    assert not side(good).exists()


def test_a_refused_file_leaves_the_note_of_the_crashed_program(good: Path, elsewhere: Start) -> None:
    other = elsewhere(good)
    other.send_signal(signal.SIGKILL)
    other.wait()
    said = side(good).read_bytes()
    whole = good.read_bytes()
    good.write_bytes(whole[: len(whole) // 2])
    with pytest.raises(Exception, match="damaged"):
        Workspace.open(good)
    assert side(good).read_bytes() == said
