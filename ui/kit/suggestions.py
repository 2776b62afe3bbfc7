"""Suggestions that float under a text field while one types; the keyboard stays with the field."""

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QObject, QPoint, QRect, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from ui.kit import painting, theme
from ui.kit.choices import Choice, ChoiceList

MOST_SHOWN = 7
REACH = 24


class Suggestions(QWidget):
    """A raised list over the window of `field`; `accepted` carries the choice taken by Tab, Enter or a click.

    The field hands its keys over with `take_key` before it uses them itself.
    """

    accepted = Signal(object)

    def __init__(self, field: QWidget, name: str, *, row_height: int = 40) -> None:
        super().__init__(field)
        self.hide()
        self._field = field
        self._row_height = row_height
        self._spot, self._rows, self._wide = QPoint(), 0, 0
        self.list = ChoiceList(name, row_height=row_height, parent=self)
        self.list.chosen.connect(self._accept)
        column = QVBoxLayout(self)
        column.setContentsMargins(REACH, REACH - 8 + 6, REACH, REACH + 8 + 6)
        column.addWidget(self.list)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        field.installEventFilter(self)
        # Once shown it belongs to the window, but it must not outlive its field.
        field.destroyed.connect(self.deleteLater)

    def offer(self, choices: Sequence[Choice], at: QPoint, width: int = 340) -> None:
        """Show `choices` with the top left corner at `at` (global); none hides it."""
        if not choices:
            self.hide()
            return
        window = self._field.window()
        if self.parentWidget() is not window:
            self.setParent(window)
        self.list.show_choices(choices)
        self._spot, self._rows, self._wide = self._field.mapFromGlobal(at), len(choices), width
        self._place()
        self.show()
        self.raise_()

    def _place(self) -> None:
        window = self._field.window()
        height = theme.px(self._row_height) * min(self._rows, MOST_SHOWN) + 12
        spot = self._field.mapTo(window, self._spot)
        wide = min(theme.px(self._wide), window.width() - 16)
        x, y = max(8, min(spot.x(), window.width() - wide - 8)), spot.y()
        above = y - height - self._field.height() - 8
        if y + height > window.height() - 8 and above > 0:
            y = above
        self.setGeometry(QRect(x, y, wide, height).adjusted(-REACH, -REACH + 8, REACH, REACH + 8))

    def take_key(self, event: QKeyEvent) -> bool:
        """Use a key for the list while it is shown: arrows, Enter, Tab accept, Esc puts it away."""
        if not self.isVisible():
            return False
        if event.key() == Qt.Key.Key_Escape:
            self.hide()
            return True
        if event.key() == Qt.Key.Key_Tab and not event.modifiers():
            choice = self.list.current()
            if choice is not None:
                self._accept(choice)
                return True
            return False
        return self.list.take_key(event)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() in (QEvent.Type.FocusOut, QEvent.Type.Hide):
            self.hide()
        elif event.type() == QEvent.Type.Move and self.isVisible():
            self._place()
        return False

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        panel = self.rect().adjusted(REACH, REACH - 8, -REACH, -REACH - 8)
        painting.draw_shadow(painter, panel, 8, REACH // 2, 6)
        painting.round_rect(painter, panel, 8, "surface", "border_strong")

    def _accept(self, choice: Choice) -> None:
        self.hide()
        self.accepted.emit(choice)
