"""The model of the grid: people or organisations by huddles, read by the page as they are looked at."""

from collections import OrderedDict
from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from crm.attendance.grid import Grid, GridFilter
from crm.attendance.grid_records import BEFORE, GridColumn, OrganisationLine, PersonLine, sentence
from ui.kit.label import plain_tip

Index = QModelIndex | QPersistentModelIndex
Line = PersonLine | OrganisationLine
PAGE, KEPT_PAGES = 50, 48
PEOPLE, ORGANISATIONS = "people", "organisations"


class GridModel(QAbstractTableModel):
    """Column 0 is the name, then one a huddle, the last the total. Lines come by pages of 50, few of them kept."""

    def __init__(self, grid: Grid, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._grid = grid
        self.subject = PEOPLE
        self.huddles: tuple[GridColumn, ...] = ()
        self.ids: Sequence[int] = ()
        self._places: dict[int, int] = {}
        self._pages: OrderedDict[int, list[Line]] = OrderedDict()

    def show(
        self, subject: str, huddles: tuple[GridColumn, ...], shown: GridFilter, sort: str, descending: bool
    ) -> None:
        """Show the lines of a filter in an order."""
        read = self._grid.people if subject == PEOPLE else self._grid.organisations
        ids = read(huddles, shown, sort, descending)
        self.beginResetModel()
        self.subject, self.huddles, self.ids = subject, huddles, ids
        self._places = {id_: place for place, id_ in enumerate(ids)}
        self._pages.clear()
        self.endResetModel()

    def reread(self, huddles: tuple[GridColumn, ...]) -> None:
        """Read the same lines anew: what they hold changed, neither who they are nor their order."""
        self.huddles = huddles
        self._pages.clear()
        self.dataChanged.emit(self.index(0, 0), self.index(self.rowCount() - 1, self.columnCount() - 1))
        self.headerDataChanged.emit(Qt.Orientation.Horizontal, 0, self.columnCount() - 1)

    def line(self, row: int) -> Line | None:
        """Return a line, None where there is none (any more)."""
        if not 0 <= row < len(self.ids):
            return None
        page, place = divmod(row, PAGE)
        if page not in self._pages:
            ids = self.ids[page * PAGE : (page + 1) * PAGE]
            read = self._grid.cells if self.subject == PEOPLE else self._grid.organisation_cells
            self._pages[page] = list(read(self.huddles, ids))
            while len(self._pages) > KEPT_PAGES:
                self._pages.popitem(last=False)
        self._pages.move_to_end(page)
        lines = self._pages[page]
        return lines[place] if place < len(lines) else None

    def row_of(self, record: int) -> int:
        """Return the row of a record, -1 where it is not shown."""
        return self._places.get(record, -1)

    def code(self, index: Index) -> str:
        """Return the code of a cell; that of nothing known for the other columns."""
        line, place = self.line(index.row()), index.column() - 1
        return line.codes[place] if line is not None and 0 <= place < len(line.codes) else BEFORE

    def said(self, index: Index) -> str:
        """Return a cell as a sentence: "Jane Roe, huddle 41: attended"."""
        line, place = self.line(index.row()), index.column() - 1
        if line is None:
            return ""
        if place < 0:
            return ", ".join(filter(None, (line.name, getattr(line, "organisation", ""))))
        if place >= len(self.huddles):
            return f"{line.name}: attended {line.attended} of {line.of}"
        return sentence(self.huddles[place], line, place)

    # -- as a model

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own signature
        return 0 if parent.isValid() else len(self.ids)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own signature
        return 0 if parent.isValid() else len(self.huddles) + 2

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return self.said(index)
        if role == Qt.ItemDataRole.ToolTipRole:
            return plain_tip(self.said(index))
        if role == Qt.ItemDataRole.DisplayRole:
            line = self.line(index.row())
            if line is None:
                return None
            if index.column() == 0:
                return line.name
            return f"{line.attended} / {line.of}" if index.column() == len(self.huddles) + 1 else self.code(index)
        return None

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if orientation != Qt.Orientation.Horizontal or role not in (
            Qt.ItemDataRole.DisplayRole,
            Qt.ItemDataRole.AccessibleTextRole,
            Qt.ItemDataRole.ToolTipRole,
        ):
            return None
        said = self._heading(section, as_sentence=role != Qt.ItemDataRole.DisplayRole)
        return plain_tip(said) if role == Qt.ItemDataRole.ToolTipRole else said

    def _heading(self, section: int, *, as_sentence: bool) -> str:
        if section == 0:
            return "Person" if self.subject == PEOPLE else "Organisation"
        if section > len(self.huddles):
            return "Attended"
        huddle = self.huddles[section - 1]
        return f"{huddle.label}, {huddle.attended} attended" if as_sentence else huddle.label
