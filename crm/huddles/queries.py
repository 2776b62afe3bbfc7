"""What is asked of series and huddles."""

from typing import Any

from peewee import JOIN, SQL, fn

from crm.db.derived.models import ContactSummary
from crm.db.expressions import word
from crm.db.query_builder import at_most, bind, each_of
from crm.db.schema import (
    Attendance,
    Change,
    CloseOut,
    Contact,
    ContactEmail,
    Huddle,
    ImportBatch,
    ImportRow,
    Organisation,
    Pitch,
    Series,
    SubRegion,
)

_IS_THERE = Huddle.deleted_at.is_null()
_NEWEST = (Huddle.starts_at.desc(), Huddle.id.desc())


def _of_one_or_all(query: Any) -> dict[bool, Any]:
    """Return a query of the huddles of one series (True), and of those of all (False)."""
    return {True: query.where(Huddle.series == bind("series")), False: query}


def _number_of(*people: Any) -> Any:
    """Return how many on the list of a huddle are so."""
    return Attendance.select(fn.count(SQL("*"))).where(Attendance.huddle == Huddle.id, *people)


HUDDLES: Any = (
    Huddle.select(
        Huddle.id,
        Huddle.series,
        fn.coalesce(Series.name, "").alias("series"),
        Huddle.number,
        Huddle.kind,
        Huddle.title,
        Huddle.starts_at.alias("at"),
        Huddle.ends_at.alias("until"),
        Huddle.format,
        Huddle.venue,
        fn.coalesce(SubRegion.name, "").alias("sub_region"),
        Huddle.status,
        Huddle.locked_at.is_null(False).alias("is_locked"),
        Huddle.capacity,
        _number_of(Attendance.registration == "invited").alias("invited"),
        _number_of(Attendance.registration == "registered").alias("registered"),
        _number_of(Attendance.presence == word("attended")).alias("attended"),
        Huddle.headcount,
        Pitch.select(fn.count(SQL("*"))).where(Pitch.huddle == Huddle.id, Pitch.deleted_at.is_null()).alias("pitches"),
        Huddle.pitch_slots,
        Huddle.time_zone,
    )
    .join_from(Huddle, Series, JOIN.LEFT_OUTER)
    .join_from(Huddle, SubRegion, JOIN.LEFT_OUTER)
)
"""What `HuddleRow` holds, and the time zone that its moments are said in."""

DETAIL = (
    HUDDLES.select_extend(
        Huddle.uid,
        Huddle.host_organisation,
        fn.coalesce(Organisation.name, "").alias("host"),
        Huddle.sub_region,
        Huddle.join_link,
        Huddle.pitch_minutes,
        Huddle.pitches_after,
        Huddle.notes,
        fn.coalesce(Series.threshold_minutes, 0).alias("threshold_minutes"),
        Huddle.created_at,
        Huddle.deleted_at.is_null(False).alias("is_trashed"),
    )
    .join_from(Huddle, Organisation, JOIN.LEFT_OUTER, on=Huddle.host_organisation == Organisation.id)
    .where(Huddle.id == bind("huddle"))
)
LISTED = _of_one_or_all(HUDDLES.where(_IS_THERE).order_by(*_NEWEST).limit(at_most("most")))
NEXT = _of_one_or_all(
    HUDDLES.where(_IS_THERE, Huddle.ends_at >= bind("now"), Huddle.status == "planned")
    .order_by(Huddle.starts_at, Huddle.id)
    .limit(1)
)
LAST = _of_one_or_all(
    HUDDLES.where(_IS_THERE, Huddle.starts_at < bind("now"), Huddle.status != "cancelled").order_by(*_NEWEST).limit(1)
)
NUMBERED = HUDDLES.where(Huddle.number == bind("number"), _IS_THERE).order_by(Huddle.starts_at.desc()).limit(100)
NEXT_NUMBER = Huddle.select(fn.coalesce(fn.max(Huddle.number), 0) + 1).where(Huddle.series == bind("series"), _IS_THERE)
NUMBER_TAKEN = Huddle.select(Huddle.starts_at).where(
    Huddle.series == bind("series"), Huddle.number == bind("number"), Huddle.id != bind("but"), _IS_THERE
)

SERIES = Series.select(
    Series.id,
    Series.name,
    Series.cadence,
    Series.threshold_minutes,
    Series.active,
    Huddle.select(fn.count(SQL("*"))).where(Huddle.series == Series.id, _IS_THERE).alias("huddles"),
).order_by(Series.active.desc(), Series.id)
SERIES_NAME = Series.select(Series.name).where(Series.id == bind("series"))
SERIES_NAMED = Series.select(Series.id).where(Series.name == bind("name"), Series.id != bind("but"))

TIMES_CHANGED = Change.select(fn.count(SQL("*"))).where(Change.table_name == "huddle", Change.row_id == bind("huddle"))

# -- the close-out

_OF_STEPS = CloseOut.huddle == bind("huddle")
STEPS_TICKED = CloseOut.select(CloseOut.step).where(_OF_STEPS)
UNTICK = CloseOut.delete().where(_OF_STEPS, CloseOut.step == bind("step"))
UNMATCHED_ROWS = (
    ImportRow.select(ImportRow.id)
    .join(ImportBatch)
    .where(ImportBatch.huddle == bind("huddle"), ImportRow.outcome == "unmatched")
    .order_by(ImportRow.id)
)
_Next = Huddle.alias()
FOLLOWING = (
    Huddle.select(_Next.id)
    .join(_Next, on=(_Next.series >> Huddle.series) & (_Next.starts_at > Huddle.starts_at))
    .where(Huddle.id == bind("huddle"), _Next.deleted_at.is_null(), _Next.status != "cancelled")
    .order_by(_Next.starts_at, _Next.id)
    .limit(1)
)
"""The next huddle of the same series, or of none, that is booked after one."""

CALLED = Contact.select(
    fn.coalesce(
        fn.nullif(Contact.preferred_name, ""),
        fn.nullif(Contact.given_name, ""),
        fn.trim(Contact.title.concat(" ").concat(Contact.family_name)),
    )
).where(Contact.id == bind("contact"))
"""How a letter addresses a person."""

_Usable = ContactEmail.alias()
ADDRESSES = (
    ContactSummary.select(ContactSummary.contact_id, ContactSummary.name, ContactEmail.value)
    .join(
        ContactEmail,
        on=ContactEmail.id
        == _Usable.select(_Usable.id)
        .where(_Usable.contact == ContactSummary.contact_id, _Usable.state == "ok")
        .order_by(_Usable.is_primary.desc(), _Usable.id)
        .limit(1),
    )
    .where(ContactSummary.contact_id.in_(each_of("contacts")))
)
"""The addresses to write to, each person's first usable one."""
