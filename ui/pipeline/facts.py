"""The facts of an opportunity, edited where they stand; what breaks a rule stays open with what was typed."""

from datetime import date
from typing import Any

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QWidget

from crm.fields import OPPORTUNITY
from crm.money import show_money
from crm.opportunities import OpportunityDetail
from ui.context import Context
from ui.kit import theme
from ui.kit.card import Card
from ui.kit.date_field import DateField
from ui.kit.field_row import FieldRow
from ui.kit.fields import ChoiceField, NotesField
from ui.pipeline.editor import SOURCES
from ui.pipeline.money_field import CURRENCIES, money_field
from ui.records.facts import facts_of
from ui.records.service_calls import write
from ui.records.typed_days import coming_day, written


def _day_field() -> QWidget:
    return DateField("Day", coming_day, written, placeholder="21/5, 6w")


def _value_field() -> QWidget:
    return money_field("Value")


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


_DAY: dict[str, Any] = {"make": _day_field, "show": _day}
FACTS = facts_of(
    OPPORTUNITY,
    {
        "title": {"multiline": True},
        "value_pence": {"make": _value_field, "show": show_money},
        "currency": {"make": _currency_field, "show": _currency},
        "deadline": _DAY,
        "expected_close": _DAY,
        "source": {"make": _source_field, "show": _source},
        "notes": {"make": _notes_field},
    },
)


class FactsCard(Card):
    """Value, deadlines, source and notes."""

    def __init__(self, context: Context) -> None:
        super().__init__("Details")
        self._context = context
        self._shown: OpportunityDetail | None = None
        self.rows: dict[str, FieldRow] = {}
        self.body.setSpacing(theme.px(2))
        for fact in FACTS:
            row = FieldRow(fact.name, fact.make, show=fact.show, placeholder=fact.placeholder, multiline=fact.multiline)
            row.setObjectName(fact.key)
            row.committed.connect(self._save)
            self.rows[fact.key] = row
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
        name = OPPORTUNITY.edited_names[key]
        refusal = write(self._context, lambda: opportunities.edit(id_, **{key: value}), f"{name} changed")
        if refusal:
            sender.set_error(refusal)
        else:
            sender.set_value(value)
