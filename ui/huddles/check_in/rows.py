"""Rows at the door, 60 px: a face, who it is, and at the right what can be done or what has been done."""

from collections.abc import Sequence

import msgspec
from PySide6.QtCore import QModelIndex, QPoint, QRect, QSize, Qt, Signal
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent, QPainter
from PySide6.QtWidgets import QListView, QWidget

from ui.kit import icons, painting, theme
from ui.kit.actions import key_caps
from ui.kit.painted_list import PAGES, STEPS, PaintedList, RowState

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

    def spoken(self) -> str:
        """Return the row as it is read out."""
        return self.speech


class DoorList(PaintedList[DoorRow]):
    """Rows of the door. `pressed_row(row)` is a click on a row's button; `chosen_row(row)` a click elsewhere on it.

    With `focusable` it takes the keyboard itself: Delete and Backspace say `taken_back`; what is typed goes on to
    the page. Without, the field above moves it with `move`.
    """

    pressed_row = Signal(object)
    chosen_row = Signal(object)
    taken_back = Signal()
    row_height = ROW
    steps = (*STEPS, *PAGES)

    def __init__(self, name: str, *, focusable: bool = False, parent: QWidget | None = None) -> None:
        super().__init__(name, parent)
        self.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.focusable = focusable
        if not focusable:
            self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
            self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)

    def show_rows(self, rows: Sequence[DoorRow], current: int = -1) -> None:
        """Show rows, the one numbered `current` chosen; a list with the keyboard keeps the one that was.

        Without the keyboard a list is shown from its top: there the newest stands.
        """
        before, place = self.current_row(), self.currentIndex().row()
        if tuple(rows) != self.rows():
            self.entries.show(rows)
        keeps = self.focusable and self.hasFocus()
        if keeps and before is not None:
            current = next((n for n, row in enumerate(rows) if row.id == before.id), min(place, len(rows) - 1))
        self.setCurrentIndex(self.entries.index(current) if current >= 0 else QModelIndex())
        if not keeps:
            self.scrollToTop()
        self.updateGeometry()

    def move(self, step: int) -> None:  # type: ignore[override]
        """Choose the row `step` further, and have it read out: the keyboard stays with the field."""
        if not self.rows():
            return
        at = min(max(self.currentIndex().row() + step, 0), len(self.rows()) - 1)
        self.setCurrentIndex(self.entries.index(at))
        if QAccessible.isActive():
            QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self, self.rows()[at].speech))

    def sizeHint(self) -> QSize:
        return QSize(theme.px(320), theme.px(ROW) * len(self.rows()))

    def minimumSizeHint(self) -> QSize:
        rows = 0 if self.focusable else len(self.rows())
        return QSize(theme.px(240), theme.px(ROW) * rows)

    def button(self, rect: QRect) -> QRect:
        """Where the button of the row at `rect` stands."""
        width, height = theme.px(WIDE), theme.px(BUTTON)
        right = rect.right() + 1 - theme.px(16) + 3
        return QRect(right - width, rect.y() + (rect.height() - height) // 2, width, height)

    def press(self, key: Qt.Key) -> bool:
        if key not in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace) or self.current_row() is None:
            return False
        self.taken_back.emit()
        return True

    def click(self, row: DoorRow, spot: QPoint) -> None:
        if row.state == "add" or self.button(self.visualRect(self.indexAt(spot))).contains(spot):
            self.pressed_row.emit(row)
        else:
            self.chosen_row.emit(row)

    def paint_row(self, painter: QPainter, rect: QRect, row: DoorRow, state: RowState) -> None:
        if row.state == "add":
            _paint_add(painter, rect, row, state.chosen, state.hot)
            return
        ground = rect.adjusted(theme.px(5) - 3, 1, 3 - theme.px(5), -1)
        if state.chosen and not self.focusable:
            painting.round_rect(painter, ground, 6, "accent_soft")
        else:
            self.paint_ground(painter, ground, state)
        side = theme.px(FACE)
        left = rect.x() + theme.px(16) - 3
        face = QRect(left, rect.y() + (rect.height() - side) // 2, side, side)
        painting.avatar(painter, face, row.title, row.sector)
        button = self.button(rect)
        _paint_state(painter, button, row, state.chosen and not self.focusable)
        x = face.right() + 1 + theme.px(14)
        _paint_words(painter, QRect(x, rect.y(), button.x() - theme.px(16) - x, rect.height()), row)


def _paint_words(painter: QPainter, box: QRect, row: DoorRow) -> None:
    upper, lower = painting.line_height(15, 500), painting.line_height(12)
    both = upper + lower + 2 if row.detail else upper
    top = box.y() + (box.height() - both) // 2
    painting.draw_text(painter, QRect(box.x(), top, box.width(), upper), row.title, 15, 500)
    below = QRect(box.x(), top + upper + 2, box.width(), lower)
    painting.draw_text(painter, below, row.detail, 12, 400, "text2")


def _paint_state(painter: QPainter, box: QRect, row: DoorRow, current: bool) -> None:
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


def _paint_add(painter: QPainter, rect: QRect, row: DoorRow, current: bool, hot: bool) -> None:
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
