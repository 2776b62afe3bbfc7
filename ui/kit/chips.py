"""Chips: small facts, and small facts that are controls."""

from PySide6.QtCore import QEvent, QRect, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from ui.kit import icons, painting, theme
from ui.kit.buttons import Button


class Chip(QWidget):
    """A fact that is only read: tone neutral, accent, danger, warn or ok, or the mark of a sector (key or name)."""

    def __init__(
        self,
        text: str,
        tone: str = "neutral",
        *,
        sector: str | None = None,
        icon: str = "",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._text, self._tone, self._sector, self._icon = text, tone, sector, icon
        self.setAccessibleName(text)
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)

    def text(self) -> str:
        return self._text

    def set(self, text: str, tone: str = "neutral", *, sector: str | None = None, icon: str = "") -> None:
        """Show something else."""
        self._text, self._tone, self._sector, self._icon = text, tone, sector, icon
        self.setAccessibleName(text)
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        width = painting.chip_width(self._text, self._sector, self._icon)
        return QSize(width, theme.px(painting.CHIP_HEIGHT))

    def minimumSizeHint(self) -> QSize:
        return QSize(min(self.sizeHint().width(), theme.px(48)), theme.px(painting.CHIP_HEIGHT))

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.StyleChange:
            self.updateGeometry()
        super().changeEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        painting.draw_chip(
            QPainter(self), 0, self.height() // 2, self._text, self._tone, self._sector, self._icon, self.width()
        )


class ChipButton(Button):
    """A chip that is a control: click, Space or Enter is `clicked`; its x, Delete or Backspace is `removed`.

    `look` is soft (filled, 26 px: a value among others) or outline (30 px: a filter or a toggle; checked is tinted).
    """

    removed = Signal()

    def __init__(
        self,
        text: str,
        tone: str = "neutral",
        *,
        sector: str | None = None,
        icon: str = "",
        look: str = "soft",
        removable: bool = False,
        checkable: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(text, parent=parent)
        self._tone, self._sector, self._icon, self._look = tone, sector, icon, look
        self._removable = removable
        self.setCheckable(checkable)
        self.setAccessibleName(text)
        self.setAccessibleDescription("Delete removes it" if removable else "")
        self.setMouseTracking(True)
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)

    def set(self, text: str, tone: str = "neutral", *, sector: str | None = None, icon: str = "") -> None:
        """Show something else."""
        self._tone, self._sector, self._icon = tone, sector, icon
        self.setText(text)
        self.setAccessibleName(text)
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        size, pad = (12, 9) if self._look == "soft" else (13, 13)
        width = painting.text_width(self.text(), size, 500) + 2 * theme.px(pad)
        width += theme.px(15) if self._sector is not None else theme.px(19) if self._icon else 0
        width += theme.px(20) if self._removable else 0
        return QSize(width, theme.px(26 if self._look == "soft" else 30))

    def minimumSizeHint(self) -> QSize:
        return QSize(min(self.sizeHint().width(), theme.px(60)), self.sizeHint().height())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if self._removable and event.key() in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace):
            self.removed.emit()
        else:
            super().keyPressEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if self._removable and self.isDown() and self._cross().contains(event.position().toPoint()):
            self.setDown(False)
            self.removed.emit()
            return
        super().mouseReleaseEvent(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        self.update()
        super().mouseMoveEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        radius, middle = self.height() / 2, self.height() // 2
        ink = self._shade(painter, radius)
        soft = self._look == "soft"
        x = theme.px(9 if soft else 13)
        if self._sector is not None:
            painting.sector_shape(painter, x, middle, self._sector, 8)
            x += theme.px(15)
        elif self._icon:
            side = theme.px(14)
            icons.paint(painter, QRect(x, middle - side // 2, side, side), self._icon, ink)
            x += theme.px(19)
        end = self.width() - theme.px(9 if soft else 13) - (theme.px(20) if self._removable else 0)
        painting.draw_text(painter, QRect(x, 0, end - x + 2, self.height()), self.text(), 12 if soft else 13, 500, ink)
        if self._removable:
            cross, side = self._cross(), theme.px(13)
            box = QRect(cross.center().x() - side // 2, middle - side // 2, side, side)
            icons.paint(painter, box, "x", ink)
        if self.rings():
            painting.focus_ring(painter, self.rect(), radius)

    def _cross(self) -> QRect:
        width = theme.px(28)
        return QRect(self.width() - width, 0, width, self.height())

    def _shade(self, painter: QPainter, radius: float) -> str:
        hot = self.underMouse() and self.isEnabled()
        if self._look == "soft":
            ground, ink = painting.chip_colors(self._tone, self._sector)
            edge = "border_strong" if hot else ""
            painting.round_rect(painter, self.rect(), radius, ground, edge)
            return ink
        on = self.isChecked() or (self._removable and not self.isCheckable())
        fill = "accent_soft" if on else "hover" if hot else "surface"
        painting.round_rect(painter, self.rect(), radius, fill, "accent" if on else "border_strong")
        return "text" if on else "text2"


def filter_chip(text: str, parent: QWidget | None = None) -> ChipButton:
    """A filter in force: click changes it, its x, Delete or Backspace removes it."""
    return ChipButton(text, look="outline", removable=True, parent=parent)


def toggle_chip(text: str, checked: bool = False, parent: QWidget | None = None) -> ChipButton:
    """A choice that is on or off by itself; says `toggled`."""
    chip = ChipButton(text, look="outline", checkable=True, parent=parent)
    chip.setChecked(checked)
    return chip
