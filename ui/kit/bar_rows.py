"""Rows with a bar each: numbers one below the other, as long as they are large."""

from collections.abc import Sequence
from typing import Any

import msgspec
from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, QRect, QSize, Qt
from PySide6.QtGui import QFocusEvent, QKeyEvent, QPainter, QResizeEvent
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

Index = QModelIndex | QPersistentModelIndex
HEIGHT, NAME, BAR = 40, 128, 16


class BarRow(msgspec.Struct, frozen=True):
    """One row: `share` and the darker `part` of it, both 0 to 1, then `value`; `note` stands at the right."""

    label: str
    share: float
    part: float = 0.0
    value: str = ""
    note: str = ""
    said: str = ""


class _Rows(QAbstractListModel):
    """The rows as they were given."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.rows: tuple[BarRow, ...] = ()

    def show(self, rows: Sequence[BarRow]) -> None:
        """Show other rows."""
        self.beginResetModel()
        self.rows = tuple(rows)
        self.endResetModel()

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 Qt's signature
        return 0 if parent.isValid() else len(self.rows)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        row = self.rows[index.row()]
        if role == Qt.ItemDataRole.DisplayRole:
            return row.label
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return row.said or ", ".join(filter(None, (row.label, row.value, row.note)))
        return None


class BarRows(QListView):
    """As high as its rows; Up and Down step through them, each is read out as a sentence."""

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(name)
        self._rows = _Rows(self)
        self.setModel(self._rows)
        self.setItemDelegate(_Delegate(self))
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setProperty("flat", True)
        background.let_through(self)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def set_rows(self, rows: Sequence[BarRow]) -> None:
        """Show rows."""
        self._rows.show(rows)
        self.updateGeometry()

    def rows(self) -> tuple[BarRow, ...]:
        """Return the rows shown."""
        return self._rows.rows

    def sizeHint(self) -> QSize:
        return QSize(theme.px(320), theme.px(HEIGHT) * len(self._rows.rows))

    def minimumSizeHint(self) -> QSize:
        return QSize(theme.px(200), self.sizeHint().height())

    def keyboardSearch(self, search: str) -> None:
        """No type-ahead: letters are free for the page."""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        steps = (Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_Home, Qt.Key.Key_End)
        if event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier or Qt.Key(event.key()) not in steps:
            event.ignore()
        else:
            super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        # Before Qt makes the first row current without selecting it.
        if not self.currentIndex().isValid() and self._rows.rows:
            self.setCurrentIndex(self._rows.index(0))
        super().focusInEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.scheduleDelayedItemsLayout()


class _Delegate(QStyledItemDelegate):
    def __init__(self, view: BarRows) -> None:
        super().__init__(view)
        self._view = view

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return QSize(self._view.viewport().width(), theme.px(HEIGHT))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        row, rect = self._view.rows()[index.row()], QRect(option.rect)
        if QStyle.StateFlag.State_Selected in option.state and self._view.hasFocus():
            painting.focus_ring(painter, rect.adjusted(theme.px(6), 1, -theme.px(6), -1), 6)
        inner = rect.adjusted(theme.px(13), 0, -theme.px(13), 0)
        name, gap = min(theme.px(NAME), inner.width() // 3), theme.px(10)
        painting.draw_text(painter, QRect(inner.x(), inner.y(), name, inner.height()), row.label, 13, 500)
        note = painting.text_width(row.note, 12, 400, True)
        painting.draw_text(painter, inner, row.note, 12, 400, "text2", "right", tabular=True)
        value = max((painting.text_width(each.value, 12, 600, True) for each in self._view.rows()), default=0)
        left = inner.x() + name + gap
        room = max(0, inner.right() - note - value - 3 * gap - left)
        high = theme.px(BAR)
        bar = QRect(left, inner.center().y() - high // 2, max(2, round(room * row.share)), high)
        painting.round_rect(painter, bar, 4, theme.mix(theme.tokens().chart_accent, theme.tokens().surface, 0.35))
        if row.part:
            bar.setWidth(max(2, round(room * row.part)))
            painting.round_rect(painter, bar, 4, "chart_accent")
        spot = left + round(room * row.share) + gap
        words = QRect(spot, inner.y(), value + 2, inner.height())
        painting.draw_text(painter, words, row.value, 12, 600, "text", tabular=True)
