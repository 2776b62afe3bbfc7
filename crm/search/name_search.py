"""People and organisations by their words: ranked by how well the words fit, then by how lately we were in touch.

A beginning that few records have is ranked in full. One that many have ("j") never is: those we were in touch with
most lately are looked through first, then the index in its own order, each for so many rows and no more.
"""

from collections.abc import Collection, Sequence
from operator import attrgetter
from typing import Any

import msgspec

from crm.db.derived.tokens import NAME, OTHER_NAME
from crm.db.store import Store
from crm.search.queries import (
    CAP,
    FIRST_NAMED_IN_RANGE,
    FIRST_RECORDS_IN_RANGE,
    IDS_IN_RANGE,
    IS_IN_NAMES,
    MANY,
    MORE_THAN_RANKED,
    RANKED,
    ROWS_IN_RANGE,
    latest_named,
    number_of,
    range_values,
    ranked_in_range,
    ranked_of_ids,
    word_values,
)
from crm.search.query import prefix_range, word_range


class _Found(msgspec.Struct, frozen=True):
    """A record of the index, with all its words."""

    id: int
    words: str
    last_touch_at: str


class _Ranked(msgspec.Struct, frozen=True):
    """How well a record fits (less is better)."""

    id: int
    rank: tuple[int, int, int]
    last_touch_at: str


class _Range(msgspec.Struct, frozen=True):
    """A range of words of one kind of record, and its rows, counted up to one more than `MANY`."""

    kind: int
    low: str
    high: str
    rows: int

    @property
    def is_large(self) -> bool:
        return self.rows > MANY

    @property
    def bounds(self) -> dict[str, Any]:
        return {"kind": self.kind, "low": self.low, "high": self.high}


class Fit:
    """How well a record's words answer those wanted, all as beginnings.

    First a whole name, then whole words before beginnings, and names before addresses, roles and former employers.
    """

    def __init__(self, wanted: Sequence[str]) -> None:
        line = " ".join(wanted)
        self._wanted = [(f" {word}", f" {word} ") for word in wanted]
        self._names = tuple(f"\n{weight} {line} " for weight in (NAME, OTHER_NAME))
        self._beginning = f"\n{NAME} {line}"

    def of(self, words: str) -> tuple[int, int, int] | None:
        """Return the rank of a `search_record.words` (less is better), or None where a word is missing."""
        total = 0
        for begun, whole in self._wanted:
            begins = words.find(begun)
            if begins < 0:
                return None
            cost = 2 * int(words[words.rfind("\n", 0, begins) + 1]) + 1
            complete = words.find(whole, begins)
            if complete >= 0:
                cost = min(cost, 2 * int(words[words.rfind("\n", 0, complete) + 1]))
            total += cost
        is_name = self._names[0] in words or self._names[1] in words
        return (0 if is_name else 1, total, 0 if words.startswith(self._beginning) else 1)


class Records:
    """Looks up people (`CONTACT`) and organisations (`ORGANISATION`) in the index of words; reads only."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def find(self, kind: int, wanted: Sequence[str], limit: int) -> list[int]:
        """Return the ids of the best records that have all the words wanted as beginnings, best first."""
        if not wanted:
            return []
        found = self._with_rare_word(kind, wanted)
        if found is None:
            ranges = [self._range(kind, prefix_range(word)) for word in wanted]
            ids = self._in_all(ranges)
            if ids is not None and len(ids) <= RANKED:
                found = self._ranked(kind, ids, wanted)
            else:
                found = self._best_of_many(wanted, ranges, limit)
        found.sort(key=attrgetter("last_touch_at"), reverse=True)
        found.sort(key=attrgetter("rank"))
        return [each.id for each in found[:limit]]

    def count(self, kind: int, wanted: Sequence[str]) -> tuple[int, bool]:
        """Return how many records match, as far as was looked, and whether there are more."""
        if not wanted:
            return 0, False
        ranges = [self._range(kind, prefix_range(word)) for word in wanted]
        scarce = [each.low for each in ranges if not each.is_large] or [max(wanted, key=len)]
        others = [word for word in wanted if word not in scarce]
        number, looked = self._store.rows(
            number_of(kind, len(scarce), len(others)),
            **range_values(list(map(prefix_range, scarce))),
            **_begun(others),
        )[0]
        return min(number, CAP), looked > CAP

    def _range(self, kind: int, words: tuple[str, str]) -> _Range:
        low, high = words
        return _Range(kind, low, high, self._store.value(ROWS_IN_RANGE, kind=kind, low=low, high=high))

    def _with_rare_word(self, kind: int, wanted: Sequence[str]) -> list[_Ranked] | None:
        """Return all that match, where one of the words is so rare that its records can all be looked at, else None."""
        for word in sorted(wanted, key=len, reverse=True):
            low, high = prefix_range(word)
            if self._store.row(MORE_THAN_RANKED, kind=kind, low=low, high=high) is None:
                query = ranked_in_range(kind, len(wanted))
                values = {"kind": kind, "low": low, "high": high, **_begun(wanted)}
                return _fit(self._store.all(query, into=_Found, **values), wanted)
        return None

    def _in_all(self, ranges: Sequence[_Range]) -> set[int] | None:
        """Return the records in all these ranges, large ones left out; None where all are large.

        With so few left that all are ranked, the words of the other ranges are looked for in those.
        """
        found: set[int] | None = None
        for each in sorted(ranges, key=lambda each: each.rows):
            alone_too_many = len(ranges) == 1 and each.rows > 2 * RANKED  # a record has a word twice at most, mostly
            if each.is_large or alone_too_many or (found is not None and len(found) <= RANKED):
                break
            ids = set(self._store.column(IDS_IN_RANGE, **each.bounds))
            found = ids if found is None else found & ids
        return found

    def _best_of_many(self, wanted: Sequence[str], ranges: Sequence[_Range], limit: int) -> list[_Ranked]:
        """Return the best of too many to rank: whole words, names in touch lately, then the index in its order."""
        kind = ranges[0].kind
        found: dict[int, _Ranked] = {}

        def add(ids: Collection[int]) -> None:
            found.update((each.id, each) for each in self._ranked(kind, ids, wanted))

        add(self._by_whole_words(kind, wanted, ranges, limit))
        if len(found) < limit and all(map(self._is_in_names, ranges)):
            add(self._latest_named(kind, wanted, limit))
        if len(found) < limit:
            rarest = min(ranges, key=lambda each: (each.rows, -len(each.low)))
            most = limit if len(wanted) == 1 else RANKED
            add(self._store.column(FIRST_RECORDS_IN_RANGE, **rarest.bounds, limit=most))
        return list(found.values())

    def _by_whole_words(
        self, kind: int, wanted: Sequence[str], ranges: Sequence[_Range], limit: int
    ) -> Collection[int]:
        """Return records where all words but the last are whole ones; of a single word those with that name."""
        *whole, last = wanted
        if not whole:
            low, high = word_range(last)
            return self._store.column(FIRST_NAMED_IN_RANGE, kind=kind, low=low, high=high, limit=limit)
        narrow = [self._range(kind, word_range(word)) for word in whole]
        narrow.append(self._range(kind, word_range(last)) if ranges[-1].is_large else ranges[-1])
        ids = self._in_all(narrow)
        return ids if ids is not None and len(ids) <= RANKED else ()

    def _latest_named(self, kind: int, wanted: Sequence[str], limit: int) -> list[int]:
        """Return records with these words in their names among those we were in touch with latest."""
        return self._store.column(latest_named(kind, len(wanted)), **_begun(wanted), limit=limit)

    def _is_in_names(self, words: _Range) -> bool:
        """Return whether names hold such a word, as far as was looked."""
        return self._store.row(IS_IN_NAMES, **words.bounds) is not None

    def _ranked(self, kind: int, ids: Collection[int], wanted: Sequence[str]) -> list[_Ranked]:
        if not ids:
            return []
        query = ranked_of_ids(kind, len(wanted))
        return _fit(self._store.all(query, into=_Found, ids=list(ids), **_begun(wanted)), wanted)


def _begun(words: Sequence[str]) -> dict[str, str]:
    """Return the values of words as they begin in a record's words: after a space."""
    return word_values([f" {word}" for word in words])


def _fit(found: Sequence[_Found], wanted: Sequence[str]) -> list[_Ranked]:
    """Return the rank of those that have all the words wanted."""
    fit = Fit(wanted)
    return [_Ranked(each.id, rank, each.last_touch_at) for each in found if (rank := fit.of(each.words)) is not None]
