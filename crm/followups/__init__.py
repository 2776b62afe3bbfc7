"""Follow-ups: what is to be done by a date, owed by us or owed to us."""

from collections.abc import Sequence
from datetime import date
from typing import Any

import msgspec
from msgspec.structs import asdict

from crm import clock, dates
from crm.db import schema
from crm.db.store import moment_text, new_uid
from crm.errors import Invalid, NotFound
from crm.fields import FOLLOW_UP, cleaned, cleaned_texts
from crm.followups import queries, repeats
from crm.followups.reading import FollowUpReader, group_of
from crm.followups.records import (
    GROUPS,
    FollowUpDetail,
    FollowUpDraft,
    FollowUpGroup,
    FollowUpRow,
    LogAgainst,
    Reopened,
)
from crm.followups.successors import columns_of_next, edited_since_made, open_one_after

__all__ = [
    "GROUPS",
    "FollowUpDetail",
    "FollowUpDraft",
    "FollowUpGroup",
    "FollowUpRow",
    "FollowUps",
    "LogAgainst",
    "Reopened",
    "group_of",
    "repeats",
]


class _Place(msgspec.Struct, frozen=True):
    """Where a follow-up stands in its series, as the file holds it."""

    due_on: str | None
    repeat: str
    follows_id: int | None


class FollowUps(FollowUpReader):
    """Adds, edits, completes, snoozes and reads follow-ups; writes only `follow_up`."""

    def add(self, draft: FollowUpDraft) -> int:
        """Write a follow-up; return its id. Raises Invalid (title, owed_by, priority, repeat, ...) or NotFound."""
        columns = self._check(draft)
        with self._store.action(f"Add follow-up “{columns['title']}”"):
            return self._insert(columns)

    def edit(self, follow_up_id: int, draft: FollowUpDraft) -> None:
        """Make a follow-up what the draft says."""
        columns = self._check(draft)
        self._must_exist(follow_up_id)
        with self._store.action(f"Edit follow-up “{columns['title']}”"):
            self._store.update(schema.FollowUp, follow_up_id, **columns)

    def done(self, follow_up_ids: Sequence[int], result: str = "") -> list[int]:
        """Complete follow-ups, as one action; return the ids of the next ones that repeating made.

        A repeating one is followed by the first day of its rule after its due day and after today, counted from the due
        day or from today. Those not open are left alone.
        """
        made: list[int] = []
        with self._store.action(self._label("Done: {}", "Mark {} follow-ups done", follow_up_ids)):
            now = moment_text(clock.now())
            for follow_up_id in follow_up_ids:
                if not self._is_open(follow_up_id):
                    continue
                self._store.update(
                    schema.FollowUp,
                    follow_up_id,
                    done_at=now,
                    result=cleaned(FOLLOW_UP["result"], result),
                    snoozed_until=None,
                )
                if (following := columns_of_next(self._store, follow_up_id, clock.today())) is not None:
                    made.append(self._insert(following))
        return made

    def undone(self, follow_up_ids: Sequence[int]) -> Reopened:
        """Open follow-ups that were done or dropped again; the next one that repeating made goes to the trash.

        Where that one was edited since, it stays with all that was written in it and takes the place of the one that
        was not done after all, which goes to the trash: no two of one series are open. Tells what became of next ones.
        """
        taken_back, kept = 0, 0
        with self._store.action(self._label("Not done: {}", "Mark {} follow-ups not done", follow_up_ids)):
            now = moment_text(clock.now())
            for follow_up_id in sorted(follow_up_ids, reverse=True):  # what was made of one before that one itself
                self._must_exist(follow_up_id)
                following = open_one_after(self._store, follow_up_id)
                edited = edited_since_made(self._store, following) if following is not None else set()
                if following is not None and edited:
                    self._take_place(following, follow_up_id, edited)
                    self._store.update(schema.FollowUp, follow_up_id, deleted_at=now)
                    kept += 1
                    continue
                if following is not None:
                    self._store.update(schema.FollowUp, following, deleted_at=now)
                    taken_back += 1
                self._store.update(schema.FollowUp, follow_up_id, done_at=None, dropped_at=None, result="")
        return Reopened(taken_back, kept)

    def drop(self, follow_up_ids: Sequence[int], result: str = "") -> None:
        """Say that follow-ups need not be done any more; repeating ones end."""
        with self._store.action(self._label("Drop: {}", "Drop {} follow-ups", follow_up_ids)):
            now = moment_text(clock.now())
            for follow_up_id in follow_up_ids:
                if self._is_open(follow_up_id):
                    self._store.update(
                        schema.FollowUp, follow_up_id, dropped_at=now, result=cleaned(FOLLOW_UP["result"], result)
                    )

    def snooze(self, follow_up_ids: Sequence[int], until: date | None) -> None:
        """Hide follow-ups until a day (None: show them again); the due day stays. Invalid for a day not ahead."""
        if until is not None and until <= clock.today():
            raise Invalid("until", "Snooze until a day that is still to come.")
        how = f"Snooze {{}} until {dates.show_day(until, clock.today())}" if until else "Show {} again"
        with self._store.action(
            self._label(how.replace("{}", "“{}”"), how.replace("{}", "{} follow-ups"), follow_up_ids)
        ):
            for follow_up_id in follow_up_ids:
                if self._is_open(follow_up_id):
                    self._store.update(
                        schema.FollowUp, follow_up_id, snoozed_until=until.isoformat() if until else None
                    )

    def trash(self, follow_up_ids: Sequence[int]) -> None:
        """Move follow-ups to the trash."""
        self._set_deleted(
            follow_up_ids, moment_text(clock.now()), "Move “{}” to the trash", "Move {} follow-ups to the trash"
        )

    def restore(self, follow_up_ids: Sequence[int]) -> None:
        """Take follow-ups out of the trash."""
        self._set_deleted(follow_up_ids, None, "Restore “{}”", "Restore {} follow-ups")

    # -- inside

    def _check(self, draft: FollowUpDraft) -> dict[str, Any]:
        texts = cleaned_texts(FOLLOW_UP, draft)
        if draft.owed_by not in ("us", "them"):
            raise Invalid("owed_by", "A follow-up is owed by us or by them.")
        if draft.repeat_from not in ("due", "completion"):
            raise Invalid("repeat_from", "A follow-up repeats from its due day or from its completion.")
        if draft.priority not in (-1, 0, 1):
            raise Invalid("priority", "A priority is low, normal or high.")
        repeat = repeats.check(draft.repeat)
        if repeat and draft.due_on is None and draft.repeat_from == "due":
            raise Invalid("due_on", "A follow-up that repeats from its due day needs one.")
        self._store.check_there(
            (schema.Contact, draft.contact_id),
            (schema.Organisation, draft.organisation_id),
            (schema.Interaction, draft.interaction_id),
            (schema.Huddle, draft.huddle_id),
            (schema.Pitch, draft.pitch_id),
            (schema.Opportunity, draft.opportunity_id),
            (schema.Introduction, draft.introduction_id),
        )
        return {
            **texts,
            "owed_by": draft.owed_by,
            "due_on": draft.due_on.isoformat() if draft.due_on else None,
            "due_time": draft.due_time.isoformat("minutes") if draft.due_time else None,
            "snoozed_until": draft.snoozed_until.isoformat() if draft.snoozed_until else None,
            "priority": draft.priority,
            "repeat": repeat,
            "repeat_from": draft.repeat_from,
            "contact_id": draft.contact_id,
            "organisation_id": draft.organisation_id,
            "interaction_id": draft.interaction_id,
            "huddle_id": draft.huddle_id,
            "pitch_id": draft.pitch_id,
            "opportunity_id": draft.opportunity_id,
            "introduction_id": draft.introduction_id,
        }

    def _insert(self, columns: dict[str, Any]) -> int:
        return self._store.insert(schema.FollowUp, uid=new_uid(), created_at=moment_text(clock.now()), **columns)

    def _take_place(self, following: int, follow_up_id: int, edited: set[str]) -> None:
        """Let an edited next one stand for the one it follows: on its day and by its rule, where those were not edited.

        What made the one is followed by the other from then on.
        """
        place = asdict(self._place(follow_up_id))
        follows = place.pop("follows_id")
        taken = {name: value for name, value in place.items() if name not in edited}
        is_next = self._place(following).follows_id == follow_up_id
        self._store.update(schema.FollowUp, following, **taken, **({"follows_id": follows} if is_next else {}))

    def _place(self, follow_up_id: int) -> _Place:
        return self._store.all(queries.PLACE_IN_SERIES, into=_Place, follow_up=follow_up_id)[0]

    def _must_exist(self, follow_up_id: int) -> str:
        title = self._store.value(queries.TITLE, follow_up=follow_up_id)
        if title is None:
            raise NotFound("follow-up", follow_up_id)
        return str(title)

    def _is_open(self, follow_up_id: int) -> bool:
        found = self._store.value(queries.IS_OPEN, follow_up=follow_up_id)
        if found is None:
            raise NotFound("follow-up", follow_up_id)
        return bool(found)

    def _label(self, one: str, several: str, follow_up_ids: Sequence[int]) -> str:
        if len(follow_up_ids) == 1:
            return one.format(self._must_exist(follow_up_ids[0]))
        return several.format(len(follow_up_ids))

    def _set_deleted(self, follow_up_ids: Sequence[int], moment: str | None, one: str, several: str) -> None:
        with self._store.action(self._label(one, several, follow_up_ids)):
            for follow_up_id in follow_up_ids:
                self._must_exist(follow_up_id)
                self._store.update(schema.FollowUp, follow_up_id, deleted_at=moment)
