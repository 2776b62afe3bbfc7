"""A card to find something in: a large field, a list that follows what is typed, and the keys at the foot."""

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QObject, QRect, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from ui.kit import icons, theme
from ui.kit.choices import ROW, ChoiceList
from ui.kit.key_hints import KeyHints
from ui.kit.label import Label

HEIGHT, FIELD = 548, 54


class Chooser(QWidget):
    """Field, list and foot. `typed` carries the text after each key, `list.chosen` the choice.

    `hints` are (keys, meaning) pairs for the foot, `note` a sentence or two under the field. Its height stays, so that
    nothing jumps while one types.
    """

    typed = Signal(str)

    def __init__(
        self,
        name: str,
        placeholder: str,
        hints: Sequence[tuple[tuple[str, ...], str]] = (),
        *,
        note: str = "",
        row_height: int = ROW,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setAccessibleName(name)
        self.field = QLineEdit(self)
        self.field.setProperty("bare", True)
        self.field.setPlaceholderText(placeholder)
        self.field.setAccessibleName(name)
        self.field.setFont(theme.font(17))
        self.field.textChanged.connect(self.typed)
        self.field.installEventFilter(self)
        self.list = ChoiceList(f"{name}: results", row_height=row_height, parent=self)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        head = QHBoxLayout()
        head.setContentsMargins(theme.px(48), 0, theme.px(16), 0)
        head.addWidget(self.field, 0, Qt.AlignmentFlag.AlignVCenter)
        head.addStrut(theme.px(FIELD))
        column.addLayout(head)
        if note:
            text = Label(note, "secondary", wrap=True)
            text.setContentsMargins(theme.px(20), theme.px(11), theme.px(20), theme.px(5))
            column.addWidget(text)
        column.addSpacing(theme.px(7))
        column.addWidget(self.list, 1)
        column.addSpacing(theme.px(6))
        column.addWidget(KeyHints(hints, self))
        self.setFocusProxy(self.field)

    def sizeHint(self) -> QSize:
        return QSize(theme.px(640), theme.px(HEIGHT))

    def hasHeightForWidth(self) -> bool:
        """No: the note may wrap, but the height stays."""
        return False

    def minimumSizeHint(self) -> QSize:
        return QSize(theme.px(320), theme.px(280))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Give the list its keys; the rest stays with the field. Ctrl+Enter is not that of the page under it."""
        if not isinstance(event, QKeyEvent):
            return False
        if event.type() == QEvent.Type.ShortcutOverride and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            event.accept()
            return True
        return event.type() == QEvent.Type.KeyPress and self.list.take_key(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the glass and the hairline under the field."""
        painter = QPainter(self)
        side = theme.px(18)
        icons.paint(painter, QRect(theme.px(20), (theme.px(FIELD) - side) // 2, side, side), "search", "text2")
        painter.fillRect(0, theme.px(FIELD), self.width(), 1, theme.color("border"))
