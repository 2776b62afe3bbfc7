"""Pipelines and their stages: the ways of steering results, which a person words and orders."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from crm.db import schema
from crm.db.schema.allowed import OUTCOMES
from crm.db.store import Store
from crm.errors import CrmError, Invalid, NotFound
from crm.text import clean_line


@dataclass(frozen=True, slots=True)
class StageRow:
    """A stage: how likely it is to be won from here in per cent, and after how many days one is there too long."""

    id: int
    pipeline_id: int
    name: str
    position: int
    probability: int
    outcome: str
    stale_days: int | None
    active: bool


@dataclass(frozen=True, slots=True)
class PipelineRow:
    """A pipeline with its stages in their order; retired stages stand in it only while something is in them."""

    id: int
    name: str
    active: bool
    stages: tuple[StageRow, ...]


@dataclass(frozen=True, slots=True)
class StageDraft:
    """A stage as a form holds it."""

    name: str
    probability: int = 0
    outcome: str = "open"
    stale_days: int | None = None
    active: bool = True


class Pipelines:
    """Reads and edits pipelines and stages; writes `pipeline` and `stage`."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def all(self, *, retired: bool = False) -> list[PipelineRow]:
        """Return the pipelines in their order, the retired ones too when asked for."""
        rows = self._store.rows(
            "SELECT id, name, active FROM pipeline WHERE active OR ? ORDER BY active DESC, position, id", (retired,)
        )
        stages = self._stages()
        return [PipelineRow(id_, name, bool(active), tuple(stages.get(id_, ()))) for id_, name, active in rows]

    def get(self, pipeline_id: int | None) -> PipelineRow:
        """Return one pipeline, the first where none is named; raises NotFound."""
        found = next((each for each in self.all(retired=True) if pipeline_id in (None, each.id)), None)
        if found is None:
            raise NotFound("pipeline", pipeline_id)
        return found

    def named(self, name: str) -> PipelineRow:
        """Return the pipeline of this name, letters' case aside; raises NotFound."""
        found = self._store.value("SELECT id FROM pipeline WHERE name = ?", (clean_line(name),))
        if found is None:
            raise NotFound("pipeline", name)
        return self.get(int(found))

    def stage(self, stage_id: int) -> StageRow:
        """Return one stage; raises NotFound."""
        row = self._store.row(f"SELECT {_STAGE} FROM stage WHERE id = ?", (stage_id,))
        if row is None:
            raise NotFound("stage", stage_id)
        return _stage(row)

    def add(self, name: str) -> int:
        """Write a pipeline with an open stage and the stages that end it; return its id. Raises Invalid (name)."""
        name = self._free_name("pipeline", name)
        with self._store.action(f"Add the pipeline “{name}”"):
            place = self._store.value("SELECT coalesce(max(position), -1) + 1 FROM pipeline")
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
        name = self._free_name("pipeline", name, pipeline_id)
        with self._store.action(f"Rename the pipeline to “{name}”"):
            self._store.update(schema.Pipeline, pipeline_id, name=name)

    def set_active(self, pipeline_id: int, active: bool) -> None:
        """Retire a pipeline, or take it up again; what is in it stays."""
        with self._store.action(f"{'Take up' if active else 'Retire'} the pipeline “{self.get(pipeline_id).name}”"):
            self._store.update(schema.Pipeline, pipeline_id, active=int(active))

    def reorder(self, pipeline_ids: Sequence[int]) -> None:
        """Put the pipelines into this order."""
        with self._store.action("Reorder the pipelines"):
            for place, pipeline_id in enumerate(pipeline_ids):
                self._store.update(schema.Pipeline, pipeline_id, position=place)

    def delete(self, pipeline_id: int) -> None:
        """Delete a pipeline with its stages where nothing is or was ever in any of them; else CrmError."""
        name = self.get(pipeline_id).name
        stages = [row[0] for row in self._store.rows("SELECT id FROM stage WHERE pipeline_id = ?", (pipeline_id,))]
        with self._store.action(f"Delete the pipeline “{name}”"):
            for stage_id in stages:
                self.delete_stage(stage_id)
            self._store.delete(schema.Pipeline, pipeline_id)

    def add_stage(self, pipeline_id: int, draft: StageDraft) -> int:
        """Write a stage before those that end the pipeline; return its id."""
        columns = self._columns(pipeline_id, draft)
        with self._store.action(f"Add the stage “{columns['name']}”"):
            order = [each.id for each in self.get(pipeline_id).stages]
            ends = [each.id for each in self.get(pipeline_id).stages if each.outcome != "open"]
            made = self._store.insert(schema.Stage, pipeline_id=pipeline_id, position=len(order), **columns)
            at = order.index(ends[0]) if ends and draft.outcome == "open" else len(order)
            self._write_order([*order[:at], made, *order[at:]])
        return made

    def edit_stage(self, stage_id: int, draft: StageDraft) -> None:
        """Make a stage what the draft says."""
        columns = self._columns(self.stage(stage_id).pipeline_id, draft, stage_id)
        with self._store.action(f"Edit the stage “{columns['name']}”"):
            self._store.update(schema.Stage, stage_id, **columns)

    def reorder_stages(self, stage_ids: Sequence[int]) -> None:
        """Put stages of one pipeline into this order."""
        with self._store.action("Reorder the stages"):
            self._write_order(stage_ids)

    def delete_stage(self, stage_id: int) -> None:
        """Delete a stage that nothing is or was ever in; else CrmError says to retire it."""
        stage = self.stage(stage_id)
        if self._store.value(
            "SELECT 1 FROM opportunity WHERE stage_id = :id UNION ALL "
            "SELECT 1 FROM stage_change WHERE from_stage_id = :id OR to_stage_id = :id LIMIT 1",
            {"id": stage_id},
        ):
            raise CrmError(
                f"“{stage.name}” stands in the history of opportunities. Retire it instead; nothing was changed."
            )
        with self._store.action(f"Delete the stage “{stage.name}”"):
            self._store.delete(schema.Stage, stage_id)

    # -- inside

    def _stages(self) -> dict[int, list[StageRow]]:
        rows = self._store.rows(
            f"SELECT {_STAGE} FROM stage WHERE active "
            "OR id IN (SELECT stage_id FROM opportunity WHERE deleted_at IS NULL) ORDER BY pipeline_id, position, id"
        )
        found: dict[int, list[StageRow]] = {}
        for row in map(_stage, rows):
            found.setdefault(row.pipeline_id, []).append(row)
        return found

    def _columns(self, pipeline_id: int, draft: StageDraft, but: int = 0) -> dict[str, Any]:
        if draft.outcome not in OUTCOMES:
            raise Invalid("outcome", f"“{draft.outcome}” is no outcome: a stage is open, won or lost.")
        if not 0 <= draft.probability <= 100:
            raise Invalid("probability", "A probability lies between 0 and 100 per cent.")
        if draft.stale_days is not None and draft.stale_days <= 0:
            raise Invalid("stale_days", "Days until stale are at least one; leave it empty for none.")
        name = clean_line(draft.name)
        taken = self._store.value(
            "SELECT 1 FROM stage WHERE pipeline_id = ? AND name = ? AND id <> ?", (pipeline_id, name, but)
        )
        if not name or taken:
            raise Invalid("name", f"This pipeline has a stage “{name}” already." if name else "Give the stage a name.")
        return {
            "name": name,
            "probability": draft.probability,
            "outcome": draft.outcome,
            "stale_days": draft.stale_days,
            "active": int(draft.active),
        }

    def _free_name(self, table: str, text: str, but: int = 0) -> str:
        name = clean_line(text)
        if not name:
            raise Invalid("name", f"Give the {table} a name.")
        if self._store.value(f"SELECT 1 FROM {table} WHERE name = ? AND id <> ?", (name, but)):
            raise Invalid("name", f"There is a {table} “{name}” already.")
        return name

    def _write_order(self, stage_ids: Sequence[int]) -> None:
        for place, stage_id in enumerate(stage_ids):
            self._store.update(schema.Stage, stage_id, position=place)


_STAGE = "id, pipeline_id, name, position, probability, outcome, stale_days, active"


def _stage(row: tuple[Any, ...]) -> StageRow:
    *columns, active = row
    return StageRow(*(*columns, bool(active)))
