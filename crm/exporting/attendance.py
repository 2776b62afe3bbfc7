"""Who was invited to huddles and who came, as a table: names, not ids, and the organisation of the day."""

from collections.abc import Iterator
from typing import Any

import msgspec
from peewee import JOIN, SQL, fn

from crm import clock
from crm.db.expressions import name_of
from crm.db.query_builder import bind
from crm.db.schema import (
    Attendance,
    Contact,
    ContactEmail,
    Huddle,
    Organisation,
    Pitch,
    Sector,
    Series,
    SubRegion,
)
from crm.db.store import Store
from crm.errors import NotFound
from crm.formats.table_output import Column

_HUDDLE = (
    Column("Series", width=18),
    Column("Number", "number", 9),
    Column("Huddle", width=24),
    Column("Date", "date", 12),
)
_PERSON = (
    Column("Person", width=26),
    Column("Organisation that day", width=32),
    Column("Sector", width=16),
    Column("Sub-region", width=24),
    Column("Role", width=12),
    Column("E-mail", width=32),
    Column("Registration", width=14),
    Column("Presence", width=12),
    Column("Checked in", "date", 17),
    Column("Minutes", "number", 9),
    Column("Walk-in", width=9),
    Column("No-show", width=9),
    Column("Pitches", width=40),
)


class _Listed(msgspec.Struct, frozen=True):
    """Somebody on the list of a huddle, as the file holds it."""

    series: str
    number: int | None
    huddle: str
    starts_at: str
    time_zone: str
    person: str
    organisation: str
    sector: str
    sub_region: str
    role: str
    email: str
    registration: str
    presence: str
    checked_in_at: str | None
    minutes: int | None
    is_walk_in: bool
    is_no_show: bool
    pitches: str


_EMAIL = (
    ContactEmail.select(ContactEmail.value)
    .where(ContactEmail.contact == Attendance.contact, ContactEmail.state == "ok")
    .order_by(ContactEmail.is_primary.desc(), ContactEmail.id)
    .limit(1)
)
_PITCHES = Pitch.select(fn.group_concat(Pitch.topic, "; ").order_by(Pitch.position, Pitch.id)).where(
    Pitch.huddle == Attendance.huddle, Pitch.contact == Attendance.contact, Pitch.deleted_at.is_null()
)
_ON = (Huddle.id == Attendance.huddle) & Huddle.deleted_at.is_null()
_THIS = Attendance.huddle == bind("huddle")

EVERYBODY: Any = (
    Attendance.select(
        fn.coalesce(Series.name, "").alias("series"),
        Huddle.number,
        Huddle.title.alias("huddle"),
        Huddle.starts_at,
        Huddle.time_zone,
        name_of(Contact).alias("person"),
        fn.coalesce(Organisation.name, "").alias("organisation"),
        fn.coalesce(Sector.name, "").alias("sector"),
        fn.coalesce(SubRegion.name, "").alias("sub_region"),
        Attendance.role,
        fn.coalesce(_EMAIL, "").alias("email"),
        Attendance.registration,
        Attendance.presence,
        Attendance.checked_in_at,
        Attendance.minutes,
        ((Attendance.presence == "attended") & (Attendance.registration != "registered")).alias("is_walk_in"),
        ((Attendance.presence == "absent") & (Attendance.registration == "registered")).alias("is_no_show"),
        fn.coalesce(_PITCHES, "").alias("pitches"),
    )
    .join_from(Attendance, Huddle, on=_ON)
    .join_from(Attendance, Contact)
    .join_from(Huddle, Series, JOIN.LEFT_OUTER)
    .join_from(Attendance, Organisation, JOIN.LEFT_OUTER)
    .join_from(Organisation, Sector, JOIN.LEFT_OUTER)
    .join_from(Organisation, SubRegion, JOIN.LEFT_OUTER)
    .order_by(
        Huddle.starts_at,
        Huddle.id,
        fn.fold(Contact.family_name.concat(" ").concat(Contact.given_name)),
        Attendance.contact,
    )
)
"""Who is on the list of any huddle, the oldest huddle first, each by family name."""
ON_ONE = EVERYBODY.where(_THIS)
NUMBER = Attendance.select(fn.count(SQL("*"))).join(Huddle, on=_ON)
NUMBER_ON_ONE = NUMBER.where(_THIS)
IS_THERE = Huddle.select(SQL("1")).where(Huddle.id == bind("huddle"), Huddle.deleted_at.is_null())


def headings(huddle_id: int | None) -> tuple[Column, ...]:
    """Return the columns for one huddle, or for all of them (None), each row then saying which."""
    return _PERSON if huddle_id is not None else (*_HUDDLE, *_PERSON)


def count(store: Store, huddle_id: int | None) -> int:
    """Return how many rows there are; raises NotFound for a huddle that is not there, or in the trash."""
    if huddle_id is None:
        return int(store.value(NUMBER))
    if not store.value(IS_THERE, huddle=huddle_id):
        raise NotFound("huddle", huddle_id)
    return int(store.value(NUMBER_ON_ONE, huddle=huddle_id))


def rows(store: Store, huddle_id: int | None) -> Iterator[tuple[Any, ...]]:
    """Yield the rows of one huddle, or of all, the oldest huddle first, each by family name; times are local."""
    if huddle_id is not None:
        yield from map(_person, store.each(ON_ONE, into=_Listed, huddle=huddle_id))
        return
    for each in store.each(EVERYBODY, into=_Listed):
        day = clock.wall_clock(each.starts_at, each.time_zone).date()
        yield each.series, each.number, each.huddle, day, *_person(each)


def _person(listed: _Listed) -> tuple[Any, ...]:
    return (
        listed.person,
        listed.organisation,
        listed.sector,
        listed.sub_region,
        listed.role,
        listed.email,
        listed.registration,
        listed.presence,
        clock.wall_clock(listed.checked_in_at, listed.time_zone) if listed.checked_in_at else None,
        listed.minutes,
        _yes(listed.is_walk_in),
        _yes(listed.is_no_show),
        listed.pitches,
    )


def _yes(value: bool) -> str:
    return "yes" if value else ""
