"""What the page of attendance files shows: its parts, its buttons, and what it says of the file in hand."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QStackedWidget

from crm.attendance.huddle_matching import FileHuddles
from crm.attendance.report_records import ReportPlan
from crm.huddles import HuddleDetail
from ui.context import Context
from ui.huddles.review import words
from ui.huddles.review.background import Readings
from ui.huddles.review.huddle_choice import ReviewHuddle
from ui.huddles.review.preview import ReviewPreview
from ui.huddles.review.start import ReviewStart
from ui.kit.buttons import Button
from ui.kit.empty_states import StateStack
from ui.kit.page import Page
from ui.kit.tasks import Task, is_under_way
from ui.records.file_review import counted


class ReviewLayout(Page):
    """Three parts: where a review begins, which huddle a file is of, and the review itself."""

    def __init__(self, context: Context) -> None:
        super().__init__("Attendance")
        self.context = context
        self._huddle_id = 0
        self._plan: ReportPlan | None = None
        self._found: FileHuddles | None = None
        self._task: Task | None = None
        self.readings = Readings(context, self)
        self.start, self.which, self.preview = ReviewStart(context), ReviewHuddle(context), ReviewPreview(context)
        self.parts = QStackedWidget()
        for part in (self.start, self.which, self.preview):
            self.parts.addWidget(part)
        self.states = StateStack(self.parts)
        self.body.addWidget(self.states, 1)
        self.as_contacts = Button("It is a list of contacts: import it", "ghost")
        self.leave = Button("Not this file", "ghost")
        self.apply_button = Button("Apply", "primary", icon="check", tip="Apply", shortcut="Ctrl+Return")
        for button in (self.as_contacts, self.leave, self.apply_button):
            self.add_action(button)

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
        waiting = self.readings.waiting
        more = f" · {counted(waiting, 'more file')} waiting" if waiting else ""
        if self._plan is not None:
            self.set_subtitle(words.subject(self._plan) + more)
        elif self._found is not None:
            self.set_subtitle(words.found(self._found) + more)

    def _has_source(self) -> bool:
        return self.readings.current is not None

    def _has_file(self) -> bool:
        return self.readings.file is not None

    def _is_busy(self) -> bool:
        return is_under_way(self._task) or self.readings.is_busy

    def _can_apply(self) -> bool:
        return self._plan is not None and self._plan.has_work and not self._plan.refusal

    def _show_buttons(self) -> None:
        plan, is_busy = self._plan, self._is_busy()
        self.as_contacts.setVisible(self._has_file() and not is_busy)
        self.apply_button.setVisible(plan is not None and not is_busy)
        self.apply_button.setText("Apply" if plan is None or plan.refusal or plan.has_work else "Nothing changes")
        self.apply_button.setEnabled(self._can_apply())
        self.leave.setVisible(self._has_source())
        left = "Back to the list" if self.readings.is_typed else "Not this file"
        self.leave.setText("Stop" if is_busy else left)
