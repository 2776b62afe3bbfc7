"""What the review of a file shows, of contacts as of attendance: groups of its rows, the rows of one, its remarks."""

from collections.abc import Callable, Sequence
from typing import Any

import msgspec
from PySide6.QtCore import QObject, Signal, Slot

from crm.reviewing import Somebody
from ui.kit.card import Card
from ui.kit.label import Label
from ui.kit.rows import ListRow, RowList
from ui.kit.table import Column, TableView

REMARKS_SHOWN = 6


class Group(msgspec.Struct, frozen=True):
    """The rows of one outcome: how many, what they are called, and what that means.

    `counts_rows` is False where the number is one that the rows tell, and not theirs.
    """

    key: str
    title: str
    meaning: str
    icon: str
    number: int
    counts_rows: bool = True


class _Lines(msgspec.Struct, frozen=True):
    lines: Sequence[Any]

    def count(self) -> int:
        return len(self.lines)

    def page(self, offset: int, limit: int) -> Sequence[Any]:
        return self.lines[offset : offset + limit]


class RowGroups(QObject):
    """The list of groups, and the card whose table has the rows of the one in front; `opened` says that it is another.

    `what` is what a row of the file is called: row or line.
    """

    opened = Signal(str)

    def __init__(self, what: str, columns: Sequence[Column], spoken: Callable[[Any], str], parent: QObject) -> None:
        super().__init__(parent)
        self._title = f"{what.capitalize()}s"
        self._groups: dict[str, Group] = {}
        self._rows_of: Callable[[str], Sequence[Any]] = _none
        self._open = ""
        self.list = RowList(f"What becomes of the {what}s")
        self.table = TableView(columns, spoken, f"{self._title} of the file")
        self.card = Card(self._title, flush=True)
        self.card.body.addWidget(self.table, 1)
        self.list.row_activated.connect(self._show)
        self.list.selectionModel().currentChanged.connect(self._follow)

    def begin(self) -> None:
        """Forget which group is in front: another file comes."""
        self._open = ""
        self.list.set_rows([])

    def show_groups(self, groups: Sequence[Group], rows_of: Callable[[str], Sequence[Any]]) -> None:
        """Show the groups of a file and the rows of the one in front, the first at the beginning; others stay put."""
        self._groups, self._rows_of = {group.key: group for group in groups}, rows_of
        self.list.set_rows(
            [
                ListRow(group.key, group.title, group.meaning, icon=group.icon, note=f"{group.number:,}")
                for group in groups
            ]
        )
        if groups and not self._open:
            self.list.setCurrentIndex(self.list.model().index(0, 0))

    @Slot()
    def _follow(self) -> None:
        self._show(self.list.current_id())

    @Slot(object)
    def _show(self, key: object) -> None:
        group = self._groups.get(str(key))
        if group is None:
            return
        found = self._rows_of(group.key)
        number = group.number if group.counts_rows else len(found)
        self.card.set_title(group.title)
        self.card.set_count(f"{number:,}" if number <= len(found) else f"first {len(found):,} of {number:,}")
        is_other = group.key != self._open
        self._open = group.key
        self.table.set_source(_Lines(found), to_top=is_other)
        if is_other:
            self.opened.emit(group.key)


def _none(key: str) -> Sequence[Any]:
    return ()


class Remarks(Label):
    """What the reader of a file remarked, the first of it."""

    def __init__(self) -> None:
        super().__init__("", "secondary", tone="warn", wrap=True)

    def show_remarks(self, said: Sequence[str]) -> None:
        """Show them, each in a line; nothing where there are none."""
        more = [f"… {len(said) - REMARKS_SHOWN} more"] if len(said) > REMARKS_SHOWN else []
        self.setText("\n".join([*said[:REMARKS_SHOWN], *more]))
        self.setVisible(bool(said))


def candidate_row(decision: object, who: Somebody, aside: str, otherwise: str = "") -> ListRow:
    """Return whom a row may be about as a choice; `otherwise` stands where nothing more is known of them."""
    detail = " · ".join(filter(None, (who.organisation, who.email)))
    aside = "in the trash" if who.in_trash else aside
    return ListRow(decision, who.name, detail or otherwise, aside, avatar=who.name)


def counted(number: int, noun: str, several: str = "") -> str:
    """Return a number with its noun: "1 row", "1,200 people"."""
    return f"{number:,} {noun if number == 1 else several or noun + 's'}"
