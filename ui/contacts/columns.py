"""The columns of the list of contacts."""

from functools import partial

from crm.contacts import ContactRow
from crm.fields import CONTACT
from ui.kit.table import AvatarCell, Cell, Column
from ui.records.list_columns import ON_BOTH, columns_of, spoken_touch

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


COLUMNS = columns_of(
    CONTACT,
    {
        **ON_BOTH,
        "name": partial(Column, text=lambda row: row.name, width=232, min_width=190, priority=100, cell=_name_cell),
        "role": partial(Column, text=lambda row: row.role, min_width=120, priority=30, tone="text2"),
        "organisation": partial(Column, text=lambda row: row.organisation, width=180, min_width=130, priority=90),
        "email": partial(Column, text=lambda row: row.email, width=200, min_width=160, priority=20, tone="text2"),
    },
)
