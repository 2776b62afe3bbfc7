"""The imports that stand: what came of each, the rows it kept aside, and the way to take it back."""

import itertools
import json
from collections.abc import Sequence
from functools import partial
from pathlib import Path

from PySide6.QtWidgets import QFileDialog

from crm.app_dirs import home
from crm.importing import AsideRow
from ui.context import Context
from ui.kit.menu import Menu
from ui.kit.rows import ListRow
from ui.settings.row_sections import RowsSection, when


class ImportsSection(RowsSection):
    """Imports that stand, each of which can be taken back, and the rows they kept aside."""

    keywords = "take back undo file rows aside problems"
    empty = "No imports yet. Drop a file on the window, or choose Import in the palette (Ctrl+K)."

    def __init__(self, context: Context) -> None:
        super().__init__(context, "Imports", "An import is one step; it can be taken back while nothing builds on it.")
        # Numbers the times, so that the same rows are shown again.
        self._asked = itertools.count(1)

    def reload(self) -> None:
        """Show the imports, the newest first."""
        self._found = {batch.id: batch for batch in self.context.workspace.importing.batches()}
        rows = [
            ListRow(batch.id, batch.file_name, _outcome(batch.counts), icon="upload", note=when(batch.imported_at))
            for batch in list(self._found.values())[: self._limit]
        ]
        self.show_rows(rows, len(self._found))

    def fill_menu(self, menu: Menu, row: object) -> None:
        """Take back, decide the rows kept aside, or save them."""
        batch = int(str(row))
        menu.add("Take back this import", partial(self._take_back, batch), icon="undo")
        if self._found[batch].huddle_id is not None:
            menu.add("Open what waits of its huddle", partial(self._open_review, batch), icon="inbox")
        elif self.context.workspace.importing.kept_aside(batch):
            menu.add("Decide the rows kept aside", partial(self._decide, batch), icon="help")
            menu.add("Save the rows kept aside…", partial(self._choose_target, batch), icon="download")

    def _decide(self, batch: int) -> None:
        self.context.navigator.open("import", aside=batch, taken=next(self._asked))

    def _open_review(self, batch: int) -> None:
        self.context.navigator.open("attendance_review", self._found[batch].huddle_id)

    def save_aside(self, batch: int, target: Path) -> None:
        """Write the rows an import kept aside as CSV, with their reasons."""
        rows = self.context.workspace.importing.kept_aside(batch)
        said = f"{len(rows):,} {'row' if len(rows) == 1 else 'rows'} saved as {target.name}"
        if self.attempt(partial(_write_aside, rows, target)):
            self.context.toasts.say(said)

    def _choose_target(self, batch: int) -> None:
        name = f"{Path(self._found[batch].file_name).stem} kept aside.csv"
        chosen, _ = QFileDialog.getSaveFileName(self, "Save rows kept aside", str(home() / name), "CSV (*.csv)")
        if chosen:
            self.save_aside(batch, Path(chosen))

    def _take_back(self, batch: int) -> None:
        said = f"Taken back: {self._found[batch].file_name}"
        self.attempt(partial(self.context.workspace.importing.take_back, batch), said)


def _outcome(counts: dict[str, int]) -> str:
    named = (
        ("matched", "matched"),
        ("new", "new"),
        ("updated", "updated"),
        ("unchanged", "unchanged"),
        ("same", "the same person again"),
        ("moved", "seems to have moved" if counts.get("moved") == 1 else "seem to have moved"),
        ("ask", "kept aside"),
        ("failed", "not readable"),
        ("left", "left for later"),
    )
    return ", ".join(f"{counts[key]:,} {word}" for key, word in named if counts.get(key)) or "nothing new"


def _write_aside(rows: Sequence[AsideRow], target: Path) -> None:
    # The writers are loaded when a file is written, not with the page.
    from crm.formats.table_output import Column
    from crm.formats.write_csv import write_csv

    headings = list(dict.fromkeys(key for row in rows for key in row.content))
    columns = [Column("Line"), Column("Reason"), *(Column(heading) for heading in headings)]
    write_csv(
        target,
        columns,
        ([str(row.line), row.reason, *(_text(row.content.get(key)) for key in headings)] for row in rows),
    )


def _text(value: object) -> str:
    return "" if value is None else value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
