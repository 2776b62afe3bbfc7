"""Introductions with their parties and outcomes, who knows whom, needs and offers, and what became of their matches."""

from peewee import SQL, Check, IntegerField, TextField

from crm.db.schema.allowed import (
    INTRODUCTION_CONSENTS,
    INTRODUCTION_SOURCES,
    INTRODUCTION_STEPS,
    MATCH_DECISIONS,
    NEED_CATEGORIES,
    NEED_KINDS,
    RELATIONSHIP_KINDS,
)
from crm.db.schema.base import Table, day, flag, moment, one_of, owned_by, refers_to, text
from crm.db.schema.huddles import Huddle, Pitch
from crm.db.schema.organisations import Organisation
from crm.db.schema.people import Contact
from crm.db.schema.reference import SubRegion, Theme


class Introduction(Table):
    """Bringing two or more people together; `made_on` is NULL until it is made."""

    uid = TextField(unique=True)
    reason = TextField()
    notes = text()
    source = text()
    huddle = refers_to(Huddle)
    pitch = refers_to(Pitch)
    made_on = day()
    created_at = moment(null=False)
    deleted_at = moment()

    class Meta:
        constraints = [one_of("source", *INTRODUCTION_SOURCES), Check("trim(reason) <> ''")]


class IntroductionParty(Table):
    """A person who is introduced, with the organisation of that day, and whether they agree ('' is not asked yet)."""

    introduction = owned_by(Introduction, index=False)
    contact = refers_to(Contact, null=False)
    organisation = refers_to(Organisation)
    consent = text()
    consent_at = moment()

    class Meta:
        constraints = [one_of("consent", *INTRODUCTION_CONSENTS), Check("(consent = '') = (consent_at IS NULL)")]
        indexes = ((("introduction", "contact"), True),)


class Outcome(Table):
    """A step that an introduction reached, and on which day."""

    introduction = owned_by(Introduction)
    step = TextField()
    reached_on = day(null=False)
    note = text()
    created_at = moment(null=False)

    class Meta:
        constraints = [one_of("step", *INTRODUCTION_STEPS)]


class Relationship(Table):
    """That two people know each other, as we were told; one row a pair."""

    contact = refers_to(Contact, null=False, index=False)
    other = refers_to(Contact, null=False)
    kind = TextField(default="knows", constraints=[SQL("DEFAULT 'knows'")])
    note = text()
    created_at = moment(null=False)

    class Meta:
        constraints = [one_of("kind", *RELATIONSHIP_KINDS), Check("contact_id <> other_id")]
        indexes = ((("contact", "other"), True),)


class NeedOffer(Table):
    """A standing request or resource. Maturity is a technology readiness level from 1 to 9; NULL leaves an end open."""

    uid = TextField(unique=True)
    kind = TextField()
    category = TextField()
    title = TextField()
    notes = text()
    contact = refers_to(Contact)
    organisation = refers_to(Organisation)
    pitch = refers_to(Pitch)
    sub_region = refers_to(SubRegion, index=False)
    maturity_from = IntegerField(null=True)
    maturity_to = IntegerField(null=True)
    expires_on = day()
    confidential = flag()
    closed_at = moment()
    created_at = moment(null=False)
    deleted_at = moment()

    class Meta:
        constraints = [
            one_of("kind", *NEED_KINDS),
            one_of("category", *NEED_CATEGORIES),
            Check("trim(title) <> ''"),
            Check("contact_id IS NOT NULL OR organisation_id IS NOT NULL"),
            Check("maturity_from IS NULL OR maturity_from BETWEEN 1 AND 9"),
            Check("maturity_to IS NULL OR maturity_to BETWEEN 1 AND 9"),
            Check("maturity_from IS NULL OR maturity_to IS NULL OR maturity_from <= maturity_to"),
        ]


NeedOffer.add_index(
    NeedOffer.index(NeedOffer.kind, NeedOffer.category, name="need_offer_open").where(
        SQL("closed_at IS NULL AND deleted_at IS NULL")
    )
)


class NeedOfferTheme(Table):
    need_offer = owned_by(NeedOffer, index=False)
    theme = owned_by(Theme)

    class Meta:
        indexes = ((("need_offer", "theme"), True),)


class MatchDecision(Table):
    """What we made of a suggested pair: an introduction, or nothing."""

    need = owned_by(NeedOffer, index=False)
    offer = owned_by(NeedOffer)
    decision = TextField()
    introduction = refers_to(Introduction, index=False)
    at = moment(null=False)

    class Meta:
        constraints = [one_of("decision", *MATCH_DECISIONS), Check("need_id <> offer_id")]
        indexes = ((("need", "offer"), True),)


MatchDecision.add_index(
    MatchDecision.index(MatchDecision.introduction, name="match_decision_introduction").where(
        SQL("introduction_id IS NOT NULL")
    )
)
