"""Whose hand wrote to a file: another program's is refused, and the log knows who did what, on which computer."""

import contextlib
import json
import os
import stat
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from sqlcipher3 import dbapi2 as sqlite

from crm.__main__ import main
from crm.contacts import ContactDraft
from crm.db import derived, device, history, migrate, repair
from crm.db.derived import texts
from crm.db.device import device_in, this_device
from crm.db.dump import TABLES, logical_dump
from crm.db.raw_connection import Access, raw
from crm.notices import NoticeKind
from crm.settings import TEXT_SIZE, USER_NAME
from crm.workspace import Workspace
from tests.crm.db.conftest import alter

REFUSED = "change it in Cluster Desk"


@pytest.fixture
def other(good: Path) -> Iterator[Any]:
    """Another program's connection to a closed file."""
    connection = raw(good, Access.WRITE)
    yield connection
    connection.close()


def whole(path: Path) -> dict[str, tuple[int, str]]:
    connection = raw(path, Access.READ)
    try:
        return logical_dump(connection)
    finally:
        connection.close()


@pytest.mark.parametrize("table", TABLES)
def test_another_program_can_neither_add_nor_change_nor_remove_a_row(good: Path, other: Any, table: str) -> None:
    before = whole(good)
    other.execute("PRAGMA foreign_keys = OFF")
    for statement in (
        f"INSERT OR REPLACE INTO {table} SELECT * FROM {table} ORDER BY id DESC LIMIT 1",
        f"UPDATE {table} SET id = id",
        f"DELETE FROM {table} WHERE id = (SELECT max(id) FROM {table})",
    ):
        with pytest.raises(sqlite.IntegrityError, match=REFUSED):
            other.execute(statement)
    assert whole(good) == before


def test_what_another_program_tried_is_not_undone_with_our_last_action(good: Path) -> None:
    workspace = Workspace.open(good)
    made = workspace.contacts.create(ContactDraft("Ann", "Moss"))
    other = raw(good, Access.WRITE)
    with pytest.raises(sqlite.IntegrityError, match=REFUSED):
        other.execute("UPDATE contact SET given_name = 'Anna' WHERE id = ?", (made,))
    other.execute("BEGIN")
    with pytest.raises(sqlite.IntegrityError, match=REFUSED):
        other.execute("DELETE FROM contact_email")
    other.execute("COMMIT")
    other.close()
    assert workspace.contacts.get(made).name == "Ann Moss"
    assert workspace.store.value("SELECT count(*) FROM contact_email") == 30
    assert workspace.undo() == "Add Ann Moss"
    workspace.close()


def is_shut(path: Path) -> bool:
    """Say whether no action stands open in a file, and another program is refused."""
    connection = raw(path, Access.WRITE)
    try:
        connection.execute("UPDATE contact SET about = 'planted'")
    except sqlite.IntegrityError:
        return connection.execute("SELECT count(*) FROM change_set WHERE is_open").fetchone() == (0,)
    finally:
        connection.close()
    return False


def test_nothing_stays_open_after_work_that_was_done_undone_failed_or_changed_nothing(good: Path) -> None:
    workspace = Workspace.open(good)
    workspace.settings.set(TEXT_SIZE, 140)
    assert is_shut(good)
    workspace.undo()
    assert is_shut(good)
    workspace.redo()
    assert is_shut(good)
    workspace.settings.set(TEXT_SIZE, 140)
    assert is_shut(good)
    with contextlib.suppress(ZeroDivisionError), workspace.store.action("Fail"):
        workspace.store.execute(f"UPDATE contact SET about = 'half', created_at = {1 / 0}")
    assert is_shut(good)
    workspace.backups.restore(workspace.backups.make("by hand").path)
    assert is_shut(good)
    workspace.settings.set(TEXT_SIZE, 150)
    workspace.close()
    assert is_shut(good)


def test_nothing_stays_open_after_a_kill_in_the_middle_of_an_action(good: Path, elsewhere: Callable[..., Any]) -> None:
    before = whole(good)
    program = elsewhere(
        good,
        "action = workspace.store.action('Half')\naction.__enter__()\n"
        "workspace.store.execute(\"UPDATE contact SET about = 'half'\")\n",
    )
    program.kill()
    program.wait()
    assert is_shut(good)
    assert whole(good) == before
    workspace = Workspace.open(good)
    assert workspace.settings.get(TEXT_SIZE) == 110
    workspace.settings.set(TEXT_SIZE, 140)
    workspace.close()
    assert is_shut(good)


def test_an_older_set_that_stands_open_takes_no_row(good: Path) -> None:
    workspace = Workspace.open(good)
    workspace.settings.set(TEXT_SIZE, 140)
    alter(good, "UPDATE change_set SET is_open = 1 WHERE id = 1")
    other = raw(good, Access.WRITE)
    with pytest.raises(sqlite.IntegrityError, match=REFUSED):
        other.execute("DELETE FROM contact_email")
    other.close()
    workspace.settings.set(TEXT_SIZE, 150)
    last = workspace.store.value("SELECT max(id) FROM change_set")
    assert workspace.store.rows("SELECT change_set_id FROM change ORDER BY id DESC LIMIT 1") == [(last,)]
    workspace.close()


@pytest.mark.parametrize("way", [Workspace.save_readable, Workspace.repair_copy])
def test_a_rescued_file_refuses_other_programs_too(good: Path, way: Callable[[Path], Any]) -> None:
    made = way(good).path
    assert is_shut(made)
    workspace = Workspace.open(made)
    workspace.settings.set(TEXT_SIZE, 140)
    workspace.close()


def test_a_file_whose_bytes_were_made_text_again_refuses_other_programs_too(good: Path) -> None:
    alter(good, "DROP TRIGGER log_contact_update", "UPDATE contact SET family_name = x'fffe4a' WHERE id = 2")
    connection = raw(good, Access.WRITE)
    repair.make_readable(connection)
    migrate.migrate(connection)
    connection.close()
    assert is_shut(good)


# -- files of the program before


OLD_LOG = "(SELECT max(id) FROM change_set)"
OLD_STALE = (
    "CREATE TABLE stale_text (kind INTEGER NOT NULL, id INTEGER NOT NULL, at TEXT, was TEXT, "
    "PRIMARY KEY (kind, id)) WITHOUT ROWID"
)


@pytest.fixture
def older(good: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A populated file as the program before wrote it: no hands, no open set, places of 24 bits in the text index."""
    connection = raw(good, Access.WRITE)
    logs = history.triggers()
    for name in logs:
        connection.execute(f"DROP TRIGGER {name}")
    for column in ("author", "device", "is_open"):
        connection.execute(f"ALTER TABLE change_set DROP COLUMN {column}")
    for sql in logs.values():
        before, _, rest = sql.partition("coalesce((SELECT iif")
        connection.execute(before + OLD_LOG + rest.partition("'))")[2])
    connection.execute("DELETE FROM schema_migration WHERE name = '0009_authors'")
    connection.execute("PRAGMA user_version = 8")
    with monkeypatch.context() as before:
        before.setattr(texts, "_ID_BITS", 24)
        before.setitem(derived.TABLES, "stale_text", OLD_STALE)
        connection.execute("BEGIN")
        derived.install(connection)
        connection.execute("COMMIT")
    # So it was: another program's row went under the last action.
    connection.execute("UPDATE contact SET about = 'planted' WHERE id = 1")
    last = connection.execute("SELECT max(change_set_id), (SELECT max(id) FROM change_set) FROM change").fetchone()
    assert last[0] == last[1]
    connection.close()
    return good


def test_an_older_file_keeps_every_row_and_refuses_other_programs_once_it_was_opened(older: Path) -> None:
    before = whole(older)
    workspace = Workspace.open(older)
    assert {notice.kind for notice in workspace.notices} == {NoticeKind.UPGRADED}
    assert logical_dump(workspace.store.connection()) == before
    assert is_shut(older)
    assert {(action.author, action.device) for action in workspace.actions(limit=1000)} == {("", "")}
    while workspace.undo():
        pass
    assert workspace.store.value("SELECT count(*) FROM contact") == 0
    while workspace.redo():
        pass
    assert logical_dump(workspace.store.connection()) == before
    workspace.close()


def test_an_older_files_texts_are_found_after_it_was_opened(older: Path) -> None:
    workspace = Workspace.open(older)
    assert workspace.search.count("said", ("interaction",))["interaction"].number == 30
    (met, *_) = workspace.search.find("said", kinds=("interaction",))
    workspace.trash.put("interaction", [met.id])
    assert workspace.search.count("said", ("interaction",))["interaction"].number == 29
    workspace.close()


# -- who, and where


def test_an_action_knows_whose_name_stood_in_the_settings_and_on_which_computer_it_was(workspace: Workspace) -> None:
    workspace.contacts.create(ContactDraft("Ann", "Moss"))
    workspace.settings.set(USER_NAME, "Zoë “Z” O’Neill")
    workspace.contacts.create(ContactDraft("Bob", "Shah"))
    workspace.undo()
    found = [(action.kind, action.label, action.author) for action in workspace.actions()]
    assert found == [
        ("undo", "Add Bob Shah", "Zoë “Z” O’Neill"),
        ("edit", "Add Bob Shah", "Zoë “Z” O’Neill"),
        ("edit", "Change your name", ""),
        ("edit", "Add Ann Moss", ""),
    ]
    assert {action.device for action in workspace.actions()} == {this_device()} != {""}


def test_a_change_tells_whether_it_was_made_on_another_computer(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    workspace.settings.set(USER_NAME, "Alex")
    with monkeypatch.context() as there:
        there.setattr(history, "this_device", lambda: "0123456789abcdef")
        made = workspace.contacts.create(ContactDraft("Ann", "Moss"))
    with monkeypatch.context() as nowhere:
        nowhere.setattr(history, "this_device", lambda: "")
        workspace.contacts.edit(made, given_name="Anna")
    workspace.contacts.edit(made, given_name="Anne")
    found = [(change.author, change.is_elsewhere) for change in workspace.changes("contact", made)]
    assert found == [("Alex", False), ("Alex", False), ("Alex", True)]


@pytest.mark.parametrize("value", ["no json", "", "[1", "7", "null", '{"a": 1}'])
def test_a_name_that_makes_no_sense_stops_no_action(workspace: Workspace, value: str) -> None:
    workspace.settings.set(USER_NAME, "Alex")
    with workspace.store.action("Spoil"):
        workspace.store.execute("UPDATE setting SET value = ?", (value,))
    workspace.contacts.create(ContactDraft("Ann", "Moss"))
    assert workspace.actions()[0].label == "Add Ann Moss"


def test_the_id_of_a_computer_is_made_once_and_private(tmp_path: Path) -> None:
    folder = tmp_path / "new" / "account"
    made = device_in(folder)
    assert len(made) == 16
    assert device_in(folder) == made
    assert device_in(tmp_path / "another") != made
    if os.name != "nt":
        assert stat.S_IMODE((folder / device.FILE_NAME).stat().st_mode) == 0o600
        assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    assert [path.name for path in folder.iterdir()] == [device.FILE_NAME]


@pytest.mark.parametrize("kept", [b"", b"\xff\xfe", b"0123", b"\0" * 16, b"Jane's computer"])
def test_an_id_of_a_computer_that_makes_no_sense_is_made_anew(tmp_path: Path, kept: bytes) -> None:
    (tmp_path / device.FILE_NAME).write_bytes(kept)
    made = device_in(tmp_path)
    assert len(made) == 16
    assert device_in(tmp_path) == made


def test_an_account_where_nothing_can_be_kept_has_no_id_and_works(
    workspace: Workspace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "file").write_text("no folder")
    assert device_in(tmp_path / "file" / "account") == ""
    monkeypatch.chdir(tmp_path)
    assert device_in(Path("~/.local/share")) == ""
    assert not (tmp_path / "~").exists()
    (tmp_path / "taken" / device.FILE_NAME).mkdir(parents=True)
    assert device_in(tmp_path / "taken") == ""
    monkeypatch.setattr(history, "this_device", lambda: "")
    workspace.contacts.create(ContactDraft("Ann", "Moss"))
    assert workspace.actions()[0].device == ""


def test_the_command_line_writes_who_and_where_and_tells_it(good: Path, capsys: pytest.CaptureFixture[str]) -> None:
    workspace = Workspace.open(good)
    workspace.settings.set(USER_NAME, "Alex")
    workspace.close()
    assert main(["--file", str(good), "log", "met Zara Quill (Newco) re pilot"]) == 0
    capsys.readouterr()
    assert main(["--file", str(good), "history", "--json"]) == 0
    newest = json.loads(capsys.readouterr().out)[0]
    assert (newest["author"], newest["device"]) == ("Alex", this_device())
