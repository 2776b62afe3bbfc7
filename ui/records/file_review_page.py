"""A page that reviews files one after the other: each is read, shown, and applied as one undo step, or left."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QWidget

from crm.errors import CrmError
from crm.workspace import Workspace
from ui.context import Context
from ui.kit.buttons import Button
from ui.kit.empty_states import StateStack
from ui.kit.page import Page
from ui.kit.tasks import Task, is_under_way
from ui.records.background_calls import work
from ui.records.file_reading import Readings
from ui.records.file_review import counted
from ui.shell.dropped_files import DroppedFiles


class FileReviewPage(Page):
    """Reads, stops and leaves files, and applies the plan in front; what is shown of a file is for the page to say."""

    BACK = "Choose another file"
    """What is offered where the last file could not be read."""

    def __init__(self, context: Context, title: str, content: QWidget, hand_over: str) -> None:
        super().__init__(title)
        self.context = context
        self._incoming = DroppedFiles(context)
        self._plan: Any = None
        self._task: Task | None = None
        self.readings = Readings(context, self)
        self.readings.begun.connect(self._begun)
        self.readings.refused.connect(self._refused)
        self.readings.stopped.connect(self._stopped)
        self.other_kind = Button(hand_over, "ghost")
        self.leave = Button("Not this file", "ghost")
        self.leave.clicked.connect(self.leave_file)
        self.states = StateStack(content)
        self.body.addWidget(self.states, 1)
        self.add_action(self.other_kind)
        self.add_action(self.leave)

    def is_ready(self) -> bool:
        """Return whether a review is shown, and can go on."""
        return self._plan is not None and not self._is_busy()

    def _is_busy(self) -> bool:
        return is_under_way(self._task) or self.readings.is_busy

    def _has_file(self) -> bool:
        return self.readings.file is not None and not self._is_busy()

    def _more(self) -> str:
        waiting = self.readings.waiting
        return f" · {counted(waiting, 'more file')} waiting" if waiting else ""

    # -- one file after the other

    @Slot()
    def leave_file(self) -> None:
        """Put the file aside, or stop reading or applying it."""
        if self._task is not None and not self._task.is_over:
            self._task.cancel()
        elif self.readings.is_busy:
            self.readings.cancel()
        else:
            self._go_on()

    def _hand_over(self, take: Callable[[list[Path]], object]) -> None:
        """Go on, and let the file in hand be taken as one of the other kind."""
        file = self.readings.file
        if file is not None and not self._is_busy():
            self._go_on()
            take([file])

    def _go_on(self) -> None:
        self._plan = None
        self.readings.go_on()

    @Slot()
    def _begun(self) -> None:
        self._plan = None
        assert self.readings.current is not None
        self.set_subtitle(f"Reading {self.readings.current.name}…")
        self.states.show_loading()
        self._show_buttons()

    @Slot(str)
    def _refused(self, said: str) -> None:
        self._plan = None
        assert self.readings.current is not None
        self.set_subtitle(self.readings.current.name)
        self.states.show_error(said, "Go on with the next file" if self.readings.waiting else self.BACK)
        self._show_buttons()

    @Slot()
    def _stopped(self) -> None:
        self._go_on()
        self.context.toasts.say("Stopped. Nothing was changed.")

    def _show_buttons(self) -> None:
        raise NotImplementedError

    # -- applying

    def _run(
        self,
        title: str,
        function: Callable[[Workspace, Task], Any],
        done: Callable[[Any], object],
        refusals: type[Exception] | tuple[type[Exception], ...] = CrmError,
    ) -> None:
        """Apply the plan in front on the worker."""
        self._task = work(
            self.context,
            self,
            title,
            function,
            done,
            refused=self._not_applied,
            stopped=self._kept_waiting,
            refusals=refusals,
        )
        self._show_buttons()

    def _tell(self, batch_id: int | None, said: str) -> None:
        """Say what was applied, with Undo where anything was written."""
        if batch_id is None:
            self.context.toasts.say(said)
        else:
            self.context.toasts.undoable(said)

    def _not_applied(self, error: CrmError | OSError) -> None:
        if isinstance(error, OSError):
            self.readings.refuse(error)
            return
        self.context.toasts.problem(str(error))
        self._show_buttons()

    def _kept_waiting(self) -> None:
        self._show_buttons()
        self.context.toasts.say("Stopped. Nothing was changed.")
