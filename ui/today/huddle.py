"""The next huddle on Today: when and where, what people replied, which pitch slots are free; and the last to close."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QRect, QTimer, Slot
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from crm import clock
from crm.errors import CrmError
from ui.context import Context
from ui.kit import icons, theme
from ui.kit.buttons import Button
from ui.kit.card import Card
from ui.kit.empty_states import StateStack
from ui.kit.label import Label
from ui.kit.rows import ListRow, RowList
from ui.kit.share_bar import ShareBar
from ui.records.huddle_words import reply_shares, when

if TYPE_CHECKING:
    from crm.huddles import HuddleRow

INSET = 13
PLAN = "plan"


class NextHuddleCard(Card):
    """Shows the huddle that is on or comes next, else the way to plan one, and beneath how far the last is closed.

    It is read after its first paint: the services of huddles are the only ones that a start would load for it.
    """

    def __init__(self, context: Context) -> None:
        super().__init__("Next huddle", flush=True)
        self._context = context
        self._next: HuddleRow | None = None
        self._painted = False
        self._soon = QTimer(self, singleShot=True, interval=0)
        self._soon.timeout.connect(self._read_or_tell)
        self.list = RowList("Next huddle")
        self.closing = RowList("Huddle to close")
        self.when, self.where = _Fact("calendar"), _Fact("map-pin")
        self.bar = ShareBar("Replies")
        self.slots = Label("", "secondary", wrap=True)
        self.check_in = Button("Open check-in", icon="check-square", tip="Check people in at the door")
        self.invite = Button("Invite", "ghost", icon="mail", tip="Invite people to the huddle")
        self.states = StateStack(self._build(), skeleton_rows=4)
        self.body.addWidget(self.states)
        self.states.show_loading()
        self.list.row_activated.connect(self._open)
        self.closing.row_activated.connect(self._open_last)
        self.check_in.clicked.connect(self._open_door)
        self.invite.clicked.connect(self._invite)
        self.states.acted.connect(self.reload)

    def _build(self) -> QWidget:
        self._facts = QWidget()
        facts = QVBoxLayout(self._facts)
        facts.setContentsMargins(theme.px(INSET), 0, theme.px(INSET), theme.px(8))
        facts.setSpacing(theme.px(4))
        facts.addWidget(self.when)
        facts.addWidget(self.where)
        facts.addSpacing(theme.px(6))
        facts.addWidget(self.bar)
        facts.addSpacing(theme.px(2))
        facts.addWidget(self.slots)
        facts.addSpacing(theme.px(8))
        buttons = QHBoxLayout()
        buttons.setSpacing(theme.px(8))
        buttons.addWidget(self.check_in)
        buttons.addWidget(self.invite)
        buttons.addStretch(1)
        facts.addLayout(buttons)
        content = QWidget()
        column = QVBoxLayout(content)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        for widget in (self.list, self._facts, self.closing):
            column.addWidget(widget)
        return content

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if not self._painted:
            self._painted = True
            self._soon.start()

    @Slot()
    def reload(self) -> None:
        """Read and show, once the card was painted; a failure is said in this card alone."""
        if self._painted and not self._soon.isActive():
            self._read_or_tell()

    @Slot()
    def _read_or_tell(self) -> None:
        try:
            self._read()
        except CrmError as error:
            self.states.show_error(str(error))
        else:
            self.states.show_content()

    def _read(self) -> None:
        huddles = self._context.workspace.huddles
        self._next = row = huddles.next()
        self._facts.setVisible(row is not None)
        self.set_count("" if row is None else _ahead((row.day - clock.today()).days))
        if row is None:
            said = "Day, place and pitch slots; invitations follow"
            self.list.set_rows([ListRow(PLAN, "Plan the next huddle", said, icon="presentation", chevron=True)])
        else:
            self._show(row)
        self._show_closing(huddles.last())

    def _show(self, row: "HuddleRow") -> None:
        workspace = self._context.workspace
        title = row.label if row.title in ("", row.label) else f"{row.label} · {row.title}"
        self.list.set_rows([ListRow(row.id, title, chevron=True, speech=f"{title}, {when(row)}, {row.venue}")])
        self.when.set_text(when(row))
        self.where.set_text(_where(row))
        counts = workspace.attendance.counts(row.id)
        self.bar.set_shares(reply_shares(counts))
        self.bar.setVisible(bool(counts.invited + counts.registered + counts.waitlisted + counts.declined))
        slots = workspace.pitches.agenda(row.id)
        free = [slot for slot in slots if slot.pitch is None]
        said = f"Pitches {len(slots) - len(free)} of {len(slots)}"
        said += f" · {len(free)} free, the next at {free[0].starts:%H:%M}" if free else " · none free"
        self.slots.setText(said)
        self.slots.setVisible(bool(slots))
        self.check_in.set_variant("primary" if row.day == clock.today() else "secondary")

    def _show_closing(self, last: "HuddleRow | None") -> None:
        """Say from the day after a huddle how many steps its close-out still has."""
        rows = []
        if last is not None and last.day < clock.today():
            steps = [step for step in self._context.workspace.close_out.steps(last.id) if not step.done]
            if steps:
                number = f"{len(steps)} step{'' if len(steps) == 1 else 's'} to close"
                first = f"First: {steps[0].title.lower()}"
                rows = [ListRow(last.id, f"{last.label}: {number}", first, icon="check-circle", chevron=True)]
        self.closing.set_rows(rows)
        self.closing.setVisible(bool(rows))

    @Slot(object)
    def _open(self, wanted: object) -> None:
        if wanted == PLAN:
            self._context.navigator.open("plan_huddle")
        else:
            self._context.navigator.open("huddle", int(str(wanted)))

    @Slot(object)
    def _open_last(self, wanted: object) -> None:
        self._context.navigator.open("huddle", int(str(wanted)), part="after")

    @Slot()
    def _open_door(self) -> None:
        if self._next is not None:
            self._context.navigator.open("check_in", self._next.id)

    @Slot()
    def _invite(self) -> None:
        if self._next is not None:
            self._context.navigator.open("huddle", self._next.id, part="before")


class _Fact(QWidget):
    """A small picture and a line; hidden where there is nothing to say."""

    def __init__(self, icon: str) -> None:
        super().__init__()
        self._icon = icon
        self.label = Label("", "body", tone="text2", elide=True)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        row = QHBoxLayout(self)
        row.setContentsMargins(theme.px(22), 0, 0, 0)
        row.addWidget(self.label, 1)

    def set_text(self, text: str) -> None:
        """Say something else."""
        self.label.setText(text)
        self.setVisible(bool(text))

    def paintEvent(self, event: QPaintEvent) -> None:
        side = theme.px(14)
        icons.paint(QPainter(self), QRect(0, (self.height() - side) // 2, side, side), self._icon, "text3")


def _ahead(days: int) -> str:
    """Return "today", "tomorrow", "in 5 days": who prepares a huddle counts the days."""
    return {0: "today", 1: "tomorrow"}.get(days, f"in {days:,} days")


def _where(row: "HuddleRow") -> str:
    if row.format == "online":
        return "Online"
    return " + ".join(filter(None, (row.venue, "online" if row.format == "hybrid" else "")))
