"""The rules of a contact's fields: what is taken, tidied, or refused with the field's name."""

import re
from typing import Any

from crm.contacts.records import Address, ContactDraft, Email, PhoneNumber
from crm.db.schema.allowed import EMAIL_STATES
from crm.errors import Invalid
from crm.fields import CONTACT, facts_of
from crm.phones import parse_phones
from crm.text import clean, clean_line

_EMAIL = re.compile(r"[^\s@<>,;]+@[^\s@<>,;]+\.[^\s@<>,;.]+")


def named(facts: dict[str, Any]) -> None:
    """Raise Invalid where a contact would have no name at all."""
    if not any(facts.get(key) for key in ("given_name", "family_name", "preferred_name")):
        raise Invalid("given_name", "A contact needs a name.")


def email(given: Email) -> Email:
    """Return an e-mail address tidied; raises Invalid where it is none."""
    value = clean_line(given.value).removeprefix("mailto:").strip("<> ")
    if not _EMAIL.fullmatch(value):
        raise Invalid("emails", f"“{value}” is not an e-mail address: it needs one @ and a domain.")
    if given.state not in EMAIL_STATES:
        raise Invalid("emails", f"“{given.state}” is no state of an e-mail address.")
    return Email(value, clean_line(given.kind), given.is_primary, given.state, given.id)


def phone(given: PhoneNumber) -> PhoneNumber:
    """Return a phone number with its E.164 form where there is one; a number is never refused."""
    typed = clean_line(given.typed)
    if not typed:
        raise Invalid("phones", "A phone number is needed.")
    parsed = parse_phones(typed)
    first = parsed[0] if parsed else None
    return PhoneNumber(
        typed,
        clean_line(given.kind),
        given.e164 or (first.e164 if first else None),
        clean_line(given.extension) or (first.extension if first else ""),
        given.id,
    )


def address(given: Address) -> Address:
    """Return an address tidied; its street keeps its lines."""
    return Address(
        clean(given.street),
        clean_line(given.town),
        clean_line(given.region),
        clean_line(given.postcode),
        clean_line(given.country),
        clean_line(given.kind),
        given.id,
    )


def facts(draft: ContactDraft) -> dict[str, Any]:
    """Return a draft's own columns as the database holds them; raises Invalid."""
    made = facts_of(CONTACT, draft)
    named(made)
    return made
