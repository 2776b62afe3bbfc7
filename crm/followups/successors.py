"""What repeating makes of a follow-up that is done, and what becomes of that when it was not done after all."""

import json
from datetime import date
from typing import Any

from crm import dates
from crm.db.store import Store
from crm.followups import repeats

_COPIED = (
    "title", "notes", "owed_by", "due_time", "priority", "repeat", "repeat_from", "contact_id", "organisation_id",
    "interaction_id", "huddle_id", "pitch_id", "opportunity_id", "introduction_id", "due_on",
)  # fmt: skip


def columns_of_next(store: Store, follow_up_id: int, done_on: date) -> dict[str, Any] | None:
    """Return the columns of what follows a repeating follow-up done on a day, or None where nothing does.

    Its day lies after that day and after the due day; counted from completion it keeps the rhythm from that day on.
    """
    row = store.rows(f"SELECT {', '.join(_COPIED)} FROM follow_up WHERE id = ?", (follow_up_id,))[0]
    columns: dict[str, Any] = dict(zip(_COPIED, row, strict=True))
    rule = repeats.with_one_less(columns["repeat"]) if columns["repeat"] else None
    if rule is None:
        return None
    due = dates.partial_end(columns["due_on"]) if columns["due_on"] else done_on
    if columns["repeat_from"] == "due":
        day = repeats.following(rule, due, max(due, done_on), _day_meant(store, follow_up_id))
    else:
        day = repeats.following(rule, done_on, max(due, done_on))
    if day is None:
        return None
    return {**columns, "repeat": rule, "due_on": day.isoformat(), "follows_id": follow_up_id}


def _day_meant(store: Store, follow_up_id: int) -> int:
    """Return the day of the month that a series is meant for: 31 where the last was due on the 31st, this on the 30th.

    A series leaves its day only for the end of a month that has no such day.
    """
    series = store.rows(
        "WITH RECURSIVE back (id, due_on, follows_id, place) AS (SELECT id, due_on, follows_id, 0 FROM follow_up "
        "WHERE id = ? UNION ALL SELECT f.id, f.due_on, f.follows_id, place + 1 FROM follow_up f "
        "JOIN back ON f.id = back.follows_id WHERE strftime('%d', date(back.due_on, '+1 day')) = '01') "
        "SELECT due_on FROM back WHERE due_on IS NOT NULL ORDER BY place",
        (follow_up_id,),
    )
    return max(dates.partial_end(due).day for (due,) in series) if series else 0


def open_one_after(store: Store, follow_up_id: int) -> int | None:
    """Return the open follow-up that repeating made of this one, or of what it made; None without one."""
    found = store.value(
        "WITH RECURSIVE after (id) AS (SELECT id FROM follow_up WHERE follows_id = ?1 UNION "
        "SELECT f.id FROM follow_up f JOIN after ON f.follows_id = after.id) SELECT f.id FROM after "
        "JOIN follow_up f ON f.id = after.id AND f.id <> ?1 AND f.done_at IS NULL AND f.dropped_at IS NULL "
        "AND f.deleted_at IS NULL ORDER BY f.id DESC LIMIT 1",
        (follow_up_id,),
    )
    return None if found is None else int(found)


def edited_since_made(store: Store, follow_up_id: int) -> set[str]:
    """Return the columns of a follow-up that differ from when it was made; all of them where the log does not say."""
    image = store.value(
        "SELECT after FROM change WHERE table_name = 'follow_up' AND row_id = ? AND before IS NULL ORDER BY id LIMIT 1",
        (follow_up_id,),
    )
    names = (*_COPIED, "snoozed_until")
    now = store.rows(f"SELECT {', '.join(names)} FROM follow_up WHERE id = ?", (follow_up_id,))[0]
    if image is None:
        return set(names)
    made = json.loads(image)  # of an older version it lacks columns, in which there was nothing
    return {name for name, value in zip(names, now, strict=True) if made.get(name) != value}
