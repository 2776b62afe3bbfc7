"""Opportunities into a file: those shown, in the order shown."""

from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QStandardPaths, QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QFileDialog, QWidget

from crm import clock
from crm.opportunities import OpportunityFilter, OpportunityRow
from crm.workspace import Workspace
from ui.context import Context
from ui.kit.tasks import Task
from ui.records.background_calls import work

if TYPE_CHECKING:
    from crm.exporting import Exported  # a board opens without the writers of files

ENDINGS = "Excel workbook (*.xlsx);;CSV (*.csv)"


class Outgoing(QObject):
    """Asks for a file and writes it on the worker; the system's dialog is the only one."""

    def __init__(self, context: Context, parent: QWidget) -> None:
        super().__init__(parent)
        self._context, self._window = context, parent

    def ask(self, name: str, shown: OpportunityFilter, sort: str, descending: bool) -> None:
        """Ask where to, and export there."""
        folder = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation)
        offered = Path(folder) / f"{name} {clock.today():%Y-%m-%d}.xlsx"
        chosen, _ = QFileDialog.getSaveFileName(self._window, "Export to", str(offered), ENDINGS)
        if chosen:
            self.export_to(Path(chosen), shown, sort, descending)

    def copy(self, rows: Sequence[OpportunityRow]) -> None:
        """Copy opportunities as a table."""
        # Deferred: opening the board does not pay for the table.
        from ui.pipeline.columns import COLUMNS, ORGANISATION
        from ui.records.clipboard import put_table

        if rows:
            put_table((COLUMNS[0], ORGANISATION, *COLUMNS[1:]), rows)
            self._context.toasts.say(f"{len(rows):,} opportunit{'y' if len(rows) == 1 else 'ies'} copied")

    def export_to(self, target: Path, shown: OpportunityFilter, sort: str, descending: bool) -> None:
        """Write the opportunities of a filter to a file."""
        writing = partial(_write, target, shown, sort, descending)
        work(self._context, self, "Exporting opportunities", writing, self._written)

    def _written(self, done: "Exported") -> None:
        count = f"{done.rows:,} opportunit{'y' if done.rows == 1 else 'ies'} exported"
        said = " · ".join((count, *done.notes))
        self._context.toasts.offer(said, "Open folder", partial(open_folder, done.path.parent))


def _write(
    target: Path, shown: OpportunityFilter, sort: str, descending: bool, workspace: Workspace, task: Task
) -> "Exported":
    return workspace.exporting.opportunities(
        target, shown=shown, sort=sort, descending=descending, progress=task.progress, cancelled=task.cancelled
    )


def open_folder(folder: Path) -> None:
    """Show a folder in the system's own window."""
    QDesktopServices.openUrl(QUrl.fromLocalFile(str(folder)))
