"""The grid of people or organisations by huddles: names and totals stand still, the huddles scroll."""

from PySide6.QtCore import QItemSelectionModel, QPoint, Qt, Signal
from PySide6.QtGui import QContextMenuEvent, QKeyEvent, QMouseEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QFrame, QGridLayout, QHeaderView, QScrollBar, QTableView, QWidget

from crm.attendance.grid import Grid
from ui.huddles.grid.model import GridModel
from ui.huddles.grid.painting import CELL, ROW, CellDelegate, GridHeader, NameDelegate, TotalDelegate
from ui.kit import theme

NAMES, NARROW_NAMES, TOTALS = 290, 190, 136
MARKS = {
    Qt.Key.Key_A: "attended",
    Qt.Key.Key_P: "pitched",
    Qt.Key.Key_E: "apologies",
    Qt.Key.Key_X: "absent",
    Qt.Key.Key_Delete: "unknown",
    Qt.Key.Key_Backspace: "unknown",
}
STEPS = {
    Qt.Key.Key_Up: (-1, 0),
    Qt.Key.Key_Down: (1, 0),
    Qt.Key.Key_Left: (0, -1),
    Qt.Key.Key_Right: (0, 1),
}


class _Pane(QTableView):
    """A part of the grid over the same model; it scrolls with the others and never by itself."""

    def __init__(self, model: GridModel, parent: QWidget) -> None:
        super().__init__(parent)
        self.setModel(model)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setCornerButtonEnabled(False)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setTabKeyNavigation(False)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.verticalHeader().hide()
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.verticalHeader().setMinimumSectionSize(1)
        self.header = GridHeader(self)
        self.setHorizontalHeader(self.header)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)

    def show_only(self, first: int, last: int) -> None:
        """Show the columns from `first` to `last` alone."""
        for column in range(self.model().columnCount()):
            self.setColumnHidden(column, not first <= column <= last)


class _Still(_Pane):
    """A part that stands still: names or totals. Clicks and the wheel are those of the cells."""

    clicked_row = Signal(int)

    def __init__(self, model: GridModel, name: str, parent: QWidget) -> None:
        super().__init__(model, parent)
        self.setAccessibleName(name)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setSelectionMode(QAbstractItemView.SelectionMode.NoSelection)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        row = self.rowAt(event.position().toPoint().y())
        if row >= 0 and event.button() == Qt.MouseButton.LeftButton:
            self.clicked_row.emit(row)


class Cells(_Pane):
    """The cells themselves: arrows move, letters mark, Shift with an arrow fills, Enter opens."""

    marked = Signal(str)
    filled = Signal(int, int)
    opened = Signal()
    menu_requested = Signal(QPoint)

    def __init__(self, model: GridModel, parent: QWidget) -> None:
        super().__init__(model, parent)
        self.setAccessibleName("Attendance")
        self.setItemDelegate(CellDelegate(self))
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectItems)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key, held = Qt.Key(event.key()), event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        if not held and key in MARKS:
            self.marked.emit(MARKS[key])
        elif not held and key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.opened.emit()
        elif held == Qt.KeyboardModifier.ShiftModifier and key in STEPS:
            self.filled.emit(*STEPS[key])
        elif held & (Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier) and key not in (
            Qt.Key.Key_Home,
            Qt.Key.Key_End,
            Qt.Key.Key_A,
        ):
            event.ignore()  # for the page and the window
        elif event.text() and event.text().isprintable() and not held and key != Qt.Key.Key_Space:
            event.ignore()
        else:
            super().keyPressEvent(event)

    def keyboardSearch(self, search: str) -> None:
        """No type-ahead: letters mark."""

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton:
            self.opened.emit()

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        by_key = event.reason() == QContextMenuEvent.Reason.Keyboard
        index = self.currentIndex() if by_key else self.indexAt(event.pos())
        if not index.isValid():
            return
        if not self.selectionModel().isSelected(index):
            self.setCurrentIndex(index)
        spot = self.viewport().mapToGlobal(self.visualRect(index).center())
        self.menu_requested.emit(spot if by_key else event.globalPos())


class GridView(QWidget):
    """The three parts side by side. `marked(what)` and `filled(down, right)` are for the selected cells.

    `record_opened(id)` and `huddle_opened(id)` follow Enter, a double click and a click on a title; `sort_requested`
    one on a title of names or totals. The focus is that of the cells.
    """

    marked = Signal(str)
    filled = Signal(int, int)
    record_opened = Signal(object)
    huddle_opened = Signal(object)
    sort_requested = Signal(str)
    menu_requested = Signal(QPoint)

    def __init__(self, grid: Grid, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.model = GridModel(grid, self)
        self.names = _Still(self.model, "Names", self)
        self.cells = Cells(self.model, self)
        self.totals = _Still(self.model, "Attended", self)
        self.totals.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAsNeeded)
        self.names.setItemDelegate(NameDelegate(self.names, self.cells))
        self.totals.setItemDelegate(TotalDelegate(self.totals, self.cells))
        # As wide as its bar of scrolling leaves it, whenever that comes and goes.
        self.totals.horizontalHeader().setStretchLastSection(True)
        # One bar beneath all three: with a bar of its own the middle would be lower than the names beside it.
        self.bar = QScrollBar(Qt.Orientation.Horizontal)
        self.bar.setAccessibleName("Huddles, the newest at the right")
        self._at_newest = True
        place = QGridLayout(self)
        place.setContentsMargins(0, 0, 0, 0)
        place.setSpacing(0)
        place.setColumnStretch(1, 1)
        for column, part in enumerate((self.names, self.cells, self.totals)):
            place.addWidget(part, 0, column)
        place.addWidget(self.bar, 1, 1)
        self.setFocusProxy(self.cells)
        self._connect()

    def _connect(self) -> None:
        bar = self.cells.verticalScrollBar()
        for still in (self.names, self.totals):
            bar.valueChanged.connect(still.verticalScrollBar().setValue)
            still.verticalScrollBar().valueChanged.connect(bar.setValue)
            still.clicked_row.connect(self._to_row)
            still.header.sectionClicked.connect(self._title_clicked)
        sideways = self.cells.horizontalScrollBar()
        sideways.rangeChanged.connect(self._span)
        sideways.valueChanged.connect(self.bar.setValue)
        self.bar.valueChanged.connect(sideways.setValue)
        self.bar.actionTriggered.connect(self._scrolled)
        self.cells.marked.connect(self.marked)
        self.cells.filled.connect(self.filled)
        self.cells.opened.connect(self._open)
        self.cells.menu_requested.connect(self.menu_requested)
        self.cells.header.sectionClicked.connect(self._title_clicked)
        self.cells.selectionModel().currentChanged.connect(self._current_moved)

    # -- what is shown

    def lay_out(self, *, to_newest: bool) -> None:
        """Fit the parts to the model's huddles; `to_newest` scrolls to the newest one."""
        last = len(self.model.huddles) + 1
        self.names.show_only(0, 0)
        self.cells.show_only(1, last - 1)
        self.totals.show_only(last, last)
        self._at_newest = self._at_newest or to_newest
        self._size()
        if self.model.rowCount() and not self.cells.currentIndex().isValid():
            self.go_to(0, self._latest())

    def set_sort(self, key: str, descending: bool) -> None:
        """Show which order the lines are in."""
        for part in (self.names, self.totals):
            part.header.sort_key, part.header.descending = key, descending
            part.header.viewport().update()

    def go_to(self, row: int, column: int) -> None:
        """Make a cell current, alone, and show it."""
        column = min(max(column, 1), max(len(self.model.huddles), 1))
        index = self.model.index(min(max(row, 0), self.model.rowCount() - 1), column)
        if index.isValid():
            self.cells.selectionModel().setCurrentIndex(index, QItemSelectionModel.SelectionFlag.ClearAndSelect)
            self.cells.scrollTo(index)

    def place(self) -> tuple[int, int]:
        """Return record and huddle of the current cell, 0 for none."""
        index = self.cells.currentIndex()
        return self._record(index.row()), self._huddle(index.column())

    def selected(self) -> list[tuple[int, int]]:
        """Return huddle and record of every selected cell."""
        found = [(self._huddle(index.column()), self._record(index.row())) for index in self.cells.selectedIndexes()]
        return [(huddle, record) for huddle, record in found if huddle and record]

    def spans(self) -> tuple[list[int], list[int]]:
        """Return the rows and the columns that selected cells are in, in their order."""
        chosen = self.cells.selectedIndexes()
        return sorted({index.row() for index in chosen}), sorted({index.column() for index in chosen})

    def _record(self, row: int) -> int:
        return self.model.ids[row] if 0 <= row < len(self.model.ids) else 0

    def _huddle(self, column: int) -> int:
        return self.model.huddles[column - 1].huddle_id if 1 <= column <= len(self.model.huddles) else 0

    # -- moving

    def _latest(self) -> int:
        """Return the column of the latest huddle that has begun, else the first."""
        begun = [number for number, each in enumerate(self.model.huddles, 1) if each.has_begun]
        return begun[-1] if begun else 1

    def _span(self, least: int, most: int) -> None:
        """Follow what there is to scroll sideways; until somebody scrolls, the newest huddles are shown."""
        self.bar.setRange(least, most)
        self.bar.setPageStep(self.cells.horizontalScrollBar().pageStep())
        self.bar.setSingleStep(theme.px(CELL))
        self.bar.setVisible(most > least)
        if self._at_newest:
            self.bar.setValue(most)

    def _scrolled(self, _: int) -> None:
        self._at_newest = False

    def _to_row(self, row: int) -> None:
        self.go_to(row, self.cells.currentIndex().column())
        self.cells.setFocus(Qt.FocusReason.MouseFocusReason)

    def _title_clicked(self, section: int) -> None:
        if section == 0:
            self.sort_requested.emit("name")
        elif section > len(self.model.huddles):
            self.sort_requested.emit("total")
        else:
            self.huddle_opened.emit(self._huddle(section))

    def _open(self) -> None:
        record, _ = self.place()
        if record:
            self.record_opened.emit(record)

    def _current_moved(self) -> None:
        for part in (self.names, self.totals, self.cells):
            part.viewport().update()

    # -- looks

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._size()

    def _size(self) -> None:
        wide = self.width() >= theme.px(900)
        self.names.setFixedWidth(theme.px(NAMES if wide else NARROW_NAMES))
        self.totals.setFixedWidth(theme.px(TOTALS))
        self.names.setColumnWidth(0, self.names.width())
        last = len(self.model.huddles) + 1
        for part in (self.names, self.cells, self.totals):
            part.verticalHeader().setDefaultSectionSize(theme.px(ROW))
        room = self.cells.viewport().width()
        each = theme.px(CELL)
        if last > 1 and each * (last - 1) < room:
            each = min(room // (last - 1), theme.px(CELL) * 2)
        for column in range(1, last):
            self.cells.setColumnWidth(column, each)
