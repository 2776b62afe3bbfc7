"""Reads follow-ups; `FollowUps` adds the writing."""

from collections.abc import Mapping, Sequence
from datetime import date, time, timedelta
from typing import Any

from crm import clock
from crm.dates import partial_end
from crm.db.store import Store
from crm.errors import NotFound
from crm.followups.records import GROUPS, FollowUpDetail, FollowUpGroup, FollowUpRow, LogAgainst
from crm.interactions import InteractionDraft, Party

NEXT_DAYS = 7

OPEN = "f.done_at IS NULL AND f.dropped_at IS NULL AND f.deleted_at IS NULL"
_SHOWN = "(f.snoozed_until IS NULL OR f.snoozed_until <= :today)"
_CONDITIONS = {
    "overdue": f"f.due_on < :today AND f.owed_by = 'us' AND {_SHOWN}",
    "today": f"f.due_on = :today AND f.owed_by = 'us' AND {_SHOWN}",
    "next": f"f.due_on > :today AND f.due_on <= :soon AND f.owed_by = 'us' AND {_SHOWN}",
    "later": f"(f.due_on > :soon OR f.due_on IS NULL) AND f.owed_by = 'us' AND {_SHOWN}",
    "waiting": f"f.owed_by = 'them' AND {_SHOWN}",
    "snoozed": "f.snoozed_until > :today",
}
_ORDER = "f.due_on IS NULL, f.due_on, f.due_time IS NULL, f.due_time, f.priority DESC, f.id"
_COLUMNS = """f.id, f.title, f.owed_by, f.due_on, f.due_time, f.snoozed_until, f.priority, f.repeat, f.contact_id,
    coalesce(s.name, ''), coalesce(f.organisation_id, s.organisation_id), coalesce(o.name, s.organisation_name, ''),
    coalesce(g.symbol, ''), f.interaction_id, f.done_at, f.dropped_at, f.huddle_id, f.pitch_id,
    f.opportunity_id, f.introduction_id"""
_TABLES = """follow_up f LEFT JOIN contact_summary s ON s.contact_id = f.contact_id
    LEFT JOIN organisation_summary o ON o.organisation_id = f.organisation_id
    LEFT JOIN sector g ON g.id = coalesce(o.sector_id, s.sector_id)"""


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
        return self._rows(
            f"{OPEN} AND {_CONDITIONS[group]} ORDER BY {_ORDER} LIMIT :limit OFFSET :offset",
            {**_days(day), "limit": limit, "offset": offset},
            day,
        )

    def counts(self, today: date | None = None) -> dict[str, int]:
        """Return how many open follow-ups each group has."""
        sums = ", ".join(f"coalesce(sum({condition}), 0)" for condition in _CONDITIONS.values())
        numbers = self._store.rows(f"SELECT {sums} FROM follow_up f WHERE {OPEN}", _days(today or clock.today()))[0]
        return dict(zip(_CONDITIONS, numbers, strict=True))

    def has_any(self) -> bool:
        """Return whether any follow-up was ever written, done and dropped ones included."""
        return bool(self._store.value("SELECT EXISTS (SELECT 1 FROM follow_up WHERE deleted_at IS NULL)"))

    def overdue_count(self, today: date | None = None) -> int:
        """Return how many are overdue: the number beside the page's name, one short index range."""
        day = _days(today or clock.today())
        return int(
            self._store.value(f"SELECT count(*) FROM follow_up f WHERE {OPEN} AND {_CONDITIONS['overdue']}", day)
        )

    def due_now(self, limit: int = 5, today: date | None = None) -> list[FollowUpRow]:
        """Return what is due today and in the next days, soonest first: one card of Today."""
        day = today or clock.today()
        condition = f"f.due_on BETWEEN :today AND :soon AND f.owed_by = 'us' AND {_SHOWN}"
        return self._rows(f"{OPEN} AND {condition} ORDER BY {_ORDER} LIMIT :limit", {**_days(day), "limit": limit}, day)

    def of(
        self, record: str, record_id: int, *, include_done: bool = False, today: date | None = None
    ) -> list[FollowUpRow]:
        """Return what is to be done about a record by day, then what was done.

        `record` is a `contact`, an `organisation`, an `interaction`, a `huddle`, a `pitch`, an
        `opportunity` or an `introduction`.
        """
        closed = "" if include_done else f"AND {OPEN}"
        return self._rows(
            f"f.{record}_id = :record AND f.deleted_at IS NULL {closed} "
            f"ORDER BY coalesce(f.done_at, f.dropped_at) IS NOT NULL, coalesce(f.done_at, f.dropped_at) DESC, {_ORDER}",
            {"record": record_id},
            today or clock.today(),
        )

    def get(self, follow_up_id: int, today: date | None = None) -> FollowUpDetail:
        """Return one follow-up, a trashed one too; raises NotFound."""
        rows = self._rows("f.id = :id", {"id": follow_up_id}, today or clock.today())
        if not rows:
            raise NotFound("follow-up", follow_up_id)
        more = self._store.rows(
            "SELECT notes, result, repeat_from, created_at, organisation_id, deleted_at IS NOT NULL FROM follow_up "
            "WHERE id = ?",
            (follow_up_id,),
        )[0]
        notes, result, repeat_from, created_at, organisation_id, trashed = more
        return FollowUpDetail(rows[0], notes, result, repeat_from, created_at, organisation_id, bool(trashed))

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

    def _rows(self, where: str, params: Mapping[str, object], today: date) -> list[FollowUpRow]:
        return [
            _row(columns, today)
            for columns in self._store.rows(f"SELECT {_COLUMNS} FROM {_TABLES} WHERE {where}", params)
        ]


def _days(today: date) -> dict[str, str]:
    return {"today": today.isoformat(), "soon": (today + timedelta(days=NEXT_DAYS)).isoformat()}


def _row(columns: Sequence[Any], today: date) -> FollowUpRow:
    id_, title, owed_by, due, at, snoozed, priority, repeat = columns[:8]
    contact_id, contact, organisation_id, organisation, symbol, interaction_id, done, dropped = columns[8:16]
    due_on, until = _day(due), _day(snoozed)
    return FollowUpRow(
        id_,
        title,
        "done" if done else "dropped" if dropped else group_of(owed_by, due_on, until, today),
        owed_by,
        due_on,
        time.fromisoformat(at) if at else None,
        until,
        priority,
        repeat,
        contact_id,
        contact,
        organisation_id,
        organisation,
        symbol,
        interaction_id,
        done,
        *columns[16:],
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
