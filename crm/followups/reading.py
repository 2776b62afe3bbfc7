"""Reads follow-ups; `FollowUps` adds the writing."""

from collections.abc import Iterable
from datetime import date, time, timedelta

import msgspec
from msgspec.structs import asdict

from crm import clock
from crm.dates import partial_end
from crm.db.store import Store
from crm.errors import NotFound
from crm.followups import queries
from crm.followups.records import GROUPS, FollowUpDetail, FollowUpGroup, FollowUpRow, LogAgainst
from crm.interactions import InteractionDraft, Party

NEXT_DAYS = 7


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


class FollowUpReader:
    """Reads follow-ups in their groups and about their records."""

    def __init__(self, store: Store) -> None:
        self._store = store

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
