"""The names of an open file as the parser of sentences asks for them: each look-up a range of the index of words."""

from collections.abc import Sequence
from typing import Any

import msgspec
from msgspec.structs import replace

from crm.db.derived.stale import CONTACT, ORGANISATION
from crm.db.derived.tokens import NAME, OTHER_NAME
from crm.db.store import Store
from crm.identity import Doubt, KnownOrganisations
from crm.search.name_queries import MANY, NAMES_IN_RANGE, TAGS, TRASHED, among_latest, in_range, of_staff
from crm.search.queries import word_values
from crm.search.query import prefix_range, word_range
from crm.sentence.names import MOST_HITS, NameHit
from crm.text import fold, words

_KEPT = 500
"""Answers kept at most."""


class _Question(msgspec.Struct, frozen=True):
    """One look-up: folded words, of which the last may be a beginning; `from_start`: a name must begin with them."""

    kind: int
    words: str
    last_begins: bool = False
    from_start: bool = False
    organisation: int | None = None

    @property
    def wanted(self) -> list[str]:
        return self.words.split()

    @property
    def parts(self) -> list[str]:
        """Return the words as they stand in a record's words: between spaces, a beginning with only one before it."""
        *whole, last = self.wanted or [""]
        if not last:
            return []
        return [*(f" {word} " for word in whole), f" {last}" if self.last_begins else f" {last} "]


class _Candidate(msgspec.Struct, frozen=True):
    """A record whose words fit."""

    words: str
    last_touch_at: str
    id: int
    name: str
    organisation_id: int | None
    organisation: str
    role: str

    def hit(self, exact: bool) -> NameHit:
        """Return what is shown of it."""
        return NameHit(self.id, self.name, self.organisation_id, self.organisation, self.role, exact=exact)


class _Trashed(msgspec.Struct, frozen=True):
    """A record in the trash: the name shown, and the two that it goes by, '' for none."""

    id: int
    name: str
    whole: str
    other: str


class IndexNames:
    """`crm.sentence.Names` over the index; nothing is loaded ahead.

    While a sentence is typed the same names are asked for at every key: answers are kept until the file changes.
    """

    def __init__(self, store: Store) -> None:
        self._store = store
        self._known: dict[_Question, list[NameHit]] = {}
        self._trash: dict[int, list[tuple[list[str], NameHit]]] = {}
        self._organisations: KnownOrganisations | None = None
        self._state: tuple[int, int, int] | None = None

    def people(self, words: str, organisation: int | None = None) -> Sequence[NameHit]:
        """See `Names.people`."""
        return self._answer(_Question(CONTACT, words, organisation=organisation))

    def organisations(self, words: str) -> Sequence[NameHit]:
        """See `Names.organisations`."""
        return self._answer(_Question(ORGANISATION, words, from_start=True))

    def people_starting(self, words: str) -> Sequence[NameHit]:
        """See `Names.people_starting`."""
        return self._answer(_Question(CONTACT, words, last_begins=True))

    def organisations_starting(self, words: str) -> Sequence[NameHit]:
        """See `Names.organisations_starting`."""
        return self._answer(_Question(ORGANISATION, words, last_begins=True, from_start=True))

    def tags(self, prefix: str) -> Sequence[str]:
        """See `Names.tags`."""
        return [name for name in self._store.column(TAGS) if fold(name).startswith(prefix)][:MOST_HITS]

    def _answer(self, question: _Question) -> Sequence[NameHit]:
        state = self._store.state()
        if state != self._state or len(self._known) > _KEPT:
            self._known.clear()
            self._trash.clear()
            self._organisations = None
            self._state = state
        if question not in self._known:
            self._known[question] = self._found(question) if question.parts else []
        return self._known[question]

    def _found(self, asked: _Question) -> list[NameHit]:
        found: list[tuple[bool, str, NameHit]] = []
        for each in self._candidates(asked):
            lines = [line[1:] for line in each.words.split("\n") if line[:1] in (str(NAME), str(OTHER_NAME))]
            if asked.from_start or all(any(part in line for line in lines) for part in asked.parts):
                exact = any(sorted(line.split()) == sorted(asked.wanted) for line in lines)
                found.append((exact, each.last_touch_at, each.hit(exact)))
        found.sort(key=lambda each: each[2].name)
        found.sort(key=lambda each: each[1], reverse=True)
        found.sort(key=lambda each: not each[0])
        hits = [hit for _, _, hit in found[:MOST_HITS]]
        if asked.last_begins or asked.organisation is not None:
            return hits
        hits += self._in_trash(asked)
        return hits or (self._spelled(asked) if asked.from_start and len(asked.wanted) > 1 else [])

    def _spelled(self, asked: _Question) -> list[NameHit]:
        """Return the organisations that a whole name means which none begins with: Mill Limited, Bury NHSFT."""
        if self._organisations is None:
            self._organisations = KnownOrganisations(self._store)
        match = self._organisations.find(asked.words)
        if match.organisation_id is not None:
            row = match.organisation_id
            return [NameHit(row, self._organisations.name(row), row, self._organisations.name(row), exact=True)]
        meant = () if match.doubt is Doubt.ALIKE else match.candidates
        return [NameHit(each.id, each.name, each.id, each.name, exact=True, in_trash=each.in_trash) for each in meant]

    def _in_trash(self, asked: _Question) -> list[NameHit]:
        """Return what is in the trash by this name, whole (of an organisation, its beginning): no index holds it."""
        if asked.kind not in self._trash:
            self._trash[asked.kind] = [
                (
                    words(name),
                    NameHit(each.id, each.name, each.id if asked.kind == ORGANISATION else None, in_trash=True),
                )
                for each in self._store.each(TRASHED[asked.kind], into=_Trashed)
                for name in dict.fromkeys(filter(None, (each.whole, each.other)))
            ]
        wanted = asked.wanted
        found: dict[int, NameHit] = {}
        for name, hit in self._trash[asked.kind]:
            exact = name == wanted if asked.from_start else sorted(name) == sorted(wanted)
            if exact or (asked.from_start and name[: len(wanted)] == wanted):
                found[hit.id] = replace(hit, exact=exact or (hit.id in found and found[hit.id].exact))
        return list(found.values())[:MOST_HITS]

    def _candidates(self, asked: _Question) -> list[_Candidate]:
        """Return the records whose words fit, those in touch most lately first."""
        if asked.from_start:
            beginning = " ".join(asked.wanted) + ("" if asked.last_begins else " ")
            tests = [f"\n{weight} {beginning}" for weight in (NAME, OTHER_NAME)]
        else:
            tests = asked.parts
        query, values = self._shortest(asked, len(tests))
        return self._store.all(query, into=_Candidate, **values, **word_values(tests))

    def _shortest(self, asked: _Question, tests: int) -> tuple[Any, dict[str, Any]]:
        """Return the query that looks through the fewest: staff, the rarest word, or the latest in touch."""
        kind = asked.kind
        if asked.organisation is not None:
            return of_staff(kind, tests), {"organisation": asked.organisation}
        ranges = [
            word_range(word) if part.endswith(" ") else prefix_range(word)
            for word, part in zip(asked.wanted, asked.parts, strict=True)
        ]
        sizes = [self._store.value(NAMES_IN_RANGE, kind=kind, low=low, high=high) for low, high in ranges]
        if min(sizes) <= MANY:
            low, high = ranges[sizes.index(min(sizes))]
            return in_range(kind, tests, any_of=asked.from_start), {"kind": kind, "low": low, "high": high}
        query = among_latest(kind, len(asked.parts), tests, any_of=asked.from_start)
        return query, word_values(asked.parts, "part")
