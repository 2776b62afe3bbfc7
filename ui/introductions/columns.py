"""The columns of the ledger of introductions."""

from datetime import date

from crm import clock, dates
from crm.introductions import IntroductionRow
from ui.kit.table import Column, TextCell

SOURCES = {"": "", "huddle": "Huddle", "pitch": "Pitch", "match": "Match", "other": "Other"}


def _day(day: date | None) -> str:
    return dates.show_date(day, clock.today()) if day is not None else ""


def sentence(row: IntroductionRow) -> str:
    """Return an introduction as it is read out."""
    return ", ".join(filter(None, (row.who, row.reason, row.state)))


COLUMNS = (
    Column(
        "who",
        "Who with whom",
        lambda row: row.who,
        320,
        200,
        100,
        cell=lambda row: TextCell(row.who, weight=600, detail=row.reason),
        sortable=False,
    ),
    Column("state", "Standing", lambda row: row.state, 180, 140, 90, sortable=False),
    Column("made_on", "Made on", lambda row: _day(row.made_on), 120, 100, 50, tabular=True, sortable=False),
    Column("source", "From", lambda row: SOURCES[row.source], 110, 90, 30, sortable=False),
)
