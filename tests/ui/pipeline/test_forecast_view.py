"""Funnel and forecast, as they are read and seen."""

from datetime import date, timedelta

from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible
from PySide6.QtTest import QAbstractItemModelTester

from crm import clock
from tests.ui.pipeline.conftest import EXPLORING, WON
from tests.ui.stage import CONTROL, Stage
from ui.pipeline.forecast_view import ForecastView
from ui.pipeline.page import PipelinePage

KEY = Qt.Key


def outlook(stage: Stage) -> ForecastView:
    stage.press(KEY.Key_3, modifier=CONTROL)
    return stage.page(PipelinePage).outlook


def move(stage: Stage, title: str, place: int) -> None:
    stages = stage.workspace.pipelines.all()[0].stages
    row = next(each for each in stage.workspace.opportunities.rows() if each.title == title)
    stage.workspace.opportunities.move(row.id, stages[place].id)


def test_the_funnel_says_how_many_went_on_from_each_stage(stage: Stage) -> None:
    move(stage, "Imaging pilot", EXPLORING)
    move(stage, "Imaging pilot", WON)
    rows = outlook(stage).funnel.rows()
    assert [(row.title, row.value) for row in rows[:2]] == [("Idea", "3"), ("Exploring", "2")]
    assert rows[0].said == "Idea: 3 entered, 33 % went on, 2 there now, median stay 0 days"
    assert rows[1].part * 2 == rows[1].share


def test_the_forecast_adds_values_up_by_month_and_weighs_them(stage: Stage) -> None:
    ids = [row.id for row in stage.workspace.opportunities.rows()]
    day = date(clock.today().year + 1, 3, 15)
    for id_ in ids[:2]:
        stage.workspace.opportunities.edit(id_, expected_close=day)
    first, unknown = outlook(stage).forecast.rows()
    assert first.said == f"Mar {day.year}: 2 opportunities, £300k, weighted £30k"
    assert (unknown.title, unknown.value) == ("No day known", "£700k")


def test_before_anything_was_there_it_says_so(stage: Stage) -> None:
    part = outlook(stage)
    part.as_at.set_value(clock.today() - timedelta(days=40))
    part.as_at.editingFinished.emit()
    assert part.funnel_states.showing() == "empty"
    assert part.forecast_states.showing() == "empty"


def test_the_rows_are_read_out_and_their_model_passes_the_tester(stage: Stage) -> None:
    part = outlook(stage)
    stage.qtbot.waitUntil(part.funnel.hasFocus)
    tester = QAbstractItemModelTester(part.funnel.model(), QAbstractItemModelTester.FailureReportingMode.Fatal)
    move(stage, "Robot trial", WON)
    stage.qtbot.waitUntil(lambda: part.funnel.rows()[-1].title == "Won")
    read = QAccessible.queryAccessibleInterface(part.funnel).child(0)
    assert read.text(QAccessible.Text.Name).startswith("Idea: 3 entered")
    assert tester.model() is part.funnel.model()
