"""The queries of names that a sentence may speak of; those that depend on a number of words are made once for each."""

from functools import cache
from typing import Any

from peewee import JOIN, SQL, Select, Value, fn

from crm.db.derived.models import ContactSummary, OrganisationSummary, SearchRecord, SearchToken
from crm.db.derived.stale import CONTACT, ORGANISATION
from crm.db.derived.tokens import OTHER_NAME
from crm.db.expressions import is_current, name_of
from crm.db.query_builder import bind
from crm.db.schema import Affiliation, Contact, Organisation, Tag
from crm.search.list_filter import within
from crm.search.queries import SUMMARY, hold_words

MANY = 2000
"""A word that more names hold is not looked up but met among those in touch most lately."""
_MOST = 100
"""Records looked at for one name, those in touch most lately first."""
_LATEST = 6000

TAGS = Tag.select(Tag.name).order_by(Tag.name)
TRASHED: dict[int, Any] = {
    CONTACT: Contact.select(
        Contact.id,
        name_of(Contact).alias("name"),
        Contact.given_name.concat(" ").concat(Contact.family_name).alias("whole"),
        fn.iif(Contact.preferred_name == "", "", Contact.preferred_name.concat(" ").concat(Contact.family_name)).alias(
            "other"
        ),
    ).where(Contact.deleted_at.is_null(False)),
    ORGANISATION: Organisation.select(
        Organisation.id, Organisation.name, Organisation.name.alias("whole"), Organisation.short_name.alias("other")
    ).where(Organisation.deleted_at.is_null(False)),
}
"""What is in the trash of each kind: its id, the name shown and the names it goes by."""

_IN_RANGE = within(bind("kind"), bind("low"), bind("high"))
_NAMED = SearchToken.select(SearchToken.id).where(_IN_RANGE, SearchToken.weight <= OTHER_NAME)
NAMES_IN_RANGE = Select([_NAMED.columns(SQL("1")).limit(MANY + 1).alias("t")], [fn.count(SQL("*"))])
"""How many names have a word of a range, counted up to one more than `MANY`."""
_STAFF = (
    Affiliation.select(Affiliation.contact.alias("id"))
    .where(Affiliation.organisation == bind("organisation"), is_current(Affiliation))
    .distinct()
)
_SHOWN: dict[int, tuple[Any, ...]] = {
    CONTACT: (
        ContactSummary.contact_id.alias("id"),
        ContactSummary.name,
        ContactSummary.organisation_id,
        ContactSummary.organisation_name.alias("organisation"),
        ContactSummary.role,
    ),
    ORGANISATION: (
        OrganisationSummary.organisation_id.alias("id"),
        OrganisationSummary.name,
        OrganisationSummary.organisation_id,
        OrganisationSummary.name.alias("organisation"),
        Value("").alias("role"),
    ),
}


@cache
def of_staff(kind: int, words: int) -> Any:
    """Return the query of the people of `organisation` whose words hold so many words."""
    return _candidates(kind, _STAFF, words)


@cache
def in_range(kind: int, words: int, *, any_of: bool) -> Any:
    """Return the query of the records with a name in a range that hold all (or any) of so many words."""
    return _candidates(kind, _NAMED.distinct(), words, any_of=any_of)


@cache
def among_latest(kind: int, parts: int, words: int, *, any_of: bool) -> Any:
    """Return the query of those among the latest in touch whose sorted name holds so many parts (part0, ...), of the
    same words as the others.
    """
    summary, key = SUMMARY[kind]
    latest = (
        summary.select(key.alias("id"), summary.sort_name).order_by(summary.last_touch_at.desc()).limit(_LATEST)
    ).alias("l")
    padded = Value(" ").concat(latest.c.sort_name).concat(" ")
    ids = Select([latest], [latest.c.id]).where(*hold_words(padded, parts, "part")).limit(_MOST)
    return _candidates(kind, ids, words, any_of=any_of)


def _candidates(kind: int, source: Any, words: int, *, any_of: bool = False) -> Any:
    """Return the query of words, last touch and what is shown of records, those in touch most lately first."""
    summary, key = SUMMARY[kind]
    ids = source.alias("t")
    fits, *others = hold_words(SearchRecord.words, words)
    for each in others:
        fits = (fits | each) if any_of else (fits & each)
    return (
        SearchRecord.select(SearchRecord.words, summary.last_touch_at, *_SHOWN[kind])
        .from_(ids)
        .join(SearchRecord, JOIN.CROSS)
        .join(summary, JOIN.CROSS)
        .where(SearchRecord.kind == kind, SearchRecord.id == ids.c.id, key == ids.c.id, fits)
        .order_by(summary.last_touch_at.desc())
        .limit(_MOST)
    )
