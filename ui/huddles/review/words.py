"""What the review of an attendance file says, in words."""

from collections.abc import Mapping, Sequence
from datetime import date

import msgspec

from crm import clock, dates
from crm.attendance.huddle_matching import FileHuddles
from crm.attendance.report_records import (
    CORRECT,
    KEEP,
    KeptLine,
    Outcome,
    ReportLine,
    ReportPlan,
    ReportResult,
)
from crm.huddles import HuddleDetail, HuddleRow
from crm.reviewing import Known
from ui.kit.rows import ListRow
from ui.records.ask_card import Question
from ui.records.file_review import Group, candidate_row, counted
from ui.records.huddle_words import when

FORMATS = {
    "teams_attendance": "Microsoft Teams report",
    "zoom_reports": "Zoom report",
    "google_meet_attendance": "Google Meet report",
    "eventbrite_attendees": "Eventbrite attendees",
    "luma_guests": "Luma guests",
    "attendance_sheet": "list with attendance",
    "typed_list": "list of people",
}
SKIPPED, UNNAMED = "skipped", "unnamed"
WHICH, WHICH_KEYS = "Did they come?", "Enter or 1 keep · 2 correct"
NEW_HUDDLE = "new"
"""The choice of a huddle that is planned from the file; a day goes with it where the file may be of several."""
COUNTS_AS = (("attended", "Attended"), ("registered", "Registered"))


class ReportRow(msgspec.Struct, frozen=True):
    """A line of the file as the table shows it."""

    id: int
    name: str
    email: str
    organisation: str
    about: str
    adds: str
    why: str


def subject(plan: ReportPlan) -> str:
    """Return what the file is: "report.csv: Microsoft Teams report, 24 people, 3 unnamed"."""
    parts = [FORMATS.get(plan.format, plan.format.replace("_", " ")), counted(len(plan.lines), "person", "people")]
    if plan.unnamed.people:
        parts.append(f"{plan.unnamed.people:,} unnamed")
    return f"{plan.file_name}: " + ", ".join(parts)


def found(of: FileHuddles) -> str:
    """Return what a file is whose huddle is asked about: "report.csv: 24 people"."""
    return f"{of.file_name}: {counted(of.people, 'person', 'people')}"


def understood(plan: ReportPlan, huddle: HuddleDetail) -> str:
    """Return how the dates of the file were read, whatever they are."""
    if len(plan.possible_days) > 1:
        return "Day and month can be read both ways: choose the day."
    if not plan.possible_days:
        return "The file names no day: it is taken to be of this huddle."
    day = f"Of {_day(plan.possible_days[0])}"
    other = f", not the day of this huddle ({_day(huddle.row.day)})" if plan.other_day else ", the day of this huddle"
    order = f". Dates were read {plan.day_order}." if plan.day_order else ". Its dates leave no doubt."
    return day + other + order


def _day(day: date) -> str:
    return dates.show_partial(day.isoformat())


def verdict(plan: ReportPlan) -> str:
    """Return in a line what applying would do."""
    if plan.refusal:
        return plan.refusal
    if not plan.has_work:
        return _nothing(plan)
    adds = sum(1 for line in plan.lines if line.adds)
    new = len(plan.of(Outcome.NEW))
    parts = [
        f"{adds - new:,} updated" if adds > new else "",
        f"{new:,} new" if new else "",
        f"{len(plan.waiting):,} kept for later" if plan.waiting else "",
        f"{plan.unnamed.people:,} unnamed counted" if plan.adds_headcount else "",
    ]
    return ", ".join(filter(None, parts)) + "." if any(parts) else "What you decided is remembered."


def groups(plan: ReportPlan) -> list[Group]:
    """Return the groups that hold anything, in the order in which they are shown."""
    number = {outcome: len(plan.of(outcome)) for outcome in Outcome}
    found = (
        Group(Outcome.ASK, "To decide", _asks(plan), "help", number[Outcome.ASK]),
        Group(Outcome.MATCHED, "Matched", "people you know", "check", number[Outcome.MATCHED]),
        Group(Outcome.NEW, "New", "will be added", "user-plus", number[Outcome.NEW]),
        Group(Outcome.LEFT, "Left for later", "kept with this huddle", "inbox", number[Outcome.LEFT]),
        Group(UNNAMED, "Unnamed", _unnamed(plan), "users", plan.unnamed.people + plan.unnamed.bots, counts_rows=False),
        Group(SKIPPED, "Skipped", "each with its reason", "minus", len(plan.skipped)),
    )
    return [group for group in found if group.number]


def _asks(plan: ReportPlan) -> str:
    if len(plan.speaking_against) == len(plan.of(Outcome.ASK)):
        return "the file says they did not come"
    return "could be someone you know"


def _unnamed(plan: ReportPlan) -> str:
    return "counted, not named" if plan.unnamed.people else "programs, not counted"


def lines(plan: ReportPlan, key: str) -> list[ReportRow]:
    """Return the lines of a group."""
    if key == SKIPPED:
        return [
            ReportRow(-n, row.text or f"Line {row.line}", "", "", "", row.reason, f"line {row.line}")
            for n, row in enumerate(plan.skipped, 1)
        ]
    if key == UNNAMED:
        counts = (
            (plan.unnamed.dial_ins, "On the telephone", "counted as unnamed"),
            (plan.unnamed.opted_out, "Opted out of the report", "counted as unnamed"),
            (plan.unnamed.stand_ins, "Guests and places without a name", "counted as unnamed"),
            (plan.unnamed.stand_ins, "Guests and places without a name", "counted as unnamed"),
            (plan.unnamed.bots, "Note-taking programs", "not counted: no people"),
        )
        return [
            ReportRow(-n, f"{what}: {number:,}", "", "", "", means, "")
            for n, (number, what, means) in enumerate(counts, 1)
            if number
        ]
    return [_line(line) for line in plan.of(Outcome(key))]


def _line(line: ReportLine) -> ReportRow:
    about = "guessed from the address" if line.is_guess else ""
    why = line.reason
    if line.outcome is Outcome.MATCHED and line.contact.casefold() != line.name.casefold():
        why = f"{line.contact}: {why}"
    if line.differs:
        why = f"file: {', '.join(line.differs)}" + (f" ({why})" if why else "")
    if line.outcome in (Outcome.ASK, Outcome.LEFT):
        adds = "kept for later already" if line.is_known else "kept unless decided"
        adds = "stays attended unless decided" if line.against and not line.is_known else adds
        adds = "nothing" if line.reason == "cleared before" else adds
    else:
        nothing = "nothing: what is here stays" if line.differs else "nothing: all of it is known"
        adds = ", ".join(line.adds) or nothing
    if line.outcome is Outcome.NEW and len(line.adds) > 2:  # what comes with them goes to the second line
        adds, why = ", ".join(line.adds[:2]), ", ".join(filter(None, (*line.adds[2:], why)))
    return ReportRow(
        line.number, line.name, "" if line.email == line.name else line.email, line.organisation, about, adds, why
    )


def spoken(row: ReportRow) -> str:
    """Return a line as a screen reader says it."""
    return ", ".join(filter(None, (row.name, row.email, row.organisation, row.about, row.adds, row.why)))


def question(line: ReportLine) -> Question:
    """Return what is asked about a line of the file: who it is, or which is right of what it says and what is here."""
    who, stay = _who(line), _stay(line)
    otherwise = f" It also says: {', '.join(line.differs)}." if line.differs else ""
    why = f"{stay}{_why(line.reason)}{otherwise}"
    if line.against and line.correction is None:
        return Question(line.number, who, why, corrections(line.against), WHICH, WHICH_KEYS)
    return Question(line.number, who, why, [choice(each) for each in line.candidates])


def kept_question(line: KeptLine) -> Question:
    """Return what is asked about a line that was kept."""
    who, why = _who(line), f"{_stay(line)}{line.file_name}: {line.reason}"
    if line.against:
        return Question(line.id, who, why, corrections(line.against), WHICH, WHICH_KEYS)
    return Question(line.id, who, why, [choice(each) for each in line.candidates])


def corrections(against: str) -> list[ListRow]:
    """Return what can be said of somebody who attended where the file speaks against it."""
    right = against.removeprefix("the file says ")
    return [
        ListRow(KEEP, "They attended", "keep it as it is here", icon="check"),
        ListRow(CORRECT, right[:1].upper() + right[1:], "correct it as the file says", icon="edit"),
    ]


def _who(line: ReportLine | KeptLine) -> str:
    return ", ".join(filter(None, (line.name, line.organisation, line.email if line.email != line.name else "")))


def _stay(line: ReportLine | KeptLine) -> str:
    return f"{line.minutes:,} min. " if line.minutes is not None else ""


def _why(reason: str) -> str:
    return reason[:1].upper() + reason[1:] + "." if reason else ""


def choice(known: Known) -> ListRow:
    """Return somebody a line may be about, as a row."""
    aside = "on the list" if known.is_listed else ""
    return candidate_row(known.contact_id, known, aside, "no organisation, no address")


def day_rows(plan: ReportPlan, huddle: HuddleDetail) -> list[ListRow]:
    """Return the days a file may be of."""
    return [
        ListRow(
            day,
            dates.show_partial(day.isoformat()),
            dates.WEEKDAYS[day.weekday()] + (" · the day of this huddle" if day == huddle.row.day else ""),
            icon="calendar",
            note=str(place),
        )
        for place, day in enumerate(plan.possible_days, 1)
    ]


def result(plan: ReportPlan, done: ReportResult) -> str:
    """Return what applying wrote, in a line."""
    if done.batch_id is None:
        return f"{plan.file_name}: nothing changed."
    parts = [
        counted(done.changed, "person", "people") + " updated" if done.changed - done.created else "",
        f"{done.created:,} new" if done.created else "",
        f"{done.kept:,} kept for later" if done.kept else "",
    ]
    said = ", ".join(filter(None, parts)) or "noted"
    return f"{plan.file_name}: {said}" + "".join(f". {note}" for note in done.notes)


def huddles(rows: Sequence[HuddleRow], front: HuddleRow, of: FileHuddles) -> list[tuple[object, str]]:
    """Return the huddles a file may be of, as a choice names them: those that were not cancelled, that in front, and
    a new one.
    """
    offered = [row for row in rows if row.status != "cancelled" or row.id == front.id]
    if front.id not in {row.id for row in offered}:
        offered = [front, *offered]
    held = [(row.id, f"{row.label}, {dates.show_date(row.day, clock.today())}") for row in offered]
    return [*held, *((row.id, f"{row.title}…") for row in new_huddles(of))]


def new_huddles(of: FileHuddles) -> list[ListRow]:
    """Return what can be planned from a file: a huddle of each day that it may be of."""
    if not of.days:
        return [ListRow((NEW_HUDDLE, None), "Plan a new huddle from this report", _facts(of), icon="plus")]
    called = "a new huddle on" if of.of_its_days else "the huddle of"
    return [
        ListRow((NEW_HUDDLE, day), f"Plan {called} {_day(day)} from this report", _facts(of), icon="plus")
        for day in of.days
    ]


def _facts(of: FileHuddles) -> str:
    """Return what a new huddle takes from its file besides the day."""
    times = "–".join(f"{at:%H:%M}" for at in (of.starts, of.ends) if at is not None)
    return ", ".join(filter(None, (of.title, times, "online" if of.is_online else ""))) or "as the last one was"


def which_huddle(of: FileHuddles) -> str:
    """Return why it is asked which huddle a file is of."""
    if not of.days:
        return "It names no day."
    days = " or ".join(map(_day, of.days))
    if of.of_its_days:
        return f"It may be of {days}."
    return f"It is of {days}, and there is no huddle on {'that day' if len(of.days) == 1 else 'either day'}."


def huddle_choices(of: FileHuddles, rows: Mapping[int, HuddleRow]) -> list[ListRow]:
    """Return the huddles that a file may be of, those of its days first, and a new one before those of other days."""
    there = [_huddle(rows[id_], "on its day") for id_ in of.of_its_days]
    return [*there, *new_huddles(of), *(_huddle(rows[id_], "") for id_ in of.others)]


def _huddle(row: HuddleRow, aside: str) -> ListRow:
    return ListRow(row.id, row.label, when(row), aside=aside, icon="presentation")


def remarks(plan: ReportPlan) -> list[str]:
    """Return what the reader remarked, besides the days, which have a line of their own."""
    otherwise = [
        f"{line.name}: the file says {', '.join(line.differs)}. What is here stays."
        for line in plan.lines
        if line.differs
    ]
    said = [*plan.warnings, *plan.problems, *otherwise]
    of_days = ("The dates were read ", "Day and month can be read ", "The file is of ")
    return list(dict.fromkeys(each for each in said if not each.startswith(of_days)))


def _nothing(plan: ReportPlan) -> str:
    if plan.of(Outcome.ASK):
        return "Nothing changes: what is not decided is kept for later already."
    return "Nothing changes: all of this file is here already."
