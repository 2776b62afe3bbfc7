"""Organisations, their names, e-mail domains, themes, tags and partnership with the cluster."""

from peewee import SQL, Check, TextField

from crm.db.schema.allowed import ALIAS_KINDS, PARTNERSHIP_STATUSES
from crm.db.schema.base import Table, day, flag, moment, one_of, owned_by, refers_to, text
from crm.db.schema.reference import Sector, SubRegion, Tag, Theme


class Organisation(Table):
    """A company, trust, university, fund, council or charity."""

    uid = TextField(unique=True)
    name = TextField()
    short_name = text()
    sector = refers_to(Sector)
    sub_region = refers_to(SubRegion)
    parent = refers_to("self")
    website = text()
    phone = text()
    street = text()
    town = text()
    postcode = text()
    country = text()
    about = text()
    company_number = text()
    ods_code = text()
    closed_on = day()
    created_at = moment(null=False)
    deleted_at = moment()
    charity_number = text()

    class Meta:
        constraints = [Check("trim(name) <> ''"), Check("parent_id IS NULL OR parent_id <> id")]


class OrganisationAlias(Table):
    """Another name: a former one (until when), an acronym, or one also used."""

    organisation = owned_by(Organisation)
    name = TextField()
    kind = TextField(default="also", constraints=[SQL("DEFAULT 'also'")])
    until = day()

    class Meta:
        constraints = [one_of("kind", *ALIAS_KINDS), Check("trim(name) <> ''")]


class OrganisationDomain(Table):
    """An e-mail domain; a shared one (`nhs.net`) never identifies the organisation."""

    organisation = owned_by(Organisation, index=False)
    domain = TextField(index=True, collation="NOCASE")
    shared = flag()

    class Meta:
        indexes = ((("organisation", "domain"), True),)


class OrganisationTheme(Table):
    organisation = owned_by(Organisation, index=False)
    theme = owned_by(Theme)

    class Meta:
        indexes = ((("organisation", "theme"), True),)


class OrganisationTag(Table):
    organisation = owned_by(Organisation, index=False)
    tag = owned_by(Tag)

    class Meta:
        indexes = ((("organisation", "tag"), True),)


class Partnership(Table):
    """An organisation's partnership with the cluster for a period; one open period an organisation."""

    organisation = refers_to(Organisation, null=False)
    status = TextField()
    started_on = day()
    ended_on = day()
    agreement = text()
    note = text()

    class Meta:
        constraints = [
            one_of("status", *PARTNERSHIP_STATUSES),
            Check("ended_on IS NULL OR started_on IS NULL OR ended_on >= started_on"),
        ]


Partnership.add_index(
    Partnership.index(Partnership.organisation, unique=True, name="partnership_open").where(SQL("ended_on IS NULL"))
)
