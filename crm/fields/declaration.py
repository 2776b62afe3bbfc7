"""What can be said of a field that a person can see: one declaration, read by every place that shows or takes it."""

import enum
from collections.abc import Callable, Iterator
from functools import cached_property
from typing import Any, TypeVar

import msgspec


class Kind(enum.Enum):
    """What a field holds, which says how it is cleaned, edited and shown unless the field says otherwise."""

    TEXT = "text"
    LINES = "lines"
    """A short text of several lines, as a street."""
    LONG_TEXT = "long text"
    DAY = "day"
    """A day, or a month or a year alone, as ISO text."""
    MOMENT = "moment"
    TIME = "time of day"
    CHOICE = "choice"
    """One of a few words."""
    YES_NO = "yes or no"
    NUMBER = "number"
    MONEY = "money"
    LINK = "link"
    RECORD = "record"
    """A record of another table, by its id."""
    SEVERAL = "several"


class No(msgspec.Struct, frozen=True):
    """Why a place leaves a field out."""

    why: str


class Imported(msgspec.Struct, frozen=True):
    """Read from a file: under these headings, with commas between, beside the label itself.

    `part` is what the reader of the file makes of it where that is more than a text under the field's own name.
    """

    headings: str = ""
    part: str = ""


class Exported(msgspec.Struct, frozen=True):
    """A column of an export: heading (else the label), width in characters, kind of cell.

    An export of what is on screen has the columns of the list, and those that are `on_screen` without being one.
    """

    title: str = ""
    width: int = 20
    on_screen: bool = False
    kind: str = ""


class Searched(msgspec.Struct, frozen=True):
    """Found by its words; `said` is how a hit says so ("ODS code {}"), the value itself where it is plain.

    `place` orders the texts that are indexed as one. One that `weighs` is looked up apart from the rest: a name counts
    for more, a number is found by its end.
    """

    said: str = "{}"
    place: int = 50
    weighs: bool = False


class Listed(msgspec.Struct, frozen=True):
    """A column of the list on screen, under this heading (else the label); `place` orders the columns."""

    name: str = ""
    place: int = 50


class Filtered(msgspec.Struct, frozen=True):
    """A condition of filters: its key, its name (else the label), and which vocabulary its values come from."""

    key: str
    label: str = ""
    vocabulary: str = ""


class Sorted(msgspec.Struct, frozen=True):
    """An order of the list, by its key (else the field's), which its column on screen has too.

    For one of people or organisations their summary has an index of that name, and a column that it is of.
    """

    key: str = ""


class Changed(msgspec.Struct, frozen=True):
    """Told in “What changed”, by this name (else the one within sentences); `plain`: as the file holds it."""

    name: str = ""
    plain: bool = False


class Edited(msgspec.Struct, frozen=True):
    """Edited where it is shown: its name there (else the label), an example, its place among the facts.

    A `rare` one is hidden while it is empty.
    """

    name: str = ""
    placeholder: str = ""
    place: int = 50
    rare: bool = False


class OwnForm(msgspec.Struct, frozen=True):
    """Changed as well, but by a form or an action of its own."""

    which: str


class Shown(msgspec.Struct, frozen=True):
    """Told by the command line."""


class Carded(msgspec.Struct, frozen=True):
    """Written to and read from a vCard: by this property, or one of our own where that is empty."""

    name: str = ""


Place = TypeVar("Place")

PLACES = ("imported", "exported", "carded", "searched", "filtered", "sorted", "listed", "changed", "edited", "shown")
"""The places that a declaration answers."""


class Field(msgspec.Struct, frozen=True, kw_only=True, dict=True):
    """One field: its key (the column, where it has one), its label, what it holds, and where it is told and taken.

    `said` is the label within a sentence. `clean` is a rule beyond its kind's: it returns the value as the file holds
    it, or raises Invalid with the key. `choices` are the words of a CHOICE. `is_stored` where the key is a column.
    `longest` is the number of characters that fit, 0 where the kind says it.
    """

    key: str
    label: str
    kind: Kind = Kind.TEXT
    said: str = ""
    is_stored: bool = True
    clean: Callable[[str, Any], Any] | None = None
    choices: tuple[str, ...] = ()
    longest: int = 0
    imported: Imported | No
    exported: Exported | No
    carded: Carded | No
    searched: Searched | No
    filtered: Filtered | No
    sorted: Sorted | No
    listed: Listed | No
    changed: Changed | No
    edited: Edited | OwnForm | No
    shown: Shown | No

    @cached_property
    def in_words(self) -> str:
        """Return the label as it stands within a sentence."""
        if self.said:
            return self.said
        is_name = self.label[1:2].isupper()  # ODS code
        return self.label if is_name else self.label[:1].lower() + self.label[1:]


class ListColumn(msgspec.Struct, frozen=True):
    """A column of a list on screen: its key, which is that of its order, its title, and what it shows."""

    key: str
    title: str
    is_sorted: bool
    field: Field


def value_of(record: Any, key: str) -> Any:
    """Return what a record holds of a field: by its own attribute, or among those that nothing but fields speaks of."""
    more: dict[str, Any] = record.more
    return more[key] if key in more else getattr(record, key)


def apart(record: type[msgspec.Struct], facts: dict[str, Any]) -> dict[str, Any]:
    """Return facts as a record takes them: those it has no attribute for as its `more`."""
    own = set(record.__struct_fields__)
    named = {key: value for key, value in facts.items() if key in own}
    return {**named, "more": {key: value for key, value in facts.items() if key not in own}}


class Fields:
    """The fields of one table in the order of exports, and why its other columns are none."""

    def __init__(self, table: str, *fields: Field, hidden: dict[str, str]) -> None:
        self.table = table
        self.noun = table.replace("_", " ")
        self.hidden = hidden
        self._by_key = {field.key: field for field in fields}

    def __iter__(self) -> Iterator[Field]:
        return iter(self._by_key.values())

    def __getitem__(self, key: str) -> Field:
        return self._by_key[key]

    def __contains__(self, key: object) -> bool:
        return key in self._by_key

    @cached_property
    def stored(self) -> tuple[str, ...]:
        """Return the keys that are columns of the table."""
        return tuple(field.key for field in self if field.is_stored)

    @cached_property
    def labels(self) -> dict[str, str]:
        """Return those that can be changed one by one, as they are called within sentences."""
        return {field.key: field.in_words for field in self if field.is_stored and not isinstance(field.edited, No)}

    @cached_property
    def edited_names(self) -> dict[str, str]:
        """Return what those that are edited where they stand are called there."""
        return {field.key: edited.name or field.label for field, edited in self.told("edited", Edited)}

    @cached_property
    def columns(self) -> tuple[ListColumn, ...]:
        """Return the columns of the list on screen in their order."""
        orders = {field.key: key for key, field in self.orders.items()}
        told = sorted(self.told("listed", Listed), key=lambda each: each[1].place)
        return tuple(
            ListColumn(orders.get(field.key, field.key), listed.name or field.label, field.key in orders, field)
            for field, listed in told
        )

    @cached_property
    def orders(self) -> dict[str, Field]:
        """Return the fields that the list of these is sorted by, by the keys of the orders."""
        return {order.key or field.key: field for field, order in self.told("sorted", Sorted)}

    @cached_property
    def searched_texts(self) -> tuple[str, ...]:
        """Return the columns whose words find the record, in the order of their places."""
        told = sorted(self.told("searched", Searched), key=lambda each: each[1].place)
        return tuple(field.key for field, _ in told if field.is_stored)

    @cached_property
    def plain_words(self) -> dict[str, str]:
        """Return the lines of text that are found by their words as they stand, and how a hit says so ("Code {}")."""
        found = self.told("searched", Searched)
        return {
            field.key: told.said
            for field, told in found
            if field.is_stored and field.kind in (Kind.TEXT, Kind.LINK) and not told.weighs
        }

    @cached_property
    def plain_texts(self) -> tuple[Field, ...]:
        """Return the texts that files tell under the field's own name, and that no rule but the field's looks at."""
        return tuple(field for field, told in self.told("imported", Imported) if field.is_stored and not told.part)

    def told(self, place: str, kind: type[Place]) -> list[tuple[Field, Place]]:
        """Return the fields that a place tells or takes, with what they say of it."""
        answers = ((field, getattr(field, place)) for field in self)
        return [(field, answer) for field, answer in answers if isinstance(answer, kind)]
