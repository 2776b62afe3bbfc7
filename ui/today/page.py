"""Today: what is overdue, what is due next, what is planned and what happened lately."""

from typing import Any, ClassVar

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QApplication

from crm import clock
from crm.changes import Topic
from crm.dates import show_day, utc_to_local
from crm.settings import USER_NAME
from ui.context import Context
from ui.kit.actions import Action
from ui.kit.buttons import Button
from ui.kit.card import Card
from ui.kit.empty_states import EmptyState
from ui.kit.page import Page
from ui.kit.rows import RowList
from ui.kit.two_columns import TwoColumns
from ui.records.follow_up_list import FollowUpActions
from ui.today.cards import ChecklistCard, DueCard, PlannedCard, RecentCard, TodayCard
from ui.today.huddle import NextHuddleCard
from ui.today.words import greeting, subtitle


class TodayPage(Page):
    """The first page of the day."""

    topics: ClassVar[Topic] = (
        Topic.FOLLOW_UPS
        | Topic.INTERACTIONS
        | Topic.CONTACTS
        | Topic.ORGANISATIONS
        | Topic.HUDDLES
        | Topic.IMPORTS
        | Topic.SETTINGS
        | Topic.VOCABULARIES
    )

    def __init__(self, context: Context) -> None:
        super().__init__("Today", scroll=True)
        self._context = context
        self._deeds = FollowUpActions(context, self)
        add = Button("Add follow-up", icon="plus", tip="Add follow-up", shortcut="Ctrl+Shift+F")
        add.clicked.connect(self._add)
        self.add_action(add)
        self.checklist = ChecklistCard(context)
        self.overdue = DueCard(context, self._deeds, "Overdue", ("overdue",))
        self.due = DueCard(context, self._deeds, "Today and next", ("today", "next"))
        self.huddle = NextHuddleCard(context)
        self.planned = PlannedCard(context)
        self.recent = RecentCard(context)
        self.nothing = Card()
        self._columns = TwoColumns(58)
        for card in (self.overdue, self.due, self.nothing):
            self._columns.add_left(card)
        for card in (self.checklist, self.huddle, self.planned, self.recent):
            self._columns.add_right(card)
        for shown in self._all_lists():
            shown.left.connect(self._leave_list)
        self.body.addWidget(self._columns, 1)

    def show_target(self, **target: Any) -> None:
        """There is one Today."""

    def page_actions(self) -> list[Action]:
        """What can be done with a row."""
        return [*self._deeds.table(), *self.planned.table()]

    def reload(self) -> None:
        """Read every card."""
        focus = QApplication.focusWidget()
        inside = focus is not None and self._columns.isAncestorOf(focus)
        workspace, now = self._context.workspace, utc_to_local(clock.now())
        self.set_title(greeting(workspace.settings.get(USER_NAME), now.time()))
        cards: tuple[TodayCard, ...] = (self.overdue, self.due, self.planned, self.recent)
        for card in cards:
            card.reload()
        self.huddle.reload()
        self.checklist.reload()
        counts = workspace.followups.counts()
        soon = counts["today"] + counts["next"]
        self.set_subtitle(subtitle(clock.today(), counts["overdue"], soon))
        self._show_nothing(counts["overdue"] + soon == 0)
        self._columns.fit()
        self.first_focus = next((shown for shown in self._all_lists() if self._is_shown(shown)), None)
        if inside and (focus is None or not focus.isVisibleTo(self)):
            self.focus_content()

    def _show_nothing(self, shown: bool) -> None:
        """Say that nothing is due, and what comes next."""
        self.nothing.setVisible(shown)
        while (item := self.nothing.body.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.deleteLater()
        if not shown:
            return
        later = self._context.workspace.followups.page("later", limit=1)
        after = "What you promise will wait here."
        if later and later[0].due_on is not None:
            after = f"Next: {later[0].title}, {show_day(later[0].due_on, clock.today())}."
        empty = EmptyState("check-circle", f"Nothing due. {after}", "Log a meeting", "Ctrl+L")
        empty.acted.connect(self._log)
        self.nothing.body.addWidget(empty)

    def _all_lists(self) -> list[RowList]:
        huddle = (self.huddle.list, self.huddle.closing)
        return [self.overdue.list, self.due.list, self.checklist.list, *huddle, self.planned.list, self.recent.list]

    def _is_shown(self, shown: RowList) -> bool:
        return shown.isVisibleTo(self) and bool(shown.rows())

    @Slot(int)
    def _leave_list(self, step: int) -> None:
        """Go on with the list above or below."""
        lists = [shown for shown in self._all_lists() if self._is_shown(shown)]
        here = self.sender()
        at = lists.index(here) + step if isinstance(here, RowList) and here in lists else -1
        if 0 <= at < len(lists):
            lists[at].setFocus()
            lists[at].select_row(0 if step > 0 else -1)

    @Slot()
    def _add(self) -> None:
        self._context.navigator.open("follow_up")

    @Slot()
    def _log(self) -> None:
        self._context.navigator.open("log")
