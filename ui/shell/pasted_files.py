"""What is pasted outside a text field: people copied from a spreadsheet or a web page, or files, are brought in."""

import csv
import io
from pathlib import Path

from PySide6.QtCore import QMimeData
from PySide6.QtGui import QGuiApplication

from crm.errors import CrmError
from crm.temp_folders import Scratch
from ui.context import Context
from ui.shell.dropped_files import DroppedFiles

NAME = "Pasted table"
NOTHING = "There is no table of people on the clipboard. Copy its rows with their headings, then paste them here."


class PastedFiles:
    """Pastes the clipboard; text lies in a file of its own until `end`, as the import reads files."""

    def __init__(self, context: Context, incoming: DroppedFiles) -> None:
        self._context, self._incoming = context, incoming
        self._scratch: Scratch | None = None
        self._pasted = 0

    def paste(self) -> None:
        """Bring in what is on the clipboard, as if it came in a file; nothing is written before that is asked for."""
        if self._context.overlay.top() is not None:
            return
        data = QGuiApplication.clipboard().mimeData()
        files = [Path(url.toLocalFile()) for url in data.urls() if url.isLocalFile()]
        text = "" if files else _table(data)
        if not files and not text.strip():
            self._context.toasts.say(NOTHING)
            return
        try:
            self._incoming.take(files or [self._write(text)])
        except CrmError as error:
            self._context.toasts.problem(str(error))

    def end(self) -> None:
        """Remove what was pasted."""
        if self._scratch is not None:
            self._scratch.close()
            self._scratch = None

    def _write(self, text: str) -> Path:
        self._scratch = self._scratch or Scratch()
        self._pasted += 1
        number = f" {self._pasted}" if self._pasted > 1 else ""
        path = self._scratch.folder / f"{NAME}{number}.{'tsv' if chr(9) in text else 'txt'}"
        try:
            path.write_text(text, encoding="utf-8-sig", newline="")
        except OSError as error:
            raise CrmError("The folder for temporary files cannot be written to. Nothing was changed.") from error
        return path


def _table(data: QMimeData) -> str:
    """Return the rows on the clipboard with tabs between cells: of the text, else of a table in the web page."""
    text = data.text()
    if "\t" in text or not data.hasHtml():
        return text
    # Deferred: seldom is there a table without its text.
    from crm.formats.html_tables import rows_of

    rows = rows_of(data.html())
    if not rows:
        return text
    written = io.StringIO()
    csv.writer(written, dialect="excel-tab").writerows(rows)
    return written.getvalue()
