"""The screen for a file that does not open: what it is, that nothing was lost, and the ways on."""

from collections.abc import Sequence

from PySide6.QtCore import QRect, QSize, Qt, Signal, Slot
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QSizePolicy, QVBoxLayout, QWidget

from crm.backups import BackupInfo
from crm.errors import Choice, HeldElsewhere, OpeningError
from ui.kit import icons, painting, theme
from ui.kit.buttons import Button
from ui.kit.choices import Choice as Choosable
from ui.kit.choices import ChoiceList
from ui.kit.flow import FlowLayout
from ui.kit.label import Label
from ui.kit.tasks import Tasks
from ui.shell.status_line import TaskLine

TITLES = {
    "FileMissing": "The file is not there",
    "FileExists": "That name is taken",
    "NotOurFile": "This is no Cluster Desk file",
    "FileDamaged": "The file is damaged",
    "NewerFile": "The file is from a newer version",
    "OlderFile": "The file must be upgraded first",
    "UpgradeFailed": "The upgrade did not come through",
    "AlreadyOpen": "The file is open already",
    "HeldElsewhere": "The file is open on another computer",
    "FileUnreachable": "The file could not be read",
}
CONFIRMATION = "open here"


class OpenFailedScreen(QWidget):
    """One error of opening with its choices as buttons; `chose` carries the `Choice`.

    `offer_backups` lists what could be put in the file's place; `restored_from` carries the path chosen, or None for
    one that is not in the list. `say` shows what came of a choice; long work shows its progress at the foot.

    Opening a file that another computer holds asks for two typed words first: both could write over each other.
    """

    chose = Signal(object)
    restored_from = Signal(object)

    def __init__(self, error: OpeningError, offered: tuple[Choice, ...], tasks: Tasks) -> None:
        super().__init__()
        self.setWindowTitle("Cluster Desk")
        self.setMinimumSize(theme.px(560), theme.px(380))
        self.resize(theme.px(720), theme.px(460))
        self.sentence = str(error)
        self.buttons: dict[Choice, Button] = {}
        column = QVBoxLayout(self)
        column.setContentsMargins(theme.px(48), theme.px(40), theme.px(48), theme.px(40))
        column.setSpacing(theme.px(16))
        column.addStretch(1)
        column.addWidget(_Mark(self), 0, Qt.AlignmentFlag.AlignLeft)
        column.addWidget(Label(TITLES.get(type(error).__name__, "The file did not open"), "title"))
        column.addWidget(Label(self.sentence, "body", tone="text2", wrap=True))
        self.confirmation = QLineEdit()
        if isinstance(error, HeldElsewhere) and Choice.TAKE_OVER in offered:
            column.addLayout(self._confirm_row(error))
        column.addSpacing(theme.px(8))
        column.addWidget(self._button_row(offered))
        self._answer = Label("", "body", tone="danger", wrap=True)
        self._answer.hide()
        column.addWidget(self._answer)
        self.backups = ChoiceList("Backups")
        self.backups.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.backups.chosen.connect(self._backup_chosen)
        self.backups.hide()
        column.addWidget(self.backups, 4)
        column.addStretch(2)
        column.addWidget(TaskLine(tasks, self))
        first = next(iter(self.buttons.values()), None)
        if first is not None:
            first.setFocus()

    def _button_row(self, offered: tuple[Choice, ...]) -> QWidget:
        row = QWidget()
        flow = FlowLayout(row, gap=8)
        for number, choice in enumerate(offered):
            button = Button(choice.value, "primary" if number == 0 else "secondary")
            button.setProperty("choice", choice.value)
            button.clicked.connect(self._pressed)
            self.buttons[choice] = button
            flow.addWidget(button)
        if Choice.TAKE_OVER in self.buttons:
            self.buttons[Choice.TAKE_OVER].setEnabled(False)
        return row

    def _confirm_row(self, error: HeldElsewhere) -> QHBoxLayout:
        asked = f"If {error.host} no longer uses it, type “{CONFIRMATION}”:"
        self.confirmation.setAccessibleName(asked)
        self.confirmation.textChanged.connect(self._confirm)
        row = QHBoxLayout()
        row.setSpacing(theme.px(12))
        row.addWidget(Label(asked, "secondary"))
        row.addWidget(self.confirmation, 1)
        return row

    def offer_backups(self, backups: Sequence[BackupInfo]) -> None:
        """List the backups there are, the newest first, and the way to any other."""
        rows = [Choosable(info.made_on, "Backups", info.summary, "history", data=info.path) for info in backups]
        rows.append(Choosable("Choose another backup…", "Elsewhere", icon="folder"))
        self.backups.show_choices(rows)
        self.backups.show()
        self.backups.setFocus()
        self.resize(max(self.width(), theme.px(720)), max(self.height(), theme.px(640)))

    def answer(self) -> str:
        """Return what `say` shows."""
        return self._answer.text()

    def say(self, text: str) -> None:
        """Show what came of a choice."""
        self._answer.setText(text)
        self._answer.setVisible(bool(text))

    @Slot(object)
    def _backup_chosen(self, row: Choosable) -> None:
        self.restored_from.emit(row.data)

    @Slot(str)
    def _confirm(self, text: str) -> None:
        self.buttons[Choice.TAKE_OVER].setEnabled(text.strip().casefold() == CONFIRMATION)

    @Slot()
    def _pressed(self) -> None:
        button = self.sender()
        if isinstance(button, Button):
            self.chose.emit(Choice(button.property("choice")))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the ground."""
        QPainter(self).fillRect(self.rect(), theme.color("window"))


class _Mark(QWidget):
    """The program's mark."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setAccessibleName("Cluster Desk")
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        return QSize(theme.px(44), theme.px(44))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painting.round_rect(painter, self.rect(), 10, "accent")
        inset = theme.px(7)
        box = QRect(inset, inset, self.width() - 2 * inset, self.height() - 2 * inset)
        icons.paint(painter, box, "logo", "on_accent")
