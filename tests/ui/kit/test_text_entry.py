"""The one-line entry: marks, completion, and an undo that is only the typist's."""

import re

import pytest
from PySide6.QtCore import QMimeData, Qt
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from ui.kit import theme
from ui.kit.choices import Choice
from ui.kit.fields import TextField
from ui.kit.text_entry import Completion, Span, TextEntry

CONTROL = Qt.KeyboardModifier.ControlModifier


def complete(text: str, at: int) -> Completion | None:
    found = re.search(r"#?\w{2,}$", text[:at])
    names = [Choice("Jane Roe"), Choice("Jane Frost"), Choice("imaging", data="#imaging")]
    chosen = [choice for choice in names if found and choice.title.lower().startswith(found[0].strip("#").lower())]
    return Completion(found.start(), chosen) if found and chosen else None


@pytest.fixture
def host(qtbot: QtBot) -> QWidget:
    made = QWidget()
    column = QVBoxLayout(made)
    column.addWidget(TextEntry("Log", complete=complete))
    column.addWidget(TextField("Next"))
    column.addStretch(1)
    qtbot.addWidget(made)
    made.resize(700, 400)
    made.show()
    made.activateWindow()
    qtbot.waitUntil(made.isActiveWindow)
    return made


@pytest.fixture
def entry(qtbot: QtBot, host: QWidget) -> TextEntry:
    made = host.findChild(TextEntry)
    made.setFocus()
    qtbot.waitUntil(made.hasFocus)
    return made


def test_each_key_is_told_once(qtbot: QtBot, entry: TextEntry) -> None:
    said: list[str] = []
    entry.edited.connect(said.append)
    qtbot.keyClicks(entry, "Met")
    entry.set_spans([Span(0, 3)])
    assert said == ["M", "Me", "Met"]


def test_marked_letters_are_painted_on_their_soft_ground(qtbot: QtBot, entry: TextEntry) -> None:
    qtbot.keyClicks(entry, "yesterday ")
    entry.set_spans([Span(0, 9, "warn")])
    for mode in ("light", "dark"):
        theme.apply(mode)
        image = entry.grab().toImage()
        ground = QColor(theme.tokens().warn_soft)
        assert any(image.pixelColor(x, 8) == ground for x in range(80))


def test_marks_leave_undo_alone(qtbot: QtBot, entry: TextEntry) -> None:
    qtbot.keyClicks(entry, "Met Jane")
    entry.set_spans([Span(4, 8)])
    entry.undo()
    assert entry.text() == ""
    entry.redo()
    assert entry.text() == "Met Jane"


def test_tab_writes_the_first_suggestion_and_undo_takes_it_back(qtbot: QtBot, entry: TextEntry) -> None:
    qtbot.keyClicks(entry, "Met ja")
    qtbot.keyClick(entry, Qt.Key.Key_Tab)
    assert entry.text() == "Met Jane Roe "
    assert entry.hasFocus()
    qtbot.keyClick(entry, Qt.Key.Key_Z, CONTROL)
    assert entry.text() == "Met ja"


def test_the_arrows_choose_another_suggestion_and_enter_takes_it(qtbot: QtBot, entry: TextEntry) -> None:
    qtbot.keyClicks(entry, "Met ja")
    qtbot.keyClick(entry, Qt.Key.Key_Down)
    qtbot.keyClick(entry, Qt.Key.Key_Return)
    assert entry.text() == "Met Jane Frost "


def test_enter_without_choosing_is_the_typists_own(qtbot: QtBot, entry: TextEntry) -> None:
    qtbot.keyClicks(entry, "Met ja")
    with qtbot.waitSignal(entry.submitted):
        qtbot.keyClick(entry, Qt.Key.Key_Return)
    assert entry.text() == "Met ja"


def test_a_suggestion_may_write_other_letters_than_it_shows(qtbot: QtBot, entry: TextEntry) -> None:
    qtbot.keyClicks(entry, "#im")
    qtbot.keyClick(entry, Qt.Key.Key_Tab)
    assert entry.text() == "#imaging "


def test_tab_without_a_suggestion_leaves_the_entry(qtbot: QtBot, entry: TextEntry) -> None:
    qtbot.keyClicks(entry, "Met Bo")
    qtbot.keyClick(entry, Qt.Key.Key_Tab)
    assert not entry.hasFocus()


def test_escape_puts_the_suggestions_away_first_and_then_goes_on(qtbot: QtBot, host: QWidget, entry: TextEntry) -> None:
    qtbot.keyClicks(entry, "ja")
    qtbot.keyClick(entry, Qt.Key.Key_Escape)
    qtbot.keyClick(entry, Qt.Key.Key_Tab)
    assert entry.text() == "ja"


def test_of_pasted_lines_the_first_is_written_and_the_others_are_told(entry: TextEntry) -> None:
    told: list[str] = []
    entry.more_pasted.connect(told.append)
    pasted = QMimeData()
    pasted.setText("\nMet  Jane at\tAcme\n\nToday\n  at noon\n")
    entry.insertFromMimeData(pasted)
    assert (entry.text(), told) == ("Met Jane at Acme", ["Today\n  at noon"])


def test_a_long_line_grows_instead_of_hiding(qtbot: QtBot, entry: TextEntry) -> None:
    low = entry.height()
    entry.set_text("Met somebody about something " * 6)
    qtbot.waitUntil(lambda: entry.height() > low)


def test_a_part_can_be_written_anew(entry: TextEntry) -> None:
    entry.set_text("Met Jane yesterday")
    entry.replace(9, 18, "today")
    assert entry.text() == "Met Jane today"
