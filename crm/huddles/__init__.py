"""Huddles and their series: planned, held, settled by the lock."""

from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo, available_timezones

from msgspec.structs import asdict, replace

from crm import clock, dates
from crm.attendance import Attendances
from crm.db import schema
from crm.db.schema.allowed import HUDDLE_FORMATS, HUDDLE_KINDS, HUDDLE_STATUSES
from crm.db.store import Store, moment_text, new_uid
from crm.errors import Invalid, NotFound
from crm.fields import HUDDLE, cleaned, cleaned_texts
from crm.followups import repeats
from crm.huddles.queries import (
    DETAIL,
    LAST,
    LISTED,
    NEXT,
    NEXT_NUMBER,
    NUMBER_TAKEN,
    NUMBERED,
    SERIES,
    SERIES_NAME,
    SERIES_NAMED,
    TIMES_CHANGED,
)
from crm.huddles.records import HOME_ZONE, HuddleDetail, HuddleDraft, HuddleRow, SeriesDraft, SeriesRow
from crm.text import clean_line

__all__ = [
    "HOME_ZONE",
    "HuddleDetail",
    "HuddleDraft",
    "HuddleRow",
    "Huddles",
    "SeriesDraft",
    "SeriesRow",
]

_NOON = time(12)


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


class Huddles:
    """Reads, plans, holds and locks huddles; writes `series` and `huddle`, attendance through its own service."""

    def __init__(self, store: Store, attendance: Attendances) -> None:
        self._store = store
        self._attendance = attendance

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

    # -- series

    def add_series(self, draft: SeriesDraft) -> int:
        """Write a series; return its id. Raises Invalid (name, cadence, threshold_minutes)."""
        columns = self._series_columns(draft)
        with self._store.action(f"Add the series “{columns['name']}”"):
            return self._store.insert(schema.Series, **columns)

    def edit_series(self, series_id: int, draft: SeriesDraft) -> None:
        """Make a series what the draft says."""
        columns = self._series_columns(draft, but=series_id)
        with self._store.action(f"Edit the series “{columns['name']}”"):
            self._store.update(schema.Series, series_id, **columns)

    def _series_columns(self, draft: SeriesDraft, but: int = 0) -> dict[str, Any]:
        name = clean_line(draft.name)
        if not name:
            raise Invalid("name", "Give the series a name.")
        if self._store.value(SERIES_NAMED, name=name, but=but):
            raise Invalid("name", f"There is a series “{name}” already.")
        if not 0 <= draft.threshold_minutes <= 1440:
            raise Invalid("threshold_minutes", "The minutes that count as attended lie between 0 and 1,440.")
        cadence = repeats.check(draft.cadence)
        return {
            "name": name,
            "cadence": cadence,
            "threshold_minutes": draft.threshold_minutes,
            "active": int(draft.active),
        }

    # -- huddles

    def plan(self, draft: HuddleDraft) -> int:
        """Write a planned huddle, numbered next in its series unless it says a number; return its id.

        Raises Invalid (title, day, ends, number, ...) or NotFound; nothing is written then.
        """
        if draft.number is None:
            draft = replace(draft, number=self.next_number(draft.series_id))
        columns = self._columns(draft)
        with self._store.action(f"Plan {self._called(columns)}"):
            return self._store.insert(
                schema.Huddle, uid=new_uid(), created_at=moment_text(clock.now()), status="planned", **columns
            )

    def edit(self, huddle_id: int, draft: HuddleDraft) -> None:
        """Make a huddle what the draft says; who was invited and came stays as it is.

        Raises what `plan` does, and Invalid (day) for one that took place and would be still to come.
        """
        held = self.get(huddle_id).row
        columns = self._columns(draft, huddle_id)
        if draft.day > clock.today() and (held.status == "held" or held.attended):
            raise Invalid("day", f"{held.label} was held; it cannot be moved to a day that is still to come.")
        with self._store.action(f"Edit {self._called(columns)}"):
            self._store.update(schema.Huddle, huddle_id, **columns)

    def suggestion(self, series_id: int | None = None, after: date | None = None) -> HuddleDraft:
        """Return the draft of the next huddle: the day of the series' rhythm, all else as the last one had it.

        `after` is the day to look on from, the last huddle's (or today) where it is left out.
        """
        listed = self.rows(series_id, 1)
        series = next((each for each in self.series() if each.id == series_id), None)
        last = self.get(listed[0].id) if listed else None
        start = after or (last.row.day if last else clock.today())
        following = None
        if series is not None and series.cadence:
            rule = _on_the_weekday(series.cadence, start)
            following = repeats.following(rule, start, max(start, clock.today()))
        day = following or max(start, clock.today()) + timedelta(days=28)
        number = self.next_number(series_id)
        if last is None:
            first = datetime(2000, 1, 1, 15, 0)
            return HuddleDraft(
                day, first.time(), (first + timedelta(hours=1, minutes=30)).time(), "", series_id, number, pitch_slots=5
            )
        title = last.row.title
        if last.row.number is not None and title == last.row.label:
            title = ""
        return replace(last.draft(), day=day, title=title, series_id=series_id, number=number, notes="")

    def set_status(self, huddle_id: int, status: str) -> None:
        """Say that a huddle was held or cancelled, or is planned again; Invalid for one held before it began."""
        if status not in HUDDLE_STATUSES:
            raise Invalid("status", f"“{status}” is no status of a huddle.")
        huddle = self.get(huddle_id)
        if status == "held" and huddle.row.day > clock.today():
            raise Invalid("status", f"{huddle.row.label} is still to come; it can be held on its day.")
        if status != "held" and huddle.row.is_locked:
            raise Invalid("status", f"{huddle.row.label} is locked. Unlock it first.")
        verb = {"held": "Mark as held:", "planned": "Mark as planned:", "cancelled": "Cancel"}[status]
        with self._store.action(f"{verb} {huddle.row.label}"):
            self._store.update(schema.Huddle, huddle_id, status=status)

    def lock(self, huddle_id: int) -> None:
        """Settle who came: the huddle was held, and whoever registered and was not seen is absent (rule 3)."""
        huddle = self.get(huddle_id)
        if huddle.row.day > clock.today():
            raise Invalid("status", f"{huddle.row.label} is still to come; it can be locked once it was held.")
        if huddle.row.status == "cancelled":
            raise Invalid("status", f"{huddle.row.label} was cancelled; there is nothing to lock.")
        with self._store.action(f"Lock {huddle.row.label}"):
            self._store.update(schema.Huddle, huddle_id, status="held", locked_at=moment_text(clock.now()))
            self._attendance.settle(huddle_id)

    def unlock(self, huddle_id: int) -> None:
        """Open a locked huddle again: the absences that the lock made are taken back (rule 3)."""
        huddle = self.get(huddle_id)
        with self._store.action(f"Unlock {huddle.row.label}"):
            self._store.update(schema.Huddle, huddle_id, locked_at=None)
            self._attendance.unsettle(huddle_id)

    def set_headcount(self, huddle_id: int, number: int) -> None:
        """Say how many were there who are not named; Invalid below nothing."""
        if number < 0:
            raise Invalid("headcount", "A headcount cannot be less than nothing.")
        row = self.get(huddle_id).row
        with self._store.action(f"Unnamed people at {row.label}: {number}"):
            self._store.update(schema.Huddle, huddle_id, headcount=number)

    def write_calendar(self, huddle_id: int, to: Path) -> None:
        """Write a huddle as a calendar file (.ics), which replaces what a calendar took in of it before.

        Raises NotFound, DiskFull, CannotWrite.
        """
        # The writer is loaded when a calendar is written.
        from crm.formats.write_ics import CalendarEntry, write_ics

        huddle = self.get(huddle_id)
        row = huddle.row
        # Every change of the huddle is in the log, an undone one twice: the number only grows (RFC 5545, SEQUENCE).
        changes = self._store.value(TIMES_CHANGED, huddle=huddle_id)
        entry = CalendarEntry(
            huddle.uid,
            row.title,
            row.at,
            row.until,
            clock.now(),
            max(int(changes) - 1, 0),
            row.venue,
            huddle.join_link,
            f"Join online: {huddle.join_link}" if huddle.join_link else "",
            row.status == "cancelled" or huddle.is_trashed,
        )
        write_ics(to, entry)

    # -- inside

    def _of(self, queries: dict[bool, Any], series_id: int | None, **values: Any) -> list[HuddleRow]:
        """Return what a query of the huddles of one series, or of all, finds."""
        if series_id is not None:
            values["series"] = series_id
        return [_row(found) for found in self._store.all(queries[series_id is not None], into=_Found, **values)]

    def _columns(self, draft: HuddleDraft, huddle_id: int = 0) -> dict[str, Any]:
        for field, value, allowed in (("kind", draft.kind, HUDDLE_KINDS), ("format", draft.format, HUDDLE_FORMATS)):
            if value not in allowed:
                raise Invalid(field, f"“{value}” is not allowed here.")
        starts, ends = self._moments(draft)
        self._check_numbers(draft)
        self._check_number_free(draft, huddle_id)
        self._store.check_there((schema.Series, draft.series_id), (schema.Organisation, draft.host_organisation_id))
        if draft.sub_region_id is not None and not self._store.holds(schema.SubRegion, draft.sub_region_id):
            raise NotFound("sub-region", draft.sub_region_id)
        return {
            **cleaned_texts(HUDDLE, draft),
            "series_id": draft.series_id,
            "number": draft.number,
            "kind": draft.kind,
            "title": self._title(draft),
            "starts_at": starts,
            "ends_at": ends,
            "time_zone": draft.time_zone,
            "format": draft.format,
            "host_organisation_id": draft.host_organisation_id,
            "sub_region_id": draft.sub_region_id,
            "capacity": draft.capacity,
            "pitch_slots": draft.pitch_slots,
            "pitch_minutes": draft.pitch_minutes,
            "pitches_after": draft.pitches_after,
        }

    def _moments(self, draft: HuddleDraft) -> tuple[str, str]:
        if draft.time_zone not in available_timezones():
            raise Invalid("time_zone", f"“{draft.time_zone}” is no time zone. Europe/London is one.")
        if draft.ends == draft.starts:
            raise Invalid("ends", "It would end when it begins: say until when it lasts.")
        overnight = draft.ends < draft.starts
        if overnight and (draft.starts < _NOON or draft.ends >= _NOON):
            raise Invalid("ends", "It would end before it begins. Only an evening goes on until the next morning.")
        last_day = draft.day + timedelta(days=1) if overnight else draft.day
        moments = []
        for field, day, at in (("starts", draft.day, draft.starts), ("ends", last_day, draft.ends)):
            zone = ZoneInfo(draft.time_zone)
            note = dates.clock_note(day, at, zone)
            if "not exist" in note:
                raise Invalid(field, note)
            moments.append(moment_text(dates.local_to_utc(day, at, zone=zone)))
        return moments[0], moments[1]

    def _check_numbers(self, draft: HuddleDraft) -> None:
        limits = (
            ("capacity", draft.capacity, 1, 1_000_000, "A capacity is at least one."),
            ("pitch_slots", draft.pitch_slots, 0, 100, "A huddle has up to 100 pitch slots."),
            ("pitch_minutes", draft.pitch_minutes, 1, 1440, "A pitch takes at least a minute."),
            ("pitches_after", draft.pitches_after, 0, 1440, "The pitches begin within the day."),
            ("number", draft.number, 0, 1_000_000, "A number of a huddle counts up from nothing."),
        )
        for field, value, least, most, reason in limits:
            if value is not None and not least <= value <= most:
                raise Invalid(field, reason)

    def _check_number_free(self, draft: HuddleDraft, huddle_id: int) -> None:
        taken = self._store.value(NUMBER_TAKEN, series=draft.series_id, number=draft.number, but=huddle_id)
        if taken is not None:
            day = dates.show_partial(taken[:10])
            raise Invalid("number", f"Number {draft.number} of this series was the huddle of {day}.")

    def _title(self, draft: HuddleDraft) -> str:
        title = str(cleaned(HUDDLE["title"], draft.title))
        if title:
            return title
        name = self._store.value(SERIES_NAME, series=draft.series_id)
        if name and draft.number is not None:
            return f"{name} {draft.number}"
        raise Invalid("title", "Give the huddle a title.")

    def _called(self, columns: dict[str, Any]) -> str:
        return str(columns["title"])


def _on_the_weekday(rule: str, day: date) -> str:
    """Return a monthly rule that names no day as one for the weekday that `day` is: the first Wednesday, the last."""
    if not rule.startswith("FREQ=MONTHLY") or "BY" in rule:
        return rule
    week = (day.day - 1) // 7 + 1
    return f"{rule};BYDAY={-1 if week == 5 else week}{repeats.WEEKDAY_CODES[day.weekday()]}"


def _row(found: _Found) -> HuddleRow:
    facts = {name: getattr(found, name) for name in HuddleRow.__struct_fields__}
    for name in ("at", "until"):
        facts[name] = clock.wall_clock(facts[name], found.time_zone)
    return HuddleRow(**facts)
