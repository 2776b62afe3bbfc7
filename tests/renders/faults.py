"""What is wrong with what a window shows, seen from its widgets: cut, hidden, laid over each other, or out of view."""

from collections.abc import Iterator
from itertools import combinations

from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtWidgets import QAbstractButton, QAbstractScrollArea, QLabel, QScrollArea, QScrollBar, QTableView, QWidget

from ui.kit.buttons import Button
from ui.kit.label import ROLES, Label

SLACK = 2
"""Pixels that rounding at a scale may cost."""
ROOM = 24
"""Pixels of empty room beside a cut text from which on it need not have been cut."""


def found_in(window: QWidget, root: QWidget) -> list[str]:
    """Return what is wrong with a page or panel in its window, each in one sentence."""
    faults = [*_titles(root), *_cut(root), *_outside(root), *_overlaps(root), *_primary(window, root), *_sideways(root)]
    return sorted(set(faults))


def _visible(root: QWidget) -> Iterator[QWidget]:
    for child in root.findChildren(QWidget):
        if child.isVisible() and not child.visibleRegion().isEmpty():
            yield child


def _titles(root: QWidget) -> Iterator[str]:
    for label in root.findChildren(Label):
        is_title = label._size >= ROLES["title"][0]
        if is_title and label.isVisible() and label.shown_text() != label.text():
            yield f"a title is cut: {_said(label)}"


def _cut(root: QWidget) -> Iterator[str]:
    for widget in _visible(root):
        if isinstance(widget, Label) and widget._elide:
            if widget.shown_text() != widget.text() and _room_beside(widget) > ROOM:
                yield f"cut, with {_room_beside(widget)} px of room: {_said(widget)}"
        elif isinstance(widget, QLabel) and not widget.wordWrap() and widget.text():
            if widget.width() + SLACK < widget.sizeHint().width():
                yield f"cut raw: {_said(widget)}"
        elif isinstance(widget, QAbstractButton) and widget.text() and widget.width() + SLACK < _least(widget):
            yield f"a button is cut: {_said(widget)}"


def _least(button: QAbstractButton) -> int:
    return min(button.minimumSizeHint().width(), button.sizeHint().width())


def _room_beside(label: QWidget) -> int:
    """Return how far it is from the right of a widget to the next one in its line, or to the end of its parent."""
    parent = label.parentWidget()
    if parent is None:
        return 0
    mine = label.geometry()
    others = [
        each.geometry().left()
        for each in parent.children()
        if isinstance(each, QWidget)
        and each is not label
        and each.isVisible()
        and each.geometry().left() >= mine.right()
        and each.geometry().top() < mine.bottom()
        and each.geometry().bottom() > mine.top()
    ]
    end = parent.contentsRect().right()
    layout = parent.layout()
    if layout is not None:
        end -= layout.contentsMargins().right()
    return max(0, min([end, *others]) - mine.right() - 16)


def _outside(root: QWidget) -> Iterator[str]:
    for widget in root.findChildren(QWidget):
        parent = widget.parentWidget()
        if not widget.isVisible() or parent is None or widget.isWindow() or _is_scrolled(widget):
            continue
        room = parent.rect().adjusted(-SLACK, -SLACK, SLACK, SLACK)
        if not room.contains(widget.geometry()):
            yield f"outside its parent {type(parent).__name__}: {_said(widget)}"


def _is_scrolled(widget: QWidget) -> bool:
    parent = widget.parentWidget()
    above = parent.parentWidget() if parent is not None else None
    return isinstance(parent, QAbstractScrollArea) or (
        isinstance(above, QAbstractScrollArea) and above.viewport() is parent
    )


def _overlaps(root: QWidget) -> Iterator[str]:
    for parent in (root, *root.findChildren(QWidget)):
        layout = parent.layout()
        if layout is None or not parent.isVisible() or isinstance(parent, QAbstractScrollArea):
            continue
        laid = [each for each in parent.children() if isinstance(each, QWidget) and layout.indexOf(each) >= 0]
        shown = [each for each in laid if each.isVisible() and not each.isWindow()]
        for one, other in combinations(shown, 2):
            both = one.geometry().intersected(other.geometry())
            if both.width() > SLACK and both.height() > SLACK:
                yield f"{_said(one)} lies over {_said(other)}"


def _primary(window: QWidget, root: QWidget) -> Iterator[str]:
    for button in root.findChildren(Button):
        if button._variant != "primary" or not button.isVisibleTo(root) or _scrolls_into_view(button):
            continue
        place = QRect(button.mapTo(window, QPoint(0, 0)), button.size())
        if not window.rect().contains(place) or button.visibleRegion().boundingRect().size() != button.size():
            yield f"a primary button is out of view: {_said(button)}"


def _scrolls_into_view(widget: QWidget) -> bool:
    parent = widget.parentWidget()
    while parent is not None:
        if isinstance(parent, QScrollArea):
            return True
        parent = parent.parentWidget()
    return False


def _sideways(root: QWidget) -> Iterator[str]:
    for bar in root.findChildren(QScrollBar):
        if (
            bar.orientation() == Qt.Orientation.Horizontal
            and bar.isVisible()
            and bar.maximum() > bar.minimum()
            and not isinstance(bar.parent(), QTableView)
            and not isinstance(getattr(bar.parent(), "parent", lambda: None)(), QTableView)
        ):
            yield f"a sideways scroll bar in {type(bar.parent()).__name__}"


def _said(widget: QWidget) -> str:
    text = widget.text() if isinstance(widget, QLabel | QAbstractButton) else widget.accessibleName()
    return f"{type(widget).__name__} “{text[:60]}”"
