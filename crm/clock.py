"""The one clock: what time it is now, and which day it is where the user lives."""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

LOCAL = ZoneInfo("Europe/London")


def now() -> datetime:
    """Return the present moment as an aware UTC datetime, whole seconds."""
    return datetime.now(UTC).replace(microsecond=0)


def today() -> date:
    """Return today's date in the user's time zone (Europe/London)."""
    return datetime.now(LOCAL).date()


def wall_clock(moment: datetime | str, zone: str) -> datetime:
    """Return a moment, or the UTC text of one in the database, as wall-clock time in a zone."""
    known = moment if isinstance(moment, datetime) else datetime.fromisoformat(moment)
    return known.astimezone(ZoneInfo(zone))
