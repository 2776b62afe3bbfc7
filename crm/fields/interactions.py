"""The fields of an interaction; its texts stand in the order in which they are indexed."""

from typing import Any

from crm.db.schema.allowed import INTERACTION_KINDS, INTERACTION_STATUSES
from crm.fields import left_out
from crm.fields.cleaning import LONGEST_TEXT
from crm.fields.declaration import Changed, Edited, Field, Fields, Kind, No, Searched, Shown

_NOT_TOLD = No("a history says in one line what happened and with whom")
_PLAIN: dict[str, Any] = {
    **left_out.AT_HOME,
    "searched": left_out.NOT_FOUND_BY,
    "filtered": left_out.ONE_FIELD_OF_MANY,
    "sorted": left_out.BY_TIME,
    "listed": left_out.NO_COLUMNS,
    "changed": Changed(),
    "edited": Edited(),
    "shown": _NOT_TOLD,
}

INTERACTION = Fields(
    "interaction",
    Field(
        key="kind",
        label="Kind",
        kind=Kind.CHOICE,
        choices=INTERACTION_KINDS,
        **{**_PLAIN, "shown": Shown()},
    ),
    Field(key="status", label="Status", kind=Kind.CHOICE, choices=INTERACTION_STATUSES, **_PLAIN),
    Field(
        key="happened_at",
        label="Day",
        kind=Kind.MOMENT,
        **{
            **_PLAIN,
            "changed": No("noon where only the day is known, so that it would tell an hour that nobody said"),
            "shown": Shown(),
        },
    ),
    Field(
        key="has_time",
        label="Time",
        said="has time",
        kind=Kind.YES_NO,
        **{**_PLAIN, "changed": Changed(plain=True), "shown": Shown()},
    ),
    Field(
        key="participants",
        label="Who",
        kind=Kind.SEVERAL,
        is_stored=False,
        **{
            **_PLAIN,
            "searched": left_out.BY_ITS_NAME,
            "changed": left_out.ITS_OWN_TABLE,
            "edited": Edited(placeholder="A name"),
            "shown": Shown(),
        },
    ),
    Field(
        key="subject",
        label="Subject",
        longest=LONGEST_TEXT,
        **{**_PLAIN, "searched": Searched(), "edited": Edited("About"), "shown": Shown()},
    ),
    Field(
        key="tags",
        label="Tags",
        kind=Kind.SEVERAL,
        is_stored=False,
        **{
            **_PLAIN,
            "searched": Searched("#{}"),
            "changed": left_out.ITS_OWN_TABLE,
            "edited": Edited(placeholder="A tag"),
            "shown": Shown(),
        },
    ),
    Field(
        key="notes",
        label="Notes",
        kind=Kind.LONG_TEXT,
        **{**_PLAIN, "searched": Searched(), "shown": Shown()},
    ),
    Field(key="place", label="Place", longest=LONGEST_TEXT, **{**_PLAIN, "searched": Searched()}),
    Field(
        key="duration_minutes",
        label="Minutes",
        said="duration minutes",
        kind=Kind.NUMBER,
        **{**_PLAIN, "edited": Edited(placeholder="45")},
    ),
    Field(key="direction", label="Direction", kind=Kind.CHOICE, choices=("", "out", "in"), **_PLAIN),
    Field(
        key="huddle_id",
        label="Huddle",
        kind=Kind.RECORD,
        **{**_PLAIN, "edited": No("said by the huddle at which it is logged"), "shown": Shown()},
    ),
    hidden=left_out.HIDDEN,
)
