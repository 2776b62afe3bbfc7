"""Shows one page at a time: made on the first visit, read again when what it shows has changed."""

import logging
from collections.abc import Callable
from typing import Any, cast

from PySide6.QtCore import QCoreApplication, QEvent, QObject, Qt, QTimer, Signal, Slot
from PySide6.QtGui import QWindow
from PySide6.QtWidgets import QAbstractItemView, QApplication, QStackedWidget, QWidget

from crm.changes import ChangeFeed, Topic
from crm.errors import CrmError
from ui import pages
from ui.context import Context
from ui.kit.empty_states import ErrorState
from ui.kit.page import Page
from ui.pages import PageLike
from ui.shell.navigator import Place

log = logging.getLogger(__name__)


PRESSES = (QEvent.Type.ShortcutOverride, QEvent.Type.KeyPress, QEvent.Type.MouseButtonPress)


class FeedBridge(QObject):
    """Brings the change feed into the GUI thread, several commits of one turn of the event loop as one message.

    A key or click that comes first waits for it: it is meant for what was just written.
    """

    changed = Signal(object)
    _committed = Signal(object)

    def __init__(self, feed: ChangeFeed, parent: QObject) -> None:
        super().__init__(parent)
        self._application = cast(QCoreApplication, QCoreApplication.instance())
        self._pending = Topic.NONE
        self._soon = QTimer(self, singleShot=True, interval=0)
        self._soon.timeout.connect(self._publish)
        # Commits come in whichever thread made them: the signal carries them over.
        self._committed.connect(self._collect)
        self._unsubscribe: Callable[[], None] = feed.subscribe(self._tell)
        self._stopped = False

    def stop(self) -> None:
        """Listen no more, and forget what was not told yet: the file is about to close."""
        self._unsubscribe()
        self._stopped = True
        self._publish()

    def _tell(self, topics: Topic) -> None:
        self._committed.emit(topics)

    @Slot(object)
    def _collect(self, topics: Topic) -> None:
        if self._pending is Topic.NONE:
            self._soon.start()
            self._application.installEventFilter(self)
        self._pending |= topics

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        # At the window, before it looks for the widget: that may go as the page is read again.
        if event.type() in PRESSES and isinstance(watched, QWindow):
            self._publish()
        return False

    @Slot()
    def _publish(self) -> None:
        self._soon.stop()
        self._application.removeEventFilter(self)
        topics, self._pending = self._pending, Topic.NONE
        if not self._stopped and topics is not Topic.NONE:
            self.changed.emit(topics)


class PageHost(QStackedWidget):
    """The stack of pages. `arrived` names the place in front; `failed` carries why one could not be shown."""

    arrived = Signal(object)
    failed = Signal(object)

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._pages: dict[str, QWidget] = {}
        self._shown: dict[str, dict[str, Any]] = {}
        self._stale: set[str] = set()
        self._failure: Page | None = None

    def current_page(self) -> QWidget | None:
        """Return the page in front, or None before the first."""
        return self.currentWidget()

    @Slot(object)
    def show_place(self, place: Place) -> None:
        """Bring the page of `place` to the front, showing what it names."""
        spec = pages.page_spec(place.kind)
        if spec is None:
            raise KeyError(place.kind)
        try:
            page = self._pages.get(place.kind)
            if page is None:
                page = pages.make(spec, self._context)
                page.setAccessibleName(spec.title)
                self._stale.add(place.kind)
                self.addWidget(page)
                self._pages[place.kind] = page
            target = place.target()
            as_page = cast(PageLike, page)
            if self._shown.get(place.kind) != target:
                as_page.show_target(**target)
                self._shown[place.kind] = target
                self._stale.add(place.kind)
            self._read(place.kind)
        except Exception as error:
            self._shown.pop(place.kind, None)
            self._show_failure(spec.title, error)
        else:
            self.setCurrentWidget(page)
            self._context.actions.set_page(pages.actions_of(page))
            self._drop_failure()
        self.arrived.emit(place)

    def _show_failure(self, title: str, error: Exception) -> None:
        sentence = str(error) if isinstance(error, CrmError) else "This page could not be shown. Nothing is lost."
        self._drop_failure()
        state = ErrorState(sentence)
        state.acted.connect(self._try_again)
        self._failure = Page(title)
        self._failure.body.addWidget(state)
        self.addWidget(self._failure)
        self.setCurrentWidget(self._failure)
        self._context.actions.set_page(())
        if not isinstance(error, CrmError):
            self.failed.emit(error)

    def _drop_failure(self) -> None:
        if self._failure is not None:
            self.removeWidget(self._failure)
            self._failure.deleteLater()
            self._failure = None

    @Slot()
    def _try_again(self) -> None:
        place = self._context.navigator.current
        if place is not None:
            self.show_place(place)

    @Slot(object)
    def topics_changed(self, topics: Topic) -> None:
        """Mark the pages that show any of `topics`, and read the one in front again."""
        for kind, page in self._pages.items():
            if cast(PageLike, page).topics & topics:
                self._stale.add(kind)
        front = next((kind for kind, page in self._pages.items() if page is self.currentWidget()), None)
        if front is not None:
            self._read(front)

    def _read(self, kind: str) -> None:
        if kind in self._stale:
            cast(PageLike, self._pages[kind]).reload()
            self._stale.discard(kind)


def focus_into(pane: QWidget) -> None:
    """Give the focus to the content of a pane: its `first_focus`, else its first list, else its first Tab stop.

    Not by a focus proxy: Tab would go from before a pane straight to it, past every control that comes first.
    """
    first = pane.focusProxy() or getattr(pane, "first_focus", None)
    if first is not None and not isinstance(pane, Page):
        first.setFocus(Qt.FocusReason.TabFocusReason)
        return
    if isinstance(pane, Page):
        pane.focus_content()
        if pane.isAncestorOf(QApplication.focusWidget() or pane):
            return
    stops = [child for child in pane.findChildren(QWidget) if _is_stop(child, pane)]
    views = [child for child in stops if isinstance(child, QAbstractItemView)]
    if views or stops:
        (views or stops)[0].setFocus(Qt.FocusReason.TabFocusReason)
        return
    if pane.focusPolicy() == Qt.FocusPolicy.NoFocus:
        pane.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
    pane.setFocus(Qt.FocusReason.OtherFocusReason)


def _is_stop(child: QWidget, pane: QWidget) -> bool:
    return (
        bool(child.focusPolicy() & Qt.FocusPolicy.TabFocus)
        and child.isEnabled()
        and child.isVisibleTo(pane)
        and child.focusProxy() is None
    )
