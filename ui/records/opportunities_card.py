"""The opportunities a contact or an organisation takes part in: the open ones first, and the way to all of them."""

from PySide6.QtCore import Qt, Slot

from crm import clock, dates
from crm.money import show_exact, show_short
from crm.opportunities import OpportunityRow
from ui.context import Context
from ui.kit.buttons import Button
from ui.kit.card import Card
from ui.kit.rows import ListRow, RowList

SHOWN = 5


class OpportunitiesCard(Card):
    """Title, value, stage and next step of each; hidden while there are none. `record` is contact or organisation."""

    def __init__(self, context: Context, record: str) -> None:
        super().__init__("Opportunities", flush=True)
        self._context, self._record = context, record
        self._id = 0
        self._first: OpportunityRow | None = None
        self.list = RowList("Opportunities")
        self.list.row_activated.connect(self._open)
        self.body.addWidget(self.list)
        self.all = Button("See all", "ghost", tip="Show them in the pipeline")
        self.all.clicked.connect(self.see_all)
        self.body.addWidget(self.all, 0, Qt.AlignmentFlag.AlignHCenter)

    def show_record(self, record_id: int) -> None:
        """Read and show those of a record."""
        rows = self._context.workspace.opportunities.of(self._record, record_id)
        self._id, self._first = record_id, next(iter(rows), None)
        open_ones = sum(row.outcome == "open" for row in rows)
        numbers = ((open_ones, "open"), (len(rows) - open_ones, "closed"))
        self.set_count(" · ".join(f"{number:,} {word}" for number, word in numbers if number))
        self.list.set_rows([_row(row) for row in rows[:SHOWN]])
        self.setVisible(bool(rows))

    @Slot()
    def see_all(self) -> None:
        """Go to the table of the pipeline, with those of this record alone."""
        if self._first is not None:
            target = {self._record: self._id, "closed": self._first.outcome != "open"}
            self._context.navigator.open("pipeline", part="table", pipeline=self._first.pipeline_id, **target)

    @Slot(object)
    def _open(self, opportunity: object) -> None:
        self._context.navigator.open("opportunity", int(str(opportunity)))


def _row(row: OpportunityRow) -> ListRow:
    step = _step(row)
    worth = show_short(row.value_pence, row.currency) if row.value_pence is not None else ""
    exact = show_exact(row.value_pence, row.currency) if row.value_pence is not None else ""
    said = ", ".join(filter(None, (row.title, row.stage, step, exact)))
    detail = " · ".join(filter(None, (row.stage, step)))
    return ListRow(row.id, row.title, detail, note=worth, note_tone="text", speech=said)


def _step(row: OpportunityRow) -> str:
    if row.outcome != "open":
        return ""
    if row.next_step_id is None:
        return "no next step"
    if row.next_step_on is None:
        return row.next_step
    late = (clock.today() - row.next_step_on).days
    if late > 0:
        return f"{late} day{'' if late == 1 else 's'} overdue"
    return f"next step {dates.show_day(row.next_step_on, clock.today())}"
