"""A panel beside a page's content: 392 px at its right where there is room, else a sheet laid over it."""

from PySide6.QtCore import QEvent, QObject, QRect, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from ui.kit import painting, theme

WIDTH = 392
ROOMY_WINDOW = 1280


class SidePanel(QWidget):
    """The panel itself; put a column of widgets into `body`. A hairline is its left edge."""

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(name)
        self.body = QVBoxLayout(self)
        self.body.setContentsMargins(theme.px(20), theme.px(20), theme.px(20), theme.px(16))
        self.body.setSpacing(theme.px(12))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), theme.color("surface"))
        painter.fillRect(0, 0, 1, self.height(), theme.color("border"))

    def mousePressEvent(self, event: QMouseEvent) -> None:
        # A click on the sheet must not reach what lies under it.
        event.accept()


class _Shade(QWidget):
    """The soft edge of the sheet over the content."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)

    def paintEvent(self, event: QPaintEvent) -> None:
        beyond = QRect(self.width(), -40, 200, self.height() + 80)
        painting.draw_shadow(QPainter(self), beyond, 0, self.width() // 2, 0)


class PanelKeeper(QObject):
    """Shows and hides a `SidePanel` at the right of its host; `toggled(open)` tells.

    In a window of 1280 px or more the panel takes its width from `content`, where there is one; in a narrower one it is
    a sheet over the right of the host, which stays usable beside it. The host calls `arrange` when its size or looks
    change, and asks `take_key` first: Esc inside the panel closes it and gives the keyboard back.
    """

    toggled = Signal(bool)

    def __init__(self, host: QWidget, panel: SidePanel, content: QWidget | None = None) -> None:
        super().__init__(host)
        self._host, self.panel, self._content = host, panel, content
        self._before: QWidget | None = None
        self._shade = _Shade(host)
        panel.setParent(host)
        self._shade.hide()
        panel.hide()

    def is_open(self) -> bool:
        """Whether the panel is shown."""
        return not self.panel.isHidden()

    def is_sheet(self) -> bool:
        """Whether the panel lies over the host for want of room."""
        return self._host.window().width() < theme.px(ROOMY_WINDOW)

    def open(self, focus: bool = False) -> None:
        """Show the panel; with `focus` it takes the keyboard too."""
        was_open = self.is_open()
        if not was_open:
            self.panel.show()
            self.arrange()
            self.toggled.emit(True)
        if focus:
            beside = self._content or self._host
            self._before = beside.focusWidget() or beside
            inner = self.panel.findChildren(QWidget)
            target = next((each for each in inner if each.focusPolicy() & Qt.FocusPolicy.TabFocus), None)
            (target or self.panel).setFocus(Qt.FocusReason.OtherFocusReason)

    def close(self) -> None:
        """Hide the panel; the keyboard goes back to what is beside it."""
        if not self.is_open():
            return
        inside = self._has_focus()
        self.panel.hide()
        self.arrange()
        if inside:
            (self._before or self._content or self._host).setFocus(Qt.FocusReason.OtherFocusReason)
        self.toggled.emit(False)

    def take_key(self, event: QKeyEvent) -> bool:
        """Close the panel on the Esc that is meant for it; say whether it was."""
        escape = event.key() == Qt.Key.Key_Escape and not event.modifiers()
        wanted = escape and self.is_open() and (self._has_focus() or self.is_sheet())
        if wanted:
            self.close()
        return wanted

    def arrange(self) -> None:
        """Give the panel its place, and the content what it leaves."""
        host = self._host
        width = min(theme.px(WIDTH), host.width())
        opened, sheet = self.is_open(), self.is_sheet()
        if self._content is not None:
            taken = width if opened and not sheet else 0
            self._content.setGeometry(0, 0, host.width() - taken, host.height())
        self.panel.setGeometry(host.width() - width, 0, width, host.height())
        self._shade.setVisible(opened and sheet)
        reach = theme.px(24)
        self._shade.setGeometry(host.width() - width - reach, 0, reach, host.height())
        self._shade.raise_()
        self.panel.raise_()

    def _has_focus(self) -> bool:
        return self.panel.isAncestorOf(self._host.focusWidget() or self._host)


class PanelHost(QWidget):
    """Lays out `content` and a `SidePanel`; `toggled(open)` tells when that is shown or hidden (see `PanelKeeper`)."""

    toggled = Signal(bool)

    def __init__(self, content: QWidget, panel: SidePanel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        content.setParent(self)
        self.panel = panel
        self._keeper = PanelKeeper(self, panel, content)
        self._keeper.toggled.connect(self.toggled)

    def is_open(self) -> bool:
        """Whether the panel is shown."""
        return self._keeper.is_open()

    def is_sheet(self) -> bool:
        """Whether the panel lies over the content for want of room."""
        return self._keeper.is_sheet()

    def open_panel(self, focus: bool = False) -> None:
        """Show the panel; with `focus` it takes the keyboard too."""
        self._keeper.open(focus)

    def close_panel(self) -> None:
        """Hide the panel; the keyboard goes back to the content."""
        self._keeper.close()

    def toggle_panel(self) -> None:
        """Show or hide the panel."""
        if self.is_open():
            self.close_panel()
        else:
            self.open_panel()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if not self._keeper.take_key(event):
            super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._keeper.arrange()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.StyleChange:
            self._keeper.arrange()
