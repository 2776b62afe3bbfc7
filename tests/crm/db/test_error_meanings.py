"""A drive that fails, gives no lock or has no room is said in its own words: no damage, no other window, nothing lost.

The library's errors are raised by a connection at the statement that would meet them, under every name they have; and,
where there is a C compiler, the system's calls themselves fail, on the files of one test alone.
"""

import errno
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from sqlcipher3 import dbapi2 as sqlite

from crm.__main__ import main
from crm.db import error_meanings, integrity_check, lock
from crm.db.raw_connection import Connection
from crm.errors import AlreadyOpen, Busy, CrmError, DiskFull, FileDamaged, FileGone, FileUnreachable, WriteFailed
from crm.settings import TEXT_SIZE
from crm.workspace import Workspace
from tests import patience
from tests.crm.db.conftest import around
from tests.crm.db.populate import populate

ROOT = Path(__file__).parents[3]
IO_PARTS = (
    *("READ", "SHORT_READ", "WRITE", "FSYNC", "DIR_FSYNC", "TRUNCATE", "FSTAT", "UNLOCK", "RDLOCK", "DELETE"),
    *("BLOCKED", "ACCESS", "CHECKRESERVEDLOCK", "LOCK", "CLOSE", "DIR_CLOSE", "SHMOPEN", "SHMSIZE", "SHMLOCK"),
    *("SHMMAP", "SEEK", "DELETE_NOENT", "MMAP", "GETTEMPPATH", "CONVPATH", "AUTH", "BEGIN_ATOMIC", "COMMIT_ATOMIC"),
    *("ROLLBACK_ATOMIC", "DATA", "CORRUPTFS", "IN_PAGE", "NOMEM"),
)
NAMES = (
    "SQLITE_IOERR",
    *(f"SQLITE_IOERR_{part}" for part in IO_PARTS),
    "SQLITE_PROTOCOL",
    "SQLITE_NOLFS",
    "SQLITE_CANTOPEN",
    *(f"SQLITE_CANTOPEN_{part}" for part in ("NOTEMPDIR", "ISDIR", "FULLPATH", "CONVPATH", "DIRTYWAL", "SYMLINK")),
    "SQLITE_PERM",
    "SQLITE_AUTH",
    "SQLITE_NOMEM",
)
CHECKS = ("PRAGMA quick_check", "PRAGMA integrity_check")
WRONG = ("damaged", "another window", "another program")
ROADS: dict[str, Callable[[Workspace], object]] = {
    "read": lambda workspace: workspace.contacts.count(),
    "write": lambda workspace: workspace.settings.set(TEXT_SIZE, 125),
    "draft": lambda workspace: workspace.drafts.save("log", {"text": "Hello"}),
    "check": lambda workspace: workspace.deep_check(),
    "backup": lambda workspace: workspace.backups.make("by hand"),
}
MEETS = {
    "read": "SELECT",
    "write": "COMMIT",
    "draft": 'INSERT INTO "draft"',
    "check": "PRAGMA integ",
    "backup": "VACUUM",
}


def failing(name: str) -> sqlite.OperationalError:
    error = sqlite.OperationalError("no words of the library are shown")
    error.sqlite_errorname = name
    return error


def fail_at(monkeypatch: pytest.MonkeyPatch, statement: str | tuple[str, ...], error: Exception) -> None:
    """Raise an error, on every connection, where a statement begins like this."""
    execute = Connection.execute

    def failing_there(connection: Connection, sql: str, *rest: Any) -> Any:
        if sql.lstrip().startswith(statement):
            raise error
        return execute(connection, sql, *rest)

    monkeypatch.setattr(Connection, "execute", failing_there)


def refused(call: Callable[[], object]) -> CrmError:
    with pytest.raises(CrmError) as found:
        call()
    assert not isinstance(found.value, FileDamaged | AlreadyOpen)
    assert not any(words in str(found.value) for words in WRONG)
    return found.value


def test_no_error_of_the_drive_at_opening_is_damage_and_the_file_stays_as_it_was(
    good: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = around(good)
    for name in NAMES:
        with monkeypatch.context() as patched:
            fail_at(patched, CHECKS, failing(name))
            error = refused(lambda: Workspace.open(good))
        assert isinstance(error, FileUnreachable), name
        assert "nothing that was saved is lost" in str(error)
        assert around(good) == before, name
    Workspace.open(good).close()


@pytest.mark.parametrize("road", ROADS)
def test_no_error_of_the_drive_at_work_is_damage_and_the_same_step_goes_through_later(
    good: Path, monkeypatch: pytest.MonkeyPatch, road: str
) -> None:
    workspace = Workspace.open(good)
    before = workspace.settings.get(TEXT_SIZE)
    for name in NAMES:
        with monkeypatch.context() as patched:
            fail_at(patched, MEETS[road], failing(name))
            refused(lambda: ROADS[road](workspace))
        assert workspace.settings.get(TEXT_SIZE) == before, name
        assert not workspace.store.is_damaged, name
    ROADS[road](workspace)
    workspace.close()


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("SQLITE_IOERR_READ", "did not answer properly"),
        ("SQLITE_IOERR_LOCK", "gave no lock"),
        ("SQLITE_PROTOCOL", "gave no lock"),
        ("SQLITE_CANTOPEN", "could not be opened"),
        ("SQLITE_PERM", "no permission"),
        ("SQLITE_NOMEM", "no memory left"),
        ("SQLITE_FULL", "disk is full"),
    ],
)
def test_each_kind_of_trouble_has_its_own_words_and_a_next_step(good: Path, name: str, words: str) -> None:
    said = error_meanings.why_not_opened(failing(name), good)
    assert words in str(said)
    assert "try again" in str(said).lower() or "permission" in str(said)


def test_while_writing_a_drive_that_says_no_more_could_not_take_the_change(good: Path) -> None:
    assert isinstance(error_meanings.refusal(failing("SQLITE_IOERR"), good, writing=True), WriteFailed)
    assert isinstance(error_meanings.refusal(failing("SQLITE_IOERR"), good), FileUnreachable)
    assert isinstance(error_meanings.refusal(failing("SQLITE_FULL"), good, writing=True), DiskFull)
    assert isinstance(error_meanings.refusal(failing("SQLITE_READONLY_DBMOVED"), good, writing=True), FileGone)


def test_a_mistake_in_a_query_is_no_trouble_of_the_file(good: Path) -> None:
    assert error_meanings.refusal(failing("SQLITE_ERROR"), good) is None
    assert error_meanings.refusal(failing("SQLITE_CONSTRAINT_UNIQUE"), good) is None


def test_what_the_library_calls_damage_is_looked_at_before_it_is_said(good: Path) -> None:
    """It says the same of a page that the drive did not give; a file that can be read and passes is not damaged."""
    assert isinstance(error_meanings.refusal(failing("SQLITE_CORRUPT"), good), FileUnreachable)
    whole = good.read_bytes()
    good.write_bytes(whole[:8192] + bytes(4096) + whole[12288:])
    assert isinstance(error_meanings.refusal(failing("SQLITE_CORRUPT"), good), FileDamaged)


@pytest.mark.parametrize(
    "line",
    [
        "Tree 7 page 12: unable to get the page. error code=10",
        "Tree 7 page 12: unable to get the page. error code=266",
        "Freelist: failed to get page 9",
        "unable to validate the inverted index for FTS5 table main.search_text: disk I/O error",
    ],
)
def test_a_check_that_was_not_given_a_page_found_no_damage(line: str) -> None:
    class Answers:
        def execute(self, _: str) -> list[tuple[str]]:
            return [("Page 4: never used",), (line,)]

    with pytest.raises(sqlite.OperationalError):
        integrity_check.pages(Answers(), integrity_check.WHOLE)


def test_a_check_that_met_a_broken_page_found_damage() -> None:
    class Answers:
        def execute(self, _: str) -> list[tuple[str]]:
            return [("Tree 7 page 12: unable to get the page. error code=11",)]

    assert integrity_check.pages(Answers(), integrity_check.WHOLE)[0]


def test_a_drive_without_locks_is_no_other_window(good: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    if sys.platform == "win32":
        pytest.skip("locks are asked for in another way")

    def none(*_: object) -> None:
        raise OSError(errno.ENOLCK, os.strerror(errno.ENOLCK))

    monkeypatch.setattr(lock.fcntl, "flock", none)
    before = around(good)
    error = refused(lambda: Workspace.open(good))
    assert "gave no lock" in str(error)
    assert around(good) == before
    reader = Workspace.open(good, read_only=True)
    assert reader.contacts.count() == 29
    reader.close()


def test_a_busy_file_on_a_drive_without_locks_is_not_busy(good: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    if sys.platform == "win32":
        pytest.skip("locks are asked for in another way")
    assert isinstance(error_meanings.refusal(failing("SQLITE_BUSY"), good), Busy)

    def none(*_: object) -> None:
        raise OSError(errno.ENOLCK, os.strerror(errno.ENOLCK))

    monkeypatch.setattr(lock.fcntl, "lockf", none)
    error = error_meanings.refusal(failing("SQLITE_BUSY"), good)
    assert isinstance(error, FileUnreachable)
    assert "gave no lock" in str(error)
    assert [path.name for path in good.parent.iterdir()] == ["good.desk"]


def test_a_failing_drive_while_a_file_is_copied_for_repair_is_no_damage(
    good: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object) -> None:
        raise OSError(errno.EIO, "Input/output error")

    monkeypatch.setattr("crm.db.files.copy_private", fail)
    for rescue in (Workspace.repair_copy, Workspace.save_readable):
        assert isinstance(refused(lambda rescue=rescue: rescue(good)), FileUnreachable)  # type: ignore[misc]


def test_the_command_line_says_the_same_and_ends_with_1(
    good: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    fail_at(monkeypatch, CHECKS, failing("SQLITE_IOERR_READ"))
    assert main(["--file", str(good), "undo"]) == 1
    said = capsys.readouterr().err
    assert "did not answer properly" in said
    assert "Traceback" not in said


# -- the calls of the system themselves


@pytest.fixture(scope="session")
def shim(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The library that lets calls fail; a Linux machine without a C compiler does without these tests, and says so."""
    compiler = shutil.which("gcc") or shutil.which("cc")
    if compiler is None or not sys.platform.startswith("linux"):
        pytest.skip("letting the system's own calls fail needs Linux and a C compiler")
    made = tmp_path_factory.mktemp("shim") / "failing.so"
    source = Path(__file__).with_name("failing.c")
    subprocess.run([compiler, "-shared", "-fPIC", "-o", str(made), str(source), "-ldl"], check=True)
    return made


@pytest.fixture(scope="session")
def backed_up(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("drive")
    workspace = Workspace.create(folder / "good.desk")
    populate(workspace.store)
    workspace.backups.make("by hand")
    workspace.close()
    return folder


CALLS = {"read": errno.EIO, "write": errno.EIO, "sync": errno.EIO, "lock": errno.ENOLCK, "flock": errno.ENOLCK}
STEPS = ("open", "read only", "restore over", "save readable", "read", "write", "check", "backup", "restore", "close")
MUST_FAIL = {("read", "read"), ("write", "write"), ("read", "check"), ("lock", "write"), ("flock", "open")}


@pytest.mark.parametrize(
    ("call", "step"),
    # Without locks each step waits its ten seconds for the other program that the library believes in.
    [(call, step) for call in CALLS for step in STEPS if call != "lock" or step in ("open", "write")],
)
def test_a_drive_that_fails_for_a_while_costs_nothing_and_is_called_what_it_is(
    shim: Path, backed_up: Path, tmp_path: Path, call: str, step: str
) -> None:
    folder = Path(shutil.copytree(backed_up, tmp_path / "drive"))
    environment = {
        **os.environ,
        "LD_PRELOAD": str(shim),
        "CRM_FAIL_CALL": call,
        "CRM_FAIL_ERRNO": str(CALLS[call]),
        "CRM_FAIL_NAME": "good",
        "CRM_FAIL_WHILE": str(tmp_path / "switch"),
    }
    program = [sys.executable, "-m", "tests.crm.db.bad_drive"]
    command = [*program, str(folder / "good.desk"), step, str(tmp_path / "switch")]
    done = subprocess.run(
        command, cwd=ROOT, env=environment, capture_output=True, text=True, timeout=patience.SECONDS, check=False
    )
    assert done.returncode == 0, done.stderr
    kind, sentence = json.loads(done.stdout)
    assert kind not in ("FileDamaged", "AlreadyOpen", "Busy", "UnsafeLibrary")
    assert not any(words in sentence for words in WRONG)
    if (call, step) in MUST_FAIL:
        assert kind, "nothing failed"
    workspace = Workspace.open(folder / "good.desk")
    assert workspace.backups.check().is_well
    assert workspace.contacts.count() == 29
    workspace.close()
