"""Whom to do something about: lapsed regulars, first-timers to welcome, who never pitched, who hangs on one person."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import QPoint, Qt, Slot
from PySide6.QtWidgets import QVBoxLayout, QWidget

from crm import clock, dates
from crm.attendance.lifecycle import OrganisationToAct, PersonToAct
from ui.context import Context
from ui.huddles.words import REGISTRATIONS
from ui.kit.buttons import Button
from ui.kit.card import Card
from ui.kit.empty_states import StateStack
from ui.kit.menu import Menu
from ui.kit.page import scroller
from ui.kit.rows import ListRow, RowList
from ui.kit.two_columns import TwoColumns
from ui.records.service_calls import write_or_tell

SHOWN = 8
Row = PersonToAct | OrganisationToAct


class OutreachCard(Card):
    """One list with its reason in words; Enter opens the record, the button acts for all of it."""

    def __init__(self, context: Context, title: str, empty: str, read: Callable[[], Sequence[Row]]) -> None:
        super().__init__(title, flush=True)
        self.context, self._empty, self._read = context, empty, read
        self.found: Sequence[Row] = ()
        self._all = False
        self.list = RowList(title)
        self.list.row_activated.connect(self._open)
        self.list.menu_requested.connect(self._open_menu)
        content = QWidget()
        column = QVBoxLayout(content)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.list)
        self.more = Button("Show all", "ghost")
        self.more.clicked.connect(self._show_all)
        column.addWidget(self.more, 0, Qt.AlignmentFlag.AlignLeft)
        self.states = StateStack(content, skeleton_rows=3)
        self.body.addWidget(self.states)

    def reload(self) -> None:
        """Read the list and show it."""
        self.found = self._read()
        self.set_count(f"{len(self.found):,}" if self.found else "")
        shown = self.found if self._all else self.found[:SHOWN]
        self.list.set_rows([_row(each) for each in shown])
        self.more.setText(f"Show all {len(self.found):,}")
        self.more.setVisible(len(self.found) > len(shown))
        if self.found:
            self.states.show_content()
        else:
            self.states.show_empty("check-circle", self._empty)

    @Slot()
    def _show_all(self) -> None:
        self._all = True
        self.reload()

    @Slot(object)
    def _open(self, wanted: object) -> None:
        if isinstance(wanted, tuple):
            self.context.navigator.open(*wanted)

    @Slot(object, QPoint)
    def _open_menu(self, wanted: object, spot: QPoint) -> None:
        menu = Menu(self, once=True)
        menu.add("Open", self._open_current, icon="enter", shortcut="↵")
        menu.add("Log a meeting", self._log_current, icon="plus")
        menu.add("Add a follow-up", self._follow_up_current, icon="bell")
        menu.popup(spot)

    @Slot()
    def _open_current(self) -> None:
        self._open(self.list.current_id())

    @Slot()
    def _log_current(self) -> None:
        self._about_current("log")

    @Slot()
    def _follow_up_current(self) -> None:
        self._about_current("follow_up")

    def _about_current(self, panel: str) -> None:
        wanted = self.list.current_id()
        if isinstance(wanted, tuple):
            self.context.navigator.open(panel, None, **{wanted[0]: wanted[1]})


class OutreachPart(QWidget):
    """The four lists side by side."""

    def __init__(self, context: Context) -> None:
        super().__init__()
        self.context = context
        lifecycles = context.workspace.lifecycles
        self.lapsed = OutreachCard(
            context, "Regulars who stopped coming", "No regular is missing.", lifecycles.lapsed_regulars
        )
        self.first = OutreachCard(
            context, "First-timers to welcome", "Everybody new was written to.", lifecycles.first_timers
        )
        self.silent = OutreachCard(
            context, "Regulars who never pitched", "Every regular has pitched.", lifecycles.never_pitched
        )
        self.alone = OutreachCard(
            context, "Organisations that depend on one person", "None depends on one person.", lifecycles.hanging_on_one
        )
        invite = Button("Invite to the next", "ghost", icon="mail", tip="Invite all of them to the next huddle")
        invite.clicked.connect(self.invite_lapsed)
        self.lapsed.add_action(invite)
        columns = TwoColumns(50)
        for card in (self.lapsed, self.silent):
            columns.add_left(card)
        for card in (self.first, self.alone):
            columns.add_right(card)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(scroller(columns))

    def reload(self) -> None:
        """Read all lists."""
        for card in (self.lapsed, self.first, self.silent, self.alone):
            card.reload()

    def focus_first(self) -> None:
        """Give the keyboard to the first list that holds anything."""
        for card in (self.lapsed, self.first, self.silent, self.alone):
            if card.found:
                card.list.setFocus(Qt.FocusReason.OtherFocusReason)
                return

    @Slot()
    def invite_lapsed(self) -> None:
        """Invite the regulars who stopped coming to the next huddle."""
        huddle = self.context.workspace.huddles.next()
        people = [each.contact_id for each in self.lapsed.found if isinstance(each, PersonToAct)]
        new = [
            each.contact_id
            for each in self.lapsed.found
            if isinstance(each, PersonToAct) and each.registration == "none"
        ]
        if huddle is None:
            self.context.toasts.say("No huddle is planned yet: plan the next one first")
            self.context.navigator.open("plan_huddle")
        elif not people or not new:
            self.context.toasts.say(f"All of them are on the list of {huddle.label} already")
        else:
            attendance, id_ = self.context.workspace.attendance, huddle.id
            said = f"{len(new):,} invited to {huddle.label}"
            write_or_tell(self.context, lambda: attendance.invite(id_, new), said)


def _row(each: Row) -> ListRow:
    if isinstance(each, OrganisationToAct):
        return ListRow(
            ("organisation", each.organisation_id),
            each.name,
            detail=each.reason,
            avatar=each.name,
            sector=each.symbol,
            square=True,
        )
    reply, tone = REGISTRATIONS[each.registration]
    by = ""
    if each.by is not None:
        late = each.by.replace(tzinfo=None) < dates.utc_to_local(clock.now()).replace(tzinfo=None)
        by = "overdue" if late else f"by {dates.show_day(each.by.date(), clock.today())}"
    return ListRow(
        ("contact", each.contact_id),
        each.name,
        aside=each.organisation,
        detail=each.reason,
        avatar=each.name,
        sector=each.symbol,
        pill=reply if each.registration != "none" else "",
        pill_tone=tone,
        note=by,
        note_tone="danger" if by == "overdue" else "text2",
    )
