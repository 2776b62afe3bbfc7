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
