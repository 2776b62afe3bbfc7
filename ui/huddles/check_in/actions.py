"""What is written at the door: one transaction a tick, each said in a toast with Undo."""

from collections.abc import Callable

from PySide6.QtCore import QObject, Signal

from crm.attendance import Counts
from crm.errors import CrmError
from crm.huddles import HuddleDetail
from ui.context import Context
from ui.huddles.check_in import words as said
from ui.huddles.check_in.rows import DoorRow
from ui.records.service_calls import write_or_tell


class CheckInActions(QObject):
    """Writes for the huddle `huddle_id`. `done`: the field is free again; `refused(sentence)`: nothing was written."""

    done = Signal()
    refused = Signal(str)

    def __init__(self, context: Context, parent: QObject) -> None:
        super().__init__(parent)
        self._context = context
        self.huddle_id = 0

    def tick(self, row: DoorRow) -> None:
        """Check in the person of a row; whoever is in already stays as they are."""
        if row.state == "in":
            since = row.label.removeprefix("In").replace(" · ", ", since ")
            self._context.toasts.say(f"{row.title} is in already{since}.")
            self.done.emit()
        else:
            self.check_in(row.id)

    def check_in(self, contact: int) -> bool:
        """Check somebody in; say whether it was written."""
        attendance = self._context.workspace.attendance
        if not self._write(lambda: attendance.check_in(self.huddle_id, contact)):
            return False
        self._tell(said.told(self._name(contact), self._counts()))
        return True

    def walked_in(self, contact: int) -> None:
        """Say that the form of a walk-in has checked somebody in."""
        row = self._context.workspace.attendance.row(self.huddle_id, contact)
        walk_in = row is not None and row.is_walk_in
        self._tell(said.told(self._name(contact), self._counts(), walk_in=walk_in))

    def apologies(self, row: DoorRow | None) -> None:
        """Note that somebody sent apologies, unless they are in."""
        if row is None:
            self._context.toasts.say("Choose who sent apologies: type a name, or press ↓.")
            return
        if row.state == "in":
            self._context.toasts.say(f"{row.title} is in. Take the tick back first: Tab to “Just arrived”, then Del.")
            return
        attendance = self._context.workspace.attendance
        if self._write(lambda: attendance.mark(self.huddle_id, [row.id], "apologies", "door")):
            self._tell(f"Apologies of {row.title} noted")

    def take_back(self, row: DoorRow) -> bool:
        """Take back that somebody is in."""
        clear = self._context.workspace.attendance.clear
        return write_or_tell(self._context, lambda: clear(self.huddle_id, [row.id]), f"{row.title} is not in any more")

    def finish(self, huddle: HuddleDetail) -> None:
        """Mark the huddle held, and go on to what comes after it."""
        if huddle.row.status == "held" or self._set_status("held", f"{huddle.row.label} was held"):
            self._context.navigator.open("huddle", huddle.id, part="after")

    def open_up(self, shut: said.Shut) -> None:
        """Do what a shut door needs to be open: unlock the huddle, plan it again, or go to its page."""
        if shut.way_on == "unlock":
            unlock = self._context.workspace.huddles.unlock
            sentence = "Unlocked: the absences the lock made are taken back"
            write_or_tell(self._context, lambda: unlock(self.huddle_id), sentence)
        elif shut.way_on == "plan":
            self._set_status("planned", "Planned again")
        else:
            self._context.navigator.open("huddle", self.huddle_id)

    def _set_status(self, status: str, sentence: str) -> bool:
        huddles = self._context.workspace.huddles
        return write_or_tell(self._context, lambda: huddles.set_status(self.huddle_id, status), sentence)

    def _write(self, call: Callable[[], object]) -> bool:
        try:
            call()
        except CrmError as error:
            self.refused.emit(str(error))
            return False
        return True

    def _tell(self, sentence: str) -> None:
        self._context.toasts.undoable(sentence)
        self.done.emit()

    def _name(self, contact: int) -> str:
        return self._context.workspace.contacts.name(contact)

    def _counts(self) -> Counts:
        return self._context.workspace.attendance.counts(self.huddle_id)
