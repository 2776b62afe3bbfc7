"""Buttons: primary, secondary, ghost and danger, with text, with an icon or with both, and the segmented control."""

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QEnterEvent, QFocusEvent, QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QButtonGroup, QHBoxLayout, QLayout, QPushButton, QSizePolicy, QWidget

from ui.kit import icons, painting, theme
from ui.kit.flow import FlowLayout
from ui.kit.label import plain_tip

VARIANTS = ("primary", "secondary", "ghost", "danger")


class Button(QPushButton):
    """A push button 32 px high. Space and Enter press it; `variant` is primary, secondary, ghost or danger.

    `tip` is its tool tip (plain text); `shortcut` is only shown there, the action table binds keys. `setMenu` adds a
    chevron.
    """

    def __init__(
        self,
        text: str = "",
        variant: str = "secondary",
        *,
        icon: str = "",
        tip: str = "",
        shortcut: str = "",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(text, parent)
        if variant not in VARIANTS:
            raise ValueError(f"{variant!r} is not one of {', '.join(VARIANTS)}")
        self._variant, self._icon_name = variant, icon
        self._by_mouse = False
        self.setSizePolicy(QSizePolicy.Policy.Minimum, QSizePolicy.Policy.Fixed)
        self.setAutoDefault(False)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.set_tip(tip, shortcut)

    def set_tip(self, tip: str, shortcut: str = "") -> None:
        """Tool tip as plain text, with the shortcut that does the same."""
        self.setToolTip(plain_tip(f"{tip}  {shortcut}".strip() if shortcut else tip))

    def set_variant(self, variant: str) -> None:
        """Look as another variant from now on."""
        self._variant = variant
        self.update()

    def set_icon_name(self, name: str) -> None:
        """Show another icon, or none for an empty name."""
        self._icon_name = name
        self.updateGeometry()
        self.update()

    def icon_name(self) -> str:
        """Name of the icon shown, empty for none."""
        return self._icon_name

    def sizeHint(self) -> QSize:
        width = 2 * theme.px(12)
        if self._icon_name:
            width += theme.px(16)
        if self.text():
            width += painting.text_width(self._label(), 13, 500) + (theme.px(8) if self._icon_name else 0)
        if self.menu() is not None:
            width += theme.px(20)
        return QSize(width, theme.px(32))

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        plain = event.modifiers() in (Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.KeypadModifier)
        if plain and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.click()
            return
        super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        self._by_mouse = event.reason() == Qt.FocusReason.MouseFocusReason
        super().focusInEvent(event)

    def rings(self) -> bool:
        """Whether the focus ring is to be drawn: the focus came by keyboard, for a click leaves no ring behind."""
        return self.hasFocus() and not self._by_mouse

    def enterEvent(self, event: QEnterEvent) -> None:
        self.update()
        super().enterEvent(event)

    def leaveEvent(self, event: QEvent) -> None:
        self.update()
        super().leaveEvent(event)

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.StyleChange:
            self.updateGeometry()
        super().changeEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        ink = self._ground(painter)
        self._content(painter, ink)
        if self.rings():
            ring = "text" if self._variant == "primary" else "accent"
            painting.focus_ring(painter, self.rect(), 6, ring)

    def _label(self) -> str:
        return self.text().replace("&&", "\0").replace("&", "").replace("\0", "&")

    def _ground(self, painter: QPainter) -> str:
        """Paint the ground and name the ink that goes on it."""
        hot = self.isEnabled() and (self.underMouse() or self.isDown())
        if self._variant in ("primary", "danger") and self.isEnabled():
            fill = "danger" if self._variant == "danger" else "accent_hover" if hot else "accent"
            painting.round_rect(painter, self.rect(), 6, fill)
            return "on_accent"
        if self._variant != "ghost":
            painting.round_rect(
                painter,
                self.rect(),
                6,
                "hover" if hot or not self.isEnabled() else "surface",
                "border_strong" if self.isEnabled() else "border",
            )
        elif hot or self.isChecked():
            painting.round_rect(painter, self.rect(), 6, "accent_soft" if self.isChecked() else theme.color("border"))
        return "text" if self.isEnabled() and self._variant != "ghost" else "text2" if self.isEnabled() else "text3"

    def _content(self, painter: QPainter, ink: str) -> None:
        side, gap = theme.px(16), theme.px(8)
        text = self._label()
        room = self.width() - 2 * theme.px(8) - (theme.px(20) if self.menu() is not None else 0)
        shown = painting.elided(text, room - (side + gap if self._icon_name else 0), 13, 500) if text else ""
        width = painting.text_width(shown, 13, 500) if shown else 0
        whole = width + (side if self._icon_name else 0) + (gap if shown and self._icon_name else 0)
        x = theme.px(8) + (room - whole) // 2
        if self._icon_name:
            quiet = "text2" if ink == "text" else ink
            icons.paint(painter, QRect(x, (self.height() - side) // 2, side, side), self._icon_name, quiet)
            x += side + gap
        if shown:
            painting.draw_text(painter, QRect(x, 0, width + 2, self.height()), shown, 13, 500, ink)
        if self.menu() is not None:
            box = QRect(self.width() - theme.px(26), (self.height() - side) // 2, side, side)
            icons.paint(painter, box, "chevron-down", ink)


class IconButton(Button):
    """A square button with an icon alone; `name` is read out and is its tool tip. `size` is its side, 24 or more."""

    def __init__(
        self,
        icon: str,
        name: str,
        *,
        variant: str = "ghost",
        size: int = 32,
        shortcut: str = "",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__("", variant, icon=icon, tip=name, shortcut=shortcut, parent=parent)
        self._side = max(24, size)
        self.setAccessibleName(name)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        return QSize(theme.px(self._side), theme.px(self._side))

    def _content(self, painter: QPainter, ink: str) -> None:
        side = theme.px(18 if self._side >= 28 else 16)
        quiet = "text2" if ink == "text" else ink
        box = QRect((self.width() - side) // 2, (self.height() - side) // 2, side, side)
        icons.paint(painter, box, self.icon_name(), "accent" if self.isChecked() else quiet)


class _Segment(Button):
    """One choice: an outlined pill, or a soft tab."""

    def __init__(self, key: str, text: str, icon: str, tabs: bool) -> None:
        super().__init__(text, icon=icon)
        self.key, self._tabs = key, tabs
        self.setAccessibleName(text)
        self.setCheckable(True)

    def sizeHint(self) -> QSize:
        lead = theme.px(24) if self.icon_name() else 0
        return QSize(painting.text_width(self.text(), 13, 600) + 2 * theme.px(13) + lead, theme.px(30))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        on, radius = self.isChecked(), 6.0 if self._tabs else self.height() / 2
        hot = self.underMouse() and self.isEnabled()
        if self._tabs:
            if on or hot:
                painting.round_rect(painter, self.rect(), radius, "accent_soft" if on else "hover")
        else:
            fill = "accent_soft" if on else "hover" if hot else "surface"
            painting.round_rect(painter, QRectF(self.rect()), radius, fill, "accent" if on else "border_strong")
        weight = 600 if on else 500
        width, lead = painting.text_width(self.text(), 13, weight), theme.px(24) if self.icon_name() else 0
        x = (self.width() - width - lead) // 2
        ink = "text3" if not self.isEnabled() else "text" if on else "text2"
        if self.icon_name():
            side = theme.px(16)
            box = QRect(x, (self.height() - side) // 2, side, side)
            icons.paint(painter, box, self.icon_name(), "accent" if on else ink)
        painting.draw_text(painter, QRect(x + lead, 0, width + 2, self.height()), self.text(), 13, weight, ink)
        if self.rings():
            painting.focus_ring(painter, self.rect(), radius)


class SegmentedControl(QWidget):
    """One choice of a few, by click or arrow keys; `options` are (key, text) or (key, text, icon).

    `look` is pills (outlined, for views) or tabs (soft, for parts of one thing). With `wrap` they break into lines
    where there is no room. One tab stop.
    """

    changed = Signal(str)

    def __init__(
        self,
        options: Sequence[tuple[str, ...]],
        name: str,
        *,
        look: str = "pills",
        wrap: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setAccessibleName(name)
        self._group = QButtonGroup(self)
        gap = 4 if look == "tabs" else 6
        row: QLayout
        if wrap:
            row = FlowLayout(self, gap)
        else:
            row = QHBoxLayout(self)
            row.setContentsMargins(0, 0, 0, 0)
            row.setSpacing(theme.px(gap))
        self._segments: dict[str, _Segment] = {}
        for option in options:
            icon = option[2] if len(option) > 2 else ""
            segment = _Segment(option[0], option[1], icon, look == "tabs")
            self._segments[option[0]] = segment
            self._group.addButton(segment)
            row.addWidget(segment)
        if isinstance(row, QHBoxLayout):
            row.addStretch(1)
        self._group.buttonToggled.connect(self._take_tab_stop)
        next(iter(self._segments.values())).setChecked(True)
        self._group.buttonClicked.connect(self._clicked)
        policy = QSizePolicy(QSizePolicy.Policy.Minimum, QSizePolicy.Policy.Fixed)
        policy.setHeightForWidth(wrap)
        self.setSizePolicy(policy)

    def current(self) -> str:
        """Key of the choice."""
        checked = self._group.checkedButton()
        return checked.key if isinstance(checked, _Segment) else ""

    def set_current(self, key: str) -> None:
        """Choose by key without saying `changed`. KeyError for an unknown key."""
        self._segments[key].setChecked(True)

    def set_text(self, key: str, text: str) -> None:
        """Change the text of one choice, for a count beside it."""
        segment = self._segments[key]
        segment.setText(text)
        segment.setAccessibleName(text)
        segment.updateGeometry()

    def _take_tab_stop(self) -> None:
        """Let Tab reach the choice that is made: Qt puts its stop there only once the keyboard has been here."""
        chosen = self._group.checkedButton()
        for segment in self._segments.values():
            policy = Qt.FocusPolicy.StrongFocus if segment is chosen else Qt.FocusPolicy.ClickFocus
            segment.setFocusPolicy(policy)

    def _clicked(self, button: QAbstractButton) -> None:
        if isinstance(button, _Segment):
            self.changed.emit(button.key)
