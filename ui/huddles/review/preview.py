"""The review of one attendance file: how it was understood, its lines by what becomes of them, and what asks."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from crm.attendance.report_records import LEAVE, Outcome, ReportPlan
from crm.huddles import HuddleDetail
from ui.context import Context
from ui.huddles.review import words
from ui.huddles.review.words import ReportRow
from ui.kit import theme
from ui.kit.buttons import SegmentedControl
from ui.kit.card import Card
from ui.kit.fields import ChoiceField
from ui.kit.label import Label
from ui.kit.page import scroller
from ui.kit.rows import RowList
from ui.kit.table import Column, TextCell
from ui.records.ask_card import AskCard, WayOut
from ui.records.file_review import Remarks, RowGroups

LATER = WayOut("Leave for later", "L", "Leave for later, kept with the huddle")
SIDE = 372
HUDDLES_OFFERED = 60

COLUMNS = (
    Column(
        "name", "Name", lambda row: row.name, width=210, priority=90, sortable=False,
        cell=lambda row: TextCell(row.name, weight=500, detail=row.email),
    ),
    Column(
        "organisation", "Organisation", lambda row: row.organisation, width=180, priority=60, sortable=False,
        cell=lambda row: TextCell(row.organisation, tone="text2", detail=row.about),
    ),
    Column(
        "adds", "What it adds", lambda row: row.adds, width=260, priority=80, sortable=False,
        cell=lambda row: TextCell(row.adds, detail=row.why),
    ),
)  # fmt: skip


class ReviewPreview(QWidget):
    """Shows a plan. `decided(number, choice)` says who a line is, `day_chosen` which day the file means,
    `huddle_chosen` another huddle, `huddle_wanted` the day of a new one, `counts_chosen` what a list of mere names
    says of them.

    `first_focus` is where the keyboard begins: at what asks, else at the groups.
    """

    decided = Signal(int, object)
    day_chosen = Signal(object)
    huddle_chosen = Signal(object)
    huddle_wanted = Signal(object)
    counts_chosen = Signal(str)

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._plan: ReportPlan | None = None
        self._asked: int | None = None
        self._rows = RowGroups("line", COLUMNS, words.spoken, self)
        self._rows.opened.connect(self._open)
        self.groups, self.table = self._rows.list, self._rows.table
        self.huddle = ChoiceField("Huddle")
        self.huddle.edited.connect(self._choose_huddle)
        self.counts_as = SegmentedControl(words.COUNTS_AS, "These people", look="tabs")
        self.counts_as.changed.connect(self.counts_chosen)
        self.verdict = Label("", "strong", wrap=True)
        self.understood = Label("", "secondary", tone="text2", wrap=True)
        self.remarks = Remarks()
        self.days = RowList("Days the file may be of")
        self.days.row_activated.connect(self.day_chosen)
        self.asks = AskCard(LATER, context=context)
        self.asks.decided.connect(self._decide)
        self.table.row_activated.connect(self._ask_again)
        self.first_focus: QWidget = self.groups
        self._build()

    def _build(self) -> None:
        side = QWidget()
        left = QVBoxLayout(side)
        left.setContentsMargins(0, 0, theme.px(4), 0)
        left.setSpacing(theme.px(16))
        self._day_card = Card("Which day does the file mean?", flush=True)
        self._day_card.body.addWidget(self.days)
        hint = Label("1 or 2 chooses the day", "secondary", tone="text3")
        hint.setContentsMargins(theme.px(13), theme.px(8), theme.px(13), 0)
        self._day_card.body.addWidget(hint)
        for card in (self._day_card, self.asks, self._build_overview()):
            left.addWidget(card)
        left.addStretch(1)
        self._side = scroller(side)
        self._side.setFixedWidth(theme.px(SIDE))
        self._hint = Label("Enter decides a line anew", "secondary", tone="text3", elide=True)
        self._hint.setContentsMargins(theme.px(13), theme.px(8), theme.px(13), 0)
        self._rows.card.body.addWidget(self._hint)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.px(16))
        row.addWidget(self._side)
        row.addWidget(self._rows.card, 1)

    def _build_overview(self) -> Card:
        overview = Card("What the file brings")
        body = overview.body
        body.addWidget(self.huddle)
        body.addSpacing(theme.px(8))
        body.addWidget(self.verdict)
        body.addWidget(self.understood)
        body.addSpacing(theme.px(8))
        self._says = QWidget()
        row = QHBoxLayout(self._says)
        row.setContentsMargins(0, 0, 0, theme.px(8))
        row.addWidget(Label("These people", "secondary", tone="text2"))
        row.addWidget(self.counts_as, 1)
        body.addWidget(self._says)
        body.addWidget(self.groups)
        body.addSpacing(theme.px(8))
        body.addWidget(self.remarks)
        return overview

    def show_plan(self, plan: ReportPlan, huddle: HuddleDetail) -> None:
        """Show a file's plan from its beginning."""
        offered = self._context.workspace.huddles.rows(limit=HUDDLES_OFFERED)
        self.huddle.set_options(words.huddles(offered, huddle.row, plan.huddles))
        self.huddle.set_value(huddle.id)
        self.understood.setText(words.understood(plan, huddle))
        self.understood.set_tone("warn" if plan.other_day or len(plan.possible_days) > 1 else "text2")
        self._says.setVisible(plan.counts_as is not None)
        if plan.counts_as is not None:
            self.counts_as.set_current(plan.counts_as)
        self.days.set_rows(words.day_rows(plan, huddle) if len(plan.possible_days) > 1 else [])
        self._day_card.setVisible(bool(self.days.rows()))
        self.remarks.show_remarks(words.remarks(plan))
        self._asked = None
        self._rows.begin()
        self.update_plan(plan)

    def update_plan(self, plan: ReportPlan) -> None:
        """Show the same file after something was decided."""
        self._plan = plan
        self.verdict.setText(words.verdict(plan))
        self._rows.show_groups(words.groups(plan), self._lines)
        self._show_question()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """1 and 2 choose the day where there are two."""
        place = event.key() - Qt.Key.Key_1
        if 0 <= place < len(self.days.rows()) and not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier:
            self.day_chosen.emit(self.days.rows()[place].id)
        else:
            super().keyPressEvent(event)

    def _show_question(self) -> None:
        assert self._plan is not None
        waiting = self._plan.of(Outcome.ASK)
        asked = next((line for line in self._plan.lines if line.number == self._asked), None) or next(
            iter(waiting), None
        )
        self.asks.setVisible(asked is not None and not self.days.rows())
        # Not the list of days: Enter would take the first, and neither is likelier.
        self.first_focus = self.groups
        if asked is not None and not self.days.rows():
            self.asks.ask(words.question(asked), len(waiting))
            self.first_focus = self.asks.first_focus

    def _lines(self, key: str) -> Sequence[ReportRow]:
        return words.lines(self._plan, key) if self._plan is not None else ()

    @Slot(str)
    def _open(self, key: str) -> None:
        self._hint.setVisible(key in list(Outcome))

    @Slot(object)
    def _ask_again(self, number: object) -> None:
        """Ask about a line whatever became of it."""
        if self._plan is not None and isinstance(number, int) and number > 0:
            self._asked = number
            self._show_question()
            self.first_focus.setFocus(Qt.FocusReason.OtherFocusReason)

    @Slot(int, object)
    def _decide(self, number: int, decision: object) -> None:
        self._asked = None
        self.decided.emit(number, LEAVE if decision is None else decision)
        self.first_focus.setFocus(Qt.FocusReason.OtherFocusReason)

    @Slot()
    def _choose_huddle(self) -> None:
        chosen = self.huddle.value()
        if isinstance(chosen, int):
            self.huddle_chosen.emit(chosen)
        elif self._plan is not None:
            self.huddle.set_value(self._plan.huddle_id)
            self.huddle_wanted.emit(chosen[1])
