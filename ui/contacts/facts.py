"""The facts of one contact, edited where they stand; what breaks a rule stays open with what was typed."""

from collections.abc import Callable, Sequence

from PySide6.QtWidgets import QVBoxLayout, QWidget

from crm import clock, dates
from crm.contacts import ContactDetail
from crm.fields import CONTACT, value_of
from ui.context import Context
from ui.kit import theme
from ui.kit.chips_field import ChipsField, Picked
from ui.kit.choices import Choice
from ui.kit.field_row import NAME_WIDTH, FactRow, FieldRow
from ui.kit.fields import ParsedField, TextField
from ui.kit.label import Label
from ui.kit.matching import fit
from ui.records.facts import Fact, facts_of
from ui.records.service_calls import write
from ui.records.typed_days import partial_day

_LEAP_YEAR = 2000


def days_field() -> ParsedField:
    """A field for a number of days."""
    return ParsedField("Days", _days, str, placeholder="days, as 60")


def date_field(name: str = "Date") -> ParsedField:
    """A field for a date of any precision: 2019, May 2019, 3 May 2019."""
    return ParsedField(name, _birthday, shown_date, placeholder="3 May, 3 May 1979, 1979")


def shown_date(text: str) -> str:
    """Return a partial date, or a birthday without a year (`--05-03`), for reading."""
    if text.startswith("--"):
        return f"{int(text[5:])} {dates.MONTHS[int(text[2:4]) - 1]}"
    try:
        return dates.show_partial(text)
    except ValueError:
        return text


def _days(text: str) -> int:
    word = text.split()[0] if text.split() else ""
    if not word.isdigit() or not 1 <= int(word) <= 3650:
        raise ValueError("Days are a whole number from 1 to 3650; leave it empty for the default.")
    return int(word)


def _birthday(text: str) -> str:
    """A date of any precision, or a day of every year: "9 May" is `--05-09`."""
    if text.startswith("--"):
        return text
    if found := dates.parse_partial(text):
        return found
    joint = "/" if text[-1:].isdigit() and "/" in text else " "
    every_year = dates.understand_date(f"{text}{joint}{_LEAP_YEAR}", clock.today())
    return f"--{every_year:%m-%d}" if every_year else partial_day(text)


def _every(days: int) -> str:
    return f"every {days} days"


def _after(days: int) -> str:
    return f"after {days} days"


FACTS = facts_of(
    CONTACT,
    {
        "birthday": {"make": date_field, "show": shown_date},
        "cadence_aim": {"make": days_field, "show": _every},
        "cadence_limit": {"make": days_field, "show": _after},
    },
    but=("tags", "themes"),
)
"""Every fact in the order of the page."""
_CHIPS = {fact.key: fact for fact in facts_of(CONTACT, {})}
TAGS, THEMES = _CHIPS["tags"], _CHIPS["themes"]
NAME_FACTS = tuple(fact for fact in FACTS if fact.key not in ("about", "cadence_aim", "cadence_limit"))
TOUCH_FACTS = tuple(fact for fact in FACTS if fact.key in ("cadence_aim", "cadence_limit"))
ABOUT_FACTS = tuple(fact for fact in FACTS if fact.key == "about")


class FactList(QWidget):
    """Facts of the contact shown, one under the other."""

    def __init__(
        self,
        context: Context,
        facts: Sequence[Fact] = FACTS,
        *,
        name_width: int = NAME_WIDTH,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._context = context
        self._contact: ContactDetail | None = None
        self.rows: dict[str, FieldRow] = {}
        self._facts = {fact.key: fact for fact in facts}
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.px(2))
        for fact in facts:
            row = FieldRow(
                fact.name,
                fact.make,
                show=fact.show,
                placeholder=fact.placeholder,
                multiline=fact.multiline,
                name_width=name_width,
            )
            row.committed.connect(self._committed)
            self.rows[fact.key] = row
            column.addWidget(row)

    def show_defaults(self, aim: int, limit: int) -> None:
        """Say how often we mean to be in touch with who has no cadence of their own."""
        for key, said in (("cadence_aim", _every(aim)), ("cadence_limit", _after(limit))):
            self.rows[key].set_placeholder(f"{said} (default)")

    def show_contact(self, contact: ContactDetail) -> None:
        """Show a contact's facts; a field that is open for the same contact keeps what is typed in it."""
        same = self._contact is not None and self._contact.id == contact.id
        self._contact = contact
        for key, row in self.rows.items():
            show = row.show_stored if same else row.set_value
            show(value_of(contact, key))

    def _committed(self, value: object) -> None:
        row = self.sender()
        key = next((key for key, each in self.rows.items() if each is row), "")
        if self._contact is None or not key:
            return
        contact, changed = self._contact, {key: value}
        edit: Callable[..., None] = self._context.workspace.contacts.edit
        said = f"{self._facts[key].name} of {contact.name} saved"
        refusal = write(self._context, lambda: edit(contact.id, **changed), said)
        self.rows[key].set_error(refusal)


class FormerNames(FieldRow):
    """The names a contact had before, with commas between."""

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__("Formerly", TextField, placeholder="Add former names", parent=parent)
        self._context = context
        self._contact: ContactDetail | None = None
        self.committed.connect(self._save)

    def show_contact(self, contact: ContactDetail) -> None:
        """Show a contact's former names; while they are edited, what is typed stays."""
        same = self._contact is not None and self._contact.id == contact.id
        self._contact = contact
        show = self.show_stored if same else self.set_value
        show(", ".join(contact.former_names))

    def _save(self, value: object) -> None:
        if self._contact is not None:
            contact, names = self._contact, [name.strip() for name in str(value).split(",")]
            save = self._context.workspace.contacts.set_former_names
            refusal = write(self._context, lambda: save(contact.id, names), f"Former names of {contact.name} saved")
            self.set_error(refusal)


class LabelRows(QWidget):
    """A contact's tags and themes as chips, with completion; each change is saved at once.

    `stacked` puts the names above, so that the chips have the whole width.
    """

    def __init__(self, context: Context, *, stacked: bool = False, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._contact: ContactDetail | None = None
        self.tags = ChipsField(TAGS.name, self.find_tags, placeholder=TAGS.placeholder)
        self.themes = ChipsField(THEMES.name, self.find_themes, placeholder=THEMES.placeholder, only_known=True)
        self.tags.edited.connect(self._tags_edited)
        self.themes.edited.connect(self._themes_edited)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.px(6))
        for name, field in ((TAGS.name, self.tags), (THEMES.name, self.themes)):
            if stacked:
                column.addWidget(Label(name, "secondary", tone="text3"))
                column.addWidget(field)
            else:
                column.addWidget(FactRow(name, field))

    def show_contact(self, contact: ContactDetail) -> None:
        """Show a contact's tags and themes; chips that are there already stay as they are."""
        self._contact = contact
        for field, names in ((self.tags, contact.tags), (self.themes, contact.themes)):
            if sorted(names) != sorted(_names(field)):
                field.set_value([Picked(name) for name in names])

    def find_tags(self, text: str) -> list[Choice]:
        """Return the tags that begin with a text."""
        return [Choice(name, icon="tag") for name in self._context.workspace.tags.names(text, 7)]

    def find_themes(self, text: str) -> list[Choice]:
        """Return the themes that fit a text."""
        terms = self._context.workspace.vocabularies.terms("theme")
        return [Choice(term.name, icon="hash") for term in terms if fit(text, term.name)]

    def _tags_edited(self) -> None:
        self._save(TAGS.name, self._context.workspace.contacts.set_tags, self.tags)

    def _themes_edited(self) -> None:
        self._save(THEMES.name, self._context.workspace.contacts.set_themes, self.themes)

    def _save(self, what: str, set_names: Callable[[int, Sequence[str]], None], field: ChipsField) -> None:
        if self._contact is None:
            return
        contact, names = self._contact, _names(field)
        refusal = write(self._context, lambda: set_names(contact.id, names), f"{what} of {contact.name} saved")
        if refusal:
            field.mark(True)
            self._context.toasts.problem(refusal)


def _names(field: ChipsField) -> list[str]:
    return [picked.text.lstrip("#") for picked in field.value()]
