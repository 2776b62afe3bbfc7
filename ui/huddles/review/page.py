"""The review of attendance files: read, shown, decided, and only then applied as one undo step."""

from collections.abc import Iterable
from datetime import date
from functools import partial
from pathlib import Path
from typing import ClassVar

from PySide6.QtCore import Qt, Slot
from PySide6.QtWidgets import QStackedWidget

from crm.attendance.huddle_matching import FileHuddles
from crm.attendance.report_records import CountsAs, ReportPlan, ReportResult
from crm.changes import Topic
from crm.errors import CrmError
from crm.huddles import HuddleDetail
from crm.workspace import Workspace
from ui.context import Context
from ui.huddles.review import words
from ui.huddles.review.background import readings
from ui.huddles.review.huddle_choice import ReviewHuddle
from ui.huddles.review.preview import ReviewPreview
from ui.huddles.review.start import ReviewStart
from ui.kit.actions import Action, Scope
from ui.kit.buttons import Button
from ui.kit.tasks import Task
from ui.records.file_review_page import FileReviewPage


class ReviewLayout(FileReviewPage):
    """Three parts: where a review begins, which huddle a file is of, and the review itself."""

    BACK = "Back to the choice of a file"

    def __init__(self, context: Context) -> None:
        parts = QStackedWidget()
        super().__init__(context, "Attendance", parts, "It is a list of contacts: import it")
        self._huddle_id = 0
        self._plan: ReportPlan | None = None
        self._found: FileHuddles | None = None
        self.start, self.which, self.preview = ReviewStart(context), ReviewHuddle(context), ReviewPreview(context)
        self.parts = parts
        for part in (self.start, self.which, self.preview):
            self.parts.addWidget(part)
        self.apply_button = Button("Apply", "primary", icon="check", tip="Apply", shortcut="Ctrl+Return")
        self.add_action(self.apply_button)

    def _first(self, part: ReviewPreview | ReviewHuddle) -> None:
        self._say_subject()
        self._show_buttons()
        self.first_focus = part.first_focus
        self.first_focus.setFocus(Qt.FocusReason.OtherFocusReason)

    def _huddle(self) -> HuddleDetail | None:
        """Return the huddle in front: the one asked for, else the latest that was held, else the next."""
        huddles = self.context.workspace.huddles
        if not self._huddle_id:
            near = huddles.last() or huddles.next()
            if near is None:
                return None
            self._huddle_id = near.id
        return huddles.get(self._huddle_id)

    def _show(self, part: ReviewStart | ReviewHuddle | ReviewPreview) -> None:
        self.parts.setCurrentWidget(part)
        self.states.show_content()

    def _say_huddle(self, huddle: HuddleDetail) -> None:
        self.set_title(f"Attendance: {huddle.row.label}")
        self.set_crumbs(" › ".join(filter(None, ("Huddles", huddle.row.series))))

    def _say_subject(self) -> None:
        if self._plan is not None:
            self.set_subtitle(words.subject(self._plan) + self._more())
        elif self._found is not None:
            self.set_subtitle(words.found(self._found) + self._more())

    def _has_source(self) -> bool:
        return self.readings.current is not None

    def _is_typed(self) -> bool:
        return self._has_source() and self.readings.file is None

    def _can_apply(self) -> bool:
        return self._plan is not None and self._plan.has_work and not self._plan.refusal

    def _show_buttons(self) -> None:
        plan, is_busy = self._plan, self._is_busy()
        self.other_kind.setVisible(self._has_file())
        self.apply_button.setVisible(plan is not None and not is_busy)
        self.apply_button.setText("Apply" if plan is None or plan.refusal or plan.has_work else "Nothing changes")
        self.apply_button.setEnabled(self._can_apply())
        self.leave.setVisible(self._has_source())
        left = "Back to the list" if self._is_typed() else "Not this file"
        self.leave.setText("Stop" if is_busy else left)


class AttendanceReviewPage(ReviewLayout):
    """The page of one huddle's attendance files; see `ui.pages` for what it offers to the window."""

    topics: ClassVar[Topic] = Topic.HUDDLES | Topic.IMPORTS

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self._connect()

    def _connect(self) -> None:
        self.readings.answered.connect(self._answered)
        self.readings.ran_out.connect(self._ran_out)
        self.states.acted.connect(self._act)
        self.other_kind.clicked.connect(self.import_contacts)
        self.apply_button.clicked.connect(self.apply)
        self.start.chosen.connect(self.take)
        self.start.typed.connect(self.take_text)
        self.which.chosen.connect(self._choose_huddle)
        self.which.wanted.connect(self._plan_huddle)
        self.preview.decided.connect(self._decide)
        self.preview.day_chosen.connect(self._choose_day)
        self.preview.huddle_chosen.connect(self._choose_huddle)
        self.preview.huddle_wanted.connect(self._plan_huddle)
        self.preview.counts_chosen.connect(self._choose_counts)

    # -- as a page

    def show_target(
        self, id: int = 0, path: Path | None = None, files: Iterable[Path] = (), taken: int = 0, **_: object
    ) -> None:
        """Take the huddle, and files that were dropped, chosen or named at the start; `taken` tells one time from the
        next. Without a huddle it is looked for by the day of the file.
        """
        given = [*([Path(path)] if path else []), *map(Path, files)]
        if id != self._huddle_id and (id or not given):
            self._forget()
            self._huddle_id = id
        self._take(given, id)

    def reload(self) -> None:
        """Show the huddle and what waits; a review stays as it is, it is of the moment it was made."""
        if self.readings.current is not None:
            return
        huddle = self._huddle()
        if huddle is None:
            self.set_subtitle("")
            self.states.show_empty("presentation", "There is no huddle yet that a report could be of.", "Plan a huddle")
        else:
            self._say_huddle(huddle)
            self.set_subtitle("Nothing is written before you apply it, and all of it can be undone")
            self.start.show_kept(self.context.workspace.reports.kept(huddle.id))
            self._show(self.start)
            self.first_focus = self.start.first_focus
        self._show_buttons()

    def page_actions(self) -> list[Action]:
        """Return what the page can do."""
        page, group = Scope.PAGE, "Attendance"
        keys, choose = ("Ctrl+Return", "Ctrl+Enter"), self.start.choose_files
        return [
            Action("review.apply", "Apply this file, or review the list", self.apply, "check", keys, page, group),
            Action("review.choose", "Choose an attendance file…", choose, "folder", (), page, group),
            Action("review.leave", "Not this file", self.leave_file, "x", (), page, group, enabled=self._has_source),
            Action(
                "review.contacts",
                "It is a list of contacts: import it",
                self.import_contacts,
                "users",
                (),
                page,
                group,
                enabled=self._has_file,
            ),
        ]

    # -- files

    @Slot(object)
    def take(self, files: Iterable[Path]) -> None:
        """Review files of this huddle one after the other."""
        self._take(files, self._huddle_id)

    @Slot(str)
    def take_text(self, text: str) -> None:
        """Review a typed list."""
        self._take([text], self._huddle_id)

    def _take(self, sources: Iterable[Path | str], huddle_id: int) -> None:
        self.readings.add(readings(sources, huddle_id))
        self._say_subject()

    @Slot()
    def import_contacts(self) -> None:
        """Hand the file over to the import of contacts."""
        self._hand_over(self._incoming.as_contacts)

    def _forget(self) -> None:
        if self._task is not None:
            self._task.forget()
        self.readings.forget()
        self._plan = self._found = self._task = None

    def _go_on(self) -> None:
        self._found = None
        super()._go_on()

    @Slot()
    def _ran_out(self) -> None:
        self.reload()
        self.focus_content()

    @Slot()
    def _begun(self) -> None:
        self._found = None
        super()._begun()

    @Slot(object)
    def _answered(self, answer: ReportPlan | FileHuddles) -> None:
        if isinstance(answer, FileHuddles):
            self._ask_huddle(answer)
        else:
            self._planned(answer)

    def _planned(self, plan: ReportPlan) -> None:
        self._plan, self._huddle_id = plan, plan.huddle_id
        huddle = self.context.workspace.huddles.get(plan.huddle_id)
        self._say_huddle(huddle)
        self.preview.show_plan(plan, huddle)
        self._show(self.preview)
        self._first(self.preview)

    def _ask_huddle(self, found: FileHuddles) -> None:
        self._found = found
        self.set_title("Attendance")
        self.set_crumbs("Huddles")
        self.which.ask(found)
        self._show(self.which)
        self._first(self.which)

    # -- decisions

    @Slot(int, object)
    def _decide(self, number: int, choice: int) -> None:
        if self._plan is None or self._is_busy():
            return
        try:
            self._plan = self.context.workspace.reports.decide(self._plan, number, choice)
        except CrmError as error:
            self.context.toasts.problem(str(error))
            return
        self.preview.update_plan(self._plan)
        self._show_buttons()

    @Slot(object)
    def _choose_day(self, day: date) -> None:
        self.readings.again(on=day)

    @Slot(object)
    def _choose_huddle(self, huddle_id: int) -> None:
        if self._plan is None or huddle_id != self._huddle_id:
            self._huddle_id = huddle_id
            self.readings.again(huddle_id=huddle_id, on=None)

    @Slot(object)
    def _plan_huddle(self, day: date | None) -> None:
        """Plan a huddle from the file in hand, which waits and is reviewed for it then."""
        found = self._plan.huddles if self._plan is not None else self._found
        if found is not None and not self._is_busy():
            self.context.navigator.open("plan_huddle", of=found, day=day, planned=self._huddle_planned)

    def _huddle_planned(self, huddle_id: int) -> None:
        self._huddle_id = huddle_id
        self.context.navigator.open("attendance_review", huddle_id)
        self.readings.again(huddle_id=huddle_id, on=None)

    @Slot(str)
    def _choose_counts(self, counts_as: CountsAs) -> None:
        self.readings.again(counts_as=counts_as)

    # -- applying

    @Slot()
    def apply(self) -> None:
        """Apply the file in front; where none is, review the list that was typed."""
        if self.readings.current is None:
            self.start.submit()
        elif self._plan is not None and not self._is_busy() and self._can_apply():
            self._run(f"Applying {self._plan.file_name}", partial(_apply, self._plan), self._applied)

    def _applied(self, done: ReportResult) -> None:
        plan = self._plan
        assert plan is not None
        self._tell(done.batch_id, words.result(plan, done))
        if self._is_typed():
            self.start.list.set_value("")
        if self.readings.waiting:
            self._go_on()
            return
        self._forget()
        self.reload()
        self.context.navigator.open("huddle", plan.huddle_id, part="after")

    @Slot()
    def _act(self) -> None:
        """Do what stands under an empty page or an error."""
        if self.readings.current is None:
            self.context.navigator.open("plan_huddle")
        else:
            self._go_on()


def _apply(plan: ReportPlan, workspace: Workspace, task: Task) -> ReportResult:
    return workspace.reports.apply(plan, progress=task.progress, cancelled=task.cancelled)
