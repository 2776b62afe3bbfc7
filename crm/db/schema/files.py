"""Files kept with opportunities. What they hold stands once, under its hash."""

from peewee import BlobField, Check, TextField

from crm.db.schema.base import Table, great_number, moment, owned_by, refers_to, text
from crm.db.schema.pipelines import Opportunity


class AttachmentContent(Table):
    """The bytes of a file, never changed and never taken out, so that undo and the trash find them: not logged."""

    sha256 = TextField(unique=True)
    content = BlobField()

    class Meta:
        constraints = [Check("length(sha256) = 64")]


class Attachment(Table):
    """A file of an opportunity under the name that is shown; `size` in bytes."""

    uid = TextField(unique=True)
    opportunity = owned_by(Opportunity)
    content = refers_to(AttachmentContent, null=False)
    name = TextField()
    media_type = text()
    size = great_number(null=False)
    created_at = moment(null=False)

    class Meta:
        constraints = [Check("trim(name) <> ''"), Check("size >= 0")]
