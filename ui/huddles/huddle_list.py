"""The list of huddles: when, what, where, how many, newest first."""

from collections.abc import Sequence

import msgspec
from PySide6.QtCore import Slot
from PySide6.QtWidgets import QVBoxLayout, QWidget

from crm.huddles import HuddleRow
from ui.context import Context
from ui.kit.card import Card
from ui.kit.empty_states import StateStack
from ui.kit.table import ChipCell, Column, TableView, TextCell
from ui.records.clipboard import put_table
from ui.records.huddle_words import when

TONES = {"planned": "accent", "held": "ok", "cancelled": "neutral"}


class HuddleSource(msgspec.Struct, frozen=True):
    """Huddles as they were read."""

    rows: Sequence[HuddleRow]

    def count(self) -> int:
        return len(self.rows)

    def page(self, offset: int, limit: int) -> Sequence[HuddleRow]:
        return self.rows[offset : offset + limit]


def _came(row: HuddleRow) -> str:
    if row.status == "planned" and not row.attended:
        return f"{row.registered:,} registered" if row.registered else ""
    return f"{row.attended + row.headcount:,} came"


def _where(row: HuddleRow) -> str:
    return "Online" if row.format == "online" else row.venue


def _pitches(row: HuddleRow) -> str:
    return f"{row.pitches} of {row.pitch_slots}" if row.pitch_slots else str(row.pitches or "")


COLUMNS = (
    Column(
        "title",
        "Huddle",
        lambda row: row.title,
        240,
        150,
        100,
        cell=lambda row: TextCell(row.title, weight=600, detail=row.series if row.title != row.label else ""),
        sortable=False,
    ),
    Column("when", "When", when, 214, 196, 90, sortable=False, tabular=True, copied=lambda row: row.day.isoformat()),
    Column(
        "status",
        "Status",
        lambda row: "Locked" if row.is_locked else row.status.capitalize(),
        110,
        100,
        80,
        cell=lambda row: ChipCell("Locked" if row.is_locked else row.status.capitalize(), TONES[row.status]),
        sortable=False,
    ),
    Column("came", "Who came", _came, 130, 110, 70, sortable=False, tabular=True),
    Column("pitches", "Pitches", _pitches, 90, 80, 40, sortable=False, tabular=True),
    Column("where", "Where", _where, 220, 140, 50, sortable=False, tone="text2"),
    Column("sub_region", "Sub-region", lambda row: row.sub_region, 150, 120, 20, sortable=False, tone="text2"),
)


TIMES = (
    Column("from", "From", lambda row: f"{row.at:%H:%M}"),
    Column("until", "Until", lambda row: f"{row.until:%H:%M}"),
    Column("zone", "Time zone", lambda row: str(row.at.tzinfo)),
)
"""Said along with the day; of their own only where rows are copied."""


def sentence(row: HuddleRow) -> str:
    """Return a row as it is read out."""
    return ", ".join(filter(None, (row.title, when(row), row.status, _came(row), _where(row))))


class HuddleList(QWidget):
    """All huddles in a table; Enter opens one."""

    def __init__(self, context: Context) -> None:
        super().__init__()
        self.context = context
        self._rows: Sequence[HuddleRow] = ()
        self.table = TableView(COLUMNS, sentence, "Huddles")
        self.table.row_activated.connect(self._open)
        self.table.delete_requested.connect(self._trash)
        card = Card(flush=True)
        card.body.addWidget(self.table)
        self.states = StateStack(card)
        self.states.acted.connect(self._plan)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.states)

    def reload(self) -> None:
        """Read the huddles and show them; the place stays."""
        self._rows = rows = self.context.workspace.huddles.rows()
        self.table.set_source(HuddleSource(rows), to_top=False)
        if rows:
            self.states.show_content()
        else:
            self.states.show_empty("presentation", "No huddles yet. Plan the first one.", "Plan a huddle", "Ctrl+N")

    def copy(self) -> None:
        """Copy the selected rows as a table."""
        chosen = set(self.table.selected_ids())
        rows = [row for row in self._rows if row.id in chosen]
        if rows:
            put_table((*COLUMNS[:2], *TIMES, *COLUMNS[2:]), rows)
            self.context.toasts.say(f"{len(rows):,} huddle{'' if len(rows) == 1 else 's'} copied")

    @Slot(object)
    def _open(self, huddle: int) -> None:
        self.context.navigator.open("huddle", huddle)

    @Slot()
    def _trash(self) -> None:
        ids = [int(str(each)) for each in self.table.selected_ids()]
        if ids:
            label = self.context.workspace.trash.put("huddle", ids)
            self.context.toasts.undoable(label)

    @Slot()
    def _plan(self) -> None:
        self.context.navigator.open("plan_huddle")
