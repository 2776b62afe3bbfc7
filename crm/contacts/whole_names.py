"""A draft of a contact of whom a whole name is known, as it was typed or read."""

from typing import Any

from crm.contacts.records import ContactDraft
from crm.formats.names import split_name


def draft_named(name: str, **facts: Any) -> ContactDraft:
    """Return the draft of a person called `name`, taken apart into its parts; `facts` are the draft's other fields."""
    read = split_name(name)
    given = " ".join(filter(None, (read.given, read.middle)))
    return ContactDraft(given, read.family, read.prefix, read.suffix, read.nickname, read.pronouns, **facts)
