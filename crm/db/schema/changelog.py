"""The change log: one change set an undoable action, its row images written by triggers."""

from peewee import AutoField, Model, TextField

from crm.db.schema.base import Table, flag, great_number, text


class ChangeSet(Table):
    """One action: when, what it is called, who did it, and which other set it reverses or is reversed by.

    Kinds: edit, import, redo (undoable); undo; quiet (kept in the log, but no undo step). `author` is the name in the
    settings, `device` the id of the computer; both may be ''. `is_open` while the action's transaction runs, so that
    no committed row has it: the triggers write into an open set alone.
    """

    label = TextField()
    kind = TextField()
    at = TextField()
    reverses = great_number()
    reversed_by = great_number()
    author = text()
    device = text()
    is_open = flag()


class Change(Model):
    """One row's image before and after; JSON objects, NULL where the row was not there.

    `contact_id` and `organisation_id` name whom the row is about, so that a record's history is one index scan.
    """

    id = AutoField()
    change_set_id = great_number(null=False)
    table_name = TextField()
    row_id = great_number(null=False)
    before = TextField(null=True)
    after = TextField(null=True)
    contact_id = great_number()
    organisation_id = great_number()

    class Meta:
        legacy_table_names = False
        indexes = (
            (("change_set_id", "table_name"), False),
            (("table_name", "row_id"), False),
            (("contact_id",), False),
            (("organisation_id",), False),
        )
