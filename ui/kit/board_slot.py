"""A place at the side of a board to drop cards into, and the question that is asked on a card."""

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QDragEnterEvent, QDragLeaveEvent, QDropEvent, QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QVBoxLayout, QWidget

from ui.kit import board_paint, painting, theme
from ui.kit.board_model import BoardColumn, card_in
from ui.kit.buttons import Button
from ui.kit.fields import TextField
from ui.kit.label import Label


class BoardSlot(Button):
    """A dashed place with a name and a count: a drop says `dropped(card)`, a click shows what is there."""

    dropped = Signal(object)

    def __init__(self) -> None:
        super().__init__("", "ghost")
        self.column = BoardColumn(0, "", slot=True)
        self._over = False
        self.setAcceptDrops(True)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def show_column(self, column: BoardColumn) -> None:
        """Show a slot."""
        self.column = column
        self.setAccessibleName(f"{column.name}: {column.count:,}")
        self.set_tip(column.tip or f"Show {column.name}")
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(theme.px(112), theme.px(64))

    def minimumSizeHint(self) -> QSize:
        return QSize(theme.px(96), theme.px(64))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter, column = QPainter(self), self.column
        if self._over or self.underMouse():
            painting.round_rect(painter, self.rect(), board_paint.RADIUS, "accent_soft" if self._over else "hover")
        board_paint.paint_empty(painter, self.rect(), "", chosen=self._over or self.rings())
        box = self.rect().adjusted(theme.px(10), theme.px(8), -theme.px(10), -theme.px(8))
        upper = box.adjusted(0, 0, 0, -box.height() // 2)
        lower = box.adjusted(0, box.height() // 2, 0, 0)
        painting.draw_text(painter, upper, column.name, 13, 600, "text2")
        words = " · ".join(filter(None, (f"{column.count:,}", column.total)))
        painting.draw_text(painter, lower, words, 12, 400, "text3", tabular=True)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if card_in(event.mimeData()) is not None:
            self._hover(True)
            event.setDropAction(Qt.DropAction.MoveAction)
            event.accept()

    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:
        self._hover(False)

    def dropEvent(self, event: QDropEvent) -> None:
        self._hover(False)
        card = card_in(event.mimeData())
        if card is not None:
            event.setDropAction(Qt.DropAction.MoveAction)
            event.accept()
            self.dropped.emit(card)

    def _hover(self, over: bool) -> None:
        self._over = over
        self.update()


class CardQuestion(QWidget):
    """A line to fill in, over the card it is about: Enter says `answered(text)`, Esc says `refused`."""

    answered = Signal(str)
    refused = Signal()

    def __init__(self, title: str, placeholder: str, hint: str) -> None:
        super().__init__()
        self.setAccessibleName(title)
        self._hint = hint
        self.field = TextField(title, placeholder=placeholder)
        self.foot = Label(hint, "caption", elide=True)
        column = QVBoxLayout(self)
        column.setContentsMargins(theme.px(12), theme.px(8), theme.px(12), theme.px(8))
        column.setSpacing(theme.px(4))
        column.addWidget(Label(title, "strong", elide=True))
        column.addWidget(self.field)
        column.addWidget(self.foot)
        self.setFocusProxy(self.field)

    def show_problem(self, sentence: str) -> None:
        """Say why the answer was not taken; what was typed stays."""
        self.foot.setText(sentence or self._hint)
        self.foot.set_tone("danger" if sentence else "text3")
        self.field.mark(bool(sentence))

    def sizeHint(self) -> QSize:
        return QSize(theme.px(180), theme.px(board_paint.CARD_HEIGHT))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not event.modifiers():
            self.answered.emit(self.field.text().strip())
        elif event.key() == Qt.Key.Key_Escape:
            self.refused.emit()
        else:
            super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painting.round_rect(painter, self.rect(), board_paint.RADIUS, "surface")
        painting.focus_ring(painter, self.rect(), board_paint.RADIUS)
