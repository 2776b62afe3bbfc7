"""What an address may be used for: purposes, and the dated acts of consent with their evidence."""

from peewee import TextField

from crm.db.schema.allowed import CONSENT_ACTS
from crm.db.schema.base import Table, flag, moment, number, one_of, refers_to, text
from crm.db.schema.huddles import Huddle
from crm.db.schema.people import Contact


class Purpose(Table):
    """What people may be written to for."""

    name = TextField(collation="NOCASE", unique=True)
    position = number()
    active = flag(True)


class Consent(Table):
    """One act, never changed: what a person said, when, how, in answer to which wording; the newest one holds."""

    contact = refers_to(Contact, null=False)
    purpose = refers_to(Purpose, null=False)
    act = TextField()
    basis = text()
    method = text()
    wording = text()
    evidence = text()
    at = moment(null=False)
    huddle = refers_to(Huddle)

    class Meta:
        constraints = [one_of("act", *CONSENT_ACTS)]
