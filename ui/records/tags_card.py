"""Tags for several records at once: a card over the page with what to put on and what to take off."""

from collections.abc import Callable, Sequence
from typing import Any

from crm.errors import Invalid
from ui.context import Context
from ui.kit.chips_field import ChipsField
from ui.kit.choices import Choice
from ui.records.form_card import FormCard


class TagsCard(FormCard):
    """`apply(add, remove)` writes the tags, and says so itself; it raises CrmError where they cannot be written."""

    WIDTH = 480

    def __init__(self, context: Context, what: str, apply: Callable[[Sequence[str], Sequence[str]], object]) -> None:
        super().__init__(context, f"Tag {what}", save="Tag")
        self._apply = apply
        self.form.add("add", "Put on", ChipsField("Put on", self.tags_like, placeholder="imaging, pilot"))
        taken = ChipsField("Take off", self.tags_like, placeholder="A tag they carry", only_known=True)
        self.form.add("remove", "Take off", taken)
        self.begin("bulk_tags")

    def save(self, values: dict[str, Any]) -> str:
        """Write the tags."""
        add, remove = ([each.text.lstrip("#") for each in values[key]] for key in ("add", "remove"))
        if not add and not remove:
            raise Invalid("add", "Name at least one tag.")
        self._apply(add, remove)
        return ""

    def tags_like(self, text: str) -> Sequence[Choice]:
        """Return the tags that begin so."""
        return [Choice(name, icon="tag") for name in self.context.workspace.tags.names(text, 7)]
