"""What follow-ups are shown and typed as."""

from datetime import date, time

import msgspec

from crm.interactions import InteractionDraft

GROUPS = ("overdue", "today", "next", "later", "waiting", "snoozed")
"""The groups of open follow-ups, in the order of the page; `waiting` are those owed by them."""


class FollowUpDraft(msgspec.Struct, frozen=True):
    """A follow-up as a form holds it. `due_time` and `snoozed_until` are optional; `repeat` is an RFC 5545 rule."""

    title: str
    due_on: date | None = None
    due_time: time | None = None
    owed_by: str = "us"
    notes: str = ""
    priority: int = 0
    repeat: str = ""
    repeat_from: str = "due"
    snoozed_until: date | None = None
    contact_id: int | None = None
    organisation_id: int | None = None
    interaction_id: int | None = None
    huddle_id: int | None = None
    pitch_id: int | None = None
    opportunity_id: int | None = None
    introduction_id: int | None = None


class Copied(msgspec.Struct, frozen=True):
    """What the next of a series has of the one before, as the file holds it."""

    title: str
    notes: str
    owed_by: str
    due_time: str | None
    priority: int
    repeat: str
    repeat_from: str
    contact_id: int | None
    organisation_id: int | None
    interaction_id: int | None
    huddle_id: int | None
    pitch_id: int | None
    opportunity_id: int | None
    introduction_id: int | None
    due_on: str | None


class Edited(Copied, frozen=True):
    """What a person can write in a follow-up, as the file holds it."""

    snoozed_until: str | None


class FollowUpRow(msgspec.Struct, frozen=True):
    """A line in a list of follow-ups. `group` is one of `GROUPS`, or `done` or `dropped`.

    `organisation` is the follow-up's own, else where its contact works now; `symbol` is that of its sector.
    """

    id: int
    title: str
    group: str
    owed_by: str
    due_on: date | None
    due_time: time | None
    snoozed_until: date | None
    priority: int
    repeat: str
    contact_id: int | None
    contact: str
    organisation_id: int | None
    organisation: str
    symbol: str
    interaction_id: int | None
    done_at: str | None
    huddle_id: int | None
    pitch_id: int | None
    opportunity_id: int | None
    introduction_id: int | None

    @property
    def is_open(self) -> bool:
        """Return whether it is still to be done."""
        return self.group in GROUPS


class FollowUpDetail(msgspec.Struct, frozen=True):
    """One follow-up open: its row, and what a list does not show."""

    row: FollowUpRow
    notes: str
    result: str
    repeat_from: str
    created_at: str
    own_organisation_id: int | None
    is_trashed: bool

    def draft(self) -> FollowUpDraft:
        """Return the draft that, saved, changes nothing."""
        row = self.row
        return FollowUpDraft(
            row.title,
            row.due_on,
            row.due_time,
            row.owed_by,
            self.notes,
            row.priority,
            row.repeat,
            self.repeat_from,
            row.snoozed_until,
            row.contact_id,
            self.own_organisation_id,
            row.interaction_id,
            row.huddle_id,
            row.pitch_id,
            row.opportunity_id,
            row.introduction_id,
        )


class FollowUpGroup(msgspec.Struct, frozen=True):
    """A group of the page: how many it has, and the first of them."""

    name: str
    count: int
    rows: tuple[FollowUpRow, ...] = ()


class LogAgainst(msgspec.Struct, frozen=True):
    """What logging against a follow-up begins with: the sentence for the entry line, and the same as a draft."""

    follow_up_id: int
    sentence: str
    draft: InteractionDraft


class Reopened(msgspec.Struct, frozen=True):
    """What became of the next ones that repeating had made of follow-ups that are open again.

    So many were taken back; so many were `kept`, edited since: each stands in the place of the one before.
    """

    taken_back: int
    kept: int
