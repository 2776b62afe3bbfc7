"""Where the file is, whether it is whole, and its backups."""

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import TypeVar

from PySide6.QtCore import QUrl, Slot
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QFileDialog, QHBoxLayout

from crm.backups import BackupInfo
from crm.errors import FileDamaged
from crm.notices import Notice, NoticeKind
from crm.settings import BACKUP_FOLDER
from crm.workspace import Workspace
from ui.context import Context
from ui.kit.buttons import Button
from ui.kit.field_row import FieldRow
from ui.kit.label import Label
from ui.kit.menu import Menu
from ui.kit.rows import ListRow
from ui.kit.tasks import Task
from ui.records.background_calls import work
from ui.settings.restore_form import RestoreForm
from ui.settings.row_sections import RowsSection, when
from ui.settings.section import Section

WHOLE = "The file is whole: every page, every reference and the search index were checked."

TIDIED = "{many:,} {entries} without their record tidied up. A backup was made before."


T = TypeVar("T")


class FileSection(Section):
    """The open file: where it is, what it holds, and a check of every page of it."""

    keywords = "data location size integrity check folder database"

    def __init__(self, context: Context) -> None:
        super().__init__(context, "Your file")
        self._place = FieldRow("Place")
        self._holds = FieldRow("Holds")
        self._result = Label("", "secondary", tone="text2", wrap=True)
        buttons = QHBoxLayout()
        for text, slot in (("Open folder", self._open_folder), ("Check the file", self._check)):
            button = Button(text, "secondary")
            button.clicked.connect(slot)
            buttons.addWidget(button)
        self._tidy = Button("Tidy up", "secondary")
        self._tidy.clicked.connect(self._tidy_up)
        self._tidy.hide()
        buttons.addWidget(self._tidy)
        buttons.addStretch(1)
        for row in (self._place, self._holds):
            self.body.addWidget(row)
        self.body.addLayout(buttons)
        self.body.addWidget(self._result)
        self._result.hide()

    def reload(self) -> None:
        """Show the place and the counts."""
        workspace = self.context.workspace
        size = workspace.path.stat().st_size / 1_000_000
        self._place.set_value(str(workspace.path))
        people, organisations = workspace.contacts.count(), workspace.organisations.count()
        self._holds.set_value(f"{people:,} contacts, {organisations:,} organisations · {size:,.1f} MB")

    @Slot()
    def _open_folder(self) -> None:
        QDesktopServices.openUrl(QUrl.fromLocalFile(str(self.context.workspace.path.parent)))

    @Slot()
    def _check(self) -> None:
        self._say("Checking every page of the file…")
        _work(self, "Checking the file", lambda workspace, task: workspace.deep_check(task.cancelled), self._checked)

    def _checked(self, notices: Sequence[Notice]) -> None:
        found = [notice for notice in notices if notice.kind is not NoticeKind.UNCLEAN_END]
        is_whole = all(notice.kind is NoticeKind.FOREIGN_TABLES for notice in found)
        said = [WHOLE if is_whole else "The file was checked, and this was found:"]
        for notice in found:
            said.append("\n".join((notice.text, *(f"– {detail}" for detail in notice.details))))
        self._say("\n\n".join(said))
        can_tidy = not self.context.workspace.is_read_only
        self._tidy.setVisible(can_tidy and any(notice.kind is NoticeKind.ORPHANS for notice in found))

    def say_refused(self, error: Exception) -> None:
        """Say why it was not done."""
        details = error.details if isinstance(error, FileDamaged) else ()
        self._say("\n".join((str(error), *(f"– {detail}" for detail in details))))

    @Slot()
    def _tidy_up(self) -> None:
        self._tidy.hide()
        _work(self, "Tidying up", lambda workspace, task: workspace.tidy_orphans(), self._tidied)

    def _tidied(self, many: int) -> None:
        self._say(TIDIED.format(many=many, entries="entry" if many == 1 else "entries"))

    def _say(self, text: str) -> None:
        self._result.setText(text)
        self._result.show()


class BackupsSection(RowsSection):
    """Backups: the newest, the folder, one now, and restoring one after typing a word."""

    keywords = "backup restore copy folder safe"
    empty = "No backup yet. One is made each day the program is started."

    def __init__(self, context: Context) -> None:
        super().__init__(context, "Backups", "Made once a day at start, and before every import and upgrade.")
        self._folder = FieldRow("Folder")
        buttons = QHBoxLayout()
        for text, slot in (("Back up now", self._back_up), ("Choose folder…", self._choose_folder)):
            button = Button(text, "secondary")
            button.clicked.connect(slot)
            buttons.addWidget(button)
        buttons.addStretch(1)
        self.body.insertWidget(1, self._folder)
        self.body.addLayout(buttons)
        self._confirm = RestoreForm()
        self._confirm.hide()
        self._confirm.confirmed.connect(self._restore)
        self._confirm.left.connect(self._leave_confirm)
        self.body.addWidget(self._confirm)
        self._chosen: BackupInfo | None = None

    def reload(self) -> None:
        """Show the folder and the backups, the newest first."""
        backups = self.context.workspace.backups
        found = backups.list_backups()
        self._found = {info.sequence: info for info in found}
        self._folder.set_value(str(backups.folder))
        rows = [
            ListRow(info.sequence, when(info.made_at), info.summary, icon="database", note=info.reason, chevron=True)
            for info in found[: self._limit]
        ]
        self.show_rows(rows, len(found))

    def fill_menu(self, menu: Menu, row: object) -> None:
        """Read a backup from end to end, or put it in place of the file."""
        info = self._found[int(str(row))]
        menu.add("Check this backup", partial(self._verify, info), icon="check-circle")
        menu.add("Restore this backup…", partial(self._ask, info), icon="restore")

    def choose_folder(self, folder: Path) -> None:
        """Make backups there from now on."""
        self.attempt(partial(self.context.workspace.settings.set, BACKUP_FOLDER, str(folder)), "Backup folder changed")
        self.reload()

    @Slot()
    def _choose_folder(self) -> None:
        chosen = QFileDialog.getExistingDirectory(self, "Folder for backups", self._folder.value())
        if chosen:
            self.choose_folder(Path(chosen))

    @Slot()
    def _back_up(self) -> None:
        making = "Making a backup"
        _work(self, making, lambda workspace, task: workspace.backups.make("by hand", task.cancelled), self._made)

    def _made(self, info: BackupInfo) -> None:
        self.show_error("")
        self.context.toasts.say(f"Backed up: {info.summary}")
        self.reload()

    def say_refused(self, error: Exception) -> None:
        """Say why it was not done."""
        self.show_error(str(error))

    def _verify(self, info: BackupInfo) -> None:
        checking = "Checking a backup"
        _work(
            self, checking, lambda workspace, task: workspace.backups.verify(info.path, task.cancelled), self._verified
        )

    def _verified(self, info: BackupInfo) -> None:
        self.show_error("")
        said = f"This backup is whole: {info.summary}"
        if info.orphans:
            refer = "1 entry refers" if info.orphans == 1 else f"{info.orphans:,} entries refer"
            said = f"This backup can be read from end to end, but {refer} to a record that was missing then already"
        self.context.toasts.say(said)

    def _ask(self, info: BackupInfo) -> None:
        self._chosen = info
        self._confirm.ask(f"{when(info.made_at)}: {info.summary}")

    @Slot()
    def _leave_confirm(self) -> None:
        self.list.setFocus()
        self._confirm.hide()

    @Slot()
    def _restore(self) -> None:
        self._leave_confirm()
        assert self._chosen is not None
        _work(self, "Restoring a backup", partial(_put_back, self._chosen.path), self._restored)

    def _restored(self, kept: Path | None) -> None:
        self.show_error("")
        where = f" The file as it was is kept as {kept.name}." if kept else ""
        self.context.toasts.say(f"The backup is in place.{where}")
        self.reload()


def _put_back(backup: Path, workspace: Workspace, task: Task) -> Path | None:
    return workspace.backups.restore(backup, task.cancelled)


def _work(
    section: FileSection | BackupsSection,
    title: str,
    function: Callable[[Workspace, Task], T],
    done: Callable[[T], object],
) -> None:
    """Run work on the worker; where the file or its folder is in trouble, whatever fails is said beside the buttons."""
    work(section.context, section, title, function, done, refused=section.say_refused, refusals=Exception)
