"""Pipelines and their stages: the ways of steering results, which a person words and orders."""

from collections.abc import Iterable, Sequence
from typing import Any

import msgspec

from crm.db import schema
from crm.db.schema.allowed import OUTCOMES
from crm.db.store import Store
from crm.errors import CrmError, Invalid, NotFound
from crm.grouping import by_parent
from crm.pipelines import queries
from crm.pipelines.records import PipelineRow, StageDraft, StageRow, StageUse
from crm.text import clean_line

__all__ = ["PipelineRow", "Pipelines", "StageDraft", "StageRow", "StageUse"]


class _Found(msgspec.Struct, frozen=True):
    """A pipeline as the file holds it."""

    id: int
    name: str
    active: bool


class _Used(StageRow, frozen=True):
    """A stage with its use."""

    held: int
    told: bool

    def row(self) -> StageRow:
        """Return the stage alone."""
        return StageRow(
            self.id,
            self.pipeline_id,
            self.name,
            self.position,
            self.probability,
            self.outcome,
            self.stale_days,
            self.active,
        )


class Pipelines:
    """Reads and edits pipelines and stages; writes `pipeline` and `stage`."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def all(self, *, retired: bool = False) -> list[PipelineRow]:
        """Return the pipelines in their order, the retired ones too when asked for."""
        found = self._store.all(queries.PIPELINES, into=_Found, retired=retired)
        stages = by_parent((each.pipeline_id, each) for each in self._store.all(queries.STAGES, into=StageRow))
        return [PipelineRow(each.id, each.name, each.active, stages.get(each.id, ())) for each in found]

    def get(self, pipeline_id: int | None) -> PipelineRow:
        """Return one pipeline, the first where none is named; raises NotFound."""
        found = next((each for each in self.all(retired=True) if pipeline_id in (None, each.id)), None)
        if found is None:
            raise NotFound("pipeline", pipeline_id)
        return found

    def named(self, name: str) -> PipelineRow:
        """Return the pipeline of this name, letters' case aside; raises NotFound."""
        found = self._store.value(queries.PIPELINE_NAMED, name=clean_line(name))
        if found is None:
            raise NotFound("pipeline", name)
        return self.get(int(found))

    def stage(self, stage_id: int) -> StageRow:
        """Return one stage; raises NotFound."""
        found = self._store.first(queries.STAGE, into=StageRow, stage=stage_id)
        if found is None:
            raise NotFound("stage", stage_id)
        return found

    def stages(self, pipeline_id: int) -> list[StageUse]:
        """Return every stage of a pipeline in their order, the retired ones too, with what they are used for."""
        found = self._store.all(queries.STAGE_USES, into=_Used, pipeline=pipeline_id)
        return [StageUse(each.row(), each.held, each.told) for each in found]

    def add(self, name: str) -> int:
        """Write a pipeline with an open stage and the stages that end it; return its id. Raises Invalid (name)."""
        name = self._free_name(name)
        with self._store.action(f"Add the pipeline “{name}”"):
            place = self._store.value(queries.PLACE_OF_NEXT_PIPELINE)
            made = self._store.insert(schema.Pipeline, name=name, position=place)
            for number, (stage, probability, outcome) in enumerate(
                (("First", 10, "open"), ("Won", 100, "won"), ("Lost", 0, "lost"))
            ):
                self._store.insert(
                    schema.Stage,
                    pipeline_id=made,
                    name=stage,
                    position=number,
                    probability=probability,
                    outcome=outcome,
                )
        return made

    def rename(self, pipeline_id: int, name: str) -> None:
        """Give a pipeline another name."""
        name = self._free_name(name, pipeline_id)
        with self._store.action(f"Rename the pipeline to “{name}”"):
            # Names compare without their case: `Store.update` would take "bids" to "Bids" for no change.
            self._store.run(queries.RENAME_PIPELINE, name=name, pipeline=pipeline_id)

    def set_active(self, pipeline_id: int, active: bool) -> None:
        """Retire a pipeline, or take it up again; CrmError where something is open in it, or it is the only one."""
        name = self.get(pipeline_id).name
        if not active:
            self._refuse_held(name, (use for use in self.stages(pipeline_id) if use.stage.outcome == "open"))
            if [each.id for each in self.all()] == [pipeline_id]:
                raise CrmError(f"“{name}” is the only pipeline in use. Take up or add another first.")
        with self._store.action(f"{'Take up' if active else 'Retire'} the pipeline “{name}”"):
            self._store.update(schema.Pipeline, pipeline_id, active=int(active))

    def reorder(self, pipeline_ids: Sequence[int]) -> None:
        """Put the pipelines into this order."""
        with self._store.action("Reorder the pipelines"):
            for place, pipeline_id in enumerate(pipeline_ids):
                self._store.update(schema.Pipeline, pipeline_id, position=place)

    def delete(self, pipeline_id: int) -> None:
        """Delete a pipeline with its stages where nothing is or was ever in any of them; else CrmError."""
        name, stages = self.get(pipeline_id).name, self.stages(pipeline_id)
        if [each.id for each in self.all(retired=True)] == [pipeline_id]:
            raise CrmError(f"“{name}” is the only pipeline. Add another first.")
        for use in stages:
            self._refuse_used(use)
        with self._store.action(f"Delete the pipeline “{name}”"):
            for use in stages:
                self._store.delete(schema.Stage, use.stage.id)
            self._store.delete(schema.Pipeline, pipeline_id)

    def add_stage(self, pipeline_id: int, draft: StageDraft) -> int:
        """Write a stage before those that end the pipeline; return its id."""
        columns = self._columns(pipeline_id, draft)
        with self._store.action(f"Add the stage “{columns['name']}”"):
            stages = [use.stage for use in self.stages(pipeline_id)]
            order = [each.id for each in stages]
            ends = [each.id for each in stages if each.outcome != "open"]
            made = self._store.insert(schema.Stage, pipeline_id=pipeline_id, position=len(order), **columns)
            at = order.index(ends[0]) if ends and draft.outcome == "open" else len(order)
            self._write_order([*order[:at], made, *order[at:]])
        return made

    def edit_stage(self, stage_id: int, draft: StageDraft) -> None:
        """Make a stage what the draft says.

        Raises Invalid where a field is wrong or the pipeline would be left without an open, a won or a lost stage, and
        CrmError where open opportunities are in a stage to be retired, or any in one whose outcome is to change.
        """
        held = self.stage(stage_id)
        columns = self._columns(held.pipeline_id, draft, stage_id)
        use = self._use(held)
        if draft.outcome != held.outcome:
            self._refuse_held(held.name, (use,))
        if held.active and not draft.active and held.outcome == "open":
            self._refuse_held(held.name, (use,))
        if held.active and (not draft.active or draft.outcome != held.outcome):
            self._keep_one_like(held)
        with self._store.action(f"Edit the stage “{columns['name']}”"):
            # As with the names of pipelines: a name in other letters is another name.
            self._store.run(queries.RENAME_STAGE, name=columns.pop("name"), stage=stage_id)
            self._store.update(schema.Stage, stage_id, **columns)

    def reorder_stages(self, stage_ids: Sequence[int]) -> None:
        """Put stages of one pipeline into this order."""
        with self._store.action("Reorder the stages"):
            self._write_order(stage_ids)

    def delete_stage(self, stage_id: int) -> None:
        """Delete a stage that nothing is or was ever in; else CrmError says to retire it."""
        stage = self.stage(stage_id)
        self._refuse_used(self._use(stage))
        if stage.active:
            self._keep_one_like(stage)
        with self._store.action(f"Delete the stage “{stage.name}”"):
            self._store.delete(schema.Stage, stage_id)

    # -- inside

    def _use(self, stage: StageRow) -> StageUse:
        return next(use for use in self.stages(stage.pipeline_id) if use.stage.id == stage.id)

    def _keep_one_like(self, stage: StageRow) -> None:
        """Refuse to take a stage away that is the only one in use of its outcome."""
        others = (use.stage for use in self.stages(stage.pipeline_id) if use.stage.id != stage.id)
        if not any(each.active and each.outcome == stage.outcome for each in others):
            raise Invalid(
                "outcome",
                f"“{stage.name}” is the only stage of its pipeline that is {stage.outcome}. Add another first.",
            )

    @staticmethod
    def _refuse_held(name: str, uses: Iterable[StageUse]) -> None:
        held = sum(use.held for use in uses)
        if held:
            number = f"{held:,} opportunit{'y' if held == 1 else 'ies'}"
            raise CrmError(f"“{name}” holds {number}. Move or close them first; nothing was changed.")

    @staticmethod
    def _refuse_used(use: StageUse) -> None:
        if use.held or use.told:
            raise CrmError(
                f"“{use.stage.name}” stands in the history of opportunities. Retire it instead; nothing was changed."
            )

    def _columns(self, pipeline_id: int, draft: StageDraft, but: int = 0) -> dict[str, Any]:
        if draft.outcome not in OUTCOMES:
            raise Invalid("outcome", f"“{draft.outcome}” is no outcome: a stage is open, won or lost.")
        if not 0 <= draft.probability <= 100:
            raise Invalid("probability", "A probability lies between 0 and 100 per cent.")
        if draft.stale_days is not None and draft.stale_days <= 0:
            raise Invalid("stale_days", "Days until stale are at least one; leave it empty for none.")
        name = clean_line(draft.name)
        taken = self._store.value(queries.OTHER_STAGE_NAMED, pipeline=pipeline_id, name=name, but=but)
        if not name or taken:
            raise Invalid("name", f"This pipeline has a stage “{name}” already." if name else "Give the stage a name.")
        return {
            "name": name,
            "probability": {"won": 100, "lost": 0}.get(draft.outcome, draft.probability),
            "outcome": draft.outcome,
            "stale_days": draft.stale_days,
            "active": int(draft.active),
        }

    def _free_name(self, text: str, but: int = 0) -> str:
        name = clean_line(text)
        if not name:
            raise Invalid("name", "Give the pipeline a name.")
        if self._store.value(queries.OTHER_PIPELINE_NAMED, name=name, but=but):
            raise Invalid("name", f"There is a pipeline “{name}” already.")
        return name

    def _write_order(self, stage_ids: Sequence[int]) -> None:
        for place, stage_id in enumerate(stage_ids):
            self._store.update(schema.Stage, stage_id, position=place)
