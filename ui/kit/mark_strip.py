"""A strip of marks in a line, oldest first: how somebody stood to each of the last gatherings."""

from collections.abc import Sequence
from typing import Any

import msgspec
from PySide6.QtCore import QAbstractListModel, QEvent, QModelIndex, QPersistentModelIndex, QRect, QSize, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QMouseEvent, QPainter, QResizeEvent
from PySide6.QtWidgets import (
    QFrame,
    QListView,
    QSizePolicy,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from ui.kit import background, painting, theme
from ui.kit.label import plain_tip
from ui.kit.marks import Mark, draw_mark

Index = QModelIndex | QPersistentModelIndex
WIDEST, MARK, LEAST, HEIGHT = 36, 22, 6, 46


class StripCell(msgspec.Struct, frozen=True):
    """One place of the strip: its mark (None: empty), the few letters below it, and the sentence it says."""

    id: object
    mark: Mark | None
    label: str
    said: str


class _Cells(QAbstractListModel):
    """The cells as they were given."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.cells: tuple[StripCell, ...] = ()

    def show(self, cells: Sequence[StripCell]) -> None:
        """Show other cells."""
        self.beginResetModel()
        self.cells = tuple(cells)
        self.endResetModel()

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 Qt's signature
        return 0 if parent.isValid() else len(self.cells)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        cell = self.cells[index.row()]
        if role == Qt.ItemDataRole.DisplayRole:
            return cell.label
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return cell.said
        return plain_tip(cell.said) if role == Qt.ItemDataRole.ToolTipRole else None


class Strip(QListView):
    """Left, Right, Home and End move along it; a click or Enter says `cell_activated(id)`. Each cell has its tip."""

    cell_activated = Signal(object)

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(name)
        self._cells = _Cells(self)
        self.setModel(self._cells)
        self.setItemDelegate(_Delegate(self))
        self.setFlow(QListView.Flow.LeftToRight)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setProperty("flat", True)
        background.let_through(self)
        self.setMouseTracking(True)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def set_cells(self, cells: Sequence[StripCell], said: str) -> None:
        """Show cells, oldest first; `said` tells the whole strip in words. The current cell stays where it is still."""
        wanted = self.current_id()
        self._cells.show(cells)
        self.setAccessibleDescription(said)
        found = next((n for n, cell in enumerate(cells) if cell.id == wanted), -1)
        if found >= 0:
            self.setCurrentIndex(self._cells.index(found))
        self.scheduleDelayedItemsLayout()

    def cells(self) -> tuple[StripCell, ...]:
        """Return the cells shown."""
        return self._cells.cells

    def current_id(self) -> object:
        """Return the identity of the current cell, None without one."""
        index = self.currentIndex()
        return self._cells.cells[index.row()].id if index.isValid() else None

    def cell_size(self, number: int) -> QSize:
        """Return the size of a cell: all of them fill the width, as far as that is not too wide."""
        count, width = max(1, len(self._cells.cells)), self.viewport().width()
        room = (number + 1) * width // count - number * width // count
        return QSize(min(room, theme.px(WIDEST)), theme.px(HEIGHT))

    def sizeHint(self) -> QSize:
        return QSize(theme.px(240), theme.px(HEIGHT))

    def minimumSizeHint(self) -> QSize:
        return QSize(theme.px(120), theme.px(HEIGHT))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        plain = not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        if plain and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            if (found := self.current_id()) is not None:
                self.cell_activated.emit(found)
        elif plain and event.key() in (Qt.Key.Key_Left, Qt.Key.Key_Right, Qt.Key.Key_Home, Qt.Key.Key_End):
            super().keyPressEvent(event)
        else:
            event.ignore()

    def keyboardSearch(self, search: str) -> None:
        """No type-ahead: letters are free for the page."""

    def focusInEvent(self, event: QFocusEvent) -> None:
        # Before Qt makes the first cell current: the newest is what one looks for.
        if not self.currentIndex().isValid() and self._cells.cells:
            self.setCurrentIndex(self._cells.index(len(self._cells.cells) - 1))
        super().focusInEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        super().mouseReleaseEvent(event)
        index = self.indexAt(event.position().toPoint())
        if event.button() == Qt.MouseButton.LeftButton and index.isValid():
            self.cell_activated.emit(self._cells.cells[index.row()].id)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.scheduleDelayedItemsLayout()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.StyleChange:
            self.scheduleDelayedItemsLayout()
            self.updateGeometry()


class _Delegate(QStyledItemDelegate):
    def __init__(self, view: Strip) -> None:
        super().__init__(view)
        self._view = view

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return self._view.cell_size(index.row())

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        cell, rect = self._view.cells()[index.row()], QRect(option.rect)
        box = rect.adjusted(0, 1, 0, -1)
        if QStyle.StateFlag.State_Selected in option.state and self._view.hasFocus():
            painting.round_rect(painter, box, 5, "accent_soft")
            painting.focus_ring(painter, box, 5)
        elif QStyle.StateFlag.State_MouseOver in option.state:
            painting.round_rect(painter, box, 5, "hover")
        side = min(theme.px(MARK), rect.width() - 2)
        words = painting.line_height(11)
        upper = QRect(rect.x(), rect.y() + theme.px(3), rect.width(), rect.height() - words - theme.px(6))
        tall = min(side, upper.height())
        if cell.mark is not None and tall >= LEAST:  # a strip squeezed while its page is laid out has no room for marks
            draw_mark(painter, upper, cell.mark, side, tall)
        below = QRect(rect.x() - 2, upper.bottom() + 1, rect.width() + 4, words)
        painting.draw_text(painter, below, cell.label, 11, 400, "text3", "centre", True)
