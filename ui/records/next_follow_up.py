"""The next thing to do about a record, as one line that leads to it."""

from PySide6.QtCore import QRect, QSize
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy

from crm import clock, dates
from crm.followups import FollowUpRow
from ui.kit import icons, painting, theme
from ui.kit.buttons import Button


class NextFollowUp(Button):
    """A follow-up with its day, danger-coloured when overdue; `clicked` says that one wants to go to it."""

    def __init__(self) -> None:
        super().__init__("", "ghost")
        self._title, self._day, self._late = "", "", False
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def show_row(self, row: FollowUpRow | None) -> None:
        """Show a follow-up; None hides the line."""
        self.setVisible(row is not None)
        if row is not None:
            self._title, self._late = row.title, row.group == "overdue"
            self._day = dates.show_day(row.due_on, clock.today()) if row.due_on else ""
            late = "overdue since" if self._late else "due"
            self.setAccessibleName(f"Next follow-up: {row.title}" + (f", {late} {self._day}" if self._day else ""))
            self.set_tip(row.title)
            self.update()

    def sizeHint(self) -> QSize:
        return QSize(theme.px(200), theme.px(38))

    def minimumSizeHint(self) -> QSize:
        return QSize(theme.px(120), theme.px(38))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter, pad, side = QPainter(self), theme.px(12), theme.px(16)
        ground, ink = painting.tone_colors("danger" if self._late else "accent")
        painting.round_rect(painter, self.rect(), 6, ground, "border_strong" if self.underMouse() else "")
        icons.paint(painter, QRect(pad, (self.height() - side) // 2, side, side), "bell", ink)
        width = painting.text_width(self._day, 12, 500)
        right = QRect(self.width() - pad - width, 0, width + 1, self.height())
        painting.draw_text(painter, right, self._day, 12, 500, "danger" if self._late else "text2", "right")
        left = pad + side + theme.px(10)
        words = QRect(left, 0, right.left() - left - theme.px(8), self.height())
        painting.draw_text(painter, words, self._title, 13, 500)
        if self.rings():
            painting.focus_ring(painter, self.rect(), 6)
