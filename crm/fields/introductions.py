"""The fields of an introduction; its texts stand in the order in which they are indexed."""

from typing import Any

from crm.db.schema.allowed import INTRODUCTION_SOURCES
from crm.fields import left_out
from crm.fields.cleaning import LONGEST_TEXT, needed
from crm.fields.declaration import (
    Changed,
    Edited,
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
    **left_out.AT_HOME,
    "searched": left_out.NOT_FOUND_BY,
    "filtered": left_out.ONE_FIELD_OF_MANY,
    "sorted": left_out.NOT_SORTED,
    "listed": left_out.NOT_IN_LISTS,
    "changed": Changed(),
    "edited": Edited(),
    "shown": Shown(),
}
_OF_PARTS: dict[str, Any] = {
    **_PLAIN,
    "is_stored": False,
    "sorted": Sorted(),
    "changed": left_out.ITS_OWN_TABLE,
    "edited": left_out.IN_ITS_OWN_FORM,
}

INTRODUCTION = Fields(
    "introduction",
    Field(
        key="who",
        label="Who",
        kind=Kind.SEVERAL,
        **{
            **_OF_PARTS,
            "searched": left_out.BY_ITS_NAME,
            "filtered": Filtered("words"),
            "listed": Listed("Who with whom"),
            "edited": Edited(placeholder="Type a name or an organisation"),
        },
    ),
    Field(
        key="outcome",
        label="Outcome",
        kind=Kind.CHOICE,
        **{**_OF_PARTS, "filtered": Filtered("status"), "listed": Listed("Status")},
    ),
    Field(
        key="agreed",
        label="Agreed",
        kind=Kind.SEVERAL,
        **{**_OF_PARTS, "sorted": No("told as one of so many"), "listed": Listed()},
    ),
    Field(
        key="made_on",
        label="Made on",
        kind=Kind.DAY,
        **{
            **_PLAIN,
            "sorted": Sorted(),
            "listed": Listed(),
            "changed": Changed(plain=True),
            "edited": OwnForm("saying that it was made"),
        },
    ),
    Field(
        key="check_on",
        label="Check back",
        kind=Kind.DAY,
        **{**_OF_PARTS, "listed": Listed(), "edited": No("a follow-up of its own, changed there")},
    ),
    Field(
        key="reason",
        label="Reason",
        longest=LONGEST_TEXT,
        clean=needed("Say what the introduction is for."),
        **{
            **_PLAIN,
            "searched": Searched(),
            "filtered": Filtered("words"),
            "sorted": Sorted(),
            "listed": No("told under the names, and of its own only where rows are copied"),
            "edited": Edited("What for", "A clinical site for the falls sensor"),
        },
    ),
    Field(
        key="source",
        label="Source",
        kind=Kind.CHOICE,
        choices=INTRODUCTION_SOURCES,
        **{**_PLAIN, "sorted": Sorted(), "listed": Listed("From"), "edited": Edited("Where it came from")},
    ),
    Field(key="notes", label="Notes", kind=Kind.LONG_TEXT, **{**_PLAIN, "searched": Searched()}),
    *(
        Field(
            key=f"{record}_id",
            label=record.capitalize(),
            kind=Kind.RECORD,
            **{**_PLAIN, "searched": left_out.BY_ITS_NAME, "edited": left_out.BY_WHAT_IT_IS_OF},
        )
        for record in ("huddle", "pitch")
    ),
    hidden=left_out.HIDDEN,
)
