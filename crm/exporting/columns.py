"""The columns an export can have, over the summary tables; keys are those of the lists on screen.

What the reader of our own tables (`crm.formats.native_table`) takes back it knows by the titles.
"""

from collections.abc import Iterable, Mapping
from typing import Any, Literal

import msgspec
from peewee import JOIN, fn

from crm.contacts.queries import SORTS as OF_CONTACTS
from crm.db.derived.models import ContactSummary, OrganisationSummary
from crm.db.derived.summaries import NO_FOLLOW_UP
from crm.db.schema import Contact, ContactPhone, Organisation, Sector, SubRegion, Table
from crm.exporting import several, several_cells
from crm.exporting.several_cells import Show
from crm.fields import CONTACT, ORGANISATION, Exported, Fields, Listed
from crm.formats.native_cells import org_phone_typed
from crm.organisations.queries import SORTS as OF_ORGANISATIONS

Kind = Literal["text", "date", "number", "phone"]


class ExportColumn(msgspec.Struct, frozen=True, eq=False):
    """A column by its key: heading, what is asked for, kind of cell, width in characters.

    `on_screen` where an export of what is on screen has it. `show` makes the cell's text of what is asked for.
    """

    key: str
    title: str
    asked: Any
    kind: Kind = "text"
    width: int = 20
    on_screen: bool = True
    show: Show | None = None


def _touched(summary: Any) -> Any:
    return fn.date(fn.nullif(summary.last_touch_at, ""))


def _next(summary: Any) -> Any:
    return fn.nullif(summary.next_follow_up_on, NO_FOLLOW_UP)


# The few numbers that have an extension are found once for all rows.
_EXTENDED = ContactPhone.alias()
_PHONE = fn.iif(
    ContactSummary.contact_id.in_(_EXTENDED.select(_EXTENDED.contact_id).where(_EXTENDED.extension != "")),
    ContactPhone.select(several.with_extension(ContactPhone))
    .where(ContactPhone.contact == ContactSummary.contact_id)
    .order_by(ContactPhone.id)
    .limit(1),
    ContactSummary.phone,
)
_KIND, _STREET, _TOWN, _COUNTY, _POSTCODE, _COUNTRY = map(several_cells.part_of_address, range(6))
_DEPARTMENT, _AFFILIATION, _SINCE, _UNTIL, _LEAD = map(several_cells.part_of_affiliation, range(2, 7))

_Asked = tuple[Any, Show | None]
_OF_CONTACT: dict[str, _Asked] = {
    "name": (ContactSummary.name, None),
    "role": (ContactSummary.role, None),
    "department": (several.AFFILIATIONS, _DEPARTMENT),
    "organisation": (ContactSummary.organisation_name, None),
    "affiliation": (several.AFFILIATIONS, _AFFILIATION),
    "since": (several.AFFILIATIONS, _SINCE),
    "until": (several.AFFILIATIONS, _UNTIL),
    "lead_contact": (several.AFFILIATIONS, _LEAD),
    "other_affiliations": (several.AFFILIATIONS, several_cells.other_affiliations),
    "sector": (Sector.name, None),
    "sub_region": (SubRegion.name, None),
    "partnership": (ContactSummary.partnership, None),
    "email": (ContactSummary.email, None),
    "email_kind": (several.EMAILS, several_cells.email_kind),
    "other_emails": (several.EMAILS, several_cells.emails("ok", others=True)),
    "former_emails": (several.EMAILS, several_cells.emails("former")),
    "bounced_emails": (several.EMAILS, several_cells.emails("bounced")),
    "phone": (_PHONE, None),
    "phone_kind": (several.PHONES, several_cells.phone_kind),
    "other_phones": (several.PHONES, several_cells.other_phones),
    "phones_as_typed": (several.PHONES, several_cells.phones_as_typed),
    "address_kind": (several.ADDRESSES, _KIND),
    "street": (several.ADDRESSES, _STREET),
    "town": (several.ADDRESSES, _TOWN),
    "county": (several.ADDRESSES, _COUNTY),
    "postcode": (several.ADDRESSES, _POSTCODE),
    "country": (several.ADDRESSES, _COUNTRY),
    "other_addresses": (several.ADDRESSES, several_cells.other_addresses),
    "last_touch": (_touched(ContactSummary), None),
    "next_follow_up": (_next(ContactSummary), None),
    "tags": (several.LABELS["contact"]["tag"], several_cells.labels),
    "themes": (several.LABELS["contact"]["theme"], several_cells.labels),
    "former_names": (several.NAMES, several_cells.names("former")),
    "also_called": (several.NAMES, several_cells.names("also")),
    "active": (fn.iif(Contact.active, "yes", "no"), None),
}
_OF_ORGANISATION: dict[str, _Asked] = {
    "name": (OrganisationSummary.name, None),
    "other_names": (several.ALIASES, several_cells.aliases),
    "partnership": (OrganisationSummary.partnership, None),
    "partnership_since": (several.PARTNERSHIPS, several_cells.partnership("started_on")),
    "agreement": (several.PARTNERSHIPS, several_cells.partnership("agreement")),
    "partnership_note": (several.PARTNERSHIPS, several_cells.partnership("note")),
    "partnerships": (several.PARTNERSHIPS, several_cells.earlier_partnerships),
    "people": (OrganisationSummary.people, None),
    "last_touch": (_touched(OrganisationSummary), None),
    "next_follow_up": (_next(OrganisationSummary), None),
    "domains": (several.DOMAINS, several_cells.domains),
    "phone_as_typed": (Organisation.phone, org_phone_typed),
    "tags": (several.LABELS["organisation"]["tag"], several_cells.labels),
    "themes": (several.LABELS["organisation"]["theme"], several_cells.labels),
    "sector_id": (Sector.name, None),
    "sub_region_id": (SubRegion.name, None),
    "parent_id": (several.PARENT, None),
}
"""What is asked for the fields that are no plain column of the record, and how it is shown."""


def _columns(fields: Fields, model: type[Table], asked: Mapping[str, _Asked]) -> tuple[ExportColumn, ...]:
    """Return the columns of the fields that are exported, in their order."""
    made = []
    for field, told in fields.told("exported", Exported):
        source, show = asked[field.key] if field.key in asked else (getattr(model, field.key), None)
        key = field.key.removesuffix("_id")
        kind: Any = told.kind or "text"
        on_screen = told.on_screen or isinstance(field.listed, Listed)
        made.append(ExportColumn(key, told.title or field.label, source, kind, told.width, on_screen, show))
    return tuple(made)


CONTACTS = _columns(CONTACT, Contact, _OF_CONTACT)
ORGANISATIONS = _columns(ORGANISATION, Organisation, _OF_ORGANISATION)
COLUMNS = {"contacts": CONTACTS, "organisations": ORGANISATIONS}
SUBJECTS = {"contacts": "contact", "organisations": "organisation"}
SORTS = {"contacts": OF_CONTACTS, "organisations": OF_ORGANISATIONS}
_RECORDS: dict[str, tuple[Any, Any]] = {
    "contacts": (ContactSummary, Contact),
    "organisations": (OrganisationSummary, Organisation),
}


def lines(what: str, asked: Iterable[Any]) -> Any:
    """Return the query of what columns ask for, of every row of a list."""
    summary, record = _RECORDS[what]
    return (
        summary.select(*asked)
        .join(record, on=record.id == summary._meta.primary_key)
        .join(Sector, JOIN.LEFT_OUTER, on=Sector.id == summary.sector_id)
        .join(SubRegion, JOIN.LEFT_OUTER, on=SubRegion.id == summary.sub_region_id)
    )
