"""What the page of attendance files shows: its parts, its buttons, and what it says of the file in hand."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QStackedWidget

from crm.attendance.huddle_matching import FileHuddles
from crm.attendance.report_records import ReportPlan
from crm.huddles import HuddleDetail
from ui.context import Context
from ui.huddles.review import words
from ui.huddles.review.huddle_choice import ReviewHuddle
from ui.huddles.review.preview import ReviewPreview
from ui.huddles.review.start import ReviewStart
from ui.kit.buttons import Button
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
