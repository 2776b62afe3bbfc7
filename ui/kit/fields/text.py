"""What a form needs of a field, and one line of text."""

from typing import Any, Protocol

from PySide6.QtCore import QEvent, QRect, QSize, Signal, SignalInstance
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QLineEdit, QWidget

from ui.kit import icons, theme


class Field(Protocol):
    """What a form needs of a field; every field is a QWidget too."""

    edited: SignalInstance

    def value(self) -> Any: ...
    def set_value(self, value: Any) -> None: ...
    def mark(self, wrong: bool) -> None: ...
    def problem(self) -> str: ...
    def kept(self) -> Any: ...
    def restore(self, kept: Any) -> None: ...
    def words(self) -> str: ...


def restyle(widget: QWidget, wrong: bool) -> None:
    """Give a field the red edge of what is wrong, or take it away."""
    if bool(widget.property("invalid")) != wrong:
        widget.setProperty("invalid", wrong)
        widget.style().unpolish(widget)
        widget.style().polish(widget)
        widget.update()


class TextField(QLineEdit):
    """One line of text; `value()` is without blanks around it. `icon` stands at its left."""

    edited = Signal()

    def __init__(self, name: str = "", *, placeholder: str = "", icon: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._icon = icon
        self.setAccessibleName(name)
        self.setPlaceholderText(placeholder)
        self.textEdited.connect(self._edited)
        self._set_margins()

    def value(self) -> Any:
        return self.text().strip()

    def set_value(self, value: Any) -> None:
        self.setText("" if value is None else str(value))
        self.setCursorPosition(0)

    def mark(self, wrong: bool) -> None:
        restyle(self, wrong)

    def problem(self) -> str:
        return ""

    def kept(self) -> Any:
        return self.text().strip()

    def restore(self, kept: Any) -> None:
        self.setText(str(kept))

    def words(self) -> str:
        return self.text().strip()

    def sizeHint(self) -> QSize:
        return QSize(super().sizeHint().width(), theme.px(32))

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.StyleChange:
            self._set_margins()
        super().changeEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if self._icon:
            side = theme.px(16)
            box = QRect(theme.px(10), (self.height() - side) // 2, side, side)
            icons.paint(QPainter(self), box, self._icon, "text2")

    def _set_margins(self) -> None:
        self.setTextMargins(theme.px(24) if self._icon else 0, 0, 0, 0)

    def _edited(self) -> None:
        self.mark(False)
        self.edited.emit()
