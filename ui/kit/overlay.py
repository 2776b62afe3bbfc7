"""Layers over the window: a dimmed backdrop and one card, in place of modal dialogs.

Esc or a click beside the card closes the top layer; the focus goes back to where it was. Tab stays inside the top card.
"""

from collections.abc import Callable
from enum import Enum

import shiboken6
from PySide6.QtCore import QEvent, QObject, QRect, QRectF, Qt, QTimer, QVariantAnimation, Signal, Slot
from PySide6.QtGui import QColor, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QApplication, QWidget

from ui.kit import motion, painting, theme
from ui.kit.enter_once import EnterOnce

TOP, MARGIN, RADIUS, SLIDE, INSET = 96, 16, 14, 8, 14


class Where(Enum):
    """Where the card lies: hung from the top, or a sheet at the right edge over the full height."""

    TOP = 1
    RIGHT = 2


class Overlay(QObject):
    """The stack of layers over one window; `changed` says that a layer opened or closed."""

    changed = Signal()

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self._window = window
        self._layers: list[_Layer] = []
        self._enter_once = EnterOnce(window)
        window.installEventFilter(self)

    def open(
        self,
        card: QWidget,
        *,
        width: int = 640,
        where: Where = Where.TOP,
        on_closed: Callable[[], object] | None = None,
    ) -> None:
        """Show `card` over the window, `width` design pixels wide, and give it the focus.

        The overlay owns the card from now on. Closing calls `card.close()`: its `closeEvent` is the place to keep a
        draft, and ignoring that event keeps the card open. The card is deleted afterwards.
        """
        layer = _Layer(self._window, card, width, where, on_closed)
        layer.dismissed.connect(self.close_top)
        self._layers.append(layer)
        layer.rise()
        self.changed.emit()

    def top(self) -> QWidget | None:
        """Return the card of the top layer, or None."""
        return self._layers[-1].card if self._layers else None

    def place(self) -> QRect | None:
        """Return where the top card lies in the window, or None."""
        return self._layers[-1].card.geometry() if self._layers else None

    @Slot()
    def close_top(self) -> bool:
        """Close the top layer and give the focus back; False when there is none or its card wants to stay."""
        if not self._layers:
            return False
        layer = self._layers[-1]
        # Asked first: closing the card hides it, and Qt then moves the focus on by itself.
        had_focus = layer.has_focus()
        if not layer.card.close():
            return False
        self._layers.remove(layer)
        layer.leave(had_focus)
        self.changed.emit()
        return True

    def close(self, card: QWidget) -> bool:
        """Close the layer of `card` and those above it; a second Enter right after that goes nowhere."""
        while any(layer.card is card for layer in self._layers):
            if not self.close_top():
                return False
            self._enter_once.closed()
        return True

    def close_all(self) -> bool:
        """Close every layer; False when a card wants to stay."""
        while self._layers:
            if not self.close_top():
                return False
        return True

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Keep the layers as large as the window."""
        if event.type() == QEvent.Type.Resize:
            for layer in self._layers:
                layer.setGeometry(self._window.rect())
        return False


class _Layer(QWidget):
    """Backdrop, shadow and card surface of one layer, painted in one pass."""

    dismissed = Signal()

    def __init__(
        self, window: QWidget, card: QWidget, width: int, where: Where, on_closed: Callable[[], object] | None
    ) -> None:
        # Qt keeps Tab inside a sub-window by itself. Following the focus chain from here would not do: PySide makes
        # each widget that `nextInFocusChain` returns the child of the one asked, and what nothing else in Python holds
        # is then collected while it is on the screen.
        super().__init__(window, Qt.WindowType.SubWindow)
        self.card = card
        self._width, self._where, self._on_closed = width, where, on_closed
        self._came_from = QApplication.focusWidget()
        self._shown = 1.0
        # A timer of its own: a single shot that is still due when the layer goes would keep the layer for ever.
        self._follow = QTimer(self, singleShot=True, interval=0)
        self._follow.timeout.connect(self._place)
        card.setParent(self)
        card.installEventFilter(self)
        theme.notifier.changed.connect(self._place)
        self.setGeometry(window.rect())

    def rise(self) -> None:
        """Show the layer and let its backdrop fade in; the card takes keys from the first moment."""
        animation = None
        if motion.allowed():
            self._shown = 0.0
            animation = QVariantAnimation(self, startValue=0.0, endValue=1.0, duration=motion.FADE_MS)
            animation.valueChanged.connect(self._animate)
        self.show()
        self.raise_()
        self._place()
        self.card.show()
        self.card.setFocus(Qt.FocusReason.PopupFocusReason)
        # Tab going round would jump from the card to its proxy, and pass by what stands before that.
        self.card.setFocusProxy(None)  # type: ignore[arg-type]  # its stub forgets that there may be none
        if animation is not None:
            animation.start(QVariantAnimation.DeletionPolicy.DeleteWhenStopped)

    def has_focus(self) -> bool:
        """Say whether the focus is in this layer, or nowhere."""
        focus = QApplication.focusWidget()
        return focus is None or focus is self or self.isAncestorOf(focus)

    def leave(self, had_focus: bool) -> None:
        """Go away, and hand the focus back if it was in here."""
        self.hide()
        back = self._came_from
        if had_focus and back is not None and shiboken6.isValid(back) and back.isVisible():
            back.setFocus(Qt.FocusReason.PopupFocusReason)
        if self._on_closed is not None:
            self._on_closed()
        self.deleteLater()

    @Slot(object)
    def _animate(self, value: float) -> None:
        self._shown = value
        self._place()
        self.update()

    @Slot()
    def _place(self) -> None:
        wide = min(theme.px(self._width), self.width() - 2 * MARGIN)
        slide = round((1 - self._shown) * SLIDE)
        if self._where is Where.RIGHT:
            place = QRect(self.width() - wide + slide, 0, wide, self.height())
        else:
            top = min(TOP, max(MARGIN, self.height() // 8))
            hint = self.card.heightForWidth(wide) if self.card.hasHeightForWidth() else self.card.sizeHint().height()
            tall = max(self.card.minimumSizeHint().height(), min(hint, self.height() - top - MARGIN))
            place = QRect((self.width() - wide) // 2, top - slide, wide, tall)
        # A card asks for its place on every key; painting the layer paints the page under it too.
        if place != self.card.geometry():
            self.card.setGeometry(place)
            self.update()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Follow the card when its content grows or shrinks."""
        if event.type() == QEvent.Type.LayoutRequest:
            self._follow.start()
        return False

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep the card in its place."""
        self._place()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint backdrop, shadow and surface; a live shadow effect would render the card anew at every key."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        scrim = QColor(theme.tokens().scrim)
        scrim.setAlphaF(scrim.alphaF() * self._shown)
        painter.fillRect(event.rect(), scrim)
        card = self.card.geometry()
        radius = 0 if self._where is Where.RIGHT else RADIUS
        # Drawn for a smaller card, so that it is half faded where it comes out under the edge, like a real one.
        painting.draw_shadow(painter, card.adjusted(INSET, INSET, -INSET, -INSET), RADIUS, blur=22, drop=14)
        painting.round_rect(painter, QRectF(card).adjusted(-1, -1, 1, 1), radius, "surface", "border")

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Close when the press is beside the card."""
        if not self.card.geometry().contains(event.position().toPoint()):
            self.dismissed.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Close on Esc that nothing in the card wanted."""
        if event.key() == Qt.Key.Key_Escape:
            self.dismissed.emit()
        else:
            event.accept()
