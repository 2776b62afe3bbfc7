"""What every painted list shares: its rows as a model, its keys, the mouse over it, what is current, and its height.

A list of its own says how a row is painted and how high it is, and what its own keys do.
"""

from collections.abc import Sequence
from typing import Any, Generic, Protocol, TypeVar

import msgspec
from PySide6.QtCore import (
    QAbstractListModel,
    QEvent,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QPoint,
    QRect,
    QSize,
    Qt,
)
from PySide6.QtGui import QContextMenuEvent, QFocusEvent, QKeyEvent, QMouseEvent, QPainter, QResizeEvent
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

Index = QModelIndex | QPersistentModelIndex
ENTERS = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
STEPS = (Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_Home, Qt.Key.Key_End)
PAGES = (Qt.Key.Key_PageUp, Qt.Key.Key_PageDown)
_SELECTED, _HOT = QStyle.StateFlag.State_Selected, QStyle.StateFlag.State_MouseOver


class PaintedRow(Protocol):
    """A row, a frozen record: `id` finds it again among new rows, `title` names it, `spoken` is how it is read out."""

    @property
    def id(self) -> object: ...

    @property
    def title(self) -> str: ...

    def spoken(self) -> str: ...


R = TypeVar("R", bound=PaintedRow)


class RowState(msgspec.Struct, frozen=True):
    """How a row stands: selected, selected with the keyboard in the list, under the mouse."""

    number: int
    chosen: bool
    focused: bool
    hot: bool


class RowModel(QAbstractListModel, Generic[R]):
    """The rows as they were given."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.rows: tuple[R, ...] = ()

    def show(self, rows: Sequence[R]) -> None:
        """Show other rows."""
        self.beginResetModel()
        self.rows = tuple(rows)
        self.endResetModel()

    def row_of(self, wanted: object) -> int:
        """Return the place of the row with an identity, -1 where it is not here."""
        return next((number for number, row in enumerate(self.rows) if row.id == wanted), -1)

    def tip(self, row: R) -> str:
        """Return what is told while the mouse rests on a row."""
        return ""

    def can_be_current(self, row: R) -> bool:
        """Say whether keys and mouse come to a row; else it is passed over, as a heading is."""
        return True

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 Qt's signature
        return 0 if parent.isValid() else len(self.rows)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        row = self.rows[index.row()]
        if role == Qt.ItemDataRole.DisplayRole:
            return row.title
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return row.spoken()
        if role == Qt.ItemDataRole.ToolTipRole:
            return plain_tip(self.tip(row)) or None
        return None

    def flags(self, index: Index) -> Qt.ItemFlag:
        if index.isValid() and not self.can_be_current(self.rows[index.row()]):
            return Qt.ItemFlag.NoItemFlags
        return super().flags(index)


class PaintedList(QListView, Generic[R]):
    """Rows below each other. Keys that neither move along it nor are its own go on to the page, letters too.

    A list sets `row_height`, paints in `paint_row`, and does what it does in `press` and `click`.
    """

    row_height = 34
    """Of every row, in design pixels, where `height_of` is not its own."""
    steps: Sequence[Qt.Key] = STEPS
    """The keys that Qt moves with."""
    hovers = True
    keeps_place = True
    """A row that is gone leaves its place to the next."""
    types_ahead = False
    """Letters jump to a row, and other keys are left to Qt too."""

    def __init__(self, name: str, parent: QWidget | None = None, model: RowModel[R] | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(name)
        self.entries: RowModel[R] = RowModel(self) if model is None else model
        self.entries.setParent(self)
        self.setModel(self.entries)
        self.setItemDelegate(_Delegate(self))
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setProperty("flat", True)
        background.let_through(self)
        self.setMouseTracking(self.hovers)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)

    # -- what a list says of itself

    def paint_row(self, painter: QPainter, rect: QRect, row: R, state: RowState) -> None:
        """Paint a row in the room it has."""
        raise NotImplementedError

    def height_of(self, row: R) -> int:
        """Return the height of a row in pixels."""
        return theme.px(self.row_height)

    def row_size(self, number: int) -> QSize:
        """Return the room of a row; Qt makes it as wide as the list."""
        return QSize(1, self.height_of(self.entries.rows[number]))

    def press(self, key: Qt.Key) -> bool:
        """Do what a key means here when it is pressed alone; False where it means nothing."""
        return False

    def moves(self, event: QKeyEvent) -> bool:
        """Say whether a key is left to Qt, which moves along the rows."""
        return self.types_ahead or (is_plain(event) and Qt.Key(event.key()) in self.steps)

    def click(self, row: R, spot: QPoint) -> None:
        """Do what the left mouse button does when it is let go over a row."""

    def first_place(self) -> int:
        """Return the row that becomes current when the keyboard comes to a list without one, -1 for none."""
        return next((n for n, row in enumerate(self.rows()) if self.entries.can_be_current(row)), -1)

    def menu_place(self, box: QRect) -> QPoint:
        """Return where the menu of a row opens when it is asked for by its key."""
        return box.center()

    # -- its rows

    def set_rows(self, rows: Sequence[R]) -> None:
        """Show rows; the current one stays current, by its identity."""
        wanted, place = self.current_id(), self.currentIndex().row()
        self.entries.show(rows)
        if wanted is not None:
            found = self.entries.row_of(wanted)
            if found < 0 and self.keeps_place:
                found = min(place, len(rows) - 1)
            if found >= 0:
                self.setCurrentIndex(self.entries.index(found))
        self.fit()

    def rows(self) -> tuple[R, ...]:
        """Return the rows shown."""
        return self.entries.rows

    def current_row(self) -> R | None:
        """Return the current row, None without one."""
        index = self.currentIndex()
        return self.entries.rows[index.row()] if index.isValid() else None

    def current_id(self) -> object:
        """Return the identity of the current row, None without one."""
        row = self.current_row()
        return row.id if row is not None else None

    # -- painting

    def paint_ground(self, painter: QPainter, box: QRect, state: RowState, radius: float = 6) -> None:
        """Paint what tells the row with the keyboard, or else the one under the mouse, from the others."""
        if state.focused:
            painting.round_rect(painter, box, radius, "accent_soft")
            painting.focus_ring(painter, box, radius)
        elif state.hot:
            painting.round_rect(painter, box, radius, "hover")

    def fit(self) -> None:
        """Lay the rows out anew: they, or their sizes, are others."""
        self.scheduleDelayedItemsLayout()
        self.updateGeometry()

    # -- keys and mouse

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if is_plain(event) and self.press(Qt.Key(event.key())):
            return
        if self.moves(event):
            super().keyPressEvent(event)
        else:
            event.ignore()

    def keyboardSearch(self, search: str) -> None:
        """Letters are free for the page."""
        if self.types_ahead:
            super().keyboardSearch(search)

    def focusInEvent(self, event: QFocusEvent) -> None:
        # Before Qt makes the first row current without selecting it.
        if not self.currentIndex().isValid() and (first := self.first_place()) >= 0:
            self.setCurrentIndex(self.entries.index(first))
        super().focusInEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        super().mouseReleaseEvent(event)
        spot = event.position().toPoint()
        index = self.indexAt(spot)
        if event.button() == Qt.MouseButton.LeftButton and index.isValid():
            self.click(self.entries.rows[index.row()], spot)

    def menu_spot(self, event: QContextMenuEvent) -> QPoint | None:
        """Make the row whose menu is asked for current, and return where it opens on the screen; None over no row."""
        keyboard = event.reason() == QContextMenuEvent.Reason.Keyboard
        index = self.currentIndex() if keyboard else self.indexAt(event.pos())
        if not index.isValid():
            return None
        self.setCurrentIndex(index)
        spot = self.viewport().mapToGlobal(self.menu_place(self.visualRect(index)))
        return spot if keyboard else event.globalPos()

    # -- size

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self.scheduleDelayedItemsLayout()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.StyleChange:
            self.fit()


class FittingList(PaintedList[R]):
    """As high as its rows: the page scrolls, the list never does. `wide` and `least` are its widths."""

    wide, least = 240, 120

    def __init__(self, name: str, parent: QWidget | None = None, model: RowModel[R] | None = None) -> None:
        super().__init__(name, parent, model)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        return QSize(theme.px(self.wide), sum(map(self.height_of, self.entries.rows)))

    def minimumSizeHint(self) -> QSize:
        return QSize(theme.px(self.least), self.sizeHint().height())


def is_plain(event: QKeyEvent) -> bool:
    """Say whether a key is pressed without another; the keypad's keys are keys as others are."""
    return not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier


class _Delegate(QStyledItemDelegate):
    """Asks the list."""

    def __init__(self, view: PaintedList[Any]) -> None:
        super().__init__(view)
        self._view = view

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return self._view.row_size(index.row())

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        view, number, flags = self._view, index.row(), option.state
        chosen = _SELECTED in flags
        state = RowState(number, chosen, chosen and view.hasFocus(), view.hovers and _HOT in flags)
        view.paint_row(painter, QRect(option.rect), view.entries.rows[number], state)
