"""What crosses the line about pitches and the hands that went up for them."""

from datetime import datetime

import msgspec


class PitchDraft(msgspec.Struct, frozen=True):
    """A pitch as a form holds it. No `minutes`: as long as the huddle's pitches are.

    No `organisation_id`: the one the presenter stood for on the day of the huddle (rule 1). `may_publish` is None until
    they were asked.
    """

    topic: str
    kind: str = "news"
    notes: str = ""
    minutes: int | None = None
    contact_id: int | None = None
    organisation_id: int | None = None
    may_publish: bool | None = None


class PitchRow(msgspec.Struct, frozen=True):
    """A pitch in a list; `position` counts from 1, `starts` is wall-clock in the huddle's own zone.

    `organisation` is that of the day, `symbol` its sector's; `length` is the minutes it takes, its own (`minutes`) or
    the huddle's; `presence` is the presenter's at that huddle ("unknown" where they are not on its list). `delivered`
    is None until it is known. `open_hands` are those of the `hands` with which something is still to be done.
    """

    id: int
    huddle_id: int
    huddle: str
    kind: str
    position: int
    starts: datetime
    minutes: int | None
    length: int
    topic: str
    notes: str
    contact_id: int | None
    contact: str
    organisation_id: int | None
    organisation: str
    symbol: str
    presence: str
    delivered: bool | None
    may_publish: bool | None
    hands: int
    open_hands: int
    is_trashed: bool

    def draft(self) -> PitchDraft:
        """Return the draft that, saved, changes nothing."""
        return PitchDraft(
            self.topic, self.kind, self.notes, self.minutes, self.contact_id, self.organisation_id, self.may_publish
        )


class PitchSlot(msgspec.Struct, frozen=True):
    """A line of a huddle's agenda: a pitch, or a slot that is free (`pitch` is None). `number` counts from 1."""

    number: int
    starts: datetime
    length: int
    pitch: PitchRow | None = None


class HandRow(msgspec.Struct, frozen=True):
    """Who put a hand up for a pitch; `organisation` is that of the day, `symbol` its sector's.

    `settled_at` is None while something is to be done. `follow_up_id` is the newest follow-up about this person and
    this pitch, None where there is none.
    """

    id: int
    pitch_id: int
    huddle_id: int
    topic: str
    contact_id: int
    contact: str
    organisation_id: int | None
    organisation: str
    symbol: str
    kind: str
    note: str
    settled_at: str | None
    follow_up_id: int | None

    @property
    def is_settled(self) -> bool:
        """Return whether nothing more is to be done."""
        return self.settled_at is not None
