"""Needs and offers that stand open."""

from PySide6.QtWidgets import QVBoxLayout

from crm.errors import CrmError
from crm.needs import NeedRow
from ui.context import Context
from ui.introductions.part import Part
from ui.kit import theme
from ui.kit.card import Card
from ui.kit.page import scroller
from ui.kit.rows import ListRow, RowList
from ui.kit.states import StateStack
from ui.kit.two_columns import TwoColumns


class NeedsPart(Part):
    """Open needs beside open offers."""

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self._counts = (0, 0)
        self.need_list, self.offer_list = RowList("Needs"), RowList("Offers")
        columns = TwoColumns(50)
        for name, rows, add in (
            ("Needs", self.need_list, columns.add_left),
            ("Offers", self.offer_list, columns.add_right),
        ):
            card = Card(name, flush=True)
            card.body.addWidget(rows)
            add(card)
        self.states = StateStack(scroller(columns))
        self.states.acted.connect(self.reload)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.px(12))
        column.addWidget(self.states)

    def reload(self) -> None:
        """Read the open needs and offers."""
        try:
            needs, offers = (self.context.workspace.needs.rows(kind) for kind in ("need", "offer"))
        except CrmError as error:
            self.states.show_error(str(error))
            return
        self._counts = len(needs), len(offers)
        self.need_list.set_rows([_row(row) for row in needs])
        self.offer_list.set_rows([_row(row) for row in offers])
        if needs or offers:
            self.states.show_content()
        else:
            self.states.show_empty("list", "No needs and no offers yet.")

    def summary(self) -> str:
        """Return how many there are."""
        needs, offers = self._counts
        return f"{needs:,} open need{'' if needs == 1 else 's'} · {offers:,} offer{'' if offers == 1 else 's'}"

    def take_focus(self) -> None:
        """Give the keyboard to the needs, else to the offers."""
        (self.need_list if self.need_list.rows() else self.offer_list).setFocus()


def _row(row: NeedRow) -> ListRow:
    who = " · ".join(filter(None, (row.contact, row.organisation)))
    return ListRow(row.id, row.title, who, sector=row.symbol)
