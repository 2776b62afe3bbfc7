"""The one typed confirmation of the program: putting a backup in place of the file."""

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from ui.kit.buttons import Button
from ui.kit.fields import TextField
from ui.kit.label import Label

WORD = "restore"


class RestoreForm(QWidget):
    """Says what would happen, and says `confirmed` only once the word is typed; `left` when it closes without.

    It is no form: a word typed to confirm is nothing to be kept or offered again.
    """

    confirmed = Signal()
    left = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._text = Label("", "body", wrap=True)
        self._field = TextField(f"Type {WORD} to confirm", placeholder=f"Type “{WORD}”")
        self._field.textChanged.connect(self._typed)
        self._field.returnPressed.connect(self._confirm)
        self._button = Button("Restore", "danger")
        self._button.clicked.connect(self._confirm)
        cancel = Button("Cancel", "ghost")
        cancel.clicked.connect(self.left)
        row = QHBoxLayout()
        row.addWidget(self._field, 1)
        row.addWidget(self._button)
        row.addWidget(cancel)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self._text)
        column.addLayout(row)

    def ask(self, backup: str) -> None:
        """Ask whether this backup is to take the place of the file."""
        self._text.setText(
            f"Restore {backup}? It takes the place of the open file; that one is kept beside it, so nothing is lost."
        )
        self._field.set_value("")
        self._typed()
        self.show()
        self._field.setFocus()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.left.emit()
            return
        super().keyPressEvent(event)

    @Slot()
    def _typed(self) -> None:
        self._button.setEnabled(self._is_typed())

    @Slot()
    def _confirm(self) -> None:
        if self._is_typed():
            self.confirmed.emit()

    def _is_typed(self) -> bool:
        return bool(self._field.value().casefold() == WORD)
