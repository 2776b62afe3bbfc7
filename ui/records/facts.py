"""The facts of a record: how each of its declared fields is edited and shown where it stands."""

from collections.abc import Callable, Mapping
from typing import Any

import msgspec
from PySide6.QtWidgets import QWidget

from crm.fields import Edited, Fields, Kind
from ui.kit.fields import NotesField, TextField
from ui.records.record_fields import TagsField, ThemesField, partial_field, shown_partial


class Fact(msgspec.Struct, frozen=True):
    """One fact: the field of the record, its name, how it is edited and shown.

    A `rare` one is hidden while it is empty; `address` makes the address it opens. With `chips` there are several, as
    `TagsField` and `ThemesField` take them. `saved` is what is said to be saved where that is not its name.
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
    chips: type[TagsField | ThemesField] | None = None
    saved: str = ""


_BY_KIND: dict[Kind, dict[str, Any]] = {
    Kind.LINES: {"multiline": True},
    Kind.LONG_TEXT: {"make": NotesField, "multiline": True},
    Kind.DAY: {"make": partial_field, "show": shown_partial},
}
_BY_KEY: dict[str, dict[str, Any]] = {"tags": {"chips": TagsField}, "themes": {"chips": ThemesField}}


def facts_of(fields: Fields, special: Mapping[str, Mapping[str, Any]]) -> tuple[Fact, ...]:
    """Return the facts of the fields that are edited where they stand, in their places.

    `special` says by the field's key what its kind does not.
    """
    return tuple(
        Fact(
            **{
                "key": field.key,
                "name": fields.edited_names[field.key],
                "placeholder": edited.placeholder or f"Add {field.in_words}",
                "rare": edited.rare,
                **_BY_KIND.get(field.kind, {}),
                **_BY_KEY.get(field.key, {}),
                **special.get(field.key, {}),
            }
        )
        for field, edited in sorted(fields.told("edited", Edited), key=lambda each: each[1].place)
    )
