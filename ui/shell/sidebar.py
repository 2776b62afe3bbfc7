"""The side bar: log a meeting, search, destinations with counts, saved views, settings, help and the last backup."""

from PySide6.QtCore import QEvent, QRect, QSize, Qt, Slot
from PySide6.QtGui import QEnterEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QVBoxLayout, QWidget

from crm.changes import Topic
from crm.workspace import Workspace
from ui import pages
from ui.kit import icons, painting, theme
from ui.kit.actions import ActionTable, key_caps
from ui.kit.buttons import Button
from ui.kit.label import plain_tip
from ui.shell.nav_list import NavItem, NavList
from ui.shell.navigator import Navigator

WIDE, NARROW = 232, 64


class Sidebar(QWidget):
    """The left pane; `set_narrow` shrinks it to icons with tool tips."""

    def __init__(self, navigator: Navigator, actions: ActionTable, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._navigator, self._actions = navigator, actions
        self._narrow = False
        self._counts: dict[str, pages.Count] = {}
        self.brand = _Brand(self)
        self.log_button = Button("Log a meeting", "primary", icon="plus", tip="Log a meeting", shortcut="Ctrl+L")
        self.log_button.setAccessibleName("Log a meeting")
        self.log_button.clicked.connect(self._log)
        self.search_button = _SearchButton(self)
        self.search_button.clicked.connect(self._search)
        self.destinations = NavList("Pages", self)
        self.views = NavList("Saved views", self)
        self.foot = NavList("Settings and help", self)
        self.saved_line = _SavedLine(self)
        for view in (self.destinations, self.views, self.foot):
            view.chosen.connect(self._go)
        self.views.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Maximum)
        self.foot.set_items(_foot())
        self.destinations.set_items(destinations({}))
        self.views.set_items(())
        self.first_focus = self.destinations
        self._lay_out()
        theme.notifier.changed.connect(self._resize)

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, theme.px(17), 1, theme.px(12))
        column.setSpacing(0)
        column.addWidget(self.brand)
        column.addSpacing(theme.px(15))
        head = QVBoxLayout()
        head.setContentsMargins(theme.px(12), 0, theme.px(12), 0)
        head.setSpacing(theme.px(8))
        head.addWidget(self.log_button)
        head.addWidget(self.search_button)
        column.addLayout(head)
        column.addSpacing(theme.px(12))
        column.addWidget(self.destinations)
        column.addSpacing(theme.px(4))
        column.addWidget(self.views)
        column.addStretch(1)
        column.addWidget(self.foot)
        column.addWidget(self.saved_line)
        self._resize()

    def set_narrow(self, narrow: bool) -> None:
        """Shrink to 64 px of icons, or show names and counts again."""
        if narrow == self._narrow:
            return
        self._narrow = narrow
        self.log_button.setText("" if narrow else "Log a meeting")
        for each in (self.brand, self.search_button, self.saved_line):
            each.set_narrow(narrow)
        for view in (self.destinations, self.views, self.foot):
            view.set_narrow(narrow)
        self._resize()

    def is_narrow(self) -> bool:
        """Say whether only icons are shown."""
        return self._narrow

    def set_front(self, kind: str, view: int | None = None) -> None:
        """Light the destination or saved view in front."""
        spec = pages.page_spec(kind)
        home = spec.home or kind if spec is not None else kind
        self.destinations.set_front("" if view is not None else home, None)
        self.views.set_front(home if view is not None else "", view)
        self.foot.set_front(kind, None)

    def refresh(self, workspace: Workspace, topics: Topic) -> None:
        """Count anew what `topics` touch."""
        self._counts.update(pages.counts(workspace, topics))
        self.destinations.set_items(destinations(self._counts))

    @Slot(object)
    def set_views(self, rows: tuple[NavItem, ...]) -> None:
        """Show the saved views."""
        self.views.set_items(rows)

    @Slot()
    def _resize(self) -> None:
        self.setFixedWidth(theme.px(NARROW if self._narrow else WIDE))

    @Slot()
    def _log(self) -> None:
        self._actions.run("log")

    @Slot()
    def _search(self) -> None:
        self._actions.run("palette")

    @Slot(object)
    def _go(self, item: NavItem) -> None:
        if item.action:
            self._actions.run(item.action)
        else:
            self._navigator.open(item.kind, item.id, **dict(item.args))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the ground and the hairline to the page."""
        painter = QPainter(self)
        painter.fillRect(self.rect(), theme.color("sidebar"))
        painter.fillRect(self.width() - 1, 0, 1, self.height(), theme.color("border"))


def destinations(counts: dict[str, pages.Count]) -> tuple[NavItem, ...]:
    """Return the rows of the pages that stand in the side bar, with what is known of their counts."""
    items = []
    for spec in pages.PAGES:
        if spec.in_sidebar:
            count = counts.get(spec.kind, pages.Count())
            items.append(
                NavItem(
                    spec.title,
                    spec.icon,
                    spec.kind,
                    key=spec.shortcut,
                    count=count.number,
                    count_text=count.spoken,
                    urgent=count.urgent,
                )
            )
    return tuple(items)


def _foot() -> tuple[NavItem, ...]:
    return (
        NavItem("Settings", "settings", kind="settings"),
        NavItem("Help & shortcuts", "keyboard", action="help", key="F1"),
    )


class _Brand(QWidget):
    """The mark and the name."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._narrow = False
        self.setAccessibleName("Cluster Desk")
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def set_narrow(self, narrow: bool) -> None:
        """Show the mark alone, or the name too."""
        self._narrow = narrow
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(theme.px(NARROW) - 1, theme.px(30))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        side = theme.px(28)
        left = (self.width() - side) // 2 if self._narrow else theme.px(16)
        mark = QRect(left, (self.height() - side) // 2, side, side)
        painting.round_rect(painter, mark, 7, "accent")
        inner = theme.px(4)
        icons.paint(painter, mark.adjusted(inner, inner, -inner, -inner), "logo", "on_accent")
        if not self._narrow:
            box = QRect(mark.right() + theme.px(11), 0, self.width(), self.height())
            painting.draw_text(painter, box, "Cluster Desk", 15, 600)


class _SearchButton(QAbstractButton):
    """Looks like a search field; opens the palette."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._narrow = False
        self.setText("Search or jump…")
        self.setAccessibleName("Search or jump to anything")
        self.setToolTip(plain_tip("Search or jump to anything  Ctrl+K"))
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def set_narrow(self, narrow: bool) -> None:
        """Show the icon alone, or the words too."""
        self._narrow = narrow
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(theme.px(40), theme.px(34))

    def enterEvent(self, event: QEnterEvent) -> None:
        self.update()
        super().enterEvent(event)

    def leaveEvent(self, event: QEvent) -> None:
        self.update()
        super().leaveEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painting.round_rect(painter, self.rect(), 6, "hover" if self.underMouse() else "surface", "border_strong")
        side, middle = theme.px(16), self.height() // 2
        left = (self.width() - side) // 2 if self._narrow else theme.px(10)
        icons.paint(painter, QRect(left, middle - side // 2, side, side), "search", "text2")
        if not self._narrow:
            cap = " ".join(key_caps("Ctrl+K"))
            at = self.width() - theme.px(8) - painting.keycap_width(cap)
            painting.keycap(painter, at, middle, cap)
            box = QRect(left + side + theme.px(8), 0, 0, self.height())
            box.setRight(at - theme.px(4))
            painting.draw_text(painter, box, self.text(), 13, 400, "text3")
        if self.hasFocus():
            painting.focus_ring(painter, self.rect(), 6)


class _SavedLine(QWidget):
    """Says that all is saved and when it was last backed up."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._narrow = False
        self._text, self._good = "All saved", True
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._name()

    def set_narrow(self, narrow: bool) -> None:
        """Show the icon alone, or the words too."""
        self._narrow = narrow
        self.update()

    def say(self, text: str, good: bool) -> None:
        """Show another state, red where it is not good."""
        self._text, self._good = text, good
        self._name()
        self.update()

    def text(self) -> str:
        """Return what it says."""
        return self._text

    def _name(self) -> None:
        self.setAccessibleName(self._text)
        self.setToolTip(plain_tip(self._text))

    def sizeHint(self) -> QSize:
        return QSize(theme.px(NARROW) - 1, theme.px(28))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        side, middle = theme.px(14), self.height() // 2
        left = (self.width() - side) // 2 if self._narrow else theme.px(18)
        icon, ink = ("check-circle", "ok") if self._good else ("alert", "danger")
        icons.paint(painter, QRect(left, middle - side // 2, side, side), icon, ink)
        if not self._narrow:
            box = QRect(left + side + theme.px(8), 0, 0, self.height())
            box.setRight(self.width() - theme.px(8))
            painting.draw_text(painter, box, self._text, 11, 500, "text3" if self._good else "danger")
