"""Text that stands for something else: a date, a time, a number."""

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QTimer, Signal
from PySide6.QtGui import QFocusEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from ui.kit import painting, theme
from ui.kit.fields.text import TextField

DOUBTED_AFTER = 400
"""Milliseconds without a key until what is not understood is told: "3" on the way to "31/12" is no mistake yet."""


class ParsedField(TextField):
    """Text that stands for a value: `parse(text)` gives it or raises ValueError with the sentence to show.

    `show(value)` writes a value; while one types, what was understood is echoed at the right. Empty text is None.
    `doubted(problem)` tells while one types that it is not understood, and that it is again ("").
    `echoed(echo)` carries what was understood where there is no room for it beside what is typed, else "".
    """

    doubted = Signal(str)
    echoed = Signal(str)

    def __init__(
        self,
        name: str,
        parse: Callable[[str], Any],
        show: Callable[[Any], str],
        *,
        placeholder: str = "",
        icon: str = "",
        parent: QWidget | None = None,
    ) -> None:
        self._parse, self._show = parse, show
        super().__init__(name, placeholder=placeholder, icon=icon, parent=parent)
        self._doubt = QTimer(self, singleShot=True, interval=DOUBTED_AFTER)
        self._doubt.timeout.connect(self.tell_doubt)
        self.textEdited.connect(self._typed)
        self.editingFinished.connect(self._write_out)
        self.textChanged.connect(self.tell_echo)

    def value(self) -> Any:
        """The value, or None for no text and for text that is not understood (see `problem`)."""
        try:
            return self._parse(self.text().strip()) if self.text().strip() else None
        except ValueError:
            return None

    def set_value(self, value: Any) -> None:
        super().set_value("" if value is None else self._show(value))

    def problem(self) -> str:
        try:
            if self.text().strip():
                self._parse(self.text().strip())
        except ValueError as error:
            return str(error)
        return ""

    def kept(self) -> Any:
        """The value as it is written, so that "fri" means the same day tomorrow; what is not understood as typed."""
        value = self.value()
        return self.text().strip() if value is None else self._show(value)

    def tell_doubt(self) -> None:
        """Say `doubted` at once, as the field does when the keyboard leaves it."""
        self._doubt.stop()
        said = self.problem()
        self.mark(bool(said))
        self.doubted.emit(said)

    def echo(self) -> str:
        """What was understood, when that is written otherwise than what was typed."""
        value = self.value()
        written = "" if value is None else self._show(value)
        return "" if written == self.text().strip() else written

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        echo = self.echo() if self.hasFocus() else ""
        if echo and self._has_room(echo):
            box = self.rect().adjusted(0, 0, -theme.px(12) - self.textMargins().right(), 0)
            painting.draw_text(QPainter(self), box, f"= {echo}", 12, 400, "text3", "right")

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.tell_echo()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.echoed.emit("")

    def _has_room(self, echo: str) -> bool:
        taken = painting.text_width(self.text()) + painting.text_width(f"= {echo}", 12) + theme.px(80)
        return taken < self.width()

    def tell_echo(self) -> None:
        """Say `echoed`, as the field does while one types."""
        echo = self.echo() if self.hasFocus() else ""
        self.echoed.emit("" if self._has_room(echo) else echo)

    def _typed(self) -> None:
        # What is understood takes back a doubt at once, the rest of a word may still come.
        if self.problem():
            self._doubt.start()
        else:
            self.tell_doubt()

    def _write_out(self) -> None:
        if self._doubt.isActive():
            self.tell_doubt()
        value = self.value()
        if value is not None and self.isModified():
            self.setText(self._show(value))
            self.setModified(False)
