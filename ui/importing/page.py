"""The import page: choose or drop files, see the preview of each, decide, import. Nothing is written before that."""

from collections import deque
from collections.abc import Iterable
from functools import partial
from pathlib import Path

from PySide6.QtCore import Qt, Slot
from PySide6.QtWidgets import QFileDialog

from crm.app_dirs import home
from crm.changes import Topic
from crm.errors import CrmError
from crm.importing import FileChanged, ImportPlan, ImportResult
from crm.workspace import Workspace
from ui.context import Context
from ui.importing import words
from ui.importing.preview import Preview
from ui.importing.row_choices import Choices
from ui.kit.actions import Action, Scope
from ui.kit.buttons import Button
from ui.kit.empty_states import StateStack
from ui.kit.page import Page
from ui.kit.tasks import Task, is_under_way
from ui.records.background_calls import work
from ui.records.file_review import counted
from ui.shell.dropped_files import Incoming

Source = Path | int
"""A file, or the import whose rows kept aside are to be decided."""
PATTERN = "Lists of people (*.csv *.tsv *.txt *.xlsx *.xls *.ods *.vcf);;All files (*)"
INVITATION = "Drop a file here: Google or Outlook contacts, vCards, or any CSV or Excel list with headings."


class ImportPage(Page):
    """One file after the other: read on the worker, previewed, imported as one undo step."""

    topics = Topic.NONE

    def __init__(self, context: Context) -> None:
        super().__init__("Import")
        self._context = context
        self._incoming = Incoming(context)
        self._queue: deque[Source] = deque()
        self._plan: ImportPlan | None = None
        self._source: Source | None = None
        self._task: Task | None = None
        self._answers: dict[str, int] = {}
        self._import = Button("Import", "primary")
        self._import.clicked.connect(self.import_file)
        self._leave = Button("Not this file", "ghost")
        self._leave.clicked.connect(self.leave_file)
        self._choose = Button("Choose files…", "secondary", icon="folder")
        self._choose.clicked.connect(self.choose_files)
        self._as_attendance = Button("It says who came: review it for a huddle", "ghost")
        self._as_attendance.clicked.connect(self.review_attendance)
        for button in (self._as_attendance, self._leave, self._choose, self._import):
            self.add_action(button)
        self._preview = Preview()
        self._preview.changed.connect(self._count)
        self._preview.organisations_decided.connect(self._read_again)
        self._states = StateStack(self._preview)
        self._states.acted.connect(self._act)
        self.body.addWidget(self._states, 1)
        self._wait_for_file("")

    def show_target(self, files: Iterable[Path] = (), aside: int | None = None, taken: int = 0) -> None:
        """Take files that were dropped, chosen or named at the start, or the rows that an import kept `aside`.

        `taken` tells one time from the next.
        """
        given: list[Source] = [Path(file) for file in files]
        if aside is not None:
            given.append(aside)
        if given:
            self._queue.extend(given)
            if self._plan is None and not is_under_way(self._task):
                self._next_file()
            elif self._plan is not None:
                self._say_subject(self._plan)

    def reload(self) -> None:
        """Keep what is shown: a preview is of the moment it was made."""

    def page_actions(self) -> list[Action]:
        """Return what the page can do."""
        return [
            Action("import.now", "Import this file", self.import_file, "upload", ("Ctrl+Return",), scope=Scope.PAGE),
            Action("import.choose", "Choose files to import…", self.choose_files, "folder", scope=Scope.PAGE),
            Action(
                "import.attendance",
                "It says who came: review it for a huddle",
                self.review_attendance,
                "presentation",
                scope=Scope.PAGE,
                enabled=self._has_file,
            ),
            Action(
                "import.take",
                "Choose otherwise for the rows selected",
                self._preview.toggle,
                "swap",
                ("Space",),
                scope=Scope.LIST,
                group="Import",
                keywords="different value overwrite take keep part same person moved job",
            ),
        ]

    def is_ready(self) -> bool:
        """Return whether a preview is shown and can be imported."""
        return self._plan is not None and not is_under_way(self._task)

    # -- files

    @Slot()
    def choose_files(self) -> None:
        """Ask for files with the system's own dialog."""
        chosen, _ = QFileDialog.getOpenFileNames(self, "Files to import", str(home()), PATTERN)
        if chosen:
            self._incoming.take([Path(name) for name in chosen])

    @Slot()
    def leave_file(self) -> None:
        """Put the file aside without importing it."""
        if self._task is not None and not self._task.is_over:
            self._task.cancel()
            return
        self._next_file()

    @Slot()
    def review_attendance(self) -> None:
        """Hand the file over to the review of attendance."""
        if self._has_file() and isinstance(self._source, Path):
            file = self._source
            self._next_file()
            self._incoming.as_attendance([file])

    def _has_file(self) -> bool:
        return isinstance(self._source, Path) and not is_under_way(self._task)

    def _next_file(self) -> None:
        self._plan = None
        if not self._queue:
            self._source = None
            self._wait_for_file("")
            return
        self._source = self._queue.popleft()
        self._answers = {}
        self._read()

    def _read(self) -> None:
        assert self._source is not None
        self.set_subtitle(f"Reading {self._name()}…")
        self._states.show_loading()
        self._task = work(
            self._context,
            self,
            f"Reading {self._name()}",
            partial(_make_plan, self._source, self._answers),
            self._planned,
            refused=self._unreadable,
            stopped=self._stopped,
            refusals=(CrmError, OSError),
        )
        self._show_buttons(ready=False)

    @Slot()
    def _read_again(self) -> None:
        """Read the file again with what was answered about its organisations."""
        self._answers = dict(self._preview.organisations)
        self._read()

    def _name(self) -> str:
        if self._plan is not None:
            return self._plan.path.name
        return self._source.name if isinstance(self._source, Path) else "rows kept aside"

    def _planned(self, plan: ImportPlan) -> None:
        self._plan = plan
        self._say_subject(plan)
        self._preview.show_plan(plan)
        self._states.show_content()
        self._show_buttons(ready=True)
        self._preview.first_focus.setFocus(Qt.FocusReason.OtherFocusReason)

    def _say_subject(self, plan: ImportPlan) -> None:
        more = f" · {counted(len(self._queue), 'more file')} waiting" if self._queue else ""
        self.set_subtitle(words.subject(plan) + more)

    def _unreadable(self, error: CrmError | OSError) -> None:
        self._plan = None
        name = self._name()
        why = "it is not there (any more)" if isinstance(error, FileNotFoundError) else getattr(error, "strerror", "")
        said = str(error) if isinstance(error, CrmError) else f"“{name}” cannot be opened: {why}. Nothing was changed."
        self.set_subtitle(name)
        self._states.show_error(said, "Choose another file" if not self._queue else "Go on with the next file")
        self._show_buttons(ready=False)

    def _stopped(self) -> None:
        self._next_file()
        self._context.toasts.say("Stopped. Nothing was changed.")

    # -- importing

    @Slot()
    def import_file(self) -> None:
        """Import the file in front."""
        if self._plan is None or is_under_way(self._task):
            return
        self._task = work(
            self._context,
            self,
            f"Importing {self._plan.path.name}",
            partial(_apply, self._plan, self._preview.answers(), self._preview.choices),
            self._imported,
            refused=self._refused,
            stopped=self._kept,
            refusals=(CrmError, OSError),
        )
        self._show_buttons(ready=False)

    def _imported(self, done: ImportResult) -> None:
        said = words.result(done, self._preview.choices)
        name = self._name()
        if done.batch_id is None:
            self._context.toasts.say(said)
        else:
            self._context.toasts.undoable(f"{name}: {said}")
        waiting = bool(self._queue)
        self._next_file()
        if not waiting:
            self._wait_for_file(f"{name}: {said}{_aside(done)}")

    def _kept(self) -> None:
        self._show_buttons(ready=True)
        self._preview.first_focus.setFocus(Qt.FocusReason.OtherFocusReason)
        self._context.toasts.say("Stopped. Nothing was changed.")

    def _refused(self, error: CrmError | OSError) -> None:
        if isinstance(error, OSError):
            self._unreadable(error)
            return
        self._context.toasts.problem(str(error))
        if isinstance(error, FileChanged):
            self._plan, self._answers = None, {}
            self._read()
        else:
            self._show_buttons(ready=True)

    # -- what is shown

    def _wait_for_file(self, last: str) -> None:
        self.set_subtitle("Nothing is written before you say so, and every import can be undone")
        sentence = f"{last}\n\n{INVITATION}" if last else INVITATION
        self._states.show_empty("check-circle" if last else "upload", sentence, "Choose files…")
        self._show_buttons(ready=False)
        self._leave.hide()
        self._as_attendance.hide()

    def _show_buttons(self, *, ready: bool) -> None:
        waits = self._source is None
        self._import.setVisible(ready)
        self._leave.setVisible(not waits)
        self._as_attendance.setVisible(self._has_file())
        leave = "Not this file" if isinstance(self._source, Path) else "Not now"
        self._leave.setText("Stop" if is_under_way(self._task) else leave)
        self._choose.setVisible(not ready and not waits)

    @Slot()
    def _count(self) -> None:
        if self._plan is None:
            return
        number, choices = self._preview.number(), self._preview.choices
        waits = self._preview.waiting() or choices.open_moves(self._plan)
        none = "Nothing decided yet" if waits else "Nothing new to import"
        self._import.setText(f"Import {number:,}" if number else none)
        self._import.setEnabled(bool(number))

    @Slot()
    def _act(self) -> None:
        if self._queue:
            self._next_file()
        else:
            self.choose_files()


def _make_plan(source: Source, answers: dict[str, int], workspace: Workspace, task: Task) -> ImportPlan:
    importing, progress, cancelled = workspace.importing, task.progress, task.cancelled
    if isinstance(source, Path):
        return importing.plan(source, organisations=answers, progress=progress, cancelled=cancelled)
    return importing.plan_aside(source, organisations=answers, progress=progress, cancelled=cancelled)


def _apply(
    plan: ImportPlan, decisions: dict[int, int], choices: Choices, workspace: Workspace, task: Task
) -> ImportResult:
    return workspace.importing.apply(
        plan,
        decisions=decisions or None,
        takes=choices.takes,
        moves=choices.moves or None,
        progress=task.progress,
        cancelled=task.cancelled,
    )


def _aside(done: ImportResult) -> str:
    # Where nothing was written, no row was kept either.
    counts = done.counts
    aside = counts.ask + counts.moved + counts.failed if done.batch_id is not None else 0
    said = f" {counted(aside, 'row')} kept aside: see Settings, Imports." if aside else ""
    return said + "".join(f" {note}" for note in done.notes)
