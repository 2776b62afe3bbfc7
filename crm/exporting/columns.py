"""The columns an export can have, over the summary tables; keys are those of the lists on screen.

What the reader of our own tables (`crm.formats.own_table`) takes back it knows by the titles.
"""

from collections.abc import Iterable
from typing import Any, Literal

import msgspec
from peewee import JOIN, fn

from crm.contacts.queries import SORTS as OF_CONTACTS
from crm.db.derived.models import ContactSummary, OrganisationSummary
from crm.db.derived.summaries import NO_FOLLOW_UP
from crm.db.schema import Contact, ContactPhone, Organisation, Sector, SubRegion
from crm.exporting import parts, showing
from crm.exporting.showing import Show
from crm.formats.own_cells import org_phone_typed
from crm.organisations.queries import SORTS as OF_ORGANISATIONS

Kind = Literal["text", "date", "number", "phone"]


class ExportColumn(msgspec.Struct, frozen=True, eq=False):
    """A column by its key: heading, what is asked for, kind of cell, width in characters.

    `on_screen` where the list can show it. `show` makes the cell's text of what is asked for.
    """

    key: str
    title: str
    asked: Any
    kind: Kind = "text"
    width: int = 20
    on_screen: bool = True
    show: Show | None = None


def _full(
    key: str, title: str, asked: Any, width: int = 20, kind: Kind = "text", show: Show | None = None
) -> ExportColumn:
    """Return a column that only an export of all columns has."""
    return ExportColumn(key, title, asked, kind, width, on_screen=False, show=show)


def _touched(summary: Any) -> Any:
    return fn.date(fn.nullif(summary.last_touch_at, ""))


def _next(summary: Any) -> Any:
    return fn.nullif(summary.next_follow_up_on, NO_FOLLOW_UP)


# The few numbers that have an extension are found once for all rows.
_EXTENDED = ContactPhone.alias()
_PHONE = fn.iif(
    ContactSummary.contact_id.in_(_EXTENDED.select(_EXTENDED.contact_id).where(_EXTENDED.extension != "")),
    ContactPhone.select(parts.with_extension(ContactPhone))
    .where(ContactPhone.contact == ContactSummary.contact_id)
    .order_by(ContactPhone.id)
    .limit(1),
    ContactSummary.phone,
)
_KIND, _STREET, _TOWN, _COUNTY, _POSTCODE, _COUNTRY = map(showing.part_of_address, range(6))
_DEPARTMENT, _AFFILIATION, _SINCE, _UNTIL, _LEAD = map(showing.part_of_affiliation, range(2, 7))

CONTACTS: tuple[ExportColumn, ...] = (
    ExportColumn("name", "Name", ContactSummary.name, width=26),
    _full("title", "Title", Contact.title, 8),
    _full("given_name", "Given name", Contact.given_name, 16),
    _full("family_name", "Family name", Contact.family_name, 18),
    _full("suffix", "Letters after the name", Contact.suffix, 14),
    _full("preferred_name", "Known as", Contact.preferred_name, 14),
    _full("pronouns", "Pronouns", Contact.pronouns, 10),
    ExportColumn("role", "Role", ContactSummary.role, width=28),
    _full("department", "Department", parts.AFFILIATIONS, 24, show=_DEPARTMENT),
    ExportColumn("organisation", "Organisation", ContactSummary.organisation_name, width=32),
    _full("affiliation", "Affiliation", parts.AFFILIATIONS, 12, show=_AFFILIATION),
    _full("since", "Since", parts.AFFILIATIONS, 12, "date", _SINCE),
    _full("until", "Until", parts.AFFILIATIONS, 12, "date", _UNTIL),
    _full("lead_contact", "Lead contact", parts.AFFILIATIONS, 10, show=_LEAD),
    _full("other_affiliations", "Other affiliations", parts.AFFILIATIONS, 40, show=showing.other_affiliations),
    ExportColumn("sector", "Sector", Sector.name, width=16),
    ExportColumn("sub_region", "Sub-region", SubRegion.name, width=24),
    ExportColumn("partnership", "Partnership", ContactSummary.partnership, width=12),
    ExportColumn("email", "E-mail", ContactSummary.email, width=32),
    _full("email_kind", "E-mail kind", parts.EMAILS, 10, show=showing.email_kind),
    _full("other_emails", "Other e-mails", parts.EMAILS, 32, show=showing.emails("ok", others=True)),
    _full("former_emails", "Former e-mails", parts.EMAILS, 32, show=showing.emails("former")),
    _full("bounced_emails", "Bounced e-mails", parts.EMAILS, 32, show=showing.emails("bounced")),
    ExportColumn("phone", "Phone", _PHONE, "phone", 20),
    _full("phone_kind", "Phone kind", parts.PHONES, 10, show=showing.phone_kind),
    _full("other_phones", "Other phones", parts.PHONES, 24, "phone", showing.other_phones),
    _full("phones_as_typed", "Phones as typed", parts.PHONES, 24, show=showing.phones_as_typed),
    _full("address_kind", "Address kind", parts.ADDRESSES, 10, show=_KIND),
    _full("street", "Street", parts.ADDRESSES, 28, show=_STREET),
    _full("town", "Town", parts.ADDRESSES, 18, show=_TOWN),
    _full("county", "County", parts.ADDRESSES, 18, show=_COUNTY),
    _full("postcode", "Postcode", parts.ADDRESSES, 10, show=_POSTCODE),
    _full("country", "Country", parts.ADDRESSES, 16, show=_COUNTRY),
    _full("other_addresses", "Other addresses", parts.ADDRESSES, 40, show=showing.other_addresses),
    _full("birthday", "Birthday", Contact.birthday, 12, "date"),
    ExportColumn("last_touch", "Last contact", _touched(ContactSummary), "date", 14),
    ExportColumn("next_follow_up", "Next follow-up", _next(ContactSummary), "date", 14),
    _full("tags", "Tags", parts.LABELS["contact"]["tag"], 24, show=showing.labels),
    _full("themes", "Themes", parts.LABELS["contact"]["theme"], 24, show=showing.labels),
    _full("linkedin_url", "LinkedIn", Contact.linkedin_url, 32),
    _full("about", "Notes", Contact.about, 40),
    _full("former_names", "Former names", parts.NAMES, 24, show=showing.names("former")),
    _full("also_called", "Also called", parts.NAMES, 24, show=showing.names("also")),
    _full("cadence_aim", "Aim in days", Contact.cadence_aim, 10, "number"),
    _full("cadence_limit", "Limit in days", Contact.cadence_limit, 10, "number"),
    _full("active", "Active", fn.iif(Contact.active, "yes", "no"), 8),
    _full("uid", "Identifier", Contact.uid, 36),
)

ORGANISATIONS: tuple[ExportColumn, ...] = (
    ExportColumn("name", "Name", OrganisationSummary.name, width=32),
    _full("short_name", "Short name", Organisation.short_name, 14),
    _full("other_names", "Other names", parts.ALIASES, 32, show=showing.aliases),
    _full("parent", "Parent organisation", parts.PARENT, 32),
    ExportColumn("sector", "Sector", Sector.name, width=16),
    ExportColumn("sub_region", "Sub-region", SubRegion.name, width=24),
    ExportColumn("partnership", "Partnership", OrganisationSummary.partnership, width=12),
    _full("partnership_since", "Partnership since", parts.PARTNERSHIPS, 12, "date", showing.partnership("started_on")),
    _full("agreement", "Partnership agreement", parts.PARTNERSHIPS, 24, show=showing.partnership("agreement")),
    _full("partnership_note", "Partnership note", parts.PARTNERSHIPS, 30, show=showing.partnership("note")),
    _full("partnerships", "Earlier partnerships", parts.PARTNERSHIPS, 40, show=showing.earlier_partnerships),
    ExportColumn("people", "People", OrganisationSummary.people, "number", 8),
    ExportColumn("last_touch", "Last contact", _touched(OrganisationSummary), "date", 14),
    ExportColumn("next_follow_up", "Next follow-up", _next(OrganisationSummary), "date", 14),
    _full("website", "Website", Organisation.website, 30),
    _full("domains", "E-mail domains", parts.DOMAINS, 30, show=showing.domains),
    _full("phone", "Phone", Organisation.phone, 20, "phone"),
    _full("phone_as_typed", "Phone as typed", Organisation.phone, 20, "phone", org_phone_typed),
    _full("street", "Street", Organisation.street, 28),
    _full("town", "Town", Organisation.town, 18),
    _full("postcode", "Postcode", Organisation.postcode, 10),
    _full("country", "Country", Organisation.country, 16),
    _full("company_number", "Company number", Organisation.company_number, 14),
    _full("ods_code", "ODS code", Organisation.ods_code, 10),
    _full("closed_on", "Closed on", Organisation.closed_on, 12, "date"),
    _full("tags", "Tags", parts.LABELS["organisation"]["tag"], 24, show=showing.labels),
    _full("themes", "Themes", parts.LABELS["organisation"]["theme"], 24, show=showing.labels),
    _full("about", "Notes", Organisation.about, 40),
    _full("uid", "Identifier", Organisation.uid, 36),
)

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
