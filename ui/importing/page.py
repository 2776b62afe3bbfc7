"""The import page: choose or drop files, see the preview of each, decide, import. Nothing is written before that."""

from collections.abc import Iterable
from functools import partial
from pathlib import Path

import msgspec
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
from ui.kit.tasks import Task
from ui.records.file_reading import Reading
from ui.records.file_review import counted
from ui.records.file_review_page import FileReviewPage

PATTERN = "Lists of people (*.csv *.tsv *.txt *.xlsx *.xls *.ods *.vcf);;All files (*)"
INVITATION = "Drop a file here: Google or Outlook contacts, vCards, or any CSV or Excel list with headings."


class ContactsReading(Reading, frozen=True):
    """Reads a file of contacts, or the rows that an import kept aside, with what was answered of organisations."""

    answers: dict[str, int] = msgspec.field(default_factory=dict)

    def __call__(self, workspace: Workspace, task: Task) -> ImportPlan:
        """Read it, on the worker."""
        importing, progress, cancelled = workspace.importing, task.progress, task.cancelled
        if isinstance(self.source, Path):
            return importing.plan(self.source, organisations=self.answers, progress=progress, cancelled=cancelled)
        aside = int(self.source)
        return importing.plan_aside(aside, organisations=self.answers, progress=progress, cancelled=cancelled)


class ImportPage(FileReviewPage):
    """One file after the other: read on the worker, previewed, imported as one undo step."""

    topics = Topic.NONE

    def __init__(self, context: Context) -> None:
        preview = Preview()
        super().__init__(context, "Import", preview, "It says who came: review it for a huddle")
        self._preview = preview
        self._preview.changed.connect(self._count)
        self._preview.organisations_decided.connect(self._read_again)
        self.readings.answered.connect(self._planned)
        self.readings.ran_out.connect(self._ran_out)
        self.states.acted.connect(self._act)
        self.other_kind.clicked.connect(self.review_attendance)
        self._import = Button("Import", "primary")
        self._import.clicked.connect(self.import_file)
        self._choose = Button("Choose files…", "secondary", icon="folder")
        self._choose.clicked.connect(self.choose_files)
        self.add_action(self._choose)
        self.add_action(self._import)
        self._wait_for_file("")

    def show_target(self, files: Iterable[Path] = (), aside: int | None = None, taken: int = 0) -> None:
        """Take files that were dropped, chosen or named at the start, or the rows that an import kept `aside`.

        `taken` tells one time from the next.
        """
        given = [ContactsReading(Path(file)) for file in files]
        if aside is not None:
            given.append(ContactsReading(aside, "rows kept aside"))
        if not given:
            return
        could_not_be_read = self.readings.current is not None and self._plan is None and not self._is_busy()
        self.readings.add(given)
        if could_not_be_read:
            self._go_on()
        elif self._plan is not None:
            self._say_subject()

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

    # -- files

    @Slot()
    def choose_files(self) -> None:
        """Ask for files with the system's own dialog."""
        chosen, _ = QFileDialog.getOpenFileNames(self, "Files to import", str(home()), PATTERN)
        if chosen:
            self._incoming.take([Path(name) for name in chosen])

    @Slot()
    def review_attendance(self) -> None:
        """Hand the file over to the review of attendance."""
        self._hand_over(self._incoming.as_attendance)

    @Slot()
    def _read_again(self) -> None:
        """Read the file again with what was answered about its organisations."""
        self.readings.again(answers=dict(self._preview.organisations), called=self._plan.path.name)

    @Slot(object)
    def _planned(self, plan: ImportPlan) -> None:
        self._plan = plan
        self._say_subject()
        self._preview.show_plan(plan)
        self.states.show_content()
        self._show_buttons()
        self._preview.first_focus.setFocus(Qt.FocusReason.OtherFocusReason)

    def _say_subject(self) -> None:
        self.set_subtitle(words.subject(self._plan) + self._more())

    @Slot()
    def _ran_out(self) -> None:
        self._wait_for_file("")

    # -- importing

    @Slot()
    def import_file(self) -> None:
        """Import the file in front."""
        if self.is_ready():
            function = partial(_apply, self._plan, self._preview.answers(), self._preview.choices)
            self._run(f"Importing {self._plan.path.name}", function, self._imported, (CrmError, OSError))

    def _imported(self, done: ImportResult) -> None:
        said, name = words.result(done, self._preview.choices), self._plan.path.name
        self._tell(done.batch_id, said if done.batch_id is None else f"{name}: {said}")
        was_last = not self.readings.waiting
        self._go_on()
        if was_last:
            self._wait_for_file(f"{name}: {said}{_aside(done)}")

    def _kept_waiting(self) -> None:
        super()._kept_waiting()
        self._preview.first_focus.setFocus(Qt.FocusReason.OtherFocusReason)

    def _not_applied(self, error: CrmError | OSError) -> None:
        super()._not_applied(error)
        if isinstance(error, FileChanged):
            self.readings.again(answers={})

    # -- what is shown

    def _wait_for_file(self, last: str) -> None:
        self.set_subtitle("Nothing is written before you say so, and every import can be undone")
        sentence = f"{last}\n\n{INVITATION}" if last else INVITATION
        self.states.show_empty("check-circle" if last else "upload", sentence, "Choose files…")
        self._show_buttons()

    def _show_buttons(self) -> None:
        has_source, is_ready = self.readings.current is not None, self.is_ready()
        self._import.setVisible(is_ready)
        self.leave.setVisible(has_source)
        self.other_kind.setVisible(self._has_file())
        left = "Not this file" if self.readings.file is not None else "Not now"
        self.leave.setText("Stop" if self._is_busy() else left)
        self._choose.setVisible(has_source and not is_ready)

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
        if self.readings.waiting:
            self._go_on()
        else:
            self.choose_files()


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
