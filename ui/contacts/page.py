"""The list of contacts: filter, table, what is done with the selection, and one contact beside it."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any, ClassVar

from PySide6.QtCore import QPoint, Qt, QTimer
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QWidget

from crm.changes import Topic
from crm.errors import CrmError
from crm.filters import EVERYTHING, Condition, Filter
from crm.listing import Selection
from crm.views import View
from ui.contacts import bulk
from ui.contacts.columns import COLUMNS, NOT_SHOWN, ContactSource, Listed, sentence
from ui.contacts.commands import ListCommands
from ui.contacts.filters import FilterBar
from ui.contacts.panel import ContactPanel
from ui.contacts.writing import write_or_tell
from ui.context import Context
from ui.kit import theme
from ui.kit.actions import Action
from ui.kit.buttons import Button, IconButton
from ui.kit.card import Card
from ui.kit.menu import Menu
from ui.kit.page import Page
from ui.kit.selection_bar import SelectionBar
from ui.kit.side_panel import PanelHost
from ui.kit.states import StateStack
from ui.kit.table import TableView

# The panel follows the current row once it rests this long: arrowing through a list reads no contact on its way.
FOLLOWS_AFTER = 60
TARGETS = ("sector", "sub_region", "theme", "tag", "organisation")


class ContactsPage(PanelHost):
    """`show_target` takes `view` (a saved view's id), or an id for one of `TARGETS`, or `text`."""

    topics: ClassVar[Topic] = (
        Topic.CONTACTS
        | Topic.ORGANISATIONS
        | Topic.INTERACTIONS
        | Topic.FOLLOW_UPS
        | Topic.TAGS
        | Topic.VOCABULARIES
        | Topic.VIEWS
    )

    def __init__(self, context: Context) -> None:
        self.context = context
        self.listed = Listed()
        self.view: View | None = None
        self.list_page = Page("Contacts")
        self.side = ContactPanel(context)
        super().__init__(self.list_page, self.side)
        self.commands = ListCommands(self)
        self._build()
        self._connect()
        self._follow = QTimer(self, singleShot=True, interval=FOLLOWS_AFTER)
        self._follow.timeout.connect(self._show_current)
        self._total = 0

    def _build(self) -> None:
        page = self.list_page
        self.export_button = Button("Export…", icon="download", shortcut="Ctrl+E", tip="Export what is shown")
        self.new_button = Button("New contact", icon="user-plus", shortcut="Ctrl+N", tip="New contact")
        self.more_button = IconButton("more", "More about this list", variant="secondary")
        for button in (self.export_button, self.new_button, self.more_button):
            page.add_action(button)
        self.filters = FilterBar(self.context.workspace)
        page.body.setSpacing(theme.px(12))
        page.body.addWidget(self.filters)
        self.bar = SelectionBar("contacts")
        page.body.addWidget(self.bar)
        self.table = TableView(COLUMNS, sentence, "Contacts")
        self.table.set_hidden_columns(NOT_SHOWN)
        self.table.set_sort(self.listed.sort, self.listed.descending)
        card = Card(flush=True)
        card.body.addWidget(self.table)
        self.states = StateStack(card, skeleton_rows=10)
        page.body.addWidget(self.states, 1)
        page.first_focus = self.table
        self.setFocusProxy(self.list_page)
        self.list_page.setFocusProxy(self.table)
        for text, action in (
            ("Tag", "contacts.tag"),
            ("Themes", "contacts.themes"),
            ("Cadence", "contacts.cadence"),
            ("Copy", "contacts.copy"),
            ("Export", "export"),
            ("Trash", "contacts.trash"),
        ):
            button = self.bar.add(Button(text, "ghost"))
            button.setProperty("action", action)
            button.clicked.connect(self._run_button)

    def _connect(self) -> None:
        self.export_button.clicked.connect(self.export)
        self.new_button.clicked.connect(self.commands.new_contact)
        self.more_button.clicked.connect(self._open_more)
        self.filters.changed.connect(self._filtered)
        self.filters.save_wanted.connect(self.save_view)
        self.filters.left_down.connect(self._to_table)
        self.bar.cleared.connect(self.table.clear_selection)
        self.bar.all_wanted.connect(self.table.select_everything)
        self.table.row_activated.connect(self._open)
        self.table.panel_requested.connect(self._toggle_panel)
        self.table.menu_requested.connect(self._open_menu)
        self.table.delete_requested.connect(self.commands.trash)
        self.table.sort_requested.connect(self._sort)
        self.table.selection_changed.connect(self._selection_moved)
        self.table.current_changed.connect(self._current_moved)
        self.side.close_wanted.connect(self.close_panel)
        self.side.menu_wanted.connect(self._open_panel_menu)
        self.states.acted.connect(self._act_on_state)
        self.states.other_acted.connect(self.commands.create_searched)

    # -- the page as the window knows it

    def show_target(self, **target: Any) -> None:
        """Remember which list to show."""
        self.view = None
        shown, sort, descending, hidden = EVERYTHING, "name", False, NOT_SHOWN
        if target.get("view") is not None:
            view = self.view = self.context.workspace.views.get(int(target["view"]))
            shown, sort, descending = view.shown, view.sort, view.descending
            if view.columns:
                hidden = frozenset(column.key for column in COLUMNS if column.key not in view.columns)
        for key in TARGETS:
            if target.get(key) is not None:
                shown = shown.with_part(Condition(key, (int(target[key]),)))
        if target.get("text"):
            shown = shown.with_text(str(target["text"]))
        self.listed = Listed(shown, sort, descending)
        self.filters.set_filter(shown)
        self.table.set_hidden_columns(hidden)

    def reload(self) -> None:
        """Count and read the list; the selection and the place in it stay."""
        self.filters.refresh()
        self._ask(to_top=False)
        if self.is_open():
            self._show_current()

    def page_actions(self) -> list[Action]:
        """Return what can be done on this page."""
        return self.commands.actions()

    def panes(self) -> Sequence[QWidget]:
        """Return the list and the panel beside it."""
        return (self.list_page, self.side)

    # -- what is shown

    def total(self) -> int:
        """Return how many contacts there are, whatever the filter."""
        return self._total

    def selection(self) -> Selection:
        """Return what an action is for: the filter where everything is selected, else ids; the current row at least."""
        if self.table.all_selected and self.table.selected_count() > 1:
            return self.listed.shown
        ids: list[int] = [each for each in self.table.selected_ids() if isinstance(each, int)]
        current = self.table.current_id()
        return ids or ([current] if isinstance(current, int) else [])

    def selected_number(self) -> int:
        """Return how many contacts `selection` stands for."""
        return self.table.selected_count() or (1 if self.table.current_id() is not None else 0)

    def set_listed(self, listed: Listed) -> None:
        """Show another filter or order."""
        self.listed = listed
        self._ask(to_top=True)

    def _ask(self, to_top: bool) -> None:
        listed = self.listed
        self.table.set_sort(listed.sort, listed.descending)
        try:
            self._total = self.context.workspace.contacts.count()
            self.table.set_source(ContactSource(self.context.workspace.contacts, listed), to_top=to_top)
        except CrmError as error:
            self.states.show_error(str(error))
            return
        self._tell()

    def _tell(self) -> None:
        shown, total = self.table.rows().rowCount(), self._total
        self.list_page.set_title(self.view.name if self.view is not None else "Contacts")
        self.list_page.set_crumbs("Contacts" if self.view is not None else "")
        plain = self.listed.shown.is_empty
        self.list_page.set_subtitle(bulk.counted(total) if plain else f"{shown:,} of {total:,} shown")
        self.export_button.setEnabled(shown > 0)
        if shown:
            self.states.show_content()
            if not self.table.currentIndex().isValid():
                self.table.setCurrentIndex(self.table.rows().index(0, 0))
        elif total and not plain:
            self._show_no_match()
        else:
            sentence = "No contacts yet. Import the people you know, or add the first by hand."
            self.states.show_empty("users", sentence, "Import contacts", "Ctrl+N adds one", other="New contact")

    def _show_no_match(self) -> None:
        shown, parts = self.listed.shown, len(self.listed.shown.parts)
        filters = "1 filter" if parts == 1 else f"{parts} filters"
        asked = [f"“{shown.text}”"] if shown.text else []
        asked += [filters] if parts else []
        create = f"Create “{shown.text}”" if shown.text else ""
        self.states.show_empty("search", f"No contacts match {' and '.join(asked)}.", "Clear", other=create)

    def _act_on_state(self) -> None:
        if self.states.showing() == "error":
            self.reload()
        elif self.listed.shown.is_empty:
            self.context.navigator.open("import")
        else:
            self.filters.clear()
            self.filters.search.setFocus(Qt.FocusReason.OtherFocusReason)

    # -- filter, order, views

    def _filtered(self, shown: Filter) -> None:
        self.set_listed(replace(self.listed, shown=shown))

    def _sort(self, key: str, descending: bool) -> None:
        self.set_listed(replace(self.listed, sort=key, descending=descending))

    def save_view(self, name: str) -> None:
        """Keep filter, order and columns under a name, and go there."""
        listed, columns = self.listed, tuple(self.table.wanted_columns())
        view = View("contacts", name, listed.shown, listed.sort, listed.descending, columns)
        made: list[int] = []
        said = f"View “{name}” saved"
        if write_or_tell(self.context, lambda: made.append(self.context.workspace.views.save(view)), said):
            self.context.navigator.open("contacts", view=made[0])

    def toggle_column(self) -> None:
        """Show or hide the column of the menu's line."""
        sender: Any = self.sender()
        wanted = set(self.table.wanted_columns()) ^ {str(sender.data())}
        self.table.set_hidden_columns(column.key for column in COLUMNS if column.key not in wanted)

    def _to_table(self) -> None:
        if self.states.showing() == "content":
            self.table.setFocus(Qt.FocusReason.OtherFocusReason)

    # -- one contact

    def _open(self, contact: object) -> None:
        self.context.navigator.open("contact", contact if isinstance(contact, int) else None)

    def _toggle_panel(self, contact: object) -> None:
        if self.is_open() and self.side.contact_id() == contact:
            self.close_panel()
        else:
            self.open_panel()
            self._show_current()

    def _current_moved(self, contact: object) -> None:
        if self.is_open():
            self._follow.start()

    def _show_current(self) -> None:
        self._follow.stop()
        current = self.table.current_id()
        if self.is_open():
            self.side.show_contact(current if isinstance(current, int) else None)

    # -- selection and menus

    def _selection_moved(self) -> None:
        self.bar.set_selected(self.table.selected_count(), self.table.rows().rowCount())

    def _run_button(self) -> None:
        sender: Any = self.sender()
        self.context.actions.run(str(sender.property("action")))

    def export(self) -> None:
        """Ask for the export of what is shown, or of the selection where several are selected."""
        several = self.table.selected_count() > 1 and not self.table.all_selected
        self.context.navigator.open(
            "export",
            subject="contacts",
            shown=self.listed.shown,
            sort=self.listed.sort,
            descending=self.listed.descending,
            columns=tuple(self.table.wanted_columns()),
            ids=tuple(self.table.selected_ids()) if several else None,
        )

    def copy(self, text: str, said: str) -> None:
        """Put a text on the clipboard and say what it was."""
        QGuiApplication.clipboard().setText(text)
        self.context.toasts.say(said)

    def _open_menu(self, contact: object, spot: QPoint) -> None:
        menu = Menu(self, once=True)
        self.context.actions.fill_menu(menu, self.commands.menu_ids())
        menu.popup(spot)

    def _open_panel_menu(self, spot: QPoint) -> None:
        self._open_menu(self.side.contact_id(), spot)

    def _open_more(self) -> None:
        menu = Menu(self, once=True)
        columns = menu.add_menu("Columns", icon="columns")
        wanted = self.table.wanted_columns()
        for column in COLUMNS[1:]:
            action = columns.add(column.title, self.toggle_column, data=column.key)
            action.setCheckable(True)
            action.setChecked(column.key in wanted)
        menu.addSeparator()
        self.context.actions.fill_menu(menu, ("contacts.copy_all", "contacts.update_view", "contacts.delete_view"))
        menu.popup(self.more_button.mapToGlobal(self.more_button.rect().bottomLeft()))
