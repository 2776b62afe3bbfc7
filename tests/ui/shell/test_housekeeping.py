"""What the window does for the file: backs it up, says how fresh that is, shows notices, offers kept drafts."""

import threading
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from crm import clock
from crm.backups import BackupStatus
from crm.contacts import ContactDraft
from crm.db.backup import BackupInfo
from crm.notices import Notice, NoticeKind
from crm.workspace import Workspace
from tests.crm.db.conftest import spoil
from tests.ui import window_keys
from ui import pages
from ui.kit import motion
from ui.shell.crash import Crashes
from ui.shell.housekeeping import backup_words
from ui.shell.main_window import MainWindow

pytestmark = pytest.mark.usefixtures("daily_backup")


@pytest.fixture(autouse=True)
def still(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setattr(pages, "PAGES", window_keys.PAGES)
    monkeypatch.setattr(pages, "PANELS", window_keys.PANELS)
    motion.set_reduced(True)
    yield
    motion.set_reduced(False)


@pytest.fixture
def workspace(tmp_path: Path) -> Iterator[Workspace]:
    workspace = Workspace.create(tmp_path / "network.desk")
    yield workspace
    workspace.close()


def opened(qtbot: QtBot, workspace: Workspace) -> MainWindow:
    window = MainWindow(workspace, Crashes())
    qtbot.addWidget(window)
    window.start()
    return window


def test_the_backup_of_the_day_is_made_after_the_start_and_told(qtbot: QtBot, workspace: Workspace) -> None:
    window = opened(qtbot, workspace)
    qtbot.waitUntil(lambda: window.sidebar.saved_line.text().startswith("All saved · backed up "))
    assert len(workspace.backups.list_backups()) == 1
    window.close()


def test_a_file_open_for_reading_is_not_backed_up_and_says_so(qtbot: QtBot, tmp_path: Path) -> None:
    Workspace.create(tmp_path / "network.desk").close()
    workspace = Workspace.open(tmp_path / "network.desk", read_only=True)
    window = opened(qtbot, workspace)
    qtbot.waitUntil(lambda: window.sidebar.saved_line.text() == "Open read-only")
    qtbot.waitUntil(lambda: not window.context.tasks.busy())
    assert workspace.backups.list_backups() == []
    window.close()
    workspace.close()


def test_a_notice_that_stays_true_is_a_banner_and_one_that_is_over_a_toast(qtbot: QtBot, workspace: Workspace) -> None:
    workspace.notices = (
        Notice(NoticeKind.CLOUD_FOLDER, "This file lies in a Dropbox folder."),
        Notice(NoticeKind.UPGRADED, "Backed up before the upgrade."),
    )
    window = opened(qtbot, workspace)
    qtbot.waitUntil(lambda: window.banners.texts() == ["This file lies in a Dropbox folder."])
    message = window.context.toasts.current()
    assert message is not None
    assert message.text == "Backed up before the upgrade."
    window.close()


@pytest.mark.parametrize(
    ("key", "target"),
    [
        ("log", {}),
        ("log:contact:7", {"contact": 7}),
        ("log:contacts:7,8", {"contacts": (7, 8)}),
        ("log:7", {"id": 7}),
    ],
)
def test_what_was_being_typed_is_offered_at_the_next_start(
    qtbot: QtBot, workspace: Workspace, key: str, target: dict[str, object]
) -> None:
    workspace.drafts.save(key, {"line": "met jane"})
    window = opened(qtbot, workspace)
    qtbot.waitUntil(lambda: window.context.toasts.button() is not None)
    button = window.context.toasts.button()
    assert button is not None
    button.click()
    panel = window.context.overlay.top()
    assert isinstance(panel, window_keys.LogPanel)
    assert panel.target == target
    window.close()


def test_entries_without_their_record_are_tidied_up_when_asked(qtbot: QtBot, workspace: Workspace) -> None:
    jane = workspace.contacts.create(ContactDraft("Jane", "Roe", tags=("imaging",)))
    spoil(workspace.path, "PRAGMA foreign_keys = 0", f"DELETE FROM contact WHERE id = {jane}")
    workspace.needs_check = True
    window = opened(qtbot, workspace)

    def told() -> bool:
        return any("to a record that is no longer there" in text for text in window.banners.texts())

    qtbot.waitUntil(lambda: told() and not window.context.tasks.busy())
    assert workspace.store.rows("PRAGMA foreign_key_check") != []
    button = next(each for each in window.banners.findChildren(QPushButton) if each.text() == "Tidy up")
    qtbot.waitUntil(button.isVisible)
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: not told())
    assert workspace.store.rows("PRAGMA foreign_key_check") == []
    assert workspace.backups.list_backups()[0].reason == "before repair"
    message = window.context.toasts.current()
    assert message is not None
    assert message.text == "1 entry without its record was tidied up. A backup was made before."
    window.close()


def test_damage_that_any_read_finds_is_told_and_closing_leaves_the_file_as_it_was(
    qtbot: QtBot, workspace: Workspace
) -> None:
    window = opened(qtbot, workspace)
    qtbot.waitUntil(lambda: bool(workspace.backups.list_backups()) and not window.context.tasks.busy())
    workspace.contacts.create(ContactDraft("Jane", "Roe"))
    before = workspace.path.stat().st_mtime_ns
    finder = threading.Thread(target=workspace.store.stop_writing)
    finder.start()
    qtbot.waitUntil(lambda: any("is damaged" in text for text in window.banners.texts()))
    finder.join()
    (said,) = (text for text in window.banners.texts() if "is damaged" in text)
    assert "The newest good backup is of" in said
    button = next(each for each in window.banners.findChildren(QPushButton) if each.text() == "What can be done")
    with qtbot.waitSignal(window.wants_ways_on):
        button.click()
    window.close()
    workspace.close()
    assert workspace.path.stat().st_mtime_ns == before


def test_a_new_day_reads_the_page_in_front_again(
    qtbot: QtBot, workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    window = opened(qtbot, workspace)
    page = window.host.current_page()
    assert isinstance(page, window_keys.ListPage)
    reads = page.reads
    monkeypatch.setattr(clock, "today", lambda: date(2031, 1, 2))
    window._housekeeping._again.timeout.emit()
    assert page.reads == reads + 1
    window.close()


def info(made_at: str) -> BackupInfo:
    fields = dict.fromkeys(BackupInfo.__struct_fields__)
    return BackupInfo(**{**fields, "made_at": made_at})  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("status", "words", "good"),
    [
        (BackupStatus(None, None, True, None), "Not backed up yet", True),
        (BackupStatus(None, None, True, "the folder is full"), "The backup failed", False),
        (BackupStatus(info("2026-05-22T08:12:00Z"), 0, False, None), "All saved · backed up 09:12", True),
        (BackupStatus(info("2026-05-20T08:12:00Z"), 2, False, None), "All saved · backed up 20 May", True),
        (BackupStatus(info("2026-05-03T08:12:00Z"), 19, True, None), "Last backup 3 May", False),
    ],
)
def test_the_freshness_of_the_backup_in_words(status: BackupStatus, words: str, good: bool) -> None:
    assert backup_words(status) == (words, good)
