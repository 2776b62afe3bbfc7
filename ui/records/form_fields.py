"""The fields that a form asks for: each with its key, its name, its widget, and what of the record it holds."""

from collections.abc import Callable, Sequence
from typing import Any, TypedDict, Unpack

import msgspec
from PySide6.QtWidgets import QWidget

from crm.fields import Edited, Fields, Kind
from ui.context import Context
from ui.kit.date_field import DateField
from ui.kit.fields import CheckField, ChoiceField, NotesField, TextField
from ui.records.record_fields import ContactField, OrganisationField, number_field, partial_field
from ui.records.typed_days import coming_day, written

Make = Callable[[str, str], QWidget]
"""Makes a widget of the name of a field and an example."""
Options = Sequence[tuple[Any, str]]


class Asked(msgspec.Struct, frozen=True):
    """One field of a form, under its `key` in the form and its drafts.

    `part` is what of the record it holds, where that is called otherwise: `shown` makes of that what the widget shows,
    `held` tells what the widget holds for it. `hint` is a quiet line beneath it. What other fields look like depends
    on one that `refreshes`.
    """

    key: str
    name: str
    widget: Any
    part: str = ""
    hint: str = ""
    required: bool = False
    refreshes: bool = False
    hidden: bool = False
    shown: Callable[[Any], Any] | None = None
    held: Callable[[], Any] | None = None


Row = Asked | tuple[Asked, ...]
"""A field that has a line to itself, or neighbours that share one; of a single one half the line stays empty."""


class How(TypedDict, total=False):
    """What differs from one field to the next of its kind."""

    part: str
    hint: str
    required: bool
    refreshes: bool
    hidden: bool


def text(key: str, name: str, example: str = "", **how: Unpack[How]) -> Asked:
    """Ask for a line of text."""
    return Asked(key, name, TextField(name, placeholder=example), **how)


def notes(key: str, name: str, example: str = "", *, least: int = 2, most: int = 8, **how: Unpack[How]) -> Asked:
    """Ask for a text of several lines."""
    return Asked(key, name, NotesField(name, placeholder=example, least=least, most=most), **how)


def choice(key: str, name: str, options: Options, **how: Unpack[How]) -> Asked:
    """Ask for one of a few."""
    return Asked(key, name, ChoiceField(name, tuple(options)), **how)


def check(key: str, said: str, *, checked: bool = True, **how: Unpack[How]) -> Asked:
    """Ask whether something is so."""
    return Asked(key, "", CheckField(said, checked=checked), **how)


def number(key: str, name: str, example: str = "", **how: Unpack[How]) -> Asked:
    """Ask for a whole number."""
    return Asked(key, name, number_field(name, example), **how)


def partial_day(key: str, name: str, **how: Unpack[How]) -> Asked:
    """Ask for a day, a month or a year."""
    return Asked(key, name, partial_field(name), **how)


def own(key: str, name: str, widget: Any, **how: Unpack[How]) -> Asked:
    """Ask by a widget; of one for a person or an organisation the record holds the id of whoever is known."""
    if isinstance(widget, OrganisationField):
        return Asked(key, name, widget, shown=widget.known, held=widget.known_id, **how)
    if isinstance(widget, ContactField):
        return Asked(key, name, widget, shown=widget.known, held=widget.chosen_id, **how)
    return Asked(key, name, widget, **how)


def terms(context: Context, vocabulary: str, none: str = "—") -> list[tuple[int | None, str]]:
    """Return the choices of a vocabulary, that of none first."""
    return [(None, none), *((term.id, term.name) for term in context.workspace.vocabularies.terms(vocabulary))]


def declared(
    fields: Fields,
    key: str,
    make: Make | None = None,
    *,
    options: Options | None = None,
    at: str = "",
    name: str = "",
    example: str = "",
    **how: Unpack[How],
) -> Asked:
    """Ask for a declared field by a choice of `options`, what `make` makes, or the widget of its kind.

    `at` is its key in the form where that is another; `name` and `example` stand in for those declared.
    """
    field = fields[key]
    edited = field.edited if isinstance(field.edited, Edited) else Edited()
    said = name or edited.name or field.label
    how.setdefault("part", key)
    if options is not None:
        return choice(at or key, said, options, **how)
    widget = (make or _BY_KIND[field.kind])(said, example or edited.placeholder)
    return own(at or key, said, widget, **how)


def _day_field(name: str, example: str) -> QWidget:
    return DateField(name, coming_day, written, placeholder=example)


def _text_field(name: str, example: str) -> QWidget:
    return TextField(name, placeholder=example)


def _notes_field(name: str, example: str) -> QWidget:
    return NotesField(name, placeholder=example, least=2, most=8)


_BY_KIND: dict[Kind, Make] = {
    Kind.TEXT: _text_field,
    Kind.LINK: _text_field,
    Kind.LONG_TEXT: _notes_field,
    Kind.DAY: _day_field,
    Kind.NUMBER: number_field,
}
