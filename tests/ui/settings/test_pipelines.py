"""Pipelines and stages in the settings, by keys and mouse."""

from msgspec.structs import replace
from PySide6.QtCore import Qt

from crm.opportunities import OpportunityDraft
from crm.pipelines import StageDraft, StageUse
from tests.ui.settings.conftest import Desk
from tests.ui.stage import CONTROL, SHIFT
from ui.settings.pipelines import PipelineCard, PipelinesSection, StageCard, StagesSection


def stages(desk: Desk) -> list[StageUse]:
    return desk.workspace.pipelines.stages(desk.workspace.pipelines.get(None).id)


def names(desk: Desk) -> list[str]:
    return [use.stage.name for use in stages(desk)]


def section(desk: Desk) -> StagesSection:
    return desk.section(StagesSection)


def at(desk: Desk, name: str) -> None:
    """Put the keyboard on a stage."""
    section(desk).list.setFocus()
    section(desk).list.select_row(names(desk).index(name))


def detail(desk: Desk, name: str) -> str:
    return next(row.detail for row in section(desk).list.rows() if row.title == name)


def test_every_stage_says_how_likely_it_is_and_when_it_is_stale(desk: Desk) -> None:
    assert desk.rows(section(desk)) == names(desk)
    idea = stages(desk)[0].stage
    assert detail(desk, "Idea") == f"{idea.probability} % likely · stale after {idea.stale_days} days"
    assert detail(desk, "Won") == "Closes as won"


def test_a_stage_is_edited_and_comes_back_with_undo(desk: Desk) -> None:
    before = stages(desk)
    desk.choose(section(desk), "Idea", "Edit…")
    card = desk.top(StageCard)
    card.form.set_values({"name": "Spark", "probability": 15, "stale_days": 21})
    desk.press(Qt.Key.Key_Return, modifier=CONTROL)
    desk.qtbot.waitUntil(lambda: desk.rows(section(desk))[0] == "Spark")
    assert detail(desk, "Spark") == "15 % likely · stale after 21 days"
    assert desk.toast() == "Stage “Spark” saved"
    desk.workspace.undo()
    assert stages(desk) == before


def test_a_new_stage_stands_before_the_ends(desk: Desk) -> None:
    desk.click(section(desk), "Add a stage")
    desk.top(StageCard)
    desk.write("Piloting")
    desk.press(Qt.Key.Key_Return, modifier=CONTROL)
    desk.qtbot.waitUntil(lambda: "Piloting" in desk.rows(section(desk)))
    assert names(desk).index("Piloting") == names(desk).index("Won") - 1


def test_an_end_is_not_asked_how_likely_it_is(desk: Desk) -> None:
    desk.choose(section(desk), "Won", "Edit…")
    card = desk.top(StageCard)
    assert not card.form.field("probability").isVisible()
    assert card.form.field("name").isVisible()


def test_stages_are_put_in_order_by_keys_and_by_buttons(desk: Desk) -> None:
    first, second, *others = names(desk)
    at(desk, first)
    desk.press(Qt.Key.Key_Down, modifier=CONTROL | SHIFT)
    assert names(desk) == [second, first, *others]
    desk.qtbot.waitUntil(lambda: desk.rows(section(desk))[:2] == [second, first])
    desk.click(section(desk), "Move the stage up")
    assert names(desk) == [first, second, *others]
    desk.press(Qt.Key.Key_Z, modifier=CONTROL)
    desk.qtbot.waitUntil(lambda: names(desk) == [second, first, *others])


def test_a_stage_that_holds_something_is_not_retired_and_the_card_says_why(desk: Desk) -> None:
    desk.workspace.opportunities.create(OpportunityDraft("Imaging pilot"))
    desk.qtbot.waitUntil(lambda: section(desk).list.rows()[0].note == "1 there now")
    desk.choose(section(desk), "Idea", "Retire (its history stays)")
    assert "“Idea” holds 1 opportunity. Move or close them first; nothing was changed." in desk.says(section(desk))
    assert stages(desk)[0].stage.active


def test_the_only_won_stage_is_kept_and_the_form_says_why(desk: Desk) -> None:
    desk.choose(section(desk), "Won", "Edit…")
    card = desk.top(StageCard)
    card.form.set_values({"active": False})
    desk.press(Qt.Key.Key_Return, modifier=CONTROL)
    assert desk.top(StageCard) is card
    assert "the only stage of its pipeline that is won" in card.form.errors()["outcome"]


def test_a_used_stage_is_retired(desk: Desk) -> None:
    made = desk.workspace.opportunities.create(OpportunityDraft("Imaging pilot"))
    desk.workspace.opportunities.move(made, stages(desk)[1].stage.id)
    desk.qtbot.waitUntil(lambda: section(desk).list.rows()[0].note == "empty")
    desk.choose(section(desk), "Idea", "Retire (its history stays)")
    desk.qtbot.waitUntil(lambda: detail(desk, "Idea").endswith("retired"))
    assert not stages(desk)[0].stage.active


def test_a_retired_stage_is_used_again(desk: Desk) -> None:
    desk.workspace.pipelines.edit_stage(stages(desk)[0].stage.id, StageDraft("Idea", 10, active=False))
    desk.qtbot.waitUntil(lambda: detail(desk, "Idea").endswith("retired"))
    desk.choose(section(desk), "Idea", "Use again")
    assert stages(desk)[0].stage == replace(stages(desk)[0].stage, active=True, probability=10)


def test_a_stage_never_used_is_deleted(desk: Desk) -> None:
    desk.choose(section(desk), "Shaping", "Delete")
    assert "Shaping" not in names(desk)


def test_the_stages_of_another_pipeline_are_shown_by_choosing_it(desk: Desk) -> None:
    section(desk).pipeline.setFocus()
    desk.press(Qt.Key.Key_F)
    bid = desk.workspace.pipelines.named("Funding bid")
    assert desk.rows(section(desk)) == [stage.name for stage in bid.stages]


def test_a_pipeline_is_added_and_put_in_order_by_keys(desk: Desk) -> None:
    pipelines = desk.section(PipelinesSection)
    desk.click(pipelines, "Add a pipeline")
    desk.top(PipelineCard)
    desk.write("Trials")
    desk.press(Qt.Key.Key_Return, modifier=CONTROL)
    desk.qtbot.waitUntil(lambda: desk.rows(pipelines)[-1] == "Trials")
    pipelines.list.setFocus()
    pipelines.list.select_row(-1)
    desk.press(Qt.Key.Key_Up, modifier=CONTROL | SHIFT)
    desk.qtbot.waitUntil(lambda: desk.rows(pipelines)[-2] == "Trials")
    assert [each.name for each in desk.workspace.pipelines.all()][-2] == "Trials"


def test_a_pipeline_is_renamed(desk: Desk) -> None:
    pipelines = desk.section(PipelinesSection)
    desk.choose(pipelines, "Funding bid", "Rename…")
    desk.retype("Grants")
    desk.qtbot.waitUntil(lambda: "Grants" in desk.rows(pipelines))
    assert desk.workspace.pipelines.named("Grants").stages[0].name == "Call found"


def test_a_name_that_is_taken_is_refused_at_the_field(desk: Desk) -> None:
    desk.click(desk.section(PipelinesSection), "Add a pipeline")
    card = desk.top(PipelineCard)
    desk.write("funding bid")
    desk.press(Qt.Key.Key_Return, modifier=CONTROL)
    assert card.form.errors() == {"name": "There is a pipeline “funding bid” already."}


def test_a_pipeline_is_retired_and_stands_last(desk: Desk) -> None:
    pipelines = desk.section(PipelinesSection)
    desk.choose(pipelines, "Funding bid", "Retire")
    desk.qtbot.waitUntil(lambda: desk.rows(pipelines)[-1] == "Funding bid")
    assert "Funding bid" not in [each.name for each in desk.workspace.pipelines.all()]


def test_a_retired_pipeline_is_used_again(desk: Desk) -> None:
    bid = desk.workspace.pipelines.named("Funding bid")
    desk.workspace.pipelines.set_active(bid.id, False)
    pipelines = desk.section(PipelinesSection)
    desk.qtbot.waitUntil(lambda: desk.rows(pipelines)[-1] == "Funding bid")
    desk.choose(pipelines, "Funding bid", "Use again")
    assert desk.workspace.pipelines.all()[1] == bid
