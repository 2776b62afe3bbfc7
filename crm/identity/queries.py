"""What is asked of people and organisations to tell who is who."""

from peewee import fn

from crm.db.derived.models import SearchToken
from crm.db.derived.stale import CONTACT
from crm.db.derived.tokens import OTHER_NAME
from crm.db.query_builder import bind
from crm.db.schema import (
    Affiliation,
    Contact,
    ContactAlias,
    ContactEmail,
    ContactPhone,
    Organisation,
    OrganisationAlias,
    OrganisationDomain,
)

MOST = 200
"""People looked at for one name."""

# Everybody at once.
PEOPLE = Contact.select(
    Contact.id,
    Contact.uid,
    Contact.title,
    Contact.given_name,
    Contact.family_name,
    Contact.suffix,
    Contact.preferred_name,
    Contact.linkedin_url,
    fn.coalesce(Contact.birthday, "").alias("birthday"),
    Contact.deleted_at.is_null(False).alias("in_trash"),
)
IN_TRASH = PEOPLE.where(Contact.deleted_at.is_null(False))
ALIASES = ContactAlias.select(ContactAlias.contact, ContactAlias.name, ContactAlias.kind)
EMAILS = ContactEmail.select(ContactEmail.contact, fn.lower(ContactEmail.value).alias("value"))
PHONES = ContactPhone.select(ContactPhone.contact, ContactPhone.e164, ContactPhone.typed, ContactPhone.extension)
PLACES = Affiliation.select(Affiliation.contact, Affiliation.organisation)
PROFILES = Contact.select(Contact.id, Contact.linkedin_url).where(Contact.linkedin_url != "")

# Somebody by a key.
BY_UID = Contact.select(Contact.id).where(Contact.uid == bind("key"))
BY_BIRTHDAY = Contact.select(Contact.id).where(Contact.birthday == bind("key"))
BY_EMAIL = ContactEmail.select(ContactEmail.contact).distinct().where(ContactEmail.value == bind("key"))
BY_PHONE = (
    ContactPhone.select(ContactPhone.contact)
    .distinct()
    .where(ContactPhone.e164 == bind("number"), ContactPhone.extension == bind("extension"))
)


def _has_word(word: str) -> tuple[object, ...]:
    """Return the conditions that a person has the word of that parameter in a name."""
    return (SearchToken.kind == CONTACT, SearchToken.token == bind(word), SearchToken.weight <= OTHER_NAME)


BY_WORD = SearchToken.select(SearchToken.id).where(*_has_word("first")).limit(MOST)
BY_TWO_WORDS = (
    SearchToken.select(SearchToken.id).where(*_has_word("first"))
    & SearchToken.select(SearchToken.id).where(*_has_word("last"))
).limit(MOST)
BY_FAMILY = (
    Affiliation.select(Affiliation.contact)
    .distinct()
    .where(
        Affiliation.organisation == bind("organisation"),
        fn.EXISTS(SearchToken.select(1).where(*_has_word("family"), SearchToken.id == Affiliation.contact)),
    )
    .limit(MOST)
)

# One person.
IS_IN_TRASH = Contact.select(Contact.id).where(Contact.id == bind("contact"), Contact.deleted_at.is_null(False))
PERSON = PEOPLE.where(Contact.id == bind("contact"))
ALIASES_OF = ALIASES.where(ContactAlias.contact == bind("contact"))
EMAILS_OF = EMAILS.where(ContactEmail.contact == bind("contact"))
PHONES_OF = PHONES.where(ContactPhone.contact == bind("contact"))
PLACES_OF = PLACES.distinct().where(Affiliation.contact == bind("contact"))

# Organisations.
ORGANISATIONS = Organisation.select(
    Organisation.id,
    Organisation.name,
    Organisation.ods_code,
    Organisation.company_number,
    Organisation.deleted_at.is_null(False).alias("in_trash"),
)
OTHER_NAMES = OrganisationAlias.select(OrganisationAlias.organisation, OrganisationAlias.name) + Organisation.select(
    Organisation.id, Organisation.short_name
).where(Organisation.short_name != "")
DOMAINS = OrganisationDomain.select(
    OrganisationDomain.organisation, OrganisationDomain.domain, OrganisationDomain.shared
)
