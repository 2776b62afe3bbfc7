"""Two small forms: on which day an introduction was made, and which step it reached when."""

from collections.abc import Iterable
from typing import Any

from crm import clock
from crm.dates import show_date
from crm.introductions import INTRODUCTION_STEPS, IntroductionRow
from ui.context import Context
from ui.kit.date_field import DateField
from ui.records import form_fields as ask
from ui.records.kept_form import KeptForm
from ui.records.typed_days import any_day, written


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
