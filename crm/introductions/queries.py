"""What is asked of the file about introductions, and about who knows whom."""

from collections.abc import Iterator
from functools import lru_cache
from typing import Any

from peewee import JOIN, SQL, Case, fn

from crm.db.derived.models import ContactSummary
from crm.db.expressions import first_due, is_current, name_of, today
from crm.db.query_builder import at_most, bind, each_of
from crm.db.schema import (
    Affiliation,
    Contact,
    FollowUp,
    Introduction,
    IntroductionParty,
    Organisation,
    Outcome,
    Relationship,
)
from crm.db.schema.allowed import INTRODUCTION_STEPS
from crm.search.query import patterns_given_later


def last_step() -> Any:
    """Return the query of the step that an introduction reached last, within one of introductions."""
    return (
        Outcome.select(Outcome.step)
        .where(Outcome.introduction == Introduction.id)
        .order_by(Outcome.reached_on.desc(), Outcome.id.desc())
        .limit(1)
    )


_ITS_OWN = IntroductionParty.introduction == Introduction.id
_NAMES = (
    IntroductionParty.select(fn.group_concat(name_of(Contact), " ").order_by(IntroductionParty.id))
    .join(Contact)
    .where(_ITS_OWN)
)
_PLACES = IntroductionParty.select(fn.group_concat(Organisation.name, " ")).join(Organisation).where(_ITS_OWN)
_STEP = fn.coalesce(last_step(), "")

_ROWS = Introduction.select(
    Introduction.id,
    Introduction.reason,
    Introduction.notes,
    Introduction.source,
    Introduction.huddle,
    Introduction.pitch,
    Introduction.made_on,
    Introduction.created_at,
    Introduction.deleted_at.is_null(False).alias("is_trashed"),
    FollowUp.id.alias("check_id"),
    FollowUp.due_on.alias("check_on"),
).join(FollowUp, JOIN.LEFT_OUTER, on=(FollowUp.id == first_due("introduction_id", Introduction)))
"""Introductions, each with its open follow-up that is due first."""
_KEPT = _ROWS.where(Introduction.deleted_at.is_null())
_MADE_OR_NOTED = fn.coalesce(Introduction.made_on, fn.substr(Introduction.created_at, 1, 10))
_NEWEST = _KEPT.order_by(_MADE_OR_NOTED.desc(), Introduction.id.desc())

ROW = _ROWS.where(Introduction.id == bind("introduction"))
ROWS = _NEWEST.limit(at_most("limit")).offset(at_most("offset"))
ROWS_OF = {
    record: _NEWEST.where(
        Introduction.id.in_(IntroductionParty.select(IntroductionParty.introduction).where(column == bind("record")))
    )
    for record, column in (("contact", IntroductionParty.contact), ("organisation", IntroductionParty.organisation))
}
TO_MAKE_COUNT = Introduction.select(fn.count(SQL("*"))).where(
    Introduction.made_on.is_null(), Introduction.deleted_at.is_null()
)


def _some(consent: Any) -> Any:
    return fn.EXISTS(IntroductionParty.select(SQL("1")).where(_ITS_OWN, consent))


_TO_MAKE = Introduction.made_on.is_null()
STATUSES: dict[str, Any] = {
    "to make": _TO_MAKE,
    "not asked": _TO_MAKE & _some(IntroductionParty.consent == ""),
    "asked": _TO_MAKE & _some(IntroductionParty.consent == "asked"),
    "ready": _TO_MAKE & ~_some(IntroductionParty.consent != "yes"),
    "refused": _TO_MAKE & _some(IntroductionParty.consent == "no"),
    "made": Introduction.made_on.is_null(False),
    "check due": FollowUp.due_on <= today(),
    "no outcome": Introduction.made_on.is_null(False) & (_STEP == ""),
    **{step: step == _STEP for step in INTRODUCTION_STEPS},
}
SORTS: dict[str, Any] = {
    "newest": _MADE_OR_NOTED,
    "who": fn.fold(_NAMES),
    "reason": fn.fold(Introduction.reason),
    "source": Introduction.source,
    "made_on": Introduction.made_on,
    "check_on": FollowUp.due_on,
    "outcome": Case(_STEP, [(step, rung) for rung, step in enumerate(INTRODUCTION_STEPS, 1)]),
}
"""What the ledger can be ordered by; where there is nothing to order by a line comes last."""


@lru_cache(maxsize=32)
def ledger(status: str, words: int, sort: str, descending: bool) -> Any:
    """Return the query of the introductions that stand so in an order; it takes the `patterns` of so many words."""
    column = SORTS[sort]
    return _KEPT.where(*_conditions(status, words)).order_by(
        column.is_null(), column.desc() if descending else column.asc(), Introduction.id.desc()
    )


def _conditions(status: str, words: int) -> Iterator[Any]:
    yield Introduction.deleted_at.is_null()
    if status:
        yield STATUSES[status]
    said = Introduction.reason.concat(" ").concat(_NAMES).concat(" ").concat(fn.coalesce(_PLACES, ""))
    for pattern in patterns_given_later(words):
        yield fn.fold(said) ** pattern


_THEM = each_of("introductions").alias("them")
PARTIES = (
    IntroductionParty.select(
        IntroductionParty.contact,
        name_of(Contact).alias("contact"),
        IntroductionParty.organisation,
        fn.coalesce(Organisation.name, "").alias("organisation"),
        IntroductionParty.consent,
        IntroductionParty.consent_at,
        IntroductionParty.introduction,
    )
    .from_(_THEM)
    .join(IntroductionParty, JOIN.CROSS)
    .join(Contact)
    .join_from(IntroductionParty, Organisation, JOIN.LEFT_OUTER)
    .where(IntroductionParty.introduction == _THEM.c.value)
    .order_by(IntroductionParty.id)
)
OUTCOMES = (
    Outcome.select(Outcome.id, Outcome.step, Outcome.reached_on, Outcome.note, Outcome.introduction)
    .from_(_THEM)
    .join(Outcome, JOIN.CROSS)
    .where(Outcome.introduction == _THEM.c.value)
    .order_by(Outcome.reached_on, Outcome.id)
)
PARTY = IntroductionParty.select(IntroductionParty.id).where(
    IntroductionParty.introduction == bind("introduction"), IntroductionParty.contact == bind("contact")
)
_ROLE = (
    Affiliation.select(Affiliation.role)
    .where(
        Affiliation.contact == IntroductionParty.contact,
        Affiliation.organisation == IntroductionParty.organisation,
        Affiliation.role != "",
    )
    .order_by(is_current(Affiliation).desc(), Affiliation.is_primary.desc(), Affiliation.id.desc())
    .limit(1)
)
BIOGRAPHIES = (
    IntroductionParty.select(
        name_of(Contact).alias("name"),
        fn.coalesce(fn.nullif(Contact.preferred_name, ""), Contact.given_name).alias("given_name"),
        fn.coalesce(_ROLE, "").alias("role"),
        fn.coalesce(Organisation.name, "").alias("organisation"),
        Contact.about,
    )
    .join(Contact)
    .join_from(IntroductionParty, Organisation, JOIN.LEFT_OUTER)
    .where(IntroductionParty.introduction == bind("introduction"))
    .order_by(IntroductionParty.id)
)
"""What a letter tells of the parties of an introduction."""

_KNOWN = (
    Relationship.select(Relationship.id, Relationship.other.alias("who"), Relationship.kind, Relationship.note).where(
        Relationship.contact == bind("contact")
    )
    + Relationship.select(Relationship.id, Relationship.contact, Relationship.kind, Relationship.note).where(
        Relationship.other == bind("contact")
    )
).alias("known")
_NAME = name_of(Contact).alias("contact")
RELATIONSHIPS = (
    Contact.select(
        _KNOWN.c.id.alias("id"),
        Contact.id.alias("contact_id"),
        _NAME,
        _KNOWN.c.kind.alias("kind"),
        _KNOWN.c.note.alias("note"),
    )
    .join(_KNOWN, on=(Contact.id == _KNOWN.c.who))
    .order_by(_NAME, _KNOWN.c.id)
)
RELATIONSHIP = Relationship.select(Relationship.contact, Relationship.other).where(
    Relationship.id == bind("relationship")
)
RELATIONSHIP_OF = Relationship.select(Relationship.id).where(
    Relationship.contact == bind("contact"), Relationship.other == bind("other")
)
NAMES = ContactSummary.select(ContactSummary.contact_id, ContactSummary.name).where(
    ContactSummary.contact_id.in_(each_of("ids"))
)
"""The names of some people."""
