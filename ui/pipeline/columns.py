"""The columns of the table of opportunities."""

from datetime import date

from crm import clock, dates
from crm.fields import OPPORTUNITY
from crm.opportunities import OpportunityRow
from ui.copying import iso_day
from ui.kit.table import ChipCell, Column, TextCell
from ui.pipeline import words

_TITLES = OPPORTUNITY.columns
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


COLUMNS = (
    Column(
        "title",
        _TITLES["title"],
        lambda row: row.title,
        280,
        170,
        100,
        cell=lambda row: TextCell(row.title, weight=600, detail=row.organisation),
    ),
    Column(
        "stage",
        _TITLES["stage"],
        lambda row: row.stage,
        130,
        110,
        90,
        cell=lambda row: ChipCell(row.stage, OUTCOME_TONES[row.outcome]),
    ),
    Column(
        "value",
        _TITLES["value"],
        lambda row: words.exactly(row.value_pence, row.currency),
        110,
        90,
        85,
        "right",
        descending=True,
        tabular=True,
    ),
    Column(
        "next_step",
        _TITLES["next_step"],
        lambda row: words.step(row)[0],
        150,
        130,
        80,
        cell=_step_cell,
        copied=_step_copied,
    ),
    Column(
        "age",
        _TITLES["age"],
        lambda row: f"{row.days_in_stage} days",
        90,
        80,
        60,
        "right",
        cell=_age_cell,
        descending=True,
        tabular=True,
    ),
    Column(
        "deadline",
        _TITLES["deadline"],
        lambda row: _day(row.deadline),
        120,
        100,
        40,
        tabular=True,
        copied=lambda row: iso_day(row.deadline),
    ),
    Column(
        "expected_close",
        _TITLES["expected_close"],
        lambda row: _day(row.expected_close),
        130,
        110,
        50,
        tabular=True,
        copied=lambda row: iso_day(row.expected_close),
    ),
    Column(
        "weighted",
        _TITLES["weighted"],
        lambda row: words.exactly(row.weighted_pence, row.currency),
        110,
        90,
        30,
        "right",
        descending=True,
        tabular=True,
    ),
)


ORGANISATION = Column("organisation", OPPORTUNITY["organisation"].label, lambda row: row.organisation)
"""Shown under the title; of its own only where rows are copied."""
