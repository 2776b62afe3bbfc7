"""Contacts and organisations as vCards: one query for all of them, streamed."""

import json
from typing import Any

from crm.db.derived.models import OrganisationSummary
from crm.db.schema import Contact, Organisation, Sector, SubRegion
from crm.exporting import parts
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
        parts.EMAILS,
        parts.PHONES,
        parts.ADDRESSES,
        parts.LABELS["contact"]["tag"],
        parts.LABELS["contact"]["theme"],
        parts.NAMES,
        parts.AFFILIATIONS,
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
        parts.PARENT,
        parts.LABELS["organisation"]["tag"],
        parts.LABELS["organisation"]["theme"],
        parts.ALIASES,
        parts.DOMAINS,
        parts.PARTNERSHIPS,
        Sector.name,
        SubRegion.name,
        *(getattr(Organisation, field.key) for field in ORGANISATION.plain_texts),
    ),
)
LINES = {"contacts": _CONTACT, "organisations": _ORGANISATION}
"""The query of the rows that `card` turns into vCards."""


def card(what: str, row: tuple[Any, ...]) -> ReadContact:
    """Return the card of a row."""
    return _contact(row) if what == "contacts" else _organisation(row)


def _contact(row: tuple[Any, ...]) -> ReadContact:
    uid, title, given, family, suffix, preferred, birthday, about, linkedin = row[:9]
    pronouns, aim, limit, active = row[9:13]
    emails, phones, addresses, tags, themes, names, affiliations = (json.loads(each) for each in row[13:])
    jobs = tuple(ReadJob(*each[:6], *map(bool, each[6:])) for each in affiliations)
    main = next((job for job in jobs if job.is_primary), ReadJob(""))
    shown = join_name(prefix=title, given=preferred or given, middle="", family=family, suffix=suffix)
    own = {
        "themes": [{"name": theme} for theme in themes],
        "aliases": [{"name": name, "kind": kind} for name, kind in names],
        "cadence_aim": aim,
        "cadence_limit": limit,
        "inactive": "" if active else "yes",
        "unattached": "" if main.organisation else "yes",  # else the e-mail's domain would tell an employer
    }
    return ReadContact(
        uid=uid,
        name=ReadName(prefix=title, given=given, family=family, suffix=suffix, nickname=preferred, display=shown),
        emails=tuple(ReadEmail(value, kind, bool(primary), state) for value, kind, primary, state in emails),
        phones=tuple(
            ReadPhone(value, kind or "other", extension, typed=typed) for value, kind, extension, typed in phones
        ),
        addresses=tuple(
            ReadAddress(type=kind, street=street, city=town, region=region, postcode=postcode, country=country)
            for kind, street, town, region, postcode, country in addresses
        ),
        urls=(ReadUrl(linkedin, "LinkedIn"),) if linkedin else (),
        organisation=main.organisation,
        department=main.department,
        title=main.role,
        birthday=birthday or "",
        notes=about,
        tags=tuple(tags),
        jobs=jobs,
        extra={"pronouns": pronouns, "own": own},
    )


def _organisation(row: tuple[Any, ...]) -> ReadContact:
    uid, name, website, phone, about, street, town, postcode, country = row[:9]
    closed_on, parent = row[9:11]
    tags, themes, aliases, domains, partnerships = (json.loads(each) for each in row[11:16])
    facts = dict(
        zip(("sector", "sub_region", *(field.key for field in ORGANISATION.plain_texts)), row[16:], strict=True)
    )
    own = {
        "closed_on": closed_on,
        "parent": parent,
        "themes": [{"name": theme} for theme in themes],
        "aliases": aliases,
        "domains": domains,
        "partnerships": partnerships,
    }
    address = ReadAddress(type="work", street=street, city=town, postcode=postcode, country=country)
    return ReadContact(
        uid=uid,
        name=ReadName(display=name),
        organisation=name,
        kind="organisation",
        phones=(ReadPhone(phone, "work", "", typed=phone),) if phone else (),
        addresses=(address,) if any((street, town, postcode, country)) else (),
        urls=(ReadUrl(website, "work"),) if website else (),
        notes=about,
        tags=tuple(tags),
        extra={**facts, "own": own},
    )
