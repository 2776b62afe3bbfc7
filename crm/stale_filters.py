"""What filters ask for that is no longer there, and the ids in them put right when two records become one."""

from collections.abc import Iterator

from msgspec.structs import replace
from peewee import Model

from crm.db import schema
from crm.db.store import Store
from crm.errors import Invalid
from crm.filters import FIELDS, Condition, Filter

_NAMES: dict[str, tuple[type[Model], str]] = {
    "sector": (schema.Sector, "a sector"),
    "sub_region": (schema.SubRegion, "a sub-region"),
    "theme": (schema.Theme, "a theme"),
    "tag": (schema.Tag, "a tag"),
    "organisation": (schema.Organisation, "an organisation"),
    "contact": (schema.Contact, "a contact"),
    "huddle": (schema.Huddle, "a huddle"),
    "pipeline": (schema.Pipeline, "a pipeline"),
}
"""The tables whose ids stand in conditions, and what one record of each is called."""

_TABLES = {name: name for name in _NAMES} | {
    field.key: field.vocabulary for fields in FIELDS.values() for field in fields if field.vocabulary in _NAMES
}
"""The table that the values of a condition's field are ids of."""


def gone(store: Store, shown: Filter) -> str:
    """Return what a filter asks for that was deleted, "a tag that was deleted"; empty where all of it is there."""
    asked = [(*_NAMES[table], id_) for table, id_ in dict.fromkeys(_ids(shown))]
    names = [name for model, name, id_ in asked if not store.holds(model, id_)]
    if not names:
        return ""
    listed = " and ".join(dict.fromkeys(names))
    return f"{listed} that {'was' if len(set(names)) == 1 else 'were'} deleted"


def refuse_gone(store: Store, shown: Filter, what: str = "This filter") -> None:
    """Raise Invalid where a filter asks for something that was deleted: nobody could say whom it leaves out now."""
    if said := gone(store, shown):
        raise Invalid(
            "filter",
            f"{what} asks for {said}, so it no longer says who is meant. Nothing was done. "
            "Take that condition out or choose another, and save the view again.",
        )


def replaced(part: Filter, table: str, old: int, new: int) -> Filter:
    """Return the filter that asks for one record of a table where it asked for another, each value once."""
    return replace(part, parts=tuple(_replaced(each, table, old, new) for each in part.parts))


def _replaced(part: Condition | Filter, table: str, old: int, new: int) -> Condition | Filter:
    if isinstance(part, Filter):
        return replaced(part, table, old, new)
    if _TABLES.get(part.field) != table:
        return part
    return replace(part, values=tuple(dict.fromkeys(new if value == old else value for value in part.values)))


def _ids(part: Condition | Filter) -> Iterator[tuple[str, int]]:
    if isinstance(part, Filter):
        for each in part.parts:
            yield from _ids(each)
    elif part.field in _TABLES:
        yield from ((_TABLES[part.field], value) for value in part.values if isinstance(value, int) and value)
