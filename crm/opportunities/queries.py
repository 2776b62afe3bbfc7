"""What is asked of the file about opportunities: cards, an open one, its parties and moves, and what a merge unites."""

from collections.abc import Iterator
from functools import lru_cache
from typing import Any

from peewee import JOIN, SQL, Value, fn

from crm.db.expressions import first_due, name_of, nocase
from crm.db.query_builder import bind, each_of
from crm.db.schema import (
    Attachment,
    ChangeSet,
    Contact,
    FollowUp,
    Huddle,
    Introduction,
    Opportunity,
    OpportunityFate,
    OpportunityParty,
    OpportunityTheme,
    Organisation,
    Pipeline,
    Pitch,
    Sector,
    Stage,
    StageChange,
    SubRegion,
    Theme,
)
from crm.opportunities.records import OpportunityFilter
from crm.search.query import patterns_given_later

_ITS_OWN = OpportunityParty.opportunity == Opportunity.id
_IS_NO_LEAD = OpportunityParty.role != "lead"
_LEADS_NAME = (
    OpportunityParty.select(Organisation.name)
    .join(Organisation)
    .where(_ITS_OWN)
    .order_by(_IS_NO_LEAD, OpportunityParty.id)
    .limit(1)
)
_SYMBOLS = (
    OpportunityParty.select(fn.group_concat(Sector.symbol, " ").order_by(Sector.position))
    .join(Organisation)
    .join(Sector)
    .where(_ITS_OWN)
)
_ENTERED = StageChange.select(fn.max(StageChange.at)).where(StageChange.opportunity == Opportunity.id)
ROWS = (
    Opportunity.select(
        Opportunity.id,
        Opportunity.title,
        Stage.pipeline,
        Opportunity.stage,
        Stage.name.alias("stage"),
        Stage.outcome,
        Stage.probability,
        fn.coalesce(_LEADS_NAME, "").alias("organisation"),
        fn.coalesce(_SYMBOLS, "").alias("symbols"),
        Opportunity.value_pence,
        Opportunity.currency,
        Opportunity.deadline,
        Opportunity.expected_close,
        FollowUp.id.alias("next_step_id"),
        fn.coalesce(FollowUp.title, "").alias("next_step"),
        FollowUp.due_on.alias("next_step_on"),
        fn.coalesce(_ENTERED, Opportunity.created_at).alias("entered_at"),
        Stage.stale_days,
    )
    .join(Stage)
    .join_from(Opportunity, FollowUp, JOIN.LEFT_OUTER, on=(FollowUp.id == first_due("opportunity_id", Opportunity)))
)
"""All of them as cards, with the next step of each; narrowed and ordered by who asks."""
SORTS: dict[str, Any] = {
    "title": nocase(Opportunity.title),
    "stage": Stage.position,
    "value": Opportunity.value_pence,
    "weighted": Opportunity.value_pence * Stage.probability,
    "next_step": FollowUp.due_on,
    "deadline": Opportunity.deadline,
    "expected_close": Opportunity.expected_close,
}
ROW = ROWS.where(Opportunity.id == bind("opportunity"))
ROWS_OF = {
    record: ROWS.where(
        Opportunity.deleted_at.is_null(),
        Opportunity.id.in_(OpportunityParty.select(OpportunityParty.opportunity).where(column == bind("record"))),
    ).order_by(Stage.outcome != "open", Stage.position, Opportunity.id)
    for record, column in (("contact", OpportunityParty.contact), ("organisation", OpportunityParty.organisation))
}
"""Those that a contact or an organisation is a party of."""
OPEN_COUNT = (
    Opportunity.select(fn.count(SQL("*"))).join(Stage).where(Stage.outcome == "open", Opportunity.deleted_at.is_null())
)


# Read again after each move of a card: to write the query down takes longer than to read a small board.
@lru_cache(maxsize=32)
def rows_of(shown: OpportunityFilter, words: int, sort: str, descending: bool) -> Any:
    """Return the query of the cards of a filter in an order, blanks last both ways; it takes `ids` where that does.

    Of its text only the number of words is asked for: it takes the `patterns` of them.
    """
    column = SORTS.get(sort, Stage.position)
    return ROWS.where(*_conditions(shown, words)).order_by(
        column.is_null(),
        column.desc() if descending else column.asc(),
        Stage.position,
        Opportunity.position,
        Opportunity.id,
    )


def _conditions(shown: OpportunityFilter, words: int) -> Iterator[Any]:
    yield Opportunity.deleted_at.is_null()
    if shown.pipeline_id is not None:
        yield Stage.pipeline == shown.pipeline_id
    for pattern in patterns_given_later(words):
        named = fn.EXISTS(_PARTIES_PLACES.where(fn.fold(Organisation.name) ** pattern))
        yield (fn.fold(Opportunity.title) ** pattern) | named
    for column, value in ((Organisation.sector, shown.sector_id), (Organisation.sub_region, shown.sub_region_id)):
        if value is not None:
            yield fn.EXISTS(_PARTIES_PLACES.where(column == value))
    for column, value in (
        (OpportunityParty.organisation, shown.organisation_id),
        (OpportunityParty.contact, shown.contact_id),
    ):
        if value is not None:
            yield Opportunity.id.in_(OpportunityParty.select(OpportunityParty.opportunity).where(column == value))
    if shown.no_next_step:
        yield Stage.outcome == "open"
        yield FollowUp.id.is_null()
    if shown.closed is not None:
        yield Stage.outcome != "open" if shown.closed else Stage.outcome == "open"
    if shown.ids is not None:
        yield Opportunity.id.in_(each_of("ids"))


_PARTIES_PLACES = OpportunityParty.select(SQL("1")).join(Organisation).where(_ITS_OWN)

FACTS = (
    Opportunity.select(
        Opportunity.uid,
        Pipeline.name.alias("pipeline"),
        Opportunity.lost_reason,
        Opportunity.source,
        Opportunity.huddle,
        fn.coalesce(Huddle.title, "").alias("huddle"),
        Opportunity.pitch,
        fn.coalesce(Pitch.topic, "").alias("pitch"),
        Opportunity.notes,
        Opportunity.created_at,
        Opportunity.deleted_at.is_null(False).alias("is_trashed"),
        Opportunity.introduction,
        fn.coalesce(Introduction.reason, "").alias("introduction"),
    )
    .join(Stage)
    .join(Pipeline)
    .join_from(Opportunity, Huddle, JOIN.LEFT_OUTER)
    .join_from(Opportunity, Pitch, JOIN.LEFT_OUTER)
    .join_from(Opportunity, Introduction, JOIN.LEFT_OUTER)
    .where(Opportunity.id == bind("opportunity"))
)
"""What an open one says besides its card."""
THEMES = (
    OpportunityTheme.select(Theme.name)
    .join(Theme)
    .where(OpportunityTheme.opportunity == bind("opportunity"))
    .order_by(Theme.position)
)
_WantedSector = Sector.alias()
PARTIES = (
    OpportunityParty.select(
        OpportunityParty.id,
        OpportunityParty.role,
        OpportunityParty.organisation,
        fn.coalesce(Organisation.name, "").alias("organisation"),
        fn.coalesce(Sector.symbol, "").alias("symbol"),
        OpportunityParty.contact,
        fn.coalesce(name_of(Contact), "").alias("contact"),
        OpportunityParty.share,
        OpportunityParty.letter,
        OpportunityParty.sector,
        fn.coalesce(_WantedSector.name, "").alias("sector"),
        OpportunityParty.sub_region,
        fn.coalesce(SubRegion.name, "").alias("sub_region"),
        OpportunityParty.note,
    )
    .join(Organisation, JOIN.LEFT_OUTER)
    .join(Sector, JOIN.LEFT_OUTER)
    .join_from(OpportunityParty, Contact, JOIN.LEFT_OUTER)
    .join_from(OpportunityParty, _WantedSector, JOIN.LEFT_OUTER, on=(_WantedSector.id == OpportunityParty.sector))
    .join_from(OpportunityParty, SubRegion, JOIN.LEFT_OUTER)
    .where(OpportunityParty.opportunity == bind("opportunity"))
    .order_by(
        OpportunityParty.organisation.is_null() & OpportunityParty.contact.is_null(), _IS_NO_LEAD, OpportunityParty.id
    )
)
MOVES = (
    StageChange.select(
        StageChange.to_stage.alias("stage_id"),
        Stage.name.alias("stage"),
        Stage.outcome,
        StageChange.reason,
        StageChange.at,
    )
    .join(Stage, on=(Stage.id == StageChange.to_stage))
    .where(StageChange.opportunity == bind("opportunity"))
    .order_by(StageChange.at, StageChange.id)
)
TITLE_OF_PARTY = (
    OpportunityParty.select(Opportunity.title).join(Opportunity).where(OpportunityParty.id == bind("party"))
)

LAST_PLACE = Opportunity.select(fn.max(Opportunity.position)).where(Opportunity.stage == bind("stage"))
OTHERS_OF_STAGE = (
    Opportunity.select(Opportunity.id, Opportunity.position)
    .where(Opportunity.stage == bind("stage"), Opportunity.id != bind("opportunity"), Opportunity.deleted_at.is_null())
    .order_by(Opportunity.position, Opportunity.id)
)

BELONGINGS = tuple(
    model.update(opportunity=bind("into")).where(model.opportunity == bind("gone")) for model in (FollowUp, Attachment)
)
"""What hands over the follow-ups and files of one that is merged into another."""
EARLIER_MERGES = OpportunityFate.update(opportunity=bind("into")).where(
    OpportunityFate.opportunity == bind("gone"), OpportunityFate.kind == "merged"
)
"""What hands over that others were merged into it before."""
TELL_MERGED = OpportunityFate.insert_from(
    ChangeSet.select(bind("into"), Value("merged"), bind("gone"), ChangeSet.at).order_by(ChangeSet.id.desc()).limit(1),
    (OpportunityFate.opportunity, OpportunityFate.kind, OpportunityFate.other, OpportunityFate.at),
)
"""What tells at the moment of the action that one became part of another."""
MERGES = (EARLIER_MERGES, TELL_MERGED)

_UP_TO = (StageChange.at < bind("until")) & (
    Opportunity.deleted_at.is_null() | (Opportunity.deleted_at >= bind("until"))
)
MOVES_UNTIL = (
    StageChange.select(StageChange.opportunity, StageChange.to_stage.alias("stage_id"), StageChange.at)
    .join(Opportunity)
    .where(_UP_TO)
    .order_by(StageChange.opportunity, StageChange.id)
)
"""The moves of all before a moment, but of those that were in the trash by then."""
_Move, _Moved = StageChange.alias(), Opportunity.alias()
_LAST = (
    StageChange.select(fn.max(StageChange.id).alias("move"))
    .join(Opportunity)
    .where(_UP_TO)
    .group_by(StageChange.opportunity)
    .alias("last")
)
_MONTH = fn.coalesce(fn.substr(_Moved.expected_close, 1, 7), "").alias("month")
_PENCE = fn.coalesce(_Moved.value_pence, 0)
FORECAST = (
    _Move.select(
        _MONTH,
        _Moved.currency,
        fn.count(SQL("*")).alias("count"),
        fn.sum(_PENCE).alias("value_pence"),
        fn.sum(_PENCE * Stage.probability / 100).alias("weighted_pence"),
    )
    .from_(_LAST)
    .join(_Move, on=(_Move.id == _LAST.c.move))
    .join(_Moved, on=(_Moved.id == _Move.opportunity))
    .join(Stage, on=(Stage.id == _Move.to_stage))
    .where(Stage.outcome == "open", bind("pipeline").is_null() | (Stage.pipeline == bind("pipeline")))
    .group_by(_MONTH, _Moved.currency)
    .order_by(_MONTH == "", _MONTH, _Moved.currency)
)
"""Value and weighted value of what was open at a moment, by month of expected close and currency, no month last."""
