"""The columns of the list of contacts, and the rows under them: counted, filtered and sorted by the database."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from crm import clock, dates
from crm.contacts import ContactRow, Contacts
from crm.filters import EVERYTHING, Filter
from crm.interactions import read_moment
from ui.kit.table import AvatarCell, Cell, ChipCell, Column, TextCell


@dataclass(frozen=True, slots=True)
class Listed:
    """What the list shows: a filter and an order. The keys of columns are those of the service's sorts."""

    shown: Filter = EVERYTHING
    sort: str = "name"
    descending: bool = False


class ContactSource:
    """The rows of a list, read page by page."""

    def __init__(self, contacts: Contacts, listed: Listed) -> None:
        self._contacts, self.listed = contacts, listed

    def count(self) -> int:
        return self._contacts.count(self.listed.shown)

    def page(self, offset: int, limit: int) -> Sequence[ContactRow]:
        asked = self.listed
        return self._contacts.page(asked.shown, asked.sort, asked.descending, offset, limit)

    def index_of(self, contact: int) -> int | None:
        asked = self.listed
        return self._contacts.position(contact, asked.shown, asked.sort, asked.descending)


def last_touch(moment: str) -> str:
    """Return how long ago a moment of the database was ("Yesterday", "3 days ago"), empty for never."""
    if not moment:
        return ""
    said = dates.ago(dates.utc_to_local(read_moment(moment)).date(), clock.today())
    return said[:1].upper() + said[1:]


def next_day(day: str) -> str:
    """Return a due day of the database as a person says it, empty for none."""
    return dates.show_day(date.fromisoformat(day), clock.today()) if day else ""


def is_late(day: str) -> bool:
    """Say whether a due day has passed."""
    return bool(day) and day < clock.today().isoformat()


def sentence(row: ContactRow) -> str:
    """Return a row as a screen reader says it."""
    touched, following = last_touch(row.last_touch_at), next_day(row.next_follow_up_on)
    parts = (
        row.name,
        row.role,
        row.organisation,
        row.sector,
        row.sub_region,
        f"last contact {touched.lower()}" if touched else "never in touch",
        f"next follow-up {following}" if following else "",
    )
    return ", ".join(part for part in parts if part)


def _name_cell(row: ContactRow) -> Cell:
    return AvatarCell(row.name, row.role, row.symbol)


def _sector_cell(row: ContactRow) -> Cell:
    return ChipCell(row.sector, sector=row.symbol)


def _touch_cell(row: ContactRow) -> Cell:
    return TextCell(last_touch(row.last_touch_at) or "Never", "text2" if row.last_touch_at else "text3")


def _follow_up_cell(row: ContactRow) -> Cell:
    late = is_late(row.next_follow_up_on)
    return TextCell(next_day(row.next_follow_up_on), "danger" if late else "text2", 500 if late else 400)


def _spoken_follow_up(row: ContactRow) -> str:
    overdue = ", overdue" if is_late(row.next_follow_up_on) else ""
    return f"Next follow-up: {next_day(row.next_follow_up_on) or 'none'}{overdue}"


COLUMNS: tuple[Column, ...] = (
    Column("name", "Name", lambda row: row.name, 232, 190, 100, cell=_name_cell),
    Column("role", "Role", lambda row: row.role, 160, 120, 30, tone="text2"),
    Column("organisation", "Organisation", lambda row: row.organisation, 180, 130, 90),
    Column("sector", "Sector", lambda row: row.sector, 146, 142, 80, cell=_sector_cell),
    Column("sub_region", "Sub-region", lambda row: row.sub_region, 160, 124, 40, tone="text2"),
    Column(
        "last_touch",
        "Last contact",
        lambda row: last_touch(row.last_touch_at),
        120,
        114,
        70,
        cell=_touch_cell,
        descending=True,
        tabular=True,
    ),
    Column(
        "next_follow_up",
        "Next follow-up",
        lambda row: next_day(row.next_follow_up_on),
        124,
        110,
        60,
        cell=_follow_up_cell,
        accessible=_spoken_follow_up,
        tabular=True,
    ),
    Column("email", "E-mail", lambda row: row.email, 200, 160, 20, tone="text2"),
    Column("partnership", "Partnership", lambda row: row.partnership.capitalize(), 110, 96, 10, tone="text2"),
)
NOT_SHOWN = frozenset({"role"})
"""Columns that stand under the name already, shown on their own only where somebody wants it."""
