"""What is said at the door: rows, sentences, and why a door is shut."""

from collections.abc import Mapping, Sequence
from datetime import datetime

import msgspec

from crm import clock, dates
from crm.attendance import AttendanceRow, Candidate, Counts
from crm.huddles import HuddleDetail
from crm.pitches import PitchSlot
from ui.huddles.check_in.rows import DoorRow

ADD = -1


class Shut(msgspec.Struct, frozen=True):
    """Why nobody can be checked in, and the one thing to do about it: an action of the page."""

    icon: str
    sentence: str
    action: str
    way_on: str


def shut(huddle: HuddleDetail) -> Shut | None:
    """Return why the door of a huddle is shut, None while it is open."""
    row = huddle.row
    if huddle.is_trashed:
        return Shut("trash", f"{row.label} is in the trash, so nobody can be checked in.", "Open the huddle", "open")
    if row.status == "cancelled":
        return Shut("x", f"{row.label} was cancelled. Plan it again to check people in.", "Plan it again", "plan")
    if row.is_locked:
        sentence = f"{row.label} is locked: who came is settled. Unlock it to check more people in."
        return Shut("lock", sentence, "Unlock", "unlock")
    if row.day > clock.today():
        day = dates.echo_day(row.day, clock.today())
        sentence = f"{row.label} is still to come. The door opens on its day: {day}, {row.at:%H:%M}."
        return Shut("calendar", sentence, "Open the huddle", "open")
    return None


def subtitle(huddle: HuddleDetail) -> str:
    """Return the line under the title: day, time, venue, and at an open door that nothing needs saving."""
    row = huddle.row
    day = f"{dates.show_date(row.day, clock.today())}, {row.at:%H:%M}"
    return " · ".join(filter(None, (day, row.venue, "" if shut(huddle) else "every tick saves at once")))


def arrival(moment: str | None, zone: str) -> str:
    """Return "In · 14:53", or "In" where the time is not known."""
    return f"In · {clock.wall_clock(moment, zone):%H:%M}" if moment else "In"


def candidate_row(person: Candidate, zone: str, pitches: Mapping[int, datetime]) -> DoorRow:
    """Return the row of somebody whom the words may mean."""
    detail = _detail(person.organisation, pitches.get(person.contact_id), person.is_first)
    state, label = "tick", "Check in"
    said = "expected" if person.registration == "registered" else "Enter checks in"
    if person.presence == "attended":
        state, label = "in", arrival(person.checked_in_at, zone)
        said = label.replace(" · ", " since ").lower()
    elif person.presence == "apologies":
        detail = " · ".join(filter(None, (detail, "sent apologies")))
        said = "sent apologies"
    return DoorRow(
        person.contact_id, person.name, detail, person.symbol, state, label, _speech(person.name, detail, said)
    )


def arrived_row(person: AttendanceRow, zone: str, pitches: Mapping[int, datetime]) -> DoorRow:
    """Return the row of somebody who is there."""
    first = "walk-in" if person.is_walk_in else ""
    detail = _detail(person.organisation, pitches.get(person.contact_id), not person.times_before, first)
    label = arrival(person.checked_in_at, zone)
    said = label.replace(" · ", " since ").lower()
    return DoorRow(
        person.contact_id, person.name, detail, person.symbol, "in", label, _speech(person.name, detail, said)
    )


def add_row(text: str) -> DoorRow:
    """Return the row that adds a walk-in of what was typed."""
    typed = text.strip()
    title = f"Add walk-in “{typed}” to contacts and check in" if typed else "Add a walk-in and check in"
    return DoorRow(ADD, title, state="add", label="", speech=f"{title}, Ctrl+Enter")


def first_not_in(rows: Sequence[DoorRow]) -> int:
    """Return the row to choose: the first person who is not in yet, else the first row."""
    return next((n for n, row in enumerate(rows) if row.state == "tick"), 0)


def told(name: str, counts: Counts, *, walk_in: bool = False) -> str:
    """Return what is said after a tick: "Jane Roe checked in, 22 of 34"."""
    if walk_in or not expected(counts):
        return f"{name} checked in{' as a walk-in' if walk_in else ''}, {counts.attended:,} in all"
    return f"{name} checked in, {counts.expected_here:,} of {expected(counts):,}"


def expected(counts: Counts) -> int:
    """Return how many are expected in all: registered, without those who sent apologies."""
    return counts.expected_here + counts.still_expected


def finding(counts: Counts) -> str:
    """Return what the ring shows, in words."""
    people = "1 person" if counts.attended == 1 else f"{counts.attended:,} people"
    return f"{counts.expected_here:,} of {expected(counts):,} expected are here, {people} in all"


def _detail(organisation: str, pitches_at: datetime | None, is_first: bool, more: str = "") -> str:
    pitching = f"pitching at {pitches_at:%H:%M}" if pitches_at is not None else ""
    return " · ".join(filter(None, (organisation, pitching, more, "first huddle" if is_first else "")))


def _speech(name: str, detail: str, said: str) -> str:
    return ", ".join(filter(None, (name, detail.replace(" · ", ", "), said)))


def whereabouts(slot: PitchSlot) -> tuple[str, str]:
    """Return whether the presenter of a pitch is here, as a word and its tone."""
    if slot.pitch is None or not slot.pitch.contact:
        return "", "text2"
    if slot.pitch.presence == "attended":
        return "here", "ok"
    return ("apologies" if slot.pitch.presence == "apologies" else "not here"), "warn"


def slot(slot: PitchSlot) -> str:
    """Return a slot of the agenda as it is read out."""
    at = f"{slot.starts:%H:%M}"
    if slot.pitch is None:
        return f"{at}, free slot"
    return ", ".join(
        filter(None, (at, slot.pitch.contact or "no presenter yet", slot.pitch.topic, whereabouts(slot)[0]))
    )
