"""What is said of a huddle wherever it is shown: when it is, and what people replied. Loads no service."""

from typing import TYPE_CHECKING

from crm import clock, dates
from ui.kit.share_bar import Share

if TYPE_CHECKING:
    from crm.attendance import Counts
    from crm.huddles import HuddleRow


def when(row: "HuddleRow") -> str:
    """Return day and time: "Wed 27 May, 15:00–16:30", with the zone where it is not that of the user."""
    day = dates.show_date(row.day, clock.today())
    zone = "" if str(row.at.tzinfo) == str(clock.LOCAL) else f" {row.at.tzname()}"
    return f"{day}, {row.at:%H:%M}–{row.until:%H:%M}{zone}"


def reply_shares(counts: "Counts") -> list[Share]:
    """Return the replies to a huddle as shares of a bar."""
    return [
        Share("registered", counts.registered, "chart_ok"),
        Share("waiting", counts.waitlisted, "chart_warn"),
        Share("declined", counts.declined + counts.cancelled, "chart_danger"),
        Share("no reply", counts.invited, "chart_quiet"),
    ]
