"""The vocabularies the user edits: sectors, sub-regions, themes. A term in use is retired, not deleted."""

from collections.abc import Sequence
from functools import reduce
from operator import add
from typing import Any

import msgspec
from peewee import NodeList, Value, fn

from crm.db import schema
from crm.db.query_builder import bind
from crm.db.schema.allowed import SECTOR_SYMBOLS
from crm.db.store import Store
from crm.errors import Invalid
from crm.record_names import name_in, word_for
from crm.text import clean_line


class Term(msgspec.Struct, frozen=True):
    """A term of a vocabulary; `symbol` is a sector's mark on screen, `used` how many records have it."""

    id: int
    name: str
    symbol: str
    active: bool
    used: int


_MODELS: dict[str, Any] = {"sector": schema.Sector, "sub_region": schema.SubRegion, "theme": schema.Theme}


def _used(vocabulary: Any) -> Any:
    """Return how many rows have a term, in every table whose foreign key says so."""
    users = [(user, key) for user in schema.LOGGED for key, to in user._meta.refs.items() if to is vocabulary]
    return reduce(add, (NodeList((user.select(fn.count(user.id)).where(key == vocabulary.id),)) for user, key in users))


def _terms(vocabulary: Any) -> Any:
    symbol = vocabulary.symbol if vocabulary is schema.Sector else Value("").alias("symbol")
    used = _used(vocabulary).alias("used")
    found = vocabulary.select(vocabulary.id, vocabulary.name, symbol, vocabulary.active, used)
    return found.order_by(vocabulary.position, vocabulary.name)


TERMS = {name: _terms(model) for name, model in _MODELS.items()}
"""The terms of each vocabulary in their order, with their use."""

ACTIVE_TERMS = {name: TERMS[name].where(model.active) for name, model in _MODELS.items()}

USED = {name: model.select(_used(model)).where(model.id == bind("term")) for name, model in _MODELS.items()}

NAMESAKE = {
    name: model.select(model.id).where(model.name == bind("name"), ~(model.id >> bind("but")))
    for name, model in _MODELS.items()
}

NEXT_POSITION = {name: model.select(fn.coalesce(fn.max(model.position), -1) + 1) for name, model in _MODELS.items()}


class Vocabularies:
    """Reads and writes sector, sub_region and theme; a vocabulary is named by its table."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def terms(self, vocabulary: str, *, retired: bool = False) -> list[Term]:
        """Return the terms in their order, retired ones too where asked for, with their use."""
        return self._store.all((TERMS if retired else ACTIVE_TERMS)[vocabulary], into=Term)

    def add(self, vocabulary: str, name: str, symbol: str = "other") -> int:
        """Add a term at the end; raises Invalid for an empty or known name."""
        text = self._new_name(vocabulary, name)
        position = self._store.value(NEXT_POSITION[vocabulary])
        mark = {"symbol": self._symbol(symbol)} if vocabulary == "sector" else {}
        with self._store.action(f"Add {word_for(vocabulary)} {text}"):
            return self._store.insert(_MODELS[vocabulary], name=text, position=position, **mark)

    def rename(self, vocabulary: str, term: int, name: str) -> None:
        """Give a term another name; raises Invalid, NotFound."""
        before, text = name_in(self._store, vocabulary, term), self._new_name(vocabulary, name, but=term)
        with self._store.action(f"Rename {word_for(vocabulary)} {before} to {text}"):
            self._store.update(_MODELS[vocabulary], term, name=text)

    def set_symbol(self, sector: int, symbol: str) -> None:
        """Choose a sector's mark on screen."""
        with self._store.action(f"Change the mark of {name_in(self._store, 'sector', sector)}"):
            self._store.update(schema.Sector, sector, symbol=self._symbol(symbol))

    def reorder(self, vocabulary: str, terms: Sequence[int]) -> None:
        """Put the terms in this order."""
        with self._store.action(f"Reorder {word_for(vocabulary)}s"):
            for position, term in enumerate(terms):
                self._store.update(_MODELS[vocabulary], term, position=position)

    def set_active(self, vocabulary: str, term: int, active: bool) -> None:
        """Retire a term (it stays where it is used, but is offered no more), or take it back."""
        verb = "Use" if active else "Retire"
        with self._store.action(f"{verb} {word_for(vocabulary)} {name_in(self._store, vocabulary, term)}"):
            self._store.update(_MODELS[vocabulary], term, active=int(active))

    def delete(self, vocabulary: str, term: int) -> None:
        """Delete a term that nothing uses; raises Invalid where something does."""
        name = name_in(self._store, vocabulary, term)
        if self._store.value(USED[vocabulary], term=term):
            raise Invalid("name", f"“{name}” is in use, so it can be retired but not deleted.")
        with self._store.action(f"Delete {word_for(vocabulary)} {name}"):
            self._store.delete(_MODELS[vocabulary], term)

    def _new_name(self, vocabulary: str, name: str, but: int | None = None) -> str:
        text = clean_line(name)
        if not text:
            raise Invalid("name", f"A {word_for(vocabulary)} needs a name.")
        if self._store.value(NAMESAKE[vocabulary], name=text, but=but):
            raise Invalid("name", f"There is a {word_for(vocabulary)} “{text}” already.")
        return text

    @staticmethod
    def _symbol(symbol: str) -> str:
        if symbol not in SECTOR_SYMBOLS:
            raise Invalid("symbol", f"There is no mark “{symbol}”.")
        return symbol
