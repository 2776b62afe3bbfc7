"""A panel beside a page's content: 392 px at its right where there is room, else a sheet laid over it."""

from PySide6.QtCore import QEvent, QRect, Qt, Signal
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


class PanelHost(QWidget):
    """Lays out `content` and a `SidePanel`. `open_panel()` and `close_panel()` show and hide it; `toggled(open)` tells.

    In a window of 1280 px or more the panel takes its width from the content; in a narrower one it is a sheet over the
    right of it, and the content stays usable beside it. Esc inside the panel closes it and gives the keyboard back.
    """

    toggled = Signal(bool)

    def __init__(self, content: QWidget, panel: SidePanel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._content, self.panel = content, panel
        self._before: QWidget | None = None
        content.setParent(self)
        self._shade = _Shade(self)
        panel.setParent(self)
        self._shade.hide()
        panel.hide()

    def is_open(self) -> bool:
        """Whether the panel is shown."""
        return not self.panel.isHidden()

    def is_sheet(self) -> bool:
        """Whether the panel lies over the content for want of room."""
        return self.window().width() < theme.px(ROOMY_WINDOW)

    def open_panel(self, focus: bool = False) -> None:
        """Show the panel; with `focus` it takes the keyboard too."""
        was_open = self.is_open()
        if not was_open:
            self.panel.show()
            self._arrange()
            self.toggled.emit(True)
        if focus:
            self._before = self._content.focusWidget() or self._content
            inner = self.panel.findChildren(QWidget)
            target = next((each for each in inner if each.focusPolicy() & Qt.FocusPolicy.TabFocus), None)
            (target or self.panel).setFocus(Qt.FocusReason.OtherFocusReason)

    def close_panel(self) -> None:
        """Hide the panel; the keyboard goes back to the content."""
        if not self.is_open():
            return
        inside = self.panel.isAncestorOf(self.focusWidget() or self)
        self.panel.hide()
        self._arrange()
        if inside:
            (self._before or self._content).setFocus(Qt.FocusReason.OtherFocusReason)
        self.toggled.emit(False)

    def toggle_panel(self) -> None:
        """Show or hide the panel."""
        if self.is_open():
            self.close_panel()
        else:
            self.open_panel()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        inside = self.panel.isAncestorOf(self.focusWidget() or self)
        escape = event.key() == Qt.Key.Key_Escape and not event.modifiers()
        if escape and self.is_open() and (inside or self.is_sheet()):
            self.close_panel()
        else:
            super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._arrange()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.StyleChange:
            self._arrange()

    def _arrange(self) -> None:
        width = min(theme.px(WIDTH), self.width())
        opened, sheet = self.is_open(), self.is_sheet()
        taken = width if opened and not sheet else 0
        self._content.setGeometry(0, 0, self.width() - taken, self.height())
        self.panel.setGeometry(self.width() - width, 0, width, self.height())
        self._shade.setVisible(opened and sheet)
        reach = theme.px(24)
        self._shade.setGeometry(self.width() - width - reach, 0, reach, self.height())
        self._shade.raise_()
        self.panel.raise_()
