"""Attendance files and a huddle: reviewed, then applied as one undoable action; what is unclear is kept for later."""

import hashlib
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path

from crm import clock
from crm.attendance import Attendances
from crm.attendance.kept import Earlier, KeptLines, fingerprint
from crm.attendance.matching import Found, Matcher
from crm.attendance.report_records import (
    LEAVE,
    NEW_CONTACT,
    CountsAs,
    KeptLine,
    Known,
    Outcome,
    ReportLine,
    ReportPlan,
    ReportResult,
)
from crm.attendance.told import Held, HuddleFacts, told
from crm.backups import Backups
from crm.contacts import Contacts, Email
from crm.contacts.naming import draft_named
from crm.db import schema
from crm.db.store import Store
from crm.errors import CrmError, Invalid
from crm.formats.attendance import Attendee, ReadAttendance
from crm.organisations import OrganisationDraft, Organisations
from crm.progress import Cancelled, IsCancelled, Pace, Progress, never, silent

__all__ = [
    "LEAVE",
    "NEW_CONTACT",
    "CountsAs",
    "KeptLine",
    "Known",
    "Outcome",
    "ReportLine",
    "ReportPlan",
    "ReportResult",
    "Reports",
]

TYPED = "Typed list"


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
        self._kept = KeptLines(store)

    def plan(
        self,
        huddle_id: int,
        source: Path | str,
        *,
        on: date | None = None,
        counts_as: CountsAs | None = None,
        progress: Progress = silent,
        cancelled: IsCancelled = never,
    ) -> ReportPlan:
        """Return what applying a file (a path) or a typed list (a text) would do; nothing is written.

        `on` says which of the possible days is meant where the file's own dates leave it open; without it the huddle's
        day settles what it can. `counts_as` is what a list that says neither means; without it, that its people came,
        or registered where the huddle is still to come. Raises UnreadableFile, OSError, NotFound, Cancelled.
        """
        huddle = HuddleFacts.of(self._store, huddle_id)
        name, content, read = _read(source, on or huddle.day)
        people, says = _counted_as(read, counts_as or ("registered" if huddle.day > clock.today() else "attended"))
        planning = _Planning(self._store, self._organisations, self._contacts, huddle, read.format)
        pace = Pace(progress, cancelled, total=len(people))
        lines = []
        for number, person in enumerate(people, 1):
            lines.append(planning.line(number, person))
            pace.at(number)
        other = [day for day in read.possible_days if day != huddle.day]
        return ReportPlan(
            huddle_id=huddle.id,
            file_name=name,
            format=read.format,
            sha256=hashlib.sha256(content).hexdigest(),
            lines=tuple(lines),
            unnamed=read.unnamed,
            threshold=huddle.threshold,
            day_order=_chosen(read.day_order) if on not in (None, huddle.day) else read.day_order,
            possible_days=read.possible_days,
            other_day=other[0] if len(read.possible_days) == 1 and other else None,
            adds_headcount=read.unnamed.people > huddle.headcount,
            counts_as=says,
            refusal=_refusal(huddle, read, people),
            skipped=read.skipped,
            warnings=read.warnings,
            problems=read.problems,
        )

    def decide(self, plan: ReportPlan, number: int, choice: int | None) -> ReportPlan:
        """Return the plan with a line decided: a contact's id, `NEW_CONTACT`, `LEAVE`, or None for undecided again."""
        huddle = HuddleFacts.of(self._store, plan.huddle_id)
        planning = _Planning(self._store, self._organisations, self._contacts, huddle, plan.format)
        lines = (planning.line(number, line.attendee, choice) if line.number == number else line for line in plan.lines)
        return replace(plan, lines=tuple(lines))

    def apply(self, plan: ReportPlan, *, progress: Progress = silent, cancelled: IsCancelled = never) -> ReportResult:
        """Write a reviewed file as one undoable action, after a backup; where nothing would change, nothing is.

        Lines that ask, or are left, are kept for later. Raises Invalid where the plan has a refusal, NotFound, Busy,
        DiskFull, Cancelled.
        """
        if plan.refusal:
            raise Invalid("day", plan.refusal)
        huddle = HuddleFacts.of(self._store, plan.huddle_id)
        if not plan.has_work:
            return ReportResult(None)
        notes = self._back_up(cancelled)
        earlier = self._kept.of_huddle(huddle.id)
        matcher = Matcher(self._store, self._organisations, huddle.id)
        changed = created = kept = 0
        pace = Pace(progress, cancelled, total=len(plan.lines))
        with self._store.action(f"Attendance of {huddle.title} from “{plan.file_name}”", "import"):
            batch = self._kept.add_batch(plan)
            for line in plan.lines:
                before = earlier.get(fingerprint(line.attendee), [])
                if line.outcome in (Outcome.ASK, Outcome.LEFT):
                    if not before:
                        self._kept.keep(batch, line)
                        kept += 1
                    continue
                contact_id = line.contact_id if line.outcome is Outcome.MATCHED else _by_now(matcher, line)
                if contact_id is None:
                    contact_id = self._create(line)
                    created += 1
                self._kept.settle(batch, line, contact_id, before)
                changed += self._write(huddle, contact_id, line.attendee, plan.format)
                pace.at(line.number)
            if plan.unnamed.people > huddle.headcount:
                self._store.update(schema.Huddle, huddle.id, headcount=plan.unnamed.people)
            self._attendance.settle_if_locked(huddle.id)
        return ReportResult(batch, changed, created, kept, notes)

    def huddle_for(self, source: Path) -> int | None:
        """Return the huddle that a file is likely of: of its day, else the last one, else the next; None without any.

        Raises UnreadableFile, OSError.
        """
        # See `plan`.
        from crm.formats.attendance_files import read_attendance

        days = {day.isoformat() for day in read_attendance(source).possible_days}
        rows = self._store.rows(
            "SELECT id, starts_at, time_zone FROM huddle WHERE deleted_at IS NULL AND status <> 'cancelled' "
            "ORDER BY starts_at DESC"
        )
        of_days = [(row[0], clock.wall_clock(row[1], row[2]).date()) for row in rows]
        for id_, day in of_days:
            if day.isoformat() in days:
                return int(id_)
        past = [id_ for id_, day in of_days if day <= clock.today()]
        return int(past[0] if past else of_days[-1][0]) if of_days else None

    # -- what was kept for later

    def kept(self, huddle_id: int) -> list[KeptLine]:
        """Return the lines of earlier files that nobody was matched with yet."""
        matcher = Matcher(self._store, self._organisations, huddle_id)
        return [self._kept_line(matcher, each) for each in self._kept.waiting(huddle_id)]

    def match(self, kept_id: int, contact_id: int) -> int:
        """Say who a kept line is (`NEW_CONTACT`: nobody we know); their attendance is written. Returns the contact."""
        each = self._kept.one(kept_id)
        huddle = HuddleFacts.of(self._store, each.huddle_id)
        with self._store.action(f"{each.person.shown_name} at {huddle.title}"):
            if contact_id == NEW_CONTACT:
                planning = _Planning(self._store, self._organisations, self._contacts, huddle, each.format)
                contact_id = self._create(planning.line(0, each.person, NEW_CONTACT))
            self._write(huddle, contact_id, each.person, each.format)
            self._kept.set_outcome(kept_id, "matched", contact_id)
            self._attendance.settle_if_locked(huddle.id)
        return contact_id

    def dismiss(self, kept_ids: Sequence[int]) -> None:
        """Say that kept lines are not wanted; they are not asked about again."""
        with self._store.action(f"Clear {len(kept_ids)} unmatched line{'' if len(kept_ids) == 1 else 's'}"):
            for kept_id in kept_ids:
                self._kept.set_outcome(kept_id, "dismissed")

    # -- inside

    def _write(self, huddle: HuddleFacts, contact_id: int, person: Attendee, format_: str) -> bool:
        """Write what a file says of a person; return whether anything was new."""
        adds = told(huddle, person, Held.of(self._store, huddle.id, contact_id), format_)
        if not adds.is_anything:
            return False
        row = self._attendance.put(huddle.id, contact_id, format_, **adds.facts)
        for joined, left in adds.sessions:
            self._store.insert(schema.AttendanceSession, attendance_id=row, joined_at=joined, left_at=left)
        return True

    def _create(self, line: ReportLine) -> int:
        place = line.organisation_id
        if place is None and line.organisation:
            place = (self._organisations.named(line.organisation) or (None,))[0]
            if place is None:
                place = self._organisations.create(OrganisationDraft(line.organisation))
        emails = (Email(line.email, is_primary=True),) if line.email else ()
        return self._contacts.create(draft_named(line.name, emails=emails, organisation_id=place))

    def _kept_line(self, matcher: Matcher, each: Earlier) -> KeptLine:
        person = each.person
        name, place, _ = matcher.place_of(person)
        found = matcher.find(person, place)
        return KeptLine(
            each.id,
            each.file_name,
            person.shown_name,
            person.email,
            name,
            each.reason,
            person.minutes,
            person.attended,
            found.candidates,
        )

    def _back_up(self, cancelled: IsCancelled) -> tuple[str, ...]:
        """Back up what there is to lose; what can be undone goes on without, and says so."""
        try:
            self._backups.make("before import", cancelled)
        except Cancelled:
            raise
        except CrmError as error:
            return (str(error),)
        return ()


class _Planning:
    """Makes the lines of one plan."""

    def __init__(
        self, store: Store, organisations: Organisations, contacts: Contacts, huddle: HuddleFacts, format_: str
    ) -> None:
        self._store, self._contacts, self._huddle, self._format = store, contacts, huddle, format_
        self._matcher = Matcher(store, organisations, huddle.id)
        self._earlier = KeptLines(store).of_huddle(huddle.id)

    def line(self, number: int, person: Attendee, choice: int | None = None) -> ReportLine:
        """Return what becomes of a person of the file, as it was chosen or else as they are recognised."""
        name, place, is_guess = self._matcher.place_of(person)
        found = self._matcher.find(person, place)
        earlier = self._earlier.get(fingerprint(person), [])
        outcome, contact_id, reason = _outcome(found, choice, earlier[-1] if earlier else None)
        contact, adds = "", tuple[str, ...]()
        if contact_id is not None:
            contact = self._contacts.name(contact_id)
            adds = told(self._huddle, person, Held.of(self._store, self._huddle.id, contact_id), self._format).words
        elif outcome is Outcome.NEW:
            adds = told(self._huddle, person, None, self._format).words
        known = bool(earlier)
        if choice not in (None, LEAVE):
            known = any((each.outcome, each.contact_id) == ("matched", contact_id) for each in earlier)
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
            contact,
            found.candidates,
            adds,
            choice,
            known,
        )


def _read(source: Path | str, on: date) -> tuple[str, bytes, ReadAttendance]:
    # The readers are loaded when a file is read, not when the program starts.
    from crm.formats.attendance_files import read_attendance, read_pasted

    if isinstance(source, str):
        return TYPED, source.encode(), read_pasted(source, on=on)
    return source.name, source.read_bytes(), read_attendance(source, on=on)


def _outcome(found: Found, choice: int | None, earlier: Earlier | None) -> tuple[Outcome, int | None, str]:
    """Return what becomes of a line: as it was chosen, now or for an earlier file, else as it was recognised."""
    if choice == LEAVE:
        return Outcome.LEFT, None, "left for later"
    if choice == NEW_CONTACT:
        return Outcome.NEW, None, "said to be new"
    if choice is not None:
        return Outcome.MATCHED, choice, "chosen by hand"
    if found.contact_id is not None:
        return Outcome.MATCHED, found.contact_id, found.reason
    if earlier is not None and earlier.contact_id is not None:
        return Outcome.MATCHED, earlier.contact_id, "chosen before"
    if earlier is not None and earlier.outcome == "dismissed":
        return Outcome.LEFT, None, "cleared before"
    if found.candidates:
        return Outcome.ASK, None, found.reason
    return Outcome.NEW, None, ""


def _by_now(matcher: Matcher, line: ReportLine) -> int | None:
    """Return whom a line that named nobody known means since an earlier line, or somebody else, made them."""
    if line.choice == NEW_CONTACT:
        return None
    found = matcher.find(line.attendee, line.organisation_id)
    return found.contact_id if found.by_email or not line.email else None


def _counted_as(read: ReadAttendance, counts_as: CountsAs) -> tuple[tuple[Attendee, ...], CountsAs | None]:
    """Return the people of a file, and how a list that does not say whether they came or registered was taken."""
    if any(one.attended is not None or one.apologies or one.registration_status for one in read.attendees):
        return read.attendees, None
    if counts_as == "registered":
        return tuple(replace(one, registration_status="registered") for one in read.attendees), counts_as
    return tuple(replace(one, attended=True) for one in read.attendees), counts_as


def _refusal(huddle: HuddleFacts, read: ReadAttendance, people: Sequence[Attendee]) -> str:
    if len(read.possible_days) > 1:
        return "Say first which day the file means."
    if huddle.day > clock.today() and any(one.attended for one in people):
        return f"{huddle.title} is still to come, and this says who was there. Choose the huddle it is of."
    return ""


def _chosen(order: str) -> str:
    """Return the order of day and month as a person settled it: the reader takes any day given for the huddle's."""
    return f"{order.partition(':')[0]}: as chosen" if order else ""
