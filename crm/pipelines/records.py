"""What crosses the line about pipelines and their stages."""

import msgspec


class StageRow(msgspec.Struct, frozen=True):
    """A stage: how likely it is to be won from here in per cent, and after how many days one is there too long."""

    id: int
    pipeline_id: int
    name: str
    position: int
    probability: int
    outcome: str
    stale_days: int | None
    active: bool


class PipelineRow(msgspec.Struct, frozen=True):
    """A pipeline with its stages in their order; retired stages stand in it only while something is in them."""

    id: int
    name: str
    active: bool
    stages: tuple[StageRow, ...]


class StageUse(msgspec.Struct, frozen=True):
    """A stage with how many opportunities are in it, and whether the history of any tells of it."""

    stage: StageRow
    held: int
    told: bool


class StageDraft(msgspec.Struct, frozen=True):
    """A stage as a form holds it; one that is won or lost is so for certain, whatever `probability` says."""

    name: str
    probability: int = 0
    outcome: str = "open"
    stale_days: int | None = None
    active: bool = True
