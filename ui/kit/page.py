"""The base of every page: title, one factual line, actions at the right, and the content below."""

from PySide6.QtCore import QEvent, QObject, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from ui.kit import background, theme
from ui.kit.label import Label

__all__ = ["Page", "scroller"]


class _Clear(QWidget):
    """Content of a scroll area that lets the page's ground through."""


class _Fitting(QScrollArea):
    """Wants to be as high as its content, and scrolls where it is not."""

    def sizeHint(self) -> QSize:
        content = self.widget()
        return content.sizeHint() if content is not None else super().sizeHint()

    def minimumSizeHint(self) -> QSize:
        content = self.widget()
        return QSize(content.minimumSizeHint().width() if content is not None else 0, theme.px(120))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self.widget() and event.type() == QEvent.Type.LayoutRequest:
            self.updateGeometry()
        return super().eventFilter(watched, event)


def scroller(content: QWidget, parent: QWidget | None = None, *, fit: bool = False) -> QScrollArea:
    """A frameless area that scrolls `content` up and down, never sideways; with `fit` as high as it where it can be."""
    area = _Fitting(parent) if fit else QScrollArea(parent)
    area.setProperty("flat", True)
    area.setFrameShape(QFrame.Shape.NoFrame)
    area.setWidgetResizable(True)
    area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    background.let_through(area)
    area.setWidget(content)
    content.setAutoFillBackground(False)
    return area


class Page(QWidget):
    """Put content into `body` (a column) and controls at the right of the title with `add_action`.

    `set_crumbs` fills the small line above the title, `beside_title` is the row right of it for chips, `leading` the
    place left of both for an avatar. With `scroll` the whole body scrolls. `first_focus` is what takes the keyboard
    when the page is shown; without it the first control of the body.
    """

    def __init__(self, title: str = "", *, scroll: bool = False, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.first_focus: QWidget | None = None
        self._title = Label(title, "title", elide=True)
        self._subtitle = Label("", "body", tone="text3", elide=True)
        self._crumbs = Label("", "secondary", tone="text3", elide=True)
        self._subtitle.hide()
        self._crumbs.hide()
        outer = QVBoxLayout(self)
        outer.setContentsMargins(theme.px(28), theme.px(20), 0, 0)
        outer.setSpacing(theme.px(12))
        outer.addLayout(self._build_header())
        content = _Clear()
        self.body = QVBoxLayout(content)
        self.body.setContentsMargins(0, 0, theme.px(24), theme.px(24))
        self.body.setSpacing(theme.px(16))
        self.content = content
        self.scroll_area = scroller(content, self) if scroll else None
        outer.addWidget(self.scroll_area or content, 1)
        self.setAccessibleName(title)

    def _build_header(self) -> QHBoxLayout:
        header = QHBoxLayout()
        header.setContentsMargins(0, 0, theme.px(24), 0)
        header.setSpacing(theme.px(16))
        self.leading = QHBoxLayout()
        header.addLayout(self.leading)
        texts = QVBoxLayout()
        texts.setSpacing(theme.px(1))
        self.beside_title = QHBoxLayout()
        self.beside_title.setSpacing(theme.px(8))
        self.beside_title.addWidget(self._title)
        title_row = QHBoxLayout()
        title_row.setSpacing(0)
        title_row.addLayout(self.beside_title)
        title_row.addStretch(1)
        texts.addWidget(self._crumbs)
        texts.addLayout(title_row)
        texts.addWidget(self._subtitle)
        header.addLayout(texts, 1)
        self._actions = QHBoxLayout()
        self._actions.setSpacing(theme.px(8))
        header.addLayout(self._actions)
        return header

    def set_title(self, title: str) -> None:
        """Change the title; it also names the page to a screen reader."""
        self._title.setText(title)
        self.setAccessibleName(title)

    def title(self) -> str:
        """The title shown."""
        return self._title.text()

    def set_subtitle(self, text: str) -> None:
        """One factual line under the title ("148 of 2,418 contacts"); empty hides it."""
        self._subtitle.setText(text)
        self._subtitle.setVisible(bool(text))

    def subtitle(self) -> str:
        """The line under the title."""
        return self._subtitle.text()

    def set_crumbs(self, text: str) -> None:
        """Small line above the title, as "Organisations › Industry"; empty hides it."""
        self._crumbs.setText(text)
        self._crumbs.setVisible(bool(text))

    def add_action(self, widget: QWidget) -> None:
        """Put a control at the right of the title; at most one of them primary."""
        self._actions.addWidget(widget)

    def focus_content(self) -> None:
        """Give the keyboard to `first_focus`, else the first control of the body; never to a button of the header."""
        target = self.first_focus
        if target is None or not target.isVisibleTo(self):
            target = next((each for each in self.content.findChildren(QWidget) if self._takes_focus(each)), None)
        if target is not None:
            target.setFocus(Qt.FocusReason.OtherFocusReason)

    def paintEvent(self, event: QPaintEvent) -> None:
        QPainter(self).fillRect(self.rect(), theme.color("window"))

    def _takes_focus(self, widget: QWidget) -> bool:
        tabbed = Qt.FocusPolicy(widget.focusPolicy().value & Qt.FocusPolicy.TabFocus.value)
        return tabbed == Qt.FocusPolicy.TabFocus and widget.isEnabled() and widget.isVisibleTo(self)
