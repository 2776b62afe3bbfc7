"""Pipelines and stages: worded, ordered, retired and used again, each in one step that can be undone."""

from collections.abc import Callable

import pytest

from crm.db.dump import logical_dump
from crm.errors import CrmError, Invalid
from crm.opportunities import OpportunityDraft
from crm.pipelines import Pipelines, StageDraft, StageRow
from crm.workspace import Workspace


@pytest.fixture
def pipelines(workspace: Workspace) -> Pipelines:
    return workspace.pipelines


def stage(workspace: Workspace, name: str) -> StageRow:
    first = workspace.pipelines.get(None).id
    return next(use.stage for use in workspace.pipelines.stages(first) if use.stage.name == name)


def draft(of: StageRow, **facts: object) -> StageDraft:
    held = {"name": of.name, "probability": of.probability, "outcome": of.outcome, "stale_days": of.stale_days}
    return StageDraft(**{**held, "active": of.active, **facts})  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "change",
    [
        lambda each, first: each.rename(first, "Working together"),
        lambda each, first: each.rename(first, each.get(first).name.upper()),
        lambda each, first: each.set_active(first, False),
        lambda each, first: each.add_stage(first, StageDraft("Piloting", 60, stale_days=20)),
        lambda each, first: each.edit_stage(each.get(first).stages[0].id, StageDraft("IDEA", 5, stale_days=9)),
        lambda each, first: each.edit_stage(each.get(first).stages[0].id, StageDraft("Idea", active=False)),
        lambda each, first: each.reorder_stages([use.stage.id for use in reversed(each.stages(first))]),
    ],
)
def test_each_change_is_undone_whole(
    workspace: Workspace, pipelines: Pipelines, change: Callable[[Pipelines, int], object]
) -> None:
    before = logical_dump(workspace.store.connection())
    change(pipelines, pipelines.get(None).id)
    changed = logical_dump(workspace.store.connection())
    assert {table for table in before if before[table] != changed[table]} & {"pipeline", "stage"}
    workspace.undo()
    assert logical_dump(workspace.store.connection()) == before


def test_a_stage_that_holds_something_open_is_not_retired(workspace: Workspace, pipelines: Pipelines) -> None:
    workspace.opportunities.create(OpportunityDraft("Imaging pilot"))
    idea = stage(workspace, "Idea")
    with pytest.raises(CrmError, match=r"“Idea” holds 1 opportunity. Move or close them first"):
        pipelines.edit_stage(idea.id, draft(idea, active=False))
    assert stage(workspace, "Idea").active


def test_a_retired_stage_is_offered_no_more_and_listed_with_its_history(
    workspace: Workspace, pipelines: Pipelines
) -> None:
    made = workspace.opportunities.create(OpportunityDraft("Imaging pilot"))
    idea = stage(workspace, "Idea")
    workspace.opportunities.move(made, stage(workspace, "Exploring").id)
    pipelines.edit_stage(idea.id, draft(idea, active=False))
    assert "Idea" not in [each.name for each in pipelines.get(None).stages]
    use = next(use for use in pipelines.stages(idea.pipeline_id) if use.stage.id == idea.id)
    assert (use.stage.active, use.held, use.told) == (False, 0, True)
    pipelines.edit_stage(idea.id, draft(idea))
    assert pipelines.get(None).stages[0].name == "Idea"


@pytest.mark.parametrize(
    "change",
    [
        lambda each, won: each.edit_stage(won.id, draft(won, active=False)),
        lambda each, won: each.edit_stage(won.id, draft(won, outcome="open")),
        lambda each, won: each.delete_stage(won.id),
    ],
)
def test_the_only_stage_that_is_won_stays_won_and_in_use(
    workspace: Workspace, pipelines: Pipelines, change: Callable[[Pipelines, StageRow], object]
) -> None:
    with pytest.raises(Invalid, match=r"“Won” is the only stage of its pipeline that is won. Add another first"):
        change(pipelines, stage(workspace, "Won"))
    assert (stage(workspace, "Won").active, stage(workspace, "Won").outcome) == (True, "won")


def test_one_of_two_ways_to_lose_is_retired(workspace: Workspace, pipelines: Pipelines) -> None:
    parked = stage(workspace, "Parked")
    pipelines.edit_stage(parked.id, draft(parked, active=False))
    lost = stage(workspace, "Lost")
    with pytest.raises(Invalid, match="the only stage of its pipeline that is lost"):
        pipelines.edit_stage(lost.id, draft(lost, active=False))


def test_what_is_in_a_stage_is_not_closed_by_a_change_of_its_outcome(
    workspace: Workspace, pipelines: Pipelines
) -> None:
    workspace.opportunities.create(OpportunityDraft("Imaging pilot"))
    idea = stage(workspace, "Idea")
    with pytest.raises(CrmError, match="holds 1 opportunity"):
        pipelines.edit_stage(idea.id, draft(idea, outcome="lost"))


def test_an_end_is_certain_whatever_probability_was_typed(workspace: Workspace, pipelines: Pipelines) -> None:
    first = pipelines.get(None).id
    pipelines.add_stage(first, StageDraft("Licensed", 40, "won"))
    pipelines.add_stage(first, StageDraft("Withdrawn", 40, "lost"))
    assert (stage(workspace, "Licensed").probability, stage(workspace, "Withdrawn").probability) == (100, 0)


def test_a_pipeline_with_something_open_is_not_retired(workspace: Workspace, pipelines: Pipelines) -> None:
    made, first = workspace.opportunities.create(OpportunityDraft("Imaging pilot")), pipelines.get(None)
    with pytest.raises(CrmError, match=f"“{first.name}” holds 1 opportunity"):
        pipelines.set_active(first.id, False)
    workspace.opportunities.move(made, stage(workspace, "Won").id)
    pipelines.set_active(first.id, False)
    assert first.id not in [each.id for each in pipelines.all()]


def test_the_last_pipeline_in_use_stays(pipelines: Pipelines) -> None:
    last, *others = (each.id for each in pipelines.all())
    for other in others:
        pipelines.set_active(other, False)
    with pytest.raises(CrmError, match="is the only pipeline in use"):
        pipelines.set_active(last, False)
    for other in others:
        pipelines.delete(other)
    with pytest.raises(CrmError, match=r"is the only pipeline. Add another first"):
        pipelines.delete(last)


def test_a_new_stage_comes_before_the_ends_behind_retired_ones(workspace: Workspace, pipelines: Pipelines) -> None:
    agreeing = stage(workspace, "Agreeing")
    pipelines.edit_stage(agreeing.id, draft(agreeing, active=False))
    pipelines.add_stage(agreeing.pipeline_id, StageDraft("Signing", 90))
    names = [use.stage.name for use in pipelines.stages(agreeing.pipeline_id)]
    assert names[3:6] == ["Agreeing", "Signing", "Won"]
