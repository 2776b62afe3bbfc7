"""A file that another program writes over while it is open: the next change is refused, and a whole copy can be saved.

A sync service does this too: it opens the file that stands there and writes another version, or a part of one, into it.
"""

import os
import shutil
import subprocess
import sys
import threading
from collections.abc import Callable
from pathlib import Path

import pytest

from crm.contacts import ContactDraft
from crm.db import files, overwrite_guard, schema
from crm.db.dump import logical_dump
from crm.db.raw_connection import Access, Connection, raw
from crm.errors import CrmError, FileGone
from crm.settings import TEXT_SIZE
from crm.workspace import Workspace
from tests.crm.db.conftest import alter

Start = Callable[..., object]
Write = Callable[[Path], None]

_WRITER = """
import os, sys
target, source, at = sys.argv[1], sys.argv[2], int(sys.argv[3])
new = open(source, "rb").read()
with open(target, "r+b" if at >= 0 else "wb") as file:
    file.seek(max(at, 0))
    file.write(new)
"""


def write_over(path: Path, new: bytes, at: int = -1) -> None:
    """Write into a file as another program would; to close it in this one would drop the library's locks."""
    source = path.parent.parent / "new"
    source.write_bytes(new)
    subprocess.run([sys.executable, "-I", "-S", "-c", _WRITER, str(path), str(source), str(at)], check=True)
    source.unlink()


def emptied(path: Path) -> None:
    write_over(path, b"")


def cut_short(path: Path) -> None:
    write_over(path, (path.parent.parent / "last.desk").read_bytes()[:-8192])


def older(path: Path) -> None:
    write_over(path, (path.parent.parent / "older.desk").read_bytes())


def another(path: Path) -> None:
    """A whole file of the same size, of another life."""
    write_over(path, (path.parent.parent / "another.desk").read_bytes())


def one_page(path: Path) -> None:
    last = (path.parent.parent / "last.desk").read_bytes()
    write_over(path, bytes(4096), at=len(last) // 8192 * 4096)


def noise(path: Path) -> None:
    write_over(path, b"not a database " * 10_000)


WAYS: list[Write] = [emptied, cut_short, older, another, one_page, noise]


@pytest.fixture(params=["with a log", "large, with a log", "without a log"])
def workspace(good: Path, tmp_path: Path, request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Workspace:
    """An open file, of which some was saved before it was opened last and some since."""
    return opened(good, tmp_path, request.param, monkeypatch)


def opened(good: Path, tmp_path: Path, kind: str, monkeypatch: pytest.MonkeyPatch) -> Workspace:
    shutil.copy(good, tmp_path / "older.desk")
    if kind == "without a log":
        folder = tmp_path / "Dropbox"
        folder.mkdir()
        good = good.rename(folder / "good.desk")
    if kind.startswith("large"):
        monkeypatch.setattr(overwrite_guard, "KEPT", 0)
    workspace = Workspace.open(good)
    workspace.contacts.create(ContactDraft("Ida", "Moss"))
    workspace.close()
    shutil.copy(good, tmp_path / "last.desk")
    shutil.copy(good, tmp_path / "another.desk")
    alter(tmp_path / "another.desk", "UPDATE change_set SET label = 'Add Ada Mist' WHERE label = 'Add Ida Moss'")
    assert (tmp_path / "another.desk").stat().st_size == good.stat().st_size
    workspace = Workspace.open(good)
    workspace.settings.set(TEXT_SIZE, 140)
    return all_noted(workspace)


def all_noted(workspace: Workspace) -> Workspace:
    """Have all of the file noted, as a window does once it is painted."""
    workspace.store.note_all_content()
    join_readers()
    return workspace


def join_readers() -> None:
    for thread in readers():
        thread.join()


def readers() -> list[threading.Thread]:
    return [thread for thread in threading.enumerate() if thread.name == "noting the file"]


def people(workspace: Workspace) -> set[str]:
    return {name for (name,) in workspace.store.rows("SELECT family_name FROM contact")}


def dump_of(path: Path) -> dict[str, tuple[int, str]]:
    connection = raw(path, Access.FROZEN)
    try:
        return logical_dump(connection)
    finally:
        connection.close()


@pytest.mark.parametrize("way", WAYS)
def test_the_next_change_is_refused_in_words_and_what_was_held_is_saved(
    workspace: Workspace, tmp_path: Path, way: Write
) -> None:
    before = logical_dump(workspace.store.connection())
    told: list[FileGone] = []
    workspace.when_gone(told.append)
    way(workspace.path)
    for write in (
        lambda: workspace.contacts.create(ContactDraft("Bo", "Hart")),
        lambda: workspace.drafts.save("log", {"text": "Met Bo"}),
        workspace.undo,
        lambda: workspace.backups.restore(tmp_path / "older.desk"),
    ):
        with pytest.raises(FileGone) as refused:
            write()
        assert "was overwritten while it was open here" in str(refused.value)
        assert "This change was not saved" in str(refused.value)
        assert "Save a copy" in str(refused.value)
    assert [error.what for error in told] == ["was overwritten"] * 4
    theirs = workspace.path.read_bytes()
    if overwrite_guard.KEPT or way is another:  # of which the log held all that was written over
        copy = workspace.save_copy(tmp_path / "copy.desk")
        assert dump_of(copy) == before
        assert copy.stat().st_mode & 0o777 == 0o600
        again = Workspace.open(copy)
        assert again.drafts.load("log") == {"text": "Met Bo"}
        again.close()
    else:  # all of it or none: nobody kept the pages
        with pytest.raises(CrmError, match="A whole copy could not be made"):
            workspace.save_copy(tmp_path / "copy.desk")
        assert not list(tmp_path.glob("copy*"))
    workspace.close()
    assert workspace.path.read_bytes() == theirs
    assert files.size_of(files.beside(workspace.path, "-wal")) == 0


@pytest.mark.parametrize("way", WAYS)
def test_closing_without_a_copy_keeps_one_beside_and_leaves_what_stands_there(
    good: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, way: Write
) -> None:
    workspace = opened(good, tmp_path, "with a log", monkeypatch)
    before = logical_dump(workspace.store.connection())
    way(good)
    theirs = good.read_bytes()
    workspace.close()
    assert good.read_bytes() == theirs
    assert workspace.kept_at is not None
    assert dump_of(workspace.kept_at) == before
    assert files.beside(good, "-wal").exists() is False


def test_a_log_is_kept_where_no_copy_can_be_made(good: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    workspace = opened(good, tmp_path, "large, with a log", monkeypatch)
    log = files.beside(good, "-wal").read_bytes()
    older(good)
    workspace.close()
    assert workspace.kept_at is None
    (kept,) = good.parent.glob("good.desk.gone-*-wal")
    assert kept.read_bytes() == log
    assert good.read_bytes() == (tmp_path / "older.desk").read_bytes()


@pytest.mark.parametrize("way", [older, emptied])
def test_a_file_written_over_in_the_middle_of_a_change_takes_all_of_it_back(
    workspace: Workspace, tmp_path: Path, way: Write
) -> None:
    def log() -> None:
        with workspace.store.action("Log"):
            workspace.contacts.create(ContactDraft("Bo", "Hart"))
            way(workspace.path)

    with pytest.raises(FileGone, match="not saved"):
        log()
    theirs = workspace.path.read_bytes()
    workspace.close()
    assert workspace.path.read_bytes() == theirs
    if overwrite_guard.KEPT:
        assert workspace.kept_at is not None
        kept = Workspace.open(workspace.kept_at)
        assert "Moss" in people(kept)
        assert "Hart" not in people(kept)
        kept.close()


def test_what_was_written_at_the_very_moment_is_not_acknowledged_and_is_in_the_copy(
    good: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    workspace = opened(good, tmp_path, "with a log", monkeypatch)
    execute = Connection.execute

    def overwriting(connection: Connection, sql: str, *rest: object) -> object:
        done = execute(connection, sql, *rest)
        if sql == "COMMIT":
            older(workspace.path)
        return done

    with monkeypatch.context() as patched:
        patched.setattr(Connection, "execute", overwriting)
        with pytest.raises(FileGone) as refused:
            workspace.contacts.create(ContactDraft("Bo", "Hart"))
    assert refused.value.is_in_copy
    workspace.close()
    assert workspace.kept_at is not None
    kept = Workspace.open(workspace.kept_at)
    assert {"Moss", "Hart"} <= people(kept)
    kept.close()


def test_a_page_that_cannot_be_read_for_it_was_written_over_is_not_called_damage(workspace: Workspace) -> None:
    noise(workspace.path)
    with pytest.raises(FileGone, match="was overwritten"):  # by a thread that holds no page of it yet
        raise in_thread(lambda: workspace.store.rows("SELECT * FROM interaction"))
    assert not workspace.store.is_damaged
    workspace.close()


def test_a_new_thread_leaves_the_log_of_a_file_that_was_emptied(workspace: Workspace) -> None:
    log = files.size_of(files.beside(workspace.path, "-wal"))
    emptied(workspace.path)
    in_thread(lambda: workspace.store.rows("SELECT * FROM interaction"))
    assert files.size_of(files.beside(workspace.path, "-wal")) == log
    workspace.close()


def in_thread(run: Callable[[], object]) -> Exception:
    failed: list[Exception] = [RuntimeError("it did not fail")]

    def work() -> None:
        try:
            run()
        except Exception as error:
            failed.append(error)

    thread = threading.Thread(target=work)
    thread.start()
    thread.join()
    return failed[-1]


def touched(workspace: Workspace) -> None:
    os.utime(workspace.path)


def dated_back(workspace: Workspace) -> None:
    os.utime(workspace.path, (1e9, 1e9))


def written_as_it_was(workspace: Workspace) -> None:
    code = "import sys\nfile = open(sys.argv[1], 'r+b')\nall = file.read()\nfile.seek(0)\nfile.write(all)"
    subprocess.run([sys.executable, "-I", "-S", "-c", code, str(workspace.path)], check=True)


def backed_up(workspace: Workspace) -> None:
    workspace.backups.make("by hand")


def restored(workspace: Workspace) -> None:
    workspace.backups.restore(workspace.backups.make("by hand").path)


def folded_in_another_thread(workspace: Workspace) -> None:
    def work() -> None:
        workspace.store.connection().execute("PRAGMA wal_checkpoint")
        workspace.store.close_thread()

    assert isinstance(in_thread(work), RuntimeError)


def vacuumed(workspace: Workspace) -> None:
    workspace.store.connection().execute("VACUUM")
    if workspace.store.journal != "wal":  # there the file itself was written, and by no action
        workspace.store.note_content()


def folded_by_another_program(workspace: Workspace) -> None:
    other = raw(workspace.path, Access.WRITE)
    other.execute("PRAGMA wal_checkpoint")
    other.close()


def closed_and_opened(workspace: Workspace) -> None:
    workspace.store.close_thread()


def much_written(workspace: Workspace) -> None:
    """More than the log takes, many times over, so that it flows into the file and begins anew."""
    workspace.store.connection().execute("PRAGMA wal_autocheckpoint = 20")
    for number in range(60):
        workspace.contacts.create(ContactDraft("Ann", f"Lee {number}"))


def folded_while_another_reads(workspace: Workspace) -> None:
    """Somebody reads what was there before a page was written anew: a checkpoint leaves a hole where it will stand."""
    store = workspace.store
    store.connection().execute("PRAGMA wal_autocheckpoint = 0")
    first = workspace.contacts.create(ContactDraft("Ann", "Lee", about="At length. " * 2_000))
    workspace.contacts.create(ContactDraft("Ann", "Lee", about="At length. " * 2_000))
    reader = raw(workspace.path, Access.READ)
    reader.execute("BEGIN")
    reader.execute("SELECT count(*) FROM contact").fetchall()
    with store.action("Shorten"):
        store.update(schema.Contact, first, about="In short. " * 2_000)
    store.connection().execute("PRAGMA wal_checkpoint")
    workspace.contacts.create(ContactDraft("Bo", "Lee"))
    reader.close()
    store.connection().execute("PRAGMA wal_checkpoint")


QUIET = [touched, dated_back, written_as_it_was, backed_up, restored, vacuumed, closed_and_opened]


@pytest.mark.parametrize("what", QUIET)
def test_what_changes_nothing_or_was_done_here_is_no_alarm(
    workspace: Workspace, what: Callable[[Workspace], None]
) -> None:
    what(workspace)
    workspace.contacts.create(ContactDraft("Bo", "Hart"))
    what(workspace)
    workspace.undo()
    workspace.close()
    assert workspace.kept_at is None
    assert not list(workspace.path.parent.glob("*gone*"))


FOLDS = [folded_in_another_thread, folded_by_another_program, much_written, folded_while_another_reads]


@pytest.mark.parametrize("kind", ["with a log", "large, with a log"])
@pytest.mark.parametrize("what", FOLDS)
def test_a_log_that_flows_into_the_file_is_no_alarm_and_what_it_held_is_known(
    good: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, kind: str, what: Callable[[Workspace], None]
) -> None:
    workspace = opened(good, tmp_path, kind, monkeypatch)
    before = good.stat().st_mtime_ns
    what(workspace)
    assert good.stat().st_mtime_ns != before
    workspace.contacts.create(ContactDraft("Bo", "Hart"))
    held = logical_dump(workspace.store.connection())
    older(good)
    with pytest.raises(FileGone):
        workspace.undo()
    workspace.close()
    if overwrite_guard.KEPT:
        assert workspace.kept_at is not None
        assert dump_of(workspace.kept_at) == held
