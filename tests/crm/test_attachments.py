"""Files of opportunities: kept byte for byte, once, under a harmless name, through undo, backup and rescue."""

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from crm.attachments import MOST
from crm.db.dump import logical_dump
from crm.db.rescue import Rescued
from crm.errors import CrmError, Invalid, NotFound
from crm.formats.safe_file import CannotWrite
from crm.opportunities import OpportunityDraft
from crm.progress import Cancelled
from crm.workspace import Workspace

CONTENT = bytes(range(256)) * 4000
"""A megabyte that is no text: read in several pieces."""


@pytest.fixture
def pilot(workspace: Workspace) -> int:
    return workspace.opportunities.create(OpportunityDraft("Imaging pilot"))


@pytest.fixture
def letter(tmp_path: Path) -> Path:
    path = tmp_path / "letter.pdf"
    path.write_bytes(CONTENT)
    return path


def saved(workspace: Workspace, file_id: int, folder: Path) -> bytes:
    return workspace.files.save_to(file_id, folder / "copy").read_bytes()


def test_several_files_are_one_step_and_what_cannot_be_kept_is_told(
    workspace: Workspace, pilot: int, letter: Path, tmp_path: Path
) -> None:
    (tmp_path / "terms.txt").write_text("Terms")
    added = workspace.files.add_all(pilot, [letter, tmp_path / "gone.txt", tmp_path / "terms.txt"])
    assert added.names == ("letter.pdf", "terms.txt")
    assert len(added.refused) == 1
    assert "gone.txt" in added.refused[0]
    assert workspace.undo() == "Add 3 files to “Imaging pilot”"
    assert workspace.files.of(pilot) == []


def test_a_file_comes_out_as_it_went_in(workspace: Workspace, pilot: int, letter: Path, tmp_path: Path) -> None:
    made = workspace.files.add(pilot, letter)
    (row,) = workspace.files.of(pilot)
    assert (row.id, row.name, row.media_type, row.size) == (made, "letter.pdf", "application/pdf", len(CONTENT))
    copy = workspace.files.save_to(made, tmp_path / "copy.pdf")
    assert copy.read_bytes() == CONTENT
    assert copy.stat().st_mode & 0o777 == 0o600


def test_an_empty_file_is_a_file(workspace: Workspace, pilot: int, tmp_path: Path) -> None:
    (tmp_path / "empty.txt").touch()
    made = workspace.files.add(pilot, tmp_path / "empty.txt")
    assert (workspace.files.get(made).size, saved(workspace, made, tmp_path)) == (0, b"")


@pytest.mark.skipif(os.name == "nt", reason="no such names there")
def test_a_file_is_shown_by_a_name_that_leads_nowhere(workspace: Workspace, pilot: int, tmp_path: Path) -> None:
    trick = tmp_path / "..\\..\\\u202econ.txt"
    trick.write_bytes(b"x")
    assert workspace.files.get(workspace.files.add(pilot, trick)).name == "_con.txt"


def test_the_same_bytes_stand_once_however_often_they_are_added(
    workspace: Workspace, pilot: int, letter: Path, tmp_path: Path
) -> None:
    other = workspace.opportunities.create(OpportunityDraft("Sensor trial"))
    made = [workspace.files.add(each, letter) for each in (pilot, other)]
    assert workspace.store.value("SELECT count(*) FROM attachment_content") == 1
    workspace.files.remove(made[0])
    assert saved(workspace, made[1], tmp_path) == CONTENT


def test_the_same_file_is_not_added_twice_to_one_opportunity(workspace: Workspace, pilot: int, letter: Path) -> None:
    workspace.files.add(pilot, letter)
    with pytest.raises(Invalid, match="there already"):
        workspace.files.add(pilot, letter)
    assert len(workspace.files.of(pilot)) == 1


def test_undo_and_redo_find_the_bytes_of_a_file(workspace: Workspace, pilot: int, letter: Path, tmp_path: Path) -> None:
    before = logical_dump(workspace.store.connection())
    made = workspace.files.add(pilot, letter)
    assert workspace.undo() == "Add the file “letter.pdf” to “Imaging pilot”"
    assert logical_dump(workspace.store.connection()) == before
    assert workspace.files.of(pilot) == []
    workspace.redo()
    workspace.files.remove(made)
    assert workspace.files.of(pilot) == []
    assert workspace.undo() == "Remove the file “letter.pdf” from “Imaging pilot”"
    assert saved(workspace, made, tmp_path) == CONTENT


def test_the_bytes_of_a_file_stand_in_no_log(workspace: Workspace, pilot: int, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_bytes(b"marker-of-this-file" * 9)
    workspace.files.add(pilot, tmp_path / "a.txt")
    sql = "SELECT count(*) FROM change WHERE coalesce(after, '') LIKE '%marker-of-this%' OR table_name LIKE '%content'"
    assert workspace.store.value(sql) == 0


@pytest.mark.parametrize(
    ("given", "name"), [("support", "support.pdf"), ("support.PDF", "support.PDF"), ("../x:y", "x_y.pdf")]
)
def test_a_renamed_file_keeps_its_ending(workspace: Workspace, pilot: int, letter: Path, given: str, name: str) -> None:
    made = workspace.files.add(pilot, letter)
    workspace.files.rename(made, given)
    assert workspace.files.get(made).name == name


def test_a_file_needs_a_name(workspace: Workspace, pilot: int, letter: Path) -> None:
    made = workspace.files.add(pilot, letter)
    with pytest.raises(Invalid, match="name"):
        workspace.files.rename(made, "  ")


def refused(workspace: Workspace, pilot: int, path: Path, why: str) -> None:
    before = logical_dump(workspace.store.connection())
    with pytest.raises(CrmError, match=why):
        workspace.files.add(pilot, path)
    assert logical_dump(workspace.store.connection()) == before
    assert workspace.store.value("SELECT count(*) FROM attachment_content") == 0


def test_a_file_that_is_too_large_is_refused_with_its_size(workspace: Workspace, pilot: int, tmp_path: Path) -> None:
    with (tmp_path / "film.mp4").open("wb") as film:
        film.truncate(MOST + 1_000_000)
    refused(workspace, pilot, tmp_path / "film.mp4", "“film.mp4” has 26.0 MB; at most 25 MB fit")


def test_a_folder_and_a_missing_file_are_refused(workspace: Workspace, pilot: int, tmp_path: Path) -> None:
    refused(workspace, pilot, tmp_path, "no file")
    refused(workspace, pilot, tmp_path / "gone.pdf", "“gone.pdf” could not be read")


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no pipes with a name there")
def test_a_pipe_is_refused_without_waiting_for_it(workspace: Workspace, pilot: int, tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    refused(workspace, pilot, tmp_path / "pipe", "no file")


def test_adding_stopped_half_way_keeps_nothing(workspace: Workspace, pilot: int, letter: Path) -> None:
    with pytest.raises(Cancelled):
        workspace.files.add(pilot, letter, cancelled=lambda: True)
    assert workspace.store.value("SELECT count(*) FROM attachment_content") == 0


def test_no_file_goes_to_an_opportunity_that_is_not_there(workspace: Workspace, letter: Path) -> None:
    with pytest.raises(NotFound):
        workspace.files.add(99, letter)


def test_a_copy_that_cannot_be_written_leaves_what_was_there(
    workspace: Workspace, pilot: int, letter: Path, tmp_path: Path
) -> None:
    made = workspace.files.add(pilot, letter)
    with pytest.raises(CannotWrite):
        workspace.files.save_to(made, tmp_path)
    old = tmp_path / "old.pdf"
    old.write_bytes(b"old")
    workspace.store.connection().execute("UPDATE attachment_content SET content = zeroblob(length(content))")
    with pytest.raises(CrmError, match="is damaged"):
        workspace.files.save_to(made, old)
    assert old.read_bytes() == b"old"


def test_a_merge_brings_the_files_along(workspace: Workspace, pilot: int, letter: Path) -> None:
    other = workspace.opportunities.create(OpportunityDraft("Sensor trial"))
    workspace.files.add(other, letter)
    workspace.opportunities.merge(other, pilot)
    assert [row.name for row in workspace.files.of(pilot)] == ["letter.pdf"]
    workspace.undo()
    assert workspace.files.of(pilot) == []


def test_a_restored_backup_has_the_files(workspace: Workspace, pilot: int, letter: Path, tmp_path: Path) -> None:
    made = workspace.files.add(pilot, letter)
    backup = workspace.backups.make("by hand")
    assert backup.counts["attachment_content"] == 1
    workspace.files.remove(made)
    workspace.backups.restore(backup.path)
    assert saved(workspace, made, tmp_path) == CONTENT


@pytest.mark.parametrize("rescue", [Workspace.save_readable, Workspace.repair_copy])
def test_a_rescued_file_has_the_files_byte_for_byte(
    workspace: Workspace, pilot: int, letter: Path, tmp_path: Path, rescue: Callable[[Path], Rescued]
) -> None:
    made = workspace.files.add(pilot, letter)
    workspace.close()
    rescued = Workspace.open(rescue(workspace.path).path)
    assert saved(rescued, made, tmp_path) == CONTENT
    rescued.close()
