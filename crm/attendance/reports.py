"""Attendance files and a huddle: reviewed, then applied as one undoable action; what is unclear is kept for later."""

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from crm import clock
from crm.attendance import Attendances
from crm.attendance.matching import Found, Matcher
from crm.attendance.report_records import (
    LEAVE,
    NEW_CONTACT,
    Choices,
    KeptLine,
    Known,
    Outcome,
    ReportLine,
    ReportPlan,
    ReportResult,
)
from crm.backups import Backups
from crm.contacts import Contacts, Email
from crm.contacts.naming import draft_named
from crm.db import schema
from crm.db.store import Store, moment_text
from crm.errors import CrmError, Invalid, NotFound
from crm.formats.attendance import Attendee, ReadAttendance, Session, union
from crm.organisations import OrganisationDraft, Organisations
from crm.progress import IsCancelled, Pace, Progress, never, silent

_ROLES = {"organizer": "organiser", "presenter": "speaker", "guest": "guest"}
_ONLINE = ("teams_attendance", "zoom_reports", "google_meet_attendance")


@dataclass(frozen=True, slots=True)
class _Held:
    """What is known of a person at the huddle before the file."""

    id: int
    registration: str
    presence: str
    by_lock: bool
    minutes: int | None
    mode: str
    checked_in_at: str | None
    sessions: frozenset[tuple[str, str | None]]


@dataclass(frozen=True, slots=True)
class _Told:
    """What a file says of a person, in the database's words."""

    facts: dict[str, Any]
    sessions: tuple[tuple[str, str | None], ...]
    words: tuple[str, ...]


class Reports:
    """Reviews and applies attendance files; writes `attendance`, its sessions and what is kept for later."""

    def __init__(
        self,
        store: Store,
        contacts: Contacts,
        organisations: Organisations,
        attendance: Attendances,
        backups: Backups,
    ) -> None:
        self._store, self._contacts, self._organisations = store, contacts, organisations
        self._attendance, self._backups = attendance, backups

    def plan(
        self,
        huddle_id: int,
        source: Path | str,
        *,
        choices: Choices | None = None,
        on: date | None = None,
        progress: Progress = silent,
        cancelled: IsCancelled = never,
    ) -> ReportPlan:
        """Return what applying a file (a path) or a typed list (a text) would do; nothing is written.

        `on` says which of the possible days is meant where the file's own dates leave it open; without it the huddle's
        day settles what it can. Raises UnreadableFile, OSError, NotFound, Cancelled.
        """
        # The readers are loaded when a file is read, not when the program starts.
        from crm.formats.attendance_files import read_attendance, read_pasted

        huddle = self._huddle(huddle_id)
        if isinstance(source, Path):
            content, name = source.read_bytes(), source.name
            read = read_attendance(source, on=on or huddle.day)
        else:
            content, name = source.encode(), "Typed list"
            read = read_pasted(source, on=on or huddle.day)
        return self._planned(
            huddle, read, name, hashlib.sha256(content).hexdigest(), choices or {}, progress, cancelled
        )

    def apply(self, plan: ReportPlan, *, progress: Progress = silent, cancelled: IsCancelled = never) -> ReportResult:
        """Write a reviewed file as one undoable action, after a backup; where nothing would change, nothing is.

        Lines that ask, or are left, are kept for later. Raises Invalid while the day of the file is not settled, Busy,
        DiskFull, Cancelled.
        """
        if len(plan.possible_days) > 1:
            raise Invalid("day", "Say first which day the file means.")
        waiting = [line for line in plan.lines if line.outcome in (Outcome.ASK, Outcome.LEFT)]
        huddle = self._huddle(plan.huddle_id)
        fresh = self._not_kept_yet(plan.huddle_id, waiting)
        if not plan.changes_anything and not fresh:
            return ReportResult(None)
        notes = self._back_up()
        changed = created = 0
        pace = Pace(progress, cancelled, total=len(plan.lines))
        with self._store.action(f"Attendance of {huddle.title} from “{plan.file_name}”", "import"):
            batch = self._keep_batch(plan)
            for line in plan.lines:
                if line.outcome is Outcome.NEW:
                    contact_id = self._create(line)
                    created += 1
                elif line.outcome is Outcome.MATCHED and line.contact_id is not None:
                    contact_id = line.contact_id
                    if line.reason == _CHOSEN:
                        self._keep_line(batch, line, "matched", contact_id)
                else:
                    continue
                changed += self._write(huddle, contact_id, line.attendee, plan.format)
                pace.at(line.number)
            for line in fresh:
                self._keep_line(batch, line, "unmatched")
            self._count_unnamed(huddle, plan.unnamed.people)
            self._attendance.settle_if_locked(plan.huddle_id)
        return ReportResult(batch, changed, created, len(fresh), notes)

    # -- what was kept for later

    def kept(self, huddle_id: int) -> list[KeptLine]:
        """Return the lines of earlier files that nobody was matched with yet."""
        rows = self._store.rows(
            "SELECT r.id, b.file_name, r.reason, r.content FROM import_row r JOIN import_batch b ON b.id = r.batch_id "
            "WHERE b.huddle_id = ? AND r.outcome = 'unmatched' ORDER BY r.id",
            (huddle_id,),
        )
        matcher = Matcher(self._store, self._organisations, huddle_id)
        return [self._kept_line(matcher, *row) for row in rows]

    def match(self, kept_id: int, contact_id: int) -> int:
        """Say who a kept line is (`NEW_CONTACT`: nobody we know); their attendance is written. Returns the contact."""
        huddle_id, person, format_ = self._kept(kept_id)
        huddle = self._huddle(huddle_id)
        with self._store.action(f"{person.shown_name} at {huddle.title}"):
            if contact_id == NEW_CONTACT:
                name, place, is_guess = Matcher(self._store, self._organisations, huddle_id).place_of(person)
                contact_id = self._create(
                    ReportLine(0, person, person.shown_name, person.email, name, place, is_guess, Outcome.NEW)
                )
            self._write(huddle, contact_id, person, format_)
            self._store.update(schema.ImportRow, kept_id, outcome="matched", contact_id=contact_id)
            self._attendance.settle_if_locked(huddle_id)
        return contact_id

    def dismiss(self, kept_ids: Sequence[int]) -> None:
        """Say that kept lines are not wanted; they are not asked about again."""
        with self._store.action(f"Clear {len(kept_ids)} unmatched line{'' if len(kept_ids) == 1 else 's'}"):
            for kept_id in kept_ids:
                self._store.update(schema.ImportRow, kept_id, outcome="dismissed")

    # -- inside

    def _planned(
        self,
        huddle: "_Huddle",
        read: ReadAttendance,
        name: str,
        sha256: str,
        choices: Choices,
        progress: Progress,
        cancelled: IsCancelled,
    ) -> ReportPlan:
        matcher = Matcher(self._store, self._organisations, huddle.id)
        earlier = self._earlier(huddle.id)
        pace = Pace(progress, cancelled, total=len(read.attendees))
        lines = []
        for number, person in enumerate(read.attendees, 1):
            lines.append(self._line(huddle, matcher, number, person, read.format, choices, earlier))
            pace.at(number)
        other = [day for day in read.possible_days if day != huddle.day]
        return ReportPlan(
            huddle_id=huddle.id,
            file_name=name,
            format=read.format,
            sha256=sha256,
            lines=tuple(lines),
            unnamed=read.unnamed,
            threshold=huddle.threshold,
            day_order=read.day_order,
            possible_days=read.possible_days,
            other_day=other[0] if len(read.possible_days) == 1 and other else None,
            adds_headcount=read.unnamed.people > huddle.headcount,
            tells_presence=any(person.attended is not None for person in read.attendees),
            skipped=read.skipped,
            warnings=read.warnings,
            problems=read.problems,
            choices=dict(choices),
        )

    def _line(
        self,
        huddle: "_Huddle",
        matcher: Matcher,
        number: int,
        person: Attendee,
        format_: str,
        choices: Choices,
        earlier: dict[str, tuple[str, int | None]],
    ) -> ReportLine:
        name, place, is_guess = matcher.place_of(person)
        found = matcher.find(person, place)
        outcome, contact_id, reason = _outcome(found, choices.get(number), earlier.get(_fingerprint(person)))
        adds: tuple[str, ...] = ()
        if outcome is Outcome.MATCHED and contact_id is not None:
            adds = self._told(huddle, person, self._held(huddle.id, contact_id), format_).words
        elif outcome is Outcome.NEW:
            adds = ("new contact", *self._told(huddle, person, None, format_).words)
        return ReportLine(
            number,
            person,
            person.shown_name,
            person.email,
            name,
            place,
            is_guess,
            outcome,
            reason,
            contact_id,
            found.candidates,
            adds,
        )

    def _told(self, huddle: "_Huddle", person: Attendee, held: _Held | None, format_: str) -> _Told:
        """Return what a file adds to what is known of a person; nothing where it is all there."""
        facts: dict[str, Any] = {}
        words: list[str] = []
        known = held.sessions if held is not None else frozenset()
        stays = [(_utc(huddle, one.joined), _utc(huddle, one.left)) for one in person.sessions if one.joined]
        new = tuple((joined, left) for joined, left in stays if joined is not None and (joined, left) not in known)
        minutes = _minutes(known | set(new), person, held)
        registration = person.registration
        if registration != "none" and (held is None or _goes_on(held.registration, registration)):
            facts["registration"] = registration
            words.append(registration)
        if (presence := _presence(person, minutes, huddle.threshold, held)) is not None:
            facts |= {"presence": presence, "by_lock": 0}
            words.append(presence)
        if minutes is not None and (held is None or held.minutes != minutes):
            facts["minutes"] = minutes
            words.append(f"{minutes} min")
        mode = person.mode or ("online" if format_ in _ONLINE and person.attended else "")
        if mode and (held is None or not held.mode):
            facts["mode"] = mode
        if person.checked_in_at is not None and (held is None or held.checked_in_at is None):
            facts["checked_in_at"] = _utc(huddle, person.checked_in_at)
        if held is None:
            facts["role"] = _ROLES.get(person.role, "attendee")
            if not words:
                words.append("on the list")
        elif new and not words:
            words.append("times")
        return _Told(facts, new, tuple(words))

    def _write(self, huddle: "_Huddle", contact_id: int, person: Attendee, format_: str) -> bool:
        """Write what a file says of a person; return whether anything was new."""
        held = self._held(huddle.id, contact_id)
        told = self._told(huddle, person, held, format_)
        if held is not None and not told.words and not told.facts and not told.sessions:
            return False
        row = self._attendance.put(huddle.id, contact_id, format_, **told.facts)
        for joined, left in told.sessions:
            self._store.insert(schema.AttendanceSession, attendance_id=row, joined_at=joined, left_at=left)
        return True

    def _held(self, huddle_id: int, contact_id: int) -> _Held | None:
        row = self._store.row(
            "SELECT id, registration, presence, by_lock, minutes, mode, checked_in_at FROM attendance "
            "WHERE huddle_id = ? AND contact_id = ?",
            (huddle_id, contact_id),
        )
        if row is None:
            return None
        stays = self._store.rows("SELECT joined_at, left_at FROM attendance_session WHERE attendance_id = ?", (row[0],))
        return _Held(row[0], row[1], row[2], bool(row[3]), row[4], row[5], row[6], frozenset(stays))

    def _create(self, line: ReportLine) -> int:
        place = line.organisation_id
        if place is None and line.organisation:
            place = (self._organisations.named(line.organisation) or (None,))[0]
            if place is None:
                place = self._organisations.create(OrganisationDraft(line.organisation))
        emails = (Email(line.email, is_primary=True),) if line.email else ()
        return self._contacts.create(draft_named(line.name, emails=emails, organisation_id=place))

    def _count_unnamed(self, huddle: "_Huddle", number: int) -> None:
        if number > huddle.headcount:
            self._store.update(schema.Huddle, huddle.id, headcount=number)

    def _keep_batch(self, plan: ReportPlan) -> int:
        counts = {outcome.value: len(plan.of(outcome)) for outcome in Outcome}
        return self._store.insert(
            schema.ImportBatch,
            file_name=plan.file_name,
            format=plan.format,
            sha256=plan.sha256,
            imported_at=moment_text(clock.now()),
            counts=json.dumps(counts),
            huddle_id=plan.huddle_id,
        )

    def _keep_line(self, batch: int, line: ReportLine, outcome: str, contact_id: int | None = None) -> None:
        self._store.insert(
            schema.ImportRow,
            batch_id=batch,
            line=line.attendee.line or line.number,
            outcome=outcome,
            reason=line.reason,
            content=json.dumps(line.attendee.as_json(), ensure_ascii=False),
            contact_id=contact_id,
        )

    def _earlier(self, huddle_id: int) -> dict[str, tuple[str, int | None]]:
        """Return what became of the lines of this huddle that were once kept, by what they say."""
        rows = self._store.rows(
            "SELECT r.content, r.outcome, r.contact_id FROM import_row r JOIN import_batch b ON b.id = r.batch_id "
            "WHERE b.huddle_id = ? ORDER BY r.id",
            (huddle_id,),
        )
        return {_fingerprint(_person(json.loads(content))): (outcome, contact) for content, outcome, contact in rows}

    def _not_kept_yet(self, huddle_id: int, waiting: Sequence[ReportLine]) -> list[ReportLine]:
        earlier = self._earlier(huddle_id)
        return [line for line in waiting if _fingerprint(line.attendee) not in earlier]

    def _kept(self, kept_id: int) -> tuple[int, Attendee, str]:
        row = self._store.row(
            "SELECT b.huddle_id, r.content, b.format FROM import_row r JOIN import_batch b ON b.id = r.batch_id "
            "WHERE r.id = ? AND r.outcome = 'unmatched'",
            (kept_id,),
        )
        if row is None:
            raise NotFound("unmatched line", kept_id)
        return row[0], _person(json.loads(row[1])), row[2]

    def _kept_line(self, matcher: Matcher, kept_id: int, file_name: str, reason: str, content: str) -> KeptLine:
        person = _person(json.loads(content))
        name, place, _ = matcher.place_of(person)
        found = matcher.find(person, place)
        candidates = found.candidates
        if found.contact_id is not None:
            row = self._contacts.rows([found.contact_id])
            candidates = tuple(Known(each.id, each.name, each.organisation, each.email, True) for each in row)
        return KeptLine(
            kept_id,
            file_name,
            person.shown_name,
            person.email,
            name,
            reason,
            person.minutes,
            person.attended,
            candidates,
        )

    def _back_up(self) -> tuple[str, ...]:
        """Back up what there is to lose; what can be undone goes on without, and says so."""
        try:
            self._backups.make("before import")
        except CrmError as error:
            return (str(error),)
        return ()

    def _huddle(self, huddle_id: int) -> "_Huddle":
        row = self._store.row(
            "SELECT h.id, h.title, h.starts_at, h.time_zone, h.headcount, coalesce(s.threshold_minutes, 0) "
            "FROM huddle h LEFT JOIN series s ON s.id = h.series_id WHERE h.id = ?",
            (huddle_id,),
        )
        if row is None:
            raise NotFound("huddle", huddle_id)
        return _Huddle(row[0], row[1], clock.wall_clock(row[2], row[3]).date(), ZoneInfo(row[3]), row[4], row[5])


@dataclass(frozen=True, slots=True)
class _Huddle:
    id: int
    title: str
    day: date
    zone: ZoneInfo
    headcount: int
    threshold: int


_CHOSEN = "chosen by hand"


def _outcome(
    found: Found, choice: int | None, earlier: tuple[str, int | None] | None
) -> tuple[Outcome, int | None, str]:
    """Return what becomes of a line: as it was chosen, now or for an earlier file, else as it was recognised."""
    if choice == LEAVE:
        return Outcome.LEFT, None, "left for later"
    if choice == NEW_CONTACT:
        return Outcome.NEW, None, "said to be new"
    if choice is not None:
        return Outcome.MATCHED, choice, _CHOSEN
    if found.contact_id is not None:
        return Outcome.MATCHED, found.contact_id, found.reason
    if earlier is not None and earlier[1] is not None:
        return Outcome.MATCHED, earlier[1], "chosen before"
    if earlier is not None and earlier[0] == "dismissed":
        return Outcome.LEFT, None, "cleared before"
    if found.candidates:
        return Outcome.ASK, None, found.reason
    return Outcome.NEW, None, ""


def _goes_on(now: str, told: str) -> bool:
    """Return whether a file's registration takes the place of the one known; a registration is not invited again."""
    return now != told and not (now == "registered" and told in ("invited", "waitlisted"))


def _presence(person: Attendee, minutes: int | None, threshold: int, held: _Held | None) -> str | None:
    """Return the presence a file adds: attended from so many minutes on, what the door said stands; else None."""
    now = held.presence if held is not None else "unknown"
    if person.attended and (minutes is None or minutes >= threshold):
        return "attended" if now != "attended" else None
    if person.apologies and (now == "unknown" or (held is not None and held.by_lock)):
        return "apologies"
    return None


def _minutes(sessions: "frozenset[tuple[str, str | None]]", person: Attendee, held: _Held | None) -> int | None:
    """Return the minutes known after the file: the union of all sessions, else the longest a file told."""
    stays = [Session(_moment(joined), _moment(left)) for joined, left in sessions]
    seconds = union(stays) if stays else None
    if seconds is not None:
        return (seconds + 30) // 60
    told = [each for each in (person.minutes, held.minutes if held is not None else None) if each is not None]
    return max(told) if told else None


def _moment(text: str | None) -> datetime | None:
    return datetime.fromisoformat(text) if text is not None else None


def _utc(huddle: _Huddle, moment: datetime | None) -> str | None:
    """Return a moment of a file as the database holds it; without an offset it is wall-clock where the huddle is."""
    if moment is None:
        return None
    return moment_text((moment if moment.tzinfo else moment.replace(tzinfo=huddle.zone)).astimezone(UTC))


def _fingerprint(person: Attendee) -> str:
    stays = [(str(one.joined), str(one.left)) for one in person.sessions]
    return json.dumps([person.shown_name, person.email, stays, person.duration_seconds, person.registration_status])


def _person(content: dict[str, Any]) -> Attendee:
    return Attendee.from_json(content)
