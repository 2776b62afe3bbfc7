"""The card that asks what a file is that may be a list of contacts as well as one of who came to a huddle."""

from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtCore import Qt, Slot
from PySide6.QtGui import QKeyEvent, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from ui.context import Context
from ui.kit import theme
from ui.kit.buttons import Button
from ui.kit.label import Label
from ui.kit.rows import ListRow, RowList

Take = Callable[[Sequence[Path]], None]
WIDTH = 460
CONTACTS, ATTENDANCE = "contacts", "attendance"
ROWS = (
    ListRow(CONTACTS, "It is a list of contacts", "import it", icon="users", note="1"),
    ListRow(ATTENDANCE, "It says who came or registered", "review it for a huddle", icon="presentation", note="2"),
)


class FileKindCard(QWidget):
    """Hands the files over as what somebody says they are; closed without an answer, none of them is taken."""

    def __init__(self, context: Context, files: Sequence[Path], as_contacts: Take, as_attendance: Take) -> None:
        super().__init__()
        self._context, self._files = context, files
        self._takes = {CONTACTS: as_contacts, ATTENDANCE: as_attendance}
        names = f"“{files[0].name}”" + (f" and {len(files) - 1:,} more" if len(files) > 1 else "")
        self.setAccessibleName("Contacts or attendance?")
        self.list = RowList("What the file is")
        self.list.row_activated.connect(self._choose)
        self.list.set_rows(ROWS)
        self.setFocusProxy(self.list)
        leave = Button("Not now", "ghost")
        leave.clicked.connect(self._leave)
        buttons = QHBoxLayout()
        buttons.addStretch(1)
        buttons.addWidget(leave)
        column = QVBoxLayout(self)
        column.setContentsMargins(theme.px(24), theme.px(20), theme.px(24), theme.px(20))
        column.setSpacing(theme.px(14))
        column.addWidget(Label("Contacts or attendance?", "section", elide=True))
        column.addWidget(Label(f"{names} may be either. Nothing is written yet.", "body", tone="text2", wrap=True))
        column.addWidget(self.list)
        column.addLayout(buttons)

    def show_over(self) -> None:
        """Open it over the page."""
        self._context.overlay.open(self, width=WIDTH)

    def showEvent(self, event: QShowEvent) -> None:
        """Begin at the first answer."""
        super().showEvent(event)
        if not event.spontaneous():
            self.list.select_row(0)
            self.list.setFocus(Qt.FocusReason.OtherFocusReason)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """1 and 2 answer."""
        place = event.key() - Qt.Key.Key_1
        if 0 <= place < len(ROWS) and not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier:
            self._choose(ROWS[place].id)
        else:
            super().keyPressEvent(event)

    @Slot(object)
    def _choose(self, kind: object) -> None:
        self._context.overlay.close(self)
        self._takes[str(kind)](self._files)

    @Slot()
    def _leave(self) -> None:
        self._context.overlay.close(self)
