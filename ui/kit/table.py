"""The table over any number of rows: paged model, painted rows, a selection that survives a reload, keys for all."""

from collections.abc import Callable, Iterable, Sequence
from operator import attrgetter

from PySide6.QtCore import QEvent, QItemSelection, QItemSelectionModel, QPoint, QRect, Qt, Signal, SignalInstance
from PySide6.QtGui import QContextMenuEvent, QKeyEvent, QKeySequence, QMouseEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QFrame, QHeaderView, QTableView, QWidget

from ui.kit import painting, theme
from ui.kit.table_delegate import TableDelegate
from ui.kit.table_header import TableHeader, fit_columns
from ui.kit.table_model import (
    AvatarCell,
    Cell,
    ChipCell,
    Column,
    NoRows,
    PagedTableModel,
    Row,
    RowSource,
    TagsCell,
    TextCell,
)
from ui.kit.table_position import remember, restore

__all__ = [
    "AvatarCell",
    "Cell",
    "ChipCell",
    "Column",
    "NoRows",
    "PagedTableModel",
    "RowSource",
    "TableView",
    "TagsCell",
    "TextCell",
]

_PICK = QItemSelectionModel.SelectionFlag


class TableView(QTableView):
    """Rows of a `RowSource` under `Column`s. Rows carry `.id`, or `row_id(row)` tells it. Never scrolls sideways.

    Enter or double click: `row_activated(id)`; Space: `panel_requested(id)`; Delete: `delete_requested`; the menu key
    or a right click: `menu_requested(id, global position)`; a click on a title: `sort_requested(key, descending)`, to
    be answered with `set_sort` and a source in that order. Ctrl+A selects all rows as one range.
    """

    row_activated = Signal(object)
    panel_requested = Signal(object)
    menu_requested = Signal(object, QPoint)
    delete_requested = Signal()
    sort_requested = Signal(str, bool)
    selection_changed = Signal()
    current_changed = Signal(object)

    def __init__(
        self,
        columns: Sequence[Column],
        sentence: Callable[[Row], str],
        name: str,
        *,
        row_id: Callable[[Row], object] = attrgetter("id"),
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setAccessibleName(name)
        self._rows = PagedTableModel(columns, sentence, row_id, self)
        self._painter = TableDelegate(self)
        self._off: set[str] = set()
        self._carrying = False
        self.setItemDelegate(self._painter)
        self._header = TableHeader(self._rows.columns, self)
        self.setHorizontalHeader(self._header)
        self.setModel(self._rows)
        self._set_up()
        self._header.sectionClicked.connect(self._sort_clicked)
        self.doubleClicked.connect(self._double_clicked)
        self.selectionModel().selectionChanged.connect(self._say_selection)
        self.selectionModel().currentRowChanged.connect(self._say_current)

    def _set_up(self) -> None:
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setCornerButtonEnabled(False)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setTabKeyNavigation(False)
        self.setDragEnabled(False)
        self.setMouseTracking(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.verticalHeader().hide()
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.verticalHeader().setMinimumSectionSize(1)
        self._size_rows()

    # what is shown

    def rows(self) -> PagedTableModel:
        """The model, for its rows."""
        return self._rows

    def set_source(self, source: RowSource, *, to_top: bool = True) -> None:
        """Show other rows (another filter or order); selection is kept by identity, the view goes to the top."""
        self._swap(source, to_top)

    def reload(self) -> None:
        """Read the same rows anew: current row, selection and scroll place stay with their rows."""
        self._swap(None, False)

    def set_sort(self, key: str, descending: bool) -> None:
        """Show which order the source is in."""
        self._header.sort_key, self._header.descending = key, descending
        self._header.viewport().update()

    def set_hidden_columns(self, keys: Iterable[str]) -> None:
        """Columns the user does not want; they are no part of `wanted_columns` either."""
        self._off = set(keys)
        self._fit_columns()

    def wanted_columns(self) -> list[str]:
        """Keys of the columns the user wants, those hidden for want of room included: what an export writes."""
        return [column.key for column in self._rows.columns if column.key not in self._off]

    def visible_columns(self) -> list[str]:
        """Keys of the columns on screen."""
        return [column.key for n, column in enumerate(self._rows.columns) if not self.isColumnHidden(n)]

    # selection

    @property
    def all_selected(self) -> bool:
        """Whether every row is selected: act on the filter then, not on a list of identities."""
        count = self._rows.rowCount()
        return count > 0 and self.selected_count() == count

    def selected_count(self) -> int:
        """Number of selected rows, without reading them."""
        return sum(bottom - top + 1 for top, bottom in self.selected_ranges())

    def selected_ids(self) -> list[object]:
        """Identities of the selected rows in their order; reads the pages it needs."""
        numbers = (number for top, bottom in self.selected_ranges() for number in range(top, bottom + 1))
        rows = (self._rows.row(number) for number in numbers)
        return [self._rows.id_of(row) for row in rows if row is not None]

    def current_id(self) -> object:
        """Identity of the current row, None without one."""
        row = self.current_row()
        return None if row is None else self._rows.id_of(row)

    def current_row(self) -> Row | None:
        """The current row, None without one."""
        index = self.currentIndex()
        return self._rows.row(index.row()) if index.isValid() else None

    def select_id(self, wanted: object) -> bool:
        """Make the row with this identity current and selected, and show it; False when it is not in the list."""
        number = self._rows.find(wanted, max(0, self.currentIndex().row()))
        if number < 0:
            return False
        self.selectRow(number)
        self.scrollTo(self._rows.index(number, 0))
        return True

    def select_everything(self) -> None:
        """Select all rows as one range; none is read."""
        last = self._rows.rowCount() - 1
        if last >= 0:
            whole = QItemSelection(self._rows.index(0, 0), self._rows.index(last, len(self._rows.columns) - 1))
            self.selectionModel().select(whole, _PICK.ClearAndSelect | _PICK.Rows)

    def selectAll(self) -> None:
        self.select_everything()

    def clear_selection(self) -> None:
        """Select the current row alone."""
        index = self.currentIndex()
        if index.isValid():
            self.selectRow(index.row())
        else:
            self.clearSelection()

    def selected_ranges(self) -> list[tuple[int, int]]:
        """First and last row of each run of selected rows."""
        spans = self.selectionModel().selection()
        return sorted({(spans.at(n).top(), spans.at(n).bottom()) for n in range(spans.count())})

    # keys and mouse

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key, plain = event.key(), not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        if plain and key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._emit_current(self.row_activated)
        elif plain and key == Qt.Key.Key_Space:
            self._emit_current(self.panel_requested)
        elif plain and key == Qt.Key.Key_Delete:
            self.delete_requested.emit()
        elif key in (Qt.Key.Key_Home, Qt.Key.Key_End) and self._rows.rowCount():
            self._jump(0 if key == Qt.Key.Key_Home else self._rows.rowCount() - 1, event)
        elif plain and key == Qt.Key.Key_Escape and self.selected_count() > 1:
            self.clear_selection()
        elif self._is_not_ours(event):
            # Letters, and Enter, Left or Copy with a modifier, are for the page and the window.
            event.ignore()
        else:
            super().keyPressEvent(event)

    def keyboardSearch(self, search: str) -> None:
        """No type-ahead: letters are free for the window."""

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        self._hover(self.rowAt(event.position().toPoint().y()))
        super().mouseMoveEvent(event)

    def leaveEvent(self, event: QEvent) -> None:
        self._hover(-1)
        super().leaveEvent(event)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        index = self.currentIndex()
        spot = event.globalPos()
        if event.reason() == QContextMenuEvent.Reason.Keyboard and index.isValid():
            spot = self.viewport().mapToGlobal(self.visualRect(index).bottomLeft())
        elif (under := self.indexAt(event.pos())).isValid():
            index = under
        row = self._rows.row(index.row()) if index.isValid() else None
        if row is not None:
            self.menu_requested.emit(self._rows.id_of(row), spot)

    def _jump(self, number: int, event: QKeyEvent) -> None:
        index, model = self._rows.index(number, 0), self.selectionModel()
        start = self.currentIndex()
        if event.modifiers() & Qt.KeyboardModifier.ShiftModifier and start.isValid():
            span = QItemSelection(
                self._rows.index(min(start.row(), number), 0), self._rows.index(max(start.row(), number), 0)
            )
            model.select(span, _PICK.ClearAndSelect | _PICK.Rows)
            model.setCurrentIndex(index, _PICK.NoUpdate)
        else:
            model.setCurrentIndex(index, _PICK.ClearAndSelect | _PICK.Rows)

    @staticmethod
    def _is_not_ours(event: QKeyEvent) -> bool:
        sideways = event.key() in (Qt.Key.Key_Left, Qt.Key.Key_Right, Qt.Key.Key_Return, Qt.Key.Key_Enter)
        control = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
        letter = bool(event.text()) and event.text().isprintable() and not control and event.key() != Qt.Key.Key_Space
        return sideways or letter or event.matches(QKeySequence.StandardKey.Copy)

    def _emit_current(self, signal: SignalInstance) -> None:
        row = self.current_row()
        if row is not None:
            signal.emit(self._rows.id_of(row))

    def _double_clicked(self) -> None:
        self._emit_current(self.row_activated)

    def _sort_clicked(self, section: int) -> None:
        column = self._rows.columns[section]
        if column.sortable:
            same = column.key == self._header.sort_key
            self.sort_requested.emit(column.key, not self._header.descending if same else column.descending)

    def _say_selection(self) -> None:
        if not self._carrying:
            self.selection_changed.emit()

    def _say_current(self) -> None:
        self.viewport().update()
        if not self._carrying:
            self.current_changed.emit(self.current_id())

    def _hover(self, number: int) -> None:
        before, self._painter.hovered = self._painter.hovered, number
        if before != number:
            for each in (before, number):
                if each >= 0:
                    top = self.rowViewportPosition(each)
                    self.viewport().update(0, top, self.viewport().width(), self.rowHeight(each))

    # reload

    def _swap(self, source: RowSource | None, to_top: bool) -> None:
        place = remember(self)
        self._carrying = True
        try:
            if source is not None:
                self._rows.set_source(source)
            else:
                self._rows.reload()
            kept = restore(self, place, to_top)
        finally:
            self._carrying = False
        self.selection_changed.emit()
        # A record that was found again is not read: it may be far from what is shown.
        if not kept and self.current_id() != place.current:
            self.current_changed.emit(self.current_id())

    # looks

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit_columns()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.StyleChange:
            self._size_rows()
            self._fit_columns()

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        index = self.currentIndex()
        if not index.isValid():
            return
        top, height = self.rowViewportPosition(index.row()), self.rowHeight(index.row())
        painter = QPainter(self.viewport())
        if self.selectionModel().isRowSelected(index.row()):
            painter.fillRect(0, top, 3, height - 1, theme.color("accent"))
        if self.hasFocus():
            ring = QRect(0, top, self.viewport().width(), height)
            painting.focus_ring(painter, ring, 4)

    def _size_rows(self) -> None:
        self.verticalHeader().setDefaultSectionSize(theme.px(48))

    def _fit_columns(self) -> None:
        fit_columns(self, self._rows.columns, self._off)
