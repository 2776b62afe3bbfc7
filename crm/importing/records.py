"""What an import says before it writes anything, and what came of it."""

import enum
from collections.abc import Mapping
from pathlib import Path

import msgspec

from crm.errors import CrmError
from crm.formats.rows import Skipped
from crm.identity import OrganisationCandidate
from crm.reviewing import Somebody

Decisions = Mapping[int, int]
"""For rows that ask, by row number: a contact's id, `NEW_CONTACT`, or minus the number of an earlier row.

`NEW_CONTACT` parts a row from the earlier one whose person it would be, too.
"""

NEW_ORGANISATION = 0
"""The decision that a name is that of no organisation we know."""

OrganisationDecisions = Mapping[str, int]
"""For names that ask, as the file or the question spells them: an organisation's id, or `NEW_ORGANISATION`."""


class Move(enum.StrEnum):
    """What is made of another organisation than the one where somebody works as we hold it."""

    CHANGED = "changed job"  # the former job ends today, the new one is the first from today on
    BOTH = "works at both"
    STAYS = "stays"  # the file is not followed


MOVED = "moved"
"""The outcome of a row that is kept aside because somebody seems to have moved."""

MoveDecisions = Mapping[int, Move]
"""For rows of people who seem to have moved, by row number; a row that is not decided is kept aside."""

SHOWN_ROWS = 200
"""Rows of each outcome that a preview names; the counts hold all of them."""
SHOWN_TO_CHOOSE = 5_000
"""Rows that ask, or that differ: a person chooses for each."""


class Outcome(enum.StrEnum):
    """What becomes of a row."""

    NEW = "new"
    UPDATED = "updated"
    UNCHANGED = "unchanged"
    SAME = "same"  # the person, or organisation, of an earlier row of this file; what it adds goes there
    ASK = "ask"
    FAILED = "failed"


class Candidate(Somebody, frozen=True):
    """Someone a row may be about: a contact, or the person of an earlier `row` of the file (`contact_id` None)."""

    row: int = 0

    @property
    def decision(self) -> int:
        """Return what to decide for "the row is about this one"."""
        return self.contact_id if self.contact_id is not None else -self.row


class PlannedRow(msgspec.Struct, frozen=True):
    """A row and what becomes of it: `reason` says by what it was recognised, or why it asks or failed.

    `adds` is what is filled in or added; `differs` is where the file disagrees: the record keeps its value.
    `waits_for` is the organisation's name whose question (`OrganisationQuestion`) comes first; `moved_from` names where
    somebody works as we hold it, while the row names another organisation (`Move`). A row of a person that is the SAME
    again can be parted by the decision `NEW_CONTACT`, one of an organisation (`is_organisation`) cannot.
    """

    number: int
    line: int
    name: str
    organisation: str
    outcome: Outcome
    reason: str = ""
    contact_id: int | None = None
    adds: tuple[str, ...] = ()
    differs: tuple[str, ...] = ()
    candidates: tuple[Candidate, ...] = ()
    waits_for: str = ""
    moved_from: str = ""
    is_organisation: bool = False

    @property
    def told_move(self) -> str:
        """Return in a sentence that somebody seems to have moved, "" where they do not."""
        moved = f"line {self.line}: {self.name} seems to have moved from {self.moved_from} to {self.organisation}"
        return f"{moved}; it is left as it was until you decide." if self.moved_from else ""


class OrganisationQuestion(msgspec.Struct, frozen=True):
    """A name in the file that may be that of an organisation in the trash, or of several; `rows` wait for the answer.

    One answer holds for all of them; choosing one in the trash restores it.
    """

    name: str
    reason: str
    rows: int
    line: int
    candidates: tuple[OrganisationCandidate, ...]

    @property
    def told(self) -> str:
        """Return the question in a sentence: from which line on, and how many rows wait."""
        waits = "1 row waits." if self.rows == 1 else f"{self.rows:,} rows wait."
        return f"Line {self.line}: {self.reason} {waits}"


class Counts(msgspec.Struct):
    """How many rows came to what; `organisations` and `tags` count those made on the way.

    Among the rows are `moved`, people who seem to have moved and of whom nothing was decided, and `objected`, whose
    objection to mailings is new.
    """

    new: int = 0
    updated: int = 0
    unchanged: int = 0
    same: int = 0
    ask: int = 0
    skipped: int = 0
    failed: int = 0
    differing: int = 0
    moved: int = 0
    objected: int = 0
    organisations: int = 0
    tags: int = 0

    def add(self, outcome: Outcome) -> None:
        """Count a row."""
        setattr(self, outcome.value, getattr(self, outcome.value) + 1)

    @property
    def rows(self) -> int:
        """Return how many rows of people and organisations were read."""
        return self.new + self.updated + self.unchanged + self.same + self.ask + self.failed

    @property
    def changes_anything(self) -> bool:
        """Return whether the import would write a record."""
        return bool(self.new or self.updated or self.objected)

    @property
    def told_objections(self) -> tuple[str, ...]:
        """Return in a sentence that people do not want to be mailed, where there are such."""
        if not self.objected:
            return ()
        who = "1 person does not want" if self.objected == 1 else f"{self.objected:,} people do not want"
        return (f"{who} to be mailed: that is recorded for every purpose.",)


class ImportPlan(msgspec.Struct, frozen=True):
    """The preview of an import; nothing was written. `rows` names up to `SHOWN_ROWS` of each outcome, in file order.

    `kind` says what the file holds (`contacts`; other kinds have a service of their own behind the same seam).
    `aside_of` is the import whose rows kept aside these are; then `path` is only the name its file had.
    `organisations` are the answers to questions about organisations that it was made with.
    """

    path: Path
    format: str
    kind: str
    encoding: str
    headings: tuple[str, ...]
    sha256: str
    counts: Counts
    rows: tuple[PlannedRow, ...]
    skipped: tuple[Skipped, ...]
    warnings: tuple[str, ...]
    problems: tuple[str, ...]
    new_organisations: tuple[str, ...]
    new_tags: tuple[str, ...]
    chosen_encoding: str | None = None
    aside_of: int | None = None
    organisation_questions: tuple[OrganisationQuestion, ...] = ()
    organisations: OrganisationDecisions = msgspec.field(default_factory=dict)

    def of(self, outcome: Outcome) -> list[PlannedRow]:
        """Return the rows shown of one outcome."""
        return [row for row in self.rows if row.outcome == outcome]

    @property
    def settles_anything(self) -> bool:
        """Return whether importing it without a decision would write anything."""
        counts = self.counts
        return counts.changes_anything or (self.aside_of is not None and counts.unchanged + counts.same > 0)

    def moved(self) -> list[PlannedRow]:
        """Return the rows shown of people who seem to have moved."""
        return [row for row in self.rows if row.moved_from]

    def differing(self) -> list[PlannedRow]:
        """Return the rows shown that disagree with our records."""
        return [row for row in self.rows if row.differs]


class ImportResult(msgspec.Struct, frozen=True):
    """What an import wrote. `batch_id` is None where there was nothing to write; `notes` are for the person.

    `moved` are rows of people who seem to have moved, of which nothing was decided.
    """

    batch_id: int | None
    counts: Counts
    warnings: tuple[str, ...] = ()
    problems: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    organisation_questions: tuple[OrganisationQuestion, ...] = ()
    moved: tuple[PlannedRow, ...] = ()


class FileChanged(CrmError):
    """The file is not the one of the preview any more."""

    def __init__(self, path: Path) -> None:
        self.path = path
        super().__init__(f"“{path.name}” changed since the preview. Nothing was imported; look at the preview again.")
