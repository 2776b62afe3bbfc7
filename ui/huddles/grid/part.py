"""The grid with its filters: who came to which huddle, set by letters."""

from collections.abc import Sequence
from functools import partial
from typing import NamedTuple

from PySide6.QtCore import QPoint, QTimer, Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from crm.attendance.grid import GridFilter
from crm.attendance.grid_records import BEFORE, WORDS, GridColumn
from crm.attendance.lifecycle import STATES
from ui.context import Context
from ui.huddles.grid.legend import Legend
from ui.huddles.grid.model import ORGANISATIONS, PEOPLE, GridModel, Line
from ui.huddles.grid.view import GridView
from ui.kit import theme
from ui.kit.actions import Action, Scope
from ui.kit.buttons import SegmentedControl
from ui.kit.card import Card
from ui.kit.empty_states import StateStack
from ui.kit.fields import ChoiceField, SearchField
from ui.kit.menu import Menu
from ui.kit.table import Column
from ui.records.clipboard import put_table
from ui.records.service_calls import write_or_tell

SUBJECTS = ((PEOPLE, "People"), (ORGANISATIONS, "Organisations"))
SHOWN = 60
SETTLED_AFTER = 400
"""Milliseconds without a mark, after which lines come and go."""
SAID = {
    "attended": "Attended",
    "pitched": "Pitched",
    "apologies": "Apologies",
    "absent": "Absent",
    "unknown": "Cleared",
}
OF_CODES = {"A": "attended", "P": "pitched", "E": "apologies", "X": "absent", "x": "absent"}


class _Asked(NamedTuple):
    """What the lines were read for."""

    subject: str
    huddles: tuple[int, ...]
    shown: GridFilter
    sort: tuple[str, bool]


class GridPart(QWidget):
    """The part of the page that shows the grid; `plan_wanted` says that there is no huddle to show."""

    plan_wanted = Signal()

    def __init__(self, context: Context) -> None:
        super().__init__()
        self.context = context
        self._asked: _Asked | None = None
        self._huddles: tuple[GridColumn, ...] = ()
        self._sort = ("total", True)
        self.grid = GridView(context.workspace.grid)
        self._build_filters()
        self._build_body()
        self._connect()

    def _build_filters(self) -> None:
        vocabularies, huddles = self.context.workspace.vocabularies, self.context.workspace.huddles
        self.search = SearchField("Find in the grid", "Find a person or organisation")
        self.subject = SegmentedControl(SUBJECTS, "Lines", look="tabs")
        series = [(each.id, each.name) for each in huddles.series()]
        self.series = ChoiceField("Series", ((None, "All series"), *series))
        self.series.set_value(next((each.id for each in huddles.series() if each.active), None))
        sectors = [(each.id, each.name) for each in vocabularies.terms("sector")]
        self.sector = ChoiceField("Sector", ((None, "Any sector"), *sectors))
        regions = [(each.id, each.name) for each in vocabularies.terms("sub_region")]
        self.region = ChoiceField("Sub-region", ((None, "Any sub-region"), *regions))
        states = [(state, state.capitalize()) for state in STATES]
        self.state = ChoiceField("Lifecycle", (("", "Any state"), *states))
        self.filters = QWidget()
        row = QHBoxLayout(self.filters)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.px(8))
        row.addWidget(self.subject)
        row.addWidget(self.search, 2)
        for field in (self.series, self.sector, self.region, self.state):
            row.addWidget(field, 1)

    def _build_body(self) -> None:
        card = Card(flush=True)
        self.legend = Legend()
        card.body.addWidget(self.legend)
        card.body.addWidget(self.grid, 1)
        self.states = StateStack(card, skeleton_rows=12)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.px(12))
        column.addWidget(self.filters)
        column.addWidget(self.states, 1)

    def _connect(self) -> None:
        self._later = QTimer(self, singleShot=True, interval=0)
        self._later.timeout.connect(self.reload)
        self._settling = QTimer(self, singleShot=True, interval=SETTLED_AFTER)
        self._settling.timeout.connect(self._settle)
        self.search.searched.connect(self._filtered)
        self.subject.changed.connect(self._filtered)
        for field in (self.series, self.sector, self.region, self.state):
            field.edited.connect(self._filtered)
        self.grid.marked.connect(self.mark)
        self.grid.filled.connect(self.fill)
        self.grid.record_opened.connect(self._open_record)
        self.grid.huddle_opened.connect(self._open_huddle)
        self.grid.sort_requested.connect(self._sort_by)
        self.grid.menu_requested.connect(self._open_menu)
        self.states.acted.connect(self._state_acted)

    def table_of(self) -> list[Action]:
        """Return what can be done here."""
        here, group = Scope.LIST, "Grid"
        return [
            Action("cell_attended", "Attended", self.attended, "check", ("A",), here, group),
            Action("cell_pitched", "Pitched", self.pitched, "mic", ("P",), here, group),
            Action("cell_apologies", "Apologies", self.apologies, "minus", ("E",), here, group, "excused"),
            Action("cell_absent", "Absent", self.absent, "x", ("X",), here, group, "no-show"),
            Action("cell_cleared", "Clear", self.clear, "undo", ("Del",), here, group, deletes=True),
            Action("cell_filled", "Fill the cell below", self.fill_down, "arrow-down", ("Shift+Down",), here, group),
            Action("cell_person", "Open the line’s record", self.open_record, "enter", ("Return",), here, group),
            Action("cell_huddle", "Open the huddle of the column", self.open_huddle, "presentation", (), here, group),
        ]

    def panes(self) -> Sequence[QWidget]:
        """Return what F6 steps through."""
        return (self.filters, self.grid)

    def reload(self) -> None:
        """Read the lines and show them; current cell and place stay with their lines."""
        series = self.series.value()
        self._huddles = self.context.workspace.grid.columns(series, SHOWN)
        shown = GridFilter(self.sector.value(), self.region.value(), self.state.value(), self.search.text().strip())
        asked = _Asked(self.subject.current(), tuple(each.huddle_id for each in self._huddles), shown, self._sort)
        record, huddle = self.grid.place()
        if asked == self._asked and self.grid.model.ids:
            self.grid.model.reread(self._huddles)  # in their places, so that no line jumps from under the hand
            self._settling.start()
        else:
            first = self._asked is None or asked.huddles != self._asked.huddles
            self._asked = asked
            self.grid.model.show(self.subject.current(), self._huddles, shown, *self._sort)
            self.grid.lay_out(to_newest=first)
            self.grid.set_sort(*self._sort)
            self._back_to(record, huddle)
        self._show_state(shown)

    @Slot()
    def _settle(self) -> None:
        """Take in who is new on a list and who is gone from all of them, once the hand rests."""
        if self._asked is None:
            return
        model, shown = self.grid.model, self._asked.shown
        read = self.context.workspace.grid
        ids = (read.people if model.subject == PEOPLE else read.organisations)(self._huddles, shown, *self._sort)
        if set(ids) == set(model.ids):
            return
        record, huddle = self.grid.place()
        model.show(model.subject, self._huddles, shown, *self._sort)
        self.grid.lay_out(to_newest=False)
        self._back_to(record, huddle)
        self._show_state(shown)

    def _back_to(self, record: int, huddle: int) -> None:
        row = self.grid.model.row_of(record)
        column = next((n for n, each in enumerate(self._huddles, 1) if each.huddle_id == huddle), 0)
        if row >= 0 and column:
            self.grid.go_to(row, column)

    def _show_state(self, shown: GridFilter) -> None:
        if self.grid.model.ids:
            self.states.show_content()
        elif not self._huddles:
            self.states.show_empty("presentation", "No huddles yet. Plan the first one.", "Plan a huddle", "Ctrl+N")
        elif shown == GridFilter():
            self.states.show_empty("users", "Nobody is on a list yet: open the huddle and invite people.")
        else:
            self.states.show_empty("users", "Nobody matches these filters.", "Clear the filters")

    @Slot()
    def _filtered(self) -> None:
        self._later.start()

    @Slot()
    def _state_acted(self) -> None:
        if not self._huddles:
            self.plan_wanted.emit()
            return
        self.search.clear()
        for field, nothing in ((self.sector, None), (self.region, None), (self.state, "")):
            field.set_value(nothing)
        self.reload()

    @Slot(str)
    def _sort_by(self, key: str) -> None:
        same = self._sort[0] == key
        self._sort = (key, not self._sort[1] if same else key == "total")
        self.reload()

    # -- cells

    @Slot(str)
    def mark(self, what: str) -> None:
        """Mark the selected cells."""
        cells = self.grid.selected()
        if self._is_marking() and cells:
            pitches = self.context.workspace.pitches
            who = self.grid.model.said(self.grid.cells.currentIndex()).partition(":")[0]
            said = f"{SAID[what]}: {who if len(cells) == 1 else f'{len(cells):,} cells'}"
            write_or_tell(self.context, lambda: pitches.mark(cells, what), said)

    @Slot(int, int)
    def fill(self, down: int, right: int) -> None:
        """Go on to the next cell and mark it as this one is."""
        index = self.grid.cells.currentIndex()
        code, row, column = self.grid.model.code(index), index.row() + down, index.column() + right
        if not (0 <= row < self.grid.model.rowCount() and 1 <= column <= len(self._huddles)):
            return
        self.grid.go_to(row, column)
        if (what := OF_CODES.get(code)) is not None:
            self.mark(what)

    def copy(self) -> None:
        """Copy the lines and huddles that selected cells are in, as a table."""
        rows, columns = self.grid.spans()
        if rows:
            put_table(*lines_and_columns(self.grid.model, rows, columns))
            what = "line" if len(rows) == 1 else "lines"
            self.context.toasts.say(
                f"{len(rows):,} {what} of {len(columns):,} huddle{'' if len(columns) == 1 else 's'} copied"
            )

    def _is_marking(self) -> bool:
        if self.grid.model.subject == PEOPLE:
            return True
        self.context.toasts.say("Marks belong to people. Show people to set them.")
        return False

    def attended(self) -> None:
        """They were there."""
        self.mark("attended")

    def pitched(self) -> None:
        """They were there and pitched."""
        self.mark("pitched")

    def apologies(self) -> None:
        """They sent apologies."""
        self.mark("apologies")

    def absent(self) -> None:
        """They were not there."""
        self.mark("absent")

    def clear(self) -> None:
        """Nothing is known of it."""
        self.mark("unknown")

    def fill_down(self) -> None:
        """Mark the cell below as this one is."""
        self.fill(1, 0)

    def open_record(self) -> None:
        """Go to the person or organisation of the line."""
        if record := self.grid.place()[0]:
            self._open_record(record)

    def open_huddle(self) -> None:
        """Go to the huddle of the column."""
        if huddle := self.grid.place()[1]:
            self._open_huddle(huddle)

    @Slot(object)
    def _open_record(self, record: int) -> None:
        kind = "contact" if self.grid.model.subject == PEOPLE else "organisation"
        self.context.navigator.open(kind, record)

    @Slot(object)
    def _open_huddle(self, huddle: int) -> None:
        self.context.navigator.open("huddle", huddle)

    @Slot(QPoint)
    def _open_menu(self, spot: QPoint) -> None:
        menu = Menu(self, once=True)
        marks = ("cell_attended", "cell_pitched", "cell_apologies", "cell_absent", "cell_cleared", "")
        names = ("cell_person", "cell_huddle")
        self.context.actions.fill_menu(menu, (*(marks if self.grid.model.subject == PEOPLE else ()), *names))
        menu.popup(spot)


def lines_and_columns(model: GridModel, rows: Sequence[int], columns: Sequence[int]) -> tuple[list[Column], list[Line]]:
    """Return the columns of a copy and its lines: names, the huddles of `columns` of the model, the totals."""
    is_of_people = model.subject == PEOPLE
    names = [Column("name", "Person" if is_of_people else "Organisation", lambda line: line.name)]
    if is_of_people:
        names.append(Column("organisation", "Organisation", lambda line: line.organisation))
    huddles = [
        Column(str(column), _title(model.huddles[column - 1]), partial(_word, column - 1))
        for column in columns
        if 1 <= column <= len(model.huddles)
    ]
    totals = [
        Column("attended", "Attended", lambda line: str(line.attended)),
        Column("of", "Of", lambda line: str(line.of)),
    ]
    return [*names, *huddles, *totals], [line for row in rows if (line := model.line(row)) is not None]


def _title(huddle: GridColumn) -> str:
    return f"{huddle.label} {huddle.day.isoformat()}"


def _word(place: int, line: Line) -> str:
    """Return the word of a cell, nothing for what was before we knew them."""
    code = line.codes[place]
    return "" if code == BEFORE else WORDS[code]
