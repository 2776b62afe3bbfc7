"""Reads series and huddles; `Huddles` adds the writing."""

from collections.abc import Sequence
from typing import Any

from crm import clock
from crm.db.querying import columns
from crm.db.store import Store
from crm.errors import NotFound
from crm.huddles.queries import DETAIL, HUDDLES, LAST, LISTED, NEXT, NEXT_NUMBER, NUMBERED, SERIES
from crm.huddles.records import HuddleDetail, HuddleRow, SeriesRow

_OF_A_ROW = columns(HUDDLES)
_OF_A_DETAIL = columns(DETAIL)


class HuddleReader:
    """Reads series and huddles, with what their lists show."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def series(self) -> list[SeriesRow]:
        """Return all series, the active ones first."""
        return self._store.all(SERIES, into=SeriesRow)

    def get(self, huddle_id: int) -> HuddleDetail:
        """Return one huddle, a trashed one too; raises NotFound."""
        found = self._store.row(DETAIL, huddle=huddle_id)
        if found is None:
            raise NotFound("huddle", huddle_id)
        of_both = len(_OF_A_ROW) - 1  # the time zone
        more = dict(zip(_OF_A_DETAIL[of_both:], found[of_both:], strict=True))
        more["is_trashed"] = bool(more["is_trashed"])
        return HuddleDetail(_row(found[: of_both + 1]), **more)

    def rows(self, series_id: int | None = None, limit: int = 500) -> list[HuddleRow]:
        """Return huddles newest first, of one series or of all."""
        return self._of(LISTED, series_id, most=limit)

    def next(self, series_id: int | None = None) -> HuddleRow | None:
        """Return the huddle that is on or comes next, or None."""
        return next(iter(self._of(NEXT, series_id, now=clock.now())), None)

    def at_the_door(self, series_id: int | None = None) -> HuddleRow | None:
        """Return the huddle whose door is meant: one of today, the one that is on first, else the next, else the last.

        None where there is none of these.
        """
        following = self.next(series_id)
        of_today = following if following is not None and following.day == clock.today() else self.last(series_id)
        if of_today is not None and of_today.day == clock.today():
            return of_today
        return following or of_today

    def last(self, series_id: int | None = None, before: HuddleRow | None = None) -> HuddleRow | None:
        """Return the latest huddle that was not cancelled and has begun, or the one before another."""
        return next(iter(self._of(LAST, series_id, now=before.at if before else clock.now())), None)

    def numbered(self, number: int) -> list[HuddleRow]:
        """Return the huddles of this number, one a series, the newest first."""
        return [_row(found) for found in self._store.rows(NUMBERED, number=number)]

    def next_number(self, series_id: int | None) -> int | None:
        """Return the number that the next huddle of a series has; None without a series."""
        if series_id is None:
            return None
        return int(self._store.value(NEXT_NUMBER, series=series_id))

    def _of(self, queries: dict[bool, Any], series_id: int | None, **values: Any) -> list[HuddleRow]:
        """Return what a query of the huddles of one series, or of all, finds."""
        if series_id is not None:
            values["series"] = series_id
        return [_row(found) for found in self._store.rows(queries[series_id is not None], **values)]


def _row(found: Sequence[Any]) -> HuddleRow:
    facts = dict(zip(_OF_A_ROW, found, strict=True))
    zone = facts.pop("time_zone")
    facts["at"], facts["until"] = clock.wall_clock(facts["at"], zone), clock.wall_clock(facts["until"], zone)
    facts["is_locked"] = bool(facts["is_locked"])
    return HuddleRow(**facts)
