"""The bars over an organisation: as at which day it is shown, and that it lies in the trash."""

from datetime import date

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QWidget

from crm import clock, dates
from ui.kit import painting, theme
from ui.kit.buttons import Button
from ui.kit.date_field import DateField
from ui.kit.label import Label
from ui.records.typed_days import any_day, written

WAIT_MS = 200


def day_meant(text: str) -> date:
    """Return the day meant; of a month or a year its last one. ValueError with the sentence to show."""
    partial = dates.parse_partial(text)
    return dates.partial_end(partial) if partial is not None else any_day(text)


class AsAtBar(QWidget):
    """`picked(day)` follows what is typed or chosen from the calendar; `left` says to go back to now."""

    picked = Signal(object)
    left = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName("As at a day")
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.day = DateField("As at", day_meant, written, placeholder="3 May 2024, last june")
        self.day.setFixedWidth(theme.px(200))
        self.said = Label("Type a day to see how things stood.", "strong", elide=True)
        back = Button("Back to now", "secondary", icon="undo", shortcut="Esc")
        back.clicked.connect(self.left)
        row = QHBoxLayout(self)
        row.setContentsMargins(*[theme.px(8)] * 4)
        row.setSpacing(theme.px(12))
        label = Label("As at", "strong")
        row.addSpacing(theme.px(6))
        row.addWidget(label)
        row.addWidget(self.day)
        row.addWidget(self.said, 1)
        row.addWidget(back)
        self._wait = QTimer(self, singleShot=True, interval=WAIT_MS)
        self._wait.timeout.connect(self._say)
        self.day.edited.connect(self._wait.start)
        self.day.returnPressed.connect(self._say)
        self.hide()

    def open_bar(self) -> None:
        """Show it, with the keyboard in the day."""
        if self.isHidden():
            self.day.set_value(None)
            self.said.setText("Type a day to see how things stood.")
            self.show()
        self.day.setFocus(Qt.FocusReason.OtherFocusReason)
        self.day.selectAll()

    def set_day(self, day: date) -> None:
        """Hold a day; what is being typed stays as it is."""
        self.show()
        if self.day.value() != day:
            self.day.set_value(day)

    def tell(self, words: str) -> None:
        """Say how things stood."""
        self.said.setText(words)

    def paintEvent(self, event: QPaintEvent) -> None:
        painting.round_rect(QPainter(self), self.rect(), 8, "warn_soft", "warn")

    def _say(self) -> None:
        self._wait.stop()
        problem = self.day.problem()
        self.day.mark(bool(problem))
        if problem:
            self.said.setText(problem)
        elif (day := self.day.value()) is not None:
            self.picked.emit(min(day, clock.today()))


class TrashedBar(QWidget):
    """Says that the organisation is in the trash; `restore_wanted` asks for it back."""

    restore_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        restore = Button("Restore", "secondary", icon="restore")
        restore.clicked.connect(self.restore_wanted)
        row = QHBoxLayout(self)
        row.setContentsMargins(theme.px(14), *[theme.px(8)] * 3)
        row.addWidget(Label("This organisation is in the trash. Its history stays.", "strong", elide=True), 1)
        row.addWidget(restore)
        self.hide()

    def paintEvent(self, event: QPaintEvent) -> None:
        painting.round_rect(QPainter(self), self.rect(), 8, "danger_soft", "danger")
