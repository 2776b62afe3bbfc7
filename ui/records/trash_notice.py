"""What a form says of somebody, or of an organisation, that is here already or in the trash, and what can be done."""

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QWidget

from crm.errors import Invalid
from crm.trash import TrashRow
from ui.context import Context
from ui.kit import painting, theme
from ui.kit.buttons import Button
from ui.kit.label import Label
from ui.records.service_calls import write_or_tell


class Notice(QWidget):
    """A sentence on a soft ground, with the button beside it that says `wanted`."""

    wanted = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.said = Label("", "secondary", tone="text", wrap=True)
        self.button = Button("")
        self.button.clicked.connect(self.wanted)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        row = QHBoxLayout(self)
        row.setContentsMargins(*[theme.px(8)] * 4)
        row.setSpacing(theme.px(12))
        row.addSpacing(theme.px(4))
        row.addWidget(self.said, 1, Qt.AlignmentFlag.AlignVCenter)
        row.addWidget(self.button, 0, Qt.AlignmentFlag.AlignVCenter)
        self.hide()

    def show_said(self, said: str, button: str) -> None:
        """Say something, with or without a button; nothing hides it."""
        self.said.setText(said)
        self.button.setText(button)
        self.button.setVisible(bool(button))
        self.setVisible(bool(said))

    def paintEvent(self, event: QPaintEvent) -> None:
        painting.round_rect(QPainter(self), self.rect(), 8, "warn_soft", "warn")


class TrashNotice(Notice):
    """Says in a form for a new `kind` of record that one is in the trash by what is typed, and restores it.

    `restored(id)` follows its button.
    """

    restored = Signal(object)

    def __init__(self, context: Context, kind: str) -> None:
        super().__init__()
        self._context, self._kind = context, kind
        self._found: TrashRow | None = None
        self._answered = ""
        self.wanted.connect(self._restore)

    def look(self, name: str, email: str = "") -> None:
        """Say what is in the trash by this name or address."""
        typed = bool(name.strip() or email.strip())
        found = self._context.workspace.trash.named(self._kind, name, email) if typed else []
        self._found = found[0] if found else None
        self.show_said(f"{found[0].name} is in the trash." if found else "", "Restore" if found else "")
        self.button.setAccessibleName(f"Restore {found[0].name}" if found else "")

    def ask_once(self, name: str, email: str = "") -> None:
        """Raise Invalid (name) where that is in the trash, unless it was said for this name: then it is another."""
        self.look(name, email)
        if self._found is None or self._answered == name:
            return
        self._answered = name
        raise Invalid("name", f"{self._found.name} is in the trash. Restore, or save again to add another.")

    @Slot()
    def _restore(self) -> None:
        found = self._found
        if found is not None:
            trash = self._context.workspace.trash
            if write_or_tell(self._context, lambda: trash.restore(found.kind, [found.id]), f"{found.name} restored"):
                self.restored.emit(found.id)
