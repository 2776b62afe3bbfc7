"""Pages of a summary table: counted, filtered and sorted by the database, any number of rows; blanks last, both ways.

A page near either end is read along the index of its sort, row by row until it is full. Where that would go through
too many rows (in the middle, or where few match), the ids of all that match are put in order once and kept until
something is written.
"""

import json
import threading
from array import array
from collections import OrderedDict
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from msgspec.structs import replace
from peewee import SQL, Select, fn

from crm import clock
from crm.db.query_builder import compiled
from crm.db.schema import Change
from crm.db.store import Store
from crm.errors import Invalid
from crm.filters import EVERYTHING, Filter, condition, key_of
from crm.listing import queries
from crm.listing.queries import Asked, List
from crm.listing.queries import Sort as Sort
from crm.search import read_listed

Selection = Filter | Sequence[int]
"""What an action is for: the records a filter shows, or these ids."""

Words = dict[str, str]
"""The words of a filter's text, by the names that a query takes them by."""

_NEAR = 4_000
"""Rows looked at for one page along an index, before putting all ids in order is quicker."""

_AHEAD = 1_000
"""Rows at the head of a filtered list that are found in one go: finding the next pages apart costs as much again."""


class Listing:
    """Which rows of a summary table (`subject` is contact or organisation) a filter shows, and in which order."""

    def __init__(self, store: Store, subject: str, sorts: Mapping[str, Sort]) -> None:
        self._store = store
        self._subject = subject
        self._sorts = sorts
        self._known = _Known(store)

    def count(self, shown: Filter = EVERYTHING) -> int:
        """Return how many records the filter shows."""
        asked, words = _asked(shown)
        if asked is None or shown.parts:
            return int(self._known.value(queries.number(self._subject, asked), **words))
        return int(self._known.value(queries.number_with(self._subject, asked.words), **words))

    def page(self, shown: Filter, sort: str, descending: bool, offset: int, limit: int) -> list[int]:
        """Return the ids from `offset` to `offset + limit` of the filtered, sorted list.

        Raises Invalid for an unknown sort.
        """
        of, (asked, words) = self._list(sort, descending), _asked(shown)
        number = self.count(shown)
        limit = max(0, min(limit, number - offset))
        below = number - offset - limit
        if asked is not None and (min(offset, below) + limit) * self.count() > _NEAR * number:
            return self._known.ids(queries.in_order(of, asked), **words)[offset : offset + limit].tolist()
        if asked is not None and offset + limit <= _AHEAD:
            # Looking for a text in three rows takes as long as putting the ids of ten that have it together.
            if shown.text and number * number > 3 * _AHEAD * self.count():
                asked = replace(asked, row_by_row=True)
            return self._head(of, asked, words)[offset : offset + limit].tolist()
        ids: list[int] = []
        for part in _parts(of):
            there, missing = self._number(of, asked, words, part), limit - len(ids)
            ids += self._walk(of, asked, words, part, offset, max(0, min(missing, there - offset)), there)
            offset = max(0, offset - there)
        return ids

    def ordered(self, lines: Any, selection: Selection, sort: str, descending: bool) -> Any:
        """Return the query of the lines of a selection in the list's order, of a query of lines over the summaries."""
        where: Any = None
        if not isinstance(selection, Filter):
            where = key_of(self._subject).in_(Select([fn.json_each(json.dumps(list(selection)))], [SQL("value")]))
        else:
            where = condition(selection, self._subject, clock.today())
        chosen = lines if where is None else lines.where(where)
        return chosen.order_by(*queries.blanks_last(self._list(sort, descending)))

    def ids(self, selection: Selection, sort: str = "name", descending: bool = False) -> list[int]:
        """Return the ids of a selection; of a filter in the order of its list."""
        if not isinstance(selection, Filter):
            return list(selection)
        asked, words = _asked(selection)
        return self._known.ids(queries.in_order(self._list(sort, descending), asked), **words).tolist()

    def position(self, record: int, shown: Filter, sort: str, descending: bool) -> int | None:
        """Return the row number at which a record stands in the list, or None where the filter hides it."""
        of, (asked, words) = self._list(sort, descending), _asked(shown)
        its = self._store.row(queries.place(of, asked), record=record, **words)
        if its is None:
            return None
        part = 0 if its[0] else 1
        above = self._number(of, asked, words, 0) if part else 0
        at = {f"at{number}": value for number, value in enumerate(its[1:])}
        return above + int(self._store.value(queries.before(of, asked, part), **at, **words))

    def _walk(
        self, of: List, asked: Asked | None, words: Words, part: int, offset: int, limit: int, there: int
    ) -> list[int]:
        """Return the ids from `offset` to `offset + limit` of the `there` ones of one part, along its index."""
        if limit < 1:
            return []
        # What is nearer to the end is read from there: the index goes both ways.
        below = there - offset - limit
        if below >= offset:
            return self._store.column(queries.along(of, asked, part), limit=limit, offset=offset, **words)
        upwards = replace(of, descending=not of.descending)
        return self._store.column(queries.along(upwards, asked, part), limit=limit, offset=below, **words)[::-1]

    def _head(self, of: List, asked: Asked, words: Words) -> "array[int]":
        found: array[int] = array("q")
        for part in _parts(of):
            if len(found) < _AHEAD:
                found = found + self._known.ids(queries.along(of, asked, part), limit=_AHEAD, offset=0, **words)
        return found

    def _number(self, of: List, asked: Asked | None, words: Words, part: int) -> int:
        """Return how many rows there are of one part of a list."""
        return int(self._known.value(queries.number(self._subject, asked, of.sort, part), **words))

    def _list(self, sort: str, descending: bool) -> List:
        if sort not in self._sorts:
            raise Invalid("sort", f"The list cannot be sorted by “{sort}”.")
        return List(self._subject, sort, self._sorts[sort], descending)


def _asked(shown: Filter) -> tuple[Asked | None, Words]:
    """Return what a filter asks for today, None for one that shows everything, and the words of its text."""
    text = read_listed(shown.text)
    if not shown.parts and not text:
        return None, {}
    return Asked(replace(shown, text=""), text.numbers, clock.today()), text.values


def _parts(of: List) -> tuple[int, ...]:
    return (0, 1) if of.sort.has_blanks else (0,)


_STATE = Change.select(fn.max(Change.id), fn.total_changes())


class _Known:
    """A few answers worked out from the file as it stands, each kept until this thread or another one writes."""

    _MOST = 8

    def __init__(self, store: Store) -> None:
        self._store = store
        self._answers: OrderedDict[tuple[Any, ...], tuple[Any, Any]] = OrderedDict()

    def value(self, query: Any, **values: Any) -> Any:
        """Return the first column of the first row of a query."""
        return self._of(query, values, lambda: self._store.value(query, **values))

    def ids(self, query: Any, **values: Any) -> "array[int]":
        """Return the ids that a query gives."""
        found: array[int] = self._of(query, values, lambda: array("q", self._store.column(query, **values)))
        return found

    def _of(self, query: Any, values: dict[str, Any], answer: Callable[[], Any]) -> Any:
        """Return the answer to a query, asked anew where something was written since."""
        # Asked before the answer is worked out: a write in between makes a new answer look old, never the reverse.
        # The log's end tells of other connections' commits; this one's own writes count before they are committed.
        state = self._store.row(_STATE)
        ready = compiled(query)
        key = (threading.get_ident(), ready.sql, *ready.constants.values(), *values.values())
        held = self._answers.get(key)
        if held is not None and held[0] == state:
            return held[1]
        found = answer()
        self._answers.pop(key, None)  # so that it stands last, however many threads ask
        self._answers[key] = (state, found)
        while len(self._answers) > self._MOST:
            self._answers.popitem(last=False)
        return found
