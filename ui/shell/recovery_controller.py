"""What the buttons of the screen for a file that does not open do, until a file is found that does."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

from PySide6.QtCore import QObject, Signal, Slot
from PySide6.QtGui import QIcon
from PySide6.QtWidgets import QFileDialog

from crm.backups import backups_of
from crm.errors import Choice, CrmError, FileMissing, OpeningError
from crm.workspace import Workspace
from ui.kit.tasks import Task, Tasks
from ui.shell.navigator import Place
from ui.shell.open_commands import FILTER, Creating, OpenCommand
from ui.shell.open_failed_screen import OpenFailedScreen


class RecoveryController(QObject):
    """One file that did not open. `found` carries a call that opens another way on, and the place to go to then."""

    found = Signal(object, object)

    def __init__(self, error: OpeningError, default_file: Path, parent: QObject) -> None:
        super().__init__(parent)
        self._error, self._default_file = error, default_file
        self._tasks = Tasks(self)
        self._ways: dict[Choice, Callable[[], object]] = {
            Choice.CHOOSE_FILE: self._choose_file,
            Choice.START_NEW: self._start_new,
            Choice.RESTORE_BACKUP: self._offer_backups,
            Choice.OPEN_READ_ONLY: self._open_read_only,
            Choice.REPAIR_COPY: self._repair_copy,
            Choice.EXPORT_READABLE: self._save_readable,
            Choice.TAKE_OVER: self._take_over,
            Choice.TRY_AGAIN: self._try_again,
        }
        self.screen = OpenFailedScreen(error, tuple(way for way in error.choices if way in self._ways), self._tasks)
        self.screen.chose.connect(self._go_on)
        self.screen.restored_from.connect(self._restore)

    def show(self, icon: QIcon) -> None:
        """Show the screen."""
        self.screen.setWindowIcon(icon)
        self.screen.show()

    def end(self) -> None:
        """Take the screen away."""
        self._tasks.finish()
        self.screen.close()
        self.screen.deleteLater()
        self.deleteLater()

    @Slot(object)
    def _go_on(self, choice: Choice) -> None:
        self.screen.say("")
        self._ways[choice]()

    def _open_read_only(self) -> None:
        self.found.emit(OpenCommand(self._error.path, read_only=True), None)

    def _take_over(self) -> None:
        self.found.emit(OpenCommand(self._error.path, take_over=True), None)

    def _try_again(self) -> None:
        self.found.emit(OpenCommand(self._error.path), None)

    def _choose_file(self) -> None:
        start = str(self._error.path.parent)
        name, _ = QFileDialog.getOpenFileName(self.screen, "Open a Cluster Desk file", start, FILTER)
        if name:
            self.found.emit(OpenCommand(Path(name)), None)

    def _start_new(self) -> None:
        start = self._error.path if isinstance(self._error, FileMissing) else self._default_file
        name, _ = QFileDialog.getSaveFileName(self.screen, "Start a new file", str(start), FILTER)
        if name:
            self.found.emit(Creating(Path(name)), Place("first_run"))

    # -- backups

    def _offer_backups(self) -> None:
        self.screen.offer_backups(backups_of(self._error.path))

    @Slot(object)
    def _restore(self, source: Path | None) -> None:
        if source is None:
            start = str(self._error.path.parent)
            name, _ = QFileDialog.getOpenFileName(self.screen, "Choose a backup", start, FILTER)
            source = Path(name) if name else None
        if source is not None:
            self._run("Restoring the backup", _Restoring(self._error.path, source), self._restored)

    def _restored(self, nothing: None) -> None:
        self._try_again()

    # -- what can still be read

    def _repair_copy(self) -> None:
        self._run("Repairing a copy", _MakingCopy(Workspace.repair_copy, self._error.path), self._copied)

    def _save_readable(self) -> None:
        self._run("Saving what can be read", _MakingCopy(Workspace.save_readable, self._error.path), self._copied)

    def _copied(self, copy: Path) -> None:
        self.found.emit(OpenCommand(copy), None)

    def _run(self, title: str, function: Callable[[Task], object], done: Callable[[Any], object]) -> None:
        self._tasks.run(title, function, done, self._refused, refusals=CrmError)

    def _refused(self, error: CrmError) -> None:
        self.screen.say(str(error))


class _Restoring:
    """Puts a backup in place, on the worker; the window opens the file afterwards, in its own thread."""

    def __init__(self, path: Path, source: Path) -> None:
        self._path, self._source = path, source

    def __call__(self, task: Task) -> None:
        Workspace.restore_over(self._path, self._source, task.cancelled).close()


class _MakingCopy:
    """Makes a new file of a damaged one, on the worker, and gives its path."""

    def __init__(self, make: Callable[[Path], Any], path: Path) -> None:
        self._make, self._path = make, path

    def __call__(self, task: Task) -> Path:
        copy: Path = self._make(self._path).path
        return copy
