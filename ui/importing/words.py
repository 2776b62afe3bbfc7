"""What an import says, in words."""

from collections import Counter
from collections.abc import Sequence

import msgspec

from crm.importing import Counts, ImportPlan, ImportResult, Outcome, PlannedRow
from crm.text import begun
from ui.importing.row_choices import DIFFERENT, MOVED, SAME, Choices
from ui.records.file_review import Group, counted

FORMATS = {
    "google_contacts_csv": "Google Contacts",
    "outlook_csv": "Outlook contacts",
    "vcard": "vCard",
    "plain_spreadsheets": "a table of people",
    "linkedin_connections": "LinkedIn connections",
}

SKIPPED = "skipped"


class PreviewRow(msgspec.Struct, frozen=True):
    """A row of the file as the preview shows it, with the `choice` made and its mark where there is one to make."""

    id: int
    name: str
    organisation: str
    what: str
    line: int
    choice: str = ""
    icon: str = ""


def subject(plan: ImportPlan) -> str:
    """Return what a file is: "google.csv: Google Contacts, 120 rows, UTF-8"."""
    rows = plan.counts.rows + plan.counts.skipped
    if plan.aside_of is not None:
        return f"{plan.path.name}: {counted(rows, 'row')} kept aside"
    kind = FORMATS.get(plan.format, plan.format.replace("_", " "))
    return ", ".join(
        part for part in (f"{plan.path.name}: {kind}", counted(rows, "row"), plan.encoding.upper()) if part
    )


def groups(plan: ImportPlan, decided: int, choices: Choices) -> list[Group]:
    """Return the outcomes that occur, in the order in which they are shown."""
    counts = plan.counts
    open_moves, parted = choices.open_moves(plan), len(choices.parted)
    moved = open_moves + len(choices.moves)
    waits = "kept aside until you decide" if open_moves == moved else f"{open_moves:,} not decided: kept aside"
    same = "joined with an earlier row" + (f", {parted:,} parted" if parted else "")
    found = (
        Group(Outcome.ASK, "To decide", "could be someone you know", "help", counts.ask - decided),
        Group(MOVED, "Seem to have moved", waits if open_moves else "each is decided", "briefcase", moved),
        Group(DIFFERENT, "Different", "ours kept unless you choose the file’s", "swap", counts.differing),
        Group(Outcome.NEW, "New", "will be added", "user-plus", counts.new),
        Group(Outcome.UPDATED, "Updated", "gaps filled, nothing overwritten", "edit", counts.updated),
        Group(Outcome.UNCHANGED, "Unchanged", "all of it is known", "check", counts.unchanged),
        Group(SAME, "Same person again", same, "merge", counts.same),
        Group(SKIPPED, "Skipped", "hold no person", "minus", counts.skipped),
        Group(Outcome.FAILED, "Not readable", "kept aside with the reason", "alert-circle", counts.failed),
    )
    return [group for group in found if group.number > 0]


def lines(plan: ImportPlan, key: str, choices: Choices) -> list[PreviewRow]:
    """Return the rows of one outcome, as many as the preview names, with what was chosen of them."""
    if key == SKIPPED:
        return [PreviewRow(n, row.text, "", row.reason, row.line) for n, row in enumerate(plan.skipped)]
    if key == DIFFERENT:
        return [_chosen(row, key, choices, ", ".join(row.differs)) for row in plan.differing()]
    if key == MOVED:
        return [
            _chosen(row, key, choices, f"from {row.moved_from} to {row.organisation}") for row in choices.moved(plan)
        ]
    rows = plan.of(Outcome(key))
    if key == SAME:
        return [_chosen(row, key, choices, _what(row, choices)) for row in rows]
    return [PreviewRow(row.number, row.name, row.organisation, _what(row, choices), row.line) for row in rows]


def _chosen(row: PlannedRow, key: str, choices: Choices, what: str) -> PreviewRow:
    if key == SAME and row.is_organisation:
        return PreviewRow(row.number, row.name, row.organisation, what, row.line)
    option = choices.of(key, row.number)
    said = option.said.format(place=row.moved_from)
    return PreviewRow(row.number, row.name, row.organisation, what, row.line, said, option.icon)


def _what(row: PlannedRow, choices: Choices) -> str:
    adds = "adds " + ", ".join(row.adds) if row.adds else ""
    chosen = "taken from the file: " if row.number in choices.takes else "kept as it is: "
    differs = chosen + ", ".join(row.differs) if row.differs else ""
    moved = f"seems to have moved from {row.moved_from}" if row.moved_from else ""
    return " · ".join(part for part in (row.reason, moved, adds, differs) if part)


def result(done: ImportResult, choices: Choices) -> str:
    """Return what an import wrote, in a line."""
    if done.batch_id is None and (done.counts.ask or done.counts.failed):
        return "Nothing was imported: nobody in this file is known to be new."
    if done.batch_id is None and done.counts.moved:
        return f"Nothing was imported: {_moved(done.counts.moved)}, and nothing is decided."
    if done.batch_id is None:
        return "Nothing new: everyone in this file is already here."
    return begun(", ".join(summary(done.counts, choices))) + "."


def summary(counts: Counts, choices: Choices) -> list[str]:
    """Return the numbers worth saying, in words, those chosen by hand among them."""
    parted, moves = len(choices.parted), Counter(str(move) for move in choices.moves.values())
    named: Sequence[tuple[int, str]] = (
        (counts.new, f"new ({parted:,} parted by hand)" if parted else "new"),
        (counts.updated, "updated"),
        (counts.unchanged, "unchanged"),
        (counts.same, "the same person again"),
        *((number, move) for move, number in moves.items()),
    )
    aside = ((counts.ask, "kept aside to decide"), (counts.skipped, "skipped"), (counts.failed, "not readable"))
    said = [f"{number:,} {word}" for number, word in named if number]
    said += [f"{_moved(counts.moved)} (kept aside)"] if counts.moved else []
    return said + [f"{number:,} {word}" for number, word in aside if number] or ["nothing new"]


def _moved(number: int) -> str:
    return f"{number:,} {'seems' if number == 1 else 'seem'} to have moved"
