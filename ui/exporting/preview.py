"""The first rows of an export as a small grid that is only looked at."""

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QRect, QSize
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from ui.kit import painting, theme

WIDEST, ROW = 180, 26


class FirstRows(QWidget):
    """Headings and at most five rows; as many columns as there is room for, then how many more there are."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._headings: list[str] = []
        self._rows: list[list[str]] = []
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def show_rows(self, headings: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
        """Show other rows."""
        self._headings, self._rows = list(headings), [list(row) for row in rows]
        self.setAccessibleName(f"The first {len(rows)} rows: {', '.join(headings)}")
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(theme.px(400), theme.px(ROW) * (max(1, len(self._rows)) + 1) + 2)

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.StyleChange:
            self.updateGeometry()
        super().changeEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painting.round_rect(painter, self.rect(), 8, "window", "border")
        edge, height, x, shown = theme.px(10), theme.px(ROW), theme.px(10), 0
        room = self.width() - theme.px(76)
        for column, heading in enumerate(self._headings):
            cells = [row[column] for row in self._rows]
            width = self._width(heading, cells)
            if shown and x + width > room:
                break
            self._paint_column(painter, QRect(x, 1, min(width, self.width() - x - edge), height), heading, cells)
            x, shown = x + width + edge, shown + 1
        if more := len(self._headings) - shown:
            box = QRect(self.width() - theme.px(66), 1, theme.px(58), height)
            painting.draw_text(painter, box, f"+{more} more", 11, 400, "text3", "right")
        if not self._rows:
            box = QRect(edge, height, self.width(), height)
            painting.draw_text(painter, box, "No rows", 12, 400, "text3")

    def _paint_column(self, painter: QPainter, box: QRect, heading: str, cells: Sequence[str]) -> None:
        painting.draw_text(painter, box, heading, 11, 600, "text3")
        for cell in cells:
            box = box.translated(0, box.height())
            painting.draw_text(painter, box, " ".join(cell.split()), 12, 400, "text")

    @staticmethod
    def _width(heading: str, cells: Sequence[str]) -> int:
        widest = max((painting.text_width(cell[:60], 12, 400) for cell in cells), default=0)
        return int(min(max(painting.text_width(heading, 11, 600), widest) + theme.px(8), theme.px(WIDEST)))
