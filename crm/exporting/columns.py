"""The columns an export can have, as SQL over the summary tables; keys are those of the lists on screen."""

from dataclasses import dataclass
from typing import Literal

from crm.contacts import reading as contacts
from crm.organisations import reading as organisations

Kind = Literal["text", "date", "number", "phone"]


@dataclass(frozen=True, slots=True)
class ExportColumn:
    """A column by its key: heading, kind of cell, SQL, width in characters; `on_screen` where the list can show it."""

    key: str
    title: str
    sql: str
    kind: Kind = "text"
    width: int = 20
    on_screen: bool = True


def _names(link: str, subject: str) -> str:
    return (
        f"(SELECT group_concat(t.name, '; ' ORDER BY t.name) FROM {subject}_{link} l JOIN {link} t "
        f"ON t.id = l.{link}_id WHERE l.{subject}_id = s.{subject}_id)"
    )


_TOUCH = "date(nullif(s.last_touch_at, ''))"
_NEXT = "nullif(s.next_follow_up_on, '9999')"

CONTACTS: tuple[ExportColumn, ...] = (
    ExportColumn("name", "Name", "s.name", width=26),
    ExportColumn("title", "Title", "x.title", width=8, on_screen=False),
    ExportColumn("given_name", "Given name", "x.given_name", width=16, on_screen=False),
    ExportColumn("family_name", "Family name", "x.family_name", width=18, on_screen=False),
    ExportColumn("role", "Role", "s.role", width=28),
    ExportColumn("organisation", "Organisation", "s.organisation_name", width=32),
    ExportColumn("sector", "Sector", "c.name", width=16),
    ExportColumn("sub_region", "Sub-region", "r.name", width=24),
    ExportColumn("partnership", "Partnership", "s.partnership", width=12),
    ExportColumn("email", "E-mail", "s.email", width=32),
    ExportColumn(
        "other_emails",
        "Other e-mails",
        "(SELECT group_concat(value, '; ' ORDER BY id) FROM contact_email WHERE contact_id = s.contact_id "
        "AND value <> s.email COLLATE NOCASE)",
        width=32,
        on_screen=False,
    ),
    ExportColumn("phone", "Phone", "s.phone", "phone", 20),
    ExportColumn(
        "other_phones",
        "Other phones",
        "(SELECT group_concat(coalesce(e164, typed), '; ' ORDER BY id) FROM contact_phone "
        "WHERE contact_id = s.contact_id AND coalesce(e164, typed) <> s.phone)",
        width=24,
        on_screen=False,
    ),
    ExportColumn("last_touch", "Last contact", _TOUCH, "date", 14),
    ExportColumn("next_follow_up", "Next follow-up", _NEXT, "date", 14),
    ExportColumn("tags", "Tags", _names("tag", "contact"), width=24, on_screen=False),
    ExportColumn("themes", "Themes", _names("theme", "contact"), width=24, on_screen=False),
    ExportColumn("linkedin_url", "LinkedIn", "x.linkedin_url", width=32, on_screen=False),
    ExportColumn("about", "Notes", "x.about", width=40, on_screen=False),
)

ORGANISATIONS: tuple[ExportColumn, ...] = (
    ExportColumn("name", "Name", "s.name", width=32),
    ExportColumn("short_name", "Short name", "x.short_name", width=14, on_screen=False),
    ExportColumn("sector", "Sector", "c.name", width=16),
    ExportColumn("sub_region", "Sub-region", "r.name", width=24),
    ExportColumn("partnership", "Partnership", "s.partnership", width=12),
    ExportColumn("people", "People", "s.people", "number", 8),
    ExportColumn("last_touch", "Last contact", _TOUCH, "date", 14),
    ExportColumn("next_follow_up", "Next follow-up", _NEXT, "date", 14),
    ExportColumn("website", "Website", "x.website", width=30, on_screen=False),
    ExportColumn("phone", "Phone", "x.phone", "phone", 20, on_screen=False),
    ExportColumn("street", "Street", "x.street", width=28, on_screen=False),
    ExportColumn("town", "Town", "x.town", width=18, on_screen=False),
    ExportColumn("postcode", "Postcode", "x.postcode", width=10, on_screen=False),
    ExportColumn("tags", "Tags", _names("tag", "organisation"), width=24, on_screen=False),
    ExportColumn("themes", "Themes", _names("theme", "organisation"), width=24, on_screen=False),
    ExportColumn("about", "Notes", "x.about", width=40, on_screen=False),
)

COLUMNS = {"contacts": CONTACTS, "organisations": ORGANISATIONS}
SUBJECTS = {"contacts": "contact", "organisations": "organisation"}
SORTS = {"contacts": contacts.SORTS, "organisations": organisations.SORTS}


def joins(what: str) -> str:
    """Return what the columns of a list are read from, beside its summary `s`."""
    subject = SUBJECTS[what]
    return f"JOIN {subject} x ON x.id = s.{subject}_id {contacts.JOINS}"
