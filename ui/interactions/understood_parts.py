"""The "understood as" rows: what a sentence was taken to say, as chips with their words and tones."""

import enum
from collections.abc import Mapping
from datetime import date

import msgspec

from crm.dates import ago, echo_day
from crm.fields import INTERACTION
from crm.quick_log import EntryPreview
from crm.sentence import Entry, Hint, Kind, Span, SpanKind, Who
from ui.records.event_icons import ICONS

KINDS = tuple((kind.value, "E-mail" if kind is Kind.EMAIL else kind.value.capitalize(), ICONS[kind]) for kind in Kind)
"""The kinds as they are chosen: key, words, icon."""
TONES = {
    SpanKind.WHO: "accent",
    SpanKind.ORGANISATION: "accent",
    SpanKind.WHEN: "warn",
    SpanKind.TAG: "ok",
    SpanKind.FOLLOW_UP: "warn",
    SpanKind.LEFT_OUT: "neutral",
}
HINTS = {
    Hint.IMPOSSIBLE_DATE: "There is no such day, so it was kept as text. Correct it, or leave it.",
    Hint.FOLLOW_UP_BEFORE_MEETING: "The follow-up is due before this happens.",
    Hint.STARTED_OVER: "The line starts over with its second verb: what stands before it is left out.",
    Hint.OTHER_ORGANISATION: "Somebody here is known from another organisation; they will stand for the one named.",
    Hint.FOLLOW_UP_WITHOUT_DAY: "Follow up by when? Add a day, as “fri”, “2w” or “4/6”.",
}


_NAMES = INTERACTION.edited_names


class Role(enum.Enum):
    """What a part is; the value names its row."""

    PERSON = _NAMES["participants"]
    STANDS_FOR = "Stands for"
    ORGANISATION = "Organisation"
    WHEN = "When"
    ABOUT = _NAMES["subject"]
    TAG = _NAMES["tags"]
    FOLLOW_UP = "Follow-up"


class UnderstoodPart(msgspec.Struct, frozen=True):
    """One chip. `key` is `Who.key` of the person or organisation, else the words; `span` is its place in the text."""

    role: Role
    text: str
    key: str = ""
    span: Span | None = None
    tone: str = "neutral"
    sector: str | None = None
    icon: str = ""

    def spoken(self) -> str:
        """The chip as it is read out."""
        return f"{self.role.value}: {self.text}"


class Row(msgspec.Struct, frozen=True):
    """A line of chips and the quiet words after them."""

    label: str
    parts: tuple[UnderstoodPart, ...]
    hint: str = ""


def rows_of(entry: Entry, preview: EntryPreview, today: date, symbols: Mapping[int, str]) -> tuple[Row, ...]:
    """Return the five rows; `symbols` has the sector's mark of each person known."""
    return (
        _who(entry, preview, symbols),
        _when(entry, today),
        _about(entry),
        _tags(entry),
        _follow_up(entry, today),
    )


def _who(entry: Entry, preview: EntryPreview, symbols: Mapping[int, str]) -> Row:
    parts: list[UnderstoodPart] = []
    stands_for = {party.key: party.organisation for party in preview.parties}
    for who in entry.people:
        parts.append(_person(who, symbols))
        if who.id is not None:
            named = stands_for.get(who.key) or "No organisation"
            parts.append(UnderstoodPart(Role.STANDS_FOR, named, who.key, icon="building"))
    for who in entry.organisations:
        if who.key in stands_for or who.id is None:
            parts.append(_organisation(who))
    if not parts:
        return Row(
            Role.PERSON.value, (), "about nobody in particular" if entry.kind == "note" else "type a name: met jane roe"
        )
    only = entry.people[0] if len(entry.people) == 1 else None
    return Row(Role.PERSON.value, tuple(parts), f"matched: {only.role}" if only and only.id and only.role else "")


def _person(who: Who, symbols: Mapping[int, str]) -> UnderstoodPart:
    if who.to_choose:
        return UnderstoodPart(Role.PERSON, _open_question(who), who.key, who.span, "warn", icon="help")
    if who.is_new:
        where = ", ".join(filter(None, (who.role, who.organisation)))
        named = f"{who.name} ({where})" if where else who.name
        return UnderstoodPart(Role.PERSON, f"New contact: {named}", who.key, who.span, "ok", icon="user-plus")
    return UnderstoodPart(Role.PERSON, who.name, who.key, who.span, sector=symbols.get(who.id or 0, ""))


def _open_question(who: Who) -> str:
    in_trash = all(hit.in_trash for hit in who.candidates)
    return f"{who.name}: in the trash" if in_trash else f"{who.name}: which one?"


def _organisation(who: Who) -> UnderstoodPart:
    if who.to_choose:
        return UnderstoodPart(Role.ORGANISATION, _open_question(who), who.key, who.span, "warn", icon="help")
    if who.is_new:
        return UnderstoodPart(
            Role.ORGANISATION, f"New organisation: {who.name}", who.key, who.span, "ok", icon="building"
        )
    return UnderstoodPart(Role.ORGANISATION, who.name, who.key, who.span, icon="building")


def _when(entry: Entry, today: date) -> Row:
    span = next((span for span in entry.spans if span.kind is SpanKind.WHEN), None)
    text = echo_day(entry.day, today) + (f", {entry.time:%H:%M}" if entry.time else "")
    hint = "planned: it will wait to be marked as held" if entry.planned else "type “mon” or “21/5” to change"
    return Row(Role.WHEN.value, (UnderstoodPart(Role.WHEN, text, span=span, tone="warn", icon="clock"),), hint)


def _about(entry: Entry) -> Row:
    rest = f"also noted: {' '.join(entry.notes.split())}" if entry.notes else ""
    if not entry.about:
        return Row(Role.ABOUT.value, (), rest or "re imaging pilot")
    return Row(Role.ABOUT.value, (UnderstoodPart(Role.ABOUT, entry.about, entry.about),), rest)


def _tags(entry: Entry) -> Row:
    spans = [span for span in entry.spans if span.kind is SpanKind.TAG]
    places = dict(zip(entry.tags, spans, strict=False)) if len(spans) == len(entry.tags) else {}
    parts = tuple(UnderstoodPart(Role.TAG, f"#{tag}", tag, places.get(tag), "ok") for tag in entry.tags)
    return Row(Role.TAG.value, parts, "" if parts else "#imaging")


def _follow_up(entry: Entry, today: date) -> Row:
    follow_up = entry.follow_up
    if follow_up is None:
        return Row(Role.FOLLOW_UP.value, (), "f 2w, follow up friday: send the draft")
    owed = "They owe: " if follow_up.owed_by == "them" and not follow_up.title.startswith("Waiting") else ""
    title = f"{owed}{follow_up.title}"
    if follow_up.due is None:
        part = UnderstoodPart(Role.FOLLOW_UP, f"By when? · {title}", span=follow_up.span, tone="danger", icon="bell")
        return Row(Role.FOLLOW_UP.value, (part,), "Enter picks a day")
    at = f", {follow_up.time:%H:%M}" if follow_up.time else ""
    text = f"{echo_day(follow_up.due, today)}{at} · {title}"
    part = UnderstoodPart(Role.FOLLOW_UP, text, span=follow_up.span, tone="warn", icon="bell")
    return Row(Role.FOLLOW_UP.value, (part,), _distance(entry.day, follow_up.due, today))


def _distance(day: date, due: date, today: date) -> str:
    days = (due - day).days
    if day == today or days <= 0:
        return ago(due, today)
    number, unit = (days // 7, "week") if days % 7 == 0 else (days, "day")
    return f"{number} {unit}{'' if number == 1 else 's'} after"
