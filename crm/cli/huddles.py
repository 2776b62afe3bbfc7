"""Commands about huddles: huddles, huddle, import and export of attendance."""

import argparse
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from msgspec.structs import asdict

from crm import dates
from crm.attendance import AttendanceRow, Counts
from crm.attendance.report_records import Outcome, ReportLine, ReportPlan, ReportResult
from crm.cli.errors import WrongUse
from crm.cli.open_file import opened
from crm.cli.output import tell
from crm.cli.output_files import send, table_options
from crm.cli.streams import given
from crm.errors import CrmError, NotFound
from crm.formats.rows import UnreadableFile
from crm.huddles import HuddleDetail, HuddleRow
from crm.pitches import HandRow, PitchSlot
from crm.workspace import Workspace

MOST = 10_000


def find_huddle(workspace: Workspace, number: int, series: str | None = None) -> int:
    """Return the huddle a number means; raises NotFound, or CrmError with the choices where several series have it."""
    of_series = _series(workspace, series) if series else None
    found = [row for row in workspace.huddles.numbered(number) if of_series in (None, row.series_id)]
    if not found:
        raise NotFound("huddle", number)
    if len(found) > 1:
        choices = "; ".join(f"{row.title} ({row.series}, {dates.show_partial(row.day.isoformat())})" for row in found)
        raise CrmError(f"Several huddles have the number {number}: {choices}. Name one with --series NAME.")
    return found[0].id


def _series(workspace: Workspace, name: str) -> int:
    for series in workspace.huddles.series():
        if series.name.casefold() == name.casefold():
            return series.id
    raise NotFound("series", name)


def list_huddles(options: argparse.Namespace) -> int:
    """List huddles, the newest first."""
    with opened(options) as workspace:
        series_id = _series(workspace, options.series) if options.series else None
        rows = workspace.huddles.rows(series_id, MOST)
        tell(rows, map(_line, rows) if rows else ["No huddle was planned yet."], options.json)
    return 0


def _line(row: HuddleRow) -> str:
    state = "locked" if row.is_locked else row.status
    number = "" if row.number is None else str(row.number)
    here = f"{row.attended} attended" + (f" and {row.headcount} unnamed" if row.headcount else "")
    numbers = f"{row.registered} registered" if row.status == "planned" else here
    return f"{row.at:%Y-%m-%d %H:%M}  {number:>5}  {row.title}  {state}, {numbers}"


def show(options: argparse.Namespace) -> int:
    """Show one huddle: facts, numbers, the list, pitches with their hands."""
    with opened(options) as workspace:
        huddle = workspace.huddles.get(find_huddle(workspace, options.number, options.series))
        counts = workspace.attendance.counts(huddle.id)
        people = workspace.attendance.rows(huddle.id)
        agenda = workspace.pitches.agenda(huddle.id)
        hands = workspace.hands.at_huddle(huddle.id)
        answer = {
            "facts": huddle,
            "numbers": {**asdict(counts), "walk_ins": counts.walk_ins, "unnamed": huddle.row.headcount},
            "list": people,
            "agenda": agenda,
            "hands": hands,
        }
        lines = [
            *_facts(huddle),
            *_numbers(huddle, counts),
            "",
            *map(_person, people),
            "",
            *(line for slot in agenda for line in _slot(slot, hands)),
        ]
        tell(answer, lines, options.json)
    return 0


def _facts(huddle: HuddleDetail) -> Iterator[str]:
    row = huddle.row
    yield row.title
    day = dates.show_partial(row.day.isoformat())
    yield f"  {day}, {row.at:%H:%M} to {row.until:%H:%M} ({huddle.time_zone}), {row.format}"
    place = ", ".join(filter(None, (row.venue, huddle.host, row.sub_region, huddle.join_link)))
    if place:
        yield f"  {place}"
    yield f"  {'locked' if row.is_locked else row.status}"


def _numbers(huddle: HuddleDetail, counts: Counts) -> Iterator[str]:
    replies = (
        (counts.registered, "registered"),
        (counts.invited, "invited, no reply"),
        (counts.waitlisted, "on the waiting list"),
        (counts.declined, "declined"),
        (counts.cancelled, "cancelled"),
    )
    came = (
        (counts.attended, "attended"),
        (counts.walk_ins, "of them walk-ins"),
        (huddle.row.headcount, "unnamed"),
        (counts.apologies, "sent apologies"),
        (counts.no_shows, "no-shows"),
    )
    for numbers in (replies, came):
        said = ", ".join(f"{number:,} {name}" for number, name in numbers if number)
        if said:
            yield f"  {said}"


def _person(row: AttendanceRow) -> str:
    facts = (
        row.organisation,
        row.registration if row.registration != "none" else "",
        row.presence if row.presence != "unknown" else "",
        row.role if row.role != "attendee" else "",
        f"{row.minutes} min" if row.minutes is not None else "",
    )
    return " · ".join(filter(None, (row.name, *facts)))


def _slot(slot: PitchSlot, hands: list[HandRow]) -> Iterator[str]:
    pitch = slot.pitch
    if pitch is None:
        yield f"{slot.starts:%H:%M}  free"
        return
    given = {True: "given", False: "not given", None: ""}[pitch.delivered]
    facts = (pitch.topic, pitch.kind, pitch.contact, pitch.organisation, given)
    yield f"{slot.starts:%H:%M}  " + " · ".join(filter(None, facts))
    for hand in hands:
        if hand.pitch_id == pitch.id:
            settled = "settled" if hand.is_settled else ""
            facts = (hand.contact, hand.organisation, hand.kind, hand.note, settled)
            yield "         " + " · ".join(filter(None, facts))


def import_files(options: argparse.Namespace) -> int:
    """Import attendance files, or say what would come of each."""
    if options.encoding:
        raise WrongUse("--encoding is for files of contacts; attendance files tell their own.")
    answers: list[dict[str, Any]] = []
    with given(options.files) as files, opened(options, writes=not options.dry_run) as workspace:
        huddle_id = find_huddle(workspace, options.huddle, options.series)
        for path in files:
            plan = workspace.reports.plan(huddle_id, path, on=options.day, counts_as=options.counts_as)
            if options.dry_run:
                done = ReportResult(None, sum(bool(line.adds) for line in plan.lines), kept=len(plan.waiting))
            elif plan.refusal:
                raise CrmError(f"{path.name}: {plan.refusal}{_days(plan)} Nothing was changed.")
            else:
                done = workspace.reports.apply(plan)
            answers.append(_import_answer(plan, done))
    lines = (line for answer in answers for line in _import_lines(answer))
    tell(answers if len(answers) > 1 else answers[0], lines, options.json)
    return 0


def hint_at_attendance(workspace: Workspace, path: Path) -> str:
    """Return what to say of a file that tells who came to a huddle, where none was named; "" for other files."""
    # The readers are loaded by those commands that read files.
    from crm.formats.detect import kind_of

    try:
        if kind_of(path) != "attendance":
            return ""
        found = workspace.reports.huddles_for(path)
    except UnreadableFile:
        return ""
    rows = [workspace.huddles.get(id_).row for id_ in found.of_its_days]
    named = "; ".join(f"{_named(row)} ({row.title}, {dates.show_partial(row.day.isoformat())})" for row in rows)
    of_days = f" On its day: {named}." if named else " “huddles” lists them."
    return f"It says who came to a huddle, or registered: name the huddle with --huddle NUMBER to import that.{of_days}"


def _named(row: HuddleRow) -> str:
    return f"--huddle {row.number}" if row.number is not None else "without a number"


def _days(plan: ReportPlan) -> str:
    days = " or ".join(day.isoformat() for day in plan.possible_days)
    return f" Name it with --day: {days}." if len(plan.possible_days) > 1 else ""


def _import_answer(plan: ReportPlan, done: ReportResult) -> dict[str, Any]:
    read_as = (f"The list was taken to say who {plan.counts_as}.",) if plan.counts_as else ()
    return {
        "file": plan.file_name,
        "format": plan.format,
        "matched": len(plan.of(Outcome.MATCHED)),
        "new": len(plan.of(Outcome.NEW)),
        "asked": len(plan.of(Outcome.ASK)),
        "unnamed": plan.unnamed.people,
        "skipped": len(plan.skipped),
        "changed": done.changed,
        "kept": done.kept,
        "against": [_against(line) for line in plan.speaking_against],
        "differs": [f"{line.name}: {', '.join(line.differs)}" for line in plan.lines if line.differs],
        "warnings": list(
            dict.fromkeys(
                filter(None, (plan.refusal + _days(plan), *read_as, *plan.warnings, *plan.problems, *done.notes))
            )
        ),
    }


def _against(line: ReportLine) -> str:
    return f"{line.name}: {line.reason}. Kept as attended until somebody decides it in the window."


def _import_lines(answer: dict[str, Any]) -> Iterator[str]:
    kinds = ("matched", "new", "asked", "unnamed", "skipped", "changed", "kept")
    yield f"{answer['file']}: " + ", ".join(f"{answer[kind]} {kind}" for kind in kinds)
    yield from (f"  {warning}" for warning in (*answer["against"], *answer["warnings"]))
    if answer["differs"]:
        yield "  The file says of people we know what is not here; nothing of it was written:"
        yield from (f"    {each}" for each in answer["differs"])


def export(options: argparse.Namespace) -> int:
    """Write who was invited and who came to a file."""
    if options.where or options.view:
        raise WrongUse("Attendance is exported of one huddle or of all: --where and --view choose people.")
    if options.series and options.huddle is None:
        raise WrongUse("--series says which huddle --huddle NUMBER means; without a number all of them are exported.")
    with opened(options) as workspace:
        huddle_id = None
        if options.huddle is not None:
            huddle_id = find_huddle(workspace, options.huddle, options.series)
        send(
            options,
            "attendances",
            lambda to: workspace.exporting.attendance(to, huddle_id=huddle_id, options=table_options(options)),
        )
    return 0
