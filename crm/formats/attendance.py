"""What the readers of attendance files hand on: a meeting, who was there or registered, and who is only counted.

Times are local wall-clock times as the file writes them (naive), unless the file itself gives an offset (aware).
"""

from collections.abc import Iterable, Iterator, Mapping
from datetime import UTC, date, datetime
from typing import Any, Literal

import msgspec
from msgspec.structs import asdict, fields

from crm.formats.rows import ReadName, Skipped

Role = Literal["organizer", "presenter", "attendee", "guest", "registrant"]
Registration = Literal["none", "invited", "registered", "waitlisted", "declined", "cancelled"]
Mode = Literal["", "online", "in person"]
DayOrder = Literal["day first", "month first"]

_REGISTRATIONS: dict[str, Registration] = {
    "approved": "registered",
    "registered": "registered",
    "confirmed": "registered",
    "pending": "waitlisted",
    "waitlisted": "waitlisted",
    "invited": "invited",
    "declined": "declined",
    "cancelled": "cancelled",
    "refunded": "cancelled",
    "deleted": "cancelled",
    "transferred": "cancelled",
}


class Meeting(msgspec.Struct, frozen=True):
    """The meeting as its file describes it; None and "" where the file does not say."""

    title: str = ""
    start: datetime | None = None
    end: datetime | None = None
    participants: int | None = None
    external_id: str = ""
    host_email: str = ""


class Session(msgspec.Struct, frozen=True):
    """One stay in the meeting; an end the file does not tell is None."""

    joined: datetime | None
    left: datetime | None

    @property
    def seconds(self) -> int | None:
        """The length, None where an end is missing."""
        if self.joined is None or self.left is None:
            return None
        return max(0, round((self.left - self.joined).total_seconds()))


class Attendee(msgspec.Struct, frozen=True):
    """One person of an attendance file, with all their rows joined.

    `duration_seconds` is the union of the sessions (two devices at once count once) and None where unknown, never 0
    for unknown. `attended` is None where the file only tells of registration; `apologies` is one way of not attending,
    and `absence_inferred` says that the file only leaves a cell empty where others have come.
    `registration_status` is one of approved, registered, confirmed, pending, waitlisted, invited, declined, cancelled,
    refunded, deleted, transferred, or "" where the file does not tell. `raw_name` is the name as the file writes it;
    `source` is where a registration came from. `extra` holds what has no field of its own: title, phone, ticket,
    answers, feedback ...
    """

    name: ReadName = ReadName()
    email: str = ""
    organisation: str = ""
    department: str = ""
    role: Role = "attendee"
    join: datetime | None = None
    leave: datetime | None = None
    sessions: tuple[Session, ...] = ()
    duration_seconds: int | None = None
    attended: bool | None = None
    absence_inferred: bool = False
    apologies: bool = False
    registration_status: str = ""
    registered_at: datetime | None = None
    checked_in_at: datetime | None = None
    mode: Mode = ""
    source: str = ""
    other_emails: tuple[str, ...] = ()
    raw_name: str = ""
    extra: dict[str, Any] = msgspec.field(default_factory=dict)
    line: int = 0

    @property
    def shown_name(self) -> str:
        """The name as people say it, given before family; the address where there is no name."""
        parts = (self.name.given, self.name.middle, self.name.family)
        return self.name.display or " ".join(filter(None, parts)) or self.email

    @property
    def minutes(self) -> int | None:
        """The duration in minutes, rounded to the nearest; None where unknown."""
        return None if self.duration_seconds is None else (self.duration_seconds + 30) // 60

    @property
    def registration(self) -> Registration:
        """The registration in the words of huddles; a status that the file does not tell is none."""
        return _REGISTRATIONS.get(self.registration_status, "none")

    def as_json(self) -> dict[str, Any]:
        """Return the attendee as plain JSON values, `extra` beside the fields."""
        return {
            **self.extra,
            "name": self.shown_name,
            "name_parts": asdict(self.name),
            "raw_name": self.raw_name,
            "email": self.email,
            "other_emails": list(self.other_emails),
            "organisation": self.organisation,
            "department": self.department,
            "role": self.role,
            "join": iso(self.join),
            "leave": iso(self.leave),
            "duration_seconds": self.duration_seconds,
            "sessions": [
                {"join": iso(one.joined), "leave": iso(one.left), "duration_seconds": one.seconds}
                for one in self.sessions
            ],
            "attended": self.attended,
            "absence_inferred": self.absence_inferred,
            "apologies": self.apologies,
            "registration_status": self.registration_status,
            "registered_at": iso(self.registered_at),
            "checked_in_at": iso(self.checked_in_at),
            "mode": self.mode,
            "source": self.source,
            "line": self.line,
        }

    @classmethod
    def from_json(cls, plain: Mapping[str, Any]) -> "Attendee":
        """Return the attendee that `as_json` wrote out."""
        known = {each.name for each in fields(cls)}
        facts = {key: value for key, value in plain.items() if key in known}
        facts["name"] = ReadName(**plain["name_parts"])
        facts["other_emails"] = tuple(plain["other_emails"])
        facts["sessions"] = tuple(Session(_moment(one["join"]), _moment(one["leave"])) for one in plain["sessions"])
        for key in ("join", "leave", "registered_at", "checked_in_at"):
            facts[key] = _moment(plain[key])
        extra = {key: value for key, value in plain.items() if key not in known and key != "name_parts"}
        return cls(**{**facts, "extra": extra})


class Unnamed(msgspec.Struct, frozen=True):
    """How many were there whom the file does not name: telephones, people who opted out, and note-taking programs.

    `name_kinds` are guests of somebody and places that name nobody: "+1", "TBC", "2 x Peel Ltd".
    """

    dial_ins: int = 0
    opted_out: int = 0
    bots: int = 0
    stand_ins: int = 0

    @property
    def people(self) -> int:
        """The human beings among them: what a huddle counts as its unnamed."""
        return self.dial_ins + self.opted_out + self.stand_ins


class ReadAttendance(msgspec.Struct, frozen=True):
    """An attendance file read whole.

    `day_order` says how the order of day and month was resolved, "" where the dates leave no doubt or there are none.
    `possible_days` are the days the meeting may have been on: one when settled, two while the order is ambiguous
    (the rows are then read as the first of them and a warning says so), none where the file names no day. A register
    of several days, of which none is the huddle's own, has them all. `tells_presence` says that the file has a place
    for who was there: a report of a meeting, or a list with a column for arriving, whatever stands in it.
    """

    file: str
    format: str
    meeting: Meeting
    attendees: tuple[Attendee, ...]
    skipped: tuple[Skipped, ...] = ()
    warnings: tuple[str, ...] = ()
    problems: tuple[str, ...] = ()
    unnamed: Unnamed = Unnamed()
    day_order: str = ""
    possible_days: tuple[date, ...] = ()
    encoding: str = ""
    tells_presence: bool = False
    kind: Literal["attendance"] = "attendance"

    @property
    def ambiguous(self) -> bool:
        """Whether day and month may still be the other way around."""
        return len(self.possible_days) > 1

    @property
    def status(self) -> Literal["ok", "partial"]:
        """`ok` when every row was read as it stands, else `partial`."""
        return "partial" if self.problems else "ok"

    def as_json(self) -> dict[str, Any]:
        """Return the file as plain JSON values: format, kind, meeting, attendees, and what was not read."""
        meeting = asdict(self.meeting)
        meeting |= {"title": meeting["title"] or None, "start": iso(meeting["start"]), "end": iso(meeting["end"])}
        return {
            "file": self.file,
            "format": self.format,
            "kind": self.kind,
            "encoding": self.encoding,
            "status": self.status,
            "warnings": list(self.warnings),
            "problems": list(self.problems),
            "skipped": [asdict(row) for row in self.skipped],
            "unnamed": asdict(self.unnamed),
            "tells_presence": self.tells_presence,
            "day_order": self.day_order,
            "possible_days": [day.isoformat() for day in self.possible_days],
            "meeting": meeting,
            "attendee_count": len(self.attendees),
            "attendees": [attendee.as_json() for attendee in self.attendees],
        }


def iso(moment: datetime | None) -> str | None:
    """Return a moment as ISO text to the second, with its offset (`Z` for UTC) only where it has one."""
    if moment is None:
        return None
    text = moment.isoformat(timespec="seconds")
    return text.replace("+00:00", "Z") if moment.tzinfo is UTC else text


def _moment(text: str | None) -> datetime | None:
    return datetime.fromisoformat(text) if text else None


def union(sessions: Iterable[Session]) -> int | None:
    """Return the seconds that a person was there on any device, or None where the end of a session is not known."""
    stays = []
    for session in sessions:
        if session.joined is None or session.left is None:
            return None
        stays.append((session.joined, session.left))
    total, until = 0.0, None
    for joined, left in sorted(stays):
        begun = joined if until is None else max(joined, until)
        total += max(0.0, (left - begun).total_seconds())
        until = left if until is None else max(left, until)
    return round(total) if stays else None


def distinct(sessions: Iterable[Session]) -> Iterator[Session]:
    """Yield sessions in the order of time, each once; those whose beginning is not known come last."""
    known = {session: None for session in sessions if session.joined or session.left}
    yield from sorted(known, key=lambda one: (one.joined is None, one.joined or one.left, one.left or one.joined))
