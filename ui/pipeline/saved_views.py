"""The columns of the table of opportunities, and what it shows kept under a name."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from msgspec.structs import replace
from PySide6.QtCore import QObject, Slot

from crm.opportunities import OpportunityFilter
from crm.opportunities.saved_views import PAGE, of_view, to_view
from crm.views import View
from ui.context import Context
from ui.kit.buttons import IconButton
from ui.kit.menu import Menu
from ui.kit.page import Page
from ui.pipeline.filters import PipelineFilters
from ui.records.service_calls import write_or_tell
from ui.shell.saved_views import crumbs

if TYPE_CHECKING:
    from ui.pipeline.table_part import TablePart

FIRST_SORT = ("stage", False)


class TableViews(QObject):
    """What the button beside the table offers; `view` is the saved view that is shown, `sort` the order of all parts.

    `table` gives the table, which is made when it is first wanted; `to_table` shows it.
    """

    def __init__(
        self,
        page: Page,
        context: Context,
        filters: PipelineFilters,
        table: "Callable[[], TablePart]",
        to_table: Callable[[], None],
    ) -> None:
        super().__init__(page)
        self._to_table = to_table
        self._page, self._context, self._filters, self._table = page, context, filters, table
        self.view: View | None = None
        self.sort = FIRST_SORT
        self.button = IconButton("more", "Columns and saved view", variant="secondary")
        self.button.clicked.connect(self.open_menu)

    def show(self, view: int | None) -> None:
        """Show a saved view; with None leave the one that was shown. Raises NotFound."""
        before = self.view
        self.view = None if view is None else self._context.workspace.views.get(view)
        if self.view is not None:
            self._filters.take(of_view(self.view.shown))
            self.sort = (self.view.sort, self.view.descending)
            wanted = set(self.view.columns) or set(self._table().titles())
            self._table().table.set_hidden_columns(set(self._table().titles()) - wanted)
        elif before is not None:
            self._filters.take(OpportunityFilter(self._filters.shown().pipeline_id))
            self.sort = FIRST_SORT
            self._table().table.set_hidden_columns(())
        self._page.set_crumbs(crumbs(self._context.workspace, self.view))

    def start_saving(self) -> None:
        """Ask for the name of what the table shows."""
        # Deferred: opening the board does not pay for it.
        from ui.pipeline.saved_view_form import SaveViewCard

        self._to_table()
        SaveViewCard(self._context, self.shown("")).show_over()

    def shown(self, name: str) -> View:
        """Return what the table shows as a view of that name."""
        kept = to_view(replace(self._filters.shown(), closed=self._filters.is_closed()))
        return View(PAGE, name, kept, *self.sort, tuple(self._table().table.wanted_columns()))

    @Slot()
    def open_menu(self) -> None:
        """Offer the columns of the table, and what can be done with the view."""
        if not self.button.isVisible():
            self._to_table()
        menu, table = Menu(self.button, once=True), self._table()
        columns = menu.add_menu("Columns", icon="columns")
        for key, title in list(table.titles().items())[1:]:
            shown = columns.add(title, self._toggle_column, data=key)
            shown.setCheckable(True)
            shown.setChecked(key in table.table.wanted_columns())
        menu.addSeparator()
        menu.add("Save this view…", self.start_saving, icon="bookmark")
        if self.view is not None:
            menu.add(f"Save changes to “{self.view.name}”", self._update, icon="save")
            menu.add(f"Delete the view “{self.view.name}”", self._delete, icon="trash")
        menu.popup(self.button.mapToGlobal(self.button.rect().bottomLeft()))

    @Slot()
    def _toggle_column(self) -> None:
        sender: Any = self.sender()
        table = self._table()
        wanted = set(table.table.wanted_columns()) ^ {str(sender.data())}
        table.table.set_hidden_columns(key for key in table.titles() if key not in wanted)

    @Slot()
    def _update(self) -> None:
        if self.view is not None:
            name = self.view.name
            views = self._context.workspace.views
            write_or_tell(self._context, lambda: views.save(self.shown(name)), f"View “{name}” saved")

    @Slot()
    def _delete(self) -> None:
        if self.view is not None:
            id_, said = self.view.id, f"View “{self.view.name}” deleted; what it showed stays"
            context = self._context
            if write_or_tell(context, lambda: context.workspace.views.delete(id_), said):
                context.navigator.open(PAGE)
