"""Each field that a person can see, declared once: what it is called and where it is told, taken and found.

Import, export, search, filters, lists, forms, facts, “What changed” and the command line read it from here. A new field
is a column of the model, its declaration, a migration and a test.
"""

from crm.fields.cleaning import cleaned
from crm.fields.contacts import CONTACT
from crm.fields.declaring import (
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
    Listed,
    No,
    OwnForm,
    Searched,
    Shown,
    Sorted,
)
from crm.fields.organisations import ORGANISATION

ALL: tuple[Fields, ...] = (CONTACT, ORGANISATION)
"""The fields of every table that has any."""

__all__ = [
    "ALL",
    "CONTACT",
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
    "Listed",
    "No",
    "OwnForm",
    "Searched",
    "Shown",
    "Sorted",
    "cleaned",
]
