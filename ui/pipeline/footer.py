"""The foot of the pipeline: what the keys do, and which shape is which sector."""

from collections.abc import Sequence

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QWidget

from ui.kit import painting, theme
from ui.kit.key_hints import KeyHints

HINTS = (
    (("←→",), "move between columns"),
    (("Ctrl+Shift+→",), "move card to next stage"),
    (("N",), "next step"),
    (("Ctrl+Z",), "undo"),
)


class SectorLegend(QWidget):
    """The shapes of the sectors with their names; (symbol, name) pairs. What does not fit is left out from the end."""

    def __init__(self) -> None:
        super().__init__()
        self._sectors: tuple[tuple[str, str], ...] = ()
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)

    def show_sectors(self, sectors: Sequence[tuple[str, str]]) -> None:
        """Show these sectors."""
        if tuple(sectors) != self._sectors:
            self._sectors = tuple(sectors)
            self.setAccessibleName("Shapes: " + ", ".join(name for _, name in sectors))
            self.updateGeometry()
            self.update()

    def sizeHint(self) -> QSize:
        return QSize(sum(_width(name) for _, name in self._sectors), theme.px(28))

    def minimumSizeHint(self) -> QSize:
        return QSize(theme.px(80), theme.px(28))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter, middle = QPainter(self), self.height() // 2
        shown = list(self._sectors)
        while shown and sum(_width(name) for _, name in shown) > self.width() + theme.px(14):
            shown.pop()
        x = self.width() - sum(_width(name) for _, name in shown) + theme.px(14)
        for symbol, name in shown:
            painting.sector_shape(painter, x, middle, symbol, 9)
            box = self.rect().adjusted(x + theme.px(15), 0, 0, 0)
            painting.draw_text(painter, box, name, 12, 400, "text2")
            x += _width(name)


def _width(name: str) -> int:
    return theme.px(9 + 6 + 14) + painting.text_width(name, 12)


class Footer(QWidget):
    """Keys at the left, shapes at the right."""

    def __init__(self) -> None:
        super().__init__()
        self.keys, self.legend = KeyHints(HINTS, line=False), SectorLegend()
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.px(16))
        row.addWidget(self.keys, 1)
        row.addWidget(self.legend, 0, Qt.AlignmentFlag.AlignVCenter)
