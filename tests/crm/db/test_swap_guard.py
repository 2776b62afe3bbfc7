"""A file that is swapped, moved or removed while it is open: the next change is refused, and all of it can be saved.

A sync service does this: it renames another version over the file, or takes the files beside it away.
"""

import os
import shutil
import threading
from collections.abc import Callable
from pathlib import Path

import pytest

from crm.contacts import ContactDraft
from crm.db import files
from crm.db.raw_connection import Connection
from crm.errors import FileExists, FileGone
from crm.settings import TEXT_SIZE
from crm.workspace import Workspace

if os.name == "nt":
    pytest.skip("a file in use cannot be swapped there", allow_module_level=True)


@pytest.fixture
def workspace(good: Path, tmp_path: Path) -> Workspace:
    shutil.copy(good, tmp_path / "older.desk")
    workspace = Workspace.open(good)
    workspace.contacts.create(ContactDraft("Ida", "Moss"))
    return workspace


def replaced(path: Path) -> None:
    shutil.copy(path.parent.parent / "older.desk", path.with_name("incoming"))
    os.replace(path.with_name("incoming"), path)


def removed(path: Path) -> None:
    path.unlink()


def moved(path: Path) -> None:
    path.rename(path.with_name("renamed.desk"))


def folder_moved(path: Path) -> None:
    path.parent.rename(path.parent.with_name("elsewhere"))


def log_removed(path: Path) -> None:
    files.beside(path, "-wal").unlink()


def index_removed(path: Path) -> None:
    files.beside(path, "-shm").unlink()


def all_removed(path: Path) -> None:
    for suffix in ("", "-wal", "-shm"):
        files.beside(path, suffix).unlink()


SWAPS = [replaced, removed, moved, folder_moved, log_removed, index_removed, all_removed]
WRITES: dict[str, Callable[[Workspace], object]] = {
    "a record": lambda workspace: workspace.contacts.create(ContactDraft("Bo", "Hart")),
    "a setting": lambda workspace: workspace.settings.set(TEXT_SIZE, 125),
    "a draft": lambda workspace: workspace.drafts.save("log", {"text": "Met Bo"}),
    "undo": lambda workspace: workspace.undo(),
    "restore": lambda workspace: workspace.backups.restore(workspace.path.parent.parent / "older.desk"),
}


def people(workspace: Workspace) -> set[str]:
    return {
        f"{given} {family}" for given, family in workspace.store.rows("SELECT given_name, family_name FROM contact")
    }


@pytest.mark.parametrize("swap", SWAPS)
def test_the_next_change_is_refused_reading_goes_on_and_a_whole_copy_is_saved(
    workspace: Workspace, tmp_path: Path, swap: Callable[[Path], None]
) -> None:
    before = people(workspace)
    swap(workspace.path)
    for write in WRITES.values():
        with pytest.raises(FileGone) as refused:
            write(workspace)
        assert "not saved" in str(refused.value)
        assert "Save a copy" in str(refused.value)
    assert people(workspace) == before
    copy = workspace.save_copy(tmp_path / "copy.desk")
    workspace.close()
    opened = Workspace.open(copy)
    assert people(opened) == before
    assert "Ida Moss" in before
    assert opened.drafts.load("log") == {"text": "Met Bo"}
    assert opened.backups.check().is_well
    assert copy.stat().st_mode & 0o777 == 0o600
    opened.close()


def test_a_swap_during_a_change_takes_all_of_it_back(workspace: Workspace) -> None:
    def log() -> None:
        with workspace.store.action("Log"):
            workspace.contacts.create(ContactDraft("Bo", "Hart"))
            replaced(workspace.path)

    with pytest.raises(FileGone):
        log()
    assert "Bo Hart" not in people(workspace)
    workspace.close()


def test_a_swap_at_the_very_commit_is_not_acknowledged_and_the_change_is_in_the_copy(
    workspace: Workspace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    execute = Connection.execute

    def swapping(connection: Connection, sql: str, *rest: object) -> object:
        done = execute(connection, sql, *rest)
        if sql == "COMMIT":
            replaced(workspace.path)
        return done

    with monkeypatch.context() as patched:
        patched.setattr(Connection, "execute", swapping)
        with pytest.raises(FileGone) as refused:
            workspace.contacts.create(ContactDraft("Bo", "Hart"))
    assert refused.value.is_in_copy
    copy = workspace.save_copy(tmp_path / "copy.desk")
    workspace.close()
    opened = Workspace.open(copy)
    assert "Bo Hart" in people(opened)
    opened.close()


def test_a_new_thread_reads_what_is_open_and_never_the_file_that_took_the_name(workspace: Workspace) -> None:
    before = people(workspace)
    replaced(workspace.path)
    read: list[set[str]] = []
    thread = threading.Thread(target=lambda: read.append(people(workspace)))
    thread.start()
    thread.join()
    assert read == [before]
    assert "Ida Moss" in before
    workspace.close()


@pytest.mark.parametrize("swap", [replaced, removed, moved, all_removed])
def test_closing_without_a_copy_keeps_one_beside_and_ruins_nothing(
    workspace: Workspace, swap: Callable[[Path], None]
) -> None:
    path, before = workspace.path, people(workspace)
    swap(path)
    taken = path.read_bytes() if path.exists() else b""
    workspace.close()
    assert workspace.store.kept_at is not None
    assert not files.beside(path, "-wal").exists()
    assert (path.read_bytes() if path.exists() else b"") == taken
    kept = Workspace.open(workspace.store.kept_at)
    assert people(kept) == before
    kept.close()
    if swap is replaced:
        other = Workspace.open(path)
        assert other.backups.check().is_well
        assert "Ida Moss" not in people(other)
        other.close()


def test_a_file_that_stands_where_it_stood_is_written_and_closed_as_ever(workspace: Workspace) -> None:
    moved(workspace.path)
    with pytest.raises(FileGone):
        workspace.settings.set(TEXT_SIZE, 125)
    workspace.path.with_name("renamed.desk").rename(workspace.path)
    workspace.settings.set(TEXT_SIZE, 140)
    workspace.store.close_thread()
    workspace.settings.set(TEXT_SIZE, 90)
    workspace.close()
    assert workspace.store.kept_at is None
    assert sorted(path.name for path in workspace.path.parent.iterdir() if path.is_file()) == ["good.desk"]


def test_a_restore_puts_another_file_in_place_and_work_goes_on(workspace: Workspace) -> None:
    made = workspace.backups.make("by hand")
    workspace.settings.set(TEXT_SIZE, 125)
    workspace.backups.restore(made.path)
    workspace.settings.set(TEXT_SIZE, 140)
    workspace.close()
    assert workspace.store.kept_at is None


def test_a_copy_is_never_saved_over_another_file(workspace: Workspace, tmp_path: Path) -> None:
    before = (tmp_path / "older.desk").read_bytes()
    with pytest.raises(FileExists):
        workspace.save_copy(tmp_path / "older.desk")
    assert (tmp_path / "older.desk").read_bytes() == before
    workspace.close()


def test_the_window_is_told_at_once(workspace: Workspace) -> None:
    told: list[FileGone] = []
    workspace.store.when_gone.append(told.append)
    removed(workspace.path)
    with pytest.raises(FileGone):
        workspace.settings.set(TEXT_SIZE, 125)
    assert [error.path for error in told] == [workspace.path]
    workspace.close()


def test_without_a_log_a_moved_file_is_noticed_too(good: Path, tmp_path: Path) -> None:
    folder = tmp_path / "Dropbox"
    folder.mkdir()
    path = Path(shutil.copy(good, folder / "good.desk"))
    workspace = Workspace.open(path)
    before = people(workspace)
    path.rename(folder / "renamed.desk")
    with pytest.raises(FileGone):
        workspace.settings.set(TEXT_SIZE, 125)
    workspace.close()
    assert workspace.store.kept_at is not None
    kept = Workspace.open(workspace.store.kept_at)
    assert people(kept) == before
    kept.close()
