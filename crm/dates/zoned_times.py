"""Moments: a wall-clock time of a zone and UTC, in the nights of the clocks too."""

from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

from crm.clock import LOCAL


def local_to_utc(day: date, at: time, *, second: bool = False, zone: ZoneInfo = LOCAL) -> datetime:
    """Return the UTC moment of a wall-clock time in Europe/London, or in another zone.

    In the hour that happens twice the first is meant, or the `second`; a time that does not exist counts as one hour
    later (01:30 is shown as 02:30). `clock_note` says so in words.
    """
    return datetime.combine(day, at.replace(tzinfo=None), tzinfo=zone).replace(fold=int(second)).astimezone(UTC)


def utc_to_local(moment: datetime) -> datetime:
    """Return an aware moment as wall-clock time in Europe/London."""
    return moment.astimezone(LOCAL)


def clock_note(day: date, at: time, zone: ZoneInfo = LOCAL) -> str:
    """Return a sentence when the clocks of a zone change over this time of its walls, else an empty text."""
    first, second = local_to_utc(day, at, zone=zone), local_to_utc(day, at, second=True, zone=zone)
    if first == second:
        return ""
    shown = first.astimezone(zone)
    if shown.time().replace(fold=0) != at.replace(fold=0):
        return f"{at:%H:%M} does not exist that night: the clocks go forward. {shown:%H:%M} is meant."
    return f"{at:%H:%M} happens twice that night: the clocks go back. The first is meant."
