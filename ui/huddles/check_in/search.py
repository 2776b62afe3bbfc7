"""The field at the door and what it finds; the walk-in's form comes up in the place of the list."""

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QSize, Qt, Signal
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent, QKeyEvent
from PySide6.QtWidgets import QSizePolicy, QStackedWidget, QVBoxLayout, QWidget

from ui.context import Context
from ui.huddles.check_in.rows import ROW, DoorList, DoorRow
from ui.huddles.check_in.walk_in_form import WalkInForm
from ui.kit import theme
from ui.kit.card import Card
from ui.kit.fields import TextField
from ui.kit.label import Label

FIELD = 46
STEPS = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1}
PAGES = {Qt.Key.Key_PageDown: 1, Qt.Key.Key_PageUp: -1}


class DoorField(TextField):
    """The large field: Enter says `ticked`, the arrows `moved(step)`, the page keys `turned(step)`, Esc `escaped`."""

    ticked = Signal()
    moved = Signal(int)
    turned = Signal(int)
    escaped = Signal()

    def __init__(self) -> None:
        super().__init__("Who has arrived?", placeholder="Type a name, an organisation or an e-mail", icon="search")
        self._fit()

    def empty(self) -> None:
        """Take the text away, and what could be undone of it: Ctrl+Z is then the last tick's."""
        self.setText("")

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = Qt.Key(event.key())
        plain = not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        if plain and key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.ticked.emit()
        elif plain and key in STEPS:
            self.moved.emit(STEPS[key])
        elif plain and key in PAGES:
            self.turned.emit(PAGES[key])
        elif plain and key == Qt.Key.Key_Escape:
            self.escaped.emit()
        else:
            super().keyPressEvent(event)
            if not self.text():
                self.empty()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.StyleChange:
            self._fit()

    def _fit(self) -> None:
        self.setFont(theme.font(17))

    def _set_margins(self) -> None:
        self.setTextMargins(theme.px(28), 0, theme.px(8), 0)


class _Stack(QStackedWidget):
    """As high as what it shows, sentences that break into lines included."""

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        shown = self.currentWidget()
        wanted = shown.heightForWidth(width) if shown is not None else -1
        return wanted if wanted >= 0 else self.sizeHint().height()

    def sizeHint(self) -> QSize:
        shown = self.currentWidget()
        return shown.sizeHint() if shown is not None else super().sizeHint()

    def minimumSizeHint(self) -> QSize:
        shown = self.currentWidget()
        return shown.minimumSizeHint() if shown is not None else super().minimumSizeHint()


class DoorCard(Card):
    """The field, what stood in the way of a tick, and below either the rows found or the form of a walk-in."""

    def __init__(self, context: Context) -> None:
        super().__init__(flush=True)
        self.setAccessibleName("Check in")
        self.field = DoorField()
        self.problem = Label("", "secondary", tone="danger", wrap=True)
        self.caption = Label("", "secondary", tone="text3", elide=True)
        self.list = DoorList("People found")
        self.walk_in = WalkInForm(context)
        found = QWidget()
        column = QVBoxLayout(found)
        column.setContentsMargins(0, 0, 0, theme.px(6))
        column.setSpacing(0)
        self._caption_box = self._inset(self.caption, theme.px(4))
        column.addWidget(self._caption_box)
        column.addWidget(self.list)
        self._stack = _Stack()
        self._stack.addWidget(found)
        self._stack.addWidget(self.walk_in)
        self.list.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.body.addSpacing(theme.px(13))
        self._field_box = self._inset(self.field)
        self._field_box.setFixedHeight(theme.px(FIELD))
        self.field.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.body.addWidget(self._field_box)
        self.body.addWidget(self._inset(self.problem))
        self.body.addSpacing(theme.px(8))
        self.body.addWidget(self._stack)
        self.problem.hide()
        self.field.moved.connect(self.list.move)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.StyleChange and hasattr(self, "_field_box"):
            # Of the box: the style sheet gives the field itself the height of any other.
            self._field_box.setFixedHeight(theme.px(FIELD))

    def show_rows(self, rows: Sequence[DoorRow], current: int, caption: str, *, keep: bool = False) -> None:
        """Show who was found under a quiet line, one of them chosen (-1: none); with `keep` the one who was."""
        self.set_problem("")
        before = self.list.current_row() if keep else None
        kept = next((n for n, row in enumerate(rows) if before is not None and row.id == before.id), current)
        self.list.show_rows(rows, kept)
        self.caption.setText(caption)
        self._caption_box.setVisible(bool(caption))
        chosen = self.list.current_row()
        if QAccessible.isActive() and chosen is not None and not keep:
            QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self.list, chosen.speech))
        self._refit()

    def set_problem(self, text: str) -> None:
        """Say under the field why nothing was written; empty takes it away."""
        self.problem.setText(text)
        self.problem.setVisible(bool(text))
        self.field.mark(bool(text))
        self.field.setAccessibleDescription(text)

    def is_adding(self) -> bool:
        """Say whether the form of a walk-in is open."""
        return self._stack.currentWidget() is self.walk_in

    def add(self, huddle_id: int) -> None:
        """Open the form of a walk-in with what is typed."""
        self._stack.setCurrentWidget(self.walk_in)
        self.walk_in.start(huddle_id, self.field.text())
        self._refit()

    def back(self) -> None:
        """Return to the field; what was typed is kept."""
        self._stack.setCurrentIndex(0)
        self._refit()
        self.field.setFocus(Qt.FocusReason.OtherFocusReason)

    def beside_rows(self) -> int:
        """Height in pixels of all but the rows."""
        return theme.px(FIELD) + theme.px(60)

    def rows_in(self, height: int) -> int:
        """How many rows fit a height in pixels, 3 to 7."""
        return min(max((height - self.beside_rows()) // theme.px(ROW), 3), 7)

    def _inset(self, widget: QWidget, below: int = 0) -> QWidget:
        box = QWidget()
        column = QVBoxLayout(box)
        column.setContentsMargins(theme.px(16) - 3, 0, theme.px(16) - 3, below)
        column.addWidget(widget)
        return box

    def _refit(self) -> None:
        self._stack.updateGeometry()
        self.updateGeometry()
