"""Models of the derived tables that lists and searches read; their SQL is in `summaries` and `tokens`."""

from peewee import CompositeKey, IntegerField, Model, TextField


class ContactSummary(Model):
    """A contact as lists show and sort it."""

    contact_id = IntegerField(primary_key=True)
    name = TextField()
    sort_name = TextField()
    role = TextField()
    organisation_id = IntegerField(null=True)
    organisation_name = TextField()
    organisation_sort = TextField()
    sector_id = IntegerField(null=True)
    sector_rank = IntegerField()
    sub_region_id = IntegerField(null=True)
    sub_region_rank = IntegerField()
    partnership = TextField()
    email = TextField()
    phone = TextField()
    last_touch_at = TextField()
    next_follow_up_on = TextField()

    class Meta:
        legacy_table_names = False


class OrganisationSummary(Model):
    """An organisation as lists show and sort it."""

    organisation_id = IntegerField(primary_key=True)
    name = TextField()
    sort_name = TextField()
    sector_id = IntegerField(null=True)
    sector_rank = IntegerField()
    sub_region_id = IntegerField(null=True)
    sub_region_rank = IntegerField()
    partnership = TextField()
    people = IntegerField()
    last_touch_at = TextField()
    next_follow_up_on = TextField()

    class Meta:
        legacy_table_names = False


class SearchRecord(Model):
    """The words of a contact or an organisation, a line a source."""

    kind = IntegerField()
    id = IntegerField()
    words = TextField()

    class Meta:
        legacy_table_names = False
        primary_key = CompositeKey("kind", "id")


class SearchToken(Model):
    """One word of a contact or an organisation with its best weight."""

    kind = IntegerField()
    token = TextField()
    weight = IntegerField()
    id = IntegerField()

    class Meta:
        legacy_table_names = False
        primary_key = CompositeKey("kind", "token", "weight", "id")


class SearchText(Model):
    """The index of what was written (`texts`): its rowid says kind, day and id; MATCH asks the column of its name."""

    rowid = IntegerField(primary_key=True)
    search_text = TextField()

    class Meta:
        legacy_table_names = False
