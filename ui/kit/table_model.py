"""The model of every long list: known row count, pages of 200 rows read when they are looked at, few of them kept."""

from collections import OrderedDict
from collections.abc import Callable, Sequence
from operator import attrgetter
from typing import Any, Protocol

import msgspec
from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt

PAGE = 200
KEPT_PAGES = 24
Row = Any


class RowSource(Protocol):
    """Rows in the order they are shown: filtered and sorted by the database, never here."""

    def count(self) -> int: ...

    def page(self, offset: int, limit: int) -> Sequence[Row]: ...


class AvatarCell(msgspec.Struct, frozen=True):
    """A person (circle) or an organisation (square): initials tinted by sector, name, and a quieter second line."""

    name: str
    detail: str = ""
    sector: str = ""
    square: bool = False


class ChipCell(msgspec.Struct, frozen=True):
    """One chip: the mark of a sector (key or name), or a tone (neutral, accent, danger, warn, ok) with an icon."""

    text: str
    tone: str = "neutral"
    sector: str | None = None
    icon: str = ""


class TextCell(msgspec.Struct, frozen=True):
    """One line of text, or two; `tone` is a token, `weight` 400 to 600, `icon` stands before it."""

    text: str
    tone: str = "text"
    weight: int = 400
    detail: str = ""
    icon: str = ""


class TagsCell(msgspec.Struct, frozen=True):
    """Several small chips, as many as fit, then "+2"."""

    texts: tuple[str, ...]
    tone: str = "neutral"


Cell = AvatarCell | ChipCell | TextCell | TagsCell


class Column(msgspec.Struct, frozen=True):
    """One column. `text` gives what is written (exported, read out); `cell` what is painted when that is more, `copied`
    what a spreadsheet takes where `text` is for the eye alone: 2026-02-14 for "9 months ago".

    Widths are design pixels: `width` is wished for, below `min_width` the column of lowest `priority` is hidden. The
    first column is never hidden. `accessible` replaces "title: text" for a screen reader. `descending` is the direction
    of the first click on the header.
    """

    key: str
    title: str
    text: Callable[[Row], str]
    width: int = 160
    min_width: int = 96
    priority: int = 50
    align: str = "left"
    sortable: bool = True
    cell: Callable[[Row], Cell] | None = None
    accessible: Callable[[Row], str] | None = None
    descending: bool = False
    tabular: bool = False
    tone: str = "text"
    copied: Callable[[Row], str] | None = None


class NoRows:
    """A source with nothing in it."""

    def count(self) -> int:
        return 0

    def page(self, offset: int, limit: int) -> Sequence[Row]:
        return ()


class PagedTableModel(QAbstractTableModel):
    """Rows of a source under columns. `sentence(row)` is the whole row as a screen reader says it.

    Rows carry their identity as `.id`, or as `row_id(row)`.
    """

    def __init__(
        self,
        columns: Sequence[Column],
        sentence: Callable[[Row], str],
        row_id: Callable[[Row], object] = attrgetter("id"),
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self.columns = tuple(columns)
        self._sentence, self._row_id = sentence, row_id
        self._source: RowSource = NoRows()
        self._count = 0
        self._pages: OrderedDict[int, Sequence[Row]] = OrderedDict()

    def set_source(self, source: RowSource) -> None:
        """Show the rows of another source."""
        self._source = source
        self.reload()

    def source(self) -> RowSource:
        """Where the rows come from."""
        return self._source

    def reload(self) -> None:
        """Read count and rows anew. Whatever the source raises comes through, and the rows are then as before."""
        count = self._source.count()
        self.beginResetModel()
        self._pages.clear()
        self._count = count
        self.endResetModel()

    def row(self, number: int) -> Row | None:
        """The row at a place, or None when the source has no such row any more."""
        start = number - number % PAGE
        page = self._pages.get(start)
        if page is None:
            page = self._pages[start] = self._source.page(start, PAGE)
            while len(self._pages) > KEPT_PAGES:
                self._pages.popitem(last=False)
        else:
            self._pages.move_to_end(start)
        within = number - start
        return page[within] if 0 <= within < len(page) else None

    def kept_row(self, number: int) -> Row | None:
        """The row at a place if its page is in memory: what was on screen before the data changed."""
        page = self._pages.get(number - number % PAGE, ())
        return page[number % PAGE] if number % PAGE < len(page) else None

    def id_of(self, row: Row) -> object:
        """Identity of a row."""
        return self._row_id(row)

    def find(self, wanted: object, near: int) -> int:
        """Place of the row with an identity: near where it was, else where the source says, else -1.

        A source may offer `index_of(id) -> int | None` for rows that moved far.
        """
        start = max(0, near - near % PAGE - PAGE)
        for number in range(start, min(self._count, start + 3 * PAGE)):
            row = self.row(number)
            if row is not None and self._row_id(row) == wanted:
                return number
        locate = getattr(self._source, "index_of", None)
        found = locate(wanted) if locate is not None else None
        return found if found is not None and 0 <= found < self._count else -1

    def rowCount(self, parent: QModelIndex | QPersistentModelIndex = QModelIndex()) -> int:  # noqa: B008 Qt's signature
        return 0 if parent.isValid() else self._count

    def columnCount(self, parent: QModelIndex | QPersistentModelIndex = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self.columns)

    def data(self, index: QModelIndex | QPersistentModelIndex, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            row = self.row(index.row())
            return None if row is None else self.columns[index.column()].text(row)
        if role == Qt.ItemDataRole.AccessibleTextRole:
            row = self.row(index.row())
            return None if row is None else self._spoken(row, index.column())
        if role == Qt.ItemDataRole.UserRole:
            return self.row(index.row())
        return None

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if orientation == Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole:
            return self.columns[section].title if 0 <= section < len(self.columns) else None
        return None

    def _spoken(self, row: Row, number: int) -> str:
        if number == 0:
            return self._sentence(row)
        column = self.columns[number]
        return column.accessible(row) if column.accessible else f"{column.title}: {column.text(row) or 'none'}"
