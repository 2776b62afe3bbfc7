"""The rules of a contact's fields: what is taken, tidied, or refused with the field's name."""

import re
from typing import Any

from crm import clock
from crm.contacts.records import Address, ContactDraft, Email, PhoneNumber
from crm.dates import parse_partial, partial_start
from crm.db.schema.allowed import EMAIL_STATES
from crm.errors import Invalid
from crm.phones import parse_phones
from crm.text import clean, clean_line

_EMAIL = re.compile(r"[^\s@<>,;]+@[^\s@<>,;]+\.[^\s@<>,;.]+")
_BIRTHDAY = re.compile(r"--(\d\d)-(\d\d)")
_LONGEST = {"about": 10_000_000}
_LONGEST_LINE = 500

LABELS = {
    "title": "title",
    "given_name": "given name",
    "family_name": "family name",
    "suffix": "suffix",
    "preferred_name": "preferred name",
    "pronouns": "pronouns",
    "linkedin_url": "LinkedIn profile",
    "birthday": "birthday",
    "about": "notes",
    "cadence_aim": "cadence",
    "cadence_limit": "cadence limit",
    "active": "active",
}
"""The fields of a contact that can be edited one by one, as they are called in labels of actions."""


def fact(field: str, value: Any) -> Any:
    """Return one fact as the database holds it; raises Invalid with the field's name."""
    if field not in LABELS:
        raise Invalid(field, f"A contact has no field “{field}”.")
    if field in ("cadence_aim", "cadence_limit"):
        return days(field, value)
    if field == "active":
        return int(bool(value))
    if field == "birthday":
        return birthday(value)
    text = clean(value) if field == "about" else clean_line(value)
    longest = _LONGEST.get(field, _LONGEST_LINE)
    if len(text) > longest:
        raise Invalid(field, f"The {LABELS[field]} is too long: at most {longest:,} characters fit.")
    return text


def days(field: str, value: Any) -> int | None:
    """Return a number of days from 1 to 3650, or None for an empty value."""
    if value in (None, ""):
        return None
    try:
        number = int(value)
    except (TypeError, ValueError):
        number = 0
    if not 1 <= number <= 3650:
        raise Invalid(field, "Days are a whole number from 1 to 3650; leave it empty for the default.")
    return number


def birthday(value: str | None) -> str | None:
    """Return a birthday as a partial date, or `--MM-DD` where the year is not known ("3 May")."""
    text = clean_line(value)
    if not text:
        return None
    if (without_year := _BIRTHDAY.fullmatch(text)) is not None:
        text = f"{without_year[2]}/{without_year[1]}"
    found = parse_partial(text)
    if found is not None and partial_start(found) <= clock.today():
        return found
    for leap_year in (f"{text}/2000", f"{text} 2000"):  # so that the 29th of February is a day
        if found is None and (day := parse_partial(leap_year)) is not None and len(day) == 10:
            return f"-{day[4:]}"
    raise Invalid("birthday", f"“{text}” is not a birthday. Try 3 May 1980, 3 May, May 1980 or 1980.")


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
    fields = [field for field in LABELS if hasattr(draft, field)]
    made = {field: fact(field, getattr(draft, field)) for field in fields}
    named(made)
    return made
