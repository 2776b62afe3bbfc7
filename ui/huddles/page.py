"""Huddles: who came to which as a grid, the list of huddles, and who is to be done something about."""

from collections.abc import Sequence
from typing import ClassVar

from PySide6.QtCore import Qt, QTimer, Slot
from PySide6.QtWidgets import QStackedWidget, QWidget

from crm.changes import Topic
from crm.errors import CrmError
from crm.lifecycle_states import REGULAR
from ui.context import Context
from ui.huddles.grid.part import GridPart
from ui.huddles.huddle_list import HuddleList
from ui.huddles.outreach_lists import OutreachPart
from ui.kit.actions import Action, Scope
from ui.kit.buttons import Button, SegmentedControl
from ui.kit.page import Page
from ui.shell.destinations import DOOR

PARTS = (("grid", "Attendance"), ("list", "Huddles"), ("acting", "To act on"))
TOLD_AFTER = 300
"""Milliseconds without a change, after which the numbers of the page are counted again."""


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
        self.attendance = GridPart(context)
        self.attendance.plan_wanted.connect(self.plan)
        self.list, self.acting = HuddleList(context), OutreachPart(context)
        self.parts = QStackedWidget()
        for part in (self.attendance, self.list, self.acting):
            self.parts.addWidget(part)
        self.body.addWidget(self.parts, 1)
        self.first_focus = self.attendance.grid
        self._telling = QTimer(self, singleShot=True, interval=TOLD_AFTER)
        self._telling.timeout.connect(self._show_subtitle)
        self._build_actions()

    def _build_actions(self) -> None:
        self.tabs = SegmentedControl(PARTS, "What is shown")
        self.tabs.changed.connect(self.show_part)
        door = Button("Open check-in", icon="check-square", tip="Open check-in", shortcut="Ctrl+D")
        door.clicked.connect(self.open_door)
        new = Button("New huddle", icon="plus", tip="Plan a huddle", shortcut="Ctrl+N")
        new.clicked.connect(self.plan)
        for widget in (self.tabs, door, new):
            self.add_action(widget)

    # -- as a page

    def show_target(self, part: str = "", **_: object) -> None:
        """Remember which part to show."""
        self._part = part or self._part

    def reload(self) -> None:
        """Read everything shown."""
        self.tabs.set_current(self._part)
        parts: dict[str, GridPart | HuddleList | OutreachPart]
        parts = {"grid": self.attendance, "list": self.list, "acting": self.acting}
        shown = parts[self._part]
        self.parts.setCurrentWidget(shown)
        self.first_focus = {"grid": self.attendance.grid, "list": self.list.table}.get(self._part, self.acting)
        try:
            shown.reload()
            if self.subtitle():
                self._telling.start()
            else:
                self._show_subtitle()
        except CrmError as error:
            self.attendance.states.show_error(str(error))

    def page_actions(self) -> list[Action]:
        """Return what can be done here."""
        page, group = Scope.PAGE, "Huddles"
        return [
            Action("new_huddle", "Plan a huddle", self.plan, "plus", ("Ctrl+N",), page, group, "new event"),
            Action("check_in", "Open check-in", self.open_door, "check-square", ("Ctrl+D",), page, group, DOOR),
            Action("part_grid", "Show the attendance", self.to_grid, "columns", ("Ctrl+1",), page, group, "grid"),
            Action("part_list", "Show the list of huddles", self.to_list, "list", ("Ctrl+2",), page, group),
            Action("part_acting", "Show who to act on", self.to_acting, "flag", ("Ctrl+3",), page, group, "lapsed"),
            Action(
                "copy", "Copy the selected rows", self.copy, "copy", ("Ctrl+C",), page, group, enabled=self._has_rows
            ),
            Action("find", "Find in the grid", self.to_search, "search", ("Ctrl+F",), page, group),
            *self.attendance.table_of(),
        ]

    def panes(self) -> Sequence[QWidget]:
        """Return what F6 steps through."""
        shown: dict[str, Sequence[QWidget]] = {"grid": self.attendance.panes(), "list": (self.list,)}
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
        self.attendance.grid.setFocus(Qt.FocusReason.OtherFocusReason)

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
        self.attendance.search.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def copy(self) -> None:
        """Copy what is selected in the grid or in the list of huddles, as a table."""
        if self._part == "grid":
            self.attendance.copy()
        else:
            self.list.copy()

    def _has_rows(self) -> bool:
        return self._part != "acting"

    def plan(self) -> None:
        """Open the form of a new huddle."""
        self.context.navigator.open("plan_huddle", series=self.attendance.series.value())

    def open_door(self) -> None:
        """Go to the check-in of today's huddle, else of the one that comes next, else of the last."""
        huddle = self.context.workspace.huddles.at_the_door(self.attendance.series.value())
        if huddle is None:
            self.plan()
        else:
            self.context.navigator.open("check_in", huddle.id)

    @Slot()
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
