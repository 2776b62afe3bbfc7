"""What the grid of huddles is made of: columns, lines of people and organisations, and what a cell says."""

from datetime import date, datetime

import msgspec

ATTENDED, PITCHED, APOLOGIES, NO_SHOW, ABSENT = "A", "P", "E", "X", "x"
REGISTERED, INVITED, WAITLISTED, DECLINED = "R", "I", "W", "D"
NOT_INVITED, BEFORE = ".", " "
HERE = ATTENDED + PITCHED
WORDS = {
    ATTENDED: "attended",
    PITCHED: "attended and pitched",
    APOLOGIES: "apologies",
    NO_SHOW: "no-show",
    ABSENT: "absent",
    REGISTERED: "registered",
    INVITED: "invited, no reply",
    WAITLISTED: "waitlisted",
    DECLINED: "declined",
    NOT_INVITED: "not invited",
    BEFORE: "before we knew them",
}
"""What the codes of cells mean. No-shows had registered; whoever had not and was marked so is absent."""


class GridFilter(msgspec.Struct, frozen=True):
    """Which lines are shown: of a sector, a sub-region (both as they are now), a lifecycle state, found by words."""

    sector_id: int | None = None
    sub_region_id: int | None = None
    state: str = ""
    text: str = ""


class GridColumn(msgspec.Struct, frozen=True):
    """A huddle of the grid. `at` is wall-clock in its own zone; `attended` counts by name, `headcount` the unnamed.

    `has_begun` is true for one that is on or over, or was marked as held; `is_next` for the one that is on or comes
    next. `first_moment` is its UTC start as the database holds it.
    """

    huddle_id: int
    series_id: int | None
    number: int | None
    kind: str
    label: str
    at: datetime
    status: str
    is_locked: bool
    attended: int
    headcount: int
    has_begun: bool
    is_next: bool
    starts_at: str

    @property
    def day(self) -> date:
        """Return the local day."""
        return self.at.date()

    @property
    def is_cancelled(self) -> bool:
        """Return whether it was cancelled."""
        return self.status == "cancelled"

    @property
    def said(self) -> str:
        """Return what it is called within a sentence: "huddle 41", "NHS day 3 (cancelled)"."""
        first, _, rest = self.label.partition(" ")
        name = f"{first.lower() if first.istitle() and self.number is not None else first} {rest}".strip()
        if self.is_cancelled:
            return f"{name} (cancelled)"
        return name if self.has_begun else f"{name} (to come)"


class PersonLine(msgspec.Struct, frozen=True):
    """A person's line: one code a column (`WORDS`), and how many of the huddles that count they came to.

    `organisation` is the one of now, `symbol` its sector's. `of` counts the huddles since we came to know them;
    cancelled ones and those still to come do not count.
    """

    contact_id: int
    name: str
    organisation_id: int | None
    organisation: str
    symbol: str
    codes: str
    attended: int
    of: int


class OrganisationLine(msgspec.Struct, frozen=True):
    """An organisation's line: one code a column, how many came for it that day, and who they were.

    A cell is pitched where one of them pitched. The strip goes on when another person comes.
    """

    organisation_id: int
    name: str
    symbol: str
    codes: str
    people: tuple[int, ...]
    who: tuple[tuple[str, ...], ...]
    attended: int
    of: int


class Strip(msgspec.Struct, frozen=True):
    """The last huddles of one person or organisation, oldest first, with their line."""

    columns: tuple[GridColumn, ...]
    line: PersonLine | OrganisationLine

    @property
    def sentence(self) -> str:
        """Return the strip in words."""
        huddles = "huddle" if self.line.of == 1 else "huddles"
        return f"{self.line.name} came to {self.line.attended} of {self.line.of} {huddles}."


def sentence(column: GridColumn, line: PersonLine | OrganisationLine, index: int) -> str:
    """Return a cell as a sentence: "Jane Roe, huddle 41: attended"; `index` is that of the column."""
    code = line.codes[index]
    said = WORDS[code]
    if isinstance(line, OrganisationLine):
        if code == BEFORE:
            said = "before we knew it"
        elif code in HERE:
            said = f"{_listed(line.who[index])} came"
            if code == PITCHED:
                said = f"{_listed(line.who[index])} came and pitched"
    elif code == REGISTERED and column.has_begun:
        said = "registered, not marked yet"
    return f"{line.name}, {column.said}: {said}"


def _listed(names: tuple[str, ...]) -> str:
    if len(names) > 3:
        return f"{names[0]}, {names[1]} and {len(names) - 2} others"
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"
