"""States of the lifecycle: what somebody's presence at the newest huddles makes of them, here and in queries."""

from collections.abc import Sequence
from datetime import date
from functools import reduce
from operator import add
from typing import Any

from peewee import JOIN, SQL, Case, Expression, Join, Select, fn

from crm.db.expressions import as_given
from crm.db.schema import Attendance, Huddle

FIRST_TIMER, OCCASIONAL, REGULAR = "first-timer", "occasional", "regular"
LAPSED, NEVER_CAME = "lapsed", "never came"
STATES: tuple[str, ...] = (FIRST_TIMER, OCCASIONAL, REGULAR, LAPSED, NEVER_CAME)
"""The states, in the order in which they are offered. Nobody who was never on a list has one."""

RECENT, OFTEN, MISSED = 6, 3, 2
"""A regular came to `OFTEN` of the last `RECENT` huddles; missing `MISSED` running makes a lapsed one."""

HORIZON = 62
"""The newest huddles that are looked at: as many as a mask of SQLite's integers holds."""


def state_of_mask(mask: int, times: int, is_listed: bool) -> str | None:
    """Return the state of someone whose bit n says that they came to the nth huddle, the newest being bit 0.

    `times` counts all huddles they came to, older ones than the mask holds as well; `is_listed` whether they were on
    the list of any. A huddle before we knew them is no miss: nobody came before their own first time.
    """
    if not times:
        return NEVER_CAME if is_listed else None
    gap = gap_of(mask)
    if gap >= MISSED and in_recent(mask >> gap) >= OFTEN:
        return LAPSED
    if in_recent(mask) >= OFTEN:
        return REGULAR
    return FIRST_TIMER if times == 1 and in_recent(mask) else OCCASIONAL


def gap_of(mask: int) -> int:
    """Return how many of the newest huddles they missed running."""
    return (mask & -mask).bit_length() - 1


def in_recent(mask: int) -> int:
    """Return how many of the newest six huddles they came to."""
    return (mask & ((1 << RECENT) - 1)).bit_count()


def counted(now: Any) -> Any:
    """Return the query of the huddles that count, each with its place, 0 the newest: held, or over and not cancelled.

    `now` is a moment or a day, or the name of one.
    """
    place = fn.row_number().over(order_by=[Huddle.starts_at.desc(), Huddle.id.desc()]) - 1
    return Huddle.select(Huddle.id, place.alias("seq")).where(
        Huddle.kind == "huddle",
        Huddle.deleted_at.is_null(),
        Huddle.status != "cancelled",
        (Huddle.status == "held") | (Huddle.ends_at <= now),
    )


def ids_in_states(subject: str, states: Sequence[int | str], today: date) -> Any:
    """Return the query of the ids of all in any of these states, of all series together.

    `subject` is contact or organisation. A huddle of today counts once it was held.
    """
    huddles = counted(today.isoformat()).cte("counted", materialized=True)
    who = Attendance.contact_id if subject == "contact" else Attendance.organisation_id
    came = _came(who, huddles)
    found = Select([came], [came.c.id]).where(_state(came.c).in_(as_given(states)))
    if NEVER_CAME in states:
        listed = Attendance.select(who).where(Attendance.huddle_id.in_(Select([huddles], [huddles.c.id])))
        found += listed.group_by(who).having(who.is_null(False), fn.sum(Attendance.presence == "attended") == 0)
    found = found.alias("found")
    return Select([found], [found.c.id]).with_cte(huddles)


def _came(who: Any, huddles: Any) -> Any:
    """Return the query of how often each came, the mask of the newest huddles and how many of these they missed."""
    # The word itself, not a value: the index of who came is over rows that have it.
    is_there = (Attendance.presence == SQL("'attended'")) & who.is_null(False)
    times = Attendance.select(who.alias("id"), Attendance.huddle_id).where(is_there).distinct().alias("a")
    place = huddles.c.seq
    mask = fn.sum(Expression(1, "<<", place)).filter(place < HORIZON)
    return (
        Select(
            [Join(times, huddles, JOIN.CROSS)],
            [
                times.c.id,
                fn.count(SQL("*")).alias("times"),
                fn.coalesce(mask, 0).alias("mask"),
                fn.min(place).alias("gap"),
            ],
        )
        .where(huddles.c.id == times.c.huddle_id)
        .group_by(times.c.id)
        .alias("came")
    )


def _state(came: Any) -> Any:
    """Return the state of whom we have the times, the mask and the gap of, as `state_of_mask` tells it."""
    is_lapsed = (came.gap >= MISSED) & (_recent(Expression(came.mask, ">>", came.gap)) >= OFTEN)
    is_first = (came.times == 1) & (came.mask.bin_and((1 << RECENT) - 1) != 0)
    regular = _recent(came.mask) >= OFTEN
    return Case(None, [(is_lapsed, LAPSED), (regular, REGULAR), (is_first, FIRST_TIMER)], OCCASIONAL)


def _recent(mask: Any) -> Any:
    """Return the number of the newest six huddles in a mask, as `in_recent` does."""
    return reduce(add, (Expression(mask, ">>", place).bin_and(1) for place in range(RECENT)))
