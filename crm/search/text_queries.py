"""The queries of what was written: where the index has some words, and the texts themselves."""

from typing import Any

from peewee import Expression, fn

from crm.db.derived import texts
from crm.db.derived.models import SearchText
from crm.db.query_builder import at_most, bind, each_of
from crm.db.schema import (
    Contact,
    FollowUp,
    Huddle,
    Interaction,
    InteractionTag,
    Introduction,
    NeedOffer,
    Opportunity,
    Organisation,
    Pitch,
    Tag,
)

_CHECKED_LETTERS = 200_000
"""Of a longer text only the beginning is checked; what the index says of the rest is believed."""

INDEX = (
    SearchText.select(SearchText.rowid)
    .where(
        Expression(SearchText.search_text, "MATCH", bind("words")),
        SearchText.rowid.between(bind("least"), bind("greatest")),
    )
    .order_by(SearchText.rowid)
    .limit(at_most("limit"))
)
"""The first rowids from `least` to `greatest` of texts that hold the words (an FTS5 expression)."""


def _text(record: Any, *texts: Any, long: Any) -> Any:
    """Return the query of id and text of the records of `ids`, and whether the text is longer than is checked."""
    made, *rest = texts
    for text in rest:
        made = made.concat("\n").concat(text)
    is_cut = fn.length(long) > _CHECKED_LETTERS
    return record.select(record.id, made.alias("text"), is_cut.alias("is_cut")).where(
        record.deleted_at.is_null(), record.id.in_(each_of("ids"))
    )


def _checked(text: Any) -> Any:
    return fn.substr(text, 1, _CHECKED_LETTERS)


def _tags() -> Any:
    """Return the query, within one of interactions, of the tags of each."""
    return (
        InteractionTag.select(fn.group_concat(Tag.name, " "))
        .join(Tag, on=Tag.id == InteractionTag.tag)
        .where(InteractionTag.interaction == Interaction.id)
    )


TEXTS: dict[int, Any] = {
    texts.INTERACTION: _text(
        Interaction,
        _checked(Interaction.subject),
        _checked(Interaction.notes),
        Interaction.place,
        fn.coalesce(_tags(), ""),
        long=Interaction.notes,
    ),
    texts.FOLLOW_UP: _text(FollowUp, FollowUp.title, _checked(FollowUp.notes), FollowUp.result, long=FollowUp.notes),
    texts.ABOUT_CONTACT: _text(Contact, _checked(Contact.about), long=Contact.about),
    texts.ABOUT_ORGANISATION: _text(Organisation, _checked(Organisation.about), long=Organisation.about),
    texts.HUDDLE: _text(Huddle, Huddle.title, Huddle.venue, _checked(Huddle.notes), long=Huddle.notes),
    texts.PITCH: _text(Pitch, Pitch.topic, _checked(Pitch.notes), long=Pitch.notes),
    texts.OPPORTUNITY: _text(
        Opportunity, Opportunity.title, _checked(Opportunity.notes), Opportunity.lost_reason, long=Opportunity.notes
    ),
    texts.INTRODUCTION: _text(Introduction, Introduction.reason, _checked(Introduction.notes), long=Introduction.notes),
    texts.NEED: _text(NeedOffer, NeedOffer.title, _checked(NeedOffer.notes), long=NeedOffer.notes),
}
"""The texts of each kind."""
