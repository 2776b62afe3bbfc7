"""The picture of a person or an organisation: initials tinted by the sector."""

from PySide6.QtCore import QEvent, QSize
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from ui.kit import painting, theme


class Avatar(QWidget):
    """Initials on a circle, or a rounded square; `size` is its side in design pixels. The name is read elsewhere."""

    def __init__(self, size: int = 44, *, square: bool = False, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._size, self._square = size, square
        self._name, self._sector = "", ""
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def set(self, name: str, sector: str = "") -> None:
        """Show the initials of `name` in the tint of a sector (key or name)."""
        self._name, self._sector = name, sector
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(theme.px(self._size), theme.px(self._size))

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.StyleChange:
            self.updateGeometry()
        super().changeEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        if self._name:
            painting.avatar(QPainter(self), self.rect(), self._name, self._sector, self._square)
