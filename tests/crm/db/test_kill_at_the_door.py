"""Killed in the middle of a check-in, the file holds every tick that was acknowledged: at most the last is missing."""

import random
from datetime import time
from pathlib import Path

from crm import clock
from crm.contacts.naming import draft_named
from crm.huddles import HuddleDraft
from crm.workspace import Workspace
from tests.crm.db import victims
from tests.crm.db.test_kill import FEWER, killed

PEOPLE = 120


def expected_after(people: list[int], ticks: int) -> list[str]:
    """Return who is in after so many ticks of a round: contacts by id, walk-ins by name."""
    return [f"Walkin {step}" if step % 5 == 4 else str(people[step]) for step in range(ticks)]


def test_a_kill_at_the_door_loses_at_most_the_last_tick(tmp_path: Path) -> None:
    randomly = random.Random(42)
    seen: list[int] = []
    for round_ in range(FEWER):
        path = tmp_path / f"door{round_}.desk"
        workspace = Workspace.create(path)
        people = [workspace.contacts.create(draft_named(f"Person Number{number}")) for number in range(PEOPLE)]
        huddle = workspace.huddles.plan(HuddleDraft(clock.today(), time(15), time(16), "Huddle of today"))
        workspace.attendance.reply(huddle, people[: PEOPLE // 2], "registered")
        workspace.close()
        given = killed(
            victims.check_in, path, huddle, people, acks=randomly.randrange(1, 40), delay=randomly.random() * 0.02
        )
        assert given >= 1, "the victim never began"
        assert ticks_found(path, huddle, people) in (given, given + 1)
        seen.append(given)
    print(f"{FEWER} kills at the door after {seen} acknowledged ticks")


def ticks_found(path: Path, huddle: int, people: list[int]) -> int:
    """Return how many ticks the file holds, all of them whole and in the order in which they were made."""
    workspace = Workspace.open(path)
    try:
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
        assert workspace.undo() is not None
        assert workspace.attendance.counts(huddle).attended == len(found) - 1
        return len(found)
    finally:
        workspace.close()
