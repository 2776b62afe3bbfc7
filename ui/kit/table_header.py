"""The titles of a table's columns, and which columns there is room for."""

from collections.abc import Collection, Sequence

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QHeaderView, QTableView, QWidget

from ui.kit import icons, painting, theme
from ui.kit.table_model import Column


class TableHeader(QHeaderView):
    """Column titles; a click on a sortable one says `sectionClicked`, the triangle shows the order in force."""

    def __init__(self, columns: Sequence[Column], parent: QWidget) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)
        self._columns = columns
        self.sort_key, self.descending = "", False
        self.setSectionsClickable(True)
        self.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.setMinimumSectionSize(0)
        self.setHighlightSections(False)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setMouseTracking(True)

    def sizeHint(self) -> QSize:
        return QSize(super().sizeHint().width(), theme.px(36))

    def paintSection(self, painter: QPainter, rect: QRect, logicalIndex: int) -> None:
        column = self._columns[logicalIndex]
        painter.fillRect(rect, theme.color("surface"))
        painter.fillRect(rect.x(), rect.bottom(), rect.width(), 1, theme.color("border"))
        lead = theme.px(14 if logicalIndex == 0 else 10)
        words = rect.adjusted(lead, 0, -theme.px(10), -1)
        sorted_by = column.key == self.sort_key
        over = column.sortable and rect.contains(self.viewport().mapFromGlobal(self.cursor().pos()))
        ink = "text" if sorted_by or (over and self.viewport().underMouse()) else "text2"
        mark = theme.px(16) if sorted_by else 0
        if column.align == "right":
            words.adjust(mark, 0, 0, 0)
        else:
            words.adjust(0, 0, -mark, 0)
        width = painting.draw_text(painter, words, column.title, 12, 600 if sorted_by else 500, ink, column.align)
        if sorted_by:
            left = words.right() - width - mark if column.align == "right" else words.x() + width + theme.px(4)
            box = QRect(left, rect.center().y() - theme.px(7), theme.px(14), theme.px(14))
            icons.paint(painter, box, "sort-down" if self.descending else "sort-up", "text2")


def fit_columns(view: QTableView, columns: Sequence[Column], unwanted: Collection[str]) -> None:
    """Share the width of `view` among the columns; those of lowest priority are hidden where there is no room."""
    room = view.viewport().width()
    wanted = [n for n, column in enumerate(columns) if n == 0 or column.key not in unwanted]
    while len(wanted) > 1 and sum(theme.px(columns[n].min_width) for n in wanted) > room:
        wanted.remove(min(wanted[1:], key=lambda n: (columns[n].priority, -n)))
    sizes = _shared([columns[n] for n in wanted], room)
    for number in range(len(columns)):
        shown = number in wanted
        if view.isColumnHidden(number) == shown:
            view.setColumnHidden(number, not shown)
        if shown:
            view.setColumnWidth(number, sizes[wanted.index(number)])


def _shared(columns: Sequence[Column], room: int) -> list[int]:
    """Widths in pixels that fill `room`: in proportion to what is wished for, never below the least."""
    least = [theme.px(column.min_width) for column in columns]
    wish = [theme.px(column.width) for column in columns]
    sizes, open_columns, left = list(least), set(range(len(columns))), room
    while open_columns:
        total = sum(wish[n] for n in open_columns)
        tight = {n for n in open_columns if left * wish[n] / total < least[n]}
        if not tight:
            for n in open_columns:
                sizes[n] = int(left * wish[n] / total)
            break
        left -= sum(least[n] for n in tight)
        open_columns -= tight
    if columns:
        sizes[-1] += max(0, room - sum(sizes))
    return sizes
