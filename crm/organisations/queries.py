"""What is asked about organisations: lines of lists, and an open one with its people, names and partnership."""

from peewee import JOIN, fn

from crm.db.derived.models import ContactSummary, OrganisationSummary
from crm.db.expressions import is_current, name_of, next_follow_up
from crm.db.query_builder import bind, each_of
from crm.db.schema import (
    Affiliation,
    Contact,
    Interaction,
    Organisation,
    OrganisationAlias,
    OrganisationDomain,
    OrganisationTag,
    OrganisationTheme,
    Participant,
    Partnership,
    Sector,
    SubRegion,
    Tag,
    Theme,
)
from crm.fields import ORGANISATION as ORGANISATION_FIELDS
from crm.listing.declared import more_of, row_of, sorts_of
from crm.organisations.records import OrganisationRow

SORTS = sorts_of(ORGANISATION_FIELDS)
"""What lists of organisations are sorted by."""

_FORMER_NAME = fn.coalesce(
    OrganisationAlias.select(OrganisationAlias.name)
    .where(OrganisationAlias.organisation == Organisation.id, OrganisationAlias.kind == "former")
    .order_by(fn.coalesce(OrganisationAlias.until, "").desc(), OrganisationAlias.id.desc())
    .limit(1),
    "",
)

LINES = (
    OrganisationSummary.select(
        OrganisationSummary.organisation_id.alias("id"),
        OrganisationSummary.name,
        fn.coalesce(Sector.name, "").alias("sector"),
        fn.coalesce(Sector.symbol, "").alias("symbol"),
        fn.coalesce(SubRegion.name, "").alias("sub_region"),
        OrganisationSummary.partnership,
        OrganisationSummary.people,
        OrganisationSummary.last_touch_at,
        next_follow_up(OrganisationSummary).alias("next_follow_up_on"),
        Organisation.short_name,
        _FORMER_NAME.alias("former_name"),
        *more_of(OrganisationRow, ORGANISATION_FIELDS, Organisation),
    )
    .join(Organisation, on=Organisation.id == OrganisationSummary.organisation_id)
    .join(Sector, JOIN.LEFT_OUTER, on=Sector.id == OrganisationSummary.sector_id)
    .join(SubRegion, JOIN.LEFT_OUTER, on=SubRegion.id == OrganisationSummary.sub_region_id)
)
"""The lines of lists, of all organisations."""
LINES_OF = LINES.where(OrganisationSummary.organisation_id.in_(each_of("ids")))

LINE = row_of(OrganisationRow, ORGANISATION_FIELDS)
"""What a line is read into."""

ORGANISATION = (
    Organisation.select(
        *(getattr(Organisation, key) for key in ("id", *ORGANISATION_FIELDS.stored, "created_at", "deleted_at")),
        fn.coalesce(Sector.name, "").alias("sector"),
        fn.coalesce(Sector.symbol, "").alias("symbol"),
        fn.coalesce(SubRegion.name, "").alias("sub_region"),
        fn.coalesce(OrganisationSummary.last_touch_at, "").alias("last_touch_at"),
        fn.coalesce(next_follow_up(OrganisationSummary), "").alias("next_follow_up_on"),
    )
    .join(OrganisationSummary, JOIN.LEFT_OUTER, on=OrganisationSummary.organisation_id == Organisation.id)
    .join(Sector, JOIN.LEFT_OUTER, on=Sector.id == Organisation.sector)
    .join(SubRegion, JOIN.LEFT_OUTER, on=SubRegion.id == Organisation.sub_region)
    .where(Organisation.id == bind("organisation"))
)
"""The facts of one organisation, in the trash too, with what is derived of it."""

NAME = Organisation.select(Organisation.name).where(Organisation.id == bind("organisation"))

ABOVE = Organisation.select(Organisation.parent_id).where(Organisation.id == bind("organisation"))
"""Which organisation stands above one."""

ALIASES = (
    OrganisationAlias.select(
        OrganisationAlias.name, OrganisationAlias.kind, OrganisationAlias.until, OrganisationAlias.id
    )
    .where(OrganisationAlias.organisation == bind("organisation"))
    .order_by(
        OrganisationAlias.kind != "former",
        fn.coalesce(OrganisationAlias.until, "").desc(),
        OrganisationAlias.id.desc(),
    )
)

DOMAINS = (
    OrganisationDomain.select(OrganisationDomain.domain, OrganisationDomain.shared, OrganisationDomain.id)
    .where(OrganisationDomain.organisation == bind("organisation"))
    .order_by(OrganisationDomain.shared, OrganisationDomain.id)
)

THEMES = (
    OrganisationTheme.select(Theme.name)
    .join(Theme, on=Theme.id == OrganisationTheme.theme)
    .where(OrganisationTheme.organisation == bind("organisation"))
    .order_by(Theme.name)
)

TAGS = (
    OrganisationTag.select(Tag.name)
    .join(Tag, on=Tag.id == OrganisationTag.tag)
    .where(OrganisationTag.organisation == bind("organisation"))
    .order_by(Tag.name)
)

PARTNERSHIPS = (
    Partnership.select(
        Partnership.id,
        Partnership.status,
        Partnership.started_on,
        Partnership.ended_on,
        Partnership.agreement,
        Partnership.note,
    )
    .where(Partnership.organisation == bind("organisation"))
    .order_by(
        Partnership.ended_on.is_null(False),
        fn.coalesce(Partnership.ended_on, Partnership.started_on, "").desc(),
        Partnership.id.desc(),
    )
)

_IS_CURRENT = is_current(Affiliation).alias("is_current")

PEOPLE = (
    Affiliation.select(
        Affiliation.id.alias("affiliation_id"),
        Affiliation.contact_id,
        name_of(Contact).alias("name"),
        Affiliation.role,
        Affiliation.kind,
        Affiliation.is_lead,
        Affiliation.started,
        Affiliation.ended,
        _IS_CURRENT,
        fn.iif(
            is_current(Affiliation),
            "",
            fn.coalesce(fn.nullif(ContactSummary.organisation_name, bind("name")), ""),
        ).alias("went_to"),
        fn.coalesce(ContactSummary.email, "").alias("email"),
    )
    .join(Contact, on=(Contact.id == Affiliation.contact) & Contact.deleted_at.is_null())
    .join(ContactSummary, JOIN.LEFT_OUTER, on=ContactSummary.contact_id == Contact.id)
    .where(Affiliation.organisation == bind("organisation"))
    .order_by(
        _IS_CURRENT.desc(),
        Affiliation.is_lead.desc(),
        fn.coalesce(Affiliation.ended, Affiliation.started, "").desc(),
        ContactSummary.sort_name,
        Affiliation.id,
    )
)
"""Everyone at an organisation of that name, now and formerly."""

_RELATED = (
    Organisation.select(Organisation.id, Organisation.name, fn.coalesce(Sector.symbol, "").alias("symbol"))
    .join(Sector, JOIN.LEFT_OUTER, on=Sector.id == Organisation.sector)
    .where(Organisation.deleted_at.is_null())
    .order_by(Organisation.name)
)

RELATED = _RELATED.where(Organisation.id == bind("organisation"))

CHILDREN = _RELATED.where(Organisation.parent == bind("organisation"))

INTERACTIONS = (
    Participant.select(fn.count(Participant.interaction_id.distinct()))
    .join(Interaction, on=Interaction.id == Participant.interaction)
    .where(Participant.organisation == bind("organisation"), Interaction.deleted_at.is_null())
)
"""How many interactions somebody took part in for an organisation."""
