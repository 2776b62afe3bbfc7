"""The page of one record, and the panel of one: what stands there when there is no such record, and afterwards."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from pytestqt.qtbot import QtBot

from crm.workspace import Workspace
from tests.ui.stage import Stage
from ui import pages
from ui.contacts.panel import ContactPanel
from ui.introductions.actions import IntroductionActions
from ui.introductions.panel import IntroductionPanel
from ui.kit import motion
from ui.kit.empty_states import ErrorState
from ui.organisations.panel import OrganisationPanel
from ui.records.record_page import RecordPage
from ui.records.record_panel import RecordPanel

KINDS = ("contact", "organisation", "opportunity", "huddle")
NOBODY = 999_999


@pytest.fixture
def stage(sampled_file: Callable[..., Path], tmp_path: Path, qtbot: QtBot) -> Iterator[Stage]:
    workspace = Workspace.open(sampled_file(tmp_path / "a.desk"))
    motion.set_reduced(True)
    stage = Stage(qtbot, workspace)
    yield stage
    stage.window.close()
    motion.set_reduced(False)
    workspace.close()


@pytest.mark.parametrize("kind", KINDS)
def test_a_record_that_is_not_there_is_said_so_and_the_next_one_is_shown(stage: Stage, kind: str) -> None:
    there = next(pages.example(stage.workspace, spec) for spec in pages.PAGES if spec.kind == kind)
    stage.context.navigator.open(kind, there)
    page: RecordPage[Any] = stage.page(RecordPage)
    stage.context.navigator.open(kind, NOBODY)
    assert page.states.showing() == "error"
    assert page.shown is None
    stage.context.navigator.open(kind, there)
    assert page.states.showing() == "content"
    assert page.shown is not None
    assert page.shown.id == there


@pytest.mark.parametrize("kind", KINDS)
def test_the_menu_of_more_holds_what_the_page_can_do(stage: Stage, kind: str) -> None:
    there = next(pages.example(stage.workspace, spec) for spec in pages.PAGES if spec.kind == kind)
    stage.context.navigator.open(kind, there)
    page: RecordPage[Any] = stage.page(RecordPage)
    known = {action.id for action in page.page_actions()}  # type: ignore[attr-defined]
    assert {name for name in page.menu() if name} <= known


def contact_panel(stage: Stage) -> RecordPanel[Any]:
    return ContactPanel(stage.context, stage.window)


def organisation_panel(stage: Stage) -> RecordPanel[Any]:
    return OrganisationPanel(stage.context, stage.window)


def introduction_panel(stage: Stage) -> RecordPanel[Any]:
    panel = IntroductionPanel(stage.context, IntroductionActions(stage.context, _none, _none, stage.window))
    panel.setParent(stage.window)
    return panel


def _none() -> Any:
    return None


@pytest.mark.parametrize("make", [contact_panel, organisation_panel, introduction_panel])
def test_a_panel_says_why_a_record_cannot_be_shown_and_shows_the_next_one(
    stage: Stage, make: Callable[[Stage], RecordPanel[Any]], qtbot: QtBot
) -> None:
    panel = make(stage)
    panel.show_record(NOBODY)
    (error,) = panel.findChildren(ErrorState)
    assert panel.record_id() is None
    with qtbot.waitSignal(panel.closed):
        error.button.click()
    panel.show_record(1)
    assert panel.record_id() == 1
    assert panel.accessibleName() == f"{panel.name.text()}, beside {panel.beside}"
    assert panel.body.indexOf(error) == -1
    panel.show_record(None)
    assert panel.record_id() is None
