"""What an attendance file adds to what is known of a person at a huddle."""

from datetime import UTC, date, datetime
from typing import Any
from zoneinfo import ZoneInfo

import msgspec

from crm import clock
from crm.attendance.queries import HELD, HUDDLE_FACTS, STAYS
from crm.db.store import Store, moment_text
from crm.errors import NotFound
from crm.formats.attendance import Attendee, Session, union

_ROLES = {"organizer": "organiser", "presenter": "speaker", "guest": "guest"}
_ONLINE = ("teams_attendance", "zoom_reports", "google_meet_attendance")

_Stay = tuple[str, str | None]
"""When somebody joined and left, as the database holds it."""


class _Facts(msgspec.Struct, frozen=True):
    """What of a huddle the reading of a file needs, as our file holds it."""

    id: int
    title: str
    starts_at: datetime
    time_zone: str
    headcount: int
    threshold: int


class HuddleFacts(msgspec.Struct, frozen=True):
    """What of a huddle the reading of a file needs; `day` is where it is, `threshold` in minutes."""

    id: int
    title: str
    day: date
    zone: ZoneInfo
    headcount: int
    threshold: int

    @classmethod
    def of(cls, store: Store, huddle_id: int) -> "HuddleFacts":
        """Read them; raises NotFound."""
        found = store.first(HUDDLE_FACTS, into=_Facts, huddle=huddle_id)
        if found is None:
            raise NotFound("huddle", huddle_id)
        return cls(
            id=found.id,
            title=found.title,
            day=clock.wall_clock(found.starts_at, found.time_zone).date(),
            zone=ZoneInfo(found.time_zone),
            headcount=found.headcount,
            threshold=found.threshold,
        )


class _Listed(msgspec.Struct, frozen=True):
    """What is known of a person on the list of a huddle."""

    registration: str
    presence: str
    by_lock: bool
    minutes: int | None
    mode: str
    checked_in_at: str | None


class _Row(_Listed, frozen=True):
    id: int


class PersonHeld(_Listed, frozen=True):
    """What is known of a person at the huddle before the file."""

    sessions: frozenset[_Stay]

    @classmethod
    def of(cls, store: Store, huddle_id: int, contact_id: int) -> "PersonHeld | None":
        """Read it, None for somebody who is not on the list."""
        found = store.first(HELD, into=_Row, huddle=huddle_id, contact=contact_id)
        if found is None:
            return None
        facts = {name: getattr(found, name) for name in _Listed.__struct_fields__}
        return cls(**facts, sessions=frozenset(store.rows(STAYS, attendance=found.id)))


class ReportDelta(msgspec.Struct, frozen=True):
    """What a file adds of a person: facts in the database's words, new sessions, and both in a person's words.

    `against` is what the file says, in words, of somebody who is known to have attended: that they did not.
    """

    facts: dict[str, Any]
    sessions: tuple[_Stay, ...]
    words: tuple[str, ...]
    against: str = ""

    @property
    def is_anything(self) -> bool:
        """Return whether there is anything to write."""
        return bool(self.facts or self.sessions or self.words)


def told(
    huddle: HuddleFacts, person: Attendee, held: PersonHeld | None, format_: str, *, corrects: bool = False
) -> ReportDelta:
    """Return what a file adds to what is known of a person; nothing where it is all there (rule 3).

    Whoever is known to have attended stays so whatever the file says, unless it `corrects` that.
    """
    facts: dict[str, Any] = {}
    words: list[str] = []
    new = _new_stays(huddle, person, held)
    minutes = _minutes(new, person, held)
    if _goes_on(held.registration if held is not None else "none", person.registration):
        facts["registration"] = person.registration
        words.append(person.registration)
    presence = _presence(person, minutes, huddle.threshold, held)
    against = _against(person, held)
    if against and corrects:
        presence = "apologies" if person.apologies else "absent"
        facts["checked_in_at"] = None
    if presence is not None:
        facts |= {"presence": presence, "by_lock": 0}
        words.append(presence)
    if minutes is not None and (held is None or held.minutes != minutes):
        facts["minutes"] = minutes
        too_short = person.attended and minutes < huddle.threshold
        words.append(f"{minutes} min" + (", too short to count as attended" if too_short else ""))
    mode = person.mode or ("online" if is_online(format_) and person.attended else "")
    if mode and (held is None or not held.mode):
        facts["mode"] = mode
    if person.checked_in_at is not None and (held is None or held.checked_in_at is None):
        facts["checked_in_at"] = _utc(huddle, person.checked_in_at)
    if held is None:
        facts["role"] = _ROLES.get(person.role, "attendee")
        words = words or ["on the list"]
    elif (new or facts) and not words:
        words = ["times" if new or "checked_in_at" in facts else mode]
    return ReportDelta(facts, new, tuple(words), against)


def is_online(format_: str) -> bool:
    """Return whether a report is of a meeting that was held online."""
    return format_ in _ONLINE


def _goes_on(now: str, tells: str) -> bool:
    """Return whether a file's registration takes the place of the one known; who has replied is not invited again."""
    if tells in ("none", now) or (tells == "invited" and now != "none"):
        return False
    return not (now == "registered" and tells == "waitlisted")


def _presence(person: Attendee, minutes: int | None, threshold: int, held: PersonHeld | None) -> str | None:
    """Return the presence a file adds: attended from so many minutes on, what the door said stands; else None."""
    now = held.presence if held is not None else "unknown"
    if person.attended and (minutes is None or minutes >= threshold):
        return "attended" if now != "attended" else None
    if person.apologies and (now == "unknown" or (held is not None and held.by_lock)):
        return "apologies"
    return None


def _against(person: Attendee, held: PersonHeld | None) -> str:
    """Return in words what a file says against somebody's having attended, "" where it does not."""
    if held is None or held.presence != "attended" or person.attended is not False:
        return ""
    if person.absence_inferred:
        return ""  # a list from elsewhere leaves a cell empty for all whom the door ticked
    return "the file says they sent apologies" if person.apologies else "the file says they did not come"


def _new_stays(huddle: HuddleFacts, person: Attendee, held: PersonHeld | None) -> tuple[_Stay, ...]:
    known = held.sessions if held is not None else frozenset()
    stays = ((_utc(huddle, one.joined), _utc(huddle, one.left)) for one in person.sessions)
    return tuple(
        dict.fromkeys((begun, left) for begun, left in stays if begun is not None and (begun, left) not in known)
    )


def _minutes(new: tuple[_Stay, ...], person: Attendee, held: PersonHeld | None) -> int | None:
    """Return the minutes known after the file: the union of all sessions, else what a file told; never fewer."""
    sessions = {*new, *(held.sessions if held is not None else ())}
    seconds = union(Session(_moment(begun), _moment(left)) for begun, left in sessions)
    here = person.minutes if seconds is None else (seconds + 30) // 60
    before = held.minutes if held is not None else None
    return max((each for each in (here, before) if each is not None), default=None)


def _moment(text: str | None) -> datetime | None:
    return datetime.fromisoformat(text) if text is not None else None


def _utc(huddle: HuddleFacts, moment: datetime | None) -> str | None:
    """Return a moment of a file as the database holds it; without an offset it is wall-clock where the huddle is."""
    if moment is None:
        return None
    return moment_text((moment if moment.tzinfo else moment.replace(tzinfo=huddle.zone)).astimezone(UTC))
