"""Two small forms: on which day an introduction was made, and which step it reached when."""

from typing import Any

from crm import clock
from crm.dates import show_date
from crm.introductions import INTRODUCTION_STEPS, IntroductionRow
from ui.context import Context
from ui.kit.date_field import DateField
from ui.kit.fields import ChoiceField, TextField
from ui.records.form_card import FormCard
from ui.records.typed_days import any_day, written


class MadeForm(FormCard):
    """On which day it was made."""

    WIDTH = 420

    def __init__(self, context: Context, row: IntroductionRow) -> None:
        super().__init__(context, "Made on", row.who)
        self._row = row
        day = DateField("Day", any_day, written, placeholder="yesterday, 21/5")
        self.form.add("made_on", "Day", day, required=True)
        self.begin(f"made:{row.id}", of_record=True)

    def fill(self) -> None:
        """Show the day there is."""
        self.form.set_values({"made_on": self.context.workspace.introductions.get(self._row.id).made_on})

    def save(self, values: dict[str, Any]) -> str:
        """Write it, with the checks that follow."""
        self.context.workspace.introductions.made(self._row.id, values["made_on"])
        return f"Introduced on {show_date(values['made_on'], clock.today())}: {self._row.who}"


class OutcomeForm(FormCard):
    """Which step was reached, when, and a line about it."""

    WIDTH = 460

    def __init__(self, context: Context, row: IntroductionRow) -> None:
        super().__init__(context, "What came of it", row.who)
        self._row = row
        steps = [(step, step.capitalize()) for step in INTRODUCTION_STEPS]
        self.form.add("step", "Step", ChoiceField("Step", steps), half=True)
        day = DateField("Day", any_day, written, placeholder="yesterday, 21/5")
        self.form.add("reached_on", "Day", day, half=True, required=True)
        self.form.add("note", "Note", TextField("Note"))
        self.begin(f"outcome:{row.id}", of_record=True)

    def fill(self) -> None:
        """Begin with the step it is at, today."""
        row = self.context.workspace.introductions.get(self._row.id)
        self.form.set_values({"step": row.step or "met", "reached_on": clock.today(), "note": ""})

    def save(self, values: dict[str, Any]) -> str:
        """Write it."""
        introductions = self.context.workspace.introductions
        introductions.outcome(self._row.id, values["step"], values["reached_on"], values["note"])
        return f"{values['step'].capitalize()}: {self._row.who}"
