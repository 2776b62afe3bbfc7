"""The saved views in the side bar, each with how many records it shows; counted on the worker: a filter may be slow."""

from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from crm.errors import CrmError
from crm.workspace import Workspace
from ui import pages
from ui.context import Context
from ui.kit.tasks import Task
from ui.records.background_calls import work
from ui.shell.nav_list import NavItem

if TYPE_CHECKING:
    from crm.views import View

HEADING = NavItem("Saved views")
MOST = 12


class SavedViews(QObject):
    """Lists the views of a file; `listed` carries the rows, first without the new counts, then with them."""

    listed = Signal(object)

    def __init__(self, context: Context, parent: QObject) -> None:
        super().__init__(parent)
        self._context, self._workspace = context, context.workspace
        self._counts: dict[int, int] = {}
        self._views: list[View] = []
        self._counting: Task | None = None

    def refresh(self) -> None:
        """Read the views again, and count what each shows."""
        self._views = self._workspace.views.all()[:MOST]
        self._tell()
        if self._views:
            self._counting = work(
                self._context,
                self,
                "Counting the saved views",
                partial(_count, tuple(self._views)),
                self._counted,
                refused=self._not_counted,
                instead_of=self._counting,
            )

    def _counted(self, counts: dict[int, int]) -> None:
        self._counts = counts
        self._tell()

    def _not_counted(self, error: CrmError) -> None:
        self._counts = {}
        self._tell()

    def _row(self, view: "View") -> NavItem:
        gone = self._workspace.views.gone(view.shown)
        return NavItem(
            view.name,
            "alert" if gone else pages.icon_of(view.page),
            view.page,
            args=(("view", view.id),),
            count=None if gone else self._counts.get(view.id),
            count_text=f"asks for {gone}" if gone else "",
        )

    def _tell(self) -> None:
        rows = [self._row(view) for view in self._views]
        self.listed.emit((HEADING, *rows) if rows else ())


def crumbs(workspace: Workspace, view: "View | None") -> str:
    """Return what stands above the title of a page that shows a view, with what the view asks for and is deleted."""
    if view is None:
        return ""
    gone = workspace.views.gone(view.shown)
    return f"Saved view › {view.name}" + (f" › asks for {gone}" if gone else "")


def _count(views: "Sequence[View]", workspace: Workspace, task: Task) -> dict[int, int]:
    return {view.id: count(workspace, view) for view in views}


def count(workspace: Workspace, view: "View") -> int:
    """Return how many records a view shows."""
    if view.page == "pipeline":
        # Deferred: starting does not pay for opportunities.
        from crm.opportunities.saved_views import of_view

        return workspace.opportunities.count(of_view(view.shown))
    service = workspace.contacts if view.page == "contacts" else workspace.organisations
    return service.count(view.shown)
