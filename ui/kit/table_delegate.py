"""How a row of a table is painted: avatar with two lines, chip, text or tags, from caches alone."""

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QSize
from PySide6.QtGui import QHelpEvent, QPainter
from PySide6.QtWidgets import QAbstractItemView, QStyle, QStyledItemDelegate, QStyleOptionViewItem, QToolTip

from ui.kit import icons, painting, theme
from ui.kit.label import plain_tip
from ui.kit.table_model import AvatarCell, Cell, ChipCell, Column, PagedTableModel, TagsCell, TextCell

_SELECTED = QStyle.StateFlag.State_Selected
NOTHING = "—"


class TableDelegate(QStyledItemDelegate):
    """Paints the cells of a `PagedTableModel`; `hovered` is the row under the mouse, -1 for none."""

    hovered = -1

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        return QSize(theme.px(96), theme.px(48))

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        rect: QRect = option.rect
        if _SELECTED in option.state:
            painter.fillRect(rect, theme.color("accent_soft"))
        elif index.row() == self.hovered:
            painter.fillRect(rect, theme.color("hover"))
        painter.fillRect(rect.x(), rect.bottom(), rect.width(), 1, theme.color("border"))
        model = index.model()
        if not isinstance(model, PagedTableModel):
            return
        row = model.row(index.row())
        if row is None:
            return
        column = model.columns[index.column()]
        lead = theme.px(14) if index.column() == 0 else theme.px(10)
        paint_cell(painter, rect.adjusted(lead, 0, -theme.px(10), -1), cell_of(column, row), column)

    def helpEvent(
        self,
        event: QHelpEvent,
        view: QAbstractItemView,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> bool:
        model = index.model()
        row = model.row(index.row()) if isinstance(model, PagedTableModel) else None
        if row is None or not isinstance(model, PagedTableModel):
            return False
        column = model.columns[index.column()]
        text = hidden_text(cell_of(column, row), option.rect.width())
        if text:
            QToolTip.showText(event.globalPos(), plain_tip(text), view)
        else:
            QToolTip.hideText()
        return True


def cell_of(column: Column, row: object) -> Cell:
    """What is painted for a row: the column's cell, or its text."""
    return column.cell(row) if column.cell is not None else TextCell(column.text(row), column.tone)


def hidden_text(cell: Cell, width: int) -> str:
    """The whole text of a cell that does not fit `width` pixels, else empty."""
    room = width - theme.px(24)
    if isinstance(cell, AvatarCell):
        room -= theme.px(40)
        cut = painting.text_width(cell.name, 13, 600) > room or painting.text_width(cell.detail, 12) > room
        return "\n".join(filter(None, (cell.name, cell.detail))) if cut else ""
    if isinstance(cell, ChipCell):
        return cell.text if painting.chip_width(cell.text, cell.sector, cell.icon) > room else ""
    if isinstance(cell, TagsCell):
        return ", ".join(cell.texts) if sum(painting.chip_width(each) for each in cell.texts) > room else ""
    cut = painting.text_width(cell.text, 13, cell.weight) > room or painting.text_width(cell.detail, 12) > room
    return "\n".join(filter(None, (cell.text, cell.detail))) if cut else ""


def paint_cell(painter: QPainter, rect: QRect, cell: Cell, column: Column) -> None:
    """Paint one cell inside `rect`."""
    if isinstance(cell, AvatarCell):
        _paint_avatar(painter, rect, cell)
    elif isinstance(cell, ChipCell):
        if cell.text:
            painting.draw_chip(
                painter, rect.x(), rect.center().y(), cell.text, cell.tone, cell.sector, cell.icon, rect.width()
            )
        else:
            painting.draw_text(painter, rect, NOTHING, 13, 400, "text3")
    elif isinstance(cell, TagsCell):
        _paint_tags(painter, rect, cell)
    else:
        _paint_text(painter, rect, cell, column)


def _two_lines(rect: QRect) -> tuple[QRect, QRect]:
    first, second = painting.line_height(13, 600), painting.line_height(12)
    top = rect.y() + (rect.height() - first - second - theme.px(1)) // 2
    return (
        QRect(rect.x(), top, rect.width(), first),
        QRect(rect.x(), top + first + theme.px(1), rect.width(), second),
    )


def _paint_avatar(painter: QPainter, rect: QRect, cell: AvatarCell) -> None:
    side = theme.px(30)
    box = QRect(rect.x(), rect.y() + (rect.height() - side) // 2, side, side)
    painting.avatar(painter, box, cell.name, cell.sector, cell.square)
    words = rect.adjusted(side + theme.px(10), 0, 0, 0)
    if not cell.detail:
        painting.draw_text(painter, words, cell.name, 13, 600)
        return
    first, second = _two_lines(words)
    painting.draw_text(painter, first, cell.name, 13, 600)
    painting.draw_text(painter, second, cell.detail, 12, 400, "text2")


def _paint_text(painter: QPainter, rect: QRect, cell: TextCell, column: Column) -> None:
    if cell.icon:
        side = theme.px(16)
        icons.paint(painter, QRect(rect.x(), rect.y() + (rect.height() - side) // 2, side, side), cell.icon, "text2")
        rect = rect.adjusted(side + theme.px(8), 0, 0, 0)
    if cell.detail:
        first, second = _two_lines(rect)
        painting.draw_text(painter, first, cell.text, 13, cell.weight, cell.tone, column.align, column.tabular)
        painting.draw_text(painter, second, cell.detail, 12, 400, "text2", column.align, column.tabular)
        return
    text, tone = (cell.text, cell.tone) if cell.text else (NOTHING, "text3")
    painting.draw_text(painter, rect, text, 13, cell.weight, tone, column.align, column.tabular)


def _paint_tags(painter: QPainter, rect: QRect, cell: TagsCell) -> None:
    x, gap, middle = rect.x(), theme.px(6), rect.center().y()
    if not cell.texts:
        painting.draw_text(painter, rect, NOTHING, 13, 400, "text3")
    for number, text in enumerate(cell.texts):
        left = len(cell.texts) - number
        more = painting.chip_width(f"+{left}") if left > 1 else 0
        room = rect.right() - x - (more + gap if more else 0)
        width = painting.chip_width(text)
        if width > room and number:
            painting.draw_text(
                painter, QRect(x, rect.y(), rect.right() - x, rect.height()), f"+{left}", 12, 500, "text3"
            )
            return
        x += painting.draw_chip(painter, x, middle, text, cell.tone, limit=min(width, max(room, 0))) + gap
