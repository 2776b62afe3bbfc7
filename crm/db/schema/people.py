"""Contacts, how to reach them, and their affiliations over time."""

from peewee import SQL, Check, IntegerField, TextField

from crm.db.schema.allowed import AFFILIATION_KINDS, EMAIL_STATES
from crm.db.schema.base import Table, day, flag, moment, one_of, owned_by, refers_to, text
from crm.db.schema.organisations import Organisation
from crm.db.schema.reference import Tag, Theme


class Contact(Table):
    """One human being."""

    uid = TextField(unique=True)
    title = text()
    given_name = text()
    family_name = text()
    suffix = text()
    preferred_name = text()
    pronouns = text()
    linkedin_url = text()
    birthday = day()
    about = text()
    cadence_aim = IntegerField(null=True)
    cadence_limit = IntegerField(null=True)
    active = flag(True)
    created_at = moment(null=False)
    deleted_at = moment()

    class Meta:
        constraints = [Check("trim(given_name || family_name || preferred_name) <> ''")]


class ContactAlias(Table):
    """A former name, or one also used."""

    contact = owned_by(Contact)
    name = TextField()
    kind = TextField(default="former", constraints=[SQL("DEFAULT 'former'")])

    class Meta:
        constraints = [one_of("kind", "former", "also"), Check("trim(name) <> ''")]


class ContactEmail(Table):
    """An e-mail address; not unique, because shared mailboxes exist."""

    contact = owned_by(Contact)
    value = TextField(index=True, collation="NOCASE")
    kind = text()
    is_primary = flag()
    state = TextField(default="ok", constraints=[SQL("DEFAULT 'ok'")])

    class Meta:
        constraints = [one_of("state", *EMAIL_STATES)]


class ContactPhone(Table):
    """A phone number: E.164 where it is possible, and always as it was typed."""

    contact = owned_by(Contact)
    e164 = TextField(null=True, index=True)
    typed = TextField()
    extension = text()
    kind = text()


class ContactAddress(Table):
    contact = owned_by(Contact)
    kind = text()
    street = text()
    town = text()
    region = text()
    postcode = text()
    country = text()


class ContactTheme(Table):
    contact = owned_by(Contact, index=False)
    theme = owned_by(Theme)

    class Meta:
        indexes = ((("contact", "theme"), True),)


class ContactTag(Table):
    contact = owned_by(Contact, index=False)
    tag = owned_by(Tag)

    class Meta:
        indexes = ((("contact", "tag"), True),)


class Affiliation(Table):
    """A contact's role at an organisation for a period; at most one primary a contact, and that one current."""

    contact = refers_to(Contact, null=False)
    organisation = refers_to(Organisation, null=False)
    role = text()
    department = text()
    kind = TextField(default="employee", constraints=[SQL("DEFAULT 'employee'")])
    is_primary = flag()
    is_lead = flag()
    started = day()
    ended = day()
    is_current = flag(True)

    class Meta:
        constraints = [
            one_of("kind", *AFFILIATION_KINDS),
            Check("is_current OR NOT is_primary"),
        ]


Affiliation.add_index(
    Affiliation.index(Affiliation.contact, unique=True, name="affiliation_primary").where(SQL("is_primary = 1"))
)
