"""Fields of forms: text, search, notes, choice, tick, and text that stands for something else (a date, a number).

Every field has `value()`, `set_value(value)`, the signal `edited` (the user changed it), `mark(wrong)` for the red edge
and `problem()`, the sentence about what cannot be understood, empty when all is well. `kept()` is what a draft keeps of
it, understood or not, as JSON can hold it; `restore(kept)` shows that again, `words()` is how it reads. They know
values, not records.
"""

from collections.abc import Callable, Sequence
from typing import Any, Protocol

from PySide6.QtCore import (
    QEvent,
    QMimeData,
    QModelIndex,
    QPersistentModelIndex,
    QRect,
    QSize,
    Qt,
    QTimer,
    Signal,
    SignalInstance,
)
from PySide6.QtGui import (
    QContextMenuEvent,
    QFocusEvent,
    QKeyEvent,
    QPainter,
    QPaintEvent,
    QResizeEvent,
    QTextCursor,
    QWheelEvent,
)
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QLineEdit,
    QPlainTextEdit,
    QScrollArea,
    QSizePolicy,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from ui.kit import icons, painting, theme
from ui.kit.buttons import IconButton

SEARCH_AFTER = 120
DOUBTED_AFTER = 400
"""Milliseconds without a key until what is not understood is told: "3" on the way to "31/12" is no mistake yet."""
NOTES_LIMIT = 10_000_000


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


def _restyle(widget: QWidget, wrong: bool) -> None:
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
        _restyle(self, wrong)

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


class ParsedField(TextField):
    """Text that stands for a value: `parse(text)` gives it or raises ValueError with the sentence to show.

    `show(value)` writes a value; while one types, what was understood is echoed at the right. Empty text is None.
    `doubted(problem)` tells while one types that it is not understood, and that it is again ("").
    """

    doubted = Signal(str)

    def __init__(
        self,
        name: str,
        parse: Callable[[str], Any],
        show: Callable[[Any], str],
        *,
        placeholder: str = "",
        icon: str = "",
        parent: QWidget | None = None,
    ) -> None:
        self._parse, self._show = parse, show
        super().__init__(name, placeholder=placeholder, icon=icon, parent=parent)
        self._doubt = QTimer(self, singleShot=True, interval=DOUBTED_AFTER)
        self._doubt.timeout.connect(self.tell_doubt)
        self.textEdited.connect(self._typed)
        self.editingFinished.connect(self._write_out)

    def value(self) -> Any:
        """The value, or None for no text and for text that is not understood (see `problem`)."""
        try:
            return self._parse(self.text().strip()) if self.text().strip() else None
        except ValueError:
            return None

    def set_value(self, value: Any) -> None:
        super().set_value("" if value is None else self._show(value))

    def problem(self) -> str:
        try:
            if self.text().strip():
                self._parse(self.text().strip())
        except ValueError as error:
            return str(error)
        return ""

    def kept(self) -> Any:
        """The value as it is written, so that "fri" means the same day tomorrow; what is not understood as typed."""
        value = self.value()
        return self.text().strip() if value is None else self._show(value)

    def tell_doubt(self) -> None:
        """Say `doubted` at once, as the field does when the keyboard leaves it."""
        self._doubt.stop()
        said = self.problem()
        self.mark(bool(said))
        self.doubted.emit(said)

    def echo(self) -> str:
        """What was understood, when that is written otherwise than what was typed."""
        value = self.value()
        written = "" if value is None else self._show(value)
        return "" if written == self.text().strip() else written

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        echo = self.echo() if self.hasFocus() else ""
        typed = painting.text_width(self.text()) + theme.px(44)
        if echo and typed + painting.text_width(f"= {echo}", 12) < self.width() - theme.px(36):
            box = self.rect().adjusted(0, 0, -theme.px(12) - self.textMargins().right(), 0)
            painting.draw_text(QPainter(self), box, f"= {echo}", 12, 400, "text3", "right")

    def _typed(self) -> None:
        # What is understood takes back a doubt at once, the rest of a word may still come.
        if self.problem():
            self._doubt.start()
        else:
            self.tell_doubt()

    def _write_out(self) -> None:
        if self._doubt.isActive():
            self.tell_doubt()
        value = self.value()
        if value is not None and self.isModified():
            self.setText(self._show(value))
            self.setModified(False)


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
        _restyle(self, wrong)

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


class _OptionDelegate(QStyledItemDelegate):
    """An option in the list that drops down."""

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        return QSize(painting.text_width(str(index.data())) + theme.px(32), theme.px(30))

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        rect: QRect = option.rect
        painter.fillRect(rect, theme.color("surface"))
        if QStyle.StateFlag.State_Selected in option.state:
            painting.round_rect(painter, rect, 4, "accent_soft")
        painting.draw_text(painter, rect.adjusted(theme.px(8), 0, -theme.px(8), 0), str(index.data()))


class ChoiceField(QComboBox):
    """One of a few: `options` are (key, text); keys can be anything, None for "none". Letters jump to an option."""

    edited = Signal()

    def __init__(
        self, name: str = "", options: Sequence[tuple[Any, str]] = (), *, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setAccessibleName(name)
        self._keys: list[Any] = []
        self.set_options(options)
        self.setItemDelegate(_OptionDelegate(self))
        self.setMaxVisibleItems(12)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.activated.connect(self._chosen)

    def set_options(self, options: Sequence[tuple[Any, str]]) -> None:
        """Offer other options; the key chosen stays where it is among them."""
        before = self.value() if self._keys else None
        self.clear()
        self._keys = [key for key, _ in options]
        self.addItems([text for _, text in options])
        if before in self._keys:
            self.set_value(before)

    def value(self) -> Any:
        return self._keys[self.currentIndex()] if 0 <= self.currentIndex() < len(self._keys) else None

    def set_value(self, value: Any) -> None:
        self.setCurrentIndex(self._keys.index(value) if value in self._keys else -1)

    def mark(self, wrong: bool) -> None:
        _restyle(self, wrong)

    def problem(self) -> str:
        return ""

    def kept(self) -> Any:
        return self.value()

    def restore(self, kept: Any) -> None:
        if kept in self._keys:  # what was chosen may be gone since
            self.set_value(kept)

    def words(self) -> str:
        return self.currentText()

    def sizeHint(self) -> QSize:
        widest = max((painting.text_width(self.itemText(n)) for n in range(self.count())), default=theme.px(80))
        return QSize(min(widest, theme.px(260)) + theme.px(46), theme.px(32))

    def minimumSizeHint(self) -> QSize:
        return QSize(theme.px(80), theme.px(32))

    def wheelEvent(self, event: QWheelEvent) -> None:
        # A wheel over a form scrolls the form; it must not change a value on its way.
        event.ignore()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        wrong, focus = bool(self.property("invalid")), self.hasFocus()
        edge = "danger" if wrong else "accent" if focus else "border_strong" if self.isEnabled() else "border"
        fill = "surface" if self.isEnabled() else "hover"
        painting.round_rect(painter, self.rect(), 6, fill, edge, 2 if focus else 1)
        box = self.rect().adjusted(theme.px(11), 0, -theme.px(32), 0)
        painting.draw_text(painter, box, self.currentText(), 13, 400, "text" if self.isEnabled() else "text3")
        side = theme.px(16)
        mark = QRect(self.width() - theme.px(27), (self.height() - side) // 2, side, side)
        icons.paint(painter, mark, "chevron-down", "text2")

    def _chosen(self) -> None:
        self.mark(False)
        self.edited.emit()


class CheckField(QCheckBox):
    """A tick with its words; Space or a click changes it."""

    edited = Signal()

    def __init__(self, text: str, *, checked: bool = False, parent: QWidget | None = None) -> None:
        super().__init__(text, parent)
        self.setChecked(checked)
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.clicked.connect(self.edited)

    def value(self) -> Any:
        return self.isChecked()

    def set_value(self, value: Any) -> None:
        self.setChecked(bool(value))

    def mark(self, wrong: bool) -> None:
        _restyle(self, wrong)

    def problem(self) -> str:
        return ""

    def kept(self) -> Any:
        return self.isChecked()

    def restore(self, kept: Any) -> None:
        self.setChecked(bool(kept))

    def words(self) -> str:
        return "yes" if self.isChecked() else "no"

    def sizeHint(self) -> QSize:
        return QSize(painting.text_width(self.text()) + theme.px(34), theme.px(28))

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def hitButton(self, pos: Any) -> bool:
        return self.rect().contains(pos)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter, side = QPainter(self), theme.px(18)
        box = QRect(theme.px(3), (self.height() - side) // 2, side, side)
        on = self.isChecked()
        if on:
            painting.round_rect(painter, box, 4, "accent" if self.isEnabled() else "border_strong")
            icons.paint(painter, box.adjusted(2, 2, -2, -2), "check", "on_accent")
        else:
            edge = "danger" if self.property("invalid") else "border_strong"
            painting.round_rect(painter, box, 4, "hover" if self.underMouse() else "surface", edge)
        words = self.rect().adjusted(theme.px(29), 0, 0, 0)
        painting.draw_text(painter, words, self.text(), 13, 400, "text" if self.isEnabled() else "text3")
        if self.hasFocus():
            painting.focus_ring(painter, box.adjusted(-3, -3, 3, 3), 6)
