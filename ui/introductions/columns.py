"""The columns of the ledger of introductions; their keys are the orders of the service."""

from crm.fields import INTRODUCTION
from crm.introductions import IntroductionRow
from ui.copying import iso_day
from ui.introductions import words
from ui.kit.table import ChipCell, Column, TextCell


def _standing_cell(row: IntroductionRow) -> ChipCell:
    return ChipCell(*words.standing(row))


def _check_cell(row: IntroductionRow) -> ChipCell | TextCell:
    text, tone = words.check(row)
    return TextCell(text) if tone == "neutral" else ChipCell(text, tone, icon="clock")


_TITLES = INTRODUCTION.columns
COLUMNS = (
    Column(
        "who",
        _TITLES["who"],
        lambda row: row.who,
        360,
        260,
        100,
        cell=lambda row: TextCell(row.who, weight=600, detail=row.reason),
    ),
    Column("outcome", _TITLES["outcome"], lambda row: words.standing(row)[0], 140, 124, 90, cell=_standing_cell),
    Column("agreed", _TITLES["agreed"], words.agreed, 84, 76, 60, sortable=False, tabular=True, tone="text2"),
    Column(
        "made_on",
        _TITLES["made_on"],
        lambda row: words.day(row.made_on),
        118,
        112,
        50,
        descending=True,
        tabular=True,
        copied=lambda row: iso_day(row.made_on),
    ),
    Column(
        "check_on",
        _TITLES["check_on"],
        lambda row: words.check(row)[0],
        140,
        130,
        40,
        cell=_check_cell,
        tabular=True,
        copied=lambda row: iso_day(row.check_on),
    ),
    Column("source", _TITLES["source"], lambda row: row.source.capitalize(), 100, 84, 30, tone="text2"),
)


REASON = Column("reason", INTRODUCTION["reason"].label, lambda row: row.reason)
"""Shown under the names; of its own only where rows are copied."""
