"""The columns of the list of organisations."""

from functools import partial

from crm.fields import ORGANISATION
from crm.organisations import OrganisationRow
from ui.kit.table import AvatarCell, Cell, Column
from ui.records.list_columns import ON_BOTH, columns_of, spoken_touch


def sentence(row: OrganisationRow) -> str:
    """Return a row as a screen reader says it."""
    people = "1 person" if row.people == 1 else f"{row.people:,} people"
    parts = (row.name, other_name(row), row.sector, row.sub_region, row.partnership, people, spoken_touch(row))
    return ", ".join(part for part in parts if part)


def other_name(row: OrganisationRow) -> str:
    """Return the name it had before, else its short one; empty where it has neither."""
    if row.former_name:
        return f"formerly {row.former_name}"
    return row.short_name if row.short_name != row.name else ""


def _name_cell(row: OrganisationRow) -> Cell:
    return AvatarCell(row.name, other_name(row), row.symbol, square=True)


COLUMNS = columns_of(
    ORGANISATION,
    {
        **ON_BOTH,
        "name": partial(Column, text=lambda row: row.name, width=250, min_width=190, priority=100, cell=_name_cell),
        "people": partial(
            Column,
            text=lambda row: f"{row.people:,}",
            width=72,
            min_width=64,
            priority=25,
            align="right",
            descending=True,
            tabular=True,
            tone="text2",
        ),
    },
)
