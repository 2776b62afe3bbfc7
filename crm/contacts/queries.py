"""What is asked about contacts: lines of lists, an open contact, and what a write looks at before."""

from peewee import JOIN, SQL, fn

from crm.contacts.records import Address, ContactRow, Email, PhoneNumber
from crm.db.derived.models import ContactSummary
from crm.db.expressions import is_current, name_of, next_follow_up, primary_of
from crm.db.query_builder import bind, each_of
from crm.db.schema import (
    Affiliation,
    Contact,
    ContactAddress,
    ContactAlias,
    ContactEmail,
    ContactPhone,
    ContactTag,
    ContactTheme,
    Interaction,
    Organisation,
    Participant,
    Sector,
    SubRegion,
    Tag,
    Theme,
)
from crm.fields import CONTACT as CONTACT_FIELDS
from crm.listing import Sort
from crm.listing.declared import more_of, row_of, sorts_of

SORTS = sorts_of(CONTACT_FIELDS, {"organisation": Sort(ContactSummary.organisation_sort)})
"""What lists of contacts are sorted by."""

LINES = (
    ContactSummary.select(
        ContactSummary.contact_id.alias("id"),
        ContactSummary.name,
        ContactSummary.role,
        ContactSummary.organisation_id,
        ContactSummary.organisation_name.alias("organisation"),
        fn.coalesce(Sector.name, "").alias("sector"),
        fn.coalesce(Sector.symbol, "").alias("symbol"),
        fn.coalesce(SubRegion.name, "").alias("sub_region"),
        ContactSummary.partnership,
        ContactSummary.email,
        ContactSummary.phone,
        ContactSummary.last_touch_at,
        next_follow_up(ContactSummary).alias("next_follow_up_on"),
        *more_of(ContactRow, CONTACT_FIELDS, Contact),
    )
    .join(Sector, JOIN.LEFT_OUTER, on=Sector.id == ContactSummary.sector_id)
    .join(SubRegion, JOIN.LEFT_OUTER, on=SubRegion.id == ContactSummary.sub_region_id)
)
"""The lines of lists, of all contacts."""
LINES_OF = LINES.where(ContactSummary.contact_id.in_(each_of("ids")))

LINE = row_of(ContactRow, CONTACT_FIELDS)
"""What a line is read into."""

CONTACT = (
    Contact.select(
        *(getattr(Contact, key) for key in ("id", *CONTACT_FIELDS.stored, "created_at", "deleted_at")),
        name_of(Contact).alias("name"),
        fn.coalesce(Sector.name, "").alias("sector"),
        fn.coalesce(Sector.symbol, "").alias("symbol"),
        fn.coalesce(SubRegion.name, "").alias("sub_region"),
        fn.coalesce(ContactSummary.last_touch_at, "").alias("last_touch_at"),
        fn.coalesce(next_follow_up(ContactSummary), "").alias("next_follow_up_on"),
    )
    .join(ContactSummary, JOIN.LEFT_OUTER, on=ContactSummary.contact_id == Contact.id)
    .join(Sector, JOIN.LEFT_OUTER, on=Sector.id == ContactSummary.sector_id)
    .join(SubRegion, JOIN.LEFT_OUTER, on=SubRegion.id == ContactSummary.sub_region_id)
    .where(Contact.id == bind("contact"))
)
"""The facts of one contact, in the trash too, with what is derived of it."""

NAME_PARTS = Contact.select(Contact.given_name, Contact.family_name, Contact.preferred_name).where(
    Contact.id == bind("contact")
)

OTHER_NAMES = (
    ContactAlias.select(ContactAlias.name, ContactAlias.id)
    .where(ContactAlias.contact == bind("contact"))
    .order_by(ContactAlias.id)
)

EMAILS = (
    ContactEmail.select(
        ContactEmail.value, ContactEmail.kind, ContactEmail.is_primary, ContactEmail.state, ContactEmail.id
    )
    .where(ContactEmail.contact == bind("contact"))
    .order_by(ContactEmail.is_primary.desc(), ContactEmail.state != "ok", ContactEmail.id)
)

PHONES = (
    ContactPhone.select(
        ContactPhone.typed, ContactPhone.kind, ContactPhone.e164, ContactPhone.extension, ContactPhone.id
    )
    .where(ContactPhone.contact == bind("contact"))
    .order_by(ContactPhone.id)
)

ADDRESSES = (
    ContactAddress.select(
        ContactAddress.street,
        ContactAddress.town,
        ContactAddress.region,
        ContactAddress.postcode,
        ContactAddress.country,
        ContactAddress.kind,
        ContactAddress.id,
    )
    .where(ContactAddress.contact == bind("contact"))
    .order_by(ContactAddress.id)
)

THEMES = (
    ContactTheme.select(Theme.name)
    .join(Theme, on=Theme.id == ContactTheme.theme)
    .where(ContactTheme.contact == bind("contact"))
    .order_by(Theme.name)
)

TAGS = (
    ContactTag.select(Tag.name)
    .join(Tag, on=Tag.id == ContactTag.tag)
    .where(ContactTag.contact == bind("contact"))
    .order_by(Tag.name)
)

INTERACTIONS = (
    Participant.select(fn.count(SQL("*")))
    .join(Interaction, on=Interaction.id == Participant.interaction)
    .where(Participant.contact == bind("contact"), Interaction.deleted_at.is_null())
)
"""How many interactions a contact took part in."""

_IS_PRIMARY = (Affiliation.id >> primary_of(Affiliation, "contact_id")).alias("is_primary")
_IS_CURRENT = is_current(Affiliation).alias("is_current")

AFFILIATIONS = (
    Affiliation.select(
        Affiliation.id,
        Affiliation.organisation_id,
        Organisation.name.alias("organisation"),
        fn.coalesce(Sector.symbol, "").alias("symbol"),
        Affiliation.role,
        Affiliation.department,
        Affiliation.kind,
        _IS_PRIMARY,
        (Affiliation.is_lead & is_current(Affiliation)).alias("is_lead"),
        Affiliation.started,
        Affiliation.ended,
        _IS_CURRENT,
    )
    .join(Organisation, on=Organisation.id == Affiliation.organisation)
    .join(Sector, JOIN.LEFT_OUTER, on=Sector.id == Organisation.sector)
    .where(Affiliation.contact == bind("contact"))
    .order_by(
        _IS_PRIMARY.desc(),
        _IS_CURRENT.desc(),
        fn.coalesce(Affiliation.ended, Affiliation.started, "").desc(),
        Affiliation.id.desc(),
    )
)

EMAIL_ALSO_OF = (
    ContactEmail.select(name_of(Contact))
    .join(Contact, on=Contact.id == ContactEmail.contact)
    .where(ContactEmail.value == bind("value"), ~(Contact.id >> bind("but")), Contact.deleted_at.is_null())
    .distinct()
    .limit(5)
)
"""The names of a few contacts with an address, but of one."""

# -- affiliations, before a write

PERIODS = (
    Affiliation.select(Affiliation.organisation_id, Affiliation.started, Affiliation.ended, _IS_CURRENT)
    .where(Affiliation.contact == bind("contact"))
    .order_by(Affiliation.is_primary.desc(), fn.coalesce(Affiliation.started, "").desc(), Affiliation.id.desc())
)

CURRENT = Affiliation.select(Affiliation.id, Affiliation.started).where(
    Affiliation.contact == bind("contact"), is_current(Affiliation)
)

CURRENT_PRIMARY = CURRENT.where(Affiliation.is_primary)

AFFILIATED = Affiliation.select(Affiliation.contact_id).where(Affiliation.id == bind("affiliation"))
"""Whose an affiliation is."""

ORGANISATION = Organisation.select(Organisation.id).where(Organisation.id == bind("organisation"))

MARKED = {
    "is_primary": Affiliation.select(Affiliation.id).where(
        Affiliation.contact == bind("key"), Affiliation.is_primary, Affiliation.id != bind("but")
    ),
    "is_lead": Affiliation.select(Affiliation.id).where(
        Affiliation.organisation == bind("key"), Affiliation.is_lead, Affiliation.id != bind("but")
    ),
}
"""The affiliations but one that have the mark which only one of a contact, or of an organisation, can have."""

NEXT_PRIMARY = (
    Affiliation.select(Affiliation.id)
    .where(Affiliation.contact == bind("contact"), is_current(Affiliation))
    .order_by(Affiliation.is_primary.desc(), Affiliation.id == bind("rather_not"), Affiliation.id.desc())
    .limit(1)
)

CHANGE_PART = {
    model: model.update({name: bind(name) for name in record.__struct_fields__ if name != "id"}).where(
        model.id == bind("id")
    )
    for model, record in ((ContactEmail, Email), (ContactPhone, PhoneNumber), (ContactAddress, Address))
}
"""What writes over a part of a contact, letters' case and all."""
