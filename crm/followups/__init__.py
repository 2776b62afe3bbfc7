"""Follow-ups: what is to be done by a date, owed by us or owed to us."""

from collections.abc import Iterable, Sequence
from datetime import date, time, timedelta
from typing import Any

import msgspec
from msgspec.structs import asdict

from crm import clock, dates
from crm.dates import partial_end
from crm.db import schema
from crm.db.store import Store, moment_text, new_uid
from crm.errors import Invalid, NotFound
from crm.fields import FOLLOW_UP, cleaned, cleaned_texts
from crm.followups import queries, repeats
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
from crm.interactions import InteractionDraft, Party
from crm.record_names import name_in
from crm.trash import Trash

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

NEXT_DAYS = 7
"""How many days the group of what comes next goes on after today."""


class _Place(msgspec.Struct, frozen=True):
    """Where a follow-up stands in its series, as the file holds it."""

    due_on: str | None
    repeat: str
    follows_id: int | None


class _Found(msgspec.Struct, frozen=True):
    """A line as the file holds it."""

    id: int
    title: str
    owed_by: str
    due_on: str | None
    due_time: str | None
    snoozed_until: str | None
    priority: int
    repeat: str
    contact_id: int | None
    contact: str
    organisation_id: int | None
    organisation: str
    symbol: str
    interaction_id: int | None
    done_at: str | None
    dropped_at: str | None
    huddle_id: int | None
    pitch_id: int | None
    opportunity_id: int | None
    introduction_id: int | None


class _Opened(_Found, frozen=True):
    """One follow-up with what lists do not show."""

    notes: str
    result: str
    repeat_from: str
    created_at: str
    own_organisation_id: int | None
    is_trashed: bool


class _Counts(msgspec.Struct, frozen=True):
    """How many open follow-ups each of `GROUPS` has."""

    overdue: int
    today: int
    next: int
    later: int
    waiting: int
    snoozed: int


class FollowUps:
    """Adds, edits, completes, snoozes and reads follow-ups; writes only `follow_up`."""

    def __init__(self, store: Store, trash: Trash) -> None:
        self._store, self._trash = store, trash

    def groups(self, today: date | None = None, limit: int = 50) -> tuple[FollowUpGroup, ...]:
        """Return every group of open follow-ups with its count and its first `limit` rows, soonest first."""
        day = today or clock.today()
        counts = self.counts(day)
        return tuple(
            FollowUpGroup(name, counts[name], tuple(self.page(name, day, 0, limit)) if counts[name] else ())
            for name in GROUPS
        )

    def page(self, group: str, today: date | None = None, offset: int = 0, limit: int = 50) -> list[FollowUpRow]:
        """Return the rows of a group from the one numbered `offset`."""
        day = today or clock.today()
        days = _days(day) if group in queries.AHEAD else {"today": day}
        found = self._store.all(queries.PAGES[group], into=_Found, **days, limit=limit, offset=offset)
        return _rows(found, day)

    def counts(self, today: date | None = None) -> dict[str, int]:
        """Return how many open follow-ups each group has."""
        return asdict(self._store.all(queries.COUNTS, into=_Counts, **_days(today or clock.today()))[0])

    def has_any(self) -> bool:
        """Return whether any follow-up was ever written, done and dropped ones included."""
        return bool(self._store.value(queries.EVER_WRITTEN))

    def overdue_count(self, today: date | None = None) -> int:
        """Return how many are overdue: the number beside the page's name, one short index range."""
        return int(self._store.value(queries.OVERDUE_COUNT, today=today or clock.today()))

    def due_now(self, limit: int = 5, today: date | None = None) -> list[FollowUpRow]:
        """Return what is due today and in the next days, soonest first: one card of Today."""
        day = today or clock.today()
        return _rows(self._store.all(queries.DUE_NOW, into=_Found, **_days(day), limit=limit), day)

    def of(
        self, record: str, record_id: int, *, include_done: bool = False, today: date | None = None
    ) -> list[FollowUpRow]:
        """Return what is to be done about a record by day, then what was done.

        `record` is a `contact`, an `organisation`, an `interaction`, a `huddle`, a `pitch`, an
        `opportunity` or an `introduction`.
        """
        asked = queries.ALL_ABOUT if include_done else queries.OPEN_ABOUT
        return _rows(self._store.all(asked[record], into=_Found, record=record_id), today or clock.today())

    def get(self, follow_up_id: int, today: date | None = None) -> FollowUpDetail:
        """Return one follow-up, a trashed one too; raises NotFound."""
        found = self._store.first(queries.FOLLOW_UP, into=_Opened, follow_up=follow_up_id)
        if found is None:
            raise NotFound("follow-up", follow_up_id)
        return FollowUpDetail(
            _row(found, today or clock.today()),
            found.notes,
            found.result,
            found.repeat_from,
            found.created_at,
            found.own_organisation_id,
            found.is_trashed,
        )

    def log_against(self, follow_up_id: int) -> LogAgainst:
        """Return what the entry begins with when what happened is logged against a follow-up."""
        row = self.get(follow_up_id).row
        who = f"{row.contact} at {row.organisation}" if row.contact and row.organisation else row.contact
        sentence = f"Met {who or row.organisation} re {row.title}" if who or row.organisation else f"Met re {row.title}"
        parties: tuple[Party, ...] = ()
        if row.contact_id is not None:
            parties = (Party(row.contact_id, row.organisation_id),)
        elif row.organisation_id is not None:
            parties = (Party(None, row.organisation_id),)
        return LogAgainst(follow_up_id, sentence, InteractionDraft(clock.today(), subject=row.title, parties=parties))

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
            for follow_up_id in sorted(follow_up_ids, reverse=True):  # what was made of one before that one itself
                self._must_exist(follow_up_id)
                following = open_one_after(self._store, follow_up_id)
                edited = edited_since_made(self._store, following) if following is not None else set()
                if following is not None and edited:
                    self._take_place(following, follow_up_id, edited)
                    self._trash.put("follow_up", [follow_up_id])
                    kept += 1
                    continue
                if following is not None:
                    self._trash.put("follow_up", [following])
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
        return name_in(self._store, "follow_up", follow_up_id)

    def _is_open(self, follow_up_id: int) -> bool:
        found = self._store.value(queries.IS_OPEN, follow_up=follow_up_id)
        if found is None:
            raise NotFound("follow-up", follow_up_id)
        return bool(found)

    def _label(self, one: str, several: str, follow_up_ids: Sequence[int]) -> str:
        if len(follow_up_ids) == 1:
            return one.format(self._must_exist(follow_up_ids[0]))
        return several.format(len(follow_up_ids))


def _days(today: date) -> dict[str, date]:
    return {"today": today, "soon": today + timedelta(days=NEXT_DAYS)}


def _rows(found: Iterable[_Found], today: date) -> list[FollowUpRow]:
    return [_row(each, today) for each in found]


def _row(found: _Found, today: date) -> FollowUpRow:
    due_on, until = _day(found.due_on), _day(found.snoozed_until)
    closed = "done" if found.done_at else "dropped" if found.dropped_at else ""
    return FollowUpRow(
        found.id,
        found.title,
        closed or group_of(found.owed_by, due_on, until, today),
        found.owed_by,
        due_on,
        time.fromisoformat(found.due_time) if found.due_time else None,
        until,
        found.priority,
        found.repeat,
        found.contact_id,
        found.contact,
        found.organisation_id,
        found.organisation,
        found.symbol,
        found.interaction_id,
        found.done_at,
        found.huddle_id,
        found.pitch_id,
        found.opportunity_id,
        found.introduction_id,
    )


def group_of(owed_by: str, due_on: date | None, snoozed_until: date | None, today: date) -> str:
    """Return the group an open follow-up belongs to."""
    if snoozed_until is not None and snoozed_until > today:
        return "snoozed"
    if owed_by == "them":
        return "waiting"
    if due_on is None or due_on > today + timedelta(days=NEXT_DAYS):
        return "later"
    return "overdue" if due_on < today else "today" if due_on == today else "next"


def _day(text: str | None) -> date | None:
    """Return the last day a date of the database can mean: a partial one is due at its end."""
    return partial_end(text) if text else None
