"""What a hit shows: two lines, which letters matched, and why it was found where the title does not say."""

from collections.abc import Sequence

import msgspec

from crm.db.derived.tokens import phone_words
from crm.db.store import Store
from crm.search.highlights import Marker, Spans
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


class _Record(msgspec.Struct, frozen=True):
    """A person or an organisation, with the two parts of the line below."""

    id: int
    name: str
    first: str
    second: str
    symbol: str


class _Otherwise(msgspec.Struct, frozen=True):
    """What else a record is found by: what is said of it ('' for an excerpt), and the text with the words."""

    id: int
    said: str
    text: str


class _Interaction(msgspec.Struct, frozen=True):
    id: int
    kind: str
    subject: str
    notes: str
    at: str
    place: str
    tags: str


class _FollowUp(msgspec.Struct, frozen=True):
    id: int
    title: str
    notes: str
    due: str
    person: str
    organisation: str
    result: str


class _Huddle(msgspec.Struct, frozen=True):
    id: int
    title: str
    venue: str
    at: str
    notes: str
    pitches: str


class _Told(msgspec.Struct, frozen=True):
    """What has a title and notes, with the two parts of the line below."""

    id: int
    title: str
    first: str
    second: str
    notes: str
    detail: str


class HitReader:
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

    def _records(self, kind: str, ids: Sequence[int], asked: Query) -> list[Hit]:
        marker = Marker(asked.record_words)
        shown = self._store.all(CONTACTS if kind == "contact" else ORGANISATIONS, into=_Record, ids=ids)
        separator = ", " if kind == "contact" else " · "
        lines = {each.id: (each.name, separator.join(filter(None, (each.first, each.second)))) for each in shown}
        reasons = self._reasons(kind, lines, asked)
        return [
            Hit(
                kind,
                each.id,
                *lines[each.id],
                marker.spans(each.name),
                reasons.get(each.id, ""),
                marker.spans(reasons.get(each.id, "")),
                symbol=each.symbol,
            )
            for each in shown
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
            for each in self._store.all(OTHERWISE[kind], into=_Otherwise, ids=list(missing)):
                if each.id in found:
                    continue
                number = each.text.removeprefix(NUMBER)
                folded = " ".join(phone_words(number)) if number != each.text else fold(each.text)
                if any(marker.holds(folded) for marker in missing[each.id]):
                    found[each.id] = each.said or Marker(asked.words).excerpt(each.text)
        for id_ in missing.keys() - found.keys():
            letters = "".join(word[0] for word in words(lines[id_][0]))
            if any(marker.holds(f" {letters}") for marker in missing[id_]):
                found[id_] = f"initials {letters.upper()}"
        return found

    def _interactions(self, ids: Sequence[int], asked: Query) -> list[Hit]:
        marker = Marker(asked.words)
        people: dict[int, list[str]] = {}
        for id_, name in self._store.rows(PEOPLE, ids=ids):
            people.setdefault(id_, []).append(name)
        made: list[Hit] = []
        for each in self._store.all(INTERACTIONS, into=_Interaction, ids=ids):
            names = tuple(dict.fromkeys(people.get(each.id, ())))
            title, rest = _headline(each.subject, each.notes, each.kind.capitalize())
            text = _why(marker, rest, each.place and f"Place: {each.place}", each.tags)
            made.append(
                Hit(
                    "interaction",
                    each.id,
                    title,
                    _people_in_short(names),
                    marker.spans(title),
                    text,
                    marker.spans(text),
                    at=each.at,
                    people=names,
                    detail=each.kind,
                )
            )
        return made

    def _follow_ups(self, ids: Sequence[int], asked: Query) -> list[Hit]:
        marker = Marker(asked.words)
        made: list[Hit] = []
        for each in self._store.all(FOLLOW_UPS, into=_FollowUp, ids=ids):
            text = _why(marker, each.notes, each.result and f"Result: {each.result}")
            made.append(
                Hit(
                    "follow_up",
                    each.id,
                    each.title,
                    ", ".join(filter(None, (each.person, each.organisation))),
                    marker.spans(each.title),
                    text,
                    marker.spans(text),
                    at=each.due,
                    people=(each.person,) if each.person else (),
                )
            )
        return made

    def _huddles(self, ids: Sequence[int], asked: Query) -> list[Hit]:
        marker = Marker(asked.words)
        made: list[Hit] = []
        for each in self._store.all(HUDDLES, into=_Huddle, ids=ids):
            told = (each.notes, *(f"Pitch: {topic}" for topic in each.pitches.split(BETWEEN) if topic))
            text = next((marker.excerpt(one) for one in told if marker.spans(one)), "")
            spans = marker.spans(each.title), marker.spans(text)
            made.append(Hit("huddle", each.id, each.title, each.venue, spans[0], text, spans[1], at=each.at))
        return made

    def _told(self, kind: str, ids: Sequence[int], asked: Query) -> list[Hit]:
        marker = Marker(asked.words)
        made: list[Hit] = []
        for each in self._store.all(TOLD[kind], into=_Told, ids=ids):
            text = marker.excerpt(each.notes) if marker.found_in(each.notes) else ""
            line = " · ".join(filter(None, (each.first, each.second)))
            spans = marker.spans(each.title), marker.spans(text)
            made.append(Hit(kind, each.id, each.title, line, spans[0], text, spans[1], detail=each.detail))
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
