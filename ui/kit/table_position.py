"""What a table keeps over a reload: current row, selection and scroll place stay with their rows, found by identity."""

from typing import Protocol

import msgspec
from PySide6.QtCore import QItemSelection, QItemSelectionModel, QModelIndex
from PySide6.QtWidgets import QAbstractItemView

from ui.kit.table_model import PagedTableModel

# A selection is carried by identity up to this many rows; beyond it only "all rows" is.
CARRIED = 500
_PICK = QItemSelectionModel.SelectionFlag


class Carried(Protocol):
    """What is needed of a table."""

    @property
    def all_selected(self) -> bool: ...
    def rows(self) -> PagedTableModel: ...
    def selected_count(self) -> int: ...
    def selected_ranges(self) -> list[tuple[int, int]]: ...
    def select_everything(self) -> None: ...
    def currentIndex(self) -> QModelIndex: ...
    def selectionModel(self) -> QItemSelectionModel: ...
    def rowAt(self, y: int, /) -> int: ...
    def scrollToTop(self) -> None: ...
    def scrollTo(self, index: QModelIndex, hint: QAbstractItemView.ScrollHint = ..., /) -> None: ...


class TablePosition(msgspec.Struct):
    """What is remembered over a reload."""

    current: object = None
    current_row: int = -1
    top: object = None
    top_row: int = 0
    everything: bool = False
    chosen: list[tuple[int, object]] = msgspec.field(default_factory=list)


def remember(view: Carried) -> TablePosition:
    """What to find again, taken from rows that are in memory: the data may have changed under the others."""
    rows, index = view.rows(), view.currentIndex()
    place = TablePosition(everything=view.all_selected)
    if index.isValid():
        place.current_row, place.current = index.row(), _kept_id(rows, index.row())
    place.top_row = max(0, view.rowAt(0))
    place.top = _kept_id(rows, place.top_row)
    if not place.everything and view.selected_count() <= CARRIED:
        numbers = [number for top, bottom in view.selected_ranges() for number in range(top, bottom + 1)]
        place.chosen = [(number, each) for number in numbers if (each := _kept_id(rows, number)) is not None]
    return place


def restore(view: Carried, place: TablePosition, to_top: bool) -> bool:
    """Find the rows again after a reload; return whether the current row is the same record as before.

    A current row that went away leaves its place to its neighbour.
    """
    kept = False
    rows, model, chosen = view.rows(), view.selectionModel(), QItemSelection()
    if place.everything:
        view.select_everything()
    # Where a row went is asked once: mostly the current row is also the chosen one, and far rows are dear to find.
    moved: dict[object, int] = {}
    for number, wanted in place.chosen:
        found = moved[wanted] = rows.find(wanted, number)
        if found >= 0:
            chosen.select(rows.index(found, 0), rows.index(found, 0))
    if not chosen.isEmpty():
        model.select(chosen, _PICK.ClearAndSelect | _PICK.Rows)
    if place.current is not None:
        known = moved.get(place.current)
        found = rows.find(place.current, place.current_row) if known is None else known
        kept = found >= 0
        if found < 0 and not to_top:
            found = min(place.current_row, rows.rowCount() - 1)
        if found >= 0:
            alone = chosen.isEmpty() and not place.everything and bool(place.chosen)
            flag = _PICK.ClearAndSelect | _PICK.Rows if alone else _PICK.NoUpdate
            model.setCurrentIndex(rows.index(found, 0), flag)
    if to_top:
        view.scrollToTop()
    elif place.top is not None:
        found = rows.find(place.top, place.top_row)
        at = found if found >= 0 else min(place.top_row, rows.rowCount() - 1)
        view.scrollTo(rows.index(at, 0), QAbstractItemView.ScrollHint.PositionAtTop)
    return kept


def _kept_id(rows: PagedTableModel, number: int) -> object:
    row = rows.kept_row(number)
    return None if row is None else rows.id_of(row)
