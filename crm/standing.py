"""States of the lifecycle: what somebody's presence at the newest huddles makes of them, here and as SQL for lists."""

from collections.abc import Sequence
from datetime import date

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


COUNTED = (
    "SELECT id, row_number() OVER (ORDER BY starts_at DESC, id DESC) - 1 AS seq FROM huddle WHERE kind = 'huddle' "
    "AND deleted_at IS NULL AND status <> 'cancelled' AND (status = 'held' OR ends_at <= :now)"
)
"""The huddles that count: held, or over and not cancelled."""

_RECENT = " + ".join(f"({{0}} >> {place} & 1)" for place in range(RECENT))
_STATE = (
    f"CASE WHEN gap >= {MISSED} AND {_RECENT.format('(mask >> gap)')} >= {OFTEN} THEN '{LAPSED}' "
    f"WHEN {_RECENT.format('mask')} >= {OFTEN} THEN '{REGULAR}' "
    f"WHEN times = 1 AND mask & {(1 << RECENT) - 1} THEN '{FIRST_TIMER}' ELSE '{OCCASIONAL}' END"
)
_CAME = f"""SELECT a.id, count(*) AS times, coalesce(sum(1 << c.seq) FILTER (WHERE c.seq < {HORIZON}), 0) AS mask,
    min(c.seq) AS gap FROM (SELECT DISTINCT {{column}} AS id, huddle_id FROM attendance WHERE presence = 'attended'
    AND {{column}} IS NOT NULL) a CROSS JOIN counted c ON c.id = a.huddle_id GROUP BY a.id"""


def ids_in_states(subject: str, states: Sequence[int | str], today: date) -> tuple[str, list[object]]:
    """Return the query of the ids of all in any of these states, of all series together, with its parameters.

    `subject` is contact or organisation. A huddle of today counts once it was held.
    """
    column = f"{subject}_id"
    counted = f"WITH counted AS MATERIALIZED ({COUNTED.replace(':now', '?')})"
    marks = ", ".join("?" * len(states))
    sql = f"SELECT id FROM ({_CAME.format(column=column)}) WHERE {_STATE} IN ({marks})"
    if NEVER_CAME in states:
        sql += (
            f" UNION ALL SELECT {column} FROM attendance WHERE huddle_id IN (SELECT id FROM counted) "
            f"GROUP BY {column} HAVING {column} IS NOT NULL AND sum(presence = 'attended') = 0"
        )
    return f"{counted} {sql}", [today.isoformat(), *states]
