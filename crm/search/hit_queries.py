"""The queries of what hits show, each of the records of `ids`."""

from functools import reduce
from operator import add
from typing import Any

from peewee import JOIN, Value, fn

from crm.db.derived.models import ContactSummary, OrganisationSummary
from crm.db.expressions import is_current, name_of
from crm.db.query_builder import each_of, in_order_of
from crm.db.schema import (
    Affiliation,
    Contact,
    ContactAlias,
    ContactEmail,
    ContactPhone,
    ContactTag,
    FollowUp,
    Huddle,
    Interaction,
    InteractionTag,
    Introduction,
    IntroductionParty,
    NeedOffer,
    Opportunity,
    OpportunityParty,
    Organisation,
    OrganisationAlias,
    OrganisationDomain,
    OrganisationTag,
    Participant,
    Pipeline,
    Pitch,
    Sector,
    Stage,
    SubRegion,
    Tag,
)
from crm.fields import ORGANISATION, Kind

NUMBER = "\x1f"
"""Before a telephone number, which is found by words of its own."""
BETWEEN = "\x1f"
"""Between the pitches of a huddle."""
_READ_FOR_EXCERPT = 20_000
_IDS = each_of("ids")


def _begin(text: Any) -> Any:
    return fn.substr(text, 1, _READ_FOR_EXCERPT)


def _joined(*texts: Any) -> Any:
    made, *rest = texts
    made = Value(made) if isinstance(made, str) else made
    for text in rest:
        made = made.concat(text)
    return made


CONTACTS = (
    ContactSummary.select(
        ContactSummary.contact_id.alias("id"),
        ContactSummary.name,
        ContactSummary.role.alias("first"),
        ContactSummary.organisation_name.alias("second"),
        fn.coalesce(Sector.symbol, "").alias("symbol"),
    )
    .join(Sector, JOIN.LEFT_OUTER, on=Sector.id == ContactSummary.sector_id)
    .where(ContactSummary.contact_id.in_(_IDS))
)
ORGANISATIONS = (
    OrganisationSummary.select(
        OrganisationSummary.organisation_id.alias("id"),
        OrganisationSummary.name,
        fn.coalesce(Sector.name, "").alias("first"),
        fn.coalesce(SubRegion.name, "").alias("second"),
        fn.coalesce(Sector.symbol, "").alias("symbol"),
    )
    .join(Sector, JOIN.LEFT_OUTER, on=Sector.id == OrganisationSummary.sector_id)
    .switch(OrganisationSummary)
    .join(SubRegion, JOIN.LEFT_OUTER, on=SubRegion.id == OrganisationSummary.sub_region_id)
    .where(OrganisationSummary.organisation_id.in_(_IDS))
)


def _alias_said(alias: Any) -> Any:
    return fn.iif(alias.kind == "former", "formerly ", "also ").concat(alias.name)


_AT = fn.trim(_joined(Affiliation.role, " at ", Organisation.name))
_POSTS = Affiliation.contact.in_(_IDS)
_OF_CONTACTS = (
    ContactAlias.select(
        ContactAlias.contact.alias("id"), _alias_said(ContactAlias).alias("said"), ContactAlias.name.alias("text")
    ).where(ContactAlias.contact.in_(_IDS)),
    Contact.select(Contact.id, _joined(Contact.given_name, " ", Contact.family_name), Contact.given_name).where(
        Contact.id.in_(_IDS)
    ),
    ContactEmail.select(ContactEmail.contact, ContactEmail.value, ContactEmail.value).where(
        ContactEmail.contact.in_(_IDS)
    ),
    ContactPhone.select(
        ContactPhone.contact, ContactPhone.typed, _joined(NUMBER, fn.coalesce(ContactPhone.e164, ContactPhone.typed))
    ).where(ContactPhone.contact.in_(_IDS)),
    ContactTag.select(ContactTag.contact, _joined("#", Tag.name), Tag.name)
    .join(Tag, on=Tag.id == ContactTag.tag)
    .where(ContactTag.contact.in_(_IDS)),
    Affiliation.select(
        Affiliation.contact,
        _joined(fn.iif(is_current(Affiliation), "", "formerly "), _AT),
        _joined(Affiliation.role, " ", Organisation.name, " ", Organisation.short_name),
    )
    .join(Organisation, on=Organisation.id == Affiliation.organisation)
    .where(_POSTS),
    Affiliation.select(Affiliation.contact, Affiliation.department, Affiliation.department).where(
        Affiliation.department != "", _POSTS
    ),
    Affiliation.select(
        Affiliation.contact,
        _joined(_AT, fn.iif(OrganisationAlias.kind == "former", ", formerly ", ", also "), OrganisationAlias.name),
        OrganisationAlias.name,
    )
    .join(Organisation, on=Organisation.id == Affiliation.organisation)
    .join(OrganisationAlias, on=OrganisationAlias.organisation == Organisation.id)
    .where(_POSTS),
    Contact.select(Contact.id, Value(""), _begin(Contact.about)).where(Contact.about != "", Contact.id.in_(_IDS)),
)


def _of_organisation(said: Any, text: Any) -> Any:
    return Organisation.select(Organisation.id, said, text).where(Organisation.id.in_(_IDS))


def _told_as(said: str, text: Any) -> Any:
    before, _, after = said.partition("{}")
    return _of_organisation(text if said == "{}" else _joined(before, text, after), text)


# Addresses of the web last: they often hold a word that another field says better, as a town.
_PLAIN = sorted(ORGANISATION.plain_words.items(), key=lambda told: ORGANISATION[told[0]].kind is Kind.LINK)
_OF_ORGANISATIONS = (
    OrganisationAlias.select(
        OrganisationAlias.organisation.alias("id"),
        _alias_said(OrganisationAlias).alias("said"),
        OrganisationAlias.name.alias("text"),
    ).where(OrganisationAlias.organisation.in_(_IDS)),
    _of_organisation(Organisation.short_name, Organisation.short_name),
    OrganisationDomain.select(
        OrganisationDomain.organisation, OrganisationDomain.domain, OrganisationDomain.domain
    ).where(OrganisationDomain.organisation.in_(_IDS)),
    OrganisationTag.select(OrganisationTag.organisation, _joined("#", Tag.name), Tag.name)
    .join(Tag, on=Tag.id == OrganisationTag.tag)
    .where(OrganisationTag.organisation.in_(_IDS)),
    _of_organisation(Organisation.phone, _joined(NUMBER, Organisation.phone)),
    *(_told_as(said, getattr(Organisation, key)) for key, said in _PLAIN),
    _of_organisation(Value(""), _begin(Organisation.about)).where(Organisation.about != ""),
)


OTHERWISE: dict[str, Any] = {
    "contact": reduce(add, _OF_CONTACTS),
    "organisation": reduce(add, _OF_ORGANISATIONS),
}
"""What else a record is found by: its id, what is said of it ('' for an excerpt), and the text with the words."""


def _tags() -> Any:
    """Return the query, within one of interactions, of the tags of each."""
    return (
        InteractionTag.select(fn.group_concat(_joined("#", Tag.name), " "))
        .join(Tag, on=Tag.id == InteractionTag.tag)
        .where(InteractionTag.interaction == Interaction.id)
    )


INTERACTIONS = Interaction.select(
    Interaction.id,
    Interaction.kind,
    _begin(Interaction.subject).alias("subject"),
    _begin(Interaction.notes).alias("notes"),
    Interaction.happened_at.alias("at"),
    Interaction.place,
    fn.coalesce(_tags(), "").alias("tags"),
).where(Interaction.id.in_(_IDS), Interaction.deleted_at.is_null())
PEOPLE = (
    Participant.select(Participant.interaction, fn.coalesce(name_of(Contact), Organisation.name))
    .join(Contact, JOIN.LEFT_OUTER, on=Contact.id == Participant.contact)
    .switch(Participant)
    .join(Organisation, JOIN.LEFT_OUTER, on=Organisation.id == Participant.organisation)
    .where(Participant.interaction.in_(_IDS))
    .order_by(Participant.interaction, Participant.id)
)
FOLLOW_UPS = (
    FollowUp.select(
        FollowUp.id,
        FollowUp.title,
        _begin(FollowUp.notes).alias("notes"),
        fn.coalesce(FollowUp.due_on, "").alias("due"),
        fn.coalesce(ContactSummary.name, "").alias("person"),
        fn.coalesce(OrganisationSummary.name, "").alias("organisation"),
        _begin(FollowUp.result).alias("result"),
    )
    .join(ContactSummary, JOIN.LEFT_OUTER, on=ContactSummary.contact_id == FollowUp.contact)
    .switch(FollowUp)
    .join(OrganisationSummary, JOIN.LEFT_OUTER, on=OrganisationSummary.organisation_id == FollowUp.organisation)
    .where(FollowUp.id.in_(_IDS), FollowUp.deleted_at.is_null())
)


def _pitches() -> Any:
    """Return the query, within one of huddles, of what was pitched at each."""
    notes = fn.iif(Pitch.notes == "", "", _joined(": ", _begin(Pitch.notes)))
    return Pitch.select(fn.group_concat(_joined(Pitch.topic, notes), BETWEEN)).where(
        Pitch.huddle == Huddle.id, Pitch.deleted_at.is_null()
    )


HUDDLES = Huddle.select(
    Huddle.id,
    Huddle.title,
    Huddle.venue,
    Huddle.starts_at.alias("at"),
    _begin(Huddle.notes).alias("notes"),
    fn.coalesce(_pitches(), "").alias("pitches"),
).where(Huddle.id.in_(_IDS), Huddle.deleted_at.is_null())


def _lead() -> Any:
    """Return the query, within one of opportunities, of the organisation that leads each."""
    return (
        OpportunityParty.select(Organisation.name)
        .join(Organisation, on=Organisation.id == OpportunityParty.organisation)
        .where(OpportunityParty.opportunity == Opportunity.id)
        .order_by(OpportunityParty.role != "lead", OpportunityParty.id)
        .limit(1)
    )


def _introduced() -> Any:
    """Return the query, within one of introductions, of whom each brought together."""
    return (
        IntroductionParty.select(fn.group_concat(name_of(Contact), ", ").order_by(IntroductionParty.id))
        .join(Contact, on=Contact.id == IntroductionParty.contact)
        .where(IntroductionParty.introduction == Introduction.id)
    )


TOLD: dict[str, Any] = {
    "opportunity": Opportunity.select(
        Opportunity.id,
        Opportunity.title,
        fn.coalesce(_lead(), "").alias("first"),
        _joined(Pipeline.name, ": ", Stage.name).alias("second"),
        _joined(_begin(Opportunity.notes), "\n", Opportunity.lost_reason).alias("notes"),
        Value("").alias("detail"),
    )
    .join(Stage, on=Stage.id == Opportunity.stage)
    .join(Pipeline, on=Pipeline.id == Stage.pipeline)
    .where(Opportunity.id.in_(_IDS), Opportunity.deleted_at.is_null()),
    "introduction": Introduction.select(
        Introduction.id,
        Introduction.reason.alias("title"),
        fn.coalesce(_introduced(), "").alias("first"),
        Value("").alias("second"),
        _begin(Introduction.notes).alias("notes"),
        Value("").alias("detail"),
    ).where(Introduction.id.in_(_IDS), Introduction.deleted_at.is_null()),
    "need_offer": NeedOffer.select(
        NeedOffer.id,
        NeedOffer.title,
        fn.coalesce(name_of(Contact), "").alias("first"),
        fn.coalesce(Organisation.name, "").alias("second"),
        _begin(NeedOffer.notes).alias("notes"),
        NeedOffer.kind.alias("detail"),
    )
    .join(Contact, JOIN.LEFT_OUTER, on=Contact.id == NeedOffer.contact)
    .switch(NeedOffer)
    .join(Organisation, JOIN.LEFT_OUTER, on=Organisation.id == NeedOffer.organisation)
    .where(NeedOffer.id.in_(_IDS), NeedOffer.deleted_at.is_null()),
}
"""Of what has a title and notes: its id, title, two parts of the line below, notes and detail."""

_PITCHES = in_order_of("pitches")
HUDDLES_OF_PITCHES = (
    Pitch.select(Pitch.huddle)
    .from_(_PITCHES)
    .join(Pitch, JOIN.CROSS)
    .where(Pitch.id == _PITCHES.c.value)
    .order_by(_PITCHES.c.key)
)
"""The huddles of pitches, in their order."""
