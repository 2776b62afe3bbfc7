"""The form for the name of what the table of opportunities shows."""

from typing import Any

from msgspec.structs import replace

from crm.opportunities.saved_views import PAGE
from crm.views import View
from ui.context import Context
from ui.kit.fields import TextField
from ui.records.form_card import FormCard


class SaveViewCard(FormCard):
    """Asks what to call what the table shows."""

    WIDTH = 420

    def __init__(self, context: Context, view: View) -> None:
        super().__init__(context, "Save this view", "It comes into the side bar, with its count.")
        self._view, self._saved = view, 0
        self.form.add("name", "Name", TextField("Name"))
        self.begin("new_view")

    def save(self, values: dict[str, Any]) -> str:
        """Save the view."""
        view = replace(self._view, name=str(values["name"]))
        self._saved = self.context.workspace.views.save(view)
        return f"View “{view.name.strip()}” saved"

    def saved(self) -> None:
        """Show it."""
        self.context.navigator.open(PAGE, view=self._saved)
