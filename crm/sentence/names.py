"""The names a sentence may speak of: what the parser asks for, and an implementation in memory."""

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Sequence
from heapq import nsmallest
from itertools import takewhile
from typing import Protocol

import msgspec
from msgspec.structs import replace

from crm import text

MOST_HITS = 8  # more than this cannot be chosen from at a glance


class NameHit(msgspec.Struct, frozen=True):
    """A known person or organisation. For a person, `organisation` is the one they belong to now.

    `exact` says that the words asked for are one whole name of it, not a part of one; `in_trash` that it was put aside.
    """

    id: int
    name: str
    organisation_id: int | None = None
    organisation: str = ""
    role: str = ""
    exact: bool = False
    in_trash: bool = False


class Names(Protocol):
    """Look-ups by name; each one an index range, so that none grows with the number of people.

    `words` is folded text (`crm.text.words`, joined by single spaces). At most `MOST_HITS` are returned, exact ones
    first. A name is any of the present, preferred, former, short and also-known-as ones. `people` and `organisations`
    also give, last, what is in the trash by this name: a whole one of a person, a beginning of an organisation's.
    """

    def people(self, words: str, organisation: int | None = None) -> Sequence[NameHit]:
        """People among whose names every word occurs whole, in any order; only those of `organisation` when given."""

    def organisations(self, words: str) -> Sequence[NameHit]:
        """Organisations of which a name begins with these whole words."""

    def people_starting(self, words: str) -> Sequence[NameHit]:
        """People among whose names every word occurs whole, the last one as a beginning; best ones first."""

    def organisations_starting(self, words: str) -> Sequence[NameHit]:
        """Organisations of which a name begins with these words, the last one as a beginning; best ones first."""

    def tags(self, prefix: str) -> Sequence[str]:
        """Tags whose folded text begins with `prefix`."""


class _Index(msgspec.Struct):
    """Records by every word of their names, and their whole names in order."""

    hits: dict[int, NameHit] = msgspec.field(default_factory=dict)
    wholes: dict[int, list[frozenset[str]]] = msgspec.field(default_factory=lambda: defaultdict(list))
    by_word: dict[str, set[int]] = msgspec.field(default_factory=lambda: defaultdict(set))
    sorted_words: list[str] = msgspec.field(default_factory=list)
    sorted_names: list[tuple[str, int]] = msgspec.field(default_factory=list)

    def add(self, hit: NameHit, names: Iterable[str]) -> None:
        self.hits[hit.id] = hit
        for name in names:
            parts = text.words(name)
            if parts:
                self.wholes[hit.id].append(frozenset(parts))
                self.sorted_names.append((" ".join(parts), hit.id))
            for part in parts:
                self.by_word[part].add(hit.id)

    def close(self) -> None:
        self.sorted_words = sorted(self.by_word)
        self.sorted_names.sort()

    def with_words(self, parts: Sequence[str]) -> set[int]:
        found = sorted((self.by_word.get(part, set()) for part in parts), key=len)
        return set.intersection(*found) if found else set()

    def with_beginning(self, beginning: str) -> set[int]:
        first = bisect_left(self.sorted_words, beginning)
        found: set[int] = set()
        for word in takewhile(lambda word: word.startswith(beginning), self.sorted_words[first : first + 200]):
            found |= self.by_word[word]
        return found

    def beginning_with(self, words: str, *, whole_words: bool) -> list[tuple[str, int]]:
        first = bisect_left(self.sorted_names, (words, 0))
        names = takewhile(lambda name: name[0].startswith(words), self.sorted_names[first : first + 1000])
        return [name for name in names if not whole_words or name[0] == words or name[0][len(words)] == " "]

    def shown(self, ids: Iterable[int], parts: Sequence[str]) -> list[NameHit]:
        asked = frozenset(parts)
        best = nsmallest(MOST_HITS, ((asked not in self.wholes[id_], self.hits[id_].name, id_) for id_ in set(ids)))
        return [replace(self.hits[id_], exact=not partly) for partly, _, id_ in best]


class ListNames:
    """`Names` over plain lists in memory, for small uses and tests.

    Each person or organisation is a `NameHit`; their further names go into `other_people` and `other_organisations`.
    """

    def __init__(
        self,
        people: Iterable[NameHit] = (),
        organisations: Iterable[NameHit] = (),
        tags: Iterable[str] = (),
        *,
        other_people: dict[int, Sequence[str]] | None = None,
        other_organisations: dict[int, Sequence[str]] | None = None,
    ) -> None:
        self._people, self._organisations = _Index(), _Index()
        self._tags = sorted(tags)
        for hits, index, others in (
            (people, self._people, other_people or {}),
            (organisations, self._organisations, other_organisations or {}),
        ):
            for hit in hits:
                index.add(hit, (hit.name, *others.get(hit.id, ())))
            index.close()

    def people(self, words: str, organisation: int | None = None) -> Sequence[NameHit]:
        """See `Names.people`."""
        parts = words.split()
        found = self._people.with_words(parts)
        if organisation is not None:
            found = {id_ for id_ in found if self._people.hits[id_].organisation_id == organisation}
        return self._people.shown(found, parts)

    def organisations(self, words: str) -> Sequence[NameHit]:
        """See `Names.organisations`."""
        names = self._organisations.beginning_with(words, whole_words=True) if words else []
        return self._organisations.shown((id_ for _, id_ in names), words.split())

    def people_starting(self, words: str) -> Sequence[NameHit]:
        """See `Names.people_starting`."""
        *whole, last = words.split() or [""]
        found = self._people.with_beginning(last) if last else set()
        if whole:
            found &= self._people.with_words(whole)
        return self._people.shown(found, (*whole, last))

    def organisations_starting(self, words: str) -> Sequence[NameHit]:
        """See `Names.organisations_starting`."""
        names = self._organisations.beginning_with(words, whole_words=False) if words else []
        return self._organisations.shown((id_ for _, id_ in names), words.split())

    def tags(self, prefix: str) -> Sequence[str]:
        """See `Names.tags`."""
        return [tag for tag in self._tags if text.fold(tag).startswith(prefix)][:MOST_HITS]
