"""What is asked of the file about interactions, who took part in them, and their tags."""

from typing import Any

from peewee import JOIN, Tuple, fn

from crm.db.expressions import name_of, word
from crm.db.query_builder import at_most, bind, each_of
from crm.db.schema import Contact, Interaction, InteractionTag, Organisation, Participant, Tag

_EXCERPT = 200
_IS_THERE = Interaction.deleted_at.is_null()

INTERACTION = Interaction.select(
    Interaction.id,
    Interaction.kind,
    Interaction.direction,
    Interaction.subject,
    Interaction.notes,
    Interaction.status,
    Interaction.happened_at.alias("at"),
    Interaction.has_time,
    Interaction.duration_minutes,
    Interaction.place,
    Interaction.created_at,
    Interaction.deleted_at.is_null(False).alias("is_trashed"),
).where(Interaction.id == bind("interaction"))

MOMENT = Interaction.select(Interaction.happened_at).where(Interaction.id == bind("interaction"))

_LISTED: Any = Interaction.select(
    Interaction.id,
    Interaction.kind,
    Interaction.direction,
    Interaction.subject,
    fn.substr(Interaction.notes, 1, _EXCERPT).alias("notes"),
    Interaction.status,
    Interaction.happened_at.alias("at"),
    Interaction.has_time,
).limit(at_most("limit"))

RECENT = _LISTED.where(
    Interaction.status == word("held"),
    _IS_THERE,
    Tuple(Interaction.happened_at, Interaction.id) < Tuple(bind("at"), bind("id")),
).order_by(Interaction.happened_at.desc(), Interaction.id.desc())
"""Those held that stand before a moment and an id, newest first."""

PLANNED = _LISTED.where(Interaction.status == word("planned"), _IS_THERE).order_by(
    Interaction.happened_at, Interaction.id
)
"""Those planned, soonest first."""

PARTICIPANTS = (
    Participant.select(
        Participant.id,
        Participant.contact,
        fn.coalesce(name_of(Contact), "").alias("contact"),
        Participant.organisation,
        fn.coalesce(Organisation.name, "").alias("organisation"),
        Participant.interaction,
    )
    .join_from(Participant, Contact, JOIN.LEFT_OUTER)
    .join_from(Participant, Organisation, JOIN.LEFT_OUTER)
    .where(Participant.interaction.in_(each_of("interactions")))
    .order_by(Participant.interaction, Participant.id)
)
"""Who took part in some interactions, in their order."""

KIND = Interaction.select(Interaction.kind).where(Interaction.id == bind("interaction"))

NAMES_IN = (
    Participant.select(fn.coalesce(fn.nullif(name_of(Contact), ""), Organisation.name, ""))
    .join_from(Participant, Contact, JOIN.LEFT_OUTER)
    .join_from(Participant, Organisation, JOIN.LEFT_OUTER)
    .where(Participant.interaction == bind("interaction"))
    .order_by(Participant.id)
)
"""The names of those who took part, an organisation's where no person did."""

PARTIES = Participant.select(Participant.id, Participant.contact, Participant.organisation).where(
    Participant.interaction == bind("interaction")
)

PARTY = Participant.select(Participant.contact, Participant.interaction).where(Participant.id == bind("participant"))

TAGS = (
    InteractionTag.select(InteractionTag.interaction, Tag.name)
    .join(Tag)
    .where(InteractionTag.interaction.in_(each_of("interactions")))
    .order_by(InteractionTag.interaction, Tag.name)
)
"""Interaction and tag of some interactions, by name."""

CONTACT_NAMES = Contact.select(Contact.id, name_of(Contact)).where(Contact.id.in_(each_of("ids")))
ORGANISATION_NAMES = Organisation.select(Organisation.id, Organisation.name).where(Organisation.id.in_(each_of("ids")))
