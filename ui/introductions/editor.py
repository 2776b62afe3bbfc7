"""The form of an introduction: who is brought together, what for, where it came from."""

from collections.abc import Sequence
from typing import Any

from msgspec.structs import replace

from crm.fields import INTRODUCTION
from crm.introductions import IntroductionDraft
from crm.known_or_new import Meant
from ui.context import Context
from ui.introductions import words
from ui.kit.chips_field import ChipsField, Picked
from ui.kit.choices import Choice
from ui.records.form_card import FormCard
from ui.records.form_fields import DeclaredForm
from ui.records.record_fields import meant_by, people, told_of_trash


class PartiesField(ChipsField):
    """People by name or organisation; somebody who is not known yet is made on save."""

    def __init__(self, context: Context, name: str, example: str) -> None:
        self._context = context
        super().__init__(name, self.suggest, placeholder=example)

    def suggest(self, text: str) -> Sequence[Choice]:
        """Return people who match, and the offer to make one of this name."""
        return people(self._context, text)

    def problem(self) -> str:
        """Say who is in the trash by a name that was typed, and not chosen."""
        said = [told_of_trash(self._context, "contact", picked) for picked in self.value()]
        return super().problem() or next(filter(None, said), "")

    def show_people(self, contact_ids: Sequence[int]) -> None:
        """Show people who are known."""
        name = self._context.workspace.contacts.name
        self.set_value([Picked(name(each), each) for each in contact_ids])

    def meant(self) -> tuple[Meant, ...]:
        """Return who is in the field."""
        return tuple(meant_by(each) for each in self.value())


class IntroductionForm(FormCard):
    """Opened with `id` it edits that one, else it adds one, with `contact` and `other` as its first parties."""

    WIDTH = 560

    def __init__(
        self,
        context: Context,
        id: int | None = None,
        contact: int | None = None,
        other: int | None = None,
        reason: str = "",
    ) -> None:
        workspace = context.workspace
        first = tuple(each for each in (contact, other) if each is not None)
        self._before = workspace.introductions.get(id).draft() if id is not None else IntroductionDraft(reason, first)
        super().__init__(
            context, "New introduction" if id is None else "Introduction", save="Add" if id is None else "Save"
        )
        self._id, self._made = id, 0
        self._build()
        key = (
            f":{id}"
            if id is not None
            else "".join(f":{name}:{each}" for name, each in zip(("contact", "other"), first, strict=False))
        )
        self.begin(f"introduction{key}", of_record=id is not None)

    def _build(self) -> None:
        form = DeclaredForm(self.form, INTRODUCTION)
        self.parties: PartiesField = form.add(
            "who",
            lambda name, example: PartiesField(self.context, name, example),
            at="parties",
            required=True,
            hint="Two people or more, by name or organisation",
        )
        form.add("reason", required=True, hint="Both sides read this in the text you copy")
        form.add("source", options=words.SOURCES)
        form.add("notes", hint="These stay with you")

    def fill(self) -> None:
        """Show the introduction as it is, or who it begins with."""
        if self._id is not None:
            self._before = self.context.workspace.introductions.get(self._id).draft()
        draft = self._before
        self.parties.show_people(draft.contact_ids)
        self.form.set_values({"reason": draft.reason, "source": draft.source, "notes": draft.notes})

    def save(self, values: dict[str, Any]) -> str:
        """Write the introduction; people of a new name are made with it, as one step."""
        draft = replace(self._before, reason=values["reason"], source=values["source"], notes=values["notes"])
        self._made = self.context.workspace.introductions.save(draft, self.parties.meant(), self._id)
        return f"{'Introduction added' if self._id is None else 'Saved'}: {values['reason'].strip()}"

    def saved(self) -> None:
        """Go to the new introduction."""
        if self._id is None:
            self.context.navigator.open("introductions", introduction=self._made)
