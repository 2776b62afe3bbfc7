"""The saved views of the sample network: what a cluster head would look at again and again."""

from collections.abc import Iterable
from typing import Any

from crm.db.schema import Sector, SubRegion, Tag
from crm.db.store import Store
from crm.filters import Condition, Filter
from crm.sample.words import GivenView, ViewCondition
from crm.views import View, Views

_VOCABULARIES: dict[str, Any] = {"sector": Sector, "sub_region": SubRegion, "tag": Tag}


def save_views(store: Store, known: Iterable[GivenView]) -> None:
    """Save the views, inside a running action."""
    views = Views(store)
    for told in known:
        parts = tuple(_condition(store, each) for each in told.conditions)
        if all(part.values for part in parts):  # a vocabulary may be edited
            views.save(View(told.page, told.name, Filter(parts=parts), sort=told.sort))


def _condition(store: Store, told: ViewCondition) -> Condition:
    if not told.names:
        return Condition(told.field, told.values)
    word = _VOCABULARIES[told.field]
    return Condition(told.field, tuple(store.column(word.select(word.id).where(word.name.in_(told.names)))))
