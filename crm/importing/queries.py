"""What an import asks of the records, and how its own rows are kept and decided."""

from peewee import SQL, fn

from crm.db.derived.models import ContactSummary, OrganisationSummary
from crm.db.expressions import is_current, next_follow_up
from crm.db.query_builder import bind, each_of
from crm.db.schema import (
    Affiliation,
    Consent,
    Contact,
    ContactAddress,
    ContactAlias,
    ContactEmail,
    ContactPhone,
    ContactTag,
    ContactTheme,
    ImportBatch,
    ImportRow,
    Organisation,
    OrganisationAlias,
    OrganisationDomain,
    OrganisationTag,
    OrganisationTheme,
    Partnership,
    Purpose,
    Sector,
    SubRegion,
    Tag,
    Theme,
)
from crm.importing.row_mapping import FIELDS

# Vocabularies.
TAGS = Tag.select(Tag.name, Tag.id)
VOCABULARIES = {
    "theme": Theme.select(Theme.name, Theme.id),
    "sector": Sector.select(Sector.name, Sector.id),
    "sub_region": SubRegion.select(SubRegion.name, SubRegion.id),
}

# Contacts, many at once.
_TOUCH = fn.substr(ContactSummary.last_touch_at, 1, 10).alias("touch")
CONTACTS = Contact.select(
    Contact.id, *(getattr(Contact, name) for name in FIELDS), Contact.about, Contact.deleted_at
).where(Contact.id.in_(each_of("ids")))
EMAILS = ContactEmail.select(
    ContactEmail.contact, fn.lower(ContactEmail.value).alias("value"), ContactEmail.is_primary
).where(ContactEmail.contact.in_(each_of("ids")))
PHONES = ContactPhone.select(ContactPhone.contact, ContactPhone.e164, ContactPhone.typed, ContactPhone.extension).where(
    ContactPhone.contact.in_(each_of("ids"))
)
ADDRESSES = ContactAddress.select(
    ContactAddress.contact,
    ContactAddress.kind,
    ContactAddress.street,
    ContactAddress.town,
    ContactAddress.region,
    ContactAddress.postcode,
    ContactAddress.country,
).where(ContactAddress.contact.in_(each_of("ids")))
ALIASES = ContactAlias.select(ContactAlias.contact, ContactAlias.name).where(ContactAlias.contact.in_(each_of("ids")))
CONTACT_TAGS = ContactTag.select(ContactTag.contact, ContactTag.tag).where(ContactTag.contact.in_(each_of("ids")))
CONTACT_THEMES = ContactTheme.select(ContactTheme.contact, ContactTheme.theme).where(
    ContactTheme.contact.in_(each_of("ids"))
)
JOBS = (
    Affiliation.select(
        Affiliation.id,
        Affiliation.organisation.alias("organisation"),
        Affiliation.role,
        Affiliation.department,
        Affiliation.is_primary,
        is_current(Affiliation).alias("is_current"),
        Affiliation.contact,
    )
    .where(Affiliation.contact.in_(each_of("ids")))
    .order_by(SQL("is_current").desc(), Affiliation.is_primary.desc(), Affiliation.id.desc())
)
SAID = (
    ContactSummary.select(
        ContactSummary.contact_id,
        _TOUCH,
        next_follow_up(ContactSummary).alias("next_follow_up"),
        ContactSummary.partnership,
        fn.coalesce(Sector.name, "").alias("sector"),
        fn.coalesce(SubRegion.name, "").alias("sub_region"),
    )
    .left_outer_join(Sector, on=Sector.id == ContactSummary.sector_id)
    .left_outer_join(SubRegion, on=SubRegion.id == ContactSummary.sub_region_id)
    .where(ContactSummary.contact_id.in_(each_of("ids")))
)
WORKPLACES = (
    Affiliation.select(Affiliation.contact, Affiliation.organisation)
    .where(Affiliation.is_current)
    .order_by(Affiliation.is_primary.desc(), Affiliation.id)
)

# Organisations.
RANKS = Organisation.select(Organisation.id, Organisation.sector, Organisation.sub_region)
STANDINGS = Partnership.select(Partnership.organisation, Partnership.status).where(Partnership.ended_on.is_null())
UIDS = Organisation.select(Organisation.uid, fn.iif(Organisation.deleted_at.is_null(), Organisation.id, 0))
PARENT = Organisation.select(Organisation.parent).where(Organisation.id == bind("organisation"))
HELD = {
    "alias": OrganisationAlias.select(OrganisationAlias.name).where(
        OrganisationAlias.organisation == bind("organisation")
    ),
    "domain": OrganisationDomain.select(OrganisationDomain.domain).where(
        OrganisationDomain.organisation == bind("organisation")
    ),
    "tag": OrganisationTag.select(OrganisationTag.tag).where(OrganisationTag.organisation == bind("organisation")),
    "theme": OrganisationTheme.select(OrganisationTheme.theme).where(
        OrganisationTheme.organisation == bind("organisation")
    ),
}
SAID_OF_ORGANISATION = OrganisationSummary.select(
    OrganisationSummary.partnership,
    OrganisationSummary.people,
    fn.substr(OrganisationSummary.last_touch_at, 1, 10).alias("touch"),
    next_follow_up(OrganisationSummary).alias("next_follow_up"),
).where(OrganisationSummary.organisation_id == bind("organisation"))
IS_ANYBODY = Contact.select(Contact.id) + Organisation.select(Organisation.id).limit(1)

# Consent.
PURPOSES = Purpose.select(Purpose.id).order_by(Purpose.position, Purpose.id)
ACTS = Consent.select(Consent.contact, Consent.purpose, Consent.act).order_by(Consent.at, Consent.id)

# The rows that imports kept aside.
COUNTS = ImportBatch.select(ImportBatch.counts).where(ImportBatch.id == bind("batch"))
ASIDE = (
    ImportRow.select(
        ImportRow.id, ImportRow.batch, ImportRow.line, ImportRow.outcome, ImportRow.reason, ImportRow.content
    )
    .where(ImportRow.batch == bind("batch"))
    .order_by(ImportRow.id)
)
NO_LONGER_ASIDE = ImportRow.delete().where(ImportRow.id.in_(each_of("ids")))
