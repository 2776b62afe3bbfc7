"""What interactions are shown and typed as."""

from collections.abc import Sequence
from datetime import UTC, date, datetime, time

import msgspec

from crm import dates
from crm.db.store import moment_text

NO_TIME = time(12)
"""Where only the day is known the moment is noon in Europe/London."""


class Party(msgspec.Struct, frozen=True):
    """Who took part: a contact, or an organisation alone.

    Where a contact has no `organisation_id`, the affiliation current on that day fills it in, unless `stands_alone`
    says that they stood for nobody (rule 1).
    """

    contact_id: int | None = None
    organisation_id: int | None = None
    stands_alone: bool = False


class InteractionDraft(msgspec.Struct, frozen=True):
    """An interaction as a form holds it. `day` and `at` are local (Europe/London); `at` None: only the day is known."""

    day: date
    kind: str = "meeting"
    at: time | None = None
    direction: str = ""
    subject: str = ""
    notes: str = ""
    duration_minutes: int | None = None
    place: str = ""
    status: str = "held"
    parties: tuple[Party, ...] = ()
    tags: tuple[str, ...] = ()


class Participant(msgspec.Struct, frozen=True):
    """One who took part; `id` is the participant's own, for `set_organisation`."""

    id: int
    contact_id: int | None
    contact: str
    organisation_id: int | None
    organisation: str

    @property
    def name(self) -> str:
        """Return the name that stands for the participant: the person's, else the organisation's."""
        return self.contact or self.organisation


class InteractionRow(msgspec.Struct, frozen=True):
    """A line in a list of interactions. `at` is the UTC moment, `day` the local date; `excerpt` begins the notes."""

    id: int
    kind: str
    direction: str
    subject: str
    excerpt: str
    status: str
    at: datetime
    day: date
    has_time: bool
    participants: tuple[Participant, ...] = ()
    tags: tuple[str, ...] = ()

    @property
    def title(self) -> str:
        """Return the subject, else "Meeting with Jane Roe"."""
        return self.subject or headline(self.kind, self.participants)


class InteractionDetail(msgspec.Struct, frozen=True):
    """One interaction open; `local_time` is None where only the day is known."""

    id: int
    kind: str
    direction: str
    subject: str
    notes: str
    status: str
    at: datetime
    day: date
    local_time: time | None
    duration_minutes: int | None
    place: str
    participants: tuple[Participant, ...]
    tags: tuple[str, ...]
    created_at: str
    is_trashed: bool

    @property
    def title(self) -> str:
        """Return the subject, else "Meeting with Jane Roe"."""
        return self.subject or headline(self.kind, self.participants)

    def draft(self) -> InteractionDraft:
        """Return the draft that, saved, changes nothing."""
        parties = tuple(
            Party(each.contact_id, each.organisation_id, each.organisation_id is None) for each in self.participants
        )
        return InteractionDraft(
            self.day,
            self.kind,
            self.local_time,
            self.direction,
            self.subject,
            self.notes,
            self.duration_minutes,
            self.place,
            self.status,
            parties,
            self.tags,
        )


def headline(kind: str, participants: Sequence[Participant]) -> str:
    """Return what an interaction without a subject is called: "Call with Jane Roe and Ravi Shah"."""
    names = tuple(dict.fromkeys(each.name for each in participants))
    between = " about " if kind == "note" else " with "
    return kind.capitalize() + (between + in_words(names) if names else "")


def in_words(names: Sequence[str]) -> str:
    """Return names as a person says them: "Jane Roe", "Jane Roe and Ravi Shah", "Jane Roe and 3 others"."""
    if len(names) <= 2:
        return " and ".join(names)
    return f"{names[0]} and {len(names) - 1} others"


def moment_of(day: date, at: time | None) -> str:
    """Return the UTC text of a local day and time (noon where none is known), as the database holds it."""
    return moment_text(dates.local_to_utc(day, at or NO_TIME))


def read_moment(text: str) -> datetime:
    """Return a UTC moment of the database as an aware datetime."""
    return datetime.fromisoformat(text).astimezone(UTC)
