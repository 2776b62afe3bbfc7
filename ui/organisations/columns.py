"""The columns of the list of organisations."""

from crm.organisations import OrganisationRow
from ui.kit.table import AvatarCell, Cell, Column
from ui.list_columns import LAST_TOUCH, NEXT_FOLLOW_UP, PARTNERSHIP, SECTOR, SUB_REGION, spoken_touch


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


COLUMNS: tuple[Column, ...] = (
    Column("name", "Name", lambda row: row.name, 250, 190, 100, cell=_name_cell),
    SECTOR,
    SUB_REGION,
    PARTNERSHIP,
    Column(
        "people",
        "People",
        lambda row: f"{row.people:,}",
        72,
        64,
        25,
        align="right",
        descending=True,
        tabular=True,
        tone="text2",
    ),
    LAST_TOUCH,
    NEXT_FOLLOW_UP,
)
