"""Files dragged over a window and dropped on it, as the desktop does it: enter, move, drop."""

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDragMoveEvent, QDropEvent
from PySide6.QtWidgets import QApplication, QWidget

COPY, LEFT, NONE = Qt.DropAction.CopyAction, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier


def drag(window: QWidget, files: Sequence[Path]) -> QMimeData:
    """Drag files over a window, which takes them."""
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(file)) for file in files])
    for event in (
        QDragEnterEvent(QPoint(300, 300), COPY, data, LEFT, NONE),
        QDragMoveEvent(QPoint(320, 300), COPY, data, LEFT, NONE),
    ):
        QApplication.sendEvent(window, event)
        assert event.isAccepted()
    return data


def drop(window: QWidget, files: Sequence[Path]) -> None:
    """Drag files over a window and let go."""
    data = drag(window, files)
    QApplication.sendEvent(window, QDropEvent(QPointF(320, 300), COPY, data, LEFT, NONE))
