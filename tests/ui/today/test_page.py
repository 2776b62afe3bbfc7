"""Today: its cards, their keys, and what it says."""

from datetime import date, time, timedelta

import pytest
from PySide6.QtCore import Qt

from crm import clock
from crm.errors import Busy
from crm.followups import FollowUpDraft, FollowUps
from crm.huddles import HuddleDraft
from crm.interactions import InteractionDraft, Party
from crm.settings import USER_NAME
from tests.ui.stage import Stage
from ui.interactions.editor import InteractionPanel
from ui.kit.label import Label
from ui.today.page import TodayPage
from ui.today.words import greeting, subtitle

Key = Qt.Key


def page(stage: Stage) -> TodayPage:
    return stage.page(TodayPage)


def add(stage: Stage, *days: int) -> None:
    today = clock.today()
    for number, day in enumerate(days):
        draft = FollowUpDraft(f"Promise {number}", today + timedelta(days=day), contact_id=1)
        stage.workspace.followups.add(draft)


def log(stage: Stage, days: int, status: str = "held", subject: str = "Scans") -> int:
    day = clock.today() + timedelta(days=days)
    return stage.workspace.interactions.log(InteractionDraft(day, subject=subject, parties=(Party(1),), status=status))


def test_it_greets_by_the_time_of_day_and_by_name_once_that_is_set(stage: Stage) -> None:
    assert greeting("Alex", time(9)) == "Good morning, Alex"
    assert greeting("", time(13)) == "Good afternoon"
    assert greeting("Alex", time(19)) == "Good evening, Alex"
    stage.workspace.settings.set(USER_NAME, "Alex")
    stage.qtbot.waitUntil(lambda: page(stage).title().endswith(", Alex"))


def test_the_line_under_the_greeting_is_factual() -> None:
    day = date(2026, 5, 22)
    assert subtitle(day, 4, 4) == "Friday 22 May 2026 · 4 overdue, 4 due today or soon"
    assert subtitle(day, 0, 0) == "Friday 22 May 2026 · nothing due"


def test_overdue_and_next_show_five_rows_and_the_way_to_all(stage: Stage) -> None:
    add(stage, *[-1] * 7, 0, 2)
    stage.qtbot.waitUntil(lambda: len(page(stage).overdue.list.rows()) == 5)
    assert page(stage).overdue.see_all.text() == "See all 7"
    assert page(stage).due.list.rows()[0].pill == "Today"
    assert page(stage).due.see_all.isHidden()
    page(stage).overdue.see_all.click()
    place = stage.context.navigator.current
    assert place is not None
    assert place.kind == "follow_ups"


def test_space_completes_a_row_here_too(stage: Stage) -> None:
    add(stage, -2, -1)
    stage.qtbot.waitUntil(lambda: len(page(stage).overdue.list.rows()) == 2)
    page(stage).focus_content()
    stage.press(Key.Key_Space)
    stage.qtbot.waitUntil(lambda: [row.title for row in page(stage).overdue.list.rows()] == ["Promise 1"])
    assert stage.workspace.followups.counts()["overdue"] == 1


def test_nothing_due_says_what_comes_next(stage: Stage) -> None:
    add(stage, 40)
    said = "Nothing due. Next: Promise 0, "
    stage.qtbot.waitUntil(lambda: any(each.text().startswith(said) for each in page(stage).nothing.findChildren(Label)))


def test_what_happened_lately_is_shown_newest_first_with_the_organisation_of_that_day(stage: Stage) -> None:
    log(stage, -3, subject="Older")
    log(stage, -1, subject="Newer")
    stage.qtbot.waitUntil(lambda: len(page(stage).recent.list.rows()) == 2)
    first = page(stage).recent.list.rows()[0]
    assert (first.title, first.aside, first.detail, first.note) == (
        "Met Jane Roe",
        "Acme Imaging",
        "Newer",
        "Yesterday",
    )


def test_a_planned_meeting_is_marked_as_held_with_space_and_back_with_undo(stage: Stage) -> None:
    made = log(stage, 0, "planned")
    stage.qtbot.waitUntil(lambda: len(page(stage).planned.list.rows()) == 1)
    page(stage).planned.list.setFocus()
    stage.press(Key.Key_Space)
    assert stage.workspace.interactions.get(made).status == "held"
    stage.workspace.undo()
    assert stage.workspace.interactions.get(made).status == "planned"


def test_enter_on_a_recent_interaction_opens_it(stage: Stage) -> None:
    log(stage, -1)
    stage.qtbot.waitUntil(lambda: len(page(stage).recent.list.rows()) == 1)
    page(stage).recent.list.setFocus()
    stage.press(Key.Key_Return)
    assert stage.top(InteractionPanel).form.values()["subject"] == "Scans"


def test_the_first_steps_are_ticked_as_they_are_taken_and_go_when_all_are(stage: Stage) -> None:
    steps = page(stage).checklist
    assert [row.tick for row in steps.list.rows()] == [True, False, False, False, False]
    log(stage, -1)
    add(stage, 3)
    stage.qtbot.waitUntil(lambda: [row.tick for row in steps.list.rows()] == [True, True, True, False, False])
    stage.workspace.huddles.plan(HuddleDraft(clock.today() + timedelta(days=5), time(15), time(16), "First"))
    stage.qtbot.waitUntil(lambda: [row.tick for row in steps.list.rows()] == [True, True, True, True, False])
    assert not steps.isHidden()
    stage.workspace.settings.set(USER_NAME, "Alex")
    stage.qtbot.waitUntil(lambda: steps.isHidden())


def test_the_first_steps_can_be_put_away(stage: Stage) -> None:
    page(stage).checklist._put_away()
    stage.qtbot.waitUntil(lambda: page(stage).checklist.isHidden())


def test_a_card_that_cannot_be_read_says_so_and_leaves_the_others_standing(
    stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise Busy("Import")

    log(stage, -1)
    monkeypatch.setattr(FollowUps, "due_now", refuse)
    page(stage).reload()
    assert page(stage).due.states.showing() == "error"
    assert page(stage).recent.states.showing() == "content"
