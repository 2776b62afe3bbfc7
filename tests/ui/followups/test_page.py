"""The follow-ups page: groups, and the keys of its rows."""

from datetime import timedelta

from PySide6.QtCore import Qt

from crm import clock
from tests.ui.stage import CONTROL, Stage
from ui.followups.editor import FollowUpPanel
from ui.followups.page import FollowUpsPage
from ui.interactions.log_panel import LogPanel

Key = Qt.Key


def page(stage: Stage) -> FollowUpsPage:
    return stage.page(FollowUpsPage)


def titles(stage: Stage, group: str) -> list[str]:
    card = page(stage).cards[group]
    return [] if card.isHidden() else [row.title for row in card.list.rows()]


def current(stage: Stage) -> str:
    here = stage.focus()
    found = next(card.list.current() for card in page(stage).cards.values() if card.list is here)
    assert found is not None
    return found.title


def test_each_follow_up_stands_in_its_group(stage: Stage) -> None:
    assert {name: titles(stage, name) for name in page(stage).cards} == {
        "overdue": ["Send the template", "Ask about scans"],
        "today": ["Call about the pilot"],
        "next": ["Share the funding call"],
        "later": ["Plan the visit"],
        "waiting": ["Protocol draft"],
        "snoozed": ["Review the case study"],
    }


def test_a_row_says_who_and_how_late_also_to_a_screen_reader(stage: Stage) -> None:
    row = page(stage).cards["overdue"].list.rows()[0]
    assert (row.detail, row.pill, row.pill_tone) == ("Jane Roe · Acme Imaging", "3 days overdue", "danger")
    assert row.spoken() == "Send the template, Jane Roe · Acme Imaging, 3 days overdue"


def test_space_completes_and_the_next_row_has_the_keyboard(stage: Stage) -> None:
    stage.press(Key.Key_Space)
    stage.qtbot.waitUntil(lambda: titles(stage, "overdue") == ["Ask about scans"])
    assert stage.toast().startswith("Done: Send the template")
    assert current(stage) == "Ask about scans"


def test_u_and_ctrl_z_take_a_completion_back(stage: Stage) -> None:
    for key, modifier in ((Key.Key_U, Qt.KeyboardModifier.NoModifier), (Key.Key_Z, CONTROL)):
        stage.press(Key.Key_Space)
        stage.qtbot.waitUntil(lambda: len(titles(stage, "overdue")) == 1)
        stage.press(key, modifier=modifier)
        stage.qtbot.waitUntil(lambda: len(titles(stage, "overdue")) == 2)


def test_l_after_space_logs_what_happened_with_the_one_just_done(stage: Stage) -> None:
    stage.press(Key.Key_Space)
    stage.qtbot.waitUntil(lambda: len(titles(stage, "overdue")) == 1)
    stage.press(Key.Key_L)
    assert "Send the template" in stage.top(LogPanel).field.text()


def test_logging_against_a_row_completes_it_in_the_same_step(stage: Stage) -> None:
    stage.press(Key.Key_Down, Key.Key_L)
    stage.press(Key.Key_Return, modifier=CONTROL)
    stage.qtbot.waitUntil(lambda: titles(stage, "overdue") == ["Send the template"])
    logged = stage.workspace.interactions.recent()[0]
    assert (logged.subject, logged.participants[0].contact) == ("Ask about scans", "Jane Roe")
    stage.workspace.undo()
    assert stage.workspace.followups.counts()["overdue"] == 2
    assert stage.workspace.interactions.recent() == []


def test_s_then_t_snoozes_until_tomorrow_and_the_due_day_stays(stage: Stage) -> None:
    due = stage.workspace.followups.page("overdue")[0].due_on
    stage.press(Key.Key_S)
    stage.press(Key.Key_T)
    stage.qtbot.waitUntil(lambda: titles(stage, "overdue") == ["Ask about scans"])
    row = next(row for row in stage.workspace.followups.page("snoozed") if row.title == "Send the template")
    assert (row.snoozed_until, row.due_on) == (clock.today() + timedelta(days=1), due)


def test_s_then_n_snoozes_until_a_monday_after_tomorrow(stage: Stage) -> None:
    stage.press(Key.Key_S)
    stage.press(Key.Key_N)
    stage.qtbot.waitUntil(lambda: titles(stage, "overdue") == ["Ask about scans"])
    row = next(row for row in stage.workspace.followups.page("snoozed") if row.title == "Send the template")
    assert row.snoozed_until is not None
    assert row.snoozed_until.weekday() == 0
    assert row.snoozed_until > clock.today() + timedelta(days=1)


def test_delete_moves_a_follow_up_to_the_trash_and_undo_brings_it_back(stage: Stage) -> None:
    stage.press(Key.Key_Delete)
    stage.qtbot.waitUntil(lambda: titles(stage, "overdue") == ["Ask about scans"])
    stage.press(Key.Key_U)
    stage.qtbot.waitUntil(lambda: titles(stage, "overdue") == ["Send the template", "Ask about scans"])


def test_s_then_p_picks_a_day_from_the_calendar(stage: Stage) -> None:
    stage.press(Key.Key_S)
    stage.press(Key.Key_P)
    stage.press(Key.Key_Right, Key.Key_Return)
    stage.qtbot.waitUntil(lambda: titles(stage, "overdue") == ["Ask about scans"])
    row = next(row for row in stage.workspace.followups.page("snoozed") if row.title == "Send the template")
    assert row.snoozed_until == clock.today() + timedelta(days=2)


def test_d_drops_and_e_and_enter_edit(stage: Stage) -> None:
    stage.press(Key.Key_D)
    stage.qtbot.waitUntil(lambda: titles(stage, "overdue") == ["Ask about scans"])
    for key in (Key.Key_E, Key.Key_Return):
        stage.press(key)
        assert stage.top(FollowUpPanel).form.values()["title"] == "Ask about scans"
        stage.press(Key.Key_Escape)


def test_after_a_save_a_second_enter_opens_nothing_and_e_edits(stage: Stage) -> None:
    stage.press(Key.Key_E)
    stage.write("!")
    stage.press(Key.Key_Return, modifier=CONTROL)
    stage.press(Key.Key_Return)
    assert stage.context.overlay.top() is None
    for key in (Key.Key_E, Key.Key_Return):
        stage.press(key)
        assert stage.top(FollowUpPanel).form.values()["title"] == "Send the template!"
        stage.press(Key.Key_Escape)


def test_down_goes_on_from_one_group_to_the_next_and_up_comes_back(stage: Stage) -> None:
    stage.press(Key.Key_Down, Key.Key_Down)
    assert current(stage) == "Call about the pilot"
    stage.press(Key.Key_Up)
    assert current(stage) == "Ask about scans"


def test_the_keyboard_goes_on_to_the_next_group_when_the_last_row_of_one_is_done(stage: Stage) -> None:
    stage.press(Key.Key_Down, Key.Key_Down, Key.Key_Space)
    stage.qtbot.waitUntil(lambda: titles(stage, "today") == [])
    assert current(stage) in ("Send the template", "Ask about scans")


def test_an_empty_file_says_so_and_offers_to_add_one(empty_stage: Stage) -> None:
    assert page(empty_stage).states.showing() == "empty"
    empty_stage.press(Key.Key_Space)
    assert isinstance(empty_stage.context.overlay.top(), FollowUpPanel)
