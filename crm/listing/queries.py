"""The queries of a list, each built and compiled once for what is asked: a page is read with those of the page before.

`asked` None asks for everything. A list has one or two parts: what has a value in the column of its sort and, after it,
what has none; `part` None is all of it.
"""

from collections.abc import Iterable
from datetime import date
from functools import lru_cache
from typing import Any

import msgspec
from peewee import SQL, Select, Tuple, fn

from crm.db.expressions import IndexedBy, Unindexed
from crm.db.query_builder import bind
from crm.filters import SUMMARIES, Filter, condition, condition_of_words, key_of
from crm.search import Listed, Search

_KEPT = 64
_NUMBER = fn.count(SQL("*"))


class Sort(msgspec.Struct, frozen=True, eq=False):
    """What a list is sorted by: a column, and what stands for nothing in it, '' or a value greater than all else.

    None where nothing is ever blank.
    """

    column: Any
    blank: str | int | None = ""

    @property
    def has_blanks(self) -> bool:
        """Return whether the list has a part of blanks."""
        return self.blank is not None


class Asked(msgspec.Struct, frozen=True):
    """A filter on a day, without its text: of that only how many words it has now and of the past (`Listed.numbers`).

    The words are given when a query runs. `row_by_row` looks for them in each row that is read, not for all that have
    them.
    """

    shown: Filter
    words: tuple[int, int]
    today: date
    row_by_row: bool = False


class List(msgspec.Struct, frozen=True):
    """A list of a subject by a sort, after whose name the index is called that it is walked along."""

    subject: str
    name: str
    sort: Sort
    descending: bool = False


@lru_cache(_KEPT)
def number_with(subject: str, words: tuple[int, int]) -> Any:
    """Return the query of how many records have so many words: less work than `number`, where nothing else is asked."""
    found = Search.matching(Listed.given_later(*words), subject).alias("found")
    return Select([found], [fn.count(SQL("id").distinct())])


@lru_cache(_KEPT)
def number(subject: str, asked: Asked | None, sort: Sort | None = None, part: int = 0) -> Any:
    """Return the query of how many rows there are, of one part of a list by a sort where that is given."""
    return _rows(subject, (_where(subject, asked), _part(sort, part)), [_NUMBER])


@lru_cache(_KEPT)
def along(of: List, asked: Asked | None, part: int) -> Any:
    """Return the query of ids of a part from `offset` on, at most `limit`.

    It walks the index of the sort, and no other, looking at row after row.
    """
    held = (_where(of.subject, asked), _part(of.sort, part))
    walk = _rows(of.subject, held, [key_of(of.subject)]).order_by(*_order(of))
    index = f"{of.subject}_summary_by_{of.name}"
    return walk.from_(IndexedBy(SUMMARIES[of.subject], index)).limit(bind("limit")).offset(bind("offset"))


@lru_cache(_KEPT)
def in_order(of: List, asked: Asked | None) -> Any:
    """Return the query of all ids in their order."""
    where = _where(of.subject, asked)
    # Unindexed: else the planner walks the index of the sort and fetches row after row to look at it.
    order = blanks_last(of, is_walked=where is None)
    return _rows(of.subject, (where,), [key_of(of.subject)]).order_by(*order)


@lru_cache(_KEPT)
def place(of: List, asked: Asked | None) -> Any:
    """Return the query of whether a `record` has a value in the column of the sort, and of what it is sorted by."""
    has_value = SQL("1") if not of.sort.has_blanks else _part(of.sort, 0)
    here = (_where(of.subject, asked), key_of(of.subject) == bind("record"))
    return _rows(of.subject, here, [has_value, *_sorted_by(of)])


@lru_cache(_KEPT)
def before(of: List, asked: Asked | None, part: int) -> Any:
    """Return the query of how many rows of a part stand before what is sorted by the values `at0`, `at1`, ..."""
    where, columns = _where(of.subject, asked), _sorted_by(of)
    # With a filter every row must be looked at: going through the table beats jumping into it from the index.
    mine = Tuple(*(columns if where is None else map(Unindexed, columns)))
    its = Tuple(*(bind(f"at{number}") for number in range(len(columns))))
    stands_before = mine > its if of.descending else mine < its
    return _rows(of.subject, (where, _part(of.sort, part), stands_before), [_NUMBER])


def blanks_last(of: List, *, is_walked: bool = True) -> list[Any]:
    """Return the order of all parts of a list in one, for where no index is walked."""
    return [*([_part(of.sort, 1)] if of.sort.has_blanks else ()), *_order(of, is_walked=is_walked)]


def _where(subject: str, asked: Asked | None) -> Any:
    if asked is None:
        return None
    words = condition_of_words(Listed.given_later(*asked.words), subject, row_by_row=asked.row_by_row)
    parts = condition(asked.shown, subject, asked.today)
    return words if parts is None else parts if words is None else words & parts


def _rows(subject: str, conditions: Iterable[Any], columns: Iterable[Any]) -> Any:
    query = SUMMARIES[subject].select(*columns)
    held = [each for each in conditions if each is not None]
    return query.where(*held) if held else query


def _part(sort: Sort | None, part: int) -> Any:
    if sort is None or not sort.has_blanks:
        return None
    if part:
        return sort.column == sort.blank
    return sort.column > "" if sort.blank == "" else sort.column < sort.blank


def _sorted_by(of: List) -> list[Any]:
    column, name = of.sort.column, SUMMARIES[of.subject].sort_name
    return [name, key_of(of.subject)] if column is name else [column, name, key_of(of.subject)]


def _order(of: List, *, is_walked: bool = True) -> list[Any]:
    columns = _sorted_by(of) if is_walked else map(Unindexed, _sorted_by(of))
    return [column.desc() if of.descending else column for column in columns]
