"""The columns an export can have, as SQL over the summary tables; keys are those of the lists on screen.

What the reader of our own tables (`crm.formats.own_table`) takes back it knows by the titles.
"""

from typing import Literal

import msgspec

from crm.contacts import reading as contacts
from crm.exporting import parts, showing
from crm.exporting.showing import Show
from crm.formats.own_cells import org_phone_typed
from crm.organisations import reading as organisations

Kind = Literal["text", "date", "number", "phone"]


class ExportColumn(msgspec.Struct, frozen=True):
    """A column by its key: heading, kind of cell, SQL, width in characters; `on_screen` where the list can show it.

    `show` makes the cell's text of what the SQL gives.
    """

    key: str
    title: str
    sql: str
    kind: Kind = "text"
    width: int = 20
    on_screen: bool = True
    show: Show | None = None


def _full(
    key: str, title: str, sql: str, width: int = 20, kind: Kind = "text", show: Show | None = None
) -> ExportColumn:
    """Return a column that only an export of all columns has."""
    return ExportColumn(key, title, sql, kind, width, on_screen=False, show=show)


_TOUCH = "date(nullif(s.last_touch_at, ''))"
_NEXT = "nullif(s.next_follow_up_on, '9999')"
# The few numbers that have an extension are found once for all rows.
_PHONE = f"""iif(s.contact_id IN (SELECT contact_id FROM contact_phone WHERE extension <> ''),
    (SELECT {parts.WITH_EXTENSION} FROM contact_phone WHERE contact_id = s.contact_id ORDER BY id LIMIT 1), s.phone)"""
_KIND, _STREET, _TOWN, _COUNTY, _POSTCODE, _COUNTRY = map(showing.part_of_address, range(6))
_DEPARTMENT, _AFFILIATION, _SINCE, _UNTIL, _LEAD = map(showing.part_of_affiliation, range(2, 7))

CONTACTS: tuple[ExportColumn, ...] = (
    ExportColumn("name", "Name", "s.name", width=26),
    _full("title", "Title", "x.title", 8),
    _full("given_name", "Given name", "x.given_name", 16),
    _full("family_name", "Family name", "x.family_name", 18),
    _full("suffix", "Letters after the name", "x.suffix", 14),
    _full("preferred_name", "Known as", "x.preferred_name", 14),
    _full("pronouns", "Pronouns", "x.pronouns", 10),
    ExportColumn("role", "Role", "s.role", width=28),
    _full("department", "Department", parts.AFFILIATIONS, 24, show=_DEPARTMENT),
    ExportColumn("organisation", "Organisation", "s.organisation_name", width=32),
    _full("affiliation", "Affiliation", parts.AFFILIATIONS, 12, show=_AFFILIATION),
    _full("since", "Since", parts.AFFILIATIONS, 12, "date", _SINCE),
    _full("until", "Until", parts.AFFILIATIONS, 12, "date", _UNTIL),
    _full("lead_contact", "Lead contact", parts.AFFILIATIONS, 10, show=_LEAD),
    _full("other_affiliations", "Other affiliations", parts.AFFILIATIONS, 40, show=showing.other_affiliations),
    ExportColumn("sector", "Sector", "c.name", width=16),
    ExportColumn("sub_region", "Sub-region", "r.name", width=24),
    ExportColumn("partnership", "Partnership", "s.partnership", width=12),
    ExportColumn("email", "E-mail", "s.email", width=32),
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
    _full("birthday", "Birthday", "x.birthday", 12, "date"),
    ExportColumn("last_touch", "Last contact", _TOUCH, "date", 14),
    ExportColumn("next_follow_up", "Next follow-up", _NEXT, "date", 14),
    _full("tags", "Tags", parts.labels("tag", "contact"), 24, show=showing.labels),
    _full("themes", "Themes", parts.labels("theme", "contact"), 24, show=showing.labels),
    _full("linkedin_url", "LinkedIn", "x.linkedin_url", 32),
    _full("about", "Notes", "x.about", 40),
    _full("former_names", "Former names", parts.NAMES, 24, show=showing.names("former")),
    _full("also_called", "Also called", parts.NAMES, 24, show=showing.names("also")),
    _full("cadence_aim", "Aim in days", "x.cadence_aim", 10, "number"),
    _full("cadence_limit", "Limit in days", "x.cadence_limit", 10, "number"),
    _full("active", "Active", "iif(x.active, 'yes', 'no')", 8),
    _full("uid", "Identifier", "x.uid", 36),
)

ORGANISATIONS: tuple[ExportColumn, ...] = (
    ExportColumn("name", "Name", "s.name", width=32),
    _full("short_name", "Short name", "x.short_name", 14),
    _full("other_names", "Other names", parts.ALIASES, 32, show=showing.aliases),
    _full("parent", "Parent organisation", parts.PARENT, 32),
    ExportColumn("sector", "Sector", "c.name", width=16),
    ExportColumn("sub_region", "Sub-region", "r.name", width=24),
    ExportColumn("partnership", "Partnership", "s.partnership", width=12),
    _full("partnership_since", "Partnership since", parts.PARTNERSHIPS, 12, "date", showing.partnership("started_on")),
    _full("agreement", "Partnership agreement", parts.PARTNERSHIPS, 24, show=showing.partnership("agreement")),
    _full("partnership_note", "Partnership note", parts.PARTNERSHIPS, 30, show=showing.partnership("note")),
    _full("partnerships", "Earlier partnerships", parts.PARTNERSHIPS, 40, show=showing.earlier_partnerships),
    ExportColumn("people", "People", "s.people", "number", 8),
    ExportColumn("last_touch", "Last contact", _TOUCH, "date", 14),
    ExportColumn("next_follow_up", "Next follow-up", _NEXT, "date", 14),
    _full("website", "Website", "x.website", 30),
    _full("domains", "E-mail domains", parts.DOMAINS, 30, show=showing.domains),
    _full("phone", "Phone", "x.phone", 20, "phone"),
    _full("phone_as_typed", "Phone as typed", "x.phone", 20, "phone", org_phone_typed),
    _full("street", "Street", "x.street", 28),
    _full("town", "Town", "x.town", 18),
    _full("postcode", "Postcode", "x.postcode", 10),
    _full("country", "Country", "x.country", 16),
    _full("company_number", "Company number", "x.company_number", 14),
    _full("ods_code", "ODS code", "x.ods_code", 10),
    _full("closed_on", "Closed on", "x.closed_on", 12, "date"),
    _full("tags", "Tags", parts.labels("tag", "organisation"), 24, show=showing.labels),
    _full("themes", "Themes", parts.labels("theme", "organisation"), 24, show=showing.labels),
    _full("about", "Notes", "x.about", 40),
    _full("uid", "Identifier", "x.uid", 36),
)

COLUMNS = {"contacts": CONTACTS, "organisations": ORGANISATIONS}
SUBJECTS = {"contacts": "contact", "organisations": "organisation"}
SORTS = {"contacts": contacts.SORTS, "organisations": organisations.SORTS}


def joins(what: str) -> str:
    """Return what the columns of a list are read from, beside its summary `s`."""
    subject = SUBJECTS[what]
    return f"JOIN {subject} x ON x.id = s.{subject}_id {contacts.JOINS}"
