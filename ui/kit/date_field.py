"""A day, typed as people write it or picked from a calendar."""

import calendar
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

from PySide6.QtCore import QPoint, QRect, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QResizeEvent, QWheelEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from ui.kit import painting, theme
from ui.kit.buttons import IconButton
from ui.kit.fields import ParsedField

# Side of a day and height of what stands above them, in design pixels.
SQUARE, HEAD = 34, 56


class DateField(ParsedField):
    """`parse(text)` gives a day (or raises ValueError with a sentence), `show(day)` writes it.

    The button, Down or Alt+Down opens a calendar; what is picked there is parsed like typing "21/5/2026".
    """

    def __init__(
        self,
        name: str,
        parse: Callable[[str], Any],
        show: Callable[[Any], str],
        *,
        placeholder: str = "today, fri, 21/5",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(name, parse, show, placeholder=placeholder, parent=parent)
        self._button = IconButton("calendar", f"{name}: pick from a calendar", size=26, parent=self)
        self._button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._button.clicked.connect(self.open_calendar)
        self._calendar: CalendarPopup | None = None

    def open_calendar(self) -> None:
        """Show the calendar under the field, on the day the field holds."""
        value = self.value()
        if self._calendar is None:
            self._calendar = CalendarPopup(self)
            self._calendar.picked.connect(self._picked)
        self._calendar.open_at(
            self.mapToGlobal(QPoint(0, self.height() + 4)), value if isinstance(value, date) else None
        )

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Down and event.modifiers() in (
            Qt.KeyboardModifier.NoModifier,
            Qt.KeyboardModifier.AltModifier,
        ):
            self.open_calendar()
        else:
            super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        side = self._button.sizeHint().width()
        self._button.setGeometry(self.width() - side - theme.px(3), (self.height() - side) // 2, side, side)

    def _set_margins(self) -> None:
        self.setTextMargins(0, 0, theme.px(26), 0)

    def _picked(self, day: date) -> None:
        self.setText(f"{day.day}/{day.month}/{day.year}")
        value = self.value()
        if value is not None:
            self.setText(self._show(value))
        self.setFocus(Qt.FocusReason.OtherFocusReason)
        self._edited()


class CalendarPopup(QWidget):
    """A month to pick a day from: arrows move, Enter or a click picks, Page Up and Down turn the month, Esc leaves."""

    picked = Signal(object)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent, Qt.WindowType.Popup | Qt.WindowType.FramelessWindowHint)
        self.setAttribute(Qt.WidgetAttribute.WA_TranslucentBackground)
        self.setAccessibleName("Calendar")
        self.month = _Month(self)
        self.month.picked.connect(self._pick)
        column = QVBoxLayout(self)
        column.setContentsMargins(8, 8, 8, 8)
        column.addWidget(self.month)
        self.setFocusProxy(self.month)

    def open_at(self, spot: QPoint, day: date | None) -> None:
        """Show it with its corner at a global place, on a day or on today."""
        self.month.set_day(day or date.today())
        self.adjustSize()
        screen = self.screen().availableGeometry()
        x = min(spot.x(), screen.right() - self.width())
        y = min(spot.y(), screen.bottom() - self.height())
        self.move(x, y)
        self.show()
        self.month.setFocus()

    def paintEvent(self, event: QPaintEvent) -> None:
        painting.round_rect(QPainter(self), self.rect(), 10, "surface", "border_strong")

    def _pick(self, day: date) -> None:
        self.hide()
        self.picked.emit(day)


class _Month(QWidget):
    """One month, painted; weeks begin on Monday."""

    picked = Signal(object)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._day = date.today()
        self._hover: date | None = None
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)
        self._arrows = (
            IconButton("chevron-left", "Month before", size=28, parent=self),
            IconButton("chevron-right", "Month after", size=28, parent=self),
        )
        for arrow, slot in zip(self._arrows, (self.back, self.forward), strict=True):
            arrow.setFocusPolicy(Qt.FocusPolicy.NoFocus)
            arrow.clicked.connect(slot)
        self.set_day(self._day)

    def day(self) -> date:
        """The day the keys are on."""
        return self._day

    def set_day(self, day: date) -> None:
        """Go to a day."""
        self._day = day
        self.setAccessibleName(f"{day:%A} {day.day} {day:%B %Y}")
        self.update()

    def back(self) -> None:
        """Go to the month before."""
        self._turn(-1)

    def forward(self) -> None:
        """Go to the month after."""
        self._turn(1)

    def sizeHint(self) -> QSize:
        return QSize(theme.px(7 * SQUARE), theme.px(HEAD + 6 * SQUARE))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        step = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1, Qt.Key.Key_Up: -7, Qt.Key.Key_Down: 7}.get(
            Qt.Key(event.key())
        )
        if step is not None:
            self._move(step)
        elif event.key() in (Qt.Key.Key_PageUp, Qt.Key.Key_PageDown):
            self._turn(-1 if event.key() == Qt.Key.Key_PageUp else 1)
        elif event.key() == Qt.Key.Key_Home:
            self.set_day(date.today())
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space):
            self.picked.emit(self._day)
        else:
            super().keyPressEvent(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        self._hover = self._at(event.position().toPoint())
        self.update()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        day = self._at(event.position().toPoint())
        if day is not None:
            self.set_day(day)
            self.picked.emit(day)

    def wheelEvent(self, event: QWheelEvent) -> None:
        if event.angleDelta().y():
            self._turn(-1 if event.angleDelta().y() > 0 else 1)

    def resizeEvent(self, event: QResizeEvent) -> None:
        side = theme.px(28)
        self._arrows[0].setGeometry(self.width() - 2 * side - 4, 0, side, side)
        self._arrows[1].setGeometry(self.width() - side, 0, side, side)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter, side = QPainter(self), theme.px(SQUARE)
        title = QRect(theme.px(8), 0, self.width() - theme.px(80), theme.px(28))
        painting.draw_text(painter, title, f"{self._day:%B %Y}", 13, 600)
        for number, name in enumerate("MTWTFSS"):
            box = QRect(number * side, theme.px(HEAD - 24), side, theme.px(20))
            painting.draw_text(painter, box, name, 11, 500, "text3", "centre")
        start = self._start()
        for number in range(42):
            self._paint_day(painter, start + timedelta(days=number), number, side)

    def _paint_day(self, painter: QPainter, day: date, number: int, side: int) -> None:
        box = QRect(number % 7 * side, theme.px(HEAD) + number // 7 * side, side, side).adjusted(1, 1, -1, -1)
        today, ink = day == date.today(), "text" if day.month == self._day.month else "text3"
        if day == self._day:
            painting.round_rect(painter, box, 8, "accent")
            ink = "on_accent"
        elif today or day == self._hover:
            painting.round_rect(painter, box, 8, "accent_soft" if today else "hover")
            ink = "accent" if today else ink
        painting.draw_text(painter, box, str(day.day), 13, 600 if today or day == self._day else 400, ink, "centre")

    def _start(self) -> date:
        first = self._day.replace(day=1)
        return first - timedelta(days=first.weekday())

    def _at(self, spot: QPoint) -> date | None:
        side, top = theme.px(SQUARE), theme.px(HEAD)
        if spot.y() < top or not 0 <= spot.x() < 7 * side or spot.y() >= top + 6 * side:
            return None
        return self._start() + timedelta(days=(spot.y() - top) // side * 7 + spot.x() // side)

    def _move(self, days: int) -> None:
        self.set_day(self._day + timedelta(days=days))

    def _turn(self, months: int) -> None:
        number = self._day.year * 12 + self._day.month - 1 + months
        year, month = divmod(number, 12)
        last = calendar.monthrange(year, month + 1)[1]
        self.set_day(date(year, month + 1, min(self._day.day, last)))
