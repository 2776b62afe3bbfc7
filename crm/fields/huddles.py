"""The fields of a huddle; its texts stand in the order in which they are indexed."""

from typing import Any

from crm.db.schema.allowed import HUDDLE_FORMATS, HUDDLE_KINDS, HUDDLE_STATUSES
from crm.fields import left_out
from crm.fields.cleaning import LONGEST_TEXT
from crm.fields.declaration import Changed, Edited, Field, Fields, Filtered, Kind, No, OwnForm, Searched, Shown

_PLAIN: dict[str, Any] = {
    **left_out.AT_HOME,
    "searched": left_out.NOT_FOUND_BY,
    "filtered": left_out.ONE_FIELD_OF_MANY,
    "sorted": left_out.BY_TIME,
    "listed": left_out.NO_COLUMNS,
    "changed": Changed(),
    "edited": Edited(),
    "shown": Shown(),
}
_FROM_A_FILE: dict[str, Any] = {
    **_PLAIN,
    "imported": No("a file that says who came fills the form, which a person then looks at"),
}

HUDDLE = Fields(
    "huddle",
    Field(
        key="day",
        label="Day",
        kind=Kind.DAY,
        is_stored=False,
        **{
            **_FROM_A_FILE,
            "changed": No("told as the moment it starts"),
            "edited": Edited(placeholder="27 May, wed"),
        },
    ),
    Field(key="series_id", label="Series", kind=Kind.RECORD, **{**_PLAIN, "filtered": Filtered("series")}),
    Field(
        key="starts_at",
        label="Starts at",
        kind=Kind.MOMENT,
        **{**_FROM_A_FILE, "changed": Changed(plain=True), "edited": Edited("From")},
    ),
    Field(
        key="ends_at",
        label="Ends at",
        kind=Kind.MOMENT,
        **{**_FROM_A_FILE, "changed": Changed(plain=True), "edited": Edited("Until")},
    ),
    Field(key="number", label="Number", kind=Kind.NUMBER, **{**_PLAIN, "edited": Edited(placeholder="42")}),
    Field(key="kind", label="Kind", kind=Kind.CHOICE, choices=HUDDLE_KINDS, **_PLAIN),
    Field(
        key="title",
        label="Title",
        longest=LONGEST_TEXT,
        **{
            **_FROM_A_FILE,
            "searched": Searched(),
            "edited": Edited(placeholder="Named after series and number if left empty"),
        },
    ),
    Field(
        key="format",
        label="Format",
        kind=Kind.CHOICE,
        choices=HUDDLE_FORMATS,
        **{**_FROM_A_FILE, "edited": Edited("How")},
    ),
    Field(
        key="capacity",
        label="Capacity",
        kind=Kind.NUMBER,
        **{**_PLAIN, "edited": Edited("Places", "No limit")},
    ),
    Field(
        key="venue",
        label="Venue",
        longest=LONGEST_TEXT,
        **{**_FROM_A_FILE, "searched": Searched(), "edited": Edited(placeholder="Room, building, town")},
    ),
    Field(
        key="join_link",
        label="Join link",
        kind=Kind.LINK,
        longest=LONGEST_TEXT,
        **{**_PLAIN, "edited": Edited(placeholder="https://")},
    ),
    Field(
        key="host_organisation_id",
        label="Host organisation",
        kind=Kind.RECORD,
        **{**_PLAIN, "searched": left_out.BY_ITS_NAME, "edited": Edited("Host")},
    ),
    Field(key="sub_region_id", label="Sub-region", kind=Kind.RECORD, **_PLAIN),
    Field(
        key="pitch_slots",
        label="Pitch slots",
        kind=Kind.NUMBER,
        **{**_PLAIN, "edited": Edited(placeholder="5")},
    ),
    Field(
        key="pitch_minutes",
        label="Pitch minutes",
        kind=Kind.NUMBER,
        **{**_PLAIN, "edited": Edited("Minutes a pitch", "10")},
    ),
    Field(
        key="pitches_after",
        label="Pitches after",
        kind=Kind.NUMBER,
        **{**_PLAIN, "edited": Edited("First pitch after minutes", "10")},
    ),
    Field(key="time_zone", label="Time zone", kind=Kind.CHOICE, **_PLAIN),
    Field(key="notes", label="Notes", kind=Kind.LONG_TEXT, **{**_PLAIN, "searched": Searched()}),
    Field(
        key="status",
        label="Status",
        kind=Kind.CHOICE,
        choices=HUDDLE_STATUSES,
        **{**_PLAIN, "edited": OwnForm("the actions that hold, cancel and plan it again")},
    ),
    Field(
        key="headcount",
        label="Headcount",
        kind=Kind.NUMBER,
        **{**_PLAIN, "edited": OwnForm("the tally of those who are not named")},
    ),
    Field(
        key="locked_at",
        label="Locked at",
        kind=Kind.MOMENT,
        **{**_PLAIN, "changed": Changed(plain=True), "edited": OwnForm("locking who came")},
    ),
    hidden=left_out.HIDDEN,
)
