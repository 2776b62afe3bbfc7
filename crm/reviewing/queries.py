"""What is asked of the files that were read, and of whom a row of them may be about."""

from peewee import JOIN, Select, fn

from crm.db.derived.models import ContactSummary
from crm.db.expressions import name_of
from crm.db.query_builder import bind, in_order_of
from crm.db.schema import Attendance, Change, Contact, ImportBatch

# Whom a row may be about.
_given = in_order_of("ids")
_is_listed = fn.EXISTS(
    Attendance.select(Attendance.id).where(Attendance.huddle == bind("huddle"), Attendance.contact == Contact.id)
)
KNOWN = (
    Select(
        [_given],
        [
            Contact.id.alias("contact_id"),
            name_of(Contact).alias("name"),
            fn.coalesce(ContactSummary.organisation_name, "").alias("organisation"),
            fn.coalesce(ContactSummary.email, "").alias("email"),
            Contact.deleted_at.is_null(False).alias("in_trash"),
            _is_listed.alias("is_listed"),
        ],
    )
    .join(Contact, JOIN.CROSS)
    .join(ContactSummary, JOIN.LEFT_OUTER, on=ContactSummary.contact_id == Contact.id)
    .where(Contact.id == _given.c.value)
    .order_by(_given.c.key)
)

# The files that stand.
BATCHES = ImportBatch.select(
    ImportBatch.id,
    ImportBatch.file_name,
    ImportBatch.format,
    ImportBatch.imported_at,
    ImportBatch.counts,
    ImportBatch.huddle,
).order_by(ImportBatch.id.desc())
BATCH = BATCHES.where(ImportBatch.id == bind("batch"))
ADDED_BY = (
    Change.select(Change.change_set_id)
    .where(Change.table_name == "import_batch", Change.row_id == bind("batch"), Change.before.is_null())
    .order_by(Change.id.desc())
    .limit(1)
)
