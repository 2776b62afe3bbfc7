"""A card: one subject on a page, with its title, a count and what can be done."""

from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from ui.kit import painting, theme
from ui.kit.label import Label


class Card(QFrame):
    """Surface with a thin edge; put content into `body`. Without a title there is no header.

    `count` is the quiet text beside the title ("4", "5 of 9", "in 5 days"); `flush` takes the padding off the sides of
    the body, for a list that paints its own rows to the edge.
    """

    def __init__(self, title: str = "", count: str = "", *, flush: bool = False, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._title = Label(title, "card")
        self._count = Label(count, "secondary", tone="text3", elide=True)
        self._header = QHBoxLayout()
        self._header.setSpacing(theme.px(8))
        self._header.addWidget(self._title)
        self._header.addWidget(self._count, 1)
        self.body = QVBoxLayout()
        self.body.setSpacing(0)
        outer = QVBoxLayout(self)
        side = theme.px(16)
        # Three pixels keep square content off the rounded corners.
        foot = 3 if flush and not title else theme.px(8 if flush else 14)
        outer.setContentsMargins(0, theme.px(6) if title else foot, 0, foot)
        outer.setSpacing(theme.px(4) if title else 0)
        self._header.addStrut(theme.px(32))
        self._header.setContentsMargins(side, 0, theme.px(10), 0)
        if title:
            outer.addLayout(self._header)
            self.setAccessibleName(title)
        else:
            self._title.setParent(self)
            self._count.setParent(self)
            self._title.hide()
            self._count.hide()
        inset = 3 if flush else side
        self.body.setContentsMargins(inset, 0, inset, 0)
        outer.addLayout(self.body, 1)
        self._count.setVisible(bool(title and count))
        if title:
            # Without a count it pushes what can be done to the right; with one the count has all the room.
            self._header.addStretch(0)

    def set_title(self, title: str) -> None:
        """Change the title of a card that has one."""
        self._title.setText(title)
        self.setAccessibleName(title)

    def set_count(self, count: str) -> None:
        """Change the quiet text beside the title."""
        self._count.setText(count)
        self._count.setVisible(bool(count))

    def add_action(self, widget: QWidget) -> None:
        """Put a control at the right of the header."""
        self._header.addWidget(widget)

    def paintEvent(self, event: QPaintEvent) -> None:
        painting.round_rect(QPainter(self), self.rect(), 10, "surface", "border")
