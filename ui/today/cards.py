"""The cards of Today: each reads itself, so that one that fails leaves the others standing."""

from PySide6.QtCore import QPoint, Signal, Slot
from PySide6.QtWidgets import QVBoxLayout, QWidget

from crm import clock
from crm.errors import CrmError
from crm.settings import CHECKLIST_CLOSED, USER_NAME
from ui.context import Context
from ui.kit import theme
from ui.kit.actions import Action, Scope
from ui.kit.buttons import Button
from ui.kit.card import Card
from ui.kit.empty_states import StateStack
from ui.kit.menu import Menu
from ui.kit.rows import ListRow, RowList
from ui.records.follow_up_list import FollowUpActions, FollowUpList
from ui.records.service_calls import write_or_tell
from ui.shell.navigator import OpenPlace
from ui.today.words import interaction_row

SHOWN, MORE = 5, 10


class TodayCard(Card):
    """A list under a title; `read` of a subclass fills it and says how many rows there are; without any it hides."""

    def __init__(self, context: Context, title: str, shown: RowList) -> None:
        super().__init__(title, flush=True)
        self.context, self.list = context, shown
        content = QWidget()
        column = QVBoxLayout(content)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(shown)
        self.states = StateStack(content, skeleton_rows=3)
        self.states.acted.connect(self.reload)
        self.body.addWidget(self.states)
        self.see_all = Button("See all", "ghost")
        self.see_all.clicked.connect(self.show_all)
        self.add_action(self.see_all)

    @Slot()
    def reload(self) -> None:
        """Read and show; a failure is said in this card alone."""
        try:
            count = self.read()
        except CrmError as error:
            self.states.show_error(str(error))
            self.setVisible(True)
            return
        self.states.show_content()
        self.setVisible(count > 0)

    def read(self) -> int:
        """Fill the list; return how many rows there are."""
        return 0

    @Slot()
    def show_all(self) -> None:
        """Go where all of them are."""


class DueCard(TodayCard):
    """The first follow-ups of some groups."""

    def __init__(self, context: Context, deeds: FollowUpActions, title: str, groups: tuple[str, ...]) -> None:
        super().__init__(context, title, FollowUpList(deeds, title))
        self._groups = groups

    def read(self) -> int:
        """Read the first five."""
        followups = self.context.workspace.followups
        counts = followups.counts()
        count = sum(counts[group] for group in self._groups)
        overdue = self._groups == ("overdue",)
        rows = followups.page("overdue", limit=SHOWN) if overdue else followups.due_now(SHOWN)
        if isinstance(self.list, FollowUpList):
            self.list.show_follow_ups(rows)
        self.set_count(f"{count:,}")
        self.see_all.setText(f"See all {count:,}")
        self.see_all.setVisible(count > SHOWN)
        return count

    def show_all(self) -> None:
        """Go to the follow-ups page, to this group."""
        self.context.navigator.open("follow_ups", group=self._groups[0])


class PlannedCard(TodayCard):
    """What is planned, soonest first; Space or the circle says that it was held."""

    def __init__(self, context: Context) -> None:
        super().__init__(context, "Planned", RowList("Planned"))
        self._limit = SHOWN
        self.list.row_toggled.connect(self._hold)
        self.list.row_activated.connect(self._open)
        self.list.menu_requested.connect(self._open_menu)
        self.see_all.setText("Show more")

    def table(self) -> list[Action]:
        """What can be done with a planned interaction, for the table of actions."""
        return [
            Action(
                "planned_held",
                "Mark as held",
                self.hold_current,
                "check",
                ("Space",),
                Scope.LIST,
                "Planned",
                "happened",
            )
        ]

    def read(self) -> int:
        """Read the soonest."""
        rows, today = self.context.workspace.interactions.planned(self._limit + 1), clock.today()
        self.list.set_rows([interaction_row(row, today) for row in rows[: self._limit]])
        self.see_all.setVisible(len(rows) > self._limit)
        return min(len(rows), self._limit)

    def show_all(self) -> None:
        """Show more in place."""
        self._limit += MORE
        self.reload()

    def hold_current(self) -> None:
        """Say that the current one was held."""
        if (wanted := self.list.current_id()) is not None:
            self._hold(wanted)

    @Slot(object)
    def _hold(self, wanted: object) -> None:
        interactions, id_ = self.context.workspace.interactions, int(str(wanted))
        title = interactions.get(id_).title
        write_or_tell(self.context, lambda: interactions.set_status(id_, "held"), f"Held: {title}")

    @Slot(object)
    def _open(self, wanted: object) -> None:
        self.context.navigator.open("interaction", int(str(wanted)))

    @Slot(object, QPoint)
    def _open_menu(self, wanted: object, spot: QPoint) -> None:
        menu = Menu(self, once=True)
        menu.add("Mark as held", self.hold_current, icon="check", shortcut="Space")
        menu.add(
            "Open", OpenPlace(self.context.navigator, "interaction", int(str(wanted))), icon="edit", shortcut="Enter"
        )
        menu.popup(spot)


class RecentCard(TodayCard):
    """What happened lately, newest first; Enter opens one."""

    def __init__(self, context: Context) -> None:
        super().__init__(context, "Recent interactions", RowList("Recent interactions"))
        self._limit = SHOWN
        self.list.row_activated.connect(self._open)
        self.see_all.setText("Show more")

    def read(self) -> int:
        """Read the newest."""
        rows, today = self.context.workspace.interactions.recent(self._limit + 1), clock.today()
        self.list.set_rows([interaction_row(row, today) for row in rows[: self._limit]])
        self.see_all.setVisible(len(rows) > self._limit)
        return min(len(rows), self._limit)

    def show_all(self) -> None:
        """Show more in place."""
        self._limit += MORE
        self.reload()

    @Slot(object)
    def _open(self, wanted: object) -> None:
        self.context.navigator.open("interaction", int(str(wanted)))


class ChecklistCard(Card):
    """The first steps in a new file, ticked as they are taken; shown until all are, or until it is put away."""

    STEPS = (
        ("import", "Bring in your contacts", "A file from Google, Outlook, a spreadsheet or your phone"),
        ("log", "Log a meeting", "One line: met jane roe re imaging pilot f 2w"),
        ("follow_up", "Add a follow-up", "It waits for you here on its day"),
        ("plan_huddle", "Plan your first huddle", "Day, place and pitch slots; then invite people"),
        ("settings", "Set your name", "So that Today can greet you"),
    )
    put_away = Signal()

    def __init__(self, context: Context) -> None:
        super().__init__("First steps", flush=True)
        self._context = context
        self.list = RowList("First steps")
        self.list.row_activated.connect(self._go)
        self.list.row_toggled.connect(self._go)
        self.body.addWidget(self.list)
        hide = Button("Dismiss", "ghost", tip="Do not show these steps any more")
        hide.clicked.connect(self._put_away)
        self.add_action(hide)
        self.body.addSpacing(theme.px(2))

    def reload(self) -> None:
        """Tick what is done."""
        workspace = self._context.workspace
        if workspace.settings.get(CHECKLIST_CLOSED):
            self.setVisible(False)
            return
        done = {
            "import": workspace.has_any("contact"),
            "log": bool(workspace.interactions.recent(1) or workspace.interactions.planned(1)),
            "follow_up": workspace.followups.has_any(),
            "plan_huddle": workspace.has_any("huddle"),
            "settings": bool(workspace.settings.get(USER_NAME)),
        }
        self.list.set_rows(
            [ListRow(key, title, detail, tick=done[key], chevron=not done[key]) for key, title, detail in self.STEPS]
        )
        self.set_count(f"{sum(done.values())} of {len(done)}")
        self.setVisible(not all(done.values()))

    @Slot(object)
    def _go(self, step: object) -> None:
        self._context.navigator.open(str(step))

    @Slot()
    def _put_away(self) -> None:
        try:
            self._context.workspace.settings.set(CHECKLIST_CLOSED, True)
        except CrmError as error:
            self._context.toasts.problem(str(error))
