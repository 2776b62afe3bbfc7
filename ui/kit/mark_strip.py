"""A strip of marks in a line, oldest first: how somebody stood to each of the last gatherings."""

from collections.abc import Sequence

import msgspec
from PySide6.QtCore import QPoint, QRect, QSize, Qt, Signal
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QListView, QSizePolicy, QWidget

from ui.kit import painting, theme
from ui.kit.marks import Mark, draw_mark
from ui.kit.painted_list import ENTERS, PaintedList, RowModel, RowState

WIDEST, MARK, LEAST, HEIGHT = 36, 22, 6, 46


class StripCell(msgspec.Struct, frozen=True):
    """One place of the strip: its mark (None: empty), the few letters below it, and the sentence it says."""

    id: object
    mark: Mark | None
    title: str
    said: str

    def spoken(self) -> str:
        """Return the cell as it is read out."""
        return self.said


class _Cells(RowModel[StripCell]):
    def tip(self, row: StripCell) -> str:
        return row.said


class Strip(PaintedList[StripCell]):
    """Left, Right, Home and End move along it; a click or Enter says `cell_activated(id)`. Each cell has its tip."""

    cell_activated = Signal(object)
    steps = (Qt.Key.Key_Left, Qt.Key.Key_Right, Qt.Key.Key_Home, Qt.Key.Key_End)
    keeps_place = False

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(name, parent, _Cells())
        self.setFlow(QListView.Flow.LeftToRight)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def set_cells(self, cells: Sequence[StripCell], said: str) -> None:
        """Show cells, oldest first; `said` tells the whole strip in words. The current cell stays where it is still."""
        self.set_rows(cells)
        self.setAccessibleDescription(said)

    def row_size(self, number: int) -> QSize:
        """Return the size of a cell: all of them fill the width, as far as that is not too wide."""
        count, width = max(1, len(self.rows())), self.viewport().width()
        room = (number + 1) * width // count - number * width // count
        return QSize(min(room, theme.px(WIDEST)), theme.px(HEIGHT))

    def sizeHint(self) -> QSize:
        return QSize(theme.px(240), theme.px(HEIGHT))

    def minimumSizeHint(self) -> QSize:
        return QSize(theme.px(120), theme.px(HEIGHT))

    def press(self, key: Qt.Key) -> bool:
        if key in ENTERS and (row := self.current_row()) is not None:
            self.cell_activated.emit(row.id)
        return key in ENTERS

    def first_place(self) -> int:
        """The newest is what one looks for."""
        return len(self.rows()) - 1

    def click(self, row: StripCell, spot: QPoint) -> None:
        self.cell_activated.emit(row.id)

    def paint_row(self, painter: QPainter, rect: QRect, row: StripCell, state: RowState) -> None:
        self.paint_ground(painter, rect.adjusted(0, 1, 0, -1), state, 5)
        side = min(theme.px(MARK), rect.width() - 2)
        words = painting.line_height(11)
        upper = QRect(rect.x(), rect.y() + theme.px(3), rect.width(), rect.height() - words - theme.px(6))
        tall = min(side, upper.height())
        if row.mark is not None and tall >= LEAST:  # a strip squeezed while its page is laid out has no room for marks
            draw_mark(painter, upper, row.mark, side, tall)
        below = QRect(rect.x() - 2, upper.bottom() + 1, rect.width() + 4, words)
        painting.draw_text(painter, below, row.title, 11, 400, "text3", "centre", True)
