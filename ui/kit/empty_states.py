"""What a page or a card shows when it has nothing to show yet, nothing at all, or could not read it."""

from PySide6.QtCore import QEvent, QRect, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QStackedWidget, QVBoxLayout, QWidget

from ui.kit import icons, painting, theme
from ui.kit.buttons import Button
from ui.kit.label import Label

FIRST_SHOWN_AFTER = 100
KEPT_FOR = 1000


class Skeleton(QWidget):
    """Grey lines where rows will be."""

    def __init__(self, rows: int = 6, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._rows = rows
        self.setAccessibleName("Loading")

    def sizeHint(self) -> QSize:
        return QSize(theme.px(240), theme.px(48) * self._rows)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        height, side = theme.px(48), theme.px(30)
        for row in range(min(self._rows, max(1, self.height() // height))):
            top = row * height
            painting.round_rect(painter, QRect(theme.px(16), top + theme.px(9), side, side), side / 2, "hover")
            x, room = theme.px(60), self.width() - theme.px(80)
            share = (0.34, 0.42, 0.28, 0.38, 0.31)[row % 5]
            painting.round_rect(painter, QRect(x, top + theme.px(12), int(room * share), theme.px(10)), 5, "hover")
            painting.round_rect(painter, QRect(x, top + theme.px(28), int(room * share * 1.4), theme.px(8)), 4, "hover")


class _Picture(QWidget):
    """An icon in a soft disc."""

    def __init__(self, icon: str, tone: str) -> None:
        super().__init__()
        self.icon, self.tone = icon, tone
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        return QSize(theme.px(52), theme.px(52))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter, (ground, ink) = QPainter(self), painting.tone_colors(self.tone)
        painting.round_rect(painter, self.rect(), self.height() / 2, ground)
        side = theme.px(24)
        icons.paint(painter, QRect((self.width() - side) // 2, (self.height() - side) // 2, side, side), self.icon, ink)


class _Sentence(Label):
    """A centred sentence, wrapped where it is longer than one reads at a glance; it follows the text size."""

    def __init__(self, text: str) -> None:
        super().__init__(text, "body", tone="text2", wrap=True, align=Qt.AlignmentFlag.AlignHCenter)

    def _widest(self) -> int:
        return min(theme.px(420), painting.text_width(self.text()) + 4)

    def heightForWidth(self, width: int) -> int:
        # The layout asks with its own width, of which the sentence takes only a part.
        return super().heightForWidth(min(width, self._widest()))

    def sizeHint(self) -> QSize:
        return QSize(self._widest(), self.heightForWidth(self._widest()))

    def minimumSizeHint(self) -> QSize:
        return QSize(min(self._widest(), theme.px(240)), self.sizeHint().height())


class EmptyState(QWidget):
    """Icon, one sentence, one primary action and its shortcut. Says `acted` when the action is pressed.

    `other` is a second, quieter way on; it says `other_acted`.
    """

    acted = Signal()
    other_acted = Signal()

    def __init__(
        self,
        icon: str,
        sentence: str,
        action: str = "",
        shortcut: str = "",
        other: str = "",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        column = QVBoxLayout(self)
        column.setContentsMargins(theme.px(24), theme.px(28), theme.px(24), theme.px(28))
        column.setSpacing(theme.px(12))
        centre = Qt.AlignmentFlag.AlignHCenter
        column.addStretch(1)
        column.addWidget(_Picture(icon, "accent"), 0, centre)
        column.addWidget(_Sentence(sentence), 0, centre)
        self.button = Button(action, "primary") if action else None
        if self.button is not None:
            self.button.clicked.connect(self.acted)
            column.addWidget(self.button, 0, centre)
        self.other = Button(other, "ghost") if other else None
        if self.other is not None:
            self.other.clicked.connect(self.other_acted)
            column.addWidget(self.other, 0, centre)
        if shortcut:
            column.addWidget(Label(shortcut, "caption", align=centre), 0, centre)
        column.addStretch(2)


class ErrorState(QWidget):
    """What happened, what to do, one action; the details are folded away. Says `acted` when the action is pressed."""

    acted = Signal()

    def __init__(
        self, message: str, action: str = "Try again", details: str = "", parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setAccessibleName(message)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(theme.px(16), theme.px(14), theme.px(16), theme.px(14))
        outer.setSpacing(theme.px(8))
        row = QHBoxLayout()
        row.setSpacing(theme.px(12))
        row.addWidget(_Picture("alert-circle", "danger"), 0, Qt.AlignmentFlag.AlignTop)
        column = QVBoxLayout()
        column.setSpacing(theme.px(8))
        column.addWidget(Label(message, "body", wrap=True))
        buttons = QHBoxLayout()
        buttons.setSpacing(theme.px(8))
        self.button = Button(action, "secondary")
        self.button.clicked.connect(self.acted)
        buttons.addWidget(self.button)
        self._fold = Button("Details", "ghost", icon="chevron-right")
        self._fold.setVisible(bool(details))
        self._fold.clicked.connect(self._unfold)
        buttons.addWidget(self._fold)
        buttons.addStretch(1)
        column.addLayout(buttons)
        self._details = Label(details, "secondary", wrap=True)
        self._details.hide()
        column.addWidget(self._details)
        row.addLayout(column, 1)
        outer.addLayout(row)
        outer.addStretch(1)

    def _unfold(self) -> None:
        shown = self._details.isHidden()
        self._details.setVisible(shown)
        self._fold.set_icon_name("chevron-down" if shown else "chevron-right")


class StateStack(QStackedWidget):
    """Content, or what stands in for it: `show_loading`, `show_empty`, `show_error`, `show_content`.

    Loading shows nothing for 100 ms at first and keeps old content for a second, then a skeleton.
    """

    acted = Signal()
    other_acted = Signal()

    def __init__(self, content: QWidget, *, skeleton_rows: int = 6, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._content, self._had_content = content, False
        self._skeleton = Skeleton(skeleton_rows)
        self._stand_in: EmptyState | ErrorState | None = None
        self.addWidget(content)
        self.addWidget(self._skeleton)
        self._wait = QTimer(self, singleShot=True)
        self._wait.timeout.connect(self._show_skeleton)

    def show_content(self) -> None:
        """There is something: show it."""
        self._wait.stop()
        self._had_content = True
        self._show(self._content)

    def show_loading(self) -> None:
        """Something is being read; call one of the others when it is there."""
        self._wait.start(KEPT_FOR if self._had_content else FIRST_SHOWN_AFTER)

    def show_empty(self, icon: str, sentence: str, action: str = "", shortcut: str = "", other: str = "") -> None:
        """There is nothing; `acted` is said when the action is pressed, `other_acted` for the quieter one."""
        empty = EmptyState(icon, sentence, action, shortcut, other)
        empty.other_acted.connect(self.other_acted)
        self._stand(empty)

    def show_error(self, message: str, action: str = "Try again", details: str = "") -> None:
        """It could not be read; `acted` is said when the action is pressed."""
        self._stand(ErrorState(message, action, details))

    def showing(self) -> str:
        """content, loading, empty or error."""
        current = self.currentWidget()
        if current is self._content:
            return "content"
        if current is self._skeleton:
            return "loading"
        return "empty" if isinstance(current, EmptyState) else "error"

    def sizeHint(self) -> QSize:
        current = self.currentWidget()
        return current.sizeHint() if current is not None else super().sizeHint()

    def minimumSizeHint(self) -> QSize:
        current = self.currentWidget()
        return current.minimumSizeHint() if current is not None else super().minimumSizeHint()

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.LayoutRequest:
            self.updateGeometry()
        return super().event(event)

    def _stand(self, stand_in: "EmptyState | ErrorState") -> None:
        self._wait.stop()
        self._had_content = False
        stand_in.acted.connect(self.acted)
        self.addWidget(stand_in)
        self._show(stand_in)
        self._stand_in = stand_in

    def _show_skeleton(self) -> None:
        self._had_content = False
        self._show(self._skeleton)

    def _show(self, widget: QWidget) -> None:
        self.setCurrentWidget(widget)
        if self._stand_in is not None and self._stand_in is not widget:
            self.removeWidget(self._stand_in)
            self._stand_in.deleteLater()
            self._stand_in = None
        self.updateGeometry()
