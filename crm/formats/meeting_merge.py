"""Rows of a meeting's file put together as people: one attendee of many rows, whatever their order."""

from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import Any

from msgspec.structs import replace

from crm.formats.attendance import Attendee, Role, Session, Unnamed, distinct, union
from crm.formats.attendance_row import Row
from crm.formats.attendee_names import Nobody
from crm.formats.organisation_words import names_organisation
from crm.formats.rows import Report
from crm.formats.shared_accounts import people_apart
from crm.text import fold

_RANK: dict[Role, int] = {"organizer": 5, "presenter": 4, "guest": 3, "attendee": 2, "registrant": 1}
_BETTER_STATUS = ("approved", "registered", "confirmed", "pending", "waitlisted", "invited")
_ROUNDING = 60
_REASONS: dict[Nobody, str] = {
    "bot": "a note-taking program, counted and not named",
    "dial-in": "a telephone or device without a name, counted and not named",
    "opted out": "somebody who stays unnamed, counted and not named",
    "stand-in": "nobody is named, counted as unnamed",
    "room": "a room or a piece of equipment, not a person",
}


class MeetingMerge:
    """Collects the rows of one file; whoever is nobody's name is counted, with a reason in the report.

    Rows of one address are one person, who may change the name shown during a meeting. With `apart_by_name` they are
    several where their names differ: on lists, one person's address stands for a whole party.
    """

    def __init__(self, report: Report, *, apart_by_name: bool = False) -> None:
        self._report, self._apart_by_name = report, apart_by_name
        self._rows: list[Row] = []
        self._nobodies: Counter[Nobody] = Counter()
        self._seen: set[tuple[Nobody, str]] = set()
        self._more: dict[tuple[str, str], int] = {}
        self._hidden = 0

    def add(self, row: Row) -> None:
        """Take one row in; several people under one name are a row each."""
        nobody = row.shown.nobody
        if nobody:
            self._add_nobody(row, nobody)
            return
        if row.shown.note:
            row = replace(row, extra={**row.extra, "notes": _joined(row.extra.get("notes", ""), row.shown.note)})
        self._rows += self._apart(row)
        if row.shown.unnamed and _counts(row):
            key = _name_key(row), row.email.lower()
            self._more[key] = max(row.shown.unnamed, self._more.get(key, 0))

    def _add_nobody(self, row: Row, nobody: Nobody) -> None:
        raw = fold(row.shown.raw)
        # Stays of one nameless name are one of them coming back; rows of whole attendances are one each.
        if row.is_session and (nobody, raw) in self._seen:
            return
        self._seen.add((nobody, raw))
        self._report.skip(row.line, _REASONS[nobody], row.shown.raw)
        if nobody in ("stand-in", "room"):
            self._nobodies[nobody] += max(1, row.shown.unnamed) if _counts(row) else 0
        else:
            self._nobodies[nobody] += 1

    def _apart(self, row: Row) -> Iterator[Row]:
        """Yield a row for each person of "Ann and Bob Lee"; an address that names one of them is theirs alone."""
        names = (row.shown.name, *row.shown.others)
        if len(names) == 1:
            yield row
            return
        self._report.note(f"“{row.shown.raw}” was read as {len(names)} people", row.line)
        local = row.email.partition("@")[0].lower()
        meant = [name for name in names if name.given and fold(name.given) in fold(local)]
        for name in names:
            is_theirs = len(meant) != 1 or name is meant[0]
            shown = replace(row.shown, name=name, others=(), unnamed=0)
            yield replace(row, shown=shown, email=row.email if is_theirs else "", extra=row.extra if is_theirs else {})

    def count_hidden(self, more: int) -> None:
        """Count people of whom the file has nothing but their number."""
        self._hidden += more

    @property
    def unnamed(self) -> Unnamed:
        """How many are only counted, each once however often they came in, as far as can be told."""
        found = self._nobodies
        return Unnamed(
            found["dial-in"] + found["room"],
            found["opted out"] + self._hidden,
            found["bot"],
            found["stand-in"] + sum(self._more.values()),
        )

    def attendees(self) -> tuple[Attendee, ...]:
        """Return the people in the order in which they appear first."""
        return tuple(_person(rows) for rows in self._groups())

    def _groups(self) -> Iterable[list[Row]]:
        """Group rows by address; a row without one belongs to the only address of its name, else to its name."""
        by_name: dict[str, set[str]] = {}
        by_email: dict[str, set[str]] = {}
        for row in self._rows:
            if row.email:
                by_name.setdefault(_name_key(row), set()).add(row.email.lower())
                by_email.setdefault(row.email.lower(), set()).add(_name_key(row))
        groups: dict[tuple[str, str], list[Row]] = {}
        for row in self._rows:
            name = _name_key(row)
            known = by_name.get(name, set())
            email = row.email.lower() or (next(iter(known)) if len(known) == 1 else "")
            if not name:
                # An address alone is the one person that the file names with it.
                named = by_email.get(email, set()) - {""}
                name = next(iter(named)) if len(named) == 1 else ""
            groups.setdefault((name if self._apart_by_name or not email else "", email), []).append(row)
        apart = {
            (name, email, place): rows
            for (name, email), together in groups.items()
            for place, rows in enumerate(people_apart(together))
        }
        self._tell_shared(apart)
        return sorted(apart.values(), key=lambda rows: min(row.line for row in rows))

    def _tell_shared(self, groups: dict[tuple[str, str, int], list[Row]]) -> None:
        people = Counter(email for _, email, _ in groups if email)
        for (_, email, place), rows in groups.items():
            if people[email] > 1:
                self._report.note(f"{email} stands with {people[email]} people", rows[0].line)
            elif place:
                self._report.note(
                    f"“{rows[0].shown.raw}” stands for several people without an address", min(row.line for row in rows)
                )


def _counts(row: Row) -> bool:
    """Tell whether people whom a row counts were there, or may have been: who only registered was not."""
    return row.attended is True or (row.attended is None and row.status == "" and not row.apologies)


def _joined(*notes: str) -> str:
    return "; ".join(filter(None, notes))


def _name_key(row: Row) -> str:
    name = row.shown.name.display
    return fold(name or ("" if row.email else row.shown.raw))


def _person(rows: list[Row]) -> Attendee:
    best = max(rows, key=_completeness)
    role = max((row.role for row in rows), key=_RANK.__getitem__)
    if role == "attendee" and any(row.shown.guest for row in rows):
        role = "guest"
    sessions = tuple(distinct(row.session for row in rows if row.session))
    join = _first(min, [row.join for row in rows])
    leave = _first(max, [*(row.leave for row in rows), *(one.left for one in sessions)])
    duration = _duration(sessions, [row.stated for row in rows if row.stated is not None], join, leave)
    whole = join and leave and duration is not None and _near(duration, _seconds(join, leave))
    if join and leave and whole and not _covers(sessions, join, leave):
        sessions = (Session(join, leave),)
        duration = sessions[0].seconds
    extra: dict[str, Any] = {}
    for row in sorted(rows, key=_completeness):
        extra |= row.extra
    department = extra.pop("department", "")
    return Attendee(
        name=best.shown.name,
        email=next((row.email for row in [best, *rows] if row.email), ""),
        organisation=_text(row.organisation or row.shown.organisation for row in rows),
        department=_text([*(row.shown.department for row in rows), department]),
        role=role,
        join=join,
        leave=leave,
        sessions=sessions,
        duration_seconds=duration,
        attended=_attended(rows, sessions),
        absence_inferred=not any(row.attended is False and not row.absence_inferred for row in rows),
        apologies=any(row.apologies for row in rows),
        registration_status=_status(rows),
        registered_at=_first(min, [row.registered_at for row in rows]),
        checked_in_at=_first(min, [row.checked_in_at for row in rows]),
        mode=max((row.mode for row in rows), key=len),
        source=_text(row.source for row in rows),
        other_emails=_others(rows, best.email),
        raw_name=best.shown.raw,
        extra=extra,
        line=min(row.line for row in rows),
    )


def _completeness(row: Row) -> tuple[bool, bool, bool, int, str, int]:
    name = row.shown.name
    is_person = not names_organisation(name.display)
    return bool(row.email), is_person, bool(name.given and name.family), len(name.display), row.shown.raw, -row.line


def _first(choose: Any, moments: list[datetime | None]) -> datetime | None:
    known = [moment for moment in moments if moment is not None]
    found: datetime | None = choose(known, default=None)
    return found


def _text(values: Iterable[str]) -> str:
    return max((value for value in values if value), key=lambda value: (len(value), value), default="")


def _seconds(start: datetime, end: datetime) -> int:
    return round((end - start).total_seconds())


def _near(one: int, other: int) -> bool:
    return abs(one - other) <= _ROUNDING


def _duration(
    sessions: tuple[Session, ...], stated: list[int], join: datetime | None, leave: datetime | None
) -> int | None:
    """Return the union of the sessions where they tell of the whole stay, else what the file states within the span."""
    span = max(0, _seconds(join, leave)) if join and leave else None
    together = union(sessions)
    if together is not None and _covers(sessions, join, leave):
        return together
    if not stated:
        return together
    told = max(stated)
    return told if span is None else min(told, span)


def _covers(sessions: tuple[Session, ...], join: datetime | None, leave: datetime | None) -> bool:
    joined = [one.joined for one in sessions if one.joined]
    left = [one.left for one in sessions if one.left]
    if not (joined and left and join and leave):
        return False
    return _near(_seconds(join, min(joined)), 0) and _near(_seconds(max(left), leave), 0)


def _attended(rows: list[Row], sessions: tuple[Session, ...]) -> bool | None:
    said = {row.attended for row in rows}
    if sessions or True in said:
        return True
    return False if False in said else None


def _status(rows: list[Row]) -> str:
    statuses = {row.status for row in rows if row.status}
    for better in _BETTER_STATUS:
        if better in statuses:
            return better
    return min(statuses, default="")


def _others(rows: list[Row], chosen: str) -> tuple[str, ...]:
    found = {other.lower(): other for row in rows for other in (row.email, *row.other_emails) if other}
    found.pop(chosen.lower(), None)
    return tuple(found[key] for key in sorted(found))


def repaired(rows: Iterable[Row], report: Report) -> Iterator[Row]:
    """Pass rows on; one that ends before it begins keeps its beginning, and the report says so."""
    for row in rows:
        if row.join and row.leave and row.leave < row.join:
            report.problem("the time of leaving is before the time of joining; it was left out", row.line)
            row = replace(row, leave=None)
        yield row
