"""The page of a list, of contacts or of organisations alike: filter, table, selection, side panel, saved views.

A feature makes a `ListKind` and a `RecordPanel`; what is special to it, it adds to `page_actions`.
"""

from collections.abc import Sequence
from typing import Any, ClassVar

from msgspec.structs import replace
from PySide6.QtCore import QPoint, Qt, QTimer
from PySide6.QtWidgets import QWidget

from crm.changes import Topic
from crm.errors import CrmError
from crm.filters import EVERYTHING, Filter
from crm.search import of_the_past
from crm.views import View
from ui.context import Context
from ui.kit import theme
from ui.kit.actions import Action, Scope
from ui.kit.buttons import Button, IconButton
from ui.kit.card import Card
from ui.kit.empty_states import StateStack
from ui.kit.menu import Menu
from ui.kit.page import Page
from ui.kit.selection_bar import SelectionBar
from ui.kit.side_panel import PanelHost
from ui.kit.table import TableView
from ui.records.filter_bar import FilterBar
from ui.records.list_actions import ListKind, RowActions
from ui.records.list_columns import Listed, ListSource
from ui.records.record_panel import RecordPanel
from ui.shell.saved_views import crumbs

PANEL_AFTER_MS = 40
LEAST_FORMER, MOST_FORMER = 3, 1000
"""Letters typed and rows shown between which those who left are counted, so that no key has to wait for it."""


class ListPage(PanelHost):
    """The page; a feature's panel shows the record of the current row.

    `self.rows` does what is done with rows, `self.bar` takes further buttons for several of them, and `row_menu` names
    the actions of a row's menu.
    """

    topics: ClassVar[Topic] = (
        Topic.CONTACTS
        | Topic.ORGANISATIONS
        | Topic.INTERACTIONS
        | Topic.FOLLOW_UPS
        | Topic.HUDDLES
        | Topic.TAGS
        | Topic.VOCABULARIES
        | Topic.VIEWS
    )
    row_menu: ClassVar[tuple[str, ...]] = (
        "open_record",
        "panel",
        "",
        "log_with",
        "follow_up",
        "tag",
        "copy",
        "export",
        "",
        "trash",
    )

    def __init__(self, context: Context, kind: ListKind, panel: RecordPanel[Any]) -> None:
        self.page = Page(kind.title)
        super().__init__(self.page, panel)
        self.context, self.kind = context, kind
        self.total = 0
        self._view: View | None = None
        self._asked: Listed | None = None
        self._show_record = panel.show_record
        panel.closed.connect(self.close_panel)
        self._following = QTimer(self, singleShot=True, interval=PANEL_AFTER_MS)
        self._following.timeout.connect(self._fill_panel)
        self.filter = FilterBar(context.workspace, kind.subject)
        self.table = TableView(kind.columns, kind.sentence, kind.title)
        self.rows = RowActions(context, kind, self.table, self)
        self.bar = SelectionBar(kind.page)
        self.states = StateStack(self._carded(), skeleton_rows=12)
        self._build()
        self._connect()

    def _carded(self) -> Card:
        card = Card(flush=True)
        card.body.addWidget(self.table)
        return card

    def _build(self) -> None:
        export = Button("Export…", icon="download", tip="Export what is shown", shortcut="Ctrl+E")
        export.clicked.connect(self.rows.export)
        new = Button(f"New {self.kind.subject}", icon="plus", tip=f"New {self.kind.subject}", shortcut="Ctrl+N")
        new.clicked.connect(self.new_record)
        self.more = IconButton("more", "Columns and saved view", variant="secondary")
        self.more.clicked.connect(self._open_more)
        for button in (export, new, self.more):
            self.page.add_action(button)
        for text, icon, run in (
            ("Tag…", "tag", self.rows.tag),
            ("Copy", "copy", self.rows.copy),
            ("Export…", "download", self.rows.export),
            ("Move to trash", "trash", self.rows.trash),
        ):
            self.bar.add(Button(text, "ghost", icon=icon)).clicked.connect(run)
        self.page.body.setSpacing(theme.px(12))
        self.page.body.addWidget(self.filter)
        self.page.body.addWidget(self.bar)
        self.page.body.addWidget(self.states, 1)
        self.first_focus: QWidget = self.table

    def _connect(self) -> None:
        self.filter.changed.connect(self._filter_changed)
        self.filter.save_wanted.connect(self._save_view)
        self.filter.left_down.connect(self._to_table)
        self.table.row_activated.connect(self.rows.open)
        self.table.panel_requested.connect(self._panel_wanted)
        self.table.menu_requested.connect(self._open_row_menu)
        self.table.delete_requested.connect(self.rows.trash)
        self.table.sort_requested.connect(self._sort)
        self.table.selection_changed.connect(self._selected)
        self.table.current_changed.connect(self._current_moved)
        self.bar.cleared.connect(self.table.clear_selection)
        self.bar.all_wanted.connect(self.table.select_everything)
        self.states.acted.connect(self._state_acted)
        self.states.other_acted.connect(self.new_record)

    # -- as a page

    def show_target(self, view: int | None = None, shown: Filter = EVERYTHING, **_: object) -> None:
        """Remember to show a saved view, or a filter."""
        self._view = wanted = self.context.workspace.views.get(view) if view is not None else None
        self.rows.listed = Listed(wanted.shown, wanted.sort, wanted.descending) if wanted else Listed(shown)
        keys = {column.key for column in self.kind.columns}
        own_columns = wanted is not None and bool(wanted.columns)
        self.table.set_hidden_columns(keys - set(wanted.columns) if wanted and own_columns else self.kind.hidden)

    def reload(self) -> None:
        """Read the list again; current row, selection and place stay with their rows."""
        listed = self.rows.listed
        try:
            self.total = self.kind.service.count()
            if listed == self._asked:
                self.table.reload()
            else:
                self.table.set_source(ListSource(self.kind.service, listed))
        except CrmError as error:
            self.states.show_error(str(error))
            return
        self._asked = listed
        self.filter.set_filter(listed.shown)
        self.table.set_sort(listed.sort, listed.descending)
        if not self.table.currentIndex().isValid() and self.table.rows().rowCount():
            self.table.selectRow(0)
        self._tell()
        self._current_moved()

    def panes(self) -> Sequence[Any]:
        """Return what F6 steps through."""
        return (self.table, self.filter, self.panel) if self.is_open() else (self.table, self.filter)

    def page_actions(self) -> list[Action]:
        """Return what can be done here."""
        subject, page, group = self.kind.subject, Scope.PAGE, self.kind.title
        condition = self.filter.open_menu
        return [
            Action("new_record", f"New {subject}", self.new_record, "plus", ("Ctrl+N",), page, group, "create add"),
            Action("filter_list", "Filter this list", self.start_filter, "search", ("Ctrl+F",), page, group),
            Action("add_condition", "Add a condition", condition, "filter", ("Ctrl+Shift+L",), page, group),
            Action("save_view", "Save this view", self.filter.start_saving, "bookmark", (), page, group),
            Action("panel", "Side panel", self._toggle_current, "columns", ("Space",), Scope.LIST, group),
            *self.rows.table_of(),
        ]

    # -- what is done

    def new_record(self) -> None:
        """Open the form for a new record, named as one searched for in vain."""
        text = self.rows.listed.shown.text
        nobody = bool(text) and self.table.rows().rowCount() == 0
        self.context.navigator.open(f"new_{self.kind.subject}", name=text if nobody else "")

    def start_filter(self) -> None:
        """Give the keyboard to the filter."""
        self.filter.search.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.filter.search.selectAll()

    def _filter_changed(self, shown: Filter) -> None:
        self.rows.listed = replace(self.rows.listed, shown=shown)
        self.reload()

    def _sort(self, key: str, descending: bool) -> None:
        self.rows.listed = replace(self.rows.listed, sort=key, descending=descending)
        self.reload()

    def _to_table(self) -> None:
        self.table.setFocus(Qt.FocusReason.OtherFocusReason)

    def _state_acted(self) -> None:
        if self.states.showing() == "error":
            self.reload()
        elif not self.rows.listed.shown.is_empty:
            self.filter.clear()
        elif self.kind.importable:
            self.context.navigator.open("import")
        else:
            self.new_record()

    # -- saved views

    def _save_view(self, name: str) -> None:
        listed = self.rows.listed
        columns = tuple(self.table.wanted_columns())
        view = View(self.kind.page, name, listed.shown, listed.sort, listed.descending, columns)
        try:
            saved = self.context.workspace.views.save(view)
        except CrmError as error:
            self.context.toasts.problem(str(error))
        else:
            self.context.navigator.open(self.kind.page, view=saved)
            self.context.toasts.undoable(f"View “{name}” saved")

    def _update_view(self) -> None:
        if self._view is not None:
            self._save_view(self._view.name)

    def _delete_view(self) -> None:
        if self._view is None:
            return
        name = self._view.name
        try:
            self.context.workspace.views.delete(self._view.id)
        except CrmError as error:
            self.context.toasts.problem(str(error))
        else:
            self.context.navigator.open(self.kind.page)
            self.context.toasts.undoable(f"View “{name}” deleted; what it showed stays")

    def _open_more(self) -> None:
        menu = Menu(self, once=True)
        columns = menu.add_menu("Columns", icon="columns")
        for column in self.kind.columns[1:]:
            shown = columns.add(column.title, self._toggle_column, data=column.key)
            shown.setCheckable(True)
            shown.setChecked(column.key in self.table.wanted_columns())
        if self._view is not None:
            menu.addSeparator()
            menu.add(f"Save changes to “{self._view.name}”", self._update_view, icon="save")
            menu.add(f"Delete the view “{self._view.name}”", self._delete_view, icon="trash")
        menu.popup(self.more.mapToGlobal(self.more.rect().bottomLeft()))

    def _toggle_column(self) -> None:
        sender: Any = self.sender()
        wanted = set(self.table.wanted_columns()) ^ {str(sender.data())}
        self.table.set_hidden_columns(column.key for column in self.kind.columns if column.key not in wanted)

    # -- rows and panel

    def _open_row_menu(self, _record: object, spot: QPoint) -> None:
        menu = Menu(self, once=True)
        self.context.actions.fill_menu(menu, self.row_menu)
        menu.popup(spot)

    def _toggle_current(self) -> None:
        if self.table.current_id() is not None:
            self._panel_wanted(self.table.current_id())

    def _panel_wanted(self, _record: object) -> None:
        if self.is_open():
            self.close_panel()
        else:
            self._fill_panel()
            self.open_panel()

    def _current_moved(self, _record: object = None) -> None:
        if self.is_open():
            self._following.start()

    def _fill_panel(self) -> None:
        record = self.table.current_id()
        self._show_record(None if record is None else int(str(record)))

    # -- looks

    def _selected(self) -> None:
        self.bar.set_selected(self.table.selected_count(), self.table.rows().rowCount())

    def _tell(self) -> None:
        shown, listed = self.table.rows().rowCount(), self.rows.listed
        self.page.set_crumbs(crumbs(self.context.workspace, self._view))
        several = self.kind.subject if self.total == 1 else f"{self.kind.subject}s"
        of_all = f"{self.total:,} {several}"
        self.page.set_subtitle("" if not self.total else of_all if shown == self.total else f"{shown:,} of {of_all}")
        if shown:
            self.states.show_content()
        elif listed.shown.is_empty:
            new = f"New {self.kind.subject}"
            first, other = ("Import", new) if self.kind.importable else (new, "")
            self.states.show_empty(self.kind.icon, self.kind.empty, first, "" if other else "Ctrl+N", other)
        else:
            text = listed.shown.text
            other = f"Create “{text}”" if text else ""
            self.states.show_empty("search", self._no_match(), "Clear the filter", other=other)
        self.first_focus = self.table if shown else self.filter.search
        self.filter.offer_former(self._number_of_former(shown))

    def _number_of_former(self, shown: int) -> int:
        """Return how many more the text names for what they did before; not asked of a text that many have."""
        listed = self.rows.listed.shown
        former = of_the_past(listed.text) if len(listed.text) >= LEAST_FORMER and shown <= MOST_FORMER else ""
        return self.kind.service.count(listed.with_text(former)) if former else 0

    def _no_match(self) -> str:
        shown = self.rows.listed.shown
        filters = len(shown.parts) + bool(shown.text)
        return f"No {self.kind.page} match {'this filter' if filters == 1 else f'these {filters} filters'}."
