"""The forms about introductions: who is brought together and why, when it was made, its steps, and who knows whom."""

from collections.abc import Iterable, Sequence
from typing import Any

from msgspec.structs import replace

from crm import clock
from crm.dates import show_date
from crm.fields import INTRODUCTION
from crm.introductions import INTRODUCTION_STEPS, RELATIONSHIP_KINDS, IntroductionDraft, IntroductionRow
from crm.known_or_new import Meant
from ui.context import Context
from ui.introductions import words
from ui.kit.chips_field import ChipsField, Picked
from ui.kit.choices import Choice
from ui.kit.date_field import DateField
from ui.records import form_fields as ask
from ui.records.kept_form import KeptForm
from ui.records.record_fields import ContactField, meant_by, people, told_of_trash
from ui.records.typed_days import any_day, written

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


class MadeForm(KeptForm):
    """On which day it was made."""

    WIDTH = 420

    def __init__(self, context: Context, row: IntroductionRow) -> None:
        self._row = row
        super().__init__(context, "Made on", row.who, draft=f"made:{row.id}", of_record=True)

    def fields(self) -> Iterable[ask.Row]:
        """The day alone."""
        return (ask.own("made_on", "Day", _day(), required=True),)

    def read(self) -> IntroductionRow:
        """Read the day there is."""
        return self.context.workspace.introductions.get(self._row.id)

    def save(self, values: dict[str, Any]) -> str:
        """Write it, with the checks that follow."""
        self.context.workspace.introductions.made(self._row.id, values["made_on"])
        return f"Introduced on {show_date(values['made_on'], clock.today())}: {self._row.who}"


class OutcomeForm(KeptForm):
    """Which step was reached, when, and a line about it."""

    WIDTH = 460

    def __init__(self, context: Context, row: IntroductionRow) -> None:
        self._row = row
        super().__init__(context, "What came of it", row.who, draft=f"outcome:{row.id}", of_record=True)

    def fields(self) -> Iterable[ask.Row]:
        """The step and its day, and a note."""
        steps = [(step, step.capitalize()) for step in INTRODUCTION_STEPS]
        yield ask.choice("step", "Step", steps), ask.own("reached_on", "Day", _day(), required=True)
        yield ask.text("note", "Note")

    def fill(self) -> None:
        """Begin with the step it is at, today."""
        row = self.context.workspace.introductions.get(self._row.id)
        self.form.set_values({"step": row.step or "met", "reached_on": clock.today(), "note": ""})

    def save(self, values: dict[str, Any]) -> str:
        """Write it."""
        introductions = self.context.workspace.introductions
        introductions.outcome(self._row.id, values["step"], values["reached_on"], values["note"])
        return f"{values['step'].capitalize()}: {self._row.who}"


def _day() -> DateField:
    return DateField("Day", any_day, written, placeholder="yesterday, 21/5")


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
