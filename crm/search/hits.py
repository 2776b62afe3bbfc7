"""What a hit shows: two lines, which letters matched, and why it was found where the title does not say."""

from collections.abc import Sequence
from typing import Any

import msgspec

from crm.db.derived.tokens import phone_words
from crm.db.store import Store
from crm.search.hit_queries import (
    BETWEEN,
    CONTACTS,
    FOLLOW_UPS,
    HUDDLES,
    INTERACTIONS,
    NUMBER,
    ORGANISATIONS,
    OTHERWISE,
    PEOPLE,
    TOLD,
)
from crm.search.marks import Marker, Spans
from crm.search.query import Query
from crm.text import fold, words

_LONGEST_TITLE = 160


class Hit(msgspec.Struct, frozen=True):
    """A record found. `kind` is one of `crm.search.KINDS`.

    `matched` and `excerpt_matched` are the spans (start, end) of title and excerpt to print bold. `excerpt` is what was
    written around the match, or, for a person or an organisation, what else it was found by ("formerly Harper").
    `at` is the moment of an interaction or a huddle, or the due day of a follow-up, `symbol` that of the sector,
    `detail` the kind of an interaction, and whether it is a need or an offer.
    """

    kind: str
    id: int
    title: str
    subtitle: str
    matched: Spans = ()
    excerpt: str = ""
    excerpt_matched: Spans = ()
    at: str = ""
    people: tuple[str, ...] = ()
    symbol: str = ""
    detail: str = ""


class Shown:
    """Reads what hits show; one or two queries a kind, whatever their number."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def hits(self, kind: str, ids: Sequence[int], asked: Query) -> list[Hit]:
        """Return the hits of these ids in their order, those no longer there left out."""
        if not ids:
            return []
        match kind:
            case "interaction":
                made = self._interactions(ids, asked)
            case "follow_up":
                made = self._follow_ups(ids, asked)
            case "huddle":
                made = self._huddles(ids, asked)
            case "opportunity" | "introduction" | "need_offer":
                made = self._told(kind, ids, asked)
            case _:
                made = self._records(kind, ids, asked)
        found = {hit.id: hit for hit in made}
        return [found[id_] for id_ in ids if id_ in found]

    def _rows(self, query: Any, ids: Sequence[int]) -> list[tuple[Any, ...]]:
        return self._store.rows(query, ids=ids)

    def _records(self, kind: str, ids: Sequence[int], asked: Query) -> list[Hit]:
        marker = Marker(asked.record_words)
        shown = self._rows(CONTACTS if kind == "contact" else ORGANISATIONS, ids)
        separator = ", " if kind == "contact" else " · "
        lines = {id_: (name, separator.join(filter(None, (first, second)))) for id_, name, first, second, _ in shown}
        reasons = self._reasons(kind, lines, asked)
        return [
            Hit(
                kind,
                id_,
                *lines[id_],
                marker.spans(name),
                reasons.get(id_, ""),
                marker.spans(reasons.get(id_, "")),
                symbol=symbol,
            )
            for id_, name, _, _, symbol in shown
        ]

    def _reasons(self, kind: str, lines: dict[int, tuple[str, str]], asked: Query) -> dict[int, str]:
        """Return what hits were found by whose two lines do not show it, by id."""
        markers = [Marker((word,)) for word in asked.record_words]
        missing: dict[int, list[Marker]] = {}
        for id_, shown in lines.items():
            folded = fold(" ".join(shown))
            if absent := [marker for marker in markers if not marker.holds(folded)]:
                missing[id_] = absent
        found: dict[int, str] = {}
        if missing:
            for id_, said, text in self._rows(OTHERWISE[kind], list(missing)):
                if id_ in found:
                    continue
                number = text.removeprefix(NUMBER)
                folded = " ".join(phone_words(number)) if number != text else fold(text)
                if any(marker.holds(folded) for marker in missing[id_]):
                    found[id_] = said or Marker(asked.words).excerpt(text)
        for id_ in missing.keys() - found.keys():
            letters = "".join(word[0] for word in words(lines[id_][0]))
            if any(marker.holds(f" {letters}") for marker in missing[id_]):
                found[id_] = f"initials {letters.upper()}"
        return found

    def _interactions(self, ids: Sequence[int], asked: Query) -> list[Hit]:
        marker = Marker(asked.words)
        people: dict[int, list[str]] = {}
        for id_, name in self._rows(PEOPLE, ids):
            people.setdefault(id_, []).append(name)
        made: list[Hit] = []
        for id_, kind, subject, notes, at, place, tags in self._rows(INTERACTIONS, ids):
            names = tuple(dict.fromkeys(people.get(id_, ())))
            title, rest = _headline(subject, notes, kind.capitalize())
            text = _why(marker, rest, place and f"Place: {place}", tags)
            made.append(
                Hit(
                    "interaction",
                    id_,
                    title,
                    _people_in_short(names),
                    marker.spans(title),
                    text,
                    marker.spans(text),
                    at=at,
                    people=names,
                    detail=kind,
                )
            )
        return made

    def _follow_ups(self, ids: Sequence[int], asked: Query) -> list[Hit]:
        marker = Marker(asked.words)
        made: list[Hit] = []
        for id_, title, notes, due, person, organisation, result in self._rows(FOLLOW_UPS, ids):
            text = _why(marker, notes, result and f"Result: {result}")
            made.append(
                Hit(
                    "follow_up",
                    id_,
                    title,
                    ", ".join(filter(None, (person, organisation))),
                    marker.spans(title),
                    text,
                    marker.spans(text),
                    at=due,
                    people=(person,) if person else (),
                )
            )
        return made

    def _huddles(self, ids: Sequence[int], asked: Query) -> list[Hit]:
        marker = Marker(asked.words)
        made: list[Hit] = []
        for id_, title, venue, at, notes, pitches in self._rows(HUDDLES, ids):
            told = (notes, *(f"Pitch: {topic}" for topic in pitches.split(BETWEEN) if topic))
            text = next((marker.excerpt(each) for each in told if marker.spans(each)), "")
            made.append(Hit("huddle", id_, title, venue, marker.spans(title), text, marker.spans(text), at=at))
        return made

    def _told(self, kind: str, ids: Sequence[int], asked: Query) -> list[Hit]:
        marker = Marker(asked.words)
        made: list[Hit] = []
        for id_, title, first, second, notes, detail in self._rows(TOLD[kind], ids):
            text = marker.excerpt(notes) if marker.found_in(notes) else ""
            line = " · ".join(filter(None, (first, second)))
            made.append(Hit(kind, id_, title, line, marker.spans(title), text, marker.spans(text), detail=detail))
        return made


def _why(marker: Marker, notes: str, *others: str) -> str:
    """Return what to print below a title: an excerpt of the first text that holds what was asked, else of the notes."""
    return marker.excerpt(next((each for each in (notes, *others) if marker.found_in(each)), notes))


def _headline(subject: str, notes: str, otherwise: str) -> tuple[str, str]:
    """Return the title of an interaction and what is left to excerpt: the subject, else the notes' first line."""
    if subject:
        return subject[:_LONGEST_TITLE], notes
    first, _, rest = notes.partition("\n")
    if not first:
        return otherwise, notes
    return (first, rest) if len(first) <= _LONGEST_TITLE else (otherwise, notes)


def _people_in_short(names: Sequence[str]) -> str:
    if len(names) <= 3:
        return ", ".join(names)
    return f"{names[0]}, {names[1]} and {len(names) - 2} more"
