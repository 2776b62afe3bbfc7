"""Files that are read for a review on the worker, one after the other."""

from collections import deque
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import msgspec
from msgspec.structs import replace
from PySide6.QtCore import QObject, Signal

from crm.errors import CrmError
from crm.workspace import Workspace
from ui.context import Context
from ui.kit.tasks import Task, is_under_way
from ui.records.background_calls import work


class Reading(msgspec.Struct, frozen=True):
    """A file, or what else is reviewed like one (`called` so); called, it reads it on the worker."""

    source: Path | str | int
    called: str = ""

    @property
    def name(self) -> str:
        """What is read."""
        return self.source.name if isinstance(self.source, Path) else self.called

    def __call__(self, workspace: Workspace, task: Task) -> Any:
        """Read it; return what the page shows of it."""
        raise NotImplementedError

    def refusal(self, error: CrmError | OSError) -> str:
        """Return why it cannot be read."""
        if isinstance(error, CrmError):
            return str(error)
        why = "it is not there (any more)" if isinstance(error, FileNotFoundError) else error.strerror
        return f"“{self.name}” cannot be opened: {why}. Nothing was changed."


class Readings(QObject):
    """The files that wait for their review, and the one in hand, read on the worker one after the other.

    `begun` is said of the one in hand, then one of: `answered` with what was read, `refused` with why, `stopped`.
    `ran_out` says that no file is left.
    """

    begun = Signal()
    answered = Signal(object)
    refused = Signal(str)
    stopped = Signal()
    ran_out = Signal()

    def __init__(self, context: Context, parent: QObject) -> None:
        super().__init__(parent)
        self._context = context
        self._queue: deque[Reading] = deque()
        self._task: Task | None = None
        self.current: Reading | None = None

    @property
    def waiting(self) -> int:
        """How many files wait behind the one in hand."""
        return len(self._queue)

    @property
    def file(self) -> Path | None:
        """The file in hand, None without any, and for what is none."""
        source = self.current.source if self.current is not None else None
        return source if isinstance(source, Path) else None

    @property
    def is_busy(self) -> bool:
        """Whether the one in hand is being read."""
        return is_under_way(self._task)

    def add(self, readings: Iterable[Reading]) -> None:
        """Take files; the first is read where none is in hand."""
        self._queue.extend(readings)
        if self.current is None and self._queue:
            self.go_on()

    def go_on(self) -> None:
        """Go on to the next file."""
        self.current = None
        if self._queue:
            self._read(self._queue.popleft())
        else:
            self.ran_out.emit()

    def again(self, **other: Any) -> None:
        """Read the one in hand again, in another way."""
        if self.current is not None:
            self._read(replace(self.current, **other))

    def refuse(self, error: CrmError | OSError) -> None:
        """Say that the one in hand cannot be read."""
        if self.current is not None:
            self.refused.emit(self.current.refusal(error))

    def cancel(self) -> None:
        """Stop reading."""
        if self._task is not None:
            self._task.cancel()

    def forget(self) -> None:
        """Put all of them aside, without a word."""
        if self._task is not None:
            self._task.forget()
        self._queue.clear()
        self.current = self._task = None

    def _read(self, reading: Reading) -> None:
        self.current = reading
        self._task = work(
            self._context,
            self,
            f"Reading {reading.name}",
            reading,
            self.answered.emit,
            refused=self.refuse,
            stopped=self.stopped.emit,
            refusals=(CrmError, OSError),
            instead_of=self._task,
        )
        self.begun.emit()
