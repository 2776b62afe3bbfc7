"""What the parts of the page of introductions have in common."""

from collections.abc import Sequence
from typing import Any, ClassVar

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from ui.context import Context
from ui.kit.actions import Action


class PagePart(QWidget):
    """One part of the page. `told` says that `summary` is another one; `header` are its controls beside the title.

    A `flush` part reaches to the edges of the page and keeps its own distance from them.
    """

    told = Signal()
    flush: ClassVar[bool] = False

    def __init__(self, context: Context) -> None:
        super().__init__()
        self.context = context
        self.header: tuple[QWidget, ...] = ()

    def show_target(self, **target: Any) -> None:
        """Remember what to show; `target` is what the page was opened with."""

    def reload(self) -> None:
        """Read and show."""

    def summary(self) -> str:
        """Return the line under the title."""
        return ""

    def part_actions(self) -> list[Action]:
        """Return what can be done in this part."""
        return []

    def panes(self) -> Sequence[QWidget]:
        """Return what F6 steps through."""
        return (self,)

    def take_focus(self) -> None:
        """Give the keyboard to the content."""
        self.setFocus()
