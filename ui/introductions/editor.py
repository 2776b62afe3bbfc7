"""The form of an introduction: who is brought together, what for, where it came from."""

from collections.abc import Iterable, Sequence
from typing import Any

from msgspec.structs import replace

from crm.fields import INTRODUCTION
from crm.introductions import IntroductionDraft
from crm.known_or_new import Meant
from ui.context import Context
from ui.introductions import words
from ui.kit.chips_field import ChipsField, Picked
from ui.kit.choices import Choice
from ui.records import form_fields as ask
from ui.records.kept_form import KeptForm
from ui.records.record_fields import meant_by, people, told_of_trash

WHO = "Two people or more, by name or organisation"


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

    def known(self, contact_ids: Sequence[int]) -> list[Picked]:
        """Return the value that shows people who are known."""
        name = self._context.workspace.contacts.name
        return [Picked(name(each), each) for each in contact_ids]

    def meant(self) -> tuple[Meant, ...]:
        """Return who is in the field."""
        return tuple(meant_by(each) for each in self.value())


class IntroductionForm(KeptForm):
    """Opened with `id` it edits that one, else it adds one, with `contact` and `other` as its first parties."""

    WIDTH = 560
    DECLARED = INTRODUCTION

    def __init__(
        self,
        context: Context,
        id: int | None = None,
        contact: int | None = None,
        other: int | None = None,
        reason: str = "",
    ) -> None:
        first = tuple(each for each in (contact, other) if each is not None)
        self._id, self._made = id, 0
        self._before = IntroductionDraft(reason, first)
        begun = "".join(f":{name}:{each}" for name, each in zip(("contact", "other"), first, strict=False))
        super().__init__(
            context,
            "New introduction" if id is None else "Introduction",
            save="Add" if id is None else "Save",
            draft=f"introduction{begun if id is None else f':{id}'}",
            of_record=id is not None,
        )

    def fields(self) -> Iterable[ask.Row]:
        """Who, what for, from where, and notes."""
        return (
            self.of(
                "who",
                self._parties_field,
                at="parties",
                required=True,
                hint="Two people or more, by name or organisation",
            ),
            self.of("reason", required=True, hint="Both sides read this in the text you copy"),
            self.of("source", options=words.SOURCES),
            self.of("notes", hint="These stay with you"),
        )

    def _parties_field(self, name: str, example: str) -> PartiesField:
        self.parties = PartiesField(self.context, name, example)
        return self.parties

    def fill(self) -> None:
        """Show the introduction as it is, or who it begins with."""
        if self._id is not None:
            self._before = self.context.workspace.introductions.get(self._id).draft()
        self.show_record(self._before, parties=self.parties.known(self._before.contact_ids))

    def save(self, values: dict[str, Any]) -> str:
        """Write the introduction; people of a new name are made with it, as one step."""
        draft = replace(self._before, **self.parts("parties"))
        self._made = self.context.workspace.introductions.save(draft, self.parties.meant(), self._id)
        return f"{'Introduction added' if self._id is None else 'Saved'}: {values['reason'].strip()}"

    def saved(self) -> None:
        """Go to the new introduction."""
        if self._id is None:
            self.context.navigator.open("introductions", introduction=self._made)
