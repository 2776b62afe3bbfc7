"""Killed at any call while a whole file is made, put in another's place or made good, the old or the new stands there.

No good backup is lost, none is listed that does not pass its check, and what is left over is swept at the next start.
"""

import shutil
from pathlib import Path

import pytest

from crm.db import migrate
from crm.db.raw_connection import Access, raw
from crm.errors import FileDamaged
from crm.workspace import Workspace
from tests.crm.db import steps
from tests.crm.db.conftest import alter
from tests.crm.db.kills import victims
from tests.crm.db.kills.harness import (
    FEWER,
    KILLS,
    dump_of,
    kills,
    next_start,
    on_linux,
    said_so_far,
    watched,
)
from tests.crm.db.test_unclean import harm

pytestmark = on_linux


@pytest.fixture
def source(good: Path, tmp_path: Path) -> Path:
    """A backup of `good`, in which since then the tags were taken off everybody."""
    workspace = Workspace.open(good)
    made = Path(shutil.copy(workspace.backups.make("by hand").path, tmp_path / "source.desk"))
    with workspace.store.action("Delete the tags"):
        workspace.store.execute("DELETE FROM contact_tag")
    workspace.close()
    shutil.rmtree(good.parent / "backups")
    return made


def test_a_new_file_is_there_whole_or_not_at_all(tmp_path: Path) -> None:
    path = tmp_path / "place" / "new.desk"
    path.parent.mkdir()
    empty, seen = None, set()
    for ended in kills(victims.create, path, place=path.parent, many=FEWER):
        seen.add(path.exists())
        if path.exists():
            with next_start(path) as workspace:
                found = said_so_far(workspace)
                empty = empty or found
                assert found == empty
        else:
            assert not ended.said, ended
            Workspace.create(path).close()
            assert [each.name for each in path.parent.iterdir()] == [path.name]
    assert seen == {True, False}


def test_a_file_that_is_opened_and_closed_stays_as_it_is(good: Path) -> None:
    whole = dump_of(good)
    for _ in kills(victims.open_and_close, good, place=good.parent, many=FEWER):
        with next_start(good) as workspace:
            assert said_so_far(workspace) == whole


def test_what_was_written_after_an_unclean_end_stays_whenever_its_check_is_broken_off(good: Path) -> None:
    before = dump_of(good)
    watched(victims.leave_unclean, (good,), good.parent, None)
    whole = dump_of(good)
    assert whole != before
    for _ in kills(victims.check_after_unclean_end, good, place=good.parent, many=FEWER):
        with next_start(good) as workspace:
            assert said_so_far(workspace) == whole


def test_a_backup_is_listed_once_it_is_good_and_the_older_ones_stay(good: Path) -> None:
    workspace = Workspace.open(good)
    earlier = {workspace.backups.make("by hand").path.name for _ in range(2)}
    workspace.close()
    whole, seen = dump_of(good), set()
    for ended in kills(victims.back_up, good, place=good.parent):
        with next_start(good) as workspace:
            assert said_so_far(workspace) == whole
            listed = {info.path.name for info in workspace.backups.list_backups()}
            assert earlier <= listed
            assert len(listed) <= 3
            assert len(listed) == 3 or not ended.said, ended
            seen.add(len(listed))
    assert seen == {2, 3}


@pytest.mark.parametrize(("restore", "many"), [(victims.restore, KILLS), (victims.restore_by_copying, FEWER)])
def test_a_restore_leaves_the_old_file_or_the_new_one(
    good: Path, source: Path, restore: victims.Restore, many: int
) -> None:
    old, new, seen = dump_of(good), dump_of(source), set()
    for ended in kills(restore, good, source, place=good.parent, many=many):
        with next_start(good, "good.desk.before-restore-") as workspace:
            found = said_so_far(workspace)
            assert found == new or (found == old and not ended.said), ended
            seen.add(found == new)
            kept = list(good.parent.glob("good.desk.before-restore-*"))
            assert [dump_of(each) for each in kept] == ([old] if found == new else []), ended
    assert seen == {True, False}


def test_a_restore_over_a_damaged_file_leaves_that_one_or_the_new_one(good: Path, source: Path) -> None:
    harm(good, "contact_address")
    damaged, new, seen = good.read_bytes(), dump_of(source), set()
    for ended in kills(victims.restore_over, good, source, place=good.parent, many=FEWER):
        try:
            with next_start(good, "good.desk.damaged-") as workspace:
                assert said_so_far(workspace) == new
            (kept,) = good.parent.glob("good.desk.damaged-*")
            assert kept.read_bytes() == damaged
            seen.add("new")
        except FileDamaged:
            assert not ended.said, ended
            assert good.read_bytes() == damaged
            assert {each.name for each in good.parent.iterdir()} == {good.name}
            seen.add("old")
    assert seen == {"old", "new"}


def test_an_upgrade_leaves_the_old_file_or_the_new_one_and_the_next_start_completes_it(
    good: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    directory = steps.later(tmp_path / "steps", *steps.ADD_COLUMNS)
    whole, seen = dump_of(good), set()
    for ended in kills(victims.upgrade, good, directory, place=good.parent):
        connection = raw(good, Access.WRITE)
        is_new = not migrate.pending(connection, directory)
        assert is_new or not ended.said, ended
        assert migrate.schema_check.objects(connection) == migrate.fresh(directory if is_new else None)
        connection.close()
        assert dump_of(good) == whole
        seen.add(is_new)
        with monkeypatch.context() as later:
            later.setattr(migrate, "DIRECTORY", directory)
            with next_start(good) as workspace:
                assert said_so_far(workspace) == whole
                assert workspace.store.value("SELECT nickname FROM contact WHERE id = 2") == "Siâ"
                assert {info.reason for info in workspace.backups.list_backups()} == {"before upgrade"}
    assert seen == {True, False}


def test_what_is_made_good_at_a_start_is_made_good_by_the_next_one(good: Path) -> None:
    whole = dump_of(good)
    alter(
        good,
        "PRAGMA writable_schema = 1",
        "DROP INDEX contact_summary_by_role",
        "CREATE TRIGGER planted AFTER INSERT ON contact BEGIN DELETE FROM tag; END",
        "DROP TRIGGER log_contact_update",
        "UPDATE contact SET about = CAST('Said' AS BLOB) WHERE id = 2",
    )
    made_good = None
    for _ in kills(victims.open_file, good, place=good.parent, many=FEWER):
        with next_start(good) as workspace:
            assert migrate.difference(workspace.store.connection()) == migrate.schema_check.Difference()
            found = said_so_far(workspace)
            made_good = made_good or found
            assert found == made_good
            assert {name for name in found if found[name] != whole[name]} == {"contact"}
            assert workspace.store.value("SELECT about FROM contact WHERE id = 2") == "Said"
            assert "before repair" in {info.reason for info in workspace.backups.list_backups()}


@pytest.mark.parametrize("rescue", [victims.repair_copy, victims.save_readable])
def test_what_is_saved_of_a_damaged_file_is_there_whole_or_not_at_all(good: Path, rescue: victims.Rescue) -> None:
    whole = dump_of(good)
    harm(good, "contact_email_value")
    damaged, seen = good.read_bytes(), set()
    for ended in kills(rescue, good, place=good.parent, many=FEWER):
        assert good.read_bytes() == damaged
        made = [each for each in good.parent.glob("*.desk") if each != good]
        assert made or not ended.said, ended
        for each in made:
            assert dump_of(each) == whole, ended
        seen.add(bool(made))
        with pytest.raises(FileDamaged):
            Workspace.open(good)
        assert {each.name for each in good.parent.iterdir()} == {good.name, *(each.name for each in made)}, ended
    assert seen == {True, False}
