"""The menu: rounded, with our icons, read and used like Qt's own."""

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu, QWidget

from ui.kit import icons


class Menu(QMenu):
    """A pop-up menu; `add` takes an icon name and a bound method. Deletes itself after use when made with `once`."""

    def __init__(self, parent: QWidget | None = None, *, title: str = "", once: bool = False) -> None:
        super().__init__(title, parent)
        self.setWindowFlag(Qt.WindowType.FramelessWindowHint)
        self.setWindowFlag(Qt.WindowType.NoDropShadowWindowHint)
        self.setAttribute(Qt.WidgetAttribute.WA_TranslucentBackground)
        if once:
            self.aboutToHide.connect(self.deleteLater)

    def add(
        self,
        text: str,
        run: Callable[[], object] | None = None,
        *,
        icon: str = "",
        shortcut: str = "",
        data: object = None,
    ) -> QAction:
        """Add a line. `shortcut` is only shown; `data` comes back from `QAction.data()`; `run` is a bound method."""
        action = self.addAction(text.replace("&", "&&") + (f"\t{shortcut}" if shortcut else ""))
        if icon:
            action.setIcon(icons.icon(icon))
        if data is not None:
            action.setData(data)
        if run is not None:
            action.triggered.connect(run)
        return action

    def add_menu(self, text: str, *, icon: str = "") -> "Menu":
        """Add a menu of its own under a line."""
        menu = Menu(self, title=text.replace("&", "&&"))
        if icon:
            menu.setIcon(icons.icon(icon))
        self.addMenu(menu)
        return menu
