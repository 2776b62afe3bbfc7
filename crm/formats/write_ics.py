"""Calendars out: one gathering as an iCalendar file (RFC 5545) that every calendar program takes."""

from datetime import UTC, datetime
from pathlib import Path
from typing import BinaryIO

import msgspec

from crm.formats.safe_file import writable

_PRODUCT = "-//Cluster Desk//Cluster Desk//EN"


class CalendarEntry(msgspec.Struct, frozen=True):
    """A gathering as calendars know it; `starts`, `ends` and `stamp` are aware.

    The same `uid` with a higher `sequence` replaces what a calendar took in before.
    """

    uid: str
    title: str
    starts: datetime
    ends: datetime
    stamp: datetime
    sequence: int = 0
    location: str = ""
    url: str = ""
    notes: str = ""
    is_cancelled: bool = False


def write_ics(target: Path | str | BinaryIO, entry: CalendarEntry) -> None:
    """Write one gathering as a published event; a path is replaced safely.

    Moments are said in UTC, which no calendar can misread, not even in the nights when the clocks change.
    """
    import icalendar  # heavy: only when a calendar is written

    calendar = icalendar.Calendar()
    calendar.add("prodid", _PRODUCT)
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    event = icalendar.Event()
    event.add("uid", entry.uid)
    event.add("dtstamp", entry.stamp.astimezone(UTC))
    event.add("sequence", entry.sequence)
    event.add("summary", entry.title)
    event.add("dtstart", entry.starts.astimezone(UTC))
    event.add("dtend", entry.ends.astimezone(UTC))
    event.add("status", "CANCELLED" if entry.is_cancelled else "CONFIRMED")
    for name, value in (("location", entry.location), ("url", entry.url), ("description", entry.notes)):
        if value:
            event.add(name, value)
    calendar.add_component(event)
    with writable(target) as handle:
        handle.write(calendar.to_ical())
