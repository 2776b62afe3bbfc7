"""A pitch that asks or offers becomes a need or an offer with one key, says so, and leads there."""

from collections.abc import Iterator
from datetime import time, timedelta

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from crm import clock
from crm.contacts import ContactDraft
from crm.huddles import HuddleDraft
from crm.pitches import PitchDraft
from crm.workspace import Workspace
from tests.copies import Written
from tests.ui.stage import CONTROL, Stage
from ui.huddles.detail import HuddlePage
from ui.introductions.page import IntroductionsPage
from ui.kit import motion
from ui.kit.menu import Menu
from ui.kit.rows import RowList
from ui.shell.navigator import Place

KEY = Qt.Key


def write(made: Workspace) -> None:
    """Ann asks, offers and tells news at huddle 1, in five days."""
    ann = made.contacts.create(ContactDraft("Ann", "Ashworth"))
    huddle = made.huddles.plan(HuddleDraft(clock.today() + timedelta(days=5), time(15), time(16), series_id=1))
    for kind, topic in (("ask", "A ward to test in"), ("offer", "A clean room"), ("news", "We moved")):
        made.pitches.add(huddle, PitchDraft(topic, kind, contact_id=ann))


@pytest.fixture
def workspace(written: Written[None]) -> Workspace:
    return written(write)[0]


@pytest.fixture
def stage(qtbot: QtBot, workspace: Workspace) -> Iterator[Stage]:
    motion.set_reduced(True)
    stage = Stage(qtbot, workspace, Place("huddle", 1))
    yield stage
    stage.window.close()
    motion.set_reduced(False)


def agenda(stage: Stage) -> RowList:
    return stage.page(HuddlePage).before.pitches.list


def to_row(stage: Stage, rows: RowList, number: int) -> None:
    rows.setFocus()
    rows.select_row(number)


def told(stage: Stage, rows: RowList) -> list[str]:
    return [row.detail.split(" · ")[0] for row in rows.rows()]


def test_n_makes_a_need_of_an_ask_says_so_and_is_undone(stage: Stage, workspace: Workspace) -> None:
    to_row(stage, agenda(stage), 0)
    stage.press(KEY.Key_N)
    (need,) = workspace.needs.rows()
    assert (need.kind, need.title, need.contact, need.pitch_id) == ("need", "A ward to test in", "Ann Ashworth", 1)
    assert stage.toast() == "Need noted: “A ward to test in”"
    stage.qtbot.waitUntil(lambda: told(stage, agenda(stage))[0] == "Ask, need noted")
    assert "Ask, need noted: A ward to test in" in agenda(stage).rows()[0].spoken()
    stage.press(KEY.Key_Z, modifier=CONTROL)
    stage.qtbot.waitUntil(lambda: told(stage, agenda(stage))[0] == "Ask")
    assert workspace.needs.rows() == []


def test_n_makes_an_offer_of_a_pitch_that_offers(stage: Stage, workspace: Workspace) -> None:
    to_row(stage, agenda(stage), 1)
    stage.press(KEY.Key_N)
    assert [(row.kind, row.title) for row in workspace.needs.rows()] == [("offer", "A clean room")]


def test_n_on_a_pitch_that_became_a_need_leads_there(stage: Stage, workspace: Workspace) -> None:
    to_row(stage, agenda(stage), 0)
    stage.press(KEY.Key_N)
    stage.qtbot.waitUntil(lambda: told(stage, agenda(stage))[0] == "Ask, need noted")
    stage.press(KEY.Key_N)
    board = stage.page(IntroductionsPage).needs
    assert board.isVisible()
    assert board.needs.list.current_id() == workspace.needs.rows()[0].id
    assert len(workspace.needs.rows()) == 1


def test_news_becomes_neither_and_says_so(stage: Stage, workspace: Workspace) -> None:
    to_row(stage, agenda(stage), 2)
    stage.press(KEY.Key_N)
    assert stage.toast() == "“We moved” is neither an ask nor an offer"
    assert workspace.needs.rows() == []


@pytest.mark.parametrize(("number", "way"), [(0, "Note the need"), (1, "Note the offer"), (2, "")])
def test_the_menu_of_a_pitch_offers_it_where_it_fits(stage: Stage, number: int, way: str) -> None:
    rows = agenda(stage)
    to_row(stage, rows, number)
    rows.menu_requested.emit(rows.current_id(), rows.mapToGlobal(rows.rect().center()))
    menu = QApplication.activePopupWidget()
    assert isinstance(menu, Menu)
    lines = [action.text().split("\t")[0] for action in menu.actions()]
    assert [line for line in lines if line.startswith("Note the")] == ([way] if way else [])
    menu.close()


def test_after_the_huddle_the_same_key_works_on_the_pitch_and_on_its_hands(stage: Stage, workspace: Workspace) -> None:
    workspace.hands.raise_hand(1, workspace.contacts.create(ContactDraft("Bob", "Birch")), "can help")
    page = stage.page(HuddlePage)
    page.to_after()
    rows = page.after.hands.list
    stage.qtbot.waitUntil(lambda: len(rows.rows()) == 4)
    to_row(stage, rows, 1)
    stage.press(KEY.Key_N)
    assert [(row.kind, row.title) for row in workspace.needs.rows()] == [("need", "A ward to test in")]
    stage.qtbot.waitUntil(lambda: told(stage, rows)[0] == "Ask, need noted")


def test_a_need_that_was_met_shows_at_its_pitch(stage: Stage, workspace: Workspace) -> None:
    made = workspace.needs.from_pitch(1)
    workspace.needs.close([made])
    stage.qtbot.waitUntil(lambda: told(stage, agenda(stage))[0] == "Ask, need met")
