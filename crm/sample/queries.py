"""What the sample network asks of the file it is written into, and what it sets back to the day it happened."""

from functools import reduce
from operator import or_
from typing import Any

from peewee import SQL, Select, fn

from crm.db.query_builder import bind
from crm.db.schema import (
    Contact,
    Huddle,
    Interaction,
    Introduction,
    NeedOffer,
    Opportunity,
    Organisation,
    Pipeline,
    Sector,
    Stage,
    StageChange,
    SubRegion,
    Tag,
    Theme,
)

_RECORDS: tuple[Any, ...] = (Contact, Organisation, Interaction, Huddle, Opportunity, Introduction, NeedOffer)
HOLDS_RECORDS = Select(columns=[reduce(or_, (fn.EXISTS(model.select(SQL("1"))) for model in _RECORDS))])

THEMES = Theme.select(Theme.id, Theme.name).order_by(Theme.position, Theme.id)
TAGS = Tag.select(Tag.name, Tag.id)
SECTORS = Sector.select(Sector.name, Sector.id)
SUB_REGIONS = SubRegion.select(SubRegion.name, SubRegion.id)
STAGES = (
    Stage.select(Pipeline.name.alias("pipeline"), Stage.id, Stage.name, Stage.outcome)
    .join(Pipeline)
    .order_by(Pipeline.position, Stage.position)
)

_OPPORTUNITY = Opportunity.id == bind("opportunity")
MOVE = Opportunity.update(stage=bind("stage")).where(_OPPORTUNITY)
PLACE = Opportunity.update(position=bind("position"), lost_reason=bind("reason")).where(_OPPORTUNITY)
_Moved = StageChange.alias()
DATE_LAST_MOVE = StageChange.update(at=bind("at")).where(StageChange.id == _Moved.select(fn.max(_Moved.id)))
