"""The consortium sheet of an opportunity: into a spreadsheet, or onto paper."""

from collections.abc import Callable
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, QStandardPaths, QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QFileDialog, QWidget

from crm.errors import CrmError
from crm.file_names import clean_name
from crm.opportunities import OpportunityDetail
from ui.context import Context
from ui.kit.actions import Action, Scope

TABLES, PAPER = "Excel workbook (*.xlsx);;CSV (*.csv)", "PDF (*.pdf)"


class ConsortiumSheet(QObject):
    """Asks where to and writes the sheet of the opportunity shown."""

    def __init__(self, context: Context, parent: QWidget) -> None:
        super().__init__(parent)
        self._context, self._window = context, parent
        self._shown: OpportunityDetail | None = None

    def show_detail(self, detail: OpportunityDetail) -> None:
        """Remember whose sheet is meant."""
        self._shown = detail

    def table(self) -> list[Action]:
        """Return what can be done, for the table of actions."""
        page, group, words = Scope.PAGE, "Opportunity", "parties letters excel csv xlsx pdf paper bid"
        exported = ("Ctrl+E", "Ctrl+Shift+E")
        return [
            Action("sheet", "Consortium sheet…", self.export, "download", exported, page, group, f"export {words}"),
            Action("print_sheet", "Print the consortium…", self.print, "print", ("Ctrl+Shift+P",), page, group, words),
        ]

    def export(self) -> None:
        """Ask for a file and write the sheet as a table."""
        if path := self._ask("Consortium sheet", ".xlsx", TABLES):
            self.write_table(path)

    def print(self) -> None:
        """Ask for a file and write the sheet as PDF, for any printer."""
        if path := self._ask("Consortium on paper", ".pdf", PAPER):
            self.write_paper(path if path.suffix.casefold() == ".pdf" else path.with_name(f"{path.name}.pdf"))

    def write_table(self, target: Path) -> None:
        """Write the sheet to a workbook or a CSV."""
        if self._shown is not None:
            exporting, id_ = self._context.workspace.exporting, self._shown.id
            self._say(partial(exporting.consortium, target, id_), target)

    def write_paper(self, target: Path) -> None:
        """Write the sheet as PDF."""
        if self._shown is not None:
            self._say(partial(self._paper, self._shown.id, target), target)

    def _paper(self, opportunity: int, target: Path) -> None:
        # What paints paper is loaded when something is printed.
        from ui.pipeline.consortium_pdf import consortium_sheet
        from ui.records.pdf import save

        save(target, consortium_sheet(self._context.workspace.exporting.consortium_of(opportunity)))

    def _say(self, work: Callable[[], object], target: Path) -> None:
        try:
            work()
        except CrmError as error:
            self._context.toasts.problem(str(error))
            return
        self._context.toasts.offer(f"“{target.name}” is written", "Open", partial(_open, target))

    def _ask(self, title: str, suffix: str, endings: str) -> Path | None:
        if self._shown is None:
            return None
        folder = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation)
        offered = Path(folder) / clean_name(f"{self._shown.row.title.replace('/', ' ')} consortium{suffix}")
        chosen, _ = QFileDialog.getSaveFileName(self._window, title, str(offered), endings)
        return Path(chosen) if chosen else None


def _open(path: Path) -> None:
    QDesktopServices.openUrl(QUrl.fromLocalFile(str(path)))
