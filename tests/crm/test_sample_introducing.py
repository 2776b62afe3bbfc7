"""The sample network's introductions, needs and offers."""

from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import time_machine

from crm.db.dump import logical_dump
from crm.sample import make_sample
from crm.workspace import Workspace

THURSDAY = date(2026, 5, 21)


@pytest.fixture(autouse=True)
def _on_a_thursday() -> Iterator[Any]:
    with time_machine.travel("2026-05-21T11:00:00Z", tick=False):
        yield


@pytest.fixture
def sampled(sampled_file: Callable[..., Path], tmp_path: Path) -> Iterator[Workspace]:
    opened = Workspace.open(sampled_file(tmp_path / "sampled.desk", today=THURSDAY))
    yield opened
    opened.close()


def test_introductions_stand_on_every_step_and_some_are_still_to_be_made(sampled: Workspace) -> None:
    rows = sampled.introductions.rows()
    assert len(rows) == 12
    assert {row.step for row in rows} >= {"no contact", "met", "exploring", "collaborating", "contract", "funded"}
    assert sum(row.made_on is None for row in rows) == 2
    assert all(len(row.parties) == 2 for row in rows)


def test_what_was_introduced_lately_is_still_to_be_asked_after(sampled: Workspace) -> None:
    for row in sampled.introductions.rows():
        young = row.made_on is not None and (THURSDAY - row.made_on).days <= 30
        checks = sampled.store.rows("SELECT due_on FROM follow_up WHERE introduction_id = ?", (row.id,))
        assert len(checks) == (2 if young else 0)
        assert all(due >= "2026-05-21" for (due,) in checks)


def test_needs_and_offers_of_the_sample_give_matches_with_reasons(sampled: Workspace) -> None:
    assert (len(sampled.needs.rows("need")), len(sampled.needs.rows("offer"))) == (8, 8)
    found = sampled.needs.matches()
    assert len(found) > 10
    assert all(len(match.reasons) >= 2 for match in found[:5])


def test_who_comes_to_the_next_huddle_of_the_sample_has_something_to_talk_about(sampled: Workspace) -> None:
    huddle = sampled.huddles.next()
    assert huddle is not None
    assert len(sampled.needs.conversations(huddle.id)) == 10


def test_a_sample_of_a_few_people_can_be_made_and_undone(workspace: Workspace) -> None:
    before = logical_dump(workspace.store.connection())
    make_sample(workspace.store, contacts=4, interactions=10, huddles=1, circle=2, today=THURSDAY)
    workspace.undo()
    assert logical_dump(workspace.store.connection()) == before
