"""Files dragged over the window: a mark lies over it and says what becomes of them, until they are dropped or leave."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QEvent, QObject, QRect, Qt, Signal
from PySide6.QtGui import QColor, QDropEvent, QKeyEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QApplication, QWidget

from ui.kit import icons, painting, theme

TITLE = "Drop it anywhere in the window"
INSET, RADIUS, ICON, VEIL = 12, 14, 32, 232
KINDS = frozenset(
    (
        QEvent.Type.DragEnter,
        QEvent.Type.DragMove,
        QEvent.Type.Drop,
        QEvent.Type.DragLeave,
        QEvent.Type.Resize,
    )
)


class DropMark(QWidget):
    """A frame with words over the whole window; the mouse and what is dragged go through it."""

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self._window = window
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.words = ""
        self.hide()

    def show_over(self, words: str) -> None:
        """Lie over the window, above all that is in it, and say `words`."""
        self.words = words
        self.setAccessibleName(f"{TITLE}. {words}")
        self.setGeometry(self._window.rect())
        self.raise_()
        self.show()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        veil = QColor(theme.color("window"))
        veil.setAlpha(VEIL)
        painter.fillRect(self.rect(), veil)
        inset = theme.px(INSET)
        pen = QPen(theme.color("accent"), 2, Qt.PenStyle.DashLine)
        painter.setPen(pen)
        painter.drawRoundedRect(self.rect().adjusted(inset, inset, -inset, -inset), RADIUS, RADIUS)
        side, middle = theme.px(ICON), self.rect().center()
        icons.paint(
            painter, QRect(middle.x() - side // 2, middle.y() - side - theme.px(28), side, side), "upload", "accent"
        )
        room = self.rect().adjusted(2 * inset, 0, -2 * inset, 0)
        line = painting.line_height(17)
        painting.draw_text(
            painter, QRect(room.x(), middle.y() - line, room.width(), line), TITLE, 17, 600, "text", "centre"
        )
        below = QRect(room.x(), middle.y() + theme.px(6), room.width(), room.height() // 2 - theme.px(30))
        painter.setFont(theme.font(13))
        painter.setPen(theme.color("text2"))
        flags = Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignTop | Qt.TextFlag.TextWordWrap
        painter.drawText(below, int(flags), self.words)


class DropOverlay(QObject):
    """Takes files dragged over a window; `dropped` carries them. `words` says what would become of them now."""

    dropped = Signal(object)

    def __init__(self, window: QWidget, words: Callable[[], str]) -> None:
        super().__init__(window)
        self._window, self._words = window, words
        self.mark = DropMark(window)
        window.setAcceptDrops(True)
        window.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Show the mark while files are over the window; Esc, leaving and dropping take it away."""
        # The kind comes first: of other events the window still has some when the rest of this is gone.
        kind = event.type()
        if kind in (QEvent.Type.KeyPress, QEvent.Type.MouseButtonPress):
            return not self.mark.isHidden() and self._away(event)
        if kind not in KINDS or watched is not self._window:
            return False
        if isinstance(event, QDropEvent):
            return self._over(event)
        if kind == QEvent.Type.DragLeave:
            self._end()
        elif not self.mark.isHidden():
            self.mark.setGeometry(self._window.rect())
        return False

    def _over(self, event: QDropEvent) -> bool:
        files = local_files(event)
        if not files:
            return False
        event.acceptProposedAction()
        if event.type() == QEvent.Type.Drop:
            self._end()
            self.dropped.emit(files)
        elif self.mark.isHidden():
            self.mark.show_over(self._words())
            self._watch(on=True)
        return True

    def _away(self, event: QEvent) -> bool:
        """End at a key or a press, which no drag has any more: a system that ended it need not have said so."""
        is_esc = isinstance(event, QKeyEvent) and event.key() == Qt.Key.Key_Escape
        if is_esc or event.type() == QEvent.Type.MouseButtonPress:
            self._end()
        return is_esc

    def _end(self) -> None:
        self.mark.hide()
        self._watch(on=False)

    def _watch(self, *, on: bool) -> None:
        # Only while the mark is there: a filter on the whole application would cost every event.
        application = QApplication.instance()
        if application is not None:
            (application.installEventFilter if on else application.removeEventFilter)(self)


def local_files(event: QDropEvent) -> list[Path]:
    """Return the files of this machine that an event brings."""
    return [Path(url.toLocalFile()) for url in event.mimeData().urls() if url.isLocalFile()]
