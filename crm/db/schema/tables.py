"""All tables, in the order in which they can be created: a table stands after those it refers to."""

from crm.db.schema.base import Table
from crm.db.schema.changelog import Change, ChangeSet
from crm.db.schema.consents import Consent, Purpose
from crm.db.schema.huddles import Attendance, AttendanceSession, CloseOut, Hand, Huddle, Pitch, Series
from crm.db.schema.interactions import FollowUp, Interaction, InteractionTag, Participant
from crm.db.schema.organisations import (
    Organisation,
    OrganisationAlias,
    OrganisationDomain,
    OrganisationTag,
    OrganisationTheme,
    Partnership,
)
from crm.db.schema.people import (
    Affiliation,
    Contact,
    ContactAddress,
    ContactAlias,
    ContactEmail,
    ContactPhone,
    ContactTag,
    ContactTheme,
)
from crm.db.schema.reference import Sector, SubRegion, Tag, Theme
from crm.db.schema.workplace import Draft, ImportBatch, ImportRow, SavedView, Setting

LOGGED: tuple[type[Table], ...] = (
    Sector,
    SubRegion,
    Theme,
    Tag,
    Organisation,
    OrganisationAlias,
    OrganisationDomain,
    OrganisationTheme,
    OrganisationTag,
    Partnership,
    Contact,
    ContactAlias,
    ContactEmail,
    ContactPhone,
    ContactAddress,
    ContactTheme,
    ContactTag,
    Affiliation,
    Series,
    Huddle,
    Attendance,
    AttendanceSession,
    Pitch,
    Hand,
    CloseOut,
    Purpose,
    Consent,
    Interaction,
    Participant,
    InteractionTag,
    FollowUp,
    SavedView,
    Setting,
    ImportBatch,
    ImportRow,
)
"""The tables whose every change is written to the change log."""

UNLOGGED = (Draft, ChangeSet, Change)

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
