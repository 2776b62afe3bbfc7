"""The facts of an opportunity, edited where they stand; what breaks a rule stays open with what was typed."""

from collections.abc import Callable
from datetime import date
from typing import Any

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QWidget

from crm.money import show_money
from crm.opportunities import OpportunityDetail
from ui.context import Context
from ui.days import coming_day, written
from ui.kit import theme
from ui.kit.card import Card
from ui.kit.date_field import DateField
from ui.kit.field_row import FieldRow
from ui.kit.fields import ChoiceField, NotesField, TextField
from ui.pipeline.editor import SOURCES
from ui.pipeline.values import CURRENCIES, money_field
from ui.writing import write


def _day_field() -> QWidget:
    return DateField("Day", coming_day, written, placeholder="21/5, 6w")


def _value_field() -> QWidget:
    return money_field("Value")


def _title_field() -> QWidget:
    return TextField("Title")


def _currency_field() -> QWidget:
    return ChoiceField("Currency", CURRENCIES)


def _source_field() -> QWidget:
    return ChoiceField("Source", SOURCES)


def _notes_field() -> QWidget:
    return NotesField("Notes", least=3, most=12)


def _day(value: date) -> str:
    return written(value)


def _source(value: str) -> str:
    return dict(SOURCES).get(value, value)


def _currency(value: str) -> str:
    return dict(CURRENCIES).get(value, value)


FACTS: tuple[tuple[str, str, Callable[[], QWidget], Callable[[Any], str], bool], ...] = (
    ("title", "Title", _title_field, str, True),
    ("value_pence", "Value", _value_field, show_money, False),
    ("currency", "Currency", _currency_field, _currency, False),
    ("deadline", "Call deadline", _day_field, _day, False),
    ("expected_close", "Expected close", _day_field, _day, False),
    ("source", "Came from", _source_field, _source, False),
    ("notes", "Notes", _notes_field, str, True),
)


EMPTY = {"source": "Say where it came from"}


class FactsCard(Card):
    """Value, deadlines, source and notes."""

    def __init__(self, context: Context) -> None:
        super().__init__("Details")
        self._context = context
        self._shown: OpportunityDetail | None = None
        self.rows: dict[str, FieldRow] = {}
        self.body.setSpacing(theme.px(2))
        for key, name, make, show, multiline in FACTS:
            row = FieldRow(name, make, show=show, placeholder=EMPTY.get(key, ""), multiline=multiline)
            row.setObjectName(key)
            row.committed.connect(self._save)
            self.rows[key] = row
            self.body.addWidget(row)
        self.origin = FieldRow("From")
        self.body.addWidget(self.origin)

    def show_detail(self, detail: OpportunityDetail) -> None:
        """Show the facts of an opportunity; a field that is open keeps what was typed."""
        same = self._shown is not None and self._shown.id == detail.id
        self._shown = detail
        draft = detail.draft()
        for key, row in self.rows.items():
            show = row.show_stored if same else row.set_value
            show(getattr(draft, key))
        told = (detail.introduction, detail.pitch, detail.huddle)
        origin = " · ".join(dict.fromkeys(filter(None, told)))  # often said in the same words
        self.origin.set_value(origin)
        self.origin.setVisible(bool(origin))

    @Slot(object)
    def _save(self, value: Any) -> None:
        sender = self.sender()
        if not isinstance(sender, FieldRow) or self._shown is None:
            return
        key, id_, opportunities = sender.objectName(), self._shown.id, self._context.workspace.opportunities
        name = next(words for each, words, *_ in FACTS if each == key)
        refusal = write(self._context, lambda: opportunities.edit(id_, **{key: value}), f"{name} changed")
        if refusal:
            sender.set_error(refusal)
        else:
            sender.set_value(value)
