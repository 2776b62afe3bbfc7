"""Each field that a person can see, declared once: what it is called and where it is told, taken and found.

Import, export, search, filters, lists, forms, facts, “What changed” and the command line read it from here. A new field
is a column of the model, its declaration, a migration and a test.
"""

from crm.fields.cleaning import cleaned, cleaned_texts, fact, facts_of, partial
from crm.fields.contacts import CONTACT
from crm.fields.declaration import (
    PLACES,
    Carded,
    Changed,
    Edited,
    Exported,
    Field,
    Fields,
    Filtered,
    Imported,
    Kind,
    ListColumn,
    Listed,
    No,
    OwnForm,
    Searched,
    Shown,
    Sorted,
    apart,
    value_of,
)
from crm.fields.followups import FOLLOW_UP
from crm.fields.huddles import HUDDLE
from crm.fields.interactions import INTERACTION
from crm.fields.introductions import INTRODUCTION
from crm.fields.needs import NEED_OFFER
from crm.fields.opportunities import OPPORTUNITY
from crm.fields.organisations import ORGANISATION

ALL: tuple[Fields, ...] = (
    CONTACT,
    ORGANISATION,
    INTERACTION,
    FOLLOW_UP,
    HUDDLE,
    OPPORTUNITY,
    NEED_OFFER,
    INTRODUCTION,
)
"""The fields of every table that has any."""

__all__ = [
    "ALL",
    "CONTACT",
    "FOLLOW_UP",
    "HUDDLE",
    "INTERACTION",
    "INTRODUCTION",
    "NEED_OFFER",
    "OPPORTUNITY",
    "ORGANISATION",
    "PLACES",
    "Carded",
    "Changed",
    "Edited",
    "Exported",
    "Field",
    "Fields",
    "Filtered",
    "Imported",
    "Kind",
    "ListColumn",
    "Listed",
    "No",
    "OwnForm",
    "Searched",
    "Shown",
    "Sorted",
    "apart",
    "cleaned",
    "cleaned_texts",
    "fact",
    "facts_of",
    "partial",
    "value_of",
]
