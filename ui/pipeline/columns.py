"""The columns of the table of opportunities."""

from datetime import date
from functools import partial

from crm import clock, dates
from crm.fields import OPPORTUNITY
from crm.opportunities import OpportunityRow
from ui.kit.table import ChipCell, Column, TextCell
from ui.pipeline import words
from ui.records.clipboard import iso_day
from ui.records.list_columns import columns_of

OUTCOME_TONES = {"open": "accent", "won": "ok", "lost": "neutral"}


def _day(day: date | None) -> str:
    return dates.show_date(day, clock.today()) if day is not None else ""


def _step_cell(row: OpportunityRow) -> ChipCell | TextCell:
    text, tone = words.step(row)
    if tone == "neutral":
        return TextCell(text, weight=500, icon="clock" if text else "")
    return ChipCell(text, tone, icon="alert-circle" if tone == "warn" else "clock")


def _step_copied(row: OpportunityRow) -> str:
    return iso_day(row.next_step_on) or words.step(row)[0]


def _age_cell(row: OpportunityRow) -> TextCell:
    return TextCell(f"{row.days_in_stage} d", "warn" if row.is_stale else "text2", 600 if row.is_stale else 400)


COLUMNS = columns_of(
    OPPORTUNITY,
    {
        "title": partial(
            Column,
            text=lambda row: row.title,
            width=280,
            min_width=170,
            priority=100,
            cell=lambda row: TextCell(row.title, weight=600, detail=row.organisation),
        ),
        "stage": partial(
            Column,
            text=lambda row: row.stage,
            width=130,
            min_width=110,
            priority=90,
            cell=lambda row: ChipCell(row.stage, OUTCOME_TONES[row.outcome]),
        ),
        "value": partial(
            Column,
            text=lambda row: words.exactly(row.value_pence, row.currency),
            width=110,
            min_width=90,
            priority=85,
            align="right",
            descending=True,
            tabular=True,
        ),
        "next_step": partial(
            Column,
            text=lambda row: words.step(row)[0],
            width=150,
            min_width=130,
            priority=80,
            cell=_step_cell,
            copied=_step_copied,
        ),
        "age": partial(
            Column,
            text=lambda row: f"{row.days_in_stage} days",
            width=90,
            min_width=80,
            priority=60,
            align="right",
            cell=_age_cell,
            descending=True,
            tabular=True,
        ),
        "deadline": partial(
            Column,
            text=lambda row: _day(row.deadline),
            width=120,
            min_width=100,
            priority=40,
            tabular=True,
            copied=lambda row: iso_day(row.deadline),
        ),
        "expected_close": partial(
            Column,
            text=lambda row: _day(row.expected_close),
            width=130,
            min_width=110,
            priority=50,
            tabular=True,
            copied=lambda row: iso_day(row.expected_close),
        ),
        "weighted": partial(
            Column,
            text=lambda row: words.exactly(row.weighted_pence, row.currency),
            width=110,
            min_width=90,
            priority=30,
            align="right",
            descending=True,
            tabular=True,
        ),
    },
)


ORGANISATION = Column("organisation", OPPORTUNITY["organisation"].label, lambda row: row.organisation)
"""Shown under the title; of its own only where rows are copied."""
