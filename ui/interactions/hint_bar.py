"""What the line should make one look at: a day still to come, an impossible date, a draft from before."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from crm import clock
from crm.dates import show_date
from crm.sentence import Entry, Hint
from ui.interactions.understood_parts import HINTS
from ui.kit import painting, theme
from ui.kit.buttons import Button
from ui.kit.label import Label
from ui.records.draft_autosave import USE_KEY

BACK_TIP = "Put the draft into the line; what you typed is kept in its place"


class _Bar(QWidget):
    """A sentence on the ground of a tone with one thing to do about it."""

    def __init__(self, tone: str, button: Button) -> None:
        super().__init__()
        self._tone = tone
        self.label = Label("", "body", tone=painting.tone_colors(tone)[1], wrap=True)
        self.label.setAlignment(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft)
        self.button = button
        row = QHBoxLayout(self)
        row.setContentsMargins(theme.px(12), theme.px(6), theme.px(6), theme.px(6))
        row.setSpacing(theme.px(12))
        row.addWidget(self.label, 1)
        row.addWidget(button)
        self.setMinimumHeight(theme.px(34))
        self.hide()

    def paintEvent(self, event: QPaintEvent) -> None:
        painting.round_rect(QPainter(self), self.rect(), 6, painting.tone_colors(self._tone)[0])


class HintBar(QWidget):
    """`plan` takes it as something to come, `afresh` leaves the draft, `back` asks for the one kept aside."""

    plan = Signal()
    afresh = Signal()
    back = Signal()

    def __init__(self, plan_key: str) -> None:
        super().__init__()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.px(8))
        self._draft = _Bar("neutral", Button("Start afresh", "ghost"))
        self._draft.label.setText("This is the draft that was kept when the panel was closed.")
        self._draft.button.clicked.connect(self.afresh)
        self._aside = _Bar("neutral", Button("Use it instead", "ghost", tip=BACK_TIP, shortcut=USE_KEY))
        self._aside.button.clicked.connect(self.back)
        self._hint = _Bar("warn", Button(f"Plan it instead  {plan_key}"))
        self._hint.button.clicked.connect(self.plan)
        for bar in (self._draft, self._aside, self._hint):
            column.addWidget(bar)
        self.hide()

    def show_draft(self, shown: bool, aside: str) -> None:
        """Say that what is shown is a draft, or no more; `aside` is the sentence that tells of another, '' for none."""
        self._draft.setVisible(shown)
        self._aside.label.setText(aside)
        self._aside.setVisible(bool(aside))
        self._fit()

    def has_aside(self) -> bool:
        """Say whether another draft is told of."""
        return not self._aside.isHidden()

    def show_hints(self, entry: Entry) -> None:
        """Show what an entry gives to look at."""
        said = [HINTS[hint] for hint in entry.hints if hint in HINTS]
        ahead = Hint.PLAN_INSTEAD in entry.hints
        if ahead:
            said.insert(0, f"{show_date(entry.day, clock.today())} is still to come, yet the line speaks of the past.")
        self._hint.label.setText("\n".join(said))
        self._hint.button.setVisible(ahead)
        self._hint.setVisible(bool(said))
        self._fit()

    def text(self) -> str:
        """The hints shown."""
        return "" if self._hint.isHidden() else self._hint.label.text()

    def _fit(self) -> None:
        self.setHidden(all(bar.isHidden() for bar in (self._draft, self._aside, self._hint)))
