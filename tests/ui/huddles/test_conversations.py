"""Conversations to engineer: the pairs from who is registered, with their reasons; introduced, and on paper."""

from collections.abc import Iterator
from datetime import time, timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog
from pytestqt.qtbot import QtBot

from crm import clock
from crm.contacts import ContactDraft
from crm.errors import CrmError
from crm.huddles import HuddleDraft
from crm.needs import NeedDraft
from crm.organisations import OrganisationDraft
from crm.workspace import Workspace
from tests.copies import Written
from tests.ui.stage import CONTROL, Stage
from ui.huddles.conversations import ConversationsCard
from ui.huddles.conversations_pdf import conversations_sheet, told
from ui.huddles.detail import HuddlePage
from ui.kit import motion
from ui.shell.navigator import Place

KEY = Qt.Key
ASKERS, GIVERS = ("Ann", "Bea", "Cat"), ("Rob", "Sam", "Tom")


def write(made: Workspace) -> None:
    """Three people of three firms need data, three of three trusts have it; huddle 1 is in five days."""
    for kind, names in (("need", ASKERS), ("offer", GIVERS)):
        for name in names:
            place = made.organisations.create(OrganisationDraft(f"{name}'s place"))
            person = made.contacts.create(ContactDraft(name, "Doe", organisation_id=place))
            title = f"Images for {name}" if kind == "need" else f"Archive of {name}"
            made.needs.add(NeedDraft(kind, "data", title, person, confidential=name == "Cat"))
    made.huddles.plan(HuddleDraft(clock.today() + timedelta(days=5), time(15), time(16), series_id=1))


@pytest.fixture
def workspace(written: Written[None]) -> Workspace:
    return written(write)[0]


@pytest.fixture
def stage(qtbot: QtBot, workspace: Workspace) -> Iterator[Stage]:
    motion.set_reduced(True)
    stage = Stage(qtbot, workspace, Place("huddle", 1))
    stage.qtbot.waitUntil(lambda: not stage.context.tasks.busy())
    yield stage
    stage.window.close()
    motion.set_reduced(False)


def card(stage: Stage) -> ConversationsCard:
    return stage.page(HuddlePage).before.conversations


def register(stage: Stage, *names: str) -> None:
    rows = stage.store.rows("SELECT given_name, id FROM contact")
    ids = {str(name): int(id_) for name, id_ in rows}
    stage.workspace.attendance.reply(1, [ids[name] for name in names], "registered")


def shown(stage: Stage) -> list[str]:
    return [row.title for row in card(stage).list.rows()]


def test_who_is_registered_is_paired_with_the_reasons(stage: Stage) -> None:
    assert card(stage).states.showing() == "empty"
    register(stage, "Ann", "Rob", "Tom")
    stage.qtbot.waitUntil(lambda: shown(stage) == ["Ann Doe ↔ Rob Doe", "Ann Doe ↔ Tom Doe"])
    row = card(stage).list.rows()[0]
    assert row.detail == "Images for Ann ↔ Archive of Rob"
    assert " · ".join(row.more) == "both about data · never introduced"
    assert row.spoken().startswith("Ann Doe of Ann's place needs Images for Ann, Rob Doe of Rob's place offers")


def test_what_is_confidential_says_so(stage: Stage) -> None:
    register(stage, "Cat", "Rob")
    stage.qtbot.waitUntil(lambda: shown(stage) == ["Cat Doe ↔ Rob Doe"])
    row = card(stage).list.rows()[0]
    assert row.pill == "Confidential"
    assert "confidential" in row.spoken()


def test_a_introduces_the_pair_and_one_undo_takes_it_back(stage: Stage) -> None:
    register(stage, "Ann", "Rob")
    stage.qtbot.waitUntil(lambda: len(shown(stage)) == 1)
    card(stage).list.setFocus()
    stage.press(KEY.Key_A)
    (made,) = stage.workspace.introductions.rows()
    assert made.who == "Ann Doe and Rob Doe"
    assert stage.toast() == "Introduction noted: Ann Doe and Rob Doe"
    stage.qtbot.waitUntil(lambda: shown(stage) == [])
    stage.press(KEY.Key_Z, modifier=CONTROL)
    stage.qtbot.waitUntil(lambda: shown(stage) == ["Ann Doe ↔ Rob Doe"])
    assert stage.workspace.introductions.rows() == []


def test_enter_leads_to_the_need_on_its_board(stage: Stage) -> None:
    register(stage, "Bea", "Rob")
    stage.qtbot.waitUntil(lambda: len(shown(stage)) == 1)
    card(stage).list.setFocus()
    stage.press(KEY.Key_Return)
    place = stage.context.navigator.current
    assert place is not None
    need = stage.workspace.needs.get(place.args["need"])
    assert (place.kind, place.args["part"], need.title) == ("introductions", "needs", "Images for Bea")


def test_the_conversations_are_printed_five_a_page_where_one_says(
    stage: Stage, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    register(stage, *ASKERS, *GIVERS)
    stage.qtbot.waitUntil(lambda: len(shown(stage)) == 9)
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(tmp_path / "out"), ""))
    assert stage.context.actions.run("conversations_pdf")
    content = (tmp_path / "out.pdf").read_bytes()
    assert content.startswith(b"%PDF")
    assert content.count(b"/Type /Page\n") == 2
    assert stage.toast() == "“out.pdf” is written"


def test_without_a_pair_nothing_is_asked_for_and_nothing_written(stage: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: pytest.fail("a file was asked for"))
    assert stage.context.actions.run("conversations_pdf")
    assert stage.toast() == "There are no conversations to print yet"


def test_paper_tells_the_kind_alone_of_what_is_confidential(workspace: Workspace) -> None:
    rows = {row.title: told(row) for row in workspace.needs.rows()}
    assert rows["Images for Ann"] == "Needs: Images for Ann"
    assert rows["Images for Cat"] == "Needs: data (confidential)"
    assert rows["Archive of Rob"] == "Offers: Archive of Rob"


def test_paper_of_no_conversation_is_one_page(stage: Stage, workspace: Workspace) -> None:
    assert conversations_sheet(workspace.huddles.get(1), []).count(b"/Type /Page\n") == 1


def test_what_cannot_be_read_says_so_and_is_read_again(stage: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: object, **__: object) -> None:
        raise CrmError("The file could not be read. Nothing was changed. Try again.")

    with monkeypatch.context() as patch:
        patch.setattr(type(stage.workspace.needs), "conversations", broken)
        stage.page(HuddlePage).reload()
        stage.qtbot.waitUntil(lambda: card(stage).states.showing() == "error")
    card(stage).states.acted.emit()
    stage.qtbot.waitUntil(lambda: card(stage).states.showing() == "empty")


def test_a_huddle_that_was_held_engineers_nothing_any_more(stage: Stage, workspace: Workspace) -> None:
    workspace.huddles.set_status(1, "cancelled")
    stage.qtbot.waitUntil(lambda: card(stage).isHidden())
