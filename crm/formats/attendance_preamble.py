"""What stands above the headings of a list: which meeting it was, and when."""

import re
from collections.abc import Iterator, Sequence

from crm.formats.attendance import Meeting
from crm.formats.table_pages import NumberedRow
from crm.formats.timestamps import MomentReader
from crm.text import words


def _set(text: str) -> frozenset[str]:
    return frozenset(" ".join(each.split()) for each in text.split(","))


_TITLES = _set(
    """event, event name, event title, huddle, meeting, meeting name, meeting title, meeting topic, name of event,
        session name, subject, title, topic, training name, webinar, webinar name, webinar title"""
)
_STARTS = _set(
    """actual start date time, actual start time, date, date of meeting, date time, event date, event start, meeting
        date, meeting start, meeting start time, scheduled start time, session date, session start, session start
        time, start, start date, start date time, start time, started, webinar date"""
)
_ENDS = frozenset(("end time", "meeting end time", "end date time", "ended", "event end", "session end", "meeting end"))
_IDS = frozenset(
    ("meeting id", "webinar id", "webinar key", "event id", "session id", "webinar number", "meeting number")
)
_OTHERS = _set(
    """actual duration minutes, attended, attendees, average attentiveness, clicked registration link, duration,
        duration minutes, generated, host, meeting duration, number of attendees, opened invitation, organiser,
        organizer, participants, registered, report generated, scheduled duration minutes, total attended, total
        registered, unique viewers"""
)
_KEYS = _TITLES | _STARTS | _ENDS | _IDS | _OTHERS
_SAID = re.compile(
    r"(?:session details?|attendance(?: report| list| register)?|attendee (?:report|list)|participants?(?: list)?"
    r"|guest list|register|sign[- ]in sheet|check[- ]in list)\s*(?:for|of|:|-|–|—)\s*['‘’“\"]?(.+?)['‘’”\"]?",
    re.IGNORECASE,
)


def meeting_above(rows: Sequence[NumberedRow], moments: MomentReader) -> Meeting:
    """Return the meeting of which the rows above the headings speak, by "Webinar Name" and its like."""
    title = identity = ""
    start = end = None
    for key, value in _facts(rows):
        if key in _TITLES and not title:
            title = value
        elif key in _IDS and not identity:
            identity = value
        elif key in _STARTS and start is None:
            start = moments.read(value)
        elif key in _ENDS and end is None:
            end = moments.read(value)
    for _, cells in rows:
        filled = [cell for cell in cells if cell]
        if len(filled) != 1:
            continue
        said = _SAID.fullmatch(filled[0].strip())
        found = moments.read(filled[0])
        if said and not title and moments.read(said[1]) is None:
            title = said[1]
        if start is None and found is not None:
            start = found
    return Meeting(title=title, start=start, end=end, external_id=identity)


def _facts(rows: Sequence[NumberedRow]) -> Iterator[tuple[str, str]]:
    """Yield what a row of keys has below it, and what a key has beside it."""
    keys: list[str] = []
    for _, cells in rows:
        found = [" ".join(words(cell)) for cell in cells]
        known = [key for key in found if key in _KEYS]
        if keys and not known:
            yield from ((key, cell) for key, cell in zip(keys, cells, strict=False) if key and cell)
            keys = []
        elif len(known) > 1 or (known and len([cell for cell in cells if cell]) == 1):
            keys = found
        elif known and found[0] in _KEYS and len(cells) > 1:
            keys = []
            yield found[0], next((cell for cell in cells[1:] if cell), "")
