"""The card for a file that was moved, replaced, overwritten or removed while open: save a copy, and go on in that."""

from pathlib import Path

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QVBoxLayout, QWidget

from crm.errors import CrmError, FileGone
from ui.context import Context
from ui.kit import theme
from ui.kit.buttons import Button
from ui.kit.label import Label
from ui.records.background_calls import work
from ui.shell.open_commands import FILTER

TITLE = "The file you had open is gone"
SAVE, OPEN = "Save a copy of what I have…", "Open the copy"


class FileGoneCard(QWidget):
    """What became of the file, and the way on. `wants_copy` carries the path of the copy that is to be opened."""

    WIDTH = 560

    wants_copy = Signal(object)

    def __init__(self, context: Context, error: FileGone, *, closing: bool = False) -> None:
        super().__init__()
        self._context, self._error = context, error
        self._copy: Path | None = None
        self.setAccessibleName(TITLE)
        column = QVBoxLayout(self)
        column.setContentsMargins(theme.px(24), theme.px(20), theme.px(24), theme.px(20))
        column.setSpacing(theme.px(12))
        column.addWidget(Label(TITLE, "section"))
        column.addWidget(Label(str(error), "body", wrap=True))
        self.answer = Label("", "body", tone="text2", wrap=True)
        self.answer.hide()
        column.addWidget(self.answer)
        row = QHBoxLayout()
        row.addStretch(1)
        self.later = Button("Not now")
        self.later.clicked.connect(self._leave)
        self.go_on = Button(SAVE, "primary")
        self.go_on.clicked.connect(self._go_on)
        row.addWidget(self.later)
        row.addWidget(self.go_on)
        column.addLayout(row)
        self.setFocusProxy(self.go_on)
        if closing:
            self._say("Without a place of your choice, closing again saves the copy beside the file.")

    def save_to(self, target: Path) -> None:
        """Save the copy there, on the worker, and offer to open it."""
        self._copy = None
        self.go_on.setEnabled(False)
        self._say(f"Saving a copy as {target.name}…")
        work(
            self._context,
            self,
            "Saving a copy",
            lambda workspace, task: workspace.save_copy(target, task.cancelled),
            self._saved,
            refused=self._refused,
        )

    @Slot()
    def _go_on(self) -> None:
        if self._copy is not None:
            self.wants_copy.emit(self._copy)
            return
        start = self._error.path.with_name(f"{self._error.path.stem}-copy{self._error.path.suffix}")
        name, _ = QFileDialog.getSaveFileName(
            self, "Save a copy", str(start), FILTER, options=QFileDialog.Option.DontConfirmOverwrite
        )
        if name:
            self.save_to(Path(name))

    def _saved(self, copy: Path) -> None:
        self._copy = copy
        self.go_on.setText(OPEN)
        self.go_on.setEnabled(True)
        self.go_on.setFocus()
        self._say(f"All of it is saved and was checked: {copy}. Go on working in the copy.")

    def _refused(self, error: CrmError) -> None:
        self.go_on.setEnabled(True)
        self._say(str(error))

    def _say(self, text: str) -> None:
        self.answer.setText(text)
        self.answer.show()
        self.updateGeometry()

    @Slot()
    def _leave(self) -> None:
        self._context.overlay.close(self)
