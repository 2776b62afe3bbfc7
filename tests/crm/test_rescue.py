"""Ways on from a file that does not open."""

from pathlib import Path

import pytest

from crm import rescue
from crm.db.dump import logical_dump
from crm.errors import AlreadyOpen, CrmError, FileDamaged, FileExists, NotABackup
from crm.progress import Cancelled
from crm.sample import make_sample
from crm.workspace import Workspace


@pytest.fixture
def path(tmp_path: Path) -> Path:
    path = tmp_path / "network.desk"
    workspace = Workspace.create(path)
    make_sample(workspace.store, contacts=120, interactions=400)
    workspace.backups.make("by hand")
    workspace.close()
    return path


def spoil(path: Path, table: str) -> None:
    """Overwrite one leaf page in the middle of a table with noise."""
    workspace = Workspace.open(path)
    page_size = int(workspace.store.value("PRAGMA page_size"))
    root = int(workspace.store.value("SELECT rootpage FROM sqlite_master WHERE name = ?", (table,)))
    workspace.close()
    page = _a_leaf(path, root, page_size)
    with path.open("r+b") as file:
        file.seek((page - 1) * page_size)
        file.write(b"\xa5" * page_size)


def _a_leaf(path: Path, root: int, page_size: int) -> int:
    """Return a page in the middle of a table, from the pointers of its root page."""
    data = path.read_bytes()
    page = data[(root - 1) * page_size : root * page_size]
    assert page[0] == 5
    cells = int.from_bytes(page[3:5], "big")
    at = int.from_bytes(page[12 + cells // 2 * 2 : 14 + cells // 2 * 2], "big")
    return int.from_bytes(page[at : at + 4], "big")


def dump(path: Path) -> object:
    workspace = Workspace.open(path, read_only=True)
    try:
        return logical_dump(workspace.store.connection())
    finally:
        workspace.close()


def test_a_missing_file_comes_back_from_its_backup(path: Path) -> None:
    before = dump(path)
    path.unlink()
    assert rescue.restore(path, rescue.backups_of(path)[0].path) is None
    assert dump(path) == before


def test_a_damaged_file_is_kept_beside_the_restored_one(path: Path) -> None:
    before = dump(path)
    path.write_bytes(path.read_bytes()[:5000])
    damaged = path.read_bytes()
    kept = rescue.restore(path, rescue.backups_of(path)[0].path)
    assert kept is not None
    assert kept.read_bytes() == damaged
    assert dump(path) == before


def test_what_is_no_backup_changes_nothing(path: Path, tmp_path: Path) -> None:
    other = tmp_path / "other.desk"
    other.write_bytes(b"not a backup")
    held = path.read_bytes()
    with pytest.raises(NotABackup):
        rescue.restore(path, other)
    assert path.read_bytes() == held


def test_a_file_that_is_open_is_not_replaced(path: Path) -> None:
    workspace = Workspace.open(path)
    try:
        with pytest.raises(AlreadyOpen):
            rescue.restore(path, rescue.backups_of(path)[0].path)
    finally:
        workspace.close()


def test_what_lies_outside_the_damage_is_saved_into_a_new_file(path: Path, tmp_path: Path) -> None:
    spoil(path, "interaction")
    with pytest.raises(FileDamaged):
        Workspace.open(path)
    damaged = path.read_bytes()
    saved = rescue.save_readable(path, tmp_path / "saved.desk")
    assert path.read_bytes() == damaged
    assert saved.rows["contact"] == 120
    assert 300 < saved.rows["interaction"] < 400
    assert saved.left_out > 0
    workspace = Workspace.open(tmp_path / "saved.desk")
    try:
        assert workspace.contacts.count() == 120
        assert not workspace.store.rows("PRAGMA foreign_key_check")
        assert workspace.store.value("SELECT count(*) FROM interaction") == saved.rows["interaction"]
        name = workspace.contacts.name(7)
        assert [hit.id for hit in workspace.search.find(name, 5, ("contact",))] == [7]
    finally:
        workspace.close()


def test_a_file_whose_end_is_missing_is_read_up_to_there(path: Path, tmp_path: Path) -> None:
    data = path.read_bytes()
    path.write_bytes(data[: len(data) // 2 // 4096 * 4096])
    with pytest.raises(FileDamaged):
        Workspace.open(path)
    saved = rescue.save_readable(path, tmp_path / "saved.desk")
    assert sum(saved.rows.values()) > 0


def test_a_sound_file_is_saved_whole(path: Path, tmp_path: Path) -> None:
    assert rescue.save_readable(path, tmp_path / "saved.desk").left_out == 0
    assert dump(tmp_path / "saved.desk") == dump(path)


def test_a_file_of_which_nothing_can_be_read_leaves_no_new_one(path: Path, tmp_path: Path) -> None:
    path.write_bytes(b"SQLite format 3\0" + b"\xa5" * 9000)
    with pytest.raises(CrmError, match="Nothing of"):
        rescue.save_readable(path, tmp_path / "saved.desk")
    assert not (tmp_path / "saved.desk").exists()


def test_saving_never_writes_over_a_file(path: Path, tmp_path: Path) -> None:
    (tmp_path / "saved.desk").write_bytes(b"mine")
    with pytest.raises(FileExists):
        rescue.save_readable(path, tmp_path / "saved.desk")
    assert (tmp_path / "saved.desk").read_bytes() == b"mine"


def test_saving_can_be_stopped_and_leaves_nothing(path: Path, tmp_path: Path) -> None:
    with pytest.raises(Cancelled):
        rescue.save_readable(path, tmp_path / "saved.desk", cancelled=lambda: True)
    assert not (tmp_path / "saved.desk").exists()
