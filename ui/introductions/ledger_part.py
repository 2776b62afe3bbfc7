"""The ledger: every introduction, who takes part, how it stands, and what came of it."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtWidgets import QVBoxLayout

from crm.errors import CrmError
from crm.introductions import IntroductionRow
from ui.context import Context
from ui.introductions.columns import COLUMNS, sentence
from ui.introductions.part import Part
from ui.kit.card import Card
from ui.kit.states import StateStack
from ui.kit.table import TableView


@dataclass(frozen=True, slots=True)
class LedgerSource:
    """Introductions as they were read."""

    rows: Sequence[IntroductionRow]

    def count(self) -> int:
        return len(self.rows)

    def page(self, offset: int, limit: int) -> Sequence[IntroductionRow]:
        return self.rows[offset : offset + limit]

    def index_of(self, record: int) -> int | None:
        return next((place for place, row in enumerate(self.rows) if row.id == record), None)


class LedgerPart(Part):
    """The introductions as a table."""

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self.rows: Sequence[IntroductionRow] = ()
        self.table = TableView(COLUMNS, sentence, "Introductions")
        card = Card(flush=True)
        card.body.addWidget(self.table)
        self.states = StateStack(card, skeleton_rows=8)
        self.states.acted.connect(self.reload)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.states)

    def reload(self) -> None:
        """Read the ledger and show it."""
        try:
            self.rows = self.context.workspace.introductions.rows()
        except CrmError as error:
            self.states.show_error(str(error))
            return
        self.table.set_source(LedgerSource(self.rows), to_top=False)
        if self.rows and not self.table.currentIndex().isValid():
            self.table.selectRow(0)
        if self.rows:
            self.states.show_content()
        else:
            self.states.show_empty("link", "Nobody was introduced to anybody yet.")

    def summary(self) -> str:
        """Return how many there are."""
        made = sum(row.made_on is not None for row in self.rows)
        count = len(self.rows)
        return f"{count:,} introduction{'' if count == 1 else 's'} · {made:,} made" if count else ""

    def take_focus(self) -> None:
        """Give the keyboard to the table."""
        self.table.setFocus()
