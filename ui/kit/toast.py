"""A sentence that comes up for eight seconds, with Undo: what was done, said once and taken back in one press."""

from collections.abc import Callable

import msgspec
from PySide6.QtCore import QEvent, QObject, QPoint, QRect, QRectF, QSize, Qt, QTimer, QVariantAnimation, Slot
from PySide6.QtGui import (
    QEnterEvent,
    QFocusEvent,
    QFontMetrics,
    QPainter,
    QPaintEvent,
    QPen,
)
from PySide6.QtWidgets import QAbstractButton, QGraphicsOpacityEffect, QWidget

from ui.kit import icons, motion, theme
from ui.kit.actions import shortcut_text

SECONDS = 8
HEIGHT, GAP, PADDING, EDGE, LINES_PADDING = 44, 12, 14, 28, 20
WRAPPED = Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextWordWrap
UNDO_KEY = "Ctrl+Z"


class Message(msgspec.Struct, frozen=True):
    """What a toast says, and the one thing it offers; `key` is the shortcut that does the same."""

    text: str
    icon: str = "check-circle"
    action: str = ""
    run: Callable[[], object] | None = None
    key: str = ""
    assertive: bool = False


class Toasts(QObject):
    """The toast of one window, above all layers and centred over `area`; a new one takes the place of the old.

    `undo` is what the Undo of `undoable` calls. `card` gives the place of a card over the page: the toast lies above
    that, so that it never covers the buttons at its foot.
    """

    def __init__(
        self,
        window: QWidget,
        area: QWidget,
        undo: Callable[[], object],
        card: Callable[[], QRect | None] = lambda: None,
    ) -> None:
        super().__init__(window)
        self._window, self._area, self._undo, self._card = window, area, undo, card
        self._toast: _Toast | None = None
        area.installEventFilter(self)
        window.installEventFilter(self)

    def undoable(self, text: str) -> None:
        """Say that something was written, with Undo: "Meeting with Jane Roe logged"."""
        self.show(Message(text, action="Undo", run=self._undo, key=UNDO_KEY))

    def say(self, text: str) -> None:
        """Say something that needs no answer."""
        self.show(Message(text, icon="info"))

    def offer(self, text: str, action: str, run: Callable[[], object]) -> None:
        """Say something with one thing to do about it."""
        self.show(Message(text, icon="info", action=action, run=run))

    def problem(self, text: str, action: str = "", run: Callable[[], object] | None = None) -> None:
        """Say what went wrong, read out at once, with at most one thing to do about it."""
        self.show(Message(text, icon="alert", action=action, run=run, assertive=True))

    def show(self, message: Message) -> None:
        """Show a message in place of the one that is up, and have it read out."""
        self.dismiss()
        self._toast = _Toast(self._window, message)
        self._toast.place(self._area, self._card())
        self._toast.come()
        self._read_out(message)

    def _read_out(self, message: Message) -> None:
        # Deferred: nothing is said before the first paint.
        from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent

        event = QAccessibleAnnouncementEvent(self._window, message.text)
        if message.assertive:
            event.setPoliteness(QAccessible.AnnouncementPoliteness.Assertive)
        QAccessible.updateAccessibility(event)

    def current(self) -> Message | None:
        """Return the message that is up, or None."""
        return self._toast.message if self._toast is not None and not self._toast.leaving else None

    def button(self) -> QAbstractButton | None:
        """Return the button of the toast that is up, or None."""
        return self._toast.button if self._toast is not None and not self._toast.leaving else None

    def dismiss(self) -> None:
        """Take the toast away at once."""
        if self._toast is not None:
            self._toast.gone()
            self._toast = None

    @Slot()
    def rise(self) -> None:
        """Come above a layer that opened since, and clear of its card; or back where it closed."""
        if self._toast is not None and not self._toast.is_gone:
            self._toast.raise_()
            self._toast.place(self._area, self._card())

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Keep the toast over its area."""
        if event.type() == QEvent.Type.Resize and self._toast is not None and not self._toast.leaving:
            self._toast.place(self._area, self._card())
        return False


class _Toast(QWidget):
    def __init__(self, window: QWidget, message: Message) -> None:
        super().__init__(window)
        self.message = message
        self.leaving = self.is_gone = False
        self.button: _ToastButton | None = None
        self.setAccessibleName(message.text)
        self._effect: QGraphicsOpacityEffect | None = None
        self._timer = QTimer(self, singleShot=True, interval=SECONDS * 1000)
        self._timer.timeout.connect(self.leave)
        if message.action:
            self.button = _ToastButton(self, message.action, message.key)
            self.button.clicked.connect(self._act)
        theme.notifier.changed.connect(self.update)

    def come(self) -> None:
        """Show, fading in where motion is welcome, and start the eight seconds."""
        self.show()
        self.raise_()
        self._timer.start()
        if motion.allowed():
            self._fade(0.0, 1.0)

    @Slot()
    def leave(self) -> None:
        """Fade out; a press on the button counts until the fade begins."""
        self.leaving = True
        if motion.allowed():
            self._fade(1.0, 0.0)
        else:
            self.hide()

    def gone(self) -> None:
        """Leave for good; once its button was pressed it has left already, long before what that does says so."""
        if self.is_gone:
            return
        self.leaving = self.is_gone = True
        self._timer.stop()
        self.hide()
        self.deleteLater()

    def pause(self) -> None:
        """Stay while somebody points at it or has the focus in it."""
        self._timer.stop()

    def resume(self) -> None:
        """Start the eight seconds again, unless it is still pointed at or focused."""
        if not self.leaving and not self.underMouse() and not (self.button and self.button.hasFocus()):
            self._timer.start()

    def place(self, area: QWidget, card: QRect | None = None) -> None:
        """Lie centred at the bottom of `area`, no wider than it; with a card above that, or beside one that is high.

        A sentence that is longer takes more lines.
        """
        room = area.width() - 2 * EDGE
        if card is not None and card.top() < theme.px(HEIGHT) and card.left() > 2 * EDGE:
            room = card.left() - 2 * EDGE
        width = min(self._natural_width(), room)
        size = QSize(width, max(theme.px(HEIGHT), self._text_height(width) + theme.px(LINES_PADDING)))
        corner = area.mapTo(self.window(), QPoint(0, 0))
        spot = QPoint(
            corner.x() + (area.width() - size.width()) // 2, corner.y() + area.height() - size.height() - EDGE
        )
        if card is not None and card.top() >= size.height():
            spot = QPoint(card.center().x() - size.width() // 2, (card.top() - size.height()) // 2)
        elif card is not None and card.left() > 2 * EDGE:
            spot.setX(EDGE)
        self.setGeometry(QRect(spot, size))
        if self.button is not None:
            hint = self.button.sizeHint()
            right = size.width() - theme.px(PADDING) // 2
            self.button.setGeometry(
                right - hint.width(), (size.height() - hint.height()) // 2, hint.width(), hint.height()
            )

    def _natural_width(self) -> int:
        metrics = QFontMetrics(theme.font(13, 500))
        return self._beside_text() + max(map(metrics.horizontalAdvance, self.message.text.split("\n"))) + 2

    def _beside_text(self) -> int:
        """Return the width of all that is no text."""
        button = self.button.sizeHint().width() + theme.px(GAP) if self.button else 0
        return 2 * theme.px(PADDING) + theme.px(18) + theme.px(GAP) + button

    def _text_height(self, width: int) -> int:
        metrics, room = QFontMetrics(theme.font(13, 500)), width - self._beside_text()
        return metrics.boundingRect(QRect(0, 0, max(room, 1), 0), int(WRAPPED), self.message.text).height()

    @Slot()
    def _act(self) -> None:
        self.gone()
        if self.message.run is not None:
            self.message.run()

    def _fade(self, start: float, end: float) -> None:
        self._effect = QGraphicsOpacityEffect(self, opacity=start)
        self.setGraphicsEffect(self._effect)
        animation = QVariantAnimation(self, startValue=start, endValue=end, duration=motion.FADE_MS)
        animation.valueChanged.connect(self._faded)
        animation.finished.connect(self._fade_ended)
        animation.start(QVariantAnimation.DeletionPolicy.DeleteWhenStopped)

    @Slot(object)
    def _faded(self, value: float) -> None:
        if self._effect is not None:
            self._effect.setOpacity(value)

    @Slot()
    def _fade_ended(self) -> None:
        self._effect = None
        self.setGraphicsEffect(None)  # type: ignore[arg-type]
        if self.leaving:
            self.hide()

    def enterEvent(self, event: QEnterEvent) -> None:
        """Wait while pointed at."""
        self.pause()

    def leaveEvent(self, event: QEvent) -> None:
        """Go on counting."""
        self.resume()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the bar, its icon and its sentence."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.color("toast"))
        painter.drawRoundedRect(QRectF(self.rect()), 8, 8)
        pad, side = theme.px(PADDING), theme.px(18)
        icons.paint(painter, QRect(pad, (self.height() - side) // 2, side, side), self.message.icon, "toast_text")
        left = pad + side + theme.px(GAP)
        right = self.button.x() - theme.px(GAP) if self.button else self.width() - pad
        painter.setFont(theme.font(13, 500))
        painter.setPen(theme.color("toast_text"))
        painter.drawText(QRect(left, 0, right - left, self.height()), int(WRAPPED), self.message.text)


class _ToastButton(QAbstractButton):
    """The one action of a toast, in the toast's accent, with its key beside it."""

    def __init__(self, toast: _Toast, title: str, key: str) -> None:
        super().__init__(toast)
        self._toast = toast
        self._key = shortcut_text(key) if key else ""
        self.setText(title)
        self.setAccessibleName(f"{title}: {toast.message.text}")
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)

    def sizeHint(self) -> QSize:
        """Room for the title, and for the key when there is one."""
        wide = QFontMetrics(theme.font(13, 600)).horizontalAdvance(self.text()) + 2 * theme.px(8)
        if self._key:
            wide += QFontMetrics(theme.font(11, 500)).horizontalAdvance(self._key) + theme.px(GAP)
        return QSize(wide, theme.px(32))

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Hold the toast while the focus is here."""
        self._toast.pause()
        super().focusInEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Let the toast go on counting."""
        super().focusOutEvent(event)
        self._toast.resume()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint title and key, with a ring when focused."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        inner = self.rect().adjusted(theme.px(8), 0, -theme.px(8), 0)
        font = theme.font(13, 600)
        painter.setFont(font)
        painter.setPen(theme.color("toast_accent"))
        painter.drawText(inner, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, self.text())
        if self.underMouse():
            wide = painter.fontMetrics().horizontalAdvance(self.text())
            line = inner.center().y() + painter.fontMetrics().height() // 2
            painter.drawLine(inner.left(), line, inner.left() + wide, line)
        if self._key:
            painter.setFont(theme.font(11, 500))
            painter.setPen(theme.color("toast_text"))
            painter.drawText(inner, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight, self._key)
        if self.hasFocus():
            painter.setPen(QPen(theme.color("toast_accent"), 2))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(QRectF(self.rect()).adjusted(1, 1, -1, -1), 6, 6)
