"""Huddles: who came to which as a grid, the list of huddles, and who is to be done something about."""

from collections.abc import Sequence
from typing import ClassVar

from PySide6.QtCore import QPoint, Qt, QTimer, Slot
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from crm.attendance.grid import GridFilter
from crm.attendance.grid_records import GridColumn
from crm.attendance.lifecycle import REGULAR, STATES
from crm.changes import Topic
from crm.errors import CrmError
from ui.context import Context
from ui.huddles.acting import ActingPart
from ui.huddles.grid import GridView
from ui.huddles.grid_model import ORGANISATIONS, PEOPLE
from ui.huddles.grid_paint import Legend
from ui.huddles.listed import HuddleList
from ui.kit import theme
from ui.kit.actions import Action, Scope
from ui.kit.buttons import Button, SegmentedControl
from ui.kit.card import Card
from ui.kit.fields import ChoiceField, SearchField
from ui.kit.label import Label
from ui.kit.menu import Menu
from ui.kit.page import Page
from ui.kit.states import StateStack
from ui.writing import write_or_tell

PARTS = (("grid", "Attendance"), ("list", "Huddles"), ("acting", "To act on"))
SUBJECTS = ((PEOPLE, "People"), (ORGANISATIONS, "Organisations"))
SHOWN = 60
SAID = {
    "attended": "Attended",
    "pitched": "Pitched",
    "apologies": "Apologies",
    "absent": "Absent",
    "unknown": "Cleared",
}
OF_CODES = {"A": "attended", "P": "pitched", "E": "apologies", "X": "absent", "x": "absent"}


class HuddlesPage(Page):
    """The page of all huddles; see `ui.pages` for what it offers to the window."""

    topics: ClassVar[Topic] = (
        Topic.HUDDLES
        | Topic.CONTACTS
        | Topic.ORGANISATIONS
        | Topic.INTERACTIONS
        | Topic.FOLLOW_UPS
        | Topic.VOCABULARIES
    )

    def __init__(self, context: Context) -> None:
        super().__init__("Huddles")
        self.context = context
        self._part = "grid"
        self._asked: tuple[object, ...] = ()
        self._huddles: tuple[GridColumn, ...] = ()
        self._sort = ("total", True)
        self.grid = GridView(context.workspace.grid)
        self.list, self.acting = HuddleList(context), ActingPart(context)
        self._build_actions()
        self._build_filters()
        self._build_body()
        self._connect()

    def _build_actions(self) -> None:
        self.tabs = SegmentedControl(PARTS, "What is shown")
        self.tabs.changed.connect(self.show_part)
        door = Button("Open check-in", icon="check-square", tip="Open check-in", shortcut="Ctrl+D")
        door.clicked.connect(self.open_door)
        new = Button("New huddle", icon="plus", tip="Plan a huddle", shortcut="Ctrl+N")
        new.clicked.connect(self.plan)
        for widget in (self.tabs, door, new):
            self.add_action(widget)

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
        head = QHBoxLayout()
        head.setContentsMargins(theme.px(13), theme.px(4), theme.px(13), theme.px(4))
        head.addWidget(Legend(), 1)
        head.addWidget(Label("A P E X set the cell · Shift+arrows fill · Ctrl+Z undo", "secondary", tone="text3"))
        card.body.addLayout(head)
        card.body.addWidget(self.grid, 1)
        self.grid_states = StateStack(card, skeleton_rows=12)
        whole = QWidget()
        column = QVBoxLayout(whole)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.px(12))
        column.addWidget(self.filters)
        column.addWidget(self.grid_states, 1)
        self.parts = QStackedWidget()
        for part in (whole, self.list, self.acting):
            self.parts.addWidget(part)
        self.body.addWidget(self.parts, 1)
        self.first_focus = self.grid

    def _connect(self) -> None:
        self._later = QTimer(self, singleShot=True, interval=0)
        self._later.timeout.connect(self._fill)
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
        self.grid_states.acted.connect(self._state_acted)

    # -- as a page

    def show_target(self, part: str = "", **_: object) -> None:
        """Remember which part to show."""
        self._part = part or self._part

    def reload(self) -> None:
        """Read everything shown."""
        self.tabs.set_current(self._part)
        self.parts.setCurrentIndex([key for key, _ in PARTS].index(self._part))
        self._fill()

    def page_actions(self) -> list[Action]:
        """Return what can be done here."""
        page, here, group = Scope.PAGE, Scope.LIST, "Huddles"
        return [
            Action("new_huddle", "Plan a huddle", self.plan, "plus", ("Ctrl+N",), page, group, "new event"),
            Action("check_in", "Open check-in", self.open_door, "check-square", ("Ctrl+D",), page, group, "door"),
            Action("part_grid", "Show the attendance", self.to_grid, "columns", ("Ctrl+1",), page, group, "grid"),
            Action("part_list", "Show the list of huddles", self.to_list, "list", ("Ctrl+2",), page, group),
            Action("part_acting", "Show who to act on", self.to_acting, "flag", ("Ctrl+3",), page, group, "lapsed"),
            Action("find", "Find in the grid", self.to_search, "search", ("Ctrl+F",), page, group),
            Action("cell_attended", "Attended", self.attended, "check", ("A",), here, "Grid"),
            Action("cell_pitched", "Pitched", self.pitched, "mic", ("P",), here, "Grid"),
            Action("cell_apologies", "Apologies", self.apologies, "minus", ("E",), here, "Grid", "excused"),
            Action("cell_absent", "Absent", self.absent, "x", ("X",), here, "Grid", "no-show"),
            Action("cell_cleared", "Clear", self.clear, "undo", ("Del",), here, "Grid"),
            Action(
                "cell_filled",
                "Fill the cell below with this one",
                self.fill_down,
                "arrow-down",
                ("Shift+Down",),
                here,
                "Grid",
            ),
            Action(
                "cell_person", "Open the person or organisation", self.open_record, "enter", ("Return",), here, "Grid"
            ),
            Action("cell_huddle", "Open the huddle", self.open_huddle, "presentation", (), page, "Grid"),
        ]

    def panes(self) -> Sequence[QWidget]:
        """Return what F6 steps through."""
        shown: dict[str, tuple[QWidget, ...]] = {"grid": (self.filters, self.grid), "list": (self.list,)}
        return shown.get(self._part, (self.acting,))

    # -- parts

    @Slot(str)
    def show_part(self, part: str) -> None:
        """Show a part of the page."""
        self._part = part
        self.reload()

    def to_grid(self) -> None:
        """Show the grid."""
        self.show_part("grid")
        self.grid.setFocus(Qt.FocusReason.OtherFocusReason)

    def to_list(self) -> None:
        """Show the list of huddles."""
        self.show_part("list")
        self.list.table.setFocus(Qt.FocusReason.OtherFocusReason)

    def to_acting(self) -> None:
        """Show who is to be done something about."""
        self.show_part("acting")
        self.acting.focus_first()

    def to_search(self) -> None:
        """Go to the field that filters the grid."""
        self.show_part("grid")
        self.search.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def plan(self) -> None:
        """Open the form of a new huddle."""
        self.context.navigator.open("plan_huddle", series=self.series.value())

    def open_door(self) -> None:
        """Go to the check-in of the huddle that is on or comes next, else of the last."""
        huddles = self.context.workspace.huddles
        huddle = huddles.next(self.series.value()) or huddles.last(self.series.value())
        if huddle is None:
            self.plan()
        else:
            self.context.navigator.open("check_in", huddle.id)

    # -- reading

    def _fill(self) -> None:
        try:
            self._show_subtitle()
            if self._part == "grid":
                self._fill_grid()
            elif self._part == "list":
                self.list.reload()
            else:
                self.acting.reload()
        except CrmError as error:
            self.grid_states.show_error(str(error))

    def _show_subtitle(self) -> None:
        huddles = [row for row in self.context.workspace.huddles.rows() if row.status != "cancelled"]
        held = [row.attended + row.headcount for row in huddles if row.attended]
        regulars = self.context.workspace.lifecycles.counts(None)[REGULAR]
        parts = [f"{len(huddles):,} held or planned"]
        if held:
            parts += [
                f"{regulars:,} regular{'' if regulars == 1 else 's'}",
                f"average {sum(held) / len(held):.0f} attend",
            ]
        self.set_subtitle(" · ".join(parts) if huddles else "")

    def _fill_grid(self) -> None:
        series = self.series.value()
        self._huddles = self.context.workspace.grid.columns(series, SHOWN)
        shown = GridFilter(self.sector.value(), self.region.value(), self.state.value(), self.search.text().strip())
        asked = (self.subject.current(), tuple(each.huddle_id for each in self._huddles), shown, self._sort)
        record, huddle = self.grid.place()
        if asked == self._asked and self.grid.model.ids:
            self._reread()
        else:
            first = not self._asked or asked[1] != self._asked[1]
            self._asked = asked
            self.grid.model.show(self.subject.current(), self._huddles, shown, *self._sort)
            self.grid.lay_out(to_newest=first)
            self.grid.set_sort(*self._sort)
            self._back_to(record, huddle)
        self._show_state(shown)

    def _reread(self) -> None:
        """Show what changed in place; somebody new on a list or gone from all of them changes the lines."""
        model, shown = self.grid.model, self._asked[2]
        read = self.context.workspace.grid
        ids = (read.people if model.subject == PEOPLE else read.organisations)(self._huddles, shown, *self._sort)  # type: ignore[arg-type]
        if set(ids) == set(model.ids):
            model.reread(self._huddles)  # in their places, so that no line jumps from under the hand
            return
        record, huddle = self.grid.place()
        model.show(model.subject, self._huddles, shown, *self._sort)  # type: ignore[arg-type]
        self.grid.lay_out(to_newest=False)
        self._back_to(record, huddle)

    def _back_to(self, record: int, huddle: int) -> None:
        row = self.grid.model.row_of(record)
        column = next((n for n, each in enumerate(self._huddles, 1) if each.huddle_id == huddle), 0)
        if row >= 0 and column:
            self.grid.go_to(row, column)

    def _show_state(self, shown: GridFilter) -> None:
        if self.grid.model.ids:
            self.grid_states.show_content()
        elif not self._huddles:
            self.grid_states.show_empty(
                "presentation", "No huddles yet. Plan the first one.", "Plan a huddle", "Ctrl+N"
            )
        elif shown == GridFilter():
            self.grid_states.show_empty("users", "Nobody is on a list yet: open the huddle and invite people.")
        else:
            self.grid_states.show_empty("users", "Nobody matches these filters.", "Clear the filters")

    @Slot()
    def _filtered(self) -> None:
        self._later.start()

    @Slot()
    def _state_acted(self) -> None:
        if not self._huddles:
            self.plan()
            return
        self.search.clear()
        for field, nothing in ((self.sector, None), (self.region, None), (self.state, "")):
            field.set_value(nothing)
        self._fill()

    @Slot(str)
    def _sort_by(self, key: str) -> None:
        same = self._sort[0] == key
        self._sort = (key, not self._sort[1] if same else key == "total")
        self._fill()

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
