"""One huddle in its parts: before, with invitations and slots; after, with who came and what is to be closed."""

from collections.abc import Sequence
from typing import ClassVar

from PySide6.QtCore import Qt, Slot
from PySide6.QtWidgets import QStackedWidget, QWidget

from crm import clock
from crm.changes import Topic
from crm.huddles import HuddleDetail
from ui.context import Context
from ui.huddles import words
from ui.huddles.after_part import After
from ui.huddles.before_part import Before
from ui.huddles.editor import HuddlePanel
from ui.huddles.people import PeopleActions
from ui.kit.actions import Action, Scope
from ui.kit.buttons import Button, SegmentedControl
from ui.kit.chips import Chip
from ui.records.record_page import RecordPage
from ui.records.service_calls import write_or_tell
from ui.shell.destinations import DOOR

PARTS = (("before", "Before"), ("after", "After"))
MENU = ("edit_huddle", "huddle_held", "huddle_cancelled", "huddle_planned", "", "lock", "unlock", "", "trash_huddle")


class HuddlePage(RecordPage[HuddleDetail]):
    """The page of one huddle; the door has a page of its own."""

    kind: ClassVar[str] = "huddle"
    topics: ClassVar[Topic] = (
        Topic.HUDDLES
        | Topic.CONTACTS
        | Topic.ORGANISATIONS
        | Topic.FOLLOW_UPS
        | Topic.IMPORTS
        | Topic.NEEDS
        | Topic.INTRODUCTIONS
    )

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self._part = ""
        self._people = PeopleActions(context, self)
        self.before, self.after = Before(context, self._people), After(context, self._people)
        self.parts = QStackedWidget()
        self.parts.addWidget(self.before)
        self.parts.addWidget(self.after)
        self.add_content(self.parts)
        self._build_head()

    def _build_head(self) -> None:
        self.status, self.lock_chip = Chip(""), Chip("")
        self.add_chips(self.status, self.lock_chip)
        self.tabs = SegmentedControl(PARTS, "Before or after")
        self.tabs.changed.connect(self.show_part)
        self.add_action(self.tabs)
        self.door = Button("Open check-in", "primary", icon="check-square", tip="Open check-in", shortcut="Ctrl+D")
        self.add_buttons((self.door, self.open_door))

    # -- as a page

    def show_target(self, id: int = 0, part: str = "", **_: object) -> None:
        """Remember which huddle to show, and which part of it; without one the part its day asks for."""
        super().show_target(id)
        self._part = part

    def read(self, record_id: int) -> HuddleDetail:
        """Return the huddle."""
        return self.context.workspace.huddles.get(record_id)

    def show_one(self, record: HuddleDetail) -> None:
        """Show a huddle."""
        attendance = self.context.workspace.attendance
        rows, counts = attendance.rows(record.id), attendance.counts(record.id)
        self._people.huddle_id = record.id
        self._show_header(record)
        self.before.show_huddle(record, rows, counts)
        self.after.show_huddle(record, rows, counts)
        if not self._part:
            self._part = "before" if record.row.status == "planned" and record.row.day >= clock.today() else "after"
        self._show_part()

    def menu(self) -> Sequence[str]:
        """Return the actions of the menu of more."""
        return MENU

    def page_actions(self) -> list[Action]:
        """Return what can be done here."""
        page, group = Scope.PAGE, "Huddle"
        return [
            Action("check_in", "Open check-in", self.open_door, "check-square", ("Ctrl+D",), page, group, DOOR),
            Action("part_before", "Before the huddle", self.to_before, "mail", ("Ctrl+1",), page, group, "invite"),
            Action("part_after", "After the huddle", self.to_after, "check-circle", ("Ctrl+2",), page, group, "close"),
            Action("invite", "Invite people…", self.invite, "mail", ("Ctrl+I",), page, group),
            Action("edit_huddle", "Edit the huddle", self.edit, "edit", ("F2",), page, group, "day venue title"),
            Action("huddle_held", "Mark as held", self.hold, "check", (), page, group, enabled=self._can_hold),
            Action(
                "huddle_cancelled", "Cancel the huddle", self.cancel, "x", (), page, group, enabled=self._is_planned
            ),
            Action("huddle_planned", "Plan it again", self.plan_again, "undo", (), page, group, enabled=self._is_off),
            Action("lock", "Lock: settle who came", self.lock, "lock", (), page, group, enabled=self._can_lock),
            Action("unlock", "Unlock", self.unlock, "lock", (), page, group, enabled=self._is_locked),
            Action("trash_huddle", "Move to trash", self.trash, "trash", (), page, group, "delete", deletes=True),
            *self._people.table_of(),
            *self.before.table_of(),
            *self.after.table_of(),
        ]

    def panes(self) -> Sequence[QWidget]:
        """Return what F6 steps through."""
        return self.before.panes() if self._part == "before" else self.after.panes()

    def _show_header(self, huddle: HuddleDetail) -> None:
        row = huddle.row
        self.set_title(row.title)
        self.set_crumbs(" › ".join(filter(None, ("Huddles", row.series))))
        self.set_subtitle(words.line(row))
        tone = {"planned": "accent", "held": "ok", "cancelled": "danger"}[row.status]
        self.status.set("In the trash" if huddle.is_trashed else row.status.capitalize(), tone)
        self.lock_chip.set("Locked", "neutral")
        self.lock_chip.setVisible(row.is_locked)
        self.door.setVisible(row.status == "planned")

    # -- parts

    @Slot(str)
    def show_part(self, part: str) -> None:
        """Show a part of the huddle."""
        self._part = part
        self._show_part()

    def _show_part(self) -> None:
        self.tabs.set_current(self._part)
        shown = self.before if self._part == "before" else self.after
        self.parts.setCurrentWidget(shown)
        self.first_focus = self._people.table = shown.table

    def to_before(self) -> None:
        """Show what comes before the huddle."""
        self.show_part("before")
        self.before.table.setFocus(Qt.FocusReason.OtherFocusReason)

    def to_after(self) -> None:
        """Show what comes after it."""
        self.show_part("after")
        self.after.table.setFocus(Qt.FocusReason.OtherFocusReason)

    def open_door(self) -> None:
        """Go to the check-in."""
        self.context.navigator.open("check_in", self._id)

    def invite(self) -> None:
        """Offer whom to invite."""
        self.show_part("before")
        self.before.open_invite()

    def edit(self) -> None:
        """Open the form of the huddle, at its title."""
        self.context.navigator.open("plan_huddle", self._id)
        card = self.context.overlay.top()
        if isinstance(card, HuddlePanel):
            card.form.go_to("title")

    # -- status

    def hold(self) -> None:
        """Say that it was held."""
        self._set_status("held", "Marked as held")

    def cancel(self) -> None:
        """Say that it does not take place."""
        self._set_status("cancelled", "Cancelled")

    def plan_again(self) -> None:
        """Say that it takes place after all."""
        self._set_status("planned", "Planned again")

    def lock(self) -> None:
        """Settle who came."""
        self._write(self.context.workspace.huddles.lock, "Locked: who registered and was not seen is a no-show")

    def unlock(self) -> None:
        """Open it again."""
        self._write(self.context.workspace.huddles.unlock, "Unlocked: what the lock settled is open again")

    def trash(self) -> None:
        """Move it to the trash and go to the list."""
        if self.shown is None:
            return
        trash, id_ = self.context.workspace.trash, self._id
        said = f"Moved to the trash: {self.shown.row.title}"
        if write_or_tell(self.context, lambda: trash.put("huddle", [id_]), said):
            self.context.navigator.open("huddles")

    def _set_status(self, status: str, said: str) -> None:
        huddles, id_ = self.context.workspace.huddles, self._id
        write_or_tell(self.context, lambda: huddles.set_status(id_, status), f"{said}: {self.title()}")

    def _write(self, call: object, said: str) -> None:
        id_ = self._id
        if callable(call):
            write_or_tell(self.context, lambda: call(id_), said)

    def _can_hold(self) -> bool:
        return self._is_planned() and self.shown is not None and self.shown.row.day <= clock.today()

    def _is_planned(self) -> bool:
        return self.shown is not None and self.shown.row.status == "planned"

    def _is_off(self) -> bool:
        return self.shown is not None and self.shown.row.status != "planned" and not self.shown.row.is_locked

    def _is_locked(self) -> bool:
        return self.shown is not None and self.shown.row.is_locked

    def _can_lock(self) -> bool:
        return self.shown is not None and not self.shown.row.is_locked and self.shown.row.status != "cancelled"
