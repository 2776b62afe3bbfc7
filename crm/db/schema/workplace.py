"""What belongs to the user's workplace: saved views, settings, drafts, imports."""

from peewee import IntegerField, TextField

from crm.db.schema.base import Table, moment, number, owned_by, refers_to, text
from crm.db.schema.huddles import Huddle
from crm.db.schema.people import Contact


class SavedView(Table):
    """A screen's filter, columns and sort under a name; `spec` is JSON."""

    page = TextField()
    name = TextField(collation="NOCASE")
    spec = TextField()
    position = number()

    class Meta:
        indexes = ((("page", "name"), True),)


class Setting(Table):
    """One setting's value as JSON; `crm.settings` declares the keys."""

    key = TextField(unique=True)
    value = TextField()


class Draft(Table):
    """What was being typed, kept until it is saved or thrown away; JSON. Not an undo step, so not logged."""

    key = TextField(unique=True)
    content = TextField()
    saved_at = moment(null=False)


class ImportBatch(Table):
    """One import: the file and its hash, what came of its rows (counts as JSON), the huddle whose attendance it is."""

    file_name = TextField()
    format = TextField()
    sha256 = TextField()
    imported_at = moment(null=False)
    counts = TextField()
    huddle = refers_to(Huddle)


class ImportRow(Table):
    """A row of an import that did not become a record, kept aside with its reason; `content` is JSON."""

    batch = owned_by(ImportBatch)
    line = IntegerField()
    outcome = TextField()
    reason = text()
    content = TextField()
    contact = refers_to(Contact)
