"""A short list of places to go to: icon, name and count in each row, painted, read out by name."""

from typing import Any

import msgspec
from PySide6.QtCore import (
    QAbstractListModel,
    QModelIndex,
    QPersistentModelIndex,
    QRect,
    QSize,
    Qt,
    Signal,
    Slot,
)
from PySide6.QtGui import QKeyEvent, QPainter, QResizeEvent
from PySide6.QtWidgets import QListView, QSizePolicy, QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from ui.kit import background, icons, painting, theme
from ui.kit.label import plain_tip

Index = QModelIndex | QPersistentModelIndex
ROW, NARROW, INSET, ICON = 36, 64, 8, 18
ITEM = Qt.ItemDataRole.UserRole


class NavItem(msgspec.Struct, frozen=True):
    """A row: `kind`, `id` and `args` go to the navigator, or `action` to the action table; neither makes a heading.

    `count_text` says what the count counts, for the spoken name ("4 overdue"); `urgent` draws the count as a red pill.
    """

    title: str
    icon: str = ""
    kind: str = ""
    id: int | None = None
    args: tuple[tuple[str, Any], ...] = ()
    action: str = ""
    key: str = ""
    count: int | None = None
    count_text: str = ""
    urgent: bool = False

    def is_heading(self) -> bool:
        """Say whether this row is a heading."""
        return not self.kind and not self.action

    def spoken(self) -> str:
        """Return the row as it is read out."""
        count = self.count_text or (f"{self.count:,}" if self.count is not None else "")
        return f"{self.title}, {count}" if count else self.title


class NavModel(QAbstractListModel):
    """The rows of one list; told, never asking."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._items: tuple[NavItem, ...] = ()

    def set_items(self, items: tuple[NavItem, ...]) -> None:
        """Show other rows; the same rows with other counts keep the current one."""
        same = [item.title for item in items] == [item.title for item in self._items]
        if same:
            self._items = items
            if items:
                self.dataChanged.emit(self.index(0), self.index(len(items) - 1))
            return
        self.beginResetModel()
        self._items = items
        self.endResetModel()

    def item(self, row: int) -> NavItem:
        """Return the item of a row."""
        return self._items[row]

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own signature
        return 0 if parent.isValid() else len(self._items)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        item = self._items[index.row()]
        if role == Qt.ItemDataRole.DisplayRole:
            return item.title
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return item.spoken()
        if role == Qt.ItemDataRole.ToolTipRole:
            return plain_tip(f"{item.spoken()}  {item.key}".strip())
        return item if role == ITEM else None

    def flags(self, index: Index) -> Qt.ItemFlag:
        if index.isValid() and self._items[index.row()].is_heading():
            return Qt.ItemFlag.NoItemFlags
        return Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable


class NavList(QListView):
    """The list; a click, Enter or Space chooses a row. Its height is that of its rows."""

    chosen = Signal(object)

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.narrow = False
        self.front: tuple[str, int | None] = ("", None)
        self._model = NavModel(self)
        self.setModel(self._model)
        self.setItemDelegate(NavDelegate(self))
        self.setAccessibleName(name)
        self.setProperty("flat", True)
        background.let_through(self)
        self.setMouseTracking(True)
        self.setUniformItemSizes(True)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.clicked.connect(self._choose)
        theme.notifier.changed.connect(self._sizes_changed)

    def items(self) -> list[NavItem]:
        """Return the rows."""
        return [self._model.item(row) for row in range(self._model.rowCount())]

    def set_items(self, items: tuple[NavItem, ...]) -> None:
        """Show other rows."""
        self._model.set_items(items)
        self.setVisible(bool(items))
        self.updateGeometry()

    def set_front(self, kind: str, record: int | None) -> None:
        """Light the row of the place in front."""
        self.front = (kind, record)
        for row, item in enumerate(self.items()):
            if self.is_front(item):
                self.setCurrentIndex(self._model.index(row))
        self.viewport().update()

    def is_front(self, item: NavItem) -> bool:
        """Say whether a row is the place in front."""
        return bool(item.kind) and self.front == (item.kind, dict(item.args).get("view", item.id))

    def set_narrow(self, narrow: bool) -> None:
        """Show icons alone, or names too."""
        self.narrow = narrow
        self.viewport().update()

    def sizeHint(self) -> QSize:
        return QSize(theme.px(NARROW), self._model.rowCount() * theme.px(ROW))

    def minimumSizeHint(self) -> QSize:
        return QSize(theme.px(NARROW) - 1, min(self._model.rowCount(), 1) * theme.px(ROW))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Show whole rows only: where there is no room for all, the rest is scrolled to."""
        spare = self.height() % theme.px(ROW)
        if self.viewportMargins().bottom() != spare:
            self.setViewportMargins(0, 0, 0, spare)
        super().resizeEvent(event)

    @Slot()
    def _sizes_changed(self) -> None:
        self.updateGeometry()
        self.scheduleDelayedItemsLayout()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space):
            self._choose(self.currentIndex())
            return
        super().keyPressEvent(event)

    def _choose(self, index: QModelIndex) -> None:
        if index.isValid() and not self._model.item(index.row()).is_heading():
            self.chosen.emit(self._model.item(index.row()))


class NavDelegate(QStyledItemDelegate):
    """Paints a row: a pill behind the place in front, a ring round the one with the keyboard."""

    def __init__(self, view: NavList) -> None:
        super().__init__(view)
        self._view = view

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return QSize(theme.px(NARROW) - 1, theme.px(ROW))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        item: NavItem = index.data(ITEM)
        rect: QRect = option.rect
        state: QStyle.StateFlag = option.state
        inset = theme.px(INSET)
        if item.is_heading():
            if not self._view.narrow:
                box = rect.adjusted(theme.px(18), theme.px(8), -inset, 0)
                painting.draw_text(painter, box, item.title.upper(), 11, 600, "text3")
            return
        pill = rect.adjusted(inset, 1, -inset, -1)
        front = self._view.is_front(item)
        if front:
            painting.round_rect(painter, pill, 6, "nav_selected")
        elif state & QStyle.StateFlag.State_MouseOver:
            painting.round_rect(painter, pill, 6, "border")
        side = theme.px(ICON)
        ink = "accent" if front else "text2"
        left = rect.center().x() - side // 2 if self._view.narrow else pill.left() + theme.px(10)
        icons.paint(painter, QRect(left, rect.center().y() - side // 2, side, side), item.icon, ink)
        if self._view.narrow:
            if item.urgent and item.count:
                dot = theme.px(8)
                painting.round_rect(painter, QRect(left + side - dot // 2, pill.top() + 5, dot, dot), dot / 2, "danger")
        else:
            right = self._paint_count(painter, item, pill, front)
            name = QRect(left + side + theme.px(10), rect.top(), 0, rect.height())
            name.setRight(right - theme.px(8))
            painting.draw_text(painter, name, item.title, 13, 600 if front else 500, "text" if front else "text2")
        if self._view.hasFocus() and state & QStyle.StateFlag.State_HasFocus:
            painting.focus_ring(painter, pill, 6)

    def _paint_count(self, painter: QPainter, item: NavItem, pill: QRect, front: bool) -> int:
        """Draw count or key at the right and return where the name must end."""
        right = pill.right() - theme.px(8)
        text = f"{item.count:,}" if item.count is not None else item.key if item.action else ""
        if not text or (item.urgent and not item.count):
            return right
        if item.urgent:
            wide = painting.chip_width(text, size=11, weight=600)
            painting.draw_chip(
                painter, pill.right() - theme.px(3) - wide, pill.center().y(), text, "danger", size=11, weight=600
            )
            return pill.right() - theme.px(3) - wide
        wide = painting.text_width(text, 12, 500, tabular=True)
        box = QRect(right - wide, pill.top(), wide + 1, pill.height())
        painting.draw_text(painter, box, text, 12, 500, "text2" if front else "text3", "right", tabular=True)
        return right - wide
