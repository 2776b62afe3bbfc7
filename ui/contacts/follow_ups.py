"""The follow-ups of a contact: what is to be done, ticked off where it stands."""

from PySide6.QtCore import QPoint
from PySide6.QtWidgets import QWidget

from crm import clock, dates
from crm.errors import CrmError
from crm.followups import FollowUpRow
from ui.context import Context
from ui.kit.buttons import IconButton
from ui.kit.card import Card
from ui.kit.menu import Menu
from ui.kit.rows import ListRow, RowList
from ui.records.service_calls import write_or_tell

MOST_DONE = 3


class FollowUpsCard(Card):
    """Open follow-ups about the contact shown, and the last that were done."""

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__("Follow-ups", flush=True, parent=parent)
        self._context = context
        self._contact: int | None = None
        self._found: dict[object, FollowUpRow] = {}
        self.add_button = IconButton("plus", "Add a follow-up", size=28, shortcut="Ctrl+Shift+F")
        self.add_button.clicked.connect(self.add_follow_up)
        self.add_action(self.add_button)
        self.rows = RowList("Follow-ups")
        self.rows.row_activated.connect(self._edit)
        self.rows.row_toggled.connect(self._toggle)
        self.rows.delete_requested.connect(self._trash)
        self.rows.menu_requested.connect(self._open_menu)
        self.body.addWidget(self.rows)

    def show_contact(self, contact: int) -> None:
        """Read what is to be done about a contact."""
        self._contact = contact
        rows = self._context.workspace.followups.of("contact", contact, include_done=True)
        still = [row for row in rows if row.is_open]
        shown = [*still, *[row for row in rows if row.group == "done"][:MOST_DONE]]
        self._found = {row.id: row for row in shown}
        self.rows.set_rows([_row(row) for row in shown])
        self.rows.setVisible(bool(shown))
        self.set_count(f"{len(still)} open" if still else "nothing due")

    def add_follow_up(self) -> None:
        """Ask for a new follow-up."""
        if self._contact is not None:
            self._context.navigator.open("follow_up", contact=self._contact)

    def _toggle(self, wanted: object) -> None:
        row, followups = self._found.get(wanted), self._context.workspace.followups
        if row is None:
            return
        if row.is_open:
            write_or_tell(self._context, lambda: followups.done([row.id]), f"Done: {row.title}")
        else:
            self._open_again(row)

    def _open_again(self, row: FollowUpRow) -> None:
        """Open one again, and say what became of the next one that doing it had made."""
        context = self._context
        try:
            opened = context.workspace.followups.undone([row.id])
        except CrmError as error:
            context.toasts.problem(str(error))
            return
        said = f"Not done: {row.title}"
        if opened.kept:
            said += "; the next one was edited since and stays, in its place"
        elif opened.taken_back:
            said += "; the next one is taken back"
        context.toasts.undoable(said)

    def _trash(self, wanted: object) -> None:
        row, trash = self._found.get(wanted), self._context.workspace.trash
        if row is not None:
            write_or_tell(self._context, lambda: trash.put("follow_up", [row.id]), f"“{row.title}” moved to the trash")

    def _edit(self, wanted: object) -> None:
        row = self._found.get(wanted)
        if row is not None:
            self._context.navigator.open("follow_up", row.id)

    def _open_menu(self, wanted: object, spot: QPoint) -> None:
        row = self._found.get(wanted)
        if row is None:
            return
        menu = Menu(self, once=True)
        menu.add("Not done" if not row.is_open else "Done", self._toggle_current, icon="check-circle", shortcut="Space")
        menu.add("Edit…", self._edit_current, icon="edit", shortcut="Enter")
        menu.add("Move to the trash", self._trash_current, icon="trash", shortcut="Del")
        menu.popup(spot)

    def _toggle_current(self) -> None:
        self._toggle(self.rows.current_id())

    def _edit_current(self) -> None:
        self._edit(self.rows.current_id())

    def _trash_current(self) -> None:
        self._trash(self.rows.current_id())


def _row(row: FollowUpRow) -> ListRow:
    late = row.group == "overdue"
    note = dates.show_day(row.due_on, clock.today()) if row.due_on else ""
    said = {"waiting": "waiting for them", "snoozed": "snoozed", "overdue": "overdue"}.get(row.group, "")
    return ListRow(
        row.id, row.title, tick=not row.is_open, note=note, note_tone="danger" if late else "text2", detail=said
    )
