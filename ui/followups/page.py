"""The follow-ups page: what is overdue, due, to come, owed to us and snoozed, worked through from the keyboard."""

from typing import Any, ClassVar

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QApplication, QHBoxLayout, QWidget

from crm.changes import Topic
from crm.followups import GROUPS, FollowUpGroup, repeats
from ui.context import Context
from ui.kit import theme
from ui.kit.actions import Action, Scope
from ui.kit.buttons import Button
from ui.kit.card import Card
from ui.kit.empty_states import StateStack
from ui.kit.page import Page
from ui.kit.table import Column
from ui.kit.two_columns import TwoColumns
from ui.records.clipboard import iso_day, put_table
from ui.records.follow_up_list import FollowUpActions, FollowUpList

TITLES = {
    "overdue": "Overdue",
    "today": "Today",
    "next": "Next 7 days",
    "later": "Later",
    "waiting": "Waiting for them",
    "snoozed": "Snoozed",
}
AT_RIGHT = ("later", "waiting", "snoozed")
AT_ONCE = 50
COPIED = (
    Column("group", "When", lambda row: TITLES[row.group]),
    Column("title", "Follow-up", lambda row: row.title),
    Column("contact", "Contact", lambda row: row.contact),
    Column("organisation", "Organisation", lambda row: row.organisation),
    Column("due", "Due", lambda row: iso_day(row.due_on)),
    Column("time", "Time", lambda row: f"{row.due_time:%H:%M}" if row.due_time else ""),
    Column("snoozed", "Snoozed until", lambda row: iso_day(row.snoozed_until)),
    Column("owed_by", "Owed by", lambda row: "them" if row.owed_by == "them" else "us"),
    Column("repeat", "Repeats", lambda row: repeats.in_words(row.repeat)),
)
"""What a copy of the page holds of each follow-up."""


class GroupCard(Card):
    """One group: its first rows, and more of them on demand."""

    def __init__(self, context: Context, deeds: FollowUpActions, name: str) -> None:
        super().__init__(TITLES[name], flush=True)
        self._context, self.name, self._shown = context, name, AT_ONCE
        self.list = FollowUpList(deeds, TITLES[name])
        self.body.addWidget(self.list)
        self.more = Button("", "ghost", icon="chevron-down")
        self.more.clicked.connect(self._show_more)
        foot = QHBoxLayout()
        foot.setContentsMargins(theme.px(10), theme.px(4), 0, 0)
        foot.addWidget(self.more)
        foot.addStretch(1)
        self.body.addLayout(foot)

    def show_group(self, group: FollowUpGroup) -> None:
        """Show a group as it is now, as many rows as were shown before."""
        rows = group.rows
        if len(rows) < min(group.count, self._shown):
            rows = tuple(self._context.workspace.followups.page(self.name, limit=self._shown))
        self.list.show_follow_ups(rows)
        self.set_count(f"{group.count:,}")
        left = group.count - len(rows)
        self.more.setText(f"Show {min(left, AT_ONCE):,} more of {left:,}")
        self.more.setVisible(left > 0)
        self.setVisible(group.count > 0)

    @Slot()
    def _show_more(self) -> None:
        self._shown += AT_ONCE
        followups = self._context.workspace.followups
        count = followups.counts()[self.name]
        rows = tuple(followups.page(self.name, limit=self._shown))
        self.show_group(FollowUpGroup(self.name, count, rows))


class FollowUpsPage(Page):
    """Every open follow-up in its group."""

    topics: ClassVar[Topic] = Topic.FOLLOW_UPS | Topic.CONTACTS | Topic.ORGANISATIONS | Topic.VOCABULARIES

    def __init__(self, context: Context) -> None:
        super().__init__("Follow-ups", scroll=True)
        self._context = context
        self._deeds = FollowUpActions(context, self)
        self._wanted = ""
        add = Button("Add follow-up", icon="plus", tip="Add follow-up", shortcut="Ctrl+Shift+F")
        add.clicked.connect(self._add)
        self.add_action(add)
        self._columns = TwoColumns(58)
        self.cards = {name: GroupCard(context, self._deeds, name) for name in GROUPS}
        for name, card in self.cards.items():
            card.list.left.connect(self._leave_list)
            if name in AT_RIGHT:
                self._columns.add_right(card)
            else:
                self._columns.add_left(card)
        self.states = StateStack(self._columns)
        self.states.acted.connect(self._add)
        self.body.addWidget(self.states, 1)

    def show_target(self, group: str = "", **target: Any) -> None:
        """Begin in a group, where one is named."""
        self._wanted = group

    def page_actions(self) -> list[Action]:
        """What can be done with a row."""
        copy = Action(
            "copy", "Copy the follow-ups as a table", self.copy, "copy", ("Ctrl+C",), Scope.PAGE, "Follow-ups"
        )
        return [*self._deeds.table(), copy]

    def copy(self) -> None:
        """Copy every follow-up of the page as a table."""
        followups = self._context.workspace.followups
        counts = followups.counts()
        rows = [row for name in GROUPS for row in followups.page(name, limit=counts[name])]
        if rows:
            put_table(COPIED, rows)
            self._context.toasts.say(f"{len(rows):,} follow-up{'' if len(rows) == 1 else 's'} copied")

    def reload(self) -> None:
        """Read every group."""
        focus = QApplication.focusWidget()
        inside = focus is not None and self._columns.isAncestorOf(focus)
        groups = {group.name: group for group in self._context.workspace.followups.groups(limit=AT_ONCE)}
        for name, card in self.cards.items():
            card.show_group(groups[name])
        self.set_subtitle(_subtitle(groups))
        if any(group.count for group in groups.values()):
            self.states.show_content()
        else:
            self.states.show_empty("bell", "Nothing to follow up. What you promise will wait here.",
                                   "Add follow-up", "Ctrl+Shift+F")  # fmt: skip
        wanted = self.cards.get(self._wanted)
        first = wanted if wanted is not None and not wanted.isHidden() else next(iter(self._lists()), None)
        self.first_focus = first.list if first is not None else None
        self._wanted = ""
        if inside and (focus is None or not focus.isVisibleTo(self)):
            self.focus_content()

    def _lists(self) -> list[GroupCard]:
        return [card for card in self.cards.values() if not card.isHidden()]

    @Slot(int)
    def _leave_list(self, step: int) -> None:
        """Go on with the list above or below."""
        lists: list[QWidget] = [card.list for card in self._lists()]
        here = self.sender()
        at = lists.index(here) + step if isinstance(here, FollowUpList) else -1
        if 0 <= at < len(lists):
            target = lists[at]
            target.setFocus()
            if isinstance(target, FollowUpList):
                target.select_row(0 if step > 0 else -1)

    @Slot()
    def _add(self) -> None:
        self._context.navigator.open("follow_up")


def _subtitle(groups: dict[str, FollowUpGroup]) -> str:
    said = (
        (groups["overdue"].count, "overdue"),
        (groups["today"].count, "due today"),
        (groups["next"].count, "in the next 7 days"),
        (groups["waiting"].count, "owed to us"),
    )
    return ", ".join(f"{number:,} {words}" for number, words in said if number) or "Nothing is due"
