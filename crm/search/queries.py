"""The queries of the index of words; those that depend on the number of words are made once for each number."""

from collections.abc import Sequence
from functools import cache
from typing import Any

from peewee import JOIN, SQL, Select, Value, fn

from crm.db.derived.models import ContactSummary, OrganisationSummary, SearchRecord, SearchToken
from crm.db.derived.stale import CONTACT, ORGANISATION
from crm.db.derived.tokens import OTHER_NAME
from crm.db.query_builder import at_most, bind
from crm.search.list_filter import having_all, within

RANKED = 300
"""Up to this many matches are all ranked."""
MANY = 2500
"""Words that up to this many records have are looked up and intersected; those of more are checked in what is left."""
CAP = 1000
"""Matches are counted up to here."""
_LATEST = 4000
"""Names looked through, latest touch first, where too many match."""

SUMMARY: dict[int, tuple[Any, Any]] = {
    CONTACT: (ContactSummary, ContactSummary.contact_id),
    ORGANISATION: (OrganisationSummary, OrganisationSummary.organisation_id),
}
"""The summary table of each kind of record, and its key."""

_IN_RANGE = within(bind("kind"), bind("low"), bind("high"))
_SOME = SearchToken.select(SQL("1")).where(_IN_RANGE).limit(MANY + 1)
_WEIGHTS = SearchToken.select(SearchToken.weight).where(_IN_RANGE).limit(MANY + 1).alias("t")

ROWS_IN_RANGE = Select([_SOME.alias("t")], [fn.count(SQL("*"))])
"""How many words a range has, counted up to one more than `MANY`."""
MORE_THAN_RANKED = SearchToken.select(SQL("1")).where(_IN_RANGE).limit(1).offset(RANKED)
"""A row where a range has more words than are ranked."""
IDS_IN_RANGE = SearchToken.select(SearchToken.id).where(_IN_RANGE)
"""The records with a word in a range, some twice."""
RECORDS_IN_RANGE = IDS_IN_RANGE.distinct()
FIRST_RECORDS_IN_RANGE = RECORDS_IN_RANGE.limit(at_most("limit"))
FIRST_NAMED_IN_RANGE = IDS_IN_RANGE.where(SearchToken.weight <= OTHER_NAME).limit(at_most("limit"))
IS_IN_NAMES = Select([_WEIGHTS], [SQL("1")]).where(_WEIGHTS.c.weight <= OTHER_NAME).limit(1)
"""A row where one of the first words of a range is of a name."""
_GIVEN = Select([fn.json_each(bind("ids"))], [SQL("value").alias("id")])


def word_values(words: Sequence[str], name: str = "word") -> dict[str, str]:
    """Return the values of the words wanted, which `hold_words` calls word0, word1, ..."""
    return {f"{name}{number}": word for number, word in enumerate(words)}


def range_values(ranges: Sequence[tuple[str, str]]) -> dict[str, str]:
    """Return the values of the ranges wanted, which `number_of` calls low0, high0, low1, ..."""
    return {
        f"{end}{number}": value
        for number, bounds in enumerate(ranges)
        for end, value in zip(("low", "high"), bounds, strict=True)
    }


def hold_words(text: Any, number: int, name: str = "word") -> list[Any]:
    """Return the conditions that a text holds so many words."""
    return [fn.instr(text, bind(f"{name}{each}")) for each in range(number)]


@cache
def ranked_in_range(kind: int, words: int) -> Any:
    """Return the query of id, words and last touch of the records of a range that have so many words."""
    return _ranked(kind, RECORDS_IN_RANGE, words)


@cache
def ranked_of_ids(kind: int, words: int) -> Any:
    """Return the query of id, words and last touch of those of `ids` that have so many words."""
    return _ranked(kind, _GIVEN, words)


def _ranked(kind: int, source: Any, words: int) -> Any:
    summary, key = SUMMARY[kind]
    ids = source.alias("t")
    return (
        SearchRecord.select(SearchRecord.id, SearchRecord.words, summary.last_touch_at)
        .from_(ids)
        .join(SearchRecord, JOIN.CROSS)
        .join(summary, JOIN.CROSS)
        .where(
            SearchRecord.kind == kind,
            SearchRecord.id == ids.c.id,
            *hold_words(SearchRecord.words, words),
            key == SearchRecord.id,
        )
    )


@cache
def latest_named(kind: int, words: int) -> Any:
    """Return the query of records with so many words in their names among those we were in touch with latest."""
    summary, key = SUMMARY[kind]
    latest = (
        summary.select(key.alias("id"), summary.sort_name).order_by(summary.last_touch_at.desc()).limit(_LATEST)
    ).alias("t")
    named = hold_words(Value(" ").concat(latest.c.sort_name), words)
    return Select([latest], [latest.c.id]).where(*named).limit(at_most("limit"))


@cache
def number_of(kind: int, ranges: int, words: int) -> Any:
    """Return the query of how many records with a word in each range have the words besides, and how many looked at."""
    matching = having_all(kind, [(bind(f"low{each}"), bind(f"high{each}")) for each in range(ranges)])
    looked = Select([matching.alias("m")], [SQL("id")]).distinct().limit(CAP + 1).alias("t")
    number = fn.count(SQL("*"))
    if not words:
        return Select([looked], [number, number])
    checks, *more = hold_words(SearchRecord.words, words)
    for each in more:
        checks = checks & each
    return (
        SearchRecord.select(fn.count(SQL("*")).filter(checks), number)
        .from_(looked)
        .join(SearchRecord, JOIN.CROSS)
        .where(SearchRecord.kind == kind, SearchRecord.id == looked.c.id)
    )
