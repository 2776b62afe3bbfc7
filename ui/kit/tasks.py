"""Long work off the window's thread: one worker, progress with a count, cancel, answers in the GUI thread."""

import logging
from collections import deque
from collections.abc import Callable
from typing import Any

import msgspec
import shiboken6
from PySide6.QtCore import QObject, QRunnable, QThreadPool, QTimer, Signal, Slot

log = logging.getLogger(__name__)

# A task shorter than this shows no progress at all: under a second the old content simply stays.
QUIET_MS = 1000


class Cancelled(Exception):
    """The person cancelled; a task may raise it, and any error after a cancel counts as it."""


class Answers(msgspec.Struct, frozen=True):
    """Who is told how work ended: of an error that is one of `refusals`, and only while the `asker` lives, if any."""

    on_done: Callable[[Any], object] | None = None
    on_error: Callable[[Any], object] | None = None
    on_cancel: Callable[[], object] | None = None
    refusals: type[Exception] | tuple[type[Exception], ...] = Exception
    asker: QObject | None = None


class Task(QObject):
    """One piece of long work, as the window sees it; lives in the GUI thread.

    The function gets the task itself and calls `progress(done, total)` (total 0: not known) and `cancelled()`, both
    safe in the worker.
    """

    progressed = Signal(object, object)
    ended = Signal()
    _returned = Signal(object)
    _raised = Signal(object)

    def __init__(self, title: str, function: Callable[["Task"], Any], answers: Answers) -> None:
        super().__init__()
        self.title = title
        self.done, self.total = 0, 0
        self.is_over = False
        self._function: Callable[[Task], Any] | None = function
        self._answers = answers
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
            assert self._function is not None
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
        answers = self._end()
        if answers.on_done is not None and self._is_heard(answers):
            answers.on_done(result)

    @Slot(object)
    def _deliver_error(self, error: Exception) -> None:
        answers = self._end()
        if self._cancelled or isinstance(error, Cancelled):
            if answers.on_cancel is not None and self._is_heard(answers):
                answers.on_cancel()
        elif answers.on_error is None or not isinstance(error, answers.refusals):
            raise error
        elif self._is_heard(answers):
            answers.on_error(error)

    def _end(self) -> Answers:
        """End, and return who is to be answered; what is over holds nobody."""
        answers, self._answers, self._function = self._answers, Answers(), None
        self.is_over = True
        self.ended.emit()
        return answers

    def _is_heard(self, answers: Answers) -> bool:
        return not self._forgotten and (answers.asker is None or shiboken6.isValid(answers.asker))


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
        on_error: Callable[[Any], object] | None = None,
        on_cancel: Callable[[], object] | None = None,
        *,
        refusals: type[Exception] | tuple[type[Exception], ...] = Exception,
        asker: QObject | None = None,
        instead_of: Task | None = None,
    ) -> Task:
        """Run `function(task)` in the worker under a title for the status line ("Importing contacts").

        Exactly one of the three answers is called, in the GUI thread; none where the `asker` is gone by then. An error
        that is none of `refusals`, or that nobody takes, is raised there. The task `instead_of` which this one is asked
        is forgotten: its answer would be stale, and before its turn it is not even begun.
        """
        if instead_of is not None:
            instead_of.forget()
        task = Task(title, function, Answers(on_done, on_error, on_cancel, refusals, asker))
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


def is_under_way(task: Task | None) -> bool:
    """Return whether there is a task whose answer is still to come."""
    return task is not None and not task.is_over
