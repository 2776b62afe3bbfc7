"""The fields of a need or an offer; its texts stand in the order in which they are indexed."""

from typing import Any

from crm.db.schema.allowed import NEED_CATEGORIES, NEED_KINDS
from crm.fields import left_out
from crm.fields.cleaning import LONGEST_TEXT
from crm.fields.declaration import Changed, Edited, Field, Fields, Filtered, Kind, No, OwnForm, Searched, Shown

_PLAIN: dict[str, Any] = {
    **left_out.AT_HOME,
    "searched": left_out.NOT_FOUND_BY,
    "filtered": left_out.ONE_FIELD_OF_MANY,
    "sorted": No("the newest stand first"),
    "listed": left_out.NO_COLUMNS,
    "changed": Changed(),
    "edited": Edited(),
    "shown": Shown(),
}

NEED_OFFER = Fields(
    "need_offer",
    Field(
        key="kind",
        label="Kind",
        kind=Kind.CHOICE,
        choices=NEED_KINDS,
        **{**_PLAIN, "edited": No("a need and an offer are added by forms of their own, and stay what they are")},
    ),
    Field(
        key="title",
        label="Title",
        longest=LONGEST_TEXT,
        **{**_PLAIN, "searched": Searched(), "edited": Edited("What is needed")},
    ),
    Field(
        key="category",
        label="Category",
        kind=Kind.CHOICE,
        choices=NEED_CATEGORIES,
        **{**_PLAIN, "filtered": Filtered("category"), "edited": Edited("Kind")},
    ),
    Field(
        key="expires_on",
        label="Expires on",
        kind=Kind.DAY,
        **{
            **_PLAIN,
            "filtered": Filtered("state"),
            "changed": Changed(plain=True),
            "edited": Edited("Until", "31/12, 6m"),
        },
    ),
    Field(
        key="organisation_id", label="Organisation", kind=Kind.RECORD, **{**_PLAIN, "searched": left_out.BY_ITS_NAME}
    ),
    Field(
        key="contact_id",
        label="Contact",
        kind=Kind.RECORD,
        **{**_PLAIN, "searched": left_out.BY_ITS_NAME, "edited": Edited("Person")},
    ),
    Field(
        key="themes",
        label="Themes",
        kind=Kind.SEVERAL,
        is_stored=False,
        **{
            **_PLAIN,
            "filtered": Filtered("theme"),
            "changed": left_out.ITS_OWN_TABLE,
            "edited": Edited(placeholder="digital health, diagnostics"),
        },
    ),
    Field(
        key="maturity_from",
        label="Maturity from",
        kind=Kind.NUMBER,
        **{**_PLAIN, "edited": Edited("Maturity from (1 to 9)")},
    ),
    Field(key="maturity_to", label="Maturity to", kind=Kind.NUMBER, **_PLAIN),
    Field(key="sub_region_id", label="Sub-region", kind=Kind.RECORD, **_PLAIN),
    Field(
        key="confidential",
        label="Confidential",
        kind=Kind.YES_NO,
        **{
            **_PLAIN,
            "changed": Changed(plain=True),
            "edited": Edited(placeholder="Confidential: ask before sharing"),
        },
    ),
    Field(key="notes", label="Notes", kind=Kind.LONG_TEXT, **{**_PLAIN, "searched": Searched()}),
    Field(
        key="pitch_id",
        label="Pitch",
        kind=Kind.RECORD,
        **{**_PLAIN, "searched": left_out.BY_ITS_NAME, "edited": left_out.BY_WHAT_IT_IS_OF},
    ),
    Field(
        key="closed_at",
        label="Closed at",
        kind=Kind.MOMENT,
        **{
            **_PLAIN,
            "filtered": Filtered("state"),
            "changed": Changed(plain=True),
            "edited": OwnForm("the action that closes it"),
        },
    ),
    hidden=left_out.HIDDEN,
)
