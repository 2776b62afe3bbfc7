"""The history: read in parts, walked with keys, jumped through by years."""

import pytest
from PySide6.QtCore import QModelIndex, QPoint, Qt
from PySide6.QtGui import QAccessible, QContextMenuEvent
from PySide6.QtTest import QAbstractItemModelTester
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from ui.kit import theme
from ui.kit.charts import BarStrip, YearBars
from ui.kit.timeline import TimelineEvent, TimelineModel, TimelineView


class Past:
    """Events of ten a year, newest first."""

    def __init__(self, count: int) -> None:
        self.numbers = list(range(count))
        self.reads: list[tuple[int, int]] = []

    def page(self, offset: int, limit: int) -> list[TimelineEvent]:
        self.reads.append((offset, limit))
        return [self.event(number) for number in self.numbers[offset : offset + limit]]

    @staticmethod
    def event(number: int) -> TimelineEvent:
        year = 2026 - number // 10
        return TimelineEvent(
            number,
            f"May {year}",
            "21 May",
            "users",
            f"Meeting {number}",
            year,
            body="Talked. " * 80,
            tags=("#imaging",),
        )


@pytest.fixture
def view(qtbot: QtBot) -> TimelineView:
    made = TimelineView()
    qtbot.addWidget(made)
    made.set_source(Past(400))
    made.resize(400, 600)
    made.show()
    made.activateWindow()
    made.setFocus(Qt.FocusReason.TabFocusReason)
    qtbot.waitUntil(made.hasFocus)
    return made


def test_the_model_keeps_qts_rules() -> None:
    model = TimelineModel()
    model.set_source(Past(120))
    tester = QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Warning)
    while model.canFetchMore(QModelIndex()):
        model.fetchMore(QModelIndex())
    assert model.rowCount() == 120
    model.set_source(Past(30))
    assert tester.model() is model


def test_fifty_events_are_read_first_and_more_at_the_end(qtbot: QtBot, view: TimelineView) -> None:
    source = view.events().source()
    assert source.reads == [(0, 50)]
    view.verticalScrollBar().setValue(view.verticalScrollBar().maximum())
    qtbot.waitUntil(lambda: (50, 50) in source.reads)


def test_arrows_walk_and_enter_opens(qtbot: QtBot, view: TimelineView) -> None:
    qtbot.keyClick(view, Qt.Key.Key_Down)
    with qtbot.waitSignal(view.event_activated) as heard:
        qtbot.keyClick(view, Qt.Key.Key_Return)
    assert heard.args == [1]


def test_delete_names_the_event(qtbot: QtBot, view: TimelineView) -> None:
    with qtbot.waitSignal(view.delete_requested) as heard:
        qtbot.keyClick(view, Qt.Key.Key_Delete)
    assert heard.args == [0]


def test_space_unfolds_a_long_text_and_folds_it_again(qtbot: QtBot, view: TimelineView) -> None:
    def height() -> int:
        return view.sizeHintForIndex(view.events().index(0)).height()

    folded = height()
    qtbot.keyClick(view, Qt.Key.Key_Space)
    assert height() > folded * 1.5
    qtbot.keyClick(view, Qt.Key.Key_Space)
    assert height() == folded


def test_letters_are_left_to_the_window(qtbot: QtBot, view: TimelineView) -> None:
    qtbot.keyClick(view, Qt.Key.Key_M)
    assert view.current_id() == 0


def test_a_jump_reads_as_far_as_the_year_needs(view: TimelineView) -> None:
    view.jump_to_year(2015)
    assert view.events().event_at(view.currentIndex().row()).year == 2015
    assert view.current_id() == 110


def test_scrolling_tells_the_year(qtbot: QtBot, view: TimelineView) -> None:
    view.grab()
    with qtbot.waitSignal(view.year_changed) as heard:
        view.verticalScrollBar().setValue(view.verticalScrollBar().maximum())
    assert heard.args[0] < 2026


def test_a_reload_keeps_the_current_event_and_how_far_was_read(view: TimelineView) -> None:
    view.jump_to_year(2015)
    read = view.events().rowCount()
    view.events().source().numbers.insert(0, 1000)
    view.reload()
    assert view.current_id() == 110
    assert view.events().rowCount() == read


def test_an_event_is_read_out_as_a_sentence(view: TimelineView) -> None:
    first = QAccessible.queryAccessibleInterface(view).child(0).text(QAccessible.Text.Name)
    assert first.startswith("21 May, Meeting 0. Talked.")
    assert first.endswith("#imaging")


def test_the_menu_key_asks_for_a_menu_of_the_current_event(qtbot: QtBot, view: TimelineView) -> None:
    event = QContextMenuEvent(QContextMenuEvent.Reason.Keyboard, QPoint(0, 0), QPoint(0, 0))
    with qtbot.waitSignal(view.menu_requested) as heard:
        QApplication.sendEvent(view.viewport(), event)
    assert heard.args[0] == 0


def test_it_paints_in_both_themes_and_sizes_without_a_word_from_qt(view: TimelineView) -> None:
    for mode, size in (("light", 100), ("dark", 150)):
        theme.apply(mode, size)
        assert not view.grab().isNull()


@pytest.fixture
def bars(qtbot: QtBot) -> YearBars:
    made = YearBars()
    qtbot.addWidget(made)
    made.set_counts([(2021, 2), (2023, 9), (2026, 4)])
    made.resize(300, 56)
    made.show()
    return made


def test_year_bars_are_walked_with_keys(qtbot: QtBot, bars: YearBars) -> None:
    assert bars.year() == 2026
    with qtbot.waitSignal(bars.year_chosen) as heard:
        qtbot.keyClick(bars, Qt.Key.Key_Left)
    assert heard.args == [2025]
    qtbot.keyClick(bars, Qt.Key.Key_Home)
    assert bars.year() == 2021


def test_a_click_on_a_bar_chooses_its_year(qtbot: QtBot, bars: YearBars) -> None:
    with qtbot.waitSignal(bars.year_chosen) as heard:
        qtbot.mouseClick(bars, Qt.MouseButton.LeftButton, pos=QPoint(125, 30))
    assert heard.args == [2023]


def test_year_bars_follow_without_saying_so(qtbot: QtBot, bars: YearBars) -> None:
    with qtbot.assertNotEmitted(bars.year_chosen):
        bars.set_year(2023)
    assert bars.year() == 2023
    assert "2023: 9" in bars.accessibleName()


def test_a_strip_of_bars_says_its_finding(qtbot: QtBot) -> None:
    strip = BarStrip()
    qtbot.addWidget(strip)
    strip.set_values([1, 0, 3], "Jun 2025", "May 2026", "2 of 3 huddles")
    assert strip.accessibleName() == "2 of 3 huddles"
    assert not strip.grab().isNull()
