"""What the window says at its edges: the progress of long work below the page, and notices about the file above it."""

from collections.abc import Callable

import msgspec
from PySide6.QtCore import QEvent, QRect, QSize, Qt, Slot
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from ui.kit import icons, painting, theme
from ui.kit.buttons import Button, IconButton
from ui.kit.label import Label, plain_tip
from ui.kit.tasks import Task, Tasks


class TaskLine(QWidget):
    """Title, bar, count and Cancel of the long work under way; hidden when there is none."""

    def __init__(self, tasks: Tasks, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._task: Task | None = None
        self.label = Label("", "secondary", elide=True)
        self.bar = _Bar(self)
        self.cancel_button = Button("Cancel", "ghost")
        self.cancel_button.clicked.connect(self._cancel)
        row = QHBoxLayout(self)
        row.setContentsMargins(theme.px(28), theme.px(4), theme.px(16), theme.px(4))
        row.setSpacing(theme.px(16))
        row.addWidget(self.label, 1)
        row.addWidget(self.bar)
        row.addWidget(self.cancel_button)
        self.hide()
        tasks.shown.connect(self._show)

    @Slot(object)
    def _show(self, task: Task | None) -> None:
        self._task = task
        self.setVisible(task is not None)
        if task is not None:
            self.cancel_button.setEnabled(True)
            self.cancel_button.setAccessibleName(f"Cancel: {task.title}")
            task.progressed.connect(self._count)
            self._count(task.done, task.total)

    @Slot(object, object)
    def _count(self, done: int, total: int) -> None:
        if self._task is None:
            return
        count = f"  {done:,} of {total:,}" if total else f"  {done:,}" if done else ""
        self.label.setText(f"{self._task.title}…{count}")
        self.bar.set_share(done / total if total else None)

    @Slot()
    def _cancel(self) -> None:
        if self._task is not None:
            self._task.cancel()
            self.cancel_button.setEnabled(False)
            self.label.setText(f"{self._task.title}: stopping…")

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), theme.color("surface"))
        painter.fillRect(0, 0, self.width(), 1, theme.color("border"))


class _Bar(QWidget):
    """A thin bar: how much is through, or a quiet track where that is not known."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._share: float | None = None
        self.setAccessibleName("Progress")
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def set_share(self, share: float | None) -> None:
        """Fill up to a share of 0 to 1."""
        self._share = share
        self.setAccessibleDescription("" if share is None else f"{share:.0%}")
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(theme.px(200), theme.px(6))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painting.round_rect(painter, self.rect(), self.height() / 2, "border")
        filled = QRect(0, 0, round(self.width() * (1 if self._share is None else self._share)), self.height())
        if filled.width() > 0:
            painting.round_rect(painter, filled, self.height() / 2, "accent_soft" if self._share is None else "accent")


class Banner(msgspec.Struct, frozen=True):
    """Something to know about the open file for as long as it is so; at most one thing to do about it."""

    text: str
    tone: str = "warn"
    details: tuple[str, ...] = ()
    action: str = ""
    run: Callable[[], object] | None = None


class Banners(QWidget):
    """The notices above the page, one line each; each can be put away."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(0)
        self.setVisible(False)

    def add(self, banner: Banner) -> None:
        """Show one, unless it is shown already."""
        if banner.text not in self.texts():
            self._column.addWidget(_Strip(banner, self))
            self.setVisible(True)

    def remove(self, text: str) -> None:
        """Take the one with this text away, where it is shown: it is no longer so."""
        for strip in self.findChildren(_Strip):
            if strip.banner.text == text:
                strip.put_away()

    def texts(self) -> list[str]:
        """Return what is shown."""
        return [strip.banner.text for strip in self.findChildren(_Strip) if not strip.isHidden()]


class _Strip(QWidget):
    def __init__(self, banner: Banner, parent: QWidget) -> None:
        super().__init__(parent)
        self.banner = banner
        self.setAccessibleName(banner.text)
        self.setToolTip(plain_tip("\n".join((banner.text, *banner.details))))
        self._row = row = QHBoxLayout(self)
        self._fit()
        row.addWidget(Label(banner.text, "body", elide=True), 1)
        if banner.action:
            button = Button(banner.action)
            button.clicked.connect(self._act)
            row.addWidget(button, 0, Qt.AlignmentFlag.AlignVCenter)
        close = IconButton("x", f"Dismiss: {banner.text}", size=28)
        close.clicked.connect(self.put_away)
        row.addWidget(close, 0, Qt.AlignmentFlag.AlignVCenter)

    @Slot()
    def _act(self) -> None:
        if self.banner.run is not None:
            self.banner.run()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.StyleChange and hasattr(self, "_row"):
            self._fit()

    def _fit(self) -> None:
        """Leave room for the icon at the size of text there is."""
        self._row.setContentsMargins(theme.px(54), theme.px(4), theme.px(16), theme.px(4))
        self._row.setSpacing(theme.px(12))

    @Slot()
    def put_away(self) -> None:
        """Take it away for good."""
        self.hide()
        self.deleteLater()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        ground, ink = painting.tone_colors(self.banner.tone)
        painter.fillRect(self.rect(), theme.color(ground))
        side = theme.px(18)
        icon = "info" if self.banner.tone == "accent" else "alert-circle"
        icons.paint(painter, QRect(theme.px(28), (self.height() - side) // 2, side, side), icon, ink)
