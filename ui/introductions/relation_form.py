"""The form that notes who knows a person, as we were told."""

from typing import Any

from crm.introductions import RELATIONSHIP_KINDS
from ui.context import Context
from ui.kit.fields import ChoiceField, TextField
from ui.records.form_card import FormCard
from ui.records.record_fields import ContactField

KINDS = {
    "knows": "Knows them",
    "knows well": "Knows them well",
    "colleague": "A colleague",
    "friend": "A friend",
    "family": "Family",
    "other": "Something else",
}


class RelationForm(FormCard):
    """Who knows them, how, and a line about it."""

    WIDTH = 460

    def __init__(self, context: Context, contact: int) -> None:
        self._contact, self._name = contact, context.workspace.contacts.name(contact)
        super().__init__(context, f"Who knows {self._name}?")
        self.form.add("other", "Who", ContactField(context, "Who", only_known=True), required=True)
        kinds = [(kind, KINDS[kind]) for kind in RELATIONSHIP_KINDS]
        self.form.add("kind", "How", ChoiceField("How", kinds))
        self.form.add("note", "Note", TextField(placeholder="Wrote a paper together"))
        self.begin(f"relation:{contact}")

    def save(self, values: dict[str, Any]) -> str:
        """Write it."""
        other = self.form.field("other").chosen_id()
        self.context.workspace.introductions.relate(self._contact, other, values["kind"], values["note"])
        return f"Noted: {values['other'].text} and {self._name} know each other"
