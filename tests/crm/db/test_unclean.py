"""A large file after an unclean end: open at once, written beside until it has proved whole, and no word lost."""

import signal
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from crm.__main__ import main
from crm.contacts import ContactDraft
from crm.db import files
from crm.db.raw_connection import Access, raw
from crm.errors import FileDamaged
from crm.notices import NoticeKind
from crm.workspace import Workspace
from tests.crm.db.conftest import journals

Start = Callable[..., Any]
SAVES_IDA = (
    "from crm.contacts import ContactDraft\n"
    "workspace.store.connection().execute('PRAGMA wal_autocheckpoint = 0')\n"
    "workspace.contacts.create(ContactDraft('Ida', 'Moss'))"
)


@pytest.fixture
def killed(good: Path, elsewhere: Start, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A file that counts as large, whose program was killed after it had saved Ida."""
    other = elsewhere(good, SAVES_IDA)
    other.send_signal(signal.SIGKILL)
    other.wait()
    monkeypatch.setattr("crm.db.opening.CHECKED_AT_ONCE", 0)
    return good


def harm(path: Path, table: str) -> None:
    """Write zeros over the first page of a table of a closed file."""
    connection = raw(path, Access.FROZEN)
    page = connection.execute("SELECT rootpage FROM sqlite_master WHERE name = ?", (table,)).fetchone()[0]
    connection.close()
    whole = bytearray(path.read_bytes())
    whole[(page - 1) * 4096 : page * 4096] = b"\0" * 4096
    path.write_bytes(whole)


def families(workspace: Workspace) -> set[str]:
    return {name for (name,) in workspace.store.rows("SELECT family_name FROM contact")}


def test_it_opens_unchecked_with_all_that_was_saved(killed: Path) -> None:
    workspace = Workspace.open(killed)
    assert workspace.needs_check
    assert workspace.notices == ()
    assert "Moss" in families(workspace)
    workspace.close()


def test_its_check_says_that_the_end_was_unclean_and_the_file_whole(killed: Path) -> None:
    workspace = Workspace.open(killed)
    (notice,) = workspace.deep_check()
    assert notice.kind is NoticeKind.UNCLEAN_END
    assert workspace.deep_check() == []
    workspace.close()
    assert journals(killed) == []


def test_until_its_check_what_is_written_leaves_the_file_as_it_was_found(killed: Path) -> None:
    before = killed.read_bytes()
    workspace = Workspace.open(killed)
    with workspace.store.action("Add many"):
        for number in range(6_000):
            workspace.contacts.create(ContactDraft("Ann", f"Lee {number}"))
    workspace.contacts.create(ContactDraft("Ravi", "Shah"))  # a commit beyond what flows into a file by itself
    assert files.size_of(files.beside(killed, "-wal")) > 1_000 * 4096
    workspace.close()
    assert killed.read_bytes() == before
    again = Workspace.open(killed)
    assert {"Moss", "Shah", "Lee 5999"} <= families(again)
    again.deep_check()
    again.close()
    assert killed.read_bytes() != before
    assert journals(killed) == []


def test_a_checked_file_is_written_as_any_other(killed: Path) -> None:
    workspace = Workspace.open(killed)
    workspace.deep_check()
    before = killed.stat().st_size  # its bytes are not read while it is open: that would drop the library's locks
    with workspace.store.action("Add many"):
        for number in range(6_000):
            workspace.contacts.create(ContactDraft("Ann", f"Lee {number}"))
    workspace.contacts.create(ContactDraft("Ravi", "Shah"))
    assert killed.stat().st_size > before
    workspace.close()


def test_a_backup_waits_for_the_check(killed: Path) -> None:
    workspace = Workspace.open(killed)
    workspace.backups.make("by hand")
    assert workspace.store.is_trusted
    workspace.close()


def test_damage_found_later_stops_writing_and_leaves_the_file_with_its_log(killed: Path) -> None:
    harm(killed, "contact_address")
    before = killed.read_bytes()
    workspace = Workspace.open(killed)
    workspace.contacts.create(ContactDraft("Ravi", "Shah"))
    with pytest.raises(FileDamaged):
        workspace.deep_check()
    with pytest.raises(FileDamaged):
        workspace.contacts.create(ContactDraft("Ann", "Lee"))
    workspace.close()
    assert killed.read_bytes() == before
    rescued = Workspace.open(Workspace.save_readable(killed).path)
    assert {"Moss", "Shah"} <= families(rescued)
    rescued.close()


def test_a_backup_put_in_its_place_keeps_it_with_what_was_written_meanwhile(good: Path, elsewhere: Start) -> None:
    first = Workspace.open(good)
    made = first.backups.make("by hand")
    first.close()
    other = elsewhere(good, SAVES_IDA)
    other.send_signal(signal.SIGKILL)
    other.wait()
    harm(good, "contact_address")
    before = good.read_bytes()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("crm.db.opening.CHECKED_AT_ONCE", 0)
        workspace = Workspace.open(good)
        workspace.contacts.create(ContactDraft("Ravi", "Shah"))
        with pytest.raises(FileDamaged):
            workspace.deep_check()
        kept = workspace.backups.restore(made.path)
        assert kept is not None
        assert kept.read_bytes() == before
        assert "Shah" not in families(workspace)
        workspace.contacts.create(ContactDraft("Ann", "Lee"))
        workspace.close()
        assert journals(good) == []
        rescued = Workspace.open(Workspace.save_readable(kept).path)
        assert {"Moss", "Shah"} <= families(rescued)
        rescued.close()


def test_one_that_is_to_be_repaired_is_checked_before_anything_is_written(killed: Path) -> None:
    connection = raw(killed, Access.WRITE)
    connection.execute("PRAGMA wal_autocheckpoint = 0")
    connection.execute("DROP INDEX contact_summary_by_role")
    connection.close()
    harm(killed, "contact_address")
    with pytest.raises(FileDamaged):
        Workspace.open(killed)
    assert not (killed.parent / "backups").exists()


def test_one_in_a_cloud_folder_has_no_log_and_is_checked_first(killed: Path) -> None:
    folder = killed.parent / "Dropbox"
    folder.mkdir()
    path = folder / killed.name
    for suffix in ("", "-wal", ".lock"):
        files.beside(killed, suffix).rename(files.beside(path, suffix))
    workspace = Workspace.open(path)
    assert not workspace.needs_check
    assert {notice.kind for notice in workspace.notices} == {NoticeKind.UNCLEAN_END, NoticeKind.CLOUD_FOLDER}
    workspace.close()


def test_a_command_that_writes_checks_it_first(killed: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--file", str(killed), "undo"]) == 0
    assert "Checking the file" in capsys.readouterr().err
    assert journals(killed) == []


def test_it_opens_for_reading_unchecked(killed: Path) -> None:
    workspace = Workspace.open(killed, read_only=True)
    assert workspace.needs_check
    assert "Moss" in families(workspace)
    workspace.close()
