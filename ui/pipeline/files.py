"""The files of an opportunity: added by hand or dropped here, saved as a copy; none is ever opened from here."""

from collections.abc import Iterable, Sequence
from functools import partial
from pathlib import Path
from typing import Any

from PySide6.QtCore import QPoint, QStandardPaths, Slot
from PySide6.QtGui import QDragEnterEvent, QDragLeaveEvent, QDropEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QFileDialog

from crm import clock, dates
from crm.attachments import FileRow, FilesAdded
from crm.errors import CrmError
from crm.opportunities import OpportunityDetail
from crm.workspace import Workspace
from ui.context import Context
from ui.kit import painting, theme
from ui.kit.buttons import Button
from ui.kit.card import Card
from ui.kit.label import Label
from ui.kit.menu import Menu
from ui.kit.rows import ListRow, RowList
from ui.kit.tasks import Task
from ui.pipeline.export import open_folder
from ui.records import form_fields as ask
from ui.records.background_calls import work
from ui.records.kept_form import KeptForm
from ui.records.service_calls import write_or_tell


class RenameForm(KeptForm):
    """Asks how a file is called."""

    def __init__(self, context: Context, file: FileRow) -> None:
        self._file = file
        super().__init__(context, "Rename the file", draft=f"file:{file.id}", of_record=True)

    def fields(self) -> Iterable[ask.Row]:
        """The name alone."""
        return (ask.text("name", "Name", required=True),)

    def read(self) -> FileRow:
        """Read the name it has."""
        return self.context.workspace.files.get(self._file.id)

    def save(self, values: dict[str, Any]) -> str:
        """Rename it."""
        files = self.context.workspace.files
        files.rename(self._file.id, values["name"])
        return f"Renamed: “{files.get(self._file.id).name}”"


class FilesCard(Card):
    """The files with their sizes; what could not be added is said here."""

    def __init__(self, context: Context) -> None:
        super().__init__("Files", flush=True)
        self.context = context
        self._id = 0
        self._files: tuple[FileRow, ...] = ()
        self._is_over = False
        self.list = RowList("Files")
        self.list.row_activated.connect(self.save_copy)
        self.list.delete_requested.connect(self.remove)
        self.list.menu_requested.connect(self._open_menu)
        self.hint = Label("No files yet. Drop them here, or press Add file…", "secondary", wrap=True)
        self.problem = Label("", "secondary", tone="danger", wrap=True)
        self.problem.hide()
        for label in (self.hint, self.problem):
            label.setContentsMargins(theme.px(13), theme.px(4), theme.px(13), theme.px(6))
        for part in (self.problem, self.hint, self.list):
            self.body.addWidget(part)
        add = Button("Add file…", "ghost", icon="plus", tip="Add files; they can be dropped here as well")
        add.clicked.connect(self.choose)
        self.add_action(add)
        self.setAcceptDrops(True)

    def show_detail(self, detail: OpportunityDetail) -> None:
        """Show the files of an opportunity."""
        if detail.id != self._id:
            self._say("")
        self._id = detail.id
        self._files = tuple(self.context.workspace.files.of(detail.id))
        self.set_count(f"{len(self._files)}" if self._files else "")
        self.list.set_rows([_row(each) for each in self._files])
        self.hint.setVisible(not self._files)
        self.list.setVisible(bool(self._files))

    # -- in

    @Slot()
    def choose(self) -> None:
        """Ask for files with the system's own dialog."""
        chosen, _ = QFileDialog.getOpenFileNames(self, "Add files", _documents())
        self.take([Path(name) for name in chosen])

    def take(self, paths: Sequence[Path]) -> None:
        """Add files on the worker, as one step."""
        if paths and self._id:
            self._say("")
            adding = partial(_add, self._id, tuple(paths))
            work(self.context, self, "Adding files", adding, self._added, refused=self._refused)

    def _added(self, done: tuple[int, FilesAdded]) -> None:
        opportunity, made = done
        if made.names:
            several = len(made.names) > 1
            self.context.toasts.undoable(f"{len(made.names)} files added" if several else f"Added: {made.names[0]}")
        if opportunity == self._id:
            self._say("\n".join(made.refused))
        elif made.refused:
            self.context.toasts.problem(" ".join(made.refused))

    def _refused(self, error: CrmError) -> None:
        self._say(str(error))

    def _say(self, problem: str) -> None:
        self.problem.setText(problem)
        self.problem.setVisible(bool(problem))

    # -- out

    @Slot(object)
    def save_copy(self, wanted: object) -> None:
        """Ask where to, and write a copy there."""
        file = self._file(wanted)
        if file is None:
            return
        offered = str(Path(_documents()) / file.name)
        chosen, _ = QFileDialog.getSaveFileName(self, "Save a copy", offered)
        if chosen:
            saving = partial(_save, file.id, Path(chosen))
            work(self.context, self, "Saving a copy", saving, self._saved, refused=self._refused)

    def _saved(self, path: Path) -> None:
        self._say("")
        self.context.toasts.offer(f"Saved a copy: {path.name}", "Open folder", partial(open_folder, path.parent))

    @Slot(object)
    def remove(self, wanted: object) -> None:
        """Take a file out."""
        file, files = self._file(wanted), self.context.workspace.files
        if file is not None:
            write_or_tell(self.context, lambda: files.remove(file.id), f"Removed: {file.name}")

    @Slot()
    def rename_current(self) -> None:
        """Ask how the current file is called."""
        file = self._file(self.list.current_id())
        if file is not None:
            RenameForm(self.context, file).show_over()

    @Slot()
    def _save_current(self) -> None:
        self.save_copy(self.list.current_id())

    @Slot()
    def _remove_current(self) -> None:
        self.remove(self.list.current_id())

    @Slot(object, QPoint)
    def _open_menu(self, wanted: object, spot: QPoint) -> None:
        menu = Menu(self, once=True)
        menu.add("Save a copy…", self._save_current, icon="download", shortcut="↵")
        menu.add("Rename…", self.rename_current, icon="edit")
        menu.addSeparator()
        menu.add("Remove", self._remove_current, icon="trash", shortcut="Del")
        menu.popup(spot)

    def _file(self, wanted: object) -> FileRow | None:
        return next((each for each in self._files if each.id == wanted), None)

    # -- dropped here

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Take files, which the window would import."""
        if _dropped(event):
            event.acceptProposedAction()
            self._set_over(True)

    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:
        """Forget what was held over the card."""
        self._set_over(False)

    def dropEvent(self, event: QDropEvent) -> None:
        """Add what was dropped."""
        self._set_over(False)
        if paths := _dropped(event):
            event.acceptProposedAction()
            self.take(paths)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the card, with a ring while files are held over it."""
        super().paintEvent(event)
        if self._is_over:
            painting.focus_ring(QPainter(self), self.rect(), 10)

    def _set_over(self, is_over: bool) -> None:
        self._is_over = is_over
        self.update()


def _add(opportunity: int, paths: Sequence[Path], workspace: Workspace, task: Task) -> tuple[int, FilesAdded]:
    """Add what can be added; return the opportunity and what became of the files."""
    return opportunity, workspace.files.add_all(opportunity, paths, task.progress, task.cancelled)


def _save(file_id: int, target: Path, workspace: Workspace, task: Task) -> Path:
    return workspace.files.save_to(file_id, target, task.progress, task.cancelled)


def _row(file: FileRow) -> ListRow:
    added = dates.ago(dates.utc_to_local(file.added_at).date(), clock.today())
    return ListRow(file.id, file.name, f"{size_in_words(file.size)} · added {added}", icon="note")


def size_in_words(size: int) -> str:
    """Return a number of bytes as a person reads it: 900 bytes, 240 kB, 1.4 MB."""
    if size < 1_000:
        return "1 byte" if size == 1 else f"{size} bytes"
    return f"{size / 1e3:,.0f} kB" if size < 999_500 else f"{size / 1e6:,.1f} MB"


def _documents() -> str:
    return QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation)


def _dropped(event: QDropEvent) -> list[Path]:
    return [Path(url.toLocalFile()) for url in event.mimeData().urls() if url.isLocalFile()]
