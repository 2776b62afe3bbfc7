"""Appearance, the user's name, and how often we mean to be in touch."""

from functools import partial
from typing import TypeVar

from PySide6.QtCore import Slot

from crm.errors import CrmError, Invalid
from crm.settings import APPEARANCE, CADENCE_AIM, CADENCE_LIMIT, TEXT_SIZE, USER_NAME, Key
from ui.context import Context
from ui.kit.buttons import SegmentedControl
from ui.kit.field_row import FactRow, FieldRow
from ui.kit.fields import TextField
from ui.kit.label import Label
from ui.settings.section import Section

T = TypeVar("T")
SIZES = (90, 100, 110, 125, 150)
MODES = (("system", "Match system"), ("light", "Light"), ("dark", "Dark"))


class AppearanceSection(Section):
    """Light or dark, and how large all text is; applied at once."""

    keywords = "theme dark light text size zoom look colour"

    def __init__(self, context: Context) -> None:
        super().__init__(context, "Appearance")
        self._modes = SegmentedControl(MODES, "Theme", wrap=True)
        self._modes.changed.connect(self._choose_mode)
        self._sizes = SegmentedControl([(str(size), f"{size} %") for size in SIZES], "Text size", wrap=True)
        self._sizes.changed.connect(self._choose_size)
        self.body.addWidget(FactRow("Theme", self._modes))
        self.body.addWidget(FactRow("Text size", self._sizes))
        self.body.addWidget(
            Label("Ctrl+Shift+D switches light and dark, Ctrl++ and Ctrl+- the size.", "secondary", tone="text3")
        )

    def reload(self) -> None:
        """Show what the file says."""
        settings = self.context.workspace.settings
        self._modes.set_current(settings.get(APPEARANCE))
        size = settings.get(TEXT_SIZE)
        self._sizes.set_current(str(min(SIZES, key=lambda each: abs(each - size))))

    @Slot(str)
    def _choose_mode(self, mode: str) -> None:
        _set(self, APPEARANCE, mode, "Appearance changed")

    @Slot(str)
    def _choose_size(self, size: str) -> None:
        _set(self, TEXT_SIZE, int(size), f"Text at {size} %")


class PersonalSection(Section):
    """The user's name, and the cadence of those who have none of their own."""

    keywords = "name greeting cadence aim limit days in touch going cold"

    def __init__(self, context: Context) -> None:
        super().__init__(context, "You and your cadence")
        self._name = FieldRow("Your name", TextField, placeholder="Add your name, for the greeting on Today")
        self._aim = FieldRow("Contact every", TextField, show=_days)
        self._limit = FieldRow("Going cold after", TextField, show=_days)
        self._name.committed.connect(self._save_name)
        self._aim.committed.connect(self._save_aim)
        self._limit.committed.connect(self._save_limit)
        for row in (self._name, self._aim, self._limit):
            self.body.addWidget(row)
        note = "How often we mean to be in touch, for people and sectors without a cadence of their own."
        self.body.addWidget(Label(note, "secondary", tone="text3", wrap=True))

    def reload(self) -> None:
        """Show what the file says."""
        settings = self.context.workspace.settings
        for row, value in (
            (self._name, settings.get(USER_NAME)),
            (self._aim, str(settings.get(CADENCE_AIM))),
            (self._limit, str(settings.get(CADENCE_LIMIT))),
        ):
            row.show_stored(value)

    @Slot(object)
    def _save_name(self, name: str) -> None:
        _set(self, USER_NAME, name.strip(), "Name changed")

    @Slot(object)
    def _save_aim(self, text: str) -> None:
        self._save_days(self._aim, text, aim=True)

    @Slot(object)
    def _save_limit(self, text: str) -> None:
        self._save_days(self._limit, text, aim=False)

    def _save_days(self, row: FieldRow, text: str, *, aim: bool) -> None:
        settings = self.context.workspace.settings
        try:
            days = _number(text)
            lowest = days if aim else settings.get(CADENCE_AIM)
            highest = settings.get(CADENCE_LIMIT) if aim else days
            if lowest > highest:
                raise Invalid("days", "The latest is not before the aim.")
        except CrmError as error:
            row.set_error(str(error))
            return
        _set(self, CADENCE_AIM if aim else CADENCE_LIMIT, days, "Cadence changed")


def _set(section: Section, key: Key[T], value: T, said: str) -> None:
    settings = section.context.workspace.settings
    if settings.get(key) != value:
        section.attempt(partial(settings.set, key, value), said)


def _days(text: object) -> str:
    return f"{_digits(str(text))} days" if text else ""


def _digits(text: str) -> str:
    return text.casefold().removesuffix("days").strip()


def _number(text: str) -> int:
    """Return a number of days; raises Invalid."""
    digits = _digits(text)
    if not digits.isdecimal() or not 1 <= int(digits) <= 3650:
        raise Invalid("days", f"“{text}” is no number of days from 1 to 3650.")
    return int(digits)
