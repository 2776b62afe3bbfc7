"""Reads series and huddles; `Huddles` adds the writing."""

from typing import Any

from msgspec.structs import asdict

from crm import clock
from crm.db.store import Store
from crm.errors import NotFound
from crm.huddles.queries import DETAIL, LAST, LISTED, NEXT, NEXT_NUMBER, NUMBERED, SERIES
from crm.huddles.records import HuddleDetail, HuddleRow, SeriesRow


class _Found(HuddleRow, frozen=True):
    """A huddle as the file holds it: its moments in UTC, and the zone that they are said in."""

    time_zone: str


class _Opened(_Found, frozen=True):
    """One huddle with what lists do not show."""

    uid: str
    host_organisation_id: int | None
    host: str
    sub_region_id: int | None
    join_link: str
    pitch_minutes: int
    pitches_after: int
    notes: str
    threshold_minutes: int
    created_at: str
    is_trashed: bool


class HuddleReader:
    """Reads series and huddles, with what their lists show."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def series(self) -> list[SeriesRow]:
        """Return all series, the active ones first."""
        return self._store.all(SERIES, into=SeriesRow)

    def get(self, huddle_id: int) -> HuddleDetail:
        """Return one huddle, a trashed one too; raises NotFound."""
        found = self._store.first(DETAIL, into=_Opened, huddle=huddle_id)
        if found is None:
            raise NotFound("huddle", huddle_id)
        facts = asdict(found)
        return HuddleDetail(_row(found), **{name: facts[name] for name in HuddleDetail.__struct_fields__[1:]})

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
        return [_row(found) for found in self._store.all(NUMBERED, into=_Found, number=number)]

    def next_number(self, series_id: int | None) -> int | None:
        """Return the number that the next huddle of a series has; None without a series."""
        if series_id is None:
            return None
        return int(self._store.value(NEXT_NUMBER, series=series_id))

    def _of(self, queries: dict[bool, Any], series_id: int | None, **values: Any) -> list[HuddleRow]:
        """Return what a query of the huddles of one series, or of all, finds."""
        if series_id is not None:
            values["series"] = series_id
        return [_row(found) for found in self._store.all(queries[series_id is not None], into=_Found, **values)]


def _row(found: _Found) -> HuddleRow:
    facts = {name: getattr(found, name) for name in HuddleRow.__struct_fields__}
    for name in ("at", "until"):
        facts[name] = clock.wall_clock(facts[name], found.time_zone)
    return HuddleRow(**facts)
