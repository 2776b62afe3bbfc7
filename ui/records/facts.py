"""The facts of a record: how each of its declared fields is edited and shown where it stands."""

from collections.abc import Callable, Collection, Mapping
from typing import Any

import msgspec
from PySide6.QtWidgets import QWidget

from crm.fields import Edited, Fields, Kind
from ui.kit.fields import NotesField, TextField
from ui.records.record_fields import partial_field, shown_partial


class Fact(msgspec.Struct, frozen=True):
    """One fact: the field of the record, its name, how it is edited and shown.

    A `rare` one is hidden while it is empty; `address` makes the address it opens.
    """

    key: str
    name: str
    make: Callable[[], QWidget] = TextField
    show: Callable[[Any], str] = str
    placeholder: str = ""
    multiline: bool = False
    rare: bool = False
    tone: str = "text"
    address: Callable[[str], str] | None = None


_BY_KIND: dict[Kind, dict[str, Any]] = {
    Kind.LINES: {"multiline": True},
    Kind.LONG_TEXT: {"make": NotesField, "multiline": True},
    Kind.DAY: {"make": partial_field, "show": shown_partial},
}


def facts_of(fields: Fields, special: Mapping[str, Mapping[str, Any]], but: Collection[str] = ()) -> tuple[Fact, ...]:
    """Return the facts of the fields that are edited where they stand, in their places.

    `special` says by the field's key what its kind does not; those in `but` have a place and a widget of their own.
    """
    told = [(field, edited) for field, edited in fields.told("edited", Edited) if field.key not in but]
    return tuple(
        Fact(
            **{
                "key": field.key,
                "name": fields.edited_names[field.key],
                "placeholder": edited.placeholder or f"Add {field.in_words}",
                "rare": edited.rare,
                **_BY_KIND.get(field.kind, {}),
                **special.get(field.key, {}),
            }
        )
        for field, edited in sorted(told, key=lambda each: each[1].place)
    )
