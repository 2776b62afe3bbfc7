"""The sample network's introductions, needs and offers."""

from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest
import time_machine

from crm.db.dump import logical_dump
from crm.sample import make_sample
from crm.workspace import Workspace


@pytest.fixture(autouse=True)
def _on_a_thursday() -> Iterator[Any]:
    with time_machine.travel("2026-05-21T11:00:00Z", tick=False):
        yield


def test_introductions_stand_on_every_step_and_some_are_still_to_be_made(workspace: Workspace) -> None:
    make_sample(workspace.store, today=date(2026, 5, 21))
    rows = workspace.introductions.rows()
    assert len(rows) == 12
    assert {row.step for row in rows} >= {"no contact", "met", "exploring", "collaborating", "contract", "funded"}
    assert sum(row.made_on is None for row in rows) == 2
    assert all(len(row.parties) == 2 for row in rows)


def test_what_was_introduced_lately_is_still_to_be_asked_after(workspace: Workspace) -> None:
    make_sample(workspace.store, today=date(2026, 5, 21))
    for row in workspace.introductions.rows():
        young = row.made_on is not None and (date(2026, 5, 21) - row.made_on).days <= 30
        checks = workspace.store.rows("SELECT due_on FROM follow_up WHERE introduction_id = ?", (row.id,))
        assert len(checks) == (2 if young else 0)
        assert all(due >= "2026-05-21" for (due,) in checks)


def test_needs_and_offers_of_the_sample_give_matches_with_reasons(workspace: Workspace) -> None:
    make_sample(workspace.store, today=date(2026, 5, 21))
    assert (len(workspace.needs.rows("need")), len(workspace.needs.rows("offer"))) == (8, 8)
    found = workspace.needs.matches()
    assert len(found) > 10
    assert all(len(match.reasons) >= 2 for match in found[:5])


def test_who_comes_to_the_next_huddle_of_the_sample_has_something_to_talk_about(workspace: Workspace) -> None:
    make_sample(workspace.store, today=date(2026, 5, 21))
    huddle = workspace.huddles.next()
    assert huddle is not None
    assert len(workspace.needs.conversations(huddle.id)) == 10


def test_a_sample_of_a_few_people_can_be_made_and_undone(workspace: Workspace) -> None:
    before = logical_dump(workspace.store.connection())
    make_sample(workspace.store, contacts=4, interactions=10, huddles=1, circle=2, today=date(2026, 5, 21))
    workspace.undo()
    assert logical_dump(workspace.store.connection()) == before
