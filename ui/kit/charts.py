"""Small charts drawn with the painter: bars to jump through the years, a strip of bars, and a ring."""

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from ui.kit import painting, theme
from ui.kit.label import plain_tip

WIDEST_BAR = 36


class YearBars(QWidget):
    """One bar a year; a click, or Left, Right, Home and End, says `year_chosen(year)`. Empty years stay flat."""

    year_chosen = Signal(int)

    def __init__(self, name: str = "Events by year", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._name = name
        self._years: list[tuple[int, int]] = []
        self._at, self._hover = -1, -1
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setMouseTracking(True)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.set_counts(())

    def set_counts(self, counts: Sequence[tuple[int, int]]) -> None:
        """Show (year, count) pairs; gaps between the first and the last year are filled. The last year is current."""
        known = dict(counts)
        span = range(min(known), max(known) + 1) if known else range(0)
        self._years = [(year, known.get(year, 0)) for year in span]
        self._at = len(self._years) - 1
        self._tell()

    def set_year(self, year: int) -> None:
        """Mark a year as current without saying so."""
        self._at = next((n for n, (each, _) in enumerate(self._years) if each == year), self._at)
        self._tell()

    def year(self) -> int:
        """The current year, 0 without any."""
        return self._years[self._at][0] if 0 <= self._at < len(self._years) else 0

    def sizeHint(self) -> QSize:
        return QSize(theme.px(240), theme.px(56))

    def minimumSizeHint(self) -> QSize:
        return QSize(theme.px(120), theme.px(56))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        steps = {
            Qt.Key.Key_Left: self._at - 1,
            Qt.Key.Key_Right: self._at + 1,
            Qt.Key.Key_Home: 0,
            Qt.Key.Key_End: len(self._years) - 1,
        }
        wanted = steps.get(Qt.Key(event.key()))
        if wanted is None or event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier:
            super().keyPressEvent(event)
        elif 0 <= wanted < len(self._years):
            self._choose(wanted)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        self._hover = self._bar_at(event.position().x())
        self.update()
        if 0 <= self._hover < len(self._years):
            year, count = self._years[self._hover]
            QToolTip.showText(event.globalPosition().toPoint(), plain_tip(f"{year}: {count}"), self)

    def leaveEvent(self, event: QEvent) -> None:
        self._hover = -1
        self.update()
        super().leaveEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        bar = self._bar_at(event.position().x())
        if event.button() == Qt.MouseButton.LeftButton and 0 <= bar < len(self._years):
            self._choose(bar)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        most = max((count for _, count in self._years), default=0) or 1
        foot = theme.px(18)
        top, room = theme.px(4), self.height() - foot - theme.px(4)
        for number, (year, count) in enumerate(self._years):
            box = self._box(number)
            height = max(2, round(room * count / most))
            bar = QRect(box.x(), top + room - height, box.width(), height)
            current = number == self._at
            color = "accent" if current or number == self._hover else "chart_quiet"
            painting.round_rect(painter, bar, 3, color if count else "border")
            label = (
                str(year) if number == 0 or painting.text_width(str(year), 11) < box.width() - 4 else f"{year % 100:02}"
            )
            words = QRect(box.x() - 4, self.height() - foot, box.width() + 8, foot)
            if painting.text_width(label, 11) <= words.width():
                painting.draw_text(
                    painter, words, label, 11, 600 if current else 500, "text" if current else "text3", "centre"
                )
        if self.hasFocus():
            painting.focus_ring(painter, self.rect(), 6)

    def _box(self, number: int) -> QRect:
        inset, gap = theme.px(4), theme.px(6)
        width = (self.width() - 2 * inset + gap) / max(1, len(self._years))
        left = inset + number * width
        return QRect(round(left), 0, max(3, round(width - gap)), self.height())

    def _bar_at(self, x: float) -> int:
        width = (self.width() - 2 * theme.px(4) + theme.px(6)) / max(1, len(self._years))
        return int((x - theme.px(4)) // width)

    def _choose(self, number: int) -> None:
        self._at = number
        self._tell()
        self.year_chosen.emit(self._years[number][0])

    def _tell(self) -> None:
        said = ", ".join(f"{year}: {count}" for year, count in self._years)
        self.setAccessibleName(f"{self._name}. {said or 'none'}")
        self.setAccessibleDescription(f"At {self.year()}" if self._years else "")
        self.update()


class BarStrip(QWidget):
    """A row of small bars with a word at each end; `finding` is the sentence it shows, for those who cannot see it."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._values: tuple[int, ...] = ()
        self._first, self._last = "", ""
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def set_values(self, values: Sequence[int], first: str, last: str, finding: str) -> None:
        """Show values, oldest first; `first` and `last` name the ends ("Jun 2025", "May 2026")."""
        self._values, self._first, self._last = tuple(values), first, last
        self.setAccessibleName(finding)
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(theme.px(240), theme.px(74))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter, foot = QPainter(self), theme.px(20)
        room, most = self.height() - foot, max(self._values, default=0) or 1
        width = min(self.width() / max(1, len(self._values)), theme.px(WIDEST_BAR))
        for number, value in enumerate(self._values):
            height = max(2, round(room * value / most))
            bar = QRect(round(number * width), room - height, max(2, round(width - theme.px(3))), height)
            painting.round_rect(painter, bar, 3, "accent" if value else "border")
        least = painting.text_width(f"{self._first}  {self._last}", 11, 500)
        across = min(self.width(), max(round(width * len(self._values)), least))
        words = QRect(0, self.height() - foot + 2, across, foot - 2)
        painting.draw_text(painter, words, self._first, 11, 500, "text3")
        if len(self._values) > 1:
            painting.draw_text(painter, words, self._last, 11, 500, "text3", "right")


class Donut(QWidget):
    """A ring filled from the top as far as `part` of `whole`, with a number and a line in its middle.

    `finding` is the sentence it shows. `size` is its side in design pixels; a ring beyond its whole is full.
    """

    def __init__(self, size: int = 152, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._size, self._part, self._whole, self._under = size, 0, 0, ""
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def set_values(self, part: int, whole: int, under: str, finding: str) -> None:
        """Show `part` of `whole`, the number of the part over the words `under`."""
        self._part, self._whole, self._under = part, whole, under
        self.setAccessibleName(finding)
        self.update()

    def set_side(self, size: int) -> None:
        """Take another size in design pixels."""
        if size != self._size:
            self._size = size
            self.updateGeometry()

    def sizeHint(self) -> QSize:
        return QSize(theme.px(self._size), theme.px(self._size))

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.StyleChange:
            self.updateGeometry()
        super().changeEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        width = max(6.0, self.width() * 0.085)
        ring = QRectF(self.rect()).adjusted(width / 2, width / 2, -width / 2, -width / 2)
        painter.setPen(QPen(theme.color("border"), width))
        painter.drawEllipse(ring)
        share = min(1.0, self._part / self._whole) if self._whole else 0.0
        if share:
            pen = QPen(theme.color("ok"), width)
            pen.setCapStyle(Qt.PenCapStyle.RoundCap)
            painter.setPen(pen)
            # Sixteenths of a degree, from the top with the clock.
            painter.drawArc(ring, 90 * 16, -round(360 * 16 * share))
        number, words = painting.line_height(28, 600), painting.line_height(12)
        top = (self.height() - number - words) // 2
        inner = round(width) + theme.px(4)
        across = self.width() - 2 * inner
        painting.draw_text(painter, QRect(inner, top, across, number), f"{self._part:,}", 28, 600, align="centre")
        painting.draw_text(painter, QRect(inner, top + number, across, words), self._under, 12, 400, "text2", "centre")
