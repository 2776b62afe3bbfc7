"""Saving a meeting with its follow-up and taking it back, beside one row committed to the disk for good."""

import shutil
from datetime import timedelta
from pathlib import Path

from crm import clock
from crm.db.raw_connection import Access, connect
from crm.followups import FollowUpDraft
from crm.interactions import InteractionDraft, Party
from crm.workspace import Workspace
from tests.benchmarks.material import Material
from tests.benchmarks.measuring import Ceiling, Figure, in_turns, timed

ROUNDS = 15
CEILING = Ceiling(times=15, at_most=0.04)


def figures(material: Material, size: int) -> list[Figure]:
    """Return the figures of writing to a file of that size; on a copy."""
    path = Path(shutil.copy(material.network(size), material.folder / f"writing-{size}.desk"))
    workspace = Workspace.open(path)
    raw = Raw(material.folder / f"raw-{size}.db")
    turn = iter(range(10_000))
    try:
        _save(workspace, next(turn), size)
        saved, row = in_turns(lambda: timed(lambda: _save(workspace, next(turn), size)), lambda: timed(raw.row), ROUNDS)
        undone, again = in_turns(lambda: timed(workspace.undo), lambda: timed(raw.row), ROUNDS)
    finally:
        workspace.close()
        raw.close()
        path.unlink()
    return [
        Figure("a meeting with follow-up saved", size, saved, row, CEILING),
        Figure("the same undone", size, undone, again, CEILING),
    ]


def _save(workspace: Workspace, turn: int, size: int) -> None:
    with workspace.store.action("Log meeting"):
        row = workspace.interactions.log(
            InteractionDraft(
                day=clock.today(),
                subject="Sensor trial",
                notes="Two wards are willing. They want a nurse half a day a week, and the wireless survey first.",
                parties=(Party(turn % size + 1), Party((turn + 7) % size + 1)),
                tags=("mentor",),
            )
        )
        workspace.followups.add(
            FollowUpDraft(
                "Send the outline", clock.today() + timedelta(14), contact_id=turn % size + 1, interaction_id=row
            )
        )


class Raw:
    """A file of one table, with the same promises to the disk."""

    def __init__(self, path: Path) -> None:
        path.touch()
        self._path = path
        self._connection = connect(path, Access.WRITE)
        self._connection.execute("CREATE TABLE IF NOT EXISTS line (id INTEGER PRIMARY KEY, text TEXT)")

    def row(self) -> None:
        """Commit one row."""
        self._connection.execute("BEGIN IMMEDIATE")
        self._connection.execute("INSERT INTO line (text) VALUES ('Sensor trial')")
        self._connection.execute("COMMIT")

    def close(self) -> None:
        """Remove it."""
        self._connection.close()
        self._path.unlink()
