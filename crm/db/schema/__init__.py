"""The schema: a model for every table (`tables` has them in their order), and the words that columns allow (`allowed`).

The models, and peewee with them, are loaded when one is first named: a start reads and paints without them.
"""

import importlib
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from crm.db.schema.tables import (
        LOGGED,
        UNLOGGED,
        Affiliation,
        Attendance,
        AttendanceSession,
        Change,
        ChangeSet,
        CloseOut,
        Consent,
        Contact,
        ContactAddress,
        ContactAlias,
        ContactEmail,
        ContactPhone,
        ContactTag,
        ContactTheme,
        Draft,
        FollowUp,
        Hand,
        Huddle,
        ImportBatch,
        ImportRow,
        Interaction,
        InteractionTag,
        Organisation,
        OrganisationAlias,
        OrganisationDomain,
        OrganisationTag,
        OrganisationTheme,
        Participant,
        Partnership,
        Pitch,
        Purpose,
        SavedView,
        Sector,
        Series,
        Setting,
        SubRegion,
        Table,
        Tag,
        Theme,
    )

__all__ = [
    "LOGGED",
    "UNLOGGED",
    "Affiliation",
    "Attendance",
    "AttendanceSession",
    "Change",
    "ChangeSet",
    "CloseOut",
    "Consent",
    "Contact",
    "ContactAddress",
    "ContactAlias",
    "ContactEmail",
    "ContactPhone",
    "ContactTag",
    "ContactTheme",
    "Draft",
    "FollowUp",
    "Hand",
    "Huddle",
    "ImportBatch",
    "ImportRow",
    "Interaction",
    "InteractionTag",
    "Organisation",
    "OrganisationAlias",
    "OrganisationDomain",
    "OrganisationTag",
    "OrganisationTheme",
    "Participant",
    "Partnership",
    "Pitch",
    "Purpose",
    "SavedView",
    "Sector",
    "Series",
    "Setting",
    "SubRegion",
    "Table",
    "Tag",
    "Theme",
]


def __getattr__(name: str) -> Any:
    if name not in __all__:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(importlib.import_module("crm.db.schema.tables"), name)
