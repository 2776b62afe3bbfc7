"""The registry of pages and panels, and the table of actions made of it."""

from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from crm.changes import Topic
from crm.workspace import Workspace
from ui import pages
from ui.kit import icons
from ui.shell.crash import Crashes
from ui.shell.main_window import MainWindow


@pytest.fixture(scope="module")
def workspace(sampled_file: Callable[..., Path], tmp_path_factory: pytest.TempPathFactory) -> Iterator[Workspace]:
    made = sampled_file(tmp_path_factory.mktemp("pages") / "network.desk", contacts=60, interactions=100)
    workspace = Workspace.open(made)
    yield workspace
    workspace.close()


@pytest.fixture
def window(qtbot: QtBot, workspace: Workspace) -> Iterator[MainWindow]:
    window = MainWindow(workspace, Crashes())
    qtbot.addWidget(window)
    yield window
    window.close()


@pytest.mark.parametrize("spec", [*pages.PAGES, *pages.PANELS], ids=lambda spec: spec.kind)
def test_everything_registered_is_there(spec: pages.PageSpec | pages.PanelSpec) -> None:
    assert issubclass(pages.load(spec), QWidget)


@pytest.mark.parametrize("spec", pages.PAGES, ids=lambda spec: spec.kind)
def test_a_page_says_what_it_shows(spec: pages.PageSpec) -> None:
    page = pages.load(spec)
    assert isinstance(page.topics, Topic)  # type: ignore[attr-defined]
    assert all(callable(getattr(page, name, None)) for name in ("show_target", "reload"))


def test_no_two_have_one_name() -> None:
    kinds = Counter(spec.kind for spec in (*pages.PAGES, *pages.PANELS))
    assert max(kinds.values()) == 1


def test_every_icon_is_drawn(window: MainWindow) -> None:
    named = {spec.icon for spec in pages.PAGES} | {action.icon for action in window.context.actions.all()}
    assert named - {""} <= icons.names()


def test_no_key_means_two_things(window: MainWindow) -> None:
    keys = Counter(QKeySequence(key).toString() for action in window.context.actions.all() for key in action.shortcuts)
    assert [key for key, number in keys.items() if number > 1] == []


def test_destinations_are_numbered_from_one(window: MainWindow) -> None:
    keys = [spec.shortcut for spec in pages.PAGES if spec.in_sidebar]
    assert keys == [f"Alt+{number}" for number in range(1, len(keys) + 1)]


def test_every_panel_with_a_title_and_every_listed_page_is_an_action(window: MainWindow) -> None:
    there = {action.id for action in window.context.actions.all()}
    assert {spec.kind for spec in pages.PANELS if spec.title} <= there
    assert {f"go.{spec.kind}" for spec in pages.PAGES if spec.listed and not spec.of_record} <= there


def test_the_destinations_count_what_they_show(window: MainWindow, workspace: Workspace) -> None:
    counts = pages.counts(workspace, Topic.ALL)
    assert counts["contacts"].number == workspace.contacts.count()
    assert counts["organisations"].number == workspace.organisations.count()
    overdue = workspace.followups.overdue_count()
    assert counts["follow_ups"] == pages.Count(overdue or None, f"{overdue} overdue" if overdue else "", urgent=True)


def test_only_what_changed_is_counted_again(workspace: Workspace) -> None:
    assert set(pages.counts(workspace, Topic.CONTACTS)) == {"contacts"}
    assert pages.counts(workspace, Topic.VIEWS) == {}


def test_the_window_knows_no_feature() -> None:
    folder = Path(pages.__file__).parent
    features = {path.name for path in folder.iterdir() if path.is_dir()} - {"kit", "records", "shell", "__pycache__"}
    for path in (folder / "shell").rglob("*.py"):
        source = path.read_text("utf-8")
        assert not [feature for feature in features if f"ui.{feature}" in source], path.name
