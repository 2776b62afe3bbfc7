"""One column of a board: its cards in a list that drags, drops and hands the keys it does not use to the board."""

from collections.abc import Sequence

from PySide6.QtCore import QMimeData, QPoint, QRect, QSize, Qt, QTimer, Signal
from PySide6.QtGui import (
    QContextMenuEvent,
    QDrag,
    QDragEnterEvent,
    QDragLeaveEvent,
    QDragMoveEvent,
    QDropEvent,
    QFocusEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPixmap,
    QResizeEvent,
)
from PySide6.QtWidgets import QListView, QWidget

from ui.kit import board_paint, theme
from ui.kit.board_model import LAST, BoardCard, CardModel, card_in, carried
from ui.kit.painted_list import ENTERS, PAGES, STEPS, Index, PaintedList, RowState

CONTROL_SHIFT = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier
EMPTY = "Drop here or press N"
ARROWS = {
    Qt.Key.Key_Left: (-1, 0),
    Qt.Key.Key_Right: (1, 0),
    Qt.Key.Key_Up: (0, -1),
    Qt.Key.Key_Down: (0, 1),
}


class CardList(PaintedList[BoardCard]):
    """The cards of a column, top to bottom.

    Enter or a double click: `opened(card)`; the menu key or a right click: `menu_wanted(card, global position)`; Left
    and Right: `left(-1 or 1)`; Ctrl+Shift with an arrow: `pushed(columns, places)`; N: `new_wanted`; Delete:
    `deleted(card)`; a drop: `dropped(card, place)`; another current card: `entered`.
    """

    opened = Signal(object)
    menu_wanted = Signal(object, QPoint)
    left = Signal(int)
    pushed = Signal(int, int)
    new_wanted = Signal()
    deleted = Signal(object)
    dropped = Signal(object, int)
    entered = Signal()

    steps = (*STEPS, *PAGES)

    def __init__(self, parent: QWidget | None = None) -> None:
        self.cards = CardModel()
        super().__init__("", parent, self.cards)
        self.cards.dropped.connect(self.dropped)
        self.setUniformItemSizes(True)
        self.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.setDragDropMode(QListView.DragDropMode.DragDrop)
        self.setDefaultDropAction(Qt.DropAction.MoveAction)
        self.setDropIndicatorShown(False)  # the line is painted here, between cards only
        self._drop_at = -2
        self._held: tuple[QWidget, int] | None = None
        self._place_soon = QTimer(self, singleShot=True, interval=0)
        self._place_soon.timeout.connect(self._place_held)
        self.verticalScrollBar().valueChanged.connect(self._place_held)

    # -- what is shown

    def show_cards(self, cards: Sequence[BoardCard]) -> None:
        """Show cards; the scroll place stays."""
        if tuple(cards) == self.cards.rows:
            return
        at = self.verticalScrollBar().value()
        self.cards.show(cards)
        self.executeDelayedItemsLayout()
        self.verticalScrollBar().setValue(at)
        self._place_soon.start()

    def current_card(self) -> int | None:
        """Return the current card, None without one."""
        card = self.current_row()
        return card.id if card is not None else None

    def choose(self, card: object) -> bool:
        """Make a card current and show it; False where it is not in this column."""
        row = self.cards.row_of(card)
        if row >= 0:
            self.choose_row(row)
        return row >= 0

    def choose_row(self, row: int) -> None:
        """Make the card in a row current and show it."""
        index = self.cards.index(row)
        self.setCurrentIndex(index)
        self.scrollTo(index)

    def row_at_height(self, y: int) -> int:
        """Return the row nearest to a height of the viewport, -1 in an empty column."""
        count = self.cards.rowCount()
        if not count:
            return -1
        index = self.indexAt(QPoint(self.viewport().width() // 2, y))
        return index.row() if index.isValid() else (0 if y < 0 else count - 1)

    def height_of_current(self) -> int:
        """Return the height of the current card's middle in the viewport, 0 without one."""
        index = self.currentIndex()
        return self.visualRect(index).center().y() if index.isValid() else 0

    def forget(self) -> None:
        """Have no current card: another column has it."""
        if self.currentIndex().isValid():
            self.selectionModel().clear()
            self.viewport().update()

    def hold(self, widget: QWidget, card: int) -> None:
        """Keep a widget over a card, wherever it scrolls."""
        self._held = (widget, card)
        widget.setParent(self.viewport())
        self._place_held()
        widget.show()
        self.scrollTo(self.cards.index(max(0, self.cards.row_of(card))))

    def release(self) -> None:
        """Keep no widget any more."""
        self._held = None

    def _place_held(self) -> None:
        if self._held is None:
            return
        widget, card = self._held
        row = self.cards.row_of(card)
        room = self.visualRect(self.cards.index(row)) if row >= 0 else QRect(0, 0, self.viewport().width(), 0)
        box = board_paint.card_box(room) if row >= 0 else room
        widget.setGeometry(box.x(), box.y(), box.width(), max(box.height(), widget.sizeHint().height()))
        widget.raise_()

    # -- keys and mouse

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key, card = Qt.Key(event.key()), self.current_card()
        modifiers = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        if modifiers == CONTROL_SHIFT and key in ARROWS and card is not None:
            self.pushed.emit(*ARROWS[key])
        else:
            super().keyPressEvent(event)

    def press(self, key: Qt.Key) -> bool:
        card = self.current_card()
        if key in (Qt.Key.Key_Left, Qt.Key.Key_Right):
            self.left.emit(ARROWS[key][0])
        elif key in ENTERS and card is not None:
            self.opened.emit(card)
        elif key == Qt.Key.Key_Delete and card is not None:
            self.deleted.emit(card)
        elif key == Qt.Key.Key_N:
            self.new_wanted.emit()
        else:
            return False
        return True

    def first_place(self) -> int:
        """The card at the top of what is seen."""
        return self.row_at_height(0)

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.entered.emit()
        self.viewport().update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.viewport().update()

    def currentChanged(self, current: Index, previous: Index) -> None:
        super().currentChanged(current, previous)
        if current.isValid():
            self.entered.emit()

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        index = self.indexAt(event.position().toPoint())
        if event.button() == Qt.MouseButton.LeftButton and index.isValid():
            self.opened.emit(self.cards.rows[index.row()].id)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        if (spot := self.menu_spot(event)) is not None:
            self.menu_wanted.emit(self.current_card(), spot)

    # -- dragging

    def startDrag(self, supportedActions: Qt.DropAction) -> None:
        card = self.current_card()
        if card is None:
            return
        drag = QDrag(self)
        drag.setMimeData(carried(card))
        picture = self.picture(self.currentIndex().row())
        drag.setPixmap(picture)
        drag.setHotSpot(QPoint(theme.px(24), theme.px(18)))
        # Nothing is taken away here: the card moves when the database says so.
        drag.exec(Qt.DropAction.MoveAction)

    def picture(self, row: int) -> QPixmap:
        """Return a card as it is dragged."""
        size = board_paint.card_box(QRect(QPoint(0, 0), self.row_size())).size()
        ratio = self.devicePixelRatioF()
        image = QPixmap(size * ratio)
        image.setDevicePixelRatio(ratio)
        image.fill(Qt.GlobalColor.transparent)
        painter = QPainter(image)
        box = QRect(QPoint(0, 0), size)
        board_paint.paint_card(painter, box, self.cards.rows[row], chosen=True, hot=False)
        painter.end()
        return image

    def place_at(self, spot: QPoint) -> int:
        """Return the place between cards nearest to a spot of the viewport, `LAST` below the last."""
        index = self.indexAt(QPoint(self.viewport().width() // 2, spot.y()))
        if not index.isValid():
            return LAST
        row = index.row() + (spot.y() > self.visualRect(index).center().y())
        return LAST if row >= self.cards.rowCount() else row

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if card_in(event.mimeData()) is not None:
            event.setDropAction(Qt.DropAction.MoveAction)
            event.accept()

    def dragMoveEvent(self, event: QDragMoveEvent) -> None:
        super().dragMoveEvent(event)  # scrolls near the edges
        if card_in(event.mimeData()) is not None:
            self._show_place(self.place_at(event.position().toPoint()))
            event.setDropAction(Qt.DropAction.MoveAction)
            event.accept()

    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:
        super().dragLeaveEvent(event)
        self._show_place(-2)

    def dropEvent(self, event: QDropEvent) -> None:
        place = self.place_at(event.position().toPoint())
        self._show_place(-2)
        self.stopAutoScroll()
        data: QMimeData = event.mimeData()
        if self.cards.dropMimeData(data, Qt.DropAction.MoveAction, place, 0, self.rootIndex()):
            event.setDropAction(Qt.DropAction.MoveAction)
            event.accept()

    def stopAutoScroll(self) -> None:
        """Stop scrolling near the edge: the card was dropped."""
        self.setState(QListView.State.NoState)

    def _show_place(self, place: int) -> None:
        if place != self._drop_at:
            self._drop_at = place
            self.viewport().update()

    # -- looks

    def row_size(self, number: int = 0) -> QSize:
        """Return the room of a card, the gap below it included."""
        return board_paint.card_size(self.viewport().width())

    def paint_row(self, painter: QPainter, rect: QRect, row: BoardCard, state: RowState) -> None:
        board_paint.paint_card(painter, board_paint.card_box(rect), row, chosen=state.chosen, hot=state.hot)

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        painter = QPainter(self.viewport())
        width, count = self.viewport().width(), self.cards.rowCount()
        if not count:
            box = QRect(1, 0, width - 2, theme.px(64))
            board_paint.paint_empty(painter, box, EMPTY, chosen=self.hasFocus() or self._drop_at != -2)
        elif self._drop_at != -2:
            gap = theme.px(board_paint.CARD_GAP) // 2
            last = self.visualRect(self.cards.index(count - 1)).bottom() + 1
            y = last if self._drop_at == LAST else self.visualRect(self.cards.index(self._drop_at)).y()
            board_paint.paint_place(painter, max(1, y - gap), width)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._place_soon.start()
