"""The export sheet: what, which columns, which format, the first rows; then the system's own file dialog."""

from collections.abc import Iterable, Sequence
from functools import partial
from pathlib import Path
from typing import Any

from PySide6.QtCore import QEvent, QRect, QSize, QStandardPaths, QUrl, Slot
from PySide6.QtGui import QDesktopServices, QPainter, QPaintEvent
from PySide6.QtWidgets import QFileDialog, QSizePolicy, QWidget

from crm import clock
from crm.errors import CrmError
from crm.exporting import Exported, ExportOptions
from crm.filters import EVERYTHING, Filter
from crm.listing import Selection
from crm.settings import EXPORT_NOTES
from crm.workspace import Workspace
from ui.context import Context
from ui.kit import painting, theme
from ui.kit.label import Label
from ui.kit.tasks import Task
from ui.records import form_fields as ask
from ui.records.background_calls import work
from ui.records.kept_form import KeptForm

WIDEST, ROW = 180, 26
"""Of a column and a line of the first rows, in design pixels."""
FORMATS = (
    ("xlsx", "Excel workbook"),
    ("csv", "CSV for spreadsheets"),
    ("csv-exact", "CSV, every value exact"),
    ("vcf", "vCard 3.0"),
    ("vcf4", "vCard 4.0"),
)
MEANINGS = {
    "xlsx": "Every value as it is: phones and texts stay text, dates are dates.",
    "csv": "What a spreadsheet would calculate is marked with an apostrophe; importing here takes it off again.",
    "csv-exact": "For other programs. A spreadsheet may take a value that begins with = for a formula.",
    "vcf": "For address books: everything that reaches a person, whatever the columns.",
    "vcf4": "For address books that read the newer version.",
}
FOR_OTHERS = " For others: notes and addresses no longer in use are left out."
OWN_USE = " For your own use: with your private notes and addresses no longer in use."
SUFFIXES = {"xlsx": ".xlsx", "csv": ".csv", "csv-exact": ".csv", "vcf": ".vcf", "vcf4": ".vcf"}
DELIMITERS = ((",", "Comma"), (";", "Semicolon"), ("\t", "Tab"))
COLUMNS = (("screen", "As on screen"), ("all", "All columns"))


class ExportPanel(KeptForm):
    """Exports `subject` (contacts or organisations): the selected `ids`, or the whole list as it is filtered.

    Its choices are no work of anybody's: no draft is kept of them.
    """

    WIDTH = 640

    def __init__(
        self,
        context: Context,
        subject: str = "contacts",
        shown: Filter = EVERYTHING,
        sort: str = "name",
        descending: bool = False,
        columns: Sequence[str] = (),
        ids: Sequence[int] | None = None,
    ) -> None:
        self._subject, self._sort, self._descending = subject, sort, descending
        self._columns = tuple(columns)
        self._shown = shown
        self._selections: dict[str, Selection] = {"list": shown}
        number = context.workspace.exporting.count(subject, shown)
        self._whats = [("list", f"{'This list' if not shown.is_empty else 'All'}: {self._counted(number)}")]
        if ids:
            self._selections["selected"] = list(ids)
            self._whats.insert(0, ("selected", f"Selected: {self._counted(len(ids))}"))
        super().__init__(context, f"Export {subject}", save="Export…")
        self._refresh()

    def _counted(self, number: int) -> str:
        return f"{number:,} {self._subject.removesuffix('s') if number == 1 else self._subject}"

    def fields(self) -> Iterable[ask.Row]:
        """What, in which format, and how that is written."""
        remembered = self.context.workspace.settings.get(EXPORT_NOTES)
        yield ask.choice("what", "What", self._whats)
        yield ask.choice("format", "Format", FORMATS), ask.choice("columns", "Columns", COLUMNS)
        yield (
            ask.choice("delimiter", "Between cells", DELIMITERS),
            ask.check("bom", "Mark as UTF-8 (Excel needs it)"),
        )
        yield (ask.check("notes", "Include private notes", checked=remembered),)

    def built(self) -> None:
        """Show what the choices come to."""
        self.form.edited.connect(self._refresh)
        self._meaning = Label("", "secondary", tone="text2", wrap=True)
        self._rows = FirstRows()
        self.column.insertWidget(self.column.count() - 1, self._meaning)
        self.column.insertWidget(self.column.count() - 1, self._rows)

    @Slot()
    def _refresh(self) -> None:
        values = self.form.values()
        kind = values["format"]
        whose = "" if not kind.startswith("vcf") else OWN_USE if values["notes"] else FOR_OTHERS
        self._meaning.setText(f"{MEANINGS[kind]}{whose}")
        for key in ("delimiter", "bom"):
            self.form.set_shown(key, kind.startswith("csv"))
        self.form.set_shown("columns", not kind.startswith("vcf"))
        self.form.set_shown("notes", kind.startswith("vcf"))
        self._rows.setVisible(not kind.startswith("vcf"))
        exporting = self.context.workspace.exporting
        chosen = exporting.chosen(self._subject, self._keys(values), everything=values["columns"] == "all")
        gone = self.context.workspace.views.gone(self._shown) if values["what"] == "list" else ""
        self.form.set_problem(f"This list asks for {gone}: put that right before it is exported." if gone else "")
        rows = exporting.preview(self._subject, chosen, self._selections[values["what"]], self._sort, self._descending)
        self._rows.show_rows([column.title for column in chosen], rows)

    def _keys(self, values: dict[str, Any]) -> tuple[str, ...]:
        return () if values["columns"] == "all" else self._columns

    @Slot()
    def write(self) -> None:
        """Ask for the file to write to."""
        values = self.form.values()
        suffix = SUFFIXES[values["format"]]
        folder = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation)
        name = Path(folder) / f"{self._subject} {clock.today():%Y-%m-%d}{suffix}"
        chosen, _ = QFileDialog.getSaveFileName(self, "Export to", str(name), f"*{suffix}")
        if chosen:
            self.export_to(Path(chosen))

    def export_to(self, target: Path) -> None:
        """Write the list to a file, on the worker; a target without an ending takes that of the format."""
        values = self.form.values()
        settings = self.context.workspace.settings
        if values["format"].startswith("vcf") and values["notes"] != settings.get(EXPORT_NOTES):
            settings.set(EXPORT_NOTES, values["notes"])
        self.form.set_problem("")
        suffix = SUFFIXES[values["format"]]
        if target.suffix.casefold() != suffix:
            target = target.with_name(target.name + suffix)
            # The system's dialog asked about the name as it was typed, not about this one.
            if target.exists():
                self.form.set_problem(f"“{target.name}” is there already. Choose that name to replace it.")
                return
        # The file is told of even where the sheet is closed by then, so the window itself asks.
        toasts, writing = self.context.toasts, partial(self._write, target, values)
        work(self.context, toasts, f"Exporting {self._subject}", writing, self._written, refused=self._refused)

    def _write(self, target: Path, values: dict[str, Any], workspace: Workspace, task: Task) -> Exported:
        return workspace.exporting.export(
            self._subject,
            target,
            selection=self._selections[values["what"]],
            sort=self._sort,
            descending=self._descending,
            columns=self._keys(values),
            everything=values["columns"] == "all",
            options=ExportOptions(
                for_spreadsheets=values["format"] != "csv-exact",
                delimiter=values["delimiter"],
                bom=values["bom"],
                vcard_version="4.0" if values["format"] == "vcf4" else "3.0",
                notes=values["notes"],
            ),
            progress=task.progress,
            cancelled=task.cancelled,
        )

    def _written(self, done: Exported) -> None:
        self.context.overlay.close(self)
        said = f"{self._counted(done.rows)} exported" + "".join(f" · {note}" for note in done.notes)
        self.context.toasts.offer(said, "Open folder", partial(_open_folder, done.path.parent))

    def _refused(self, error: CrmError) -> None:
        if self.context.overlay.top() is self:
            self.form.set_problem(str(error))
        else:
            self.context.toasts.problem(str(error))


def _open_folder(folder: Path) -> None:
    QDesktopServices.openUrl(QUrl.fromLocalFile(str(folder)))


class FirstRows(QWidget):
    """Headings and at most five rows; as many columns as there is room for, then how many more there are."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._headings: list[str] = []
        self._rows: list[list[str]] = []
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def show_rows(self, headings: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
        """Show other rows."""
        self._headings, self._rows = list(headings), [list(row) for row in rows]
        self.setAccessibleName(f"The first {len(rows)} rows: {', '.join(headings)}")
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(theme.px(400), theme.px(ROW) * (max(1, len(self._rows)) + 1) + 2)

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.StyleChange:
            self.updateGeometry()
        super().changeEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painting.round_rect(painter, self.rect(), 8, "window", "border")
        edge, height, x, shown = theme.px(10), theme.px(ROW), theme.px(10), 0
        room = self.width() - theme.px(76)
        for column, heading in enumerate(self._headings):
            cells = [row[column] for row in self._rows]
            width = self._width(heading, cells)
            if shown and x + width > room:
                break
            self._paint_column(painter, QRect(x, 1, min(width, self.width() - x - edge), height), heading, cells)
            x, shown = x + width + edge, shown + 1
        if more := len(self._headings) - shown:
            box = QRect(self.width() - theme.px(66), 1, theme.px(58), height)
            painting.draw_text(painter, box, f"+{more} more", 11, 400, "text3", "right")
        if not self._rows:
            box = QRect(edge, height, self.width(), height)
            painting.draw_text(painter, box, "No rows", 12, 400, "text3")

    def _paint_column(self, painter: QPainter, box: QRect, heading: str, cells: Sequence[str]) -> None:
        painting.draw_text(painter, box, heading, 11, 600, "text3")
        for cell in cells:
            box = box.translated(0, box.height())
            painting.draw_text(painter, box, " ".join(cell.split()), 12, 400, "text")

    @staticmethod
    def _width(heading: str, cells: Sequence[str]) -> int:
        widest = max((painting.text_width(cell[:60], 12, 400) for cell in cells), default=0)
        return int(min(max(painting.text_width(heading, 11, 600), widest) + theme.px(8), theme.px(WIDEST)))
