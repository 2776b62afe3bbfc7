"""Contacts and organisations as vCards: one query for all of them, streamed."""

import json
from typing import Any

from crm.db.derived.summaries import PRIMARY
from crm.db.store import Store
from crm.exporting.columns import SORTS, joins
from crm.formats.rows import ReadAddress, ReadContact, ReadEmail, ReadName, ReadPhone, ReadUrl
from crm.listing import Listing

_CONTACT = f"""x.uid, x.title, x.given_name, x.family_name, x.suffix, x.preferred_name, x.birthday, x.about,
    x.linkedin_url, s.organisation_name, s.role,
    (SELECT department FROM affiliation a WHERE a.id = {PRIMARY.format(contact="s.contact_id")}),
    (SELECT json_group_array(json_array(value, kind, is_primary) ORDER BY is_primary DESC, id) FROM contact_email
        WHERE contact_id = s.contact_id AND state <> 'former'),
    (SELECT json_group_array(json_array(coalesce(e164, typed), kind, extension, typed) ORDER BY id)
        FROM contact_phone WHERE contact_id = s.contact_id),
    (SELECT json_group_array(json_array(kind, street, town, region, postcode, country) ORDER BY id)
        FROM contact_address WHERE contact_id = s.contact_id),
    (SELECT json_group_array(t.name ORDER BY t.name) FROM contact_tag l JOIN tag t ON t.id = l.tag_id
        WHERE l.contact_id = s.contact_id)"""
_ORGANISATION = """x.uid, s.name, x.website, x.phone, x.about, x.street, x.town, x.postcode, x.country,
    (SELECT json_group_array(t.name ORDER BY t.name) FROM organisation_tag l JOIN tag t ON t.id = l.tag_id
        WHERE l.organisation_id = s.organisation_id)"""


def listing(store: Store, what: str) -> Listing:
    """Return the list whose rows `card` turns into vCards."""
    if what == "contacts":
        return Listing(store, "contact", _CONTACT, joins(what), SORTS[what])
    return Listing(store, "organisation", _ORGANISATION, joins(what), SORTS[what])


def card(what: str, row: tuple[Any, ...]) -> ReadContact:
    """Return the card of a row."""
    return _contact(row) if what == "contacts" else _organisation(row)


def _contact(row: tuple[Any, ...]) -> ReadContact:
    uid, title, given, family, suffix, preferred, birthday, about, linkedin, organisation, role, department = row[:12]
    emails, phones, addresses, tags = (json.loads(each) for each in row[12:])
    return ReadContact(
        uid=uid,
        name=ReadName(prefix=title, given=given, family=family, suffix=suffix, nickname=preferred),
        emails=tuple(ReadEmail(value, kind, bool(primary)) for value, kind, primary in emails),
        phones=tuple(
            ReadPhone(value, kind or "other", extension, typed=typed) for value, kind, extension, typed in phones
        ),
        addresses=tuple(
            ReadAddress(type=kind, street=street, city=town, region=region, postcode=postcode, country=country)
            for kind, street, town, region, postcode, country in addresses
        ),
        urls=(ReadUrl(linkedin, "LinkedIn"),) if linkedin else (),
        organisation=organisation,
        department=department or "",
        title=role,
        birthday=birthday or "",
        notes=about,
        tags=tuple(tags),
    )


def _organisation(row: tuple[Any, ...]) -> ReadContact:
    uid, name, website, phone, about, street, town, postcode, country, tags = row
    has_address = any((street, town, postcode))
    address = ReadAddress(type="work", street=street, city=town, postcode=postcode, country=country)
    return ReadContact(
        uid=uid,
        name=ReadName(display=name),
        organisation=name,
        kind="organisation",
        phones=(ReadPhone(phone, "work", "", typed=phone),) if phone else (),
        addresses=(address,) if has_address else (),
        urls=(ReadUrl(website, "work"),) if website else (),
        notes=about,
        tags=tuple(json.loads(tags)),
    )
