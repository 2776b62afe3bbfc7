"""The schema: a model for every table, and the words that columns allow (`allowed`).

Each name stands here once. A class is defined after those it refers to, or Python would not know them.
"""

from peewee import Model

from crm.db.schema.base import Table as Table
from crm.db.schema.changelog import (
    Change as Change,
)
from crm.db.schema.changelog import (
    ChangeSet as ChangeSet,
)
from crm.db.schema.consents import (
    Consent as Consent,
)
from crm.db.schema.consents import (
    Purpose as Purpose,
)
from crm.db.schema.files import (
    Attachment as Attachment,
)
from crm.db.schema.files import (
    AttachmentContent as AttachmentContent,
)
from crm.db.schema.huddles import (
    Attendance as Attendance,
)
from crm.db.schema.huddles import (
    AttendanceSession as AttendanceSession,
)
from crm.db.schema.huddles import (
    CloseOut as CloseOut,
)
from crm.db.schema.huddles import (
    Hand as Hand,
)
from crm.db.schema.huddles import (
    Huddle as Huddle,
)
from crm.db.schema.huddles import (
    Pitch as Pitch,
)
from crm.db.schema.huddles import (
    Series as Series,
)
from crm.db.schema.interactions import (
    FollowUp as FollowUp,
)
from crm.db.schema.interactions import (
    Interaction as Interaction,
)
from crm.db.schema.interactions import (
    InteractionTag as InteractionTag,
)
from crm.db.schema.interactions import (
    Participant as Participant,
)
from crm.db.schema.introductions import (
    Introduction as Introduction,
)
from crm.db.schema.introductions import (
    IntroductionParty as IntroductionParty,
)
from crm.db.schema.introductions import (
    MatchDecision as MatchDecision,
)
from crm.db.schema.introductions import (
    NeedOffer as NeedOffer,
)
from crm.db.schema.introductions import (
    NeedOfferTheme as NeedOfferTheme,
)
from crm.db.schema.introductions import (
    Outcome as Outcome,
)
from crm.db.schema.introductions import (
    Relationship as Relationship,
)
from crm.db.schema.organisations import (
    Organisation as Organisation,
)
from crm.db.schema.organisations import (
    OrganisationAlias as OrganisationAlias,
)
from crm.db.schema.organisations import (
    OrganisationDomain as OrganisationDomain,
)
from crm.db.schema.organisations import (
    OrganisationTag as OrganisationTag,
)
from crm.db.schema.organisations import (
    OrganisationTheme as OrganisationTheme,
)
from crm.db.schema.organisations import (
    Partnership as Partnership,
)
from crm.db.schema.people import (
    Affiliation as Affiliation,
)
from crm.db.schema.people import (
    Contact as Contact,
)
from crm.db.schema.people import (
    ContactAddress as ContactAddress,
)
from crm.db.schema.people import (
    ContactAlias as ContactAlias,
)
from crm.db.schema.people import (
    ContactEmail as ContactEmail,
)
from crm.db.schema.people import (
    ContactPhone as ContactPhone,
)
from crm.db.schema.people import (
    ContactTag as ContactTag,
)
from crm.db.schema.people import (
    ContactTheme as ContactTheme,
)
from crm.db.schema.pipelines import (
    Opportunity as Opportunity,
)
from crm.db.schema.pipelines import (
    OpportunityFate as OpportunityFate,
)
from crm.db.schema.pipelines import (
    OpportunityParty as OpportunityParty,
)
from crm.db.schema.pipelines import (
    OpportunityTheme as OpportunityTheme,
)
from crm.db.schema.pipelines import (
    Pipeline as Pipeline,
)
from crm.db.schema.pipelines import (
    Stage as Stage,
)
from crm.db.schema.pipelines import (
    StageChange as StageChange,
)
from crm.db.schema.reference import (
    Sector as Sector,
)
from crm.db.schema.reference import (
    SubRegion as SubRegion,
)
from crm.db.schema.reference import (
    Tag as Tag,
)
from crm.db.schema.reference import (
    Theme as Theme,
)
from crm.db.schema.workplace import (
    Draft as Draft,
)
from crm.db.schema.workplace import (
    ImportBatch as ImportBatch,
)
from crm.db.schema.workplace import (
    ImportRow as ImportRow,
)
from crm.db.schema.workplace import (
    SavedView as SavedView,
)
from crm.db.schema.workplace import (
    Setting as Setting,
)

UNLOGGED: tuple[type[Model], ...] = (AttachmentContent, Draft, ChangeSet, Change)
"""Tables that are not logged: the bytes of files have no place in a log, the log none in itself."""

LOGGED: tuple[type[Table], ...] = tuple(model for model in Table.__subclasses__() if model not in UNLOGGED)
"""The tables whose every change is written to the change log, in the order in which they can be created."""

BY_TABLE: dict[str, type[Table]] = {model._meta.table_name: model for model in LOGGED}
"""The model of each logged table, by the table's name."""
