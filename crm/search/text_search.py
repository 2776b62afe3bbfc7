"""What was written, newest first: interactions, follow-ups, huddles, pitches, opportunities, introductions, needs,
notes on people and organisations.

The index of texts answers beginnings of up to four letters at once. Longer ones and phrases are asked by what the index
can answer and checked in the texts themselves, a bounded number of them.
"""

from collections.abc import Iterator, Sequence

import msgspec

from crm.db.derived import texts
from crm.db.derived.texts import INTERACTION, NEED
from crm.db.store import Store
from crm.search.highlights import Marker, has_phrases
from crm.search.query import Query
from crm.search.text_queries import INDEX, TEXTS

_SCAN = 300
"""Texts checked, newest first, before the index is asked for the whole word."""
_COUNTED = 1000
"""Texts are counted up to here, where the index answers alone."""
_AHEAD = 100
"""Texts of all kinds that are read ahead: about what is shown."""
_ALL = (texts.bounds(NEED)[0], texts.bounds(INTERACTION)[1])


class _Text(msgspec.Struct, frozen=True):
    """A text that was written, as far as it is checked; `is_cut` where there is more of it."""

    id: int
    text: str
    is_cut: bool


class Ahead:
    """The first texts of all kinds that the index names for some words, read at once: most kinds have few of them."""

    def __init__(self, store: Store, expression: str) -> None:
        self._rowids = _at(store, expression, _ALL, _AHEAD)
        self._known_to = self._rowids[-1] if len(self._rowids) == _AHEAD else _ALL[1]

    def first(self, kind: int, limit: int) -> list[int] | None:
        """Return the first `limit` rowids of a kind, None where they were not all read."""
        least, greatest = texts.bounds(kind)
        found = [rowid for rowid in self._rowids if least <= rowid <= greatest]
        return found[:limit] if len(found) >= limit or greatest <= self._known_to else None


class Written:
    """Looks up texts by their words; reads only."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def ahead(self, query: Query) -> Ahead:
        """Return what the finds of several kinds for one query need, read once for all of them."""
        return Ahead(self._store, _expression(query.words))

    def find(self, kind: int, query: Query, limit: int, ahead: Ahead | None = None) -> list[int]:
        """Return the ids of the newest texts of a kind that hold the words."""
        if not query:
            return []
        expression = _expression(query.words)
        if not _to_check(query):
            return [texts.record_of(rowid) for rowid in self._rowids(kind, expression, limit, ahead)]
        found: list[int] = []
        seen = 0
        for id_, fits in self._checked(kind, query, expression, _SCAN, ahead):
            seen += 1
            if fits:
                found.append(id_)
                if len(found) == limit:
                    return found
        if seen < _SCAN or len(query.words[-1]) <= texts.LONGEST_PREFIX:
            return found
        rest = self._rowids(kind, _expression(query.words, whole_prefix=True), limit)
        return [id_ for id_, fits in self._read(kind, query, [texts.record_of(rowid) for rowid in rest]) if fits]

    def count(self, kind: int, query: Query) -> tuple[int, bool]:
        """Return how many texts hold the words, as far as was looked, and whether there may be more."""
        if not query:
            return 0, False
        expression = _expression(query.words)
        if not _to_check(query):
            number = len(self._rowids(kind, expression, _COUNTED + 1))
            return min(number, _COUNTED), number > _COUNTED
        results = [fits for _, fits in self._checked(kind, query, expression, _SCAN)]
        return sum(results), len(results) == _SCAN

    def _rowids(self, kind: int, expression: str, limit: int, ahead: Ahead | None = None) -> list[int]:
        known = ahead.first(kind, limit) if ahead is not None else None
        if known is not None:
            return known
        return _at(self._store, expression, texts.bounds(kind), limit)

    def _checked(
        self, kind: int, query: Query, expression: str, most: int, ahead: Ahead | None = None
    ) -> Iterator[tuple[int, bool]]:
        """Yield up to `most` candidates, newest first, each with whether its text holds all that was asked."""
        ids = [texts.record_of(rowid) for rowid in self._rowids(kind, expression, most, ahead)]
        for start in range(0, len(ids), 64):
            yield from self._read(kind, query, ids[start : start + 64])

    def _read(self, kind: int, query: Query, ids: Sequence[int]) -> list[tuple[int, bool]]:
        """Return of each text still there whether it holds what the index did not tell: the last word and phrases."""
        last = Marker(query.words[-1:])
        verdicts = {
            each.id: each.is_cut or (last.found_in(each.text) and has_phrases(each.text, query.phrases))
            for each in self._store.all(TEXTS[kind], into=_Text, ids=ids)
        }
        return [(id_, verdicts[id_]) for id_ in ids if id_ in verdicts]


def _at(store: Store, expression: str, bounds: tuple[int, int], limit: int) -> list[int]:
    """Return the first rowids within bounds of the texts that an expression of the index finds."""
    least, greatest = bounds
    return store.column(INDEX, words=expression, least=least, greatest=greatest, limit=limit)


def _to_check(query: Query) -> bool:
    return len(query.words[-1]) > texts.LONGEST_PREFIX or bool(query.phrases)


def _expression(words: Sequence[str], *, whole_prefix: bool = False) -> str:
    """Return the FTS5 expression of the words: each quoted, the last one as a beginning."""
    *whole, last = words
    beginning = last if whole_prefix else last[: texts.LONGEST_PREFIX]
    return " ".join([*(f'"{word}"' for word in whole), f'"{beginning}"*'])
