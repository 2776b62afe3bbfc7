"""What crosses the line about series and huddles: rows, an open huddle, drafts of forms."""

from datetime import date, datetime, time, timedelta

import msgspec

from crm import clock

HOME_ZONE = "Europe/London"


class SeriesDraft(msgspec.Struct, frozen=True):
    """A run of huddles: how often (an RFC 5545 rule, '' for no rhythm), and the minutes that count as attended."""

    name: str
    cadence: str = ""
    threshold_minutes: int = 10
    active: bool = True


class SeriesRow(msgspec.Struct, frozen=True):
    """A series with the number of its huddles."""

    id: int
    name: str
    cadence: str
    threshold_minutes: int
    active: bool
    huddles: int


class HuddleDraft(msgspec.Struct, frozen=True):
    """A huddle as a form holds it; `day`, `starts` and `ends` are wall-clock in `time_zone`.

    An end before the beginning is on the next day. No `number`: the next of the series.
    """

    day: date
    starts: time
    ends: time
    title: str = ""
    series_id: int | None = None
    number: int | None = None
    kind: str = "huddle"
    time_zone: str = HOME_ZONE
    format: str = "in person"
    venue: str = ""
    host_organisation_id: int | None = None
    sub_region_id: int | None = None
    join_link: str = ""
    capacity: int | None = None
    pitch_slots: int = 0
    pitch_minutes: int = 10
    pitches_after: int = 10
    notes: str = ""


class HuddleRow(msgspec.Struct, frozen=True):
    """A line in the list of huddles. `at` and `until` are wall-clock in the huddle's own zone.

    `registered` counts who said they come, `attended` who was there by name, `headcount` who was there unnamed.
    """

    id: int
    series_id: int | None
    series: str
    number: int | None
    kind: str
    title: str
    at: datetime
    until: datetime
    format: str
    venue: str
    sub_region: str
    status: str
    is_locked: bool
    capacity: int | None
    invited: int
    registered: int
    attended: int
    headcount: int
    pitches: int
    pitch_slots: int

    @property
    def day(self) -> date:
        """Return the local day."""
        return self.at.date()

    @property
    def can_check_in(self) -> bool:
        """Return whether the door can be open: its day has come, it was not cancelled, and is not locked."""
        return self.day <= clock.today() and self.status != "cancelled" and not self.is_locked

    @property
    def label(self) -> str:
        """Return what the huddle is called in a line: "Huddle 41", or its title where it has no number."""
        return f"{self.series or 'Huddle'} {self.number}" if self.number is not None else self.title


class HuddleDetail(msgspec.Struct, frozen=True):
    """One huddle open: its row and what a list does not show."""

    row: HuddleRow
    uid: str
    time_zone: str
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

    @property
    def id(self) -> int:
        """Return the huddle's id."""
        return self.row.id

    def draft(self) -> HuddleDraft:
        """Return the draft that, saved, changes nothing."""
        row = self.row
        return HuddleDraft(
            row.day,
            row.at.time().replace(tzinfo=None),
            row.until.time().replace(tzinfo=None),
            row.title,
            row.series_id,
            row.number,
            row.kind,
            self.time_zone,
            row.format,
            row.venue,
            self.host_organisation_id,
            self.sub_region_id,
            self.join_link,
            row.capacity,
            row.pitch_slots,
            self.pitch_minutes,
            self.pitches_after,
            self.notes,
        )

    def slot_time(self, minutes_before: int) -> time:
        """Return when a pitch begins after the pitches before it took so many minutes."""
        return (self.row.at + timedelta(minutes=self.pitches_after + minutes_before)).time()
