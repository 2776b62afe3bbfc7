"""Long work as its caller sees it: how far it is, and a way to stop it with nothing changed."""

import time
from collections.abc import Callable

from crm.errors import CrmError

Progress = Callable[[int, int], None]
"""Hears (done, total); total 0 where it is not known."""

IsCancelled = Callable[[], bool]


class Cancelled(CrmError):
    """The person stopped the work; nothing was changed."""

    def __init__(self) -> None:
        super().__init__("Stopped. Nothing was changed.")


def silent(done: int, total: int) -> None:
    """Hear of no progress."""


def never() -> bool:
    """Never stop."""
    return False


class Pace:
    """Passes progress on at most every `seconds`, and raises Cancelled when asked to stop; cheap to call per row."""

    def __init__(self, progress: Progress, cancelled: IsCancelled, total: int = 0, seconds: float = 0.05) -> None:
        self._progress, self._cancelled = progress, cancelled
        self.total = total
        self.done = 0
        self.is_stopped = False
        self._seconds = seconds
        self._next = 0.0

    def at(self, done: int) -> None:
        """Say that `done` are through."""
        self.done = done
        if self.tick():
            raise Cancelled

    def tick(self) -> bool:
        """Say that the work goes on; return whether it is to stop. Never raises: for callbacks of libraries."""
        now = time.monotonic()
        if now >= self._next:
            self._next = now + self._seconds
            self._progress(self.done, self.total)
            self.is_stopped = self.is_stopped or self._cancelled()
        return self.is_stopped
