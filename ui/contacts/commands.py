"""What can be done on the list of contacts, as rows of the action table."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt

from crm.contacts import ContactRow
from crm.filters import Filter
from ui.contacts import bulk
from ui.contacts.columns import COLUMNS
from ui.contacts.writing import write_or_tell
from ui.kit.actions import Action, Scope
from ui.kit.table import Column

if TYPE_CHECKING:
    from ui.contacts.page import ContactsPage

MOST_COPIED = 50_000
GROUP = "Contacts"


def _always() -> bool:
    return True


class ListCommands(QObject):
    """The commands of one list page."""

    def __init__(self, page: "ContactsPage") -> None:
        super().__init__(page)
        self._page, self._context = page, page.context

    def actions(self) -> list[Action]:
        """Return every command, in the order help lists them."""
        page, one, some = Scope.PAGE, self._has_current, self._has_selection
        return [
            self._action("filter", "Filter this list", self.filter, "search", ("Ctrl+F",), page),
            self._action("add_filter", "Add a condition", self.add_filter, "filter", ("Ctrl+Shift+L",), page),
            self._action("clear_filter", "Clear the filter", self.clear_filter, "x", (), page, self._is_filtered),
            self._action("save_view", "Save this view", self.save_view, "bookmark", (), page, self._is_filtered),
            self._action("update_view", "Save changes to this view", self.update_view, "save", (), page, self._is_view),
            self._action("delete_view", "Delete this view", self.delete_view, "trash", (), page, self._is_view),
            self._action("open", "Open the contact", self.open, "user", ("Return",), Scope.LIST, one),
            self._action("panel", "Show beside the list", self.panel, "columns", ("Space",), Scope.LIST, one),
            self._action("select_all", "Select all", self.select_all, "check-square", ("Ctrl+A",), Scope.LIST),
            Action("log", "Log a meeting", self.log, "plus", ("Ctrl+L",), group="Do", keywords="call email note met"),
            Action("follow_up", "Add a follow-up", self.follow_up, "bell", ("Ctrl+Shift+F",), page, GROUP),
            self._action("change_job", "Changed job…", self.change_job, "briefcase", (), page, one),
            self._action("tag", "Tag…", self.tag, "tag", ("Ctrl+T",), page, some),
            self._action("themes", "Add themes…", self.themes, "hash", (), page, some),
            self._action("cadence", "Set the cadence…", self.cadence, "clock", (), page, some),
            self._action("copy", "Copy as a table", self.copy, "copy", ("Ctrl+C",), page, some),
            self._action(
                "copy_addresses", "Copy addresses", self.copy_addresses, "mail", ("Ctrl+Shift+C",), page, some
            ),
            self._action("copy_all", "Copy the whole list", self.copy_all, "copy", (), page, some),
            Action("export", "Export…", self._page.export, "download", ("Ctrl+E", "Ctrl+Shift+E"), page, GROUP),
            self._action("trash", "Move to the trash", self.trash, "trash", ("Del",), Scope.LIST, some),
        ]

    def menu_ids(self) -> Sequence[str]:
        """Return the actions of the context menu; an empty one is a line between."""
        several = self._page.table.selected_count() > 1
        first = () if several else ("contacts.open", "log", "follow_up", "contacts.change_job", "")
        names = ("tag", "themes", "cadence", "", "copy", "copy_addresses")
        middle = tuple(f"contacts.{name}" if name else "" for name in names)
        return (*first, *middle, "export", "", "contacts.trash")

    @staticmethod
    def _action(
        name: str,
        title: str,
        run: Callable[[], object],
        icon: str,
        keys: tuple[str, ...],
        scope: Scope,
        enabled: Callable[[], bool] = _always,
    ) -> Action:
        return Action(f"contacts.{name}", title, run, icon, keys, scope, GROUP, enabled=enabled)

    # -- whether

    def _has_current(self) -> bool:
        return self._current() is not None

    def _has_selection(self) -> bool:
        return self._page.selected_number() > 0

    def _is_filtered(self) -> bool:
        return not self._page.listed.shown.is_empty

    def _is_view(self) -> bool:
        return self._page.view is not None

    def _current(self) -> int | None:
        current = self._page.table.current_id()
        return current if isinstance(current, int) else None

    # -- filter and views

    def filter(self) -> None:
        """Go to the box that filters the list."""
        search = self._page.filters.search
        search.setFocus(Qt.FocusReason.ShortcutFocusReason)
        search.selectAll()

    def add_filter(self) -> None:
        """Open the menu of conditions."""
        self._page.filters.open_menu()

    def clear_filter(self) -> None:
        """Show everything again."""
        self._page.filters.clear()

    def save_view(self) -> None:
        """Ask for a name for the view."""
        self._page.filters.start_saving()

    def update_view(self) -> None:
        """Save the filter, order and columns of now over the view."""
        view, page = self._page.view, self._page
        if view is not None:
            page.save_view(view.name)

    def delete_view(self) -> None:
        """Delete the saved view; the contacts stay."""
        view = self._page.view
        if view is None:
            return
        delete = self._context.workspace.views.delete
        if write_or_tell(self._context, lambda: delete(view.id), f"View “{view.name}” deleted"):
            self._context.navigator.open("contacts")

    # -- one contact

    def new_contact(self) -> None:
        """Open the form of a new contact."""
        self._context.navigator.open("new_contact")

    def create_searched(self) -> None:
        """Open the form of a new contact with the name that was looked for."""
        self._context.navigator.open("new_contact", name=self._page.listed.shown.text)

    def open(self) -> None:
        """Open the page of the current contact."""
        self._context.navigator.open("contact", self._current())

    def panel(self) -> None:
        """Show or hide the current contact beside the list."""
        self._page.table.panel_requested.emit(self._current())

    def select_all(self) -> None:
        """Select everything the filter shows."""
        self._page.table.select_everything()

    def log(self) -> None:
        """Log a meeting with the current contact."""
        self._open_for_current("log")

    def follow_up(self) -> None:
        """Add a follow-up for the current contact."""
        self._open_for_current("follow_up")

    def change_job(self) -> None:
        """Open the form for a change of job."""
        self._open_for_current("change_job")

    def _open_for_current(self, panel: str) -> None:
        current = self._current()
        if current is None:
            self._context.navigator.open(panel)
        else:
            self._context.navigator.open(panel, contact=current)

    # -- several

    def tag(self) -> None:
        """Tag the selection."""
        page = self._page
        self._context.overlay.open(bulk.TagCard(self._context, page.selection(), page.selected_number()), width=480)

    def themes(self) -> None:
        """Add themes to the selection."""
        page = self._page
        self._context.overlay.open(bulk.ThemeCard(self._context, page.selection(), page.selected_number()), width=480)

    def cadence(self) -> None:
        """Set the cadence of the selection."""
        page = self._page
        self._context.overlay.open(bulk.CadenceCard(self._context, page.selection(), page.selected_number()), width=480)

    def trash(self) -> None:
        """Move the selection to the trash."""
        page, row = self._page, self._page.table.current_row()
        if page.selected_number():
            bulk.trash(self._context, page.selection(), page.selected_number(), row.name if row else "Contact")

    def copy(self) -> None:
        """Copy the selection as a table."""
        rows = self._selected_rows()
        self._page.copy(bulk.as_table(rows, self._columns()), f"{bulk.counted(len(rows))} copied as a table")

    def copy_all(self) -> None:
        """Copy everything the filter shows as a table."""
        rows = self._rows_of(self._page.listed.shown)
        self._page.copy(bulk.as_table(rows, self._columns()), f"{bulk.counted(len(rows))} copied as a table")

    def copy_addresses(self) -> None:
        """Copy the addresses of the selection, as recipients of an e-mail."""
        rows = self._selected_rows()
        without = sum(not row.email for row in rows)
        rest = f"; {without:,} without an address left out" if without else ""
        self._page.copy(bulk.as_addresses(rows), f"{len(rows) - without:,} addresses copied{rest}")

    def _columns(self) -> list[Column]:
        wanted = {*self._page.table.wanted_columns(), "role"}
        return [column for column in COLUMNS if column.key in wanted]

    def _selected_rows(self) -> list[ContactRow]:
        return self._rows_of(self._page.selection())

    def _rows_of(self, selection: Filter | Sequence[int]) -> list[ContactRow]:
        contacts, listed = self._context.workspace.contacts, self._page.listed
        if isinstance(selection, Filter):
            asked = replace(listed, shown=selection)
            return contacts.page(asked.shown, asked.sort, asked.descending, 0, MOST_COPIED)
        return contacts.rows(selection[:MOST_COPIED])
