"""What a sentence was understood to say: the entry, who was in it, and where in the text each part stands."""

import enum
from datetime import date, time

import msgspec
from msgspec.structs import replace

from crm.sentence.names import NameHit


class Kind(enum.StrEnum):
    """The kinds of interaction, as they are stored."""

    MEETING = "meeting"
    CALL = "call"
    VIDEO_CALL = "video call"
    EMAIL = "email"
    VISIT = "visit"
    MESSAGE = "message"
    NOTE = "note"


class SpanKind(enum.StrEnum):
    """What a highlighted part of the text is."""

    WHO = "who"
    ORGANISATION = "organisation"
    WHEN = "when"
    TAG = "tag"
    FOLLOW_UP = "follow-up"
    LEFT_OUT = "left out"  # what stands before a second verb, from which the sentence starts over


class Hint(enum.StrEnum):
    """Something the window should show beside the entry; never decided silently."""

    PLAN_INSTEAD = "plan instead"  # a past verb with a date ahead: "Met ... tomorrow"
    IMPOSSIBLE_DATE = "impossible date"  # "31/2": kept as text
    FOLLOW_UP_WITHOUT_DAY = "follow-up without day"
    FOLLOW_UP_BEFORE_MEETING = "follow-up before meeting"
    STARTED_OVER = "started over"  # "Met Ada Moor met Bob Lee": what stands before the second verb is left out
    OTHER_ORGANISATION = "other organisation"  # a known person, named with an organisation they do not belong to


class Span(msgspec.Struct, frozen=True, order=True):
    """The characters from `start` up to `end` and what they are."""

    start: int
    end: int
    kind: SpanKind


class Who(msgspec.Struct, frozen=True):
    """A person or an organisation named in the text: matched (`id`), to choose (`candidates`), or new.

    `organisation` is whom a person stood for that day, `role` their post, of somebody new as it was said.
    `alone` says of an organisation that no person named stands for it. `key` is stable while the sentence is edited:
    pass `{who.key: id}` to `parse` to choose, with 0 for "a new one".
    """

    name: str
    span: Span
    key: str
    id: int | None = None
    organisation_id: int | None = None
    organisation: str = ""
    role: str = ""
    candidates: tuple[NameHit, ...] = ()
    alone: bool = False

    @property
    def is_new(self) -> bool:
        """Nobody known has this name: saving makes a new record."""
        return self.id is None and not self.candidates

    @property
    def to_choose(self) -> bool:
        """The words fit known names but do not identify one."""
        return self.id is None and bool(self.candidates)


class FollowUp(msgspec.Struct, frozen=True):
    """What is to be done next: by when (None: a day is still wanted), its title, and whether we or they owe it."""

    due: date | None
    title: str
    owed_by: str
    time: time | None
    span: Span


class Entry(msgspec.Struct, frozen=True):
    """A sentence understood. `time` None means: now if `day` is today, else only the day is known.

    `about` is the subject; `notes` holds every other word that was not recognised, so that none is lost. `spans` are in
    order and never overlap.
    """

    kind: Kind
    direction: str
    planned: bool
    people: tuple[Who, ...]
    organisations: tuple[Who, ...]
    day: date
    time: time | None
    about: str
    notes: str
    tags: tuple[str, ...]
    follow_up: FollowUp | None
    hints: tuple[Hint, ...]
    spans: tuple[Span, ...]

    @property
    def unresolved(self) -> tuple[Who, ...]:
        """Those named whom the user has to choose before saving."""
        return tuple(who for who in (*self.people, *self.organisations) if who.to_choose)


def as_planned(entry: Entry) -> Entry:
    """Return the entry as something still to happen: the one-key answer to `Hint.PLAN_INSTEAD`."""
    hints = tuple(hint for hint in entry.hints if hint is not Hint.PLAN_INSTEAD)
    return replace(entry, planned=True, hints=hints)
