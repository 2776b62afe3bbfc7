"""A short list of places to go to: icon, name and count in each row, painted, read out by name."""

from typing import Any

import msgspec
from PySide6.QtCore import QModelIndex, QRect, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QResizeEvent
from PySide6.QtWidgets import QWidget

from ui.kit import icons, painting, theme
from ui.kit.painted_list import ENTERS, FittingList, RowModel, RowState

ROW, NARROW, INSET, ICON = 36, 64, 8, 18


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


class NavModel(RowModel[NavItem]):
    """The rows of one list; told, never asking."""

    def set_items(self, items: tuple[NavItem, ...]) -> None:
        """Show other rows; the same rows with other counts keep the current one."""
        if [item.title for item in items] != [item.title for item in self.rows]:
            self.show(items)
            return
        self.rows = items
        if items:
            self.dataChanged.emit(self.index(0), self.index(len(items) - 1))

    def tip(self, row: NavItem) -> str:
        return f"{row.spoken()}  {row.key}".strip()

    def can_be_current(self, row: NavItem) -> bool:
        return not row.is_heading()


class NavList(FittingList[NavItem]):
    """The list; a click, Enter or Space chooses a row. Its height is that of its rows."""

    chosen = Signal(object)
    row_height, wide = ROW, NARROW
    types_ahead = True

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        self.narrow = False
        self.front: tuple[str, int | None] = ("", None)
        self._model = NavModel()
        super().__init__(name, parent, self._model)
        self.setUniformItemSizes(True)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.clicked.connect(self._choose)

    def items(self) -> list[NavItem]:
        """Return the rows."""
        return list(self.rows())

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

    def minimumSizeHint(self) -> QSize:
        return QSize(theme.px(NARROW) - 1, min(len(self.rows()), 1) * theme.px(ROW))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Show whole rows only: where there is no room for all, the rest is scrolled to."""
        spare = self.height() % theme.px(ROW)
        if self.viewportMargins().bottom() != spare:
            self.setViewportMargins(0, 0, 0, spare)
        super().resizeEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (*ENTERS, Qt.Key.Key_Space):
            self._choose(self.currentIndex())
            return
        super().keyPressEvent(event)

    def _choose(self, index: QModelIndex) -> None:
        if index.isValid() and not self.rows()[index.row()].is_heading():
            self.chosen.emit(self.rows()[index.row()])

    def paint_row(self, painter: QPainter, rect: QRect, row: NavItem, state: RowState) -> None:
        """A pill behind the place in front, a ring round the one with the keyboard."""
        inset = theme.px(INSET)
        if row.is_heading():
            if not self.narrow:
                box = rect.adjusted(theme.px(18), theme.px(8), -inset, 0)
                painting.draw_text(painter, box, row.title.upper(), 11, 600, "text3")
            return
        pill = rect.adjusted(inset, 1, -inset, -1)
        front = self.is_front(row)
        if front:
            painting.round_rect(painter, pill, 6, "nav_selected")
        elif state.hot:
            painting.round_rect(painter, pill, 6, "border")
        side = theme.px(ICON)
        ink = "accent" if front else "text2"
        left = rect.center().x() - side // 2 if self.narrow else pill.left() + theme.px(10)
        icons.paint(painter, QRect(left, rect.center().y() - side // 2, side, side), row.icon, ink)
        if self.narrow:
            if row.urgent and row.count:
                dot = theme.px(8)
                painting.round_rect(painter, QRect(left + side - dot // 2, pill.top() + 5, dot, dot), dot / 2, "danger")
        else:
            right = _paint_count(painter, row, pill, front)
            name = QRect(left + side + theme.px(10), rect.top(), 0, rect.height())
            name.setRight(right - theme.px(8))
            painting.draw_text(painter, name, row.title, 13, 600 if front else 500, "text" if front else "text2")
        if self.hasFocus() and state.number == self.currentIndex().row():
            painting.focus_ring(painter, pill, 6)


def _paint_count(painter: QPainter, item: NavItem, pill: QRect, front: bool) -> int:
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
