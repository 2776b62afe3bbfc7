"""The series of huddles in the settings."""

from datetime import time, timedelta

from PySide6.QtCore import Qt

from crm import clock
from crm.huddles import HuddleDraft, SeriesDraft
from tests.ui.settings.conftest import Desk
from ui.settings.series import SeriesCard, SeriesSection


def rows(desk: Desk) -> list[tuple[str, str, str]]:
    return [(row.title, row.detail, row.note) for row in desk.section(SeriesSection).list.rows()]


def test_the_first_series_is_shown_with_rhythm_minutes_and_huddles(desk: Desk) -> None:
    assert rows(desk) == [("Huddle", "Every month · attended from 10 minutes", "no huddle yet")]
    desk.workspace.huddles.plan(HuddleDraft(clock.today() + timedelta(days=5), time(15), time(16), series_id=1))
    desk.qtbot.waitUntil(lambda: rows(desk)[0][2] == "1 huddle")


def test_a_series_is_added_with_name_and_rhythm(desk: Desk) -> None:
    desk.click(desk.section(SeriesSection), "Add a series")
    card = desk.top(SeriesCard)
    desk.write("Workshop")
    card.form.set_values({"cadence": "FREQ=MONTHLY;INTERVAL=3", "threshold_minutes": 45})
    desk.press(Qt.Key.Key_Return, modifier=Qt.KeyboardModifier.ControlModifier)
    desk.qtbot.waitUntil(lambda: len(rows(desk)) == 2)
    assert rows(desk)[1] == ("Workshop", "Every 3 months · attended from 45 minutes", "no huddle yet")
    assert desk.toast() == "Series “Workshop” added"
    desk.workspace.undo()
    assert [row.name for row in desk.workspace.huddles.series()] == ["Huddle"]


def test_a_name_that_is_taken_is_refused_at_the_field_and_stays_typed(desk: Desk) -> None:
    desk.click(desk.section(SeriesSection), "Add a series")
    card = desk.top(SeriesCard)
    desk.write("Huddle")
    desk.press(Qt.Key.Key_Return, modifier=Qt.KeyboardModifier.ControlModifier)
    assert desk.top(SeriesCard) is card
    assert card.form.values()["name"] == "Huddle"
    assert len(desk.workspace.huddles.series()) == 1


def test_a_rhythm_that_is_no_preset_is_kept(desk: Desk) -> None:
    (row,) = desk.workspace.huddles.series()
    wednesday = "FREQ=MONTHLY;BYDAY=1WE"
    desk.workspace.huddles.edit_series(row.id, SeriesDraft(row.name, wednesday))
    desk.qtbot.waitUntil(lambda: "Wed" in rows(desk)[0][1])
    desk.choose(desk.section(SeriesSection), "Huddle", "Edit…")
    desk.press(Qt.Key.Key_Return, modifier=Qt.KeyboardModifier.ControlModifier)
    assert desk.workspace.huddles.series()[0].cadence == wednesday


def test_a_series_is_retired_and_its_huddles_stay(desk: Desk) -> None:
    day = clock.today() + timedelta(days=5)
    made = desk.workspace.huddles.plan(HuddleDraft(day, time(15), time(16), series_id=1))
    desk.choose(desk.section(SeriesSection), "Huddle", "Retire (its huddles stay)")
    assert not desk.workspace.huddles.series()[0].active
    assert desk.workspace.huddles.get(made).row.series == "Huddle"
    desk.qtbot.waitUntil(lambda: rows(desk)[0][1].endswith("retired"))


def test_a_retired_series_is_used_again(desk: Desk) -> None:
    desk.workspace.huddles.edit_series(1, SeriesDraft("Huddle", "FREQ=MONTHLY", active=False))
    desk.qtbot.waitUntil(lambda: rows(desk)[0][1].endswith("retired"))
    desk.choose(desk.section(SeriesSection), "Huddle", "Use again")
    assert desk.workspace.huddles.series()[0].active


def test_the_search_finds_it_by_threshold(desk: Desk) -> None:
    assert desk.section(SeriesSection).found_by("threshold")
