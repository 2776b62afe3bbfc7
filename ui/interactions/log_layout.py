"""How the Log panel lies: kinds, line, hints, what was understood, notes, foot; as high as it needs to be."""

from PySide6.QtCore import QEvent, QObject, QRect, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from crm.fields import INTERACTION
from ui.interactions.hint_bar import HintBar
from ui.interactions.understood import Understood
from ui.interactions.understood_parts import KINDS
from ui.kit import theme
from ui.kit.buttons import Button, SegmentedControl
from ui.kit.fields import NotesField
from ui.kit.key_hints import KeyHints
from ui.kit.label import Label
from ui.kit.overlay import RADIUS
from ui.kit.page import scroller
from ui.kit.text_entry import Completion, TextEntry

EXAMPLE = "Met Jane Roe at Acme re imaging pilot yesterday #imaging f 2w"
FOOT = (
    (("Ctrl", "↵"), "save"),
    (("Ctrl", "Shift", "↵"), "save, log another"),
    (("Tab",), "next part"),
    (("Esc",), "close, keep draft"),
)


class _Ground(QWidget):
    """The ground of everything in the card, with hairlines at `lines`.

    It is opaque, so that a key repaints the panel alone and not the page that shines through beside it; the overlay
    paints the rounded corners above and below.
    """

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.lines: tuple[int, ...] = ()
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(event.rect(), theme.color("surface"))
        for y in self.lines:
            painter.fillRect(QRect(0, y, self.width(), 1), theme.color("border"))


class LogCard(QWidget):
    """The widgets of the panel in their places; `LogPanel` gives them their meaning."""

    def __init__(self, plan_key: str) -> None:
        super().__init__()
        self.setAccessibleName("Log")
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, RADIUS, 0, RADIUS)
        self._ground = _Ground(self)
        outer.addWidget(self._ground)
        column = QVBoxLayout(self._ground)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        side = theme.px(20)
        self._head = head = QHBoxLayout()
        head.setContentsMargins(side, 0, side, 0)
        head.setSpacing(theme.px(12))
        title = Label("Log", "section")
        title.setFixedHeight(theme.px(30))
        head.addWidget(title, 0, Qt.AlignmentFlag.AlignTop)
        self.kinds = SegmentedControl(KINDS, INTERACTION["kind"].label, look="tabs", wrap=True)
        head.addWidget(self.kinds, 1)
        column.addLayout(head)
        self.field = TextEntry("What happened", placeholder=EXAMPLE, complete=self.complete)
        self._top = line = QHBoxLayout()
        line.setContentsMargins(side - 2, theme.px(10), side, theme.px(14))
        line.addWidget(self.field)
        column.addLayout(line)
        self._middle = QWidget()
        inner = QVBoxLayout(self._middle)
        inner.setContentsMargins(side, theme.px(12), side, theme.px(12))
        inner.setSpacing(theme.px(12))
        self.hints = HintBar(plan_key)
        self.understood = Understood(self.field)
        notes = INTERACTION["notes"].label
        self.notes = NotesField(notes, placeholder=notes, least=3, most=8)
        self.problem = Label("", "body", tone="danger", wrap=True)
        self.problem.hide()
        for widget in (self.hints, self.understood, self.notes, self.problem):
            inner.addWidget(widget)
        self._middle.installEventFilter(self)
        self._scroll = scroller(self._middle)
        self._scroll.installEventFilter(self)
        column.addWidget(self._scroll, 1)
        self._foot = self._build_foot(side)
        column.addLayout(self._foot)
        self.setFocusProxy(self.field)

    def _build_foot(self, side: int) -> QHBoxLayout:
        foot = QHBoxLayout()
        foot.setContentsMargins(side, theme.px(10), side, 0)
        foot.setSpacing(theme.px(12))
        foot.addWidget(KeyHints(FOOT, line=False), 1)
        self.cancel_button = Button("Cancel", "ghost", tip="Throw away what is typed here; Esc keeps it for later")
        foot.addWidget(self.cancel_button)
        self.save_button = Button("Save", "primary", tip="Save", shortcut="Ctrl+Enter")
        self.save_button.setMinimumWidth(theme.px(112))
        foot.addWidget(self.save_button)
        return foot

    def complete(self, text: str, at: int) -> Completion | None:
        """Return what may be meant at the cursor of the line."""
        return None

    def say_problem(self, text: str) -> None:
        """Say above the foot why nothing was saved, '' takes it away; everything typed stays."""
        self.problem.setText(text)
        self.problem.setVisible(bool(text))

    def hasHeightForWidth(self) -> bool:
        """Its height follows its width: the line and the chips wrap."""
        return True

    def heightForWidth(self, width: int) -> int:
        """As high as everything in it; where the window is lower, the middle scrolls."""
        around = (self._head, self._top, self._foot)
        heights = [
            each.heightForWidth(width) if each.hasHeightForWidth() else each.sizeHint().height() for each in around
        ]
        return 2 * RADIUS + sum(heights) + self._middle.heightForWidth(width)

    def minimumSizeHint(self) -> QSize:
        """The head, the line and the foot with a little between."""
        return QSize(theme.px(320), theme.px(280))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Scroll only where the window is too low: a bar that came up on the way would take the width and stay."""
        fits = self.heightForWidth(self.width()) <= self.height()
        policy = Qt.ScrollBarPolicy.ScrollBarAlwaysOff if fits else Qt.ScrollBarPolicy.ScrollBarAsNeeded
        self._scroll.setVerticalScrollBarPolicy(policy)
        super().resizeEvent(event)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Let the card follow when the middle grows, and the hairlines lie above and below it."""
        if event.type() == QEvent.Type.LayoutRequest:
            self._scroll.updateGeometry()
        elif event.type() in (QEvent.Type.Resize, QEvent.Type.Move):
            area = self._scroll.geometry()
            self._ground.lines = (area.top() - 1, area.bottom() + 1)
            self._ground.update()
        return False
