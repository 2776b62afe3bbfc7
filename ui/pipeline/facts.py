"""The facts of an opportunity, edited where they stand."""

from collections.abc import Sequence
from datetime import date
from typing import Any, ClassVar

from PySide6.QtWidgets import QWidget

from crm.fields import OPPORTUNITY
from crm.money import show_money
from crm.opportunities import OpportunityDetail
from ui.context import Context
from ui.kit import theme
from ui.kit.date_field import DateField
from ui.kit.field_row import FieldRow
from ui.kit.fields import ChoiceField, NotesField
from ui.pipeline.editor import SOURCES
from ui.pipeline.money_field import CURRENCIES, money_field
from ui.records.fact_card import FactCard, FactColumn
from ui.records.facts import Fact, facts_of
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


class OpportunityFacts(FactColumn[OpportunityDetail]):
    """Facts of an opportunity."""

    facts: ClassVar[Sequence[Fact]] = FACTS
    moves_on: ClassVar[bool] = True

    def value(self, record: OpportunityDetail, key: str) -> Any:
        """Return the value of a fact."""
        return getattr(record.draft(), key)

    def write(self, record: OpportunityDetail, key: str, value: Any) -> None:
        """Write one fact."""
        self.context.workspace.opportunities.edit(record.id, **{key: value})

    def said(self, record: OpportunityDetail, name: str) -> str:
        """Return what is said when a fact was saved."""
        return f"{name} changed"


class FactsCard(FactCard[OpportunityDetail]):
    """Value, deadlines, source and notes, and what it came from."""

    def __init__(self, context: Context) -> None:
        super().__init__("Details", OpportunityFacts(context))
        self.origin = FieldRow("From")
        self.body.setSpacing(theme.px(2))
        self.body.addWidget(self.origin)

    def show_record(self, record: OpportunityDetail) -> None:
        """Show the facts of an opportunity, and what it came from."""
        super().show_record(record)
        told = (record.introduction, record.pitch, record.huddle)
        origin = " · ".join(dict.fromkeys(filter(None, told)))  # often said in the same words
        self.origin.set_value(origin)
        self.origin.setVisible(bool(origin))
