"""Words for huddles: what stands in forms, headers and lists."""

from crm.huddles import HuddleRow
from ui.records.huddle_words import when

KINDS = (
    ("huddle", "Huddle"),
    ("workshop", "Workshop"),
    ("visit", "Visit"),
    ("mission", "Mission"),
    ("conference", "Conference"),
    ("other", "Other event"),
)
FORMATS = (("in person", "In person"), ("online", "Online"), ("hybrid", "Hybrid"))
REGISTRATIONS = {
    "none": ("No reply", "neutral"),
    "invited": ("Invited", "neutral"),
    "registered": ("Registered", "accent"),
    "waitlisted": ("Waiting list", "warn"),
    "declined": ("Declined", "neutral"),
    "cancelled": ("Cancelled", "neutral"),
}
PRESENCES = {
    "unknown": ("", "neutral"),
    "attended": ("Attended", "ok"),
    "apologies": ("Apologies", "neutral"),
    "absent": ("Absent", "danger"),
}


def line(row: HuddleRow) -> str:
    """Return the factual line under a huddle's title: when, where, how."""
    where = "Online" if row.format == "online" else " · ".join(filter(None, (row.venue, _how(row))))
    return " · ".join(filter(None, (when(row), where)))


def _how(row: HuddleRow) -> str:
    return "hybrid" if row.format == "hybrid" else ""
