"""The next huddle on Today: what is shown of it and where its buttons go, and the last one that is not closed."""

from collections.abc import Iterator
from datetime import datetime, time, timedelta

import pytest
import time_machine
from PySide6.QtCore import Qt

from crm import clock
from crm.attendance import Attendances
from crm.contacts import ContactDraft
from crm.errors import Busy
from crm.huddles import HuddleDraft
from crm.huddles.close_out import FIRST_TIMERS, THANK
from crm.pitches import PitchDraft
from tests.ui.stage import Stage
from ui.huddles.editor import HuddlePanel
from ui.shell.navigator import Place
from ui.today.huddle import NextHuddleCard
from ui.today.page import TodayPage

JANE = 1


@pytest.fixture(autouse=True)
def _at_noon() -> Iterator[None]:
    """Let the day be in its middle: in its last minute the huddle that takes all of it is over."""
    with time_machine.travel(datetime.combine(clock.today(), time(12), clock.LOCAL), tick=True):
        yield


def card(stage: Stage) -> NextHuddleCard:
    return stage.page(TodayPage).huddle


def plan(stage: Stage, days: int) -> int:
    """Plan a huddle of six slots so many days from today; one of today takes the whole day."""
    day = clock.today() + timedelta(days=days)
    starts, ends = (time(15), time(16, 30)) if days else (time(0), time(23, 59))
    return stage.workspace.huddles.plan(
        HuddleDraft(day, starts, ends, "Digital diagnostics", 1, format="hybrid", venue="Room 2.14", pitch_slots=6)
    )


def shows(stage: Stage, title: str) -> NextHuddleCard:
    stage.qtbot.waitUntil(lambda: [row.title for row in card(stage).list.rows()] == [title])
    return card(stage)


def test_without_a_huddle_the_next_one_can_be_planned_with_enter(stage: Stage) -> None:
    shows(stage, "Plan the next huddle").list.setFocus()
    stage.press(Qt.Key.Key_Return)
    assert stage.top(HuddlePanel)


def test_title_day_and_place_of_the_next_huddle_are_shown(stage: Stage) -> None:
    plan(stage, 5)
    shown = shows(stage, "Huddle 1 · Digital diagnostics")
    assert shown._count.text() == "in 5 days"
    assert shown.when.label.text().endswith(", 15:00–16:30")
    assert shown.where.label.text() == "Room 2.14 + online"


def test_the_replies_are_told_with_their_numbers(stage: Stage) -> None:
    ravi = stage.workspace.contacts.create(ContactDraft("Ravi", "Shah"))
    huddle = plan(stage, 5)
    stage.workspace.attendance.invite(huddle, [JANE, ravi])
    stage.workspace.attendance.reply(huddle, [JANE], "registered")
    stage.qtbot.waitUntil(lambda: card(stage).bar.accessibleName() == "Replies: 1 registered, 1 no reply")
    assert card(stage).bar.isVisible()


def test_pitches_tell_the_slots_that_are_free_and_when_the_next_begins(stage: Stage) -> None:
    huddle = plan(stage, 5)
    for topic in ("Imaging pilot", "Bench space"):
        stage.workspace.pitches.add(huddle, PitchDraft(topic, contact_id=JANE))
    free = stage.workspace.pitches.agenda(huddle)[2].starts
    said = f"Pitches 2 of 6 · 4 free, the next at {free:%H:%M}"
    stage.qtbot.waitUntil(lambda: card(stage).slots.text() == said)


def test_enter_opens_the_huddle(stage: Stage) -> None:
    huddle = plan(stage, 5)
    shows(stage, "Huddle 1 · Digital diagnostics").list.setFocus()
    stage.press(Qt.Key.Key_Return)
    assert stage.context.navigator.current == Place("huddle", huddle)


def test_the_buttons_open_the_door_and_the_invitations(stage: Stage) -> None:
    huddle = plan(stage, 0)
    shown = shows(stage, "Huddle 1 · Digital diagnostics")
    shown.check_in.click()
    assert stage.context.navigator.current == Place("check_in", huddle)
    stage.context.navigator.open("today")
    shown.invite.click()
    assert stage.context.navigator.current == Place("huddle", huddle, {"part": "before"})


def test_after_a_huddle_the_steps_to_close_it_are_counted_until_none_is_left(stage: Stage) -> None:
    huddle = plan(stage, -1)
    stage.workspace.attendance.mark(huddle, [JANE], "attended")

    def rows() -> list[str]:
        return [row.title for row in card(stage).closing.rows()]

    stage.qtbot.waitUntil(lambda: bool(rows()))
    assert rows() == ["Huddle 1: 5 steps to close"]
    card(stage).closing.setFocus()
    stage.press(Qt.Key.Key_Return)
    assert stage.context.navigator.current == Place("huddle", huddle, {"part": "after"})
    stage.context.navigator.open("today")
    stage.workspace.huddles.lock(huddle)
    for step in (THANK, FIRST_TIMERS):
        stage.workspace.close_out.done(huddle, step)
    plan(stage, 20)
    stage.qtbot.waitUntil(lambda: rows() == [])
    assert card(stage).closing.isHidden()


def test_a_huddle_that_cannot_be_read_says_so_in_its_card_alone(stage: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    plan(stage, 5)
    shows(stage, "Huddle 1 · Digital diagnostics")

    def refuse(*_: object, **__: object) -> None:
        raise Busy("Import")

    monkeypatch.setattr(Attendances, "counts", refuse)
    stage.page(TodayPage).reload()
    assert card(stage).states.showing() == "error"
    assert stage.page(TodayPage).recent.states.showing() == "content"
