"""The columns of the list of contacts."""

from crm.contacts import ContactRow
from ui.kit.table import AvatarCell, Cell, Column
from ui.list_columns import LAST_TOUCH, NEXT_FOLLOW_UP, PARTNERSHIP, SECTOR, SUB_REGION, spoken_touch

UNDER_NAME = ("role",)
"""Columns whose text stands under the name already; on their own only where somebody wants them."""


def sentence(row: ContactRow) -> str:
    """Return a row as a screen reader says it."""
    parts = (row.name, row.role, row.organisation, row.sector, row.sub_region, spoken_touch(row))
    return ", ".join(part for part in parts if part)


def address(row: ContactRow) -> str:
    """Return a row as the recipient of an e-mail, `Jane Roe <jane@acme.example>`; empty where there is no address."""
    if not row.email:
        return ""
    if any(letter in row.name for letter in ',;<>@"()[]:.\\'):
        escaped = row.name.replace("\\", "\\\\").replace('"', '\\"')
        return f'"{escaped}" <{row.email}>'
    return f"{row.name} <{row.email}>"


def _name_cell(row: ContactRow) -> Cell:
    return AvatarCell(row.name, row.role, row.symbol)


COLUMNS: tuple[Column, ...] = (
    Column("name", "Name", lambda row: row.name, 232, 190, 100, cell=_name_cell),
    Column("role", "Role", lambda row: row.role, 160, 120, 30, tone="text2"),
    Column("organisation", "Organisation", lambda row: row.organisation, 180, 130, 90),
    SECTOR,
    SUB_REGION,
    LAST_TOUCH,
    NEXT_FOLLOW_UP,
    Column("email", "E-mail", lambda row: row.email, 200, 160, 20, tone="text2"),
    PARTNERSHIP,
)
