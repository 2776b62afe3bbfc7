"""One fact of a record: its name and its value, which is edited where it stands."""

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QEvent, QObject, QRect, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QApplication, QHBoxLayout, QPushButton, QSizePolicy, QVBoxLayout, QWidget

from ui.kit import icons, painting, theme
from ui.kit.buttons import Button
from ui.kit.edit_conflict import changed_meanwhile, settle_one
from ui.kit.fields import Field, NotesField, ParsedField
from ui.kit.label import Label, plain_tip

NAME_WIDTH = 104
EMPTY: tuple[Any, ...] = ("", None, [], ())


class _Value(Button):
    """The value as text; a button, so that Tab, Space, Enter and a click reach it."""

    def __init__(self, tone: str) -> None:
        super().__init__()
        self.shown, self.placeholder, self.tone, self.lines = "", "", tone, 1
        self.editable = True
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        room = max(self.width() - theme.px(16), theme.px(80))
        lines = len(painting.wrapped(self.shown, room, 13, 400, 8)) if self.lines > 1 else 1
        height = max(1, lines) * painting.line_height(13) + theme.px(11)
        return QSize(theme.px(120), max(height, theme.px(28)))

    def minimumSizeHint(self) -> QSize:
        return QSize(theme.px(60), self.sizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if self.lines > 1 and event.size().width() != event.oldSize().width():
            # Other lines, another height.
            self.updateGeometry()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter, hot = QPainter(self), self.underMouse() and self.editable and self.isEnabled()
        if hot:
            painting.round_rect(painter, self.rect(), 6, "hover")
        box = self.rect().adjusted(theme.px(8), 0, -theme.px(26 if hot else 8), 0)
        text, ink = (self.shown, self.tone) if self.shown else (self.placeholder, "text3")
        if self.lines > 1 and self.shown:
            top, height = theme.px(5), painting.line_height(13)
            whole = self.rect().adjusted(theme.px(8), 0, -theme.px(8), 0)
            for number, line in enumerate(painting.wrapped(text, whole.width(), 13, 400, 8)):
                painting.draw_text(painter, QRect(whole.x(), top + number * height, whole.width(), height), line)
        else:
            painting.draw_text(painter, box, text, 13, 400, ink)
        if hot:
            side = theme.px(14)
            mark = QRect(self.width() - side - theme.px(8), theme.px(7), side, side)
            icons.paint(painter, mark, "edit", "text3")
        if self.rings():
            painting.focus_ring(painter, self.rect(), 6)


class FieldRow(QWidget):
    """A fact edited where it stands: a click, Enter or F2 opens it, Enter or leaving it says `committed`, Esc reverts.

    `make` builds the field when it is first needed; without it the fact is only read. `show` writes a value,
    `name_width` is the room of the name in design pixels. After `committed(value)` the page calls `set_value` with what
    was saved, or `set_error` with what stood in the way: then the field stays open with what was typed. A page that is
    read again calls `show_stored`: where the value was changed meanwhile, the field says so before it overwrites that.
    """

    committed = Signal(object)

    def __init__(
        self,
        name: str,
        make: Callable[[], QWidget] | None = None,
        *,
        show: Callable[[Any], str] = str,
        placeholder: str = "",
        tone: str = "text",
        multiline: bool = False,
        name_width: int = NAME_WIDTH,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._name, self._make, self._show = name, make, show
        self._value: Any = None
        self._stored: Any = None
        self._field: Any = None
        self._label = Label(name, "secondary", tone="text3", elide=True)
        self._label.setFixedWidth(theme.px(name_width))
        self._text = _Value(tone)
        self._text.lines = 8 if multiline else 1
        self._text.placeholder = placeholder or (f"Add {name[:1].lower()}{name[1:]}" if make else "—")
        self._text.editable = make is not None
        if make is None:
            self._text.setFocusPolicy(Qt.FocusPolicy.NoFocus)
            self._text.setCursor(Qt.CursorShape.ArrowCursor)
        self._text.clicked.connect(self.edit)
        self._error = Label("", "secondary", tone="danger", wrap=True)
        self._error.hide()
        # A timer of its own: a single shot that is still due when the row goes would keep the row for ever.
        self._leaving = QTimer(self, singleShot=True, interval=0)
        self._leaving.timeout.connect(self._left)
        self._column = QVBoxLayout()
        self._column.setSpacing(theme.px(2))
        self._column.addWidget(self._text)
        self._column.addWidget(self._error)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.px(2))
        row.addWidget(self._label, 0, Qt.AlignmentFlag.AlignTop)
        self._label.setMinimumHeight(theme.px(28))
        row.addLayout(self._column, 1)
        self.setFocusProxy(self._text)
        # Without it the order of Tab could not be set for the row: it would stay behind and send Tab on to its value.
        self.setFocusPolicy(self._text.focusPolicy())
        self._write()

    def value(self) -> Any:
        """The value as last set or committed."""
        return self._value

    def set_placeholder(self, text: str) -> None:
        """Say what stands where there is no value."""
        self._text.placeholder = text
        self._write()

    def set_value(self, value: Any) -> None:
        """Show a value and close the field."""
        self._value = self._stored = value
        self._write()
        self._close(keep_focus=False)

    def show_stored(self, value: Any) -> None:
        """Show what is stored now; a field that is open keeps what is typed in it."""
        self._stored = value
        if not self.is_editing():
            self.set_value(value)

    def set_error(self, text: str) -> None:
        """Say under the field why it was not saved; the field stays open with what was typed."""
        self._error.setText(text)
        self._error.setVisible(bool(text))
        if text and self._field is not None:
            self._field.mark(True)
            self._field.setAccessibleDescription(text)

    def is_editing(self) -> bool:
        """Whether the field is open."""
        return self._field is not None

    def edit(self) -> None:
        """Open the field with the value in it."""
        if self._make is None or self._field is not None:
            return
        self._field = self._make()
        self._field.setAccessibleName(self._name)
        self._stored = self._value
        if isinstance(self._field, ParsedField):
            self._field.doubted.connect(self.set_error)
        self._field.set_value(self._value)
        self._column.insertWidget(0, self._field)
        # A layout shows its widgets only later, and what is not shown cannot have the keyboard.
        self._field.show()
        QWidget.setTabOrder(self._text, self._field)
        self._field.setFocus(Qt.FocusReason.OtherFocusReason)
        self._text.hide()
        self._field.installEventFilter(self)
        if hasattr(self._field, "selectAll") and not isinstance(self._field, NotesField):
            self._field.selectAll()

    def commit(self) -> None:
        """Take what is in the field: close it when nothing changed, else say `committed`."""
        if self._field is None:
            return
        problem = self._field.problem()
        if problem:
            self.set_error(problem)
            return
        value, disputed = settle_one(self._value, self._stored, self._field.value())
        self._value = self._stored
        if disputed:
            now = "" if self._value in EMPTY else self._show(self._value)
            self.set_error(changed_meanwhile(now, "Enter saves yours, Esc leaves that."))
            return
        if value == self._value or (value in EMPTY and self._value in EMPTY):
            self._write()
            self._close(keep_focus=True)
            return
        self.set_error("")
        before, self._value = self._value, value
        self.committed.emit(value)
        if self._field is not None and self._error.isHidden():
            self._write()
            self._close(keep_focus=True)
        elif self._field is not None:
            self._value = self._stored = before

    def revert(self) -> None:
        """Close the field; the value is as it is stored."""
        self._value = self._stored
        self._write()
        self._close(keep_focus=True)

    def event(self, event: QEvent) -> bool:
        """Claim F2 for the value that has the keyboard, whatever it means on the page."""
        overrides = event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent)
        if overrides and event.key() == Qt.Key.Key_F2 and self._make is not None:  # type: ignore[attr-defined]
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_F2 and self._field is None:
            self.edit()
        else:
            super().keyPressEvent(event)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is not self._field:
            return False
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            return self._field_key(event)
        if event.type() == QEvent.Type.FocusOut:
            # The new focus is known only after this event.
            self._leaving.start()
        return False

    def _field_key(self, event: QKeyEvent) -> bool:
        enter = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        control = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
        take_key = getattr(self._field, "take_key", None)
        if take_key is not None and take_key(event):
            # Suggestions come first: Enter takes one, Esc puts them away.
            return True
        if event.key() == Qt.Key.Key_Escape:
            self.revert()
        elif enter and (control or not isinstance(self._field, (NotesField, QPushButton))):
            self.commit()
        else:
            return False
        return True

    def _left(self) -> None:
        now = QApplication.focusWidget()
        inside = self._field is not None and now is not None and (now is self._field or self._field.isAncestorOf(now))
        popup = QApplication.activePopupWidget() is not None
        if self._field is not None and not inside and not popup and self._error.isHidden():
            self.commit()

    def _close(self, keep_focus: bool) -> None:
        if self._field is None:
            return
        field, self._field = self._field, None
        had_focus = field.hasFocus() or field.isAncestorOf(QApplication.focusWidget() or self)
        field.removeEventFilter(self)
        self._text.show()
        if keep_focus and had_focus:
            self._text.setFocus(Qt.FocusReason.OtherFocusReason)
        self._column.removeWidget(field)
        field.hide()
        field.deleteLater()
        self._error.hide()

    def _write(self) -> None:
        empty = self._value in EMPTY
        self._text.shown = "" if empty else self._show(self._value)
        self._text.setAccessibleName(f"{self._name}: {self._text.shown or 'empty'}")
        self._text.setToolTip("" if self._text.lines > 1 else plain_tip(self._text.shown))
        self._text.updateGeometry()
        self._text.update()


class FactRow(QWidget):
    """A fact whose value is a widget: chips, links, a field that is always open."""

    def __init__(
        self, name: str, widget: QWidget, *, name_width: int = NAME_WIDTH, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        label = Label(name, "secondary", tone="text3", elide=True)
        label.setFixedWidth(theme.px(name_width))
        label.setMinimumHeight(theme.px(28))
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.px(10))
        row.addWidget(label, 0, Qt.AlignmentFlag.AlignTop)
        narrow = widget.sizePolicy().horizontalPolicy() in (QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        row.addWidget(widget, 0 if narrow else 1)
        if narrow:
            row.addStretch(1)
        if not widget.accessibleName():
            widget.setAccessibleName(name)


__all__ = ["FactRow", "Field", "FieldRow"]
