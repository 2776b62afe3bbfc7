"""What crosses the line about attendance: who is on the list of a huddle, and what the numbers are."""

import msgspec


class AttendanceRow(msgspec.Struct, frozen=True):
    """A person on the list of a huddle. `organisation` is that of the day; `symbol` its sector's.

    `minutes` is None where it is not known; `pitches` are the topics of this person's pitches there; `times_before`
    counts the huddles attended before this one. `is_trashed`: the person is in the trash, and is written to no more.
    `time_zone` is that of the huddle.
    """

    id: int
    huddle_id: int
    contact_id: int
    name: str
    organisation_id: int | None
    organisation: str
    symbol: str
    email: str
    registration: str
    presence: str
    by_lock: bool
    checked_in_at: str | None
    minutes: int | None
    mode: str
    role: str
    source: str
    times_before: int
    pitches: tuple[str, ...] = ()
    is_trashed: bool = False
    time_zone: str = "Europe/London"

    @property
    def is_expected(self) -> bool:
        """Return whether this person said they come."""
        return self.registration == "registered"

    @property
    def is_walk_in(self) -> bool:
        """Return whether this person was there and had not registered."""
        return self.presence == "attended" and self.registration != "registered"

    @property
    def is_no_show(self) -> bool:
        """Return whether this person had registered and was not there."""
        return self.presence == "absent" and self.registration == "registered"


class Counts(msgspec.Struct, frozen=True):
    """The numbers of a huddle: replies, and who was there; walk-ins and no-shows are derived."""

    invited: int = 0
    registered: int = 0
    waitlisted: int = 0
    declined: int = 0
    cancelled: int = 0
    attended: int = 0
    apologies: int = 0
    absent: int = 0
    expected_here: int = 0
    no_shows: int = 0
    unmarked: int = 0

    @property
    def walk_ins(self) -> int:
        """Return how many were there without having registered."""
        return self.attended - self.expected_here

    @property
    def still_expected(self) -> int:
        """Return how many registered and have not been seen, nor sent apologies."""
        return self.unmarked


class SectorCount(msgspec.Struct, frozen=True):
    """How many of a sector are there, of how many that registered."""

    sector: str
    symbol: str
    here: int
    expected: int


class Candidate(msgspec.Struct, frozen=True):
    """Someone whom the door may mean: `attendance_id` is None for a contact who is not on the list."""

    contact_id: int
    attendance_id: int | None
    name: str
    organisation: str
    symbol: str
    registration: str
    presence: str
    checked_in_at: str | None
    is_first: bool
    pitches: tuple[str, ...] = ()


class WalkIn(msgspec.Struct, frozen=True):
    """Someone at the door whom nobody expected: five fields. `newsletter` is None where they were not asked.

    `wording` is the sentence they answered to, kept as the evidence of their consent. `organisation_id` is the one
    chosen for the name of theirs, restored if need be; 0 says that it is a new one.
    """

    name: str
    organisation: str = ""
    role: str = ""
    email: str = ""
    newsletter: bool | None = None
    wording: str = ""
    organisation_id: int | None = None
