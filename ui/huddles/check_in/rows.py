"""Rows at the door, 60 px: a face, who it is, and at the right what can be done or what has been done."""

from collections.abc import Sequence
from typing import Any

import msgspec
from PySide6.QtCore import (
    QAbstractListModel,
    QEvent,
    QModelIndex,
    QPersistentModelIndex,
    QPoint,
    QRect,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent, QFocusEvent, QKeyEvent, QMouseEvent, QPainter
from PySide6.QtWidgets import QFrame, QListView, QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from ui.kit import icons, painting, theme
from ui.kit.actions import key_caps

Index = QModelIndex | QPersistentModelIndex
ROW, BUTTON, WIDE = 60, 36, 136
FACE = 36


class DoorRow(msgspec.Struct, frozen=True):
    """One row. `state` is tick (a button), in (green, with the time) or add (a walk-in).

    `label` is what stands at the right; `speech` the row as it is read out.
    """

    id: int
    title: str
    detail: str = ""
    sector: str = ""
    state: str = "tick"
    label: str = "Check in"
    speech: str = ""


class _Model(QAbstractListModel):
    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.rows: tuple[DoorRow, ...] = ()

    def show(self, rows: Sequence[DoorRow]) -> None:
        """Show other rows."""
        self.beginResetModel()
        self.rows = tuple(rows)
        self.endResetModel()

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 Qt's signature
        return 0 if parent.isValid() else len(self.rows)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return self.rows[index.row()].title
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return self.rows[index.row()].speech
        return None


class DoorList(QListView):
    """Rows of the door. `pressed_row(row)` is a click on a row's button; `chosen_row(row)` a click elsewhere on it.

    With `focusable` it takes the keyboard itself: Delete and Backspace say `taken_back`; what is typed goes on to
    the page. Without, the field above moves it with `move`.
    """

    pressed_row = Signal(object)
    chosen_row = Signal(object)
    taken_back = Signal()

    def __init__(self, name: str, *, focusable: bool = False, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(name)
        self._model = _Model(self)
        self.setModel(self._model)
        self.setItemDelegate(_Delegate(self))
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setProperty("flat", True)
        self.viewport().setAutoFillBackground(False)
        self.setMouseTracking(True)
        self.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.focusable = focusable
        if not focusable:
            self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
            self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)

    def rows(self) -> tuple[DoorRow, ...]:
        """The rows shown."""
        return self._model.rows

    def show_rows(self, rows: Sequence[DoorRow], current: int = -1) -> None:
        """Show rows, the one numbered `current` chosen; a list with the keyboard keeps the one that was.

        Without the keyboard a list is shown from its top: there the newest stands.
        """
        before, place = self.current_row(), self.currentIndex().row()
        if tuple(rows) != self._model.rows:
            self._model.show(rows)
        keeps = self.focusable and self.hasFocus()
        if keeps and before is not None:
            current = next((n for n, row in enumerate(rows) if row.id == before.id), min(place, len(rows) - 1))
        self.setCurrentIndex(self._model.index(current) if current >= 0 else QModelIndex())
        if not keeps:
            self.scrollToTop()
        self.updateGeometry()

    def current_row(self) -> DoorRow | None:
        """The row that is chosen, None without one."""
        at = self.currentIndex()
        return self._model.rows[at.row()] if at.isValid() else None

    def move(self, step: int) -> None:  # type: ignore[override]
        """Choose the row `step` further, and have it read out: the keyboard stays with the field."""
        if not self._model.rows:
            return
        at = min(max(self.currentIndex().row() + step, 0), len(self._model.rows) - 1)
        self.setCurrentIndex(self._model.index(at))
        if QAccessible.isActive():
            QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self, self._model.rows[at].speech))

    def sizeHint(self) -> QSize:
        return QSize(theme.px(320), theme.px(ROW) * len(self._model.rows))

    def minimumSizeHint(self) -> QSize:
        rows = 0 if self.focusable else len(self._model.rows)
        return QSize(theme.px(240), theme.px(ROW) * rows)

    def button(self, rect: QRect) -> QRect:
        """Where the button of the row at `rect` stands."""
        width, height = theme.px(WIDE), theme.px(BUTTON)
        right = rect.right() + 1 - theme.px(16) + 3
        return QRect(right - width, rect.y() + (rect.height() - height) // 2, width, height)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        plain = not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        row = self.current_row()
        if plain and event.key() in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace) and row is not None:
            self.taken_back.emit()
        elif plain and event.key() in (
            Qt.Key.Key_Up,
            Qt.Key.Key_Down,
            Qt.Key.Key_Home,
            Qt.Key.Key_End,
            Qt.Key.Key_PageUp,
            Qt.Key.Key_PageDown,
        ):
            super().keyPressEvent(event)
        else:
            event.ignore()

    def keyboardSearch(self, search: str) -> None:
        """No type-ahead: what is typed goes to the field."""

    def focusInEvent(self, event: QFocusEvent) -> None:
        # Before Qt makes the first row current without selecting it.
        if not self.currentIndex().isValid() and self._model.rows:
            self.setCurrentIndex(self._model.index(0))
        super().focusInEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        super().mouseReleaseEvent(event)
        spot: QPoint = event.position().toPoint()
        index = self.indexAt(spot)
        if event.button() != Qt.MouseButton.LeftButton or not index.isValid():
            return
        row = self._model.rows[index.row()]
        if row.state == "add" or self.button(self.visualRect(index)).contains(spot):
            self.pressed_row.emit(row)
        else:
            self.chosen_row.emit(row)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.StyleChange and hasattr(self, "_model"):
            self.scheduleDelayedItemsLayout()
            self.updateGeometry()


class _Delegate(QStyledItemDelegate):
    def __init__(self, view: DoorList) -> None:
        super().__init__(view)
        self._view = view

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return QSize(100, theme.px(ROW))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        row, rect = self._view.rows()[index.row()], QRect(option.rect)
        current = QStyle.StateFlag.State_Selected in option.state
        hot = QStyle.StateFlag.State_MouseOver in option.state
        if row.state == "add":
            self._paint_add(painter, rect, row, current, hot)
            return
        ground_at = rect.adjusted(theme.px(5) - 3, 1, 3 - theme.px(5), -1)
        if current and (self._view.hasFocus() or not self._view.focusable):
            painting.round_rect(painter, ground_at, 6, "accent_soft")
            if self._view.focusable:
                painting.focus_ring(painter, ground_at, 6)
        elif hot:
            painting.round_rect(painter, ground_at, 6, "hover")
        side = theme.px(FACE)
        left = rect.x() + theme.px(16) - 3
        face = QRect(left, rect.y() + (rect.height() - side) // 2, side, side)
        painting.avatar(painter, face, row.title, row.sector)
        button = self._view.button(rect)
        self._paint_state(painter, button, row, current and not self._view.focusable)
        x = face.right() + 1 + theme.px(14)
        self._paint_words(painter, QRect(x, rect.y(), button.x() - theme.px(16) - x, rect.height()), row)

    def _paint_words(self, painter: QPainter, box: QRect, row: DoorRow) -> None:
        upper, lower = painting.line_height(15, 500), painting.line_height(12)
        both = upper + lower + 2 if row.detail else upper
        top = box.y() + (box.height() - both) // 2
        painting.draw_text(painter, QRect(box.x(), top, box.width(), upper), row.title, 15, 500)
        below = QRect(box.x(), top + upper + 2, box.width(), lower)
        painting.draw_text(painter, below, row.detail, 12, 400, "text2")

    def _paint_state(self, painter: QPainter, box: QRect, row: DoorRow, current: bool) -> None:
        if row.state == "in":
            painting.round_rect(painter, box, 6, "ok_soft")
            side = theme.px(16)
            mark = QRect(box.x() + theme.px(14), box.y() + (box.height() - side) // 2, side, side)
            icons.paint(painter, mark, "check-circle", "ok")
            words = box.adjusted(theme.px(14) + side + theme.px(8), 0, -theme.px(6), 0)
            painting.draw_text(painter, words, row.label, 13, 600, "ok", tabular=True)
            return
        if not current:
            painting.round_rect(painter, box, 6, "surface", "border_strong")
            painting.draw_text(painter, box, row.label, 13, 500, "text", "centre")
            return
        painting.round_rect(painter, box, 6, "accent")
        wide = painting.text_width(row.label, 13, 600)
        side = theme.px(16)
        x = box.x() + (box.width() - wide - side - theme.px(8)) // 2
        painting.draw_text(painter, QRect(x, box.y(), wide + 2, box.height()), row.label, 13, 600, "on_accent")
        mark = QRect(x + wide + theme.px(8), box.y() + (box.height() - side) // 2, side, side)
        icons.paint(painter, mark, "enter", "on_accent")

    def _paint_add(self, painter: QPainter, rect: QRect, row: DoorRow, current: bool, hot: bool) -> None:
        box = rect.adjusted(theme.px(16) - 3, theme.px(7), 3 - theme.px(16), -theme.px(7))
        fill = "accent_soft" if current else "hover" if hot else "surface"
        painting.round_rect(painter, box, 6, fill, "accent" if current else "border_strong")
        side = theme.px(18)
        mark = QRect(box.x() + theme.px(12), box.y() + (box.height() - side) // 2, side, side)
        icons.paint(painter, mark, "user-plus", "accent")
        right, middle = box.right() - theme.px(12), box.center().y() + 1
        for cap in reversed(["↵"] if current else key_caps("Ctrl+Return")):
            right -= painting.keycap_width(cap)
            painting.keycap(painter, right, middle, cap)
            right -= theme.px(4)
        x = mark.right() + 1 + theme.px(12)
        words = QRect(x, box.y(), right - theme.px(12) - x, box.height())
        painting.draw_text(painter, words, row.title, 13, 600, "accent")
