"""What crosses the line about opportunities: cards and rows, an open one with its parties, drafts of forms."""

from datetime import date, datetime

import msgspec

ROLES = ("lead", "partner", "funder", "adopter", "supporter")


class PartyDraft(msgspec.Struct, frozen=True):
    """Who takes part, as what; `share` in per cent. Without organisation and contact: somebody like that is wanted."""

    role: str = "partner"
    organisation_id: int | None = None
    contact_id: int | None = None
    share: int | None = None
    letter: str = ""
    sector_id: int | None = None
    sub_region_id: int | None = None
    note: str = ""


class OpportunityDraft(msgspec.Struct, frozen=True):
    """An opportunity as a form holds it; `value_pence` is in hundredths of `currency`. No `stage_id`: the first."""

    title: str
    stage_id: int | None = None
    value_pence: int | None = None
    currency: str = "GBP"
    deadline: date | None = None
    expected_close: date | None = None
    source: str = ""
    huddle_id: int | None = None
    pitch_id: int | None = None
    notes: str = ""
    parties: tuple[PartyDraft, ...] = ()
    themes: tuple[str, ...] = ()
    introduction_id: int | None = None


class OpportunityFilter(msgspec.Struct, frozen=True):
    """What is shown: of a pipeline, holding words, with a party of a sector or sub-region, or that party itself.

    `closed` shows the closed alone, or the open; None shows both.
    """

    pipeline_id: int | None = None
    text: str = ""
    sector_id: int | None = None
    sub_region_id: int | None = None
    stale: bool = False
    no_next_step: bool = False
    organisation_id: int | None = None
    contact_id: int | None = None
    ids: tuple[int, ...] | None = None
    closed: bool | None = None


class OpportunityRow(msgspec.Struct, frozen=True):
    """A card of the board, a row of the table. `organisation` leads it, `symbols` are the sectors of all its parties.

    The next step is its open follow-up that is due first; `next_step_on` is None where it has no day.
    """

    id: int
    title: str
    pipeline_id: int
    stage_id: int
    stage: str
    outcome: str
    probability: int
    organisation: str
    symbols: tuple[str, ...]
    value_pence: int | None
    currency: str
    deadline: date | None
    expected_close: date | None
    next_step_id: int | None
    next_step: str
    next_step_on: date | None
    days_in_stage: int
    is_stale: bool

    @property
    def weighted_pence(self) -> int | None:
        """Return the value times how likely it is, in hundredths."""
        return None if self.value_pence is None else self.value_pence * self.probability // 100


class PartyRow(msgspec.Struct, frozen=True):
    """A party of an opportunity; a gap where nobody is named yet (`is_gap`)."""

    id: int
    role: str
    organisation_id: int | None
    organisation: str
    symbol: str
    contact_id: int | None
    contact: str
    share: int | None
    letter: str
    sector_id: int | None
    sector: str
    sub_region_id: int | None
    sub_region: str
    note: str

    @property
    def is_gap(self) -> bool:
        """Return whether somebody is wanted here."""
        return self.organisation_id is None and self.contact_id is None

    @property
    def wanted(self) -> str:
        """Return a gap in words: "needs an adopter in Lancashire", empty for a party."""
        if not self.is_gap:
            return ""
        article = "an" if self.role[0] in "aeiou" else "a"
        kind = f" from {self.sector}" if self.sector else ""
        place = f" in {self.sub_region}" if self.sub_region else ""
        return f"needs {article} {self.role}{kind}{place}"

    def draft(self) -> PartyDraft:
        """Return the draft that, saved, changes nothing."""
        return PartyDraft(
            self.role,
            self.organisation_id,
            self.contact_id,
            self.share,
            self.letter,
            self.sector_id,
            self.sub_region_id,
            self.note,
        )


class Spell(msgspec.Struct, frozen=True):
    """A time in one stage: from one move to the next; `until` is None while it lasts. Moments are UTC.

    `reason` is why it was closed by the move into this stage, "" for an open one.
    """

    stage_id: int
    stage: str
    outcome: str
    since: datetime
    until: datetime | None
    days: int
    reason: str = ""


class OpportunityDetail(msgspec.Struct, frozen=True):
    """One opportunity open."""

    row: OpportunityRow
    uid: str
    pipeline: str
    lost_reason: str
    source: str
    huddle_id: int | None
    huddle: str
    pitch_id: int | None
    pitch: str
    notes: str
    themes: tuple[str, ...]
    parties: tuple[PartyRow, ...]
    spells: tuple[Spell, ...]
    created_at: str
    is_trashed: bool
    introduction_id: int | None
    introduction: str

    @property
    def id(self) -> int:
        """Return its id."""
        return self.row.id

    @property
    def gaps(self) -> tuple[PartyRow, ...]:
        """Return who is wanted."""
        return tuple(each for each in self.parties if each.is_gap)

    def draft(self) -> OpportunityDraft:
        """Return the draft that, saved, changes nothing."""
        row = self.row
        return OpportunityDraft(
            row.title,
            row.stage_id,
            row.value_pence,
            row.currency,
            row.deadline,
            row.expected_close,
            self.source,
            self.huddle_id,
            self.pitch_id,
            self.notes,
            tuple(each.draft() for each in self.parties),
            self.themes,
            self.introduction_id,
        )
