"""Whom the words at the door mean, and what undo would take back there."""

from collections.abc import Iterator
from datetime import time, timedelta
from pathlib import Path

import pytest

from crm import clock
from crm.contacts.whole_names import draft_named
from crm.huddles import HuddleDraft
from crm.workspace import Workspace


@pytest.fixture
def workspace(tmp_path: Path) -> Iterator[Workspace]:
    workspace = Workspace.create(tmp_path / "network.desk")
    yield workspace
    workspace.close()


def add(workspace: Workspace, *names: str) -> list[int]:
    return [workspace.contacts.create(draft_named(name)) for name in names]


def plan(workspace: Workspace, days: int = 0) -> int:
    day = clock.today() + timedelta(days=days)
    return workspace.huddles.plan(HuddleDraft(day, time(15), time(16), f"Huddle of {day}"))


def found(workspace: Workspace, huddle: int, text: str, limit: int = 6) -> list[str]:
    return [each.name for each in workspace.attendance.candidates(huddle, text, limit)]


def test_those_expected_come_first_then_the_list_then_who_is_in_then_everybody(workspace: Workspace) -> None:
    huddle = plan(workspace)
    _, there, invited, coming = add(workspace, "Rona Ash", "Rona Bell", "Rona Crane", "Rona Dale")
    workspace.attendance.check_in(huddle, there)
    workspace.attendance.invite(huddle, [invited])
    workspace.attendance.reply(huddle, [coming], "registered")
    assert found(workspace, huddle, "rona") == ["Rona Dale", "Rona Crane", "Rona Bell", "Rona Ash"]


def test_within_a_group_the_better_match_comes_first(workspace: Workspace) -> None:
    huddle = plan(workspace)
    people = add(workspace, "Anna Roebuck", "Jane Roe", "Roe Adams")
    workspace.attendance.reply(huddle, people, "registered")
    assert found(workspace, huddle, "roe")[-1] == "Anna Roebuck"
    assert found(workspace, huddle, "jane roe") == ["Jane Roe"]


def test_without_words_those_still_expected_are_listed_by_family_name(workspace: Workspace) -> None:
    huddle = plan(workspace)
    people = add(workspace, "Jane Roe", "Idris Bello", "Tom Hesketh", "Rosa Haddad")
    workspace.attendance.reply(huddle, people[:3], "registered")
    workspace.attendance.check_in(huddle, people[2])
    assert found(workspace, huddle, "  ") == ["Idris Bello", "Jane Roe"]
    assert found(workspace, huddle, "?!") == []


def test_no_more_than_asked_are_returned_and_nobody_twice(workspace: Workspace) -> None:
    huddle = plan(workspace)
    people = add(workspace, *(f"Rona Name{letter}" for letter in "abcdefghij"))
    workspace.attendance.reply(huddle, people[:3], "registered")
    names = found(workspace, huddle, "rona", 5)
    assert len(names) == 5 == len(set(names))
    assert set(names[:3]) == {"Rona Namea", "Rona Nameb", "Rona Namec"}


def test_a_first_huddle_is_one_no_other_held_one_came_before(workspace: Workspace) -> None:
    earlier, huddle = plan(workspace, -7), plan(workspace)
    jane, _ = add(workspace, "Jane Roe", "Rosa Haddad")
    workspace.attendance.mark(earlier, [jane], "attended")
    assert [each.is_first for each in workspace.attendance.candidates(huddle, "jane")] == [False]
    assert [each.is_first for each in workspace.attendance.candidates(huddle, "rosa")] == [True]
    workspace.huddles.set_status(earlier, "cancelled")
    assert [each.is_first for each in workspace.attendance.candidates(huddle, "jane")] == [True]


def test_undo_is_the_door_s_only_where_the_newest_action_is_on_its_list(workspace: Workspace) -> None:
    other, huddle = plan(workspace, -7), plan(workspace)
    (jane,) = add(workspace, "Jane Roe")
    assert not workspace.attendance.undoes(huddle)
    workspace.attendance.check_in(huddle, jane)
    assert workspace.attendance.undoes(huddle)
    assert not workspace.attendance.undoes(other)
    workspace.attendance.clear(huddle, [jane])
    assert workspace.attendance.undoes(huddle)
    add(workspace, "Rosa Haddad")
    assert not workspace.attendance.undoes(huddle)


def test_a_door_can_be_open_on_its_day_and_after_it_unless_cancelled_or_locked(workspace: Workspace) -> None:
    huddle = plan(workspace)
    assert workspace.huddles.get(huddle).row.can_check_in
    assert not workspace.huddles.get(plan(workspace, 1)).row.can_check_in
    workspace.huddles.lock(huddle)
    assert not workspace.huddles.get(huddle).row.can_check_in
    workspace.huddles.unlock(huddle)
    workspace.huddles.set_status(huddle, "cancelled")
    assert not workspace.huddles.get(huddle).row.can_check_in
