"""How much of a file is noted when: a sample as it opens, all of it in the background once that is asked for."""

import threading
from collections.abc import Callable
from pathlib import Path

import pytest

from crm.contacts import ContactDraft
from crm.db import overwrite_guard
from crm.db.dump import logical_dump
from crm.db.overwrite_guard import Content
from crm.errors import CrmError, FileGone
from crm.workspace import Workspace
from tests.crm.db.test_overwrite_guard import (
    all_noted,
    another,
    cut_short,
    dump_of,
    emptied,
    join_readers,
    noise,
    older,
    opened,
    readers,
    write_over,
)

KINDS = ["with a log", "large, with a log", "without a log"]


@pytest.fixture
def read(monkeypatch: pytest.MonkeyPatch) -> list[tuple[str, int]]:
    """What is read of a file by this program, and in which thread."""
    found: list[tuple[str, int]] = []
    reading = Content._read

    def counted(self: Content, at: int, size: int) -> bytes:
        found.append((threading.current_thread().name, size))
        return reading(self, at, size)

    monkeypatch.setattr(Content, "_read", counted)
    return found


def test_a_short_run_reads_a_sample_alone_and_starts_no_thread(
    good: Path, read: list[tuple[str, int]], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(overwrite_guard, "SAMPLED", 8)
    monkeypatch.setattr(overwrite_guard, "SHORT_S", 3600)
    workspace = Workspace.open(good)
    workspace.contacts.create(ContactDraft("Bo", "Hart"))
    assert not readers()
    workspace.close()
    assert good.stat().st_size > 20 * 4096
    assert sum(size for _, size in read) <= 10 * 4096


def test_where_no_thread_can_be_started_what_is_saved_is_saved(good: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refused(thread: threading.Thread) -> None:
        raise RuntimeError("can't start new thread")

    monkeypatch.setattr(overwrite_guard, "SHORT_S", -1)
    workspace = Workspace.open(good)
    with monkeypatch.context() as patched:
        patched.setattr(threading.Thread, "start", refused)
        bo = workspace.contacts.create(ContactDraft("Bo", "Hart"))
    assert workspace.contacts.name(bo) == "Bo Hart"
    assert not readers()
    workspace.close()


def test_all_of_it_is_read_in_another_thread(good: Path, read: list[tuple[str, int]]) -> None:
    workspace = Workspace.open(good)
    read.clear()
    all_noted(workspace)
    assert {name for name, _ in read} == {"noting the file"}
    assert sum(size for _, size in read) == good.stat().st_size
    workspace.close()


def test_a_write_has_all_of_it_noted_unless_the_run_is_short(
    good: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened(good, tmp_path, "with a log", monkeypatch).close()
    monkeypatch.setattr(overwrite_guard, "SHORT_S", -1)
    workspace = Workspace.open(good)
    workspace.contacts.create(ContactDraft("Bo", "Hart"))
    join_readers()
    before = logical_dump(workspace.store.connection())
    older(good)
    workspace.close()
    assert workspace.kept_at is not None
    assert dump_of(workspace.kept_at) == before


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("way", [emptied, cut_short, older, another, noise])
def test_another_version_is_noticed_by_the_sample_and_it_is_said_that_no_copy_can_be_made(
    good: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, kind: str, way: Callable[[Path], None]
) -> None:
    noted = opened(good, tmp_path, kind, monkeypatch)
    noted.close()
    monkeypatch.setattr(overwrite_guard, "SHORT_S", 3600)
    workspace = Workspace.open(noted.path)
    workspace.contacts.create(ContactDraft("Bo", "Hart"))
    way(workspace.path)
    theirs = workspace.path.read_bytes()
    with pytest.raises(FileGone, match="was overwritten while it was open here"):
        workspace.undo()
    with pytest.raises(CrmError, match="A whole copy could not be made"):
        workspace.save_copy(tmp_path / "copy.desk")
    workspace.close()
    assert workspace.path.read_bytes() == theirs


@pytest.mark.parametrize("kind", KINDS)
def test_what_flows_into_the_file_while_it_is_read_is_no_alarm_and_is_known_in_the_end(
    good: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, kind: str
) -> None:
    noted = opened(good, tmp_path, kind, monkeypatch)
    noted.close()
    monkeypatch.setattr(overwrite_guard, "_STEP", 4096)
    workspace = Workspace.open(noted.path)
    workspace.store.connection().execute("PRAGMA wal_autocheckpoint = 20")
    workspace.store.note_all_content()
    for number in range(60):
        workspace.contacts.create(ContactDraft("Ann", f"Lee {number}"))
    join_readers()
    workspace.contacts.create(ContactDraft("Bo", "Hart"))
    held = logical_dump(workspace.store.connection())
    another(workspace.path)
    workspace.close()
    if overwrite_guard.KEPT:
        assert workspace.kept_at is not None
        assert dump_of(workspace.kept_at) == held


@pytest.mark.parametrize("kind", KINDS)
def test_closing_does_not_wait_until_all_of_it_is_read(
    good: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, kind: str
) -> None:
    noted = opened(good, tmp_path, kind, monkeypatch)
    noted.close()
    monkeypatch.setattr(overwrite_guard, "_STEP", 4096)
    monkeypatch.setattr(overwrite_guard, "_PAUSE_S", 3600)
    workspace = Workspace.open(noted.path)
    workspace.store.note_all_content()
    assert len(readers()) == (kind != "without a log" or overwrite_guard.KEPT > 0)
    workspace.contacts.create(ContactDraft("Bo", "Hart"))
    workspace.close()
    assert not readers()
    assert workspace.kept_at is None


def test_a_file_put_in_its_place_is_noted_anew(good: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    workspace = opened(good, tmp_path, "with a log", monkeypatch)
    workspace.backups.restore(workspace.backups.make("by hand").path)
    workspace.contacts.create(ContactDraft("Bo", "Hart"))
    join_readers()
    held = logical_dump(workspace.store.connection())
    older(good)
    workspace.close()
    assert workspace.kept_at is not None
    assert dump_of(workspace.kept_at) == held


@pytest.mark.parametrize("kind", ["with a log", "large, with a log"])
def test_what_another_program_wrote_before_all_was_noted_is_not_taken_for_right(
    good: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, kind: str
) -> None:
    noted = opened(good, tmp_path, kind, monkeypatch)
    noted.close()
    workspace = Workspace.open(noted.path)
    another(workspace.path)
    all_noted(workspace)
    with pytest.raises(FileGone):
        workspace.contacts.create(ContactDraft("Bo", "Hart"))
    workspace.close()


def test_no_copy_is_made_of_pages_that_nobody_knows(
    good: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The log holds the one page that was noted, so no page speaks against a mixture of two versions."""
    opened(good, tmp_path, "with a log", monkeypatch).close()
    monkeypatch.setattr(overwrite_guard, "SAMPLED", 1)
    monkeypatch.setattr(overwrite_guard, "SHORT_S", 3600)
    workspace = Workspace.open(good)
    connection = workspace.store.connection()
    connection.execute(f"PRAGMA user_version = {connection.execute('PRAGMA user_version').fetchone()[0]}")
    theirs = (tmp_path / "another.desk").read_bytes()
    write_over(good, theirs[:24] + b"\x7f" + theirs[25:])
    with pytest.raises(FileGone):
        workspace.undo()
    with pytest.raises(CrmError, match="A whole copy could not be made"):
        workspace.save_copy(tmp_path / "copy.desk")
    workspace.close()
