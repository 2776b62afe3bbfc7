"""How the grid is painted: a mark a cell by glyph, fill and word; names and totals beside; bars of attendance above."""

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QHeaderView, QStyle, QStyledItemDelegate, QStyleOptionViewItem, QTableView, QWidget

from crm import clock
from crm.attendance.grid_records import GridColumn
from crm.dates import MONTHS
from ui.huddles.grid.model import GridModel, Index, Line
from ui.kit import icons, painting, theme
from ui.kit.marks import draw_mark
from ui.records.attendance_marks import MARKS

ROW, CELL, HEAD = 34, 60, 76


class CellDelegate(QStyledItemDelegate):
    """A cell of a huddle; the current line and the column of the next huddle are tinted."""

    def __init__(self, view: QTableView) -> None:
        super().__init__(view)
        self._view = view

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        box: QRect = option.rect
        model = index.model()
        if not isinstance(model, GridModel):
            return
        chosen = QStyle.StateFlag.State_Selected in option.state
        if model.huddles[index.column() - 1].is_next:
            painter.fillRect(box, theme.color("hover"))
        if chosen or index.row() == self._view.currentIndex().row():
            painter.fillRect(box, theme.color("accent_soft"))
        if (mark := MARKS.get(model.code(index))) is not None:
            draw_mark(painter, box, mark)
        if self._view.hasFocus() and index == self._view.currentIndex():
            painting.focus_ring(painter, box.adjusted(3, 2, -3, -2), 6)

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return QSize(theme.px(CELL), theme.px(ROW))


class BesideDelegate(QStyledItemDelegate):
    """What stands beside the cells of a line; the current line is tinted."""

    def __init__(self, view: QTableView, cells: QTableView) -> None:
        super().__init__(view)
        self._cells = cells

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        box, model = QRect(option.rect), index.model()
        line = model.line(index.row()) if isinstance(model, GridModel) else None
        if line is None:
            return
        if index.row() == self._cells.currentIndex().row():
            painter.fillRect(box, theme.color("accent_soft"))
        self.paint_line(painter, box, line)

    def paint_line(self, painter: QPainter, box: QRect, line: Line) -> None:
        """Paint what is said of a line."""
        raise NotImplementedError


class NameDelegate(BesideDelegate):
    """The name with the mark of its sector and, quieter, the organisation."""

    def paint_line(self, painter: QPainter, box: QRect, line: Line) -> None:
        x, middle = box.x() + theme.px(16), box.center().y()
        painting.sector_shape(painter, x, middle, line.symbol)
        words = QRect(x + theme.px(20), box.y(), box.right() - x - theme.px(24), box.height())
        place = getattr(line, "organisation", "")
        first = QRect(words.x(), words.y(), words.width() * 52 // 100 if place else words.width(), words.height())
        painting.draw_text(painter, first, line.name, 13, 600)
        if place:
            second = QRect(
                first.right() + theme.px(8), words.y(), words.right() - first.right() - theme.px(8), words.height()
            )
            painting.draw_text(painter, second, place, 12, 400, "text2")


class TotalDelegate(BesideDelegate):
    """How many of the huddles that count they came to: a bar and "4 / 6"."""

    def paint_line(self, painter: QPainter, box: QRect, line: Line) -> None:
        text = f"{line.attended} / {line.of}"
        painting.draw_text(painter, box.adjusted(0, 0, -theme.px(16), 0), text, 12, 600, "text", "right", True)
        height, width = theme.px(6), theme.px(44)
        bar = QRect(box.x() + theme.px(8), box.center().y() - height // 2, width, height)
        painting.round_rect(painter, bar, height / 2, "border")
        if line.of and line.attended:
            part = QRect(bar.x(), bar.y(), max(height, width * line.attended // line.of), height)
            painting.round_rect(painter, part, height / 2, "chart_ok")


class GridHeader(QHeaderView):
    """Above each huddle how many came, as a bar with its number; below it number and day. A click says it."""

    def __init__(self, view: QWidget) -> None:
        super().__init__(Qt.Orientation.Horizontal, view)
        self.sort_key, self.descending = "name", False
        self.setSectionsClickable(True)
        self.setHighlightSections(False)
        self.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.setMinimumSectionSize(0)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setAccessibleName("Huddles")

    def sizeHint(self) -> QSize:
        return QSize(super().sizeHint().width(), theme.px(HEAD))

    def paintSection(self, painter: QPainter, rect: QRect, logicalIndex: int) -> None:
        model = self.model()
        painter.fillRect(rect, theme.color("surface"))
        if not isinstance(model, GridModel):
            return
        last = len(model.huddles) + 1
        if logicalIndex in (0, last):
            self._title(
                painter, rect, str(model.headerData(logicalIndex, Qt.Orientation.Horizontal)), logicalIndex == 0
            )
        else:
            most = max((each.attended for each in model.huddles), default=0) or 1
            _huddle_head(painter, rect, model.huddles[logicalIndex - 1], most)
        painter.fillRect(rect.x(), rect.bottom(), rect.width(), 1, theme.color("border"))

    def _title(self, painter: QPainter, rect: QRect, text: str, first: bool) -> None:
        lead = theme.px(16)
        words = rect.adjusted(lead, rect.height() - theme.px(26), -lead, -theme.px(4))
        mine = self.sort_key == ("name" if first else "total")
        ink = "text" if mine else "text2"
        used = painting.draw_text(painter, words, text, 12, 600 if mine else 500, ink, "left" if first else "right")
        if mine:
            side = theme.px(14)
            x = words.x() + used + 4 if first else words.right() - used - side - 4
            box = QRect(x, words.center().y() - side // 2, side, side)
            icons.paint(painter, box, "sort-down" if self.descending else "sort-up", "text2")


def _huddle_head(painter: QPainter, rect: QRect, huddle: GridColumn, most: int) -> None:
    if huddle.is_next:
        painter.fillRect(rect, theme.color("hover"))
    centre, line = "centre", painting.line_height(11)
    base = rect.bottom() - theme.px(36)
    room = base - rect.y() - line - theme.px(6)
    if huddle.attended or huddle.has_begun:
        height = max(2, room * huddle.attended // most)
        width = theme.px(20)
        bar = QRect(rect.center().x() - width // 2, base - height, width, height)
        painting.round_rect(painter, bar, 3, "chart_accent")
        count = QRect(rect.x(), bar.y() - line - 1, rect.width(), line)
        painting.draw_text(painter, count, f"{huddle.attended:,}", 11, 500, "text2", centre, True)
    number = QRect(rect.x() + 2, base + theme.px(3), rect.width() - 4, line + 2)
    name = f"#{huddle.number}" if huddle.number is not None else huddle.label
    painting.draw_text(painter, number, name, 12, 600, "text3" if huddle.is_cancelled else "text", centre)
    day = f"{huddle.day.day} {MONTHS[huddle.day.month - 1]}"
    if huddle.day.year != clock.today().year:
        day += f" {huddle.day.year % 100:02}"
    below = QRect(rect.x() + 1, number.bottom() + 1, rect.width() - 2, line + 2)
    painting.draw_text(painter, below, "cancelled" if huddle.is_cancelled else day, 11, 400, "text2", centre)
