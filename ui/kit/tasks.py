"""Long work off the window's thread: one worker, progress with a count, cancel, answers in the GUI thread."""

import logging
from collections import deque
from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QObject, QRunnable, QThreadPool, QTimer, Signal, Slot

log = logging.getLogger(__name__)

# A task shorter than this shows no progress at all: under a second the old content simply stays.
QUIET_MS = 1000


class Cancelled(Exception):
    """The person cancelled; a task may raise it, and any error after a cancel counts as it."""


class Task(QObject):
    """One piece of long work, as the window sees it; lives in the GUI thread.

    The function gets the task itself and calls `progress(done, total)` (total 0: not known) and `cancelled()`, both
    safe in the worker.
    """

    progressed = Signal(object, object)
    ended = Signal()
    _returned = Signal(object)
    _raised = Signal(object)

    def __init__(
        self,
        title: str,
        function: Callable[["Task"], Any],
        on_done: Callable[[Any], object] | None,
        on_error: Callable[[Exception], object] | None,
        on_cancel: Callable[[], object] | None,
    ) -> None:
        super().__init__()
        self.title = title
        self.done, self.total = 0, 0
        self._function = function
        self._on_done, self._on_error, self._on_cancel = on_done, on_error, on_cancel
        self._cancelled = False
        self._forgotten = False
        # Slots of this object, so Qt queues them into the GUI thread whatever kind of callable waits behind.
        self._returned.connect(self._deliver)
        self._raised.connect(self._deliver_error)
        self.progressed.connect(self._count)

    def progress(self, done: int, total: int = 0) -> None:
        """Say from the worker that `done` of `total` are through."""
        self.progressed.emit(done, total)

    def cancelled(self) -> bool:
        """Say in the worker whether the person asked to stop."""
        return self._cancelled

    def cancel(self) -> None:
        """Ask the work to stop; it ends when the function next looks."""
        self._cancelled = True

    def forget(self) -> None:
        """Cancel, and give no answer at all any more: whoever would take it is going away."""
        self._cancelled = self._forgotten = True

    def work(self) -> None:
        """Run the function; called once, in the worker thread."""
        try:
            if self._cancelled:
                raise Cancelled
            result = self._function(self)
        except Exception as error:
            self._raised.emit(error)
        else:
            self._returned.emit(result)

    @Slot(object, object)
    def _count(self, done: int, total: int) -> None:
        self.done, self.total = done, total

    @Slot(object)
    def _deliver(self, result: object) -> None:
        self.ended.emit()
        if self._on_done is not None and not self._forgotten:
            self._on_done(result)

    @Slot(object)
    def _deliver_error(self, error: Exception) -> None:
        self.ended.emit()
        if self._forgotten:
            return
        if self._cancelled or isinstance(error, Cancelled):
            if self._on_cancel is not None:
                self._on_cancel()
        elif self._on_error is not None:
            self._on_error(error)
        else:
            raise error


class _Worker(QRunnable):
    """Does tasks in their order. One for all of them: whatever is started and not destroyed after is kept for ever."""

    def __init__(self) -> None:
        super().__init__()
        # Destroyed by the worker it would alter what the window's thread reads at the same moment.
        self.setAutoDelete(False)
        self.tasks: deque[Task] = deque()

    def run(self) -> None:
        """Run the next task in the worker thread."""
        self.tasks.popleft().work()


class Tasks(QObject):
    """The one worker. Tasks wait their turn; `shown` names the one whose progress is worth showing, or None."""

    shown = Signal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._pool = QThreadPool(self)
        self._pool.setMaxThreadCount(1)
        self._waiting: list[Task] = []
        self._worker = _Worker()
        self._spent: Task | None = None
        self._patience = QTimer(self, singleShot=True, interval=QUIET_MS)
        self._patience.timeout.connect(self._show_first)

    def run(
        self,
        title: str,
        function: Callable[[Task], Any],
        on_done: Callable[[Any], object] | None = None,
        on_error: Callable[[Exception], object] | None = None,
        on_cancel: Callable[[], object] | None = None,
    ) -> Task:
        """Run `function(task)` in the worker under a title for the status line ("Importing contacts").

        Exactly one of the three answers is called, in the GUI thread. An error nobody takes is raised there.
        """
        task = Task(title, function, on_done, on_error, on_cancel)
        task.setParent(self)
        task.ended.connect(self._task_ended)
        self._waiting.append(task)
        if len(self._waiting) == 1:
            self._patience.start()
        self._worker.tasks.append(task)
        self._pool.start(self._worker)
        return task

    def busy(self) -> bool:
        """Say whether any work is running or waiting."""
        return bool(self._waiting)

    def finish(self, timeout_ms: int = 5000) -> bool:
        """End for good: cancel everything, answer nothing, wait for the worker; False when it did not stop in time."""
        for task in self._waiting:
            task.forget()
        return self._pool.waitForDone(timeout_ms)

    @Slot()
    def _show_first(self) -> None:
        if self._waiting:
            self.shown.emit(self._waiting[0])

    @Slot()
    def _task_ended(self) -> None:
        task = self.sender()
        if isinstance(task, Task) and task in self._waiting:
            self._waiting.remove(task)
            # The worker may still be on its way out of it: it goes with the next one.
            self._spent = task
            task.deleteLater()
        self._patience.stop()
        self.shown.emit(None)
        if self._waiting:
            self._patience.start()


class LatestOnly(QObject):
    """Asks one question over and over, as one types, and hears only the answer to the newest.

    `answered` carries it, in the GUI thread. A question overtaken before its turn is not even asked.
    """

    answered = Signal(object)
    failed = Signal(object)

    def __init__(self, tasks: Tasks, title: str, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._tasks, self._title = tasks, title
        self._number = 0
        self._task: Task | None = None

    def ask(self, question: Callable[[], Any]) -> None:
        """Run `question()` in the worker, and forget every question before it."""
        self.forget()
        number = self._number

        def numbered(task: Task) -> tuple[int, Any]:
            return number, question()

        self._task = self._tasks.run(self._title, numbered, self._answer, self._error)

    def forget(self) -> None:
        """Drop the answers still under way."""
        self._number += 1
        if self._task is not None:
            self._task.cancel()
        self._task = None

    @Slot(object)
    def _answer(self, numbered: tuple[int, Any]) -> None:
        number, answer = numbered
        if number == self._number:
            self._task = None
            self.answered.emit(answer)

    @Slot(object)
    def _error(self, error: Exception) -> None:
        self._task = None
        self.failed.emit(error)
