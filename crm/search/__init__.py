"""Search over everything: people and organisations ranked, what was written newest first."""

from collections.abc import Sequence
from typing import Any

import msgspec

from crm.db.derived.stale import CONTACT, ORGANISATION
from crm.db.derived.texts import (
    ABOUT_CONTACT,
    ABOUT_ORGANISATION,
    FOLLOW_UP,
    HUDDLE,
    INTERACTION,
    INTRODUCTION,
    NEED,
    OPPORTUNITY,
    PITCH,
)
from crm.db.store import Store
from crm.search import list_filter, query
from crm.search.hit_queries import HUDDLES_OF_PITCHES
from crm.search.hits import Hit, HitReader
from crm.search.name_search import Records
from crm.search.query import Listed, of_the_past, read_listed
from crm.search.text_search import Ahead, Written

__all__ = ["KINDS", "Count", "Hit", "Listed", "Search", "of_the_past", "read_listed"]

KINDS = (
    "contact", "organisation", "interaction", "follow_up", "huddle", "opportunity", "introduction", "need_offer",
)  # fmt: skip
"""The kinds of hits, in the order in which they are returned."""

_RECORDS = {"contact": (CONTACT, ABOUT_CONTACT), "organisation": (ORGANISATION, ABOUT_ORGANISATION)}
_MOST_HUDDLES = 1000
_TEXTS = {
    "interaction": INTERACTION,
    "follow_up": FOLLOW_UP,
    "opportunity": OPPORTUNITY,
    "introduction": INTRODUCTION,
    "need_offer": NEED,
}


class Count(msgspec.Struct, frozen=True):
    """How many match: exactly, or at least so many ("1000+")."""

    number: int
    more: bool = False

    def __str__(self) -> str:
        return f"{self.number}+" if self.more else str(self.number)


class Search:
    """Finds records by any text; reads only. Trashed records are never found, and no text is an error."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._records = Records(store)
        self._written = Written(store)
        self._shown = HitReader(store)

    def find(self, text: str, limit: int = 50, kinds: Sequence[str] = KINDS) -> list[Hit]:
        """Return at most `limit` hits of these kinds, kind by kind in the order of `KINDS`, best first within each.

        Every word must be there, the last one as a beginning (in names, addresses, roles and tags of people and
        organisations every word may be a beginning). Where there are more hits than `limit`, each kind has its share.
        """
        asked = query.read(text)
        if not asked or limit < 1:
            return []
        ahead = self._written.ahead(asked) if len(kinds) > 1 else None
        ids = {kind: self._ids(kind, asked, limit, ahead) for kind in KINDS if kind in kinds}
        shares = _shares({kind: len(found) for kind, found in ids.items()}, limit)
        return [hit for kind, found in ids.items() for hit in self._shown.hits(kind, found[: shares[kind]], asked)]

    def parties(self, text: str, limit: int) -> list[Hit]:
        """Return people and organisations as the palette ranks them: those whose name matches, then those found by
        other words; people before organisations in each.
        """
        hits = self.find(text, 2 * limit, ("contact", "organisation"))
        return sorted(hits, key=lambda hit: not hit.matched)[:limit]

    def count(self, text: str, kinds: Sequence[str] = KINDS) -> dict[str, Count]:
        """Return how many records match by kind, counted up to about 1000; people by their index of words alone."""
        asked = query.read(text)
        made: dict[str, Count] = {}
        for kind in kinds:
            if kind == "huddle":
                number = len(self._huddles(asked, _MOST_HUDDLES, None))
                more = number == _MOST_HUDDLES
            elif kind in _RECORDS:
                number, more = self._records.count(_RECORDS[kind][0], asked.record_words)
            else:
                number, more = self._written.count(_TEXTS[kind], asked)
            made[kind] = Count(number, more)
        return made

    @staticmethod
    def matching(asked: Listed, kind: str) -> Any:
        """Return the query of the id of every contact or organisation that matches (maybe twice): for lists.

        Only by what holds now: who left an employer is found by it behind “former:” alone. A text without a letter or
        digit matches none.
        """
        return list_filter.matching(_RECORDS[kind][0], asked)

    @staticmethod
    def row_matching(asked: Listed, kind: str, row_id: Any) -> Any:
        """Return the condition that the contact or organisation in the column `row_id` matches, as in lists."""
        return list_filter.row_matching(_RECORDS[kind][0], asked, row_id)

    def _ids(self, kind: str, asked: query.Query, limit: int, ahead: Ahead | None) -> list[int]:
        if kind in _TEXTS:
            return self._written.find(_TEXTS[kind], asked, limit, ahead)
        if kind == "huddle":
            return self._huddles(asked, limit, ahead)
        by_words, by_notes = _RECORDS[kind]
        found = self._records.find(by_words, asked.record_words, limit)
        if len(found) < limit:
            noted = self._written.find(by_notes, asked, limit - len(found), ahead)
            found = list(dict.fromkeys([*found, *noted]))
        return found

    def _huddles(self, asked: query.Query, limit: int, ahead: Ahead | None) -> list[int]:
        """Return the huddles with these words, then those where somebody pitched with them."""
        found = self._written.find(HUDDLE, asked, limit, ahead)
        if len(found) < limit and (pitches := self._written.find(PITCH, asked, limit, ahead)):
            theirs = self._store.column(HUDDLES_OF_PITCHES, pitches=pitches)
            found = list(dict.fromkeys([*found, *theirs]))
        return found[:limit]


def _shares(found: dict[str, int], limit: int) -> dict[str, int]:
    """Share `limit` out among the kinds: as much for each as it has, evenly where there is not enough for all."""
    shares = dict.fromkeys(found, 0)
    left = limit
    while left and (hungry := [kind for kind in found if shares[kind] < found[kind]]):
        each = max(1, left // len(hungry))
        for kind in hungry:
            taken = min(each, found[kind] - shares[kind], left)
            shares[kind] += taken
            left -= taken
    return shares
