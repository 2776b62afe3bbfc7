"""The notice over the sample network: when it is there, and what one press on it does."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from crm.contacts import ContactDraft
from crm.db.dump import logical_dump
from crm.sample import make_sample
from crm.settings import IS_SAMPLE, TEXT_SIZE
from crm.workspace import Workspace
from tests.ui.stage import CONTROL, SHIFT, Stage
from ui.kit import motion
from ui.kit.buttons import Button, IconButton
from ui.shell.navigator import Place
from ui.shell.sample_notice import TEXT


@pytest.fixture(autouse=True)
def still() -> Iterator[None]:
    motion.set_reduced(True)
    yield
    motion.set_reduced(False)


@pytest.fixture
def workspace(tmp_path: Path) -> Iterator[Workspace]:
    workspace = Workspace.create(tmp_path / "network.desk")
    yield workspace
    workspace.close()


@pytest.fixture
def sampled(sampled_file: Callable[..., Path], tmp_path: Path) -> Iterator[Workspace]:
    workspace = Workspace.open(sampled_file(tmp_path / "sampled.desk", contacts=30, interactions=40))
    yield workspace
    workspace.close()


def staged(qtbot: QtBot, workspace: Workspace) -> Iterator[Stage]:
    stage = Stage(qtbot, workspace, Place("today"))
    yield stage
    stage.window.close()


@pytest.fixture
def stage(qtbot: QtBot, workspace: Workspace) -> Iterator[Stage]:
    yield from staged(qtbot, workspace)


@pytest.fixture
def sample_stage(qtbot: QtBot, sampled: Workspace) -> Iterator[Stage]:
    yield from staged(qtbot, sampled)


def dump(workspace: Workspace) -> dict[str, tuple[int, str]]:
    with workspace.store.reading() as connection:
        return logical_dump(connection)


def says_so(stage: Stage) -> bool:
    return TEXT in stage.window.banners.texts()


def press_remove(stage: Stage) -> None:
    button = next(each for each in stage.window.banners.findChildren(Button) if each.text() == "Remove it")
    stage.qtbot.mouseClick(button, Qt.MouseButton.LeftButton)


def test_a_file_of_ones_own_says_nothing(stage: Stage) -> None:
    assert not says_so(stage)


def test_it_comes_with_the_sample_and_goes_and_returns_with_undo_and_redo(stage: Stage) -> None:
    make_sample(stage.store, contacts=30, interactions=40)
    stage.qtbot.waitUntil(lambda: says_so(stage))
    stage.press(Qt.Key.Key_Z, modifier=CONTROL)
    stage.qtbot.waitUntil(lambda: not says_so(stage))
    stage.press(Qt.Key.Key_Z, modifier=CONTROL | SHIFT)
    stage.qtbot.waitUntil(lambda: says_so(stage))


def test_one_press_takes_the_whole_sample_out_and_undo_brings_it_back(sample_stage: Stage) -> None:
    press_remove(sample_stage)
    sample_stage.qtbot.waitUntil(lambda: not says_so(sample_stage))
    assert not sample_stage.workspace.has_any("contact")
    assert not sample_stage.workspace.settings.get(IS_SAMPLE)
    sample_stage.qtbot.waitUntil(lambda: sample_stage.toast().startswith("The sample network was removed"))
    sample_stage.press(Qt.Key.Key_Z, modifier=CONTROL)
    sample_stage.qtbot.waitUntil(lambda: says_so(sample_stage))
    assert sample_stage.workspace.contacts.count() == 30
    press_remove(sample_stage)
    sample_stage.qtbot.waitUntil(lambda: not sample_stage.workspace.has_any("contact"))


def test_what_one_wrote_beside_the_sample_stays(sample_stage: Stage) -> None:
    kept = sample_stage.workspace.contacts.create(ContactDraft(given_name="Jane", family_name="Roe"))
    press_remove(sample_stage)
    sample_stage.qtbot.waitUntil(lambda: not says_so(sample_stage))
    assert [row.id for row in sample_stage.workspace.contacts.page(limit=5)] == [kept]


def test_it_goes_in_one_press_whatever_was_ticked_in_it_and_comes_back_as_it_was(sample_stage: Stage) -> None:
    workspace = sample_stage.workspace
    someone = workspace.contacts.page(limit=1)[0].id
    workspace.trash.put("contact", [someone])
    due = workspace.store.value("SELECT id FROM follow_up WHERE done_at IS NULL AND deleted_at IS NULL LIMIT 1")
    workspace.followups.done([due])
    before = dump(workspace)
    press_remove(sample_stage)
    sample_stage.qtbot.waitUntil(lambda: not says_so(sample_stage))
    assert not any(
        workspace.has_any(kind) for kind in ("contact", "organisation", "interaction", "follow_up", "huddle")
    )
    sample_stage.press(Qt.Key.Key_Z, modifier=CONTROL)
    sample_stage.qtbot.waitUntil(lambda: says_so(sample_stage))
    assert dump(workspace) == before


def test_a_sample_without_a_change_log_says_that_it_stays(stage: Stage) -> None:
    stage.workspace.settings.set(IS_SAMPLE, True)
    stage.qtbot.waitUntil(lambda: says_so(stage))
    press_remove(stage)
    stage.qtbot.waitUntil(lambda: "too large to be taken out" in stage.toast())


def test_put_away_it_stays_away_when_another_setting_changes(sample_stage: Stage) -> None:
    close = next(iter(sample_stage.window.banners.findChildren(IconButton)))
    sample_stage.qtbot.mouseClick(close, Qt.MouseButton.LeftButton)
    read: list[object] = []
    sample_stage.window._bridge.changed.connect(read.append)
    sample_stage.workspace.settings.set(TEXT_SIZE, 110)
    sample_stage.qtbot.waitUntil(lambda: bool(read))
    assert not says_so(sample_stage)


def test_a_file_open_for_reading_says_so_without_the_way_to_remove_it(
    sampled_file: Callable[..., Path], qtbot: QtBot, tmp_path: Path
) -> None:
    read = sampled_file(tmp_path / "read.desk", contacts=30, interactions=40)
    workspace = Workspace.open(read, read_only=True)
    stage = Stage(qtbot, workspace, Place("today"))
    assert says_so(stage)
    assert "Remove it" not in [each.text() for each in stage.window.banners.findChildren(Button)]
    stage.window.close()
    workspace.close()
