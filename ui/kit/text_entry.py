"""One line of text in which understood parts are marked as one types, with completion at the cursor."""

from collections.abc import Callable, Sequence

import msgspec
from PySide6.QtCore import QEvent, QMimeData, QPoint, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QKeyEvent,
    QPainter,
    QPaintEvent,
    QResizeEvent,
    QSyntaxHighlighter,
    QTextCharFormat,
    QTextCursor,
    QTextDocument,
    QTextOption,
)
from PySide6.QtWidgets import QPlainTextEdit, QSizePolicy, QWidget

from ui.kit import painting, theme
from ui.kit.choices import Choice
from ui.kit.suggestions import Suggestions

MOST_LINES = 4


class Span(msgspec.Struct, frozen=True):
    """Letters start to end (exclusive) of the text, marked in a tone: accent, ok, warn, danger or neutral."""

    start: int
    end: int
    tone: str = "accent"


class Completion(msgspec.Struct, frozen=True):
    """Choices for the letters from `start` to the cursor. A choice's `data`, if a text, is written, else its title."""

    start: int
    choices: Sequence[Choice]


class _Marks(QSyntaxHighlighter):
    """Colours the letters; formats of a highlighter are no part of the document, so undo knows nothing of them."""

    def __init__(self, document: QTextDocument) -> None:
        super().__init__(document)
        self.spans: tuple[Span, ...] = ()

    def highlightBlock(self, text: str) -> None:
        for span in self.spans:
            look = QTextCharFormat()
            look.setForeground(theme.color(painting.tone_colors(span.tone)[1]))
            look.setFontWeight(600)
            start, end = units(text, span.start), units(text, span.end)
            self.setFormat(start, end - start, look)


class TextEntry(QPlainTextEdit):
    """The entry, 17 px; one paragraph that wraps to as many lines as it needs, up to four.

    `edited(text)` follows each change; the owner answers with `set_spans`. `complete(text, cursor)` gives what could be
    meant at the cursor, or None: Tab takes the first or the one gone to with the arrows, Enter only one gone to.
    Of several lines that are pasted the first is written here, `more_pasted(text)` carries the others.
    `submitted` is Enter without a suggestion; Ctrl+Enter, Esc and the rest go on to the window. Undo is the field's.
    """

    edited = Signal(str)
    submitted = Signal()
    more_pasted = Signal(str)

    def __init__(
        self,
        name: str,
        *,
        placeholder: str = "",
        complete: Callable[[str, int], Completion | None] | None = None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._complete, self._completion = complete, Completion(0, ())
        self._moved, self._said = False, ""
        self.setAccessibleName(name)
        self.setProperty("bare", True)
        self.setPlaceholderText(placeholder)
        self.setTabChangesFocus(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setWordWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.document().setDocumentMargin(2)
        self._marks = _Marks(self.document())
        self._set_font()
        self._suggestions = Suggestions(self, f"{name}: suggestions")
        self._suggestions.accepted.connect(self._take)
        self.textChanged.connect(self._changed)

    def text(self) -> str:
        """What is typed."""
        return self.toPlainText()

    def set_text(self, text: str) -> None:
        """Put a text there as one step of undo, the cursor at its end, and say `edited`."""
        cursor = self.textCursor()
        cursor.select(QTextCursor.SelectionType.Document)
        cursor.insertText(" ".join(text.split()))
        self.setTextCursor(cursor)

    def spans(self) -> tuple[Span, ...]:
        """The marks shown."""
        return self._marks.spans

    def set_spans(self, spans: Sequence[Span]) -> None:
        """Mark parts of the text."""
        if tuple(spans) != self._marks.spans:
            self._marks.spans = tuple(spans)
            self._marks.rehighlight()
            self.viewport().update()

    def replace(self, start: int, end: int, text: str) -> None:
        """Write `text` in place of the letters start to end, as one step of undo."""
        cursor = self._over(start, end)
        cursor.insertText(text)
        self.setTextCursor(cursor)

    def select(self, start: int, end: int) -> None:
        """Select the letters start to end; the cursor stands at their end."""
        self.setTextCursor(self._over(start, end))

    def cursor_at(self) -> int:
        """The number of letters before the cursor."""
        return letters(self.text(), self.textCursor().position())

    def _over(self, start: int, end: int) -> QTextCursor:
        cursor, text = self.textCursor(), self.text()
        cursor.setPosition(units(text, start))
        cursor.setPosition(units(text, end), QTextCursor.MoveMode.KeepAnchor)
        return cursor

    def sizeHint(self) -> QSize:
        return QSize(theme.px(320), self._height())

    def minimumSizeHint(self) -> QSize:
        return QSize(theme.px(160), self._height())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        enter = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        if event.key() in (Qt.Key.Key_Down, Qt.Key.Key_Up) and self._suggestions.isVisible():
            self._moved = True
        if enter and not self._moved:
            self._suggestions.hide()
        if self._suggestions.take_key(event):
            return
        if enter and not event.modifiers():
            self.submitted.emit()
        elif enter or event.key() == Qt.Key.Key_Escape:
            event.ignore()
        else:
            super().keyPressEvent(event)

    def focusNextPrevChild(self, forward: bool) -> bool:
        choice = self._suggestions.list.current() if self._suggestions.isVisible() else None
        if forward and choice is not None:
            self._suggestions.hide()
            self._take(choice)
            return True
        return super().focusNextPrevChild(forward)

    def insertFromMimeData(self, source: QMimeData) -> None:
        first, _, more = source.text().strip().partition("\n")
        self.textCursor().insertText(" ".join(first.split()))
        if more.strip():
            self.more_pasted.emit(more.strip("\n"))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.updateGeometry()
        # It scrolled to the cursor before it had room for another line.
        if self.document().size().height() <= MOST_LINES:
            self.verticalScrollBar().setValue(0)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.StyleChange and hasattr(self, "_marks"):
            self._set_font()
            self._marks.rehighlight()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self.viewport())
        text, layout = self.text(), self.document().firstBlock().layout()
        offset = self.blockBoundingGeometry(self.document().firstBlock()).translated(self.contentOffset()).topLeft()
        for span in self._marks.spans:
            ground = painting.tone_colors(span.tone)[0]
            for number in range(layout.lineCount()):
                line = layout.lineAt(number)
                start = max(units(text, span.start), line.textStart())
                end = min(units(text, span.end), line.textStart() + line.textLength())
                if start < end:
                    left = float(line.cursorToX(start)[0])  # type: ignore[index]
                    right = float(line.cursorToX(end)[0])  # type: ignore[index]
                    box = QRectF(left - 2, line.y() + 1, right - left + 4, line.height() - 2).translated(offset)
                    painting.round_rect(painter, box, 4, ground)
        painter.end()
        super().paintEvent(event)

    def _set_font(self) -> None:
        self.setFont(theme.font(17))
        self.updateGeometry()

    def _height(self) -> int:
        lines = min(max(1, int(self.document().size().height())), MOST_LINES)
        return lines * self.fontMetrics().lineSpacing() + theme.px(6)

    def _changed(self) -> None:
        text = self.text()
        if text == self._said:
            return
        # Marks on letters that are gone would be drawn on others until the owner answers.
        self._said = text
        self._marks.spans = tuple(span for span in self._marks.spans if span.end <= len(text))
        self.updateGeometry()
        self.edited.emit(text)
        self._offer()

    def _offer(self) -> None:
        self._moved = False
        at = self.cursor_at()
        found = self._complete(self.text(), at) if self._complete is not None and self.hasFocus() else None
        self._completion = found or Completion(0, ())
        corner = self.cursorRect().bottomLeft()
        if found:
            start = self.textCursor()
            start.setPosition(units(self.text(), found.start))
            corner = self.cursorRect(start).bottomLeft()
        self._suggestions.offer(self._completion.choices, self.viewport().mapToGlobal(corner + QPoint(-12, 6)))

    def _take(self, choice: Choice) -> None:
        text = choice.data if isinstance(choice.data, str) else choice.title
        at = self.cursor_at()
        follows = self.text()[at : at + 1]
        self.replace(self._completion.start, at, text if follows == " " else f"{text} ")
        self._suggestions.hide()


def units(text: str, at: int) -> int:
    """Return the place of the letter `at` in the UTF-16 units that Qt counts in: an emoji is two of these."""
    return at + sum(1 for letter in text[:at] if letter > "\uffff")


def letters(text: str, at: int) -> int:
    """Return the number of letters before the place `at` of Qt's; one inside a letter is taken as before it."""
    passed = 0
    for number, letter in enumerate(text):
        passed += 2 if letter > "\uffff" else 1
        if passed > at:
            return number
    return len(text)
