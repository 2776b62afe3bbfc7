"""Histories as the kit's timeline shows them: events of a person or an organisation, with icons, months and filters."""

from collections.abc import Callable, Collection, Sequence
from datetime import date

from crm import clock, dates
from crm.timeline import GATHERINGS, INTRODUCTIONS, PARTNERSHIP, PEOPLE, PIPELINE, RECORD, Event
from ui.kit.timeline import TimelineEvent
from ui.records.event_icons import ICONS

Read = Callable[[Event | None, int], Sequence[Event]]
"""Gives the events that come after one (None: from the newest), at most so many."""

FILTERS: dict[str, tuple[str, Collection[str] | None]] = {
    "all": ("All", None),
    "meetings": ("Meetings", ("meeting", "video call", "visit")),
    "messages": ("Calls and messages", ("call", "email", "message")),
    "notes": ("Notes", ("note",)),
    "huddles": ("Huddles", GATHERINGS),
    "pipeline": ("Pipeline", (*PIPELINE, *INTRODUCTIONS)),
    "follow_ups": ("Follow-ups", ("follow_up",)),
    "changes": ("Changes", (*PEOPLE, *PARTNERSHIP, *RECORD)),
}
"""What the chips above a history show: their words, and the kinds of events (None for all)."""

OPPORTUNITY_FILTERS: dict[str, tuple[str, Collection[str] | None]] = {
    "all": ("All", None),
    "parties": ("Meetings and messages", ("meeting", "video call", "visit", "call", "email", "message", "note")),
    "stages": ("Stages", PIPELINE),
    "follow_ups": ("Follow-ups", ("follow_up",)),
    "introductions": ("Introductions", INTRODUCTIONS),
}
"""The same above the history of an opportunity."""


class HistorySource:
    """The events that `read` gives, page by page; `event(id)` gives back the one behind a row of the timeline."""

    def __init__(self, read: Read) -> None:
        self._read = read
        self._events: list[Event] = []

    def page(self, offset: int, limit: int) -> Sequence[TimelineEvent]:
        """Return rows `offset` to `offset + limit`; pages are asked for in their order."""
        del self._events[offset:]
        found = self._read(self._events[-1] if self._events else None, limit)
        self._events += found
        today = clock.today()
        return [row(each, today) for each in found]

    def event(self, wanted: object) -> Event | None:
        """Return the event of a row, if it was read."""
        return next((each for each in self._events if _id(each) == wanted), None)


def row(event: Event, today: date) -> TimelineEvent:
    """Return an event as a row: under its month, or its year where no more is known."""
    day = event.day
    known = len(day) == 10
    on = dates.partial_start(day)
    group = f"{on:%B} {on.year}" if len(day) >= 7 else str(on.year)
    shown = ""
    if known:
        shown = f"{on.day} {dates.MONTHS[on.month - 1]}" if on != today else "Today"
        shown += f", {event.clock:%H:%M}" if event.clock is not None else ""
    return TimelineEvent(
        _id(event),
        group,
        shown,
        ICONS.get(event.kind, "circle"),
        event.title,
        event.year,
        event.tone,
        event.secondary,
        event.body,
        tuple(f"#{tag}" for tag in event.tags),
    )


def _id(event: Event) -> tuple[int, int]:
    return (event.rank, event.id)
