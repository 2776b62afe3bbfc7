"""Contacts and organisations as vCards: one query for all of them, streamed."""

from itertools import chain
from typing import Any

import msgspec
from peewee import fn

from crm.db.derived.models import OrganisationSummary
from crm.db.schema import Contact, Organisation, Sector, SubRegion
from crm.exporting import several
from crm.exporting.columns import lines
from crm.fields import ORGANISATION
from crm.formats.names import join_name
from crm.formats.rows import ReadAddress, ReadContact, ReadEmail, ReadJob, ReadName, ReadPhone, ReadUrl

_CONTACT = lines(
    "contacts",
    (
        Contact.uid,
        Contact.title,
        Contact.given_name,
        Contact.family_name,
        Contact.suffix,
        Contact.preferred_name,
        Contact.birthday,
        Contact.about,
        Contact.linkedin_url,
        Contact.pronouns,
        Contact.cadence_aim,
        Contact.cadence_limit,
        Contact.active,
        several.EMAILS.alias("emails"),
        several.PHONES.alias("phones"),
        several.ADDRESSES.alias("addresses"),
        several.LABELS["contact"]["tag"].alias("tags"),
        several.LABELS["contact"]["theme"].alias("themes"),
        several.NAMES.alias("names"),
        several.AFFILIATIONS.alias("affiliations"),
    ),
)
_ORGANISATION = lines(
    "organisations",
    (
        Organisation.uid,
        OrganisationSummary.name,
        Organisation.website,
        Organisation.phone,
        Organisation.about,
        Organisation.street,
        Organisation.town,
        Organisation.postcode,
        Organisation.country,
        Organisation.closed_on,
        several.PARENT.alias("parent"),
        several.LABELS["organisation"]["tag"].alias("tags"),
        several.LABELS["organisation"]["theme"].alias("themes"),
        several.ALIASES.alias("aliases"),
        several.DOMAINS.alias("domains"),
        several.PARTNERSHIPS.alias("partnerships"),
        fn.json_object(
            "sector",
            Sector.name,
            "sub_region",
            SubRegion.name,
            *chain.from_iterable((field.key, getattr(Organisation, field.key)) for field in ORGANISATION.plain_texts),
        ).alias("facts"),
    ),
)
LINES = {"contacts": _CONTACT, "organisations": _ORGANISATION}
"""The query of the rows that are turned into vCards."""

Several = tuple[Any, ...]
"""A list of what a record has several of, as the database tells it."""


class ContactLine(msgspec.Struct, frozen=True):
    """A contact with all that its card tells."""

    uid: str
    title: str
    given_name: str
    family_name: str
    suffix: str
    preferred_name: str
    birthday: str | None
    about: str
    linkedin_url: str
    pronouns: str
    cadence_aim: int | None
    cadence_limit: int | None
    active: bool
    emails: Several
    phones: Several
    addresses: Several
    tags: Several
    themes: Several
    names: Several
    affiliations: Several


class OrganisationLine(msgspec.Struct, frozen=True):
    """An organisation with all that its card tells; `facts` are single ones that have no property of their own."""

    uid: str
    name: str
    website: str
    phone: str
    about: str
    street: str
    town: str
    postcode: str
    country: str
    closed_on: str | None
    parent: str | None
    tags: Several
    themes: Several
    aliases: Several
    domains: Several
    partnerships: Several
    facts: dict[str, Any]


RECORDS: dict[str, type[ContactLine] | type[OrganisationLine]] = {
    "contacts": ContactLine,
    "organisations": OrganisationLine,
}


def card(line: ContactLine | OrganisationLine) -> ReadContact:
    """Return the card of a line."""
    return _contact(line) if isinstance(line, ContactLine) else _organisation(line)


def _contact(line: ContactLine) -> ReadContact:
    jobs = tuple(ReadJob(*each[:6], *map(bool, each[6:])) for each in line.affiliations)
    main = next((job for job in jobs if job.is_primary), ReadJob(""))
    name = {"prefix": line.title, "family": line.family_name, "suffix": line.suffix}
    shown = join_name(given=line.preferred_name or line.given_name, middle="", **name)
    own = {
        "themes": [{"name": theme} for theme in line.themes],
        "aliases": [{"name": name, "kind": kind} for name, kind in line.names],
        "cadence_aim": line.cadence_aim,
        "cadence_limit": line.cadence_limit,
        "inactive": "" if line.active else "yes",
        "unattached": "" if main.organisation else "yes",  # else the e-mail's domain would tell an employer
    }
    return ReadContact(
        uid=line.uid,
        name=ReadName(given=line.given_name, nickname=line.preferred_name, display=shown, **name),
        emails=tuple(ReadEmail(value, kind, bool(primary), state) for value, kind, primary, state in line.emails),
        phones=tuple(
            ReadPhone(value, kind or "other", extension, typed=typed) for value, kind, extension, typed in line.phones
        ),
        addresses=tuple(
            ReadAddress(type=kind, street=street, city=town, region=region, postcode=postcode, country=country)
            for kind, street, town, region, postcode, country in line.addresses
        ),
        urls=(ReadUrl(line.linkedin_url, "LinkedIn"),) if line.linkedin_url else (),
        organisation=main.organisation,
        department=main.department,
        title=main.role,
        birthday=line.birthday or "",
        notes=line.about,
        tags=line.tags,
        jobs=jobs,
        extra={"pronouns": line.pronouns, "own": own},
    )


def _organisation(line: OrganisationLine) -> ReadContact:
    own = {
        "closed_on": line.closed_on,
        "parent": line.parent,
        "themes": [{"name": theme} for theme in line.themes],
        "aliases": line.aliases,
        "domains": line.domains,
        "partnerships": line.partnerships,
    }
    place = {"street": line.street, "city": line.town, "postcode": line.postcode, "country": line.country}
    phone = line.phone
    return ReadContact(
        uid=line.uid,
        name=ReadName(display=line.name),
        organisation=line.name,
        kind="organisation",
        phones=(ReadPhone(phone, "work", "", typed=phone),) if phone else (),
        addresses=(ReadAddress(type="work", **place),) if any(place.values()) else (),
        urls=(ReadUrl(line.website, "work"),) if line.website else (),
        notes=line.about,
        tags=line.tags,
        extra={**line.facts, "own": own},
    )
