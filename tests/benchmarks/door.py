"""The door of a huddle of 300: a key pressed in its field, and a tick, beside one row committed to the disk."""

import shutil
from datetime import time
from functools import partial
from pathlib import Path

from crm import clock
from crm.huddles import HuddleDraft
from crm.workspace import Workspace
from tests.benchmarks.material import Material
from tests.benchmarks.measuring import Ceiling, Figure, in_turns, timed
from tests.benchmarks.saving import Raw

ROUNDS, ON_THE_LIST, FOUND = 15, 300, 6
KEY, TICK = Ceiling(at_most=0.05), Ceiling(times=15, at_most=0.05)
TYPED = ("a", "j", "ro", "smi", "john s", "university", "m a", "zz", "")


def figures(material: Material, size: int) -> list[Figure]:
    """Return the figures of checking people in to a huddle in a file of that size; on a copy."""
    path = Path(shutil.copy(material.network(size), material.folder / f"door-{size}.desk"))
    workspace = Workspace.open(path)
    raw = Raw(material.folder / f"raw-door-{size}.db")
    try:
        people = [row.id for row in workspace.contacts.page(limit=ON_THE_LIST)]
        huddle = workspace.huddles.plan(HuddleDraft(clock.today(), time(0), time(23), "Huddle of today"))
        workspace.attendance.reply(huddle, people, "registered")
        turn = iter(people)
        workspace.attendance.check_in(huddle, next(turn))
        ticked, row = in_turns(
            lambda: timed(lambda: workspace.attendance.check_in(huddle, next(turn))), lambda: timed(raw.row), ROUNDS
        )
        workspace.attendance.candidates(huddle, "", FOUND)  # whom the page shows before the first key
        found = [
            (timed(partial(workspace.attendance.candidates, huddle, text, FOUND)), text)
            for text in TYPED
            for _ in range(ROUNDS)
        ]
    finally:
        workspace.close()
        raw.close()
        path.unlink()
    worst, text = max(found)
    return [
        Figure("at the door: a tick", size, ticked, row, TICK),
        Figure("at the door: a key pressed, worst", size, worst, None, KEY, note=f"“{text}”"),
    ]
