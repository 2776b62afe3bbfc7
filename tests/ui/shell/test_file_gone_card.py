"""A file that goes from its place behind the open window: nothing typed is lost, a copy is saved and opened."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QFileDialog, QPushButton
from pytestqt.qtbot import QtBot

from crm.app_dirs import Places
from crm.contacts import ContactDraft
from crm.workspace import Workspace
from tests.ui.shell.test_app import Started, started
from ui.interactions.log_panel import LogPanel
from ui.kit import motion
from ui.shell.file_gone_card import OPEN, SAVE, FileGoneCard
from ui.shell.main_window import MainWindow

pytestmark = pytest.mark.usefixtures("daily_backup")


@pytest.fixture(autouse=True)
def still() -> Iterator[None]:
    motion.set_reduced(True)
    yield
    motion.set_reduced(False)


@pytest.fixture
def places(tmp_path: Path) -> Places:
    places = Places.under(tmp_path / "data")
    workspace = Workspace.create(places.default_file)
    workspace.contacts.create(ContactDraft("Ida", "Moss"))
    workspace.close()
    return places


def window_of(program: Started) -> MainWindow:
    assert program.desk.window is not None
    return program.desk.window


def card_of(qtbot: QtBot, program: Started) -> FileGoneCard:
    qtbot.waitUntil(lambda: isinstance(window_of(program).context.overlay.top(), FileGoneCard))
    card = window_of(program).context.overlay.top()
    assert isinstance(card, FileGoneCard)
    return card


def at_rest(qtbot: QtBot, program: Started) -> None:
    qtbot.waitUntil(lambda: not window_of(program).context.tasks.busy())


def test_what_is_typed_stays_in_its_form_and_is_in_the_copy_that_opens(
    qtbot: QtBot, places: Places, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    copy = tmp_path / "copy.desk"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_, **__: (str(copy), ""))
    with started(qtbot, places) as program:
        window = window_of(program)
        window.context.navigator.open("log")
        panel = window.context.overlay.top()
        assert isinstance(panel, LogPanel)
        places.default_file.unlink()
        panel.notes.setPlainText("She asked for the room again")
        card = card_of(qtbot, program)
        assert panel.notes.toPlainText() == "She asked for the room again"
        assert QApplication.focusWidget() is card.go_on or card.focusProxy() is card.go_on
        assert card.go_on.text() == SAVE
        at_rest(qtbot, program)
        qtbot.keyClick(card.go_on, Qt.Key.Key_Space)
        qtbot.waitUntil(lambda: card.go_on.text() == OPEN)
        assert "saved and was checked" in card.answer.text()
        qtbot.keyClick(card.go_on, Qt.Key.Key_Space)
        qtbot.waitUntil(lambda: program.desk.window is not None and program.desk.window is not window)
        workspace = window_of(program).context.workspace
        assert workspace.path == copy
        assert workspace.contacts.count() == 1
        (draft,) = workspace.drafts.all()
        assert draft.content["notes"] == "She asked for the room again"


def test_the_card_can_be_put_off_and_is_offered_above_the_page(qtbot: QtBot, places: Places) -> None:
    with started(qtbot, places) as program:
        at_rest(qtbot, program)
        places.default_file.rename(places.default_file.with_name("renamed.desk"))
        window = window_of(program)
        window.context.actions.run("undo")
        card = card_of(qtbot, program)
        qtbot.mouseClick(card.later, Qt.MouseButton.LeftButton)
        assert window.context.overlay.top() is None
        assert any("while it was open here, so nothing more" in text for text in window.banners.texts())
        buttons = window.banners.findChildren(QPushButton)
        qtbot.mouseClick(next(each for each in buttons if each.text() == "Save a copy…"), Qt.MouseButton.LeftButton)
        assert isinstance(window.context.overlay.top(), FileGoneCard)


def test_closing_is_held_back_once_and_then_leaves_a_copy_beside(qtbot: QtBot, places: Places) -> None:
    with started(qtbot, places) as program:
        at_rest(qtbot, program)
        places.default_file.unlink()
        window = window_of(program)
        assert not window.close()
        assert "beside the file" in card_of(qtbot, program).answer.text()
        workspace = window.context.workspace
        assert window.close()
        assert workspace.kept_at is not None
        assert workspace.kept_at.parent == places.data
    kept = Workspace.open(workspace.kept_at)
    assert kept.contacts.count() == 1
    kept.close()


def test_a_copy_that_cannot_be_written_says_why_and_can_be_tried_again(
    qtbot: QtBot, places: Places, tmp_path: Path
) -> None:
    (tmp_path / "taken.desk").write_bytes(b"another file")
    with started(qtbot, places) as program:
        at_rest(qtbot, program)
        places.default_file.unlink()
        window_of(program).context.actions.run("undo")
        card = card_of(qtbot, program)
        card.save_to(tmp_path / "taken.desk")
        qtbot.waitUntil(lambda: "choose another name" in card.answer.text())
        assert card.go_on.isEnabled()
        assert (tmp_path / "taken.desk").read_bytes() == b"another file"
