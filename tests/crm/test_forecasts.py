"""Funnel and forecast: one case worked out by hand, and the same on an earlier day."""

from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from statistics import median

import pytest
import time_machine
from hypothesis import given, settings
from hypothesis import strategies as st

from crm.opportunities import OpportunityDraft
from crm.opportunities.forecasts import ForecastMonth
from crm.pipelines import StageDraft
from crm.workspace import Workspace

BEGIN = datetime(2026, 1, 5, 12, tzinfo=UTC)
On = Callable[[int], None]


@pytest.fixture
def on() -> Iterator[On]:
    """Travel to noon of a day, counted from Monday 5 January 2026."""
    with time_machine.travel(BEGIN, tick=False) as traveller:
        yield lambda day: traveller.move_to(BEGIN + timedelta(days=day))


@pytest.fixture
def worked(workspace: Workspace, on: On) -> Workspace:
    """Four opportunities of the collaboration pipeline (Idea 10 %, Exploring 25 %, Shaping 50 %, Agreeing 75 %).

    A: Idea 0–10, Exploring 10–30, won on day 30. B: Idea 0–20, lost on day 20. C: Idea 0–4, back from Exploring (4–8)
    to Idea, there since. D: since day 10 in Shaping, without ever being in Exploring; its day of closing is not known.
    """
    service = workspace.opportunities
    stage = {each.name: each.id for each in workspace.pipelines.get(None).stages}
    a = service.create(OpportunityDraft("A", value_pence=100_000_00, expected_close=date(2026, 2, 20)))
    b = service.create(OpportunityDraft("B", value_pence=40_000_00, expected_close=date(2026, 2, 10)))
    c = service.create(OpportunityDraft("C", value_pence=20_000_00, expected_close=date(2026, 3, 31)))
    d = service.create(OpportunityDraft("D", value_pence=1_000_01, currency="EUR"))
    for day, record, to in (
        (4, c, "Exploring"),
        (8, c, "Idea"),
        (10, a, "Exploring"),
        (10, d, "Shaping"),
        (20, b, "Lost"),
        (30, a, "Won"),
    ):
        on(day)
        service.move(record, stage[to])
    on(40)
    return workspace


def funnel(workspace: Workspace, as_at: date | None = None) -> dict[str, tuple[object, ...]]:
    return {
        row.stage: (row.entered, row.went_on, row.lost, row.here, row.conversion, row.median_days)
        for row in workspace.opportunities.forecasts.funnel(as_at=as_at)
    }


def test_the_funnel_agrees_with_the_case_worked_out_by_hand(worked: Workspace) -> None:
    # Idea: A, C and D went on, B did not; stays that are over: 10, 20, 4 and 10 days.
    assert funnel(worked) == {
        "Idea": (4, 3, 1, 1, 75, 10.0),
        "Exploring": (2, 1, 0, 0, 50, 12.0),
        "Shaping": (1, 0, 0, 1, 0, None),
        "Agreeing": (0, 0, 0, 0, None, None),
        "Won": (1, 0, 0, 1, None, None),
        "Lost": (1, 0, 0, 1, None, None),
        "Parked": (0, 0, 0, 0, None, None),
    }


def test_the_funnel_of_an_earlier_day_knows_nothing_of_what_came_later(worked: Workspace) -> None:
    earlier = funnel(worked, date(2026, 1, 15))
    assert earlier["Idea"] == (4, 3, 0, 2, 75, 10.0)
    assert earlier["Exploring"] == (2, 0, 0, 1, 0, 4.0)
    assert earlier["Won"] == (0, 0, 0, 0, None, None)


def test_the_forecast_weighs_what_is_open_by_month_and_currency(worked: Workspace) -> None:
    assert worked.opportunities.forecasts.forecast() == [
        ForecastMonth("2026-03", "GBP", 1, 20_000_00, 2_000_00),
        ForecastMonth("", "EUR", 1, 1_000_01, 500_00),
    ]


def test_the_forecast_of_an_earlier_day_weighs_by_the_stages_of_that_day(worked: Workspace) -> None:
    assert worked.opportunities.forecasts.forecast(as_at=date(2026, 1, 15)) == [
        ForecastMonth("2026-02", "GBP", 2, 140_000_00, 29_000_00),
        ForecastMonth("2026-03", "GBP", 1, 20_000_00, 2_000_00),
        ForecastMonth("", "EUR", 1, 1_000_01, 500_00),
    ]


def test_before_anything_was_there_the_forecast_is_empty(worked: Workspace) -> None:
    assert worked.opportunities.forecasts.forecast(as_at=date(2026, 1, 4)) == []


def test_what_is_in_the_trash_counts_on_the_days_before_it_went_there(worked: Workspace) -> None:
    worked.trash.put("opportunity", [3])
    assert [each.month for each in worked.opportunities.forecasts.forecast()] == [""]
    assert [each.month for each in worked.opportunities.forecasts.forecast(as_at=date(2026, 2, 1))] == [
        "2026-02",
        "2026-03",
        "",
    ]


def test_another_pipeline_has_a_funnel_of_its_own(worked: Workspace) -> None:
    other = worked.pipelines.named("Funding bid").id
    assert {row.entered for row in worked.opportunities.forecasts.funnel(other)} == {0}
    assert worked.opportunities.forecasts.forecast(other) == []


def test_a_retired_stage_stays_in_the_funnel_of_the_days_by_which_it_was_used(worked: Workspace, on: On) -> None:
    first = worked.pipelines.get(None).id
    stages = {use.stage.name: use.stage.id for use in worked.pipelines.stages(first)}
    for name in ("Exploring", "Agreeing"):
        worked.pipelines.edit_stage(stages[name], StageDraft(name, active=False))
    assert funnel(worked)["Exploring"] == (2, 1, 0, 0, 50, 12.0)
    assert list(funnel(worked)) == ["Idea", "Exploring", "Shaping", "Won", "Lost", "Parked"]
    assert "Exploring" not in funnel(worked, date(2026, 1, 5))


Move = tuple[int, int]
DAYS = st.lists(st.tuples(st.integers(0, 2), st.integers(0, 6)), max_size=16)


@pytest.fixture
def fresh(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("funnels")


@settings(max_examples=12)
@given(moves=DAYS, retire=st.booleans(), back=st.integers(0, 16))
def test_the_funnel_is_what_counting_move_by_move_gives(
    fresh: Path, moves: list[Move], retire: bool, back: int
) -> None:
    with time_machine.travel(BEGIN, tick=False) as now:
        workspace = Workspace.create(fresh / f"{len(list(fresh.iterdir()))}.desk")
        first = workspace.pipelines.get(None)
        order = [(stage.id, stage.name, stage.outcome) for stage in first.stages]
        records = [workspace.opportunities.create(OpportunityDraft(title)) for title in "ABC"]
        logs: list[list[Move]] = [[(0, 0)] for _ in records]
        for day, (which, to) in enumerate(moves, 1):
            now.move_to(BEGIN + timedelta(days=day))
            workspace.opportunities.move(records[which], order[to][0])
            if logs[which][-1][1] != to:
                logs[which].append((day, to))
        if retire and all(log[-1][1] != 2 for log in logs):
            workspace.pipelines.edit_stage(order[2][0], StageDraft(order[2][1], active=False))
        until = max(0, len(moves) - back)
        found = funnel(workspace, (BEGIN + timedelta(days=until)).date())
        workspace.close()
    known = [[move for move in log if move[0] <= until] for log in logs]
    for place, (_, name, _) in enumerate(order):
        entered, went_on, lost, here, _conversion, stay = found.get(name, (0, 0, 0, 0, None, None))
        assert (entered, went_on, lost, here, stay) == _counted(known, place, [each for _, _, each in order])


def _counted(logs: list[list[Move]], place: int, outcomes: list[str]) -> tuple[int, int, int, int, float | None]:
    """Count a stage by going through every log: entered, went on, lost, here, and the middle of the stays."""
    entered = went_on = lost = here = 0
    stays: list[int] = []
    for log in logs:
        been = further = False
        for number, (day, to) in enumerate(log):
            if been and to != place and (outcomes[to] == "won" or (outcomes[to] == "open" and to > place)):
                further = True
            if to == place:
                been = True
                if number + 1 < len(log):
                    stays.append(log[number + 1][0] - day)
        entered += been
        went_on += further
        here += log[-1][1] == place
        lost += outcomes[log[-1][1]] == "lost" and len(log) > 1 and log[-2][1] == place
    return entered, went_on, lost, here, round(median(stays), 1) if stays else None
