"""The table beside the board, the filters both share, and the form of a new opportunity."""

from datetime import date, time
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QAbstractItemModelTester

from crm.huddles import HuddleDraft
from crm.opportunities import OpportunityDraft, OpportunityFilter, OpportunityRow
from crm.pitches import PitchDraft
from tests.ui.pipeline.conftest import EXPLORING, LOST, TITLES
from tests.ui.stage import ALT, CONTROL, Stage
from ui.huddles.detail import HuddlePage
from ui.huddles.pitches import PitchesCard
from ui.pipeline import words
from ui.pipeline.detail import OpportunityPage
from ui.pipeline.editor import NewOpportunityPanel
from ui.pipeline.page import PipelinePage

KEY = Qt.Key


def page(stage: Stage) -> PipelinePage:
    return stage.page(PipelinePage)


def listed(stage: Stage) -> list[str]:
    model = page(stage).table.table.rows()
    return [row.title for number in range(model.rowCount()) if (row := model.row(number)) is not None]


def rows(stage: Stage) -> list[OpportunityRow]:
    return stage.workspace.opportunities.rows()


def test_alt_4_goes_to_the_pipeline(stage: Stage) -> None:
    stage.context.navigator.open("contacts")
    stage.press(KEY.Key_4, modifier=ALT)
    assert page(stage).isVisible()


def test_the_table_shows_the_same_as_the_board_and_sorts_by_value(stage: Stage) -> None:
    stage.press(KEY.Key_2, modifier=CONTROL)
    assert listed(stage) == list(TITLES)
    page(stage).table.table.sort_requested.emit("value", True)
    assert listed(stage) == list(reversed(TITLES))


def test_board_and_table_keep_the_same_filters(stage: Stage) -> None:
    stage.press(KEY.Key_F, modifier=CONTROL)
    stage.write("sensors")
    board = page(stage).board.board
    stage.qtbot.waitUntil(lambda: [card.title for card in board.lists[0].cards.rows] == ["Frailty sensor kit"])
    stage.press(KEY.Key_2, modifier=CONTROL)
    assert listed(stage) == ["Frailty sensor kit", "Robot trial"]


def test_only_those_without_a_next_step_can_be_shown(stage: Stage) -> None:
    page(stage).filters.attention.set_value("no next step")
    page(stage).filters.attention.edited.emit()
    stage.qtbot.waitUntil(lambda: page(stage).filters.shown().no_next_step)
    assert "4 without a next step" in page(stage).subtitle()


def test_a_filter_that_leaves_nothing_says_so_and_is_cleared_at_once(stage: Stage) -> None:
    stage.press(KEY.Key_2, modifier=CONTROL)
    stage.press(KEY.Key_F, modifier=CONTROL)
    stage.write("zzz")
    states = page(stage).states
    stage.qtbot.waitUntil(lambda: states.showing() == "empty")
    states.acted.emit()
    assert states.showing() == "content"


def test_another_pipeline_has_its_own_stages(stage: Stage) -> None:
    bids = stage.workspace.pipelines.all()[1]
    stage.context.navigator.open("pipeline", pipeline=bids.id)
    stage.qtbot.waitUntil(lambda: page(stage).filters.pipeline.value() == bids.id)
    names = [each.name for each in page(stage).board.board.columns()]
    assert names == [each.name for each in bids.stages if each.outcome == "open"]


def test_the_model_of_the_table_passes_the_model_tester(stage: Stage) -> None:
    stage.press(KEY.Key_2, modifier=CONTROL)
    model = page(stage).table.table.rows()
    tester = QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Fatal)
    page(stage).reload()
    assert tester.model() is model


def test_what_is_shown_is_exported_in_its_order(stage: Stage, tmp_path: Path) -> None:
    stage.workspace.opportunities.move(
        rows(stage)[1].id, stage.workspace.pipelines.all()[0].stages[LOST].id, None, "No"
    )
    stage.press(KEY.Key_2, modifier=CONTROL)
    page(stage).table.table.sort_requested.emit("value", True)
    target = tmp_path / "out.csv"
    chosen = OpportunityFilter(ids=tuple(row.id for row in rows(stage) if row.outcome == "open"))
    page(stage).outgoing.export_to(target, chosen, "value", True)
    stage.qtbot.waitUntil(lambda: stage.toast().startswith("3 opportunities exported"))
    lines = target.read_text(encoding="utf-8-sig").splitlines()
    assert [line.split(",")[0] for line in lines[1:]] == ["Robot trial", "Sepsis test", "Imaging pilot"]


def test_a_new_opportunity_is_written_by_keys_and_opened(stage: Stage) -> None:
    stage.press(KEY.Key_N, modifier=CONTROL)
    form = stage.top(NewOpportunityPanel)
    stage.write("Virtual ward")
    form.form.field("value").setText("1.2m")
    form.form.field("lead").set_value(None)
    stage.press(KEY.Key_Return, modifier=CONTROL)
    made = next(row for row in rows(stage) if row.title == "Virtual ward")
    assert (made.value_pence, made.stage) == (1_200_000_00, "Idea")
    assert stage.page(OpportunityPage).title() == "Virtual ward"


def test_a_pitch_becomes_an_opportunity_that_says_where_it_came_from(stage: Stage) -> None:
    workspace = stage.workspace
    huddle = workspace.huddles.plan(HuddleDraft(date(2026, 5, 27), time(15), time(16), series_id=1))
    acme = workspace.organisations.named("Acme Imaging")
    assert acme is not None
    pitch = workspace.pitches.add(huddle, PitchDraft("A scanner for the coast", "ask", organisation_id=acme[0]))
    stage.context.navigator.open("huddle", huddle, part="before")
    card = stage.page(HuddlePage).before.findChild(PitchesCard)
    assert isinstance(card, PitchesCard)
    card.list.setFocus()
    card.make_opportunity()
    stage.top(NewOpportunityPanel)
    stage.press(KEY.Key_Return, modifier=CONTROL)
    made = next(row for row in rows(stage) if row.title == "A scanner for the coast")
    held = workspace.opportunities.get(made.id)
    assert (made.organisation, held.source, held.pitch_id) == ("Acme Imaging", "pitch", pitch)


def test_an_opportunity_without_a_title_is_refused_and_keeps_what_was_typed(stage: Stage) -> None:
    stage.press(KEY.Key_N, modifier=CONTROL)
    form = stage.top(NewOpportunityPanel).form
    form.field("value").setText("a lot")
    stage.press(KEY.Key_Return, modifier=CONTROL)
    assert form.errors()["title"] == "Title is needed."
    assert form.field("value").text() == "a lot"
    assert len(rows(stage)) == len(TITLES)


def test_what_was_typed_survives_escape(stage: Stage) -> None:
    stage.press(KEY.Key_N, modifier=CONTROL)
    stage.write("Half a thought")
    stage.press(KEY.Key_Escape)
    stage.press(KEY.Key_N, modifier=CONTROL)
    stage.press(KEY.Key_U, modifier=ALT)
    assert stage.top(NewOpportunityPanel).form.field("title").text() == "Half a thought"


def test_hundreds_of_cards_open_and_move(stage: Stage) -> None:
    first = stage.workspace.pipelines.all()[0].stages
    with stage.store.action("Many"):
        for number in range(300):
            draft = OpportunityDraft(f"Opportunity {number}", first[number % 4].id, expected_close=date(2027, 1, 1))
            stage.workspace.opportunities.create(draft)
    board = page(stage).board.board
    stage.qtbot.waitUntil(lambda: sum(len(each.cards) for each in board.columns()) == 304)
    last = board.columns()[0].cards[-1].id
    page(stage).board.move_card(last, first[EXPLORING].id, 0)
    stage.qtbot.waitUntil(lambda: board.columns()[1].cards[0].id == last)


@pytest.mark.parametrize(
    ("pence", "said"),
    [
        (None, ""),
        (0, "£0"),
        (95_000, "£950"),
        (18_000_000, "£180k"),
        (128_000_000, "£1.28m"),
        (99_960_000, "£1m"),
        (2 * 10**11, "£2bn"),
    ],
)
def test_a_value_is_said_in_few_letters(pence: int | None, said: str) -> None:
    assert words.money(pence) == said
