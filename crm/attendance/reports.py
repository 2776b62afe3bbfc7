"""Attendance files and a huddle: reviewed, then applied as one undoable action; what is unclear is kept for later."""

import hashlib
from collections.abc import Sequence
from datetime import date
from pathlib import Path

from msgspec.structs import replace

from crm import clock
from crm.attendance import Attendances
from crm.attendance.huddle_matching import FileHuddles, find_huddles
from crm.attendance.person_details import PersonDetails
from crm.attendance.report_delta import HuddleFacts, PersonHeld, told
from crm.attendance.report_plan import ReportPlanner
from crm.attendance.report_records import (
    CORRECT,
    KEEP,
    LEAVE,
    CountsAs,
    KeptLine,
    Outcome,
    ReportLine,
    ReportPlan,
    ReportResult,
)
from crm.attendance.unmatched_lines import UnmatchedLines, fingerprint
from crm.backups import Backups
from crm.consents import Consents
from crm.contacts import Contacts
from crm.db import schema
from crm.db.store import Store
from crm.errors import Invalid
from crm.formats.attendance import Attendee, ReadAttendance
from crm.organisations import Organisations
from crm.progress import IsCancelled, Pace, Progress, never, silent
from crm.reviewing import NEW_CONTACT
from crm.trash import Trash

__all__ = [
    "CORRECT",
    "KEEP",
    "LEAVE",
    "NEW_CONTACT",
    "CountsAs",
    "FileHuddles",
    "KeptLine",
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
        consents: Consents,
        trash: Trash,
    ) -> None:
        self._store, self._contacts, self._organisations = store, contacts, organisations
        self._attendance, self._backups, self._trash = attendance, backups, trash
        self._newcomers = PersonDetails(contacts, consents, trash)
        self._kept = UnmatchedLines(store)

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
        planning = self._planning(huddle)
        pace = Pace(progress, cancelled, total=len(people))
        lines = []
        for number, person in enumerate(people, 1):
            lines.append(planning.line(number, person, read.format))
            pace.at(number)
        other = [day for day in read.possible_days if day != huddle.day]
        return ReportPlan(
            huddle_id=huddle.id,
            file_name=name,
            format=read.format,
            sha256=hashlib.sha256(content).hexdigest(),
            huddles=find_huddles(self._store, read),
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
        """Return the plan with a line decided: a contact's id, `NEW_CONTACT`, `LEAVE`, or None for undecided again.

        `KEEP` and `CORRECT` say of a line that speaks against somebody's having attended which of the two is right.
        """
        planning = self._planning(HuddleFacts.of(self._store, plan.huddle_id))

        def decided(line: ReportLine) -> ReportLine:
            if choice in (KEEP, CORRECT):
                return planning.line(number, line.attendee, plan.format, line.choice, choice)
            return planning.line(number, line.attendee, plan.format, choice)

        return replace(plan, lines=tuple(decided(each) if each.number == number else each for each in plan.lines))

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
        notes = self._backups.make_before_import(cancelled)
        earlier = self._kept.of_huddle(huddle.id)
        planning = self._planning(huddle)
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
                contact_id = line.contact_id if line.outcome is Outcome.MATCHED else planning.by_now(line)
                if contact_id is None:
                    contact_id = self._newcomers.create(line, planning.organisation_for(line))
                    created += 1
                self._kept.settle(batch, line, contact_id, before)
                changed += self._write(huddle, contact_id, line, plan.format, plan.file_name)
                pace.at(line.number)
            if plan.unnamed.people > huddle.headcount:
                self._store.update(schema.Huddle, huddle.id, headcount=plan.unnamed.people)
            self._attendance.settle_if_locked(huddle.id)
        return ReportResult(batch, changed, created, kept, notes)

    def huddles_for(self, source: Path | str) -> FileHuddles:
        """Return the huddles that a file, or a typed list, may be of. Raises UnreadableFile, OSError."""
        return find_huddles(self._store, _read(source, None)[2])

    # -- what was kept for later

    def kept(self, huddle_id: int) -> list[KeptLine]:
        """Return the lines of earlier files that wait: nobody was matched with them, or they speak against somebody."""
        planning = self._planning(HuddleFacts.of(self._store, huddle_id))
        return [planning.kept(each) for each in self._kept.waiting(huddle_id)]

    def match(self, kept_id: int, contact_id: int, correction: int | None = None) -> int:
        """Say who a kept line is (`NEW_CONTACT`: nobody we know); their attendance is written. Returns the contact.

        Where it speaks against their having attended it goes on to wait, until `correction` is `KEEP` or `CORRECT`.
        """
        each = self._kept.one(kept_id)
        huddle = HuddleFacts.of(self._store, each.huddle_id)
        planning = self._planning(huddle)
        line = planning.line(0, each.person, each.format, contact_id, correction)
        with self._store.action(f"{each.person.shown_name} at {huddle.title}"):
            if contact_id == NEW_CONTACT:
                contact_id = self._newcomers.create(line, planning.organisation_for(line))
            if line.outcome is Outcome.ASK:
                self._kept.set_outcome(kept_id, "unmatched", contact_id, line.reason)
                return contact_id
            self._write(huddle, contact_id, line, each.format, each.file_name)
            self._kept.set_outcome(kept_id, "matched", contact_id, line.reason)
            self._attendance.settle_if_locked(huddle.id)
        return contact_id

    def dismiss(self, kept_ids: Sequence[int]) -> None:
        """Say that kept lines are not wanted; they are not asked about again."""
        with self._store.action(f"Clear {len(kept_ids)} unmatched line{'' if len(kept_ids) == 1 else 's'}"):
            for kept_id in kept_ids:
                self._kept.set_outcome(kept_id, "dismissed")

    # -- inside

    def _planning(self, huddle: HuddleFacts) -> ReportPlanner:
        return ReportPlanner(self._store, self._organisations, self._contacts, self._newcomers, self._trash, huddle)

    def _write(self, huddle: HuddleFacts, contact_id: int, line: ReportLine, format_: str, file_name: str) -> bool:
        """Write what a line says of a person, who comes out of the trash for it; return whether anything was new."""
        person = line.attendee
        back = self._newcomers.bring_back(contact_id)
        held = PersonHeld.of(self._store, huddle.id, contact_id)
        adds = told(huddle, person, held, format_, corrects=line.correction == CORRECT)
        if adds.is_anything:
            row = self._attendance.put(huddle.id, contact_id, format_, **adds.facts)
            for joined, left in adds.sessions:
                self._store.insert(schema.AttendanceSession, attendance_id=row, joined_at=joined, left_at=left)
        said = self._newcomers.record_mail(contact_id, person, file_name, line.number, huddle.id)
        return adds.is_anything or said or back


def _read(source: Path | str, on: date | None) -> tuple[str, bytes, ReadAttendance]:
    # The readers are loaded when a file is read, not when the program starts.
    from crm.formats.attendance_files import read_attendance, read_pasted

    if isinstance(source, str):
        return TYPED, source.encode(), read_pasted(source, on=on)
    return source.name, source.read_bytes(), read_attendance(source, on=on)


def _counted_as(read: ReadAttendance, counts_as: CountsAs) -> tuple[tuple[Attendee, ...], CountsAs | None]:
    """Return the people of a file, and how a list that does not say whether they came or registered was taken."""
    said = any(one.attended is not None or one.apologies or one.registration_status for one in read.attendees)
    if said or read.tells_presence:
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
