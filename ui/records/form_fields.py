"""The fields of a form as they are declared: each has its name, its example and the widget of its kind from there."""

from collections.abc import Callable, Sequence
from typing import Any

from PySide6.QtWidgets import QWidget

from crm.fields import Edited, Fields, Kind
from ui.kit.date_field import DateField
from ui.kit.fields import ChoiceField, NotesField, TextField
from ui.kit.form import Form
from ui.records.record_fields import number_field
from ui.records.typed_days import coming_day, written

Make = Callable[[str, str], QWidget]
"""Makes a widget of the name of a field and an example."""


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


class DeclaredForm:
    """Adds fields of one declaration to a form, in the order of its calls."""

    def __init__(self, form: Form, fields: Fields) -> None:
        self._form, self._fields = form, fields

    def add(
        self,
        key: str,
        make: Make | None = None,
        *,
        options: Sequence[tuple[Any, str]] | None = None,
        at: str = "",
        name: str = "",
        example: str = "",
        hint: str = "",
        required: bool = False,
        half: bool = False,
    ) -> Any:
        """Add a declared field and return its widget: a choice of `options`, what `make` makes, or that of its kind.

        `at` is its key in the form where that is another; `name` and `example` stand in for those declared.
        """
        field = self._fields[key]
        edited = field.edited if isinstance(field.edited, Edited) else Edited()
        said = name or edited.name or field.label
        if options is not None:
            widget: QWidget = ChoiceField(said, tuple(options))
        else:
            widget = (make or _BY_KIND[field.kind])(said, example or edited.placeholder)
        return self._form.add(at or key, said, widget, hint=hint, required=required, half=half)
