"""Several people behind one account or one name: told by names that differ and by stays that overlap."""

from collections.abc import Sequence
from datetime import datetime
from itertools import combinations

from crm.formats.attendance_row import Row
from crm.text import words

_DOUBT = 60
"""Seconds by which one stay may run into the next of the same person."""


def people_apart(rows: Sequence[Row]) -> list[list[Row]]:
    """Return the rows of one address or one name as those of so many people as they can only be of.

    Different names on one account that are there at the same time are different people; one after the other, they
    are one person who changed the name. A bare given name without an address that is there twice at once is two.
    """
    if len(rows) < 2:
        return [list(rows)]
    named = _by_name(rows)
    if len(named) > 1:
        return named if _at_once(named) else [list(rows)]
    if any(row.email or row.shown.name.family for row in rows):
        return [list(rows)]
    return _side_by_side(rows)


def _by_name(rows: Sequence[Row]) -> list[list[Row]]:
    """Return the rows by names that cannot be one person's; a device without an owner goes with the first of them."""
    clusters: list[list[tuple[str, ...]]] = []
    for name in sorted({_words(row) for row in rows} - {()}, key=lambda each: (-len(each), each)):
        fitting = [cluster for cluster in clusters if any(_alike(name, other) for other in cluster)]
        if fitting:
            fitting[0].append(name)
        else:
            clusters.append([name])
    if len(clusters) < 2:
        return [list(rows)]
    found: list[list[Row]] = [[] for _ in clusters]
    for row in rows:
        own = _words(row)
        found[next((place for place, cluster in enumerate(clusters) if own in cluster), 0)].append(row)
    return found


def _words(row: Row) -> tuple[str, ...]:
    return tuple(words(row.shown.name.display))


def _alike(one: Sequence[str], other: Sequence[str]) -> bool:
    """Tell whether two names may be one person's: each word of the shorter is one of the longer, or begins it."""
    shorter, longer = sorted((one, other), key=len)
    left = list(longer)
    for word in shorter:
        fitting = next((each for each in left if each.startswith(word) or word.startswith(each)), None)
        if fitting is None:
            return False
        left.remove(fitting)
    return True


def _at_once(people: Sequence[Sequence[Row]]) -> bool:
    """Tell whether any two of these are there at the same time, or are rows that each count a whole attendance."""
    if all(_is_total(row) for rows in people for row in rows):
        return True
    return any(_overlap(one, other) for first, second in combinations(people, 2) for one in first for other in second)


def _is_total(row: Row) -> bool:
    return row.stated is not None and row.join is None and row.leave is None and not row.is_session


def _span(row: Row) -> tuple[datetime, datetime] | None:
    stay = row.session
    return (stay.joined, stay.left) if stay and stay.joined and stay.left else None


def _overlap(one: Row, other: Row) -> bool:
    first, second = _span(one), _span(other)
    if first is None or second is None:
        return False
    return (min(first[1], second[1]) - max(first[0], second[0])).total_seconds() > _DOUBT


def _side_by_side(rows: Sequence[Row]) -> list[list[Row]]:
    """Return rows of one given name as people who are never there twice at once."""
    if all(map(_is_total, rows)):
        return [[row] for row in rows]
    if not all(map(_span, rows)):
        return [list(rows)]
    people: list[list[Row]] = []
    for row in sorted(rows, key=lambda each: (_span(each), each.shown.raw)):
        free = next((person for person in people if not any(_overlap(row, other) for other in person)), None)
        if free is None:
            people.append([row])
        else:
            free.append(row)
    return people
