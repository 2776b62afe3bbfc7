"""The label that shows data: always plain text, in one of the window's text roles."""

import html

from PySide6.QtCore import QEvent, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QLabel, QWidget

from ui.kit import painting, theme

# role: size, weight, colour
ROLES: dict[str, tuple[float, int, str]] = {
    "display": (28, 600, "text"),
    "title": (22, 600, "text"),
    "section": (17, 600, "text"),
    "card": (15, 600, "text"),
    "strong": (13, 600, "text"),
    "name": (13, 500, "text"),
    "body": (13, 400, "text"),
    "secondary": (12, 400, "text2"),
    "caption": (11, 500, "text3"),
}


def plain_tip(text: str) -> str:
    """`text` as a tool tip that Qt shows letter by letter, whatever mark-up or address it contains."""
    return f"<p style='white-space:pre-wrap; margin:0'>{html.escape(text)}</p>" if text else ""


class Label(QLabel):
    """Plain text in a role: display, title, section, card, strong, name, body, secondary or caption.

    `tone` is another token for the ink. With `elide` one line is cut to the width there is and the whole text is
    the tool tip; with `wrap` it breaks. `tabular` sets figures of one width, for columns.
    """

    def __init__(
        self,
        text: str = "",
        role: str = "body",
        *,
        tone: str = "",
        elide: bool = False,
        wrap: bool = False,
        tabular: bool = False,
        align: Qt.AlignmentFlag = Qt.AlignmentFlag.AlignLeft,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self._size, self._weight, self._ink = ROLES[role]
        self._ink = tone or self._ink
        self._elide, self._tabular, self._tip = elide, tabular, ""
        self.setWordWrap(wrap)
        self.setAlignment(align | Qt.AlignmentFlag.AlignVCenter if not wrap else align | Qt.AlignmentFlag.AlignTop)
        self._set_font()
        self.setText(text)

    def set_tone(self, tone: str) -> None:
        """Draw in another token from now on."""
        if tone != self._ink:
            self._ink = tone
            self.update()

    def set_role(self, role: str) -> None:
        """Take another role, with its own ink."""
        self._size, self._weight, self._ink = ROLES[role]
        self._set_font()

    def shown_text(self) -> str:
        """What is drawn: the text, cut to the width when it is elided."""
        if not self._elide:
            return self.text()
        return painting.elided(self.text(), self.contentsRect().width(), self._size, self._weight, self._tabular)

    def minimumSizeHint(self) -> QSize:
        hint = super().minimumSizeHint()
        return QSize(min(hint.width(), theme.px(32)), hint.height()) if self._elide else hint

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.StyleChange:
            self._set_font()
        super().changeEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setFont(theme.font(self._size, self._weight, self._tabular))
        painter.setPen(theme.color(self._ink if self.isEnabled() else "text3"))
        flags = int(self.alignment()) | (int(Qt.TextFlag.TextWordWrap) if self.wordWrap() else 0)
        shown = self.shown_text()
        painter.drawText(self.contentsRect(), flags, shown)
        if self._elide:
            self._tell_whole(self.text() if shown != self.text() else "")

    def _tell_whole(self, text: str) -> None:
        # Only a tip of our own is replaced; one that was set from outside stays.
        if text != self._tip and self.toolTip() == plain_tip(self._tip):
            self._tip = text
            self.setToolTip(plain_tip(text))

    def _set_font(self) -> None:
        self.setFont(theme.font(self._size, self._weight, self._tabular))
