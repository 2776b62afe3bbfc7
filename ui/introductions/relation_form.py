"""The form that notes who knows a person, as we were told."""

from collections.abc import Iterable
from typing import Any

from crm.introductions import RELATIONSHIP_KINDS
from ui.context import Context
from ui.records import form_fields as ask
from ui.records.kept_form import KeptForm
from ui.records.record_fields import ContactField

KINDS = {
    "knows": "Knows them",
    "knows well": "Knows them well",
    "colleague": "A colleague",
    "friend": "A friend",
    "family": "Family",
    "other": "Other",
}


class RelationForm(KeptForm):
    """Who knows them, how, and a line about it."""

    WIDTH = 460

    def __init__(self, context: Context, contact: int) -> None:
        self._contact, self._name = contact, context.workspace.contacts.name(contact)
        super().__init__(context, f"Who knows {self._name}?", draft=f"relation:{contact}")

    def fields(self) -> Iterable[ask.Row]:
        """Who, how and a note."""
        return (
            ask.own("other", "Who", ContactField(self.context, "Who", only_known=True), required=True),
            ask.choice("kind", "How", [(kind, KINDS[kind]) for kind in RELATIONSHIP_KINDS]),
            ask.text("note", "Note", "Wrote a paper together"),
        )

    def save(self, values: dict[str, Any]) -> str:
        """Write it."""
        told = self.parts()
        self.context.workspace.introductions.relate(self._contact, told["other"], told["kind"], told["note"])
        return f"Noted: {values['other'].text} and {self._name} know each other"
