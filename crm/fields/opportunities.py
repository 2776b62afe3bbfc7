"""The fields of an opportunity, in the order of exports."""

from typing import Any

from crm.db.schema.allowed import OPPORTUNITY_SOURCES
from crm.fields import left_out
from crm.fields.cleaning import LONGEST_TEXT, needed
from crm.fields.declaration import (
    Changed,
    Edited,
    Exported,
    Field,
    Fields,
    Filtered,
    Kind,
    Listed,
    No,
    OwnForm,
    Searched,
    Shown,
    Sorted,
)

_PLAIN: dict[str, Any] = {
    "imported": left_out.NO_IMPORT,
    "carded": left_out.NO_CARD,
    "searched": left_out.NOT_FOUND_BY,
    "filtered": left_out.ONE_FIELD_OF_MANY,
    "sorted": left_out.NOT_SORTED,
    "listed": left_out.NOT_IN_LISTS,
    "changed": Changed(),
    "edited": Edited(),
    "shown": Shown(),
}
_OF_STAGE: dict[str, Any] = {
    **_PLAIN,
    "is_stored": False,
    "changed": No("told as the stage it moved to"),
    "edited": No("follows from its stage"),
}
_OF_PARTS: dict[str, Any] = {
    **_PLAIN,
    "is_stored": False,
    "searched": left_out.BY_ITS_NAME,
    "changed": left_out.ITS_OWN_TABLE,
    "edited": OwnForm("the card of those who take part"),
}
_NEXT: dict[str, Any] = {
    **_PLAIN,
    "is_stored": False,
    "changed": left_out.ITS_OWN_TABLE,
    "edited": No("a follow-up of its own, changed there"),
}
_FROM: dict[str, Any] = {**_PLAIN, "searched": left_out.BY_ITS_NAME, "edited": left_out.BY_WHAT_IT_IS_OF}

_WHERE_IT_STANDS = (
    Field(
        key="title",
        label="Title",
        longest=LONGEST_TEXT,
        clean=needed("Give the opportunity a title."),
        exported=Exported("Opportunity", 36),
        **{
            **_PLAIN,
            "searched": Searched(),
            "filtered": Filtered("text"),
            "sorted": Sorted(),
            "listed": Listed("Opportunity"),
            "edited": Edited(place=10),
        },
    ),
    Field(
        key="pipeline",
        label="Pipeline",
        kind=Kind.RECORD,
        exported=Exported(width=18),
        **{**_OF_STAGE, "filtered": Filtered("pipeline_id")},
    ),
    Field(
        key="stage_id",
        label="Stage",
        kind=Kind.RECORD,
        exported=Exported(width=16),
        **{
            **_PLAIN,
            "sorted": Sorted("stage"),
            "listed": Listed(),
            "edited": OwnForm("moving it to another stage"),
        },
    ),
    Field(
        key="outcome",
        label="Outcome",
        kind=Kind.CHOICE,
        exported=Exported(width=10),
        **{**_OF_STAGE, "filtered": Filtered("closed")},
    ),
)
_WHO = (
    Field(
        key="organisation",
        label="Organisation",
        kind=Kind.RECORD,
        exported=Exported(width=32),
        **{
            **_OF_PARTS,
            "filtered": Filtered("organisation_id"),
            "listed": No("told under the title, and of its own only where rows are copied"),
        },
    ),
    Field(
        key="parties",
        label="Parties",
        kind=Kind.SEVERAL,
        exported=Exported(width=60),
        **{**_OF_PARTS, "filtered": Filtered("contact_id")},
    ),
    Field(key="wanted", label="Wanted", kind=Kind.SEVERAL, exported=Exported(width=30), **_OF_PARTS),
)
_WORTH = (
    Field(
        key="value_pence",
        label="Value",
        kind=Kind.MONEY,
        exported=Exported(width=14, kind="number"),
        **{
            **_PLAIN,
            "sorted": Sorted("value"),
            "listed": Listed(),
            "changed": Changed("value pence"),
            "edited": Edited(place=20),
        },
    ),
    Field(
        key="currency",
        label="Currency",
        kind=Kind.CHOICE,
        exported=Exported(width=9),
        **{**_PLAIN, "edited": Edited(place=21)},
    ),
    Field(
        key="probability",
        label="Probability",
        kind=Kind.NUMBER,
        exported=Exported(width=11, kind="number"),
        **_OF_STAGE,
    ),
    Field(
        key="weighted",
        label="Weighted value",
        kind=Kind.MONEY,
        exported=Exported(width=14, kind="number"),
        **{**_OF_STAGE, "sorted": Sorted(), "listed": Listed("Weighted", 80), "shown": left_out.DERIVED},
    ),
)
_WHEN = (
    Field(
        key="deadline",
        label="Call deadline",
        said="deadline",
        kind=Kind.DAY,
        exported=Exported(width=14, kind="date"),
        **{
            **_PLAIN,
            "sorted": Sorted(),
            "listed": Listed("Deadline", 70),
            "changed": Changed(plain=True),
            "edited": Edited(place=30),
        },
    ),
    Field(
        key="expected_close",
        label="Expected close",
        kind=Kind.DAY,
        exported=Exported(width=14, kind="date"),
        **{
            **_PLAIN,
            "sorted": Sorted(),
            "listed": Listed(place=70),
            "changed": Changed(plain=True),
            "edited": Edited(place=31),
        },
    ),
    Field(
        key="next_step",
        label="Next step",
        exported=Exported(width=36),
        **{**_NEXT, "filtered": Filtered("no_next_step"), "sorted": Sorted(), "listed": Listed()},
    ),
    Field(
        key="next_step_on",
        label="Due",
        kind=Kind.DAY,
        exported=Exported(width=14, kind="date"),
        **{**_NEXT, "listed": No("told as the next step")},
    ),
    Field(
        key="days_in_stage",
        label="Days in stage",
        kind=Kind.NUMBER,
        exported=Exported(width=13, kind="number"),
        **{**_OF_STAGE, "filtered": Filtered("stale"), "sorted": Sorted("age"), "listed": Listed("In stage")},
    ),
)
_WHERE_FROM = (
    Field(
        key="source",
        label="Source",
        kind=Kind.CHOICE,
        choices=OPPORTUNITY_SOURCES,
        exported=Exported(width=14),
        **{**_PLAIN, "edited": Edited("Came from", "Say where it came from", 40)},
    ),
    Field(key="huddle_id", label="Huddle", kind=Kind.RECORD, exported=Exported(width=20), **_FROM),
    Field(key="pitch_id", label="Pitch", kind=Kind.RECORD, exported=Exported(width=30), **_FROM),
    Field(
        key="introduction_id",
        label="Introduction",
        kind=Kind.RECORD,
        exported=No("a table tells the source, and the huddle and the pitch where there was one"),
        **_FROM,
    ),
)
_IN_WORDS = (
    Field(
        key="lost_reason",
        label="Lost reason",
        kind=Kind.LONG_TEXT,
        exported=Exported("Reason", 30),
        **{**_PLAIN, "searched": Searched(place=90), "edited": OwnForm("said when it is won or lost")},
    ),
    Field(
        key="themes",
        label="Themes",
        kind=Kind.SEVERAL,
        is_stored=False,
        exported=Exported(width=24),
        **{
            **_PLAIN,
            "changed": left_out.ITS_OWN_TABLE,
            "edited": No("those of the pitch it is made from"),
        },
    ),
    Field(
        key="notes",
        label="Notes",
        kind=Kind.LONG_TEXT,
        exported=Exported(width=40),
        **{**_PLAIN, "searched": Searched(), "edited": Edited(place=90)},
    ),
    Field(
        key="created_at",
        label="Added",
        kind=Kind.MOMENT,
        exported=Exported(width=14, kind="date"),
        **{**_PLAIN, "changed": left_out.NEVER_CHANGES, "edited": left_out.NEVER_CHANGES},
    ),
)

OPPORTUNITY = Fields(
    "opportunity",
    *_WHERE_IT_STANDS,
    *_WHO,
    *_WORTH,
    *_WHEN,
    *_WHERE_FROM,
    *_IN_WORDS,
    hidden={
        "id": left_out.LINK_OF_ROWS,
        "uid": left_out.UID,
        "position": "its place in the column of the board, moved by hand",
        "deleted_at": left_out.IN_TRASH,
    },
)
