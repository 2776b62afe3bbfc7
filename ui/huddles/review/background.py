"""What the worker does for a review of attendance: read file after file, and apply what was reviewed."""

from collections import deque
from collections.abc import Iterable
from datetime import date
from pathlib import Path
from typing import Any

import msgspec
from msgspec.structs import replace
from PySide6.QtCore import QObject, Signal

from crm.attendance.huddle_matching import FileHuddles
from crm.attendance.report_records import CountsAs, ReportPlan
from crm.errors import CrmError
from crm.workspace import Workspace
from ui.context import Context
from ui.kit.tasks import Task, is_under_way
from ui.records.background_calls import work


class Reading(msgspec.Struct, frozen=True):
    """Reads a file, or the text of a list, for a huddle; without one (0) for the huddle of the file's day.

    Where that is not clear it answers with the huddles that the file may be of, instead of a plan.
    """

    source: Path | str
    huddle_id: int
    on: date | None = None
    counts_as: CountsAs | None = None

    @property
    def name(self) -> str:
        """What is read."""
        return self.source.name if isinstance(self.source, Path) else "the list"

    def __call__(self, workspace: Workspace, task: Task) -> ReportPlan | FileHuddles:
        """Read it, on the worker."""
        reports, huddle_id = workspace.reports, self.huddle_id
        if not huddle_id:
            found = reports.huddles_for(self.source)
            if found.proposal is None:
                return found
            huddle_id = found.proposal
        return reports.plan(
            huddle_id,
            self.source,
            on=self.on,
            counts_as=self.counts_as,
            progress=task.progress,
            cancelled=task.cancelled,
        )

    def refusal(self, error: CrmError | OSError) -> str:
        """Return why it cannot be read."""
        if isinstance(error, CrmError):
            return str(error)
        why = "it is not there (any more)" if isinstance(error, FileNotFoundError) else error.strerror
        return f"“{self.name}” cannot be opened: {why}. Nothing was changed."


class Readings(QObject):
    """The files that wait for their review, and the one in hand, read on the worker one after the other.

    `begun` is said of the one in hand, then one of: `planned` with its plan, `asks` with the huddles it may be of,
    `refused` with why, `stopped`. `ran_out` says that no file is left.
    """

    begun = Signal()
    planned = Signal(object)
    asks = Signal(object)
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
        """The file in hand, None for a typed list or without any."""
        source = self.current.source if self.current is not None else None
        return source if isinstance(source, Path) else None

    @property
    def is_typed(self) -> bool:
        """Whether a typed list is in hand."""
        return self.current is not None and self.file is None

    @property
    def is_busy(self) -> bool:
        """Whether the one in hand is being read."""
        return is_under_way(self._task)

    def add(self, sources: Iterable[Path | str], huddle_id: int) -> None:
        """Take files, or typed lists, of a huddle (0: of their day); the first is read where none is in hand."""
        self._queue.extend(Reading(source, huddle_id) for source in sources)
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
        """Read the one in hand again, for another huddle or day."""
        if self.current is not None:
            self._read(replace(self.current, **other))

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
            self._answered,
            refused=self._unreadable,
            stopped=self.stopped.emit,
            refusals=(CrmError, OSError),
            instead_of=self._task,
        )
        self.begun.emit()

    def _answered(self, answer: ReportPlan | FileHuddles) -> None:
        if isinstance(answer, FileHuddles):
            self.asks.emit(answer)
        else:
            self.planned.emit(answer)

    def _unreadable(self, error: CrmError | OSError) -> None:
        assert self.current is not None
        self.refused.emit(self.current.refusal(error))
