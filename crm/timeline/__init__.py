"""The history of a person, an organisation or an opportunity: everything that happened, in one stream, newest first.

Each source of events is read by its own index and no further than a page goes. The pages follow one key (moment,
source, id), so that nothing is shown twice or left out while records are added. An interaction stands in the history
of the organisation of that day and stays there when the person moves (rule 1).
"""

import json
from collections.abc import Collection, Sequence
from datetime import date, time
from operator import attrgetter

import msgspec

from crm import dates
from crm.db.schema import Contact, Opportunity, Organisation
from crm.db.store import Store
from crm.interactions import Interactions, Participant, headline, in_words, read_moment
from crm.timeline.merged_sources import EventFound, chosen
from crm.timeline.queries import NOW_ELSEWHERE, WHO_CAME
from crm.timeline.sources import (
    FATES,
    GATHERINGS,
    INTRODUCTIONS,
    KINDS,
    PARTNERSHIP,
    PEOPLE,
    PIPELINE,
    RECORD,
)

__all__ = [
    "GATHERINGS",
    "INTRODUCTIONS",
    "KINDS",
    "PARTNERSHIP",
    "PEOPLE",
    "PIPELINE",
    "RECORD",
    "Event",
    "Timeline",
]

_RECORDS = {"contact": Contact, "organisation": Organisation, "opportunity": Opportunity}
_LATEST = "~"
"""Sorts after every date."""


class Event(msgspec.Struct, frozen=True):
    """One event. `kind` is one of `KINDS`; `id` is that of the interaction, affiliation, partnership, ... it tells of.

    `at` is a UTC moment where `precision` is `time`, else a local date of that precision (`day`, `month`, `year`). An
    interaction of which only the day is known has `day`. `tone` is neutral, accent, ok, warn or danger. `subject_id` is
    the contact (in the history of an organisation) or organisation (in that of a contact) that the event is about,
    `huddle_id` the huddle it belongs to; the id of a huddle's own event is the same. `opportunity_id` is the
    opportunity that moved, `introduction_id` the introduction that was made or of which something came.
    """

    kind: str
    id: int
    at: str
    precision: str
    title: str
    secondary: str = ""
    body: str = ""
    tags: tuple[str, ...] = ()
    tone: str = "neutral"
    subject_id: int | None = None
    rank: int = 0
    huddle_id: int | None = None
    opportunity_id: int | None = None
    introduction_id: int | None = None

    @property
    def key(self) -> tuple[int, int]:
        """Return what tells this event from every other of the same history."""
        return self.rank, self.id

    @property
    def day(self) -> str:
        """Return the local date, as precise as it is known: `2019`, `2019-05`, `2019-05-03`."""
        if len(self.at) <= 10:
            return self.at
        return dates.utc_to_local(read_moment(self.at)).date().isoformat()

    @property
    def clock(self) -> time | None:
        """Return the local time of day of an interaction, None where only its day is known."""
        if self.rank or self.precision != "time":
            return None
        return dates.utc_to_local(read_moment(self.at)).time()

    @property
    def year(self) -> int:
        """Return the year of the year bars."""
        return int(self.day[:4])

    @property
    def month(self) -> str:
        """Return the month under which the event stands (`2026-05`), or its year where no more is known."""
        return self.day[:7]


_BECAME = {
    "prospect": "Became a prospect",
    "engaged": "Became engaged",
    "partner": "Became a partner",
    "dormant": "Went dormant",
    "left": "Left the cluster",
}
_TONES = {
    "joined": "ok",
    "left": "warn",
    "partnership": "accent",
    "follow_up": "ok",
    "closed": "danger",
    "pitch": "accent",
}


class Timeline:
    """Reads histories."""

    def __init__(self, store: Store, interactions: Interactions) -> None:
        self._store = store
        self._interactions = interactions

    def contact(
        self, contact_id: int, before: Event | None = None, limit: int = 50, kinds: Collection[str] | None = None
    ) -> list[Event]:
        """Return a person's history newest first; `before` is the last event of the page before. Raises NotFound."""
        return self._page("contact", contact_id, before, limit, kinds, None)

    def organisation(
        self,
        organisation_id: int,
        before: Event | None = None,
        limit: int = 50,
        kinds: Collection[str] | None = None,
        as_at: date | None = None,
    ) -> list[Event]:
        """Return an organisation's history newest first, as it stood at the end of `as_at`. Raises NotFound."""
        return self._page("organisation", organisation_id, before, limit, kinds, as_at)

    def opportunity(
        self, opportunity_id: int, before: Event | None = None, limit: int = 50, kinds: Collection[str] | None = None
    ) -> list[Event]:
        """Return an opportunity's history newest first: its moves, what was done for it, and what its parties did.

        Nothing says what an interaction was about: those since it was made stand here, of a party's person, and of all
        its organisation where none is named; besides, introductions among its people. Raises NotFound.
        """
        return self._page("opportunity", opportunity_id, before, limit, kinds, None)

    def years(
        self, record: str, record_id: int, kinds: Collection[str] | None = None, as_at: date | None = None
    ) -> dict[int, int]:
        """Return how many events each year of a history has, newest year first. `record` is whose it is.

        The counts are those of the pages, so that their sum over later years is the place where a year begins.
        """
        found: dict[int, int] = {}
        for year, number in chosen(record, kinds).years(self._store, record=record_id, at=_until(as_at)):
            found[int(year)] = found.get(int(year), 0) + number
        return dict(sorted(found.items(), reverse=True))

    def _page(
        self,
        record: str,
        record_id: int,
        before: Event | None,
        limit: int,
        kinds: Collection[str] | None,
        as_at: date | None,
    ) -> list[Event]:
        self._store.check_there((_RECORDS[record], record_id))
        key = {
            "record": record_id,
            "limit": limit,
            "at": before.at if before else _until(as_at),
            "rank": before.rank if before else 1 << 30,
            "key": before.id if before else 0,
        }
        found = chosen(record, kinds).newest(self._store, **key)
        found.sort(key=attrgetter("at", "rank", "id"), reverse=True)
        newest = found[:limit]
        ids = [each.id for each in newest if each.rank == 0]
        of_organisation = record == "organisation"
        left = [each.third for each in newest if each.kind == "left"] if of_organisation else []
        told = _Told(
            record,
            record_id,
            self._interactions.participants(ids),
            self._interactions.tags_of(ids),
            self._went_to(left, record_id),
            self._who_came(record_id, [each.id for each in newest if each.kind == "huddle"]) if of_organisation else {},
        )
        return [_event(each, told) for each in newest]

    def _went_to(self, contact_ids: Sequence[int], from_organisation: int) -> dict[int, str]:
        """Return where people who left an organisation are now, by contact."""
        if not contact_ids:
            return {}
        return dict(self._store.rows(NOW_ELSEWHERE, organisation=from_organisation, contacts=contact_ids))

    def _who_came(self, organisation_id: int, huddle_ids: Sequence[int]) -> dict[int, dict[str, list[str]]]:
        """Return who stood for an organisation at these huddles: names by presence, by huddle."""
        found: dict[int, dict[str, list[str]]] = {id_: {} for id_ in huddle_ids}
        for each in self._store.all(WHO_CAME, into=_Came, organisation=organisation_id, huddles=huddle_ids):
            found[each.huddle_id].setdefault(each.presence, []).append(each.name)
        return found


def _until(as_at: date | None) -> str:
    return as_at.isoformat() + _LATEST if as_at else _LATEST


class _Came(msgspec.Struct, frozen=True):
    """Somebody on the list of a huddle."""

    huddle_id: int
    presence: str
    name: str


class _Told(msgspec.Struct, frozen=True):
    """What is told of the interactions of a page besides their own rows, and whose history it is."""

    record: str
    record_id: int
    participants: dict[int, tuple[Participant, ...]]
    tags: dict[int, tuple[str, ...]]
    went_to: dict[int, str]
    who_came: dict[int, dict[str, list[str]]]

    def is_of(self, organisation_id: int | None) -> bool:
        """Return whether it is the history of this organisation."""
        return self.record == "organisation" and self.record_id == organisation_id

    def is_own(self, opportunity_id: int) -> bool:
        """Return whether it is the history of this opportunity, which then goes unnamed."""
        return self.record == "opportunity" and self.record_id == opportunity_id


def _event(found: EventFound, told: _Told) -> Event:
    if found.rank == 0:
        return _of_interaction(found, told)
    if found.kind in GATHERINGS:
        return _of_gathering(found, told)
    if found.rank == FATES:
        return _of_fate(found, told)
    if found.kind in PIPELINE:
        return _of_opportunity(found, told)
    if found.kind in INTRODUCTIONS:
        return _of_introduction(found, told)
    precision = {4: "year", 7: "month", 10: "day"}.get(len(found.at), "time")
    title, secondary, body, tone, subject = _words(told, found)
    return Event(
        found.kind, found.id, found.at, precision, title, secondary, body, (), tone or "neutral", subject, found.rank
    )


def _words(told: _Told, found: EventFound) -> tuple[str, str, str, str, int | None]:
    """Return title, secondary, body, tone and the other record of an event that is no interaction."""
    kind, first, second, third = found.kind, found.first, found.second, found.third
    tone = _TONES.get(kind, "")
    match kind:
        case "joined" if told.record == "contact":
            return f"Joined {first}", second, "", tone, int(third)
        case "left" if told.record == "contact":
            return f"Left {first}", second, "", tone, int(third)
        case "joined" | "left":
            now = f"now at {told.went_to[third]}" if kind == "left" and third in told.went_to else ""
            return f"{first} {kind}", " · ".join(filter(None, (second, now))), "", tone, int(third)
        case "partnership" if first:
            return _BECAME[first], f"before: {third}" if third else "", second, tone, None
        case "partnership":
            return f"No longer {third}" if third != "left" else "No longer counted as left", "", "", "warn", None
        case "follow_up":
            return f"Done: {first}", "owed by them" if third == "them" else "", second, tone, None
        case "renamed":
            return f"Renamed from {first}", "", "", tone, None
        case "closed":
            return "Closed", "", "", tone, None
        case _:
            return "Added to the file", "", "", tone, None


def _of_gathering(found: EventFound, told: _Told) -> Event:
    kind, id_, at, rank = found.kind, found.id, found.at, found.rank
    first, second = found.first, found.second
    of_contact = told.record == "contact"
    if kind == "huddle":
        title = _CAME[second].format(first) if of_contact else f"{first}: {_who(told.who_came[id_])}"
        return Event(kind, id_, at, "time", title, found.third, rank=rank, huddle_id=id_)
    huddle, which, about, body = json.loads(found.third)
    who = "" if of_contact else about
    if kind == "pitch":
        title = f"{who} pitched “{first}” at {second}" if who else f"Pitched “{first}” at {second}"
    else:
        title = f"{who}, hand up: {which} – “{first}”" if who else f"Hand up: {which} – “{first}”"
    more = (which.capitalize() if kind == "pitch" else second, about if of_contact else "")
    secondary = " · ".join(filter(None, more))
    return Event(
        kind, id_, at, "time", title, secondary, body, tone=_TONES.get(kind, "neutral"), rank=rank, huddle_id=huddle
    )


_CAME = {"attended": "Attended {}", "apologies": "Apologies for {}", "absent": "Not at {}"}


def _who(came: dict[str, list[str]]) -> str:
    """Return who stood for an organisation at a huddle: who came, or where nobody did, why not."""
    if names := came.get("attended"):
        return f"{_short(names)} came"
    if names := came.get("apologies"):
        return f"apologies from {_short(names)}"
    return f"{_short(came.get('absent', ['nobody']))} not there"


def _short(names: Sequence[str]) -> str:
    if len(names) > 2:
        return f"{names[0]} and {len(names) - 1} others"
    return " and ".join(names)


def _of_interaction(found: EventFound, told: _Told) -> Event:
    kind, id_, subject, notes = found.kind, found.id, found.first, found.second
    status, has_time = found.third[:-1], found.third[-1] == "1"
    participants = told.participants.get(id_, ())
    if told.record == "contact":
        others = [each.name for each in participants if each.contact_id != told.record_id]
        place = next((each.organisation for each in participants if each.contact_id == told.record_id), "")
    else:
        others = [each.name for each in participants if each.contact_id or not told.is_of(each.organisation_id)]
        place = ""
    company = _company(others, told.record == "contact")
    title = subject or (headline(kind, participants) if told.record != "contact" else kind.capitalize())
    if status != "held":
        title = f"{status.capitalize()}: {title}"
    return Event(
        kind,
        id_,
        found.at,
        "time" if has_time else "day",
        title,
        " · ".join(filter(None, (company, place))),
        notes,
        told.tags.get(id_, ()),
        "accent" if status == "planned" else "neutral",
    )


def _company(names: Sequence[str], of_contact: bool) -> str:
    if not names:
        return ""
    shown = names if len(names) <= 3 else (*names[:2], f"{len(names) - 2} others")
    said = shown[0] if len(shown) == 1 else f"{', '.join(shown[:-1])} and {shown[-1]}"
    return f"with {said}" if of_contact else said


def _of_opportunity(found: EventFound, told: _Told) -> Event:
    title = found.first
    opportunity, pipeline, stage, outcome, before, was = json.loads(found.second)
    which = "" if told.is_own(opportunity) else f": “{title}”"
    if not before:
        said, tone = f"New opportunity{which}", "accent"
    elif outcome == "won":
        said, tone = f"Won{which}", "ok"
    elif outcome == "lost":
        said, tone = f"Closed{which}", "warn"
    elif was != "open":
        said, tone = f"Reopened{which}", "neutral"
    else:
        said, tone = f"“{title}” moved to {stage}" if which else f"Moved to {stage}", "neutral"
    secondary = " · ".join(filter(None, (f"{pipeline}: {stage}", f"before: {before}" if before else "")))
    return Event(
        found.kind,
        found.id,
        found.at,
        "time",
        said,
        secondary,
        found.third,
        tone=tone,
        rank=found.rank,
        opportunity_id=opportunity,
    )


def _of_fate(found: EventFound, told: _Told) -> Event:
    title = found.first
    opportunity, fate, other = json.loads(found.second)
    own = told.is_own(opportunity)
    which = "" if own else f": “{title}”"
    said = {
        "trashed": f"Moved to the trash{which}",
        "restored": f"Taken out of the trash{which}",
        "merged": f"“{other}” became part of {'it' if own else f'“{title}”'}",
    }
    tone = "warn" if fate == "trashed" else "neutral"
    return Event(found.kind, found.id, found.at, "time", said[fate], tone=tone, rank=FATES, opportunity_id=opportunity)


def _of_introduction(found: EventFound, told: _Told) -> Event:
    kind, id_, at, rank, first = found.kind, found.id, found.at, found.rank, found.first
    introduction, parties = json.loads(found.second)
    names = in_words(parties)
    of_contact = told.record == "contact"
    if kind == "introduction":
        title = f"Introduced to {names}" if of_contact else f"{names} introduced"
        return Event(kind, id_, at, "day", title, "", first, tone="accent", rank=rank, introduction_id=introduction)
    title = f"{first.capitalize()}: {'introduction to ' if of_contact else ''}{names}"
    tone = "warn" if first == "no contact" else "ok"
    return Event(kind, id_, at, "day", title, "", found.third, tone=tone, rank=rank, introduction_id=introduction)
