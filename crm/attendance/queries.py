"""What is asked of who is on the lists of huddles, of the huddles they are of, and of what is kept of their files."""

from functools import cache
from typing import Any

from peewee import JOIN, SQL, Case, Select, fn

from crm.db.derived.models import ContactSummary, SearchRecord
from crm.db.derived.stale import CONTACT
from crm.db.expressions import name_of, word
from crm.db.query_builder import at_most, bind, in_order_of
from crm.db.schema import (
    Attendance,
    AttendanceSession,
    Change,
    Contact,
    Huddle,
    ImportBatch,
    ImportRow,
    Organisation,
    Pitch,
    Sector,
    Series,
)

CAME = word("attended")

_OF_HUDDLE = Attendance.huddle == bind("huddle")
_OF_PERSON = (_OF_HUDDLE, Attendance.contact == bind("contact"))
_EVERYBODY = fn.count(SQL("*"))


# -- the list of a huddle

_Before, _Other = Attendance.alias(), Huddle.alias()
_PEOPLE: Any = (
    Attendance.select(
        Attendance.id,
        Attendance.huddle,
        Attendance.contact,
        fn.coalesce(ContactSummary.name, name_of(Contact)).alias("name"),
        Attendance.organisation,
        fn.coalesce(Organisation.name, "").alias("organisation"),
        fn.coalesce(Sector.symbol, "").alias("symbol"),
        fn.coalesce(ContactSummary.email, "").alias("email"),
        Attendance.registration,
        Attendance.presence,
        Attendance.by_lock,
        Attendance.checked_in_at,
        Attendance.minutes,
        Attendance.mode,
        Attendance.role,
        Attendance.source,
        _Before.select(_EVERYBODY)
        .join(_Other, on=_Other.id == _Before.huddle)
        .where(
            _Before.contact == Attendance.contact,
            _Before.presence == CAME,
            _Before.starts_at < Attendance.starts_at,
            _Other.deleted_at.is_null(),
            _Other.status != "cancelled",
        )
        .alias("times_before"),
        Pitch.select(fn.json_group_array(Pitch.topic))
        .where(Pitch.huddle == Attendance.huddle, Pitch.contact == Attendance.contact, Pitch.deleted_at.is_null())
        .alias("pitches"),
        Contact.deleted_at.is_null(False).alias("is_trashed"),
        Huddle.time_zone,
    )
    # This way round: else who checked in are not looked for among those who came.
    .join_from(Attendance, Huddle, on=Huddle.id == Attendance.huddle)
    .join_from(Attendance, Contact)
    .join_from(Attendance, ContactSummary, JOIN.LEFT_OUTER, on=ContactSummary.contact_id == Attendance.contact)
    .join_from(Attendance, Organisation, JOIN.LEFT_OUTER)
    .join_from(Organisation, Sector, JOIN.LEFT_OUTER)
)
_FAMILY_NAME = fn.fold(Contact.family_name.concat(" ").concat(Contact.given_name))
LIST = _PEOPLE.where(_OF_HUDDLE).order_by(fn.coalesce(ContactSummary.sort_name, _FAMILY_NAME), Attendance.contact)
ONE = _PEOPLE.where(*_OF_PERSON)
ARRIVED = (
    _PEOPLE.where(_OF_HUDDLE, Attendance.presence == CAME, Attendance.checked_in_at.is_null(False))
    .order_by(Attendance.checked_in_at.desc(), Attendance.id.desc())
    .limit(at_most("most"))
)


def _number(condition: Any, name: str) -> Any:
    """Return how many are so, none of nobody."""
    return fn.coalesce(fn.sum(condition), 0).alias(name)


_REGISTERED = Attendance.registration == "registered"
COUNTS = Attendance.select(
    *(
        _number(Attendance.registration == each, each)
        for each in ("invited", "registered", "waitlisted", "declined", "cancelled")
    ),
    *(_number(Attendance.presence == each, each) for each in ("attended", "apologies", "absent")),
    _number(_REGISTERED & (Attendance.presence == "attended"), "expected_here"),
    _number(_REGISTERED & (Attendance.presence == "absent"), "no_shows"),
    _number(_REGISTERED & (Attendance.presence == "unknown"), "unmarked"),
).where(_OF_HUDDLE)
BY_SECTOR = (
    Attendance.select(
        fn.coalesce(Sector.name, "No sector").alias("sector"),
        fn.coalesce(Sector.symbol, "").alias("symbol"),
        fn.sum(Attendance.presence == "attended").alias("here"),
        fn.sum(_REGISTERED).alias("expected"),
    )
    .join_from(Attendance, Organisation, JOIN.LEFT_OUTER)
    .join_from(Organisation, Sector, JOIN.LEFT_OUTER)
    .where(_OF_HUDDLE)
    .group_by(Sector.id)
    .order_by(fn.coalesce(Sector.position, 999), Sector.id)
)

ON_LIST = Attendance.select(Attendance.id).where(*_OF_PERSON)
LISTED = Attendance.select(Attendance.contact).where(_OF_HUDDLE)
REPLIES = Attendance.select(Attendance.contact, Attendance.registration).where(_OF_HUDDLE)
WHO = Attendance.select(Attendance.huddle, Attendance.contact).where(Attendance.id == bind("attendance"))
HELD = Attendance.select(
    Attendance.id,
    Attendance.registration,
    Attendance.presence,
    Attendance.by_lock,
    Attendance.minutes,
    Attendance.mode,
    Attendance.checked_in_at,
).where(*_OF_PERSON)
STAYS = AttendanceSession.select(AttendanceSession.joined_at, AttendanceSession.left_at).where(
    AttendanceSession.attendance == bind("attendance")
)

FORGET_STAYS = AttendanceSession.delete().where(AttendanceSession.attendance == bind("attendance"))
SETTLE = Attendance.update(presence="absent", by_lock=1).where(
    _OF_HUDDLE, _REGISTERED, Attendance.presence == word("unknown")
)
UNSETTLE = Attendance.update(presence="unknown", by_lock=0).where(_OF_HUDDLE, Attendance.by_lock)
UNSETTLE_OTHERS = UNSETTLE.where(Attendance.registration != "registered")


# -- the huddle

_THE_HUDDLE = Huddle.id == bind("huddle")
HUDDLE = Huddle.select(Huddle.title, Huddle.starts_at, Huddle.time_zone, Huddle.status, Huddle.deleted_at).where(
    _THE_HUDDLE
)
LOCKED = Huddle.select(Huddle.locked_at).where(_THE_HUDDLE)
HUDDLE_FACTS = (
    Huddle.select(
        Huddle.id,
        Huddle.title,
        Huddle.starts_at,
        Huddle.time_zone,
        Huddle.headcount,
        fn.coalesce(Series.threshold_minutes, 0).alias("threshold"),
    )
    .join(Series, JOIN.LEFT_OUTER)
    .where(_THE_HUDDLE)
)
STARTS = Huddle.select(Huddle.id, Huddle.starts_at, Huddle.time_zone).where(
    Huddle.deleted_at.is_null(), Huddle.status != "cancelled"
)


# -- the door

_EXPECTED = _REGISTERED & Attendance.presence.in_([word("unknown"), word("absent")])
_GROUP = Case(None, [(Attendance.presence == "attended", 2), (_EXPECTED, 0)], 1)
EXPECTED = (
    Attendance.select(Attendance.contact)
    .join(ContactSummary, on=ContactSummary.contact_id == Attendance.contact)
    .where(_OF_HUDDLE, _EXPECTED)
    .order_by(ContactSummary.sort_name, ContactSummary.contact_id)
    .limit(at_most("most"))
)


@cache
def having_words(number: int) -> Any:
    """Return the query of who on a list has so many words (`word0`, ...), with their group, their words and name."""
    return (
        Attendance.select(Attendance.contact, _GROUP.alias("group"), SearchRecord.words, ContactSummary.sort_name)
        .join(SearchRecord, JOIN.CROSS)
        .join(ContactSummary, JOIN.CROSS)
        .where(
            _OF_HUDDLE,
            SearchRecord.kind == CONTACT,
            SearchRecord.id == Attendance.contact,
            *(fn.instr(SearchRecord.words, bind(f"word{each}")) for each in range(number)),
            ContactSummary.contact_id == Attendance.contact,
        )
    )


_asked = in_order_of("ids")
_Earlier, _Any = Attendance.alias(), Huddle.alias()
CANDIDATES = (
    Select(
        [_asked],
        [
            ContactSummary.contact_id,
            Attendance.id.alias("attendance_id"),
            ContactSummary.name,
            fn.coalesce(Organisation.name, ContactSummary.organisation_name).alias("organisation"),
            fn.coalesce(Sector.symbol, "").alias("symbol"),
            fn.coalesce(Attendance.registration, "none").alias("registration"),
            fn.coalesce(Attendance.presence, "unknown").alias("presence"),
            Attendance.checked_in_at,
            (
                ~fn.EXISTS(
                    _Earlier.select(_Earlier.id)
                    .join(_Any, on=_Any.id == _Earlier.huddle)
                    .where(
                        _Earlier.contact == ContactSummary.contact_id,
                        _Earlier.presence == CAME,
                        _Earlier.huddle != bind("huddle"),
                        _Any.deleted_at.is_null(),
                        _Any.status != "cancelled",
                    )
                )
            ).alias("is_first"),
            Pitch.select(fn.json_group_array(Pitch.topic))
            .where(
                Pitch.huddle == bind("huddle"),
                Pitch.contact == ContactSummary.contact_id,
                Pitch.deleted_at.is_null(),
            )
            .alias("pitches"),
        ],
    )
    .join(ContactSummary, JOIN.CROSS)
    .join(Attendance, JOIN.LEFT_OUTER, on=(Attendance.contact == ContactSummary.contact_id) & _OF_HUDDLE)
    .join(
        Organisation,
        JOIN.LEFT_OUTER,
        on=Organisation.id == fn.coalesce(Attendance.organisation, ContactSummary.organisation_id),
    )
    .join(Sector, JOIN.LEFT_OUTER, on=Sector.id == Organisation.sector)
    .where(ContactSummary.contact_id == _asked.c.value)
    .order_by(_asked.c.key)
)
CHANGED_LIST = (
    Change.select(Change.id)
    .where(
        Change.change_set_id == bind("change_set"),
        Change.table_name == "attendance",
        fn.json_extract(fn.coalesce(Change.after, Change.before), "$.huddle_id") == bind("huddle"),
    )
    .limit(1)
)


# -- attendance files

_KEPT: Any = (
    ImportRow.select(
        ImportRow.id,
        ImportRow.batch,
        ImportRow.line,
        ImportRow.outcome,
        ImportRow.reason,
        ImportRow.content,
        ImportBatch.huddle,
        ImportBatch.file_name,
        ImportBatch.format,
        Contact.id.alias("contact_id"),
    )
    .join_from(ImportRow, ImportBatch)
    .join_from(ImportRow, Contact, JOIN.LEFT_OUTER, on=(Contact.id == ImportRow.contact) & Contact.deleted_at.is_null())
    .order_by(ImportRow.id)
)
KEPT = _KEPT.where(ImportBatch.huddle == bind("huddle"))
WAITING = KEPT.where(ImportRow.outcome == "unmatched")
WAITING_ONE = _KEPT.where(
    ImportBatch.huddle.is_null(False), ImportRow.outcome == "unmatched", ImportRow.id == bind("row")
)
