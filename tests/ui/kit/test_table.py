"""The table over any number of rows: what it reads, keeps, selects, shows and says."""

from collections.abc import Sequence
from dataclasses import dataclass

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QAccessible, QColor, QContextMenuEvent
from PySide6.QtTest import QAbstractItemModelTester
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from ui.kit import theme
from ui.kit.table import AvatarCell, ChipCell, Column, PagedTableModel, TableView, TagsCell, TextCell
from ui.kit.table_delegate import hidden_text
from ui.kit.table_model import KEPT_PAGES, PAGE


@dataclass(frozen=True)
class Person:
    id: int
    name: str
    place: str


class People:
    """A source that counts what is asked of it; `order` is what is in the database now."""

    def __init__(self, count: int) -> None:
        self.order: Sequence[int] = range(count)
        self.reads: list[tuple[int, int]] = []

    def count(self) -> int:
        return len(self.order)

    def page(self, offset: int, limit: int) -> list[Person]:
        self.reads.append((offset, limit))
        return [Person(n, f"Person {n}", "Leigh" if n % 2 else "") for n in self.order[offset : offset + limit]]

    def index_of(self, wanted: int) -> int | None:
        return self.order.index(wanted) if wanted in self.order else None


COLUMNS = [
    Column("name", "Name", lambda p: p.name, 220, 150, 100, cell=lambda p: AvatarCell(p.name, "Nurse", "public")),
    Column("sector", "Sector", lambda p: "Public", 150, 130, 40, cell=lambda p: ChipCell("Public", sector="public")),
    Column("place", "Place", lambda p: p.place, 150, 120, 60, descending=True),
    Column("tags", "Tags", lambda p: "a", 150, 120, 10, cell=lambda p: TagsCell(("imaging", "pilot")), sortable=False),
]


def sentence(person: Person) -> str:
    return f"{person.name} of {person.place or 'nowhere'}"


@pytest.fixture
def people() -> People:
    return People(1000)


@pytest.fixture
def table(qtbot: QtBot, people: People) -> TableView:
    view = TableView(COLUMNS, sentence, "People")
    qtbot.addWidget(view)
    view.set_source(people)
    view.resize(900, 500)
    view.show()
    view.setFocus()
    view.activateWindow()
    qtbot.waitUntil(view.hasFocus)
    view.selectRow(0)
    return view


def test_the_model_keeps_qts_rules(people: People) -> None:
    model = PagedTableModel(COLUMNS, sentence)
    tester = QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Warning)
    model.set_source(people)
    people.order = range(3)
    model.reload()
    assert model.rowCount() == 3
    assert tester.model() is model


def test_a_hundred_thousand_rows_open_by_reading_one_page(qtbot: QtBot) -> None:
    people = People(100_000)
    view = TableView(COLUMNS, sentence, "People")
    qtbot.addWidget(view)
    view.set_source(people)
    view.resize(900, 500)
    view.grab()
    assert people.reads == [(0, PAGE)]
    view.scrollToBottom()
    view.grab()
    assert people.reads[-1] == (100_000 - PAGE, PAGE)
    assert view.rows().rowCount() == 100_000


def test_only_a_few_pages_stay_in_memory(people: People) -> None:
    model = PagedTableModel(COLUMNS, sentence)
    people.order = range(PAGE * (KEPT_PAGES + 6))
    model.set_source(people)
    for number in range(0, model.rowCount(), PAGE):
        model.row(number)
    assert model.kept_row(0) is None
    assert model.kept_row(model.rowCount() - 1) is not None


def test_everything_is_selected_without_reading_it(qtbot: QtBot) -> None:
    people = People(100_000)
    view = TableView(COLUMNS, sentence, "People")
    qtbot.addWidget(view)
    view.set_source(people)
    qtbot.keyClick(view, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    assert view.all_selected
    assert view.selected_count() == 100_000
    assert not people.reads
    view.reload()
    assert view.all_selected


def test_enter_opens_space_shows_and_delete_asks_for_the_current_row(qtbot: QtBot, table: TableView) -> None:
    opened: list[object] = []
    shown: list[object] = []
    table.row_activated.connect(opened.append)
    table.panel_requested.connect(shown.append)
    qtbot.keyClick(table, Qt.Key.Key_Down)
    qtbot.keyClick(table, Qt.Key.Key_Return)
    qtbot.keyClick(table, Qt.Key.Key_Down)
    qtbot.keyClick(table, Qt.Key.Key_Space)
    assert opened == [1]
    assert shown == [2]
    with qtbot.waitSignal(table.delete_requested):
        qtbot.keyClick(table, Qt.Key.Key_Delete)


def test_double_click_opens(qtbot: QtBot, table: TableView) -> None:
    spot = table.visualRect(table.rows().index(3, 0)).center()
    qtbot.mouseClick(table.viewport(), Qt.MouseButton.LeftButton, pos=spot)
    with qtbot.waitSignal(table.row_activated) as heard:
        qtbot.mouseDClick(table.viewport(), Qt.MouseButton.LeftButton, pos=spot)
    assert heard.args == [3]


def test_shift_and_arrows_select_and_escape_lets_go(qtbot: QtBot, table: TableView) -> None:
    for _ in range(3):
        qtbot.keyClick(table, Qt.Key.Key_Down, Qt.KeyboardModifier.ShiftModifier)
    assert table.selected_ids() == [0, 1, 2, 3]
    qtbot.keyClick(table, Qt.Key.Key_Escape)
    assert table.selected_ids() == [3]


def test_home_and_end_go_to_the_first_and_last_row(qtbot: QtBot, table: TableView) -> None:
    qtbot.keyClick(table, Qt.Key.Key_End)
    assert table.current_id() == 999
    qtbot.keyClick(table, Qt.Key.Key_Home, Qt.KeyboardModifier.ShiftModifier)
    assert table.all_selected
    qtbot.keyClick(table, Qt.Key.Key_Home)
    assert table.selected_ids() == [0]


def test_letters_and_the_tab_key_are_not_taken(qtbot: QtBot, table: TableView) -> None:
    qtbot.keyClick(table, Qt.Key.Key_P)
    assert table.current_id() == 0
    assert not table.tabKeyNavigation()


def test_selection_and_current_row_stay_with_their_rows_over_a_reload(table: TableView, people: People) -> None:
    table.select_id(500)
    people.order = [5000, 5001, *range(1000)]
    table.reload()
    assert table.current_id() == 500
    assert table.selected_ids() == [500]
    assert table.currentIndex().row() == 502


def test_the_scroll_place_stays_with_its_rows_over_a_reload(table: TableView, people: People) -> None:
    table.scrollTo(table.rows().index(300, 0), TableView.ScrollHint.PositionAtTop)
    table.grab()
    top = table.rows().row(table.rowAt(0)).id
    people.order = [*range(7000, 7100), *range(1000)]
    table.reload()
    assert table.rows().row(table.rowAt(0)).id == top


def test_a_row_that_went_away_leaves_its_place_to_its_neighbour(table: TableView, people: People) -> None:
    table.select_id(4)
    people.order = [n for n in range(1000) if n != 4]
    table.reload()
    assert table.current_id() == 5


def test_selection_survives_another_order(table: TableView, people: People) -> None:
    table.select_id(10)
    backwards = People(1000)
    backwards.order = list(range(999, -1, -1))
    table.set_source(backwards)
    assert table.current_id() == 10
    assert table.rowAt(0) == 0


def test_a_click_on_a_title_asks_for_an_order_and_again_for_the_other(qtbot: QtBot, table: TableView) -> None:
    header = table.horizontalHeader()
    spot = QPoint(header.sectionViewportPosition(2) + 20, 12)
    with qtbot.waitSignal(table.sort_requested) as heard:
        qtbot.mouseClick(header.viewport(), Qt.MouseButton.LeftButton, pos=spot)
    assert heard.args == ["place", True]
    table.set_sort("place", True)
    with qtbot.waitSignal(table.sort_requested) as heard:
        qtbot.mouseClick(header.viewport(), Qt.MouseButton.LeftButton, pos=spot)
    assert heard.args == ["place", False]


def test_a_narrow_table_hides_the_least_wanted_columns_and_never_scrolls_sideways(table: TableView) -> None:
    for width in (900, 480, 330, 200):
        table.resize(width, 400)
        QApplication.processEvents()
        assert table.horizontalScrollBar().maximum() == 0
    assert table.visible_columns() == ["name"]
    assert table.wanted_columns() == ["name", "sector", "place", "tags"]
    table.resize(480, 400)
    assert table.visible_columns() == ["name", "sector", "place"]
    table.set_hidden_columns(["sector"])
    assert table.wanted_columns() == ["name", "place", "tags"]


def test_a_row_is_read_out_as_a_sentence(table: TableView) -> None:
    cell = QAccessible.queryAccessibleInterface(table)
    spoken = [cell.child(n).text(QAccessible.Text.Name) for n in range(24) if cell.child(n) is not None]
    assert "Person 1 of Leigh" in spoken
    assert "Place: Leigh" in spoken
    assert "Place: none" in spoken


def test_the_menu_key_opens_the_menu_at_the_current_row(qtbot: QtBot, table: TableView) -> None:
    event = QContextMenuEvent(QContextMenuEvent.Reason.Keyboard, QPoint(0, 0), QPoint(0, 0))
    with qtbot.waitSignal(table.menu_requested) as heard:
        QApplication.sendEvent(table.viewport(), event)
    assert heard.args[0] == 0


def test_the_painted_selection_has_the_colours_of_the_theme(table: TableView) -> None:
    for mode in ("light", "dark"):
        theme.apply(mode)
        image = table.viewport().grab().toImage()
        assert image.pixelColor(300, 6) == QColor(theme.tokens().accent_soft)
        assert image.pixelColor(1, 24) == QColor(theme.tokens().accent)


def test_rows_grow_with_the_text(table: TableView) -> None:
    theme.apply("light", 150)
    assert table.rowHeight(0) == 72


def test_a_cell_that_is_cut_tells_its_whole_text() -> None:
    assert hidden_text(TextCell("A very long name of an organisation"), 80)
    assert not hidden_text(TextCell("Short"), 200)
