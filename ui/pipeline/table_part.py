"""The table of a pipeline: the same opportunities as on the board, in any order."""

from collections.abc import Sequence

import msgspec
from PySide6.QtCore import QPoint, Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from crm.opportunities import OpportunityRow
from ui.context import Context
from ui.kit.card import Card
from ui.kit.table import TableView
from ui.pipeline import words
from ui.pipeline.columns import COLUMNS


class OpportunitySource(msgspec.Struct, frozen=True):
    """Opportunities as they were read."""

    rows: Sequence[OpportunityRow]

    def count(self) -> int:
        return len(self.rows)

    def page(self, offset: int, limit: int) -> Sequence[OpportunityRow]:
        return self.rows[offset : offset + limit]

    def index_of(self, record: int) -> int | None:
        return next((place for place, row in enumerate(self.rows) if row.id == record), None)


class TablePart(QWidget):
    """Shows rows; `sort_wanted(key, descending)` asks for another order, `menu_wanted` for the menu of the current.

    N says `step_wanted`, Delete `trash_wanted`.
    """

    sort_wanted = Signal(str, bool)
    menu_wanted = Signal(QPoint)
    trash_wanted = Signal()
    step_wanted = Signal()

    def __init__(self, context: Context) -> None:
        super().__init__()
        self.context = context
        self._rows: dict[int, OpportunityRow] = {}
        self.table = TableView(COLUMNS, words.sentence, "Opportunities")
        card = Card(flush=True)
        card.body.addWidget(self.table)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(card)
        self.setFocusProxy(self.table)
        self.table.row_activated.connect(self._open)
        self.table.sort_requested.connect(self.sort_wanted)
        self.table.delete_requested.connect(self.trash_wanted)
        self.table.menu_requested.connect(self._open_menu)

    def show_rows(self, rows: Sequence[OpportunityRow], sort: str, descending: bool) -> None:
        """Show opportunities in the order given."""
        self._rows = {row.id: row for row in rows}
        self.table.set_source(OpportunitySource(rows), to_top=False)
        self.table.set_sort(sort, descending)
        if rows and not self.table.currentIndex().isValid():
            self.table.selectRow(0)

    def titles(self) -> dict[str, str]:
        """Return the titles of all columns by their keys."""
        return {column.key: column.title for column in COLUMNS}

    def current(self) -> OpportunityRow | None:
        """Return the opportunity of the current row."""
        row = self.table.current_row()
        return row if isinstance(row, OpportunityRow) else None

    def selected(self) -> list[OpportunityRow]:
        """Return the opportunities selected, in their order."""
        return [self._rows[int(str(each))] for each in self.table.selected_ids()]

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_N and not event.modifiers():
            self.step_wanted.emit()
        else:
            super().keyPressEvent(event)

    @Slot(object)
    def _open(self, record: int) -> None:
        self.context.navigator.open("opportunity", record)

    @Slot(object, QPoint)
    def _open_menu(self, _record: object, spot: QPoint) -> None:
        self.menu_wanted.emit(spot)
