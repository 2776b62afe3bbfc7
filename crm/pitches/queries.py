"""What is asked of pitches and of the hands that went up for them."""

from typing import Any

from peewee import JOIN, SQL, fn

from crm.db.expressions import name_of
from crm.db.query_builder import bind
from crm.db.schema import Attendance, Contact, FollowUp, Hand, Huddle, Organisation, Pitch, Sector

_ON_AN_AGENDA = (Pitch.deleted_at.is_null(), Huddle.deleted_at.is_null())
_AGENDA = (Pitch.position, Pitch.id)
_NEWEST = (Huddle.starts_at.desc(), *_AGENDA)

_Before = Pitch.alias()


def _hands(*which: Any) -> Any:
    """Return how many hands went up for a pitch."""
    return Hand.select(fn.count(SQL("*"))).where(Hand.pitch == Pitch.id, *which)


_PITCHES: Any = (
    Pitch.select(
        Pitch.id,
        Pitch.huddle,
        Huddle.title.alias("huddle"),
        Pitch.kind,
        Pitch.position,
        Huddle.starts_at.alias("starts"),
        Pitch.minutes,
        fn.coalesce(Pitch.minutes, Huddle.pitch_minutes).alias("length"),
        Pitch.topic,
        Pitch.notes,
        Pitch.contact,
        fn.iif(Contact.id.is_null(), "", name_of(Contact)).alias("contact"),
        Pitch.organisation,
        fn.coalesce(Organisation.name, "").alias("organisation"),
        fn.coalesce(Sector.symbol, "").alias("symbol"),
        fn.coalesce(Attendance.presence, "unknown").alias("presence"),
        Pitch.delivered,
        Pitch.may_publish,
        _hands().alias("hands"),
        _hands(Hand.settled_at.is_null()).alias("open_hands"),
        Pitch.deleted_at.is_null(False).alias("is_trashed"),
        Huddle.time_zone,
        (
            Huddle.pitches_after
            + fn.coalesce(
                _Before.select(fn.sum(fn.coalesce(_Before.minutes, Huddle.pitch_minutes))).where(
                    _Before.huddle == Pitch.huddle, _Before.deleted_at.is_null(), _Before.position < Pitch.position
                ),
                0,
            )
        ).alias("minutes_before"),
    )
    .join_from(Pitch, Huddle)
    .join_from(Pitch, Contact, JOIN.LEFT_OUTER)
    .join_from(Pitch, Organisation, JOIN.LEFT_OUTER)
    .join_from(Organisation, Sector, JOIN.LEFT_OUTER)
    .join_from(
        Pitch,
        Attendance,
        JOIN.LEFT_OUTER,
        on=(Attendance.huddle == Pitch.huddle) & (Attendance.contact == Pitch.contact),
    )
)
"""What `PitchRow` holds, `starts` being that of the huddle, with its time zone and the minutes from then on."""

PITCH = _PITCHES.where(Pitch.id == bind("pitch"))
OF_HUDDLE = _PITCHES.where(Pitch.huddle == bind("huddle"), Pitch.deleted_at.is_null()).order_by(*_AGENDA)
OF_CONTACT = _PITCHES.where(Pitch.contact == bind("contact"), *_ON_AN_AGENDA).order_by(*_NEWEST)
OF_ORGANISATION = _PITCHES.where(Pitch.organisation == bind("organisation"), *_ON_AN_AGENDA).order_by(*_NEWEST)
NUMBER_OF_HUDDLE = Pitch.select(fn.count(SQL("*"))).where(Pitch.huddle == bind("huddle"), Pitch.deleted_at.is_null())

_OF_THE_HUDDLE = Huddle.id == bind("huddle")
SLOTS = Huddle.select(
    Huddle.starts_at, Huddle.time_zone, Huddle.pitch_slots, Huddle.pitch_minutes, Huddle.pitches_after
).where(_OF_THE_HUDDLE)
START = Huddle.select(Huddle.starts_at, Huddle.time_zone).where(_OF_THE_HUDDLE)
ORGANISATION_NAME = Organisation.select(Organisation.name).where(Organisation.id == bind("organisation"))

_RAISED: Any = (
    Hand.select(
        Hand.id,
        Hand.pitch,
        Pitch.huddle,
        Pitch.topic,
        Hand.contact,
        name_of(Contact).alias("contact"),
        Hand.organisation,
        fn.coalesce(Organisation.name, "").alias("organisation"),
        fn.coalesce(Sector.symbol, "").alias("symbol"),
        Hand.kind,
        Hand.note,
        Hand.settled_at,
        FollowUp.select(fn.max(FollowUp.id))
        .where(FollowUp.pitch == Hand.pitch, FollowUp.contact == Hand.contact, FollowUp.deleted_at.is_null())
        .alias("follow_up_id"),
    )
    .join_from(Hand, Pitch)
    .join_from(Pitch, Huddle)
    .join_from(Hand, Contact)
    .join_from(Hand, Organisation, JOIN.LEFT_OUTER, on=Hand.organisation == Organisation.id)
    .join_from(Organisation, Sector, JOIN.LEFT_OUTER)
)
HAND = _RAISED.where(Hand.id == bind("hand"))
HANDS = _RAISED.where(Hand.pitch == bind("pitch")).order_by(Hand.id)
HANDS_AT = _RAISED.where(Pitch.huddle == bind("huddle"), Pitch.deleted_at.is_null()).order_by(*_AGENDA, Hand.id)
OPEN_HANDS_AT = HANDS_AT.where(Hand.settled_at.is_null())
HANDS_OF = {
    name: _RAISED.where(column == bind("record"), *_ON_AN_AGENDA).order_by(*_NEWEST, Hand.id)
    for name, column in (("contact", Hand.contact), ("organisation", Hand.organisation))
}
HAND_RAISED = Hand.select(Hand.id).where(
    Hand.pitch == bind("pitch"), Hand.contact == bind("contact"), Hand.kind == bind("kind")
)
