"""What lists of contacts and of organisations have in common: where rows come from, and columns that both show."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date
from functools import partial
from operator import attrgetter
from typing import Any, Protocol

import msgspec

from crm import clock, dates
from crm.fields import Fields, Kind, ListColumn
from crm.filters import EVERYTHING, Filter
from crm.interactions import read_moment
from crm.listing import Selection
from ui.kit.table import Cell, ChipCell, Column, TextCell
from ui.records.record_fields import shown_partial

PARTNERSHIP_TONES = {"prospect": "neutral", "engaged": "accent", "partner": "ok", "dormant": "warn", "left": "neutral"}


Drawn = Callable[..., Column]
"""Makes a column of its key, its title and whether the list is `sortable` by it."""


class Listed(msgspec.Struct, frozen=True):
    """What a list shows: a filter and an order. The keys of columns are those of the service's sorts."""

    shown: Filter = EVERYTHING
    sort: str = "name"
    descending: bool = False


class RecordLists(Protocol):
    """What a list asks of its service: `workspace.contacts` or `workspace.organisations`."""

    def count(self, shown: Filter = EVERYTHING) -> int: ...
    def page(self, shown: Filter, sort: str, descending: bool, offset: int, limit: int) -> Sequence[Any]: ...
    def stream(self, shown: Filter, sort: str, descending: bool) -> Iterator[Any]: ...
    def rows(self, ids: Sequence[int]) -> Sequence[Any]: ...
    def ids(self, selection: Selection, sort: str = "name", descending: bool = False) -> list[int]: ...
    def position(self, record: int, shown: Filter, sort: str, descending: bool, /) -> int | None: ...
    def name(self, record: int, /) -> str: ...
    def bulk_tag(self, selection: Selection, add: Sequence[str] = (), remove: Sequence[str] = ()) -> int: ...


class ListSource:
    """The rows of a list, read page by page."""

    def __init__(self, service: RecordLists, listed: Listed) -> None:
        self._service, self.listed = service, listed

    def count(self) -> int:
        return self._service.count(self.listed.shown)

    def page(self, offset: int, limit: int) -> Sequence[Any]:
        asked = self.listed
        return self._service.page(asked.shown, asked.sort, asked.descending, offset, limit)

    def index_of(self, record: int) -> int | None:
        asked = self.listed
        return self._service.position(record, asked.shown, asked.sort, asked.descending)


_SAID: dict[Kind, Callable[[Any], str]] = {
    Kind.TEXT: str,
    Kind.LINK: str,
    Kind.CHOICE: str.capitalize,
    Kind.DAY: shown_partial,
    Kind.NUMBER: "{:,}".format,
}


def columns_of(fields: Fields, drawn: Mapping[str, Drawn]) -> tuple[Column, ...]:
    """Return the declared columns of a list in their order: as they are `drawn` by key, else what they hold, written.

    Raises KeyError for one that is not drawn and holds what is not simply written, as a record.
    """
    return tuple(
        (drawn.get(each.key) or _written(each))(each.key, each.title, sortable=each.is_sorted)
        for each in fields.columns
    )


def _written(column: ListColumn) -> Drawn:
    said, held = _SAID[column.field.kind], attrgetter(column.field.key)

    def text(row: Any) -> str:
        return "" if held(row) in (None, "") else said(held(row))

    is_number = column.field.kind is Kind.NUMBER
    return partial(Column, text=text, align="right" if is_number else "left", tabular=is_number, tone="text2")


def last_touch(moment: str) -> str:
    """Return how long ago a moment of the database was ("Yesterday", "3 days ago"), empty for never."""
    if not moment:
        return ""
    said = dates.ago(dates.utc_to_local(read_moment(moment)).date(), clock.today())
    return said[:1].upper() + said[1:]


def touched_on(moment: str) -> str:
    """Return the local day of a moment of the database as a spreadsheet takes it (2026-02-14), empty for never."""
    return dates.utc_to_local(read_moment(moment)).date().isoformat() if moment else ""


def next_day(day: str) -> str:
    """Return a due day of the database as a person says it, empty for none."""
    return dates.show_day(date.fromisoformat(day), clock.today()) if day else ""


def is_late(day: str) -> bool:
    """Say whether a due day has passed."""
    return bool(day) and day < clock.today().isoformat()


def spoken_touch(row: Any) -> str:
    """Return the last contact and the next follow-up of a row as a screen reader says them."""
    touched, following = last_touch(row.last_touch_at), next_day(row.next_follow_up_on)
    late = ", overdue" if is_late(row.next_follow_up_on) else ""
    said = f"last contact {touched.lower()}" if touched else "never in touch"
    return f"{said}, next follow-up {following}{late}" if following else said


def _touch_cell(row: Any) -> Cell:
    return TextCell(last_touch(row.last_touch_at) or "Never", "text2" if row.last_touch_at else "text3")


def _follow_up_cell(row: Any) -> Cell:
    late = is_late(row.next_follow_up_on)
    words = next_day(row.next_follow_up_on)
    return TextCell(words or "—", "danger" if late else "text2" if words else "text3", 500 if late else 400)


def _spoken_follow_up(row: Any) -> str:
    overdue = ", overdue" if is_late(row.next_follow_up_on) else ""
    return f"Next follow-up: {next_day(row.next_follow_up_on) or 'none'}{overdue}"


def _sector_cell(row: Any) -> Cell:
    return ChipCell(row.sector, sector=row.symbol) if row.sector else TextCell("")


def _partnership_cell(row: Any) -> Cell:
    word = row.partnership
    return ChipCell(word.capitalize(), PARTNERSHIP_TONES.get(word, "neutral")) if word else TextCell("")


ON_BOTH: dict[str, Drawn] = {
    "sector": partial(Column, text=lambda row: row.sector, width=140, min_width=138, priority=80, cell=_sector_cell),
    "sub_region": partial(Column, text=lambda row: row.sub_region, width=160, min_width=124, priority=40, tone="text2"),
    "partnership": partial(
        Column,
        text=lambda row: row.partnership.capitalize(),
        width=108,
        min_width=96,
        priority=30,
        cell=_partnership_cell,
    ),
    "last_touch": partial(
        Column,
        text=lambda row: last_touch(row.last_touch_at),
        width=122,
        min_width=118,
        priority=70,
        cell=_touch_cell,
        descending=True,
        tabular=True,
        copied=lambda row: touched_on(row.last_touch_at),
    ),
    "next_follow_up": partial(
        Column,
        text=lambda row: next_day(row.next_follow_up_on),
        width=124,
        min_width=112,
        priority=60,
        cell=_follow_up_cell,
        accessible=_spoken_follow_up,
        tabular=True,
        copied=lambda row: row.next_follow_up_on,
    ),
}
"""How lists of contacts and of organisations draw what both show."""
