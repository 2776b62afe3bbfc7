"""What a list shows and what it is sorted by, as its fields are declared."""

from collections.abc import Callable, Iterable, Mapping
from typing import Any, TypeVar

import msgspec

from crm.db.derived.summaries import NO_FOLLOW_UP, NO_RANK
from crm.db.expressions import nocase
from crm.db.schema import Table
from crm.fields import Field, Fields, Kind
from crm.filters import SUMMARIES, key_of
from crm.listing.queries import Sort

Row = TypeVar("Row", bound=msgspec.Struct)

_BY_KIND: dict[Kind, Callable[[Any], Sort]] = {
    Kind.TEXT: lambda column: Sort(nocase(column)),
    Kind.CHOICE: Sort,
    Kind.NUMBER: lambda column: Sort(column, blank=None),
}


def sorts_of(fields: Fields, own: Mapping[str, Sort] | None = None) -> dict[str, Sort]:
    """Return what a list can be sorted by: the column of the summary that each order is named after, else its `own`."""
    summary = SUMMARIES[fields.table]
    special = {
        "name": Sort(summary.sort_name, blank=None),
        "sector": Sort(summary.sector_rank, blank=NO_RANK),
        "sub_region": Sort(summary.sub_region_rank, blank=NO_RANK),
        "last_touch": Sort(summary.last_touch_at),
        "next_follow_up": Sort(summary.next_follow_up_on, blank=NO_FOLLOW_UP),
        **(own or {}),
    }
    return {
        key: special[key] if key in special else _BY_KIND[field.kind](getattr(summary, key))
        for key, field in fields.orders.items()
    }


def row_of(record: type[Row], fields: Fields) -> type[Row]:
    """Return the record of a list's rows, with an attribute more for each listed field that it has none for."""
    more = [(field.key, Any) for field in _more(record, fields)]
    if not more:
        return record
    wider: Any = msgspec.defstruct(record.__name__, more, bases=(record,), frozen=True)
    made: type[Row] = wider
    return made


def more_of(record: type[msgspec.Struct], fields: Fields, model: type[Table]) -> Iterable[Any]:
    """Return what a query of a list's lines asks for besides: those listed fields that its record lacks."""
    for field in _more(record, fields):
        kept = model.select(getattr(model, field.key)).where(model.id == key_of(fields.table))
        yield kept.alias(field.key)


def _more(record: type[msgspec.Struct], fields: Fields) -> list[Field]:
    own = record.__struct_fields__
    return [each.field for each in fields.columns if each.field.is_stored and each.key not in own]
