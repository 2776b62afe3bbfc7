"""A large file of an older version: brought up to date behind a small window that says so; closing it stops that."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from crm.__main__ import main
from crm.app_dirs import Places
from crm.contacts import ContactDraft
from crm.db import migrate
from crm.notices import NoticeKind
from crm.progress import Cancelled
from crm.workspace import Workspace
from tests.crm.db import steps
from ui.kit.label import Label
from ui.shell.app import Desk, Options
from ui.shell.crash import Crashes
from ui.shell.open_commands import OpenCommand
from ui.shell.open_failed_screen import OpenFailedScreen
from ui.shell.upgrade_window import TITLE, UpgradeWindow

pytestmark = pytest.mark.usefixtures("daily_backup")


@pytest.fixture
def old(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A file that counts as large, to which a later version brings a table."""
    path = tmp_path / "old.desk"
    workspace = Workspace.create(path)
    workspace.contacts.create(ContactDraft("Jane", "Roe"))
    workspace.close()
    monkeypatch.setattr("crm.db.opening.CHECKED_AT_ONCE", 0)
    monkeypatch.setattr(migrate, "DIRECTORY", steps.later(tmp_path / "steps", *steps.NEW_TABLE))
    return path


@pytest.fixture
def desk(qtbot: QtBot, old: Path, tmp_path: Path) -> Iterator[Desk]:
    desk = Desk(Options([old]), Places.under(tmp_path / "data"), Crashes())
    yield desk
    if desk.window is not None:
        desk.window.close()
    desk.end()
    for each in QApplication.topLevelWidgets():
        each.close()
        each.deleteLater()


def test_the_window_says_what_happens_and_gives_way_to_the_file(qtbot: QtBot, desk: Desk) -> None:
    assert desk.open_first()
    assert desk.window is None
    assert desk._upgrading is not None
    assert desk._upgrading.isVisible()
    said = [label.text() for label in desk._upgrading.findChildren(Label)]
    assert TITLE in said
    assert any("A copy of it is made" in text for text in said)
    qtbot.waitUntil(lambda: desk.window is not None)
    assert desk._upgrading is None
    assert desk.window is not None
    workspace = desk.window.context.workspace
    assert NoticeKind.UPGRADED in {notice.kind for notice in workspace.notices}
    workspace.contacts.create(ContactDraft("Ravi", "Shah"))
    assert workspace.contacts.count() == 2


def test_an_upgrade_that_goes_wrong_leads_to_what_can_be_done(
    qtbot: QtBot, desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(migrate, "DIRECTORY", steps.later(tmp_path / "worse", *steps.FAIL_LATE))
    assert desk.open_first()
    qtbot.waitUntil(lambda: desk._ways_on is not None)
    assert desk._ways_on is not None
    screen: OpenFailedScreen = desk._ways_on.screen
    assert screen.isVisible()
    assert "upgrade" in screen.sentence
    assert desk._upgrading is None
    assert desk.window is None


def test_closing_it_leaves_the_file_as_it_was(qtbot: QtBot, old: Path) -> None:
    before = old.read_bytes()
    window = UpgradeWindow(OpenCommand(old))
    window.show()
    with qtbot.assertNotEmitted(window.opened):
        window.close()
    window.deleteLater()
    if old.read_bytes() != before:  # it was through before it was stopped: then whole
        assert Workspace.open(old).close() is None
    assert not list(old.parent.glob("*.lock")) + list(old.parent.glob("*-wal"))


def test_an_upgrade_cancelled_at_any_moment_leaves_the_file_and_no_backup(
    old: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("crm.db.raw_connection.STEPS_BETWEEN_ASKING", 500)
    stopped = 0
    while Workspace.upgrade_takes_long(old):
        asked = iter(range(stopped * stopped))
        try:
            Workspace.open(old, cancelled=lambda asked=asked: next(asked, None) is None).close()  # type: ignore[misc]
        except Cancelled:
            stopped += 1
    assert stopped > 5
    workspace = Workspace.open(old)
    assert workspace.contacts.count() == 1
    workspace.close()


def test_a_command_says_so_too(old: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--file", str(old), "log", "Met Ann Lee"]) == 0
    assert "Bringing the file up to date" in capsys.readouterr().err
    assert main(["--file", str(old), "log", "Met Ann Lee"]) == 0
    assert "Bringing" not in capsys.readouterr().err
