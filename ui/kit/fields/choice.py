"""One of a few, and a tick."""

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QWheelEvent
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QSizePolicy,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from ui.kit import icons, painting, theme
from ui.kit.fields.text import restyle


class _OptionDelegate(QStyledItemDelegate):
    """An option in the list that drops down."""

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        return QSize(painting.text_width(str(index.data())) + theme.px(32), theme.px(30))

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        rect: QRect = option.rect
        painter.fillRect(rect, theme.color("surface"))
        if QStyle.StateFlag.State_Selected in option.state:
            painting.round_rect(painter, rect, 4, "accent_soft")
        painting.draw_text(painter, rect.adjusted(theme.px(8), 0, -theme.px(8), 0), str(index.data()))


class ChoiceField(QComboBox):
    """One of a few: `options` are (key, text); keys can be anything, None for "none". Letters jump to an option."""

    edited = Signal()

    def __init__(
        self, name: str = "", options: Sequence[tuple[Any, str]] = (), *, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setAccessibleName(name)
        self._keys: list[Any] = []
        self.set_options(options)
        self.setItemDelegate(_OptionDelegate(self))
        self.setMaxVisibleItems(12)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.activated.connect(self._chosen)

    def set_options(self, options: Sequence[tuple[Any, str]]) -> None:
        """Offer other options; the key chosen stays where it is among them."""
        before = self.value() if self._keys else None
        self.clear()
        self._keys = [key for key, _ in options]
        self.addItems([text for _, text in options])
        if before in self._keys:
            self.set_value(before)

    def value(self) -> Any:
        return self._keys[self.currentIndex()] if 0 <= self.currentIndex() < len(self._keys) else None

    def set_value(self, value: Any) -> None:
        self.setCurrentIndex(self._keys.index(value) if value in self._keys else -1)

    def mark(self, wrong: bool) -> None:
        restyle(self, wrong)

    def problem(self) -> str:
        return ""

    def kept(self) -> Any:
        return self.value()

    def restore(self, kept: Any) -> None:
        if kept in self._keys:  # what was chosen may be gone since
            self.set_value(kept)

    def words(self) -> str:
        return self.currentText()

    def sizeHint(self) -> QSize:
        widest = max((painting.text_width(self.itemText(n)) for n in range(self.count())), default=theme.px(80))
        return QSize(min(widest, theme.px(260)) + theme.px(46), theme.px(32))

    def minimumSizeHint(self) -> QSize:
        return QSize(theme.px(80), theme.px(32))

    def wheelEvent(self, event: QWheelEvent) -> None:
        # A wheel over a form scrolls the form; it must not change a value on its way.
        event.ignore()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        wrong, focus = bool(self.property("invalid")), self.hasFocus()
        edge = "danger" if wrong else "accent" if focus else "border_strong" if self.isEnabled() else "border"
        fill = "surface" if self.isEnabled() else "hover"
        painting.round_rect(painter, self.rect(), 6, fill, edge, 2 if focus else 1)
        box = self.rect().adjusted(theme.px(11), 0, -theme.px(32), 0)
        painting.draw_text(painter, box, self.currentText(), 13, 400, "text" if self.isEnabled() else "text3")
        side = theme.px(16)
        mark = QRect(self.width() - theme.px(27), (self.height() - side) // 2, side, side)
        icons.paint(painter, mark, "chevron-down", "text2")

    def _chosen(self) -> None:
        self.mark(False)
        self.edited.emit()


class CheckField(QCheckBox):
    """A tick with its words; Space or a click changes it."""

    edited = Signal()

    def __init__(self, text: str, *, checked: bool = False, parent: QWidget | None = None) -> None:
        super().__init__(text, parent)
        self.setChecked(checked)
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.clicked.connect(self.edited)

    def value(self) -> Any:
        return self.isChecked()

    def set_value(self, value: Any) -> None:
        self.setChecked(bool(value))

    def mark(self, wrong: bool) -> None:
        restyle(self, wrong)

    def problem(self) -> str:
        return ""

    def kept(self) -> Any:
        return self.isChecked()

    def restore(self, kept: Any) -> None:
        self.setChecked(bool(kept))

    def words(self) -> str:
        return "yes" if self.isChecked() else "no"

    def sizeHint(self) -> QSize:
        return QSize(painting.text_width(self.text()) + theme.px(34), theme.px(28))

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def hitButton(self, pos: Any) -> bool:
        return self.rect().contains(pos)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter, side = QPainter(self), theme.px(18)
        box = QRect(theme.px(3), (self.height() - side) // 2, side, side)
        on = self.isChecked()
        if on:
            painting.round_rect(painter, box, 4, "accent" if self.isEnabled() else "border_strong")
            icons.paint(painter, box.adjusted(2, 2, -2, -2), "check", "on_accent")
        else:
            edge = "danger" if self.property("invalid") else "border_strong"
            painting.round_rect(painter, box, 4, "hover" if self.underMouse() else "surface", edge)
        words = self.rect().adjusted(theme.px(29), 0, 0, 0)
        painting.draw_text(painter, words, self.text(), 13, 400, "text" if self.isEnabled() else "text3")
        if self.hasFocus():
            painting.focus_ring(painter, box.adjusted(-3, -3, 3, 3), 6)
