"""What a hit shows: two lines, which letters matched, and why it was found where the title does not say."""

import json
from collections.abc import Sequence
from typing import Any

import msgspec

from crm.db.derived import NAME
from crm.db.derived.tokens import phone_words
from crm.db.store import Store
from crm.db.today import is_current
from crm.search.marks import Marker, Spans
from crm.search.query import Query
from crm.text import fold, words

_READ_FOR_EXCERPT = 20_000
_IDS = "SELECT value FROM json_each(:ids)"
_LONGEST_TITLE = 160
_NUMBER = "\x1f"  # before a telephone number, which is found by words of its own


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


_CONTACTS = """SELECT s.contact_id, s.name, s.role, s.organisation_name, coalesce(g.symbol, '')
    FROM contact_summary s LEFT JOIN sector g ON g.id = s.sector_id
    WHERE s.contact_id IN ({ids})"""
_ORGANISATIONS = """SELECT s.organisation_id, s.name, coalesce(g.name, ''), coalesce(r.name, ''),
    coalesce(g.symbol, '') FROM organisation_summary s
    LEFT JOIN sector g ON g.id = s.sector_id LEFT JOIN sub_region r ON r.id = s.sub_region_id
    WHERE s.organisation_id IN ({ids})"""
_OTHERWISE = {
    "contact": """SELECT contact_id, iif(kind = 'former', 'formerly ', 'also ') || name, name FROM contact_alias
            WHERE contact_id IN ({ids})
        UNION ALL SELECT id, given_name || ' ' || family_name, given_name FROM contact WHERE id IN ({ids})
        UNION ALL SELECT contact_id, value, value FROM contact_email WHERE contact_id IN ({ids})
        UNION ALL SELECT contact_id, typed, '{number}' || coalesce(e164, typed) FROM contact_phone
            WHERE contact_id IN ({ids})
        UNION ALL SELECT l.contact_id, '#' || t.name, t.name FROM contact_tag l JOIN tag t ON t.id = l.tag_id
            WHERE l.contact_id IN ({ids})
        UNION ALL SELECT a.contact_id, iif("""
    + is_current("a")
    + """, '', 'formerly ') || trim(a.role || ' at ' || o.name),
            a.role || ' ' || o.name || ' ' || o.short_name
            FROM affiliation a JOIN organisation o ON o.id = a.organisation_id WHERE a.contact_id IN ({ids})
        UNION ALL SELECT contact_id, department, department FROM affiliation
            WHERE department <> '' AND contact_id IN ({ids})
        UNION ALL SELECT a.contact_id, trim(a.role || ' at ' || o.name)
            || iif(n.kind = 'former', ', formerly ', ', also ') || n.name, n.name
            FROM affiliation a JOIN organisation o ON o.id = a.organisation_id
            JOIN organisation_alias n ON n.organisation_id = o.id WHERE a.contact_id IN ({ids})
        UNION ALL SELECT id, '', substr(about, 1, {most}) FROM contact WHERE about <> '' AND id IN ({ids})""",
    "organisation": """SELECT organisation_id, iif(kind = 'former', 'formerly ', 'also ') || name, name
            FROM organisation_alias WHERE organisation_id IN ({ids})
        UNION ALL SELECT id, short_name, short_name FROM organisation WHERE id IN ({ids})
        UNION ALL SELECT organisation_id, domain, domain FROM organisation_domain WHERE organisation_id IN ({ids})
        UNION ALL SELECT l.organisation_id, '#' || t.name, t.name
            FROM organisation_tag l JOIN tag t ON t.id = l.tag_id WHERE l.organisation_id IN ({ids})
        UNION ALL SELECT id, phone, '{number}' || phone FROM organisation WHERE id IN ({ids})
        UNION ALL SELECT id, town, town FROM organisation WHERE id IN ({ids})
        UNION ALL SELECT id, 'ODS code ' || ods_code, ods_code FROM organisation WHERE id IN ({ids})
        UNION ALL SELECT id, 'company number ' || company_number, company_number FROM organisation WHERE id IN ({ids})
        UNION ALL SELECT id, website, website FROM organisation WHERE id IN ({ids})
        UNION ALL SELECT id, '', substr(about, 1, {most}) FROM organisation WHERE about <> '' AND id IN ({ids})""",
}
"""What else a record is found by: its id, what is said of it ('' for an excerpt), and the text with the words."""

_INTERACTIONS = """SELECT i.id, i.kind, substr(i.subject, 1, {most}), substr(i.notes, 1, {most}), i.happened_at,
    i.place, coalesce((SELECT group_concat('#' || t.name, ' ') FROM interaction_tag l JOIN tag t ON t.id = l.tag_id
    WHERE l.interaction_id = i.id), '') FROM interaction i WHERE i.id IN ({ids}) AND i.deleted_at IS NULL"""
_FOLLOW_UPS = """SELECT f.id, f.title, substr(f.notes, 1, {most}), coalesce(f.due_on, ''),
    coalesce(s.name, ''), coalesce(o.name, ''), substr(f.result, 1, {most})
    FROM follow_up f LEFT JOIN contact_summary s ON s.contact_id = f.contact_id
    LEFT JOIN organisation_summary o ON o.organisation_id = f.organisation_id
    WHERE f.id IN ({ids}) AND f.deleted_at IS NULL"""
_HUDDLES = """SELECT h.id, h.title, h.venue, h.starts_at, substr(h.notes, 1, {most}), coalesce((SELECT
    group_concat(p.topic || iif(p.notes = '', '', ': ' || substr(p.notes, 1, {most})), char(31)) FROM pitch p
    WHERE p.huddle_id = h.id AND p.deleted_at IS NULL), '') FROM huddle h
    WHERE h.id IN ({ids}) AND h.deleted_at IS NULL"""
_OPPORTUNITIES = """SELECT o.id, o.title, coalesce((SELECT g.name FROM opportunity_party p
    JOIN organisation g ON g.id = p.organisation_id WHERE p.opportunity_id = o.id
    ORDER BY p.role <> 'lead', p.id LIMIT 1), ''), l.name || ': ' || s.name,
    substr(o.notes, 1, {most}) || char(10) || o.lost_reason, '' FROM opportunity o JOIN stage s ON s.id = o.stage_id
    JOIN pipeline l ON l.id = s.pipeline_id WHERE o.id IN ({ids}) AND o.deleted_at IS NULL"""
_INTRODUCTIONS = f"""SELECT i.id, i.reason, coalesce((SELECT
    group_concat({NAME.format(contact="c")}, ', ' ORDER BY p.id) FROM introduction_party p
    JOIN contact c ON c.id = p.contact_id WHERE p.introduction_id = i.id), ''), '',
    substr(i.notes, 1, {{most}}), '' FROM introduction i WHERE i.id IN ({{ids}}) AND i.deleted_at IS NULL"""
_NEEDS = f"""SELECT n.id, n.title, coalesce({NAME.format(contact="c")}, ''), coalesce(o.name, ''),
    substr(n.notes, 1, {{most}}), n.kind FROM need_offer n LEFT JOIN contact c ON c.id = n.contact_id
    LEFT JOIN organisation o ON o.id = n.organisation_id WHERE n.id IN ({{ids}}) AND n.deleted_at IS NULL"""
_TOLD = {"opportunity": _OPPORTUNITIES, "introduction": _INTRODUCTIONS, "need_offer": _NEEDS}
"""Of what has a title and notes: its id, title, two parts of the line below, notes and detail."""
_PEOPLE = f"""SELECT p.interaction_id, coalesce({NAME.format(contact="c")}, o.name) FROM participant p
    LEFT JOIN contact c ON c.id = p.contact_id LEFT JOIN organisation o ON o.id = p.organisation_id
    WHERE p.interaction_id IN ({{ids}}) ORDER BY p.interaction_id, p.id"""


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

    def _rows(self, sql: str, ids: Sequence[int]) -> list[tuple[Any, ...]]:
        return self._store.rows(
            sql.format(ids=_IDS, most=_READ_FOR_EXCERPT, number=_NUMBER), {"ids": json.dumps(list(ids))}
        )

    def _records(self, kind: str, ids: Sequence[int], asked: Query) -> list[Hit]:
        marker = Marker(asked.record_words)
        shown = self._rows(_CONTACTS if kind == "contact" else _ORGANISATIONS, ids)
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
            for id_, said, text in self._rows(_OTHERWISE[kind], list(missing)):
                if id_ in found:
                    continue
                number = text.removeprefix(_NUMBER)
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
        for id_, name in self._rows(_PEOPLE, ids):
            people.setdefault(id_, []).append(name)
        made: list[Hit] = []
        for id_, kind, subject, notes, at, place, tags in self._rows(_INTERACTIONS, ids):
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
        for id_, title, notes, due, person, organisation, result in self._rows(_FOLLOW_UPS, ids):
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
        for id_, title, venue, at, notes, pitches in self._rows(_HUDDLES, ids):
            told = (notes, *(f"Pitch: {topic}" for topic in pitches.split("\x1f") if topic))
            text = next((marker.excerpt(each) for each in told if marker.spans(each)), "")
            made.append(Hit("huddle", id_, title, venue, marker.spans(title), text, marker.spans(text), at=at))
        return made

    def _told(self, kind: str, ids: Sequence[int], asked: Query) -> list[Hit]:
        marker = Marker(asked.words)
        made: list[Hit] = []
        for id_, title, first, second, notes, detail in self._rows(_TOLD[kind], ids):
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
