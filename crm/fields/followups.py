"""The fields of a follow-up; its texts stand in the order in which they are indexed."""

from typing import Any

from crm.fields import left_out
from crm.fields.cleaning import LONGEST_TEXT, needed
from crm.fields.declaration import Changed, Edited, Field, Fields, Kind, No, OwnForm, Searched, Shown

_PLAIN: dict[str, Any] = {
    **left_out.AT_HOME,
    "searched": left_out.NOT_FOUND_BY,
    "filtered": No("they are grouped by when they are due"),
    "sorted": left_out.BY_TIME,
    "listed": left_out.NO_COLUMNS,
    "changed": Changed(),
    "edited": Edited(),
    "shown": Shown(),
}
_NOT_TOLD = No("the list tells what is open, by when and about whom")
_ABOUT: dict[str, Any] = {**_PLAIN, "searched": left_out.BY_ITS_NAME, "edited": left_out.BY_WHAT_IT_IS_OF}

FOLLOW_UP = Fields(
    "follow_up",
    Field(
        key="title",
        label="Title",
        longest=LONGEST_TEXT,
        clean=needed("Say what is to be done."),
        **{
            **_PLAIN,
            "searched": Searched(),
            "edited": Edited("What is to be done", "Send the draft protocol"),
        },
    ),
    Field(
        key="due_on",
        label="Due",
        kind=Kind.DAY,
        **{**_PLAIN, "edited": Edited("By when", "fri, 2w, 21/5")},
    ),
    Field(
        key="due_time",
        label="Due time",
        kind=Kind.TIME,
        **{**_PLAIN, "edited": No("said in the line that is logged; the form keeps it")},
    ),
    Field(
        key="owed_by",
        label="Owed by",
        kind=Kind.CHOICE,
        choices=("us", "them"),
        **{**_PLAIN, "edited": Edited("Who owes it")},
    ),
    *(
        Field(key=f"{record}_id", label=record.capitalize(), kind=Kind.RECORD, **{**_ABOUT, "edited": Edited("About")})
        for record in ("contact", "organisation")
    ),
    Field(key="repeat", label="Repeats", said="repeat", kind=Kind.CHOICE, **_PLAIN),
    Field(key="priority", label="Priority", kind=Kind.NUMBER, **_PLAIN),
    Field(
        key="repeat_from",
        label="Counted",
        kind=Kind.CHOICE,
        choices=("due", "completion"),
        **{**_PLAIN, "changed": No("told by the days on which the next ones are due"), "shown": _NOT_TOLD},
    ),
    Field(key="notes", label="Notes", kind=Kind.LONG_TEXT, **{**_PLAIN, "searched": Searched(), "shown": _NOT_TOLD}),
    Field(
        key="result",
        label="Result",
        kind=Kind.LONG_TEXT,
        **{
            **_PLAIN,
            "searched": Searched(),
            "edited": OwnForm("said when it is done or dropped"),
            "shown": _NOT_TOLD,
        },
    ),
    Field(
        key="snoozed_until",
        label="Snoozed until",
        kind=Kind.DAY,
        **{**_PLAIN, "edited": OwnForm("the actions that snooze it")},
    ),
    Field(
        key="done_at",
        label="Done",
        kind=Kind.MOMENT,
        **{**_PLAIN, "edited": OwnForm("ticking it, which makes the next one of those that repeat")},
    ),
    Field(
        key="dropped_at",
        label="Dropped",
        kind=Kind.MOMENT,
        **{**_PLAIN, "edited": OwnForm("the action that drops it"), "shown": _NOT_TOLD},
    ),
    Field(
        key="interaction_id",
        label="Interaction",
        kind=Kind.RECORD,
        **{**_ABOUT, "changed": left_out.NEVER_CHANGES},
    ),
    *(
        Field(key=f"{record}_id", label=record.capitalize(), kind=Kind.RECORD, **_ABOUT)
        for record in ("huddle", "pitch", "opportunity", "introduction")
    ),
    Field(
        key="follows_id",
        label="Follows",
        kind=Kind.RECORD,
        **{
            **_ABOUT,
            "changed": No("moves only with the one before it, whose own change is told"),
            "shown": _NOT_TOLD,
        },
    ),
    hidden=left_out.HIDDEN,
)
