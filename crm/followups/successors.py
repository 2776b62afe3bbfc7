"""What repeating makes of a follow-up that is done, and what becomes of that when it was not done after all."""

import json
from datetime import date
from typing import Any

from msgspec.structs import asdict

from crm import dates
from crm.db.store import Store
from crm.followups import queries, repeats
from crm.followups.records import Copied, Edited


def columns_of_next(store: Store, follow_up_id: int, done_on: date) -> dict[str, Any] | None:
    """Return the columns of what follows a repeating follow-up done on a day, or None where nothing does.

    Its day lies after that day and after the due day; counted from completion it keeps the rhythm from that day on.
    """
    done = store.all(queries.COPIED_OF, into=Copied, follow_up=follow_up_id)[0]
    rule = repeats.with_one_less(done.repeat) if done.repeat else None
    if rule is None:
        return None
    due = dates.partial_end(done.due_on) if done.due_on else done_on
    if done.repeat_from == "due":
        day = repeats.following(rule, due, max(due, done_on), _day_meant(store, follow_up_id))
    else:
        day = repeats.following(rule, done_on, max(due, done_on))
    if day is None:
        return None
    return {**asdict(done), "repeat": rule, "due_on": day.isoformat(), "follows_id": follow_up_id}


def _day_meant(store: Store, follow_up_id: int) -> int:
    """Return the day of the month that a series is meant for: 31 where the last was due on the 31st, this on the 30th.

    A series leaves its day only for the end of a month that has no such day.
    """
    series = store.column(queries.DAYS_BEFORE, follow_up=follow_up_id)
    return max(dates.partial_end(due).day for due in series) if series else 0


def open_one_after(store: Store, follow_up_id: int) -> int | None:
    """Return the open follow-up that repeating made of this one, or of what it made; None without one."""
    found = store.value(queries.OPEN_AFTER, follow_up=follow_up_id)
    return None if found is None else int(found)


def edited_since_made(store: Store, follow_up_id: int) -> set[str]:
    """Return the columns of a follow-up that differ from when it was made; all of them where the log does not say."""
    image = store.value(queries.MADE_AS, follow_up=follow_up_id)
    now = store.all(queries.EDITED_OF, into=Edited, follow_up=follow_up_id)[0]
    if image is None:
        return set(Edited.__struct_fields__)
    made = json.loads(image)  # of an older version it lacks columns, in which there was nothing
    return {name for name, value in asdict(now).items() if made.get(name) != value}
