"""The vocabularies the user edits: sectors, sub-regions, themes. A term in use is retired, not deleted."""

from collections.abc import Sequence

import msgspec

from crm.db import schema
from crm.db.schema.allowed import SECTOR_SYMBOLS
from crm.db.store import Store
from crm.errors import Invalid, NotFound
from crm.text import clean_line

LABELS = {"sector": "sector", "sub_region": "sub-region", "theme": "theme"}


class Term(msgspec.Struct, frozen=True):
    """A term of a vocabulary; `symbol` is a sector's mark on screen, `used` how many records have it."""

    id: int
    name: str
    symbol: str
    active: bool
    used: int


class Vocabularies:
    """Reads and writes sector, sub_region and theme; a vocabulary is named by its table."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._uses: dict[str, str] = {}

    def terms(self, vocabulary: str, *, retired: bool = False) -> list[Term]:
        """Return the terms in their order, retired ones too where asked for, with their use."""
        symbol = "v.symbol" if vocabulary == "sector" else "''"
        where = "" if retired else "WHERE v.active"
        rows = self._store.rows(
            f"SELECT v.id, v.name, {symbol}, v.active, {self._used(vocabulary)} FROM {vocabulary} v {where} "
            "ORDER BY v.position, v.name"
        )
        return [Term(id_, name, mark, bool(active), used) for id_, name, mark, active, used in rows]

    def add(self, vocabulary: str, name: str, symbol: str = "other") -> int:
        """Add a term at the end; raises Invalid for an empty or known name."""
        text = self._new_name(vocabulary, name)
        position = self._store.value(f"SELECT coalesce(max(position), -1) + 1 FROM {vocabulary}")
        mark = {"symbol": self._symbol(symbol)} if vocabulary == "sector" else {}
        with self._store.action(f"Add {LABELS[vocabulary]} {text}"):
            return self._store.insert(_model(vocabulary), name=text, position=position, **mark)

    def rename(self, vocabulary: str, term: int, name: str) -> None:
        """Give a term another name; raises Invalid, NotFound."""
        before, text = self._name(vocabulary, term), self._new_name(vocabulary, name, but=term)
        with self._store.action(f"Rename {LABELS[vocabulary]} {before} to {text}"):
            # Names compare without their case, so `Store.update` would take "industry" to "Industry" for no change.
            self._store.execute(f"UPDATE {vocabulary} SET name = ? WHERE id = ?", (text, term))

    def set_symbol(self, sector: int, symbol: str) -> None:
        """Choose a sector's mark on screen."""
        with self._store.action(f"Change the mark of {self._name('sector', sector)}"):
            self._store.update(schema.Sector, sector, symbol=self._symbol(symbol))

    def reorder(self, vocabulary: str, terms: Sequence[int]) -> None:
        """Put the terms in this order."""
        with self._store.action(f"Reorder {LABELS[vocabulary]}s"):
            for position, term in enumerate(terms):
                self._store.update(_model(vocabulary), term, position=position)

    def set_active(self, vocabulary: str, term: int, active: bool) -> None:
        """Retire a term (it stays where it is used, but is offered no more), or take it back."""
        verb = "Use" if active else "Retire"
        with self._store.action(f"{verb} {LABELS[vocabulary]} {self._name(vocabulary, term)}"):
            self._store.update(_model(vocabulary), term, active=int(active))

    def delete(self, vocabulary: str, term: int) -> None:
        """Delete a term that nothing uses; raises Invalid where something does."""
        name = self._name(vocabulary, term)
        if self._store.value(f"SELECT {self._used(vocabulary)} FROM {vocabulary} v WHERE v.id = ?", (term,)):
            raise Invalid("name", f"“{name}” is in use, so it can be retired but not deleted.")
        with self._store.action(f"Delete {LABELS[vocabulary]} {name}"):
            self._store.delete(_model(vocabulary), term)

    def _used(self, vocabulary: str) -> str:
        """Return what counts the rows that have a term `v`, in every table whose foreign key says so."""
        if vocabulary not in self._uses:
            users = self._store.rows(
                """SELECT t.name, f."from" FROM sqlite_schema t JOIN pragma_foreign_key_list(t.name) f
                WHERE t.type = 'table' AND f."table" = ?""",
                (vocabulary,),
            )
            parts = (f"(SELECT count(*) FROM {table} WHERE {column} = v.id)" for table, column in users)
            self._uses[vocabulary] = " + ".join(parts)
        return self._uses[vocabulary]

    def _name(self, vocabulary: str, term: int) -> str:
        found = self._store.value(f"SELECT name FROM {vocabulary} WHERE id = ?", (term,))
        if found is None:
            raise NotFound(LABELS[vocabulary], term)
        return str(found)

    def _new_name(self, vocabulary: str, name: str, but: int | None = None) -> str:
        text = clean_line(name)
        if not text:
            raise Invalid("name", f"A {LABELS[vocabulary]} needs a name.")
        if self._store.value(f"SELECT 1 FROM {vocabulary} WHERE name = ? AND id IS NOT ?", (text, but)):
            raise Invalid("name", f"There is a {LABELS[vocabulary]} “{text}” already.")
        return text

    @staticmethod
    def _symbol(symbol: str) -> str:
        if symbol not in SECTOR_SYMBOLS:
            raise Invalid("symbol", f"There is no mark “{symbol}”.")
        return symbol


def _model(vocabulary: str) -> "type[schema.Table]":
    return {"sector": schema.Sector, "sub_region": schema.SubRegion, "theme": schema.Theme}[vocabulary]
