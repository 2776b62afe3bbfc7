"""Why an opportunity was closed, said otherwise."""

from collections.abc import Iterable
from typing import Any

from crm.opportunities import OpportunityDetail
from ui.context import Context
from ui.pipeline.board_part import ANSWERS
from ui.records import form_fields as ask
from ui.records.kept_form import KeptForm


class ReasonForm(KeptForm):
    """Asks why it was closed; the history of moves tells the corrected reason."""

    def __init__(self, context: Context, detail: OpportunityDetail) -> None:
        self._detail = detail
        title = f"{detail.row.stage}: “{detail.row.title}”"
        super().__init__(context, title, draft=f"reason:{detail.id}", of_record=True)

    def fields(self) -> Iterable[ask.Row]:
        """The reason alone."""
        return (ask.text("reason", "Reason", ANSWERS[self._detail.row.outcome], part="lost_reason"),)

    def read(self) -> OpportunityDetail:
        """Read the reason there is."""
        return self.context.workspace.opportunities.get(self._detail.id)

    def save(self, values: dict[str, Any]) -> str:
        """Correct it."""
        self.context.workspace.opportunities.correct_reason(self._detail.id, values["reason"])
        return "Reason changed"
