"""Tags for several records at once: a card over the page with what to put on and what to take off."""

from collections.abc import Callable, Iterable, Sequence
from typing import Any

from crm.errors import Invalid
from ui.context import Context
from ui.records import form_fields as ask
from ui.records.kept_form import KeptForm
from ui.records.record_fields import TagsField


class TagsCard(KeptForm):
    """`apply(add, remove)` writes the tags, and says so itself; it raises CrmError where they cannot be written."""

    WIDTH = 480

    def __init__(self, context: Context, what: str, apply: Callable[[Sequence[str], Sequence[str]], object]) -> None:
        self._apply = apply
        super().__init__(context, f"Tag {what}", save="Tag", draft="bulk_tags")

    def fields(self) -> Iterable[ask.Row]:
        """What to put on, and what to take off."""
        taken = TagsField(self.context, "Take off", placeholder="A tag they carry", only_known=True)
        return (
            ask.own("add", "Put on", TagsField(self.context, "Put on", placeholder="imaging, pilot")),
            ask.own("remove", "Take off", taken),
        )

    def save(self, values: dict[str, Any]) -> str:
        """Write the tags."""
        add, remove = ([each.text.lstrip("#") for each in values[key]] for key in ("add", "remove"))
        if not add and not remove:
            raise Invalid("add", "Name at least one tag.")
        self._apply(add, remove)
        return ""
