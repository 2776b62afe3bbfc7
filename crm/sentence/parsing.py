"""From text to entry: the walk, then what its parts say together."""

import re
from collections.abc import Mapping
from datetime import date

from crm.dates import day_at
from crm.sentence import lexicon
from crm.sentence.lexicon import Tense
from crm.sentence.model import Entry, FollowUp, Hint, Kind, Span, Who
from crm.sentence.names import Names
from crm.sentence.parser import Reader
from crm.sentence.parser_state import Said, TextPart
from crm.sentence.resolve import resolve
from crm.sentence.tokens import tokenise

_MOST_CHARACTERS = 2000  # what lies behind them is notes: a page pasted into the line must not hold the window up
Literal = frozenset[tuple[int, int]]  # ranges of the text that the user turned back into plain text
_LEADING = re.compile(r"^(?:(?:and|&|\+)\s+)+", re.IGNORECASE)
_EDGES = " \t\n,;:.-–—"


def parse(
    text: str, names: Names, today: date, *, literal: Literal = frozenset(), chosen: Mapping[str, int] | None = None
) -> Entry:
    """Return what `text` says, on the day `today`; any text is safe.

    `literal` ranges mean nothing but themselves; `chosen` are the user's answers by `Who.key` (0: a new one).
    """
    line = text[:_MOST_CHARACTERS]
    if len(text) > len(line):
        line = line[: line.rfind(" ") + 1] or line
    said = Reader(line, tokenise(line, literal), names, today).read()
    said.texts[TextPart.TAIL].append(text[len(line) :])
    who = resolve(said.mentions, names, chosen or {})
    day = said.day or today
    about, notes = _about_and_notes(said)
    kind = said.verb.kind if said.verb else Kind.MEETING
    past = said.verb is not None and said.verb.tense is Tense.PAST
    follow_up = _follow_up(text, said, today, day, about, who.people or who.organisations)
    hints = set(who.hints)
    if day > today and (past or kind is Kind.NOTE):
        hints.add(Hint.PLAN_INSTEAD)
    if said.left_out:
        hints.add(Hint.STARTED_OVER)
    if said.impossible:
        hints.add(Hint.IMPOSSIBLE_DATE)
    if follow_up and follow_up.due is None:
        hints.add(Hint.FOLLOW_UP_WITHOUT_DAY)
    if follow_up and follow_up.due and follow_up.due < day:
        hints.add(Hint.FOLLOW_UP_BEFORE_MEETING)
    return Entry(
        kind=kind,
        direction=said.verb.direction if said.verb else "",
        planned=Hint.PLAN_INSTEAD not in hints and (said.planned or day > today),
        people=who.people,
        organisations=who.organisations,
        day=day,
        time=said.clock,
        about=about,
        notes=notes,
        tags=tuple(said.tags),
        follow_up=follow_up,
        hints=tuple(hint for hint in Hint if hint in hints),
        spans=tuple(said.spans),
    )


def without(span: Span, literal: Literal = frozenset()) -> Literal:
    """Return `literal` with `span` turned back into plain text: what Backspace on a chip does."""
    return literal | {(span.start, span.end)}


def moved(literal: Literal, at: int, removed: int, added: int) -> Literal:
    """Return `literal` after `removed` characters at `at` gave way to `added` new ones; ranges cut into are gone."""
    kept: set[tuple[int, int]] = set()
    for start, end in literal:
        if end <= at:
            kept.add((start, end))
        elif start >= at + removed:
            kept.add((start - removed + added, end - removed + added))
    return frozenset(kept)


def _about_and_notes(said: Said) -> tuple[str, str]:
    topic, loose = (_joined(said.texts[part]) for part in (TextPart.TOPIC, TextPart.LOOSE))
    tail = "\n".join(stripped for text in said.texts[TextPart.TAIL] if (stripped := text.strip(" \t\n,;")).strip(".!?"))
    if topic:
        return topic, "\n".join(part for part in (loose, tail) if part)
    return loose, tail


def _joined(texts: list[str]) -> str:
    return _LEADING.sub("", " ".join(" ".join(texts).split()).strip(_EDGES))


def _follow_up(text: str, said: Said, today: date, day: date, about: str, people: tuple[Who, ...]) -> FollowUp | None:
    found, span = said.follow_up, said.follow_up_span
    if found is None or span is None:
        return None
    due = None
    if found.due_at is not None:  # read again now that the day of the meeting is known, from which counts start
        due_found = day_at(text, found.due_at, today, future=True, counted_from=day)
        due = due_found.day if due_found else None
    elif found.time is not None:
        due = today
    return FollowUp(due, _title(found.title, found.owed_by, about, people), found.owed_by, found.time, span)


def _title(title: str, owed_by: str, about: str, people: tuple[Who, ...]) -> str:
    if title.lower() in lexicon.DOING and about:
        title = f"{title} re {about}"
    if title:
        return f"Follow up {title}" if title.lower().startswith("with ") else title[0].upper() + title[1:]
    whom = people[0].name if people else ""
    if owed_by == "them":
        return ": ".join(part for part in (f"Waiting for {whom or 'them'}", about) if part)
    if about:
        return f"Follow up: {about}"
    return f"Follow up with {whom}" if whom else "Follow up"
