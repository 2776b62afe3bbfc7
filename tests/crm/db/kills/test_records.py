"""Killed at any call that changes the file, it holds all that was acknowledged, and nothing by half."""

from collections.abc import Callable
from datetime import time
from pathlib import Path
from typing import Any

import pytest
import time_machine

from crm import clock
from crm.contacts.whole_names import draft_named
from crm.huddles import HuddleDraft
from crm.opportunities import OpportunityDraft
from crm.workspace import Workspace
from tests.crm.db.conftest import spoil
from tests.crm.db.kills import victims
from tests.crm.db.kills.harness import FEWER, KILLS, MOMENT, dump_of, kills, next_start, on_linux, said_so_far

pytestmark = on_linux
PEOPLE = 12


@pytest.fixture
def shared(good: Path) -> Path:
    """A closed file in a cloud folder, where it has a rollback journal instead of a log."""
    (good.parent / "Dropbox").mkdir()
    return good.rename(good.parent / "Dropbox" / good.name)


@pytest.fixture
def table(tmp_path: Path) -> Path:
    path = tmp_path / "people.csv"
    rows = (f"Given{n} Family{n},p{n}@big.example,Org {n % 9}\n" for n in range(30))
    path.write_text("Name,Email,Organisation\n" + "".join(rows), encoding="utf-8")
    return path


def old_or_new(work: Callable[..., None], path: Path, *arguments: Any, many: int = KILLS, label: str = "") -> None:
    """See that an action is there, or not at all; there where it was acknowledged, and one step of undo by its label.

    Without a label it is no step of undo itself.
    """
    old, new, seen = dump_of(path), None, set()
    for ended in kills(work, path, *arguments, place=path.parent, many=many):
        with next_start(path) as workspace:
            found = said_so_far(workspace)
            new = new or found  # the first one is ended behind its last call
            assert new != old
            assert found == new or (found == old and not ended.said), ended
            seen.add(found == new)
            if label and found == new:
                assert (workspace.undo() or "").startswith(label)
                assert said_so_far(workspace) == old
    assert seen == {True, False}


def test_a_logged_sentence_is_there_whole_or_not_at_all(good: Path) -> None:
    old_or_new(victims.log, good, label="Log")


def test_an_undo_is_done_whole_or_not_at_all(good: Path) -> None:
    workspace = Workspace.open(good)
    with workspace.store.action("Delete the tags"):
        workspace.store.execute("DELETE FROM contact_tag")
    workspace.close()
    old_or_new(victims.undo, good)


def test_an_import_is_there_whole_or_not_at_all(good: Path, table: Path) -> None:
    old_or_new(victims.import_file, good, table, label="Import")


def test_an_import_into_a_file_without_a_log_is_there_whole_or_not_at_all(shared: Path, table: Path) -> None:
    old_or_new(victims.import_file, shared, table, many=FEWER, label="Import")


def test_an_import_is_taken_back_whole_or_not_at_all(good: Path, table: Path) -> None:
    workspace = Workspace.open(good)
    batch = workspace.importing.apply(workspace.importing.plan(table)).batch_id
    workspace.contacts.create(draft_named("Ida Moss"))
    workspace.close()
    old_or_new(victims.take_back, good, batch, many=FEWER)


def test_a_file_is_kept_with_an_opportunity_whole_or_not_at_all(good: Path, tmp_path: Path) -> None:
    letter = tmp_path / "letter.pdf"
    letter.write_bytes(bytes(range(256)) * 4000)
    workspace = Workspace.open(good)
    bid = workspace.opportunities.create(OpportunityDraft("Imaging pilot"))
    workspace.close()
    old_or_new(victims.add_file, good, bid, letter, many=FEWER, label="Add the file")


def test_entries_without_their_record_are_tidied_up_whole_or_not_at_all(good: Path) -> None:
    spoil(good, "PRAGMA foreign_keys = 0", "DELETE FROM contact WHERE id = 3")
    old_or_new(victims.tidy_orphans, good, many=FEWER)


@pytest.mark.parametrize("folder", ["", "Dropbox"], ids=["with a log", "with a rollback journal"])
def test_of_many_actions_all_that_were_acknowledged_are_there(good: Path, folder: str) -> None:
    path, steps = good.parent / folder / good.name, 15
    path.parent.mkdir(exist_ok=True)
    good.rename(path)
    for ended in kills(victims.write, path, steps, place=path.parent, many=FEWER):
        with next_start(path) as workspace:
            found = [
                name for (name,) in workspace.store.rows("SELECT given_name FROM contact WHERE given_name GLOB 'Step*'")
            ]
            # The step under way when the kill came may have been saved, or not.
            given = len(ended.said)
            assert found in (victims.standing(given), victims.standing(given + 1)), ended
            halves = workspace.store.value(
                "SELECT count(*) FROM contact c WHERE c.given_name GLOB 'Step*' AND ("
                "(SELECT count(*) FROM contact_email e WHERE e.contact_id = c.id) <> 1 OR "
                "(SELECT count(*) FROM participant p JOIN interaction i ON i.id = p.interaction_id "
                " AND i.subject = c.given_name WHERE p.contact_id = c.id) <> 1 OR "
                "(SELECT count(*) FROM follow_up f WHERE f.contact_id = c.id) <> 1)"
            )
            assert not halves


def test_a_kill_at_the_door_loses_at_most_the_last_tick(tmp_path: Path) -> None:
    path = tmp_path / "door" / "door.desk"
    with time_machine.travel(MOMENT):
        workspace = Workspace.create(path)
        people = [workspace.contacts.create(draft_named(f"Person Number{number}")) for number in range(PEOPLE)]
        huddle = workspace.huddles.plan(HuddleDraft(clock.today(), time(15), time(16), "Huddle of today"))
        workspace.attendance.reply(huddle, people[: PEOPLE // 2], "registered")
        workspace.close()
    for ended in kills(victims.check_in, path, huddle, people, place=path.parent, many=FEWER):
        with next_start(path) as workspace:
            given = len(ended.said)
            assert ticks_found(workspace, huddle, people) in (given, given + 1), ended


def expected_after(people: list[int], ticks: int) -> list[str]:
    """Return who is in after so many ticks: contacts by id, walk-ins by name."""
    return [f"Walkin {step}" if step % 5 == 4 else str(people[step]) for step in range(ticks)]


def ticks_found(workspace: Workspace, huddle: int, people: list[int]) -> int:
    """Return how many ticks the file holds, all of them whole and in the order in which they were made."""
    rows = sorted(
        (row for row in workspace.attendance.rows(huddle) if row.presence == "attended"),
        key=lambda row: people.index(row.contact_id) if row.contact_id in people else int(row.name.split()[1]),
    )
    found = [row.name if row.name.startswith("Walkin") else str(row.contact_id) for row in rows]
    assert found == expected_after(people, len(found))
    assert all(row.checked_in_at for row in rows)
    walk_ins = [row for row in rows if row.contact_id not in people]
    assert all([each.act for each in workspace.consents.of(row.contact_id)] == ["granted"] for row in walk_ins)
    assert all(row.organisation == "Newco" for row in walk_ins)
    assert workspace.contacts.count() == PEOPLE + len(walk_ins)
    if found:
        assert workspace.undo() is not None
        assert workspace.attendance.counts(huddle).attended == len(found) - 1
    return len(found)
