"""The files on the page of an opportunity: added, dropped, saved as a copy, renamed, removed."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDropEvent
from PySide6.QtWidgets import QFileDialog
from pytestqt.qtbot import QtBot

from crm.workspace import Workspace
from tests.ui.stage import CONTROL, Stage
from ui.kit import motion
from ui.pipeline.detail import OpportunityPage
from ui.pipeline.files import FilesCard, RenameForm, size_in_words
from ui.shell.navigator import Place

KEY = Qt.Key


@pytest.fixture
def stage(qtbot: QtBot, workspace: Workspace) -> Iterator[Stage]:
    motion.set_reduced(True)
    stage = Stage(qtbot, workspace, Place("opportunity", workspace.opportunities.rows()[0].id))
    yield stage
    stage.window.close()
    motion.set_reduced(False)


@pytest.fixture
def letter(tmp_path: Path) -> Path:
    path = tmp_path / "letter.pdf"
    path.write_bytes(b"%PDF " * 300)
    return path


def card(stage: Stage) -> FilesCard:
    return stage.page(OpportunityPage).files


def shown(stage: Stage) -> list[str]:
    return [row.title for row in card(stage).list.rows()]


def drop(stage: Stage, *paths: Path) -> None:
    data, none = QMimeData(), Qt.KeyboardModifier.NoModifier
    data.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
    middle = QPointF(card(stage).rect().center())
    card(stage).dropEvent(QDropEvent(middle, Qt.DropAction.CopyAction, data, Qt.MouseButton.LeftButton, none))


def with_letter(stage: Stage, letter: Path) -> None:
    drop(stage, letter)
    stage.qtbot.waitUntil(lambda: shown(stage) == ["letter.pdf"])
    stage.qtbot.waitUntil(lambda: not stage.context.tasks.busy())


def test_a_file_is_added_by_the_systems_own_dialog(stage: Stage, letter: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(QFileDialog, "getOpenFileNames", lambda *_: ([str(letter)], ""))
    assert stage.context.actions.run("add_file")
    stage.qtbot.waitUntil(lambda: shown(stage) == ["letter.pdf"])
    assert card(stage).list.rows()[0].detail == "2 kB · added today"
    stage.qtbot.waitUntil(lambda: stage.toast() == "Added: letter.pdf")


def test_files_dropped_on_the_card_are_added_as_one_step(stage: Stage, letter: Path, tmp_path: Path) -> None:
    (tmp_path / "budget.csv").write_text("a,b")
    drop(stage, letter, tmp_path / "budget.csv")
    stage.qtbot.waitUntil(lambda: shown(stage) == ["budget.csv", "letter.pdf"])
    stage.qtbot.waitUntil(lambda: stage.toast() == "2 files added")
    stage.press(KEY.Key_Z, modifier=CONTROL)
    stage.qtbot.waitUntil(lambda: shown(stage) == [])


def test_what_cannot_be_added_is_said_on_the_card_and_the_rest_is_added(
    stage: Stage, letter: Path, tmp_path: Path
) -> None:
    drop(stage, tmp_path / "gone.pdf", letter)
    stage.qtbot.waitUntil(lambda: shown(stage) == ["letter.pdf"])
    stage.qtbot.waitUntil(lambda: card(stage).problem.isVisible())
    assert card(stage).problem.text().startswith("“gone.pdf” could not be read.")


def test_enter_saves_a_copy_and_opens_nothing(
    stage: Stage, letter: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with_letter(stage, letter)
    asked: list[str] = []

    def choose(parent: object, title: str, offered: str) -> tuple[str, str]:
        asked.append(Path(offered).name)
        return str(tmp_path / "copy.pdf"), ""

    monkeypatch.setattr(QFileDialog, "getSaveFileName", choose)
    card(stage).list.setFocus()
    stage.press(KEY.Key_Return)
    stage.qtbot.waitUntil(lambda: stage.toast() == "Saved a copy: copy.pdf")
    assert asked == ["letter.pdf"]
    assert (tmp_path / "copy.pdf").read_bytes() == letter.read_bytes()


def test_delete_removes_a_file_and_undo_brings_it_back(stage: Stage, letter: Path) -> None:
    with_letter(stage, letter)
    card(stage).list.setFocus()
    stage.press(KEY.Key_Delete)
    stage.qtbot.waitUntil(lambda: shown(stage) == [])
    assert stage.toast() == "Removed: letter.pdf"
    stage.press(KEY.Key_Z, modifier=CONTROL)
    stage.qtbot.waitUntil(lambda: shown(stage) == ["letter.pdf"])


def test_a_file_is_renamed_and_keeps_its_ending(stage: Stage, letter: Path) -> None:
    with_letter(stage, letter)
    card(stage).list.setFocus()
    card(stage).rename_current()
    stage.top(RenameForm)
    stage.press(KEY.Key_A, modifier=CONTROL)
    stage.write("support")
    stage.press(KEY.Key_Return, modifier=CONTROL)
    stage.qtbot.waitUntil(lambda: shown(stage) == ["support.pdf"])


@pytest.mark.parametrize(
    ("size", "said"),
    [(0, "0 bytes"), (1, "1 byte"), (999, "999 bytes"), (240_000, "240 kB"), (999_600, "1.0 MB"), (25e6, "25.0 MB")],
)
def test_a_size_is_said_in_words(size: int, said: str) -> None:
    assert size_in_words(size) == said
