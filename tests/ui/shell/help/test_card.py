"""Help: the action table as a list to filter, and to run from."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from ui.kit.actions import Action, ActionTable, Scope
from ui.kit.overlay import Overlay
from ui.shell.help.card import HelpCard
from ui.shell.help.report import ReportCard


@pytest.fixture
def window(qtbot: QtBot) -> QWidget:
    window = QWidget()
    qtbot.addWidget(window)
    window.resize(1000, 700)
    with qtbot.waitExposed(window):
        window.show()
    window.activateWindow()
    return window


@pytest.fixture
def ran() -> list[str]:
    return []


@pytest.fixture
def card(window: QWidget, ran: list[str]) -> HelpCard:
    table = ActionTable(window)
    table.add(
        [
            Action("log", "Log a meeting", lambda: ran.append("log"), "plus", ("Ctrl+L",), keywords="call"),
            Action("dark", "Light or dark", lambda: ran.append("dark"), "moon", ("Ctrl+Shift+D",), group="Window"),
            Action("done", "Done", lambda: ran.append("done"), "check", ("Space",), Scope.LIST),
        ]
    )
    overlay = Overlay(window)
    card = HelpCard(table, overlay)
    overlay.open(card)
    return card


def titles(card: HelpCard) -> list[str]:
    return [row.title for row in card.chooser.list.choices()]


def test_every_action_is_listed_under_where_it_works(card: HelpCard) -> None:
    assert [(row.group, row.title, row.shortcut) for row in card.chooser.list.choices()] == [
        ("Do", "Log a meeting", "Ctrl+L"),
        ("Window", "Light or dark", "Ctrl+Shift+D"),
        ("In the list", "Done", "Space"),
    ]


def test_typing_filters_by_title_and_by_what_it_is_also_called(card: HelpCard, qtbot: QtBot) -> None:
    qtbot.keyClicks(card.chooser.field, "dark")
    assert titles(card) == ["Light or dark"]
    card.chooser.field.clear()
    qtbot.keyClicks(card.chooser.field, "call")
    assert titles(card) == ["Log a meeting"]


def test_an_action_is_found_by_its_key(card: HelpCard, qtbot: QtBot) -> None:
    qtbot.keyClicks(card.chooser.field, "ctrl+l")
    assert titles(card) == ["Log a meeting"]


def test_enter_runs_the_row_and_help_goes(card: HelpCard, ran: list[str], qtbot: QtBot) -> None:
    qtbot.keyClicks(card.chooser.field, "dark")
    qtbot.keyClick(card.chooser.field, Qt.Key.Key_Return)
    assert ran == ["dark"]
    assert not card.isVisible()


def test_a_report_is_copied_as_it_is_shown(window: QWidget, qtbot: QtBot) -> None:
    overlay = Overlay(window)
    card = ReportCard("ValueError\n  ui/x.py:3 f", overlay)
    overlay.open(card)
    qtbot.mouseClick(card.copy_button, Qt.MouseButton.LeftButton)
    assert QApplication.clipboard().text() == card.view.toPlainText() == "ValueError\n  ui/x.py:3 f"
