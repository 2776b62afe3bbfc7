"""Before a huddle: who was asked and what they replied, the slots for pitches, what goes out and onto paper."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Slot
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from crm.attendance import AttendanceRow, Counts
from crm.errors import CrmError
from crm.huddles import HuddleDetail
from ui.context import Context
from ui.huddles.conversations import ConversationsCard
from ui.huddles.mailing import OutgoingCard
from ui.huddles.people import PeopleActions, PeopleTable, chosen
from ui.huddles.pitches import PitchesCard
from ui.kit import theme
from ui.kit.actions import Action
from ui.kit.buttons import Button, SegmentedControl
from ui.kit.card import Card
from ui.kit.empty_states import StateStack
from ui.kit.label import Label
from ui.kit.menu import Menu
from ui.kit.share_bar import ShareBar
from ui.records.huddle_words import reply_shares
from ui.records.record_fields import ContactField
from ui.records.record_page import card_column
from ui.records.service_calls import write_or_tell

SIDE = 336
LATER = ("came",)
"""What is only known when it was held."""
FILTERS = (
    ("all", "All"),
    ("registered", "Registered"),
    ("invited", "No reply"),
    ("waitlisted", "Waiting"),
    ("not_coming", "Not coming"),
)


class Before(QWidget):
    """The part of a huddle's page for the days before it."""

    def __init__(self, context: Context, deeds: PeopleActions) -> None:
        super().__init__()
        self.context = context
        self._huddle: HuddleDetail | None = None
        self._rows: Sequence[AttendanceRow] = ()
        self._deeds = deeds
        self.table = PeopleTable(deeds)
        self.table.set_hidden_columns(LATER)
        self.pitches = PitchesCard(context)
        self.outgoing = OutgoingCard(context)
        self.conversations = ConversationsCard(context)
        self._build()

    def _build(self) -> None:
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.px(16))
        row.addWidget(self._people_card(), 1)
        self._side = card_column(self.pitches, self.outgoing, self.conversations, right=4)
        self._side.setFixedWidth(theme.px(SIDE))
        row.addWidget(self._side)

    def _people_card(self) -> Card:
        self.card = card = Card("Invited and registered", flush=True)
        self.invite = Button("Invite…", icon="mail", tip="Invite people", shortcut="Ctrl+I")
        self.invite.clicked.connect(self.open_invite)
        card.add_action(self.invite)
        top = QVBoxLayout()
        top.setContentsMargins(theme.px(13), theme.px(8), theme.px(13), theme.px(8))
        top.setSpacing(theme.px(12))
        self.bar = ShareBar("Replies")
        top.addWidget(self.bar)
        self.places = Label("", "secondary", tone="text3", wrap=True)
        top.addWidget(self.places)
        self.add = ContactField(self.context, "Add somebody who registered")
        self.add.setPlaceholderText("Add somebody who registered")
        self.add.returnPressed.connect(self._add)
        top.addWidget(self.add)
        self.filter = SegmentedControl(FILTERS, "Which replies", look="tabs", wrap=True)
        self.filter.changed.connect(self._filtered)
        top.addWidget(self.filter)
        card.body.addLayout(top)
        self.states = StateStack(self.table)
        self.states.acted.connect(self.open_invite)
        card.body.addWidget(self.states, 1)
        return card

    def show_huddle(self, huddle: HuddleDetail, rows: Sequence[AttendanceRow], counts: Counts) -> None:
        """Show a huddle with its people and numbers."""
        same = self._huddle is not None and self._huddle.id == huddle.id
        self._huddle, self._rows = huddle, rows
        self.bar.set_shares(reply_shares(counts))
        self.places.setText(_places(huddle, counts))
        self.places.setVisible(bool(self.places.text()))
        for key, text in FILTERS:
            number = len(chosen(rows, key, ""))
            self.filter.set_text(key, f"{text} {number:,}" if number else text)
        self._show_rows(to_top=not same)
        self.pitches.show_huddle(huddle)
        self.outgoing.show_huddle(huddle, rows)
        self.conversations.show_huddle(huddle)

    def table_of(self) -> list[Action]:
        """Return what can be done here."""
        return [*self.pitches.table_of(), *self.outgoing.table_of(), *self.conversations.table_of()]

    def panes(self) -> list[QWidget]:
        """Return what F6 steps through."""
        return [self.card, self._side]

    def _show_rows(self, *, to_top: bool) -> None:
        shown = chosen(self._rows, self.filter.current(), "")
        self.card.set_count(f"{len(self._rows):,}" if self._rows else "")
        self.table.show_people(shown, to_top=to_top)
        if self._rows and not shown:
            self.states.show_empty("users", "Nobody with this reply.")
        elif not shown:
            self.states.show_empty(
                "mail", "Nobody is invited yet. Last time’s attendees are a good start.", "Invite people", "Ctrl+I"
            )
        else:
            self.states.show_content()

    @Slot()
    def _filtered(self) -> None:
        self._show_rows(to_top=True)

    @Slot()
    def _add(self) -> None:
        """Register whom the field names, a new contact where nobody known was chosen."""
        if self._huddle is None or not self.add.text().strip():
            return
        if problem := self.add.problem():
            self.context.toasts.problem(problem)
            return
        attendance, huddle, known, name = (
            self.context.workspace.attendance,
            self._huddle.id,
            self.add.chosen_id(),
            self.add.text().strip(),
        )
        if known is not None:
            done = write_or_tell(self.context, lambda: attendance.register(huddle, known), f"Registered: {name}")
        else:
            done = write_or_tell(
                self.context, lambda: attendance.add_new(huddle, name), f"Registered, and added to contacts: {name}"
            )
        if done:
            self.add.set_value(None)
            self.add.setFocus(Qt.FocusReason.OtherFocusReason)

    # -- inviting

    def open_invite(self) -> None:
        """Offer whom to invite: who came last time, who lapsed, a saved view, or whoever is chosen among contacts."""
        if self._huddle is None:
            return
        workspace = self.context.workspace
        menu = Menu(self, once=True)
        last = workspace.huddles.last(self._huddle.row.series_id, self._huddle.row)
        if last is not None:
            menu.add(f"Who came to {last.label}", self._invite_last, icon="history", data=last.id)
        for view in workspace.views.all("contacts"):
            menu.add(f"Saved view: {view.name}", self._invite_view, icon="bookmark", data=view.id)
        menu.add("Choose in contacts…", self._to_contacts, icon="users")
        menu.setActiveAction(menu.actions()[0])
        menu.popup(self.invite.mapToGlobal(self.invite.rect().bottomLeft()))

    @Slot()
    def _invite_last(self) -> None:
        action = self.sender()
        if isinstance(action, QAction):
            rows = self.context.workspace.attendance.rows(int(action.data()))
            came = [row.contact_id for row in rows if row.presence == "attended" and not row.is_trashed]
            self._invite(came, "who came last time")

    @Slot()
    def _invite_view(self) -> None:
        action = self.sender()
        if isinstance(action, QAction):
            workspace = self.context.workspace
            try:
                view = workspace.views.usable(workspace.views.get(int(action.data())))
            except CrmError as error:
                self.context.toasts.problem(str(error))
                return
            self._invite(workspace.contacts.ids(view.shown), f"“{view.name}”")

    @Slot()
    def _to_contacts(self) -> None:
        self.context.toasts.say("Choose people, then “Invite to the next huddle” in their menu")
        self.context.navigator.open("contacts")

    def _invite(self, people: Sequence[int], whom: str) -> None:
        if self._huddle is None:
            return
        attendance, huddle = self.context.workspace.attendance, self._huddle
        there = {row.contact_id for row in self._rows if row.registration != "none"}
        new = [each for each in people if each not in there]
        if not new:
            self.context.toasts.say(f"Everybody of {whom} is on the list already")
            return
        who = f"{len(new):,} {'person' if len(new) == 1 else 'people'}"
        write_or_tell(self.context, lambda: attendance.invite(huddle.id, new), f"Invited: {who} of {whom}")


def _places(huddle: HuddleDetail, counts: Counts) -> str:
    """Return how the places stand: "34 of 40 places taken"; empty without a capacity."""
    capacity = huddle.row.capacity
    if capacity is None:
        return ""
    if counts.registered > capacity:
        return f"{counts.registered - capacity:,} more than the {capacity:,} places"
    return f"{counts.registered:,} of {capacity:,} places taken"
