"""Lines of a list that name nobody but say of those below them who they are: Present, Apologies, Waiting list."""

import re
from datetime import date

import msgspec

from crm.formats.attendance import Role
from crm.text import words


class Section(msgspec.Struct, frozen=True):
    """What a line between the rows says of those below it: their day, who they are, whether they came."""

    day: date | None = None
    role: Role | None = None
    attended: bool | None = None
    apologies: bool = False
    status: str = ""
    organisation: str = ""


AROUND = " *_-–—:=#"
_PLACES_OF_ROWS = re.compile(
    r"(?:morning|afternoon|evening|am|pm|day|session|table|group|breakout|workshop|track|plenary|part|room|page)\b.{0,40}"
    r"|.{0,40}\b(?:session|details|list|register)s?:?|(?:online|in person|virtual|attendees?|participants?|delegates?"
    r"|guests?|members?|people|names?|registered|others?|other attended|sign[- ]in sheet|registrations?|confirmed"
    r"|in attendance|visitors?):?",
    re.IGNORECASE,
)
_SECTIONS: tuple[tuple[re.Pattern[str], Section], ...] = tuple(
    (re.compile(rf"(?:{pattern}):?(?: \(?\d+\)?)?", re.IGNORECASE), section)
    for pattern, section in (
        (
            r"apologies(?: received| for absence)?(?: from)?|apols|apologies and absences|sent apologies|regrets",
            Section(attended=False, apologies=True),
        ),
        (
            r"no[- ]shows?|(?:registered but )?did not attend|absent|not attended|non[- ]attendees",
            Section(attended=False),
        ),
        (
            r"(?:those |members |people )?present|attended|in attendance|walk[- ]ins?|arrived|checked in"
            r"|also (?:present|attended|in attendance)|joined (?:online|remotely)",
            Section(attended=True),
        ),
        (r"registered|registrations?|confirmed|signed up|booked", Section(status="registered")),
        (r"waiting list|wait ?list(?:ed)?|reserves?", Section(status="waitlisted")),
        (r"cancell(?:ed|ations?)|cancel?ed|withdrawn", Section(status="cancelled", attended=None)),
        (r"declined|not coming|unable to attend", Section(status="declined")),
        (r"invited|no reply|awaiting reply|not responded", Section(status="invited")),
        (r"(?:hosts?|organi[sz]ers?|chair)(?: details| attended)?", Section(role="organizer")),
        (
            r"(?:staff|speakers?|panell?ists?|presenters?|facilitators?)(?: details| attended)?",
            Section(role="presenter"),
        ),
        (r"(?:attendees?|participants?|registrants?)(?: details| attended)?", Section(role="attendee")),
    )
)


_TITLE = re.compile(
    r"(?:attendance|attendees|register|sign[- ]in|signing[- ]in|meeting|huddle|minutes|guest list|participants)\b",
    re.IGNORECASE,
)
_TITLE_WORDS = frozenset(
    words("attendance attendees register sign signing in meeting huddle minutes guest list participants sheet of the")
)
_WITH_PEOPLE = re.compile(r"([^\W\d][^:,;@]{2,40}):\s+(\S.*)")


def section_of(line: str) -> Section | None:
    """Return what a line says of those below it ("Apologies received:"), None for one that may be somebody's name."""
    known = told_of_those_below(line)
    text = line.strip(AROUND)
    return known or (Section() if _PLACES_OF_ROWS.fullmatch(text) or not words(text) else None)


def is_title(line: str) -> bool:
    """Tell whether a line is the title of a list ("Attendance - Huddle 41", "Huddle 11 November")."""
    text = line.strip(AROUND)
    return _TITLE.match(text) is not None and (any(map(str.isdigit, text)) or set(words(text)) <= _TITLE_WORDS)


def told_of_those_below(line: str) -> Section | None:
    """Return what a line tells that says who those below it are or whether they came, None for any other."""
    text = line.strip(AROUND)
    return next((section for pattern, section in _SECTIONS if pattern.fullmatch(text)), None)


def section_with_people(line: str) -> tuple[Section, str] | None:
    """Part "Apologies: Rae Tuck, Wim Zed" into what it says and whom it names, None for any other line."""
    found = _WITH_PEOPLE.fullmatch(line.strip(" *_-–—"))
    section = told_of_those_below(found[1]) if found else None
    return (section, found[2]) if found and section else None
