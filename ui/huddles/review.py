"""The review of attendance files: read, shown, decided, and only then applied as one undo step."""

from collections import deque
from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any, ClassVar

from PySide6.QtCore import Qt, Slot
from PySide6.QtWidgets import QStackedWidget

from crm.attendance.report_records import CountsAs, ReportPlan, ReportResult
from crm.changes import Topic
from crm.errors import CrmError
from crm.huddles import HuddleDetail
from ui.context import Context
from ui.huddles import review_words as words
from ui.huddles.review_preview import ReviewPreview
from ui.huddles.review_start import ReviewStart
from ui.huddles.review_work import Applying, Reading
from ui.kit.actions import Action, Scope
from ui.kit.buttons import Button
from ui.kit.page import Page
from ui.kit.states import StateStack
from ui.kit.tasks import Task


class AttendanceReviewPage(Page):
    """The page of one huddle's attendance files; see `ui.pages` for what it offers to the window."""

    topics: ClassVar[Topic] = Topic.HUDDLES | Topic.IMPORTS

    def __init__(self, context: Context) -> None:
        super().__init__("Attendance")
        self.context = context
        self._huddle_id = 0
        self._queue: deque[Reading] = deque()
        self._reading: Reading | None = None
        self._plan: ReportPlan | None = None
        self._task: Task | None = None
        self.start, self.preview = ReviewStart(context), ReviewPreview(context)
        self.parts = QStackedWidget()
        self.parts.addWidget(self.start)
        self.parts.addWidget(self.preview)
        self.states = StateStack(self.parts)
        self.body.addWidget(self.states, 1)
        self._build_actions()
        self._connect()

    def _build_actions(self) -> None:
        self.leave = Button("Not this file", "ghost")
        self.leave.clicked.connect(self.leave_file)
        self.apply_button = Button("Apply", "primary", icon="check", tip="Apply", shortcut="Ctrl+Return")
        self.apply_button.clicked.connect(self.apply)
        for button in (self.leave, self.apply_button):
            self.add_action(button)

    def _connect(self) -> None:
        self.states.acted.connect(self._act)
        self.start.chosen.connect(self.take)
        self.start.typed.connect(self.take_text)
        self.preview.decided.connect(self._decide)
        self.preview.day_chosen.connect(self._choose_day)
        self.preview.huddle_chosen.connect(self._choose_huddle)
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
        if self._reading is not None:
            return
        huddle = self._huddle()
        if huddle is None:
            self.set_subtitle("")
            self.states.show_empty("presentation", "There is no huddle yet that a report could be of.", "Plan a huddle")
        else:
            self._say_huddle(huddle)
            self.set_subtitle("Nothing is written before you apply it, and all of it can be undone")
            self.start.show_kept(self.context.workspace.reports.kept(huddle.id))
            self.parts.setCurrentWidget(self.start)
            self.states.show_content()
            self.first_focus = self.start.first_focus
        self._show_buttons()

    def page_actions(self) -> list[Action]:
        """Return what the page can do."""
        page, group = Scope.PAGE, "Attendance"
        keys = ("Ctrl+Return", "Ctrl+Enter")
        return [
            Action("review.apply", "Apply this file, or review the list", self.apply, "check", keys, page, group),
            Action(
                "review.choose",
                "Choose an attendance file…",
                self.start.choose_files,
                "folder",
                ("Ctrl+O",),
                page,
                group,
            ),
            Action("review.leave", "Not this file", self.leave_file, "x", (), page, group, enabled=self._has_source),
        ]

    def is_ready(self) -> bool:
        """Return whether a review is shown."""
        return self._plan is not None and self._task is None

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
        self._queue.extend(Reading(self.context.workspace, source, huddle_id) for source in sources)
        if self._reading is None and self._queue:
            self._next()
        elif self._plan is not None:
            self._say_subject(self._plan)

    @Slot()
    def leave_file(self) -> None:
        """Put the file aside, or stop reading or applying it."""
        if self._task is not None:
            self._task.cancel()
            return
        self._next()

    def _forget(self) -> None:
        if self._task is not None:
            self._task.forget()
        self._queue.clear()
        self._reading = self._plan = self._task = None

    def _next(self) -> None:
        self._reading = self._plan = None
        if self._queue:
            self._read(self._queue.popleft())
        else:
            self.reload()
            self.focus_content()

    def _read(self, reading: Reading) -> None:
        if self._task is not None:
            self._task.forget()
        self._reading = reading
        title = f"Reading {reading.name}"
        self.set_subtitle(f"{title}…")
        self.states.show_loading()
        self._task = self.context.tasks.run(title, reading, self._planned, self._unreadable, self._stopped)
        self._show_buttons()

    def _read_again(self, **other: Any) -> None:
        if self._reading is not None:
            self._read(replace(self._reading, huddle_id=self._huddle_id, **other))

    def _planned(self, plan: ReportPlan | None) -> None:
        self._task = None
        if plan is None:
            self._forget()
            self.reload()
            return
        self._plan, self._huddle_id = plan, plan.huddle_id
        huddle = self.context.workspace.huddles.get(plan.huddle_id)
        self._say_huddle(huddle)
        self._say_subject(plan)
        self.preview.show_plan(plan, huddle)
        self.parts.setCurrentWidget(self.preview)
        self.states.show_content()
        self._show_buttons()
        self.first_focus = self.preview.first_focus
        self.first_focus.setFocus(Qt.FocusReason.OtherFocusReason)

    def _unreadable(self, error: Exception) -> None:
        self._task = self._plan = None
        assert self._reading is not None
        said = self._reading.refusal(error)
        self.set_subtitle(self._reading.name)
        self.states.show_error(said, "Go on with the next file" if self._queue else "Back to the choice of a file")
        self._show_buttons()

    def _stopped(self) -> None:
        self._task = None
        self._next()
        self.context.toasts.say("Stopped. Nothing was changed.")

    # -- decisions

    @Slot(int, object)
    def _decide(self, number: int, choice: int) -> None:
        if self._plan is None or self._task is not None:
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
        self._read_again(on=day)

    @Slot(object)
    def _choose_huddle(self, huddle_id: int) -> None:
        if huddle_id != self._huddle_id:
            self._huddle_id = huddle_id
            self._read_again(on=None)

    @Slot(str)
    def _choose_counts(self, counts_as: CountsAs) -> None:
        self._read_again(counts_as=counts_as)

    # -- applying

    @Slot()
    def apply(self) -> None:
        """Apply the file in front; where none is, review the list that was typed."""
        if self._reading is None:
            self.start.submit()
        elif self._plan is not None and self._task is None and self._can_apply():
            self._task = self.context.tasks.run(
                f"Applying {self._plan.file_name}",
                Applying(self.context.workspace, self._plan),
                self._applied,
                self._failed,
                self._kept_waiting,
            )
            self._show_buttons()

    def _applied(self, done: ReportResult) -> None:
        self._task = None
        plan = self._plan
        assert plan is not None
        said = words.result(plan, done)
        if done.batch_id is None:
            self.context.toasts.say(said)
        else:
            self.context.toasts.undoable(said)
        if self._is_typed():
            self.start.list.set_value("")
        if self._queue:
            self._next()
            return
        self._forget()
        self.reload()
        self.context.navigator.open("huddle", plan.huddle_id, part="after")

    def _failed(self, error: Exception) -> None:
        self._task = None
        if not isinstance(error, CrmError):
            raise error
        self.context.toasts.problem(str(error))
        self._show_buttons()

    def _kept_waiting(self) -> None:
        self._task = None
        self._show_buttons()
        self.context.toasts.say("Stopped. Nothing was changed.")

    # -- what is shown

    def _huddle(self) -> HuddleDetail | None:
        """Return the huddle in front: the one asked for, else the latest that was held, else the next."""
        huddles = self.context.workspace.huddles
        if not self._huddle_id:
            near = huddles.last() or huddles.next()
            if near is None:
                return None
            self._huddle_id = near.id
        return huddles.get(self._huddle_id)

    def _say_huddle(self, huddle: HuddleDetail) -> None:
        self.set_title(f"Attendance: {huddle.row.label}")
        self.set_crumbs(" › ".join(filter(None, ("Huddles", huddle.row.series))))

    def _say_subject(self, plan: ReportPlan) -> None:
        more = f" · {words.counted(len(self._queue), 'more file')} waiting" if self._queue else ""
        self.set_subtitle(words.subject(plan) + more)

    def _is_typed(self) -> bool:
        return self._reading is not None and isinstance(self._reading.source, str)

    def _has_source(self) -> bool:
        return self._reading is not None

    def _can_apply(self) -> bool:
        return self._plan is not None and self._plan.has_work and not self._plan.refusal

    def _show_buttons(self) -> None:
        plan = self._plan
        self.apply_button.setVisible(plan is not None and self._task is None)
        self.apply_button.setText("Apply" if plan is None or plan.refusal or plan.has_work else "Nothing changes")
        self.apply_button.setEnabled(self._can_apply())
        self.leave.setVisible(self._reading is not None)
        left = "Back to the list" if self._is_typed() else "Not this file"
        self.leave.setText("Stop" if self._task is not None else left)

    @Slot()
    def _act(self) -> None:
        """Do what stands under an empty page or an error."""
        if self._reading is None:
            self.context.navigator.open("plan_huddle")
        else:
            self._next()
