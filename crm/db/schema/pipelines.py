"""Pipelines with their stages, opportunities with their parties, and the history of moves that triggers write."""

from peewee import SQL, Check, ForeignKeyField, IntegerField, TextField

from crm.db.schema.allowed import LETTERS_OF_SUPPORT, OPPORTUNITY_FATES, OPPORTUNITY_SOURCES, OUTCOMES, PARTY_ROLES
from crm.db.schema.base import Table, day, flag, great_number, moment, number, one_of, owned_by, refers_to, text
from crm.db.schema.huddles import Huddle, Pitch
from crm.db.schema.introductions import Introduction
from crm.db.schema.organisations import Organisation
from crm.db.schema.people import Contact
from crm.db.schema.reference import Sector, SubRegion, Theme


class Pipeline(Table):
    """A way of steering results: its stages stand in their order."""

    name = TextField(collation="NOCASE", unique=True)
    position = number()
    active = flag(True)

    class Meta:
        constraints = [Check("trim(name) <> ''")]


class Stage(Table):
    """A step of a pipeline: how likely it is to be won from here, in per cent, and after how many days it is stale."""

    pipeline = refers_to(Pipeline, null=False, index=False)
    name = TextField(collation="NOCASE")
    position = number()
    probability = number()
    outcome = TextField(default="open", constraints=[SQL("DEFAULT 'open'")])
    stale_days = IntegerField(null=True)
    active = flag(True)

    class Meta:
        constraints = [
            one_of("outcome", *OUTCOMES),
            Check("trim(name) <> ''"),
            Check("probability BETWEEN 0 AND 100"),
            Check("stale_days IS NULL OR stale_days > 0"),
        ]
        indexes = ((("pipeline", "name"), True),)


class Opportunity(Table):
    """A result steered through stages. `value_pence` is in hundredths of `currency`; `position` orders its column.

    The next step is its open follow-up. Where it came from: `source` with the huddle, pitch or introduction.
    """

    uid = TextField(unique=True)
    title = TextField()
    stage = refers_to(Stage, null=False, index=False)
    position = number()
    value_pence = great_number()
    currency = TextField(default="GBP", constraints=[SQL("DEFAULT 'GBP'")])
    deadline = day()
    expected_close = day()
    lost_reason = text()
    source = text()
    huddle = refers_to(Huddle)
    pitch = refers_to(Pitch)
    notes = text()
    created_at = moment(null=False)
    deleted_at = moment()
    introduction = refers_to(Introduction)

    class Meta:
        constraints = [
            one_of("source", *OPPORTUNITY_SOURCES),
            Check("trim(title) <> ''"),
            Check("value_pence IS NULL OR value_pence >= 0"),
            Check("length(currency) = 3"),
        ]
        indexes = ((("stage", "position"), False),)


class OpportunityParty(Table):
    """Who takes part, as what, with which share in per cent and letter of support.

    Without organisation and contact it is a gap: somebody of this role, sector and sub-region is wanted.
    """

    opportunity = owned_by(Opportunity)
    organisation = refers_to(Organisation)
    contact = refers_to(Contact)
    role = TextField(default="partner", constraints=[SQL("DEFAULT 'partner'")])
    share = IntegerField(null=True)
    letter = text()
    sector = refers_to(Sector, index=False)
    sub_region = refers_to(SubRegion, index=False)
    note = text()

    class Meta:
        constraints = [
            one_of("role", *PARTY_ROLES),
            one_of("letter", *LETTERS_OF_SUPPORT),
            Check("share IS NULL OR share BETWEEN 0 AND 100"),
        ]


class OpportunityTheme(Table):
    opportunity = owned_by(Opportunity, index=False)
    theme = owned_by(Theme)

    class Meta:
        indexes = ((("opportunity", "theme"), True),)


class StageChange(Table):
    """One move, written by a trigger alone: the first has no `from_stage`. `at` is that of the action.

    `reason` is why it was closed by this move; it stays when the opportunity is opened again.
    """

    opportunity = owned_by(Opportunity, index=False)
    from_stage = refers_to(Stage, index=False)
    to_stage = refers_to(Stage, null=False, index=False)
    at = moment(null=False)
    reason = text()

    class Meta:
        indexes = ((("opportunity", "at"), False),)


class OpportunityFate(Table):
    """What befell it besides its moves: a trigger writes when it was trashed or restored.

    `merged`: the `other` became part of it; `at` is that of the action.
    """

    opportunity = owned_by(Opportunity, index=False)
    kind = TextField()
    other = ForeignKeyField(Opportunity, null=True, on_delete="CASCADE", backref="+", lazy_load=False)
    at = moment(null=False)

    class Meta:
        constraints = [one_of("kind", *OPPORTUNITY_FATES), Check("(kind = 'merged') = (other_id IS NOT NULL)")]
        indexes = ((("opportunity", "at"), False),)
