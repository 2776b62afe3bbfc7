"""Importing files of contacts: a preview that writes nothing, then one action that can be taken back at any time."""

from crm.importing.records import (
    NEW_ORGANISATION,
    Candidate,
    Counts,
    Decisions,
    FileChanged,
    ImportPlan,
    ImportResult,
    Move,
    MoveDecisions,
    OrganisationDecisions,
    OrganisationQuestion,
    Outcome,
    PlannedRow,
)
from crm.importing.service import Importing
from crm.reviewing import NEW_CONTACT, AsideRow, BatchRow

__all__ = [
    "NEW_CONTACT",
    "NEW_ORGANISATION",
    "AsideRow",
    "BatchRow",
    "Candidate",
    "Counts",
    "Decisions",
    "FileChanged",
    "ImportPlan",
    "ImportResult",
    "Importing",
    "Move",
    "MoveDecisions",
    "OrganisationDecisions",
    "OrganisationQuestion",
    "Outcome",
    "PlannedRow",
]
