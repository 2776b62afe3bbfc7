"""Sections that are a list of rows with a menu: tags, saved views, the trash, what was done."""

from collections.abc import Sequence
from datetime import datetime
from functools import partial

from PySide6.QtCore import QPoint, Qt, Slot
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QWidget

from crm import clock
from crm.dates import show_day, utc_to_local
from crm.record_names import word_for
from ui.context import Context
from ui.kit.buttons import Button
from ui.kit.edit_conflict import changed_meanwhile, settle_one
from ui.kit.fields import SearchField, TextField
from ui.kit.label import Label
from ui.kit.menu import Menu
from ui.kit.rows import ListRow, RowList
from ui.settings.section import Section

SHOWN = 8
MORE = 200


def when(moment: str) -> str:
    """Return a stored moment as day and local time: "Yesterday 14:03". One that is spoilt says so."""
    try:
        local = utc_to_local(datetime.fromisoformat(moment))
    except ValueError:
        return "unreadable time"
    return f"{show_day(local.date(), clock.today())} {local:%H:%M}"


class RowsSection(Section):
    """A section that shows a few rows, and more on request; Enter or a click opens a row's menu."""

    empty = "Nothing here."

    def __init__(self, context: Context, title: str, note: str = "") -> None:
        super().__init__(context, title)
        self._limit = SHOWN
        if note:
            self.body.addWidget(Label(note, "secondary", tone="text3", wrap=True))
        self._none = Label(self.empty, "body", tone="text3", wrap=True)
        self.list = RowList(title)
        self.list.row_activated.connect(self._open_menu)
        self.list.menu_requested.connect(self._open_menu_at)
        self._more = Button("Show more", "ghost")
        self._more.clicked.connect(self._show_more)
        for widget in (self._none, self.list):
            self.body.addWidget(widget)
        self.body.addWidget(self._more, 0, Qt.AlignmentFlag.AlignLeft)

    def show_rows(self, rows: Sequence[ListRow], total: int) -> None:
        """Show rows of `total`; without any, what is said instead."""
        self.list.set_rows(rows)
        self.list.setVisible(bool(rows))
        self._none.setVisible(not rows)
        self._more.setVisible(total > len(rows))
        self.set_count(f"{total:,}" if total else "")

    def fill_menu(self, menu: Menu, row: object) -> None:
        """Add what can be done with a row."""

    @Slot(object)
    def _open_menu(self, row: object) -> None:
        self._open_menu_at(row, self.list.mapToGlobal(self.list.rect().topRight() - QPoint(240, 0)))

    @Slot(object, QPoint)
    def _open_menu_at(self, row: object, at: QPoint) -> None:
        menu = Menu(self, once=True)
        self.fill_menu(menu, row)
        menu.popup(at)

    @Slot()
    def _show_more(self) -> None:
        self._limit = MORE if self._limit == SHOWN else self._limit + MORE
        self.reload()


class NamedRowsSection(RowsSection):
    """Rows whose names can be changed: the field for the new name opens under the list.

    That is no form: one word that is typed and saved in one go, beneath a list that stays in use.
    """

    def __init__(self, context: Context, title: str, note: str = "") -> None:
        super().__init__(context, title, note)
        self._renamed: int | None = None
        self._name = ""
        self._field = TextField("New name")
        self._field.returnPressed.connect(self._save_name)
        self._save = Button("Rename", "secondary")
        self._save.clicked.connect(self._save_name)
        cancel = Button("Cancel", "ghost")
        cancel.clicked.connect(self._leave_name)
        self._form = QWidget()
        row = QHBoxLayout(self._form)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self._field, 1)
        row.addWidget(self._save)
        row.addWidget(cancel)
        self._form.hide()
        self.body.addWidget(self._form)

    def start_rename(self, row: int, name: str) -> None:
        """Open the field with the name so far."""
        self._renamed, self._name = row, name
        self._field.set_value(name)
        self._form.show()
        self._field.setFocus()
        self._field.selectAll()

    def rename(self, row: int, name: str) -> bool:
        """Write the new name; return whether it was written."""
        raise AssertionError("each list of names says how")

    def name_of(self, row: int) -> str | None:
        """Return the name a row has now, None where it is gone."""
        raise AssertionError("each list of names says how")

    @Slot()
    def _save_name(self) -> None:
        if self._renamed is None:
            return
        now = self.name_of(self._renamed)
        name, disputed = settle_one(self._name, now or self._name, self._field.value())
        self._name = now or self._name
        if disputed:
            self.show_error(changed_meanwhile(self._name, "Rename it again, or press Esc."))
        elif name == now or self.rename(self._renamed, name):
            self._leave_name()

    @Slot()
    def _leave_name(self) -> None:
        self._renamed = None
        self.show_error("")
        self.list.setFocus()
        self._form.hide()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape and self._form.isVisible():
            self._leave_name()
        else:
            super().keyPressEvent(event)


class TagsSection(NamedRowsSection):
    """Every tag with its use; deleting one never deletes people."""

    keywords = "label merge rename hash"
    empty = "No tags yet. Type #imaging in an entry, or add one to a person."

    def __init__(self, context: Context) -> None:
        super().__init__(
            context, "Tags", "Renaming a tag to an existing one merges them. Deleting a tag deletes no people."
        )
        self._filter = SearchField("Filter tags")
        self._filter.searched.connect(self._search)
        self.body.insertWidget(1, self._filter)

    def reload(self) -> None:
        """Show the tags that answer the filter."""
        wanted = self._filter.value().casefold()
        tags = [tag for tag in self.context.workspace.tags.all() if wanted in tag.name.casefold()]
        self._names = {tag.id: tag.name for tag in tags}
        rows = [
            ListRow(
                tag.id,
                f"#{tag.name}",
                aside=_used(tag.contacts, tag.organisations, tag.interactions),
                icon="tag",
                chevron=True,
            )
            for tag in tags[: self._limit]
        ]
        self.show_rows(rows, len(tags))

    def fill_menu(self, menu: Menu, row: object) -> None:
        """Rename, or delete saying that people stay."""
        tag = int(str(row))
        menu.add("Rename or merge…", partial(self.start_rename, tag, self._names[tag]), icon="edit")
        menu.add("Delete tag (people stay)", partial(self._delete, tag), icon="trash")

    def name_of(self, row: int) -> str | None:
        """Return the name of a tag."""
        return next((tag.name for tag in self.context.workspace.tags.all() if tag.id == row), None)

    def rename(self, row: int, name: str) -> bool:
        """Rename a tag, or merge it into the one of that name."""
        return self.attempt(partial(self.context.workspace.tags.rename, row, name), f"Now #{name.lstrip('#')}")

    def _delete(self, tag: int) -> None:
        said = f"Deleted #{self._names[tag]}; everyone who had it stays"
        self.attempt(partial(self.context.workspace.tags.delete, tag), said)

    @Slot(str)
    def _search(self, text: str) -> None:
        self._limit = SHOWN
        self.reload()


def _used(contacts: int, organisations: int, interactions: int) -> str:
    named = (
        (contacts, "person", "people"),
        (organisations, "organisation", "organisations"),
        (interactions, "interaction", "interactions"),
    )
    return " · ".join(f"{number:,} {one if number == 1 else many}" for number, one, many in named if number) or "unused"


class ViewsSection(NamedRowsSection):
    """Saved views: renamed, ordered, removed."""

    keywords = "filter list sidebar"
    empty = "No saved views yet. Filter a list and choose Save view."

    def __init__(self, context: Context) -> None:
        super().__init__(context, "Saved views")

    def reload(self) -> None:
        """Show every saved view in its order."""
        self._views = {view.id: view for view in self.context.workspace.views.all()}
        rows = [
            ListRow(view.id, view.name, aside=view.page.capitalize(), icon="bookmark", chevron=True)
            for view in list(self._views.values())[: self._limit]
        ]
        self.show_rows(rows, len(self._views))

    def fill_menu(self, menu: Menu, row: object) -> None:
        """Rename, move, delete."""
        view = int(str(row))
        menu.add("Rename…", partial(self.start_rename, view, self._views[view].name), icon="edit")
        menu.add("Move up", partial(self._move, view, -1), icon="arrow-up")
        menu.add("Move down", partial(self._move, view, 1), icon="arrow-down")
        menu.add("Delete view (its records stay)", partial(self._delete, view), icon="trash")

    def name_of(self, row: int) -> str | None:
        """Return the name of a view."""
        return next((view.name for view in self.context.workspace.views.all() if view.id == row), None)

    def rename(self, row: int, name: str) -> bool:
        """Rename a view."""
        return self.attempt(partial(self.context.workspace.views.rename, row, name), f"View renamed to {name}")

    def _move(self, view: int, by: int) -> None:
        order = list(self._views)
        there = min(max(order.index(view) + by, 0), len(order) - 1)
        order.remove(view)
        order.insert(there, view)
        self.attempt(partial(self.context.workspace.views.reorder, order))

    def _delete(self, view: int) -> None:
        self.attempt(partial(self.context.workspace.views.delete, view), "View deleted")


class TrashSection(RowsSection):
    """What was put into the trash, to be brought back."""

    keywords = "deleted restore recover bin"
    empty = "The trash is empty."

    def __init__(self, context: Context) -> None:
        super().__init__(context, "Trash", "What you delete stays here, and its histories stay as they are.")

    def reload(self) -> None:
        """Show what was put there last, first."""
        trash = self.context.workspace.trash
        rows = [
            ListRow((row.kind, row.id), row.name, word_for(row.kind).capitalize(), note=when(row.deleted_at))
            for row in trash.rows(limit=self._limit)
        ]
        self.show_rows(rows, trash.count())

    def fill_menu(self, menu: Menu, row: object) -> None:
        """Restore."""
        if isinstance(row, tuple):
            kind, record = row
            menu.add("Restore", partial(self._restore, kind, record), icon="restore")

    def _restore(self, kind: str, record: int) -> None:
        trash = self.context.workspace.trash
        namesake = trash.namesake(record) if kind == "organisation" else ""
        said = f"Restored; “{namesake}” is here, too" if namesake else "Restored"
        self.attempt(partial(trash.restore, kind, [record]), said)


class HistorySection(RowsSection):
    """Every action, newest first; an older one can be undone on its own where nothing builds on it."""

    keywords = "undo audit log actions changes take back import"
    empty = "Nothing was done in this file yet."

    def __init__(self, context: Context) -> None:
        super().__init__(context, "What was done", "Every action can be undone: Ctrl+Z the latest, here an older one.")

    def reload(self) -> None:
        """Show the latest actions."""
        actions = self.context.workspace.actions(limit=self._limit + 1)
        self._actions = {action.id: action for action in actions}
        rows = [
            ListRow(
                action.id,
                action.label,
                aside="" if action.in_effect else "undone",
                icon={"undo": "undo", "redo": "redo", "import": "upload"}.get(action.kind, "check"),
                note=when(action.at),
            )
            for action in actions[: self._limit]
        ]
        self.show_rows(rows, len(actions))
        self.set_count("")

    def fill_menu(self, menu: Menu, row: object) -> None:
        """Undo just this, where it still stands."""
        action = int(str(row))
        if self._actions[action].in_effect:
            menu.add("Undo just this", partial(self._take_back, action), icon="undo")
        else:
            menu.add("Already undone").setEnabled(False)

    def _take_back(self, action: int) -> None:
        said = f"Undone: {self._actions[action].label}"
        self.attempt(partial(self.context.workspace.take_back, action), said)
