"""Saved views in the side bar: listed with their counts, and one press away."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from crm.filters import EVERYTHING, Condition, Filter
from crm.views import View
from crm.workspace import Workspace
from tests.ui import window_keys
from ui import pages
from ui.shell.crash import Crashes
from ui.shell.main_window import MainWindow
from ui.shell.saved_views import crumbs


@pytest.fixture
def workspace(sampled_file: Callable[..., Path], tmp_path: Path) -> Iterator[Workspace]:
    workspace = Workspace.open(sampled_file(tmp_path / "network.desk", contacts=30, interactions=40))
    for view in workspace.views.all():
        workspace.views.delete(view.id)
    yield workspace
    workspace.close()


@pytest.fixture
def window(qtbot: QtBot, workspace: Workspace, monkeypatch: pytest.MonkeyPatch) -> Iterator[MainWindow]:
    monkeypatch.setattr(pages, "PAGES", window_keys.PAGES)
    window = MainWindow(workspace, Crashes())
    qtbot.addWidget(window)
    window.start()
    yield window
    window.close()


def test_a_new_view_comes_into_the_side_bar_with_its_count(
    window: MainWindow, workspace: Workspace, qtbot: QtBot
) -> None:
    workspace.views.save(View("contacts", "Everybody", EVERYTHING))
    views = window.sidebar.views
    qtbot.waitUntil(lambda: [item.spoken() for item in views.items()] == ["Saved views", "Everybody, 30"])


def test_a_press_on_a_view_opens_it_and_lights_it_alone(window: MainWindow, workspace: Workspace, qtbot: QtBot) -> None:
    view = workspace.views.save(View("contacts", "Everybody", EVERYTHING))
    views = window.sidebar.views
    qtbot.waitUntil(lambda: len(views.items()) == 2)
    row = views.visualRect(views.model().index(1, 0))
    qtbot.mouseClick(views.viewport(), Qt.MouseButton.LeftButton, pos=row.center())
    place = window.context.navigator.current
    assert place is not None
    assert (place.kind, place.args) == ("contacts", {"view": view})
    assert views.is_front(views.items()[1])
    destinations = window.sidebar.destinations
    assert not any(destinations.is_front(item) for item in destinations.items())


def test_without_views_there_is_no_heading(window: MainWindow) -> None:
    assert window.sidebar.views.isHidden()


def test_where_there_is_no_room_for_all_views_no_row_is_cut(
    window: MainWindow, workspace: Workspace, qtbot: QtBot
) -> None:
    for number in range(12):
        workspace.views.save(View("contacts", f"View {number}", EVERYTHING))
    views = window.sidebar.views
    qtbot.waitUntil(lambda: len(views.items()) == 13)
    row = views.visualRect(views.model().index(0, 0)).height()
    for height in (680, 700, 715, 900):
        window.resize(1280, height)
        qtbot.waitUntil(lambda: views.viewport().height() % row == 0)
        assert views.viewport().height() >= row


def test_views_are_all_in_sight_where_the_side_bar_has_room_and_never_over_its_foot(
    window: MainWindow, workspace: Workspace, qtbot: QtBot
) -> None:
    for number in range(12):
        workspace.views.save(View("contacts", f"View {number}", EVERYTHING))
    views, foot = window.sidebar.views, window.sidebar.foot
    window.resize(1440, 1100)
    qtbot.waitUntil(lambda: views.height() == views.sizeHint().height() > 400)
    window.resize(1440, 680)
    qtbot.waitUntil(lambda: views.height() < views.sizeHint().height())
    assert views.geometry().bottom() < foot.geometry().top()


def test_a_view_whose_tag_was_deleted_says_so_before_it_is_opened(
    window: MainWindow, workspace: Workspace, qtbot: QtBot
) -> None:
    tag = workspace.tags.create("no mail")
    view = workspace.views.save(View("contacts", "Mail", Filter(parts=(Condition("tag", (tag,), negated=True),))))
    workspace.tags.delete(tag)
    views = window.sidebar.views
    said = "Mail, asks for a tag that was deleted"
    qtbot.waitUntil(lambda: [item.spoken() for item in views.items()] == ["Saved views", said])
    assert (views.items()[1].icon, views.items()[1].count) == ("alert", None)
    assert crumbs(workspace, workspace.views.get(view)) == "Saved view › Mail › asks for a tag that was deleted"
    workspace.undo()
    qtbot.waitUntil(lambda: [item.spoken() for item in views.items()] == ["Saved views", "Mail, 30"])
