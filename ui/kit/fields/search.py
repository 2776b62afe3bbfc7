"""A field that filters a list as one types."""

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QWidget

from ui.kit import theme
from ui.kit.buttons import IconButton
from ui.kit.fields.text import TextField

SEARCH_AFTER = 120


class SearchField(TextField):
    """A field that filters as one types: `searched(text)` 120 ms after the last key, at once on Enter and when cleared.

    Esc clears it; Down says `left_down` for the list below to take the keyboard.
    """

    searched = Signal(str)
    left_down = Signal()

    def __init__(self, name: str, placeholder: str = "", parent: QWidget | None = None) -> None:
        super().__init__(name, placeholder=placeholder or name, icon="search", parent=parent)
        self._said = ""
        self._wait = QTimer(self, singleShot=True, interval=SEARCH_AFTER)
        self._wait.timeout.connect(self._say)
        self._clear = IconButton("x", "Clear", size=24, parent=self)
        self._clear.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._clear.hide()
        self._clear.clicked.connect(self.clear_text)
        self.textChanged.connect(self._text_changed)

    def clear_text(self) -> None:
        """Empty the field and say so at once."""
        self.setText("")
        self._say()

    def set_quietly(self, text: str) -> None:
        """Show a text without saying `searched`."""
        self._said = text.strip()
        self.setText(text)
        self._wait.stop()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape and self.text():
            self.clear_text()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not event.modifiers():
            self._say()
        elif event.key() == Qt.Key.Key_Down and not event.modifiers():
            self._say()
            self.left_down.emit()
        else:
            super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        side = self._clear.sizeHint()
        self._clear.setGeometry(
            self.width() - side.width() - theme.px(4), (self.height() - side.height()) // 2, side.width(), side.height()
        )

    def _set_margins(self) -> None:
        self.setTextMargins(theme.px(24), 0, theme.px(22), 0)

    def _text_changed(self) -> None:
        self._clear.setVisible(bool(self.text()))
        self._wait.start()

    def _say(self) -> None:
        self._wait.stop()
        text = self.text().strip()
        if text != self._said:
            self._said = text
            self.searched.emit(text)
