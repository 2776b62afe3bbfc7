"""People and organisations by their words: ranked by how well the words fit, then by how lately we were in touch.

A beginning that few records have is ranked in full. One that many have ("j") never is: those we were in touch with
most lately are looked through first, then the index in its own order, each for so many rows and no more.
"""

import json
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from operator import itemgetter

from crm.db.derived.stale import CONTACT, ORGANISATION
from crm.db.derived.tokens import NAME, OTHER_NAME, PAST
from crm.db.store import Store
from crm.search.query import Listed, prefix_range, word_range

_RANKED = 300
"""Up to this many matches are all ranked."""
_MANY = 2500
"""Words that up to this many records have are looked up and intersected; those of more are checked in what is left."""
_LATEST = 4000
"""Names looked through, latest touch first, where too many match."""
CAP = 1000
"""Matches are counted up to here."""

SUMMARY = {CONTACT: ("contact_summary", "contact_id"), ORGANISATION: ("organisation_summary", "organisation_id")}
_IN_RANGE = "kind = ? AND token >= ? AND token < ?"


_Ranked = tuple[tuple[int, int, int], str, int]
"""How well a record fits (less is better), the moment of its last touch, its id: a plain tuple, made by the hundred."""


@dataclass(frozen=True, slots=True)
class _Range:
    """A range of words of one kind of record, and its rows, counted up to one more than `_MANY`."""

    kind: int
    low: str
    high: str
    rows: int

    @property
    def is_large(self) -> bool:
        return self.rows > _MANY

    @property
    def bounds(self) -> tuple[int, str, str]:
        return self.kind, self.low, self.high


class Fit:
    """How well a record's words answer those wanted, all as beginnings.

    First a whole name, then whole words before beginnings, and names before addresses, roles and former employers.
    """

    def __init__(self, wanted: Sequence[str]) -> None:
        line = " ".join(wanted)
        self._wanted = [(f" {word}", f" {word} ") for word in wanted]
        self._names = tuple(f"\n{weight} {line} " for weight in (NAME, OTHER_NAME))
        self._beginning = f"\n{NAME} {line}"

    def of(self, words: str) -> tuple[int, int, int] | None:
        """Return the rank of a `search_record.words` (less is better), or None where a word is missing."""
        total = 0
        for begun, whole in self._wanted:
            begins = words.find(begun)
            if begins < 0:
                return None
            cost = 2 * int(words[words.rfind("\n", 0, begins) + 1]) + 1
            complete = words.find(whole, begins)
            if complete >= 0:
                cost = min(cost, 2 * int(words[words.rfind("\n", 0, complete) + 1]))
            total += cost
        is_name = self._names[0] in words or self._names[1] in words
        return (0 if is_name else 1, total, 0 if words.startswith(self._beginning) else 1)


class Records:
    """Looks up people (`CONTACT`) and organisations (`ORGANISATION`) in the index of words; reads only."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def find(self, kind: int, wanted: Sequence[str], limit: int) -> list[int]:
        """Return the ids of the best records that have all the words wanted as beginnings, best first."""
        if not wanted:
            return []
        found = self._with_rare_word(kind, wanted)
        if found is None:
            ranges = [self._range(kind, prefix_range(word)) for word in wanted]
            ids = self._in_all(ranges)
            if ids is not None and len(ids) <= _RANKED:
                found = self._ranked(kind, ids, wanted)
            else:
                found = self._best_of_many(wanted, ranges, limit)
        found.sort(key=itemgetter(1), reverse=True)
        found.sort(key=itemgetter(0))
        return [id_ for _, _, id_ in found[:limit]]

    def count(self, kind: int, wanted: Sequence[str]) -> tuple[int, bool]:
        """Return how many records match, as far as was looked, and whether there are more."""
        if not wanted:
            return 0, False
        ranges = [self._range(kind, prefix_range(word)) for word in wanted]
        scarce = [each.low for each in ranges if not each.is_large] or [max(wanted, key=len)]
        ids, params = matching(kind, scarce)
        others = [word for word in wanted if word not in scarce]
        checks = " AND ".join(["instr(r.words, ?)"] * len(others))
        counted = f"count(*) FILTER (WHERE {checks})" if others else "count(*)"
        joined = f"CROSS JOIN search_record r ON r.kind = {kind} AND r.id = t.id" if others else ""
        number, looked = self._store.rows(
            f"SELECT {counted}, count(*) FROM (SELECT DISTINCT id FROM ({ids}) LIMIT {CAP + 1}) t {joined}",
            (*(f" {word}" for word in others), *params),
        )[0]
        return min(number, CAP), looked > CAP

    def _range(self, kind: int, words: tuple[str, str]) -> _Range:
        sql = f"SELECT count(*) FROM (SELECT 1 FROM search_token WHERE {_IN_RANGE} LIMIT {_MANY + 1})"
        return _Range(kind, *words, self._store.value(sql, (kind, *words)))

    def _with_rare_word(self, kind: int, wanted: Sequence[str]) -> list[_Ranked] | None:
        """Return all that match, where one of the words is so rare that its records can all be looked at, else None."""
        probe = f"SELECT 1 FROM search_token WHERE {_IN_RANGE} LIMIT 1 OFFSET {_RANKED}"
        for word in sorted(wanted, key=len, reverse=True):
            bounds = (kind, *prefix_range(word))
            if self._store.row(probe, bounds) is None:
                return self._ranked_of(kind, f"SELECT DISTINCT id FROM search_token WHERE {_IN_RANGE}", bounds, wanted)
        return None

    def _in_all(self, ranges: Sequence[_Range]) -> set[int] | None:
        """Return the records in all these ranges, large ones left out; None where all are large.

        With so few left that all are ranked, the words of the other ranges are looked for in those.
        """
        found: set[int] | None = None
        for each in sorted(ranges, key=lambda each: each.rows):
            alone_too_many = len(ranges) == 1 and each.rows > 2 * _RANKED  # a record has a word twice at most, mostly
            if each.is_large or alone_too_many or (found is not None and len(found) <= _RANKED):
                break
            rows = self._store.rows(f"SELECT id FROM search_token WHERE {_IN_RANGE}", each.bounds)
            ids = {row[0] for row in rows}
            found = ids if found is None else found & ids
        return found

    def _best_of_many(self, wanted: Sequence[str], ranges: Sequence[_Range], limit: int) -> list[_Ranked]:
        """Return the best of too many to rank: whole words, names in touch lately, then the index in its order."""
        kind = ranges[0].kind
        found: dict[int, _Ranked] = {}

        def add(ids: Collection[int]) -> None:
            found.update((each[2], each) for each in self._ranked(kind, ids, wanted))

        add(self._by_whole_words(kind, wanted, ranges, limit))
        if len(found) < limit and all(map(self._is_in_names, ranges)):
            add(self._latest_named(kind, wanted, limit))
        if len(found) < limit:
            rarest = min(ranges, key=lambda each: (each.rows, -len(each.low)))
            add(self._ids(
                f"SELECT DISTINCT id FROM search_token WHERE {_IN_RANGE} LIMIT ?",
                (*rarest.bounds, limit if len(wanted) == 1 else _RANKED),
            ))  # fmt: skip
        return list(found.values())

    def _by_whole_words(
        self, kind: int, wanted: Sequence[str], ranges: Sequence[_Range], limit: int
    ) -> Collection[int]:
        """Return records where all words but the last are whole ones; of a single word those with that name."""
        *whole, last = wanted
        if not whole:
            return self._ids(
                f"SELECT id FROM search_token WHERE {_IN_RANGE} AND weight <= {OTHER_NAME} LIMIT ?",
                (kind, *word_range(last), limit),
            )
        narrow = [self._range(kind, word_range(word)) for word in whole]
        narrow.append(self._range(kind, word_range(last)) if ranges[-1].is_large else ranges[-1])
        ids = self._in_all(narrow)
        return ids if ids is not None and len(ids) <= _RANKED else ()

    def _latest_named(self, kind: int, wanted: Sequence[str], limit: int) -> list[int]:
        """Return records with these words in their names among those we were in touch with latest."""
        table, key = SUMMARY[kind]
        latest = f"SELECT {key} AS id, sort_name FROM {table} ORDER BY last_touch_at DESC LIMIT {_LATEST}"
        holds = " AND ".join(["instr(' ' || sort_name, ?)"] * len(wanted))
        return self._ids(f"SELECT id FROM ({latest}) WHERE {holds} LIMIT ?", (*(f" {word}" for word in wanted), limit))

    def _is_in_names(self, words: _Range) -> bool:
        """Return whether names hold such a word, as far as was looked."""
        looked = f"SELECT weight FROM search_token WHERE {_IN_RANGE} LIMIT {_MANY + 1}"
        sql = f"SELECT 1 FROM ({looked}) WHERE weight <= {OTHER_NAME} LIMIT 1"
        return self._store.row(sql, words.bounds) is not None

    def _ids(self, sql: str, params: tuple[object, ...]) -> list[int]:
        return [row[0] for row in self._store.rows(sql, params)]

    def _ranked(self, kind: int, ids: Collection[int], wanted: Sequence[str]) -> list[_Ranked]:
        if not ids:
            return []
        return self._ranked_of(kind, "SELECT value AS id FROM json_each(?)", (json.dumps(list(ids)),), wanted)

    def _ranked_of(self, kind: int, source: str, params: tuple[object, ...], wanted: Sequence[str]) -> list[_Ranked]:
        """Return the rank of the records of the query `source` (ids) that have all the words wanted."""
        table, key = SUMMARY[kind]
        has_all = " AND ".join(["instr(r.words, ?)"] * len(wanted))
        rows = self._store.rows(
            f"SELECT r.id, r.words, s.last_touch_at FROM ({source}) t "
            f"CROSS JOIN search_record r ON r.kind = {kind} AND r.id = t.id AND {has_all} "
            f"CROSS JOIN {table} s ON s.{key} = r.id",
            (*params, *(f" {word}" for word in wanted)),
        )
        fit = Fit(wanted)
        return [(rank, touched, id_) for id_, words, touched in rows if (rank := fit.of(words)) is not None]


_MARK = f"char(10) || '{PAST} '"
_NOW = f"substr(r.words, 1, coalesce(nullif(instr(r.words, {_MARK}), 0), length(r.words) + 1) - 1)"
_PAST = f"iif(instr(r.words, {_MARK}), substr(r.words, instr(r.words, {_MARK})), '')"
"""The words of a record that say what holds now, and those of its past, which are the last."""


def matching(kind: int, wanted: Sequence[str], *, past: bool = True) -> tuple[str, list[object]]:
    """Return a query of the ids of all matching records, and its parameters; without `past` only what holds now.

    An id may come more than once.
    """
    each = f"SELECT id FROM search_token WHERE {_IN_RANGE}" + ("" if past else f" AND weight < {PAST}")
    params: list[object] = []
    for word in wanted:
        params += [kind, *prefix_range(word)]
    return " INTERSECT ".join([each] * len(wanted)) or "SELECT NULL WHERE 0", params


def matching_listed(kind: int, asked: Listed) -> tuple[str, list[object]]:
    """Return a query of the ids of all records that a list's filter asks for, and its parameters."""
    queries, params = [], list[object]()
    if asked.now or not asked.past:
        sql, params = matching(kind, asked.now, past=False)
        queries.append(sql)
    for word in asked.past:
        queries.append(
            f"SELECT r.id FROM search_record r WHERE r.kind = ? AND r.id IN (SELECT id FROM search_token WHERE "
            f"{_IN_RANGE}) AND instr({_PAST}, ?)"
        )
        params += [kind, kind, *prefix_range(word), f" {word}"]
    return " INTERSECT ".join(queries), params


def row_matching(kind: int, asked: Listed, row_id: str) -> tuple[str, list[object]]:
    """Return an expression that tells whether a list's filter asks for the record `row_id` (SQL), with parameters."""
    checks = [f"instr({_NOW}, ?)"] * len(asked.now) + [f"instr({_PAST}, ?)"] * len(asked.past)
    sql = (
        f"EXISTS (SELECT 1 FROM search_record r WHERE r.kind = {kind} AND r.id = {row_id} "
        f"AND {' AND '.join(checks) or '0'})"
    )
    return sql, [f" {word}" for word in (*asked.now, *asked.past)]
