"""What a record of any table is called, and which record a column of the change log refers to."""

from collections.abc import Iterable
from functools import cache
from typing import Any

from peewee import Value, fn

from crm.db.expressions import name_of
from crm.db.query_builder import bind, each_of
from crm.db.schema import (
    LOGGED,
    Contact,
    FollowUp,
    Huddle,
    Interaction,
    Introduction,
    NeedOffer,
    Opportunity,
    Organisation,
    Pipeline,
    Pitch,
    Purpose,
    Sector,
    Series,
    Stage,
    SubRegion,
    Tag,
    Theme,
)
from crm.db.store import Store
from crm.errors import NotFound

RECORDS: dict[str, tuple[Any, Any]] = {
    "contact": (Contact, name_of(Contact)),
    "organisation": (Organisation, Organisation.name),
    "interaction": (Interaction, fn.coalesce(fn.nullif(Interaction.subject, ""), Interaction.kind)),
    "follow_up": (FollowUp, FollowUp.title),
    "huddle": (Huddle, Huddle.title),
    "opportunity": (Opportunity, Opportunity.title),
    "introduction": (Introduction, Introduction.reason),
    "need_offer": (NeedOffer, NeedOffer.title),
    "pitch": (Pitch, Pitch.topic),
}
"""The model and the name of each kind of record that has a trash."""

_OTHERS: dict[str, tuple[Any, Any]] = {
    "sector": (Sector, Sector.name),
    "sub_region": (SubRegion, SubRegion.name),
    "theme": (Theme, Theme.name),
    "tag": (Tag, Value("#").concat(Tag.name)),
    "series": (Series, Series.name),
    "purpose": (Purpose, Purpose.name),
    "pipeline": (Pipeline, Pipeline.name),
    "stage": (Stage, Stage.name),
}
NAMES: dict[str, Any] = {
    table: model.select(name).where(model.id == bind("id")) for table, (model, name) in (RECORDS | _OTHERS).items()
}
"""The query of the name of a record of each table."""

OF_MANY: dict[str, Any] = {
    table: model.select(model.id, name).where(model.id.in_(each_of("ids")))
    for table, (model, name) in (RECORDS | _OTHERS).items()
}
"""The query of the ids and names of records of each table."""


_WORDS = {"follow_up": "follow-up", "sub_region": "sub-region", "need_offer": "need or offer"}


def word_for(table: str) -> str:
    """Return what a record of a table is in a sentence: "follow-up"."""
    return _WORDS.get(table, table)


def name_in(store: Store, table: str, record_id: int) -> str:
    """Return what a record is called, one in the trash, too; raises NotFound."""
    found = store.value(NAMES[table], id=record_id)
    if found is None:
        raise NotFound(word_for(table), record_id)
    return str(found)


@cache
def _references() -> dict[str, dict[str, str]]:
    return {
        model._meta.table_name: {
            field.column_name: field.rel_model._meta.table_name
            for field in sorted(model._meta.refs, key=lambda field: str(field.column_name))
        }
        for model in LOGGED
    }


class RecordNames:
    """Names records by table and number, each looked up once."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._names: dict[tuple[str, int], str | None] = {}

    def name(self, table: str, record_id: int) -> str | None:
        """Return what a record is called, or None where it is gone or its table gives no names."""
        key = (table, record_id)
        if key not in self._names:
            self.look_up([key])
        return self._names[key]

    def look_up(self, records: Iterable[tuple[str, int]]) -> None:
        """Look up what many records are called, at once: those that are asked for next."""
        wanted: dict[str, list[int]] = {}
        for table, record_id in set(records) - self._names.keys():
            self._names[table, record_id] = None
            wanted.setdefault(table, []).append(record_id)
        for table, ids in wanted.items():
            if table in OF_MANY:
                self._names.update({(table, id_): str(name) for id_, name in self._store.rows(OF_MANY[table], ids=ids)})

    def references(self, table: str) -> dict[str, str]:
        """Return for each column of a table that refers to a record the table of that record."""
        return _references().get(table, {})
