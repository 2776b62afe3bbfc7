"""Why an opportunity was closed, said otherwise."""

from typing import Any

from crm.opportunities import OpportunityDetail
from ui.context import Context
from ui.kit.fields import TextField
from ui.pipeline.board_part import ANSWERS
from ui.records.form_card import FormCard


class ReasonForm(FormCard):
    """Asks why it was closed; the history of moves tells the corrected reason."""

    def __init__(self, context: Context, detail: OpportunityDetail) -> None:
        super().__init__(context, f"{detail.row.stage}: “{detail.row.title}”")
        self._id = detail.id
        self.form.add("reason", "Reason", TextField("Reason", placeholder=ANSWERS[detail.row.outcome]))
        self.begin(f"reason:{detail.id}", of_record=True)

    def fill(self) -> None:
        """Show the reason there is."""
        self.form.set_values({"reason": self.context.workspace.opportunities.get(self._id).lost_reason})

    def save(self, values: dict[str, Any]) -> str:
        """Correct it."""
        self.context.workspace.opportunities.correct_reason(self._id, values["reason"])
        return "Reason changed"
