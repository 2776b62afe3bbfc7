"""What crosses the line about introductions, who knows whom, and the paths to a person."""

from collections.abc import Sequence
from datetime import date

import msgspec

from crm import dates
from crm.interactions import in_words


class IntroductionDraft(msgspec.Struct, frozen=True):
    """An introduction as a form holds it; `source` is '', huddle, pitch, match or other."""

    reason: str
    contact_ids: tuple[int, ...] = ()
    notes: str = ""
    source: str = ""
    huddle_id: int | None = None
    pitch_id: int | None = None


class IntroductionParty(msgspec.Struct, frozen=True):
    """Who is introduced; `organisation` is that of the day, `consent` one of '' (not asked), asked, yes, no.

    `consent_at` is UTC text, None where nobody asked.
    """

    contact_id: int
    contact: str
    organisation_id: int | None
    organisation: str
    consent: str
    consent_at: str | None


class OutcomeRow(msgspec.Struct, frozen=True):
    """A step of the ladder that an introduction reached, and when."""

    id: int
    step: str
    reached_on: date
    note: str


class LedgerFilter(msgspec.Struct, frozen=True):
    """What of the ledger is shown: holding all `words` in its reason or among its parties, and of that status.

    `status` is '' for any, one of `STATUSES`, or the step reached last.
    """

    words: str = ""
    status: str = ""


STATUSES = ("to make", "not asked", "asked", "ready", "refused", "made", "check due", "no outcome")


class IntroductionRow(msgspec.Struct, frozen=True):
    """A line of the ledger. `made_on` is None until it is made; `outcomes` stand in the order of their days.

    `check_on` is the day of its open follow-up that is due first, `check_id` that follow-up.
    """

    id: int
    reason: str
    notes: str
    source: str
    huddle_id: int | None
    pitch_id: int | None
    made_on: date | None
    created_at: str
    is_trashed: bool
    parties: tuple[IntroductionParty, ...]
    outcomes: tuple[OutcomeRow, ...]
    check_id: int | None = None
    check_on: date | None = None

    @property
    def who(self) -> str:
        """Return the names of the parties: "Ann Bell and Bo Carr"."""
        return in_words([party.contact for party in self.parties])

    @property
    def step(self) -> str:
        """Return the step reached last, '' where none was."""
        return self.outcomes[-1].step if self.outcomes else ""

    @property
    def state(self) -> str:
        """Return how it stands, in words."""
        if self.made_on is not None:
            return self.step or f"made on {dates.show_partial(self.made_on.isoformat())}"
        if refused := _named(self.parties, "no"):
            return f"{refused} said no"
        if asked := _named(self.parties, "asked"):
            return f"waiting for {asked}"
        if not_asked := _named(self.parties, ""):
            return f"{not_asked} not asked yet"
        return "ready: everybody agreed"

    def draft(self) -> IntroductionDraft:
        """Return the draft that, saved, changes nothing."""
        return IntroductionDraft(
            self.reason,
            tuple(party.contact_id for party in self.parties),
            self.notes,
            self.source,
            self.huddle_id,
            self.pitch_id,
        )


class RelationshipRow(msgspec.Struct, frozen=True):
    """Somebody whom a person knows, as we were told."""

    id: int
    contact_id: int
    contact: str
    kind: str
    note: str


class Hop(msgspec.Struct, frozen=True):
    """One step of a path; `from_id` is None for us. `evidence` says why, in words; `strength` is 1 to 99."""

    from_id: int | None
    from_name: str
    to_id: int
    to_name: str
    evidence: tuple[str, ...]
    strength: int


class Path(msgspec.Struct, frozen=True):
    """A way from us to a person, of one or two hops; `strength` (1 to 99) is what its hops leave of each other."""

    hops: tuple[Hop, ...]

    @property
    def strength(self) -> int:
        """Return the product of the hops' strengths, in hundredths."""
        left = 1.0
        for hop in self.hops:
            left *= hop.strength / 100
        return max(1, round(left * 100))


def _named(parties: Sequence[IntroductionParty], consent: str) -> str:
    return in_words([party.contact for party in parties if party.consent == consent])
