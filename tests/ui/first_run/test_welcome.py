"""The welcome: three ways to begin, by digit, by Enter and by mouse; the sample is one step that can be taken back."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from crm.contacts import ContactDraft
from crm.db.dump import logical_dump
from crm.workspace import Workspace
from tests.ui.stage import CONTROL, Stage
from ui.first_run.page import ChoiceCard, FirstRunPage
from ui.kit import motion
from ui.kit.label import Label
from ui.kit.tasks import Task
from ui.shell.navigator import Place


class Welcome(Stage):
    """The welcome page of a new file."""

    def __init__(self, qtbot: QtBot, workspace: Workspace) -> None:
        super().__init__(qtbot, workspace, Place("first_run"))

    def place(self) -> str:
        current = self.context.navigator.current
        return current.kind if current is not None else ""

    def card(self, title: str) -> QWidget:
        cards = self.page(FirstRunPage).findChildren(ChoiceCard)
        (found,) = [each for each in cards if each.text() == title]
        return found

    def says(self, text: str) -> bool:
        labels = self.page(FirstRunPage).findChildren(Label)
        return any(text in label.text() for label in labels if label.isVisible())

    def stop_sample(self) -> None:
        tasks = self.context.tasks.findChildren(Task)
        next(task for task in tasks if task.title == "Making the sample network").cancel()

    def until_made(self) -> None:
        self.qtbot.waitUntil(lambda: self.place() == "today")


@pytest.fixture
def workspace(tmp_path: Path) -> Iterator[Workspace]:
    motion.set_reduced(True)
    workspace = Workspace.create(tmp_path / "network.desk")
    yield workspace
    workspace.close()
    motion.set_reduced(False)


@pytest.fixture
def desk(qtbot: QtBot, workspace: Workspace) -> Iterator[Welcome]:
    desk = Welcome(qtbot, workspace)
    yield desk
    desk.window.close()


@pytest.mark.parametrize(("key", "place"), [(Qt.Key.Key_1, "import"), (Qt.Key.Key_3, "today")])
def test_a_digit_leads_on_and_writes_nothing(desk: Welcome, workspace: Workspace, key: Qt.Key, place: str) -> None:
    before = logical_dump(workspace.store.connection())
    desk.press(key)
    desk.qtbot.waitUntil(lambda: desk.place() == place)
    assert logical_dump(workspace.store.connection()) == before


def test_enter_takes_the_first_choice(desk: Welcome) -> None:
    desk.press(Qt.Key.Key_Return)
    assert desk.place() == "import"


def test_tab_goes_from_choice_to_choice(desk: Welcome) -> None:
    desk.press(Qt.Key.Key_Tab, Qt.Key.Key_Tab, Qt.Key.Key_Return)
    assert desk.place() == "today"


def test_a_click_takes_a_choice(desk: Welcome) -> None:
    QTest.mouseClick(desk.card("Start empty"), Qt.MouseButton.LeftButton)
    assert desk.place() == "today"


def test_2_writes_the_sample_network_as_one_step_that_ctrl_z_takes_back(desk: Welcome, workspace: Workspace) -> None:
    before = logical_dump(workspace.store.connection())
    desk.press(Qt.Key.Key_2)
    desk.until_made()
    assert (workspace.contacts.count(), workspace.organisations.count()) == (240, 60)
    assert desk.toast() == "The sample network is here: everyone in it is invented."
    desk.press(Qt.Key.Key_Z, modifier=CONTROL)
    desk.qtbot.waitUntil(lambda: workspace.contacts.count() == 0)
    assert logical_dump(workspace.store.connection()) == before


def test_a_sample_for_a_file_that_holds_records_is_refused_on_the_page(desk: Welcome, workspace: Workspace) -> None:
    workspace.contacts.create(ContactDraft("Jane", "Roe"))
    desk.press(Qt.Key.Key_2)
    desk.qtbot.waitUntil(lambda: desk.says("The sample network needs an empty file"))
    assert workspace.contacts.count() == 1
    assert desk.place() == "first_run"
    assert desk.focus() is desk.card("Look around")


def test_a_sample_that_is_stopped_writes_nothing_and_can_be_asked_for_again(
    desk: Welcome, workspace: Workspace
) -> None:
    before = logical_dump(workspace.store.connection())
    desk.stop_half_way(lambda: desk.press(Qt.Key.Key_2), desk.stop_sample)
    desk.qtbot.waitUntil(lambda: desk.says("Stopped. Nothing was written."))
    assert logical_dump(workspace.store.connection()) == before
    desk.press(Qt.Key.Key_Return)
    desk.until_made()
    assert workspace.contacts.count() == 240
