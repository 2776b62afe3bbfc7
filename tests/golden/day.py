"""A day of work in the sample network, through the services: every kind of change, and what each call answered."""

import hashlib
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import time_machine

from crm.errors import CrmError
from crm.workspace import Workspace

MORNING = datetime(2026, 5, 20, 7, 30, tzinfo=UTC)
EVENING = datetime(2026, 5, 20, 20, 0, tzinfo=UTC)
TODAY = MORNING.date()


class Day:
    """Does one thing after another, a minute apart, and keeps what each answered, a refusal too."""

    def __init__(self, workspace: Workspace, clock: time_machine.Traveller, folder: Path) -> None:
        self.workspace = workspace
        self.folder = folder
        self.said: dict[str, object] = {}
        self.checksums: dict[str, str] = {}
        """Of the files written that day: some hold identifiers made at random."""
        self._clock = clock

    def did(self, what: str, call: Callable[..., Any], *arguments: Any, **named: Any) -> Any:
        """Call a service; return what it answered, None where it refused."""
        assert what not in self.said, f"“{what}” was done already"
        self._clock.shift(timedelta(minutes=1))
        try:
            answer = call(*arguments, **named)
        except CrmError as error:
            self.said[what] = f"{type(error).__name__}: {error}"
            return None
        self.said[what] = answer
        return answer

    def put_aside(self, what: str, kind: str, ids: tuple[int, ...]) -> None:
        """Put records into the trash; what that answers is what the history of actions says of it."""
        trash = self.workspace.trash
        self.did(what, lambda: trash.put(kind, ids) and None)

    def bring_back(self, what: str, kind: str, ids: tuple[int, ...]) -> None:
        """Bring records back from the trash."""
        trash = self.workspace.trash
        self.did(what, lambda: trash.restore(kind, ids) and None)

    def file(self, name: str, text: str) -> Path:
        """Write a file that is read that day."""
        path = self.folder / name
        path.write_text(text, encoding="utf-8", newline="")
        self.checksums[hashlib.sha256(path.read_bytes()).hexdigest()] = f"CHECKSUM of {name}"
        return path


def work(workspace: Workspace, clock: time_machine.Traveller, folder: Path) -> Day:
    """Work for a day; return it with what was answered."""
    # Its parts need the day itself.
    from tests.golden import day_of_files, day_of_huddles, day_of_meetings, day_of_people, day_of_results

    day = Day(workspace, clock, folder)
    for part in (day_of_people, day_of_meetings, day_of_huddles, day_of_results, day_of_files):
        part.work(day)
    return day
