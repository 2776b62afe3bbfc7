"""What is done with the rows of a list: open, log, tag, copy, export, put into the trash."""

from collections.abc import Callable, Sequence
from typing import Any

import msgspec
from PySide6.QtCore import QObject

from crm.errors import CrmError
from crm.filters import Filter
from crm.listing import Selection
from ui.context import Context
from ui.kit.actions import Action, Scope
from ui.kit.table import Column, TableView
from ui.records.clipboard import copy_addresses, put_table
from ui.records.list_columns import Listed, RecordLists
from ui.records.service_calls import ManyAtOnce
from ui.records.tags_card import TagsCard

LOGGED = "call email note met interaction"
READ_AT_ONCE = 10_000
MOST_NAMED = 12
"""How many of those selected a line is begun with."""


class ListKind(msgspec.Struct, frozen=True):
    """What a list is of: `subject` is contact or organisation, `page` the same as pages and saved views call it.

    `addresses` gives the e-mail address of a row, where there is one to copy; `hidden` are columns shown on demand,
    `beneath` those of them that stand under another column's text, so that they are copied with it. With `importable`
    an empty list offers to import.
    """

    subject: str
    page: str
    icon: str
    columns: Sequence[Column]
    sentence: Callable[[Any], str]
    service: RecordLists
    empty: str
    hidden: tuple[str, ...] = ()
    addresses: Callable[[Any], str] | None = None
    beneath: tuple[str, ...] = ()
    importable: bool = False

    @property
    def title(self) -> str:
        """Return the heading of the page."""
        return self.page.capitalize()

    def counted(self, number: int) -> str:
        """Return so many of them in words: "3 organisations"."""
        return f"{number:,} {self.subject if number == 1 else self.page}"


class RowActions(QObject):
    """Acts on the current or the selected rows of `table`, which shows a `ListSource`; `listed` is what it shows."""

    def __init__(self, context: Context, kind: ListKind, table: TableView, parent: QObject) -> None:
        super().__init__(parent)
        self._context, self._kind, self._table = context, kind, table
        self.listed = Listed()

    def table_of(self) -> list[Action]:
        """Return them for the table of actions."""
        subject, page, group = self._kind.subject, Scope.PAGE, self._kind.title
        made = [
            Action("open_record", f"Open the {subject}", self.open_current, "enter", ("Return",), Scope.LIST, group),
            Action("log", "Log a meeting", self.log, "plus", ("Ctrl+L",), page, group, LOGGED),
            Action("log_with", f"Log a meeting with this {subject}", self.log_with, "users", (), page, group, LOGGED),
            Action("follow_up", "Add a follow-up", self.follow_up, "bell", ("Ctrl+Shift+F",), page, group),
            Action("tag", "Tag or untag", self.tag, "tag", ("Ctrl+T",), page, group),
            Action("copy", "Copy the selected rows", self.copy, "copy", ("Ctrl+C",), page, group),
            Action(
                "export", "Export this list", self.export, "download", ("Ctrl+E", "Ctrl+Shift+E"), page, group, "save"
            ),
            Action(
                "trash",
                "Move to trash",
                self.trash,
                "trash",
                ("Del",),
                Scope.LIST,
                group,
                "delete remove",
                deletes=True,
            ),
            Action("select_all", "Select all", self._table.select_everything, "list", ("Ctrl+A",), Scope.LIST, group),
        ]
        if self._kind.addresses is not None:
            made.insert(
                5, Action("copy_addresses", "Copy e-mail addresses", self.copy_addresses, "mail", (), page, group)
            )
        return made

    def selection(self) -> Selection:
        """Return what an action is for: the filter when all rows are selected, else the selected ids."""
        if self._table.all_selected and self._table.selected_count() > 1:
            return self.listed.shown
        return [int(str(each)) for each in self._table.selected_ids()]

    def open(self, record: int) -> None:
        """Go to the page of a record."""
        self._context.navigator.open(self._kind.subject, record)

    def open_current(self) -> None:
        """Go to the page of the current row."""
        if (record := self._table.current_id()) is not None:
            self.open(int(str(record)))

    def log(self) -> None:
        """Log a meeting with those that were selected, else with nobody yet: a row is current without being chosen."""
        number = self._table.selected_count()
        if 1 < number <= MOST_NAMED:
            chosen = tuple(int(str(each)) for each in self._table.selected_ids())
            self._context.navigator.open("log", None, **{self._kind.page: chosen})
            return
        if number > MOST_NAMED:
            self._context.toasts.say(f"A line takes {MOST_NAMED} {self._kind.page}: name those you met.")
        self._context.navigator.open("log")

    def log_with(self) -> None:
        """Log a meeting with the current row, as its menu says."""
        self._open_panel("log")

    def follow_up(self) -> None:
        """Add a follow-up about the current row."""
        self._open_panel("follow_up")

    def _open_panel(self, panel: str) -> None:
        record = self._table.current_id()
        about = {} if record is None else {self._kind.subject: record}
        self._context.navigator.open(panel, None, **about)

    def tag(self) -> None:
        """Ask for tags to put on the selected records or to take off."""
        if number := self._table.selected_count():
            what = self._kind.counted(number)
            TagsCard(self._context, what, self._apply_tags).show_over()

    def copy(self) -> None:
        """Copy the selected rows, as text and as a table."""
        if rows := self.rows():
            shown = self._seen(self._table.visible_columns())
            put_table([column for column in self._kind.columns if column.key in shown], rows)
            self._context.toasts.say(f"{self._kind.counted(len(rows))} copied")

    def copy_addresses(self) -> None:
        """Copy the e-mail addresses of the selected rows."""
        gone = self._context.workspace.views.gone(self.listed.shown)
        if gone and isinstance(self.selection(), Filter):
            self._context.toasts.problem(f"This list asks for {gone}: put that right first. Nothing was copied")
        elif self._kind.addresses is not None:
            copy_addresses(self._context, map(self._kind.addresses, self.rows()))

    def export(self) -> None:
        """Export what is on screen, or the selected rows alone when there are several."""
        several = self._table.selected_count() > 1 and not self._table.all_selected
        self._context.navigator.open(
            "export",
            subject=self._kind.page,
            shown=self.listed.shown,
            sort=self.listed.sort,
            descending=self.listed.descending,
            columns=self._seen(self._table.wanted_columns()),
            ids=self.selection() if several else None,
        )

    def trash(self) -> None:
        """Put the selected records into the trash."""
        ids = self._kind.service.ids(self.selection())
        if not ids:
            return
        what = self._kind.service.name(ids[0]) if len(ids) == 1 else self._kind.counted(len(ids))
        moving = ManyAtOnce(
            self._context,
            f"Moving {what} to the trash",
            lambda: self._context.workspace.trash.put(self._kind.subject, ids),
            f"{what} moved to the trash",
            backup="before delete",
        )
        try:
            moving.start(len(ids))
        except CrmError as error:
            self._context.toasts.problem(str(error))

    def rows(self) -> Sequence[Any]:
        """Return the selected rows in the order of the list."""
        chosen, listed, service = self.selection(), self.listed, self._kind.service
        if isinstance(chosen, Filter):
            return list(service.stream(chosen, listed.sort, listed.descending))
        parts = (chosen[start : start + READ_AT_ONCE] for start in range(0, len(chosen), READ_AT_ONCE))
        return [row for part in parts for row in service.rows(part)]

    def _seen(self, keys: Sequence[str]) -> tuple[str, ...]:
        """Return the keys of columns in their order, with those that stand beneath another."""
        return tuple(each.key for each in self._kind.columns if each.key in keys or each.key in self._kind.beneath)

    def _apply_tags(self, add: Sequence[str], remove: Sequence[str]) -> None:
        selection, number = self.selection(), self._table.selected_count()
        ManyAtOnce(
            self._context,
            f"Tagging {self._kind.counted(number)}",
            lambda: self._kind.service.bulk_tag(selection, add, remove),
            f"Tags of {self._kind.counted(number)} changed",
        ).start(number)
