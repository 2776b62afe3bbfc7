"""What Today says: the greeting, the line under it, and an interaction in a row."""

from datetime import date, time

from crm.dates import show_day, utc_to_local
from crm.interactions import InteractionRow, in_words
from ui.kit.rows import ListRow
from ui.records.event_icons import ICONS

_DONE = {
    "meeting": "Met {}",
    "call": "Call with {}",
    "video call": "Video call with {}",
    "email": "E-mailed {}",
    "visit": "Visited {}",
    "message": "Messaged {}",
    "note": "Note about {}",
}
_CAME_IN = {"call": "Call from {}", "email": "E-mail from {}", "message": "Message from {}"}
_ALONE = {"email": "E-mail"}


def greeting(name: str, at: time) -> str:
    """Return "Good morning, Alex", by the time of day; without a name the greeting alone."""
    part = "morning" if at.hour < 12 else "afternoon" if at.hour < 18 else "evening"
    return f"Good {part}, {name}" if name.strip() else f"Good {part}"


def subtitle(today: date, overdue: int, soon: int) -> str:
    """Return the day and how much is due: "Friday 22 May 2026 · 4 overdue, 4 due today or soon"."""
    said = [f"{overdue:,} overdue" if overdue else "", f"{soon:,} due today or soon" if soon else ""]
    return f"{today:%A} {today.day} {today:%B %Y} · {', '.join(filter(None, said)) or 'nothing due'}"


def interaction_title(row: InteractionRow) -> str:
    """Return what happened with whom: "Met Jane Roe", "E-mail from Bob Lee and 2 others"."""
    names = tuple(dict.fromkeys(each.name for each in row.participants))
    if not names:
        return _ALONE.get(row.kind, row.kind.capitalize())
    if row.status == "planned":
        between = "about" if row.kind == "note" else "with"
        return f"{_ALONE.get(row.kind, row.kind.capitalize())} {between} {in_words(names)}"
    words = _CAME_IN.get(row.kind) if row.direction == "in" else None
    return (words or _DONE[row.kind]).format(in_words(names))


def interaction_row(row: InteractionRow, today: date) -> ListRow:
    """Return an interaction as a row; a planned one has a circle to say that it was held, and a pill for its day."""
    places = tuple(dict.fromkeys(each.organisation for each in row.participants if each.contact and each.organisation))
    detail = ": ".join(filter(None, (row.subject, row.excerpt)))
    day = show_day(row.day, today)
    if row.status != "planned":
        return ListRow(
            row.id, interaction_title(row), detail or "No notes", in_words(places), icon=ICONS[row.kind], note=day
        )
    late = row.day < today
    tone = "danger" if late else "warn" if row.day == today else "neutral"
    at = f" {utc_to_local(row.at):%H:%M}" if row.has_time else ""
    pill = f"{day}, held?" if late else f"{day}{at}"
    return ListRow(row.id, interaction_title(row), detail or in_words(places), tick=False, pill=pill, pill_tone=tone)
