"""What is asked of the file about who can introduce us to some people: what others share with them, and whom we know.

Each of the first ones gives the person asked about (one of `targets`) and the other one before what they share.
"""

from typing import Any

from peewee import JOIN, SQL, Case, fn

from crm.db.derived.models import ContactSummary
from crm.db.expressions import is_current, word
from crm.db.query_builder import at_most, bind, each_of
from crm.db.schema import (
    Affiliation,
    Attendance,
    Contact,
    Huddle,
    Interaction,
    Introduction,
    IntroductionParty,
    Organisation,
    Participant,
    Relationship,
)
from crm.introductions.queries import last_step

_GIVEN = each_of("targets").alias("given")
_TARGET = _GIVEN.c.value
_CAME = word("attended")
_HELD = (Interaction.status == word("held")) & Interaction.deleted_at.is_null() & (Interaction.kind != "note")


def _begun(affiliation: Any) -> Any:
    return fn.coalesce(affiliation.started, "0000")


def _ended(affiliation: Any) -> Any:
    """Return the partial date of the end with a tilde behind it, which sorts behind all days of it; 9999 for now."""
    over = affiliation.ended.is_null(False)
    return Case(
        None,
        [(over, affiliation.ended.concat("~")), (affiliation.is_current, "9999")],
        _begun(affiliation).concat("~"),
    )


def _day(moment: Any) -> Any:
    return fn.substr(moment, 1, 10)


def _two(one: Any, other: Any) -> tuple[Any, Any]:
    """Return the columns of the person asked about and of the other one."""
    return one.contact.alias("target"), other.contact.alias("contact_id")


_Theirs, _Of = Affiliation.alias(), Affiliation.alias()
AFFILIATED = (
    Affiliation.select(
        *_two(Affiliation, _Theirs),
        Organisation.name.alias("place"),
        fn.max(_begun(Affiliation), _begun(_Theirs)).alias("begun"),
        fn.min(_ended(Affiliation), _ended(_Theirs)).alias("ended"),
        _Of.select(fn.count(SQL("*"))).where(_Of.organisation == Affiliation.organisation).alias("people"),
    )
    .from_(_GIVEN)
    .join(Affiliation, JOIN.CROSS)
    .join(
        _Theirs,
        on=((_Theirs.organisation == Affiliation.organisation) & (_Theirs.contact != Affiliation.contact)),
    )
    .join_from(Affiliation, Organisation)
    .where(
        Affiliation.contact == _TARGET,
        _begun(Affiliation) <= _ended(_Theirs),
        _begun(_Theirs) <= _ended(Affiliation),
    )
)
"""Where both were at the same time, from when to when, and how many people are known of the place."""


def _met(at: Any) -> tuple[Any, Any]:
    """Return how often, and the day of the last time."""
    return fn.count(SQL("*")).alias("times"), _day(fn.max(at)).alias("last_on")


_CameToo = Attendance.alias()
GATHERED = (
    Attendance.select(*_two(Attendance, _CameToo), *_met(Attendance.starts_at))
    .from_(_GIVEN)
    .join(Attendance, JOIN.CROSS)
    .join(Huddle, on=((Huddle.id == Attendance.huddle) & Huddle.deleted_at.is_null()))
    .join_from(
        Attendance,
        _CameToo,
        on=(
            (_CameToo.huddle == Attendance.huddle)
            & (_CameToo.presence == _CAME)
            & (_CameToo.contact != Attendance.contact)
        ),
    )
    .where(Attendance.contact == _TARGET, Attendance.presence == _CAME)
    .group_by(Attendance.contact, _CameToo.contact)
)
"""How many huddles both came to, and when the last was."""
_TookPart = Participant.alias()
TOGETHER = (
    Participant.select(*_two(Participant, _TookPart), *_met(Participant.happened_at))
    .from_(_GIVEN)
    .join(Participant, JOIN.CROSS)
    .join(Interaction, JOIN.CROSS)
    .join(_TookPart, JOIN.CROSS)
    .where(
        Participant.contact == _TARGET,
        Interaction.id == Participant.interaction,
        _TookPart.interaction == Interaction.id,
        _TookPart.contact != Participant.contact,
        _HELD,
    )
    .group_by(Participant.contact, _TookPart.contact)
)
"""How many interactions both took part in, and when the last was."""


def _related(one: Any, other: Any) -> Any:
    two = one.alias("target"), other.alias("contact_id")
    given = Relationship.select(*two, Relationship.kind, Relationship.note).from_(_GIVEN)
    return given.join(Relationship, JOIN.CROSS).where(one == _TARGET)


RELATED = _related(Relationship.contact, Relationship.other) + _related(Relationship.other, Relationship.contact)
"""How they know each other, as we were told."""
_With = IntroductionParty.alias()
INTRODUCED = (
    IntroductionParty.select(
        *_two(IntroductionParty, _With), Introduction.made_on, fn.coalesce(last_step(), "").alias("step")
    )
    .from_(_GIVEN)
    .join(IntroductionParty, JOIN.CROSS)
    .join(
        Introduction,
        on=(
            (Introduction.id == IntroductionParty.introduction)
            & Introduction.made_on.is_null(False)
            & Introduction.deleted_at.is_null()
        ),
    )
    .join(_With, on=((_With.introduction == Introduction.id) & (_With.contact != IntroductionParty.contact)))
    .where(IntroductionParty.contact == _TARGET)
)
"""When we introduced them to each other, and the step reached last."""

THERE = (
    Affiliation.select(Affiliation.contact)
    .join(Contact, on=((Contact.id == Affiliation.contact) & Contact.deleted_at.is_null() & Contact.active))
    .where(Affiliation.organisation == bind("organisation"), is_current(Affiliation))
    .group_by(Affiliation.contact)
    .order_by(fn.max(Affiliation.is_lead).desc(), fn.max(Affiliation.is_primary).desc(), Affiliation.contact)
    .limit(at_most("limit"))
)
"""Who works at an organisation now, its lead contacts first, of a large one only so many."""
KNOWN = (
    ContactSummary.select(
        ContactSummary.contact_id, ContactSummary.name, _day(ContactSummary.last_touch_at).alias("last_touch_on")
    )
    .join(Contact, on=(Contact.id == ContactSummary.contact_id))
    .where(
        ContactSummary.contact_id.in_(each_of("ids")),
        ContactSummary.last_touch_at != "",
        Contact.deleted_at.is_null(),
        Contact.active,
    )
)
"""Those of some people whom we are in touch with."""
_TALKS = (
    Participant.select(fn.count(SQL("*")))
    .join(Interaction, JOIN.CROSS)
    .where(
        Interaction.id == Participant.interaction,
        Participant.contact == ContactSummary.contact_id,
        Participant.happened_at >= bind("since"),
        _HELD,
    )
)
_HUDDLES = Attendance.select(fn.count(SQL("*"))).where(
    Attendance.contact == ContactSummary.contact_id,
    Attendance.starts_at >= bind("since"),
    Attendance.presence == _CAME,
)
TOUCHES = ContactSummary.select(
    ContactSummary.contact_id, _TALKS.alias("interactions"), _HUDDLES.alias("huddles")
).where(ContactSummary.contact_id.in_(each_of("ids")))
"""In how many interactions each of them took part and to how many huddles they came since a day."""
