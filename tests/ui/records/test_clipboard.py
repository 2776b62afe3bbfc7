"""What is copied from any list: days that a spreadsheet reads as days, and addresses that a mail program takes."""

import re
from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from crm.opportunities import OpportunityDraft
from crm.sample import make_sample
from crm.workspace import Workspace
from tests.ui.stage import CONTROL, Stage
from ui.huddles.detail import HuddlePage
from ui.huddles.page import HuddlesPage
from ui.kit import motion
from ui.pipeline.page import PipelinePage

FOR_THE_EYE = re.compile(
    r"\b(ago|today|yesterday|tomorrow|overdue|last (week|month|year)"
    r"|(mon|tue|wed|thu|fri|sat|sun) \d+ [a-z]{3}|\d{1,2} (jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec))\b",
    re.IGNORECASE,
)
KEY = Qt.Key


@pytest.fixture(scope="module")
def workspace(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Workspace]:
    made = Workspace.create(tmp_path_factory.mktemp("copies") / "network.desk")
    make_sample(made.store, contacts=40, interactions=120, huddles=8, circle=40, today=date.today())
    stage = next(each.id for each in made.pipelines.all()[0].stages if each.outcome == "open")
    days = {"deadline": date.today() + timedelta(days=1), "expected_close": date.today() + timedelta(days=60)}
    made.opportunities.create(OpportunityDraft("Frailty sensor kit", stage, **days))
    yield made
    made.close()


@pytest.fixture
def stage(qtbot: QtBot, workspace: Workspace) -> Iterator[Stage]:
    motion.set_reduced(True)
    QApplication.clipboard().clear()
    stage = Stage(qtbot, workspace)
    yield stage
    stage.window.close()
    motion.set_reduced(False)


def copied(stage: Stage) -> list[dict[str, str]]:
    """Press Ctrl+C; return the lines of the table by their titles."""
    stage.press(KEY.Key_C, modifier=CONTROL)
    lines = [line.split("\t") for line in QApplication.clipboard().text().split("\n")]
    html = QApplication.clipboard().mimeData().html()
    assert html.count("<tr>") == len(lines)
    assert html.count("<td>") == sum(map(len, lines))
    return [dict(zip(lines[0], line, strict=True)) for line in lines[1:]]


def are_days(rows: list[dict[str, str]], *titles: str) -> None:
    """Every cell of these columns is a day that a spreadsheet reads, or empty; some are days."""
    for title in titles:
        said = [row[title] for row in rows if row[title]]
        assert said, title
        assert all(date.fromisoformat(each).isoformat() == each for each in said), said


@pytest.mark.parametrize(
    ("kind", "columns"),
    [("contacts", ("Last contact", "Next follow-up")), ("organisations", ("Last contact", "Next follow-up"))],
)
def test_a_list_of_records_is_copied_with_days(stage: Stage, kind: str, columns: tuple[str, ...]) -> None:
    stage.window.resize(1900, 1000)
    stage.context.navigator.open(kind)
    stage.press(KEY.Key_A, modifier=CONTROL)
    rows = copied(stage)
    are_days(rows, *columns)
    assert not any(FOR_THE_EYE.search(row[title]) for row in rows for title in columns)


def test_the_ledger_is_copied_with_days(stage: Stage) -> None:
    stage.context.navigator.open("introductions")
    stage.press(KEY.Key_A, modifier=CONTROL)
    rows = copied(stage)
    are_days(rows, "Made on")
    assert not any(FOR_THE_EYE.search(row[title]) for row in rows for title in ("Made on", "Check back"))


def test_all_follow_ups_are_copied_with_their_days(stage: Stage, workspace: Workspace) -> None:
    stage.context.navigator.open("follow_ups")
    rows = copied(stage)
    assert len(rows) == sum(workspace.followups.counts().values())
    are_days(rows, "Due")
    assert stage.toast() == f"{len(rows)} follow-ups copied"


def test_opportunities_are_copied_with_days_from_the_table_and_from_the_board(stage: Stage) -> None:
    stage.context.navigator.open("pipeline")
    page = stage.page(PipelinePage)
    page.to_board()
    shown = copied(stage)
    are_days(shown, "Deadline", "Expected close")
    stage.press(KEY.Key_2, modifier=CONTROL)
    page.table.table.setFocus()
    stage.press(KEY.Key_Home)
    rows = copied(stage)
    assert len(rows) == 1
    assert rows[0] in shown
    assert not any(FOR_THE_EYE.search(row["Next step"]) for row in shown)


def test_huddles_are_copied_with_day_and_times(stage: Stage, workspace: Workspace) -> None:
    stage.context.navigator.open("huddles", part="list")
    stage.press(KEY.Key_A, modifier=CONTROL)
    rows = copied(stage)
    are_days(rows, "When")
    huddles = workspace.huddles.rows()
    assert [(row["When"], row["From"]) for row in rows] == [
        (each.day.isoformat(), f"{each.at:%H:%M}") for each in huddles
    ]


def test_the_grid_is_copied_with_a_word_a_cell_and_the_day_of_each_huddle(stage: Stage) -> None:
    stage.context.navigator.open("huddles", part="grid")
    grid = stage.page(HuddlesPage).attendance.grid
    stage.press(KEY.Key_A, modifier=CONTROL)
    rows = copied(stage)
    assert len(rows) == grid.model.rowCount()
    for number, huddle in enumerate(grid.model.huddles):
        title = f"{huddle.label} {huddle.day.isoformat()}"
        line: Any = grid.model.line(0)
        assert rows[0][title] == {"A": "attended", "P": "attended and pitched"}.get(line.codes[number], rows[0][title])
    assert any("attended" in row.values() for row in rows)
    grid.go_to(0, 1)
    assert len(copied(stage)) == 1


def test_the_people_of_a_huddle_are_copied(stage: Stage, workspace: Workspace) -> None:
    held = next(row for row in workspace.huddles.rows() if row.attended)
    stage.context.navigator.open("huddle", held.id, part="after")
    stage.page(HuddlePage).after.table.setFocus()
    stage.press(KEY.Key_A, modifier=CONTROL)
    rows = copied(stage)
    assert not any(FOR_THE_EYE.search(cell) for row in rows for title, cell in row.items() if title != "Note")
    stage.context.actions.run("copy_people_addresses")
    addresses = QApplication.clipboard().text().split(", ")
    assert len(addresses) > 1
    assert all(each.count("@") == 1 and ";" not in each for each in addresses)
