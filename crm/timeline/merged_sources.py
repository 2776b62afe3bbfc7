"""The sources of a history that are wanted, each within its own index, read as one."""

from collections.abc import Collection, Iterable, Sequence
from functools import cached_property, lru_cache, reduce
from operator import add
from typing import Any

import msgspec
from peewee import Select

from crm.db.schema.allowed import INTERACTION_KINDS
from crm.db.store import Store
from crm.timeline.sources import Source, sources


class EventFound(msgspec.Struct, frozen=True):
    """An event as its source gives it: `first` to `third` are what this kind of events tells."""

    at: str
    rank: int
    id: int
    kind: str
    first: str
    second: str
    third: Any


class Chosen:
    """Some sources of one history, read as one: `narrowed` where interactions of some kinds alone are wanted."""

    def __init__(self, among: Sequence[Source], narrowed: Sequence[str]) -> None:
        self._among = among
        self._narrowed = narrowed

    def newest(self, store: Store, **values: Any) -> list[EventFound]:
        """Return the newest events of each source before a key."""
        return store.all(self._page, into=EventFound, **values, **self._kinds) if self._among else []

    def years(self, store: Store, **values: Any) -> list[tuple[str, int]]:
        """Return how many events of each source each year has."""
        return store.rows(self._years, **values, **self._kinds) if self._among else []

    @cached_property
    def _page(self) -> Any:
        return _together((source.page for source in self._among), EventFound.__struct_fields__)

    @cached_property
    def _years(self) -> Any:
        return _together((source.years for source in self._among), ("year", "number"))

    @property
    def _kinds(self) -> dict[str, Any]:
        return {"kinds": self._narrowed} if self._narrowed else {}


def _together(queries: Iterable[Any], columns: Sequence[str]) -> Any:
    # Each within a query of its own: it has an order and a limit, and is walked by its own index no further than those.
    sources = [query.alias("source") for query in queries]
    return reduce(add, (Select([each], [getattr(each.c, name) for name in columns]) for each in sources))


def chosen(record: str, kinds: Collection[str] | None) -> Chosen:
    """Return the sources of events of these kinds (None: of all)."""
    return _chosen(record, None if kinds is None else frozenset(kinds))


@lru_cache(maxsize=64)
def _chosen(record: str, kinds: frozenset[str] | None) -> Chosen:
    if kinds is None:
        return Chosen(sources(record), ())
    among = [source for source in sources(record) if kinds.intersection(source.kinds)]
    narrowed = [kind for kind in INTERACTION_KINDS if kind in kinds]
    return Chosen([each.narrowed if len(each.kinds) > 1 else each for each in among], narrowed)
