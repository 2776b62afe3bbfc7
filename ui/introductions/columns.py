"""The columns of the ledger of introductions; their keys are the orders of the service."""

from functools import partial

from crm.fields import INTRODUCTION
from crm.introductions import IntroductionRow
from ui.introductions import words
from ui.kit.table import ChipCell, Column, TextCell
from ui.records.clipboard import iso_day
from ui.records.list_columns import columns_of


def _status_cell(row: IntroductionRow) -> ChipCell:
    return ChipCell(*words.status(row))


def _check_cell(row: IntroductionRow) -> ChipCell | TextCell:
    text, tone = words.check(row)
    return TextCell(text) if tone == "neutral" else ChipCell(text, tone, icon="clock")


COLUMNS = columns_of(
    INTRODUCTION,
    {
        "who": partial(
            Column,
            text=lambda row: row.who,
            width=360,
            min_width=260,
            priority=100,
            cell=lambda row: TextCell(row.who, weight=600, detail=row.reason),
        ),
        "outcome": partial(
            Column, text=lambda row: words.status(row)[0], width=140, min_width=124, priority=90, cell=_status_cell
        ),
        "agreed": partial(Column, text=words.agreed, width=84, min_width=76, priority=60, tabular=True, tone="text2"),
        "made_on": partial(
            Column,
            text=lambda row: words.day(row.made_on),
            width=118,
            min_width=112,
            priority=50,
            descending=True,
            tabular=True,
            copied=lambda row: iso_day(row.made_on),
        ),
        "check_on": partial(
            Column,
            text=lambda row: words.check(row)[0],
            width=140,
            min_width=130,
            priority=40,
            cell=_check_cell,
            tabular=True,
            copied=lambda row: iso_day(row.check_on),
        ),
        "source": partial(
            Column, text=lambda row: row.source.capitalize(), width=100, min_width=84, priority=30, tone="text2"
        ),
    },
)


REASON = Column("reason", INTRODUCTION["reason"].label, lambda row: row.reason)
"""Shown under the names; of its own only where rows are copied."""
