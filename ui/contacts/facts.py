"""The facts of one contact, edited where they stand."""

from collections.abc import Sequence
from typing import Any, ClassVar

from crm import clock, dates
from crm.contacts import ContactDetail
from crm.fields import CONTACT, value_of
from ui.kit.fields import ParsedField
from ui.records.fact_card import FactColumn
from ui.records.facts import Fact, facts_of
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


FACTS = (
    *facts_of(
        CONTACT,
        {
            "birthday": {"make": date_field, "show": shown_date},
            "cadence_aim": {"make": days_field, "show": _every},
            "cadence_limit": {"make": days_field, "show": _after},
        },
    ),
    Fact("former_names", "Formerly", placeholder="Add former names", saved="Former names"),
)
LABELS, TOUCH, NOTES, FORMER = ("tags", "themes"), ("cadence_aim", "cadence_limit"), ("about",), ("former_names",)
NAMES = tuple(fact.key for fact in FACTS if fact.key not in (*LABELS, *TOUCH, *NOTES, *FORMER))


class ContactFacts(FactColumn[ContactDetail]):
    """Facts of a contact."""

    facts: ClassVar[Sequence[Fact]] = FACTS

    def show_defaults(self, aim: int, limit: int) -> None:
        """Say how often we mean to be in touch with who has no cadence of their own."""
        for key, said in (("cadence_aim", _every(aim)), ("cadence_limit", _after(limit))):
            self.rows[key].set_placeholder(f"{said} (default)")

    def value(self, record: ContactDetail, key: str) -> Any:
        """Return the value of a fact; former names have commas between."""
        return ", ".join(record.former_names) if key in FORMER else value_of(record, key)

    def write(self, record: ContactDetail, key: str, value: Any) -> None:
        """Write one fact."""
        contacts = self.context.workspace.contacts
        if key == "former_names":
            contacts.set_former_names(record.id, [name.strip() for name in str(value).split(",")])
        elif key == "tags":
            contacts.set_tags(record.id, value)
        elif key == "themes":
            contacts.set_themes(record.id, value)
        else:
            contacts.edit(record.id, **{key: value})

    def said(self, record: ContactDetail, name: str) -> str:
        """Return what is said when a fact was saved."""
        return f"{name} of {record.name} saved"
