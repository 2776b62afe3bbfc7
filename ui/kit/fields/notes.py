"""Several lines of plain text."""

from typing import Any

from PySide6.QtCore import QEvent, QMimeData, Qt, QTimer, Signal
from PySide6.QtGui import QContextMenuEvent, QFocusEvent, QResizeEvent, QTextCursor
from PySide6.QtWidgets import QPlainTextEdit, QScrollArea, QSizePolicy, QWidget

from ui.kit import theme
from ui.kit.fields.text import restyle

NOTES_LIMIT = 10_000_000


class NotesField(QPlainTextEdit):
    """Several lines of plain text that grow with what is in them, between `least` and `most` lines. Tab leaves it.

    What it lies in scrolls with the cursor.
    """

    edited = Signal()

    def __init__(
        self, name: str = "", *, placeholder: str = "", least: int = 3, most: int = 12, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._least, self._most, self._setting = least, most, False
        self.setAccessibleName(name)
        self.setPlaceholderText(placeholder)
        self.setTabChangesFocus(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.textChanged.connect(self._changed)
        # Shown when the layout around has followed; a timer of its own goes with the field.
        self._following = QTimer(self, singleShot=True, interval=0)
        self._following.timeout.connect(self._show_cursor)
        self.cursorPositionChanged.connect(self._following.start)
        self._fit()

    def value(self) -> Any:
        return self.toPlainText().strip()

    def add_lines(self, text: str) -> None:
        """Write a text below what is there, as one step of undo."""
        cursor = self.textCursor()
        cursor.movePosition(QTextCursor.MoveOperation.End)
        cursor.insertText(f"\n{text}" if self.toPlainText() else text)
        self.setTextCursor(cursor)

    def set_value(self, value: Any) -> None:
        self._setting = True
        self.setPlainText("" if value is None else str(value))
        self._setting = False

    def mark(self, wrong: bool) -> None:
        restyle(self, wrong)

    def problem(self) -> str:
        return "These notes are too long: 10 million letters at most." if self._too_long() else ""

    def kept(self) -> Any:
        return self.toPlainText()

    def restore(self, kept: Any) -> None:
        self.set_value(kept)

    def words(self) -> str:
        return str(self.value())

    def insertFromMimeData(self, source: QMimeData) -> None:
        self.insertPlainText(source.text())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()
        self._following.start()

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self._following.start()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.StyleChange:
            self._fit()

    def _show_cursor(self) -> None:
        """Have whatever scrolls around it show the line of the cursor."""
        around: QWidget | None = self.parentWidget() if self.hasFocus() else None
        while around is not None:
            if isinstance(around, QScrollArea) and (inner := around.widget()) is not None:
                at = self.cursorRect().center()
                spot, margin = self.viewport().mapTo(inner, at), self.cursorRect().height()
                around.ensureVisible(spot.x(), spot.y(), 0, margin)
            around = around.parentWidget()

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        super().contextMenuEvent(event)
        event.accept()

    def _too_long(self) -> bool:
        return self.document().characterCount() > NOTES_LIMIT

    def _changed(self) -> None:
        self._fit()
        if not self._setting:
            self.mark(False)
            self.edited.emit()

    def _fit(self) -> None:
        # The document of a plain text edit measures its height in lines.
        lines = min(max(int(self.document().size().height()), self._least), self._most)
        height = lines * self.fontMetrics().lineSpacing() + theme.px(8) + 2 * int(self.document().documentMargin()) + 4
        if height != self.minimumHeight():
            self.setFixedHeight(height)
