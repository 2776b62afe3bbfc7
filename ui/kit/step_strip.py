"""A strip of steps one after the other: which are behind, which one it stands at, how long each took."""

from collections.abc import Sequence

import msgspec
from PySide6.QtCore import QRect, QSize, Signal, Slot
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QWidget

from ui.kit import painting, theme
from ui.kit.buttons import Button

HEIGHT = 50
INKS = {"accent": ("accent_soft", "accent"), "ok": ("ok_soft", "ok"), "warn": ("warn_soft", "warn")}


class Step(msgspec.Struct, frozen=True):
    """One step: its name over a note ("12 days"). `tone` accent, ok or warn fills it; `passed` colours its line."""

    id: int
    name: str
    note: str = ""
    tone: str = ""
    passed: bool = False
    said: str = ""


class _StepButton(Button):
    def __init__(self) -> None:
        super().__init__("", "ghost")
        self.step = Step(0, "")
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)

    def show_step(self, step: Step) -> None:
        self.step = step
        self.setAccessibleName(step.said or ", ".join(filter(None, (step.name, step.note))))
        self.set_tip(step.said)
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(theme.px(90), theme.px(HEIGHT))

    def minimumSizeHint(self) -> QSize:
        return QSize(theme.px(54), theme.px(HEIGHT))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter, step = QPainter(self), self.step
        fill, ink = INKS.get(step.tone, ("hover" if self.underMouse() else "surface", "text2"))
        painting.round_rect(painter, self.rect(), 6, fill, ink if step.tone else "border")
        foot = QRect(0, self.height() - 3, self.width(), 3)
        painting.round_rect(painter, foot, 1.5, "accent" if step.passed else ink if step.tone else "border_strong")
        box = self.rect().adjusted(theme.px(10), theme.px(6), -theme.px(6), -theme.px(8))
        upper, lower = box.adjusted(0, 0, 0, -box.height() // 2), box.adjusted(0, box.height() // 2, 0, 0)
        strong = bool(step.tone)
        painting.draw_text(painter, upper, step.name, 13, 600 if strong else 500, "text" if strong else "text2")
        painting.draw_text(painter, lower, step.note, 11, 500, ink if strong else "text3", tabular=True)
        if self.rings():
            painting.focus_ring(painter, self.rect(), 6)


class StepStrip(QWidget):
    """The steps side by side, each a button: a press says `chosen(id)`."""

    chosen = Signal(object)

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(name)
        self.buttons: list[_StepButton] = []
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(theme.px(6))

    def set_steps(self, steps: Sequence[Step]) -> None:
        """Show steps."""
        while len(self.buttons) < len(steps):
            button = _StepButton()
            button.clicked.connect(self._pressed)
            self._row.addWidget(button, 1)
            self.buttons.append(button)
        for button in self.buttons[len(steps) :]:
            button.setParent(None)
            button.deleteLater()
        del self.buttons[len(steps) :]
        for button, step in zip(self.buttons, steps, strict=True):
            button.show_step(step)

    @Slot()
    def _pressed(self) -> None:
        sender = self.sender()
        if isinstance(sender, _StepButton):
            self.chosen.emit(sender.step.id)
