"""What an import says, in words."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from crm.importing import Counts, ImportPlan, ImportResult, Outcome, PlannedRow

FORMATS = {
    "google_contacts_csv": "Google Contacts",
    "outlook_csv": "Outlook contacts",
    "vcard": "vCard",
    "plain_spreadsheets": "a table of people",
    "linkedin_connections": "LinkedIn connections",
}

SKIPPED, DIFFERENT = "skipped", "different"


@dataclass(frozen=True, slots=True)
class Group:
    """The rows of one outcome: how many, what they are called, and what that means."""

    key: str
    title: str
    meaning: str
    icon: str
    number: int


@dataclass(frozen=True, slots=True)
class Line:
    """A row of the file as the preview shows it; where it differs, the `choice` made, and if the file's is taken."""

    id: int
    name: str
    organisation: str
    what: str
    line: int
    choice: str = ""
    taken: bool = False


def subject(plan: ImportPlan) -> str:
    """Return what a file is: "google.csv: Google Contacts, 120 rows, UTF-8"."""
    rows = plan.counts.rows + plan.counts.skipped
    if plan.aside_of is not None:
        return f"{plan.path.name}: {counted(rows, 'row')} kept aside"
    kind = FORMATS.get(plan.format, plan.format.replace("_", " "))
    return ", ".join(
        part for part in (f"{plan.path.name}: {kind}", counted(rows, "row"), plan.encoding.upper()) if part
    )


def groups(plan: ImportPlan, decided: int) -> list[Group]:
    """Return the outcomes that occur, in the order in which they are shown."""
    counts = plan.counts
    found = (
        Group(Outcome.ASK, "To decide", "could be someone you know", "help", counts.ask - decided),
        Group(DIFFERENT, "Different", "ours is kept, unless you take the file’s", "swap", counts.differing),
        Group(Outcome.NEW, "New", "will be added", "user-plus", counts.new),
        Group(Outcome.UPDATED, "Updated", "gaps filled, nothing overwritten", "edit", counts.updated),
        Group(Outcome.UNCHANGED, "Unchanged", "all of it is known", "check", counts.unchanged),
        Group(Outcome.SAME, "Same person again", "joined with an earlier row", "merge", counts.same),
        Group(SKIPPED, "Skipped", "hold no person", "minus", counts.skipped),
        Group(Outcome.FAILED, "Not readable", "kept aside with the reason", "alert-circle", counts.failed),
    )
    return [group for group in found if group.number > 0]


def lines(plan: ImportPlan, key: str, taken: Collection[int] = ()) -> list[Line]:
    """Return the rows of one outcome, as many as the preview names; `taken` are the numbers of those so decided."""
    if key == SKIPPED:
        return [Line(n, row.text, "", row.reason, row.line) for n, row in enumerate(plan.skipped)]
    if key == DIFFERENT:
        return [_different(row, row.number in taken) for row in plan.differing()]
    rows = plan.of(Outcome(key))
    return [Line(row.number, row.name, row.organisation, _what(row, row.number in taken), row.line) for row in rows]


def _different(row: PlannedRow, taken: bool) -> Line:
    choice = "The file’s is taken" if taken else "Ours is kept"
    return Line(row.number, row.name, row.organisation, ", ".join(row.differs), row.line, choice, taken)


def _what(row: PlannedRow, taken: bool) -> str:
    adds = "adds " + ", ".join(row.adds) if row.adds else ""
    chosen = "taken from the file: " if taken else "kept as it is: "
    differs = chosen + ", ".join(row.differs) if row.differs else ""
    return " · ".join(part for part in (row.reason, adds, differs) if part)


def result(done: ImportResult) -> str:
    """Return what an import wrote, in a line."""
    if done.batch_id is None and (done.counts.ask or done.counts.failed):
        return "Nothing was imported: nobody in this file is known to be new."
    if done.batch_id is None:
        return "Nothing new: everyone in this file is already here."
    return ", ".join(summary(done.counts)).capitalize() + "."


def summary(counts: Counts) -> list[str]:
    """Return the numbers worth saying, in words."""
    named: Sequence[tuple[int, str]] = (
        (counts.new, "new"),
        (counts.updated, "updated"),
        (counts.unchanged, "unchanged"),
        (counts.ask, "kept aside to decide"),
        (counts.skipped, "skipped"),
        (counts.failed, "not readable"),
    )
    return [f"{number:,} {word}" for number, word in named if number] or ["nothing new"]


def counted(number: int, noun: str) -> str:
    """Return a number with its noun: "1 row", "1,200 rows"."""
    return f"{number:,} {noun}{'' if number == 1 else 's'}"
