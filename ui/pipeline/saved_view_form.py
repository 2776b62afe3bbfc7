"""The form for the name of what the table of opportunities shows."""

from collections.abc import Iterable
from typing import Any

from msgspec.structs import replace

from crm.opportunities.saved_views import PAGE
from crm.views import View
from ui.context import Context
from ui.records import form_fields as ask
from ui.records.kept_form import KeptForm


class SaveViewCard(KeptForm):
    """Asks what to call what the table shows."""

    WIDTH = 420

    def __init__(self, context: Context, view: View) -> None:
        self._view, self._saved = view, 0
        super().__init__(context, "Save this view", "It comes into the side bar, with its count.", draft="new_view")

    def fields(self) -> Iterable[ask.Row]:
        """The name alone."""
        return (ask.text("name", "Name"),)

    def save(self, values: dict[str, Any]) -> str:
        """Save the view."""
        view = replace(self._view, name=str(values["name"]))
        self._saved = self.context.workspace.views.save(view)
        return f"View “{view.name.strip()}” saved"

    def saved(self) -> None:
        """Show it."""
        self.context.navigator.open(PAGE, view=self._saved)
