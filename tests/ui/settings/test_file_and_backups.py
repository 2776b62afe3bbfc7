"""Backups made, read through and restored, where they go, and the check of the file."""

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from crm.contacts import ContactDraft
from crm.settings import BACKUP_FOLDER
from crm.workspace import Workspace
from tests.crm.db.conftest import alter, spoil
from tests.ui.settings.conftest import Desk
from ui.kit.fields import TextField
from ui.settings.file_and_backups import BackupsSection, FileSection
from ui.settings.restore_form import RestoreForm
from ui.settings.row_sections import HistorySection
from ui.shell.navigator import Place

pytestmark = pytest.mark.usefixtures("daily_backup")


def backups(desk: Desk) -> BackupsSection:
    return desk.section(BackupsSection)


def form(desk: Desk) -> RestoreForm:
    found = backups(desk).findChild(RestoreForm)
    assert found is not None
    return found


def back_up(desk: Desk) -> str:
    """Back up now, beside the backup of the day; returns the title of the new backup's row."""
    desk.click(backups(desk), "Back up now")
    desk.qtbot.waitUntil(lambda: "by hand" in [row.note for row in backups(desk).list.rows()])
    return next(row.title for row in backups(desk).list.rows() if row.note == "by hand")


def people(desk: Desk) -> list[str]:
    return [name for (name,) in desk.store.rows("SELECT given_name FROM contact ORDER BY id")]


def ask_for_the_file_of_two(desk: Desk) -> None:
    """Back up Jane and Ravi, add Ida, and ask for the backup."""
    row = back_up(desk)
    desk.workspace.contacts.create(ContactDraft("Ida", "Moss"))
    desk.choose(backups(desk), row, "Restore this backup…")


def test_a_backup_made_now_is_listed_with_what_it_holds(desk: Desk) -> None:
    back_up(desk)
    info = desk.workspace.backups.list_backups()[0]
    assert info.reason == "by hand"
    assert info.path.exists()
    # The list hears of it from the worker, the toast of the worker's end: a moment later.
    desk.qtbot.waitUntil(lambda: desk.toast() == f"Backed up: {info.summary}")
    assert backups(desk).list.rows()[0].detail == info.summary


def test_the_backup_of_the_day_shows_once_it_is_made_behind_the_open_page(desk: Desk) -> None:
    desk.qtbot.waitUntil(lambda: [row.note for row in backups(desk).list.rows()] == ["daily"])
    desk.workspace.backups.make("before import")
    desk.qtbot.waitUntil(lambda: [row.note for row in backups(desk).list.rows()] == ["before import", "daily"])


def test_a_backup_is_read_through_and_said_to_be_whole(desk: Desk) -> None:
    desk.choose(backups(desk), back_up(desk), "Check this backup")
    desk.qtbot.waitUntil(lambda: desk.toast().startswith("This backup is whole: "))


def test_a_damaged_backup_is_said_in_the_card(desk: Desk) -> None:
    row = back_up(desk)
    info = desk.workspace.backups.list_backups()[0]
    content = bytearray(info.path.read_bytes())
    content[4096:8192] = b"x" * 4096
    info.path.write_bytes(content)
    before = desk.says(backups(desk))
    desk.choose(backups(desk), row, "Check this backup")
    desk.qtbot.waitUntil(lambda: len(desk.says(backups(desk))) == len(before) + 1)
    assert not desk.toast().startswith("This backup is whole")


def test_a_backup_is_restored_only_once_the_word_is_typed(desk: Desk) -> None:
    ask_for_the_file_of_two(desk)
    assert isinstance(desk.focus(), TextField)
    desk.write("restor")
    desk.press(Qt.Key.Key_Return)
    desk.click(form(desk), "Restore")
    assert form(desk).isVisible()
    assert people(desk) == ["Jane", "Ravi", "Ida"]
    desk.write("e")
    desk.press(Qt.Key.Key_Return)
    desk.qtbot.waitUntil(lambda: desk.toast().startswith("The backup is in place."))
    assert people(desk) == ["Jane", "Ravi"]
    assert not form(desk).isVisible()


def test_the_file_as_it_was_is_kept_beside_the_restored_one(desk: Desk) -> None:
    ask_for_the_file_of_two(desk)
    desk.write("Restore")
    desk.click(form(desk), "Restore")
    desk.qtbot.waitUntil(lambda: "is kept as" in desk.toast())
    kept = desk.toast().split("kept as ")[1].removesuffix(".")
    folder = desk.workspace.path.parent
    assert any(path.name.startswith(kept) for path in folder.iterdir())
    assert desk.workspace.backups.list_backups()[0].reason == "before restore"


def test_esc_leaves_the_question_and_the_file_as_it_is(desk: Desk) -> None:
    ask_for_the_file_of_two(desk)
    desk.write("rest")
    desk.press(Qt.Key.Key_Escape)
    assert not form(desk).isVisible()
    assert desk.focus() is backups(desk).list
    assert people(desk) == ["Jane", "Ravi", "Ida"]


def test_the_folder_chosen_gets_the_next_backup(desk: Desk, tmp_path: Path) -> None:
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    backups(desk).choose_folder(elsewhere)
    assert desk.workspace.settings.get(BACKUP_FOLDER) == str(elsewhere)
    back_up(desk)
    assert desk.workspace.backups.list_backups()[0].path.is_relative_to(elsewhere)


def test_the_file_is_checked_and_said_to_be_whole(desk: Desk) -> None:
    section = desk.section(FileSection)
    desk.click(section, "Check the file")
    desk.qtbot.waitUntil(lambda: any(sentence.startswith("The file is whole") for sentence in desk.says(section)))


def test_the_check_of_a_newer_file_says_that_it_is_one_and_not_that_it_is_whole(
    qtbot: QtBot, workspace: Workspace
) -> None:
    workspace.close()
    alter(workspace.path, "PRAGMA user_version = 9000")
    reader = Workspace.open(workspace.path, read_only=True)
    desk = Desk(qtbot, reader, Place("settings"))
    section = desk.section(FileSection)
    desk.click(section, "Check the file")
    desk.qtbot.waitUntil(lambda: any("a newer version of Cluster Desk" in said for said in desk.says(section)))
    assert not any("The file is whole" in said for said in desk.says(section))
    desk.window.close()
    reader.close()


def test_entries_without_their_record_are_listed_by_the_check_and_tidied_up_when_asked(desk: Desk) -> None:
    jane = desk.workspace.contacts.create(ContactDraft("Jane", "Roe", tags=("imaging",)))
    spoil(desk.workspace.path, "PRAGMA foreign_keys = 0", f"DELETE FROM contact WHERE id = {jane}")
    section = desk.section(FileSection)
    desk.click(section, "Check the file")
    desk.qtbot.waitUntil(lambda: any("1 entry refers to a record" in said for said in desk.says(section)))
    assert any("– contact_tag: 1" in said for said in desk.says(section))
    assert desk.store.value("SELECT count(*) FROM contact_tag") == 1
    desk.click(section, "Tidy up")
    desk.qtbot.waitUntil(lambda: any("1 entry without" in said for said in desk.says(section)))
    assert desk.store.value("SELECT count(*) FROM contact_tag") == 0


def test_what_the_check_put_right_and_what_it_left_alone_is_said(desk: Desk) -> None:
    alter(desk.workspace.path, "CREATE TABLE zz(a)", "CREATE VIEW zv AS SELECT * FROM contact")
    section = desk.section(FileSection)
    desk.click(section, "Check the file")
    desk.qtbot.waitUntil(lambda: any("this was found" in said for said in desk.says(section)))
    (said,) = (said for said in desk.says(section) if "this was found" in said)
    assert "put right after a backup" in said
    assert "– zv" in said
    assert "tables of another program; they are left alone: zz" in said


def test_a_spoilt_moment_in_the_history_leaves_every_section_readable(desk: Desk) -> None:
    desk.workspace.contacts.create(ContactDraft("Jane", "Roe"))
    spoil(
        desk.workspace.path,
        "UPDATE change_set SET at = 'a' || char(0) || 'b' WHERE id = (SELECT max(id) FROM change_set)",
    )
    history = desk.section(HistorySection)
    history.reload()
    assert any("unreadable time" in row.note for row in history.list.rows())
