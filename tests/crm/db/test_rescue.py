"""A damaged file is never touched; what can be read of it goes into a new one."""

import os
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from crm.db import files, rescue, restore, trial_copy
from crm.db.dump import logical_dump
from crm.db.lock import FileLock
from crm.db.raw_connection import Access, raw
from crm.db.rescue import Rescued
from crm.errors import AlreadyOpen, FileDamaged
from crm.notices import NoticeKind
from crm.opportunities import OpportunityDraft
from crm.settings import TEXT_SIZE
from crm.workspace import Workspace


def spoil(path: Path, name: str, child: bool = True) -> bytes:
    """Overwrite the root page of a table or an index with zeros, or its first child page; return the bytes."""
    connection = raw(path, Access.FROZEN)
    root = connection.execute("SELECT rootpage FROM sqlite_master WHERE name = ?", (name,)).fetchone()[0]
    connection.close()
    content = bytearray(path.read_bytes())
    page = root
    if child and content[(root - 1) * 4096] == 5:  # an inner page of a table: its first cell points to a leaf
        cell = int.from_bytes(content[(root - 1) * 4096 + 12 : (root - 1) * 4096 + 14], "big")
        page = int.from_bytes(content[(root - 1) * 4096 + cell : (root - 1) * 4096 + cell + 4], "big")
    content[(page - 1) * 4096 : page * 4096] = b"\0" * 4096
    path.write_bytes(content)
    return bytes(content)


def dump_of(path: Path) -> dict[str, tuple[int, str]]:
    connection = raw(path, Access.FROZEN)
    try:
        return logical_dump(connection)
    finally:
        connection.close()


def test_a_file_with_a_broken_index_is_repaired_as_a_copy_with_every_record(good: Path) -> None:
    whole = dump_of(good)
    broken = spoil(good, "contact_email_value", child=False)
    with pytest.raises(FileDamaged):
        Workspace.open(good)
    made = Workspace.repair_copy(good)
    assert dump_of(made.path) == whole
    assert made.counts["contact"] == 30
    assert made.path.stat().st_mode & 0o777 == 0o600
    assert good.read_bytes() == broken
    opened = Workspace.open(made.path)
    assert opened.undo() == "Put a person in the trash"
    opened.close()


def test_a_repair_that_does_not_help_leaves_nothing(good: Path) -> None:
    spoil(good, "interaction")
    with pytest.raises(FileDamaged):
        Workspace.repair_copy(good)
    assert [path.name for path in good.parent.iterdir()] == ["good.desk"]


def test_of_a_broken_table_what_stands_around_the_break_is_saved(good: Path) -> None:
    whole = dump_of(good)
    broken = spoil(good, "interaction")
    made = Workspace.save_readable(good)
    assert "interaction" in made.incomplete
    assert 0 < made.counts["interaction"] < 30
    saved = dump_of(made.path)
    untouched = [t for t in whole if t not in made.incomplete]
    assert {t: saved[t] for t in untouched} == {t: whole[t] for t in untouched}
    assert good.read_bytes() == broken
    opened = Workspace.open(made.path)
    assert {notice.kind for notice in opened.notices} <= {NoticeKind.ORPHANS}
    opened.close()


def moves(workspace: Workspace) -> list[tuple[Any, ...]]:
    return workspace.store.rows(
        "SELECT id, opportunity_id, from_stage_id, to_stage_id, at FROM stage_change ORDER BY id"
    )


@pytest.mark.parametrize("rescue", [Workspace.save_readable, Workspace.repair_copy])
def test_a_rescued_file_has_every_move_once_and_writes_down_the_next(
    good: Path, rescue: Callable[[Path], Rescued]
) -> None:
    workspace = Workspace.open(good)
    idea, exploring, shaping, *_ = (stage.id for stage in workspace.pipelines.get(None).stages)
    pilot = workspace.opportunities.create(OpportunityDraft("Imaging pilot"))
    workspace.opportunities.move(pilot, exploring)
    workspace.opportunities.move(pilot, idea)
    before = moves(workspace)
    assert [row[1] for row in before[-3:]] == [pilot] * 3
    workspace.close()
    made = rescue(good)
    assert made.counts["stage_change"] == len(before)
    opened = Workspace.open(made.path)
    assert moves(opened) == before
    opened.opportunities.move(pilot, shaping)
    assert [(row[2], row[3]) for row in moves(opened)[len(before) :]] == [(idea, shaping)]
    opened.close()


def test_a_file_whose_list_of_tables_is_gone_says_so(good: Path) -> None:
    content = bytearray(good.read_bytes())
    content[100:4096] = b"\xff" * 3996
    good.write_bytes(content)
    with pytest.raises(FileDamaged, match="list of tables"):
        Workspace.save_readable(good)
    assert [path.name for path in good.parent.iterdir()] == ["good.desk"]


RESCUES = [Workspace.save_readable, Workspace.repair_copy]


@pytest.mark.parametrize("rescue", RESCUES)
@pytest.mark.parametrize("left", [".checking", ".checking-2"])
def test_what_a_killed_rescue_left_does_not_stop_the_next_one(
    good: Path, rescue: Callable[[Path], Rescued], left: str
) -> None:
    spoil(good, "contact_email_value", child=False)
    folder = files.beside(good, left)
    folder.mkdir()
    (folder / good.name).write_bytes(b"half a copy")
    (folder / ".in-use").touch()
    made = rescue(good)
    assert (folder / good.name).read_bytes() == b"half a copy"
    with pytest.raises(FileDamaged):
        Workspace.open(good)
    assert {path.name for path in good.parent.iterdir()} == {good.name, made.path.name}


@pytest.mark.parametrize("rescue", RESCUES)
def test_nobody_else_opens_restores_or_rescues_a_file_in_the_middle_of_a_rescue(
    good: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, rescue: Callable[[Path], Rescued]
) -> None:
    whole = dump_of(good)
    backup = Path(shutil.copy(good, tmp_path / "backup.desk"))
    broken = spoil(good, "contact_email_value", child=False)
    others: list[Callable[[], object]] = [
        lambda: Workspace.open(good),
        lambda: Workspace.restore_over(good, backup),
        lambda: Workspace.save_readable(good),
        lambda: Workspace.repair_copy(good),
    ]
    copy_private = files.copy_private
    tried: list[Callable[[], object]] = []

    def copying(*arguments: Any) -> None:
        copy_private(*arguments)
        for other in others if not tried else ():
            tried.append(other)
            with pytest.raises(AlreadyOpen):
                other()

    monkeypatch.setattr("crm.db.files.copy_private", copying)
    made = rescue(good)
    assert tried == others
    assert dump_of(made.path) == whole
    assert good.read_bytes() == broken


def test_a_file_that_a_window_has_open_is_not_rescued_under_it(good: Path) -> None:
    workspace = Workspace.open(good)
    for each in RESCUES:
        with pytest.raises(AlreadyOpen):
            each(good)
    workspace.settings.set(TEXT_SIZE, 125)
    workspace.close()
    assert {path.name for path in good.parent.iterdir()} == {good.name}


def test_a_rescue_leaves_the_note_of_another_computer_as_it_was(good: Path) -> None:
    spoil(good, "contact_email_value", child=False)
    note = b'{"host": "elsewhere", "user": "Ida", "pid": 7, "since": "2026-10-05T09:00:00Z"}'
    files.beside(good, ".lock").write_bytes(note)
    assert Workspace.repair_copy(good).counts["contact"] == 30
    assert files.beside(good, ".lock").read_bytes() == note


def test_two_programs_try_a_file_out_at_once_and_no_start_sweeps_the_copy_of_either(good: Path) -> None:
    files.beside(good, "-journal").write_bytes(b"its journal")
    with trial_copy.copied(good) as one, trial_copy.copied(good) as other:
        assert one.parent != other.parent
        restore.sweep(good)
        for copy in (one, other):
            assert copy.read_bytes() == good.read_bytes()
            assert files.beside(copy, "-journal").read_bytes() == b"its journal"
            assert copy.parent.stat().st_mode & 0o777 == 0o700
            assert copy.stat().st_mode & 0o777 == 0o600
    assert {path.name for path in good.parent.iterdir()} == {good.name, good.name + "-journal"}


@pytest.mark.parametrize("moment", ["before the mark", "before the lock"])
def test_a_folder_swept_before_it_is_marked_is_made_again(
    good: Path, monkeypatch: pytest.MonkeyPatch, moment: str
) -> None:
    swept: list[str] = []
    original: Callable[..., Any]

    def sweeping(*arguments: Any, **more: Any) -> Any:
        if not swept:
            swept.append(moment)
            trial_copy.sweep(good)
        return original(*arguments, **more)

    if moment == "before the mark":
        original = os.open
        monkeypatch.setattr("crm.db.trial_copy.os.open", sweeping)
    else:
        original = trial_copy._is_ours
        monkeypatch.setattr("crm.db.trial_copy._is_ours", sweeping)
    with trial_copy.copied(good) as copy:
        assert copy.read_bytes() == good.read_bytes()
        trial_copy.sweep(good)
        assert copy.exists()
    assert swept
    assert [path.name for path in good.parent.iterdir()] == [good.name]


def test_a_sweep_takes_no_folder_of_somebodys_own(good: Path, tmp_path: Path) -> None:
    kept = [files.beside(good, ".checking-list"), good.with_name("other.desk.checking"), files.beside(good, "checking")]
    for folder in kept:
        folder.mkdir()
    (tmp_path / "own").mkdir()
    (tmp_path / "own" / "letter.txt").touch()
    files.beside(good, ".checking").symlink_to(tmp_path / "own")
    restore.sweep(good)
    assert all(folder.is_dir() for folder in kept)
    assert (tmp_path / "own" / "letter.txt").exists()


def test_the_lock_is_free_after_a_rescue_that_failed(good: Path) -> None:
    spoil(good, "interaction")
    with pytest.raises(FileDamaged):
        rescue.repair_copy(good)
    lock = FileLock(good)
    lock.take()
    lock.release()
