"""Enter pressed twice, or held, is one press: what it closed is gone, and what lies under it was not meant."""

import shiboken6
from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Slot
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QWidget

ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
HOLDING = (Qt.Key.Key_Control, Qt.Key.Key_Shift, Qt.Key.Key_Alt, Qt.Key.Key_Meta)


class EnterOnce(QObject):
    """Watches over a window, or a part of one.

    After `closed` it takes Enter from whatever has the focus, as long as a double click may take or Enter is held.
    Any other key ends that: what comes after it is meant.
    """

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self._window = window
        self._watched: QWidget | None = None
        self._again = QTimer(self, singleShot=True)
        self._follows = False

    def closed(self) -> None:
        """A card or a form was closed, and not by Esc."""
        self._again.start(QApplication.doubleClickInterval())
        self._follow(True)
        self._watch(QApplication.focusWidget() or self._window)

    @Slot(QWidget, QWidget)
    def _focus_moved(self, old: QWidget | None, new: QWidget | None) -> None:
        # Only what has the focus is watched: a filter on the whole application would cost every event.
        if shiboken6.isValid(self._window):  # the focus moves once more as it goes
            self._watch(new or self._window)

    def _watch(self, widget: QWidget) -> None:
        self._let_go()
        self._watched = widget
        widget.installEventFilter(self)
        self._window.installEventFilter(self)  # to hear of its going

    def _let_go(self) -> None:
        if self._watched is not None and shiboken6.isValid(self._watched):
            self._watched.removeEventFilter(self)
        self._watched = None

    def _follow(self, follows: bool) -> None:
        """Hear of the focus only meanwhile: the application outlives the window, and tells of it as that goes."""
        application = QApplication.instance()
        if follows == self._follows or not isinstance(application, QApplication):
            return
        self._follows = follows
        if follows:
            application.focusChanged.connect(self._focus_moved)
        else:
            application.focusChanged.disconnect(self._focus_moved)

    def _end(self) -> None:
        self._let_go()
        self._window.removeEventFilter(self)
        self._follow(False)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Take Enter, as a key of the window and as one of the widget; let all else pass."""
        if event.type() == QEvent.Type.Hide and watched is self._window:
            self._end()
        if event.type() not in (QEvent.Type.ShortcutOverride, QEvent.Type.KeyPress):
            return False
        if not isinstance(event, QKeyEvent) or event.key() in HOLDING:
            return False
        if event.key() in ENTER and (self._again.isActive() or event.isAutoRepeat()):
            event.accept()
            return True
        self._end()
        return False
