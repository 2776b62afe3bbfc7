"""The foot of a card: what the keys do there."""

from collections.abc import Sequence

from PySide6.QtCore import QRect, QSize
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from ui.kit import painting, theme


class KeyHints(QWidget):
    """(keys, meaning) pairs, under a hairline unless `line` is False; what does not fit is left out from the end."""

    def __init__(
        self, hints: Sequence[tuple[tuple[str, ...], str]], parent: QWidget | None = None, *, line: bool = True
    ) -> None:
        super().__init__(parent)
        self._hints, self._line = tuple(hints), line
        if not hints:
            self.hide()
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        return QSize(theme.px(200), theme.px(42))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        x, middle = theme.px(16) if self._line else 0, self.height() // 2
        if self._line:
            painter.fillRect(0, 0, self.width(), 1, theme.color("border"))
        for caps, meaning in self._hints:
            words = painting.text_width(meaning, 12)
            wide = sum(painting.keycap_width(cap) + theme.px(4) for cap in caps) + theme.px(4) + words
            if x + wide > self.width() - theme.px(12):
                return
            for cap in caps:
                x += painting.keycap(painter, x, middle, cap) + theme.px(4)
            x += theme.px(4)
            box = QRect(x, 0, words + 2, self.height())
            painting.draw_text(painter, box, meaning, 12, 400, "text2")
            x += words + theme.px(16)
