"""What a read attendance file would do to a huddle, before anything is written, and what came of it."""

import enum
from datetime import date
from typing import Literal

import msgspec

from crm.attendance.huddle_matching import FileHuddles
from crm.formats.attendance import Attendee, Unnamed
from crm.formats.rows import Skipped
from crm.reviewing import Known

LEAVE = -1
"""The decision that a line is left for later."""
KEEP = -2
"""The decision that somebody attended, whatever the file says."""
CORRECT = -3
"""The decision that the file is right: they did not come."""

CountsAs = Literal["registered", "attended"]
"""What a list that says neither is taken to say of its people."""


class Outcome(enum.StrEnum):
    """What becomes of a line."""

    MATCHED = "matched"
    NEW = "new"
    ASK = "ask"
    LEFT = "left"


class ReportLine(msgspec.Struct, frozen=True):
    """A person of the file and what becomes of them; `reason` says by what they were recognised, or why it asks.

    `organisation` is what the file says, or what the e-mail's domain tells (`is_guess`). `adds` is what applying writes
    in words, empty where all of it is there already. `choice` is what a person decided: a contact's id, `NEW_CONTACT`
    or `LEAVE`; `is_known` that an earlier file had the same line and what became of it is kept.

    `differs` is what the file says of somebody we know and is not here; none of it is written. `against` is what it
    says against their having attended: that asks, until `correction` is `KEEP` or `CORRECT`.
    """

    number: int
    attendee: Attendee
    name: str
    email: str
    organisation: str
    organisation_id: int | None
    is_guess: bool
    outcome: Outcome
    reason: str = ""
    contact_id: int | None = None
    contact: str = ""
    candidates: tuple[Known, ...] = ()
    adds: tuple[str, ...] = ()
    choice: int | None = None
    is_known: bool = False
    differs: tuple[str, ...] = ()
    against: str = ""
    correction: int | None = None

    @property
    def is_decided(self) -> bool:
        """Return whether a person said who it is, or whether the file is right."""
        return self.choice is not None or self.correction is not None

    @property
    def minutes(self) -> int | None:
        """Return how long they were there, None where it is not known."""
        return self.attendee.minutes


class ReportPlan(msgspec.Struct, frozen=True):
    """The review of an attendance file; nothing was written. `threshold` is the minutes that count as attended.

    `day_order` says how the order of day and month was settled; while `possible_days` has two, it is not, and `apply`
    asks for one of them. `other_day` is the file's day where it is not the huddle's. `counts_as` is None where the file
    says itself who registered or came. `refusal` says why it cannot be applied as it is, else "". `huddles` are those
    it may be of, with the facts of a new one.
    """

    huddle_id: int
    file_name: str
    format: str
    sha256: str
    huddles: FileHuddles
    lines: tuple[ReportLine, ...]
    unnamed: Unnamed
    threshold: int
    day_order: str = ""
    possible_days: tuple[date, ...] = ()
    other_day: date | None = None
    adds_headcount: bool = False
    counts_as: CountsAs | None = None
    refusal: str = ""
    skipped: tuple[Skipped, ...] = ()
    warnings: tuple[str, ...] = ()
    problems: tuple[str, ...] = ()

    def of(self, outcome: Outcome) -> list[ReportLine]:
        """Return the lines of one outcome."""
        return [line for line in self.lines if line.outcome == outcome]

    @property
    def speaking_against(self) -> list[ReportLine]:
        """Return the lines that say of somebody who attended that they did not, and that nobody decided yet."""
        return [line for line in self.of(Outcome.ASK) if line.against]

    @property
    def waiting(self) -> list[ReportLine]:
        """Return the lines that applying keeps for later."""
        return [line for line in self.lines if line.outcome in (Outcome.ASK, Outcome.LEFT) and not line.is_known]

    @property
    def changes_anything(self) -> bool:
        """Return whether applying would write something besides what is kept for later."""
        return self.adds_headcount or any(line.adds for line in self.lines)

    @property
    def has_work(self) -> bool:
        """Return whether applying would write anything at all, what was decided by hand included."""
        decided = any(line.is_decided and not line.is_known for line in self.lines)
        return self.changes_anything or decided or bool(self.waiting)


class ReportResult(msgspec.Struct, frozen=True):
    """What applying wrote: people whose attendance changed, contacts made, lines kept for later."""

    batch_id: int | None
    changed: int = 0
    created: int = 0
    kept: int = 0
    notes: tuple[str, ...] = ()


class KeptLine(msgspec.Struct, frozen=True):
    """A line of an earlier file that waits: nobody was matched with it yet, or it speaks `against` who attended.

    `contact_id` is who it is, where that is known.
    """

    id: int
    file_name: str
    name: str
    email: str
    organisation: str
    reason: str
    minutes: int | None
    attended: bool | None
    candidates: tuple[Known, ...] = ()
    contact_id: int | None = None
    against: str = ""
