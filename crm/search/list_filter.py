"""Which records hold some words, as queries of their ids and as conditions: for lists, and to count."""

from collections.abc import Sequence
from typing import Any

from peewee import SQL, Value, fn

from crm.db.derived.models import SearchRecord, SearchToken
from crm.db.derived.tokens import PAST
from crm.search.query import LAST, Listed

_MARK = f"\n{PAST} "
"""Before the words of a record's past, which are its last."""


def within(kind: Any, low: Any, high: Any) -> Any:
    """Return whether a row of the index is of a kind and its word from `low` on and before `high`."""
    return (SearchToken.kind == kind) & (SearchToken.token >= low) & (SearchToken.token < high)


def having_all(kind: Any, ranges: Sequence[tuple[Any, Any]], *, past: bool = True) -> Any:
    """Return the query of the ids of all records with a word in each range; without `past` only what holds now.

    An id may come more than once.
    """
    if not ranges:
        return SearchToken.select(SearchToken.id).where(SQL("0"))
    first, *others = (
        SearchToken.select(SearchToken.id).where(within(kind, *each), *(() if past else (SearchToken.weight < PAST,)))
        for each in ranges
    )
    for each in others:
        first = first & each
    return first


def matching(kind: int, asked: Listed) -> Any:
    """Return the query of the ids of all records that a list's filter asks for."""
    found = having_all(kind, list(map(_beginning, asked.now)), past=False) if asked.now or not asked.past else None
    for word in asked.past:
        once = SearchRecord.select(SearchRecord.id).where(
            SearchRecord.kind == kind,
            SearchRecord.id.in_(having_all(kind, [_beginning(word)])),
            _has(_past(SearchRecord.words), word),
        )
        found = once if found is None else found & once
    return found


def row_matching(kind: int, asked: Listed, row_id: Any) -> Any:
    """Return the condition that a list's filter asks for the record whose id is in the column `row_id`."""
    record = SearchRecord.alias()
    checks = [_has(_now(record.words), word) for word in asked.now]
    checks += [_has(_past(record.words), word) for word in asked.past]
    return fn.EXISTS(record.select(SQL("1")).where(record.kind == kind, record.id == row_id, *(checks or [SQL("0")])))


def _beginning(word: Any) -> tuple[Any, Any]:
    """Return the range of what begins with a word, which may be given when the query runs."""
    return word, _text(word).concat(fn.char(LAST))


def _has(words: Any, word: Any) -> Any:
    return fn.instr(words, Value(" ").concat(_text(word)))


def _text(word: Any) -> Any:
    return Value(word) if isinstance(word, str) else word


def _now(words: Any) -> Any:
    """Return what a record's words say of what holds now."""
    return fn.substr(words, 1, fn.coalesce(fn.nullif(fn.instr(words, _MARK), 0), fn.length(words) + 1) - 1)


def _past(words: Any) -> Any:
    """Return what a record's words say of its past."""
    return fn.iif(fn.instr(words, _MARK), fn.substr(words, fn.instr(words, _MARK)), "")
