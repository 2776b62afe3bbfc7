"""Uniting two records of the same opportunity."""

from collections.abc import Iterable, Sequence
from typing import Any

from crm.errors import Invalid
from crm.opportunities import OpportunityFilter, OpportunityRow
from ui.context import Context
from ui.kit.chips_field import Picked, SuggestField
from ui.kit.choices import Choice
from ui.records import form_fields as ask
from ui.records.kept_form import KeptForm

MOST_SUGGESTED = 6
NOTE = (
    "Parties, follow-ups, files and notes of the other come here; the other goes to the trash. One Undo takes it back."
)


class MergeForm(KeptForm):
    """Asks which other opportunity is to go into this one."""

    def __init__(self, context: Context, row: OpportunityRow) -> None:
        self._row = row
        super().__init__(context, f"Merge into “{row.title}”", NOTE, save="Merge", draft=f"merge:{row.id}")

    def fields(self) -> Iterable[ask.Row]:
        """The other alone."""
        field = SuggestField("The other", self.suggest, placeholder="Type its title", icon="columns")
        return (ask.own("other", "The other", field, required=True),)

    def suggest(self, text: str) -> Sequence[Choice]:
        """Return opportunities that match."""
        found = self.context.workspace.opportunities.rows(OpportunityFilter(text=text))
        others = [row for row in found if row.id != self._row.id]
        return [Choice(row.title, subtitle=row.organisation, data=row.id) for row in others[:MOST_SUGGESTED]]

    def save(self, values: dict[str, Any]) -> str:
        """Merge them."""
        picked: Picked | None = values["other"]
        if picked is None or not isinstance(picked.data, int):
            raise Invalid("other", "Choose the other opportunity from the list.")
        self.context.workspace.opportunities.merge(picked.data, self._row.id)
        return f"Merged: “{picked.text}” into “{self._row.title}”"
