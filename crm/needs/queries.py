"""What is asked of the file about needs and offers, and what was decided about their pairs."""

from typing import Any

from peewee import JOIN, SQL, Case, fn

from crm.db.derived.models import ContactSummary
from crm.db.expressions import name_of
from crm.db.query_builder import at_most, bind, each_of
from crm.db.schema import (
    Contact,
    Huddle,
    MatchDecision,
    NeedOffer,
    NeedOfferTheme,
    Organisation,
    Pitch,
    Sector,
    SubRegion,
    Theme,
)

_IS_CLOSED = NeedOffer.closed_at.is_null(False)
_IS_OVER = NeedOffer.expires_on < bind("today")
_THEMES = (
    NeedOfferTheme.select(fn.json_group_array(Theme.name).order_by(Theme.position, Theme.id))
    .join(Theme)
    .where(NeedOfferTheme.need_offer == NeedOffer.id)
)
_ROWS = (
    NeedOffer.select(
        NeedOffer.id,
        NeedOffer.kind,
        NeedOffer.category,
        NeedOffer.title,
        NeedOffer.notes,
        NeedOffer.contact,
        fn.iif(Contact.id.is_null(), "", name_of(Contact)).alias("contact"),
        Organisation.id.alias("organisation_id"),
        fn.coalesce(Organisation.name, "").alias("organisation"),
        fn.coalesce(Sector.symbol, "").alias("symbol"),
        NeedOffer.pitch,
        SubRegion.id.alias("sub_region_id"),
        fn.coalesce(SubRegion.name, "").alias("sub_region"),
        NeedOffer.maturity_from,
        NeedOffer.maturity_to,
        NeedOffer.expires_on,
        NeedOffer.confidential,
        Case(None, [(_IS_CLOSED, "closed"), (_IS_OVER, "expired")], "open").alias("state"),
        NeedOffer.deleted_at.is_null(False).alias("is_trashed"),
        NeedOffer.organisation.alias("own_organisation_id"),
        NeedOffer.sub_region.alias("own_sub_region_id"),
        _THEMES.alias("themes"),
    )
    .join(Contact, JOIN.LEFT_OUTER)
    .join_from(NeedOffer, ContactSummary, JOIN.LEFT_OUTER, on=(ContactSummary.contact_id == NeedOffer.contact))
    .join_from(
        NeedOffer,
        Organisation,
        JOIN.LEFT_OUTER,
        on=(Organisation.id == fn.coalesce(NeedOffer.organisation, ContactSummary.organisation_id)),
    )
    .join(Sector, JOIN.LEFT_OUTER)
    .join_from(
        NeedOffer,
        SubRegion,
        JOIN.LEFT_OUTER,
        on=(SubRegion.id == fn.coalesce(NeedOffer.sub_region, Organisation.sub_region)),
    )
)
"""Needs and offers as lists show them. Each of these queries takes `today`."""
_KEPT = _ROWS.where(NeedOffer.deleted_at.is_null())
_NEWEST = _KEPT.order_by(NeedOffer.created_at.desc(), NeedOffer.id.desc())


def _of_kind(*state: Any) -> Any:
    return _NEWEST.where(*state, (bind("kind") == "") | (NeedOffer.kind == bind("kind"))).limit(at_most("limit"))


ROW = _ROWS.where(NeedOffer.id == bind("id"))
ROWS: dict[str, Any] = {
    "open": _of_kind(
        NeedOffer.closed_at.is_null(), NeedOffer.expires_on.is_null() | (NeedOffer.expires_on >= bind("today"))
    ),
    "closed": _of_kind(_IS_CLOSED),
    "expired": _of_kind(NeedOffer.closed_at.is_null(), _IS_OVER),
    "": _of_kind(),
}
"""By state, the newest first, of a kind or of both."""
ROWS_OF: dict[str, Any] = {
    "contact": _NEWEST.where(NeedOffer.contact == bind("record")),
    "organisation": _NEWEST.where(NeedOffer.organisation == bind("record")),
}
ROWS_OF_HUDDLE = _KEPT.where(
    NeedOffer.pitch.in_(Pitch.select(Pitch.id).where(Pitch.huddle == bind("huddle")))
).order_by(NeedOffer.id)
ROWS_OF_IDS = _ROWS.where(NeedOffer.id.in_(each_of("ids")))
OF_PITCH = NeedOffer.select(SQL("1")).where(NeedOffer.pitch == bind("pitch"), NeedOffer.deleted_at.is_null())

NEXT_HUDDLE = (
    Huddle.select(Huddle.id)
    .where(Huddle.deleted_at.is_null(), Huddle.status == "planned", Huddle.ends_at >= bind("now"))
    .order_by(Huddle.starts_at, Huddle.id)
    .limit(1)
)
TITLE_OF_HUDDLE = Huddle.select(Huddle.title).where(Huddle.id == bind("huddle"))

_Offer = NeedOffer.alias()
DISMISSED = (
    MatchDecision.select(MatchDecision.need, MatchDecision.offer)
    .join(NeedOffer, on=(NeedOffer.id == MatchDecision.need))
    .join_from(MatchDecision, _Offer, on=(_Offer.id == MatchDecision.offer))
    .where(MatchDecision.decision == "dismissed", NeedOffer.deleted_at.is_null(), _Offer.deleted_at.is_null())
    .order_by(MatchDecision.at.desc(), MatchDecision.id.desc())
    .limit(at_most("limit"))
)
FORGET = MatchDecision.delete().where(MatchDecision.need == bind("need"), MatchDecision.offer == bind("offer"))
"""What takes back whatever was decided about a pair."""
