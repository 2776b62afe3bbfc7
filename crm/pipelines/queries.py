"""What is asked of the file about pipelines and their stages."""

from peewee import SQL, fn

from crm.db.query_builder import bind
from crm.db.schema import Opportunity, Pipeline, Stage, StageChange

PIPELINES = (
    Pipeline.select(Pipeline.id, Pipeline.name, Pipeline.active)
    .where(Pipeline.active | bind("retired"))
    .order_by(Pipeline.active.desc(), Pipeline.position, Pipeline.id)
)
PIPELINE_NAMED = Pipeline.select(Pipeline.id).where(Pipeline.name == bind("name"))
OTHER_PIPELINE_NAMED = PIPELINE_NAMED.where(Pipeline.id != bind("but"))
PLACE_OF_NEXT_PIPELINE = Pipeline.select(fn.coalesce(fn.max(Pipeline.position), -1) + 1)

_STAGES = Stage.select(
    Stage.id,
    Stage.pipeline,
    Stage.name,
    Stage.position,
    Stage.probability,
    Stage.outcome,
    Stage.stale_days,
    Stage.active,
)
STAGE = _STAGES.where(Stage.id == bind("stage"))
STAGES = _STAGES.where(
    Stage.active | Stage.id.in_(Opportunity.select(Opportunity.stage).where(Opportunity.deleted_at.is_null()))
).order_by(Stage.pipeline, Stage.position, Stage.id)
"""Those in use, and the retired ones that hold something, of all pipelines."""
_HELD = Opportunity.select(fn.count(SQL("*"))).where(Opportunity.stage == Stage.id, Opportunity.deleted_at.is_null())
_TOLD = StageChange.select(SQL("1")).where((StageChange.from_stage == Stage.id) | (StageChange.to_stage == Stage.id))
STAGE_USES = (
    _STAGES.select_extend(_HELD.alias("held"), fn.EXISTS(_TOLD).alias("told"))
    .where(Stage.pipeline == bind("pipeline"))
    .order_by(Stage.position, Stage.id)
)
"""Every stage of a pipeline, with how much is in it and whether any history tells of it."""
OTHER_STAGE_NAMED = Stage.select(Stage.id).where(
    Stage.pipeline == bind("pipeline"), Stage.name == bind("name"), Stage.id != bind("but")
)

RENAME_PIPELINE = Pipeline.update(name=bind("name")).where(Pipeline.id == bind("pipeline"))
RENAME_STAGE = Stage.update(name=bind("name")).where(Stage.id == bind("stage"))
