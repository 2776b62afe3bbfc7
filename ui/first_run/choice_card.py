"""A large choice: icon, title, what it means; one tab stop, pressed by Enter, Space or a click."""

from PySide6.QtCore import QEvent, QRect, QSize, Qt
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QWidget

from ui.kit import icons, painting, theme

WIDTH, HEIGHT = 272, 208


class ChoiceCard(QAbstractButton):
    """Says `clicked`. `key` is the digit that presses it, shown as a cap."""

    def __init__(self, icon: str, title: str, meaning: str, key: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._icon, self._meaning, self._key = icon, meaning, key
        self.setText(title)
        self.setAccessibleName(title)
        self.setAccessibleDescription(meaning)
        self.setShortcut(key)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        return QSize(theme.px(WIDTH), theme.px(HEIGHT))

    def minimumSizeHint(self) -> QSize:
        return QSize(theme.px(210), theme.px(HEIGHT))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter presses it too."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.click()
            return
        super().keyPressEvent(event)

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.StyleChange:
            self.updateGeometry()
        super().changeEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        ground = "hover" if self.underMouse() or self.isDown() else "surface"
        painting.round_rect(painter, self.rect(), 14, ground, "border_strong")
        side, edge = theme.px(28), theme.px(24)
        icons.paint(painter, QRect(edge, edge, side, side), self._icon, theme.tokens().accent)
        painting.keycap(painter, self.width() - edge - theme.px(20), edge + theme.px(13), self._key)
        room = self.width() - 2 * edge
        top = edge + side + theme.px(16)
        title = QRect(edge, top, room, painting.line_height(17, 600))
        painting.draw_text(painter, title, self.text(), 17, 600, "text")
        top = title.bottom() + theme.px(8)
        for line in painting.wrapped(self._meaning, room, 13, 400, 5):
            painting.draw_text(painter, QRect(edge, top, room, painting.line_height(13)), line, 13, 400, "text2")
            top += painting.line_height(13)
        if self.hasFocus():
            painting.focus_ring(painter, self.rect(), 14)
