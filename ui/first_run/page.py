"""The welcome page of a new file."""

from PySide6.QtCore import QEvent, QRect, QSize, Qt, Slot
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QHBoxLayout, QSizePolicy, QWidget

from crm.changes import Topic
from crm.errors import CrmError
from crm.workspace import Workspace
from ui.context import Context
from ui.kit import icons, painting, theme
from ui.kit.label import Label
from ui.kit.page import Page
from ui.kit.tasks import Task
from ui.records.background_calls import work

PLACE = "Everything stays in one file on this computer; nothing is sent anywhere."
WIDEST = 1040


WIDTH, HEIGHT = 272, 208


class ChoiceCard(QAbstractButton):
    """A large choice, one tab stop: `clicked` by Enter, Space, a click or the digit `key`, which is shown as a cap."""

    def __init__(self, icon: str, title: str, meaning: str, key: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._icon, self._meaning, self._key = icon, meaning, key
        self.setText(title)
        self.setAccessibleName(title)
        self.setAccessibleDescription(meaning)
        self.setShortcut(key)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        return QSize(theme.px(WIDTH), theme.px(HEIGHT))

    def minimumSizeHint(self) -> QSize:
        return QSize(theme.px(210), theme.px(HEIGHT))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter presses it too."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.click()
            return
        super().keyPressEvent(event)

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.StyleChange:
            self.updateGeometry()
        super().changeEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        ground = "hover" if self.underMouse() or self.isDown() else "surface"
        painting.round_rect(painter, self.rect(), 14, ground, "border_strong")
        side, edge = theme.px(28), theme.px(24)
        icons.paint(painter, QRect(edge, edge, side, side), self._icon, theme.tokens().accent)
        painting.keycap(painter, self.width() - edge - theme.px(20), edge + theme.px(13), self._key)
        room = self.width() - 2 * edge
        top = edge + side + theme.px(16)
        title = QRect(edge, top, room, painting.line_height(17, 600))
        painting.draw_text(painter, title, self.text(), 17, 600, "text")
        top = title.bottom() + theme.px(8)
        for line in painting.wrapped(self._meaning, room, 13, 400, 5):
            painting.draw_text(painter, QRect(edge, top, room, painting.line_height(13)), line, 13, 400, "text2")
            top += painting.line_height(13)
        if self.hasFocus():
            painting.focus_ring(painter, self.rect(), 14)


class FirstRunPage(Page):
    """Three ways to begin."""

    topics = Topic.NONE

    def __init__(self, context: Context) -> None:
        super().__init__("Welcome to Cluster Desk")
        self._context = context
        self.set_subtitle("Who was met, what was promised, and what came of it")
        self._import = ChoiceCard(
            "upload",
            "Import your contacts",
            "From Google, Outlook, vCards, or any CSV or Excel list. You see what would happen before anything is "
            "written.",
            "1",
        )
        self._sample = ChoiceCard(
            "users",
            "Look around",
            "60 invented organisations and 240 people with their meetings and huddles. Removed in one click.",
            "2",
        )
        self._empty = ChoiceCard(
            "edit", "Start empty", "Log your first meeting: people and organisations are added as you name them.", "3"
        )
        self._import.clicked.connect(self._go_import)
        self._sample.clicked.connect(self._make_sample)
        self._empty.clicked.connect(self._start_empty)
        cards = QWidget()
        cards.setMaximumWidth(theme.px(WIDEST))
        row = QHBoxLayout(cards)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.px(16))
        for card in (self._import, self._sample, self._empty):
            row.addWidget(card, 1)
        self._said = Label("", "body", tone="text2", wrap=True)
        self.body.addStretch(1)
        self.body.addWidget(cards)
        self.body.addWidget(self._said)
        self.body.addWidget(Label(PLACE, "secondary", tone="text3"), 0, Qt.AlignmentFlag.AlignLeft)
        self.body.addStretch(3)
        self.first_focus = self._import

    def show_target(self) -> None:
        """There is one welcome only."""

    def reload(self) -> None:
        """Nothing here comes from the file."""

    @Slot()
    def _go_import(self) -> None:
        self._context.navigator.open("import")

    @Slot()
    def _start_empty(self) -> None:
        self._context.navigator.open("today")

    @Slot()
    def _make_sample(self) -> None:
        self._sample.setEnabled(False)
        self._said.setText("Making the invented network…")
        making = work(
            self._context,
            self,
            "Making the sample network",
            _write,
            self._made,
            refused=self._refused,
            stopped=self._stopped,
        )
        making.ended.connect(self._over)

    @Slot()
    def _over(self) -> None:
        self._sample.setEnabled(True)

    def _made(self, counts: object) -> None:
        self._said.setText("")
        self._context.navigator.open("today")
        self._context.toasts.undoable("The sample network is here: everyone in it is invented.")

    def _stopped(self) -> None:
        self._sample.setFocus()
        self._said.setText("Stopped. Nothing was written.")

    def _refused(self, error: CrmError) -> None:
        self._said.setText(str(error))
        self._sample.setFocus()


def _write(workspace: Workspace, task: Task) -> object:
    # The generator is loaded only by those who ask for it.
    from crm.sample import make_sample

    return make_sample(workspace.store, progress=task.progress, cancelled=task.cancelled)
