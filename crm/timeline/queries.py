"""What a page of a history tells besides its events."""

from peewee import JOIN

from crm.db.derived.models import ContactSummary
from crm.db.expressions import name_of
from crm.db.query_builder import bind, each_of, in_order_of
from crm.db.schema import Attendance, Contact, Huddle

NOW_ELSEWHERE = ContactSummary.select(ContactSummary.contact_id, ContactSummary.organisation_name).where(
    ContactSummary.organisation_id != bind("organisation"), ContactSummary.contact_id.in_(each_of("contacts"))
)
"""Where contacts are now that is not this organisation."""
_HUDDLES = in_order_of("huddles")
WHO_CAME = (
    Attendance.select(Attendance.huddle, Attendance.presence, name_of(Contact).alias("name"))
    .from_(_HUDDLES)
    .join(Huddle, JOIN.CROSS)
    .join(Attendance, JOIN.CROSS)
    .join(Contact, on=Contact.id == Attendance.contact)
    .where(
        Huddle.id == _HUDDLES.c.value,
        Attendance.organisation == bind("organisation"),
        Attendance.starts_at == Huddle.starts_at,
        Attendance.huddle == Huddle.id,
        Attendance.presence != "unknown",
    )
    .order_by(Attendance.id)
)
"""Who stood for an organisation at huddles."""
