"""The conditions of `listed` as SQL text, for filters that are composed of it."""

from collections.abc import Sequence

from crm.db.derived.tokens import PAST
from crm.search.query import Listed, prefix_range

_IN_RANGE = "kind = ? AND token >= ? AND token < ?"

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
